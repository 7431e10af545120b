//! Responses that are not answers of the API: errors of servers, pages, texts, redirects.

use std::borrow::Cow;

use serde::de::IgnoredAny;
use url::Url;

use super::{html, json, server_sentence, tree::Tree};
use crate::{
    Error, Reason,
    http::{Response, address},
};

/// The advice of an error of the server.
const TRY_LATER: &str = "; try again later";

/// A part of the text with which MediaWiki answers if its API is disabled.
const DISABLED: &str = "API is not enabled";

/// A response that is not an answer of the API.
#[derive(Debug, Clone)]
pub(crate) struct Unreadable {
    pub error: Error,
    /// `true` if the wiki may have acted on the request nevertheless.
    pub may_have_acted: bool,
    /// `true` if the wiki may still be working on the request: a gateway timed out, or the error is
    /// not MediaWiki's.
    pub may_still_run: bool,
    /// `true` if the wiki has finished the request: its own server failed, or the answer is a part
    /// of its own. A server in front of the wiki answers when it likes.
    pub is_finished: bool,
    /// `true` if a page or a text came in place of an answer, or a redirect to one.
    pub is_page: bool,
}

impl Unreadable {
    /// Describes a response that is not a page of the wiki. After a redirect the wiki may have acted,
    /// since it may answer a form with one, unlike an API request.
    pub fn of_page(response: &Response) -> Self {
        let unreadable = Self::of_answer(response);
        Self {
            may_have_acted: unreadable.may_have_acted || (300..400).contains(&response.status),
            ..unreadable
        }
    }

    /// Describes a response that is not an answer of the API.
    pub fn of_answer(response: &Response) -> Self {
        let body = beginning(response);
        let status = response.status;
        let challenged = response.header("cf-mitigated").is_some();
        let (reason, message, may_have_acted) = match status {
            300..=399 => describe_redirect(response),
            400.. if challenged => (
                Reason::AccessDenied,
                "a protection service in front of the wiki requires a browser; ask the wiki's operator to exempt the API".to_owned(),
                false,
            ),
            403 => {
                let advice = "it may require a browser, or block this IP address";
                let fact = "the server denies access";
                (Reason::AccessDenied, with_sentence(fact, advice, response), false)
            }
            // No `Accept` is sent, so a firewall rejects the request (mod_security).
            406 => {
                let advice = "a firewall in front of the wiki may reject this program or this account's values";
                let fact = "the server denies access";
                (Reason::AccessDenied, with_sentence(fact, advice, response), false)
            }
            429 => {
                let fact = "the server accepts no more requests from this IP address for now";
                let message = with_sentence(fact, "try again later", response);
                (Reason::Throttled, message, false)
            }
            404 | 410 => (
                Reason::NotAWiki,
                format!("there is no api.php at this address (HTTP {status}); check the address"),
                false,
            ),
            // The message of nginx; other servers end the handshake.
            400 if body.contains("SSL certificate") => (
                Reason::AccessDenied,
                "the server requires a client certificate, or another one (client_cert, --client-cert)"
                    .to_owned(),
                false,
            ),
            413 => (
                Reason::TooLarge,
                "the server rejected the request as too large (HTTP 413)".to_owned(),
                false,
            ),
            _ if body.contains(DISABLED) => (
                Reason::Disabled,
                "the API of this wiki is disabled ($wgEnableAPI)".to_owned(),
                false,
            ),
            500..=599 => (
                Reason::Busy,
                format!("the server failed (HTTP {status}){TRY_LATER}"),
                true,
            ),
            400..=499 => (
                Reason::Protocol,
                format!("the server refused the request (HTTP {status})"),
                false,
            ),
            _ => describe_body(&body),
        };
        let mut error = Error::new(reason, message);
        error.retry_after = response.retry_after();
        Self {
            error,
            may_have_acted,
            is_page: page_in_place(response).is_some(),
            may_still_run: matches!(status, 502 | 504 | 520..=529),
            is_finished: match status {
                // A whole object would have been an answer if it were MediaWiki's.
                200..=299 => {
                    let is_whole = serde_json::from_slice::<IgnoredAny>(&response.body).is_ok();
                    is_part_of_answer(&body) && !is_whole || is_page_of_mediawiki(&body)
                }
                // A server in front of the wiki redirects before it passes a request on.
                status => status == 500 || (300..=399).contains(&status),
            },
        }
    }

    /// Returns the error of a request that a wiki may have acted on, without advice, since what to do
    /// depends on the effect of the request. `answerer` is what answered: the wiki, or its api.php.
    pub fn into_cause(self, answerer: &str, response: &Response) -> Error {
        let message = match (page_in_place(response), self.error.reason) {
            (Some(page), _) => format!("{answerer} answered with {page}"),
            (None, Reason::Busy) => self.error.message.replace(TRY_LATER, ""),
            (None, _) => self.error.message,
        };
        Error {
            message,
            ..self.error
        }
    }

    /// Returns the error of an api.php that answers GETs and not this POST, without advice about its
    /// address.
    pub fn into_cause_of_post(self, response: &Response) -> Error {
        let mut error = self.into_cause("api.php", response);
        if error.reason == Reason::NotAWiki {
            error.reason = Reason::Protocol;
        }
        error
    }
}

/// Returns whether a response contains the text of a disabled API.
pub(crate) fn may_be_disabled(response: &Response) -> bool {
    beginning(response).contains(DISABLED)
}

/// Returns whether a response shows that the API is not available: it is disabled (`$wgEnableAPI`,
/// up to 1.31), denied by the server, or missing.
pub(crate) fn lacks_api(response: &Response) -> bool {
    let is_answer = json::parse(&response.body).is_some();
    let body = beginning(response);
    let is_page = body
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<');
    !is_answer
        && (matches!(response.status, 403 | 404 | 410)
            || body.contains(DISABLED)
            || (response.status == 200 && is_page))
}

/// Returns a message for a status with which a server in front of the wiki refuses: the fact, with
/// the server's own sentence if there is one, or else with advice.
fn with_sentence(fact: &str, advice: &str, response: &Response) -> String {
    let status = response.status;
    match server_sentence::find(response) {
        Some(sentence) => format!("{fact} (HTTP {status}): \"{sentence}\""),
        None => format!("{fact} (HTTP {status}); {advice}"),
    }
}

/// Returns the beginning of a body, which is enough to tell what it is.
fn beginning(response: &Response) -> Cow<'_, str> {
    html::decode_beginning(&response.body, 1 << 16)
}

/// Describes a response in words.
pub fn describe(response: &Response) -> String {
    let status = response.status;
    let title = || match server_sentence::find(response) {
        Some(title) => format!("HTTP {status}, \"{title}\""),
        None => format!("HTTP {status}"),
    };
    page_in_place(response).unwrap_or_else(title)
}

/// Describes the page or text that came in place of an answer, or to which the response leads; `None` if
/// the response says that it is no page of the wiki: an error of the server, or a refusal.
fn page_in_place(response: &Response) -> Option<String> {
    let status = response.status;
    let body = beginning(response);
    let start = body.trim_start_matches('\u{feff}').trim_start();
    let kind = match (status, Tree::parse(&body).generator()) {
        (300..=399, _) => {
            let target = without_query(response.header("location")?);
            let is_script = target.ends_with("/api.php") || target.ends_with("/api.php5");
            return (!is_script).then(|| format!("a redirect to {target}"));
        }
        (200..=299, _) if start.is_empty() || is_part_of_answer(&body) => return None,
        (200..=299, _) if body.contains(DISABLED) => return None,
        (200..=299 | 404 | 405 | 410, Some(generator)) => format!("a page of {generator}"),
        (200..=299 | 404 | 405 | 410, None) if start.starts_with('<') => "a web page".to_owned(),
        (404 | 405 | 410, None) if start.is_empty() => "an empty page".to_owned(),
        (200..=299 | 404 | 405 | 410, None) => "a text".to_owned(),
        _ => return None,
    };
    let title = match server_sentence::find(response) {
        Some(title) => format!(" titled \"{title}\""),
        None => String::new(),
    };
    let title = if kind == "a text" {
        title.replacen(" titled", ":", 1)
    } else {
        title
    };
    let status = match status {
        200..=299 => String::new(),
        status => format!(" (HTTP {status})"),
    };
    Some(kind + &title + &status)
}

/// Describes a redirect that was not followed. api.php never redirects, so a server in front of the
/// wiki did, and the wiki has not acted.
fn describe_redirect(response: &Response) -> (Reason, String, bool) {
    let message = match response.header("location") {
        Some(target) => format!(
            "the server redirects to {}, to which nothing was sent; use that address if it is the wiki's",
            without_query(target)
        ),
        None => format!(
            "the server redirects (HTTP {}) without an address",
            response.status
        ),
    };
    (Reason::Protocol, message, false)
}

/// Returns an address without the parts that may contain secrets: the query and the credentials.
fn without_query(target: &str) -> String {
    let target = address::without_userinfo(target.trim());
    let end = target.find(['?', '#']).unwrap_or(target.len());
    let address = match Url::parse(&target[..end]) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => {
            format!("{}{}", url.origin().ascii_serialization(), url.path())
        }
        _ => target[..end].to_owned(),
    };
    address.chars().take(200).collect()
}

/// Returns whether a text is the beginning of an answer of the API.
fn is_part_of_answer(body: &str) -> bool {
    let start = body.trim_start_matches('\u{feff}').trim_start();
    start.starts_with('{') || start.starts_with("<?xml")
}

fn is_page_of_mediawiki(body: &str) -> bool {
    let page = Tree::parse(body);
    page.generator()
        .is_some_and(|generator| generator.starts_with("MediaWiki"))
}

/// Describes a body that is not an answer, of a response without an error status.
fn describe_body(body: &str) -> (Reason, String, bool) {
    let start = body.trim_start_matches('\u{feff}').trim_start();
    let message = if start.is_empty() {
        return (
            Reason::Protocol,
            "the server sent an empty answer".to_owned(),
            true,
        );
    } else if is_part_of_answer(body) {
        return (
            Reason::Protocol,
            "the server sent an answer that is incomplete or not MediaWiki's".to_owned(),
            true,
        );
    } else if let Some(generator) = Tree::parse(body).generator() {
        format!(
            "this is a page of {generator}, not its api.php; give the address of api.php (see Special:Version)"
        )
    } else if start.starts_with('<') {
        "this is a web page, not a MediaWiki api.php; check the address".to_owned()
    } else {
        "this is not a MediaWiki api.php; check the address".to_owned()
    };
    (Reason::NotAWiki, message, true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &str) -> Response {
        Response::new(status, Vec::new(), body)
    }

    #[test]
    fn unreadable_responses_have_a_reason() {
        use Reason::*;
        let page =
            "<!DOCTYPE html><html><head><meta name=\"generator\" content=\"MediaWiki 1.19.3\">";
        for (status, body, expected) in [
            (200, "", (Protocol, true)),
            (200, "{\"createaccount\":{\"res", (Protocol, true)),
            (200, page, (NotAWiki, true)),
            (200, "hello", (NotAWiki, true)),
            (
                200,
                "MediaWiki API is not enabled for this site.",
                (Disabled, false),
            ),
            (
                500,
                "MediaWiki API is not enabled for this site.",
                (Disabled, false),
            ),
            (301, "", (Protocol, false)),
            (
                400,
                "<title>400 No required SSL certificate was sent</title>",
                (AccessDenied, false),
            ),
            (403, page, (AccessDenied, false)),
            (406, "<title>Not Acceptable</title>", (AccessDenied, false)),
            (404, page, (NotAWiki, false)),
            (429, "", (Throttled, false)),
            (502, "<html>", (Busy, true)),
        ] {
            let unreadable = Unreadable::of_answer(&response(status, body));
            let found = (unreadable.error.reason, unreadable.may_have_acted);
            assert_eq!(found, expected, "{status} {body}");
        }
    }

    #[test]
    fn only_the_wiki_itself_has_finished() {
        let page = r#"<html><head><meta name="generator" content="MediaWiki 1.19.3">"#;
        for (status, body, finished) in [
            (500, "", true),
            (200, "{\"createaccount\":{\"res", true),
            (200, "<?xml version=\"1.0\"?><api><crea", true),
            (200, page, true),
            (200, "", false),
            (200, "<html><title>The site is busy</title></html>", false),
            (
                503,
                "<html><title>503 Backend fetch failed</title></html>",
                false,
            ),
            (504, "", false),
            (200, r#"{"message":"timed out"}"#, false),
        ] {
            let unreadable = Unreadable::of_answer(&response(status, body));
            assert_eq!(unreadable.is_finished, finished, "{status} {body}");
        }
    }

    #[test]
    fn a_server_that_refuses_says_why() {
        let message = |status, body| Unreadable::of_answer(&response(status, body)).error.message;
        for status in [403, 406, 429] {
            let said = message(status, "Our firewall refused this.\n");
            let end = format!("(HTTP {status}): \"Our firewall refused this.\"");
            assert!(said.ends_with(&end), "{said}");
            let unsaid = message(status, "<title>Error</title>");
            assert!(unsaid.contains(&format!("(HTTP {status}); ")), "{unsaid}");
        }
        let mut challenge = response(403, "<title>Just a moment...</title>");
        let header = ("cf-mitigated".to_owned(), "challenge".to_owned());
        challenge.headers.push(header);
        let error = Unreadable::of_answer(&challenge).error;
        assert_eq!(error.reason, Reason::AccessDenied);
        assert!(
            error.message.contains("requires a browser"),
            "{}",
            error.message
        );
    }

    #[test]
    fn a_redirect_is_shown_without_its_query() {
        let mut moved = response(302, "");
        let target = "https://secret:secret@login.example/?token=secret".to_owned();
        moved.headers.push(("Location".to_owned(), target));
        let error = Unreadable::of_answer(&moved).error;
        assert!(error.message.contains("https://login.example/,"));
        assert!(!error.message.contains("secret"));
    }
}
