//! A transport on which one chosen request fails in a chosen way.

use std::sync::{Arc, Mutex};

use mwaccount::{
    Purpose, Reason, TransportError,
    http::{Reply, Request, Response},
    transport::{Limits, Transport},
};

use super::fault::{Execution, Fault};

/// The failures of the tables, by their names of [`KINDS`](super::fault::KINDS). After `silence` the answer is lost
/// too, and no later request is sent.
pub const COLUMNS: [&str; 7] = [
    "not-sent",
    "lost-before",
    "timed-out",
    "lost-after",
    "page-500",
    "cut-off",
    "silence",
];

/// A transport that passes requests on, except the one that fails.
pub struct Faulty<T> {
    inner: T,
    fault: Option<(usize, &'static str)>,
    seen: Arc<Mutex<Vec<Purpose>>>,
}

impl<T: Transport> Faulty<T> {
    /// Returns the transport, and the purposes of the requests it will have been given. `fault` chooses the
    /// request, counted from 1, and the name of its failure.
    pub fn new(inner: T, fault: Option<(usize, &'static str)>) -> (Self, Arc<Mutex<Vec<Purpose>>>) {
        let seen = Arc::default();
        let this = Self {
            inner,
            fault,
            seen: Arc::clone(&seen),
        };
        (this, seen)
    }
}

impl<T: Transport> Transport for Faulty<T> {
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply {
        let number = {
            let mut seen = self.seen.lock().unwrap();
            seen.push(request.purpose);
            seen.len()
        };
        let name = match self.fault {
            Some((at, name)) if at == number => name,
            Some((at, "silence")) if at < number => "not-sent",
            _ => return self.inner.send(request, limits),
        };
        let fault = match name {
            "silence" => Fault::Lost(Execution::InTime),
            name => Fault::named(name).expect("a fault"),
        };
        let broken = TransportError::new(Reason::Unreachable, "the connection broke");
        match (&fault, fault.execution()) {
            (Fault::NotSent, _) => return Reply::NotSent(broken),
            (Fault::Lost(_), Execution::Never) => return Reply::Lost(broken),
            (Fault::TimedOut(_), Execution::Never) => return Reply::Lost(broken.timed_out()),
            _ => {}
        }
        let Reply::Got(response) = self.inner.send(request, limits) else {
            panic!("the wiki itself did not answer {request:?}");
        };
        match fault {
            Fault::Lost(_) => Reply::Lost(broken),
            Fault::HalfBody => Reply::Got(Response::new(
                response.status,
                response.headers.clone(),
                &response.body[..response.body.len() / 2],
            )),
            Fault::Gateway(testwiki::Fault::ServerError, _) => Reply::Got(Response::new(
                500,
                Vec::new(),
                b"<!DOCTYPE html><title>Internal Server Error</title>".to_vec(),
            )),
            other => panic!("no table has {other}"),
        }
    }
}
