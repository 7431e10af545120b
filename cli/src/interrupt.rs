//! The signals that end a run: SIGINT (Ctrl-C), SIGTERM and SIGHUP. Outside Unix: Ctrl-C.

/// Calls `interrupt` when one of these signals arrives.
///
/// A signal that is ignored when the command starts stays ignored, as `nohup` and background
/// jobs of scripts require.
#[cfg(unix)]
pub fn watch(interrupt: impl Fn() + Send + 'static) {
    use signal_hook::{
        consts::{SIGHUP, SIGINT, SIGTERM},
        iterator::Signals,
    };

    let signals = [SIGHUP, SIGINT, SIGTERM];
    let handled = signals.into_iter().filter(|signal| !is_ignored(*signal));
    // Fails if the process has no file descriptor left. The signals then end the process at
    // once.
    let Ok(mut signals) = Signals::new(handled) else {
        return;
    };
    std::thread::spawn(move || {
        for _ in signals.forever() {
            interrupt();
        }
    });
}

/// Returns whether the process ignores a signal. No crate offers that without unsafe code.
#[cfg(unix)]
#[allow(unsafe_code)]
fn is_ignored(signal: libc::c_int) -> bool {
    let mut action = std::mem::MaybeUninit::<libc::sigaction>::uninit();
    // SAFETY: sigaction(2) without a new action changes nothing. It returns 0 if it has written
    // the current action.
    unsafe {
        libc::sigaction(signal, std::ptr::null(), action.as_mut_ptr()) == 0
            && action.assume_init().sa_sigaction == libc::SIG_IGN
    }
}

/// Calls `interrupt` at Ctrl-C.
#[cfg(not(unix))]
pub fn watch(interrupt: impl Fn() + Send + 'static) {
    // Without the handler Ctrl-C ends the process at once.
    let _ = ctrlc::try_set_handler(interrupt);
}
