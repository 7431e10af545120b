//! Answers of the API, in JSON or XML, and what came instead of one.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;
use zeroize::Zeroize;

use super::{html, json, message, xml};
use crate::{Error, Reason, http::Response};

/// How the API is asked to print its answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Format {
    /// `format=json`, from 1.8 on.
    #[default]
    Json,
    /// `format=xml`, from 1.8 on.
    Xml,
}

impl Format {
    /// The value of the `format` parameter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Xml => "xml",
        }
    }
}

/// An answer of the API, the same for both formats. It may hold tokens, so its
/// texts are overwritten when it is dropped.
pub(crate) struct ApiResponse {
    value: Value,
    retry_after: Option<Duration>,
}

impl Drop for ApiResponse {
    fn drop(&mut self) {
        zeroize_value(&mut self.value);
    }
}

/// Goes no deeper than what the parsers let through.
fn zeroize_value(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(items) => items.iter_mut().for_each(zeroize_value),
        Value::Object(members) => members.values_mut().for_each(zeroize_value),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A top-level `error` of the API.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ApiError {
    pub code: String,
    pub info: String,
    pub retry_after: Option<Duration>,
}

/// A response that is no answer of the API.
#[derive(Debug, Clone)]
pub(crate) struct Unreadable {
    pub error: Error,
    /// Whether the wiki may have acted on the request all the same.
    pub may_have_acted: bool,
    /// Whether it may be at it still: a gateway has lost patience.
    pub may_still_run: bool,
}

impl ApiResponse {
    /// Reads a response that was asked for in `format`.
    ///
    /// The status alone decides nothing: the API answers errors with 200, and a
    /// front end's 4xx or 5xx may carry an answer.
    pub fn read(response: &Response, format: Format) -> Result<Self, Unreadable> {
        let value = match format {
            Format::Json => json::parse(&response.body),
            Format::Xml => xml::parse(&response.body),
        };
        match value {
            Some(value) => Ok(Self {
                value,
                retry_after: response.retry_after(),
            }),
            None => Err(unreadable(response)),
        }
    }

    /// A member of the answer; `Null` if there is none.
    pub fn get(&self, key: &str) -> &Value {
        &self.value[key]
    }

    /// The error, if the answer is one.
    pub fn error(&self) -> Option<ApiError> {
        let error = self.value.get("error").filter(|error| error.is_object())?;
        let info = match text(error, "readonlyreason") {
            Some(reason) => format!("{} ({reason})", text(error, "info").unwrap_or_default()),
            None => text(error, "info").unwrap_or_default(),
        };
        Some(ApiError {
            code: text(error, "code").unwrap_or_default(),
            info: message::to_text(&info),
            retry_after: self.retry_after,
        })
    }

    /// Returns whether a module (`main`, `query`, …) warns of something.
    pub fn warns_of(&self, module: &str) -> bool {
        self.value["warnings"].get(module).is_some()
    }

    /// All that the answer warns of, as one text.
    pub fn warnings(&self) -> String {
        let mut all = String::new();
        let modules = self.value["warnings"].as_object().into_iter().flatten();
        for (_, module) in modules {
            for key in ["*", "warnings"] {
                if let Some(warning) = text(module, key) {
                    all.push_str(&warning);
                    all.push('\n');
                }
            }
        }
        all
    }
}

/// A scalar member as text: XML has nothing but texts where JSON has numbers.
pub(crate) fn text(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// The items of a list: an array in JSON, an element of equal children in XML.
pub(crate) fn items(value: &Value) -> &[Value] {
    match value {
        Value::Array(items) => items,
        Value::Object(members) => match members.values().next() {
            Some(Value::Array(items)) => items,
            Some(item @ Value::Object(_)) => std::slice::from_ref(item),
            _ => &[],
        },
        _ => &[],
    }
}

/// Whether a response tells that there is no API to speak with: it is switched off
/// (`$wgEnableAPI`, up to 1.31), kept from us by the server, or not there.
pub(crate) fn lacks_api(response: &Response) -> bool {
    let is_answer = json::parse(&response.body).is_some();
    let body = String::from_utf8_lossy(&response.body[..response.body.len().min(1 << 16)]);
    let is_page = body
        .trim_start_matches('\u{feff}')
        .trim_start()
        .starts_with('<');
    !is_answer
        && (matches!(response.status, 403 | 404 | 410)
            || body.contains("API is not enabled")
            || (response.status == 200 && is_page))
}

/// Says what came instead of a page of the wiki's. A redirect may be the wiki's own answer to
/// a form, unlike to a request of the API.
pub(crate) fn unreadable_page(response: &Response) -> Unreadable {
    let unreadable = unreadable(response);
    Unreadable {
        may_have_acted: unreadable.may_have_acted || (300..400).contains(&response.status),
        ..unreadable
    }
}

/// Says what came instead of an answer.
fn unreadable(response: &Response) -> Unreadable {
    let body = String::from_utf8_lossy(&response.body[..response.body.len().min(1 << 16)]);
    let status = response.status;
    let challenged = response.header("cf-mitigated").is_some();
    let (reason, message, may_have_acted) = match status {
        300..=399 => describe_redirect(response),
        403 => (
            Reason::AccessDenied,
            "the server denies access (HTTP 403); it may want a browser, or block this address"
                .to_owned(),
            false,
        ),
        429 => (
            Reason::Throttled,
            "the server takes no more requests from here for now (HTTP 429); try again later"
                .to_owned(),
            false,
        ),
        _ if challenged => (
            Reason::AccessDenied,
            "a protection service before the wiki wants a browser; ask the wiki's operator to let the API through".to_owned(),
            false,
        ),
        404 | 410 => (
            Reason::NotAWiki,
            format!("there is no api.php at this address (HTTP {status}); check the address"),
            false,
        ),
        // How nginx says it; others end the handshake.
        400 if body.contains("SSL certificate") => (
            Reason::AccessDenied,
            "the server wants to see a client certificate, or another one (client_cert, --client-cert)"
                .to_owned(),
            false,
        ),
        413 => (
            Reason::TooLarge,
            "the server finds the request too large (HTTP 413)".to_owned(),
            false,
        ),
        _ if body.contains("API is not enabled") => (
            Reason::Disabled,
            "the API of this wiki is switched off ($wgEnableAPI)".to_owned(),
            false,
        ),
        500..=599 => (
            Reason::Busy,
            format!("the server failed (HTTP {status}); try again later"),
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
    Unreadable {
        error,
        may_have_acted,
        may_still_run: matches!(status, 502 | 504 | 520..=529),
    }
}

/// A redirect that was not followed. api.php sends none itself, so a front end
/// did, without asking the wiki.
fn describe_redirect(response: &Response) -> (Reason, String, bool) {
    let message = match response.header("location") {
        Some(target) => format!(
            "the server redirects to {}, where nothing was sent; use that address if it is the wiki's",
            without_query(target)
        ),
        None => format!(
            "the server redirects (HTTP {}) and does not say where to",
            response.status
        ),
    };
    (Reason::Protocol, message, false)
}

/// An address as far as it can be shown: a query may hold anything, and so may what
/// stands before the host.
fn without_query(target: &str) -> String {
    let end = target.find(['?', '#']).unwrap_or(target.len());
    let shown = match Url::parse(&target[..end]) {
        Ok(url) => format!("{}{}", url.origin().ascii_serialization(), url.path()),
        Err(_) => target[..end].to_owned(),
    };
    shown.chars().take(200).collect()
}

/// A body with a good status that is no answer.
fn describe_body(body: &str) -> (Reason, String, bool) {
    let start = body.trim_start_matches('\u{feff}').trim_start();
    let message = if start.is_empty() {
        return (
            Reason::Protocol,
            "the server sent an empty answer".to_owned(),
            true,
        );
    } else if start.starts_with('{') || start.starts_with("<?xml") {
        return (
            Reason::Protocol,
            "the server sent an answer that is cut off or not MediaWiki's".to_owned(),
            true,
        );
    } else if let Some(generator) = html::generator(body) {
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

    fn reason(status: u16, body: &str) -> (Reason, bool) {
        let unreadable = ApiResponse::read(&response(status, body), Format::Json)
            .err()
            .unwrap();
        (unreadable.error.reason, unreadable.may_have_acted)
    }

    #[test]
    fn both_formats_read_alike() {
        let json = r#"{"error":{"code":"readonly","info":"The wiki is <b>locked</b>","readonlyreason":"backup"}}"#;
        let xml = r#"<?xml version="1.0"?><api><error code="readonly" info="The wiki is &lt;b&gt;locked&lt;/b&gt;" readonlyreason="backup">help</error></api>"#;
        for (body, format) in [(json, Format::Json), (xml, Format::Xml)] {
            let response = response(200, body);
            let error = ApiResponse::read(&response, format).unwrap().error();
            let error = error.unwrap();
            assert_eq!(error.code, "readonly");
            assert_eq!(error.info, "The wiki is locked (backup)");
        }
    }

    #[test]
    fn warnings_of_both_format_versions() {
        let fv1 = r#"{"warnings":{"main":{"*":"Unrecognized parameters: 'type'"}}}"#;
        let fv2 = r#"{"warnings":{"main":{"warnings":"Unrecognized parameter: 'errorformat'"}}}"#;
        for body in [fv1, fv2] {
            let answer = ApiResponse::read(&response(200, body), Format::Json).unwrap();
            assert!(answer.warnings().starts_with("Unrecognized parameter"));
        }
    }

    #[test]
    fn lists_of_both_formats() {
        let json: Value = serde_json::from_str(r#"[{"a":1},{"a":2}]"#).unwrap();
        let one: Value = serde_json::from_str(r#"{"warning":{"a":1}}"#).unwrap();
        let two: Value = serde_json::from_str(r#"{"warning":[{"a":1},{"a":2}]}"#).unwrap();
        assert_eq!(items(&json).len(), 2);
        assert_eq!(items(&one).len(), 1);
        assert_eq!(items(&two).len(), 2);
        assert!(items(&Value::Null).is_empty());
    }

    #[test]
    fn what_came_instead() {
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
            (404, page, (NotAWiki, false)),
            (429, "", (Throttled, false)),
            (502, "<html>", (Busy, true)),
        ] {
            assert_eq!(reason(status, body), expected, "{status} {body}");
        }
    }

    #[test]
    fn a_redirect_is_shown_without_its_query() {
        let mut moved = response(302, "");
        let target = "https://secret:secret@login.example/?token=secret".to_owned();
        moved.headers.push(("Location".to_owned(), target));
        let error = ApiResponse::read(&moved, Format::Json).err().unwrap().error;
        assert!(error.message.contains("https://login.example/,"));
        assert!(!error.message.contains("secret"));
    }
}
