//! The meaning of a creation's step or error for a run: is it about the row, about the moment, or about
//! all rows?

use std::time::Duration;

use super::event::{Details, Stop};
use crate::{Error, RateLimit, Reason, Refused, Step, Unknown};

/// The code of the limit on accounts in a period, `$wgAccountCreationThrottle` (all releases).
const ACCOUNT_LIMIT: &str = "acct_creation_throttle_hit";

/// The meaning of a step or an error.
#[derive(Debug)]
pub(super) enum Verdict {
    /// The wiki asks for something.
    Asks(Step),
    /// The creator is logged in.
    LoggedIn,
    /// The account was created.
    Created(Details),
    /// The wiki refuses this account; others may be accepted.
    Refused(Failure),
    /// Nothing was sent, because the row is invalid.
    Invalid(Failure),
    /// The account may exist.
    Unknown(Failure),
    /// The answer to the captcha was wrong.
    WrongCaptcha(Failure),
    /// The wiki may accept the same account when it is sent again.
    Warned(Failure),
    /// Nothing was created, and the same may succeed later.
    Later(Failure),
    /// The limit on accounts in a period is reached.
    Limit(Failure),
    /// The session is lost: log in again, or begin a new one.
    SessionLost(Failure),
    /// All rows would fail.
    Stop(Failure),
}

/// A failure, by which a run waits or stops.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub reason: Reason,
    pub code: Option<String>,
    pub message: String,
    pub retry_after: Option<Duration>,
    /// The limit that was reached, if the wiki names it.
    pub rate_limit: Option<RateLimit>,
}

impl Failure {
    pub fn stop(self) -> Stop {
        Stop {
            reason: self.reason,
            code: self.code,
            message: self.message,
            can_go_on_at: None,
        }
    }

    pub fn details(self) -> Details {
        Details {
            reason: Some(self.reason),
            code: self.code,
            message: Some(self.message),
            ..Details::default()
        }
    }
}

impl Details {
    /// Returns the details of a final step.
    pub fn of(step: Step) -> Self {
        match step {
            Step::Created(created) => Self {
                name: Some(created.name),
                user_id: created.user_id,
                warnings: created.warnings,
                ..Self::default()
            },
            Step::Refused(refused) => Failure::from(refused).details(),
            Step::Unknown(unknown) => Failure::from(unknown).details(),
            Step::LoggedIn(_) | Step::Ask(_) | Step::Redirect(_) | Step::Restart(_) => {
                Self::default()
            }
        }
    }
}

impl From<Refused> for Failure {
    fn from(refused: Refused) -> Self {
        Self {
            reason: refused.reason,
            code: refused.code,
            message: refused.message,
            retry_after: refused.retry_after,
            rate_limit: refused.rate_limit,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            reason: error.reason,
            code: error.code,
            message: error.message,
            retry_after: error.retry_after,
            rate_limit: None,
        }
    }
}

impl From<Unknown> for Failure {
    fn from(unknown: Unknown) -> Self {
        Self {
            reason: unknown.reason,
            code: unknown.code,
            message: unknown.evidence,
            retry_after: None,
            rate_limit: None,
        }
    }
}

impl Verdict {
    /// Returns the meaning of the result of a creation, a login or a look-up.
    pub fn of(result: Result<Step, Error>) -> Self {
        match result {
            Ok(step @ Step::Created(_)) => Self::Created(Details::of(step)),
            Ok(Step::LoggedIn(_)) => Self::LoggedIn,
            Ok(Step::Refused(refused)) if refused.may_resubmit => Self::Warned(refused.into()),
            Ok(Step::Refused(refused)) => Self::of_failure(refused.into()),
            Ok(Step::Unknown(unknown)) => Self::Unknown(unknown.into()),
            Ok(asks @ (Step::Ask(_) | Step::Redirect(_) | Step::Restart(_))) => Self::Asks(asks),
            // About a value of the row, unlike an error about the wiki's settings.
            Err(error) if error.reason == Reason::InvalidArgument && error.field.is_some() => {
                Self::Invalid(error.into())
            }
            // Not the wiki's verdict on the account: something between answered with a code of its own.
            Err(error) if error.reason == Reason::Other => Self::Later(error.into()),
            Err(error) => Self::of_failure(error.into()),
        }
    }

    /// Returns whether no request so far has created the account, and the row has no result yet.
    pub fn shows_nothing_created(&self) -> bool {
        match self {
            Self::Asks(step) => account_exists(step) == Some(false),
            Self::WrongCaptcha(_)
            | Self::Later(_)
            | Self::Limit(_)
            | Self::SessionLost(_)
            | Self::Stop(_) => true,
            Self::LoggedIn
            | Self::Created(_)
            | Self::Refused(_)
            | Self::Invalid(_)
            | Self::Unknown(_)
            | Self::Warned(_) => false,
        }
    }

    fn of_failure(failure: Failure) -> Self {
        match failure.reason {
            Reason::NameTaken
            | Reason::NameInvalid
            | Reason::PasswordWeak
            | Reason::PasswordMismatch
            | Reason::EmailInvalid
            | Reason::EmailRequired
            | Reason::FieldInvalid
            | Reason::RefusedByExtension
            | Reason::Other => Self::Refused(failure),
            Reason::CaptchaWrong => Self::WrongCaptcha(failure),
            Reason::CaptchaUnavailable | Reason::ReadOnly | Reason::Busy | Reason::Unreachable => {
                Self::Later(failure)
            }
            Reason::Throttled if failure.is_about_accounts() => Self::Limit(failure),
            Reason::Throttled => Self::Later(failure),
            Reason::SessionLost => Self::SessionLost(failure),
            Reason::LoginFailed
            | Reason::NotPermitted
            | Reason::Blocked
            | Reason::Disabled
            | Reason::NoLocalAccounts
            | Reason::NotAWiki
            | Reason::AccessDenied
            | Reason::Insecure
            | Reason::TooLarge
            | Reason::Protocol
            | Reason::Cancelled
            | Reason::Journal
            | Reason::InvalidArgument => Self::Stop(failure),
        }
    }
}

impl Failure {
    /// Returns whether a limit is on accounts, rather than on the rate of actions. A limit without a code is
    /// the server's, of requests (HTTP 429).
    fn is_about_accounts(&self) -> bool {
        self.code
            .as_deref()
            .is_some_and(|code| code == ACCOUNT_LIMIT)
    }
}

/// Returns whether the account exists at a step, if the wiki tells.
pub(super) fn account_exists(step: &Step) -> Option<bool> {
    match step {
        Step::Ask(ask) | Step::Restart(ask) => ask.account_exists,
        Step::Redirect(redirect) => redirect.account_exists,
        _ => Some(false),
    }
}
