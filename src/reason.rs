//! Why something was refused or failed: one word per situation.

/// Why an account was not created, or a warning's kind of trouble.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Reason {
    Unreachable,
    TooLarge,
    Insecure,
    Protocol,
    Cancelled,
}
