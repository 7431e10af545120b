//! The reply to what a wiki asks.

use mwaccount::Answers;

/// The reply of a source of answers.
#[derive(Debug)]
pub enum Reply {
    /// The answers.
    Answers(Answers),
    /// The wish for another captcha.
    AnotherCaptcha,
    /// The person signed up on the wiki's own page instead.
    SignedUp,
    /// There is no source of answers, or it gives no more.
    Nothing,
}
