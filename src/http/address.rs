//! Web addresses: those given by a caller, and those given by a wiki.

use url::Url;

use crate::{Error, Reason};

/// Parses an absolute http or https address given by a caller; `what` names it in the error. An
/// address with a user name or password is refused, since it would end up in logs.
///
/// # Errors
/// [`Reason::InvalidArgument`] if `text` is no such address.
pub(crate) fn parse(text: &str, what: &str) -> Result<Url, Error> {
    let invalid = |message: String| Error::new(Reason::InvalidArgument, message);
    let mut url = Url::parse(text.trim()).map_err(|error| {
        invalid(format!(
            "{what} cannot be read ({error}); it looks like https://wiki.example.org/"
        ))
    })?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(invalid(format!(
            "{what} must begin with https:// or http://"
        )));
    }
    if !is_without_credentials(&url) {
        return Err(invalid(format!(
            "{what} must not contain a user name or password; set HTTP authentication \
             separately (http_auth, --http-user)"
        )));
    }
    url.set_fragment(None);
    Ok(url)
}

/// Resolves an address given by a wiki, relative to `base`; `None` unless it is http or https.
pub(crate) fn resolve(base: &Url, address: &str) -> Option<Url> {
    let url = base.join(address).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

/// Returns whether an address contains neither a user name nor a password.
pub(crate) fn is_without_credentials(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
}

/// Returns the address without its query.
pub(crate) fn without_query(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_query(None);
    url
}
