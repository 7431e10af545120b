//! How a try comes to a conclusion, with nothing to be sent and no field asked: it waits for a
//! revised account, is handed over to the sign-up form, or has ended.

use serde::{Deserialize, Serialize};

use super::input::ExpectedInput;
use crate::{Error, InvalidInput, Reason, Refused, Step};

/// A conclusion. Only a refusal can be written down.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Conclusion {
    Refused(Refused),
    /// The API does not create accounts, and why.
    #[serde(skip)]
    FallBack(Error),
    #[serde(skip)]
    Ended(Result<Step, Error>),
}

impl Conclusion {
    /// Returns where it stands, as the caller sees it.
    pub fn step(&self) -> Result<Step, Error> {
        match self {
            Self::Refused(refused) => Ok(Step::Refused(refused.clone())),
            Self::FallBack(error) => Err(error.clone()),
            Self::Ended(ended) => ended.clone(),
        }
    }

    /// Returns whether another try with a revised account is possible: after a refusal, and
    /// after a mistake of the caller's.
    pub fn can_revise(&self) -> bool {
        match self {
            Self::Refused(_) => true,
            Self::Ended(Err(error)) => error.reason == Reason::InvalidArgument,
            Self::Ended(Ok(_)) | Self::FallBack(_) => false,
        }
    }

    pub fn expected_input(&self) -> ExpectedInput {
        match self {
            Self::Refused(_) => ExpectedInput::Revision,
            Self::FallBack(_) | Self::Ended(_) => ExpectedInput::Nothing,
        }
    }

    /// Returns why the sign-up form is to go on in place of the API, if it is.
    pub fn fallback_cause(&self) -> Option<&Error> {
        match self {
            Self::FallBack(cause) => Some(cause),
            Self::Refused(_) | Self::Ended(_) => None,
        }
    }
}

impl From<Result<Step, Error>> for Conclusion {
    fn from(ended: Result<Step, Error>) -> Self {
        match ended {
            Ok(Step::Refused(refused)) => Self::Refused(refused),
            ended => Self::Ended(ended),
        }
    }
}

impl From<InvalidInput> for Conclusion {
    fn from(invalid: InvalidInput) -> Self {
        Self::Ended(Err(invalid.into()))
    }
}
