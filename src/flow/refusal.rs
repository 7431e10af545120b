//! From a wiki's code and text to a [`Refused`].

use std::time::Duration;

use crate::{
    Error, NewAccount, Reason, Refused,
    reason::{Dialect, Phase},
};

/// The refusal of a creation by `code`.
pub(crate) fn refused(dialect: Dialect, code: &str, message: String) -> Refused {
    let reason = Reason::classify(dialect, Phase::Create, code);
    let message = match message.trim() {
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
pub(crate) fn ours(reason: Reason, message: impl Into<String>) -> Refused {
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

/// An empty password is refused here as every wiki refuses it: AuthManager would
/// drop it and then say that no credentials were given.
pub(crate) fn empty_password(account: &NewAccount) -> Option<Refused> {
    let password = account.password.as_ref()?;
    (password.is_empty() && !account.mail_password)
        .then(|| ours(Reason::PasswordWeak, "the password is empty; choose one"))
}

/// The same with the time after which another try can help.
pub(crate) fn after(mut refused: Refused, wait: Option<Duration>) -> Refused {
    refused.retry_after = wait;
    refused
}
