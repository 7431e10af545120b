//! Cancelling a call from another thread.

use std::{
    fmt,
    sync::{
        Arc, Condvar, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use crate::{Reason, TransportError};

/// Cancels the calls of a [`Wiki`](crate::Wiki) from another thread, as when somebody
/// closes the window that shows a creation. Clones cancel the same calls.
///
/// A cancellation holds until [`reset`](Self::reset): it ends the call under way, and
/// every later one before it sends anything. So it cannot miss its call by coming a
/// moment too early. Who makes the calls resets before each that a person asks for, and
/// so drops a cancellation that came too late for the call before.
///
/// What a cancelled call says is as true as ever:
/// - an [`Error`](crate::Error) with [`Reason::Cancelled`]: surely nothing was created;
/// - [`Step::Unknown`](crate::Step::Unknown) where a request that may create the account
///   was on its way: the wiki may still handle it, and nobody was asked what came of it;
/// - any other step, where the wiki's word had come before the cancellation.
///
/// ```
/// # let mut wiki = mwaccount::Wiki::connect("https://wiki.example.org/w/api.php")?;
/// let canceller = wiki.canceller();
/// std::thread::spawn(move || canceller.cancel()).join().unwrap();
/// let stopped = wiki.fields().unwrap_err();
/// assert_eq!(stopped.reason, mwaccount::Reason::Cancelled);
/// wiki.canceller().reset();
/// # Ok::<(), mwaccount::Error>(())
/// ```
#[derive(Clone, Default)]
pub struct Canceller(Arc<Shared>);

#[derive(Default)]
struct Shared {
    /// Changed only while `hooks` is locked, which `changed` goes with.
    cancelled: AtomicBool,
    hooks: Mutex<Hooks>,
    changed: Condvar,
}

#[derive(Default)]
struct Hooks {
    all: Vec<(u64, Box<dyn Fn() + Send>)>,
    next: u64,
}

impl Canceller {
    /// One that cancels nothing yet, for driving a transport without a
    /// [`Wiki`](crate::Wiki).
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancels the call under way and those that begin before a
    /// [`reset`](Self::reset). It returns at once, most often before the call does. It
    /// takes a lock, so it is not for a signal handler.
    pub fn cancel(&self) {
        let hooks = self.hooks();
        self.0.cancelled.store(true, Ordering::SeqCst);
        self.0.changed.notify_all();
        // Still locked: after a hook's guard is dropped, or after a reset, none runs.
        for (_, hook) in &hooks.all {
            hook();
        }
    }

    /// Whether a cancellation holds.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::SeqCst)
    }

    /// Ends a cancellation, so that calls are possible again. It is meant for the thread
    /// that makes the calls, between them: a call under way might not notice that it was
    /// cancelled.
    pub fn reset(&self) {
        let _hooks = self.hooks();
        self.0.cancelled.store(false, Ordering::SeqCst);
    }

    /// Waits so long, or until a cancellation; says whether one holds.
    pub fn wait(&self, duration: Duration) -> bool {
        let waited = self
            .0
            .changed
            .wait_timeout_while(self.hooks(), duration, |_| !self.is_cancelled());
        drop(waited);
        self.is_cancelled()
    }

    /// Has `hook` called by [`cancel`](Self::cancel), on its thread, until the guard is
    /// dropped, and at once if a cancellation holds. With it a transport wakes itself up
    /// (see [`Limits::canceller`](crate::transport::Limits::canceller)). A hook must be
    /// quick, and of the canceller it may call nothing but
    /// [`is_cancelled`](Self::is_cancelled).
    pub fn on_cancel(&self, hook: impl Fn() + Send + 'static) -> CancelHook {
        let mut hooks = self.hooks();
        if self.is_cancelled() {
            hook();
        }
        let id = hooks.next;
        hooks.next += 1;
        hooks.all.push((id, Box::new(hook)));
        CancelHook {
            canceller: self.clone(),
            id,
        }
    }

    fn hooks(&self) -> MutexGuard<'_, Hooks> {
        self.0.hooks.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Canceller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Canceller")
            .field("cancelled", &self.is_cancelled())
            .finish()
    }
}

/// Keeps a hook of [`Canceller::on_cancel`]; dropped, it waits for a hook that is being
/// called, and then the hook is never called again.
#[must_use = "the hook is called only as long as this is kept"]
#[derive(Debug)]
pub struct CancelHook {
    canceller: Canceller,
    id: u64,
}

impl Drop for CancelHook {
    fn drop(&mut self) {
        self.canceller.hooks().all.retain(|(id, _)| *id != self.id);
    }
}

impl TransportError {
    /// A cancellation before anything of a request went out.
    pub(crate) fn cancelled() -> Self {
        Self::new(
            Reason::Cancelled,
            "the call was cancelled before its request was sent; reset the canceller to go on",
        )
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::mpsc, thread, time::Instant};

    use super::*;

    #[test]
    fn it_holds_until_reset() {
        let canceller = Canceller::new();
        assert!(!canceller.is_cancelled() && !canceller.wait(Duration::ZERO));
        canceller.clone().cancel();
        assert!(canceller.is_cancelled() && canceller.wait(Duration::MAX));
        canceller.reset();
        assert!(!canceller.is_cancelled());
        assert_eq!(format!("{canceller:?}"), "Canceller { cancelled: false }");
    }

    #[test]
    fn a_wait_ends_with_it() {
        let canceller = Canceller::new();
        let other = canceller.clone();
        let start = Instant::now();
        let waiting = thread::spawn(move || other.wait(Duration::from_secs(60)));
        canceller.cancel();
        assert!(waiting.join().unwrap());
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_hook_is_called_as_long_as_it_is_kept() {
        let canceller = Canceller::new();
        let (sender, receiver) = mpsc::channel();
        let hook = {
            let sender = sender.clone();
            canceller.on_cancel(move || sender.send("early").unwrap())
        };
        canceller.cancel();
        assert_eq!(receiver.try_recv(), Ok("early"));
        drop(hook);
        canceller.cancel();
        assert!(receiver.try_recv().is_err());
        let _late = canceller.on_cancel(move || sender.send("late").unwrap());
        assert_eq!(receiver.try_recv(), Ok("late"));
    }
}
