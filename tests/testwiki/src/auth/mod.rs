//! AuthManager: its requests, submissions, creations and logins.

pub(crate) mod auth_request;
pub(crate) mod creation;
pub(crate) mod login;
pub(crate) mod token;
