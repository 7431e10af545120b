//! Where a wiki is reached: over TLS, and from plain HTTP.

use crate::client::Client;
use testwiki::{Running, Server, Setting, Wiki};

/// Where the wiki says it is.
fn base(client: &mut Client) -> String {
    let info = client.api(&[("action", "query"), ("meta", "siteinfo")]);
    let base = &info["query"]["general"]["base"];
    base.as_str().expect("an address").to_owned()
}

#[test]
fn tls_is_spoken_on_the_same_port() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").script_path("/w"));
    for address in [Running::secure_url, Running::url] {
        let url = address(&wiki);
        let mut client = Client::of(&url);
        assert!(base(&mut client).starts_with(&url), "{url}");
        let tokens = [("action", "query"), ("meta", "tokens"), ("type", "login")];
        let head = client.get("/api.php", &tokens).unwrap().head;
        let secure = head.contains("; path=/wiki1; secure; HttpOnly");
        assert_eq!(secure, url.starts_with("https:"), "{head}");
    }
    let mut client = Client::of(&wiki.secure_url());
    assert_eq!(client.create("Zoe", &[])["createaccount"]["status"], "PASS");
    assert!(wiki.account("Zoe").is_some());
}

#[test]
fn plain_http_is_redirected_to_tls() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.26").setting(Setting::Https));
    let answer = Client::of(&wiki.url()).get("/api.php", &[("action", "query")]);
    let answer = answer.unwrap();
    let there = format!("Location: {}/api.php?action=query", wiki.secure_url());
    assert_eq!(answer.status, 301);
    assert!(answer.head.contains(&there), "{}", answer.head);
    let answer = Client::of(&wiki.secure_url()).get("/api.php", &[("action", "query")]);
    assert_eq!(answer.unwrap().status, 200);
}
