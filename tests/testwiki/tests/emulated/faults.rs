//! The effect of every fault, at the exchange it was meant for.

use std::{
    io::ErrorKind,
    time::{Duration, Instant},
};

use crate::client::{Answer, Client};
use testwiki::{Captcha, Fault, GatewayBody, RunningWiki, Server, Setting, When, Wiki};

/// Starts a wiki of 1.43, and returns a client with a token to create an account.
fn wiki(server: &Server) -> (RunningWiki, Client, String) {
    start(server, Wiki::release("1.43"))
}

fn start(server: &Server, wiki: Wiki) -> (RunningWiki, Client, String) {
    let wiki = server.add(wiki);
    let mut client = Client::of(&wiki.url());
    let token = client.token("createaccount");
    (wiki, client, token)
}

fn create(client: &mut Client, token: &str) -> std::io::Result<Answer> {
    let form = [
        ("action", "createaccount"),
        ("username", "Zoe"),
        ("password", "Correct-horse-7"),
        ("retype", "Correct-horse-7"),
        ("createreturnurl", "http://localhost/"),
        ("createtoken", token),
        ("format", "json"),
    ];
    client.post("/api.php", &form)
}

/// Creates an account with a fault. Returns the response, and true if there is an account.
fn with(fault: Fault) -> (std::io::Result<Answer>, bool) {
    with_at(RunningWiki::url, fault)
}

/// Does the same at the URL that `address` returns.
fn with_at(address: fn(&RunningWiki) -> String, fault: Fault) -> (std::io::Result<Answer>, bool) {
    let server = Server::start().unwrap();
    let (wiki, ..) = wiki(&server);
    let mut client = Client::of(&address(&wiki));
    let token = client.token("createaccount");
    wiki.fault(fault, When::action("createaccount"));
    let answer = create(&mut client, &token);
    (answer, wiki.account("Zoe").is_some())
}

fn is_reset(answer: &std::io::Result<Answer>) -> bool {
    matches!(answer, Err(error) if error.kind() == ErrorKind::ConnectionReset)
}

#[test]
fn connections_break_before_during_and_after() {
    for address in [RunningWiki::url, RunningWiki::secure_url] {
        let (answer, made) = with_at(address, Fault::ResetBefore);
        assert!(is_reset(&answer) && !made, "{answer:?}");
        for fault in [Fault::ResetDuring, Fault::ResetAfter] {
            let (answer, made) = with_at(address, fault);
            assert!(is_reset(&answer) && made, "{answer:?}");
        }
    }
}

#[test]
fn a_connection_can_be_refused() {
    let server = Server::start().unwrap();
    let (wiki, mut client, token) = wiki(&server);
    wiki.fault(Fault::NoConnection, When::next());
    assert!(create(&mut client, &token).is_err());
    assert!(wiki.account("Zoe").is_none());
    assert_eq!(create(&mut client, &token).unwrap().status, 200);
}

#[test]
fn bodies_are_truncated_endless_or_bombs() {
    for address in [RunningWiki::url, RunningWiki::secure_url] {
        let (answer, made) = with_at(address, Fault::HalfBody);
        let answer = answer.unwrap();
        let length = answer
            .head
            .lines()
            .find_map(|line| line.strip_prefix("Content-Length: "));
        assert!(made && answer.body.len() < length.unwrap().parse().unwrap());

        let (answer, _) = with_at(address, Fault::EndlessBody);
        assert!(answer.unwrap().body.len() > 3 << 20);
    }

    let (answer, _) = with(Fault::GzipBomb);
    let answer = answer.unwrap();
    assert!(
        answer.head.contains("Content-Encoding: gzip"),
        "{}",
        answer.head
    );
    assert!(answer.body.starts_with(&[0x1f, 0x8b]));
}

#[test]
fn servers_and_gateways_refuse() {
    let cases = [
        (Fault::RetryLater(429, 7), 429, "Retry-After: 7", false),
        (Fault::RetryLater(503, 9), 503, "Retry-After: 9", false),
        (Fault::ServerError, 500, "text/html", false),
        (Fault::BadGateway, 502, "text/html", false),
        (Fault::GatewayTimeout, 504, "text/html", true),
        (Fault::Challenge, 403, "cf-mitigated: challenge", false),
        (Fault::Firewall, 406, "text/html", false),
        (Fault::RobotPolicy, 403, "text/plain", false),
        (Fault::MaxLag(3), 200, "Retry-After: 5", false),
    ];
    for (fault, status, header, made) in cases {
        let (answer, is_made) = with(fault.clone());
        let answer = answer.unwrap();
        assert_eq!((answer.status, is_made), (status, made), "{fault:?}");
        assert!(answer.head.contains(header), "{fault:?}: {}", answer.head);
    }
}

#[test]
fn a_gateway_answers_in_json_of_its_own() {
    let cases = [
        (Fault::RetryLater(429, 7), 429, "TooManyRequests", false),
        (Fault::RetryLater(503, 9), 503, "ServiceUnavailable", false),
        (Fault::ServerError, 500, "InternalServerError", false),
        (Fault::BadGateway, 502, "BadGateway", false),
        (Fault::GatewayTimeout, 504, "GatewayTimeout", true),
        (Fault::Challenge, 403, "Forbidden", false),
        (Fault::Firewall, 406, "NotAcceptable", false),
    ];
    for (fault, status, code, made) in cases {
        let server = Server::start().unwrap();
        let wiki = Wiki::release("1.43").setting(Setting::Gateway);
        let (wiki, mut client, token) = start(&server, wiki);
        wiki.fault(fault.clone(), When::action("createaccount"));
        let answer = create(&mut client, &token).unwrap();
        assert_eq!(answer.status, status, "{fault:?}");
        assert!(
            !answer.head.contains("MediaWiki-API-Error"),
            "{}",
            answer.head
        );
        let error = &answer.json()["error"];
        assert_eq!(error["code"], code);
        assert!(error["message"].is_string() && error["info"].is_string());
        assert_eq!(wiki.account("Zoe").is_some(), made, "{fault:?}");
    }
}

#[test]
fn a_gateway_resembles_the_api() {
    for (body, status, text) in [
        (
            GatewayBody::Message,
            504,
            "{\"error\":{\"code\":\"GatewayTimeout\",\"message\":",
        ),
        (
            GatewayBody::Info,
            504,
            "{\"error\":{\"code\":\"GatewayTimeout\",\"info\":",
        ),
        (
            GatewayBody::Number,
            504,
            "{\"error\":{\"code\":504,\"info\":",
        ),
        (
            GatewayBody::Ok,
            200,
            "{\"error\":{\"code\":\"GatewayTimeout\",\"info\":",
        ),
        (
            GatewayBody::Script,
            504,
            "<script>var state = {\"error\":{\"code\":\"readonly\",\"info\":",
        ),
        (
            GatewayBody::ReadOnly,
            503,
            "{\"error\":{\"code\":\"readonly\",\"info\":",
        ),
    ] {
        let (answer, made) = with(Fault::GatewayJson(body));
        let answer = answer.unwrap();
        assert_eq!((answer.status, made), (status, true), "{body:?}");
        assert!(answer.text().contains(text), "{}", answer.text());
        assert!(
            !answer.head.contains("MediaWiki-API-Error"),
            "{}",
            answer.head
        );
    }
    assert_eq!(GatewayBody::all().count(), 6);
}

#[test]
fn the_wiki_loses_its_memory_and_is_locked() {
    for (fault, code) in [
        (Fault::MaxLag(8), "maxlag"),
        (Fault::ReadOnly, "readonly"),
        (Fault::SessionLost, "badtoken"),
        (Fault::TokenExpired, "badtoken"),
    ] {
        let (answer, made) = with(fault);
        assert_eq!(answer.unwrap().json()["error"]["code"], code);
        assert!(!made, "{code}");
    }
}

#[test]
fn a_captcha_expires() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.26").captcha(Captcha::Questy));
    let mut client = Client::of(&wiki.url());
    let mut form = vec![
        ("action", "createaccount"),
        ("name", "Zoe"),
        ("password", "Correct-horse-7"),
    ];
    let token = client.api(&form)["createaccount"]["token"]
        .as_str()
        .unwrap()
        .to_owned();
    form.push(("token", &token));
    let id = client.api(&form)["createaccount"]["captcha"]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    wiki.fault(Fault::CaptchaExpired, When::action("createaccount"));
    form.extend([("captchaid", id.as_str()), ("captchaword", "Paris")]);
    assert_eq!(client.api(&form)["createaccount"]["result"], "NeedCaptcha");
    assert!(wiki.account("Zoe").is_none());
}

#[test]
fn a_response_is_delayed() {
    let begun = Instant::now();
    let (answer, made) = with(Fault::Delay(Duration::from_millis(300)));
    assert!(answer.is_ok() && made && begun.elapsed() >= Duration::from_millis(300));
}
