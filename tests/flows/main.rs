//! Flows against answers that the tests make up, without a socket.

mod conversations;
mod discovery;
#[cfg(feature = "capi")]
mod header;
mod in_clear;
mod random_conversations;
mod web_form;
