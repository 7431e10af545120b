//! Recorded exchanges of real wikis, and a transport that plays them back.

use std::{
    collections::BTreeMap,
    fs,
    path::PathBuf,
    sync::{Arc, Mutex},
};

use mwaccount::{
    Reason,
    transport::{Limits, Transport},
    wire::{Fault, Method, Reply, Request, Response},
};
use serde::Deserialize;

/// One scenario on one release.
#[derive(Deserialize)]
pub struct Transcript {
    pub mediawiki: String,
    pub settings: String,
    pub scenario: String,
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
    pub query: Option<BTreeMap<String, String>>,
    pub form: Option<BTreeMap<String, String>>,
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
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("tests/transcripts")
            .join(release)
            .join(format!("{scenario}--{format}.json"));
        let text =
            fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// The forms with which this recording tried to create accounts, in order.
    pub fn attempts(&self) -> Vec<&BTreeMap<String, String>> {
        let forms = self
            .exchanges
            .iter()
            .filter_map(|e| e.request.form.as_ref());
        forms
            .filter(|form| form["action"] == "createaccount")
            .filter(|form| form.contains_key("token") || form.contains_key("createtoken"))
            .collect()
    }

    /// Takes a field out of all recorded forms: one that the wiki did not know and
    /// only warned of.
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

    /// The first form of all, with or without a token.
    pub fn first_form(&self) -> Option<&BTreeMap<String, String>> {
        self.exchanges.iter().find_map(|e| e.request.form.as_ref())
    }
}

/// Plays a transcript back: a request is answered with the first recorded answer,
/// not yet used, to a request that is the same in all that decides.
pub struct Replay(Arc<Mutex<Tape>>);

/// What is on the tape and what was asked of it.
pub struct Tape {
    label: String,
    exchanges: Vec<Option<Exchange>>,
    /// What each request was, for assertions.
    pub asked: Vec<String>,
}

impl Replay {
    /// A transport that plays `transcript`, preceded by exchanges of another one
    /// where it does not hold the detecting request.
    pub fn new(transcript: &Transcript, before: &[Exchange]) -> (Self, Arc<Mutex<Tape>>) {
        let exchanges = before.iter().chain(&transcript.exchanges).cloned();
        let tape = Arc::new(Mutex::new(Tape {
            label: format!("{} {}", transcript.mediawiki, transcript.scenario),
            exchanges: exchanges.map(Some).collect(),
            asked: Vec::new(),
        }));
        (Self(tape.clone()), tape)
    }
}

impl Transport for Replay {
    fn send(&mut self, request: &Request, _: &Limits) -> Reply {
        let mut tape = self.0.lock().unwrap();
        let wanted = decisive(
            request.method == Method::Get,
            request.url.query_pairs().into_owned().collect(),
            pairs(request),
        );
        tape.asked.push(format!("{wanted:?}"));
        let found = tape.exchanges.iter_mut().find(|slot| {
            let Some(Exchange { request, .. }) = slot.as_ref() else {
                return false;
            };
            let query = request.query.clone().unwrap_or_default();
            let form = request.form.clone().unwrap_or_default();
            decisive(request.method == "GET", query, form) == wanted
        });
        if found.is_none() && wanted.get("meta").is_some_and(|meta| meta == "allmessages") {
            // No recording asked for a text by its key; a flow must do without, too.
            return Reply::Lost(Fault::new(Reason::Protocol, "not recorded"));
        }
        match found.and_then(Option::take) {
            Some(Exchange { response, .. }) => Reply::Got(Response {
                status: response.status,
                headers: response.headers,
                body: response.body.unwrap_or_default().into_bytes(),
            }),
            None => panic!("{}: no recorded answer to {wanted:?}", tape.label),
        }
    }
}

fn pairs(request: &Request) -> BTreeMap<String, String> {
    let fields = request.form.fields();
    fields.map(|(n, v)| (n.to_owned(), v.to_owned())).collect()
}

/// What decides the answer to a request. Names, tokens and captcha ids are those
/// of the recording, since the answers played back brought them; left out is what
/// the recording did without, or with, to the same effect:
/// - how answers are printed;
/// - the password of a legacy request without a token;
/// - optional fields that are empty, and the return address;
/// - the names of reCAPTCHA's own parameters, for which the legacy API accepts
///   `captchaid` and `captchaword`.
fn decisive(
    get: bool,
    query: BTreeMap<String, String>,
    form: BTreeMap<String, String>,
) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = query.into_iter().chain(form).collect();
    for how in [
        "format",
        "formatversion",
        "errorformat",
        "createmessageformat",
        "createreturnurl",
    ] {
        all.remove(how);
    }
    if get {
        if let Some(meta) = all.get_mut("meta") {
            let mut metas: Vec<&str> = meta.split('|').collect();
            metas.sort_unstable();
            *meta = metas.join("|");
        }
        return all;
    }
    let legacy = all.contains_key("name");
    if legacy && !all.contains_key("token") {
        all.remove("password");
    }
    if let Some(word) = all.remove("recaptcha_response_field") {
        all.remove("recaptcha_challenge_field");
        all.insert("captchaword".to_owned(), word);
        all.insert("captchaid".to_owned(), String::new());
    }
    let password = all.get("password").cloned();
    all.retain(|_, value| !value.is_empty());
    // An empty password is something else than none.
    if let Some(password) = password {
        all.insert("password".to_owned(), password);
    }
    all
}
