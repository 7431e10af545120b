//! The end of an attempt: a refusal, which can be revised, the fall-back to the sign-up form, or a
//! final result.

use serde::{Deserialize, Serialize};

use super::input::ExpectedInput;
use crate::{Error, InvalidInput, Reason, Refused, Step};

/// The end of an attempt. Only a refusal can be serialised.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) enum Conclusion {
    Refused(Refused),
    /// The API does not create accounts, for this error.
    #[serde(skip)]
    FallBack(Error),
    #[serde(skip)]
    Ended(Result<Step, Error>),
}

impl Conclusion {
    /// Returns the step for the caller.
    pub fn step(&self) -> Result<Step, Error> {
        match self {
            Self::Refused(refused) => Ok(Step::Refused(refused.clone())),
            Self::FallBack(error) => Err(error.clone()),
            Self::Ended(ended) => ended.clone(),
        }
    }

    /// Returns whether a revised account is accepted: after a refusal and after invalid input.
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

    /// Returns the error for which the sign-up form replaces the API, if it does.
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
