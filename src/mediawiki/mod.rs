//! MediaWiki's data formats, without decisions about what to do: API answers in JSON and XML,
//! AuthenticationRequests and AuthenticationResponses, messages, user names, pages and their forms.

#![deny(clippy::disallowed_methods)]

pub(crate) mod api_response;
pub(crate) mod auth_request;
pub(crate) mod auth_response;
pub(crate) mod budget;
pub(crate) mod create_account_result;
pub(crate) mod html;
mod json;
pub(crate) mod message;
pub(crate) mod message_pattern;
pub(crate) mod page;
pub(crate) mod parameter;
mod question;
mod server_sentence;
pub(crate) mod timestamp;
pub(crate) mod tree;
pub(crate) mod unreadable;
pub(crate) mod username;
mod xml;

pub use api_response::Format;
