//! The cookies of one wiki: the part of RFC 6265 that one wiki needs.
//!
//! MediaWiki stores the token, the captcha and the state of a creation in its session, so cookies
//! are kept as long as the [`Session`](crate::Session), unless the wiki deletes them. No clock is
//! read: `Expires` is compared with the `Date` of the same response.
//!
//! Cookies of unencrypted and of private responses (https, or this machine) are kept apart: each is
//! sent only over the kind of connection on which it came, with or without `Secure`. Anybody on the
//! way can set a cookie in an unencrypted response. Over https it would give the wiki a session that
//! this person knows.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};
use url::{Host, Url};

use super::{Response, origin::is_private};
use crate::{Secret, secret::exposed};

/// The maximum number of cookies. A MediaWiki sets less than a tenth of it.
const MAX_COOKIES: usize = 64;

/// The maximum length of a cookie with its attributes, in bytes. Browsers accept names and values of this
/// length.
const MAX_LENGTH: usize = 4096;

/// The stored cookies of one wiki.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct CookieJar(Vec<Cookie>);

#[derive(Debug, Clone, Serialize, Deserialize)]
struct Cookie {
    name: String,
    #[serde(with = "exposed")]
    value: Option<Secret>,
    domain: String,
    host_only: bool,
    path: String,
    secure: bool,
    /// True if it came over https or from this machine.
    came_privately: bool,
}

impl CookieJar {
    /// Stores and deletes cookies as a response from `url` asks.
    pub fn store(&mut self, url: &Url, response: &Response) {
        for set in SetCookie::all(response) {
            if let Some(cookie) = Cookie::from_header(&set, url) {
                self.0.retain(|existing| !cookie.replaces(existing));
                if !set.deletes {
                    self.add(cookie);
                }
            }
        }
    }

    /// Adds a cookie if there is room. Unencrypted cookies leave room to the others.
    fn add(&mut self, cookie: Cookie) {
        if self.0.len() >= MAX_COOKIES && cookie.came_privately {
            let unencrypted = self.0.iter().position(|existing| !existing.came_privately);
            unencrypted.map(|at| self.0.remove(at));
        }
        if self.0.len() < MAX_COOKIES {
            self.0.push(cookie);
        }
    }

    /// Returns whether a response from `url` begins another session: whether it gives a cookie of a
    /// session (`session_name()` of PHP, `$wgSessionName`) another value.
    pub fn is_session_replaced(&self, url: &Url, response: &Response) -> bool {
        SetCookie::all(response).any(|set| {
            set.name.ends_with("session")
                && !set.deletes
                && Cookie::from_header(&set, url).is_some_and(|cookie| {
                    let mut known = self.0.iter();
                    known.any(|known| cookie.replaces(known) && known.value() != cookie.value())
                })
        })
    }

    /// Returns the `Cookie` header for a request to `url`, longest paths first; `None` if no cookie
    /// matches.
    pub fn header(&self, url: &Url) -> Option<Secret> {
        let mut matching: Vec<&Cookie> = self.0.iter().filter(|c| c.belongs_to(url)).collect();
        if matching.is_empty() {
            return None;
        }
        matching.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let length = matching
            .iter()
            .map(|cookie| cookie.name.len() + cookie.value().len() + 3)
            .sum();
        let mut header = String::with_capacity(length);
        for cookie in matching {
            if !header.is_empty() {
                header.push_str("; ");
            }
            header.push_str(&cookie.name);
            header.push('=');
            header.push_str(cookie.value());
        }
        Some(Secret::new(header))
    }

    /// Returns the names and values, which are written into a header.
    pub(crate) fn texts(&self) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .flat_map(|cookie| [cookie.name.as_str(), cookie.value()])
    }
}

impl Cookie {
    /// Creates a cookie from a `Set-Cookie` header; `None` if the host may not set it.
    fn from_header(set: &SetCookie<'_>, url: &Url) -> Option<Self> {
        let host = url.host_str()?.to_ascii_lowercase();
        let domain = set.domain.trim_start_matches('.').to_ascii_lowercase();
        let is_host_only = domain == host || domain.is_empty();
        if !is_host_only && !may_set_for(url, &host, &domain) {
            return None;
        }
        Some(Self {
            name: set.name.to_owned(),
            value: Some(Secret::from(set.value)),
            domain: if is_host_only { host } else { domain },
            host_only: is_host_only,
            path: set.path.map_or_else(|| default_path(url), str::to_owned),
            secure: set.secure,
            came_privately: is_private(url),
        })
    }

    fn value(&self) -> &str {
        self.value.as_ref().map_or("", Secret::expose)
    }

    /// Returns whether this cookie takes the place of an earlier one. An unencrypted cookie does not
    /// replace one that came privately.
    fn replaces(&self, earlier: &Self) -> bool {
        self.name == earlier.name
            && self.domain == earlier.domain
            && self.path == earlier.path
            && (self.came_privately || !earlier.came_privately)
    }

    fn belongs_to(&self, url: &Url) -> bool {
        let Some(host) = url.host_str() else {
            return false;
        };
        let host = host.to_ascii_lowercase();
        let domain = host == self.domain || (!self.host_only && is_subdomain(&host, &self.domain));
        let is_private = is_private(url);
        domain
            && self.came_privately == is_private
            && (!self.secure || is_private)
            && path_matches(url.path(), &self.path)
    }
}

/// A well-formed `Set-Cookie` header.
#[derive(Debug)]
pub(crate) struct SetCookie<'r> {
    pub name: &'r str,
    pub value: &'r str,
    /// `true` if it deletes the cookie with this name.
    pub deletes: bool,
    domain: &'r str,
    path: Option<&'r str>,
    secure: bool,
}

impl<'r> SetCookie<'r> {
    /// Returns all well-formed `Set-Cookie` headers of a response, in order.
    pub fn all(response: &'r Response) -> impl DoubleEndedIterator<Item = Self> {
        let lines: Vec<&str> = response.headers_named("set-cookie").collect();
        let now = response.date();
        lines
            .into_iter()
            .filter_map(move |line| Self::parse(line, now))
    }

    fn parse(line: &'r str, now: Option<SystemTime>) -> Option<Self> {
        let mut parts = line.split(';');
        let (name, value) = parts.next()?.split_once('=')?;
        let mut this = Self {
            name: name.trim(),
            value: value.trim(),
            deletes: false,
            domain: "",
            path: None,
            secure: false,
        };
        if this.name.is_empty() || line.len() > MAX_LENGTH || !may_be_in_header(line) {
            return None;
        }
        let (mut max_age, mut expires) = (None, None);
        for part in parts {
            let (key, value) = part.split_once('=').unwrap_or((part, ""));
            let value = value.trim();
            match key.trim().to_ascii_lowercase().as_str() {
                "domain" => this.domain = value,
                "path" if value.starts_with('/') => this.path = Some(value),
                "secure" => this.secure = true,
                "max-age" => max_age = value.parse::<i64>().ok(),
                // PHP before 5.5 writes the date with dashes and sends no Max-Age.
                "expires" => {
                    expires = httpdate::parse_http_date(value)
                        .or_else(|_| httpdate::parse_http_date(&value.replace('-', " ")))
                        .ok();
                }
                _ => {}
            }
        }
        this.deletes = match (max_age, expires, now) {
            (Some(seconds), _, _) => seconds <= 0,
            (None, Some(expires), Some(now)) => expires <= now,
            (None, Some(expires), None) => expires <= UNIX_EPOCH + DAY,
            (None, None, _) => false,
        };
        Some(this)
    }
}

/// Returns whether a text has no control character that a header must not contain.
pub(crate) fn may_be_in_header(text: &str) -> bool {
    let is_forbidden = |byte: u8| byte.is_ascii_control() && byte != b'\t';
    !text.bytes().any(is_forbidden)
}

/// Without a `Date` header, only an `Expires` on the first day of 1970 certainly means deletion.
const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Returns whether `host` may set cookies for `domain`, which must be a parent domain and not a
/// top-level domain. A list of public suffixes is not needed, since a jar serves one wiki and its
/// cookies are sent to no other.
fn may_set_for(url: &Url, host: &str, domain: &str) -> bool {
    matches!(url.host(), Some(Host::Domain(_)))
        && domain.contains('.')
        && is_subdomain(host, domain)
}

fn is_subdomain(host: &str, domain: &str) -> bool {
    host.strip_suffix(domain)
        .is_some_and(|rest| rest.ends_with('.'))
}

fn default_path(url: &Url) -> String {
    match url.path().rfind('/') {
        None | Some(0) => "/".to_owned(),
        Some(end) => url.path()[..end].to_owned(),
    }
}

fn path_matches(path: &str, cookie_path: &str) -> bool {
    path.strip_prefix(cookie_path)
        .is_some_and(|rest| rest.is_empty() || cookie_path.ends_with('/') || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    fn jar(from: &str, lines: &[&str]) -> CookieJar {
        let mut jar = CookieJar::default();
        add(&mut jar, from, lines);
        jar
    }

    fn add(jar: &mut CookieJar, from: &str, lines: &[&str]) {
        let mut headers: Vec<_> = lines
            .iter()
            .map(|line| ("Set-Cookie".to_owned(), (*line).to_owned()))
            .collect();
        headers.push((
            "Date".to_owned(),
            "Sun, 22 Nov 2026 05:28:28 GMT".to_owned(),
        ));
        let response = Response::new(200, headers, Vec::new());
        jar.store(&url(from), &response);
    }

    fn sent(jar: &CookieJar, to: &str) -> String {
        let header = jar.header(&url(to));
        header.map_or(String::new(), |header| header.expose().to_owned())
    }

    const API: &str = "https://wiki.example.org/w/api.php";

    #[test]
    fn cookies_are_stored_replaced_and_deleted() {
        let mut jar = jar(API, &["s=1; path=/; HttpOnly", "u=2; path=/"]);
        assert_eq!(sent(&jar, API), "s=1; u=2");
        add(
            &mut jar,
            API,
            &["s=3; path=/", "u=deleted; path=/; Max-Age=0"],
        );
        assert_eq!(sent(&jar, API), "s=3");
        add(
            &mut jar,
            API,
            &["s=x; path=/; expires=Sat, 21 Nov 2026 05:28:28 GMT"],
        );
        assert!(jar.0.is_empty());
        add(&mut jar, API, &["forceHTTPS=true; path=/"]);
        add(
            &mut jar,
            API,
            &["forceHTTPS=deleted; expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/"],
        );
        assert!(jar.0.is_empty());
    }

    #[test]
    fn hosts_and_paths() {
        let jar = jar(
            API,
            &[
                "host=1; path=/",
                "wide=2; path=/; domain=.example.org",
                "deep=3; path=/w",
                "own=4",
                "foreign=5; domain=example.net",
                "top=6; domain=org",
            ],
        );
        assert_eq!(sent(&jar, API), "deep=3; own=4; host=1; wide=2");
        assert_eq!(
            sent(&jar, "https://wiki.example.org/wiki/"),
            "host=1; wide=2"
        );
        assert_eq!(sent(&jar, "https://login.example.org/"), "wide=2");
        assert_eq!(sent(&jar, "https://evilexample.org/"), "");
    }

    #[test]
    fn secure_cookies_are_not_sent_over_http() {
        let jar = jar(API, &["s=1; path=/; Secure"]);
        assert_eq!(sent(&jar, API), "s=1");
        assert_eq!(sent(&jar, "http://wiki.example.org/w/api.php"), "");
    }

    /// A cookie that anybody on the way could have set is not sent over https, and none of https is
    /// sent unencrypted or changed by an unencrypted response.
    #[test]
    fn unencrypted_cookies_are_kept_apart() {
        const CLEAR: &str = "http://wiki.example.org/w/api.php";
        let mut jar = jar(
            CLEAR,
            &["s=fixed; path=/", "wide=fixed; path=/; domain=example.org"],
        );
        assert_eq!(sent(&jar, CLEAR), "s=fixed; wide=fixed");
        assert_eq!(sent(&jar, API), "");
        assert_eq!(sent(&jar, "https://login.example.org/"), "");

        // https sets it again.
        add(&mut jar, API, &["s=1; path=/"]);
        assert_eq!(sent(&jar, API), "s=1");
        assert_eq!(sent(&jar, CLEAR), "wide=fixed");

        // An unencrypted response neither replaces nor deletes it.
        for line in [
            "s=evil; path=/",
            "s=evil; path=/; Secure",
            "s=x; path=/; Max-Age=0",
            "s=evil; path=/w",
            "s=evil; path=/; domain=example.org",
        ] {
            add(&mut jar, CLEAR, &[line]);
            assert_eq!(sent(&jar, API), "s=1", "{line}");
        }
        assert!(!sent(&jar, CLEAR).contains("s=1"));
    }

    #[test]
    fn unencrypted_cookies_leave_room() {
        let many: Vec<String> = (0..500).map(|i| format!("c{i}=1")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        let mut jar = jar("http://wiki.example.org/w/api.php", &many);
        add(&mut jar, API, &["s=1"]);
        assert_eq!(sent(&jar, API), "s=1");
        assert_eq!(jar.0.len(), MAX_COOKIES);
    }

    /// This machine's connections are as private over http as over https.
    #[test]
    fn cookies_of_this_machine() {
        let jar = jar("http://localhost/api.php", &["s=1; path=/; Secure"]);
        assert_eq!(sent(&jar, "http://localhost/api.php"), "s=1");
        assert_eq!(sent(&jar, "https://localhost/api.php"), "s=1");
    }

    #[test]
    fn an_ip_address_has_no_parent_domains() {
        let jar = jar("http://127.0.0.1/api.php", &["s=1; domain=0.0.1; path=/"]);
        assert!(jar.0.is_empty());
    }

    #[test]
    fn malformed_cookies_are_ignored() {
        let long = vec!["a=1\u{1}"; 3];
        assert!(jar(API, &["", ";;;", "=x", "novalue"]).0.is_empty());
        assert!(jar(API, &long).0.is_empty());
        let many: Vec<String> = (0..500).map(|i| format!("c{i}=1")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).collect();
        assert_eq!(jar(API, &many).0.len(), MAX_COOKIES);
    }
}
