//! TLS servers on loopback addresses, and processes that trust them.

use std::{io::Read, net::TcpStream, sync::Arc};

use rustls::{
    RootCertStore, ServerConfig, ServerConnection, StreamOwned, SupportedProtocolVersion,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::WebPkiClientVerifier,
};

use super::{file, raw_server::serve, transport_requests::SECRET};

pub type Tls = StreamOwned<ServerConnection, TcpStream>;

/// The certificate of [`tls_server`].
pub const CERTIFICATE: &str = "testwiki/tls/certificate.pem";
const KEY: &str = "testwiki/tls/key.pem";

/// Starts a TLS server with a certificate that is not trusted by default, and returns its URL.
pub fn tls_server(talk: impl Fn(Tls) + Send + Sync + 'static) -> String {
    tls_server_with(CERTIFICATE, KEY, talk)
}

/// Starts a TLS server with the certificate and key in these files.
pub fn tls_server_with(
    certificate: &str,
    key: &str,
    talk: impl Fn(Tls) + Send + Sync + 'static,
) -> String {
    let config = ServerConfig::builder().with_no_client_auth();
    start(
        config.with_single_cert(certificates(certificate), private_key(key)),
        talk,
    )
}

/// Starts such a server that accepts only this version of TLS, and requires a client certificate issued by the
/// authority of `tls/make`.
pub fn tls_server_requiring_client_certificate(
    version: &'static SupportedProtocolVersion,
    talk: impl Fn(Tls) + Send + Sync + 'static,
) -> String {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(certificates("tls/authority.pem"));
    let verifier = WebPkiClientVerifier::builder(roots.into()).build().unwrap();
    let config = ServerConfig::builder_with_protocol_versions(&[version])
        .with_client_cert_verifier(verifier);
    start(
        config.with_single_cert(certificates(CERTIFICATE), private_key(KEY)),
        talk,
    )
}

fn certificates(path: &str) -> Vec<CertificateDer<'static>> {
    let read = CertificateDer::pem_file_iter(file(path)).unwrap();
    read.map(Result::unwrap).collect()
}

fn private_key(path: &str) -> PrivateKeyDer<'static> {
    PrivateKeyDer::from_pem_file(file(path)).unwrap()
}

fn start(
    config: Result<ServerConfig, rustls::Error>,
    talk: impl Fn(Tls) + Send + Sync + 'static,
) -> String {
    let config = Arc::new(config.unwrap());
    let address = serve(move |stream| {
        let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
        talk(Tls::new(connection, stream));
    });
    format!("https://localhost:{}/", address.port())
}

/// A response.
pub const HELLO: &[u8] = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

/// Reads a request of [`transport_requests`](super::transport_requests), of which a POST ends with the secret. Returns
/// false at the end of the connection.
pub fn read_request(tls: &mut Tls) -> bool {
    let (mut text, mut part) = (Vec::new(), [0; 4096]);
    loop {
        let count = tls.read(&mut part).unwrap_or(0);
        text.extend(&part[..count]);
        let head = text.windows(4).position(|four| four == b"\r\n\r\n");
        match head {
            _ if count == 0 => return false,
            Some(head)
                if !text.starts_with(b"POST") || text[head..].ends_with(SECRET.as_bytes()) =>
            {
                return true;
            }
            _ => {}
        }
    }
}

/// Runs a test again in a process that trusts the TLS server.
#[cfg(target_os = "linux")]
pub fn in_trusting_child(test: &str, url: &str) {
    use super::transport_requests::{WIKI, in_child};

    let certificate = file(CERTIFICATE);
    in_child(
        test,
        &[
            (WIKI, url),
            ("SSL_CERT_FILE", certificate.to_str().unwrap()),
        ],
    );
}
