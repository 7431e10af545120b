//! Recorded exchanges of real wikis, and a transport that replays them.

use std::{
    collections::BTreeMap,
    fs,
    sync::{Arc, Mutex},
};

use mwaccount::{
    Purpose, Reason, TransportError,
    http::{Method, Reply, Request, Response},
    transport::{Limits, Transport},
};
use serde::Deserialize;

use super::file;

/// A form or a query, by the names of its parameters.
pub type Fields = BTreeMap<String, String>;

/// The recording of one scenario on one release.
#[derive(Deserialize, Clone)]
pub struct Transcript {
    pub mediawiki: String,
    pub settings: String,
    pub scenario: String,
    pub format: String,
    pub exchanges: Vec<Exchange>,
}

#[derive(Deserialize, Clone)]
pub struct Exchange {
    pub request: Recorded,
    pub response: Answered,
}

#[derive(Deserialize, Clone)]
pub struct Recorded {
    pub method: String,
    #[serde(default)]
    pub path: String,
    pub query: Option<Fields>,
    pub form: Option<Fields>,
    /// The names of the cookies that the recorded client sent.
    pub cookies_sent: Vec<String>,
}

#[derive(Deserialize, Clone)]
pub struct Answered {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Option<String>,
}

impl Transcript {
    /// Reads `tests/transcripts/RELEASE/SCENARIO--FORMAT.json`.
    pub fn read(release: &str, scenario: &str, format: &str) -> Self {
        let path = file(&format!("transcripts/{release}/{scenario}--{format}.json"));
        let text =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Returns the same recording with other exchanges.
    pub fn of(&self, exchanges: Vec<Exchange>) -> Self {
        Self {
            exchanges,
            ..self.clone()
        }
    }

    /// Returns the forms that tried to create accounts, in order.
    pub fn attempts(&self) -> Vec<&Fields> {
        let forms = self.forms("createaccount");
        forms
            .filter(|form| form.contains_key("token") || form.contains_key("createtoken"))
            .collect()
    }

    /// Returns the first form of a creation, with or without a token.
    pub fn first_form(&self) -> Option<&Fields> {
        self.forms("createaccount").next()
    }

    /// Returns the form of the login at the beginning, successful or not.
    pub fn login(&self) -> Option<&Fields> {
        let mut forms = self.exchanges.iter();
        let first = forms.find_map(|e| e.request.form.as_ref())?;
        matches!(first["action"].as_str(), "login" | "clientlogin").then_some(first)
    }

    fn forms(&self, action: &str) -> impl Iterator<Item = &Fields> {
        let forms = self
            .exchanges
            .iter()
            .filter_map(|e| e.request.form.as_ref());
        forms.filter(move |form| form["action"] == action)
    }

    /// Returns the first exchange whose request has this parameter.
    pub fn exchange(&self, name: &str, value: &str) -> &Exchange {
        let found = self
            .exchanges
            .iter()
            .find(|e| e.request.get(name) == Some(value));
        found.unwrap_or_else(|| panic!("{}: no {name}={value}", self.scenario))
    }

    /// Removes a field from all recorded forms: one that the wiki ignored with a warning.
    pub fn without(mut self, field: &str) -> Self {
        for exchange in &mut self.exchanges {
            if let Some(form) = &mut exchange.request.form {
                form.remove(field);
            }
        }
        self
    }

    /// Sets a field of all recorded forms.
    pub fn with(mut self, field: &str, value: &str) -> Self {
        for exchange in &mut self.exchanges {
            if let Some(form) = &mut exchange.request.form {
                form.insert(field.to_owned(), value.to_owned());
            }
        }
        self
    }
}

impl Exchange {
    /// Returns true if its request is part of a creation.
    pub fn creates(&self) -> bool {
        self.request.get("action") == Some("createaccount")
    }

    pub fn body(&self) -> &str {
        self.response.body.as_deref().expect("a body of text")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_str(self.body()).expect("an answer in JSON")
    }

    /// Returns the same request with another response body.
    pub fn answered(mut self, body: impl ToString) -> Self {
        self.response.body = Some(body.to_string());
        self
    }
}

impl Recorded {
    /// Returns a parameter of the query or the form.
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.query.iter().chain(&self.form);
        fields.find_map(|fields| fields.get(name).map(String::as_str))
    }

    /// Sets a parameter of the form, or of the query where there is no form.
    pub fn set(&mut self, name: &str, value: &str) {
        let fields = self.form.as_mut().or(self.query.as_mut());
        let fields = fields.expect("a query or a form");
        fields.insert(name.to_owned(), value.to_owned());
    }
}

/// Returns the names of all recordings with their release and format.
pub fn recordings() -> Vec<(String, String, String)> {
    recordings_in("transcripts")
}

/// Returns the names of all recordings of wikis with extensions.
pub fn ext_recordings() -> Vec<(String, String, String)> {
    recordings_in("transcripts/ext")
}

fn recordings_in(folder: &str) -> Vec<(String, String, String)> {
    let folder = file(folder);
    let list = |folder: &std::path::Path| {
        let entries = fs::read_dir(folder).unwrap();
        let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    };
    let mut all = Vec::new();
    for release in list(&folder) {
        if !folder.join(&release).is_dir() {
            continue;
        }
        for file in list(&folder.join(&release)) {
            let name = file
                .strip_suffix(".json")
                .and_then(|name| name.split_once("--"));
            if let Some((scenario, format)) = name {
                all.push((release.clone(), scenario.to_owned(), format.to_owned()));
            }
        }
    }
    all
}

/// A transport that replays a transcript: the response to a request is the first unused one to an equivalent
/// request (see `decisive`).
pub struct Replay(Arc<Mutex<Tape>>);

/// The remaining exchanges, and the requests so far.
pub struct Tape {
    label: String,
    release: String,
    exchanges: Vec<Option<Exchange>>,
    /// A description of each request, for assertions.
    pub asked: Vec<String>,
}

impl Replay {
    /// Returns a transport that replays `transcript`. `before` has exchanges of another one to replay first, if
    /// `transcript` lacks the detecting request.
    pub fn new(transcript: &Transcript, before: &[Exchange]) -> (Self, Arc<Mutex<Tape>>) {
        let tape = Arc::new(Mutex::new(Tape::new(transcript, before)));
        (Self(tape.clone()), tape)
    }
}

impl Transport for Replay {
    fn send(&mut self, request: &Request, _: &Limits) -> Reply {
        self.0.lock().unwrap().answer(request)
    }
}

/// The page on which an account can be requested, on wikis with ConfirmAccount.
const REQUEST_PAGE: &str = "Special:RequestAccount";

impl Tape {
    /// Returns the tape for hosts that drive a flow themselves.
    pub fn new(transcript: &Transcript, before: &[Exchange]) -> Self {
        let exchanges = before.iter().chain(&transcript.exchanges).cloned();
        Self {
            label: format!("{} {}", transcript.mediawiki, transcript.scenario),
            release: transcript.mediawiki.clone(),
            exchanges: exchanges.map(Some).collect(),
            asked: Vec::new(),
        }
    }

    /// Returns the recorded response.
    pub fn answer(&mut self, request: &Request) -> Reply {
        let wanted = decisive(
            request.method == Method::Get,
            request.url.query_pairs().into_owned().collect(),
            pairs(request),
        );
        self.asked.push(format!("{wanted:?}"));
        let found = self.exchanges.iter_mut().find(|slot| {
            let Some(Exchange { request, .. }) = slot.as_ref() else {
                return false;
            };
            let query = request.query.clone().unwrap_or_default();
            let form = request.form.clone().unwrap_or_default();
            decisive(request.method == "GET", query, form) == wanted
        });
        let asks = |key: &str, value: &str| wanted.get(key).is_some_and(|it| it == value);
        let is_dry_run = asks("email", "@") && !wanted.contains_key("password");
        let is_raw = request.form.get("createmessageformat") == Some("raw");
        let asks_text = asks("meta", "allmessages") || (is_dry_run && !is_raw);
        let asks_owner = request.purpose == Purpose::ExistenceCheck
            && asks("list", "users")
            && asks("ususers", "Admin");
        if found.is_none() && asks_owner {
            // No recording asks for the owner of a name that is taken. Some wikis answer with an error.
            let json = [("Content-Type".to_owned(), "application/json".to_owned())];
            let error = br#"{"error":{"code":"readapidenied","info":"not recorded"}}"#;
            return Reply::Got(Response::new(200, json.to_vec(), error.to_vec()));
        }
        if found.is_none() && (asks_text || asks("title", REQUEST_PAGE)) {
            // No recording asks for the text of a message or for the page on which accounts are requested; a
            // flow must work without them.
            return Reply::Lost(TransportError::new(Reason::Protocol, "not recorded"));
        }
        if found.is_none() && is_dry_run && asks("username", "10.0.0.1") {
            // No recording of a captcha has the check of its caller, who may create accounts there.
            let bad_name = Transcript::read(&self.release, "bad-name", "json-fv2-raw");
            let answer = bad_name
                .exchange("action", "createaccount")
                .response
                .clone();
            return Reply::Got(Response::new(
                answer.status,
                answer.headers,
                answer.body.unwrap_or_default(),
            ));
        }
        match found.and_then(Option::take) {
            Some(exchange) => {
                let missing = missing_cookies(&exchange.request, request);
                assert!(
                    missing.is_empty(),
                    "{}: {wanted:?} without {missing:?}",
                    self.label
                );
                Reply::Got(Response::new(
                    exchange.response.status,
                    exchange.response.headers,
                    exchange.response.body.unwrap_or_default(),
                ))
            }
            None => panic!("{}: no recorded answer to {wanted:?}", self.label),
        }
    }
}

/// Returns the names of the cookies in a request.
pub(crate) fn sent_cookies(request: &Request) -> Vec<&str> {
    let mut headers = request.headers.iter();
    let header = headers.find_map(|(name, value)| (*name == "Cookie").then(|| value.expose()));
    let cookies = header.unwrap_or_default().split("; ");
    cookies
        .filter_map(|cookie| cookie.split('=').next())
        .collect()
}

/// Returns the cookies that the recorded client sent for this response and that are missing in the request.
fn missing_cookies<'r>(recorded: &'r Recorded, request: &Request) -> Vec<&'r str> {
    let sent = sent_cookies(request);
    let names = recorded.cookies_sent.iter().map(String::as_str);
    names.filter(|name| !sent.contains(name)).collect()
}

fn pairs(request: &Request) -> Fields {
    let fields = request.form.fields();
    fields.map(|(n, v)| (n.to_owned(), v.to_owned())).collect()
}

/// Returns the parameters that decide the response to a request. Names, tokens and captcha ids are those of the
/// recording, as the replayed responses contain them. These differences from the recording have no effect, and
/// are left out:
/// - the format of responses, and the wiki's own time in them;
/// - the password of a legacy request or a login without a token;
/// - empty optional fields, and the return URL; but beside an email address an empty real name counts, since
///   AuthManager drops the address without it;
/// - the order of the ids in `createrequests`;
/// - the value of the button that sends a sign-up form, and from 1.27 on the button itself;
/// - the names of reCAPTCHA's own parameters, for which the legacy API accepts `captchaid` and `captchaword`.
fn decisive(get: bool, query: Fields, form: Fields) -> Fields {
    let mut all: Fields = query.into_iter().chain(form).collect();
    for how in [
        "curtimestamp",
        "format",
        "formatversion",
        "errorformat",
        "createmessageformat",
        "createreturnurl",
        "loginmessageformat",
        "loginreturnurl",
    ] {
        all.remove(how);
    }
    if all.get("list").is_some_and(|list| list == "users") {
        all.remove("meta");
    }
    for list in ["meta", "createrequests"] {
        if let Some(list) = all.get_mut(list) {
            let mut items: Vec<&str> = list.split('|').collect();
            items.sort_unstable();
            *list = items.join("|");
        }
    }
    if get {
        return all;
    }
    if all.contains_key("authAction") {
        all.remove("wpCreateaccount");
    } else if let Some(says) = all.get_mut("wpCreateaccount") {
        *says = "1".to_owned();
    }
    let legacy = all.contains_key("name");
    if legacy && !all.contains_key("token") {
        all.remove("password");
    }
    if !all.contains_key("lgtoken") {
        all.remove("lgpassword");
    }
    if let Some(word) = all.remove("recaptcha_response_field") {
        all.remove("recaptcha_challenge_field");
        all.insert("captchaword".to_owned(), word);
        all.insert("captchaid".to_owned(), String::new());
    }
    // An empty password differs from a missing one.
    let mut kept = vec!["password"];
    if !legacy && all.get("email").is_some_and(|email| !email.is_empty()) {
        kept.push("realname");
    }
    all.retain(|name, value| !value.is_empty() || kept.contains(&name.as_str()));
    all
}
