//! The result of a call, as a number.

/// The result of a call that can fail. On any value but MWA_STATUS_OK the call writes no result,
/// and it writes an mwa_error if the caller passed a place for one. Values never change their
/// meaning.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_status {
    /// The call succeeded.
    Ok = 0,
    /// The call failed; mwa_error_reason returns why.
    Failed = 1,
    /// A required pointer is NULL.
    NullPointer = 2,
    /// A text is not valid UTF-8.
    InvalidUtf8 = 3,
    /// The wiki or the conversation is in use by another thread, or by the call that is running
    /// the log function. Nothing was done. Try again after that call.
    InUse = 4,
    /// An internal error of the library, which should be reported. If an account was being
    /// created, it may exist. The wiki and the conversation of the call can only be freed.
    Panic = 5,
}
