//! Creates accounts on MediaWiki wikis of any age.
//!
//! [`Wiki`] takes any address of a wiki, finds out what it speaks, AuthManager (1.27 and
//! later), the legacy API (1.21 to 1.26) or the sign-up form (older wikis, and where the API
//! does not do it), and drives the creation; a [`Step`] says where it stands.
//! Every refusal has a [`Reason`], the same word on every release.
//!
//! ```no_run
//! use mwaccount::{Answers, NewAccount, Step, Wiki};
//!
//! let mut wiki = Wiki::builder("https://wiki.example.org/w/api.php")
//!     .contact("ops@example.org")
//!     .build()?;
//! let account = NewAccount::new("Zoe Example")
//!     .password("Correct-horse-7-battery")
//!     .email("zoe@example.org");
//! let mut creation = wiki.create(account);
//! let mut step = creation.step()?;
//! if let Step::Ask(ask) = &step {
//!     println!("{:?}", ask.captcha);
//!     step = creation.answer(Answers::new().with("captcha", "Paris"))?;
//! }
//! match step {
//!     Step::Created(created) => println!("created {}", created.name),
//!     Step::Refused(refused) => println!("{}: {}", refused.reason, refused.message),
//!     other => println!("{other:?}"),
//! }
//! # Ok::<(), mwaccount::Error>(())
//! ```
#![deny(unsafe_code)]
#![warn(missing_docs)]

mod account;
mod cancel;
mod dialogue;
mod error;
#[cfg(feature = "capi")]
mod ffi;
pub mod flow;
mod http_login;
mod name;
mod offer;
mod place;
mod progress;
mod reason;
mod secret;
mod session;
mod suspend;
pub mod transport;
mod wiki;
pub mod wire;

pub use account::{
    Answer, Answers, Ask, Captcha, CaptchaKind, Created, Credentials, Field, FieldKind, NewAccount,
    Redirect, Refused, Requirements, Step, Unknown, Verdict, Warning,
};
pub use cancel::{CancelHook, Canceller};
pub use dialogue::{Creation, Dialogue, LoggingIn, Resumed};
pub use error::{Error, Misuse};
pub use flow::Image;
pub use progress::Progress;
pub use reason::{Dialect, Phase, Reason};
pub use secret::Secret;
pub use session::{Facts, Session};
pub use wiki::{Wiki, WikiBuilder};
pub use wire::{Format, Purpose};
