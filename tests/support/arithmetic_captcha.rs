//! Answers to the arithmetic captchas SimpleCaptcha and MathCaptcha.

/// Returns the answer to a question as ConfirmEdit prints it. SimpleCaptcha prints the minus
/// sign U+2212.
pub fn solve(question: &str) -> String {
    let number = |text: &str| text.trim().parse::<i32>().expect(question);
    match question.split_once('+') {
        Some((left, right)) => number(left) + number(right),
        None => {
            let (left, right) = question.split_once(['\u{2212}', '-']).expect(question);
            number(left) - number(right)
        }
    }
    .to_string()
}
