//! Makes a [`Refused`] from a wiki's code and text.

use super::{captcha_service, throttle, token_refusal};
use crate::{
    Dialect, Error, NewAccount, Reason, Refused, Session,
    mediawiki::{api_response::ApiError, username},
    reason::{Phase, is_about_the_api, is_warning},
};

/// Returns the reason that a `code` stands for when a creation is refused.
pub(crate) fn reason(dialect: Dialect, code: &str) -> Reason {
    Reason::classify(dialect, Phase::Create, code)
}

/// Returns whether a refusal concerns the caller or the wiki, so that no account would be accepted.
pub(crate) fn concerns_caller(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::NotPermitted
            | Reason::Blocked
            | Reason::ReadOnly
            | Reason::Throttled
            | Reason::Disabled
            | Reason::NoLocalAccounts
    )
}

/// Returns the refusal of a creation for a wiki's `code` and text.
pub(crate) fn refused(dialect: Dialect, code: &str, message: String) -> Refused {
    let reason = captcha_service::reason(code, &message).unwrap_or_else(|| reason(dialect, code));
    let message = match message.trim() {
        "" if code.is_empty() => "the wiki refused without giving a reason".to_owned(),
        "" => format!("the wiki refused with the code \"{code}\" and no text"),
        text => token_refusal::with_advice(code, text.to_owned()),
    };
    let mut refused = Refused {
        reason,
        code: Some(code.to_owned()).filter(|code| !code.is_empty()),
        message,
        retry_after: None,
        rate_limit: None,
        may_resubmit: is_warning(code),
        account_request_url: None,
    };
    if code == throttle::OF_CREATIONS {
        throttle::note_limit(&mut refused, dialect);
    }
    refused
}

/// Returns the refusal of a creation for an error of the API.
pub(crate) fn of_api_error(dialect: Dialect, error: ApiError) -> Refused {
    let mut refused = refused(dialect, &error.code, error.info);
    refused.retry_after = error.retry_after.or(refused.retry_after);
    refused
}

/// Returns a refusal without a code of the wiki.
pub(crate) fn without_code(reason: Reason, message: impl Into<String>) -> Refused {
    Refused {
        reason,
        code: None,
        message: message.into(),
        retry_after: None,
        rate_limit: None,
        may_resubmit: false,
        account_request_url: None,
    }
}

/// Returns the error for a session that the wiki has lost.
pub(crate) fn session_lost(code: Option<String>) -> Error {
    Error {
        code,
        ..Error::new(
            Reason::SessionLost,
            "the wiki has lost this session; log in again if there was a login, and try again (if it happens every time, the wiki loses its sessions, or a proxy drops cookies)",
        )
    }
}

/// Returns the error if the creator's login is valid for the API only, so that the sign-up form does
/// not know the creator: an OAuth access token (`MWOAuthSessionProvider`) or a bot password
/// (`BotPasswordSessionProvider`). `cause` is the API's error, if the form replaces the API.
pub(crate) fn api_only_creator(session: &Session, cause: Option<&Error>) -> Option<Error> {
    session.creator.as_ref()?;
    let login = if session.needs_access_token {
        "an access token"
    } else if session.is_bot_password {
        "a bot password"
    } else {
        return None;
    };
    let cause = cause
        .map(|error| format!(" (its API: {})", error.message))
        .unwrap_or_default();
    let message = format!(
        "{login} is valid for the wiki's API only, but this wiki creates accounts with its sign-up form only{cause}; log in with the creator's own name and password"
    );
    Some(Error::new(Reason::LoginFailed, message))
}

/// Returns the refusal of a wiki without local accounts.
pub(crate) fn no_local_accounts() -> Refused {
    without_code(
        Reason::NoLocalAccounts,
        "this wiki creates no accounts itself; its users come from another login service",
    )
}

/// Returns a refusal if the password is empty. Every wiki would refuse it, but AuthManager would
/// drop the field and report missing credentials.
pub(crate) fn empty_password(account: &NewAccount) -> Option<Refused> {
    let password = account.password.as_ref()?;
    (password.is_empty() && !account.mail_password)
        .then(|| without_code(Reason::PasswordWeak, "the password is empty; choose one"))
}

/// Returns a refusal if the wiki may shorten or change the name instead of refusing it, unless the
/// caller allows that. `auth_manager` is true for a wiki of 1.27 and later, through its API or its
/// form.
pub(crate) fn altered_name(account: &NewAccount, auth_manager: bool) -> Option<Refused> {
    let altering = if auth_manager {
        username::altered_by_auth_manager(&account.name)
    } else {
        username::altered_by_legacy(&account.name)
    }?;
    (!account.allow_altered_name).then(|| {
        without_code(
            Reason::NameInvalid,
            format!("this wiki changes or refuses names with {altering:?}, so it would not create an account of this name; choose a name without it"),
        )
    })
}

/// Returns whether a refusal is about the API, so that the sign-up form is tried. Never true if the
/// caller has chosen the dialect.
pub(crate) fn falls_back_to_form(refused: &Refused, session: &Session) -> bool {
    !session.dialect_is_chosen && is_about_the_api(refused.code.as_deref().unwrap_or_default())
}

/// Returns whether a refusal may mean that the wiki wants a captcha which it has not shown.
pub(crate) fn may_be_about_captcha(refused: &Refused) -> bool {
    matches!(
        refused.reason,
        Reason::CaptchaWrong
            | Reason::CaptchaUnavailable
            | Reason::RefusedByExtension
            | Reason::Other
    )
}

/// Returns the refusal to report for a failed request that had no effect.
pub(crate) fn from_error(error: Error) -> Refused {
    Refused {
        reason: error.reason,
        code: error.code,
        message: error.message,
        retry_after: error.retry_after,
        rate_limit: None,
        may_resubmit: false,
        account_request_url: None,
    }
}

/// Adds to a refusal that nothing was created, after an existence check. A refusal with a code
/// stays as it is, because the code explains it.
pub(crate) fn nothing_created(mut refused: Refused) -> Refused {
    if refused.code.is_none() {
        refused.message = format!(
            "{}; a check afterwards showed that nothing was created",
            refused.message
        );
    }
    refused
}

/// Returns the refusal for a name that somebody else has. `evidence` completes the sentence "an
/// account exists, which …".
pub(crate) fn account_of_other(name: &str, evidence: &str) -> Refused {
    without_code(
        Reason::NameTaken,
        format!(
            "the name is taken: an account \"{name}\" exists, which {evidence}; choose another name"
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_warning_may_be_sent_again() {
        let may = |code| refused(Dialect::AuthManager, code, String::new()).may_resubmit;
        assert!(may("abusefilter-warning") && may("abusefilter-warning-names"));
        for code in [
            "abusefilter-disallowed",
            "abusefilter-disallowed-lab",
            "abusefilter-blocked-display",
            "my-abusefilter-warning",
            "userexists",
            "",
        ] {
            assert!(!may(code), "{code}");
        }
    }
}
