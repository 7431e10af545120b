//! A transport to a remote wiki over plain http, which sends nothing.

use std::sync::{Arc, Mutex};

use mwaccount::{
    Wiki, WikiBuilder,
    http::{Reply, Request, Response},
    transport::{Limits, Transport},
};

/// A transport that answers each request by a function, and records it.
#[derive(Clone)]
pub struct PlainHttpTransport {
    answer: fn(&Request) -> Response,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl PlainHttpTransport {
    pub fn new(answer: fn(&Request) -> Response) -> Self {
        let seen = Arc::default();
        Self { answer, seen }
    }

    /// Returns a builder of a client that uses this transport.
    pub fn wiki(&self) -> WikiBuilder {
        Wiki::builder("http://wiki.invalid/api.php").transport(self.clone())
    }

    /// Returns the requests sent so far.
    pub fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }
}

impl Transport for PlainHttpTransport {
    fn send(&mut self, request: &Request, _: &Limits) -> Reply {
        self.seen.lock().unwrap().push(request.clone());
        Reply::Got((self.answer)(request))
    }
}

/// Returns a response without headers.
pub fn answered(status: u16, body: &str) -> Response {
    Response::new(status, Vec::new(), body)
}
