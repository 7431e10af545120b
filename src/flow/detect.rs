//! Which dialect a wiki speaks: capabilities, never a version number.

use super::{Flow, Input, Poll, inform};
use crate::{Dialect, Error, Misuse, Session, wire::Reply};

/// Asks once; what comes with the answer is kept in the session.
#[derive(Debug, Clone, Default)]
pub(crate) struct Detect(Option<Result<Dialect, Error>>);

impl Flow for Detect {
    type Done = Result<Dialect, Error>;

    fn poll(&self, session: &Session) -> Poll<Self::Done> {
        match &self.0 {
            Some(found) => Poll::Done(found.clone()),
            None => Poll::Send(inform::request(session)),
        }
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        let found = inform::read(session, reply).map(inform::Told::dialect);
        if let Ok(dialect) = found {
            session.facts.dialect = Some(dialect);
        }
        self.0 = Some(found);
    }

    fn answer(&mut self, _: &mut Session, _: Input) -> Result<(), Misuse> {
        Err(Misuse::new("nothing is asked while a wiki is looked at"))
    }
}
