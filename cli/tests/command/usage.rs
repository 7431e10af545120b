//! Wrong usage: what is refused before anything is sent, and without showing a secret.

use std::io::Write;

use serde_json::json;

use crate::support::*;

#[test]
fn what_clap_refuses_stays_plain() {
    for args in [
        &["--json"][..],
        &["https://wiki.example/api.php", "--json"],
        &["https://wiki.example/api.php", "--name", "", "--json"],
        &[
            "https://wiki.example/api.php",
            "--name",
            "Z",
            "--timeout",
            "0",
        ],
        &[
            "https://wiki.example/api.php",
            "--name",
            "Z",
            "--password",
            "hunter2",
        ],
    ] {
        let mut command = command();
        command.args(args);
        let ran = run_with(command, "");
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
    }
}

#[test]
fn options_that_exclude_each_other() {
    for args in [
        "--password-stdin --password-file x",
        "--mail-password",
        "--mail-password --email z@example.org --password-stdin",
        "--mail-password --email z@example.org --password-file x",
        "--login Admin --oauth-token-file x",
        "--login-password-file x",
        "--login-domain x",
    ] {
        let mut command = command();
        command.args(["https://wiki.example/api.php", "--name", "Z"]);
        command.args(args.split(' '));
        let ran = run_with(command, "");
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{args}: {ran:?}");
    }
}

#[test]
fn everything_after_it_is_an_object() {
    let wiki = plain_wiki();
    for args in [
        &["--field", "nonsense"][..],
        &["--field", "password=hunter2"],
        &["--field", "username=Bob"],
        &["--field-file", "x=/nonexistent/file"],
        &["--field-file", "retype=x"],
        &["--return-url", "nonsense"],
        &["--user-agent", "m\u{fc}nchen"],
        &["--login", "Admin"],
        &["--login", "Admin", "--login-password-file", "/dev/null"],
        &["--oauth-token-file", "/nonexistent/file"],
        &["--suspend-to", "/nonexistent/file"],
        &["--suspend-to", "Cargo.toml"],
    ] {
        let ran = zoe(&wiki, &[args, &["--json"]].concat());
        assert_eq!(ran.status, 2, "{args:?} {ran:?}");
        let json = ran.keeps("hunter2").json();
        assert_eq!(json["outcome"], "error");
        assert_eq!(json["reason"], "invalid-argument");
        assert_eq!(json["requests"], 0);
    }
    assert!(wiki.seen().is_empty());
}

#[test]
fn an_empty_password_is_wrong_usage() {
    let wiki = plain_wiki();
    for input in ["", "\n", "\r\n"] {
        let mut command = command();
        command.args([&wiki.api(), "--name", "Zoe", "--password-stdin"]);
        let ran = run_with(command, input);
        assert_eq!(ran.status, 2, "{ran:?}");
        assert!(ran.err.contains("the password is empty"), "{ran:?}");
    }
}

#[test]
fn the_wikis_address_must_be_one() {
    for address in [
        "wiki example",
        "ftp://wiki.example/",
        "https://me:hunter2@wiki.example/",
    ] {
        let mut command = command();
        command.args([address, "--name", "Zoe", "--password-stdin"]);
        let ran = run_with(command, PASSWORD);
        assert_eq!(ran.status, 2, "{ran:?}");
        ran.keeps("hunter2");
    }
}

#[test]
fn an_unused_field_is_an_error() {
    let wiki = plain_wiki();
    let ran = zoe(&wiki, &["--field", "invitation=abc", "--json"]);
    assert_eq!(ran.status, 5, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["reason"], "invalid-argument");
    assert!(json["message"].as_str().unwrap().contains("invitation"));
    assert!(!wiki.seen().iter().any(Seen::creates));
}

#[test]
fn secret_fields_come_from_files_alone() {
    let pin = json!({
        "id": "x", "metadata": {}, "required": "required",
        "fields": {"pin": {"type": "password", "label": "PIN", "help": "h", "sensitive": true}},
    });
    let wiki = Wiki::new(move |seen| match seen.creates() {
        true => pass(seen),
        false => info(std::slice::from_ref(&pin)),
    });
    let ran = zoe(&wiki, &["--field", "pin=hunter2", "--json", "-v"]);
    assert_eq!(ran.status, 5, "{ran:?}");
    let message = ran.keeps("hunter2").json()["message"].to_string();
    assert!(message.contains("--field-file pin=FILE"), "{message}");
    assert_eq!(wiki.seen().len(), 1);

    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"hunter2\n").unwrap();
    let pin = format!("pin={}", file.path().display());
    let ran = zoe(&wiki, &["--field-file", &pin, "--json", "-v"]);
    assert_eq!(ran.keeps("hunter2").status, 0, "{ran:?}");
    assert_eq!(ran.json()["requests"], 2);
    assert_eq!(wiki.seen().last().unwrap().field("pin"), "hunter2");
}

#[test]
fn every_dialect_can_be_chosen() {
    for dialect in mwaccount::Dialect::ALL {
        let nowhere = ["probe", "http://127.0.0.1:1/api.php", "--json"];
        let ran = run_with(
            mwaccount(&[&nowhere[..], &["--dialect", dialect.as_str()]].concat()),
            "",
        );
        assert_eq!(ran.json()["reason"], "unreachable", "{dialect}: {ran:?}");
    }
}

#[test]
fn help_and_version() {
    for (args, text) in [
        (
            &["--version"][..],
            concat!("mwaccount ", env!("CARGO_PKG_VERSION")),
        ),
        (&["create", "--help"], "Exit status:"),
        (&["create", "-h"], "--answer-command"),
        (&["create", "-h"], "webform"),
        (&["resume", "--help"], "The file:"),
        (&["probe", "--help"], "may_create"),
    ] {
        let ran = run_with(mwaccount(args), "");
        assert_eq!(ran.status, 0);
        assert!(ran.out.contains(text), "{ran:?}");
    }
}
