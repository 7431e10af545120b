//! Connecting to a server: name look-up, TCP, the exchange with a proxy, the TLS handshake. None
//! of the request is sent here.
//!
//! The system's name look-up and `connect` cannot be interrupted, so they run in a thread that is
//! abandoned when the request is cancelled or times out. The sockets of an abandoned thread are
//! shut down and it cannot open new ones; it ends when its own time limit or that of the system's
//! look-up expires. A request on a kept connection needs neither look-up nor thread.

use std::{
    net::SocketAddr,
    sync::{Arc, mpsc},
    thread,
};

use ureq::{
    Error,
    config::Config,
    http::Uri,
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{
            ConnectProxyConnector, ConnectionDetails, Connector, NextTimeout, SocksConnector,
            TcpConnector, Transport,
        },
    },
};
use url::Host;

use super::{
    reach::reachable,
    tls::TlsConnector,
    watch::{Watch, WatchedTransport, cancelled},
};
use crate::Canceller;

/// Runs `work` in its own thread and returns its result. Abandons the thread and fails if the time
/// limit expires or the call is cancelled.
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
    thread::Builder::new().spawn(move || sender.send(work()))?;
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

/// ureq's own connectors, followed by TLS.
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
    watch: Arc<Watch>,
}

impl WatchedConnector {
    pub(super) fn new(tls: TlsConnector, watch: Arc<Watch>) -> Self {
        Self {
            inner: connector_chain(tls),
            to_proxy: connector_chain(TlsConnector::default()),
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
        let (timeout, now) = (details.timeout, details.now);
        let (placeholder, led_from) = (details.addrs.clone(), self.watch.led_from());
        let current_time = Arc::clone(&details.current_time);
        let connected = run_detached(&self.watch.canceller(), timeout, move || {
            let addrs = if placeholder.is_empty() {
                placeholder
            } else {
                addresses_of(&uri, &config, led_from.as_ref())?
            };
            let details = ConnectionDetails {
                uri: &uri,
                addrs,
                config: &config,
                request_level: false,
                resolver: &DefaultResolver::default(),
                now,
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
    use std::time::{Duration, Instant};

    use ureq::{Timeout, unversioned::transport::time};

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
        assert!(start.elapsed() < Duration::from_secs(10));
    }
}
