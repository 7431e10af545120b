//! Cancelling a call from another thread.

use std::{
    fmt,
    sync::{
        Arc, Condvar, MutexGuard,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::{
    Reason, TransportError,
    process::{ForkableMutex, Process},
};

/// Cancels the calls of a [`Wiki`](crate::Wiki) from another thread, for example when a user
/// closes a window. Clones cancel the same calls.
///
/// A cancellation lasts until [`reset`](Self::reset). It ends the current call, and every later
/// call before it sends anything, so a cancellation that comes just before a call still applies
/// to it. The thread that makes the calls should reset before each call that a user starts; that
/// discards a cancellation which came too late for the previous call.
///
/// In a child process, after a `fork`, it does not cancel the calls of the parent. If another thread of
/// the parent was using it during the fork, or one of the child uses it for 200 ms at once (a hook must
/// return quickly), its [hooks](Self::on_cancel) are no longer called in the child; create another one
/// there.
///
/// The result of a cancelled call is reliable:
/// - an [`Error`](crate::Error) with [`Reason::Cancelled`]: certainly nothing was created;
/// - [`Step::Unknown`](crate::Step::Unknown): a request that may create the account had been
///   sent. The wiki may still handle it, and no existence check was made;
/// - any other step: the wiki had answered before the cancellation.
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

struct Shared {
    /// Changed only while `hooks` is locked, the mutex of `changed`, unless a fork has left it locked.
    cancelled: AtomicBool,
    hooks: ForkableMutex<Hooks>,
    changed: Condvar,
    /// The process that created the canceller.
    process: Process,
}

impl Default for Shared {
    fn default() -> Self {
        Self {
            cancelled: AtomicBool::default(),
            hooks: ForkableMutex::default(),
            changed: Condvar::default(),
            process: Process::current(),
        }
    }
}

#[derive(Default)]
struct Hooks {
    all: Vec<RegisteredHook>,
    next: u64,
}

struct RegisteredHook {
    id: u64,
    /// The process whose call the hook interrupts. A child has a copy of the hook, and must not shut
    /// down the connection of its parent's call.
    process: Process,
    run: Box<dyn Fn() + Send>,
}

impl Canceller {
    /// Creates a canceller that is not cancelled, for using a transport without a
    /// [`Wiki`](crate::Wiki).
    pub fn new() -> Self {
        Self::default()
    }

    /// Cancels the current call and those that begin before a [`reset`](Self::reset). It returns
    /// at once, usually before the cancelled call does. It takes a lock, so it must not be called
    /// from a signal handler.
    pub fn cancel(&self) {
        let hooks = self.hooks();
        self.0.cancelled.store(true, Ordering::SeqCst);
        self.0.changed.notify_all();
        // The lock is held, so that no hook runs after its guard is dropped or after a reset.
        let all = hooks.iter().flat_map(|hooks| &hooks.all);
        for hook in all.filter(|hook| hook.process.is_current()) {
            (hook.run)();
        }
    }

    /// Returns whether calls are cancelled.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::SeqCst)
    }

    /// Ends a cancellation, so that calls are possible again. Call it between calls, on the thread
    /// that makes them: a call in progress might not notice that it was cancelled.
    pub fn reset(&self) {
        let _hooks = self.hooks();
        self.0.cancelled.store(false, Ordering::SeqCst);
    }

    /// Waits for `duration` or until a cancellation; returns whether calls are cancelled.
    pub fn wait(&self, duration: Duration) -> bool {
        match self.hooks() {
            Some(hooks) => {
                let goes_on = |_: &mut Hooks| !self.is_cancelled();
                drop(self.0.changed.wait_timeout_while(hooks, duration, goes_on));
            }
            None => self.poll(duration),
        }
        self.is_cancelled()
    }

    /// Registers a `hook` that [`cancel`](Self::cancel) calls on its own thread, until the
    /// returned guard is dropped. If calls are already cancelled, the hook is called at once. A
    /// transport uses it to interrupt its waiting (see
    /// [`Limits::canceller`](crate::transport::Limits::canceller)). The hook must return quickly,
    /// and the only method of the canceller it may call is [`is_cancelled`](Self::is_cancelled).
    pub fn on_cancel(&self, hook: impl Fn() + Send + 'static) -> CancelHook {
        self.on_cancel_in(Process::current(), hook)
    }

    /// Does what [`on_cancel`](Self::on_cancel) does, in a process that is known to be the current one.
    pub(crate) fn on_cancel_in(
        &self,
        process: Process,
        hook: impl Fn() + Send + 'static,
    ) -> CancelHook {
        let mut hooks = self.hooks();
        if self.is_cancelled() {
            hook();
        }
        let id = hooks.as_mut().map(|hooks| {
            let id = hooks.next;
            hooks.next += 1;
            hooks.all.push(RegisteredHook {
                id,
                process,
                run: Box::new(hook),
            });
            id
        });
        CancelHook {
            canceller: self.clone(),
            id,
        }
    }

    /// Locks the hooks. Returns `None` in a child process if another thread of the parent had locked
    /// them during the fork.
    fn hooks(&self) -> Option<MutexGuard<'_, Hooks>> {
        self.0.hooks.lock_unless_abandoned().or_else(|| {
            // Asked only now, since the number of the process is a system call.
            let is_current = self.0.process.is_current();
            is_current.then(|| self.0.hooks.lock())
        })
    }

    /// Waits like [`wait`](Self::wait), without the mutex.
    fn poll(&self, duration: Duration) {
        let start = Instant::now();
        while !self.is_cancelled() && start.elapsed() < duration {
            let left = duration.saturating_sub(start.elapsed());
            thread::sleep(left.min(Duration::from_millis(10)));
        }
    }
}

impl fmt::Debug for Canceller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Canceller")
            .field("cancelled", &self.is_cancelled())
            .finish()
    }
}

/// A guard that keeps a hook of [`Canceller::on_cancel`] registered. Dropping it waits for a
/// running call of the hook; the hook is never called again after that.
#[must_use = "the hook is unregistered when this is dropped"]
#[derive(Debug)]
pub struct CancelHook {
    canceller: Canceller,
    /// `None` if the hook was not registered.
    id: Option<u64>,
}

impl Drop for CancelHook {
    fn drop(&mut self) {
        let hooks = self.id.and_then(|id| Some((id, self.canceller.hooks()?)));
        if let Some((id, mut hooks)) = hooks {
            hooks.all.retain(|hook| hook.id != id);
        }
    }
}

impl TransportError {
    /// Creates the error for a call that was cancelled before it sent any of a request.
    pub(crate) fn cancelled() -> Self {
        Self::new(
            Reason::Cancelled,
            "the call was cancelled before its request was sent; reset the canceller to go on",
        )
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn a_cancellation_lasts_until_reset() {
        let canceller = Canceller::new();
        assert!(!canceller.is_cancelled() && !canceller.wait(Duration::ZERO));
        canceller.clone().cancel();
        assert!(canceller.is_cancelled() && canceller.wait(Duration::MAX));
        canceller.reset();
        assert!(!canceller.is_cancelled());
        assert_eq!(format!("{canceller:?}"), "Canceller { cancelled: false }");
    }

    #[test]
    fn a_cancellation_ends_a_wait() {
        let canceller = Canceller::new();
        let other = canceller.clone();
        let start = Instant::now();
        let waiting = thread::spawn(move || other.wait(Duration::from_secs(60)));
        canceller.cancel();
        assert!(waiting.join().unwrap());
        assert!(start.elapsed() < Duration::from_secs(10));
    }

    #[test]
    fn a_hook_is_called_until_its_guard_is_dropped() {
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
