//! Connecting to a server: name look-up, TCP, the exchange with a proxy, the TLS handshake. None
//! of the request is sent here.
//!
//! The system's name look-up and `connect` cannot be interrupted, so they run in a thread that is
//! abandoned when the request is cancelled or times out. The sockets of an abandoned thread are
//! shut down and it cannot open new ones; it ends when its own time limit or that of the system's
//! look-up expires. A request on a kept connection needs neither look-up nor thread.

use std::{
    io,
    net::SocketAddr,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

#[cfg(not(windows))]
use ureq::unversioned::transport::TcpConnector;
use ureq::{
    Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{
            ConnectProxyConnector, ConnectionDetails, Connector, NextTimeout, SocksConnector,
            Transport,
        },
    },
};
use url::Host;

#[cfg(windows)]
use super::polled_tcp::PolledTcpConnector as TcpConnector;
use super::{
    reach::reachable,
    tls::TlsConnector,
    watch::{Watch, WatchedTransport, cancelled},
};
use crate::{Canceller, own_thread};

/// Runs `work` in its own thread and returns its result. Abandons the thread and fails if the time
/// limit expires or the call is cancelled. A panic in it is an error, too, without its message, which may
/// contain the address of a proxy.
fn run_detached<T: Send + 'static>(
    canceller: &Canceller,
    timeout: NextTimeout,
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    let (sender, receiver) = mpsc::channel();
    let _hook = {
        let sender = sender.clone();
        canceller.on_cancel(move || drop(sender.send(Err(cancelled()))))
    };
    own_thread::start(move || {
        let panicked = |_| {
            Err(Error::Io(io::Error::other(
                "an internal error of mwaccount",
            )))
        };
        let result = catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(panicked);
        // Nobody waits for it if the thread was abandoned.
        let _ = sender.send(result);
    })?;
    receiver
        .recv_timeout(*timeout.after)
        .unwrap_or(Err(Error::Timeout(timeout.reason)))
}

/// A resolver that puts the look-up off until a connection is opened: ureq calls it before it looks for
/// a kept connection. It is not used for the host of a proxy.
#[derive(Debug)]
pub(super) struct DeferredResolver;

impl Resolver for DeferredResolver {
    /// Returns a placeholder, which tells [`WatchedConnector`] to look the name up. A proxy that looks names
    /// up itself gets none.
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let mut placeholder = self.empty();
        placeholder.push(SocketAddr::from(([0, 0, 0, 0], 0)));
        Ok(placeholder)
    }
}

/// Looks a name up. After a redirect to it, returns only the addresses that `led_from` may lead to.
fn addresses_of(
    uri: &Uri,
    config: &Config,
    led_from: Option<&Host>,
) -> Result<ResolvedSocketAddrs, Error> {
    // Given a time limit, ureq would start another thread.
    let resolved = DefaultResolver::default().resolve(uri, config, NextTimeout::default())?;
    match led_from {
        Some(led_from) => reachable(&resolved, led_from),
        None => Ok(resolved),
    }
}

/// Returns the time limit after a part of the time has passed.
fn left(mut timeout: NextTimeout, passed: Duration) -> Result<NextTimeout, Error> {
    if !timeout.after.is_not_happening() {
        let left = timeout.after.saturating_sub(passed);
        if left.is_zero() {
            return Err(Error::Timeout(timeout.reason));
        }
        timeout.after = left.into();
    }
    Ok(timeout)
}

/// ureq's own connectors, on Windows with another one for TCP, followed by TLS.
type ConnectorChain = dyn Connector<(), Out = Box<dyn Transport>>;

fn connector_chain(tls: TlsConnector) -> Arc<ConnectorChain> {
    Arc::new(
        ().chain(SocksConnector::default())
            .chain(ConnectProxyConnector::default())
            .chain(TcpConnector::default())
            .chain(tls),
    )
}

/// A connector whose connections are watched.
#[derive(Debug)]
pub(super) struct WatchedConnector {
    inner: Arc<ConnectorChain>,
    /// For proxies, to which the client certificate must not be sent.
    to_proxy: Arc<ConnectorChain>,
    look_up: LookUp,
    watch: Arc<Watch>,
}

/// A function as [`addresses_of`].
type LookUp = fn(&Uri, &Config, Option<&Host>) -> Result<ResolvedSocketAddrs, Error>;

impl WatchedConnector {
    pub(super) fn new(tls: TlsConnector, watch: Arc<Watch>) -> Self {
        Self {
            inner: connector_chain(tls),
            to_proxy: connector_chain(TlsConnector::default()),
            look_up: addresses_of,
            watch,
        }
    }
}

impl Connector for WatchedConnector {
    type Out = WatchedTransport;

    fn connect(
        &self,
        details: &ConnectionDetails,
        chained: Option<()>,
    ) -> Result<Option<Self::Out>, Error> {
        // Dropped when this request no longer waits for the connection.
        let waiting = Arc::new(());
        let register = {
            let (watch, waiting) = (Arc::clone(&self.watch), Arc::downgrade(&waiting));
            Arc::new(move |socket| watch.register_socket(socket, &waiting))
        };
        let (inner, to_proxy) = (Arc::clone(&self.inner), Arc::clone(&self.to_proxy));
        let (uri, config) = (details.uri.clone(), details.config.clone());
        let (timeout, look_up) = (details.timeout, self.look_up);
        let (placeholder, led_from) = (details.addrs.clone(), self.watch.led_from());
        let current_time = Arc::clone(&details.current_time);
        let connected = run_detached(&self.watch.canceller(), timeout, move || {
            let start = Instant::now();
            let addrs = if placeholder.is_empty() {
                placeholder
            } else {
                look_up(&uri, &config, led_from.as_ref())?
            };
            // What is left is divided among the addresses.
            let timeout = left(timeout, start.elapsed())?;
            let details = ConnectionDetails {
                uri: &uri,
                addrs,
                config: &config,
                request_level: false,
                resolver: &DefaultResolver::default(),
                now: current_time(),
                timeout,
                current_time,
                // Not watched: bytes sent to a proxy while connecting are not part of the request.
                run_connector: Arc::new(move |details: &ConnectionDetails| {
                    let connected = to_proxy.connect(details, None)?;
                    connected.ok_or(Error::ConnectionFailed)
                }),
                register_shutdown: register,
            };
            inner.connect(&details, chained)
        });
        drop(waiting);
        if connected.is_err() {
            self.watch.shutdown_sockets();
        }
        Ok(connected?.map(|inner| WatchedTransport::new(inner, &self.watch)))
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Mutex, thread};

    use ureq::{
        Agent, Timeout,
        unversioned::{resolver::ArrayVec, transport::time},
    };

    use super::*;

    #[test]
    fn a_thread_that_cannot_be_interrupted_is_abandoned() {
        let canceller = Canceller::new();
        let sleep = || {
            thread::sleep(Duration::from_secs(60));
            Ok(())
        };
        let timeout = |millis| NextTimeout {
            after: time::Duration::from_millis(millis),
            reason: Timeout::Connect,
            ..NextTimeout::default()
        };
        let start = Instant::now();
        let timed_out = run_detached(&canceller, timeout(10), sleep);
        assert!(matches!(timed_out, Err(Error::Timeout(Timeout::Connect))));
        thread::spawn({
            let canceller = canceller.clone();
            move || canceller.cancel()
        });
        let cancelled = run_detached(&canceller, timeout(60_000), sleep);
        assert!(matches!(cancelled, Err(Error::Io(_))));
        let panicked: Result<(), _> =
            run_detached(&canceller, timeout(60_000), || panic!("hunter2"));
        assert!(!panicked.unwrap_err().to_string().contains("hunter2"));
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    /// Keeps the time limit that it is given.
    #[derive(Debug, Clone, Default)]
    struct Limit(Arc<Mutex<Option<Duration>>>);

    impl Connector for Limit {
        type Out = Box<dyn Transport>;

        fn connect(
            &self,
            details: &ConnectionDetails,
            _: Option<()>,
        ) -> Result<Option<Self::Out>, Error> {
            *self.0.lock().unwrap() = Some(*details.timeout.after);
            Err(Error::ConnectionFailed)
        }
    }

    #[test]
    fn the_addresses_share_the_time_that_the_look_up_leaves() {
        let connect = |look_up: LookUp, millis| {
            let limit = Limit::default();
            let connector = WatchedConnector {
                look_up,
                inner: Arc::new(limit.clone()),
                ..WatchedConnector::new(TlsConnector::default(), Arc::default())
            };
            let config = Agent::config_builder()
                .timeout_global(Some(Duration::from_millis(millis)))
                .build();
            let agent = Agent::with_parts(config, connector, DeferredResolver);
            let error = agent.get("http://wiki.example/").call().unwrap_err();
            (error, limit.0.lock().unwrap().take())
        };
        let slow: LookUp = |_, _, _| {
            thread::sleep(Duration::from_millis(300));
            let address = SocketAddr::from(([127, 0, 0, 1], 1));
            let mut addresses = ArrayVec::from_fn(|_| address);
            addresses.push(address);
            Ok(addresses)
        };
        let (error, limit) = connect(slow, 60_000);
        assert!(matches!(error, Error::ConnectionFailed), "{error}");
        let limit = limit.expect("it connects");
        assert!(limit <= Duration::from_millis(59_700), "{limit:?}");
        assert!(limit > Duration::from_secs(30), "{limit:?}");
        let (error, limit) = connect(slow, 100);
        assert!(matches!(error, Error::Timeout(_)), "{error}");
        assert_eq!(limit, None);
    }
}
