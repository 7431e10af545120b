//! From a wiki's code and text to a [`Refused`].

use crate::{
    Dialect, Error, NewAccount, Reason, Refused, Session,
    mediawiki::username,
    reason::{Phase, is_about_api},
};

/// What a creation was refused for by `code`.
pub(crate) fn reason(dialect: Dialect, code: &str) -> Reason {
    Reason::classify(dialect, Phase::Create, code)
}

/// The refusal of a creation by `code`.
pub(crate) fn refused(dialect: Dialect, code: &str, message: String) -> Refused {
    let reason = reason(dialect, code);
    let message = match message.trim() {
        "" if code.is_empty() => "the wiki refuses and does not say why".to_owned(),
        "" => format!("the wiki refuses with the code \"{code}\" and no text"),
        text => text.to_owned(),
    };
    Refused {
        reason,
        code: Some(code.to_owned()).filter(|code| !code.is_empty()),
        message,
        retry_after: None,
    }
}

/// A refusal of our own, before anything was sent.
pub(crate) fn without_code(reason: Reason, message: impl Into<String>) -> Refused {
    Refused {
        reason,
        code: None,
        message: message.into(),
        retry_after: None,
    }
}

/// The end of a creation whose session the wiki no longer knows.
pub(crate) fn session_lost(code: Option<String>) -> Error {
    Error {
        code,
        ..Error::new(
            Reason::SessionLost,
            "the wiki does not know its own session a moment later; it loses sessions, or something on the way drops its cookies",
        )
    }
}

/// The wiki has no accounts of its own.
pub(crate) fn no_local_accounts() -> Refused {
    without_code(
        Reason::NoLocalAccounts,
        "this wiki takes no new accounts of its own; its users come from another login service",
    )
}

/// An empty password is refused here as every wiki refuses it: AuthManager would
/// drop it and then say that no credentials were given.
pub(crate) fn empty_password(account: &NewAccount) -> Option<Refused> {
    let password = account.password.as_ref()?;
    (password.is_empty() && !account.mail_password)
        .then(|| without_code(Reason::PasswordWeak, "the password is empty; choose one"))
}

/// A name that a wiki up to 1.26 would cut or change instead of refusing it, unless the caller
/// wants it so.
pub(crate) fn altered_name(account: &NewAccount) -> Option<Refused> {
    let altering = username::altered_by_legacy(&account.name)?;
    (!account.allow_altered_name).then(|| {
        without_code(
            Reason::NameInvalid,
            format!("with {altering:?} in it this wiki would create another name than the one asked for; choose a name without it"),
        )
    })
}

/// Returns whether a refusal is about the API, so that the sign-up form takes its place, unless the
/// caller has chosen the dialect.
pub(crate) fn falls_back_to_form(refused: &Refused, session: &Session) -> bool {
    !session.dialect_is_chosen && is_about_api(refused.code.as_deref().unwrap_or_default())
}

/// What is said if a request that failed so turns out to have done nothing.
pub(crate) fn from_error(error: Error) -> Refused {
    Refused {
        reason: error.reason,
        code: error.code,
        message: error.message,
        retry_after: error.retry_after,
    }
}

/// After it was found out that nothing was created. A refusal by code says what it
/// is about; a fault alone leaves the reader in doubt.
pub(crate) fn nothing_created(mut refused: Refused) -> Refused {
    if refused.code.is_none() {
        refused.message = format!(
            "{}; the wiki was asked since, and nothing was created",
            refused.message
        );
    }
    refused
}

/// After it was found out that the account is older than the creation.
pub(crate) fn older_account(name: &str) -> Refused {
    without_code(
        Reason::NameTaken,
        format!(
            "the answer was lost, but an account \"{name}\" existed before; choose another name"
        ),
    )
}
