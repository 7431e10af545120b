//! Finding api.php from any address of a wiki.
//!
//! ```text
//!  index.php ────────► api.php beside it? ──┬────────────► found
//!                             │ no          │ yes
//!  a page, a host ───► the page ─► an API URL in it? ─► usual locations
//! ```
//!
//! A candidate is tested with the flow's own first request, so a right guess costs no extra
//! request. A page that is returned instead is searched for the API URL. Until api.php is found,
//! only GETs without secrets are sent, so they may be redirected to another host.
//!
//! Anybody on the way can send an unencrypted response. If one leads to https on its own host, the
//! search begins anew there, with the address that it began with: nothing else that was read
//! unencrypted counts. If one leads to another host, or to the path of the api.php that is found, the
//! search goes on and records this ([`UnencryptedHop`]).

mod candidate;
mod finding;

use std::collections::VecDeque;

use url::Url;

use self::{
    candidate::{
        Candidate, candidates_for, is_script, same_host_url, sibling_script, usual_api_urls,
    },
    finding::{Finding, api_is_disabled, has_redirect_status, is_page_error, not_api_error},
};
use crate::{
    Format, Purpose, Reason, Session, TransportError,
    http::{Method, Reply, Request, Response, address::without_query, origin},
    mediawiki::{
        api_response::{ApiResponse, text},
        page::site::Site,
    },
    session::{
        api_location::{Address, ApiLocation, is_api},
        unencrypted_hop::UnencryptedHop,
    },
};

/// A query that every api.php answers, and that returns the release of a public wiki.
const SITEINFO: [(&str, &str); 4] = [
    ("action", "query"),
    ("meta", "siteinfo"),
    ("siprop", "general"),
    ("format", "json"),
];

/// The scripts whose addresses are sought.
const SCRIPTS_SOUGHT: [&str; 2] = ["api", "index"];

/// Maximum number of requests of a search, including redirects. One more is allowed for an API URL
/// that MediaWiki itself advertises.
const MAX_REQUESTS: usize = 4;

/// A running search.
#[derive(Debug, Clone)]
pub(super) struct Search {
    from: Address,
    /// The candidates to try, the current one first.
    queue: VecDeque<Candidate>,
    /// The candidates tried so far and their replies.
    tried: Vec<(Candidate, Reply)>,
    /// API URLs that MediaWiki itself advertises, the most trusted first.
    advertised: Vec<Url>,
    /// The URL of index.php that it advertises.
    index: Option<Url>,
    generator: Option<String>,
    /// The last address that no unencrypted response named: the caller's, or one that came over https;
    /// or else the first one on another host.
    start: Url,
    /// The step to another host that an unencrypted response decided.
    hop: Option<UnencryptedHop>,
}

/// The result of one reply.
pub(super) enum SearchResult {
    Continue,
    /// The search has ended. The flow continues, with this reply to its request if there is one.
    Done(Option<Reply>),
}

impl Search {
    /// Starts a search, if the API URL is unknown.
    pub fn begin(session: &Session) -> Option<Self> {
        let ApiLocation::Undiscovered(from) = &session.location else {
            return None;
        };
        Some(Self {
            queue: candidates_for(&from.url),
            start: from.url.clone(),
            from: from.clone(),
            tried: Vec::new(),
            advertised: Vec::new(),
            index: None,
            generator: None,
            hop: None,
        })
    }

    /// Sets the session's API URL to the current candidate, for the flow's requests.
    pub fn point_at(&self, session: &mut Session) {
        session.hop.clone_from(&self.hop);
        if let Some(Candidate::Page(url) | Candidate::Api(url)) = self.queue.front() {
            session.point_at(url.clone());
        }
    }

    /// Sets the session's API URL back to the caller's address.
    fn point_back(&self, session: &mut Session) {
        session.point_at(self.from.url.clone());
        session.hop = None;
    }

    /// Returns the request to send: the flow's own, or one of the search in its place.
    pub fn request(&self, session: &Session, wanted: &Request) -> Request {
        match self.queue.front() {
            // The user gave no scheme, so https is assumed; test that something answers there.
            Some(Candidate::Api(_))
                if may_send_to_candidate(session, wanted) && self.assumes_https() =>
            {
                wanted.clone().purpose(Purpose::Discover)
            }
            Some(Candidate::Api(_)) if may_send_to_candidate(session, wanted) => wanted.clone(),
            Some(Candidate::Api(api)) => Request::get(api, &SITEINFO).purpose(Purpose::Discover),
            Some(Candidate::Page(page)) => Request::get(page, &[]).purpose(Purpose::Discover),
            None => wanted.clone(),
        }
    }

    /// Processes the reply to `sent`, which [`request`](Self::request) returned for `wanted`.
    pub fn feed(
        &mut self,
        session: &mut Session,
        wanted: &Request,
        sent: &Request,
        reply: Reply,
    ) -> SearchResult {
        let Some(candidate) = self.queue.pop_front() else {
            return SearchResult::Done(Some(reply));
        };
        if let Reply::Got(response) = &reply {
            session.absorb(&sent.url, response);
        }
        let finding = Finding::of(&candidate, sent, &reply);
        if let (Finding::Api(answer), Candidate::Api(api)) = (&finding, &candidate) {
            let generator = text(&answer.get("query")["general"], "generator");
            self.generator = self.generator.take().or(generator);
            self.set_found(session, api.clone());
            let can_use_reply = may_send_to_candidate(session, wanted);
            return SearchResult::Done(can_use_reply.then_some(reply));
        }
        let assumed_https = self.assumes_https();
        self.tried.push((candidate.clone(), reply));
        match finding {
            Finding::Redirect(target) => self.follow(session, &sent.url, &candidate, &target),
            Finding::LeadsInside(target) => {
                self.point_back(session);
                let error = finding::leads_inside(&sent.url, &target);
                return SearchResult::Done(Some(Reply::NotSent(error)));
            }
            Finding::Page(site) => self.read_page(&sent.url, &site),
            Finding::Unreachable if assumed_https => {
                if self.from.url.set_scheme("http").is_ok() {
                    self.start = self.from.url.clone();
                    self.queue = candidates_for(&self.from.url);
                }
            }
            Finding::Unreachable | Finding::Final => {
                return SearchResult::Done(self.finish(session, wanted));
            }
            Finding::Unreadable | Finding::Api(_) => {}
        }
        if self.queue.is_empty() {
            for api_url in usual_api_urls(&sent.url) {
                if !self.was_tried(&api_url) && !self.queue.contains(&api_url) {
                    self.queue.push_back(api_url);
                }
            }
        }
        if self.should_continue() {
            SearchResult::Continue
        } else {
            SearchResult::Done(self.finish(session, wanted))
        }
    }

    /// Returns whether https is assumed because the address has no scheme, and is still untested.
    fn assumes_https(&self) -> bool {
        self.from.assumed && self.tried.is_empty()
    }

    /// Queues the target of a redirect.
    fn follow(&mut self, session: &mut Session, from: &Url, candidate: &Candidate, target: &Url) {
        if from.host() != target.host() {
            // Cookies of one host must not reach another.
            session.cookies = Default::default();
        }
        let is_upgrade = origin::is_same_or_upgraded(from, target);
        match UnencryptedHop::between(from, target) {
            Some(_) if is_upgrade && origin::is_private(target) => {
                return self.begin_anew_over_https();
            }
            Some(hop) if hop.is_to_other_host => {
                self.hop.get_or_insert(hop);
                self.start = target.clone();
            }
            Some(_) => {}
            None => self.start = target.clone(),
        }
        let next = match candidate {
            Candidate::Api(api) if target.query() == from.query() => {
                if self.advertised.contains(api) {
                    self.advertised.push(without_query(target));
                }
                VecDeque::from([Candidate::Api(without_query(target))])
            }
            _ => candidates_for(target),
        };
        for candidate in next.into_iter().rev() {
            self.queue.push_front(candidate);
        }
    }

    /// Begins anew over https. What was read unencrypted is forgotten.
    fn begin_anew_over_https(&mut self) {
        if let Some(start) = origin::upgraded(&self.start) {
            self.queue = candidates_for(&start);
            self.start = start;
            self.advertised.clear();
            self.index = None;
            self.generator = None;
        }
    }

    /// Queues the API URLs found in a page.
    fn read_page(&mut self, page: &Url, site: &Site) {
        let local_urls = |addresses: &[String]| -> Vec<Url> {
            let urls = addresses
                .iter()
                .filter_map(|address| same_host_url(page, address));
            urls.collect()
        };
        let (apis, configured) = (local_urls(&site.apis), local_urls(&site.configured));
        let is_upgrade = |url: &Url| !origin::is_private(page) && origin::is_private(url);
        if apis.iter().chain(&configured).any(is_upgrade) {
            return self.begin_anew_over_https();
        }
        let scripts = local_urls(&site.scripts).into_iter();
        let scripts = scripts.filter(|url| !is_upgrade(url));
        let generator = site.generator.clone();
        let generator = generator.filter(|name| name.starts_with("MediaWiki"));
        let is_wiki = generator.is_some() || !apis.is_empty() || !configured.is_empty();
        self.generator = self.generator.take().or(generator);
        let mut api_urls: Vec<Url> = apis.iter().map(without_query).collect();
        // A URL that was tried as api.php does not show where the scripts are.
        let own_script = Some(page.clone()).filter(|page| !is_api(page));
        for script in configured.into_iter().chain(own_script).chain(scripts) {
            let Some(api) = sibling_script(&script, "api") else {
                continue;
            };
            if is_wiki && self.index.is_none() && is_script(&script, "index") {
                self.index = sibling_script(&script, "index");
            }
            api_urls.push(api);
        }
        for api_url in api_urls.iter().rev() {
            let candidate = Candidate::Api(api_url.clone());
            if !self.was_tried(&candidate) {
                self.queue.retain(|planned| *planned != candidate);
                self.queue.push_front(candidate);
            }
        }
        if is_wiki {
            self.advertised.extend(api_urls);
        }
    }

    fn was_tried(&self, candidate: &Candidate) -> bool {
        self.tried.iter().any(|(tried, _)| tried == candidate)
    }

    /// Returns whether there is another candidate to try. If an API URL that MediaWiki itself
    /// advertises returns no API response, the API is disabled, and only other advertised URLs are
    /// tried.
    fn should_continue(&self) -> bool {
        let knows_api_url = self
            .api_replies()
            .any(|(api, ..)| self.advertised.contains(api));
        match self.queue.front() {
            Some(Candidate::Api(api)) if self.advertised.contains(api) => {
                self.tried.len() <= MAX_REQUESTS
            }
            Some(_) => !knows_api_url && self.tried.len() < MAX_REQUESTS,
            None => false,
        }
    }

    /// Returns the responses of the candidates for api.php, without redirects, and without unencrypted
    /// ones from before the search began anew over https.
    fn api_replies(&self) -> impl DoubleEndedIterator<Item = (&Url, &Reply, &Response)> {
        self.tried
            .iter()
            .filter_map(|(candidate, reply)| match (candidate, reply) {
                (Candidate::Api(api), Reply::Got(response))
                    if !has_redirect_status(response) && api.scheme() == self.start.scheme() =>
                {
                    Some((api, reply, response))
                }
                _ => None,
            })
    }

    /// Records the API URL in the session, and whether anybody on the way could have decided it.
    fn set_found(&mut self, session: &mut Session, api: Url) {
        let told = self.path_hop(&api);
        let told = told.or_else(|| self.index.as_ref().and_then(|index| self.path_hop(index)));
        session.hop = self.hop.take().or(told);
        session.set_api(api, &self.from.url);
        let facts = &mut session.facts;
        facts.index = facts.index.take().or_else(|| self.index.take());
        facts.generator = facts.generator.take().or_else(|| self.generator.take());
    }

    /// Returns the hop to a script on an unencrypted host, unless it is at the address where the search
    /// began there, or beside it.
    fn path_hop(&self, script: &Url) -> Option<UnencryptedHop> {
        let is_beside = SCRIPTS_SOUGHT
            .iter()
            .filter_map(|name| sibling_script(&self.start, name))
            .any(|sibling| sibling == *script);
        UnencryptedHop::between(script, script).filter(|_| !is_beside)
    }

    /// Ends the search without a response of the API. Returns the reply for the flow.
    fn finish(&mut self, session: &mut Session, wanted: &Request) -> Option<Reply> {
        let reply = match self.disabled_api() {
            Some((api, reply)) => {
                // The address of the last candidate may be that of index.php.
                let names_action = wanted.url.query_pairs().any(|(name, _)| name == "action");
                let is_for_page = wanted.method == Method::Get && !names_action;
                let is_for_api =
                    !is_for_page && without_query(&wanted.url) == without_query(&session.api);
                self.set_found(session, api);
                if !is_for_api {
                    // The flow wants a page of a wiki that was found.
                    return None;
                }
                reply
            }
            None => {
                self.point_back(session);
                self.not_found()
            }
        };
        let passes_unchanged = session.access_token.is_none() && is_get_without_secret(wanted);
        Some(match reply {
            Reply::Got(response)
                if passes_unchanged && ApiResponse::read(&response, Format::Json).is_err() =>
            {
                Reply::Got(response)
            }
            // The flow's own request was not sent.
            Reply::Got(response) => Reply::NotSent(not_api_error(&response)),
            Reply::NotSent(error) | Reply::Lost(error) => Reply::NotSent(error),
        })
    }

    /// Returns the URL of a disabled or closed API and its reply.
    fn disabled_api(&self) -> Option<(Url, Reply)> {
        let is_wiki = self.generator.is_some() || !self.advertised.is_empty();
        let best = self.api_replies().rev().max_by_key(|(api, _, response)| {
            (api_is_disabled(response), self.advertised.contains(api))
        })?;
        (is_wiki || api_is_disabled(best.2)).then(|| (best.0.clone(), best.1.clone()))
    }

    /// Returns the most informative reply for an address without a wiki.
    fn not_found(&self) -> Reply {
        let error = |reason, problem: &str| {
            let from = without_query(&self.from.url);
            let tried = self.tried.iter().map(finding::describe);
            let tried = tried.collect::<Vec<_>>().join(", ");
            let advice = if tried.contains("api.php") && is_api(&self.from.url) {
                "check the address"
            } else {
                "give the address of a page of the wiki, or of its api.php"
            };
            let message = format!("{problem} {from} (tried {tried}); {advice}");
            Reply::NotSent(TransportError::new(reason, message))
        };
        let no_wiki = || error(Reason::NotAWiki, "no MediaWiki was found at");
        match (self.tried.first(), self.tried.last()) {
            (_, Some((_, Reply::Got(last)))) if has_redirect_status(last) => {
                error(Reason::Protocol, "there are too many redirects from")
            }
            (_, Some((_, last @ (Reply::NotSent(error) | Reply::Lost(error)))))
                if !is_page_error(error) =>
            {
                last.clone()
            }
            (Some((_, Reply::Got(first))), _)
                if matches!(
                    not_api_error(first).reason,
                    Reason::NotAWiki | Reason::Protocol
                ) =>
            {
                no_wiki()
            }
            (Some((_, first)), _) => first.clone(),
            (None, _) => no_wiki(),
        }
    }
}

/// Returns whether the flow's request may be sent to an untested candidate.
fn may_send_to_candidate(session: &Session, wanted: &Request) -> bool {
    session.access_token.is_none()
        && is_get_without_secret(wanted)
        && without_query(&wanted.url) == session.api
}

fn is_get_without_secret(request: &Request) -> bool {
    request.method == Method::Get && !request.form.has_secret()
}
