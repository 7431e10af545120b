//! A way to a wiki on which one request goes wrong, in a way of choice.

use std::sync::{Arc, Mutex};

use mwaccount::{
    Purpose, Reason, TransportError,
    http::{Reply, Request, Response},
    transport::{Limits, Transport},
};

/// What happens to the chosen request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// It surely never leaves.
    NotSent,
    /// It never arrives, but nobody here can tell.
    LostBefore,
    /// As before, and what ends the waiting is a time limit.
    TimedOut,
    /// It is handled, the answer never arrives.
    LostAfter,
    /// It is handled, the answer is a page of the server's with status 500.
    Page500,
    /// It is handled, half of the answer arrives.
    CutOff,
    /// It is handled, the answer never arrives, and nothing that follows leaves.
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

/// Passes requests on to another transport, but for the one that goes wrong.
pub struct Faulty<T> {
    inner: T,
    fault: Option<(usize, Fault)>,
    seen: Arc<Mutex<Vec<Purpose>>>,
}

impl<T: Transport> Faulty<T> {
    /// `fault` says which request goes wrong, counted from 1, and how. Beside it comes
    /// what the requests were for, in order.
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
