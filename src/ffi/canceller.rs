//! Cancels a call from another thread.

use super::pointer::{Handle, free_box, read};
use crate::Canceller;

/// A canceller for the calls of a wiki and its conversations. Several threads may use it at the
/// same time, and it may outlive its wiki. Free it with mwa_canceller_free.
pub struct mwa_canceller(pub(super) Canceller);

impl Handle for mwa_canceller {}

/// Cancels the running call, which then returns within milliseconds. Until mwa_canceller_reset,
/// every later call is cancelled before it sends anything.
///
/// A cancelled call fails with MWA_REASON_CANCELLED if no account was created. If a request that
/// may create the account was on its way, the step is MWA_STEP_KIND_UNKNOWN.
///
/// Any thread may call it, but a signal handler must not. In a child process, after a fork, it does not
/// cancel the calls of the parent. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_canceller_cancel(canceller: *mut mwa_canceller) {
    read(canceller, (), |canceller| canceller.0.cancel());
}

/// Ends the cancellation, so that calls are possible again. Call it between calls, on the thread
/// that makes them: a running call might otherwise miss its cancellation. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_canceller_reset(canceller: *mut mwa_canceller) {
    read(canceller, (), |canceller| canceller.0.reset());
}

/// Returns true from mwa_canceller_cancel until mwa_canceller_reset; false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_canceller_is_cancelled(canceller: *const mwa_canceller) -> bool {
    read(canceller, false, |canceller| canceller.0.is_cancelled())
}

/// Frees a canceller. A cancellation stays in effect. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_canceller_free(canceller: *mut mwa_canceller) {
    free_box(canceller);
}
