//! The promises of the library, checked at every request and every step.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    net::Ipv4Addr,
    sync::atomic::{AtomicBool, Ordering},
};

use memchr::memmem;
use mwaccount::{
    Error, Purpose, Session, Step,
    http::{Effect, Method, Reply, Request},
};
use support::accounts::{ADMIN_PASSWORD, PASSWORD};
use url::{Host, Url};

/// Secrets that the callers of the targets hold, and that nothing may show.
pub const SECRETS: [&str; 4] = [PASSWORD, ADMIN_PASSWORD, HTTP_PASSWORD, ACCESS_TOKEN];
/// Parts of these: each secret has one of them.
const PARTS: [&str; 2] = ["-horse-", "adminpass"];
pub const HTTP_PASSWORD: &str = "Server-horse-9-battery";
pub const ACCESS_TOKEN: &str = "Bearer-horse-4-battery";

/// The most requests between two steps: several lookups, each with three tries and five redirects.
const MOST_REQUESTS: usize = 60;
/// The longest wait before a request, in seconds: the answer to a throttle.
const LONGEST_WAIT: u64 = 4;
/// The size that a suspended text may have besides twice the answers it comes from.
const SUSPENDED_BASE: usize = 1 << 16;

static IS_TRACED: AtomicBool = AtomicBool::new(false);

/// Prints the requests, replies and steps from now on.
pub fn trace() {
    IS_TRACED.store(true, Ordering::Relaxed);
}

fn note(line: impl FnOnce() -> String) {
    if IS_TRACED.load(Ordering::Relaxed) {
        println!("{}", line());
    }
}

/// Returns a reply with the beginning of its content.
fn shown(reply: &Reply) -> String {
    match reply {
        Reply::Got(response) => {
            let content = String::from_utf8_lossy(&response.body);
            let begin: String = content.chars().take(300).collect();
            format!("    {} {:?} {begin}", response.status, response.headers)
        }
        other => format!("    {other:?}"),
    }
}

thread_local! {
    static SEEN: RefCell<BTreeMap<&'static str, usize>> = const { RefCell::new(BTreeMap::new()) };
}

/// Returns the number of steps of each kind that the conversations of this thread had. A target whose conversations all
/// fail would prove nothing.
pub fn seen() -> BTreeMap<&'static str, usize> {
    SEEN.with_borrow(Clone::clone)
}

fn count(step: &Result<Step, Error>) {
    let kind = match step {
        Ok(Step::Created(_)) => "created",
        Ok(Step::LoggedIn(_)) => "logged in",
        Ok(Step::Ask(_)) => "ask",
        Ok(Step::Redirect(_)) => "redirect",
        Ok(Step::Restart(_)) => "restart",
        Ok(Step::Refused(_)) => "refused",
        Ok(Step::Unknown(_)) => "unknown",
        Ok(_) => "other",
        Err(_) => "error",
    };
    SEEN.with_borrow_mut(|seen| *seen.entry(kind).or_default() += 1);
}

/// Observes a session and its conversations.
pub struct Watch {
    /// True if the session comes from a text that anybody may have written, so that only its end is certain.
    is_forged: bool,
    allow_http: bool,
    /// True if the caller gave an address of the internet, which leads to no network of this machine.
    is_outside: bool,
    /// The hosts that secrets may be sent to: the caller's, and those it redirected to over protected connections.
    trusted: BTreeSet<String>,
    /// The bytes of all answers.
    received: usize,
    /// The requests since the last step.
    requests: usize,
    creation: Creation,
}

/// The course of one creation.
#[derive(Default)]
struct Creation {
    /// True if a request was sent that may have created the account.
    is_sent: bool,
    /// True if an answer arrived that may be evidence.
    has_answer: bool,
    /// True if the answer to such a request was lost, and no request has asked what it did.
    is_unsettled: bool,
    /// True if an answer was lost since the caller's last account.
    is_lost: bool,
}

impl Watch {
    /// Begins with the address that the caller gave.
    pub fn new(session: &Session, allow_http: bool) -> Self {
        Self {
            is_forged: false,
            allow_http,
            is_outside: !is_inside(session.api_url()),
            trusted: BTreeSet::from([host(session.api_url())]),
            received: 0,
            requests: 0,
            creation: Creation::default(),
        }
    }

    /// Begins with another creation or login.
    pub fn begin(&mut self) {
        self.creation = Creation::default();
        self.requests = 0;
    }

    /// Checks no more than that the conversation ends.
    pub fn forged(&mut self) {
        self.is_forged = true;
    }

    pub fn is_forged(&self) -> bool {
        self.is_forged
    }

    /// Notes that the caller gave another account, or other credentials.
    pub fn revised(&mut self) {
        self.creation.is_lost = false;
    }

    pub fn request(&mut self, request: &Request) {
        self.requests += 1;
        note(|| format!("{request:?}"));
        assert!(self.requests <= MOST_REQUESTS, "{request:?} again");
        if self.is_forged {
            return;
        }
        assert!(request.wait.as_secs() <= LONGEST_WAIT, "{request:?} waits");
        let url = &request.url;
        assert!(matches!(url.scheme(), "http" | "https"), "{url}");
        assert!(url.username().is_empty() && url.password().is_none());
        assert_eq!(url.fragment(), None);
        assert!(!self.is_outside || !is_inside(url), "{url} is inside");
        for (name, value) in &request.headers {
            let value = value.expose();
            assert!(
                value
                    .bytes()
                    .all(|byte| byte >= b' ' && byte != 0x7f || byte == b'\t'),
                "{name}: {value:?}"
            );
        }
        assert!(!has_secret(url.as_str()), "{url}");
        not_shown("a request", &format!("{request:?}"));
        let authorises = |(name, _): &(&str, _)| *name == "Authorization";
        let fields = || request.form.fields().any(|(_, value)| has_secret(value));
        if fields() || request.headers.iter().any(authorises) {
            assert!(self.allow_http || is_private(url), "a secret to {url}");
            assert!(self.trusted.contains(&host(url)), "a secret to {url}");
        }
        if request.effect == Effect::MayCreate {
            assert_eq!(request.method, Method::Post);
            assert!(
                !self.creation.is_unsettled,
                "{request:?} follows a lost answer without a check"
            );
            self.creation.is_sent = true;
        }
        if request.purpose == Purpose::ExistenceCheck {
            self.creation.is_unsettled = false;
        }
    }

    pub fn reply(&mut self, request: &Request, reply: &Reply) {
        note(|| shown(reply));
        let concerns_account =
            request.effect == Effect::MayCreate || request.purpose == Purpose::ExistenceCheck;
        match reply {
            Reply::Got(response) => {
                let headers = response.headers.iter();
                let headers = headers.map(|(name, value)| name.len() + value.len());
                self.received += response.body.len() + headers.sum::<usize>();
                self.creation.has_answer |= concerns_account;
                let target = response.header("location");
                if let Some(target) = target.and_then(|target| request.url.join(target).ok()) {
                    self.redirected(&request.url, &target);
                }
            }
            Reply::Lost(_) if request.effect == Effect::MayCreate => {
                self.creation.is_unsettled = true;
                self.creation.is_lost = true;
            }
            Reply::Lost(_) | Reply::NotSent(_) => {}
        }
    }

    /// Notes a redirect: a host is trusted if a trusted one redirects to it where nobody else can.
    fn redirected(&mut self, from: &Url, to: &Url) {
        if self.trusted.contains(&host(from)) && (is_private(from) || self.allow_http) {
            self.trusted.insert(host(to));
        }
    }

    /// Checks a step of a creation or a login.
    pub fn step(&mut self, step: &Result<Step, Error>) {
        self.requests = 0;
        note(|| format!("=> {step:?}"));
        count(step);
        not_shown("a step", &format!("{step:?}"));
        let creation = &self.creation;
        let unsettled = creation.is_unsettled;
        match step {
            Ok(Step::Created(created)) => {
                assert!(!created.name.is_empty());
                assert!(creation.is_sent && creation.has_answer, "{created:?}");
            }
            Ok(Step::LoggedIn(name)) => assert!(!name.is_empty()),
            Ok(Step::Unknown(unknown)) => {
                assert!(unknown.evidence.len() > 20, "{unknown:?}");
            }
            Ok(Step::Refused(refused)) => {
                assert!(!refused.message.trim().is_empty());
                assert!(!unsettled, "a lost answer, and then {refused:?}");
            }
            Ok(_) => {}
            Err(error) => {
                assert!(error.message.len() > 10, "{error:?}");
                not_shown("an error", &error.to_string());
                assert!(!creation.is_lost, "a lost answer, and then {error:?}");
            }
        }
    }

    /// Checks a suspended text: `content` is what it encodes.
    pub fn suspended(&self, text: &str, content: &str) {
        not_shown("a suspended text", content);
        let most = 2 * self.received + SUSPENDED_BASE;
        assert!(text.len() <= most, "{} > {most} bytes", text.len());
    }
}

/// Asserts that a text has none of the planted secrets.
pub fn not_shown(place: &str, text: &str) {
    assert!(!has_secret(text), "{place} shows a secret: {text}");
}

/// Returns true if a text has one of the planted secrets.
pub fn has_secret(text: &str) -> bool {
    contains_secret(text.as_bytes())
}

/// Returns true if bytes have one of the planted secrets. An input with one is of no use, as an answer would then show it.
pub fn contains_secret(bytes: &[u8]) -> bool {
    // Much faster than a search for each: nearly no text has a part of one.
    let is_likely = PARTS
        .iter()
        .any(|part| memmem::find(bytes, part.as_bytes()).is_some());
    is_likely
        && SECRETS
            .iter()
            .any(|secret| memmem::find(bytes, secret.as_bytes()).is_some())
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// Returns true for an address of this machine or of its network, in the spellings that need no name server.
fn is_inside(url: &Url) -> bool {
    let is_inside = |ip: Ipv4Addr| {
        ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.octets()[0] == 0
    };
    match url.host() {
        Some(Host::Ipv4(ip)) => is_inside(ip),
        Some(Host::Ipv6(ip)) => match ip.to_ipv4() {
            Some(ip) => is_inside(ip),
            None => ip.is_unique_local() || ip.is_unicast_link_local(),
        },
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            name == "localhost" || name.ends_with(".localhost")
        }
        None => false,
    }
}

/// Returns true if nobody else reads or changes what is sent to this address.
pub fn is_private(url: &Url) -> bool {
    let is_loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name.trim_end_matches('.') == "localhost",
        None => false,
    };
    url.scheme() == "https" || is_loopback
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_secret_is_found() {
        for secret in SECRETS {
            assert!(has_secret(&format!("a {secret}.")), "{secret}");
        }
        assert!(!has_secret("a-horse-b adminpass"));
    }
}
