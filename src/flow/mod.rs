//! Conversations with a wiki as state machines: no socket, no clock, no sleep.
//!
//! ```text
//!             poll                       poll
//!   Flow ───────────► Send(Request)   ─────────► Step ──► the caller
//!    ▲                     │                      │
//!    └──── feed(Reply) ◄───┘    answer(Input) ◄───┘   of an Interaction
//! ```
//!
//! Whoever drives one flow drives all: the network behind [`Wiki`](crate::Wiki), a
//! recorded exchange, or a host with an HTTP client of its own.

#![deny(clippy::disallowed_methods)]

mod attempt;
mod auth_manager;
mod auth_post;
mod auth_step;
mod captcha_image;
mod conclusion;
mod conversation;
mod create;
mod detect;
mod discover;
mod existence;
mod fields;
mod input;
mod interaction;
mod legacy_api;
mod login;
mod offered_fields;
mod plan;
mod probe;
mod redirects;
mod refusal;
mod suspended;
mod unauthorized;
mod unencrypted;
mod web_form;
mod who_am_i;

pub use captcha_image::{FetchImage, Image};
pub use conversation::Conversation;
pub use input::Input;
pub use interaction::Interaction;
pub(crate) use offered_fields::OfferedFields;
pub use probe::Probe;
pub use suspended::resume;

use crate::{
    Error, Session,
    http::{Reply, Request},
};

/// A state machine that says which request to send next, until it has something to tell.
pub trait Flow {
    /// What it tells: a [`Step`](crate::Step) of an [`Interaction`], the result of a flow that
    /// asks its caller nothing.
    type Output;

    /// Returns what comes next: the same value until [`feed`](Flow::feed), or an answer of the
    /// caller, changed something.
    fn poll(&self, session: &Session) -> Poll<Self::Output>;

    /// Takes what became of the request that [`poll`](Flow::poll) gave. Whatever a
    /// wiki sends is taken: its faults become part of what comes next. A reply
    /// that nothing waits for is passed over.
    fn feed(&mut self, session: &mut Session, reply: Reply);
}

/// What a flow wants. A driver must handle both, so there will be no third.
#[derive(Debug, Clone)]
pub enum Poll<T, R = Request> {
    /// This request sent, and its reply fed.
    Send(R),
    /// Nothing more from the wiki: here is where it waits for its caller, or how it ended.
    Step(Result<T, Error>),
}
