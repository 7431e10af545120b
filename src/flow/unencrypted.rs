//! Secrets that would travel unencrypted.

use url::Url;

use crate::{Reason, TransportError};

/// What to do where a secret would travel unencrypted.
pub(super) const HOW_TO_ALLOW: &str =
    "use an https address, or set allow_http (--allow-http) if you trust the way there";

/// Says that a request to `url` was not sent.
pub(super) fn error(url: &Url) -> TransportError {
    TransportError::new(
        Reason::Insecure,
        format!(
            "a secret would travel unencrypted to {}; {HOW_TO_ALLOW}",
            url.host_str().unwrap_or_default(),
        ),
    )
}
