//! The driver: sends what a flow wants sent, repeats reads after a fault, waits, and nothing
//! more.

use std::time::{Duration, Instant};

use super::{
    Wiki,
    retry::{MAX_TRIES, retry_delay},
};
use crate::{
    Error, InvalidInput, Progress, TransportError,
    flow::{Conversation, Flow, Poll},
    http::{Effect, Reply, Request},
    transport::Exchange,
};

impl Wiki {
    /// Drives a conversation until it waits for its caller or ends.
    pub(super) fn drive<F: Flow>(
        &mut self,
        conversation: &mut Conversation<F>,
    ) -> Result<F::Output, Error> {
        ensure_idle(conversation)?;
        loop {
            let purpose = match conversation.next(&mut self.session) {
                Poll::Send(request) => request.purpose,
                Poll::Step(step) => return step,
            };
            self.ensure_current(conversation, Some(purpose))?;
            let Some(request) = conversation.request() else {
                continue;
            };
            let reply = self.send(request);
            conversation.feed(&mut self.session, reply);
        }
    }

    /// Tells the session, as a request goes out, how long nothing was said. Only once for
    /// each reply, so that it never takes the wiki's time for later than it is.
    pub(super) fn advance_clock(&mut self) {
        if let Some(last) = self.last_reply.take() {
            self.session.advance_clock(last.elapsed());
        }
    }

    /// Sends a request; one that only reads is repeated after a fault and when the
    /// server asks for a moment's patience. Cancelled, it is not sent, or not again.
    fn send(&mut self, request: &Request) -> Reply {
        let mut attempt = 1;
        let mut wait = request.wait;
        loop {
            if self.wait_and_report(request, attempt, wait) {
                return Reply::NotSent(TransportError::cancelled());
            }
            self.requests += 1;
            self.advance_clock();
            let start = Instant::now();
            let connection = &mut self.connection;
            let reply = connection.transport.send(request, &connection.limits);
            self.last_reply = Some(Instant::now());
            if let Some(listener) = &mut connection.on_exchange {
                listener(&Exchange::new(request, &reply, start.elapsed()));
            }
            if request.effect != Effect::Read || attempt == MAX_TRIES {
                return reply;
            }
            match retry_delay(request, &reply, attempt) {
                Some(delay) => wait = delay,
                None => return reply,
            }
            attempt += 1;
        }
    }

    /// Waits, and reports that and the request that follows; returns whether it was cancelled
    /// meanwhile. The listener may cancel as well as any other thread.
    fn wait_and_report(&mut self, request: &Request, attempt: u32, wait: Duration) -> bool {
        let connection = &mut self.connection;
        let canceller = &connection.limits.canceller;
        let mut report = |wait| {
            if let Some(listener) = &mut connection.on_progress {
                listener(&Progress {
                    purpose: request.purpose,
                    attempt,
                    wait,
                });
            }
        };
        if !wait.is_zero() && !canceller.is_cancelled() {
            report(Some(wait));
        }
        if canceller.wait(wait) {
            return true;
        }
        report(None);
        canceller.is_cancelled()
    }
}

/// Fails while a request of the conversation is with its host, since it would be sent twice.
pub(super) fn ensure_idle<F>(conversation: &Conversation<F>) -> Result<(), InvalidInput> {
    if conversation.handed_out {
        return Err(InvalidInput::new(
            "a request of this conversation was given to its host; feed what became of it first",
        ));
    }
    Ok(())
}
