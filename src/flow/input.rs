//! The caller's answers to a step, and the kind of answer that a flow accepts.

use std::fmt;

use url::Url;

use crate::{Answers, Credentials, InvalidInput, NewAccount};

/// A caller's answer to a [`Step`](crate::Step).
#[derive(Clone)]
#[non_exhaustive]
pub enum Input {
    /// Values for the fields asked for.
    Answers(Answers),
    /// The URL at which the user returned from a redirect (`createreturnurl`).
    Returned(Url),
    /// A revised account for another attempt.
    Revise(NewAccount),
    /// Other credentials, or the same, for another attempt to log in.
    ReviseLogin(Credentials),
}

impl Input {
    /// Returns the address at which the user returned, from its text.
    ///
    /// # Errors
    /// [`InvalidInput`] if it is no address.
    pub fn returned(url: &str) -> Result<Self, InvalidInput> {
        let url = Url::parse(url).map_err(|error| {
            InvalidInput::new(format!("the return address cannot be read: {error}"))
        })?;
        Ok(Self::Returned(url))
    }
}

impl fmt::Debug for Input {
    /// Omits the return URL, which contains a login service's codes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answers(answers) => f.debug_tuple("Answers").field(answers).finish(),
            Self::Returned(_) => f.write_str("Returned(..)"),
            Self::Revise(account) => f.debug_tuple("Revise").field(account).finish(),
            Self::ReviseLogin(credentials) => {
                f.debug_tuple("ReviseLogin").field(credentials).finish()
            }
        }
    }
}

/// The kind of input that a flow accepts.
#[derive(Debug, Clone, Copy)]
pub(super) enum ExpectedInput {
    /// Values for fields.
    Answers,
    /// A revised account.
    Revision,
    /// No input: the flow has a request to send or has ended.
    Nothing,
}

impl ExpectedInput {
    /// Returns the error for any other input.
    pub fn error(self) -> InvalidInput {
        InvalidInput::new(match self {
            Self::Answers => "the wiki waits for values of its fields; answer them first",
            Self::Revision => "the wiki refused this account; revise it to try again",
            Self::Nothing => {
                "no answer is expected now: a request is still to be sent, or the conversation has ended"
            }
        })
    }
}
