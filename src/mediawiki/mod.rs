//! What MediaWiki says, and nothing about what to do: answers of its API in JSON and XML,
//! AuthenticationRequests and their responses, messages, user names, pages and their forms.

#![deny(clippy::disallowed_methods)]

pub(crate) mod api_response;
pub(crate) mod auth_request;
pub(crate) mod auth_response;
pub(crate) mod create_account_result;
pub(crate) mod html;
mod json;
pub(crate) mod message;
pub(crate) mod page;
pub(crate) mod parameter;
pub(crate) mod timestamp;
pub(crate) mod username;
mod xml;

pub use api_response::Format;
