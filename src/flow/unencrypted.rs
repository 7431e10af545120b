//! Requests that are not sent because they would carry a secret unencrypted, or because their address
//! came unencrypted.

use url::Url;

use crate::{
    Error, Reason, Session, TransportError, http::Request, session::unencrypted_hop::UnencryptedHop,
};

/// The advice in errors about unencrypted secrets.
pub(super) const HOW_TO_ALLOW: &str =
    "use an https address, or set allow_http (--allow-http) if you trust the network";

/// The advice in errors about addresses that came unencrypted.
pub(super) const HOW_TO_TRUST: &str = "give an https address of the wiki itself, or set allow_http (--allow-http) if you trust the network";

/// Returns the error for a request that was not sent, because it has a secret.
pub(super) fn error(session: &Session, request: &Request) -> TransportError {
    let host = request.url.host_str().unwrap_or_default();
    let message = match session.untrusted_address() {
        Some(hop) if hop.is_to_other_host => other_host(hop),
        Some(hop) if request.url.scheme() == "https" => format!(
            "the request was not sent, because it would carry a secret to an address on {host} that came \
             unencrypted from {}, so that anybody on the way could have written it; {HOW_TO_TRUST}",
            hop.from,
        ),
        _ => format!(
            "the request was not sent, because it would carry a secret unencrypted to {host}; {HOW_TO_ALLOW}",
        ),
    };
    TransportError::new(Reason::Insecure, message)
}

/// Returns the error for a creation or login on a host to which an unencrypted response has led.
pub(super) fn other_host_error(session: &Session) -> Option<Error> {
    let hop = session.untrusted_host()?;
    Some(Error::new(Reason::Insecure, other_host(hop)))
}

fn other_host(hop: &UnencryptedHop) -> String {
    format!(
        "{} led to {} without encryption, so that anybody on the way could have done it; nobody is logged in \
         there and no account is created; {HOW_TO_TRUST}",
        hop.from, hop.to,
    )
}

/// Checks the address of a form with a password, in the page that was fetched last. `what` names the
/// form.
///
/// # Errors
/// [`Reason::Insecure`] if the page came unencrypted and the form is sent to https, where the password
/// would be taken for safe.
pub(super) fn check_action(session: &Session, action: &Url, what: &str) -> Result<(), Error> {
    let page = session.response_url();
    if session.trusts(page, action) {
        return Ok(());
    }
    Err(Error::new(
        Reason::Insecure,
        format!(
            "{what} was not sent to {}, because its page came unencrypted from {}, so that anybody on the \
             way could have written that address; {HOW_TO_TRUST}",
            action.host_str().unwrap_or_default(),
            page.origin().ascii_serialization(),
        ),
    ))
}
