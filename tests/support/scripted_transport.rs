//! A transport that answers with prepared replies, and common replies of a wiki.

use std::{
    collections::{BTreeMap, VecDeque},
    sync::{Arc, Mutex},
};

use mwaccount::{
    Reason, TransportError,
    http::{Reply, Request, Response},
    transport::{Limits, Transport},
};
use serde_json::{Value, json};

/// The fields of a request: its form, or the query of a GET.
pub type Asked = BTreeMap<String, String>;

/// A transport that returns prepared replies in their order. The page on which accounts are requested is
/// always missing, without a reply of the script.
pub struct ScriptedTransport {
    replies: VecDeque<Reply>,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl ScriptedTransport {
    /// Returns the transport, and the requests it will have been given.
    pub fn new(replies: impl IntoIterator<Item = Reply>) -> (Self, Arc<Mutex<Vec<Asked>>>) {
        let asked = Arc::default();
        let this = Self {
            replies: replies.into_iter().collect(),
            asked: Arc::clone(&asked),
        };
        (this, asked)
    }
}

impl Transport for ScriptedTransport {
    fn send(&mut self, request: &Request, _: &Limits) -> Reply {
        let query = request.url.query_pairs().into_owned();
        let form = request.form.fields();
        let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
        let asked: Asked = query.chain(form).collect();
        if asked
            .get("title")
            .is_some_and(|title| title == "Special:RequestAccount")
        {
            return response(404, &[], "<html>There is no such special page.");
        }
        let next = self.replies.pop_front();
        let reply = next.unwrap_or_else(|| panic!("the script is over, but asked is {asked:?}"));
        self.asked.lock().unwrap().push(asked);
        reply
    }
}

/// Returns a response with this body.
pub fn body(body: impl Into<Vec<u8>>) -> Reply {
    response(200, &[], body)
}

pub fn response(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Reply {
    let headers = headers.iter();
    let headers = headers.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    Reply::Got(Response::new(status, headers.collect(), body))
}

pub fn answer(value: &Value) -> Reply {
    body(value.to_string())
}

pub fn createaccount(said: Value) -> Reply {
    answer(&json!({"createaccount": said}))
}

pub fn pass(name: &str) -> Reply {
    createaccount(json!({"status": "PASS", "username": name}))
}

pub fn fail(code: &str) -> Reply {
    let message = format!("The wiki says {code}.");
    createaccount(json!({"status": "FAIL", "message": message, "messagecode": code}))
}

/// Returns the answer to the dry run that precedes a captcha, for a caller who may create accounts.
pub fn accepts_caller() -> Reply {
    fail("invaliduser")
}

/// Returns an error of the API, with the header that MediaWiki gives it.
pub fn error(code: &str) -> Reply {
    let body = json!({"error": {"code": code, "info": format!("The wiki says {code}.")}});
    response(200, &[("MediaWiki-API-Error", code)], body.to_string())
}

/// The wiki's own time in [`users`].
pub const NOW: &str = "2026-11-22T05:29:44Z";

/// Returns the response of `list=users`, with the wiki's own time as every dialect asks for it.
pub fn users(user: Value) -> Reply {
    answer(&json!({
        "curtimestamp": NOW,
        "query": {"users": [user], "general": {"time": NOW}},
    }))
}

/// Returns the response of `list=users` for an account that was registered [`NOW`].
pub fn registered_now(name: &str) -> Reply {
    users(json!({"userid": 7, "name": name, "registration": NOW}))
}

/// Returns the answer of `list=users` for a name without an account.
pub fn missing(name: &str) -> Reply {
    users(json!({"name": name, "missing": true}))
}

pub fn lost() -> Reply {
    Reply::Lost(TransportError::new(
        Reason::Unreachable,
        "the connection broke",
    ))
}

pub fn not_sent() -> Reply {
    Reply::NotSent(TransportError::new(Reason::Unreachable, "nobody is there"))
}

/// Returns the response to the detecting request.
pub fn offer(requests: &[Value], token: &str) -> Reply {
    answer(&json!({"query": {
        "authmanagerinfo": {"requests": requests},
        "tokens": {"createaccounttoken": token},
    }}))
}

/// Returns the request for a password.
pub fn password() -> Value {
    json!({"id": "Password", "required": "primary-required", "metadata": {}, "fields": {
        "username": {"type": "string"},
        "password": {"type": "password"},
        "retype": {"type": "password"},
    }})
}

/// Returns the request for a captcha.
pub fn captcha(id: &str) -> Value {
    json!({"id": "Captcha", "required": "required", "metadata": {"type": "simple"}, "fields": {
        "captchaId": {"type": "hidden", "value": id},
        "captchaInfo": {"type": "null", "value": format!("{id} + {id} =")},
        "captchaWord": {"type": "string"},
    }})
}

/// Returns a required request with these fields.
pub fn further(fields: Value) -> Value {
    json!({"id": "Further", "required": "required", "metadata": {}, "fields": fields})
}
