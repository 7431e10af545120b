//! A connection to a client: plain, or over TLS on the same port.

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

/// The certificate of every server, in PEM: a client that is to talk to one over TLS has to trust it.
///
/// It signed itself and can sign nothing else. It is good for `localhost`, for 127.0.0.1 to 127.0.0.9
/// and for `::1`, and from 2019 to 2119: Apple's systems want newer ones to end after two years. Its
/// key is no secret, so it is for tests alone.
pub const CERTIFICATE: &str = include_str!("../tls/certificate.pem");

const KEY: &str = include_str!("../tls/key.pem");

/// The type of TLS's first record, a handshake. No request of HTTP begins with this byte.
const HANDSHAKE: u8 = 22;

static TLS: LazyLock<Arc<ServerConfig>> = LazyLock::new(|| {
    let certificate = CertificateDer::from_pem_slice(CERTIFICATE.as_bytes());
    let key = PrivateKeyDer::from_pem_slice(KEY.as_bytes());
    let (certificate, key) = certificate.and_then(|it| Ok((it, key?))).expect("PEM");
    // By name, as other crates of the process may bring another provider.
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .and_then(|config| {
            config
                .with_no_client_auth()
                .with_single_cert(vec![certificate], key)
        });
    Arc::new(config.expect("a key that belongs to its certificate"))
});

/// A connection to a client.
pub(crate) enum Connection {
    Plain(TcpStream),
    Tls(Box<StreamOwned<ServerConnection, TcpStream>>),
}

impl Connection {
    /// Waits for the client's first byte, which tells TLS from plain HTTP.
    pub fn accept(stream: TcpStream) -> io::Result<Self> {
        let mut first = [0];
        stream.peek(&mut first)?;
        if first != [HANDSHAKE] {
            return Ok(Self::Plain(stream));
        }
        let tls = ServerConnection::new(Arc::clone(&TLS)).map_err(io::Error::other)?;
        Ok(Self::Tls(Box::new(StreamOwned::new(tls, stream))))
    }

    /// Whether it is over TLS.
    pub fn is_secure(&self) -> bool {
        matches!(self, Self::Tls(_))
    }

    /// Closes the connection in peace, which over TLS has to be said.
    pub fn close(mut self) -> io::Result<()> {
        if let Self::Tls(tls) = &mut self {
            tls.conn.send_close_notify();
        }
        self.flush()
    }

    /// Closes the connection with a reset.
    pub fn reset(self) -> io::Result<()> {
        let socket = match &self {
            Self::Plain(stream) => stream,
            Self::Tls(tls) => &tls.sock,
        };
        SockRef::from(socket).set_linger(Some(Duration::ZERO))
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
