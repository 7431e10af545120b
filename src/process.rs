//! The process that created a value: after a fork its connections belong to two processes.

use std::{
    sync::{Mutex, MutexGuard, TryLockError},
    thread,
};

use crate::InvalidInput;

/// Locks a mutex that is held for moments only. Returns `None` if it stays locked, as it does in a
/// process that was forked while another thread had locked it: that thread does not exist there.
pub(crate) fn lock_unless_abandoned<T>(mutex: &Mutex<T>) -> Option<MutexGuard<'_, T>> {
    for _ in 0..1000 {
        match mutex.try_lock() {
            Ok(guard) => return Some(guard),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) => thread::yield_now(),
        }
    }
    None
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
