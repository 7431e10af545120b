//! HTTP without wikis: requests, responses, forms, cookies, and checks of where a request may go.

#![deny(clippy::disallowed_methods)]

pub(crate) mod address;
pub(crate) mod address_range;
pub(crate) mod basic_auth;
pub(crate) mod cookies;
mod form;
pub(crate) mod oauth1;
pub(crate) mod origin;
mod request;
mod response;

pub use form::Form;
pub use request::{Effect, Method, Request};
pub use response::{Reply, Response};
