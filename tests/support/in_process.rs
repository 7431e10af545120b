//! Requests that an emulated wiki executes in process, without a server.

use mwaccount::http::{Request, Response};
use testwiki::{Fault, HttpResponse, RunningWiki};

/// A request as the wiki receives it.
#[derive(Clone)]
pub struct Received {
    pub method: &'static str,
    pub target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

impl Received {
    pub fn of(request: &Request) -> Self {
        let mut headers = vec![("Host".to_owned(), host_of(request))];
        for (name, value) in &request.headers {
            headers.push(((*name).to_owned(), value.expose().to_owned()));
        }
        let body = request.body().map(|(kind, body)| {
            headers.push(("Content-Type".to_owned(), kind.to_owned()));
            body.to_vec()
        });
        Self {
            method: request.method.as_str(),
            target: request.url.to_string(),
            headers,
            body: body.unwrap_or_default(),
        }
    }

    pub fn without_cookies(&self) -> Self {
        let mut received = self.clone();
        let headers = &mut received.headers;
        headers.retain(|(name, _)| !name.eq_ignore_ascii_case("cookie"));
        received
    }

    /// Lets a wiki execute the request, under a fault if there is one.
    pub fn execute(&self, wiki: &RunningWiki, fault: Option<&Fault>) -> HttpResponse {
        wiki.respond_under(fault, self.method, &self.target, &self.headers, &self.body)
    }
}

/// Returns the host of a request, with its port if that is not the usual one.
pub fn host_of(request: &Request) -> String {
    let host = request.url.host_str().unwrap_or_default();
    match request.url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// Converts a wiki's response to the one that a transport returns.
pub fn response(response: HttpResponse) -> Response {
    Response::new(response.status, response.headers, response.body)
}
