//! What a caller answers to a step, and which answer a flow accepts.

use std::fmt;

use url::Url;

use crate::{Answers, InvalidInput, NewAccount};

/// What a caller answers to a [`Step`](crate::Step).
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

/// What a flow accepts while it waits.
#[derive(Debug, Clone, Copy)]
pub(super) enum ExpectedInput {
    /// Values of fields.
    Answers,
    /// A revised account.
    Revision,
    /// Nothing: a request is to be sent, or it has ended.
    Nothing,
}

impl ExpectedInput {
    /// Says what is wrong with another input.
    pub fn error(self) -> InvalidInput {
        InvalidInput::new(match self {
            Self::Answers => "the wiki waits for answers to its fields",
            Self::Revision => "the wiki refused; revise the account to try again",
            Self::Nothing => "nothing is asked now",
        })
    }
}
