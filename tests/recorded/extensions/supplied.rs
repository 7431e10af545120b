//! Answers of other recordings of the same release to requests that a recording lacks.

use serde_json::{Value, json};
use support::{
    played_by_meaning::Supplied,
    transcript::{Answered, Exchange, Recorded, Transcript, ext_recordings},
};

use super::is_page;

fn recorded(release: &str, scenario: &str) -> Transcript {
    let format = if is_page(scenario) { "html" } else { "json" };
    Transcript::read(&format!("ext/{release}"), scenario, format)
}

/// Adds the exchanges of another recording of the same wiki, with which the library goes on.
pub fn completed(mut transcript: Transcript) -> Transcript {
    let release = &transcript.mediawiki;
    let further = match transcript.scenario.as_str() {
        "login-captcha-api" => recorded(release, "login-captcha-page").exchanges,
        "newsignuppage-info" => recorded(release, "newsignuppage-webform").exchanges,
        "globalblocking-probe" => {
            // A creation shows what the recorded client's queries do not. A dry run gets the same answer.
            let creation = recorded(release, "globalblocking-ip").exchanges[1].clone();
            let dry_run = creation.asking("username", "10.0.0.1");
            let dry_run = dry_run.asking("email", "@");
            vec![dry_run.without("password")]
        }
        "confirmaccount-webform-anonymous" if release == "1.39.4" => vec![request_page()],
        "pluggableauth-login" => vec![redirecting_page(
            "/index.php/Special:PluggableAuthLogin",
            "https://provider.example/",
        )],
        "torblock-exit-node"
        | "stopforumspam-ip"
        | "globalblocking-ip"
        | "block-dns-blacklist"
        | "block-anononly-by-creator"
            if release != "1.26.4" =>
        {
            // The wiki checks the caller first, so it answers a dry run like the creation.
            let creation = transcript.exchanges.last().unwrap().clone();
            vec![creation.asking("email", "@").without("password")]
        }
        _ => Vec::new(),
    };
    transcript.exchanges.extend(further);
    transcript
}

/// Returns the page to which the sign-up page redirects, and which the recorded client did not fetch.
fn request_page() -> Exchange {
    let page = "<html><head><meta name=generator content='MediaWiki 1.39.4'><script>RLCONF={\"wgCanonicalSpecialPageName\":\"RequestAccount\",\"wgUserName\":null};</script></head><body></body></html>";
    Exchange {
        request: Recorded {
            method: "GET".to_owned(),
            path: "/index.php/Special:RequestAccount".to_owned(),
            query: None,
            form: None,
            cookies_sent: Vec::new(),
        },
        response: Answered {
            status: 200,
            headers: Vec::new(),
            body: Some(page.to_owned()),
        },
    }
}

/// Returns a page of the wiki itself that redirects to another site, which no client requested.
fn redirecting_page(path: &str, target: &str) -> Exchange {
    let json = json!({
        "request": {"method": "GET", "path": path, "query": {}, "cookies_sent": []},
        "response": {"status": 302, "headers": [["location", target]], "body": ""},
    });
    serde_json::from_value(json).unwrap()
}

pub fn supplied(transcript: &Transcript) -> Supplied {
    let release = transcript.mediawiki.as_str();
    let mut supplied = Supplied::default();
    if transcript.settings.ends_with(".off") {
        let off = Transcript::read("1.26.4", "detect-noapi", "json");
        supplied.api_off = Some(off.exchanges[0].clone());
    }
    supplied
        .modules
        .push(("allmessages", all_messages(release)));
    if release == "1.26.4" {
        let plain = Transcript::read("1.26.4", "detect-plain", "json");
        let detecting = plain.exchange("meta", "tokens|authmanagerinfo");
        supplied.detecting = Some(detecting.json());
        return supplied;
    }
    let login = match release {
        "1.45.0" => "emailauth-login",
        _ => "loginthrottle",
    };
    supplied.take("authmanagerinfo login", &recorded(release, login));
    let visitor = match transcript.scenario.as_str() {
        "block-composite" => "block-partial",
        _ => "globalblocking-probe",
    };
    supplied.take("userinfo", &recorded("1.39.4", visitor));
    // A page without the form is a refusal if no account exists.
    let is_refused_on_a_page = is_page(&transcript.scenario) && !is_success(transcript);
    if is_refused_on_a_page {
        supplied.take("users", &recorded("1.39.4", "globalblocking-probe"));
    }
    if transcript.scenario == "remoteuser-webform" {
        // The list of users, which the recorded client did not ask for.
        let form = transcript.exchanges.last().unwrap().request.form.clone();
        let user = json!({"userid": 5, "name": form.unwrap()["wpName"]});
        supplied.modules.push(("users", json!([user])));
    }
    if transcript.scenario == "globalblocking-probe" {
        let blocked = recorded(release, "globalblocking-ip");
        supplied.take("tokens createaccount", &blocked);
        supplied.take("authmanagerinfo create", &blocked);
    }
    supplied
}

/// Returns true if a recorded page reports the created account.
fn is_success(transcript: &Transcript) -> bool {
    let mut bodies = transcript
        .exchanges
        .iter()
        .filter_map(|exchange| exchange.response.body.as_deref());
    bodies.any(|body| body.contains("has been created"))
}

/// Returns all messages that a recording of the release has.
fn all_messages(release: &str) -> Value {
    let mut all: Vec<Value> = Vec::new();
    let recordings = ext_recordings();
    let pages = recordings
        .iter()
        .filter(|(of, scenario, _)| of == release && is_page(scenario));
    for (_, scenario, _) in pages {
        for exchange in &recorded(release, scenario).exchanges {
            if exchange.request.get("meta") != Some("allmessages") {
                continue;
            }
            let answer = exchange.json();
            for message in answer["query"]["allmessages"].as_array().unwrap() {
                if message.get("missing").is_none() && !all.contains(message) {
                    all.push(message.clone());
                }
            }
        }
    }
    json!(all)
}
