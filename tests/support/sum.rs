//! Whoever answers a sum, as SimpleCaptcha and MathCaptcha ask one.

/// The sum as ConfirmEdit prints it: SimpleCaptcha with a minus sign of its own (U+2212).
pub fn sum(question: &str) -> String {
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
