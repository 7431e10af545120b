//! AuthenticationResponses: the answers of `action=createaccount` and `action=clientlogin` (1.27
//! and later: `ApiAuthManagerHelper::formatAuthenticationResponse`).

use std::time::Duration;

use serde_json::Value;
use url::Url;

use super::{api_response::text, auth_request::AuthRequests, message, page::ACCOUNT_REQUEST_TITLE};
use crate::http::address;

/// The maximum length of the address of a redirect, in bytes. Servers accept no longer ones.
const MAX_ADDRESS: usize = 1 << 14;

/// The maximum length of the additional data of a redirect, in bytes.
const MAX_DATA: usize = 1 << 16;

/// An AuthenticationResponse, by its status.
pub(crate) enum AuthResponse {
    /// Success, with the user name, which is missing only if a provider gave none.
    Pass(Option<String>),
    Fail(Fail),
    Ui {
        requests: AuthRequests,
        message: Option<String>,
    },
    Redirect {
        url: Url,
        data: Option<String>,
        requests: AuthRequests,
    },
    Restart {
        requests: AuthRequests,
        message: Option<String>,
        preserves: bool,
    },
}

/// The contents of a FAIL answer.
pub(crate) struct Fail {
    /// `messagecode` (1.29 and later), or the key of a raw message.
    pub code: String,
    /// The text, unless only the key of a raw message was given.
    pub message: Option<String>,
    /// The parameters of a raw message.
    pub params: Vec<String>,
    /// True if a provider gave its text where MediaWiki takes the key of a message, so that the code
    /// is made of the text (extensions such as RestrictEmailDomain).
    pub is_plain_text: bool,
    /// The duration of a throttle.
    pub wait: Option<Duration>,
    /// True if the text links to the page on which an account can be requested.
    pub links_to_account_requests: bool,
    /// The requests for the next try, if the answer has any. MediaWiki gives none; extensions may.
    pub requests: Option<AuthRequests>,
}

impl AuthResponse {
    /// Reads the member `createaccount` or `clientlogin`; `None` for an unknown status.
    pub fn read(answer: &Value, api: &Url) -> Option<Self> {
        let requests = || AuthRequests::read(answer, api);
        Some(
            match answer["status"].as_str()?.to_ascii_uppercase().as_str() {
                "PASS" => Self::Pass(text(answer, "username")),
                "FAIL" => Self::Fail(Fail {
                    requests: requests().filter(|offered| !offered.requests.is_empty()),
                    ..Fail::read(answer)
                }),
                "UI" => Self::Ui {
                    requests: requests()?,
                    message: step_text(answer),
                },
                "REDIRECT" => Self::Redirect {
                    url: redirect_target(answer, api)?,
                    data: match answer.get("redirectdata").map(Value::to_string) {
                        Some(data) if data.len() > MAX_DATA => return None,
                        data => data,
                    },
                    requests: requests()?,
                },
                "RESTART" => Self::Restart {
                    requests: requests()?,
                    message: step_text(answer),
                    preserves: answer["canpreservestate"].as_bool().unwrap_or(false),
                },
                _ => return None,
            },
        )
    }
}

impl Fail {
    fn read(answer: &Value) -> Self {
        let raw = &answer["message"];
        let params = raw["params"].as_array().map_or(&[][..], Vec::as_slice);
        let duration = params.iter().find_map(|p| p["duration"].as_u64());
        let key = text(raw, "key");
        let params: Vec<String> = params.iter().map(message::param_to_text).collect();
        let text_of_key = key
            .as_deref()
            .and_then(|key| message::from_key(key, &params));
        let shown = message_text(answer);
        let unread = text(answer, "message").unwrap_or_default();
        let plain_text = message::text_of_missing(&unread);
        let is_text = |key: &String| key.contains(char::is_whitespace) && !key.contains('$');
        Self {
            is_plain_text: plain_text.is_some() || key.as_ref().is_some_and(is_text),
            code: text(answer, "messagecode").or(key).unwrap_or_default(),
            message: shown.or(text_of_key),
            params,
            wait: duration.map(Duration::from_secs),
            links_to_account_requests: text(answer, "message")
                .is_some_and(|message| message::links_to(&message, ACCOUNT_REQUEST_TITLE)),
            requests: None,
        }
    }
}

/// Returns the text of the message. A raw message has only a key, which gives `None`.
fn message_text(answer: &Value) -> Option<String> {
    let text = message::to_text(&text(answer, "message")?);
    (!text.is_empty()).then_some(text)
}

/// Returns the address of a REDIRECT, if it has a valid one; an empty one would be api.php itself.
fn redirect_target(answer: &Value, api: &Url) -> Option<Url> {
    let target = answer["redirecttarget"].as_str()?;
    let is_address = !target.is_empty() && target.len() <= MAX_ADDRESS;
    is_address.then(|| address::resolve(api, target))?
}

/// Returns the text of a step's message, also of a raw one that carries it.
fn step_text(answer: &Value) -> Option<String> {
    message_text(answer).or_else(|| message::of_raw(&answer["message"]))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(answer: Value) -> Option<AuthResponse> {
        AuthResponse::read(
            &answer,
            &Url::parse("https://wiki.example/w/api.php").unwrap(),
        )
    }

    #[test]
    fn a_fail_has_a_code_in_either_format() {
        let Some(AuthResponse::Fail(text)) = read(json!({
            "status": "FAIL", "message": "No &#91;&#91;such]] name", "messagecode": "invaliduser",
        })) else {
            panic!("no FAIL")
        };
        assert_eq!(text.code, "invaliduser");
        assert_eq!(text.message.as_deref(), Some("No such name"));
        let Some(AuthResponse::Fail(raw)) = read(json!({
            "status": "FAIL", "message": {
                "key": "acct_creation_throttle_hit",
                "params": [1, {"duration": 86400}, null, {"list": ["a", "b"], "type": "comma"}],
            },
        })) else {
            panic!("no FAIL")
        };
        assert_eq!(raw.code, "acct_creation_throttle_hit");
        assert_eq!(raw.message, None);
        assert_eq!(raw.params, ["1", "1 day", "", "a, b"]);
        assert_eq!(raw.wait, Some(Duration::from_secs(86400)));
    }

    #[test]
    fn a_fail_may_have_a_text_for_a_key() {
        for (answer, plain, message) in [
            (
                json!({"message": "⧼Only staff may register.⧽", "messagecode": "Only_staff_may_register_"}),
                true,
                Some("Only staff may register."),
            ),
            (
                json!({"message": {"key": "Only staff may register.", "params": []}}),
                true,
                Some("Only staff may register."),
            ),
            (
                json!({"message": "⧼userlogin-cannot-login⧽", "messagecode": "userlogin-cannot-login"}),
                false,
                None,
            ),
            (
                json!({"message": {"key": "$1 $2", "params": ["a", "b"]}}),
                false,
                Some("a b"),
            ),
            (
                json!({"message": {"key": "noname", "params": []}}),
                false,
                None,
            ),
        ] {
            let fail = Fail::read(&answer);
            assert_eq!(fail.is_plain_text, plain, "{answer}");
            assert_eq!(fail.message.as_deref(), message, "{answer}");
        }
    }

    #[test]
    fn a_raw_message_of_a_step_keeps_its_text() {
        let message = json!({"key": "rawmessage", "params": ["Set up two-factor authentication"]});
        let Some(AuthResponse::Ui { message, .. }) =
            read(json!({"status": "UI", "requests": [], "message": message}))
        else {
            panic!("no UI")
        };
        let expected = Some("Set up two-factor authentication");
        assert_eq!(message.as_deref(), expected);
    }

    #[test]
    fn unknown_statuses_are_none() {
        for answer in [
            json!(null),
            json!({}),
            json!({"status": "MAYBE"}),
            json!({"status": "REDIRECT"}),
            json!({"status": "REDIRECT", "redirecttarget": ""}),
            json!({"status": "REDIRECT", "redirecttarget": "https://["}),
            json!({"status": "REDIRECT", "redirecttarget": "javascript:alert(1)"}),
        ] {
            assert!(read(answer).is_none());
        }
    }
}
