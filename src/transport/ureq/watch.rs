//! Connections that record whether any of a request was sent, and that can be shut down from
//! another thread.

use std::{
    fmt, io, mem,
    sync::{Arc, Mutex, MutexGuard, PoisonError, Weak},
    time::{Duration, Instant},
};

use ureq::{
    Error, Timeout,
    unversioned::transport::{Buffers, NextTimeout, ShutdownHandle, Transport},
};
use url::Host;
use zeroize::{Zeroize, Zeroizing};

use super::{
    MAX_TIMEOUT,
    persistence::{self, MIN_IDLE_ONCE, Persistence},
};
use crate::{
    CancelHook, Canceller,
    http::{Effect, Request},
    process::Process,
    transport::Limits,
};

/// A socket's time limit is rounded up to a multiple of this part of the request's, so that it is set once
/// and not before each read and write.
const TIMEOUT_PARTS: u32 = 256;

/// The state of the current request, shared by all connections.
#[derive(Default)]
pub(super) struct Watch(Mutex<RequestState>);

#[derive(Default)]
struct RequestState {
    /// The moment at which the first bytes were written.
    sent_at: Option<Instant>,
    canceller: Canceller,
    /// The host that the caller named, if the request goes to another one.
    led_from: Option<Host>,
    /// The host and port of the request.
    server: String,
    is_sent_once: bool,
    /// The length of the body, until the head was given.
    body_length: Option<usize>,
    /// The time limit of the request.
    limit: Duration,
    /// The open sockets, including an idle one.
    sockets: Vec<Weak<dyn ShutdownHandle>>,
    /// How often all sockets were shut down.
    shutdowns: u64,
}

impl Watch {
    /// Begins a new request. While the returned guard is kept, a cancellation shuts down all
    /// sockets.
    pub(super) fn begin_request(
        self: &Arc<Self>,
        request: &Request,
        limits: &Limits,
        process: Process,
    ) -> CancelHook {
        {
            let mut state = self.state();
            state.sent_at = None;
            state.canceller = limits.canceller.clone();
            state.led_from.clone_from(&request.led_from);
            persistence::server(&request.url).clone_into(&mut state.server);
            state.is_sent_once = request.effect != Effect::Read;
            state.body_length = None;
            state.limit = limits.timeout.min(MAX_TIMEOUT);
        }
        let this = Arc::clone(self);
        limits
            .canceller
            .on_cancel_in(process, move || this.shutdown_sockets())
    }

    /// Returns the moment at which the first bytes of the request were written to a connection.
    pub(super) fn sent_at(&self) -> Option<Instant> {
        self.state().sent_at
    }

    /// Returns the canceller of the current request.
    pub(super) fn canceller(&self) -> Canceller {
        self.state().canceller.clone()
    }

    /// Returns the host that the caller named, if the current request goes to another one.
    pub(super) fn led_from(&self) -> Option<Host> {
        self.state().led_from.clone()
    }

    /// Announces the body of the current request, so that its head waits for it.
    pub(super) fn expect_body(&self, length: usize) {
        self.state().body_length = Some(length);
    }

    /// Returns whether the head is to be written together with the body that was announced, which it is if both
    /// fit into the output, and forgets the body. A head that does not fit comes in parts, which are not held.
    fn hold_head(&self, head: &[u8], output: usize) -> bool {
        let body = self.state().body_length.take();
        head.ends_with(b"\r\n\r\n")
            && body.is_some_and(|body| body > 0 && body <= output.saturating_sub(head.len()))
    }

    /// Rounds up the time that is left to the request.
    fn coarse(&self, mut timeout: NextTimeout) -> NextTimeout {
        let part = self.state().limit / TIMEOUT_PARTS;
        let parts = timeout.after.as_nanos().checked_div(part.as_nanos());
        if let Some(parts) = parts.and_then(|parts| u32::try_from(parts).ok())
            && parts < TIMEOUT_PARTS
        {
            timeout.after = (part * (parts + 1)).into();
        }
        timeout
    }

    /// Registers an open socket; fails if the request no longer waits for it. `waiting` is checked
    /// under the lock of [`shutdown_sockets`](Self::shutdown_sockets), so that no socket escapes a
    /// shutdown.
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

    /// Shuts down all sockets. Reads and writes on them return at once, with an error or the end of
    /// input. ureq does not use such a connection again.
    pub(super) fn shutdown_sockets(&self) {
        let mut state = self.state();
        state.shutdowns += 1;
        for socket in state.sockets.iter().filter_map(Weak::upgrade) {
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

/// Returns the error with which ureq ends a cancelled request. Its text is not shown. ureq gives no
/// special meaning to an I/O error of kind `Other`.
pub(super) fn cancelled() -> Error {
    Error::Io(io::Error::other("cancelled"))
}

/// A connection, over TLS or not, ready for the request.
#[derive(Debug)]
pub(super) struct WatchedTransport {
    inner: Box<dyn Transport>,
    watch: Arc<Watch>,
    /// The host and port of the server.
    server: String,
    /// The host from which a request led here when the connection was opened.
    led_from: Option<Host>,
    /// How often all sockets had been shut down when the connection was opened.
    shutdowns: u64,
    progress: Progress,
    /// The head of a request whose body has not been given yet.
    head: Zeroizing<Vec<u8>>,
}

/// The progress of a connection's requests.
#[derive(Debug, Clone, Copy)]
enum Progress {
    /// Nothing was received.
    New,
    /// The last request is being answered, or was; with the time of the latest bytes.
    Answered(Instant),
    /// A further request was sent on the kept connection, and nothing was received since.
    SentAgain,
}

impl WatchedTransport {
    pub(super) fn new(inner: Box<dyn Transport>, watch: &Arc<Watch>) -> Self {
        let state = watch.state();
        Self {
            inner,
            watch: Arc::clone(watch),
            server: state.server.clone(),
            led_from: state.led_from.clone(),
            shutdowns: state.shutdowns,
            progress: Progress::New,
            head: Zeroizing::default(),
        }
    }

    /// Remembers that the server ended the kept connection, unless a cancellation did, or a failure to
    /// connect to another server.
    fn ended_early(&self) {
        if !self.is_cancelled() && self.watch.state().shutdowns == self.shutdowns {
            persistence::remember(&self.server, Persistence::EndsEarly);
        }
    }

    /// Waits until the connection was idle for [`MIN_IDLE_ONCE`], or until it ends, if a request that
    /// is sent only once is about to use it and the server is not known to keep connections.
    fn await_early_end(&mut self) {
        let Progress::Answered(at) = self.progress else {
            return;
        };
        let is_needed = self.watch.state().is_sent_once;
        let left = MIN_IDLE_ONCE.saturating_sub(at.elapsed());
        if !is_needed || left.is_zero() || persistence::of(&self.server).is_some() {
            return;
        }
        // What this returns, and received bytes, the caller sees too.
        let _ = self.inner.await_input(NextTimeout {
            after: left.into(),
            reason: Timeout::Global,
            ..NextTimeout::default()
        });
    }

    /// Returns whether the current request may use the address that the connection is to: which addresses it
    /// may be led to is checked only when a connection is opened.
    fn may_be_led_to(&self) -> bool {
        let led_from = &self.watch.state().led_from;
        led_from.is_none() || *led_from == self.led_from
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
        let output = self.inner.buffers().output();
        if self.watch.hold_head(&output[..amount], output.len()) {
            self.head = Zeroizing::new(output[..amount].to_vec());
            output[..amount].zeroize();
            return Ok(());
        }
        let head = mem::take(&mut self.head);
        output.copy_within(..amount, head.len());
        output[..head.len()].copy_from_slice(&head);
        let amount = head.len() + amount;
        if matches!(self.progress, Progress::Answered(_)) {
            self.progress = Progress::SentAgain;
        }
        let transmitted = if self.is_cancelled() {
            Err(cancelled())
        } else {
            self.watch.state().sent_at.get_or_insert_with(Instant::now);
            self.inner
                .transmit_output(amount, self.watch.coarse(timeout))
        };
        self.inner.buffers().output()[..amount].zeroize();
        if transmitted.is_err() && matches!(self.progress, Progress::SentAgain) {
            self.ended_early();
        }
        transmitted
    }

    fn await_input(&mut self, timeout: NextTimeout) -> Result<bool, Error> {
        if self.is_cancelled() {
            return Err(cancelled());
        }
        let input = self.inner.await_input(self.watch.coarse(timeout));
        let is_on_kept = matches!(self.progress, Progress::SentAgain);
        if matches!(input, Ok(true)) {
            self.progress = Progress::Answered(Instant::now());
            if is_on_kept {
                persistence::remember(&self.server, Persistence::Keeps);
            }
        } else if is_on_kept {
            self.ended_early();
        }
        match input {
            // Data that the wiki sent is still used; the end of input is ours, not the wiki's.
            Ok(false) | Err(_) if self.is_cancelled() => Err(cancelled()),
            // ureq would treat these as the end of a body without a length.
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

    /// Returns whether the connection can be used again. ureq asks before it keeps the connection, which
    /// needs no look at the socket, and before it uses it for the next request.
    fn is_open(&mut self) -> bool {
        if self.watch.sent_at().is_some() {
            return true;
        }
        if !self.may_be_led_to() {
            return false;
        }
        self.await_early_end();
        let is_open = self.inner.buffers().input().is_empty() && self.inner.is_open();
        if !is_open {
            self.ended_early();
        }
        is_open
    }

    fn is_tls(&self) -> bool {
        self.inner.is_tls()
    }
}
