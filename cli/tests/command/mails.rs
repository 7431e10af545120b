//! Pages of success, and mails of new accounts that were not sent.

use std::fs;

use serde_json::json;
use testwiki::{Server, Setting};

use crate::support::*;

/// Creates an account by a command, as Admin if `creator` is true.
fn create(api: &str, creator: bool, args: &[&str]) -> RunResult {
    let args = [&["--name", "Zoe Example"], args].concat();
    create_named(api, creator, &args)
}

fn create_named(api: &str, creator: bool, args: &[&str]) -> RunResult {
    let folder = tempfile::tempdir().unwrap();
    let admin = folder.path().join("admin");
    fs::write(&admin, "adminpass12345").unwrap();
    let admin = admin.to_str().unwrap();
    let what = ["create", api, "--email", "z@example.org", "--json"];
    let login = ["--login", "Admin", "--login-password-file", admin];
    let login: &[&str] = if creator { &login } else { &[] };
    run_with(
        mwaccount(&[&what[..], login, args].concat()),
        &format!("{PASSWORD}\n"),
    )
}

fn wiki(server: &Server, release: &str, settings: &[Setting]) -> testwiki::RunningWiki {
    let wiki = settings
        .iter()
        .fold(testwiki::Wiki::release(release), |wiki, setting| {
            wiki.setting(*setting)
        });
    server.add(wiki)
}

/// Asserts that the account was created with the warning of this code, whose message names the mailer's error.
#[track_caller]
fn assert_warned(result: &RunResult, code: &str) {
    assert_eq!(result.status, 0, "{result:?}");
    let json = result.json();
    let warnings = json["warnings"].as_array().unwrap();
    assert_eq!(warnings.len(), 1, "{json}");
    assert_eq!(warnings[0]["code"], code, "{json}");
    let message = warnings[0]["message"].as_str().unwrap();
    let start = "the account was created, but its e-mail was not sent: ";
    assert!(message.starts_with(start), "{message}");
    assert!(
        message.ends_with("mail delivery program ' -t -i '"),
        "{message}"
    );
}

#[test]
fn failed_mails_are_warnings() {
    let server = Server::start().unwrap();
    for release in ["1.16", "1.19", "1.20"] {
        for language in [&[][..], &[Setting::Japanese]] {
            let settings = [&[Setting::MailFails][..], language].concat();
            let visitors = wiki(&server, release, &settings);
            let result = create(&visitors.api(), false, &["--password-stdin"]);
            assert_warned(&result, "confirmemail_sendfailed");
            let creators = wiki(&server, release, &settings);
            let result = create(&creators.api(), true, &["--mail-password"]);
            assert_warned(&result, "mailerror");
            let settings = [&[Setting::NoApi][..], &settings].concat();
            let without_api = wiki(&server, release, &settings);
            let result = create(&without_api.api(), true, &["--mail-password"]);
            assert_warned(&result, "mailerror");
        }
    }
    let api = wiki(&server, "1.26", &[Setting::MailFails]);
    assert_warned(
        &create(&api.api(), false, &["--password-stdin"]),
        "php-mail-error",
    );
}

#[test]
fn a_japanese_page_of_success_is_no_lost_answer() {
    let server = Server::start().unwrap();
    for release in ["1.16", "1.26"] {
        let creators = wiki(&server, release, &[Setting::Japanese, Setting::Disabled]);
        let result = create(&creators.api(), true, &["--mail-password"]);
        assert_eq!(result.status, 0, "{result:?}");
        assert_eq!(
            result.json()["warnings"],
            serde_json::json!([]),
            "{release}"
        );
    }
}

/// The mailer throws an exception after the account was written.
#[test]
fn the_account_of_an_exception_is_told_in_one_sentence() {
    let server = Server::start().unwrap();
    for (release, settings, status) in [
        ("1.19", &[][..], 0),
        ("1.23", &[], 0),
        ("1.43", &[], 0),
        ("1.19", &[Setting::NoApi], 4),
        ("1.26", &[Setting::NoApi], 4),
        ("1.43", &[Setting::NoApi], 4),
    ] {
        let settings = [&[Setting::MailThrows][..], settings].concat();
        let wiki = wiki(&server, release, &settings);
        let result = create(&wiki.api(), false, &["--password-stdin"]);
        assert_eq!(result.status, status, "{release}: {result:?}");
        let json = result.json();
        let text = if status == 0 {
            &json["warnings"][0]["message"]
        } else {
            &json["message"]
        };
        let text = text.as_str().unwrap();
        assert!(!text.contains("user list"), "{release}: {text}");
        let told = if status == 0 {
            "the account was created, although the wiki did not confirm it: "
        } else {
            "; try to log in as it, or ask the wiki's administrators"
        };
        assert!(text.contains(told), "{release}: {text}");
    }
}

/// A Turkish wiki capitalises `i` in its own way, and its page shows how.
#[test]
fn the_name_is_the_one_on_the_page_of_success() {
    const FORM: &str = "<html><meta name=generator content='MediaWiki 1.19.3'><script>wgUserName=\"Admin\";</script><form id=userlogin2 method=post><input name=wpName><input name=wpPassword type=password><input name=wpRetype type=password><input name=wpEmail></form>";
    const SUCCESS: &str = "<html><meta name=generator content='MediaWiki 1.19.3'><script>wgUserName=\"Admin\";</script><div id=bodyContent><p>İbrahim için bir kullanıcı hesabı açıldı.</p></div>";
    let wiki = Wiki::new(|request| match request.target.as_str() {
        _ if request.field("action") == "clientlogin" => {
            Response::Json(json!({"clientlogin": {"status": "PASS", "username": "Admin"}}))
        }
        // Without a login form the login goes through the API.
        target if target.contains("logintoken") || target.contains("type=login") => {
            Response::Json(json!({"query": {
                "authmanagerinfo": {"requests": []},
                "tokens": {"logintoken": "l0gin"},
            }}))
        }
        target if target.contains("list=users") => Response::Json(json!({"query": {"users": [
            {"userid": 7, "name": "İbrahim", "registration": "2026-11-27T03:00:20Z"},
        ]}})),
        target if target.contains("allmessages") => Response::Json(json!({})),
        _ if request.method == "POST" => Response::Page(SUCCESS),
        _ => Response::Page(FORM),
    });
    let named = [
        "--name",
        "ibrahim",
        "--password-stdin",
        "--dialect",
        "webform",
    ];
    let result = create_named(&wiki.api(), true, &named);
    assert_eq!(result.status, 0, "{result:?}");
    let json = result.json();
    assert_eq!(json["name"], "İbrahim", "{json}");
    assert_eq!(json["warnings"], json!([]), "{json}");
}
