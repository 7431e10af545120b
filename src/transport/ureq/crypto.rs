//! The cryptography that TLS is made with.

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};

/// Returns the provider that the process has chosen, else ring's.
pub(super) fn provider() -> Arc<CryptoProvider> {
    CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(ring::default_provider()))
}
