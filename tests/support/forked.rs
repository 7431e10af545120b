//! Forked child processes.
//!
//! Only the thread that forks exists in the child. The child may allocate memory, which the C library permits, and
//! must not wait for another thread of this process.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// A child process.
#[must_use = "its end is not checked"]
pub struct Child(libc::pid_t);

/// Forks. Returns `None` in the child, which must end with [`end_child`].
pub fn fork() -> Option<Child> {
    // SAFETY: the child does not wait for other threads, and runs nothing of the parent when it ends.
    let child = unsafe { libc::fork() };
    assert!(child >= 0, "fork failed");
    (child > 0).then_some(Child(child))
}

/// Runs `work` in a child, and ends the child. It fails if `work` panics, whose message is on the standard error
/// output, and if it takes longer than 20 s, as when it waits for a lock that nobody frees.
pub fn end_child(work: impl FnOnce()) -> ! {
    // SAFETY: it only sets a timer, whose signal ends the process.
    unsafe { libc::alarm(20) };
    let done = catch_unwind(AssertUnwindSafe(work));
    // SAFETY: `_exit` ends the process without running anything.
    unsafe { libc::_exit(i32::from(done.is_err())) }
}

impl Child {
    /// Waits for the end of the child, which must not have failed.
    #[track_caller]
    pub fn wait(self) {
        let mut status = -1;
        // SAFETY: `status` is a place for the status.
        let ended = unsafe { libc::waitpid(self.0, &raw mut status, 0) };
        assert_eq!((ended, status), (self.0, 0), "the child failed");
    }
}

/// Runs `work` in a child, and waits for its end.
#[track_caller]
pub fn in_forked_child(work: impl FnOnce()) {
    match fork() {
        None => end_child(work),
        Some(child) => child.wait(),
    }
}
