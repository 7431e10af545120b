//! Finding api.php from any address of a wiki.
//!
//! ```text
//!  index.php ────────► api.php beside it? ──┬─────────────► found
//!                             │ no          │ yes
//!  a page, a host ───► the page ─► what it tells? ─► the usual places?
//! ```
//!
//! Whether a place is right shows with the request that a flow begins with anyway, so a
//! right guess costs nothing. What lands on a page instead is read like any page. Until
//! api.php is found nothing goes out but GETs without a secret, which is why they may be
//! redirected to another host.

mod candidate;
mod finding;

use std::collections::VecDeque;

use url::Url;

use self::{
    candidate::{Candidate, entrances, here, is_script, sibling, usual_places},
    finding::{Finding, is_of_the_page, is_off, said_no, sends_elsewhere},
};
use crate::{
    Format, Purpose, Reason, Session, TransportError,
    http::{Method, Reply, Request, Response, address::without_query},
    mediawiki::{
        api_response::{ApiResponse, text},
        page::site::Site,
    },
    session::api_location::{Address, ApiLocation, is_api},
};

/// What any api.php answers, and what tells the release of those that may be read.
const SITEINFO: [(&str, &str); 4] = [
    ("action", "query"),
    ("meta", "siteinfo"),
    ("siprop", "general"),
    ("format", "json"),
];

/// Requests spent on searching, redirects among them. Only where MediaWiki has told the
/// place last is it asked beyond that.
const MOST: usize = 4;

/// A search under way.
#[derive(Debug, Clone)]
pub(super) struct Search {
    from: Address,
    /// What is to be tried, the first of them now.
    plan: VecDeque<Candidate>,
    /// What was tried, and what came of it.
    seen: Vec<(Candidate, Reply)>,
    /// Where MediaWiki itself says that its api.php is, the most trusted first.
    advertised: Vec<Url>,
    /// Where it says that its index.php is.
    index: Option<Url>,
    generator: Option<String>,
}

/// What a reply led to.
pub(super) enum SearchResult {
    GoesOn,
    /// The flow has its turn: with this reply to its request, if there is one.
    Ends(Option<Reply>),
}

impl Search {
    /// Begins to search, if there is something to be found.
    pub fn begin(session: &Session) -> Option<Self> {
        let ApiLocation::Undiscovered(from) = &session.location else {
            return None;
        };
        Some(Self {
            plan: entrances(&from.url),
            from: from.clone(),
            seen: Vec::new(),
            advertised: Vec::new(),
            index: None,
            generator: None,
        })
    }

    /// Points the flow's requests at the place where api.php may be.
    pub fn point_at(&self, session: &mut Session) {
        if let Some(Candidate::Page(url) | Candidate::Api(url)) = self.plan.front() {
            session.api = url.clone();
        }
    }

    /// Returns what to send in place of the flow's request, or that.
    pub fn request(&self, session: &Session, wanted: &Request) -> Request {
        match self.plan.front() {
            // Where https is no more than likely, somebody must be there first.
            Some(Candidate::Api(_)) if is_harmless(session, wanted) && self.is_likely() => {
                wanted.clone().purpose(Purpose::Discover)
            }
            Some(Candidate::Api(_)) if is_harmless(session, wanted) => wanted.clone(),
            Some(Candidate::Api(api)) => Request::get(api, &SITEINFO).purpose(Purpose::Discover),
            Some(Candidate::Page(page)) => Request::get(page, &[]).purpose(Purpose::Discover),
            None => wanted.clone(),
        }
    }

    /// Takes what came of `sent`, which [`request`](Self::request) gave for `wanted`.
    pub fn feed(
        &mut self,
        session: &mut Session,
        wanted: &Request,
        sent: &Request,
        reply: Reply,
    ) -> SearchResult {
        let Some(candidate) = self.plan.pop_front() else {
            return SearchResult::Ends(Some(reply));
        };
        if let Reply::Got(response) = &reply {
            session.absorb(&sent.url, response);
        }
        let finding = Finding::of(&candidate, sent, &reply);
        if let (Finding::Answer(answer), Candidate::Api(api)) = (&finding, &candidate) {
            let generator = text(&answer.get("query")["general"], "generator");
            self.generator = self.generator.take().or(generator);
            self.found_at(session, api.clone());
            let own = is_harmless(session, wanted);
            return SearchResult::Ends(own.then_some(reply));
        }
        let was_likely = self.is_likely();
        self.seen.push((candidate.clone(), reply));
        match finding {
            Finding::Elsewhere(target) => self.follow(session, &sent.url, &candidate, &target),
            Finding::Page(site) => self.read(&sent.url, &site),
            Finding::Unreached if was_likely => {
                if self.from.url.set_scheme("http").is_ok() {
                    self.plan = entrances(&self.from.url);
                }
            }
            Finding::Unreached | Finding::Final => {
                return SearchResult::Ends(self.end(session, wanted));
            }
            Finding::Nothing | Finding::Answer(_) => {}
        }
        if self.plan.is_empty() {
            let places = usual_places(&sent.url).filter(|place| !self.has_seen(place));
            let places: VecDeque<Candidate> = places.collect();
            self.plan = places;
        }
        if self.goes_on() {
            SearchResult::GoesOn
        } else {
            SearchResult::Ends(self.end(session, wanted))
        }
    }

    /// Whether https was not said, and has not been tried yet.
    fn is_likely(&self) -> bool {
        self.from.assumed && self.seen.is_empty()
    }

    /// Goes where a redirect points.
    fn follow(&mut self, session: &mut Session, from: &Url, candidate: &Candidate, target: &Url) {
        if from.host() != target.host() {
            // What one host set is none of another's business.
            session.cookies = Default::default();
        }
        let next = match candidate {
            Candidate::Api(api) if target.query() == from.query() => {
                if self.advertised.contains(api) {
                    self.advertised.push(without_query(target));
                }
                VecDeque::from([Candidate::Api(without_query(target))])
            }
            _ => entrances(target),
        };
        for candidate in next.into_iter().rev() {
            self.plan.push_front(candidate);
        }
    }

    /// Takes in what a page tells.
    fn read(&mut self, page: &Url, site: &Site) {
        let generator = site.generator.clone();
        let generator = generator.filter(|name| name.starts_with("MediaWiki"));
        let told = |addresses: &[String]| -> Vec<Url> {
            let here = addresses.iter().filter_map(|address| here(page, address));
            here.collect()
        };
        let (apis, configured) = (told(&site.apis), told(&site.configured));
        let is_wiki = generator.is_some() || !apis.is_empty() || !configured.is_empty();
        self.generator = self.generator.take().or(generator);
        let mut places: Vec<Url> = apis.iter().map(without_query).collect();
        // What was taken for api.php tells nothing by its name.
        let own = Some(page.clone()).filter(|page| !is_api(page));
        for script in configured.into_iter().chain(own).chain(told(&site.scripts)) {
            let Some(api) = sibling(&script, "api") else {
                continue;
            };
            if is_wiki && self.index.is_none() && is_script(&script, "index") {
                self.index = sibling(&script, "index");
            }
            places.push(api);
        }
        for place in places.iter().rev() {
            let candidate = Candidate::Api(place.clone());
            if !self.has_seen(&candidate) {
                self.plan.retain(|planned| *planned != candidate);
                self.plan.push_front(candidate);
            }
        }
        if is_wiki {
            self.advertised.extend(places);
        }
    }

    fn has_seen(&self, candidate: &Candidate) -> bool {
        self.seen.iter().any(|(seen, _)| seen == candidate)
    }

    /// Whether there is more to try. Where MediaWiki tells the place, there is no
    /// other: if api.php is not there, it is switched off.
    fn goes_on(&self) -> bool {
        let knows = self.asked().any(|(api, ..)| self.advertised.contains(api));
        match self.plan.front() {
            Some(Candidate::Api(api)) if self.advertised.contains(api) => self.seen.len() <= MOST,
            Some(_) => !knows && self.seen.len() < MOST,
            None => false,
        }
    }

    /// What was said where api.php may be.
    fn asked(&self) -> impl DoubleEndedIterator<Item = (&Url, &Reply, &Response)> {
        self.seen
            .iter()
            .filter_map(|(candidate, reply)| match (candidate, reply) {
                (Candidate::Api(api), Reply::Got(response)) if !sends_elsewhere(response) => {
                    Some((api, reply, response))
                }
                _ => None,
            })
    }

    /// api.php is there.
    fn found_at(&mut self, session: &mut Session, api: Url) {
        session.found(api, &self.from.url);
        let facts = &mut session.facts;
        facts.index = facts.index.take().or_else(|| self.index.take());
        facts.generator = facts.generator.take().or_else(|| self.generator.take());
    }

    /// Comes to an end without an answer of the API.
    fn end(&mut self, session: &mut Session, wanted: &Request) -> Option<Reply> {
        let reply = match self.switched_off() {
            Some((api, reply)) => {
                let is_for_api = without_query(&wanted.url) == without_query(&session.api);
                self.found_at(session, api);
                if !is_for_api {
                    // A page is wanted, and the wiki is found.
                    return None;
                }
                reply
            }
            None => {
                session.api = self.from.url.clone();
                self.nowhere()
            }
        };
        let is_told_as_it_is = session.bearer.is_none() && is_plain(wanted);
        Some(match reply {
            Reply::Got(response)
                if is_told_as_it_is && ApiResponse::read(&response, Format::Json).is_err() =>
            {
                Reply::Got(response)
            }
            // What the flow wanted sent was not.
            Reply::Got(response) => Reply::NotSent(said_no(&response)),
            Reply::NotSent(error) | Reply::Lost(error) => Reply::NotSent(error),
        })
    }

    /// The place of an API that is switched off or shut, and what came from there.
    fn switched_off(&self) -> Option<(Url, Reply)> {
        let is_wiki = self.generator.is_some() || !self.advertised.is_empty();
        let best = self
            .asked()
            .rev()
            .max_by_key(|(api, _, response)| (is_off(response), self.advertised.contains(api)))?;
        (is_wiki || is_off(best.2)).then(|| (best.0.clone(), best.1.clone()))
    }

    /// What tells most of an address without a wiki.
    fn nowhere(&self) -> Reply {
        let ours = |reason, what: &str| {
            let from = without_query(&self.from.url);
            Reply::NotSent(TransportError::new(
                reason,
                format!("{what} {from}; give the address of a page of the wiki, or of its api.php"),
            ))
        };
        let no_wiki = || ours(Reason::NotAWiki, "no MediaWiki is found from");
        match (self.seen.first(), self.seen.last()) {
            (_, Some((_, Reply::Got(last)))) if sends_elsewhere(last) => {
                ours(Reason::Protocol, "there is no end to the redirects from")
            }
            (_, Some((_, last @ (Reply::NotSent(error) | Reply::Lost(error)))))
                if !is_of_the_page(error) =>
            {
                last.clone()
            }
            (Some((_, Reply::Got(first))), _)
                if matches!(said_no(first).reason, Reason::NotAWiki | Reason::Protocol) =>
            {
                no_wiki()
            }
            (Some((_, first)), _) => first.clone(),
            (None, _) => no_wiki(),
        }
    }
}

/// Whether a flow's request may go to what is no more than a guess.
fn is_harmless(session: &Session, wanted: &Request) -> bool {
    session.bearer.is_none() && is_plain(wanted) && without_query(&wanted.url) == session.api
}

fn is_plain(request: &Request) -> bool {
    request.method == Method::Get && !request.form.has_secret()
}
