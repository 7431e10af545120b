//! A transport on which one chosen request fails in a chosen way.

use std::sync::{Arc, Mutex};

use mwaccount::{
    Purpose, Reason, TransportError,
    http::{Reply, Request, Response},
    transport::{Limits, Transport},
};

/// A failure of the chosen request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The request is not sent, and is reported as not sent.
    NotSent,
    /// The request does not arrive, but is reported as lost.
    LostBefore,
    /// The same, reported as a timeout.
    TimedOut,
    /// The request is executed; the response is lost.
    LostAfter,
    /// The request is executed; the response is an HTML page with status 500.
    Page500,
    /// The request is executed; half of the response arrives.
    CutOff,
    /// The request is executed; its response is lost, and no later request is sent.
    Silence,
}

impl Fault {
    pub const ALL: [Self; 7] = [
        Self::NotSent,
        Self::LostBefore,
        Self::TimedOut,
        Self::LostAfter,
        Self::Page500,
        Self::CutOff,
        Self::Silence,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::NotSent => "not-sent",
            Self::LostBefore => "lost-before",
            Self::TimedOut => "timed-out",
            Self::LostAfter => "lost-after",
            Self::Page500 => "page-500",
            Self::CutOff => "cut-off",
            Self::Silence => "silence",
        }
    }
}

/// A transport that passes requests on, except the one that fails.
pub struct Faulty<T> {
    inner: T,
    fault: Option<(usize, Fault)>,
    seen: Arc<Mutex<Vec<Purpose>>>,
}

impl<T: Transport> Faulty<T> {
    /// Returns the transport, and the purposes of the requests it will have been given. `fault` chooses the
    /// request, counted from 1, and its failure.
    pub fn new(inner: T, fault: Option<(usize, Fault)>) -> (Self, Arc<Mutex<Vec<Purpose>>>) {
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
        let fault = match self.fault {
            Some((at, fault)) if at == number => fault,
            Some((at, Fault::Silence)) if at < number => Fault::NotSent,
            _ => return self.inner.send(request, limits),
        };
        let broken = TransportError::new(Reason::Unreachable, "the connection broke");
        if fault == Fault::NotSent {
            return Reply::NotSent(broken);
        }
        if fault == Fault::LostBefore {
            return Reply::Lost(broken);
        }
        if fault == Fault::TimedOut {
            return Reply::Lost(broken.timed_out());
        }
        let Reply::Got(response) = self.inner.send(request, limits) else {
            panic!("the wiki itself did not answer {request:?}");
        };
        match fault {
            Fault::Page500 => Reply::Got(Response::new(
                500,
                Vec::new(),
                b"<!DOCTYPE html><title>Internal Server Error</title>".to_vec(),
            )),
            Fault::CutOff => Reply::Got(Response::new(
                response.status,
                response.headers.clone(),
                &response.body[..response.body.len() / 2],
            )),
            _ => Reply::Lost(broken),
        }
    }
}
