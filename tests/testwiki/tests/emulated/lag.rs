//! Lagging databases, and clients that send `maxlag`.

use crate::client::Client;
use testwiki::{Captcha, Fault, Server, When, Wiki};

const WHO: &[(&str, &str)] = &[
    ("action", "query"),
    ("meta", "userinfo"),
    ("format", "json"),
];

#[test]
fn maxlag_limits_the_accepted_lag() {
    let server = Server::start().unwrap();
    for (release, text, described) in [
        (
            "1.16",
            "Waiting for a database server: 7 seconds lagged",
            false,
        ),
        (
            "1.28",
            "Waiting for a database server: 7 seconds lagged",
            false,
        ),
        (
            "1.29",
            "Waiting for a database server: 7 seconds lagged.",
            true,
        ),
    ] {
        let wiki = server.add(Wiki::release(release).lag(7));
        let mut client = Client::of(&wiki.url());
        let mut ask = |maxlag| {
            let query = [WHO, &[("maxlag", maxlag)]].concat();
            client.get("/api.php", &query).unwrap()
        };
        let refused = ask("6");
        let error = &refused.json()["error"];
        assert_eq!(
            (&error["code"], &error["info"]),
            (&"maxlag".into(), &text.into())
        );
        assert_eq!(
            error["host"] == "10.0.0.1" && error["lag"] == 7,
            described,
            "{error}"
        );
        assert_eq!(refused.status, 200);
        for header in [
            "MediaWiki-API-Error: maxlag",
            "Retry-After: 6",
            "X-Database-Lag: 7",
        ] {
            assert!(refused.head.contains(header), "{}", refused.head);
        }
        assert!(ask("0").head.contains("Retry-After: 5"), "never less");
        assert!(ask("7").json()["query"].is_object(), "{release}");
        wiki.lag(8);
        assert_eq!(ask("7").json()["error"]["code"], "maxlag", "{release}");
        assert!(client.get("/api.php", WHO).unwrap().json()["query"].is_object());
    }
}

#[test]
fn lag_is_checked_after_the_name_and_before_the_method() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.26").captcha(Captcha::Questy).lag(7));
    let mut client = Client::of(&wiki.url());
    let mut code = |more: &[(&str, &str)]| {
        let create = [
            ("action", "createaccount"),
            ("maxlag", "5"),
            ("format", "json"),
        ];
        let answer = client.get("/api.php", &[&create, more].concat()).unwrap();
        answer.json()["error"]["code"].as_str().unwrap().to_owned()
    };
    assert_eq!(code(&[]), "noname");
    assert_eq!(code(&[("name", "Zoe")]), "maxlag");
    assert_eq!(code(&[("name", "Zoe"), ("maxlag", "9")]), "mustbeposted");
}

#[test]
fn the_fault_refuses_one_request() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let mut client = Client::of(&wiki.url());
    wiki.fault(Fault::MaxLag(9), When::next());
    let refused = client.get("/api.php", WHO).unwrap();
    assert_eq!(refused.json()["error"]["lag"], 9);
    let patient = [WHO, &[("maxlag", "1")]].concat();
    assert!(client.get("/api.php", &patient).unwrap().json()["query"].is_object());
}
