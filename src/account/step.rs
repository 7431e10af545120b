//! Where a creation or a login stands, and what came of it.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{Ask, Redirect};
use crate::Reason;

/// Where a creation, or the creator's login, stands.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Step {
    /// The account exists, and this creation made it.
    Created(Created),
    /// The creator of this name is logged in.
    LoggedIn(String),
    /// The wiki wants fields filled.
    Ask(Ask),
    /// The user must go to another address and come back.
    Redirect(Redirect),
    /// The wiki wants to begin anew, with these fields.
    Restart(Ask),
    /// The wiki said no, nothing was created; the creation takes another try.
    Refused(Refused),
    /// Perhaps created: the answer was lost or unclear.
    Unknown(Unknown),
}

/// A created account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Created {
    /// The name as the wiki gives it.
    pub name: String,
    /// Its number, where the wiki says it (legacy API, 1.21 to 1.26).
    pub user_id: Option<u64>,
    /// What did not go as wished.
    pub warnings: Vec<Warning>,
}

/// Something that did not go as wished while the account was created all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Warning {
    /// One of the codes below, or the wiki's own.
    pub code: String,
    /// A sentence.
    pub message: String,
}

impl Warning {
    /// The wiki does not take something that was wished; it was left out.
    pub const NOT_OFFERED: &'static str = "not-offered";
    /// The account has another name than was asked for.
    pub const NAME_CHANGED: &'static str = "name-changed";
    /// A field was given that the wiki did not ask for.
    pub const FIELD_UNUSED: &'static str = "field-unused";
    /// The wiki moved from the address that was given.
    pub const MOVED: &'static str = "moved";
    /// The wiki's answer was lost or unclear, and the account was found there.
    pub const ANSWER_LOST: &'static str = "answer-lost";
    /// The account exists, but further steps of the wiki, as setting up a second factor,
    /// did not come to their end, or nobody knows whether they did.
    pub const SETUP_UNFINISHED: &'static str = "setup-unfinished";

    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
        }
    }

    /// The account was found although the wiki's answer did not say so.
    pub(crate) fn found_despite(cause: &Refused) -> Self {
        let code = cause.code.as_deref().unwrap_or(Self::ANSWER_LOST);
        Self::new(
            code,
            format!("the account exists, although {}", cause.message),
        )
    }

    /// The account exists, and what follows was cut short.
    pub(crate) fn setup_unfinished(cause: &Refused) -> Self {
        let message = format!(
            "the account exists, but it is not sure that the wiki's further steps came to their end: {}",
            cause.message
        );
        Self::new(Self::SETUP_UNFINISHED, message)
    }
}

/// The wiki's no. Nothing was created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Refused {
    /// What it is about, the same word on every release.
    pub reason: Reason,
    /// The wiki's own code, where it gave one.
    pub code: Option<String>,
    /// The wiki's own text, or ours where it gave none.
    pub message: String,
    /// How long to wait before another try can help, where that is known.
    pub retry_after: Option<Duration>,
}

/// The request went out and its answer is not known: an account may exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Unknown {
    /// The name that was asked for.
    pub name: String,
    /// What went wrong.
    pub reason: Reason,
    /// The wiki's own code, where it gave one.
    pub code: Option<String>,
    /// What is known: what happened to the request and how to find out more.
    pub evidence: String,
}

impl Unknown {
    /// What is known after `cause` came instead of an answer, and what was found out
    /// since.
    pub(crate) fn new(name: &str, cause: Refused, found: Option<String>) -> Self {
        let found = found.map(|found| format!("; {found}")).unwrap_or_default();
        Self {
            name: name.to_owned(),
            reason: cause.reason,
            code: cause.code,
            evidence: format!(
                "{}{found}; look at the wiki's user list whether \"{name}\" exists before you try again",
                cause.message
            ),
        }
    }
}
