//! A transport that plays a recording by the meaning of requests, for recordings whose client asked in another order
//! or with other parameters than the library.
//!
//! - A query of the API gets the recorded answers to the modules it asks for, joined into one.
//! - A page is recognised by what it is for.
//! - A request that changes something gets the recorded answer to the same account, credentials and answers.
//!   `action=clientlogin` and `action=login` with the same credentials mean the same.
//!
//! A token or captcha that no played answer contained, a cookie that is missing, and a request that changes
//! something without a recorded answer are noted as faults.

use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};

use mwaccount::{
    Reason, TransportError,
    http::{Method, Reply, Request, Response},
    transport::{Limits, Transport},
};
use serde_json::{Value, json};

use super::transcript::{Exchange, Fields, Transcript, sent_cookies};

/// A transport with a recording, and what was played of it.
#[derive(Clone)]
pub struct ByMeaning(Arc<Mutex<Played>>);

pub struct Played {
    exchanges: Vec<Exchange>,
    used: Vec<bool>,
    /// The position of the last request that changed something.
    at: usize,
    /// Answers to requests that the recorded client did not send.
    supplied: Supplied,
    given_bodies: Vec<String>,
    given_cookies: BTreeSet<String>,
    pub faults: Vec<String>,
    /// The requests without a recorded answer that only read.
    pub unanswered: Vec<String>,
}

/// Answers to requests that the recorded client did not send, from other recordings of the same release.
#[derive(Default)]
pub struct Supplied {
    /// Further answers of queries, by module: `authmanagerinfo`, `userinfo`, `allmessages`.
    pub modules: Vec<(&'static str, Value)>,
    /// The answer of api.php to everything, if the API is off.
    pub api_off: Option<Exchange>,
    /// The answer to the detecting query, on wikis without AuthManager.
    pub detecting: Option<Value>,
}

impl Supplied {
    /// Adds the answer of a recording about a module.
    pub fn take(&mut self, module: &'static str, transcript: &Transcript) {
        let mut exchanges = transcript.exchanges.iter();
        let found = exchanges.find(|exchange| match Asked::recorded(exchange).purpose {
            Purpose::Query(modules) => modules.iter().any(|known| known == module),
            _ => false,
        });
        let (name, _) = module.split_once(' ').unwrap_or((module, ""));
        let value = found.unwrap().json()["query"][name].clone();
        self.modules.push((module, value));
    }
}

impl Transport for ByMeaning {
    fn send(&mut self, request: &Request, _: &Limits) -> Reply {
        self.0.lock().unwrap().answer(request)
    }
}

impl ByMeaning {
    pub fn new(transcript: &Transcript, supplied: Supplied) -> Self {
        Self(Arc::new(Mutex::new(Played {
            used: vec![false; transcript.exchanges.len()],
            exchanges: transcript.exchanges.clone(),
            at: 0,
            supplied,
            given_bodies: Vec::new(),
            given_cookies: BTreeSet::new(),
            faults: Vec::new(),
            unanswered: Vec::new(),
        })))
    }

    pub fn played(&self) -> std::sync::MutexGuard<'_, Played> {
        self.0.lock().unwrap()
    }
}

impl Played {
    /// Returns the answer to the question who has taken a name, which no recording has: nobody on this wiki, as on
    /// the recorded ones, whose farms had the account.
    fn owner_check(&self, asked: &Asked) -> Option<Exchange> {
        let last = self.given_bodies.last()?;
        let asks = asked.all.get("list").is_some_and(|list| list == "users");
        let is_taken = asks && last.contains("userexists");
        is_taken.then(|| answered(json!({"query": {"users": [{"missing": true}]}})))
    }
}

impl Played {
    fn answer(&mut self, request: &Request) -> Reply {
        let asked = Asked::of(request);
        self.check_secrets(&asked);
        let found = match &asked.purpose {
            Purpose::Query(modules) => self.queried(modules, &asked),
            Purpose::Page(_) => self.read(&asked),
            Purpose::Change(_) => self.changed(&asked),
        };
        let is_api = request.url.path().ends_with("api.php");
        let found = found
            .or_else(|| self.supplied.api_off.clone().filter(|_| is_api))
            .or_else(|| self.login_token(&asked))
            .or_else(|| caller_check(&asked))
            .or_else(|| self.owner_check(&asked));
        let Some(exchange) = found else {
            let said = format!("{} {:?}", request.url.path(), asked.purpose);
            match asked.purpose {
                Purpose::Change(_) => self.faults.push(format!("unrecorded {said}")),
                _ => self.unanswered.push(said),
            }
            return Reply::Lost(TransportError::new(Reason::Protocol, "not recorded"));
        };
        self.check_cookies(&exchange, request);
        let body = exchange.response.body.unwrap_or_default();
        self.given_bodies.push(body.replace("\\\\", "\\"));
        for (name, value) in &exchange.response.headers {
            if name.eq_ignore_ascii_case("set-cookie") {
                let (cookie, _) = value.split_once('=').unwrap();
                self.given_cookies.insert(cookie.to_owned());
            }
        }
        Reply::Got(Response::new(
            exchange.response.status,
            exchange.response.headers,
            body,
        ))
    }

    /// Returns the next exchange with this meaning: after the last change, else before it, else one already played.
    fn read(&mut self, asked: &Asked) -> Option<Exchange> {
        let position = self.next(|recorded| recorded.purpose == asked.purpose)?;
        self.used[position] = true;
        Some(self.exchanges[position].clone())
    }

    fn next(&self, is_meant: impl Fn(&Asked) -> bool) -> Option<usize> {
        let meant = |position: &usize| is_meant(&Asked::recorded(&self.exchanges[*position]));
        let all: Vec<usize> = (0..self.exchanges.len()).filter(meant).collect();
        let unused = |position: &&usize| !self.used[**position];
        let after = |position: &&usize| **position >= self.at;
        let mut next = all.iter().filter(unused).filter(after);
        let next = next.next().or(all.iter().find(unused));
        next.or(all.last()).copied()
    }

    fn changed(&mut self, asked: &Asked) -> Option<Exchange> {
        let same = |position: &usize| {
            let recorded = Asked::recorded(&self.exchanges[*position]);
            !self.used[*position] && recorded.purpose == asked.purpose
        };
        let position = (0..self.exchanges.len()).find(same)?;
        self.used[position] = true;
        self.at = position + 1;
        let exchange = self.exchanges[position].clone();
        Some(asked.in_own_module(exchange))
    }

    /// Returns the answers to the modules of a query, in one.
    fn queried(&mut self, modules: &[String], asked: &Asked) -> Option<Exchange> {
        if let Some(api_off) = &self.supplied.api_off {
            return Some(api_off.clone());
        }
        if let (Some(answer), true) = (
            &self.supplied.detecting,
            modules.iter().any(|m| m.starts_with("authmanagerinfo")),
        ) {
            return Some(answered(answer.clone()));
        }
        let mut joined: Option<Exchange> = None;
        for module in modules {
            let recorded = self.next(|recorded| match &recorded.purpose {
                Purpose::Query(modules) => modules.contains(module),
                _ => false,
            });
            let exchange = match recorded {
                Some(position) => {
                    self.used[position] = true;
                    self.exchanges[position].clone()
                }
                None => {
                    let Some(value) = self.supply(module, asked) else {
                        continue;
                    };
                    let (name, _) = module.split_once(' ').unwrap_or((module, ""));
                    answered(json!({"batchcomplete": true, "query": {name: value}}))
                }
            };
            if exchange.json()["error"].is_object() {
                return Some(exchange);
            }
            joined = Some(match joined {
                None => only(exchange, module, asked),
                Some(first) => join(first, only(exchange, module, asked)),
            });
        }
        joined
    }

    /// Returns the recorded token of a login as the answer to a login that lacks it.
    fn login_token(&mut self, asked: &Asked) -> Option<Exchange> {
        if asked.action != "login" || asked.all.contains_key("lgtoken") {
            return None;
        }
        let exchange = self.queried(&["tokens login".to_owned()], asked)?;
        let token = exchange.json()["query"]["tokens"]["logintoken"].clone();
        Some(exchange.answered(json!({"login": {"result": "NeedToken", "token": token}})))
    }

    fn supply(&self, module: &str, asked: &Asked) -> Option<Value> {
        let mut modules = self.supplied.modules.iter();
        let (_, value) = modules.find(|(name, _)| *name == module)?;
        let mut value = value.clone();
        if let (Some(user), Some(name)) = (value.get_mut(0), asked.all.get("ususers")) {
            user["name"] = name.as_str().into();
        }
        Some(value)
    }

    /// Returns the number of recorded changes that were not asked for.
    pub fn not_sent(&self) -> usize {
        let recorded = self.exchanges.iter().zip(&self.used);
        let changes =
            recorded.filter(|(exchange, used)| !*used && exchange.request.method == "POST");
        changes.count()
    }

    /// Notes a token or captcha that no played answer contained.
    fn check_secrets(&mut self, asked: &Asked) {
        for secret in &asked.from_the_wiki {
            let escaped = secret.replace('"', "&quot;");
            let is_given = |body: &String| body.contains(secret) || body.contains(&escaped);
            if !self.given_bodies.iter().any(is_given) {
                self.faults.push(format!("{secret:?} is not the wiki's"));
            }
        }
    }

    /// Notes a cookie that was given, that the recorded client sent, and that is missing.
    fn check_cookies(&mut self, recorded: &Exchange, request: &Request) {
        let sent = sent_cookies(request);
        for name in &recorded.request.cookies_sent {
            if self.given_cookies.contains(name) && !sent.contains(&name.as_str()) {
                self.faults.push(format!("no cookie {name}"));
            }
        }
    }
}

/// Returns the answer to the check of a caller who may create accounts, which precedes a captcha: the name that
/// no wiki accepts is refused. The recorded clients did not send it.
fn caller_check(asked: &Asked) -> Option<Exchange> {
    let is_name = asked
        .all
        .get("username")
        .is_some_and(|name| name == "10.0.0.1");
    is_name.then(|| {
        answered(json!({"createaccount": {
            "status": "FAIL",
            "message": "You have not specified a valid username.",
            "messagecode": "invaliduser",
        }}))
    })
}

fn answered(body: Value) -> Exchange {
    let json = json!({
        "request": {"method": "GET", "cookies_sent": []},
        "response": {"status": 200, "headers": [["content-type", "application/json"]], "body": body.to_string()},
    });
    serde_json::from_value(json).unwrap()
}

/// Returns an answer with one module of its query.
fn only(exchange: Exchange, module: &str, asked: &Asked) -> Exchange {
    let mut answer = exchange.json();
    let (name, _) = module.split_once(' ').unwrap_or((module, ""));
    let key = match name {
        "siteinfo" => "general",
        name => name,
    };
    if let Some(query) = answer["query"].as_object_mut() {
        query.retain(|member, _| member == key);
        if let Some(messages) = query.get_mut("allmessages") {
            *messages = asked.chosen_messages(messages);
        }
    }
    exchange.answered(answer)
}

fn join(first: Exchange, second: Exchange) -> Exchange {
    let mut answer = first.json();
    let more = second.json();
    for (name, value) in more["query"].as_object().unwrap() {
        let query = answer["query"].as_object_mut().unwrap();
        let known = query.entry(name).or_insert(json!({}));
        match (known.as_object_mut(), value.as_object()) {
            (Some(known), Some(value)) => known.extend(value.clone()),
            _ => *known = value.clone(),
        }
    }
    let mut joined = first.answered(answer);
    joined.response.headers.extend(second.response.headers);
    joined
}

/// The purpose of a request.
#[derive(Debug, Clone, PartialEq)]
enum Purpose {
    /// The modules of `action=query`, with what they are asked about.
    Query(Vec<String>),
    /// A page: `sign-up`, `log-in`, or its path and title.
    Page(String),
    /// A creation or login, with the fields that decide.
    Change(Fields),
}

struct Asked {
    purpose: Purpose,
    /// The tokens and captcha ids that the request contains.
    from_the_wiki: Vec<String>,
    all: Fields,
    action: String,
}

impl Asked {
    fn of(request: &Request) -> Self {
        let query = request.url.query_pairs().into_owned().collect();
        let fields = request.form.fields();
        let form = fields.map(|(n, v)| (n.to_owned(), v.to_owned())).collect();
        Self::new(
            request.method == Method::Get,
            request.url.path(),
            query,
            form,
        )
    }

    fn recorded(exchange: &Exchange) -> Self {
        let Exchange { request, .. } = exchange;
        Self::new(
            request.method == "GET",
            &request.path,
            request.query.clone().unwrap_or_default(),
            request.form.clone().unwrap_or_default(),
        )
    }

    fn new(get: bool, path: &str, query: Fields, form: Fields) -> Self {
        let all: Fields = query.into_iter().chain(form).collect();
        let action = all.get("action").cloned().unwrap_or_default();
        let purpose = match get {
            true if path.ends_with("api.php") => Purpose::Query(modules(&all)),
            true => Purpose::Page(page(path, &all)),
            false => Purpose::Change(decisive(&all)),
        };
        // EmailAuth calls its code `token`, too.
        let is_code = |name: &str| name == "token" && action != "createaccount";
        let from_the_wiki = FROM_THE_WIKI.iter().filter(|name| !get && !is_code(name));
        let from_the_wiki = from_the_wiki.filter_map(|name| all.get(*name).cloned());
        Self {
            from_the_wiki: from_the_wiki.filter(|value| !value.is_empty()).collect(),
            purpose,
            all,
            action,
        }
    }

    /// Returns the recorded messages that are asked for, and the others as missing.
    fn chosen_messages(&self, recorded: &Value) -> Value {
        let recorded = recorded.as_array().unwrap();
        let keys = self.all.get("ammessages").map(String::as_str);
        let keys = keys.unwrap_or_default().split('|');
        let chosen = keys.map(|key| {
            let found = recorded.iter().find(|message| message["name"] == key);
            let missing = json!({"name": key, "normalizedname": key, "missing": ""});
            found.cloned().unwrap_or(missing)
        });
        chosen.collect()
    }

    /// Converts the answer of `action=login` to the one of `action=clientlogin`, if that is what is asked.
    fn in_own_module(&self, exchange: Exchange) -> Exchange {
        let recorded = Self::recorded(&exchange).action;
        if recorded != "login" || self.action != "clientlogin" {
            return exchange;
        }
        let answer = exchange.json();
        assert_eq!(answer["login"]["result"], "Success");
        let pass = json!({"status": "PASS", "username": answer["login"]["lgusername"]});
        exchange.answered(json!({"clientlogin": pass}))
    }
}

const FROM_THE_WIKI: [&str; 10] = [
    "token",
    "createtoken",
    "logintoken",
    "lgtoken",
    "wpCreateaccountToken",
    "wpLoginToken",
    "captchaId",
    "captchaid",
    "wpCaptchaId",
    "wpEditToken",
];

/// Returns the modules of a query, with the kind of token or the phase.
fn modules(all: &Fields) -> Vec<String> {
    let get = |name: &str| all.get(name).map(String::as_str).unwrap_or_default();
    let modules = [get("meta"), get("list")].map(|list| list.split('|'));
    let modules = modules.into_iter().flatten().filter(|m| !m.is_empty());
    let modules = modules.map(|module| match module {
        "tokens" => format!("tokens {}", get("type")),
        "authmanagerinfo" => format!("authmanagerinfo {}", get("amirequestsfor")),
        module => module.to_owned(),
    });
    modules.collect()
}

fn page(path: &str, all: &Fields) -> String {
    let title = all.get("title").map(String::as_str);
    let is_sign_up = all.get("type").is_some_and(|kind| kind == "signup");
    match title {
        Some("Special:CreateAccount" | "Special:UserLogin/signup") => "sign-up".to_owned(),
        Some("Special:UserLogin") if is_sign_up => "sign-up".to_owned(),
        Some("Special:UserLogin") => "log-in".to_owned(),
        title => format!("{path} {}", title.unwrap_or_default()),
    }
}

/// Returns the fields that decide what comes of a creation or login, by one name for each.
fn decisive(all: &Fields) -> Fields {
    let mut decisive = Fields::new();
    let action = all.get("action").map(String::as_str).unwrap_or_default();
    for (name, value) in all {
        let name = match name.as_str() {
            "name" | "username" | "lgname" | "wpName" => "username",
            "password" | "lgpassword" | "wpPassword" => "password",
            "email" | "wpEmail" => "email",
            "realname" | "wpRealName" => "realname",
            "captchaword" | "captchaWord" | "wpCaptchaWord" => "captcha",
            "token" if action == "createaccount" => continue,
            name if IGNORED.contains(&name) => continue,
            name => name,
        };
        if !value.is_empty() {
            decisive.insert(name.to_owned(), value.clone());
        }
    }
    decisive.remove("authAction");
    let purpose = match (all.get("action"), all.get("type"), all.get("authAction")) {
        (Some(action), _, _) if action == "createaccount" => "create",
        (_, Some(kind), _) if kind == "signup" => "create",
        (_, _, Some(action)) if action == "create" => "create",
        _ => "log in",
    };
    decisive.insert("purpose".to_owned(), purpose.to_owned());
    let is_without_token = match action {
        "createaccount" => !["token", "createtoken"]
            .iter()
            .any(|name| all.contains_key(*name)),
        "login" => !all.contains_key("lgtoken"),
        _ => false,
    };
    if is_without_token {
        // Such a request only asks for the token, or is refused for another reason than its fields.
        decisive.remove("password");
        decisive.insert("token".to_owned(), "none".to_owned());
    }
    decisive
}

/// Fields that do not decide: what they say follows from others, or only the form of the answer does.
const IGNORED: [&str; 36] = [
    "action",
    "assert",
    "assertuser",
    "auth_info",
    "captchaId",
    "captchaid",
    "createmessageformat",
    "createrequests",
    "createreturnurl",
    "createtoken",
    "curtimestamp",
    "errorformat",
    "force",
    "format",
    "formatversion",
    "from",
    "lgtoken",
    "loginmessageformat",
    "loginrequests",
    "loginreturnurl",
    "logintoken",
    "referral",
    "rememberMe",
    "retype",
    "title",
    "type",
    "wpCaptchaId",
    "wpCreateaccount",
    "wpCreateaccountToken",
    "wpEditToken",
    "wpLoginAttempt",
    "wpLoginToken",
    "wpRemember",
    "wpRetype",
    "wpSkipCookieCheck",
    "uselang",
];
