//! A flow together with what HTTP adds to it: cookies, headers, redirects.

use url::Url;

use super::{Flow, Input, Poll};
use crate::{
    Misuse, Reason, Secret, Session,
    wire::{Fault, Kind, Method, Reply, Request, Response, origin},
};

/// Redirects followed for one request.
const MOST_REDIRECTS: u8 = 5;

/// A flow that can be driven with nothing but a way to send requests: it puts
/// cookies and headers into them, takes cookies out of the responses, follows the
/// redirects that are safe, and lets no secret travel in clear.
#[derive(Debug, Clone)]
pub struct Conversation<F> {
    flow: F,
    /// The request on its way after redirects, and how many there were.
    hop: Option<(Request, u8)>,
}

impl<F: Flow> Conversation<F> {
    /// Wraps a flow.
    pub fn new(flow: F) -> Self {
        Self { flow, hop: None }
    }

    /// What comes next; requests are complete. A request whose secrets must not go
    /// where it is meant for is answered here, so this may take the flow further.
    pub fn next(&mut self, session: &mut Session) -> Poll<F::Done> {
        loop {
            let request = match &self.hop {
                Some((request, _)) => request.clone(),
                None => match self.flow.poll(session) {
                    Poll::Send(request) => request,
                    other => return other,
                },
            };
            if request.form.has_secret() && !session.allow_http && !origin::is_private(&request.url)
            {
                self.hop = None;
                self.flow
                    .feed(session, Reply::NotSent(in_clear(&request.url)));
                continue;
            }
            return Poll::Send(dress(request, session));
        }
    }

    /// Takes what became of the request that [`next`](Self::next) gave.
    pub fn feed(&mut self, session: &mut Session, reply: Reply) {
        let (request, hops) = match self.hop.take() {
            Some(hop) => hop,
            None => match self.flow.poll(session) {
                Poll::Send(request) => (request, 0),
                Poll::Pause(_) | Poll::Done(_) => return,
            },
        };
        if let Reply::Got(response) = &reply {
            session.cookies.store(&request.url, response);
            if hops < MOST_REDIRECTS
                && let Some(target) = redirect(&request, response)
            {
                adopt(session, &request, &target);
                let next = Request {
                    url: target,
                    ..request
                };
                self.hop = Some((next, hops + 1));
                return;
            }
        }
        self.flow.feed(session, reply);
    }

    /// Takes the caller's word at a pause.
    pub fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), Misuse> {
        self.flow.answer(session, input)
    }
}

/// Adds the headers of a session to a request.
fn dress(mut request: Request, session: &Session) -> Request {
    let agent = Secret::from(session.user_agent.as_str());
    request.headers.push(("User-Agent", agent));
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
    origin::is_same_party(&request.url, &target).then_some(target)
}

/// A wiki that answers the API's address with a redirect that keeps the query, as
/// from http to https, is at the new address from now on.
fn adopt(session: &mut Session, request: &Request, target: &Url) {
    let asked_api = request.url.path() == session.api.path();
    if asked_api && request.kind == Kind::Read && request.url.query() == target.query() {
        let mut api = target.clone();
        api.set_query(None);
        if api != session.api {
            let old = std::mem::replace(&mut session.api, api);
            session.facts.moved_from.get_or_insert(old);
        }
    }
}

fn in_clear(url: &Url) -> Fault {
    Fault::new(
        Reason::Insecure,
        format!(
            "the password would travel unencrypted to {}; use an https address, or allow http if you trust the way there",
            url.host_str().unwrap_or_default()
        ),
    )
}
