//! Creates accounts on MediaWiki wikis of any age.
#![deny(unsafe_code)]
#![warn(missing_docs)]

mod account;
mod error;
mod reason;
mod secret;
pub mod wire;

pub use account::{
    Answer, Answers, Ask, Captcha, CaptchaKind, Created, Field, FieldKind, NewAccount, Redirect,
    Refused, Step, Unknown, Warning,
};
pub use error::{Error, Misuse};
pub use reason::{Dialect, Phase, Reason};
pub use secret::Secret;
pub use wire::Format;
