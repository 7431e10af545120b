//! AuthManager: what it offers, what it takes, and how far a creation or a login has come.

pub(crate) mod flow;
pub(crate) mod login;
pub(crate) mod offer;
pub(crate) mod token;
