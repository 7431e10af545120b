//! AuthManager: its requests, submissions, creations and logins.

pub(crate) mod auth_request;
pub(crate) mod creation;
pub(crate) mod login;
mod login_captcha;
pub(crate) mod login_steps;
pub(crate) mod token;
