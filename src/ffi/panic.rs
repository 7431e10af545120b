//! Keeps panics inside this library.

use std::{
    cell::Cell,
    io::{self, Write},
    panic::{self, AssertUnwindSafe, catch_unwind},
    process,
    sync::atomic::{AtomicU32, Ordering},
    thread,
};

use crate::own_thread;

thread_local! {
    /// The calls of this thread inside [`catch_or`], which the log function may nest.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// Runs `work`, and returns `default` if it panics. Of the panic only its place is printed: its message
/// may contain a secret, such as the text of a slice.
pub fn catch_or<T>(default: T, work: impl FnOnce() -> T) -> T {
    hide_messages();
    DEPTH.set(DEPTH.get() + 1);
    let done = catch_unwind(AssertUnwindSafe(work));
    DEPTH.set(DEPTH.get() - 1);
    done.unwrap_or(default)
}

/// The values of [`HOOK`] that are not the number of a process.
const ABSENT: u32 = 0;
const PRESENT: u32 = u32::MAX;

/// The state of the panic hook, or the number of the process that is replacing it.
static HOOK: AtomicU32 = AtomicU32::new(ABSENT);

/// Replaces the panic hook by one that hides the messages of panics inside [`catch_or`] and in the
/// library's own threads. The C library has a standard library of its own, so that no hook of its host is
/// replaced.
fn hide_messages() {
    // A hook cannot be set during a panic, in a destructor of a host in Rust; the next call sets it.
    if thread::panicking() || !is_to_be_replaced(&HOOK) {
        return;
    }
    let others = panic::take_hook();
    panic::set_hook(Box::new(move |panic| {
        if DEPTH.get() == 0 && !own_thread::is_current() {
            return others(panic);
        }
        let place = panic.location().map(ToString::to_string);
        // Nothing can be done if it cannot be printed.
        let _ = writeln!(
            io::stderr(),
            "mwaccount: internal error at {}; please report it",
            place.unwrap_or_default()
        );
    }));
    HOOK.store(PRESENT, Ordering::Release);
}

/// Returns whether the hook must be replaced, which is noted in `state`. Never waits. Threads that come at
/// the same time all replace it, since none may go on without; one hook then calls the other. A child
/// process that was forked meanwhile does not: it could wait for a lock of the standard library that
/// nobody unlocks.
fn is_to_be_replaced(state: &AtomicU32) -> bool {
    let before = state.load(Ordering::Acquire);
    if before == PRESENT {
        return false;
    }
    let current = process::id();
    if before != ABSENT && before != current {
        return false;
    }
    state.store(current, Ordering::Release);
    true
}

#[cfg(test)]
mod tests {
    use std::{env, process::Command, ptr, sync::mpsc};

    use super::*;
    use crate::ffi::{
        error::{ffi_try, mwa_error_free, mwa_error_message},
        status::mwa_status,
    };

    const CHILD: &str = "MWACCOUNT_TEST_PANIC";
    const SECRET: &str = "hunter2-é";

    /// Fails in a call of C, with a message that contains a secret, and writes the message of the error.
    fn fail() {
        let mut error = ptr::null_mut();
        let secret = SECRET.to_owned();
        let split = secret.len() - 1;
        // SAFETY: `error` is a place for a pointer; the error is freed once.
        unsafe {
            let status = ffi_try(&raw mut error, || {
                assert!(secret[..split].is_empty());
                Ok(())
            });
            assert!(matches!(status, mwa_status::Panic));
            let message = std::ffi::CStr::from_ptr(mwa_error_message(error));
            println!("message: {}", message.to_string_lossy());
            mwa_error_free(error);
        }
        // In a thread of the library, which is not inside of a call.
        let (sender, receiver) = mpsc::channel();
        own_thread::start(move || {
            let split = SECRET.len() - 1;
            sender.send(SECRET[..split].len()).unwrap();
        })
        .unwrap();
        assert!(receiver.recv().is_err());
    }

    #[test]
    fn the_hook_is_replaced_without_waiting() {
        let state = AtomicU32::new(ABSENT);
        assert!(is_to_be_replaced(&state) && is_to_be_replaced(&state));
        state.store(PRESENT, Ordering::Release);
        assert!(!is_to_be_replaced(&state));
        let parent = AtomicU32::new(process::id() + 1);
        assert!(!is_to_be_replaced(&parent));
    }

    /// Runs in a process of its own, this program again, whose output is captured.
    #[test]
    fn a_panic_shows_its_place_and_no_secret() {
        if env::var_os(CHILD).is_some() {
            fail();
            return;
        }
        let child = Command::new(env::current_exe().unwrap())
            .args(["a_panic_shows_its_place_and_no_secret", "--nocapture"])
            .env(CHILD, "1")
            .output()
            .unwrap();
        assert!(child.status.success(), "{child:?}");
        let [out, err] = [child.stdout, child.stderr].map(|text| String::from_utf8(text).unwrap());
        assert!(
            out.contains("message: an internal error of mwaccount"),
            "{out}"
        );
        let places = err.matches("internal error at src/ffi/panic.rs:").count();
        assert_eq!(places, 2, "{err}");
        assert!(
            !out.contains("hunter2") && !err.contains("hunter2"),
            "{out}{err}"
        );
    }
}
