//! Bytes and texts as they go over the wire; knows no flow and no wiki.

pub(crate) mod answer;
pub(crate) mod cookies;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod origin;
mod request;
mod response;
pub(crate) mod wikitext;
pub(crate) mod xml;

pub use answer::Format;
pub use request::{Form, Kind, Method, Request};
pub use response::{Fault, Reply, Response};
