//! AuthManager: its requests, submissions, creations and logins.

pub(crate) mod flow;
pub(crate) mod login;
pub(crate) mod offer;
pub(crate) mod token;
