//! A TLS server on this computer, and processes that trust it.

use std::{net::TcpStream, sync::Arc};

use rustls::pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject};
use testwiki::CERTIFICATE;

use super::{
    raw_server::serve,
    sending::{WIKI, in_child},
};

pub type Tls = rustls::StreamOwned<rustls::ServerConnection, TcpStream>;

/// A TLS server on this computer whose certificate nobody trusts unasked.
pub fn tls_server(talk: impl Fn(Tls) + Send + Sync + 'static) -> String {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE.as_bytes());
    let key = PrivateKeyDer::from_pem_slice(include_bytes!("../testwiki/tls/key.pem"));
    let config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.unwrap()], key.unwrap())
        .unwrap();
    let config = Arc::new(config);
    let address = serve(move |stream| {
        let connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
        talk(Tls::new(connection, stream));
    });
    format!("https://localhost:{}/", address.port())
}

/// Runs a test again in a process that trusts the TLS server.
#[cfg(target_os = "linux")]
pub fn in_trusting_child(test: &str, url: &str) {
    let certificate = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/testwiki/tls/certificate.pem"
    );
    in_child(test, &[(WIKI, url), ("SSL_CERT_FILE", certificate)]);
}
