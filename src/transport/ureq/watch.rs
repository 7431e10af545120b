//! Connections that note whether anything of a request went out, and that can be hung
//! up from another thread.

use std::{
    fmt, io,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
};

use ureq::{
    Error,
    unversioned::transport::{Buffers, NextTimeout, ShutdownHandle, Transport},
};
use zeroize::Zeroize;

use crate::{CancelHook, Canceller};

/// What is known of the request under way, shared by all connections.
#[derive(Default)]
pub(super) struct Watch(Mutex<RequestState>);

#[derive(Default)]
struct RequestState {
    sent: bool,
    canceller: Canceller,
    /// The sockets that are open, an idle one included.
    sockets: Vec<Weak<dyn ShutdownHandle>>,
}

impl Watch {
    /// A new request begins. While the guard is kept, a cancellation hangs up.
    pub(super) fn begin_request(self: &Arc<Self>, canceller: &Canceller) -> CancelHook {
        {
            let mut state = self.state();
            state.sent = false;
            state.canceller = canceller.clone();
        }
        let this = Arc::clone(self);
        canceller.on_cancel(move || this.shutdown_sockets())
    }

    /// Whether bytes of the request were handed to a connection.
    pub(super) fn has_sent(&self) -> bool {
        self.state().sent
    }

    /// Who may cancel the request under way.
    pub(super) fn canceller(&self) -> Canceller {
        self.state().canceller.clone()
    }

    /// Notes an open socket, as long as somebody wants it: `waiting` is looked at under
    /// the lock that [`shutdown_sockets`](Self::shutdown_sockets) takes, so that no socket escapes it.
    pub(super) fn register_socket(
        &self,
        socket: Weak<dyn ShutdownHandle>,
        waiting: &Weak<()>,
    ) -> Result<(), Error> {
        let mut state = self.state();
        if waiting.strong_count() == 0 {
            return Err(cancelled());
        }
        state.sockets.retain(|socket| socket.strong_count() > 0);
        state.sockets.push(socket);
        Ok(())
    }

    /// Shuts all sockets down: whoever reads or writes there goes on at once, with an
    /// error or an end of input. ureq does not use such a connection again.
    pub(super) fn shutdown_sockets(&self) {
        for socket in self.state().sockets.iter().filter_map(Weak::upgrade) {
            socket.shutdown();
        }
    }

    fn state(&self) -> MutexGuard<'_, RequestState> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Watch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Watch")
    }
}

/// What a request that was cancelled ends with inside ureq. Nobody reads its text, and
/// ureq takes an error of no kind for nothing but an error.
pub(super) fn cancelled() -> Error {
    Error::Io(io::Error::other("cancelled"))
}

/// A connection, over TLS or not, ready for the request.
#[derive(Debug)]
pub(super) struct WatchedTransport {
    inner: Box<dyn Transport>,
    watch: Arc<Watch>,
}

impl WatchedTransport {
    pub(super) fn new(inner: Box<dyn Transport>, watch: &Arc<Watch>) -> Self {
        Self {
            inner,
            watch: Arc::clone(watch),
        }
    }

    fn is_cancelled(&self) -> bool {
        self.watch.state().canceller.is_cancelled()
    }
}

impl Transport for WatchedTransport {
    fn buffers(&mut self) -> &mut dyn Buffers {
        self.inner.buffers()
    }

    fn transmit_output(&mut self, amount: usize, timeout: NextTimeout) -> Result<(), Error> {
        let transmitted = match self.is_cancelled() {
            true => Err(cancelled()),
            false => {
                self.watch.state().sent = true;
                self.inner.transmit_output(amount, timeout)
            }
        };
        self.inner.buffers().output()[..amount].zeroize();
        transmitted
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        if self.is_cancelled() {
            return Err(cancelled());
        }
        match self.inner.await_input(timeout) {
            // What a wiki still said is taken; the end of input is not the wiki's.
            Ok(false) | Err(_) if self.is_cancelled() => Err(cancelled()),
            // ureq would take these for the end of a body that has no length.
            Err(Error::Io(error))
                if matches!(
                    error.kind(),
                    io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted
                ) =>
            {
                Err(Error::Io(io::Error::other(error)))
            }
            input => input,
        }
    }

    fn is_open(&mut self) -> bool {
        self.inner.is_open()
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}
