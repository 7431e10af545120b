//! Bytes and texts as they go over the wire; knows no flow and no wiki.

mod request;
mod response;

pub use request::{Form, Kind, Method, Request};
pub use response::{Fault, Reply, Response};
