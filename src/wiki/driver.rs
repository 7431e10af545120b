//! The driver: sends a flow's requests, repeats reads after transport errors, and waits.

use std::time::{Duration, Instant};

use super::{
    Wiki,
    retry::{MAX_TRIES, retry_delay},
};
use crate::{
    Error, InvalidInput, Progress, Session, TransportError,
    flow::{Conversation, Flow, Poll},
    http::{Effect, Reply, Request},
    transport::Exchange,
};

impl Wiki {
    /// Drives a conversation until it waits for its caller or ends. `before_creating` is called directly
    /// before each request that may create an account, which is not sent if it fails.
    pub(crate) fn drive<F: Flow>(
        &mut self,
        conversation: &mut Conversation<F>,
        before_creating: &mut dyn FnMut(&Session) -> Result<(), TransportError>,
    ) -> Result<F::Output, Error> {
        self.process.ensure_current()?;
        ensure_idle(conversation)?;
        loop {
            let purpose = match self.poll(conversation) {
                Poll::Send(request) => request.purpose,
                Poll::Step(step) => return step,
            };
            self.ensure_current(conversation, Some(purpose))?;
            if let Some(reply) = self.send(conversation, before_creating) {
                conversation.feed(&mut self.session, reply);
            }
        }
    }

    /// Returns the next request of a conversation, signed for this moment if it must be, or its step.
    pub(super) fn poll<'c, F: Flow>(
        &mut self,
        conversation: &'c mut Conversation<F>,
    ) -> Poll<F::Output, &'c Request> {
        self.session.set_local_time(self.connection.clock.now());
        conversation.next(&mut self.session)
    }

    /// Advances the session's time to the present.
    pub(crate) fn advance_clock(&mut self) {
        self.advance_clock_to(self.connection.clock.instant());
    }

    fn advance_clock_to(&mut self, moment: Instant) {
        let elapsed = moment.saturating_duration_since(self.clock_read_at);
        self.clock_read_at = self.clock_read_at.max(moment);
        self.session.advance_clock(elapsed);
    }

    /// Sends the request of a conversation. One that only reads is repeated after transport errors and
    /// when the server asks to retry later. After a cancellation nothing more is sent. Returns `None`
    /// if the flow has received an error in place of the reply.
    fn send<F: Flow>(
        &mut self,
        conversation: &mut Conversation<F>,
        before_creating: &mut dyn FnMut(&Session) -> Result<(), TransportError>,
    ) -> Option<Reply> {
        let mut attempt = 1;
        let mut wait = conversation.request()?.wait;
        loop {
            if self.wait_and_report(conversation.request()?, attempt, wait) {
                return Some(Reply::NotSent(TransportError::cancelled()));
            }
            if let Err(foreign) = self.ensure_not_forked() {
                return Some(Reply::NotSent(foreign.into()));
            }
            let Poll::Send(request) = self.poll(conversation) else {
                return None;
            };
            self.advance_clock();
            if request.effect == Effect::MayCreate
                && let Err(error) = before_creating(&self.session)
            {
                return Some(Reply::NotSent(error));
            }
            self.requests += 1;
            self.session.mark_sent();
            let start = self.clock_read_at;
            let connection = &mut self.connection;
            let reply = connection.transport.send(request, &connection.limits);
            if let Some(sent_at) = connection.transport.sent_at() {
                self.advance_clock_to(sent_at);
                self.session.mark_sent();
            }
            self.advance_clock();
            let connection = &mut self.connection;
            if let Some(listener) = &mut connection.on_exchange {
                let took = self.clock_read_at.duration_since(start);
                listener(&Exchange::new(request, &reply, took));
            }
            // The reply is the parent's. That of a read is lost too, and not asked for again.
            if let Err(foreign) = self.ensure_not_forked() {
                return Some(Reply::Lost(foreign.into()));
            }
            if request.effect != Effect::Read || attempt == MAX_TRIES {
                return Some(reply);
            }
            match retry_delay(request, &reply, attempt) {
                Some(delay) => wait = delay,
                None => return Some(reply),
            }
            attempt += 1;
        }
    }

    /// Fails in a child process that a listener or the caller's transport has forked during this call. The
    /// default transport does not fork, and the number of the process is a system call.
    fn ensure_not_forked(&self) -> Result<(), InvalidInput> {
        if self.connection.runs_callers_code {
            self.process.ensure_current()?;
        }
        Ok(())
    }

    /// Waits, and reports both the wait and the request that follows; returns whether the call was
    /// cancelled meanwhile. The listener may cancel it too.
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
        if connection.clock.wait(wait, canceller) {
            return true;
        }
        report(None);
        canceller.is_cancelled()
    }
}

/// Fails if a host holds a request of the conversation, which would otherwise be sent twice.
pub(super) fn ensure_idle<F>(conversation: &Conversation<F>) -> Result<(), InvalidInput> {
    if conversation.handed_out {
        return Err(InvalidInput::new(
            "the reply to the last request of this conversation is missing; pass it to feed first",
        ));
    }
    Ok(())
}
