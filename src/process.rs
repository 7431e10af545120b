//! The process that created a value: after a fork its connections belong to two processes.

use std::{
    sync::{
        Mutex, MutexGuard, PoisonError, TryLockError,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use crate::InvalidInput;

/// How long a mutex that is held for moments only stays locked before it counts as abandoned. A thread that
/// has locked it may have to wait for a processor.
const PATIENCE: Duration = Duration::from_millis(200);

/// A mutex that is held for moments only. In a process that was forked while another thread had locked it,
/// it stays locked: that thread does not exist there.
#[derive(Debug, Default)]
pub(crate) struct ForkableMutex<T> {
    mutex: Mutex<T>,
    /// True if it has stayed locked, so that nobody waits for it again.
    is_abandoned: AtomicBool,
}

impl<T> ForkableMutex<T> {
    /// Creates a mutex for a `static`.
    #[cfg(any(feature = "ureq", test))]
    pub const fn new(value: T) -> Self {
        Self {
            mutex: Mutex::new(value),
            is_abandoned: AtomicBool::new(false),
        }
    }

    /// Locks the mutex. Returns `None` if it stays locked.
    pub fn lock_unless_abandoned(&self) -> Option<MutexGuard<'_, T>> {
        if let Some(guard) = self.try_lock() {
            return Some(guard);
        }
        let start = Instant::now();
        while !self.is_abandoned.load(Ordering::Relaxed) {
            let waited = start.elapsed();
            if waited >= PATIENCE {
                self.is_abandoned.store(true, Ordering::Relaxed);
            } else if waited < Duration::from_millis(1) {
                thread::yield_now();
            } else {
                thread::sleep(Duration::from_millis(1));
            }
            if let Some(guard) = self.try_lock() {
                return Some(guard);
            }
        }
        None
    }

    /// Locks the mutex if it is not locked.
    fn try_lock(&self) -> Option<MutexGuard<'_, T>> {
        let guard = match self.mutex.try_lock() {
            Ok(guard) => guard,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            Err(TryLockError::WouldBlock) => return None,
        };
        self.is_abandoned.store(false, Ordering::Relaxed);
        Some(guard)
    }

    /// Locks the mutex, however long it takes.
    pub fn lock(&self) -> MutexGuard<'_, T> {
        self.mutex.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The process that created a value. A child process has copies of all values of its parent, and
/// shares their connections: two processes that use one connection read each other's responses, and
/// two that continue one creation may send it twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Process(u32);

impl Process {
    /// Returns the current process.
    pub fn current() -> Self {
        Self(std::process::id())
    }

    /// Returns whether this is the current process.
    pub fn is_current(self) -> bool {
        self == Self::current()
    }

    /// Fails if this is not the current process.
    pub fn ensure_current(self) -> Result<(), InvalidInput> {
        if self.is_current() {
            return Ok(());
        }
        Err(InvalidInput::new(
            "this wiki was created in another process; after a fork create a wiki of your own, or resume a suspended conversation",
        ))
    }
}

#[cfg(test)]
mod tests {
    use std::{mem, sync::mpsc};

    use super::*;

    #[test]
    fn a_thread_may_be_slow_to_unlock() {
        let mutex = ForkableMutex::new(7);
        thread::scope(|scope| {
            let (sender, receiver) = mpsc::channel();
            let mutex = &mutex;
            scope.spawn(move || {
                let locked = mutex.lock_unless_abandoned();
                sender.send(()).unwrap();
                thread::sleep(PATIENCE / 4);
                drop(locked);
            });
            receiver.recv().unwrap();
            assert_eq!(mutex.lock_unless_abandoned().as_deref(), Some(&7));
        });
    }

    #[test]
    fn an_abandoned_mutex_is_waited_for_once() {
        let mutex = ForkableMutex::new(7);
        mem::forget(mutex.lock());
        let waits = [(), ()].map(|()| {
            let start = Instant::now();
            assert!(mutex.lock_unless_abandoned().is_none());
            start.elapsed()
        });
        assert!(waits[0] >= PATIENCE && waits[1] < PATIENCE / 2, "{waits:?}");
    }
}
