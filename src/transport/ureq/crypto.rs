//! The cryptography provider for TLS.

use std::sync::Arc;

use rustls::crypto::{CryptoProvider, ring};

/// Returns the default provider of the process, or ring's if there is none.
pub(super) fn provider() -> Arc<CryptoProvider> {
    CryptoProvider::get_default()
        .cloned()
        .unwrap_or_else(|| Arc::new(ring::default_provider()))
}
