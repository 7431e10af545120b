//! A model of account creation in MediaWiki 1.23 (`ApiCreateAccount`, `ApiQueryUsers`): sessions, tokens that a
//! creation uses up, and registration times by its own clock.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use mwaccount::{
    http::{Reply, Request, Response},
    transport::{Limits, Transport},
};
use serde_json::{Value, json};

/// Differences of this wiki from a plain one.
#[derive(Debug, Clone, Copy, Default)]
pub struct LegacyBehaviour {
    /// It asks for a captcha with the answer `Paris`.
    pub captcha: bool,
    /// Only users may read.
    pub private: bool,
    /// The mail after a creation fails.
    pub mail_fails: bool,
    /// Every response except those to creations sets a new session cookie.
    pub new_sessions: bool,
}

/// The wiki; clones share its state.
#[derive(Clone)]
pub struct LegacyWiki {
    habits: LegacyBehaviour,
    state: Arc<Mutex<State>>,
}

struct State {
    /// Tokens by session.
    tokens: BTreeMap<String, String>,
    /// Registration by name; `None` for an account of long ago.
    users: BTreeMap<String, Option<Duration>>,
    counter: u64,
    start: Instant,
}

impl LegacyWiki {
    pub fn new(habits: LegacyBehaviour) -> Self {
        let state = State {
            tokens: BTreeMap::new(),
            users: BTreeMap::from([("Admin".to_owned(), None)]),
            counter: 0,
            start: Instant::now(),
        };
        let state = Arc::new(Mutex::new(state));
        Self { habits, state }
    }

    /// Returns true if an account exists.
    pub fn exists(&self, name: &str) -> bool {
        self.state.lock().unwrap().users.contains_key(name)
    }
}

impl Transport for LegacyWiki {
    fn send(&mut self, request: &Request, _: &Limits) -> Reply {
        let mut state = self.state.lock().unwrap();
        let mut headers = Vec::new();
        let cookie = request.headers.iter().find(|(name, _)| *name == "Cookie");
        let known = cookie.and_then(|(_, value)| value.expose().strip_prefix("wiki_session="));
        let session = match known {
            Some(session) if !(self.habits.new_sessions && is_probe(request)) => session.to_owned(),
            _ => {
                let session = state.fresh("session");
                let set = format!("wiki_session={session}; path=/; HttpOnly");
                headers.push(("Set-Cookie".to_owned(), set));
                session
            }
        };
        let get = |name: &str| {
            let query = request.url.query_pairs().into_owned();
            let form = request.form.fields();
            let form = form.map(|(name, value)| (name.to_owned(), value.to_owned()));
            let mut all = query.chain(form);
            all.find(|(known, _)| known == name).map(|(_, value)| value)
        };
        let answer = match get("action").as_deref() {
            Some("createaccount") => state.create(self.habits, &session, get),
            _ => match get("list").as_deref() {
                Some("users") if self.habits.private => error("readapidenied"),
                Some("users") => state.list(&get("ususers").unwrap()),
                _ => json!({
                    "query": {},
                    "warnings": {"query": {"*": "Unrecognized value for parameter 'meta'"}},
                }),
            },
        };
        Reply::Got(Response::new(200, headers, answer.to_string()))
    }
}

/// Returns true for a request with a token but without a password, which creates nothing.
fn is_probe(request: &Request) -> bool {
    request.form.get("token").is_some() && request.form.get("password").is_none()
}

fn error(code: &str) -> Value {
    json!({"error": {"code": code, "info": format!("The wiki says {code}")}})
}

/// Formats a time by the wiki's own clock, which is at midnight when the wiki begins.
fn iso(since_start: Duration) -> String {
    let seconds = since_start.as_secs();
    assert!(seconds < 3600, "a test takes no hour");
    format!("2014-05-13T00:{:02}:{:02}Z", seconds / 60, seconds % 60)
}

impl State {
    fn fresh(&mut self, what: &str) -> String {
        self.counter += 1;
        format!("{what}{}", self.counter)
    }

    fn create(
        &mut self,
        habits: LegacyBehaviour,
        session: &str,
        get: impl Fn(&str) -> Option<String>,
    ) -> Value {
        let token = get("token").filter(|token| self.tokens.get(session) == Some(token));
        if token.is_none() {
            let token = self.fresh("token");
            self.tokens.insert(session.to_owned(), token.clone());
            return json!({"createaccount": {"result": "NeedToken", "token": token}});
        }
        let name = get("name").unwrap();
        if name == "10.0.0.1" {
            return error("noname");
        }
        if self.users.contains_key(&name) {
            return error("userexists");
        }
        if habits.captcha && get("captchaword").as_deref() != Some("Paris") {
            let captcha = json!({
                "type": "question", "mime": "text/plain", "id": self.fresh("captcha"),
                "question": "What is the capital of France?",
            });
            return json!({"createaccount": {"result": "NeedCaptcha", "captcha": captcha}});
        }
        self.users.insert(name.clone(), Some(self.start.elapsed()));
        self.tokens.remove(session);
        if habits.mail_fails {
            return error("php-mail-error-unknown");
        }
        let userid = self.users.len();
        json!({"createaccount": {
            "result": "Success", "username": name, "userid": userid, "token": "the user's own",
        }})
    }

    fn list(&self, name: &str) -> Value {
        let user = match self.users.get(name) {
            Some(made) => json!({
                "userid": 7, "name": name,
                "registration": made.map_or("2001-01-15T19:27:13Z".to_owned(), iso),
            }),
            None => json!({"name": name, "missing": ""}),
        };
        let general = json!({"time": iso(self.start.elapsed())});
        json!({"query": {"users": [user], "general": general}})
    }
}
