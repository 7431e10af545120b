//! Lost and unclear answers, on emulated wikis of each dialect.

use std::time::{Duration, SystemTime};

use testwiki::{Fault, RunningWiki, Server, Setting, When, Wiki};

use crate::support::*;

/// A release of each dialect, and the request that creates.
const DIALECTS: [(&str, &str, u32); 3] = [
    ("1.19", "Special:UserLogin", 2),
    ("1.24", "createaccount", 2),
    ("1.43", "createaccount", 1),
];

/// Creates an account, and returns the JSON of the result, with its status checked.
fn create(wiki: &RunningWiki, name: &str, args: &[&str]) -> serde_json::Value {
    let given = [
        "create",
        &wiki.api(),
        "--name",
        name,
        "--password-stdin",
        "--json",
    ];
    let result = run_with(
        mwaccount(&[&given, args].concat()),
        &format!("{PASSWORD}\n"),
    );
    let json = result.json();
    let status = match json["outcome"].as_str() {
        Some("created") => 0,
        Some("refused") => 1,
        Some("unknown") => 4,
        _ => 5,
    };
    assert_eq!(result.status, status, "{result:?}");
    json
}

fn lose_answer(wiki: &RunningWiki, action: &str, nth: u32) {
    wiki.fault(Fault::ResetAfter, When::action(action).nth(nth));
}

#[test]
fn a_turkish_wiki_spells_the_name() {
    let server = Server::start().unwrap();
    for (release, action, nth) in DIALECTS {
        for is_lost in [false, true] {
            let wiki = server.add(Wiki::release(release).setting(Setting::Turkish));
            wiki.install_at(
                "Ibrahim",
                "another",
                SystemTime::UNIX_EPOCH + Duration::from_secs(1 << 30),
            );
            if is_lost {
                lose_answer(&wiki, action, nth);
            }
            let json = create(&wiki, "ibrahim", &[]);
            assert_eq!(json["outcome"], "created", "{release} {json}");
            assert_eq!(json["name"], "\u{130}brahim", "{release} {json}");
        }
    }
}

#[test]
fn the_date_of_a_proxy_is_not_the_wikis_clock() {
    let server = Server::start().unwrap();
    for (release, action, nth) in DIALECTS {
        for apart in [-60, 60] {
            let wiki = server.add(Wiki::release(release).proxy_date(apart));
            lose_answer(&wiki, action, nth);
            let json = create(&wiki, "Zoe", &[]);
            assert_eq!(json["outcome"], "created", "{release} {apart} {json}");
        }
    }
}

#[test]
fn the_error_of_a_gateway_is_settled() {
    let server = Server::start().unwrap();
    for (release, action, nth) in DIALECTS {
        for variant in ["info", "number", "script"] {
            let wiki = server.add(Wiki::release(release));
            let fault = format!("gateway-json={variant}").parse().unwrap();
            wiki.fault(fault, When::action(action).nth(nth));
            let json = create(&wiki, "Zoe", &[]);
            assert_eq!(json["outcome"], "created", "{release} {variant} {json}");
        }
    }
}

/// The answer is lost, and then the wiki does not show its users.
#[test]
fn a_used_token_alone_is_no_proof() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.23"));
    lose_answer(&wiki, "createaccount", 2);
    let page = "gateway-json=script".parse().unwrap();
    wiki.fault(page, When::action("query").nth(2).always());
    let json = create(&wiki, "Zoe", &[]);
    assert_eq!(json["outcome"], "unknown", "{json}");
}

#[test]
fn a_login_tells_accounts_of_the_same_second_apart() {
    let server = Server::start().unwrap();
    for is_own in [false, true] {
        let wiki = server.add(Wiki::release("1.43"));
        if is_own {
            lose_answer(&wiki, "createaccount", 1);
        } else {
            wiki.install("Zoe", "another");
            wiki.fault(Fault::ResetBefore, When::action("createaccount"));
        }
        let json = create(&wiki, "Zoe", &["--prove-by-login"]);
        let (outcome, reason) = if is_own {
            ("created", serde_json::Value::Null)
        } else {
            ("refused", "name-taken".into())
        };
        assert_eq!(json["outcome"], outcome, "{json}");
        assert_eq!(json["reason"], reason, "{json}");
    }
}

/// The form asks for a second factor after the account was created. Meanwhile the wiki goes read-only.
#[test]
fn a_refusal_after_a_suspended_step_is_settled() {
    let server = Server::start().unwrap();
    let folder = tempfile::tempdir().unwrap();
    for release in ["1.27", "1.35", "1.43"] {
        let wiki = Wiki::release(release).setting(Setting::Otp);
        let wiki = server.add(wiki.setting(Setting::Disabled));
        let file = folder.path().join(release);
        let file = file.to_str().unwrap();
        let given = [
            "create",
            &wiki.api(),
            "--name",
            "Zoe",
            "--password-stdin",
            "--json",
        ];
        let given = [&given[..], &["--suspend-to", file]].concat();
        let result = run_with(mwaccount(&given), &format!("{PASSWORD}\n"));
        assert_eq!(result.status, 3, "{result:?}");
        wiki.make_read_only("backup");
        let resume = ["resume", file, "--field", "otpToken=123456", "--json"];
        let result = run_with(mwaccount(&resume), "");
        assert_eq!(result.status, 0, "{release} {result:?}");
        assert_eq!(result.json()["warnings"][0]["code"], "setup-unfinished");
    }
}
