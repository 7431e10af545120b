//! TLS with rustls: trusted authorities, client certificates and the handshake.

use std::{
    fmt,
    io::{self, Read, Write},
    sync::{Arc, OnceLock},
    time::Instant,
};

use rustls::{
    ALL_VERSIONS, ClientConfig, ClientConnection, InconsistentKeys, StreamOwned,
    client::danger::ServerCertVerifier,
    pki_types::ServerName,
    sign::{CertifiedKey, SingleCertAndKey},
};
use ureq::{
    Error,
    unversioned::transport::{
        Buffers, ConnectionDetails, Connector, LazyBuffers, NextTimeout, Transport,
        TransportAdapter,
    },
};

use super::{
    client_certificate::ClientCertificate,
    crypto::provider,
    pem::PemFile,
    tls_error::{into_io_error, is_closed},
    trust::Authorities,
};
use crate::TransportError;

/// A connector that adds TLS to a connection if the address is https.
#[derive(Default)]
pub(super) struct TlsConnector {
    /// The trusted authorities; the system's if `None`.
    authorities: Option<Arc<Authorities>>,
    client_certificate: Arc<ClientCertificate>,
    /// True to wait for the server's reply to the client certificate before the request is sent.
    pub(super) awaits_verdict: bool,
    /// Created with the first connection, since reading the system's certificates is slow.
    config: OnceLock<Arc<ClientConfig>>,
}

impl TlsConnector {
    pub fn new(
        authorities: Option<Arc<Authorities>>,
        identity: Option<Arc<SingleCertAndKey>>,
    ) -> Self {
        Self {
            authorities,
            client_certificate: Arc::new(ClientCertificate::new(identity)),
            awaits_verdict: cfg!(windows),
            config: OnceLock::new(),
        }
    }

    fn config(&self) -> Result<Arc<ClientConfig>, rustls::Error> {
        if let Some(config) = self.config.get() {
            return Ok(Arc::clone(config));
        }
        let verifier: Arc<dyn ServerCertVerifier> = match &self.authorities {
            Some(authorities) => Arc::clone(authorities) as _,
            None => Arc::new(rustls_platform_verifier::Verifier::new(provider())?),
        };
        let builder = ClientConfig::builder_with_provider(provider())
            .with_protocol_versions(ALL_VERSIONS)?
            .dangerous()
            .with_custom_certificate_verifier(verifier);
        let config = builder.with_client_cert_resolver(Arc::clone(&self.client_certificate) as _);
        Ok(Arc::clone(self.config.get_or_init(|| Arc::new(config))))
    }
}

impl<In: Transport> Connector<In> for TlsConnector {
    type Out = Box<dyn Transport>;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<In>,
    ) -> Result<Option<Self::Out>, Error> {
        let Some(transport) = chained else {
            return Ok(None);
        };
        if !details.needs_tls() || transport.is_tls() {
            return Ok(Some(transport.boxed()));
        }
        let host = details.uri.host().unwrap_or_default();
        let name = ServerName::try_from(host.trim_matches(['[', ']']))
            .map_err(|_| Error::BadUri(format!("{host} is no name for a certificate")))?
            .to_owned();
        let conn = self
            .config()
            .and_then(|config| ClientConnection::new(config, name));
        let mut conn = conn.map_err(into_io_error)?;
        let clock = Arc::clone(&details.current_time);
        let mut sock = TransportAdapter::new(transport.boxed(), clock);
        sock.set_timeout(details.timeout);
        self.client_certificate.begin();
        let start = Instant::now();
        if let Err(error) = conn.complete_io(&mut sock) {
            let error = prefer_alert(error, &mut conn, &mut sock);
            return Err(self.client_certificate.explain(error));
        }
        if self.awaits_verdict {
            let handshake = start.elapsed();
            self.client_certificate.await_verdict(
                &mut conn,
                &mut sock,
                handshake,
                details.timeout,
            )?;
        }
        let (input, output) = (
            details.config.input_buffer_size(),
            details.config.output_buffer_size(),
        );
        Ok(Some(Box::new(TlsTransport {
            buffers: LazyBuffers::new(input, output),
            stream: StreamOwned::new(conn, sock),
        })))
    }
}

impl fmt::Debug for TlsConnector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsConnector")
    }
}

struct TlsTransport {
    buffers: LazyBuffers,
    stream: StreamOwned<ClientConnection, TransportAdapter>,
}

impl Transport for TlsTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        &mut self.buffers
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.stream.sock.set_timeout(timeout);
        let written = self.stream.write_all(&self.buffers.output()[..amount]);
        let StreamOwned { conn, sock } = &mut self.stream;
        written.map_err(|error| prefer_alert(error, conn, sock))
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.stream.sock.set_timeout(timeout);
        let read = self.stream.read(self.buffers.input_append_buf());
        let StreamOwned { conn, sock } = &mut self.stream;
        let amount = read.map_err(|error| prefer_alert(error, conn, sock))?;
        self.buffers.input_appended(amount);
        Ok(amount > 0)
    }

    /// Returns false also if the server has announced with `close_notify` that it closes the
    /// connection, which may arrive before the end of the TCP connection.
    fn is_open(&mut self) -> bool {
        let state = self.stream.conn.process_new_packets();
        let is_open = state
            .is_ok_and(|state| !state.peer_has_closed() && state.plaintext_bytes_to_read() == 0);
        is_open && self.stream.sock.get_mut().is_open()
    }

    fn is_tls(&self) -> bool {
        true
    }
}

impl fmt::Debug for TlsTransport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TlsTransport")
    }
}

/// Returns the server's TLS alert instead of the I/O error, if the server sent one before it closed
/// the connection: rustls writes before it reads, so its error is about the failed write.
fn prefer_alert(
    error: io::Error,
    conn: &mut ClientConnection,
    sock: &mut TransportAdapter,
) -> Error {
    let is_closed = is_closed(&error);
    while is_closed && conn.read_tls(sock).is_ok_and(|count| count > 0) {
        if let Err(alert) = conn.process_new_packets() {
            return Error::Io(into_io_error(alert));
        }
    }
    Error::Io(error)
}

/// Reads a client certificate with its intermediate certificates and its key.
pub(super) fn identity(
    certificate: PemFile<'_>,
    key: PemFile<'_>,
) -> Result<Arc<SingleCertAndKey>, TransportError> {
    let chain = certificate.certificates()?;
    let pair = CertifiedKey::from_der(chain, key.private_key()?, &provider());
    match pair {
        Ok(pair) => Ok(Arc::new(SingleCertAndKey::from(pair))),
        Err(rustls::Error::InconsistentKeys(InconsistentKeys::KeyMismatch)) => {
            let key = key.path.display();
            Err(certificate.error(&format!(
                "does not begin with the certificate that the key in {key} belongs to"
            )))
        }
        Err(error) => Err(certificate.error(&format!("cannot be used with its key ({error})"))),
    }
}
