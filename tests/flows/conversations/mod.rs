//! Conversations with scripted responses that real wikis give seldom, or never twice.

mod captchas;
mod input;
mod legacy;
mod responses;
mod sessions;

use std::sync::{Arc, Mutex};

use mwaccount::{Dialect, Format, NewAccount, Reason, Step, Wiki, http::Reply};
use serde_json::json;
use support::{
    accounts::with,
    scripted_transport::{
        Asked, ScriptedTransport, accepts_caller, answer, body, captcha, createaccount, error,
        fail, further, lost, missing, offer, pass, password, response, users,
    },
    steps::ExpectStep,
};

const API: &str = "https://wiki.example/api.php";

/// The requests so far, readable while the wiki is in use.
#[derive(Clone)]
struct Log(Arc<Mutex<Vec<Asked>>>);

impl Log {
    fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// Returns the value of a field in a request, counted from 0.
    fn at(&self, number: usize, field: &str) -> Option<String> {
        self.0.lock().unwrap().get(number)?.get(field).cloned()
    }

    /// Returns the value of a field in the last request.
    fn last(&self, field: &str) -> Option<String> {
        let asked = self.0.lock().unwrap();
        asked.last()?.get(field).cloned()
    }
}

fn modern(replies: impl IntoIterator<Item = Reply>) -> (Wiki, Log) {
    let (script, log) = ScriptedTransport::new(replies);
    let wiki = Wiki::builder(API).transport(script).build().unwrap();
    (wiki, Log(log))
}

fn legacy(format: Format, replies: impl IntoIterator<Item = Reply>) -> (Wiki, Log) {
    let (script, log) = ScriptedTransport::new(replies);
    let wiki = Wiki::builder(API).transport(script);
    let wiki = wiki.dialect(Dialect::LegacyApi).format(format);
    (wiki.build().unwrap(), Log(log))
}

fn zoe() -> NewAccount {
    NewAccount::new("Zoe").password("first password")
}

fn max() -> NewAccount {
    NewAccount::new("Max").password("first password")
}

fn ui() -> Reply {
    let fields = json!({"code": {"type": "string"}});
    createaccount(json!({"status": "UI", "message": "A code?", "requests": [further(fields)]}))
}

fn need_token(token: &str) -> Reply {
    createaccount(json!({"result": "NeedToken", "token": token}))
}

fn need_captcha(id: &str) -> Reply {
    let captcha = json!({"type": "simple", "id": id, "question": "1 + 1"});
    createaccount(json!({"result": "NeedCaptcha", "captcha": captcha}))
}
