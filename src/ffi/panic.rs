//! Keeps panics inside this library.

use std::{
    cell::Cell,
    io::{self, Write},
    panic::{self, AssertUnwindSafe, catch_unwind},
    sync::Once,
    thread,
};

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

/// Replaces the panic hook, once, by one that hides the messages of panics inside [`catch_or`]. The C
/// library has a standard library of its own, so that no hook of its host is replaced.
fn hide_messages() {
    static REPLACED: Once = Once::new();
    // A hook cannot be set during a panic, in a destructor of a host in Rust; the next call sets it.
    if thread::panicking() {
        return;
    }
    REPLACED.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if DEPTH.get() == 0 {
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
    });
}

#[cfg(test)]
mod tests {
    use std::{env, process::Command, ptr};

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
        assert!(err.contains("internal error at src/ffi/panic.rs:"), "{err}");
        assert!(
            !out.contains("hunter2") && !err.contains("hunter2"),
            "{out}{err}"
        );
    }
}
