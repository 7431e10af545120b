//! An unencrypted road to another machine, as far as a driver can tell.

use std::sync::{Arc, Mutex};

use mwaccount::{
    Wiki, WikiBuilder,
    transport::{Limits, Transport},
    wire::{Reply, Request, Response},
};

/// A transport that answers as it was told to, and tells what went out on it.
#[derive(Clone)]
pub struct Road {
    answer: fn(&Request) -> Response,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Road {
    pub fn new(answer: fn(&Request) -> Response) -> Self {
        let seen = Arc::default();
        Self { answer, seen }
    }

    /// The wiki at its end.
    pub fn wiki(&self) -> WikiBuilder {
        Wiki::builder("http://wiki.invalid/api.php").transport(self.clone())
    }

    /// What went out.
    pub fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }
}

impl Transport for Road {
    fn send(&mut self, request: &Request, _: &Limits) -> Reply {
        self.seen.lock().unwrap().push(request.clone());
        Reply::Got((self.answer)(request))
    }
}

/// A response without headers.
pub fn answered(status: u16, body: &str) -> Response {
    Response {
        status,
        headers: Vec::new(),
        body: body.into(),
    }
}
