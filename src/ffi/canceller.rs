//! Cancels a call from another thread.

use super::pointer::{Handle, free_box, read};
use crate::Canceller;

/// Cancels the calls of a wiki. It is the one thing that threads may use at the same time; it
/// outlives its wiki.
pub struct mwa_canceller(pub(super) Canceller);

impl Handle for mwa_canceller {}

/// Ends the call under way, within milliseconds, and every later one before it sends anything,
/// until mwa_canceller_reset. The cancelled call fails with MWA_REASON_CANCELLED if surely
/// nothing was created, and comes to MWA_STEP_KIND_UNKNOWN where a request that may create the
/// account was on its way. Any thread may call it, but no signal handler. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_canceller_cancel(canceller: *mut mwa_canceller) {
    read(canceller, (), |canceller| canceller.0.cancel());
}

/// Ends a cancellation, so that calls are possible again. It is meant for the thread that makes
/// the calls, between them. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_canceller_reset(canceller: *mut mwa_canceller) {
    read(canceller, (), |canceller| canceller.0.reset());
}

/// Whether a cancellation holds; false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_canceller_is_cancelled(canceller: *const mwa_canceller) -> bool {
    read(canceller, false, |canceller| canceller.0.is_cancelled())
}

/// Frees a canceller. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_canceller_free(canceller: *mut mwa_canceller) {
    free_box(canceller);
}
