//! Requests that are not sent because they would carry a secret unencrypted.

use url::Url;

use crate::{Reason, TransportError};

/// The advice in errors about unencrypted secrets.
pub(super) const HOW_TO_ALLOW: &str =
    "use an https address, or set allow_http (--allow-http) if you trust the network";

/// Returns the error for a request to `url` that was not sent.
pub(super) fn error(url: &Url) -> TransportError {
    TransportError::new(
        Reason::Insecure,
        format!(
            "the request was not sent, because it would carry a secret unencrypted to {}; {HOW_TO_ALLOW}",
            url.host_str().unwrap_or_default(),
        ),
    )
}
