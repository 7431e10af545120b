//! Recordings adapted to requests that the library sends and the recorded client did not, or
//! sent in other words. Whatever is made here is put together from recorded parts.

use serde_json::{Value, json};

use super::transcript::{Exchange, Fields, Transcript};

/// Whether a release heeds `assert`; before 1.23 it is an unknown parameter.
pub fn heeds_assert(release: &str) -> bool {
    !matches!(release, "1.21.1" | "1.22.15")
}

/// The detecting request of a legacy wiki, recorded in a scenario of its own.
pub fn detecting(transcript: &Transcript) -> Exchange {
    let settings = match transcript.settings.as_str() {
        "private" => "detect-private",
        _ => "detect-plain",
    };
    let recorded = Transcript::read(&transcript.mediawiki, settings, "json");
    // It was recorded asking for login tokens too, which no such wiki knows either.
    queried(&recorded, "meta", "tokens|authmanagerinfo")
        .asking("type", "createaccount")
        .anywhere()
}

/// Who the wiki takes the caller for: the creator, or nobody. It was recorded with
/// properties that the library does not ask for.
pub fn who_am_i(release: &str, logged_in: bool) -> Exchange {
    let scenario = match logged_in {
        true => "private-by-logged-in-creator",
        false => "detect-plain",
    };
    let recorded = Transcript::read(release, scenario, "json");
    queried(&recorded, "meta", "userinfo")
        .without("uiprop")
        .anywhere()
}

/// Whether a user of this name exists; `None` where the wiki lets nobody read. The
/// entries of Admin and of somebody who does not exist are recorded.
pub fn users(release: &str, name: &str, exists: Option<bool>) -> Exchange {
    let (release, scenario) = match exists {
        None => (release, "detect-private"),
        // 1.27 refused the recorded request for one of its names; it answers as 1.28.
        Some(_) => ("1.28.2", "detect-plain"),
    };
    let recorded = Transcript::read(release, scenario, "json");
    // A name with a bar in it is marked as one value.
    let mark = if name.contains('|') { "\u{1f}" } else { "" };
    let asked = queried(&recorded, "list", "users")
        .asking("ususers", &format!("{mark}{}", as_read(name)))
        .asking("usprop", "registration")
        .anywhere();
    let Some(exists) = exists else {
        return asked;
    };
    let mut answer = asked.json();
    let users = answer["query"]["users"].as_array().unwrap();
    let mut user = users[if exists { 1 } else { 2 }].clone();
    user["name"] = name.into();
    answer["query"]["users"] = json!([user]);
    asked.answered(answer)
}

/// A name as wikis read it.
pub fn as_read(name: &str) -> String {
    let (first, rest) = name.split_at(1);
    format!("{}{rest}", first.to_ascii_uppercase())
}

fn queried(recorded: &Transcript, name: &str, value: &str) -> Exchange {
    recorded.exchange(name, value).clone()
}

impl Exchange {
    /// The same, asked with another value of a parameter.
    pub fn asking(mut self, name: &str, value: &str) -> Self {
        self.request.set(name, value);
        self
    }

    /// The same, asked without a parameter.
    pub fn without(mut self, name: &str) -> Self {
        for fields in [&mut self.request.query, &mut self.request.form] {
            fields.as_mut().and_then(|fields| fields.remove(name));
        }
        self
    }

    /// The same out of another session: its cookies mean nothing.
    pub fn anywhere(mut self) -> Self {
        self.request.cookies_sent.clear();
        self.response
            .headers
            .retain(|(name, _)| !name.eq_ignore_ascii_case("set-cookie"));
        self
    }
}

/// A recording whose client logged in, as the library does the same: the login in the
/// library's way, and `assert=user` in all that follows.
pub fn by_creator(transcript: &Transcript) -> Transcript {
    let (logins, rest) = logins_and_rest(transcript);
    let mut exchanges = logins;
    if is_legacy(transcript) {
        let detecting = match transcript.settings.as_str() {
            // Recorded by the creator. The library asks in JSON at all times.
            "private" => {
                let release = &transcript.mediawiki;
                let json = Transcript::read(release, &transcript.scenario, "json");
                queried(&json, "meta", "tokens|authmanagerinfo")
                    .asking("type", "createaccount")
                    .anywhere()
            }
            _ => detecting(transcript),
        };
        exchanges.push(detecting.asking("assert", "user"));
        if !heeds_assert(&transcript.mediawiki) {
            exchanges.push(who_am_i(&transcript.mediawiki, true));
        }
    }
    let offers = rest.iter().filter(|e| !e.creates());
    let offers: Vec<Exchange> = offers.cloned().collect();
    for exchange in rest {
        exchanges.push(asserted(transcript, narrowed(exchange, &offers)));
    }
    transcript.of(exchanges)
}

fn is_legacy(transcript: &Transcript) -> bool {
    transcript.format != "json-fv2"
}

/// The login as the library does it, and what was recorded after it.
pub fn logins_and_rest(transcript: &Transcript) -> (Vec<Exchange>, Vec<Exchange>) {
    let is_login = |exchange: &Exchange| {
        let action = exchange.request.get("action");
        matches!(action, Some("login" | "clientlogin"))
            || exchange.request.get("type") == Some("login")
    };
    let (logins, rest): (Vec<Exchange>, Vec<Exchange>) =
        transcript.exchanges.iter().cloned().partition(is_login);
    let logins = match is_legacy(transcript) {
        true => legacy_login(transcript, logins),
        false => modern_login(transcript, logins),
    };
    (logins, rest)
}

/// First the library looks for AuthManager's login, of which no such wiki knows more
/// than of its creation. Then it logs in in JSON, whatever the format of the creation.
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

/// `<login result="NeedToken" token="…" />` as `{"login": {"result": "NeedToken", …}}`.
fn login_in_json(xml: &str) -> Value {
    let (_, login) = xml.split_once("<login ").expect("a login");
    let (attributes, _) = login.split_once("/>").expect("an empty element");
    let parts: Vec<&str> = attributes.split('"').collect();
    let members = parts.chunks_exact(2).map(|attribute| {
        let name = attribute[0].trim().trim_end_matches('=');
        (name.to_owned(), Value::from(attribute[1]))
    });
    json!({"login": Value::Object(members.collect())})
}

/// The recorded client fetched its token with `meta=tokens` alone. The library fetches the
/// form with it for `clientlogin`, and asks `action=login` itself.
///
/// On these releases the library logs in by `action=login` with bot passwords only, so
/// the recorded user gets the mark of one; the answers are those to the main account.
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
    let mut first = login.clone().without("lgtoken").asking("lgname", &bot);
    first.request.cookies_sent = token.request.cookies_sent;
    first.response = token.response;
    let need = json!({"login": {"result": "NeedToken", "token": secret}});
    vec![first.answered(need), login.asking("lgname", &bot)]
}

/// The form of those who log in: of the recorded one for new accounts the request that
/// is in both, without the field that only creation has.
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

/// The login stood when this was recorded, so that `assert=user` changes nothing; but
/// releases before 1.23 warn of it, in the words of the recording that said it.
fn asserted(transcript: &Transcript, exchange: Exchange) -> Exchange {
    let exchange = exchange.asking("assert", "user");
    if heeds_assert(&transcript.mediawiki) || !exchange.creates() {
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

/// The scenario of a login that is lost while the client says `assert=user`.
pub const LOST_ASSERTED: &str = "creator-login-lost-assert-user";

/// The library names the requests it uses where a form offers more than one way
/// (`createrequests`): all that every way needs, and the way that was recorded.
pub fn narrowed(exchange: Exchange, offers: &[Exchange]) -> Exchange {
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
    match used.len() < requests.len() {
        true => {
            let used = used.join("|");
            exchange.asking("createrequests", &used)
        }
        false => exchange,
    }
}

fn is_used(request: &Value, form: &Fields) -> bool {
    let mut fields = request["fields"].as_object().unwrap().keys();
    fields.all(|name| form.contains_key(name))
}

/// Texts with which 1.27 and 1.28 say no, and the scenario that was recorded with
/// `createmessageformat=raw` for the same no.
const RAW: [(&str, &str); 5] = [
    ("Username entered already in use.", "user-exists"),
    ("You have not specified a valid username.", "bad-name"),
    ("The email address cannot be accepted", "bad-email"),
    ("The action you have requested is limited", "no-permission"),
    ("Incorrect or missing CAPTCHA.", "captcha-wrong"),
];

/// A recording of texts as the wiki answers the library, which asks 1.27 and 1.28 for
/// raw messages since their texts come without a code.
pub fn raw(transcript: &Transcript) -> Transcript {
    let exchanges = transcript.exchanges.iter().cloned();
    let exchanges = exchanges.map(|exchange| match exchange.creates() {
        true => in_raw(&transcript.mediawiki, exchange),
        false => exchange,
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
