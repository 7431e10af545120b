//! The resources of a control address: what it shows of a wiki, and what it changes.

use std::{
    collections::BTreeMap,
    sync::Mutex,
    time::{Duration, UNIX_EPOCH},
};

use serde_json::{Map, Value, json};

use crate::{
    fault,
    http::decode,
    options::Options,
    request_log::LoggedRequest,
    server::{RunningWiki, lock},
    state::{Account, LogAction, Mail},
};

/// A status and a message.
type Refusal = (u16, String);

/// A wiki with a control address.
#[derive(Debug)]
pub(super) struct Controlled {
    pub secret: String,
    wiki: RunningWiki,
    /// The options that it has after a reset.
    first: Map<String, Value>,
    /// The options that it has now.
    current: Mutex<Map<String, Value>>,
}

impl Controlled {
    pub fn new(secret: String, wiki: RunningWiki, options: Map<String, Value>) -> Self {
        Self {
            secret,
            wiki,
            first: options.clone(),
            current: Mutex::new(options),
        }
    }

    /// Answers a request for `resource`, the path behind the secret.
    pub fn answer(&self, method: &str, resource: &str, body: &[u8]) -> Result<Value, Refusal> {
        let method = if method == "HEAD" { "GET" } else { method };
        let (name, rest) = resource.split_once('/').unwrap_or((resource, ""));
        let rest = decode(&rest.replace('+', "%2B"));
        match (method, name, rest.as_str()) {
            ("GET", "", "") => Ok(self.overview()),
            ("GET", "accounts", "") => Ok(self.wiki.accounts().iter().map(account).collect()),
            ("GET", "accounts", name) => {
                let found = self.wiki.account(name);
                let missing = || (404, format!("there is no account {name}"));
                found.as_ref().map(account).ok_or_else(missing)
            }
            ("POST", "accounts", "") => self.install(&members(body)?),
            ("GET", "mails", "") => Ok(self.wiki.mails().iter().map(mail).collect()),
            ("GET", "log", "") => Ok(self.wiki.logged_requests().iter().map(logged).collect()),
            ("GET", "requests", "") => Ok(counts(&self.wiki.request_counts())),
            ("PATCH", "settings", "") => self.change(members(body)?),
            ("POST", "faults", "") => self.add_fault(&members(body)?),
            ("DELETE", "faults", "") => {
                self.wiki.clear_faults();
                Ok(json!({}))
            }
            ("POST", "clock", "") => self.move_clock(&members(body)?),
            ("POST", "reset", "") => self.reset(members(body)?),
            _ => Err(unknown(method, resource)),
        }
    }

    fn overview(&self) -> Value {
        let wiki = self.wiki.wiki();
        let settings = wiki.settings().iter().map(|setting| setting.name());
        json!({
            "url": self.wiki.url(),
            "api": self.wiki.api(),
            "release": wiki.release.to_string(),
            "captcha": wiki.captcha.map(|captcha| captcha.name()),
            "settings": settings.collect::<Vec<_>>(),
            "time": self.wiki.time(),
        })
    }

    fn install(&self, given: &Map<String, Value>) -> Result<Value, Refusal> {
        only(given, &["name", "password"])?;
        let name = self.wiki.canonical_name(text(given, "name")?);
        if self.wiki.account(&name).is_some() {
            return Err((400, format!("there is an account {name} already")));
        }
        self.wiki.install(&name, text(given, "password")?);
        let made = self.wiki.account(&name);
        Ok(made.as_ref().map_or(Value::Null, account))
    }

    /// Changes the given options of the running wiki.
    fn change(&self, given: Map<String, Value>) -> Result<Value, Refusal> {
        let mut current = lock(&self.current);
        // Faults and locks that were given before are not given again.
        let mut once = given.clone();
        once.retain(|name, _| ["fault", "read-only-for"].contains(&name.as_str()));
        let once = read(&once)?;
        let merged = merged(&current, given);
        self.wiki.change(read(&merged)?.wiki());
        once.apply_to(&self.wiki);
        *current = merged;
        Ok(self.overview())
    }

    /// Adds a fault, which happens once or as often as `times` tells.
    fn add_fault(&self, given: &Map<String, Value>) -> Result<Value, Refusal> {
        only(given, &["fault", "times"])?;
        let (fault, when) = fault::parse(text(given, "fault")?).map_err(|error| (400, error))?;
        let when = match given.get("times") {
            None => when,
            Some(Value::String(word)) if word == "always" => when.always(),
            Some(times) => {
                let times = times.as_u64().and_then(|times| u32::try_from(times).ok());
                let times = times.filter(|times| *times > 0);
                when.times(times.ok_or((400, "times is a number from 1 on, or always".to_owned()))?)
            }
        };
        self.wiki.fault(fault, when);
        Ok(json!({}))
    }

    fn move_clock(&self, given: &Map<String, Value>) -> Result<Value, Refusal> {
        only(given, &["advance", "stop"])?;
        let seconds = |name: &str| (400, format!("{name} is a number of seconds"));
        if let Some(moment) = given.get("stop") {
            let moment = moment.as_u64().map(Duration::from_secs);
            let moment = moment.and_then(|since| UNIX_EPOCH.checked_add(since));
            self.wiki.set_time(moment.ok_or_else(|| seconds("stop"))?);
        }
        if let Some(by) = given.get("advance") {
            let by = by.as_i64().ok_or_else(|| seconds("advance"))?;
            self.wiki.advance_clock(by);
        }
        Ok(json!({ "time": self.wiki.time() }))
    }

    /// Starts the wiki anew, with its first options except those that are given.
    fn reset(&self, given: Map<String, Value>) -> Result<Value, Refusal> {
        let mut current = lock(&self.current);
        let merged = merged(&self.first, given);
        let options = read(&merged)?;
        self.wiki.reset(options.wiki());
        options.apply_to(&self.wiki);
        *current = merged;
        Ok(self.overview())
    }
}

/// Returns `options` with those of `given` in their place.
fn merged(options: &Map<String, Value>, given: Map<String, Value>) -> Map<String, Value> {
    let mut merged = options.clone();
    merged.extend(given);
    merged
}

/// Returns the members of a body. No body is an empty object.
fn members(body: &[u8]) -> Result<Map<String, Value>, Refusal> {
    if body.trim_ascii().is_empty() {
        return Ok(Map::new());
    }
    let value = serde_json::from_slice(body).map_err(|error| (400, error.to_string()))?;
    match value {
        Value::Object(members) => Ok(members),
        _ => Err((400, "the body is a JSON object".to_owned())),
    }
}

/// Refuses members that a resource does not have, which would otherwise do nothing.
fn only(given: &Map<String, Value>, known: &[&str]) -> Result<(), Refusal> {
    match given.keys().find(|name| !known.contains(&name.as_str())) {
        Some(name) => Err((400, format!("{name} is not one of: {}", known.join(", ")))),
        None => Ok(()),
    }
}

fn text<'g>(given: &'g Map<String, Value>, name: &str) -> Result<&'g str, Refusal> {
    let text = given.get(name).and_then(Value::as_str);
    text.ok_or_else(|| (400, format!("{name} is missing, or is no text")))
}

fn read(options: &Map<String, Value>) -> Result<Options, Refusal> {
    Options::from_json(options).map_err(|error| (400, error))
}

fn unknown(method: &str, resource: &str) -> Refusal {
    let all = "GET accounts, accounts/NAME, mails, log or requests; PATCH settings; POST accounts, faults, clock or reset; \
               DELETE faults";
    (404, format!("there is no {method} {resource}: {all}"))
}

fn account(account: &Account) -> Value {
    json!({
        "id": account.id,
        "name": account.name,
        "password": account.password,
        "email": account.email,
        "email_confirmed": account.email_confirmed,
        "real_name": account.real_name,
        "language": account.language,
        "reason": account.reason,
        "log_action": match account.log_action {
            LogAction::Installed => Value::Null,
            LogAction::Create => "create".into(),
            LogAction::Create2 => "create2".into(),
            LogAction::ByEmail => "byemail".into(),
        },
        "creator": account.creator,
        "registered": account.registered,
    })
}

fn mail(mail: &Mail) -> Value {
    json!({ "to": mail.to, "subject": mail.subject, "text": mail.text })
}

fn logged(request: &LoggedRequest) -> Value {
    let object = |pairs: &[(String, String)]| -> Value {
        let pairs = pairs.iter().cloned();
        pairs
            .map(|(name, value)| (name, value.into()))
            .collect::<Map<_, _>>()
            .into()
    };
    json!({
        "method": request.method,
        "target": request.target,
        "action": request.action,
        "query": object(&request.query),
        "form": object(&request.form),
        "headers": object(&request.headers),
        "time": request.time,
        "status": request.status,
    })
}

fn counts(counts: &BTreeMap<String, u64>) -> Value {
    json!({ "all": counts.values().sum::<u64>(), "actions": counts })
}
