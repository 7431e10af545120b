//! Adapters of recordings to requests of the library that the recorded client did not send, or sent in another
//! form. Everything returned here consists of recorded parts.

use serde_json::{Value, json};

use super::transcript::{Exchange, Fields, Transcript};

/// Returns true if a release checks `assert`; before 1.23 it is an unknown parameter.
pub fn supports_assert(release: &str) -> bool {
    !matches!(release, "1.21.1" | "1.22.15")
}

/// Returns the detecting request of a legacy wiki, which has a scenario of its own.
pub fn detecting(transcript: &Transcript) -> Exchange {
    let settings = match transcript.settings.as_str() {
        "private" => "detect-private",
        _ => "detect-plain",
    };
    let recorded = Transcript::read(&transcript.mediawiki, settings, "json");
    // The recording also asks for login tokens, which no such wiki has either.
    queried(&recorded, "meta", "tokens|authmanagerinfo")
        .asking("type", "createaccount")
        .in_any_session()
}

/// Returns the sign-up page in the session of a creation on a legacy wiki, whose token is that of the form. Where
/// the wiki hides real names, the form has no field for one.
pub fn sign_up_page(transcript: &Transcript) -> Exchange {
    let recorded = Transcript::read(&transcript.mediawiki, "webform-bad-email", "html");
    let page = queried(&recorded, "type", "signup");
    let (_, own_token) = page
        .body()
        .split_once("name=\"wpCreateaccountToken\" value=\"")
        .unwrap();
    let (own_token, _) = own_token.split_once('"').unwrap();
    let mut body = page
        .body()
        .replace(own_token, &transcript.attempts()[0]["token"]);
    if transcript.settings == "hidden" {
        body = body.replace("name=\"wpRealName\"", "");
    }
    page.answered(body)
}

/// Returns the same recording without the values that a legacy wiki ignored. The library leaves them out.
pub fn without_ignored(transcript: &Transcript) -> Transcript {
    let hides_real_names = transcript.settings == "hidden";
    let ignores_languages = transcript.mediawiki == "1.21.1";
    let exchanges = transcript.exchanges.iter().cloned().map(|exchange| {
        if exchange.request.get("token").is_none() {
            return exchange;
        }
        let ignored = [
            ("realname", hides_real_names),
            ("language", ignores_languages),
        ];
        let ignored = ignored.into_iter().filter(|(_, is_ignored)| *is_ignored);
        ignored.fold(exchange, |exchange, (field, _)| exchange.without(field))
    });
    transcript.of(exchanges.collect())
}

/// Returns the request for the current user, with the creator or with nobody logged in. The recording has
/// properties that the library does not ask for.
pub fn who_am_i(release: &str, logged_in: bool) -> Exchange {
    let scenario = if logged_in {
        "private-by-logged-in-creator"
    } else {
        "detect-plain"
    };
    let recorded = Transcript::read(release, scenario, "json");
    queried(&recorded, "meta", "userinfo")
        .without("uiprop")
        .in_any_session()
}

/// Returns the lookup of a user who exists or does not; `None` stands for a wiki on which nobody may read. The
/// recordings have the entries of Admin and of a missing user. One who exists is registered at the wiki's own
/// time, as one whom the last request created.
pub fn users(release: &str, name: &str, exists: Option<bool>) -> Exchange {
    let (release, scenario) = match exists {
        None => (release, "detect-private"),
        // 1.27 refused the recorded request for one of its names; otherwise it answers as 1.28.
        Some(_) => ("1.28.2", "detect-plain"),
    };
    let recorded = Transcript::read(release, scenario, "json");
    // A leading U+001F makes a name with a bar one value.
    let mark = if name.contains('|') { "\u{1f}" } else { "" };
    let asked = queried(&recorded, "list", "users")
        .asking("ususers", &format!("{mark}{name}"))
        .asking("usprop", "registration")
        .in_any_session();
    let Some(exists) = exists else {
        return asked;
    };
    let mut answer = asked.json();
    let users = answer["query"]["users"].as_array().unwrap();
    let mut user = users[if exists { 1 } else { 2 }].clone();
    user["name"] = name.into();
    if exists {
        answer["curtimestamp"] = user["registration"].clone();
        answer["query"]["general"] = json!({"time": user["registration"]});
    }
    answer["query"]["users"] = json!([user]);
    asked.answered(answer)
}

fn queried(recorded: &Transcript, name: &str, value: &str) -> Exchange {
    recorded.exchange(name, value).clone()
}

impl Exchange {
    /// Returns the same exchange with another value of a parameter.
    pub fn asking(mut self, name: &str, value: &str) -> Self {
        self.request.set(name, value);
        self
    }

    /// Returns the same exchange without a parameter.
    pub fn without(mut self, name: &str) -> Self {
        for fields in [&mut self.request.query, &mut self.request.form] {
            fields.as_mut().and_then(|fields| fields.remove(name));
        }
        self
    }

    /// Returns the same exchange without requirements on its cookies, for another session.
    pub fn in_any_session(mut self) -> Self {
        self.request.cookies_sent.clear();
        self.response
            .headers
            .retain(|(name, _)| !name.eq_ignore_ascii_case("set-cookie"));
        self
    }
}

/// Adapts a recording whose client logged in: with the login as the library does it, and `assert=user` in all
/// later requests.
pub fn by_creator(transcript: &Transcript) -> Transcript {
    let (logins, rest) = logins_and_rest(transcript);
    let mut exchanges = logins;
    if is_legacy(transcript) {
        let detecting = match transcript.settings.as_str() {
            // The creator recorded these. The library asks for JSON here in every format.
            "private" => {
                let release = &transcript.mediawiki;
                let json = Transcript::read(release, &transcript.scenario, "json");
                queried(&json, "meta", "tokens|authmanagerinfo")
                    .asking("type", "createaccount")
                    .in_any_session()
            }
            _ => detecting(transcript),
        };
        exchanges.push(detecting.asking("assert", "user"));
        if !supports_assert(&transcript.mediawiki) {
            exchanges.push(who_am_i(&transcript.mediawiki, true));
        }
    }
    let offers = rest.iter().filter(|e| !e.creates());
    let offers: Vec<Exchange> = offers.cloned().collect();
    for exchange in rest {
        exchanges.push(asserted(transcript, with_createrequests(exchange, &offers)));
    }
    transcript.of(exchanges)
}

fn is_legacy(transcript: &Transcript) -> bool {
    transcript.format != "json-fv2"
}

/// Returns the login as the library does it, and the exchanges recorded after it.
pub fn logins_and_rest(transcript: &Transcript) -> (Vec<Exchange>, Vec<Exchange>) {
    let is_login = |exchange: &Exchange| {
        let action = exchange.request.get("action");
        matches!(action, Some("login" | "clientlogin"))
            || exchange.request.get("type") == Some("login")
    };
    let (logins, rest): (Vec<Exchange>, Vec<Exchange>) =
        transcript.exchanges.iter().cloned().partition(is_login);
    let logins = if is_legacy(transcript) {
        legacy_login(transcript, logins)
    } else {
        modern_login(transcript, logins)
    };
    (logins, rest)
}

/// The library first looks for AuthManager's login, which no such wiki has. Then it logs in with JSON, whatever
/// the format of the creation is.
fn legacy_login(transcript: &Transcript, logins: Vec<Exchange>) -> Vec<Exchange> {
    let looking = detecting(transcript)
        .asking("type", "login")
        .asking("amirequestsfor", "login");
    let logins = logins.into_iter().map(|login| match login.body() {
        xml if xml.starts_with('<') => {
            let json = login_in_json(xml);
            login.answered(json)
        }
        _ => login,
    });
    std::iter::once(looking).chain(logins).collect()
}

/// Converts `<login result="NeedToken" token="…" />` to `{"login": {"result": "NeedToken", …}}`.
fn login_in_json(xml: &str) -> Value {
    let (_, login) = xml.split_once("<login ").expect("a login");
    let (attributes, _) = login.split_once("/>").expect("an empty element");
    let parts: Vec<&str> = attributes.split('"').collect();
    let members = parts.as_chunks().0.iter().map(|[name, value]| {
        let name = name.trim().trim_end_matches('=');
        (name.to_owned(), Value::from(*value))
    });
    json!({"login": Value::Object(members.collect())})
}

/// A password as MediaWiki generates them for bots.
const BOT_PASSWORD: &str = "labbotpassword1234567890abcdefgh";

/// The recorded client fetched its token with `meta=tokens` only. The library fetches the token together with
/// the fields for `clientlogin`, and sends `action=login`.
///
/// On these releases the library uses `action=login` for bot passwords only, so the recorded user name gets the
/// suffix of one, and the password is replaced by one. The responses are those to the main account.
fn modern_login(transcript: &Transcript, logins: Vec<Exchange>) -> Vec<Exchange> {
    let [token, login] = <[Exchange; 2]>::try_from(logins)
        .ok()
        .expect("two requests");
    let secret = token.json()["query"]["tokens"]["logintoken"].clone();
    let form = login.request.form.clone().unwrap();
    if form["action"] == "clientlogin" {
        let offer = login_offer(transcript, token, &secret);
        return vec![offer, login];
    }
    let bot = format!("{}@lab", form["lgname"]);
    let login = login
        .asking("lgname", &bot)
        .asking("lgpassword", BOT_PASSWORD);
    let mut first = login.clone().without("lgtoken");
    first.request.cookies_sent = token.request.cookies_sent;
    first.response = token.response;
    let need = json!({"login": {"result": "NeedToken", "token": secret}});
    vec![first.answered(need), login]
}

/// Returns the fields of the login: the request of the recorded creation that both have in common, without the
/// field that only a creation has.
fn login_offer(transcript: &Transcript, token: Exchange, secret: &Value) -> Exchange {
    let release = &transcript.mediawiki;
    let creator = Transcript::read(release, "by-clientlogin-creator", "json-fv2");
    let mut offer = creator.exchange("amirequestsfor", "create").json();
    offer["query"]["tokens"] = json!({"logintoken": secret});
    let requests = &mut offer["query"]["authmanagerinfo"]["requests"];
    let mut request = request(requests, "PasswordAuthenticationRequest").clone();
    request["fields"].as_object_mut().unwrap().remove("retype");
    *requests = json!([request]);
    token
        .asking("meta", "authmanagerinfo|tokens")
        .asking("amirequestsfor", "login")
        .answered(offer)
}

fn request<'v>(requests: &'v Value, class: &str) -> &'v Value {
    let mut requests = requests.as_array().unwrap().iter();
    let found = requests.find(|request| {
        let id = request["id"].as_str().unwrap();
        id.rsplit('\\').next() == Some(class)
    });
    found.expect("such a request")
}

/// The login was valid during the recording, so `assert=user` changes nothing; but releases before 1.23 warn of
/// it, in the words of a recording that sent it.
fn asserted(transcript: &Transcript, exchange: Exchange) -> Exchange {
    let exchange = exchange.asking("assert", "user");
    if supports_assert(&transcript.mediawiki) || !exchange.creates() {
        return exchange;
    }
    let release = &transcript.mediawiki;
    let warned = Transcript::read(release, LOST_ASSERTED, &transcript.format);
    let warned = warned.exchange("action", "createaccount");
    match transcript.format.as_str() {
        "xml" => {
            let (_, warnings) = warned.body().split_once("<api>").unwrap();
            let (warnings, _) = warnings.split_once("<createaccount").unwrap();
            let body = exchange
                .body()
                .replacen("<api>", &format!("<api>{warnings}"), 1);
            exchange.answered(body)
        }
        _ => {
            let mut answer = exchange.json();
            answer["warnings"] = warned.json()["warnings"].clone();
            exchange.answered(answer)
        }
    }
}

/// The scenario of a login that is lost while the client sends `assert=user`.
pub const LOST_ASSERTED: &str = "creator-login-lost-assert-user";

/// Adds `createrequests`, with which the library names the requests it uses if a wiki offers more than one way:
/// all requests that every way needs, and those of the recorded way.
pub fn with_createrequests(exchange: Exchange, offers: &[Exchange]) -> Exchange {
    let form = match &exchange.request.form {
        Some(form) if form.contains_key("createtoken") => form,
        _ => return exchange,
    };
    let Some(offer) = offers
        .iter()
        .map(Exchange::json)
        .find(|offer| offer["query"]["tokens"]["createaccounttoken"] == form["createtoken"])
    else {
        return exchange;
    };
    let requests = offer["query"]["authmanagerinfo"]["requests"].as_array();
    let requests = requests.expect("requests");
    let used: Vec<&str> = requests
        .iter()
        .filter(|request| request["required"] != "primary-required" || is_used(request, form))
        .map(|request| request["id"].as_str().unwrap())
        .collect();
    if used.len() < requests.len() {
        let used = used.join("|");
        exchange.asking("createrequests", &used)
    } else {
        exchange
    }
}

fn is_used(request: &Value, form: &Fields) -> bool {
    let mut fields = request["fields"].as_object().unwrap().keys();
    fields.all(|name| form.contains_key(name))
}

/// Refusals of 1.27 and 1.28 as text, and the scenario that has the same refusal with
/// `createmessageformat=raw`.
const RAW: [(&str, &str); 5] = [
    ("Username entered already in use.", "user-exists"),
    ("You have not specified a valid username.", "bad-name"),
    ("The email address cannot be accepted", "bad-email"),
    ("The action you have requested is limited", "no-permission"),
    ("Incorrect or missing CAPTCHA.", "captcha-wrong"),
];

/// Converts a recording of texts to raw messages, which the library asks for on 1.27 and 1.28 because their
/// texts have no code.
pub fn raw(transcript: &Transcript) -> Transcript {
    let exchanges = transcript.exchanges.iter().cloned();
    let exchanges = exchanges.map(|exchange| {
        if exchange.creates() {
            in_raw(&transcript.mediawiki, exchange)
        } else {
            exchange
        }
    });
    transcript.of(exchanges.collect())
}

fn in_raw(release: &str, exchange: Exchange) -> Exchange {
    let mut answer = exchange.json();
    if answer["createaccount"]["status"] != "FAIL" {
        return exchange;
    }
    let text = answer["createaccount"]["message"].as_str().unwrap();
    let (_, scenario) = RAW
        .iter()
        .find(|(beginning, _)| text.starts_with(beginning))
        .unwrap_or_else(|| panic!("no raw message is recorded for {text:?}"));
    let twin = Transcript::read(release, scenario, "json-fv2-raw");
    let twin = twin.exchange("action", "createaccount").json();
    answer["createaccount"]["message"] = twin["createaccount"]["message"].clone();
    exchange.answered(answer)
}
