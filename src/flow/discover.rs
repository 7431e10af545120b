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

use std::collections::VecDeque;

use url::Url;

use crate::{
    Reason, Session,
    place::{Address, Place, is_api},
    wire::{
        Fault, Format, Method, Purpose, Reply, Request, Response,
        answer::{Answer, text},
        html::site::Site,
        origin,
    },
};

/// Requests spent on looking, redirects among them. Only where MediaWiki has told the
/// place last is it asked beyond that.
const MOST: usize = 4;

/// What any api.php answers, and what tells the release of those that may be read.
const PROBE: [(&str, &str); 4] = [
    ("action", "query"),
    ("meta", "siteinfo"),
    ("siprop", "general"),
    ("format", "json"),
];

/// MediaWiki's scripts, without their ending.
const SCRIPTS: [&str; 7] = [
    "api",
    "img_auth",
    "index",
    "load",
    "opensearch_desc",
    "rest",
    "thumb",
];

/// A search under way.
#[derive(Debug, Clone)]
pub(super) struct Discover {
    from: Address,
    /// What is looked at, the first of them now.
    plan: VecDeque<Look>,
    /// What was looked at, and what came of it.
    seen: Vec<(Look, Reply)>,
    /// Where MediaWiki itself says that its api.php is, the most trusted first.
    told: Vec<Url>,
    /// Where it says that its index.php is.
    index: Option<Url>,
    generator: Option<String>,
}

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Look {
    Page(Url),
    /// What may be api.php.
    Api(Url),
}

/// What came of a look.
enum Came {
    /// An answer of the API.
    Answer(Answer),
    /// A redirect that may be followed.
    Elsewhere(Url),
    Page(Site),
    /// A page that cannot be read, which says nothing of the next.
    Nothing,
    Unreached,
    /// What another look would not change.
    Final,
}

impl Came {
    fn of(look: &Look, sent: &Request, reply: &Reply) -> Self {
        let response = match reply {
            Reply::Got(response) => response,
            Reply::NotSent(fault) | Reply::Lost(fault) => {
                return match fault.reason {
                    Reason::Unreachable => Self::Unreached,
                    _ if is_of_the_page(fault) => Self::Nothing,
                    _ => Self::Final,
                };
            }
        };
        if let Some(target) = redirect(sent, response) {
            return Self::Elsewhere(target);
        }
        match answer(response) {
            Some(answer) if matches!(look, Look::Api(_)) => Self::Answer(answer),
            _ if matches!(response.status, 401 | 429) || is_off(response) => Self::Final,
            _ => Self::Page(Site::read(&response.body)),
        }
    }
}

/// What a reply led to.
pub(super) enum Search {
    GoesOn,
    /// The flow has its turn: with this reply to its request, if there is one.
    Ends(Option<Reply>),
}

impl Discover {
    /// Begins to search, if there is something to be found.
    pub fn begin(session: &Session) -> Option<Self> {
        let Place::Sought(from) = &session.place else {
            return None;
        };
        Some(Self {
            plan: entrances(&from.url),
            from: from.clone(),
            seen: Vec::new(),
            told: Vec::new(),
            index: None,
            generator: None,
        })
    }

    /// Has the flow's requests go where api.php may be.
    pub fn aim(&self, session: &mut Session) {
        if let Some(Look::Page(url) | Look::Api(url)) = self.plan.front() {
            session.api = url.clone();
        }
    }

    /// What to send instead of the flow's request, or that.
    pub fn request(&self, session: &Session, wanted: Request) -> Request {
        match self.plan.front() {
            // Where https is no more than likely, somebody must be there first.
            Some(Look::Api(_)) if is_harmless(session, &wanted) => match self.is_likely() {
                true => wanted.purpose(Purpose::Discover),
                false => wanted,
            },
            Some(Look::Api(api)) => Request::get(api, &PROBE).purpose(Purpose::Discover),
            Some(Look::Page(page)) => Request::get(page, &[]).purpose(Purpose::Discover),
            None => wanted,
        }
    }

    /// Takes what came of [`request`](Self::request).
    pub fn feed(&mut self, session: &mut Session, wanted: Request, reply: Reply) -> Search {
        let sent = self.request(session, wanted.clone());
        let Some(look) = self.plan.pop_front() else {
            return Search::Ends(Some(reply));
        };
        if let Reply::Got(response) = &reply {
            session.learn(&sent.url, response);
        }
        let came = Came::of(&look, &sent, &reply);
        if let (Came::Answer(answer), Look::Api(api)) = (&came, &look) {
            let generator = text(&answer.get("query")["general"], "generator");
            self.generator = self.generator.take().or(generator);
            self.settle(session, api.clone());
            let own = is_harmless(session, &wanted);
            return Search::Ends(own.then_some(reply));
        }
        let was_likely = self.is_likely();
        self.seen.push((look.clone(), reply));
        match came {
            Came::Elsewhere(target) => self.follow(session, &sent.url, &look, &target),
            Came::Page(site) => self.read(&sent.url, &site),
            Came::Unreached if was_likely => {
                if self.from.url.set_scheme("http").is_ok() {
                    self.plan = entrances(&self.from.url);
                }
            }
            Came::Unreached | Came::Final => return Search::Ends(self.end(session, wanted)),
            Came::Nothing | Came::Answer(_) => {}
        }
        if self.plan.is_empty() {
            self.guess(&sent.url);
        }
        match self.goes_on() {
            true => Search::GoesOn,
            false => Search::Ends(self.end(session, wanted)),
        }
    }

    /// Whether https was not said, and has not been tried yet.
    fn is_likely(&self) -> bool {
        self.from.assumed && self.seen.is_empty()
    }

    /// Goes where a redirect points.
    fn follow(&mut self, session: &mut Session, from: &Url, look: &Look, target: &Url) {
        if from.host() != target.host() {
            // What one host set is none of another's business.
            session.cookies = Default::default();
        }
        let next = match look {
            Look::Api(api) if target.query() == from.query() => {
                if self.told.contains(api) {
                    self.told.push(bare(target));
                }
                VecDeque::from([Look::Api(bare(target))])
            }
            _ => entrances(target),
        };
        for look in next.into_iter().rev() {
            self.plan.push_front(look);
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
        let mut places: Vec<Url> = apis.iter().map(bare).collect();
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
            let look = Look::Api(place.clone());
            if !self.has_seen(&look) {
                self.plan.retain(|planned| *planned != look);
                self.plan.push_front(look);
            }
        }
        if is_wiki {
            self.told.extend(places);
        }
    }

    /// Plans where api.php usually is, seen from a page.
    fn guess(&mut self, page: &Url) {
        let path = page.path();
        let folder = &path[..=path.rfind('/').unwrap_or(0)];
        let above = folder.trim_end_matches('/');
        let above = &above[..above.rfind('/').map_or(0, |end| end + 1)];
        let beside = format!("{above}w/");
        let is_folder = path.ends_with('/') && path != "/";
        let near = match is_folder {
            true => [folder, &beside],
            false => [&beside, folder],
        };
        let usual = near
            .into_iter()
            .chain(["/w/", "/", "/wiki/", "/mediawiki/"]);
        for folder in usual {
            let mut api = bare(page);
            api.set_path(&format!("{folder}api.php"));
            let look = Look::Api(api);
            if !self.has_seen(&look) && !self.plan.contains(&look) {
                self.plan.push_back(look);
            }
        }
    }

    fn has_seen(&self, look: &Look) -> bool {
        self.seen.iter().any(|(seen, _)| seen == look)
    }

    /// Whether there is more to look at. Where MediaWiki tells the place, there is no
    /// other: if api.php is not there, it is switched off.
    fn goes_on(&self) -> bool {
        let knows = self.asked().any(|(api, ..)| self.told.contains(api));
        match self.plan.front() {
            Some(Look::Api(api)) if self.told.contains(api) => self.seen.len() <= MOST,
            Some(_) => !knows && self.seen.len() < MOST,
            None => false,
        }
    }

    /// What was said where api.php may be.
    fn asked(&self) -> impl DoubleEndedIterator<Item = (&Url, &Reply, &Response)> {
        self.seen
            .iter()
            .filter_map(|(look, reply)| match (look, reply) {
                (Look::Api(api), Reply::Got(response)) if !is_redirect(response) => {
                    Some((api, reply, response))
                }
                _ => None,
            })
    }

    /// api.php is there.
    fn settle(&mut self, session: &mut Session, api: Url) {
        session.found(api, &self.from.url);
        let facts = &mut session.facts;
        facts.index = facts.index.take().or_else(|| self.index.take());
        facts.generator = facts.generator.take().or_else(|| self.generator.take());
    }

    /// Comes to an end without an answer of the API.
    fn end(&mut self, session: &mut Session, wanted: Request) -> Option<Reply> {
        let reply = match self.switched_off() {
            Some((api, reply)) => {
                let is_for_api = bare(&wanted.url) == bare(&session.api);
                self.settle(session, api);
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
        let is_told_as_it_is = session.bearer.is_none() && is_plain(&wanted);
        Some(match reply {
            Reply::Got(response)
                if is_told_as_it_is && Answer::read(&response, Format::Json).is_err() =>
            {
                Reply::Got(response)
            }
            // What the flow wanted sent was not.
            Reply::Got(response) => Reply::NotSent(said_no(&response)),
            Reply::NotSent(fault) | Reply::Lost(fault) => Reply::NotSent(fault),
        })
    }

    /// The place of an API that is switched off or shut, and what came from there.
    fn switched_off(&self) -> Option<(Url, Reply)> {
        let is_wiki = self.generator.is_some() || !self.told.is_empty();
        let best = self
            .asked()
            .rev()
            .max_by_key(|(api, _, response)| (is_off(response), self.told.contains(api)))?;
        (is_wiki || is_off(best.2)).then(|| (best.0.clone(), best.1.clone()))
    }

    /// What tells most of an address without a wiki.
    fn nowhere(&self) -> Reply {
        let ours = |reason, what: &str| {
            let from = bare(&self.from.url);
            Reply::NotSent(Fault::new(
                reason,
                format!("{what} {from}; give the address of a page of the wiki, or of its api.php"),
            ))
        };
        let no_wiki = || ours(Reason::NotAWiki, "no MediaWiki is found from");
        match (self.seen.first(), self.seen.last()) {
            (_, Some((_, Reply::Got(last)))) if is_redirect(last) => {
                ours(Reason::Protocol, "there is no end to the redirects from")
            }
            (_, Some((_, last @ (Reply::NotSent(fault) | Reply::Lost(fault)))))
                if !is_of_the_page(fault) =>
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

/// What to look at of an address: beside index.php there is api.php.
fn entrances(address: &Url) -> VecDeque<Look> {
    let page = Look::Page(address.clone());
    match sibling(address, "api") {
        Some(api) if is_api(address) => VecDeque::from([Look::Api(api)]),
        Some(api) => VecDeque::from([Look::Api(api), page]),
        None => VecDeque::from([page]),
    }
}

/// Whether a flow's request may go to what is no more than a guess.
fn is_harmless(session: &Session, wanted: &Request) -> bool {
    session.bearer.is_none() && is_plain(wanted) && bare(&wanted.url) == session.api
}

fn is_plain(request: &Request) -> bool {
    request.method == Method::Get && !request.form.has_secret()
}

/// What an answer of the API is, and JSON of others and pages with some in them are not.
fn answer(response: &Response) -> Option<Answer> {
    let body = response.body.as_slice();
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let start = body.trim_ascii_start();
    let is_page = [&b"<!doctype"[..], b"<html", b"<?xml"]
        .into_iter()
        .any(|page| {
            start
                .get(..page.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(page))
        });
    let answer = Answer::read(response, Format::Json)
        .ok()
        .filter(|_| !is_page)?;
    let error = answer.get("error");
    let is_api = answer.get("query").is_object()
        || answer.get("warnings").is_object()
        || (error["code"].is_string() && error["info"].is_string());
    is_api.then_some(answer)
}

/// Why a response is no answer.
fn said_no(response: &Response) -> Fault {
    match Answer::read(response, Format::Json) {
        Err(no) => Fault::new(no.error.reason, no.error.message),
        Ok(_) => Fault::new(
            Reason::NotAWiki,
            "this is not a MediaWiki api.php; check the address",
        ),
    }
}

/// Whether MediaWiki says that its API is off.
fn is_off(response: &Response) -> bool {
    said_no(response).reason == Reason::Disabled
}

/// Whether a fault lies in what a page is.
fn is_of_the_page(fault: &Fault) -> bool {
    matches!(fault.reason, Reason::TooLarge | Reason::Protocol)
}

fn is_redirect(response: &Response) -> bool {
    (300..400).contains(&response.status)
}

/// Where a response sends a GET without secrets. Nobody out there has any business with
/// this machine.
fn redirect(sent: &Request, response: &Response) -> Option<Url> {
    if !matches!(response.status, 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let mut target = sent.url.join(response.header("location")?).ok()?;
    target.set_fragment(None);
    let is_web = matches!(target.scheme(), "http" | "https") && target.has_host();
    let is_clean = target.username().is_empty() && target.password().is_none();
    let is_inward = origin::is_loopback(&target) && !origin::is_loopback(&sent.url);
    (is_web && is_clean && !is_inward).then_some(target)
}

/// An address that a page names, if it is of the page's own host. The scheme is the
/// page's where a wiki behind a proxy takes itself for http only.
fn here(page: &Url, address: &str) -> Option<Url> {
    let mut named = page.join(address).ok()?;
    if origin::is_same_party(&named, page) {
        named.set_scheme(page.scheme()).ok()?;
    }
    let is_clean = named.username().is_empty() && named.password().is_none();
    (is_clean && origin::is_same_party(page, &named)).then_some(named)
}

/// The address of another of MediaWiki's scripts beside one of them.
fn sibling(script: &Url, name: &str) -> Option<Url> {
    let path = script.path();
    let mut start = 0;
    for segment in path.split('/') {
        if let Some((stem, ending @ ("php" | "php5"))) = segment.rsplit_once('.')
            && SCRIPTS.contains(&stem)
        {
            let mut sibling = bare(script);
            sibling.set_path(&format!("{}{name}.{ending}", &path[..start]));
            return Some(sibling);
        }
        start += segment.len() + 1;
    }
    None
}

/// Whether an address is of this script.
fn is_script(address: &Url, name: &str) -> bool {
    sibling(address, name).is_some_and(|script| address.path().starts_with(script.path()))
}

/// An address without what is asked of it.
fn bare(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_query(None);
    url
}
