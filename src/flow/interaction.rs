//! The flows that ask their caller: a creation, and the creator's login.

use serde::{Deserialize, Serialize};

use super::{Flow, Input, Poll, create::Create, login::Login};
use crate::{Credentials, InvalidInput, NewAccount, Session, Step, http::Reply};

/// A creation, or the creator's login. Both wait and end with a [`Step`].
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Interaction(Kind);

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Kind {
    Create(Box<Create>),
    Login(Box<Login>),
}

impl Interaction {
    /// Begins to create `account` on whatever wiki the session is with; nothing is sent yet.
    pub fn create(account: NewAccount, session: &mut Session) -> Self {
        Self(Kind::Create(Box::new(Create::new(account, session))))
    }

    /// Begins to log in the creator of accounts, and logs out whoever was logged in before;
    /// nothing is sent yet.
    pub fn login(credentials: Credentials, session: &mut Session) -> Self {
        Self(Kind::Login(Box::new(Login::new(credentials, session))))
    }

    /// Returns whether it is a login rather than a creation.
    pub fn is_login(&self) -> bool {
        matches!(self.0, Kind::Login(_))
    }

    /// Takes the caller's answer to the step that [`poll`](Flow::poll) gave.
    ///
    /// # Errors
    /// [`InvalidInput`] for what does not fit; then nothing changes, and it can be answered
    /// again.
    pub fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), InvalidInput> {
        match &mut self.0 {
            Kind::Create(create) => create.answer(session, input),
            Kind::Login(login) => login.answer(session, input),
        }
    }

    /// Returns a serialisable copy, if it waits for its caller.
    pub(super) fn suspended(&self) -> Option<Self> {
        Some(Self(match &self.0 {
            Kind::Create(create) => Kind::Create(Box::new(create.suspended()?)),
            Kind::Login(login) => Kind::Login(Box::new(login.suspended()?)),
        }))
    }

    /// Continues from such a copy: what it left out is asked for again.
    pub(super) fn resume(&mut self, session: &Session) {
        match &mut self.0 {
            Kind::Create(create) => create.resume(),
            Kind::Login(login) => login.resume(session),
        }
    }
}

impl Flow for Interaction {
    type Output = Step;

    fn poll(&self, session: &Session) -> Poll<Step> {
        match &self.0 {
            Kind::Create(create) => create.poll(session),
            Kind::Login(login) => login.poll(session),
        }
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        match &mut self.0 {
            Kind::Create(create) => create.feed(session, reply),
            Kind::Login(login) => login.feed(session, reply),
        }
    }
}
