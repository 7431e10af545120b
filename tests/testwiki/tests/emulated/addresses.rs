//! The addresses of a wiki: over TLS, and others than 127.0.0.1.

use crate::client::Client;
use testwiki::{RunningWiki, Server, Setting, Wiki};

/// Returns the wiki's URL as `siteinfo` reports it.
fn base(client: &mut Client) -> String {
    let info = client.api(&[("action", "query"), ("meta", "siteinfo")]);
    let base = &info["query"]["general"]["base"];
    base.as_str().expect("an address").to_owned()
}

#[test]
fn tls_is_served_on_the_same_port() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").script_path("/w"));
    for address in [RunningWiki::secure_url, RunningWiki::url] {
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

/// Systems other than Linux have only 127.0.0.1.
#[test]
#[cfg(target_os = "linux")]
fn wikis_are_told_apart_by_their_addresses() {
    let server = Server::start().unwrap();
    let old = server.add_at("", Wiki::release("1.26"));
    let new = server
        .add_on([127, 0, 0, 2], Wiki::release("1.43"))
        .unwrap();
    assert!(old.url().starts_with("http://127.0.0.1:"), "{}", old.url());
    assert!(new.url().starts_with("http://127.0.0.2:"), "{}", new.url());
    for address in [RunningWiki::url, RunningWiki::secure_url] {
        for (wiki, release) in [(&old, "1.26"), (&new, "1.43")] {
            let page = Client::of(&address(wiki)).get("/index.php/Main_Page", &[]);
            let page = page.unwrap().text();
            assert!(page.contains(&format!("MediaWiki {release}.")), "{page}");
        }
    }
    Client::of(&new.url()).create("Zoe", &[]);
    assert!(new.account("Zoe").is_some() && old.account("Zoe").is_none());
}

#[test]
fn an_unusable_address_is_an_error() {
    let server = Server::start().unwrap();
    let foreign = server.add_on([10, 0, 0, 1], Wiki::release("1.43"));
    let error = foreign.unwrap_err().to_string();
    assert!(error.contains("not a loopback address"), "{error}");

    let own = server.origin();
    let (_, port) = own.rsplit_once(':').unwrap();
    let taken = Server::start_at(port.parse().unwrap());
    let error = taken.unwrap_err().to_string();
    let place = format!("cannot listen on port {port} of 127.0.0.1");
    assert!(error.contains(&place), "{error}");
}
