//! Answers of the API, in JSON or XML.

use std::time::{Duration, SystemTime};

use serde_json::Value;
use zeroize::Zeroize;

use super::{json, message, timestamp, unreadable::Unreadable, xml};
use crate::{http::Response, named::named};

named! {
    /// The format of the API's answers; the name is the value of the parameter `format`.
    #[derive(Default)]
    #[non_exhaustive]
    pub enum Format {
        /// `format=json`, available since 1.8.
        #[default]
        Json = "json",
        /// `format=xml`, available since 1.8.
        Xml = "xml",
    }
}

/// An answer of the API, independent of its format. It may contain tokens, so its texts are
/// overwritten when it is dropped.
pub(crate) struct ApiResponse {
    value: Value,
    /// True if MediaWiki's header marks it as an error.
    is_marked: bool,
    retry_after: Option<Duration>,
}

impl Drop for ApiResponse {
    fn drop(&mut self) {
        zeroize_value(&mut self.value);
    }
}

/// Overwrites all texts in a value. The parsers limit the depth of the recursion.
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

impl ApiResponse {
    /// Parses a response in `format`.
    ///
    /// The API sends errors with the status 200 and the header `MediaWiki-API-Error` (1.9 and later).
    /// A gateway may answer with JSON of its own, which looks like an error of MediaWiki: without
    /// that header, an error counts only if it has MediaWiki's shape and no error status.
    ///
    /// # Errors
    /// [`Unreadable`] if the body is not an answer of the API.
    pub fn read(response: &Response, format: Format) -> Result<Self, Unreadable> {
        let value = match format {
            Format::Json => json::parse(&response.body),
            Format::Xml => xml::parse(&response.body),
        };
        match value {
            Some(value) if is_error_of_other_software(&value, response) => {
                let unreadable = Unreadable::of_answer(response);
                Err(Unreadable {
                    may_still_run: unreadable.may_have_acted,
                    is_finished: false,
                    ..unreadable
                })
            }
            Some(value) => Ok(Self {
                value,
                is_marked: is_marked(response),
                retry_after: response.retry_after(),
            }),
            None => Err(Unreadable::of_answer(response)),
        }
    }

    /// Returns a member of the answer, or `Null` if there is none.
    pub fn get(&self, key: &str) -> &Value {
        &self.value[key]
    }

    /// Returns whether MediaWiki has certainly made the answer. Only an error without the header may
    /// be a gateway's.
    pub fn is_certainly_from_mediawiki(&self) -> bool {
        self.is_marked || self.value.get("error").is_none()
    }

    /// Returns the error, if the answer is one.
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

    /// Returns the wiki's own time, in whole seconds: `curtimestamp` (the parameter exists since
    /// 1.24), or `time` of `meta=siteinfo` (all releases).
    pub fn time(&self) -> Option<SystemTime> {
        let current = text(&self.value, "curtimestamp");
        let time = current.or_else(|| text(&self.value["query"]["general"], "time"));
        timestamp::parse_iso8601(&time?)
    }

    /// Returns whether there is a warning of this module (`main`, `query`, …).
    pub fn warns_of(&self, module: &str) -> bool {
        self.value["warnings"].get(module).is_some()
    }

    /// Returns all warnings as one text.
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

/// Returns whether a value is an error that MediaWiki has not made, or was sent as one.
fn is_error_of_other_software(value: &Value, response: &Response) -> bool {
    let has_mediawikis_shape = value
        .get("error")
        .is_none_or(|error| error["code"].is_string() && error["info"].is_string());
    !is_marked(response) && (response.status >= 400 || !has_mediawikis_shape)
}

fn is_marked(response: &Response) -> bool {
    response.header("MediaWiki-API-Error").is_some()
}

/// Returns a scalar member as text. Numbers are converted, since XML has only texts.
pub(crate) fn text(value: &Value, key: &str) -> Option<String> {
    match value.get(key)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Returns the items of a list: an array in JSON, an element with children of one name in XML.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn response(status: u16, body: &str) -> Response {
        Response::new(status, Vec::new(), body)
    }

    #[test]
    fn errors_of_both_formats_are_equal() {
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
    fn errors_of_gateways_are_not_answers() {
        let timeout = r#"{"error":{"code":"GatewayTimeout","message":"Timed out"}}"#;
        let with_info = r#"{"error":{"code":"GatewayTimeout","info":"Timed out"}}"#;
        let with_number = r#"{"error":{"code":504,"info":"Timed out"}}"#;
        let readonly = r#"{"error":{"code":"readonly","info":"Locked"}}"#;
        let script = format!("<!DOCTYPE html><html><script>x = {readonly};</script></html>");
        for (status, body) in [
            (504, timeout),
            (504, with_info),
            (504, with_number),
            (200, timeout),
            (200, with_number),
            (200, r#"{"error":"down"}"#),
            (200, &script),
            (503, readonly),
            (504, r#"{"createaccount":"timed out"}"#),
        ] {
            let read = ApiResponse::read(&response(status, body), Format::Json);
            let unreadable = read.err().unwrap();
            assert!(unreadable.may_have_acted, "{status} {body}");
            assert!(!unreadable.is_finished, "{status} {body}");
        }
        let mut marked = response(503, readonly);
        let header = ("mediawiki-api-error".to_owned(), "readonly".to_owned());
        marked.headers.push(header);
        let answer = ApiResponse::read(&marked, Format::Json).ok().unwrap();
        assert_eq!(answer.error().unwrap().code, "readonly");
        assert!(ApiResponse::read(&response(200, readonly), Format::Json).is_ok());
    }
}
