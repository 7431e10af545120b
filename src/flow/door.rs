//! A server that asks for a login of its own before it lets anybody to the wiki.

use url::Url;

use super::conversation::HOW_IN_CLEAR;
use crate::{
    Reason, Session,
    wire::{Fault, Response, json, xml},
};

/// Why the server did not let a request to `url` through to the wiki, if it did not. A 401
/// that holds an answer of the API is the wiki's own, unless it asks for basic
/// authentication, which no wiki does.
pub(super) fn closed(session: &Session, url: &Url, response: &Response) -> Option<Fault> {
    if response.status != 401 || (is_an_answer(&response.body) && !asks_for_basic(response)) {
        return None;
    }
    let host = url.host_str().unwrap_or_default();
    let (reason, message) = if session.http_login_for(url).is_some() {
        (
            Reason::AccessDenied,
            format!(
                "{host} refused its own login (HTTP 401); check its user and password (http_login, --http-user)"
            ),
        )
    } else if session.http_login_is_for_another(url) {
        (
            Reason::AccessDenied,
            format!(
                "{host} asks for a login of its own (HTTP 401), and the one that was given is for another host; \
                 give an address at {host} if the login is meant for it"
            ),
        )
    } else if session.needs_http_login {
        (
            Reason::Insecure,
            format!(
                "{host} asks for its own login (HTTP 401), which would travel unencrypted; {}",
                HOW_IN_CLEAR
            ),
        )
    } else {
        (
            Reason::AccessDenied,
            format!(
                "{host} asks for a login of its own (HTTP 401) before it lets anybody to the wiki; \
                 give its user and password (http_login, --http-user)"
            ),
        )
    };
    Some(Fault::new(reason, message))
}

fn is_an_answer(body: &[u8]) -> bool {
    json::parse(body).is_some() || xml::parse(body).is_some()
}

fn asks_for_basic(response: &Response) -> bool {
    response
        .headers_named("www-authenticate")
        .filter_map(|challenge| challenge.split_whitespace().next())
        .any(|scheme| scheme.eq_ignore_ascii_case("basic"))
}
