//! A flow with the parts of HTTP around it: cookies, headers, redirects, and the search for
//! api.php.

use std::{fmt, time::SystemTime};

use super::{
    Flow, Input, Interaction, Poll,
    discover::{Search, SearchResult},
    redirects::Redirects,
    suspended::Suspended,
    unauthorized, unencrypted,
};
use crate::{
    Error, InvalidInput, Reason, Secret, Session, SuspendKeys, TransportError,
    http::{Reply, Request},
};

/// A flow that only needs something that sends requests. It sets cookies and headers on requests,
/// stores cookies from responses, follows safe redirects, and refuses to send secrets unencrypted. Its
/// `Debug` output shows the request in flight only, without secrets.
#[derive(Clone)]
pub struct Conversation<F> {
    flow: F,
    /// The current request, from [`next`](Self::next) to [`feed`](Self::feed).
    pending: Option<Pending>,
    /// The generation of interactions of the [`Wiki`](crate::Wiki) that this conversation belongs
    /// to.
    pub(crate) generation: Option<u64>,
    /// True while the host sends the request, until its reply is fed.
    pub(crate) handed_out: bool,
}

#[derive(Clone)]
enum Pending {
    /// The search for api.php.
    Searching {
        search: Box<Search>,
        /// The flow's request.
        wanted: Request,
        /// The search's request, sent in place of it.
        sent: Request,
    },
    /// The flow's request, after redirects.
    InFlight {
        request: Request,
        redirects: Redirects,
    },
}

impl<F> fmt::Debug for Conversation<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Conversation")
            .field("request", &self.pending.as_ref().map(Pending::request))
            .finish_non_exhaustive()
    }
}

impl<F: Flow> Conversation<F> {
    /// Creates a conversation from a flow.
    pub fn new(flow: F) -> Self {
        Self {
            flow,
            pending: None,
            generation: None,
            handed_out: false,
        }
    }

    /// Returns the flow.
    pub fn flow(&self) -> &F {
        &self.flow
    }

    /// Returns the next request, complete with cookies and headers, or the flow's step. The value
    /// stays the same until [`feed`](Self::feed), except for the signature of OAuth 1.0a, which each
    /// sending of a request needs anew: call this again before a request is repeated.
    ///
    /// A request that would send a secret unencrypted, or that cannot be signed, is not returned: the
    /// flow receives an error in its place and advances.
    pub fn next(&mut self, session: &mut Session) -> Poll<F::Output, &Request> {
        loop {
            let mut pending = match self.pending.take() {
                Some(pending) if !pending.is_obsolete(session) => pending,
                _ => match self.begin_request(session) {
                    Poll::Send(pending) => pending,
                    Poll::Step(step) => return Poll::Step(step),
                },
            };
            let request = pending.request_mut();
            match add_headers(session, request) {
                Ok(()) => return Poll::Send(self.pending.insert(pending).request_mut()),
                Err(error) => self.flow.feed(session, Reply::NotSent(error)),
            }
        }
    }

    /// Returns the current request, until it is fed.
    pub(crate) fn request(&self) -> Option<&Request> {
        self.pending.as_ref().map(Pending::request)
    }

    /// Returns the flow's next request, or the first request of a search if api.php has not been
    /// located yet.
    fn begin_request(&self, session: &mut Session) -> Poll<F::Output, Pending> {
        let request = match self.flow.poll(session) {
            Poll::Send(request) => request,
            Poll::Step(step) => return Poll::Step(step),
        };
        match Search::begin(session) {
            Some(search) => self.next_search_request(session, Box::new(search)),
            None => Poll::Send(Pending::InFlight {
                redirects: Redirects::before(&request),
                request,
            }),
        }
    }

    /// Returns the next request of a search: the flow's own if it may be sent to the next
    /// candidate.
    fn next_search_request(
        &self,
        session: &mut Session,
        search: Box<Search>,
    ) -> Poll<F::Output, Pending> {
        search.point_at(session);
        match self.flow.poll(session) {
            Poll::Send(wanted) => Poll::Send(Pending::Searching {
                sent: search.request(session, &wanted),
                wanted,
                search,
            }),
            Poll::Step(step) => Poll::Step(step),
        }
    }

    /// Processes the reply to the request that [`next`](Self::next) returned. A reply without a
    /// request is ignored.
    pub fn feed(&mut self, session: &mut Session, reply: Reply) {
        match self.pending.take() {
            // Another conversation has located api.php in the meantime.
            Some(Pending::Searching { .. }) if session.is_api_found() => {}
            Some(Pending::Searching {
                mut search,
                wanted,
                sent,
            }) => {
                let reply = unauthorized::check_reply(session, &sent.url, reply);
                match search.feed(session, &wanted, &sent, reply) {
                    SearchResult::Continue => {
                        if let Poll::Send(pending) = self.next_search_request(session, search) {
                            self.pending = Some(pending);
                        }
                    }
                    // An interaction stops at a host that is not trusted, and reads nothing from it.
                    SearchResult::Done(Some(reply))
                        if matches!(self.flow.poll(session), Poll::Send(_)) =>
                    {
                        self.flow.feed(session, reply);
                    }
                    SearchResult::Done(_) => {}
                }
            }
            Some(Pending::InFlight { request, redirects }) => {
                self.handle_reply(session, request, redirects, reply);
            }
            None => {}
        }
    }

    /// Follows a redirect, or passes the reply to the flow.
    fn handle_reply(
        &mut self,
        session: &mut Session,
        request: Request,
        mut redirects: Redirects,
        reply: Reply,
    ) {
        if let Reply::Got(response) = &reply {
            if !request.is_isolated {
                session.absorb(&request.url, response);
            }
            if let Some(target) = redirects.target(&request, response) {
                if !redirects.follow(&request, response, &target) {
                    let error = TransportError::new(
                        Reason::Protocol,
                        "the server redirected this request too many times, so it had no effect; check the address of the wiki",
                    );
                    return self.flow.feed(session, Reply::NotSent(error));
                }
                self.pending = Some(Pending::InFlight {
                    redirects,
                    request: request.redirected(target),
                });
                return;
            }
        }
        let reply = unauthorized::check_reply(session, &request.url, reply);
        if let Reply::Got(response) = &reply {
            redirects.update_api_url(session, &request, response);
        }
        self.flow.feed(session, reply);
    }
}

/// Adds the headers of the session, and fails if the request must not be sent.
fn add_headers(session: &Session, request: &mut Request) -> Result<(), TransportError> {
    if !session.may_send(request) {
        return Err(unencrypted::error(session, request));
    }
    if request.form.has_secret() && !session.is_own(&request.url) {
        return Err(TransportError::new(
            Reason::Insecure,
            "the request was not sent, because it would carry a secret to another host than the wiki's",
        ));
    }
    request.led_from = session.led_from(&request.url);
    request.hides_query |= session.has_part_of_given_query(&request.url);
    if !request.is_isolated {
        let authorization = session.authorization(request)?;
        request.headers = session.headers(&request.url);
        let authorization = authorization.map(|value| ("Authorization", value));
        request.headers.extend(authorization);
    }
    Ok(())
}

impl Conversation<Interaction> {
    /// Answers the current step.
    ///
    /// # Errors
    /// Returns the errors of [`Interaction::answer`].
    pub fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), InvalidInput> {
        self.flow.answer(session, input)
    }

    /// Serialises a conversation that waits for its caller, authenticated with the first of `keys` if
    /// there is one. `now` is the time of this machine's clock. The text is secret and is read by
    /// [`resume`](super::resume).
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] if the conversation does not wait for its caller.
    pub fn suspend(
        &self,
        session: &Session,
        keys: &SuspendKeys,
        now: SystemTime,
    ) -> Result<Secret, Error> {
        Suspended::new(session, &self.flow, now)?.write(keys)
    }
}

impl Pending {
    /// Returns whether this is a search for an API URL that another conversation has located.
    fn is_obsolete(&self, session: &Session) -> bool {
        matches!(self, Self::Searching { .. }) && session.is_api_found()
    }

    fn request(&self) -> &Request {
        match self {
            Self::Searching { sent, .. } => sent,
            Self::InFlight { request, .. } => request,
        }
    }

    fn request_mut(&mut self) -> &mut Request {
        match self {
            Self::Searching { sent, .. } => sent,
            Self::InFlight { request, .. } => request,
        }
    }
}
