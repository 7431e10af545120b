//! Web servers that require HTTP authentication before a request reaches the wiki.

use url::Url;

use super::unencrypted::{HOW_TO_ALLOW, HOW_TO_TRUST};
use crate::{
    Format, Reason, Session, TransportError,
    http::{Reply, Response},
    mediawiki::api_response::ApiResponse,
    session::headers::HttpAuthObstacle,
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
    let (reason, rest) = match session.http_auth_obstacle(url) {
        Some(HttpAuthObstacle::OtherOrigin(given)) => (
            Reason::AccessDenied,
            format!(
                ", but the given user and password are for {}; give an address at {} if they are meant for it",
                given.origin().ascii_serialization(),
                url.origin().ascii_serialization(),
            ),
        ),
        Some(HttpAuthObstacle::Unencrypted) => (
            Reason::Insecure,
            format!(", but the password would be sent unencrypted; {HOW_TO_ALLOW}"),
        ),
        Some(HttpAuthObstacle::CameUnencrypted(hop)) => (
            Reason::Insecure,
            format!(
                ", but the password is not sent to an address that came unencrypted from {}, so that anybody on the \
                 way could have written it; {HOW_TO_TRUST}",
                hop.from,
            ),
        ),
        None if session.http_auth_for(url).is_some() => {
            let message = format!(
                "{host} rejected the HTTP authentication (HTTP 401); check its user and password (http_auth, --http-user)"
            );
            return Some(TransportError::new(Reason::AccessDenied, message));
        }
        None => (
            Reason::AccessDenied,
            " before any request reaches the wiki; give its user and password (http_auth, --http-user)"
                .to_owned(),
        ),
    };
    let message = format!("{host} requires HTTP authentication (HTTP 401){rest}");
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::unencrypted_hop::UnencryptedHop;

    #[test]
    fn a_401_tells_why_no_password_was_sent() {
        let url = |text: &str| Url::parse(text).unwrap();
        let hop = UnencryptedHop::between(
            &url("http://wiki.example/"),
            &url("http://wiki.example/evil/api.php"),
        );
        for (given, is_hop, allow_http, to, expected) in [
            (
                "http://wiki.example/",
                false,
                false,
                "http://wiki.example/w/api.php",
                "would be sent unencrypted",
            ),
            (
                "https://wiki.example/",
                false,
                false,
                "http://wiki.example/w/api.php",
                "would be sent unencrypted",
            ),
            (
                "http://wiki.example/",
                false,
                true,
                "http://wiki.example/w/api.php",
                "rejected",
            ),
            (
                "http://wiki.example/",
                false,
                false,
                "https://wiki.example/w/api.php",
                "rejected",
            ),
            (
                "http://wiki.example/",
                true,
                true,
                "https://wiki.example/evil/api.php",
                "rejected",
            ),
            (
                "http://wiki.example/",
                true,
                false,
                "https://wiki.example/evil/api.php",
                "an address that came unencrypted from http://wiki.example,",
            ),
            (
                "http://wiki.example/",
                true,
                false,
                "http://wiki.example/evil/api.php",
                "would be sent unencrypted",
            ),
            (
                "https://wiki.example/",
                false,
                false,
                "https://wiki.example:8443/api.php",
                "are for https://wiki.example; give an address at https://wiki.example:8443",
            ),
            (
                "https://wiki.example/",
                false,
                true,
                "http://wiki.example/api.php",
                "are for https://wiki.example;",
            ),
            (
                "https://wiki.example/",
                true,
                false,
                "https://x.example/api.php",
                "are for https://wiki.example;",
            ),
        ] {
            let mut session = Session::new(given).unwrap();
            session.set_http_auth("me", "hunter2").unwrap();
            session.allow_http = allow_http;
            session.hop = hop.clone().filter(|_| is_hop);
            let response = Response::new(401, Vec::new(), "");
            let error = unauthorized_error(&session, &url(to), &response).unwrap();
            assert!(
                error.message.contains(expected),
                "{given} {to}: {}",
                error.message
            );
            assert_eq!(
                error.reason == Reason::Insecure,
                expected.contains("unencrypted"),
                "{given} {to}"
            );
        }
    }
}
