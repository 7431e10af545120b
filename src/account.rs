//! The words of a creation: what is wished, what the wiki asks, what came of it.

mod answers;
mod ask;
mod credentials;
mod outcome;
mod requirements;
mod wish;

pub(crate) use answers::kept;
pub use answers::{Answer, Answers};
pub(crate) use ask::is_secret;
pub use ask::{Ask, Captcha, CaptchaKind, Field, FieldKind, Redirect};
pub use credentials::Credentials;
pub use outcome::{Created, Refused, Step, Unknown, Warning};
pub use requirements::{Requirements, Verdict};
pub use wish::NewAccount;
