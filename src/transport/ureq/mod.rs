//! The default transport: [ureq](https://docs.rs/ureq) 3 with rustls.
//!
//! # Not sent or lost
//!
//! ureq's errors do not reveal how far a request came: `Io` and `Timeout` can mean a failed TLS
//! handshake or an interrupted response. Therefore every connection that ureq opens is wrapped
//! ([`watch`]) and records when bytes of the request are written to it. Name look-up, connecting,
//! the exchange with a proxy and the TLS handshake happen earlier, inside ureq's connector (TLS
//! 1.3 early data is off). A failure before the first written byte is [`Reply::NotSent`]; any
//! later failure is [`Reply::Lost`], even if the system accepted none of the bytes. ureq 3 itself
//! never sends a request a second time.
//!
//! # Cancellation
//!
//! A cancellation shuts the request's socket down, on the thread that cancels. This ends reading,
//! writing, the TLS handshake and the exchange with a proxy at once, without polling; on Windows it ends
//! reading and writing within 25 ms, since they poll there ([`polled_tcp`]), except through a SOCKS proxy, whose
//! connections ureq opens: there a response that does not come is waited for until the time limit. The name
//! look-up and connecting cannot be interrupted; they run in a separate thread ([`connect`]) that
//! is abandoned. This thread has only the addresses of the request and the proxy, and ends when
//! its time limit or that of the system's resolver expires. A cancelled request therefore ends
//! within milliseconds in every state. A response that is complete by then is still returned.
//!
//! # Names that resolve to inner addresses
//!
//! If a redirect has led to another host than the caller's, its name is not enough: it may resolve to
//! this machine or its network. Such a host is connected to only at addresses whose range is not
//! further in than that of the caller's host ([`reach`]). A proxy that resolves names itself (HTTP,
//! socks4a, socks5h) connects where it wants. The caller's own host is connected to wherever it is.
//!
//! # Persistent connections
//!
//! One connection is kept open between requests. ureq checks whether the server has closed it
//! before using it again, with a read that does not block; over TLS, a `close_notify` counts too.
//! The server may still close it while the next request is being sent, or may have forgotten it,
//! which would make that response a lost one. Therefore a connection is used again for at most a
//! second, by a request that is sent only once for at most a quarter of it, and not at all if the
//! server has ended such a connection early ([`persistence`], which has the reasons).
//!
//! # The end of a body
//!
//! A body must have the length given in `Content-Length`, or end with its last chunk. A body with
//! neither ends when the server closes the connection. A reset is then a lost response, but a
//! truncation that looks like an orderly close cannot be distinguished from the end (over TLS this
//! includes a close without `close_notify`, which many servers omit). The parser of the body must
//! detect it.
//!
//! # Copies of secrets
//!
//! The form is in a buffer that is overwritten, and the buffer from which ureq sends is
//! overwritten after each use. Not overwritten when freed are ureq's copies of header values and
//! proxy credentials, received data (which may contain cookies and tokens), and copies in the TLS
//! library and the system, including the key of a client certificate.
//!
//! ureq logs through the `log` crate. Up to level `debug` it omits paths, queries and all but
//! harmless headers. At `trace` it logs everything that is sent except the body, and everything
//! that is received, including secrets: an application that enables `trace` must exclude the
//! targets `ureq` and `ureq_proto`.

mod client_certificate;
mod connect;
mod crypto;
mod error;
mod pem;
mod persistence;
#[cfg(any(windows, test))]
mod polled_tcp;
mod reach;
mod tls;
mod tls_error;
mod trust;
mod watch;

use std::{
    env, fmt,
    io::{BufRead, BufReader, Read},
    path::PathBuf,
    sync::Arc,
    time::{Duration, Instant},
};

use flate2::bufread::MultiGzDecoder;
use ureq::{
    Agent, AsSendBody, Error, Proxy,
    http::{self, request},
};
use url::Url;

use self::{
    connect::{DeferredResolver, WatchedConnector},
    pem::PemFile,
    tls::TlsConnector,
    trust::Authorities,
    watch::Watch,
};
use super::{Limits, Transport};
use crate::{
    Reason, Secret, TransportError,
    http::{Reply, Request, Response, address, origin},
    process::Process,
};

/// The `User-Agent` of requests that have none.
const USER_AGENT: &str = concat!("mwaccount/", env!("CARGO_PKG_VERSION"));

/// The maximum size of the status line and headers of a response, in bytes: more than a proxy passes on
/// (4 to 8 KiB in nginx, 16 KiB in HAProxy, 32 KiB in Varnish), and of one header. ureq limits the number of
/// headers to 128.
const MAX_HEADER: usize = 64 << 10;

/// The size of the buffer for what is received, which must hold the headers, and more than the longest
/// ones that are accepted.
const INPUT: usize = MAX_HEADER + (4 << 10);

/// The size of the buffer for what is sent, unless a header needs a longer one.
///
/// A wiki's cookies, up to 64 of 4 KiB, are one header. Servers accept 8 KiB (Apache, nginx, Varnish),
/// 16 KiB (Node.js, HAProxy, IIS) or 64 KiB (Go, AWS's balancer) and answer 400 or 431 to more, as they do
/// to browsers: how much is too much is their decision.
const OUTPUT: usize = 16 << 10;

/// The most memory that is reserved for a body because of its `Content-Length`.
const MAX_RESERVED: u64 = 64 << 10;

/// The longest time limit. A longer one could overflow the clock.
const MAX_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// The default transport: HTTP/1.1 with [ureq](https://docs.rs/ureq). Over TLS it trusts the
/// system's certificate authorities, or those of [`UreqBuilder::ca_file`].
///
/// It follows no redirects, stores no cookies, repeats nothing and returns a response of any status.
/// It keeps one connection open between requests, for a second at most; a request that may create an
/// account or logs in is sent on a new one if the other was idle for a quarter of a second, or if the
/// server has ended such a connection early. Its `Debug` output shows nothing.
///
/// The memory of a form is overwritten after sending; copies of header values, proxy credentials and
/// responses are freed without being overwritten. At level `trace` of the `log` crate, the targets
/// `ureq` and `ureq_proto` contain headers and responses in clear; at lower levels they contain
/// neither.
pub struct Ureq {
    agent: Agent,
    watch: Arc<Watch>,
    process: Process,
}

impl Ureq {
    /// Returns the settings of a new transport, to be finished with [`UreqBuilder::build`].
    pub fn builder() -> UreqBuilder {
        UreqBuilder::default()
    }

    /// Sends a request and reads its response to the end.
    fn exchange(&self, request: &Request, limits: &Limits) -> Result<Response, Error> {
        let mut head = request::Builder::new()
            .method(request.method.as_str())
            .uri(request.url.as_str());
        for (name, value) in &request.headers {
            head = head.header(*name, value.expose());
        }
        match request.body() {
            None => self.run(head.body(())?, request, limits),
            Some((content_type, bytes)) => {
                self.watch.expect_body(bytes.len());
                let head = head.header(http::header::CONTENT_TYPE, content_type);
                self.run(head.body(bytes.as_slice())?, request, limits)
            }
        }
    }

    fn run(
        &self,
        message: http::Request<impl AsSendBody>,
        request: &Request,
        limits: &Limits,
    ) -> Result<Response, Error> {
        let mut config = self
            .agent
            .configure_request(message)
            .max_idle_age(persistence::max_idle(request.effect, &request.url))
            // ureq writes a line at once. Another size leads to a connection that is not kept.
            .output_buffer_size(OUTPUT.max(longest_line(request)))
            .timeout_global(Some(limits.timeout.min(MAX_TIMEOUT)));
        if origin::is_loopback(&request.url) {
            config = config.proxy(None);
        }
        let (head, body) = self.agent.run(config.build())?.into_parts();
        let headers = head.headers.iter().map(|(name, value)| {
            let value = String::from_utf8_lossy(value.as_bytes());
            (name.as_str().to_owned(), value.into_owned())
        });
        let mut response = Response::new(head.status.as_u16(), headers.collect(), Vec::new());
        response.body = read(body, is_gzip(&response), limits.max_body)?;
        Ok(response)
    }
}

impl Transport for Ureq {
    /// Sends `request`, whose header values must be valid in HTTP. A wiki on this computer is always
    /// reached directly. A body in gzip is decoded; other encodings are not requested and are left
    /// unchanged. The header values are unchanged, their names in lower case. A cancellation ends
    /// the request within milliseconds. In a child process, after a `fork`, nothing is sent.
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply {
        // A child process shares the kept connection with its parent.
        if let Err(foreign) = self.process.ensure_current() {
            return Reply::NotSent(foreign.into());
        }
        let _hook = self.watch.begin_request(request, limits, self.process);
        let error = match self.exchange(request, limits) {
            Ok(response) => return Reply::Got(response),
            Err(error) => error,
        };
        if let Some(rejected) = error::client_certificate_rejected(&error, &request.url) {
            return Reply::NotSent(rejected);
        }
        match (
            self.watch.sent_at().is_some(),
            limits.canceller.is_cancelled(),
        ) {
            (false, false) => Reply::NotSent(error::not_sent(error, &request.url, limits)),
            (false, true) => Reply::NotSent(TransportError::cancelled()),
            (true, false) => Reply::Lost(error::lost(error, &request.url, limits)),
            (true, true) => Reply::Lost(error::cancelled(&request.url)),
        }
    }

    fn sent_at(&self) -> Option<Instant> {
        self.watch.sent_at()
    }
}

impl fmt::Debug for Ureq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ureq").finish_non_exhaustive()
    }
}

/// Settings of a [`Ureq`].
///
/// By default, the proxy is the first valid one of the environment variables `ALL_PROXY`,
/// `HTTPS_PROXY` and `HTTP_PROXY` (or the same in lower case), unless `NO_PROXY` contains the host.
/// In a CGI program, recognised by `REQUEST_METHOD`, these are ignored: there a client can set
/// `HTTP_PROXY` with a request header.
///
/// A wiki on this computer (127/8, `::1`, `localhost`) is never reached through a proxy.
#[derive(Debug, Clone, Default)]
pub struct UreqBuilder {
    route: Route,
    ca_file: Option<PathBuf>,
    client_cert: Option<PathBuf>,
    client_key: Option<PathBuf>,
}

#[derive(Debug, Clone, Default)]
enum Route {
    #[default]
    Environment,
    Proxy(Secret),
    Direct,
}

impl UreqBuilder {
    /// Returns whether nothing was set.
    pub(crate) fn is_default(&self) -> bool {
        matches!(self.route, Route::Environment)
            && self.ca_file.is_none()
            && self.client_cert.is_none()
            && self.client_key.is_none()
    }

    /// Sets the proxy, such as `http://user:password@proxy.example:8080`, for all hosts except this
    /// computer. The scheme is one of `http`, `https`, `socks4`, `socks4a`, `socks5` and `socks5h`.
    /// An HTTP proxy must allow `CONNECT`, which is used for `http` wikis too.
    pub fn proxy(mut self, url: &str) -> Self {
        self.route = Route::Proxy(url.into());
        self
    }

    /// Disables proxies, including those of the environment.
    pub fn no_proxy(mut self) -> Self {
        self.route = Route::Direct;
        self
    }

    /// Sets the file with the certificates to trust, in PEM. A wiki's certificate must be issued by
    /// an authority in this file, or be in it itself; the system's authorities are not trusted. For
    /// a proxy that is reached over TLS, the system's authorities still apply.
    pub fn ca_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.ca_file = Some(path.into());
        self
    }

    /// Sets the file with the client certificate, for servers that require one. The file is in PEM
    /// and contains the certificate, followed by its intermediate certificates if there are any, and
    /// its private key, unless [`client_key`](Self::client_key) sets another file for the key.
    pub fn client_cert(mut self, path: impl Into<PathBuf>) -> Self {
        self.client_cert = Some(path.into());
        self
    }

    /// Sets the file with the private key of the client certificate, in PEM and without a
    /// passphrase.
    pub fn client_key(mut self, path: impl Into<PathBuf>) -> Self {
        self.client_key = Some(path.into());
        self
    }

    /// Creates the transport. It reads the files, but opens no connection.
    ///
    /// # Errors
    ///
    /// [`Reason::InvalidArgument`] if the address of the proxy is invalid, or if a file cannot be
    /// read or does not contain what it should.
    pub fn build(self) -> Result<Ureq, TransportError> {
        let proxy = match &self.route {
            Route::Environment => environment_proxy(),
            Route::Proxy(url) => Some(parse_proxy(url.expose())?),
            Route::Direct => None,
        };
        let tls = self.tls()?;
        let config = Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .proxy(proxy)
            .user_agent(USER_AGENT)
            .accept_encoding("gzip")
            .max_response_header_size(MAX_HEADER)
            .input_buffer_size(INPUT)
            .output_buffer_size(OUTPUT)
            .max_idle_connections(1)
            .max_idle_connections_per_host(1)
            .max_idle_age(persistence::MAX_IDLE)
            .build();
        let watch = Arc::default();
        let connector = WatchedConnector::new(tls, Arc::clone(&watch));
        Ok(Ureq {
            agent: Agent::with_parts(config, connector, DeferredResolver),
            watch,
            process: Process::current(),
        })
    }

    /// Reads the files with certificates and keys.
    fn tls(&self) -> Result<TlsConnector, TransportError> {
        let authorities = pem_file("CA file", &self.ca_file).map(Authorities::read);
        let certificate = pem_file("client certificate", &self.client_cert);
        let key = pem_file("client key", &self.client_key);
        let identity = match (certificate, key) {
            (None, None) => None,
            (Some(certificate), key) => {
                Some(tls::identity(certificate, key.unwrap_or(certificate)))
            }
            (None, Some(key)) => {
                return Err(
                    key.error("needs its certificate; give that too (client_cert, --client-cert)")
                );
            }
        };
        Ok(TlsConnector::new(
            authorities.transpose()?,
            identity.transpose()?,
        ))
    }
}

/// Returns the file of a setting, if it is set.
fn pem_file<'p>(what: &'static str, path: &'p Option<PathBuf>) -> Option<PemFile<'p>> {
    path.as_deref().map(|path| PemFile { what, path })
}

fn environment_proxy() -> Option<Proxy> {
    match env::var_os("REQUEST_METHOD") {
        Some(_) => None,
        None => Proxy::try_from_env(),
    }
}

fn parse_proxy(url: &str) -> Result<Proxy, TransportError> {
    // ureq alone accepts invalid addresses: a single word, or an invalid port. A proxy has no path; the @ in one
    // ends a password, and the host is elsewhere.
    Url::parse(url)
        .ok()
        .filter(|parsed| parsed.has_host() && !address::may_end_password_later(url.trim()))
        .and_then(|_| Proxy::new(url).ok())
        .ok_or_else(|| {
            TransportError::new(
                Reason::InvalidArgument,
                "the proxy's address is not valid; write it like http://proxy.example:8080, \
                 with http, https, socks4, socks4a, socks5 or socks5h (proxy, --proxy)",
            )
        })
}

/// Returns the length of the longest line of the head of a request, or a little more.
fn longest_line(request: &Request) -> usize {
    let headers = request.headers.iter();
    let headers = headers.map(|(name, value)| name.len() + value.expose().len());
    let longest = headers.max().unwrap_or(0).max(request.url.as_str().len());
    // For the method and version, the separators and the empty line.
    longest + 64
}

fn is_gzip(response: &Response) -> bool {
    response.header("content-encoding").is_some_and(|encoding| {
        encoding.eq_ignore_ascii_case("gzip") || encoding.eq_ignore_ascii_case("x-gzip")
    })
}

/// Reads and decodes a body of at most `max` bytes. ureq could decode it too, but rejects an empty
/// body that is declared as gzip, which is not rare.
fn read(body: ureq::Body, gzip: bool, max: usize) -> Result<Vec<u8>, Error> {
    let max = max as u64;
    // The limit before decoding, which allows for more than gzip ever adds. It ends streams that
    // decode to nothing for ever.
    let encoded_max = max.saturating_add(max / 8).saturating_add(64 << 10);
    let length = body
        .content_length()
        .unwrap_or(0)
        .min(max)
        .min(MAX_RESERVED);
    let reader = body.into_with_config().limit(encoded_max).reader();
    let mut bytes = Vec::new();
    if gzip {
        let mut reader = BufReader::new(reader);
        if !reader.fill_buf()?.is_empty() {
            MultiGzDecoder::new(reader)
                .take(max.saturating_add(1))
                .read_to_end(&mut bytes)
                .map_err(|error| match Error::from(error) {
                    Error::Io(error) => Error::Other(error.into()),
                    error => error,
                })?;
        }
    } else {
        bytes.reserve_exact(length as usize);
        reader.take(max.saturating_add(1)).read_to_end(&mut bytes)?;
    }
    if bytes.len() as u64 > max {
        return Err(Error::BodyExceedsLimit(max));
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_that_was_led_to_is_not_reached_further_in() {
        let server = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        server.set_nonblocking(true).unwrap();
        let port = server.local_addr().unwrap().port();
        let limits = Limits::default().with_timeout(Duration::from_secs(2));
        let mut transport = Ureq::builder().no_proxy().build().unwrap();
        let url = Url::parse(&format!("http://localhost:{port}/")).unwrap();
        let mut request = Request::get(&url, &[]);
        for (led_from, is_reached) in [
            (Some("8.8.8.8"), false),
            (Some("10.0.0.1"), false),
            (Some("[::1]"), true),
            (None, true),
        ] {
            request.led_from = led_from.map(|host| url::Host::parse(host).unwrap());
            let reply = transport.send(&request, &limits);
            let connection = server.accept();
            assert_eq!(connection.is_ok(), is_reached, "{led_from:?}: {reply:?}");
            if let Reply::NotSent(error) = reply {
                assert_eq!(error.reason, Reason::Insecure);
                assert!(error.message.contains("localhost"), "{}", error.message);
                assert!(error.message.contains("this machine"), "{}", error.message);
            } else {
                assert!(is_reached, "{reply:?}");
            }
        }
    }

    /// A transport may serve several sessions, of which one names the host that another is led to.
    #[test]
    fn a_kept_connection_is_not_reached_further_in() {
        let server = std::net::TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = server.local_addr().unwrap().port();
        std::thread::spawn(move || {
            let (mut connection, _) = server.accept().unwrap();
            while connection.read(&mut [0; 4096]).is_ok_and(|read| read > 0) {
                let answer = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
                std::io::Write::write_all(&mut connection, answer).unwrap();
            }
        });
        let limits = Limits::default().with_timeout(Duration::from_secs(2));
        let mut transport = Ureq::builder().no_proxy().build().unwrap();
        let url = Url::parse(&format!("http://localhost:{port}/")).unwrap();
        let mut request = Request::get(&url, &[]);
        for (led_from, is_reached) in [(None, true), (None, true), (Some("8.8.8.8"), false)] {
            request.led_from = led_from.map(|host| url::Host::parse(host).unwrap());
            match transport.send(&request, &limits) {
                Reply::Got(_) => assert!(is_reached, "{led_from:?}"),
                Reply::NotSent(error) => {
                    assert!(!is_reached, "{error}");
                    assert_eq!(error.reason, Reason::Insecure);
                }
                Reply::Lost(error) => panic!("{error}"),
            }
        }
    }

    #[test]
    fn debug_shows_no_credentials() {
        let builder = Ureq::builder().proxy("http://me:hunter2@proxy.example");
        assert!(!format!("{builder:?}").contains("hunter2"));
        assert!(!format!("{:?}", builder.build().unwrap()).contains("hunter2"));
    }
}
