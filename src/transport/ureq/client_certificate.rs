//! The client certificate, and the server's reply to it.
//!
//! With TLS 1.3 a server that refuses the certificate says so after the client has finished the handshake. If part of
//! the request arrives by then, closing the connection resets it, and Windows discards the alert. Therefore the
//! client waits there for the server's first message before it sends the request, a session ticket as a rule. The
//! alert may be lost all the same, in an earlier version of TLS too: a connection that ends after the server has asked for a
//! certificate counts as [`Ended`].

use std::{
    error, fmt, io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use rustls::{
    ClientConnection, ProtocolVersion, SignatureScheme,
    client::ResolvesClientCert,
    sign::{CertifiedKey, SingleCertAndKey},
};
use ureq::{
    Error,
    unversioned::transport::{NextTimeout, TransportAdapter},
};

use super::tls_error::{into_io_error, is_closed};

/// The time that the server may take, besides that of a handshake. Servers that send no ticket cost as much.
const VERDICT_TIME: Duration = Duration::from_millis(100);

/// The error for a connection that the server ended, without an alert, after it had asked for a certificate.
#[derive(Debug)]
pub(super) struct Ended {
    /// True if the server was given a certificate.
    pub has_certificate: bool,
    source: io::Error,
}

impl fmt::Display for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.source.fmt(f)
    }
}

impl error::Error for Ended {}

/// The client certificate, if the caller has given one.
#[derive(Debug, Default)]
pub(super) struct ClientCertificate {
    identity: Option<Arc<SingleCertAndKey>>,
    was_requested: AtomicBool,
}

impl ClientCertificate {
    pub(super) fn new(identity: Option<Arc<SingleCertAndKey>>) -> Self {
        Self {
            identity,
            was_requested: AtomicBool::default(),
        }
    }

    /// Begins another connection, on which the server may ask for a certificate or resume a session.
    pub(super) fn begin(&self) {
        self.was_requested.store(false, Ordering::Relaxed);
    }

    fn was_requested(&self) -> bool {
        self.was_requested.load(Ordering::Relaxed)
    }

    /// Returns the error of a handshake, or [`Ended`] if the certificate may be its reason.
    pub(super) fn explain(&self, error: Error) -> Error {
        match error {
            Error::Io(source) if self.was_requested() && is_closed(&source) => {
                Error::Io(io::Error::other(Ended {
                    has_certificate: self.has_certs(),
                    source,
                }))
            }
            error => error,
        }
    }

    /// Waits for the server's first message after the handshake, if it may be an alert about the certificate or its
    /// lack. `handshake` is the time that the handshake took.
    ///
    /// # Errors
    /// The server's alert, or the end of the connection. No message in time is none.
    pub(super) fn await_verdict(
        &self,
        conn: &mut ClientConnection,
        sock: &mut TransportAdapter,
        handshake: Duration,
        timeout: NextTimeout,
    ) -> Result<(), Error> {
        let is_late = conn.protocol_version() == Some(ProtocolVersion::TLSv1_3);
        if !is_late || !self.was_requested() {
            return Ok(());
        }
        let limit = handshake + VERDICT_TIME;
        sock.set_timeout(NextTimeout {
            after: timeout.after.min(limit.into()),
            ..timeout
        });
        let received = conn.read_tls(sock);
        if let Err(alert) = conn.process_new_packets() {
            return Err(Error::Io(into_io_error(alert)));
        }
        match received {
            Ok(0) => Err(self.explain(Error::Io(io::ErrorKind::UnexpectedEof.into()))),
            Err(error) if is_closed(&error) => Err(self.explain(Error::Io(error))),
            _ => Ok(()),
        }
    }
}

impl ResolvesClientCert for ClientCertificate {
    fn resolve(&self, hints: &[&[u8]], schemes: &[SignatureScheme]) -> Option<Arc<CertifiedKey>> {
        self.was_requested.store(true, Ordering::Relaxed);
        self.identity.as_ref()?.resolve(hints, schemes)
    }

    fn has_certs(&self) -> bool {
        self.identity.is_some()
    }
}

#[cfg(test)]
mod tests {
    use std::{
        io::{Read, Write},
        net::TcpListener,
        path::PathBuf,
        thread,
    };

    use rustls::{
        AlertDescription, RootCertStore, ServerConfig, ServerConnection, StreamOwned,
        pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
        server::WebPkiClientVerifier,
        version::TLS13,
    };
    use ureq::{Agent, Error, config::Config};

    use super::super::{
        Ureq, UreqBuilder,
        connect::{DeferredResolver, WatchedConnector},
        crypto::provider,
        watch::Watch,
    };
    use super::*;

    fn file(path: &str) -> PathBuf {
        [env!("CARGO_MANIFEST_DIR"), "tests", path].iter().collect()
    }

    fn certificates(path: &str) -> Vec<CertificateDer<'static>> {
        let read = CertificateDer::pem_file_iter(file(path)).unwrap();
        read.map(Result::unwrap).collect()
    }

    /// Starts a server that requires a certificate of the authority of `tests/tls/make`; returns its URL.
    fn server() -> String {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(certificates("tls/authority.pem"));
        let verifier = WebPkiClientVerifier::builder_with_provider(roots.into(), provider());
        let key = PrivateKeyDer::from_pem_file(file("testwiki/tls/key.pem")).unwrap();
        let config = ServerConfig::builder_with_provider(provider())
            .with_protocol_versions(&[&TLS13])
            .unwrap()
            .with_client_cert_verifier(verifier.build().unwrap())
            .with_single_cert(certificates("testwiki/tls/certificate.pem"), key);
        let config = Arc::new(config.unwrap());
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        thread::spawn(move || {
            for stream in listener.incoming() {
                let connection = ServerConnection::new(Arc::clone(&config)).unwrap();
                let mut tls = StreamOwned::new(connection, stream.unwrap());
                if tls.read(&mut [0; 4096]).is_ok() {
                    let response = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                    tls.write_all(response).unwrap();
                }
            }
        });
        format!("https://localhost:{port}/")
    }

    /// Sends a request as on Windows; returns the status, or the server's alert, which came before the request was sent.
    fn send(builder: &UreqBuilder, url: &str) -> Result<u16, AlertDescription> {
        let mut tls = builder.tls().unwrap();
        tls.awaits_verdict = true;
        let watch = Arc::<Watch>::default();
        let connector = WatchedConnector::new(tls, Arc::clone(&watch));
        let agent = Agent::with_parts(Config::default(), connector, DeferredResolver);
        match agent.get(url).call() {
            Ok(response) => Ok(response.status().as_u16()),
            Err(Error::Io(error)) => {
                assert_eq!(watch.sent_at(), None, "{error}");
                match error.get_ref().and_then(|error| error.downcast_ref()) {
                    Some(rustls::Error::AlertReceived(alert)) => Err(*alert),
                    other => panic!("{other:?}"),
                }
            }
            Err(other) => panic!("{other}"),
        }
    }

    #[test]
    fn a_refused_certificate_is_known_before_the_request_is_sent() {
        let url = server();
        let trusting = || {
            let authority = file("testwiki/tls/certificate.pem");
            Ureq::builder().no_proxy().ca_file(authority)
        };
        let accepted = trusting().client_cert(file("tls/client.pem"));
        assert_eq!(send(&accepted, &url), Ok(200));
        let missing = send(&trusting(), &url);
        assert_eq!(missing, Err(AlertDescription::CertificateRequired));
        let strange = trusting()
            .client_cert(file("tls/own.pem"))
            .client_key(file("tls/own.key"));
        assert!(send(&strange, &url).is_err());
    }
}
