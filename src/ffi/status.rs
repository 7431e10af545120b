//! What a call came to, as a number.

/// What a call came to. Anything but MWA_STATUS_OK wrote an error where one was asked for,
/// and left the results as they were. Numbers are never given a new meaning.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_status {
    /// It was done.
    Ok = 0,
    /// It could not be done; mwa_error_reason says why.
    Failed = 1,
    /// A pointer was NULL that must not be.
    NullPointer = 2,
    /// A text is not UTF-8.
    InvalidUtf8 = 3,
    /// Another thread is just using this wiki or conversation, or a call that told its log.
    InUse = 4,
    /// A fault inside the library. Of a conversation it was in the middle of, nobody knows
    /// what came of it: an account may exist. It can only be freed.
    Panic = 5,
}
