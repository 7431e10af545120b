//! Bytes and texts as they go over the wire; knows no flow and no wiki.

pub(crate) mod answer;
pub(crate) mod cookies;
pub(crate) mod date;
pub(crate) mod html;
pub(crate) mod json;
pub(crate) mod origin;
mod request;
mod response;
pub(crate) mod wikitext;
pub(crate) mod xml;

pub use answer::Format;
pub(crate) use request::multiple;
pub use request::{Form, Kind, Method, Purpose, Request};
pub use response::{Fault, Reply, Response};
