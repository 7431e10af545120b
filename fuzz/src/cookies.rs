//! Cookies: those of a chain of answers, and where they are sent. An input is a choice of the address, and lines:
//! `> ADDRESS` redirects there, `- STATUS` ends the answer, any other line is the value of a `Set-Cookie` header.

use std::time::SystemTime;

use mwaccount::{
    Wiki,
    flow::Interaction,
    http::{Reply, Request, Response},
};
use support::{accounts::zoe, random::Choices, scripted_transport as replies};
use url::{Host, Url};

use crate::{
    bytes::Bytes,
    conversation::Caller,
    fragments::transcripts,
    watch::{contains_secret, has_secret, is_private},
};

const ADDRESSES: [&str; 8] = [
    "https://en.wiki.example/w/api.php",
    "http://en.wiki.example/w/api.php",
    "en.wiki.example",
    "https://en.wiki.example/wiki/Main_Page",
    "http://127.0.0.1/w/api.php",
    "https://[::1]:8443/api.php",
    "http://localhost/w/",
    "https://wiki.example./api.php",
];

/// The most cookies that are kept.
const MOST_COOKIES: usize = 64;

/// A cookie that was offered: by which address, and its line.
struct Offered {
    by: Url,
    line: String,
}

/// Runs a creation whose answers set cookies and redirect.
pub fn cookies(data: &[u8]) {
    let mut bytes = Bytes::new(data);
    let address = *bytes.of(&ADDRESSES);
    let rest = bytes.rest();
    let Ok(text) = std::str::from_utf8(rest) else {
        return;
    };
    if contains_secret(rest) {
        return;
    }
    let mut lines = text.lines();
    let mut offered: Vec<Offered> = Vec::new();
    let mut wiki = |_: &mut Bytes<'_>, request: &Request, _: SystemTime| {
        check(request, &offered);
        let mut headers = Vec::new();
        let mut status = 200;
        for line in lines.by_ref() {
            if let Some(target) = line.strip_prefix("> ") {
                headers.push(("Location".to_owned(), target.to_owned()));
                status = 307;
                break;
            }
            if let Some(end) = line.strip_prefix("- ") {
                status = end.parse().unwrap_or(200);
                break;
            }
            headers.push(("Set-Cookie".to_owned(), line.to_owned()));
            offered.push(Offered {
                by: request.url.clone(),
                line: line.to_owned(),
            });
        }
        let Reply::Got(offer) = replies::offer(&[replies::password()], "t") else {
            unreachable!("an offer is an answer");
        };
        Reply::Got(Response::new(status, headers, offer.body.clone()))
    };
    let session = Wiki::builder(address).session().expect("a session");
    let mut caller = Caller::new(session, false, &mut wiki);
    let creation = Interaction::create(zoe(), &mut caller.session);
    drop(caller.converse(&mut Bytes::new(&[]), creation, &mut |_| {}));
}

/// Checks the cookies of a request against those that were offered.
fn check(request: &Request, offered: &[Offered]) {
    let url = &request.url;
    let mut headers = request.headers.iter();
    let Some((_, header)) = headers.find(|(name, _)| *name == "Cookie") else {
        return;
    };
    let header = header.expose();
    assert!(!has_secret(header));
    assert!(!header.is_empty());
    let mut count = 0;
    for cookie in header.split("; ") {
        count += 1;
        let may_be_sent = offered.iter().any(|offer| {
            let pair = offer.line.split(';').next().unwrap_or_default();
            let Some((name, value)) = pair.split_once('=') else {
                return false;
            };
            format!("{}={}", name.trim(), value.trim()) == cookie && belongs(offer, url)
        });
        assert!(may_be_sent, "{cookie:?} is sent to {url}");
    }
    assert!(count <= MOST_COOKIES, "{count} cookies");
}

/// Returns true if a cookie may be sent to an address.
fn belongs(offer: &Offered, url: &Url) -> bool {
    let attributes: Vec<String> = offer
        .line
        .split(';')
        .skip(1)
        .map(|part| part.trim().to_ascii_lowercase())
        .collect();
    let is_secure = attributes.iter().any(|part| {
        part.split('=')
            .next()
            .is_some_and(|it| it.trim() == "secure")
    });
    if is_secure && !is_private(url) {
        return false;
    }
    let (Some(by), Some(host)) = (offer.by.host_str(), url.host_str()) else {
        return false;
    };
    // What came unencrypted says nothing about an encrypted connection, and the reverse is nobody else's to see.
    if is_private(&offer.by) != is_private(url) {
        return false;
    }
    if by == host {
        return true;
    }
    // Only a cookie of a domain is sent to another of its hosts.
    let mut domains = attributes.iter().filter_map(|part| {
        let (name, value) = part.split_once('=')?;
        (name.trim() == "domain").then(|| value.trim().trim_start_matches('.').to_owned())
    });
    let is_within = |host: &str, domain: &str| {
        host == domain
            || host
                .strip_suffix(domain)
                .is_some_and(|rest| rest.ends_with('.'))
    };
    let Some(domain) = domains.next_back() else {
        return false;
    };
    matches!(url.host(), Some(Host::Domain(_)))
        && domain.contains('.')
        && is_within(by, &domain)
        && is_within(host, &domain)
}

/// Returns the recorded cookies, and the attributes that decide.
pub fn seeds() -> Vec<Vec<u8>> {
    let lines = transcripts().flat_map(|transcript| {
        let headers = transcript
            .exchanges
            .into_iter()
            .flat_map(|it| it.response.headers);
        headers.filter(|(name, _)| name.eq_ignore_ascii_case("set-cookie"))
    });
    let mut lines: Vec<String> = lines.map(|(_, value)| value).collect();
    // One of each form: the values differ from wiki to wiki.
    lines.sort_by_key(|line| shape(line));
    lines.dedup_by_key(|line| shape(line));
    lines.extend(
        [
            "a=1; path=/; domain=.wiki.example\n> https://en.wiki.example/w/api.php?x\nb=2; Secure\n- 200",
            "a=1; Secure; HttpOnly\n> /w/index.php\na=; max-age=0\n- 503",
            "s=1; expires=Thu, 01-Jan-1970 00:00:01 GMT; path=/w\n> https://wiki.example/",
            "__Host-a=1; path=/\n> https://elsewhere.example/\nc=3; domain=example",
        ]
        .map(str::to_owned),
    );
    let addresses = (0..ADDRESSES.len() as u8).cycle();
    let seeds = addresses.zip(lines);
    seeds
        .map(|(address, line)| [&[address], line.as_bytes()].concat())
        .collect()
}

/// Returns the names of a cookie and of its attributes.
fn shape(line: &str) -> String {
    let (name, attributes) = line.split_once(';').unwrap_or((line, ""));
    let name = name.split('=').next().unwrap_or_default();
    let attributes = attributes
        .split(';')
        .map(|part| part.split('=').next().unwrap_or_default());
    format!("{name} {}", attributes.collect::<Vec<_>>().join(";"))
}
