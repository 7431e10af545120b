//! A client's connection: plain, or over TLS on the same port.

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    sync::{Arc, LazyLock},
    time::Duration,
};

use rustls::{
    ServerConfig, ServerConnection, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
};
use socket2::SockRef;

/// The certificate of every server, in PEM, for clients to trust.
///
/// It is self-signed and cannot sign others. It holds for `localhost`, 127.0.0.1 to 127.0.0.9 and `::1`, from
/// 2019 to 2119: Apple's systems limit certificates issued later to two years. The key is public, so use it in
/// tests only.
pub const CERTIFICATE: &str = include_str!("../tls/certificate.pem");

const KEY: &str = include_str!("../tls/key.pem");

/// The type of TLS's first record, a handshake. No HTTP request begins with this byte.
const HANDSHAKE: u8 = 22;

static TLS: LazyLock<Arc<ServerConfig>> = LazyLock::new(|| {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE.as_bytes());
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes());
    let (certificate, key) = certificate.and_then(|it| Ok((it, key?))).expect("PEM");
    // Named here because other crates of the process may install another provider.
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|config| {
            config
                .with_no_client_auth()
                .with_single_cert(vec![certificate], key)
        });
    Arc::new(config.expect("a key that belongs to its certificate"))
});

/// A client's connection.
pub(crate) enum Connection {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Connection {
    /// Waits for the client's first byte, which distinguishes TLS from plain HTTP.
    pub fn accept(stream: TcpStream) -> io::Result<Self> {
        let mut first = [0];
        stream.peek(&mut first)?;
        if first != [HANDSHAKE] {
            return Ok(Self::Plain(stream));
        }
        let tls = ServerConnection::new(Arc::clone(&TLS)).map_err(io::Error::other)?;
        Ok(Self::Tls(Box::new(StreamOwned::new(tls, stream))))
    }

    /// Returns true if the connection is over TLS.
    pub fn is_secure(&self) -> bool {
        matches!(self, Self::Tls(_))
    }

    /// Returns the socket.
    pub fn socket(&self) -> &TcpStream {
        match self {
            Self::Plain(stream) => stream,
            Self::Tls(tls) => &tls.sock,
        }
    }

    /// Closes the connection, over TLS with a `close_notify`.
    pub fn close(mut self) -> io::Result<()> {
        if let Self::Tls(tls) = &mut self {
            tls.conn.send_close_notify();
        }
        self.flush()
    }

    /// Closes the connection with a reset.
    pub fn reset(self) -> io::Result<()> {
        SockRef::from(self.socket()).set_linger(Some(Duration::ZERO))
    }
}

impl Read for Connection {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.read(to),
            Self::Tls(tls) => tls.read(to),
        }
    }
}

impl Write for Connection {
    fn write(&mut self, from: &[u8]) -> io::Result<usize> {
        match self {
            Self::Plain(stream) => stream.write(from),
            Self::Tls(tls) => tls.write(from),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(stream) => stream.flush(),
            Self::Tls(tls) => tls.flush(),
        }
    }
}
