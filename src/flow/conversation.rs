//! A flow together with what HTTP adds to it: cookies, headers, redirects, and finding
//! api.php before all else.

use std::time::{Duration, SystemTime};

use super::{
    Flow, Input, Interaction, Poll,
    discover::{Search, SearchResult},
    redirects::{self, MAX_REDIRECTS},
    suspended::Suspended,
    unauthorized, unencrypted,
};
use crate::{
    Error, InvalidInput, Reason, Secret, Session, TransportError,
    http::{Reply, Request},
};

/// A flow that can be driven with nothing but a way to send requests: it puts
/// cookies and headers into them, takes cookies out of the responses, follows the
/// redirects that are safe, and lets no secret travel in clear.
#[derive(Debug, Clone)]
pub struct Conversation<F> {
    flow: F,
    /// The request on its way, from [`next`](Self::next) to [`feed`](Self::feed); none while
    /// the conversation is idle.
    pending: Option<Pending>,
    /// The generation of its wiki's interactions that it belongs to; see [`Wiki`](crate::Wiki).
    pub(crate) generation: Option<u64>,
    /// Whether the request is with its host, until what became of it is fed.
    pub(crate) handed_out: bool,
}

#[derive(Debug, Clone)]
enum Pending {
    /// api.php is being searched for.
    Searching {
        search: Box<Search>,
        /// What the flow wants sent.
        wanted: Request,
        /// What the search sends in its place.
        sent: Request,
    },
    /// The flow's own request, after redirects.
    InFlight {
        request: Request,
        redirects: u8,
        /// Whether all redirects so far said that they are for good.
        is_permanent: bool,
    },
}

impl<F: Flow> Conversation<F> {
    /// Wraps a flow.
    pub fn new(flow: F) -> Self {
        Self {
            flow,
            pending: None,
            generation: None,
            handed_out: false,
        }
    }

    /// The flow.
    pub fn flow(&self) -> &F {
        &self.flow
    }

    /// Returns what comes next: a request, which is complete, or where the flow stands. The
    /// request stays the same until [`feed`](Self::feed). One whose secrets must not go where
    /// it is meant for is answered here, so this may take the flow further.
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
            if session.may_send(request) {
                request.headers = session.headers(&request.url);
                return Poll::Send(self.pending.insert(pending).request_mut());
            }
            let error = unencrypted::error(&request.url);
            self.flow.feed(session, Reply::NotSent(error));
        }
    }

    /// The request that [`next`](Self::next) gave, until it is fed.
    pub(crate) fn request(&self) -> Option<&Request> {
        self.pending.as_ref().map(Pending::request)
    }

    /// The flow's next request; api.php is found before anything is sent there.
    fn begin_request(&self, session: &mut Session) -> Poll<F::Output, Pending> {
        let request = match self.flow.poll(session) {
            Poll::Send(request) => request,
            Poll::Step(step) => return Poll::Step(step),
        };
        match Search::begin(session) {
            Some(search) => self.next_search_request(session, Box::new(search)),
            None => Poll::Send(Pending::InFlight {
                request,
                redirects: 0,
                is_permanent: true,
            }),
        }
    }

    /// The next request of a search: the flow's own at the next place, where that will do.
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

    /// Takes what became of the request that [`next`](Self::next) gave; a reply to none is passed
    /// over.
    pub fn feed(&mut self, session: &mut Session, reply: Reply) {
        match self.pending.take() {
            // Another conversation has found api.php: the reply is to a search that is over.
            Some(Pending::Searching { .. }) if session.is_found() => {}
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
                    SearchResult::Done(Some(reply)) => self.flow.feed(session, reply),
                    SearchResult::Done(None) => {}
                }
            }
            Some(Pending::InFlight {
                request,
                redirects,
                is_permanent,
            }) => self.handle_reply(session, request, redirects, is_permanent, reply),
            None => {}
        }
    }

    /// Follows a redirect, or lets the flow have the reply.
    fn handle_reply(
        &mut self,
        session: &mut Session,
        request: Request,
        redirects: u8,
        is_permanent: bool,
        reply: Reply,
    ) {
        if let Reply::Got(response) = &reply {
            session.absorb(&request.url, response);
            if let Some(target) = redirects::target(&request, response) {
                if redirects == MAX_REDIRECTS {
                    let error = TransportError::new(
                        Reason::Protocol,
                        "the server redirects in a circle; nothing was done",
                    );
                    return self.flow.feed(session, Reply::NotSent(error));
                }
                self.pending = Some(Pending::InFlight {
                    redirects: redirects + 1,
                    is_permanent: is_permanent && matches!(response.status, 301 | 308),
                    request: Request {
                        url: target,
                        wait: Duration::ZERO,
                        ..request
                    },
                });
                return;
            }
        }
        let reply = unauthorized::check_reply(session, &request.url, reply);
        if let Reply::Got(response) = &reply
            && redirects > 0
            && is_permanent
        {
            redirects::update_api_url(session, &request, response);
        }
        self.flow.feed(session, reply);
    }
}

impl Conversation<Interaction> {
    /// Takes the caller's answer to a step.
    ///
    /// # Errors
    /// As [`Interaction::answer`].
    pub fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), InvalidInput> {
        self.flow.answer(session, input)
    }

    /// Writes the conversation down where it waits for its caller; `now` is the time of this
    /// machine's clock. The text is a secret, and [`resume`](super::resume) reads it.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] where it does not wait, or has ended.
    pub fn suspend(&self, session: &Session, now: SystemTime) -> Result<Secret, Error> {
        Suspended::new(session, &self.flow, now)?.write()
    }
}

impl Pending {
    /// Whether it is a search for what another conversation has found.
    fn is_obsolete(&self, session: &Session) -> bool {
        matches!(self, Self::Searching { .. }) && session.is_found()
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
