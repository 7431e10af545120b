//! Creates accounts on MediaWiki wikis of any age.
//!
//! [`Wiki`] accepts any address of a wiki and detects which protocol creates accounts there:
//! AuthManager (1.27 and later), the legacy API (1.21 to 1.26) or the sign-up form (older wikis,
//! and wikis whose API cannot create accounts). It runs the creation and returns a [`Step`]
//! whenever the caller has something to do or the creation ends. Every refusal has a [`Reason`],
//! which is the same on every release.
//!
//! This is `examples/signup.rs`, which signs a person up on the terminal:
//!
#![doc = "```no_run"]
#![doc = include_str!("../examples/signup.rs")]
#![doc = "```"]
//!
//! # Which caller are you?
//!
//! **You create accounts** and block until each step: use [`Wiki::create`], [`Wiki::log_in`] and
//! the [`WikiInteraction`] that they return, as above. It borrows the wiki until it is dropped.
//!
//! **You store conversations** in a struct, across an FFI or between two web requests, where a
//! borrow cannot be kept: get the [`Conversation`](flow::Conversation) with
//! [`WikiInteraction::into_conversation`] and continue it with [`Wiki::step`] and
//! [`Wiki::respond`]. To continue it in another process, turn it into text with
//! [`WikiInteraction::suspend`] and back with [`Wiki::resume`].
//!
//! **You have your own HTTP client**: get a request from [`Wiki::next_request`], send it and pass
//! the reply to [`Wiki::feed`]. Repeat this until there is no request; then [`Wiki::step`] returns
//! the step. For a blocking Rust client, implement [`Transport`](transport::Transport) instead and
//! proceed as the first kind of caller. In both cases `default-features = false` leaves out ureq
//! and rustls.
//!
//! To test your own code without a network, use [`transport::Scripted`].
#![deny(unsafe_code)]
#![cfg_attr(not(feature = "capi"), forbid(unsafe_code))]
#![warn(missing_docs)]

mod account;
pub mod bulk;
mod cancel;
mod clock;
mod dialect;
mod error;
#[cfg(feature = "capi")]
mod ffi;
pub mod flow;
pub mod http;
mod mediawiki;
mod named;
#[cfg(any(feature = "ureq", feature = "capi"))]
mod own_thread;
mod process;
mod progress;
mod reason;
mod secret;
mod session;
mod suspend_keys;
pub mod transport;
mod wiki;

pub use account::{
    AccessToken, Answer, Answers, Ask, Captcha, CaptchaKind, Created, CreatorLimits, Credentials,
    Field, FieldKind, NameCheck, NameStatus, NewAccount, OAuth1Token, RateLimit, Redirect, Refused,
    Requirements, SharedAccounts, Step, Unknown, User, Verdict, Warning,
};
pub use cancel::{CancelHook, Canceller};
pub use clock::Clock;
pub use dialect::Dialect;
pub use error::{Error, InvalidInput, TransportError};
pub use flow::Image;
pub use mediawiki::Format;
pub use progress::{Progress, Purpose};
pub use reason::{Phase, Reason};
pub use secret::Secret;
pub use session::{Facts, Session};
pub use suspend_keys::SuspendKeys;
pub use wiki::{
    Builder, Creation, Login, NewWiki, ResumeBuilder, SuspendedText, Wiki, WikiBuilder,
    WikiInteraction,
};
