//! The conversations that callers hold: how they end for them, and how they are put down.

use super::{Create, Flow, LogIn, Outcome};
use crate::{Error, Step, suspend::TakenUp};

/// What the kinds of conversation differ in: how they end for their caller, and how
/// they are put down.
pub trait Spoken: Flow {
    fn ended(done: Self::Done) -> Result<Step, Error>;
    fn put_down(&self) -> Option<TakenUp>;
}

impl Spoken for Create {
    fn ended(done: Outcome) -> Result<Step, Error> {
        match done {
            Outcome::Created(created) => Ok(Step::Created(created)),
            Outcome::Unknown(unknown) => Ok(Step::Unknown(unknown)),
            Outcome::Failed(error) => Err(error),
        }
    }

    fn put_down(&self) -> Option<TakenUp> {
        Some(TakenUp::Create(Box::new(self.suspended()?)))
    }
}

impl Spoken for LogIn {
    fn ended(done: Result<String, Error>) -> Result<Step, Error> {
        done.map(Step::LoggedIn)
    }

    fn put_down(&self) -> Option<TakenUp> {
        Some(TakenUp::LogIn(Box::new(self.suspended()?)))
    }
}
