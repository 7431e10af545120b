//! Connections that note whether anything of a request went out.

use std::{
    io,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use ureq::{
    Error,
    unversioned::transport::{
        Buffers, ConnectionDetails, Connector, DefaultConnector, NextTimeout, Transport, time,
    },
};
use zeroize::Zeroize;

/// What is known of the request under way, shared by all connections.
#[derive(Debug, Default)]
pub(super) struct Watch(Mutex<Course>);

#[derive(Debug, Default)]
struct Course {
    sent: bool,
    deadline: Option<Instant>,
}

impl Watch {
    /// A new request begins and may take this long.
    pub(super) fn begin(&self, timeout: Duration) {
        *self.course() = Course {
            sent: false,
            deadline: Instant::now().checked_add(timeout),
        };
    }

    /// Whether bytes of the request were handed to a connection.
    pub(super) fn has_sent(&self) -> bool {
        self.course().sent
    }

    /// `timeout`, but never past the request's end: ureq starts it anew at each
    /// step of the talk with a proxy.
    fn cut(&self, mut timeout: NextTimeout) -> NextTimeout {
        if let Some(deadline) = self.course().deadline {
            let left = deadline.saturating_duration_since(Instant::now());
            timeout.after = timeout.after.min(left.into());
        }
        timeout
    }

    fn course(&self) -> MutexGuard<'_, Course> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// ureq's own connector, its connections watched.
#[derive(Debug)]
pub(super) struct WatchedConnector {
    inner: DefaultConnector,
    watch: Arc<Watch>,
}

impl WatchedConnector {
    pub(super) fn new(watch: Arc<Watch>) -> Self {
        Self {
            inner: DefaultConnector::new(),
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
        let details = ConnectionDetails {
            uri: details.uri,
            addrs: details.addrs.clone(),
            config: details.config,
            // All requests share one TLS configuration. Said to be the agent's, it is
            // built once, and not with the system's certificates for every connection.
            request_level: false,
            resolver: details.resolver,
            now: time::Instant::now(),
            timeout: self.watch.cut(details.timeout),
            current_time: details.current_time.clone(),
            run_connector: details.run_connector.clone(),
            register_shutdown: details.register_shutdown.clone(),
        };
        let connected = self.inner.connect(&details, chained);
        // ureq reaches an HTTP proxy through this same connector: the CONNECT it
        // wrote there was nothing of the request.
        self.watch.course().sent = false;
        Ok(connected?.map(|inner| WatchedTransport {
            inner,
            watch: Arc::clone(&self.watch),
        }))
    }
}

/// A connection, over TLS or not, ready for the request.
#[derive(Debug)]
pub(super) struct WatchedTransport {
    inner: Box<dyn Transport>,
    watch: Arc<Watch>,
}

impl Transport for WatchedTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        self.watch.course().sent = true;
        let transmitted = self.inner.transmit_output(amount, self.watch.cut(timeout));
        self.inner.buffers().output()[..amount].zeroize();
        transmitted
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        self.inner
            .await_input(self.watch.cut(timeout))
            .map_err(|error| match error {
                // ureq would take these for the end of a body that has no length.
                Error::Io(error)
                    if matches!(
                        error.kind(),
                        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted
                    ) =>
                {
                    Error::Io(io::Error::other(error))
                }
                error => error,
            })
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}
