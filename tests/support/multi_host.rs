//! A transport to several hosts with a prepared response for each URL, and pages for them.

use std::sync::{Arc, Mutex};

use mwaccount::{
    Reason, Secret, TransportError,
    http::{Method, Reply, Request},
    transport::{Limits, Transport},
};
use serde_json::json;
use url::Url;

use super::{
    accounts::PASSWORD,
    scripted_transport::{answer, offer, pass, password, response},
};

/// The response of a URL.
#[derive(Clone)]
pub enum Site {
    /// A page with this status.
    Page(u16, Vec<u8>),
    /// A redirect with this status. A target without a query gets the request's.
    To(u16, String),
    /// The api.php of 1.27 or later.
    Api,
    /// An api.php that answers every query with this error: a private or much older wiki's.
    Error(&'static str),
    /// A transport error instead of a response.
    Failure(TransportError),
}

impl Site {
    pub fn page(body: impl Into<Vec<u8>>) -> Self {
        Self::Page(200, body.into())
    }

    pub fn to(address: &str) -> Self {
        Self::To(301, address.to_owned())
    }

    pub fn unreachable() -> Self {
        Self::Failure(TransportError::new(Reason::Unreachable, "nobody is there"))
    }
}

/// A request as it was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    pub method: Method,
    pub url: Url,
    pub headers: Vec<(&'static str, Secret)>,
    pub form: Vec<(String, String)>,
}

impl Sent {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(header, _)| *header == name)?;
        Some(value.expose())
    }
}

/// Several hosts. A URL without a site answers 404, a host without one is unreachable.
#[derive(Clone, Default)]
pub struct MultiHost {
    sites: Vec<(String, Site)>,
    sent: Arc<Mutex<Vec<Sent>>>,
}

impl MultiHost {
    /// Adds a site at a URL, or at all URLs with this prefix if it ends with `*`. The first match counts.
    pub fn at(mut self, address: &str, site: Site) -> Self {
        self.sites.push((address.to_owned(), site));
        self
    }

    /// Returns the requests sent so far.
    pub fn sent(&self) -> Vec<Sent> {
        self.sent.lock().unwrap().clone()
    }

    fn find(&self, url: &Url) -> Option<&Site> {
        let whole = url.as_str();
        let bare = whole.split('?').next().unwrap_or_default();
        let is_there = |address: &str| match address.strip_suffix('*') {
            Some(beginning) => whole.starts_with(beginning),
            None => address == whole || address == bare,
        };
        let mut sites = self.sites.iter();
        sites
            .find(|(address, _)| is_there(address))
            .map(|(_, site)| site)
    }
}

impl Transport for MultiHost {
    fn send(&mut self, request: &Request, _: &Limits) -> Reply {
        let form = request.form.fields();
        self.sent.lock().unwrap().push(Sent {
            method: request.method,
            url: request.url.clone(),
            headers: request.headers.clone(),
            form: form.map(|(n, v)| (n.to_owned(), v.to_owned())).collect(),
        });
        match self.find(&request.url) {
            Some(Site::Page(status, body)) => response(
                *status,
                &[("Set-Cookie", "page=1; path=/; domain=example.org")],
                body.clone(),
            ),
            Some(Site::To(status, target)) => {
                let query = request.url.query().filter(|_| !target.contains('?'));
                let target = match query {
                    Some(query) => format!("{target}?{query}"),
                    None => target.clone(),
                };
                let headers = [
                    ("Location", target.as_str()),
                    ("Set-Cookie", "hop=1; path=/; domain=example.org"),
                ];
                response(*status, &headers, "")
            }
            Some(Site::Api) => api(request),
            Some(Site::Error(code)) => {
                answer(&json!({"error": {"code": code, "info": "The wiki says no."}}))
            }
            Some(Site::Failure(fault)) => Reply::NotSent(fault.clone()),
            None => {
                let host = request.url.origin().ascii_serialization();
                let is_there = |(address, _): &(String, Site)| address.starts_with(&host);
                if self.sites.iter().any(is_there) {
                    response(404, &[], "<!DOCTYPE html><h1>Not Found</h1>")
                } else {
                    Reply::NotSent(TransportError::new(
                        Reason::Unreachable,
                        "there is no such host",
                    ))
                }
            }
        }
    }
}

fn api(request: &Request) -> Reply {
    let query = request.url.query().unwrap_or_default();
    if let Some(name) = request.form.get("username") {
        return pass(name);
    }
    if query.contains("authmanagerinfo") {
        offer(&[password()], "t0ken")
    } else {
        answer(&json!({"query": {
            "general": {"generator": "MediaWiki 1.43.3"},
            "userinfo": {"id": 1, "name": "Admin"},
        }}))
    }
}

pub const API: &str = "https://wiki.example.org/w/api.php";

/// Returns hosts with a site at one URL.
pub fn serving(address: &str, site: Site) -> MultiHost {
    MultiHost::default().at(address, site)
}

/// Returns a page with this head and body.
pub fn html(head: &str, body: &str) -> String {
    format!(
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"UTF-8\"/><title>Page</title>{head}</head><body class=\"mediawiki\">{body}</body></html>"
    )
}

/// Returns a page of MediaWiki with its EditURI.
pub fn article(edit_uri: &str) -> String {
    html(
        &format!(
            "<meta name=\"generator\" content=\"MediaWiki 1.39.17\"/>\
             <link rel=\"EditURI\" type=\"application/rsd+xml\" href=\"{edit_uri}\"/>"
        ),
        "<p>A wiki.</p>",
    )
}

/// Returns such a page of a wiki at `/w/`.
pub fn page() -> Site {
    Site::page(article("//wiki.example.org/w/api.php?action=rsd"))
}

/// Returns a page of MediaWiki with nothing else in its head than `head`.
pub fn made_by_mediawiki(head: &str) -> Site {
    let generator = "<meta name=\"generator\" content=\"MediaWiki 1.19.24\"/>";
    Site::page(html(&format!("{generator}{head}"), ""))
}

pub fn request_trace(sent: &[Sent]) -> String {
    let lines = sent
        .iter()
        .map(|sent| format!("\n    {} {}", sent.method.as_str(), sent.url));
    lines.collect()
}

/// Asserts that secrets were sent to api.php only, and each cookie only to the host that set it.
pub fn assert_secrets_stay(sent: &[Sent], api: Option<&str>) {
    for sent in sent {
        let secret = sent.form.iter().any(|(_, value)| value == PASSWORD);
        let bearer = sent.header("Authorization").is_some();
        if secret || bearer || sent.method == Method::Post {
            assert_eq!(sent.url.as_str().split('?').next(), api);
        }
    }
    for (before, after) in sent.iter().zip(&sent[1..]) {
        if before.url.host() != after.url.host() {
            assert_eq!(after.header("Cookie"), None, "{}", after.url);
        }
    }
}
