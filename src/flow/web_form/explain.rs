//! Finding the reason of a refusal that the wiki gave as text.
//!
//! The texts of the messages that a sign-up form can show are fetched from the API
//! (`meta=allmessages`, 1.16 and later), in the form's language, and compared with the refusal.
//! Without an API, the list of users shows at least whether the name is taken.

use crate::{
    Dialect, Format, Purpose, Refused, Session,
    flow::{existence::user_list_request, refusal},
    http::{Reply, Request},
    mediawiki::{
        api_response::{ApiResponse, items, text},
        html,
        page::Page,
    },
};

/// Keys of the messages, which are classified like codes.
const KEYS: [&str; 40] = [
    "userexists",
    "noname",
    "invaliduser",
    "usernameinprogress",
    "passwordtooshort",
    "passwordtoolong",
    "password-name-match",
    "password-login-forbidden",
    "password-substring-username-match",
    "passwordincommonlist",
    "badretype",
    "noemailtitle",
    "noemail",
    "noemailcreate",
    "invalidemailaddress",
    "captcha-createaccount-fail",
    "captcha-error",
    "acct_creation_throttle_hit",
    "actionthrottledtext",
    "sorbs_create_account_reason",
    "cantcreateaccount-text",
    "cantcreateaccount-range-text",
    "blockedtext",
    "blockedtext-partial",
    "autoblockedtext",
    "systemblockedtext",
    "badaccess-group0",
    "badaccess-groups",
    "readonlytext",
    "sessionfailure",
    "nocookiesfornew",
    "nocookiesnew",
    "authform-notoken",
    "authform-wrongtoken",
    "authform-nosession-signup",
    "externaldberror",
    "wrongpassword",
    "authmanager-create-disabled",
    "authmanager-create-no-primary",
    "titleblacklist-forbidden-new-account",
];

/// Minimum length of a message's fixed text, in bytes. A shorter text identifies no message.
const MIN_LENGTH: usize = 8;

/// A question about a refusal.
#[derive(Debug, Clone)]
pub(super) enum Explain {
    /// Asks for the messages, in the requested language if there is one, because the form was
    /// answered in it.
    Messages {
        language: Option<String>,
    },
    Users {
        name: String,
    },
}

impl Explain {
    /// Returns the question to ask about a refusal with this text, if it needs one. `name` is the
    /// user name, if the refusal may be about it.
    pub fn needed(
        refusal_text: &str,
        name: Option<&str>,
        language: Option<&str>,
        session: &Session,
    ) -> Option<Self> {
        if session.facts.api_off {
            name.map(|name| Self::Users {
                name: name.to_owned(),
            })
        } else {
            (!refusal_text.is_empty()).then(|| Self::Messages {
                language: language.map(str::to_owned),
            })
        }
    }

    pub fn request(&self, session: &Session) -> Request {
        let request = match self {
            Self::Messages { language } => {
                let keys = KEYS.join("|");
                let mut query = vec![
                    ("action", "query"),
                    ("meta", "allmessages"),
                    ("ammessages", &keys),
                    ("format", "json"),
                ];
                query.extend(
                    language
                        .iter()
                        .map(|language| ("amlang", language.as_str())),
                );
                Request::get(&session.api, &query)
            }
            Self::Users { name } => user_list_request(session, name),
        };
        request.purpose(Purpose::Explain)
    }

    /// Returns the refusal with the reason found in the reply.
    pub fn read(&self, reply: Reply, refusal_text: String) -> Refused {
        let code = match (self, &reply) {
            (Self::Messages { .. }, Reply::Got(response)) => {
                ApiResponse::read(response, Format::Json)
                    .ok()
                    .and_then(|answer| find_key(&answer, &refusal_text))
            }
            (Self::Users { name }, Reply::Got(response)) => {
                let taken = Page::read(response).listed(name).is_some();
                taken.then(|| "userexists".to_owned())
            }
            (_, Reply::NotSent(_) | Reply::Lost(_)) => None,
        };
        refusal::refused(Dialect::WebForm, &code.unwrap_or_default(), refusal_text)
    }
}

/// Returns the key of the message with the longest fixed text that occurs in the refusal.
fn find_key(answer: &ApiResponse, refusal_text: &str) -> Option<String> {
    let refusal_text = normalise_text(refusal_text);
    let messages = items(&answer.get("query")["allmessages"]).iter();
    let known = messages.filter_map(|message| {
        let key = text(message, "name")?;
        let pattern = text(message, "*").or_else(|| text(message, "content"))?;
        let length = matched_length(&pattern, &refusal_text)?;
        (length >= MIN_LENGTH).then_some((length, key))
    });
    known.max_by_key(|(length, _)| *length).map(|(_, key)| key)
}

/// Returns the length of a message's fixed text, if all its parts occur in `refusal_text` in order.
/// Parameters, templates and links match anything, because the message does not contain their
/// result.
fn matched_length(message: &str, refusal_text: &str) -> Option<usize> {
    let text = html::to_text(message);
    let mut at = 0;
    let mut length = 0;
    for part in fixed_parts(&text) {
        let part = normalise_text(part);
        at += refusal_text[at..].find(&part)? + part.len();
        length += part.len();
    }
    Some(length)
}

/// Returns the parts of a message between its parameters, templates and links.
fn fixed_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = text[at..].find(['$', '{', '[']) {
        let start = at + found;
        match variable_length(&text[start..]) {
            0 => at = start + 1,
            length => {
                parts.push(&text[from..start]);
                at = start + length;
                from = at;
            }
        }
    }
    parts.push(&text[from..]);
    parts
}

/// Returns the length of the parameter, template or link at the start of a text; 0 if there is
/// none.
fn variable_length(text: &str) -> usize {
    let nested = |open: &str, close: &str| {
        let mut depth = 0;
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            if rest.starts_with(open) {
                depth += 1;
                at += open.len();
            } else if rest.starts_with(close) {
                depth -= 1;
                at += close.len();
                if depth == 0 {
                    break;
                }
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        at
    };
    if text.starts_with("{{") {
        return nested("{{", "}}");
    }
    if text.starts_with("[[") {
        return nested("[[", "]]");
    }
    if ["[http", "[//", "[{{", "[$"]
        .iter()
        .any(|start| text.starts_with(start))
    {
        return nested("[", "]");
    }
    let digits = text[1..].bytes().take_while(u8::is_ascii_digit).count();
    if text.starts_with('$') && digits > 0 {
        1 + digits
    } else {
        0
    }
}

/// Removes bold and italic markup and collapses white space.
fn normalise_text(text: &str) -> String {
    let plain = text.replace("'''", "").replace("''", "");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_match_refusal_texts() {
        for (message, refusal_text, found) in [
            ("Taken already.", "Oh: Taken already. Choose.", true),
            (
                "At least {{PLURAL:$1|1 character|$1 characters}} long.",
                "At least 10 characters long.",
                true,
            ),
            (
                "Visitors made {{PLURAL:$1|one|$1}} accounts in $2, the '''most'''.",
                "Visitors made 6 accounts in a day, the most.",
                true,
            ),
            ("Costs $$ [or] {nothing}", "Costs $$ [or] {nothing}", true),
            ("{{GENDER:$1|{{x}}|y}} is blocked", "He is blocked", true),
            ("{{never closed", "Taken", true),
            (
                "See [[Special:Help|help]] for $1",
                "See help for more",
                true,
            ),
            ("Something else", "Taken", false),
            ("$1", "Taken", true),
        ] {
            let refusal_text = normalise_text(refusal_text);
            assert_eq!(
                matched_length(message, &refusal_text).is_some(),
                found,
                "{message}"
            );
        }
    }
}
