//! Conversations with a wiki as state machines: no socket, no clock, no sleep.
//!
//! ```text
//!             poll                       poll
//!   Flow ───────────► Send(Request)   ─────────► Pause ──► the caller
//!    ▲                     │                       │
//!    └──── feed(Reply) ◄───┘    answer(Input) ◄────┘        … until Done
//! ```
//!
//! Whoever drives one flow drives all: the network behind [`Wiki`](crate::Wiki), a
//! recorded exchange, or a host with an HTTP client of its own.

mod auth_manager;
mod conversation;
mod create;
mod detect;
mod discover;
mod door;
mod fields;
mod image;
mod inform;
mod inquire;
mod legacy_api;
mod log_in;
mod look;
mod plan;
mod refusal;
mod said;
mod settle;
pub(crate) mod spoken;
mod step;
mod web_form;

pub use crate::suspend::{TakenUp, take_up};
pub use conversation::Conversation;
pub use create::Create;
pub use image::{FetchImage, Image};
pub(crate) use inquire::Inquire;
pub use log_in::LogIn;
pub use look::Look;

use std::fmt;

use url::Url;

use crate::{
    Answers, Ask, Created, Error, Misuse, NewAccount, Redirect, Refused, Session, Unknown,
    wire::{Reply, Request},
};

/// A conversation with a wiki.
pub trait Flow {
    /// What it ends with.
    type Done;

    /// What comes next: the same value until [`feed`](Flow::feed) or
    /// [`answer`](Flow::answer) changed something.
    fn poll(&self, session: &Session) -> Poll<Self::Done>;

    /// Takes what became of the request that [`poll`](Flow::poll) gave. Whatever a
    /// wiki sends is taken: its faults become part of what comes next. A reply
    /// that nothing waits for is passed over.
    fn feed(&mut self, session: &mut Session, reply: Reply);

    /// Takes the caller's word at a [`Poll::Pause`]. On a misuse nothing changes,
    /// and the flow can be answered again.
    fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), Misuse>;
}

/// What a flow wants.
#[derive(Debug, Clone)]
pub enum Poll<D> {
    /// This request sent, and its reply fed.
    Send(Request),
    /// The caller's word.
    Pause(Pause),
    /// Nothing more.
    Done(D),
}

/// Why a flow waits for its caller.
#[derive(Debug, Clone)]
pub enum Pause {
    /// Fields are to be filled: [`Input::Answers`].
    Ask(Ask),
    /// The user is to go and come back: [`Input::Returned`] or [`Input::Answers`].
    Redirect(Redirect),
    /// The wiki begins anew with these fields: [`Input::Answers`].
    Restart(Ask),
    /// The wiki said no: [`Input::Revise`], or leave it.
    Refused(Refused),
}

/// A caller's word.
#[derive(Clone)]
#[non_exhaustive]
pub enum Input {
    /// Values for the fields that were asked for.
    Answers(Answers),
    /// The address at which the user came back from a redirect.
    Returned(Url),
    /// Another try with this account.
    Revise(NewAccount),
}

impl fmt::Debug for Input {
    /// A return address carries the codes of a login service.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answers(answers) => f.debug_tuple("Answers").field(answers).finish(),
            Self::Returned(_) => f.write_str("Returned(..)"),
            Self::Revise(account) => f.debug_tuple("Revise").field(account).finish(),
        }
    }
}

/// How a creation ends.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// The account exists, and this creation made it.
    Created(Created),
    /// It may exist.
    Unknown(Unknown),
    /// It surely does not.
    Failed(Error),
}
