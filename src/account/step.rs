//! Steps of creations and logins, and their results.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;

use super::{Ask, Redirect};
use crate::Reason;

/// The current step of a creation or a login: its result, or what it waits for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Step {
    /// The account exists, and this creation made it.
    Created(Created),
    /// The creator with this name is logged in.
    LoggedIn(String),
    /// The wiki asks for fields (MediaWiki's `UI` or `NeedCaptcha`).
    Ask(Ask),
    /// The user must visit another address and come back (MediaWiki's `REDIRECT`).
    Redirect(Redirect),
    /// The wiki starts the creation again, with these fields (MediaWiki's `RESTART`).
    Restart(Ask),
    /// The wiki refused (MediaWiki's `FAIL`). Nothing was created; the account can be revised.
    Refused(Refused),
    /// The account may have been created: the response was lost or unclear.
    Unknown(Unknown),
}

/// A created account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Created {
    /// The name as the wiki spells it.
    pub name: String,
    /// The user id, if the wiki gives it (legacy API, 1.21 to 1.26).
    pub user_id: Option<u64>,
    /// The parts of the request that the wiki did not carry out as asked.
    pub warnings: Vec<Warning>,
}

/// A deviation from the request, although the account was created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Warning {
    /// One of the codes below, or the wiki's own.
    pub code: String,
    /// A sentence for people.
    pub message: String,
}

impl Warning {
    /// The wiki does not offer a field that was set; the field was left out.
    pub const NOT_OFFERED: &'static str = "not-offered";
    /// The account's name differs from the one that was asked for.
    pub const NAME_CHANGED: &'static str = "name-changed";
    /// A field was set that the wiki did not ask for.
    pub const FIELD_UNUSED: &'static str = "field-unused";
    /// The given address redirected to another host, where the wiki was found.
    pub const MOVED: &'static str = "moved";
    /// The wiki's response was lost or unclear, and the existence check found that this creation
    /// made the account.
    pub const ANSWER_LOST: &'static str = "answer-lost";
    /// The account exists, but further steps of the wiki, such as setting up a second factor, were
    /// not completed, or it is unknown whether they were.
    pub const SETUP_UNFINISHED: &'static str = "setup-unfinished";

    pub(crate) fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
        }
    }

    /// Creates the warning that the existence check found the account to be this creation's own,
    /// although `cause` came instead of a clear answer.
    pub(crate) fn found_despite(cause: &Refused) -> Self {
        let code = cause.code.as_deref().unwrap_or(Self::ANSWER_LOST);
        Self::new(
            code,
            format!(
                "the account was created, although the wiki did not confirm it: {}",
                cause.message
            ),
        )
    }

    /// Creates the warning that the mail of a created account was not sent, with the mailer's `error`
    /// if it is known.
    pub(crate) fn mail_not_sent(code: &str, error: Option<&str>) -> Self {
        let error = error.map(|error| format!(": {error}")).unwrap_or_default();
        Self::new(
            code,
            format!("the account was created, but its e-mail was not sent{error}"),
        )
    }

    /// Creates the warning that the account exists, but `cause` ended the wiki's further steps.
    pub(crate) fn setup_unfinished(cause: &Refused) -> Self {
        let message = format!(
            "the account exists, but it is not certain that the wiki's further steps were completed: {}",
            cause.message
        );
        Self::new(Self::SETUP_UNFINISHED, message)
    }
}

/// A refusal by the wiki. Nothing was created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Refused {
    /// The reason, which is the same on every release.
    pub reason: Reason,
    /// The wiki's own code, if it gave one.
    pub code: Option<String>,
    /// The wiki's own text, or the library's if the wiki gave none.
    pub message: String,
    /// The time to wait before another try can succeed, if known. After `acct_creation_throttle_hit`
    /// it is the whole period of [`rate_limit`](Self::rate_limit): the period began with the first
    /// account that counted, and may end sooner.
    pub retry_after: Option<Duration>,
    /// The limit of new accounts that was reached, if the wiki names it (`acct_creation_throttle_hit`).
    #[serde(default)]
    pub rate_limit: Option<RateLimit>,
    /// `true` if this was a warning: the wiki may create the account when the same is sent again in
    /// this session, with [`revise`](crate::WikiInteraction::revise) and the unchanged account. A
    /// filter of AbuseFilter warns once (`abusefilter-warning`), and may still refuse afterwards.
    pub may_resubmit: bool,
    /// The page on which an account can be requested, if the wiki creates none for visitors and takes
    /// requests instead (Extension:ConfirmAccount).
    #[serde(default)]
    pub account_request_url: Option<Url>,
}

/// A limit of the wiki: so many actions in this time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RateLimit {
    /// The number of actions that the wiki allows.
    pub count: u64,
    /// The time in which it allows them.
    pub period: Duration,
}

/// An unknown result: the request was sent and its response is lost or unclear, so the account may
/// exist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Unknown {
    /// The name that was asked for.
    pub name: String,
    /// The reason why the result is unknown.
    pub reason: Reason,
    /// The wiki's own code, if it gave one.
    pub code: Option<String>,
    /// The evidence: what happened to the request, what the existence check found, and what to do
    /// next.
    pub evidence: String,
}

impl Unknown {
    /// Creates the result after `cause` came instead of a clear answer, if it is unknown whether the
    /// account exists; `found` is what the existence check found.
    pub(crate) fn new(name: &str, cause: Refused, found: Option<String>) -> Self {
        let found = found.map(|found| format!("; {found}")).unwrap_or_default();
        let advice = format!(
            "{found}; check in the wiki's user list whether \"{name}\" exists before you try again"
        );
        Self::with_advice(name, cause, &advice)
    }

    /// Creates the result after `cause` came instead of a clear answer, if an account exists
    /// that somebody else may have made, with this `name` in the wiki's spelling. `login_failure` tells why a login has not shown it.
    pub(crate) fn of_existing(
        asked: &str,
        name: Option<&str>,
        cause: Refused,
        login_failure: Option<&str>,
    ) -> Self {
        let advice = match login_failure {
            None => "nothing shows whether this creation made it; try to log in as it, or ask the wiki's administrators".to_owned(),
            Some(why) => format!("a login did not show whether this creation made it ({why}); ask the wiki's administrators"),
        };
        let name = name.unwrap_or(asked);
        let advice = format!("; an account \"{name}\" exists, but {advice}");
        Self::with_advice(asked, cause, &advice)
    }

    fn with_advice(name: &str, cause: Refused, advice: &str) -> Self {
        Self {
            name: name.to_owned(),
            reason: cause.reason,
            code: cause.code,
            evidence: cause.message + advice,
        }
    }
}
