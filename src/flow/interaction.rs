//! The flows that ask their caller: a creation and a creator's login.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{Flow, Input, Poll, create::Create, login::Login, unencrypted};
use crate::{Credentials, InvalidInput, NewAccount, Session, Step, http::Reply};

/// A creation or a creator's login. Both return a [`Step`] when they wait and when they end. Its `Debug`
/// output shows which of them it is.
#[derive(Clone, Serialize, Deserialize)]
pub struct Interaction(Kind);

#[derive(Clone, Serialize, Deserialize)]
enum Kind {
    Create(Box<Create>),
    Login(Box<Login>),
}

impl fmt::Debug for Interaction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_login() {
            "Interaction(login)"
        } else {
            "Interaction(creation)"
        })
    }
}

impl Interaction {
    /// Starts a creation of `account` on the session's wiki. Nothing is sent yet.
    pub fn create(account: NewAccount, session: &mut Session) -> Self {
        Self(Kind::Create(Box::new(Create::new(account, session))))
    }

    /// Starts the login of a creator and discards any former login. Nothing is sent yet.
    pub fn login(credentials: Credentials, session: &mut Session) -> Self {
        Self(Kind::Login(Box::new(Login::new(credentials, session))))
    }

    /// Returns true for a login, false for a creation.
    pub fn is_login(&self) -> bool {
        matches!(self.0, Kind::Login(_))
    }

    /// Answers the step that [`poll`](Flow::poll) returned.
    ///
    /// # Errors
    /// [`InvalidInput`] if the input does not fit the step. The state is unchanged, so another
    /// answer can be given.
    pub fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), InvalidInput> {
        match &mut self.0 {
            Kind::Create(create) => create.answer(session, input),
            Kind::Login(login) => login.answer(session, input),
        }
    }

    /// Returns a serialisable copy, if the interaction waits for its caller.
    pub(super) fn suspended(&self) -> Option<Self> {
        Some(Self(match &self.0 {
            Kind::Create(create) => Kind::Create(Box::new(create.suspended()?)),
            Kind::Login(login) => Kind::Login(Box::new(login.suspended()?)),
        }))
    }

    /// Continues from a serialised copy. Values that it lacks are asked for again.
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
        // Nothing is sent and nothing is asked in vain. Nothing is decided before api.php is found.
        if session.is_api_found()
            && let Some(error) = unencrypted::other_host_error(session)
        {
            return Poll::Step(Err(error));
        }
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
