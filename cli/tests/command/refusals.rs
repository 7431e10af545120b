//! Refusals by extensions, by several blocks and by servers in front of a wiki, on emulated wikis.

use serde_json::json;
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
            (Setting::ListedEmail, "email-invalid", "from use"),
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
        // As recorded; later releases make a code of the key.
        let code = if release == "1.31" {
            "$1$2$3"
        } else {
            "_1_2_3"
        };
        assert_eq!(name["code"], code, "{release}: {name}");
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

/// Answers as real wikis with these extensions give them.
#[test]
fn answers_of_real_extensions_have_their_reasons() {
    for (code, message, reason, shown) in [
        (
            "torblock-blocked",
            "Your IP address, <strong>198.51.100.10</strong>, has been automatically identified as a Tor exit node.",
            "blocked",
            "Your IP address, 198.51.100.10, has been automatically identified as a Tor exit node.",
        ),
        (
            "wikimedia-globalblocking-blockedtext-range",
            "Your IP address is in a range that is blocked on all wikis.",
            "blocked",
            "Your IP address is in a range that is blocked on all wikis.",
        ),
        (
            "stopforumspam-blocked",
            "Editing from your IP address (198.51.100.11) has been blocked.",
            "blocked",
            "Editing from your IP address (198.51.100.11) has been blocked.",
        ),
        (
            "titleblacklist-forbidden",
            "Custom text of the title blacklist.",
            "name-invalid",
            "Custom text of the title blacklist.",
        ),
        (
            "$1$2$3",
            "The username \"Zoe Example\" is too similar to the following username:<ul><li>Z0e Example</li></ul>Please choose another username.",
            "name-invalid",
            "The username \"Zoe Example\" is too similar to the following username:\nZ0e Example\nPlease choose another username.",
        ),
        (
            "abusefilter-disallowed-lab",
            "No <b>such</b> names here, says the [[Main Page|lab]].",
            "refused-by-extension",
            "No such names here, says the lab.",
        ),
        (
            "Only_staff_may_register_",
            "\u{29fc}Only staff may register.\u{29fd}",
            "refused-by-extension",
            "Only staff may register.",
        ),
    ] {
        let wiki = Wiki::new(move |request| {
            if request.creates() {
                fail(code, message)
            } else {
                auth_manager_info(&[])
            }
        });
        let json = create_zoe(&wiki, &["--json"]).json();
        assert_eq!(json["reason"], reason, "{json}");
        assert_eq!(json["message"], shown, "{json}");
        assert_eq!(json["code"], code, "{json}");
        // An extension may want a captcha now, which the detecting GET shows.
        let requests = if reason == "refused-by-extension" {
            3
        } else {
            2
        };
        assert_eq!(wiki.requests().len(), requests, "{code}");
    }
}

/// A merged message may have any code of a raw message, and may lack its text.
#[test]
fn merged_blocks_are_asked_for() {
    let reason = "There are multiple blocks against your account and/or IP address";
    let list = "* Your IP address is blocked.\n* Its range is blocked.";
    for (code, message, shown) in [
        ("___1____2", list, list),
        ("___1____2____3", "", reason),
        ("rawmessage", list, list),
    ] {
        let wiki = Wiki::new(move |request| {
            if request.creates() {
                fail(code, message)
            } else if request.target.contains("uiprop=blockinfo") {
                Response::Json(json!({"query": {"userinfo": {
                    "id": 0, "name": "192.0.2.7", "anon": true, "blockid": null, "blockedby": "",
                    "blockreason": reason, "blockpartial": false, "blocknocreate": true,
                }}}))
            } else {
                auth_manager_info(&[])
            }
        });
        let json = create_zoe(&wiki, &["--json"]).json();
        assert_eq!(json["reason"], "blocked", "{code}: {json}");
        assert_eq!(json["message"], shown, "{code}: {json}");
        assert_eq!(wiki.requests().len(), 3, "{code}");
    }
}

/// AbuseFilter warns once in a session.
#[test]
fn a_warning_is_the_result_unless_it_is_accepted() {
    let server = Server::start().unwrap();
    for release in ["1.19", "1.22", "1.26", "1.28", "1.39", "1.45"] {
        let wiki = wiki(&server, release, Setting::AbuseWarn);
        let result = create(&wiki, &[]);
        assert_refused(&result, "refused-by-extension", "submit it again");
        assert_eq!(result.json()["code"], "abusefilter-warning", "{release}");
        assert_eq!(result.json()["may_resubmit"], true, "{release}");
        assert_eq!(result.status, 1, "{release}");

        let result = create(&wiki, &["--accept-warnings"]);
        assert_eq!(result.json()["outcome"], "created", "{release}: {result:?}");
        assert_eq!(result.json()["may_resubmit"], json!(null), "{release}");
        assert!(
            result.err.contains("; the account is sent again"),
            "{result:?}"
        );
        assert!(wiki.account("Zoe Example").is_some(), "{release}");
    }
}

#[test]
fn a_refusal_is_not_sent_again() {
    let server = Server::start().unwrap();
    for release in ["1.22", "1.26", "1.39"] {
        let wiki = wiki(&server, release, Setting::AbuseDisallow);
        let result = create(&wiki, &["--accept-warnings"]);
        assert_refused(&result, "refused-by-extension", "therefore disallowed");
        assert_eq!(result.json()["may_resubmit"], false, "{release}");
        let requests = wiki.requests("createaccount");
        create(&wiki, &[]);
        let twice = wiki.requests("createaccount");
        assert_eq!(twice, 2 * requests, "{release}");
    }
}

/// Two filters warn one after the other: one warning is accepted.
#[test]
fn warnings_are_accepted_once() {
    let mut tries = 0;
    let scripted = Wiki::new(move |request| {
        if !request.creates() {
            return auth_manager_info(&[]);
        }
        tries += 1;
        match tries {
            1 => fail("abusefilter-warning", "The first warning."),
            2 => fail("abusefilter-warning-names", "The second warning."),
            _ => pass(request),
        }
    });
    let what = ["create", &scripted.api(), "--name", "Zoe", "--json"];
    let args = [&what[..], &["--password-stdin", "--accept-warnings"]].concat();
    let result = run_with(mwaccount(&args), &format!("{PASSWORD}\n"));
    assert_refused(&result, "refused-by-extension", "The second warning.");
    assert_eq!(result.json()["may_resubmit"], true);
    assert_eq!(scripted.requests().len(), 3);
}

#[test]
fn a_captcha_is_answered_beside_an_accepted_warning() {
    let server = Server::start().unwrap();
    for release in ["1.22", "1.26", "1.39"] {
        let wiki = testwiki::Wiki::release(release).captcha(testwiki::Captcha::Questy);
        let wiki = server.add(wiki.setting(Setting::AbuseWarn));
        let args = [
            "--accept-warnings",
            "--answer-command",
            "echo '{\"captcha\":\"Paris\"}'",
        ];
        let result = create(&wiki, &args);
        assert_eq!(result.json()["outcome"], "created", "{release}: {result:?}");
    }
}

/// The limit of new accounts, and how long to wait at most.
#[test]
fn a_reached_limit_has_its_count_and_period() {
    let server = Server::start().unwrap();
    for release in ["1.22", "1.39"] {
        let wiki = server.add(testwiki::Wiki::release(release).throttle(6));
        wiki.exhaust_throttle();
        let result = create(&wiki, &[]);
        assert_refused(&result, "throttled", "cannot create any more accounts");
        let json = result.json();
        assert_eq!(json["rate_limit"], json!({"count": 6, "period": 86400}));
        assert_eq!(json["retry_after"], 86400, "{release}");
    }
}
