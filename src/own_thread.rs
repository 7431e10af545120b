//! Threads that the library starts.

#[cfg(any(feature = "ureq", test))]
use std::{io, thread};

use std::cell::Cell;

thread_local! {
    static IS_OWN: Cell<bool> = const { Cell::new(false) };
}

/// Starts a thread that runs `work`.
#[cfg(any(feature = "ureq", test))]
pub(crate) fn start(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    // Without a name, which costs a system call for each connection.
    thread::Builder::new().spawn(|| {
        IS_OWN.set(true);
        work();
    })?;
    Ok(())
}

/// Returns whether the library has started the current thread: the message of a panic in it may contain a
/// secret, as of one in a call.
#[cfg(feature = "capi")]
pub(crate) fn is_current() -> bool {
    IS_OWN.get()
}
