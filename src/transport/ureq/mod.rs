//! The transport that ships: [ureq](https://docs.rs/ureq) 3 with rustls.
//!
//! # Not sent, or lost
//!
//! ureq's errors do not say how far a request came: the same `Io` or `Timeout`
//! stands for a failed TLS handshake and for an answer that broke off. So every
//! connection ureq opens is wrapped ([`watch`]) and notes when bytes of the
//! request are handed to it. Name look-up, connecting, the talk with a proxy
//! and the TLS handshake all happen inside ureq's connector, before that (TLS 1.3
//! early data is off). What fails until then is [`Reply::NotSent`]; from the
//! first byte handed over, every failure is [`Reply::Lost`], even where the
//! system took none of it. ureq 3 itself never sends a request a second time.
//!
//! # Cancelled
//!
//! A cancellation shuts the request's socket down, from the thread that cancels: that
//! ends reading, writing, the TLS handshake and the talk with a proxy at once, with no
//! need to look now and then. What the system cannot interrupt, the look-up of a name
//! and connecting, is left behind in a thread of its own ([`connect`]), which holds of
//! the request only its address and the proxy's, and ends with its time limit or that
//! of the system's resolver. So a cancelled request is over within milliseconds wherever
//! it is. An answer that has come whole by then is still taken.
//!
//! # Kept connections
//!
//! One connection is kept between requests, for less than a second. ureq looks
//! whether the server has closed it before using it again; what remains is a
//! server that closes it while the next request is on its way, which would make
//! that request a lost one. Servers count their keep-alive time in whole
//! seconds (Apache: 5), so a connection idle for less than the shortest is safe,
//! while requests further apart do not mind a new handshake.
//!
//! # The end of a body
//!
//! A body must be as long as its `Content-Length` says, or end with its last
//! chunk. One with neither ends when the server closes the connection; a reset is
//! then a lost answer, but a cut that looks like an orderly close (over TLS also one
//! without `close_notify`, which many servers leave out) cannot be told from the
//! end. What the body holds has to show whether it is whole.
//!
//! # What is kept of secrets
//!
//! The form lives in a buffer that is overwritten, and the buffer ureq sends from
//! is overwritten after each use. Not overwritten when freed are ureq's copies of
//! the header values and proxy credentials, what came back (it may hold cookies
//! and tokens), and the copies of TLS library and system, the key of a client
//! certificate among them.
//!
//! ureq logs through the `log` crate. Up to level `debug` it leaves out paths,
//! queries and all but harmless headers. At `trace` it logs what is sent (except
//! the body) and all that comes back, secrets included: an application that turns
//! `trace` on must leave out the targets `ureq` and `ureq_proto`.

mod connect;
mod crypto;
mod error;
mod pem;
mod tls;
mod trust;
mod watch;

use std::{
    env, fmt,
    io::{BufRead, BufReader, Read},
    path::PathBuf,
    sync::Arc,
    time::Duration,
};

use flate2::bufread::MultiGzDecoder;
use ureq::{
    Agent, AsSendBody, Error, Proxy,
    http::{self, request},
};
use url::Url;

use self::{
    connect::{WatchedConnector, WatchedResolver},
    pem::PemFile,
    tls::TlsConnector,
    trust::Authorities,
    watch::Watch,
};
use super::{Limits, Transport};
use crate::{
    Reason, Secret, TransportError,
    http::{Reply, Request, Response, origin},
};

/// Sent where a request names no `User-Agent` itself.
const USER_AGENT: &str = concat!("mwaccount/", env!("CARGO_PKG_VERSION"));

/// How long an idle connection may be used again; see the module's text.
const MAX_IDLE: Duration = Duration::from_secs(1);

/// Status line and headers of a response, in bytes; their number is limited to
/// 128 by ureq.
const MAX_HEADER: usize = 64 << 10;

/// A longer time limit could overflow the clock.
const MAX_TIMEOUT: Duration = Duration::from_secs(365 * 24 * 60 * 60);

/// Sends requests over HTTP/1.1 with [ureq](https://docs.rs/ureq), over TLS with
/// the certificates the system trusts, or with those that the caller names.
///
/// It follows no redirect, keeps no cookie, repeats nothing and takes any status
/// for an answer. It keeps one connection open between requests. Its `Debug`
/// shows nothing.
///
/// What it keeps of secrets, and what the `log` crate's level `trace` would show
/// of them: a form is overwritten after sending; copies of header values, of
/// proxy credentials and of responses are freed without that. At `trace` the
/// log targets `ureq` and `ureq_proto` hold headers and responses in clear, at any
/// lower level neither.
pub struct Ureq {
    agent: Agent,
    watch: Arc<Watch>,
}

impl Ureq {
    /// Settings to change before [`UreqBuilder::build`].
    pub fn builder() -> UreqBuilder {
        UreqBuilder::default()
    }

    /// One request and its response, read to the end.
    fn exchange(&self, request: &Request, limits: &Limits) -> Result<Response, Error> {
        let mut head = request::Builder::new()
            .method(request.method.as_str())
            .uri(request.url.as_str());
        for (name, value) in &request.headers {
            head = head.header(*name, value.expose());
        }
        match request.body() {
            None => self.run(head.body(())?, &request.url, limits),
            Some((content_type, bytes)) => {
                let head = head.header(http::header::CONTENT_TYPE, content_type);
                self.run(head.body(bytes.as_slice())?, &request.url, limits)
            }
        }
    }

    fn run(
        &self,
        request: http::Request<impl AsSendBody>,
        url: &Url,
        limits: &Limits,
    ) -> Result<Response, Error> {
        let mut config = self
            .agent
            .configure_request(request)
            .timeout_global(Some(limits.timeout.min(MAX_TIMEOUT)));
        if origin::is_loopback(url) {
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
    /// Sends `request`; its header values must be valid in HTTP. A wiki on this
    /// computer is always spoken to directly. Of the response, gzip is decoded and
    /// any other encoding, not being asked for, left as it is; the headers stay as
    /// they came, their names in lower case. A cancellation ends it within milliseconds.
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply {
        let _hook = self.watch.begin_request(&limits.canceller);
        let error = match self.exchange(request, limits) {
            Ok(response) => return Reply::Got(response),
            Err(error) => error,
        };
        if let Some(rejected) = error::client_certificate_rejected(&error, &request.url) {
            return Reply::NotSent(rejected);
        }
        match (self.watch.has_sent(), limits.canceller.is_cancelled()) {
            (false, false) => Reply::NotSent(error::not_sent(error, &request.url, limits)),
            (false, true) => Reply::NotSent(TransportError::cancelled()),
            (true, false) => Reply::Lost(error::lost(error, &request.url, limits)),
            (true, true) => Reply::Lost(error::cancelled(&request.url)),
        }
    }
}

impl fmt::Debug for Ureq {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ureq").finish_non_exhaustive()
    }
}

/// Settings of a [`Ureq`].
///
/// Without any, the proxy is the first that is valid of `ALL_PROXY`,
/// `HTTPS_PROXY` and `HTTP_PROXY` (or the same in lower case), unless `NO_PROXY`
/// names the host. In a CGI program, recognised by `REQUEST_METHOD`, none is taken
/// from the environment: there `HTTP_PROXY` is a header of whoever calls.
///
/// Whatever is set, a wiki on this computer (127/8, `::1`, `localhost`) is never
/// spoken to through a proxy.
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

    /// Goes through this proxy, such as `http://user:password@proxy.example:8080`,
    /// for every host that is not this computer. The scheme is one of `http`, `https`,
    /// `socks4`, `socks4a`, `socks5` and `socks5h`. Through an HTTP proxy, `http`
    /// wikis too are reached with `CONNECT`.
    pub fn proxy(mut self, url: &str) -> Self {
        self.route = Route::Proxy(url.into());
        self
    }

    /// Uses no proxy, not even the environment's.
    pub fn no_proxy(mut self) -> Self {
        self.route = Route::Direct;
        self
    }

    /// Trusts a wiki whose certificate is by one of the authorities in this file, or is itself
    /// in it, and no other: the system's authorities do not count then. The file is in PEM.
    /// For a proxy that is reached over TLS the system's go on to count.
    pub fn ca_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.ca_file = Some(path.into());
        self
    }

    /// Shows the certificate in this file to a wiki's server that wants to see one. The file is
    /// in PEM and holds the certificate, then those that vouch for it if there are any, and its
    /// private key, unless [`client_key`](Self::client_key) names the file that does.
    pub fn client_cert(mut self, path: impl Into<PathBuf>) -> Self {
        self.client_cert = Some(path.into());
        self
    }

    /// Takes the private key of the client certificate from this file, in PEM and without a
    /// passphrase.
    pub fn client_key(mut self, path: impl Into<PathBuf>) -> Self {
        self.client_key = Some(path.into());
        self
    }

    /// The transport; it reads the files, and opens no connection yet.
    ///
    /// # Errors
    ///
    /// The address given to [`UreqBuilder::proxy`] is not that of a proxy; a file cannot be
    /// read, or holds something else.
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
            .max_idle_connections(1)
            .max_idle_connections_per_host(1)
            .max_idle_age(MAX_IDLE)
            .build();
        let watch = Arc::default();
        let connector = WatchedConnector::new(tls, Arc::clone(&watch));
        let resolver = WatchedResolver(Arc::clone(&watch));
        Ok(Ureq {
            agent: Agent::with_parts(config, connector, resolver),
            watch,
        })
    }

    /// What the files say.
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
                return Err(key.error(
                    "belongs to no certificate; give that too (client_cert, --client-cert)",
                ));
            }
        };
        Ok(TlsConnector::new(
            authorities.transpose()?,
            identity.transpose()?,
        ))
    }
}

/// The file of one of the settings.
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
    // ureq alone would take much for a proxy: a lone word, a port that is none.
    Url::parse(url)
        .ok()
        .filter(Url::has_host)
        .and_then(|_| Proxy::new(url).ok())
        .ok_or_else(|| {
            TransportError::new(
                Reason::InvalidArgument,
                "the proxy's address is not valid; write it like http://proxy.example:8080, \
                 with http, https, socks4, socks4a, socks5 or socks5h",
            )
        })
}

fn is_gzip(response: &Response) -> bool {
    response.header("content-encoding").is_some_and(|encoding| {
        encoding.eq_ignore_ascii_case("gzip") || encoding.eq_ignore_ascii_case("x-gzip")
    })
}

/// The decoded body, at most `max` bytes of it. ureq would decode it too, but
/// takes an empty body that is said to be gzip, which is not rare, for a broken one.
fn read(body: ureq::Body, gzip: bool, max: usize) -> Result<Vec<u8>, Error> {
    let max = max as u64;
    // Before decoding, a body may be this long: more than gzip ever adds. It ends a
    // stream that decodes to nothing for ever.
    let encoded_max = max.saturating_add(max / 8).saturating_add(64 << 10);
    let reader = body.into_with_config().limit(encoded_max).reader();
    let mut reader = BufReader::new(reader);
    let mut bytes = Vec::new();
    if gzip && !reader.fill_buf()?.is_empty() {
        MultiGzDecoder::new(reader)
            .take(max.saturating_add(1))
            .read_to_end(&mut bytes)
            .map_err(|error| match Error::from(error) {
                Error::Io(error) => Error::Other(error.into()),
                error => error,
            })?;
    } else {
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
    fn debug_shows_no_credentials() {
        let builder = Ureq::builder().proxy("http://me:hunter2@proxy.example");
        assert!(!format!("{builder:?}").contains("hunter2"));
        assert!(!format!("{:?}", builder.build().unwrap()).contains("hunter2"));
    }
}
