//! Requests that are not sent because they would carry a secret unencrypted.

use url::Url;

use crate::{Reason, TransportError};

/// The advice in errors about unencrypted secrets.
pub(super) const HOW_TO_ALLOW: &str =
    "use an https address, or set allow_http (--allow-http) if you trust the way there";

/// Returns the error for a request to `url` that was not sent.
pub(super) fn error(url: &Url) -> TransportError {
    TransportError::new(
        Reason::Insecure,
        format!(
            "a secret would travel unencrypted to {}; {HOW_TO_ALLOW}",
            url.host_str().unwrap_or_default(),
        ),
    )
}
