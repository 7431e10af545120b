//! Replies under a fault.

use mwaccount::{
    Reason, TransportError,
    http::{Reply, Request},
};
use testwiki::{HttpResponse, RunningWiki};

use super::{
    fault::{Fault, LoginHost},
    in_process::{self, host_of},
};

/// Returns the reply that a client gets instead of the wiki's response, or with it. There is no response if the
/// wiki has not executed the request in time.
pub fn of(
    request: &Request,
    fault: Option<Fault>,
    response: Option<HttpResponse>,
    wiki: &RunningWiki,
) -> Reply {
    let broken = |text: &str| TransportError::new(Reason::Unreachable, text);
    match (fault, response) {
        (Some(Fault::Gateway(page, _)), _) => got(wiki.gateway_answer(&page).expect("a page")),
        (Some(Fault::ProxyPage(_)), _) => got(page(200, None)),
        (Some(Fault::LoginPage(host)), _) => {
            let to = match host {
                LoginHost::Own => "https://login.example/sign-in?from=wiki".to_owned(),
                LoginHost::Wikis => format!("http://{}/sign-in?from=wiki", host_of(request)),
            };
            got(page(302, Some(to)))
        }
        (Some(Fault::Lost(_)), _) => Reply::Lost(broken("the connection broke")),
        (Some(Fault::TimedOut(_)), _) => {
            Reply::Lost(broken("there was no answer in time").timed_out())
        }
        (Some(Fault::Cancelled(_)), _) => Reply::Lost(cancelled()),
        (fault, Some(mut response)) => {
            match fault {
                Some(Fault::HalfBody) => response.body.truncate(response.body.len() / 2),
                Some(Fault::EmptyBody) => response.body.clear(),
                Some(Fault::Garbled) => response.body.iter_mut().for_each(|byte| *byte ^= 0x95),
                Some(Fault::WrongType) => {
                    let headers = &mut response.headers;
                    headers.retain(|(name, _)| !name.eq_ignore_ascii_case("content-type"));
                    headers.push(("Content-Type".to_owned(), "text/plain".to_owned()));
                }
                _ => {}
            }
            got(response)
        }
        (fault, None) => {
            assert_eq!(fault, Some(Fault::NotSent));
            Reply::NotSent(broken("there is no connection"))
        }
    }
}

/// Returns a page of a proxy, or its redirect.
fn page(status: u16, to: Option<String>) -> HttpResponse {
    let html = ("Content-Type".to_owned(), "text/html".to_owned());
    let location = to.map(|to| ("Location".to_owned(), to));
    let text =
        "<!DOCTYPE html><title>Welcome</title><h1>Please accept the terms of this network.</h1>";
    HttpResponse {
        status,
        headers: location.into_iter().chain([html]).collect(),
        body: text.into(),
    }
}

fn got(response: HttpResponse) -> Reply {
    Reply::Got(in_process::response(response))
}

/// Returns the error of a cancelled request.
pub fn cancelled() -> TransportError {
    TransportError::new(Reason::Cancelled, "the call was cancelled")
}
