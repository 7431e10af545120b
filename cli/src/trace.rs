//! A transport wrapper that counts requests, prints them with `-v`, and prints a notice if a
//! response takes long.

use std::{
    io::{self, IsTerminal},
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

use mwaccount::{
    Reason, TransportError,
    http::{Effect, Reply, Request},
    transport::{Exchange, Limits, Transport},
};

use crate::terminal::print_message;

/// The time after which the notice is printed.
const NOTICE_DELAY: Duration = Duration::from_secs(3);

/// The run that decides whether a request is sent.
pub trait RequestGate: Send + Sync {
    /// Records a request that is about to be sent. Returns `false` if it must not be sent,
    /// because the run has ended, or because it was interrupted and the request may create the
    /// account.
    fn begin_request(&self, kind: Effect) -> bool;

    /// Corrects [`begin_request`](Self::begin_request) for a request that was not sent.
    fn request_not_sent(&self, kind: Effect);
}

/// The transport wrapper.
pub struct Traced<T> {
    inner: T,
    gate: Arc<dyn RequestGate>,
    verbose: bool,
}

impl<T: Transport> Traced<T> {
    /// Wraps `inner`. Prints every request if `verbose`.
    pub fn new(inner: T, gate: Arc<dyn RequestGate>, verbose: bool) -> Self {
        Self {
            inner,
            gate,
            verbose,
        }
    }
}

impl<T: Transport> Transport for Traced<T> {
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply {
        if !self.gate.begin_request(request.effect) {
            return Reply::NotSent(TransportError::new(
                Reason::Cancelled,
                "cancelled; nothing was created",
            ));
        }
        let start = Instant::now();
        let show_notice = !self.verbose && io::stderr().is_terminal();
        let host = request.url.host_str().unwrap_or_default();
        let reply = with_wait_notice(show_notice, host, || self.inner.send(request, limits));
        if matches!(reply, Reply::NotSent(_)) {
            self.gate.request_not_sent(request.effect);
        }
        if self.verbose {
            let took = start.elapsed();
            let exchange = Exchange::new(request, &reply, took);
            print_message(&exchange.to_string());
        }
        reply
    }

    fn sent_at(&self) -> Option<Instant> {
        self.inner.sent_at()
    }
}

/// Calls `work`, and prints a notice if it takes longer than [`NOTICE_DELAY`].
fn with_wait_notice<R>(show_notice: bool, host: &str, work: impl FnOnce() -> R) -> R {
    if !show_notice {
        return work();
    }
    thread::scope(|scope| {
        let (done, wait) = mpsc::channel::<()>();
        scope.spawn(move || {
            if wait.recv_timeout(NOTICE_DELAY) == Err(mpsc::RecvTimeoutError::Timeout) {
                print_message(&format!("waiting for {host} ..."));
            }
        });
        let result = work();
        drop(done);
        result
    })
}
