//! A transport to another machine over plain http, which sends nothing.

use std::sync::{Arc, Mutex};

use mwaccount::{
    Wiki, WikiBuilder,
    http::{Reply, Request, Response},
    transport::{Limits, Transport},
};

/// Answers each request by a function, and records it.
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

    /// A client for the wiki it leads to.
    pub fn wiki(&self) -> WikiBuilder {
        Wiki::builder("http://wiki.invalid/api.php").transport(self.clone())
    }

    /// The requests sent so far.
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

/// A response without headers.
pub fn answered(status: u16, body: &str) -> Response {
    Response::new(status, Vec::new(), body)
}
