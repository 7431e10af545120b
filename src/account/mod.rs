//! The types that callers use: accounts and credentials, prompts and answers, steps and results.

mod access_token;
mod answers;
mod creator_limits;
mod credentials;
mod name_check;
mod new_account;
mod prompt;
mod requirements;
mod step;
mod user;

pub use access_token::{AccessToken, OAuth1Token};
pub(crate) use answers::exposed_answers;
pub use answers::{Answer, Answers};
pub use creator_limits::{CreatorLimits, SharedAccounts};
pub use credentials::Credentials;
pub use name_check::{NameCheck, NameStatus};
pub use new_account::NewAccount;
pub(crate) use new_account::non_empty;
pub(crate) use prompt::is_secret;
pub use prompt::{Ask, Captcha, CaptchaKind, Field, FieldKind, Redirect};
pub use requirements::{Requirements, Verdict};
pub use step::{Created, RateLimit, Refused, Step, Unknown, Warning};
pub use user::User;
