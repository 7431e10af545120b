//! The questions of an existence check: their requests, and the meaning of the answers.

use std::time::SystemTime;

use crate::{
    Dialect, Format, Reason, Secret, Session,
    flow::{dry_run::INVALID_USERNAME, who_am_i},
    http::{Effect, Form, Request, Response, cookies::SetCookie},
    mediawiki::{
        api_response::{ApiResponse, text},
        auth_response::AuthResponse,
        page::Page,
        parameter::multiple,
        timestamp, username,
    },
    reason::Phase,
};

/// The meaning of an answer.
pub(super) enum QuestionResult {
    /// The account exists, and this session is its user's.
    OwnAccount(Account),
    Exists(Account),
    Missing,
    /// The token was consumed, or the session is gone.
    TokenUsed,
    /// The wiki answered, but does not show whether the account exists.
    NotShown,
    /// The wiki did not answer the question.
    NoAnswer,
}

/// An account that exists, as far as the wiki shows it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Account {
    /// The name as the wiki spells it.
    pub name: Option<String>,
    pub user_id: Option<u64>,
    pub(super) registration: Registration,
}

impl Account {
    /// Returns an account without a known registration.
    pub fn new(name: Option<String>, user_id: Option<u64>) -> Self {
        Self {
            name,
            user_id,
            registration: Registration::NotShown,
        }
    }
}

/// The time of a registration, by the wiki's own clock.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Registration {
    At(SystemTime),
    /// The wiki shows that it has none.
    Never,
    #[default]
    NotShown,
}

/// Returns the request with a legacy token and an invalid name, which uses the token for nothing.
pub(super) fn used_token_request(session: &Session, token: Option<&Secret>) -> Request {
    let mut form = Form::new(&[
        ("action", "createaccount"),
        ("format", session.format.as_str()),
        ("name", INVALID_USERNAME),
    ]);
    if let Some(token) = token {
        form.push_token("token", token);
    }
    Request::post(Effect::Read, &session.api, form)
}

/// Reads the answer to the used token. The wiki checks the token before the name (1.21 to 1.26).
pub(super) fn read_used_token(session: &Session, response: &Response) -> QuestionResult {
    // A new session does not have the token, so the response proves nothing.
    if SetCookie::all(response).any(|set| set.name.ends_with("session")) {
        return QuestionResult::NoAnswer;
    }
    let Ok(answer) = ApiResponse::read(response, session.format) else {
        return QuestionResult::NoAnswer;
    };
    if let Some(error) = answer.error() {
        let token_unused = matches!(error.code.as_str(), "noname" | "invaliduser");
        return if token_unused {
            QuestionResult::Missing
        } else {
            QuestionResult::NoAnswer
        };
    }
    match text(answer.get("createaccount"), "result") {
        Some(result) if result.eq_ignore_ascii_case("needtoken") => QuestionResult::TokenUsed,
        _ => QuestionResult::NoAnswer,
    }
}

/// Returns the GET for `list=users` with the registration time, and with the wiki's own time:
/// `curtimestamp` exists since 1.24, `time` of `meta=siteinfo` on all releases. After the sign-up
/// form, `meta=userinfo` shows whether this session is the new user's.
pub(super) fn users_request(session: &Session, name: &str, dialect: Dialect) -> Request {
    let time = match dialect {
        Dialect::AuthManager => ("curtimestamp", "1"),
        Dialect::LegacyApi => ("meta", "siteinfo"),
        Dialect::WebForm => ("meta", "siteinfo|userinfo"),
    };
    let query = [
        ("action", "query"),
        ("list", "users"),
        ("ususers", &multiple(&[name])),
        ("usprop", "registration"),
        time,
        ("format", "json"),
    ];
    Request::get(&session.api, &query)
}

pub(super) fn read_users(
    session: &mut Session,
    response: &Response,
    dialect: Dialect,
    asked: &str,
) -> QuestionResult {
    let Ok(answer) = ApiResponse::read(response, Format::Json) else {
        return QuestionResult::NoAnswer;
    };
    session.record_time(&answer);
    if let Some(error) = answer.error() {
        // The error of 1.27 for a name that is invalid for users; it replaces the whole response.
        let invalid = error.code == "usbaduser_ususers";
        return if invalid {
            QuestionResult::Missing
        } else {
            QuestionResult::NotShown
        };
    }
    let query = answer.get("query");
    let user = &query["users"][0];
    if user.get("missing").is_some() || user.get("invalid").is_some() {
        return QuestionResult::Missing;
    }
    let Some(name) = text(user, "name") else {
        return QuestionResult::NotShown;
    };
    let registration = match user.get("registration") {
        Some(value) if value.is_null() => Registration::Never,
        Some(value) => value
            .as_str()
            .and_then(timestamp::parse_iso8601)
            .map_or(Registration::NotShown, Registration::At),
        None => Registration::NotShown,
    };
    let viewer = who_am_i::user(&query["userinfo"]);
    let is_own = dialect == Dialect::WebForm
        && session.creator.is_none()
        && viewer.is_some_and(|viewer| username::possibly_same(&viewer, asked));
    let account = Account {
        name: Some(name),
        // `userid` exists from 1.18 on.
        user_id: user["userid"].as_u64(),
        registration,
    };
    if is_own {
        QuestionResult::OwnAccount(account)
    } else {
        QuestionResult::Exists(account)
    }
}

/// Returns the GET for the list of users, starting at `name` (Special:ListUsers, all releases). The
/// page also shows who is logged in.
pub(crate) fn user_list_request(session: &Session, name: &str) -> Request {
    let query = [
        ("title", "Special:ListUsers"),
        ("username", name),
        ("limit", "1"),
    ];
    Request::get(&session.index(), &query)
}

/// Returns whether the list of users has an account of this name, or `None` if the page is no such list.
pub(crate) fn is_listed(session: &Session, response: &Response, name: &str) -> Option<bool> {
    match read_user_list(session, response, name) {
        QuestionResult::OwnAccount(_) | QuestionResult::Exists(_) => Some(true),
        QuestionResult::Missing => Some(false),
        QuestionResult::TokenUsed | QuestionResult::NotShown | QuestionResult::NoAnswer => None,
    }
}

pub(super) fn read_user_list(session: &Session, response: &Response, name: &str) -> QuestionResult {
    let page = Page::read(response);
    let account = |name: &str| Account::new(Some(name.to_owned()), None);
    match page.viewer_named(name) {
        Some(viewer) if session.creator.is_none() => {
            return QuestionResult::OwnAccount(account(viewer));
        }
        _ => {}
    }
    match page.listed(name) {
        Some(listed) => QuestionResult::Exists(account(&listed)),
        None if page.is_user_list() && !page.is_cut_off() => QuestionResult::Missing,
        None => QuestionResult::NoAnswer,
    }
}

/// Returns the code with which the wiki refused a dry run.
fn dry_run_code(session: &Session, response: &Response) -> Option<String> {
    let answer = ApiResponse::read(response, Format::Json).ok()?;
    match AuthResponse::read(answer.get("createaccount"), &session.api)? {
        AuthResponse::Fail(fail) => Some(fail.code),
        _ => None,
    }
}

/// Reads the answer to a dry run. AuthManager tests first whether the name is taken (`userexists`),
/// then lets providers test it. A name that an extension reserves may have an account or not, so that
/// is no answer.
pub(super) fn read_dry_run(session: &Session, response: &Response) -> QuestionResult {
    let Some(code) = dry_run_code(session, response) else {
        return QuestionResult::NoAnswer;
    };
    match Reason::classify(Dialect::AuthManager, Phase::Create, &code) {
        Reason::NameTaken if code == "userexists" => QuestionResult::Exists(Account::default()),
        // An invalid name has no account either.
        Reason::EmailInvalid | Reason::NameInvalid => QuestionResult::Missing,
        _ => QuestionResult::NoAnswer,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_wikis_own_code_shows_an_account() {
        let session = Session::new("https://wiki.example/w/api.php").unwrap();
        let read = |code: &str| {
            let body = format!(
                r#"{{"createaccount":{{"status":"FAIL","message":"No","messagecode":"{code}"}}}}"#
            );
            read_dry_run(&session, &Response::new(200, Vec::new(), body))
        };
        assert!(matches!(read("userexists"), QuestionResult::Exists(_)));
        for code in ["invalidemailaddress", "antispoof-name-illegal", "_1_2_3"] {
            assert!(matches!(read(code), QuestionResult::Missing), "{code}");
        }
        for code in [
            "requestaccount-inuse",
            "abusefilter-accountreserved",
            "centralauth-account-exists",
            "torblock-blocked",
            "___1____2",
        ] {
            assert!(matches!(read(code), QuestionResult::NoAnswer), "{code}");
        }
    }
}
