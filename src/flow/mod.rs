//! Conversations with a wiki as state machines, without sockets, clocks or sleeping.
//!
//! ```text
//!             poll                       poll
//!   Flow ───────────► Send(Request)   ─────────► Step ──► the caller
//!    ▲                     │                      │
//!    └──── feed(Reply) ◄───┘    answer(Input) ◄───┘   of an Interaction
//! ```
//!
//! The driver may be [`Wiki`](crate::Wiki) with its transport, a recorded exchange in a test, or a
//! host with an HTTP client of its own. All flows are driven the same way.

#![deny(clippy::disallowed_methods)]

mod account_request;
mod attempt;
mod auth_manager;
mod auth_post;
mod auth_step;
mod captcha_image;
mod captcha_service;
mod check;
mod check_names;
mod conclusion;
mod conversation;
mod create;
mod detect;
mod discover;
mod dry_run;
mod existence;
mod extension_keys;
mod fields;
mod input;
mod interaction;
mod legacy_api;
mod listed_user;
mod login;
mod look_up;
mod messages;
mod not_offered;
mod offered_fields;
mod own_redirect;
mod own_user;
mod plan;
mod probe;
mod redirects;
mod refusal;
mod suspended;
mod throttle;
mod token_refusal;
mod unauthorized;
mod unencrypted;
mod web_form;
mod who_am_i;

pub use captcha_image::{FetchImage, Image};
pub use check_names::CheckNames;
pub use conversation::Conversation;
pub(crate) use existence::Window;
pub use input::Input;
pub use interaction::Interaction;
pub(crate) use look_up::LookUp;
pub use offered_fields::OfferedFields;
pub use own_user::{ReadCreatorLimits, ReadUser};
pub use probe::Probe;
pub use suspended::resume;

use crate::{
    Error, Session,
    http::{Reply, Request},
};

/// A state machine that returns the next request to send, until it needs its caller or has ended.
pub trait Flow {
    /// The result: a [`Step`](crate::Step) for an [`Interaction`], the requested data for a flow
    /// that asks its caller nothing.
    type Output;

    /// Returns the next request or step. The value stays the same until [`feed`](Flow::feed) or an
    /// answer of the caller changes the state.
    fn poll(&self, session: &Session) -> Poll<Self::Output>;

    /// Processes the reply to the request that [`poll`](Flow::poll) returned. Never fails: an error
    /// of the wiki or the network becomes part of the next step. A reply that no request is waiting
    /// for is ignored.
    fn feed(&mut self, session: &mut Session, reply: Reply);
}

/// The next action of a driver. A driver must handle both variants, so none will be added.
#[derive(Debug, Clone)]
pub enum Poll<T, R = Request> {
    /// Send this request and feed its reply.
    Send(R),
    /// There is nothing to send: the flow waits for its caller or has ended.
    Step(Result<T, Error>),
}
