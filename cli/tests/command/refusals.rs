//! Refusals by extensions, by several blocks and by servers in front of a wiki, on emulated wikis.

use testwiki::{Fault, RunningWiki, Server, Setting, When};

use crate::support::*;

fn wiki(server: &Server, release: &str, setting: Setting) -> RunningWiki {
    server.add(testwiki::Wiki::release(release).setting(setting))
}

fn run(command: &str, wiki: &RunningWiki, args: &[&str]) -> RunResult {
    let what = [command, &wiki.api(), "--name", "Zoe Example", "--json"];
    run_with(mwaccount(&[&what, args].concat()), &format!("{PASSWORD}\n"))
}

fn create(wiki: &RunningWiki, args: &[&str]) -> RunResult {
    run("create", wiki, &[&["--password-stdin"], args].concat())
}

/// Asserts that the account was refused for this reason, and that the message contains a text.
#[track_caller]
fn assert_refused(result: &RunResult, reason: &str, text: &str) {
    let json = result.json();
    assert_eq!(json["outcome"], "refused", "{result:?}");
    assert_eq!(json["reason"], reason, "{result:?}");
    let message = json["message"].as_str().unwrap();
    assert!(message.contains(text), "{message}");
}

#[test]
fn extensions_and_blocks_have_their_reasons() {
    let server = Server::start().unwrap();
    for release in ["1.27", "1.31", "1.39", "1.43", "1.45"] {
        for (setting, reason, text) in [
            (Setting::GlobalBlock, "blocked", "blocked on all wikis"),
            (Setting::TwoBlocks, "blocked", "Blocked in the lab"),
            (Setting::ListedEmail, "email-invalid", "forbidden from use"),
            (
                Setting::AntiSpoof,
                "name-invalid",
                "too similar to the following username:\nZ0e\nPlease",
            ),
        ] {
            let wiki = wiki(&server, release, setting);
            let result = create(&wiki, &["--email", "zoe@example.org"]);
            assert_refused(&result, reason, text);
            assert!(wiki.account("Zoe Example").is_none(), "{release}");
        }
    }
}

#[test]
fn probe_shows_that_a_name_is_too_similar() {
    let server = Server::start().unwrap();
    for release in ["1.31", "1.39", "1.43"] {
        let result = run("probe", &wiki(&server, release, Setting::AntiSpoof), &[]);
        assert_eq!(result.status, 0, "{result:?}");
        let name = &result.json()["name"];
        assert_eq!(name["good"], false, "{release}: {name}");
        assert_eq!(name["reason"], "name-invalid", "{release}: {name}");
        assert_eq!(name["code"], "_1_2_3", "{release}: {name}");
        let message = name["message"].as_str().unwrap();
        assert!(message.contains("\nZ0e\n"), "{release}: {message}");
    }
}

#[test]
fn a_server_in_front_of_the_wiki_says_why() {
    let server = Server::start().unwrap();
    let firewall = "the server denies access (HTTP 406): \"The firewall of this server did not accept the request.\"";
    let policy = "the server denies access (HTTP 403): \"Automated clients need a user agent with a contact address.\"";
    for release in ["1.19", "1.26", "1.43"] {
        for (fault, message) in [(Fault::Firewall, firewall), (Fault::RobotPolicy, policy)] {
            let wiki = server.add(testwiki::Wiki::release(release));
            wiki.fault(fault, When::next().always());
            let result = create(&wiki, &[]);
            let json = result.json();
            assert_eq!(json["reason"], "access-denied", "{release}: {result:?}");
            assert_eq!(json["message"], message, "{release}");
        }
    }
}

/// A firewall that looks at the account's values only.
#[test]
fn a_server_in_front_of_the_wiki_refuses_an_account() {
    let server = Server::start().unwrap();
    let wiki = server.add(testwiki::Wiki::release("1.43"));
    wiki.fault(Fault::Firewall, When::action("createaccount"));
    let result = create(&wiki, &[]);
    assert_eq!(result.json()["reason"], "access-denied", "{result:?}");
    let result = create(&wiki, &[]);
    assert_eq!(result.json()["outcome"], "created", "{result:?}");
}
