//! Creates accounts on MediaWiki wikis of any age.
//!
//! [`Wiki`] takes any address of a wiki and finds out which protocol creates accounts there:
//! AuthManager (1.27 and later), the legacy API (1.21 to 1.26) or the sign-up form (older wikis,
//! and where the API does not do it). It drives the creation; a [`Step`] says where it stands.
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
//!
//! # Which caller are you?
//!
//! **You create accounts** and wait for each step where you called: use [`Wiki::create`],
//! [`Wiki::log_in`] and the [`WikiInteraction`] that they return, as above. It borrows the wiki
//! until you drop it.
//!
//! **You hold conversations**, in a struct, across an FFI or between two web requests, where a
//! borrow cannot be held: take the [`Conversation`](flow::Conversation) out with
//! [`WikiInteraction::into_conversation`] and go on with [`Wiki::step`] and [`Wiki::respond`].
//! Between two processes [`WikiInteraction::suspend`] and [`Wiki::resume`] keep it as text.
//!
//! **You have an HTTP client of your own**: ask [`Wiki::next_request`] what to send, send it,
//! and give the reply to [`Wiki::feed`], until there is no request and [`Wiki::step`] says where
//! it stands. If it is a Rust client that blocks, implement
//! [`Transport`](transport::Transport) instead, and be the first kind of caller. Either way
//! `default-features = false` leaves ureq and rustls out.
//!
//! For tests of your own code there is [`transport::Scripted`], which needs no network.
#![deny(unsafe_code)]
#![warn(missing_docs)]

mod account;
mod cancel;
mod dialect;
mod error;
#[cfg(feature = "capi")]
mod ffi;
pub mod flow;
pub mod http;
mod mediawiki;
mod named;
mod progress;
mod reason;
mod secret;
mod session;
pub mod transport;
mod wiki;

pub use account::{
    Answer, Answers, Ask, Captcha, CaptchaKind, Created, Credentials, Field, FieldKind, NewAccount,
    Redirect, Refused, Requirements, Step, Unknown, Verdict, Warning,
};
pub use cancel::{CancelHook, Canceller};
pub use dialect::Dialect;
pub use error::{Error, InvalidInput, TransportError};
pub use flow::Image;
pub use mediawiki::Format;
pub use progress::{Progress, Purpose};
pub use reason::{Phase, Reason};
pub use secret::Secret;
pub use session::{Facts, Session};
pub use wiki::{
    Builder, Creation, Login, NewWiki, ResumeBuilder, SuspendedText, Wiki, WikiBuilder,
    WikiInteraction,
};
