//! Discovery of api.php by hosts and in suspended conversations.

use mwaccount::{Answers, Dialect, NewAccount, Step, Wiki, transport::Transport};
use support::{
    accounts::{PASSWORD, zoe},
    multi_host::*,
    scripted_transport::not_sent,
};

/// Drives a creation as a host with its own HTTP client does.
fn by_host(wiki: &mut Wiki, http: &mut dyn Transport) -> Vec<String> {
    let mut creation = wiki.create(zoe()).into_conversation();
    let mut sent = Vec::new();
    while let Some(request) = wiki.next_request(&mut creation).unwrap() {
        sent.push(format!("{} {}", request.purpose, request.url.path()));
        let reply = http.send(request, &Default::default());
        wiki.feed(&mut creation, reply);
    }
    assert!(matches!(wiki.step(&mut creation), Ok(Step::Created(_))));
    sent
}

#[test]
fn hosts_with_their_own_http_discover_the_api() {
    let address = "https://wiki.example.org/wiki/Some_page";
    let mut hosts = serving(address, page()).at(API, Site::Api);
    let mut wiki = Wiki::connect(address).unwrap();
    assert!(!wiki.session().is_api_found());
    let sent = by_host(&mut wiki, &mut hosts);
    let expected = [
        "discover /wiki/Some_page",
        "detect /w/api.php",
        "create /w/api.php",
    ];
    assert_eq!(sent, expected);
    // A known API URL costs nothing, in this session or another.
    assert_eq!(by_host(&mut wiki, &mut hosts), ["create /w/api.php"]);
    let kept = wiki.session().api_url().as_str();
    let dialect = wiki.session().facts().dialect.unwrap();
    let mut again = Wiki::builder(kept).dialect(dialect).build().unwrap();
    assert!(again.session().is_api_found());
    assert_eq!(by_host(&mut again, &mut hosts), expected[1..]);
}

/// A conversation that is dropped during the discovery leaves no partial result.
#[test]
fn a_dropped_discovery_begins_anew() {
    let address = "https://wiki.example.org/w/index.php";
    let mut hosts = serving(API, Site::Api);
    let mut wiki = Wiki::connect(address).unwrap();
    let mut left = wiki.create(zoe()).into_conversation();
    assert!(wiki.next_request(&mut left).unwrap().is_some());
    assert!(!wiki.session().is_api_found());
    by_host(&mut wiki, &mut hosts);
    wiki.feed(&mut left, not_sent());
    assert_eq!(wiki.session().api_url().as_str(), API);
}

/// A conversation can be suspended before the first request.
#[test]
fn an_undiscovered_address_survives_suspension() {
    let hosts = serving("https://wiki.example.org/wiki/A", page()).at(API, Site::Api);
    let mut wiki = Wiki::builder("wiki.example.org/wiki/A")
        .transport(hosts.clone())
        .dialect(Dialect::LegacyApi)
        .build()
        .unwrap();
    let mut creation = wiki.create(NewAccount::new("Zoe"));
    assert!(matches!(creation.step(), Ok(Step::Ask(_))));
    let text = creation.suspend().unwrap();
    assert!(hosts.sent().is_empty());
    let builder = Wiki::resume_builder(text.expose()).transport(hosts.clone());
    let (mut wiki, conversation) = builder.build().unwrap();
    let mut creation = wiki.attach(conversation);
    let answers = Answers::new().with("password", PASSWORD);
    let _ = creation.answer(answers);
    assert_eq!(creation.wiki().session().api_url().as_str(), API);
    assert_secrets_stay(&hosts.sent(), Some(API));
}
