//! Values that the wiki has no field for, and names that it would change, on emulated wikis.

use testwiki::{Server, Setting};

use crate::support::*;

fn create(wiki: &testwiki::RunningWiki, name: &str, args: &[&str]) -> RunResult {
    let fixed = ["create", &wiki.api(), "--name", name];
    let given = ["--password-stdin", "--json"];
    let args = [&fixed[..], &given, args].concat();
    run_with(mwaccount(&args), &format!("{PASSWORD}\n"))
}

#[test]
fn left_out_values_are_warnings() {
    let server = Server::start().unwrap();
    for (release, codes) in [
        ("1.20", &["not-offered", "not-offered"][..]),
        ("1.21", &["not-offered", "not-offered"]),
        ("1.22", &["not-offered"]),
        ("1.26", &["not-offered"]),
        ("1.43", &["not-offered"]),
    ] {
        let wiki = server.add(testwiki::Wiki::release(release).setting(Setting::Hidden));
        let wishes = ["--real-name", "Z. E.", "--language", "DE"];
        let result = create(&wiki, "Zoe", &wishes);
        assert_eq!(result.status, 0, "{release}: {result:?}");
        let json = result.json();
        let warnings = json["warnings"].as_array().unwrap().iter();
        let found: Vec<_> = warnings.map(|w| w["code"].as_str().unwrap()).collect();
        assert_eq!(found, codes, "{release}");
    }
}

#[test]
fn a_domain_that_no_wiki_of_the_release_has_is_an_error() {
    let server = Server::start().unwrap();
    for release in ["1.20", "1.21", "1.26", "1.43"] {
        let wiki = server.add(testwiki::Wiki::release(release));
        let result = create(&wiki, "Zoe", &["--domain", "corp"]);
        assert_eq!(result.status, 5, "{release}: {result:?}");
        assert_eq!(
            result.json()["message"],
            "this wiki has no domains for new accounts; leave it out",
            "{release}"
        );
        assert!(wiki.account("Zoe").is_none(), "{release}");
    }
}

#[test]
fn a_name_that_would_be_altered_is_refused() {
    let server = Server::start().unwrap();
    for release in ["1.20", "1.21", "1.26", "1.27", "1.43"] {
        let wiki = server.add(testwiki::Wiki::release(release));
        let result = create(&wiki, "User:Zoe", &[]);
        assert_eq!(result.status, 1, "{release}: {result:?}");
        let json = result.json();
        assert_eq!(json["reason"], "name-invalid", "{release}");
        let message = json["message"].as_str().unwrap();
        assert!(message.contains("names with \":\""), "{release}: {message}");
        assert_eq!(wiki.accounts().len(), 1, "{release}");
    }
}
