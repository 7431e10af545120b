//! The way to a server: name look-up, connecting, the talk with a proxy, the TLS
//! handshake. Nothing of the request goes out on it.
//!
//! The system's name look-up and `connect` cannot be interrupted, so all of it is done
//! in threads that are left behind when the request is cancelled or its time is up. The
//! sockets of such a thread are shut down, and new ones refused to it; at the latest it
//! ends when its own time is up, or the system's look-up.

use std::{
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

use super::{
    tls::TlsConnector,
    watch::{Watch, WatchedTransport, cancelled},
};
use crate::Canceller;

/// What `work` gives, unless it takes longer than it may or is cancelled.
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

/// ureq's own resolver.
#[derive(Debug)]
pub(super) struct WatchedResolver(pub(super) Arc<Watch>);

impl Resolver for WatchedResolver {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let (uri, config) = (uri.clone(), config.clone());
        run_detached(&self.0.canceller(), timeout, move || {
            // With a time limit ureq would start a thread of its own.
            DefaultResolver::default().resolve(&uri, &config, NextTimeout::default())
        })
    }
}

/// ureq's own connectors, with TLS over them.
type ConnectorChain = dyn Connector<(), Out = Box<dyn Transport>>;

fn connector_chain(tls: TlsConnector) -> Arc<ConnectorChain> {
    Arc::new(
        ().chain(SocksConnector::default())
            .chain(ConnectProxyConnector::default())
            .chain(TcpConnector::default())
            .chain(tls),
    )
}

/// The way to a wiki, its connections watched.
#[derive(Debug)]
pub(super) struct WatchedConnector {
    inner: Arc<ConnectorChain>,
    /// To a proxy, which shall not have what the wiki's server is shown.
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
        // Held as long as this request waits for the connection.
        let waiting = Arc::new(());
        let register = {
            let (watch, waiting) = (Arc::clone(&self.watch), Arc::downgrade(&waiting));
            Arc::new(move |socket| watch.register_socket(socket, &waiting))
        };
        let (inner, to_proxy) = (Arc::clone(&self.inner), Arc::clone(&self.to_proxy));
        let (uri, config) = (details.uri.clone(), details.config.clone());
        let (addrs, timeout, now) = (details.addrs.clone(), details.timeout, details.now);
        let current_time = Arc::clone(&details.current_time);
        let connected = run_detached(&self.watch.canceller(), timeout, move || {
            let details = ConnectionDetails {
                uri: &uri,
                addrs,
                config: &config,
                request_level: false,
                resolver: &DefaultResolver::default(),
                now,
                timeout,
                current_time,
                // Past the watching: what is written to a proxy is nothing of the request.
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
    fn what_cannot_be_interrupted_is_left_behind() {
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
