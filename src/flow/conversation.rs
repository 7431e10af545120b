//! A flow together with what HTTP adds to it: cookies, headers, redirects, and finding
//! api.php before all else.

use std::time::{Duration, SystemTime};

use url::Url;

use super::{
    Flow, Input, Poll,
    discover::{Discover, Search},
    door,
    spoken::Spoken,
};
use crate::{
    Error, Misuse, Reason, Secret, Session,
    suspend::{Suspended, not_waiting},
    wire::{Fault, Method, Purpose, Reply, Request, Response, json, origin},
};

/// Redirects followed for one request.
const MOST_REDIRECTS: u8 = 5;

/// A flow that can be driven with nothing but a way to send requests: it puts
/// cookies and headers into them, takes cookies out of the responses, follows the
/// redirects that are safe, and lets no secret travel in clear.
#[derive(Debug, Clone)]
pub struct Conversation<F> {
    flow: F,
    /// The search for api.php, until it is found.
    search: Option<Discover>,
    /// The request on its way after redirects.
    hop: Option<Hop>,
    /// The turn of its wiki that it belongs to; see [`Wiki`](crate::Wiki).
    pub(crate) turn: Option<u64>,
    /// Whether a request is with its host, until what became of it is fed.
    pub(crate) outside: bool,
}

#[derive(Debug, Clone)]
struct Hop {
    request: Request,
    count: u8,
    /// Whether all redirects so far said that they are for good.
    for_good: bool,
}

impl<F: Flow> Conversation<F> {
    /// Wraps a flow.
    pub fn new(flow: F) -> Self {
        Self {
            flow,
            search: None,
            hop: None,
            turn: None,
            outside: false,
        }
    }

    /// The flow.
    pub fn flow(&self) -> &F {
        &self.flow
    }

    /// What comes next; requests are complete. A request whose secrets must not go
    /// where it is meant for is answered here, so this may take the flow further.
    pub fn next(&mut self, session: &mut Session) -> Poll<F::Done> {
        loop {
            let request = match &self.hop {
                Some(hop) => hop.request.clone(),
                None => match self.wanted(session) {
                    Poll::Send(request) => request,
                    other => return other,
                },
            };
            if session.may_send(&request) {
                return Poll::Send(dress(request, session));
            }
            self.hop = None;
            self.flow
                .feed(session, Reply::NotSent(in_clear(&request.url)));
        }
    }

    /// Takes what became of the request that [`next`](Self::next) gave.
    pub fn feed(&mut self, session: &mut Session, reply: Reply) {
        if self.search.is_some() && session.is_found() {
            // Another conversation has found it; the reply is to a search that is over.
            self.search = None;
            return;
        }
        self.seek(session);
        if let Some(search) = &mut self.search {
            let Poll::Send(wanted) = self.flow.poll(session) else {
                return;
            };
            let sent = search.request(session, wanted.clone());
            let reply = match reply {
                Reply::Got(response) => match door::closed(session, &sent.url, &response) {
                    Some(fault) => Reply::NotSent(fault),
                    None => Reply::Got(response),
                },
                reply => reply,
            };
            if let Search::Ends(reply) = search.feed(session, wanted, reply) {
                self.search = None;
                if let Some(reply) = reply {
                    self.flow.feed(session, reply);
                }
            }
            return;
        }
        let hop = match self.hop.take() {
            Some(hop) => hop,
            None => match self.flow.poll(session) {
                Poll::Send(request) => Hop {
                    request,
                    count: 0,
                    for_good: true,
                },
                Poll::Pause(_) | Poll::Done(_) => return,
            },
        };
        if let Reply::Got(response) = &reply {
            session.learn(&hop.request.url, response);
            if let Some(target) = redirect(&hop.request, response) {
                if hop.count == MOST_REDIRECTS {
                    let fault = Fault::new(
                        Reason::Protocol,
                        "the server redirects in a circle; nothing was done",
                    );
                    return self.flow.feed(session, Reply::NotSent(fault));
                }
                self.hop = Some(Hop {
                    request: Request {
                        url: target,
                        wait: Duration::ZERO,
                        ..hop.request
                    },
                    count: hop.count + 1,
                    for_good: hop.for_good && matches!(response.status, 301 | 308),
                });
                return;
            }
            if let Some(fault) = door::closed(session, &hop.request.url, response) {
                return self.flow.feed(session, Reply::NotSent(fault));
            }
            if hop.count > 0 && hop.for_good {
                adopt(session, &hop.request, response);
            }
        }
        self.flow.feed(session, reply);
    }

    /// What comes next, which is to find api.php before anything is sent there.
    fn wanted(&mut self, session: &mut Session) -> Poll<F::Done> {
        self.seek(session);
        match (&self.search, self.flow.poll(session)) {
            (Some(search), Poll::Send(wanted)) => Poll::Send(search.request(session, wanted)),
            (_, poll) => poll,
        }
    }

    /// Searches for api.php where it is not found and something is to be sent.
    fn seek(&mut self, session: &mut Session) {
        if session.is_found() {
            self.search = None;
        } else if self.search.is_none() && matches!(self.flow.poll(session), Poll::Send(_)) {
            self.search = Discover::begin(session);
        }
        if let Some(search) = &self.search {
            search.aim(session);
        }
    }

    /// Takes the caller's word at a pause.
    pub fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), Misuse> {
        self.flow.answer(session, input)
    }
}

impl<F: Spoken> Conversation<F> {
    /// Puts the conversation down where it waits for its caller; the text is a secret,
    /// and [`take_up`](super::take_up) reads it.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] where it does not wait, or has ended.
    pub fn suspend(&self, session: &Session) -> Result<Secret, Error> {
        let flow = self.flow.put_down().ok_or_else(not_waiting)?;
        let session = session.clone();
        let at = SystemTime::now();
        Suspended { at, session, flow }.write()
    }
}

/// Adds the headers of a session to a request.
fn dress(mut request: Request, session: &Session) -> Request {
    let agent = Secret::from(session.user_agent.as_str());
    request.headers.push(("User-Agent", agent));
    if let Some(header) = session.authorization(&request.url) {
        request.headers.push(("Authorization", header));
    }
    if let Some(cookies) = session.cookies.header(&request.url) {
        request.headers.push(("Cookie", cookies));
    }
    request
}

/// Where a response sends this request, if it may be followed: to the same party
/// only. A POST goes on only where it stays a POST (307, 308): turned into a GET it
/// would end in the API's help page.
fn redirect(request: &Request, response: &Response) -> Option<Url> {
    let follows = match request.method {
        Method::Get => matches!(response.status, 301 | 302 | 303 | 307 | 308),
        Method::Post => matches!(response.status, 307 | 308),
    };
    if !follows {
        return None;
    }
    let mut target = request.url.join(response.header("location")?).ok()?;
    target.set_fragment(None);
    let is_clean = target.username().is_empty() && target.password().is_none();
    (is_clean && origin::is_same_party(&request.url, &target)).then_some(target)
}

/// A wiki that sent the detecting request elsewhere for good, query and all, and answered
/// there, is there from now on.
fn adopt(session: &mut Session, request: &Request, response: &Response) {
    let is_query = request.method == Method::Get
        && matches!(request.purpose, Purpose::Detect | Purpose::LogIn)
        && json::parse(&response.body).is_some();
    let mut api = request.url.clone();
    api.set_query(None);
    if is_query && api != session.api {
        let old = std::mem::replace(&mut session.api, api);
        session.facts.moved_from.get_or_insert(old);
    }
}

/// What to do where a secret would travel in clear.
pub(super) const HOW_IN_CLEAR: &str =
    "use an https address, or set allow_http (--allow-http) if you trust the way there";

fn in_clear(url: &Url) -> Fault {
    Fault::new(
        Reason::Insecure,
        format!(
            "a secret would travel unencrypted to {}; {HOW_IN_CLEAR}",
            url.host_str().unwrap_or_default(),
        ),
    )
}
