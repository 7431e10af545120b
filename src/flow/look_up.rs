//! Looking up an account that a request of an earlier process may have created.

use super::{
    Flow, Poll,
    attempt::{Attempt, Outcome, PendingCheck},
    detect,
    existence::{Evidence, Window},
    refusal,
};
use crate::{Dialect, Error, NewAccount, Reason, Session, Step, http::Reply};

/// The refusal's text if the account does not exist.
const CAUSE: &str = "an earlier run ended before the wiki's answer";

/// A flow that finds out whether earlier requests have created an account. It creates nothing. Its steps
/// are those of a creation: `Created`; `Refused`, with [`Reason::NameTaken`] if the account is somebody
/// else's, and with another reason if there is none; `Unknown`.
pub(crate) struct LookUp {
    attempt: Attempt,
    windows: Vec<Window>,
    state: State,
}

enum State {
    Detect,
    Check(Box<PendingCheck>),
    Ended(Result<Step, Error>),
}

impl LookUp {
    /// Starts a look-up of the account by the windows of the requests that may have created it. The
    /// account's password is used if the session proves accounts by logins.
    pub fn new(account: NewAccount, windows: Vec<Window>, session: &Session) -> Self {
        let mut look_up = Self {
            attempt: Attempt::new(account),
            windows,
            state: State::Detect,
        };
        if let Some(dialect) = session.facts.dialect {
            look_up.check(session, dialect);
        }
        look_up
    }

    fn check(&mut self, session: &Session, dialect: Dialect) {
        let evidence = Evidence {
            windows: std::mem::take(&mut self.windows),
            ..self.attempt.evidence()
        };
        let cause = refusal::without_code(Reason::Unreachable, CAUSE);
        let checked = self
            .attempt
            .check_existence(session, dialect, evidence, cause);
        self.state = match checked {
            Outcome::Check(pending) => State::Check(pending),
            Outcome::Known(known) => State::Ended(known),
        };
    }
}

impl Flow for LookUp {
    type Output = Step;

    fn poll(&self, session: &Session) -> Poll<Step> {
        match &self.state {
            State::Detect => Poll::Send(detect::request(session)),
            State::Check(pending) => Poll::Send(pending.request(session)),
            State::Ended(ended) => Poll::Step(ended.clone()),
        }
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        match &mut self.state {
            State::Detect => match detect::read(session, reply) {
                Ok(detected) => self.check(session, detected.dialect()),
                Err(error) => self.state = State::Ended(Err(error)),
            },
            State::Check(pending) => {
                if let Some(existence) = pending.feed(session, reply) {
                    let cause = pending.cause.clone();
                    let step = self.attempt.conclude(session, existence, cause);
                    self.state = State::Ended(Ok(step));
                }
            }
            State::Ended(_) => {}
        }
    }
}
