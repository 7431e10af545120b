//! AuthManager: what it offers, what it takes, and how far a creation has come.

pub(crate) mod flow;
pub(crate) mod offer;
pub(crate) mod token;
