//! Web servers that require HTTP authentication before a request reaches the wiki.

use url::Url;

use super::unencrypted::HOW_TO_ALLOW;
use crate::{
    Format, Reason, Session, TransportError,
    http::{Reply, Response},
    mediawiki::api_response::ApiResponse,
};

/// Returns the reply, or an error if the server did not let the request to `url` through to the
/// wiki.
pub(super) fn check_reply(session: &Session, url: &Url, reply: Reply) -> Reply {
    match &reply {
        Reply::Got(response) => match unauthorized_error(session, url, response) {
            Some(error) => Reply::NotSent(error),
            None => reply,
        },
        Reply::NotSent(_) | Reply::Lost(_) => reply,
    }
}

/// Returns an error for a 401 of the web server. A 401 with a response of the API in it comes from
/// the wiki itself, unless it asks for basic authentication, which MediaWiki never does.
fn unauthorized_error(session: &Session, url: &Url, response: &Response) -> Option<TransportError> {
    if response.status != 401 || (is_api_response(response) && !asks_for_basic_auth(response)) {
        return None;
    }
    let host = url.host_str().unwrap_or_default();
    let (reason, message) = if session.http_auth_for(url).is_some() {
        (
            Reason::AccessDenied,
            format!(
                "{host} rejected the HTTP authentication (HTTP 401); check its user and password (http_auth, --http-user)"
            ),
        )
    } else if session.http_auth_is_for_other_host(url) {
        (
            Reason::AccessDenied,
            format!(
                "{host} requires HTTP authentication (HTTP 401), but the given user and password are for another host; \
                 give an address at {host} if they are meant for it"
            ),
        )
    } else if session.needs_http_auth {
        (
            Reason::Insecure,
            format!(
                "{host} requires HTTP authentication (HTTP 401), but the password would be sent unencrypted; {}",
                HOW_TO_ALLOW
            ),
        )
    } else {
        (
            Reason::AccessDenied,
            format!(
                "{host} requires HTTP authentication (HTTP 401) before any request reaches the wiki; \
                 give its user and password (http_auth, --http-user)"
            ),
        )
    };
    Some(TransportError::new(reason, message))
}

fn is_api_response(response: &Response) -> bool {
    let mut formats = [Format::Json, Format::Xml].into_iter();
    formats.any(|format| ApiResponse::read(response, format).is_ok())
}

fn asks_for_basic_auth(response: &Response) -> bool {
    response
        .headers_named("www-authenticate")
        .filter_map(|challenge| challenge.split_whitespace().next())
        .any(|scheme| scheme.eq_ignore_ascii_case("basic"))
}
