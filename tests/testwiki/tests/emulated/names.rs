//! Names whose first letter is capitalised by the wiki's language and PHP.

use testwiki::{RunningWiki, Server, Setting, Wiki};

use crate::client::Client;

const PASSWORD: &str = "Correct-horse-7";

/// Creates an account, and returns its name, after it was looked up and logged in under the name that was sent.
fn created(server: &Server, wiki: Wiki, sent: &str) -> String {
    let wiki = server.add(wiki);
    let mut client = Client::of(&wiki.url());
    let answer = client.create(sent, &[]);
    let name = answer["createaccount"]["username"].as_str();
    let name = name.unwrap_or_else(|| panic!("{answer}")).to_owned();
    let query = [("action", "query"), ("list", "users"), ("ususers", sent)];
    assert_eq!(client.api(&query)["query"]["users"][0]["name"], *name);
    is_listed(&wiki, sent, &name);
    let token = client.token("login");
    let login = [
        ("action", "clientlogin"),
        ("username", sent),
        ("password", PASSWORD),
        ("logintoken", &token),
        ("loginreturnurl", "http://localhost/"),
    ];
    assert_eq!(client.api(&login)["clientlogin"]["username"], *name);
    name
}

fn is_listed(wiki: &RunningWiki, sent: &str, name: &str) {
    let query = [
        ("title", "Special:ListUsers"),
        ("username", sent),
        ("limit", "1"),
    ];
    let page = Client::of(&wiki.url()).get("/index.php", &query).unwrap();
    assert!(
        page.text().contains(&format!("<bdi>{name}</bdi>")),
        "{}",
        page.text()
    );
}

#[test]
fn a_turkish_wiki_capitalises_i_with_its_dot() {
    let server = Server::start().unwrap();
    for release in ["1.35", "1.43"] {
        let wiki = Wiki::release(release);
        assert_eq!(created(&server, wiki.clone(), "iris"), "Iris");
        let turkish = wiki.setting(Setting::Turkish);
        assert_eq!(created(&server, turkish.clone(), "iris"), "İris");
        assert_eq!(created(&server, turkish, "ırmak"), "Irmak");
    }
    let old = server.add(Wiki::release("1.16").setting(Setting::Turkish));
    old.install("iris", PASSWORD);
    assert!(old.account("İris").is_some());
}

/// The names are those that real MediaWiki 1.35, 1.39 and 1.43 give on PHP 8.2.
#[test]
fn php_capitalises_more_letters_from_7_3_on() {
    let server = Server::start().unwrap();
    for (release, sharp, georgian) in [
        ("1.35", "SSx", "Ნინო"),
        ("1.39", "SSx", "Ნინო"),
        ("1.43", "Ssx", "ნინო"),
    ] {
        let wiki = Wiki::release(release);
        assert_eq!(created(&server, wiki.clone(), "ßx"), sharp, "{release}");
        assert_eq!(
            created(&server, wiki.clone(), "ნინო"),
            georgian,
            "{release}"
        );
        let old = wiki.setting(Setting::OldPhp);
        assert_eq!(created(&server, old.clone(), "ßx"), "ßx", "{release}");
        assert_eq!(created(&server, old, "ნინო"), "ნინო", "{release}");
    }
    let old = server.add(Wiki::release("1.26"));
    old.install("ßx", PASSWORD);
    assert!(old.account("ßx").is_some());
}
