//! Usage errors: they are reported before anything is sent and contain no secret.

use std::io::Write;

use serde_json::json;

use crate::support::*;

#[test]
fn parse_errors_are_not_json() {
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
        let mut command = create_command();
        command.args(args);
        let result = run_with(command, "");
        assert_eq!((result.status, result.out.as_str()), (2, ""), "{result:?}");
    }
}

#[test]
fn conflicting_options_are_usage_errors() {
    for args in [
        "--password-stdin --password-file x",
        "--mail-password",
        "--mail-password --email z@example.org --password-stdin",
        "--mail-password --email z@example.org --password-file x",
        "--login Admin --oauth-token-file x",
        "--login Admin --oauth1-token-file x",
        "--oauth-token-file x --oauth1-token-file x",
        "--login-password-file x",
        "--login-domain x",
    ] {
        let mut command = create_command();
        command.args(["https://wiki.example/api.php", "--name", "Z"]);
        command.args(args.split(' '));
        let result = run_with(command, "");
        assert_eq!(
            (result.status, result.out.as_str()),
            (2, ""),
            "{args}: {result:?}"
        );
    }
}

#[test]
fn later_usage_errors_are_json() {
    let wiki = plain_wiki();
    for args in [
        &["--field", "nonsense"][..],
        &["--field", "password=hunter2"],
        &["--field", "username=Bob"],
        &["--field-file", "x=/nonexistent/file"],
        &["--field-file", "retype=x"],
        &["--return-url", "nonsense"],
        &["--user-agent", "m\u{fc}nchen"],
        &["--language", "xx not"],
        &["--language", "de_CH", "--login", "Admin"],
        &["--login", "Admin"],
        &["--login", "Admin", "--login-password-file", "/dev/null"],
        &["--oauth-token-file", "/nonexistent/file"],
        &["--oauth1-token-file", "/nonexistent/file"],
        &["--oauth1-token-file", "Cargo.toml"],
        &["--suspend-to", "/nonexistent/file"],
        &["--suspend-to", "Cargo.toml"],
    ] {
        let result = create_zoe(&wiki, &[args, &["--json"]].concat());
        assert_eq!(result.status, 2, "{args:?} {result:?}");
        let json = result.assert_hides("hunter2").json();
        assert_eq!(json["outcome"], "error");
        assert_eq!(json["reason"], "invalid-argument");
        assert_eq!(json["requests"], 0);
    }
    assert!(wiki.requests().is_empty());
}

#[test]
fn an_empty_password_is_wrong_usage() {
    let wiki = plain_wiki();
    for input in ["", "\n", "\r\n"] {
        let mut command = create_command();
        command.args([&wiki.api(), "--name", "Zoe", "--password-stdin"]);
        let result = run_with(command, input);
        assert_eq!(result.status, 2, "{result:?}");
        assert!(result.err.contains("the password is empty"), "{result:?}");
    }
}

#[test]
fn invalid_wiki_address_is_a_usage_error() {
    for address in [
        "wiki example",
        "ftp://wiki.example/",
        "https://me:hunter2@",
        "https://me:hunter2@wiki example/",
        "https://me:hunter2@wiki.example:port/",
        "me:hunter2@wiki example/",
        "ftp://me:hunter2@wiki.example/",
    ] {
        let mut command = create_command();
        command.args([address, "--name", "Zoe", "--password-stdin"]);
        let result = run_with(command, PASSWORD);
        assert_eq!(result.status, 2, "{result:?}");
        result.assert_hides("hunter2");
    }
}

#[test]
fn an_unused_field_is_an_error() {
    let wiki = plain_wiki();
    let result = create_zoe(&wiki, &["--field", "invitation=abc", "--json"]);
    assert_eq!(result.status, 5, "{result:?}");
    let json = result.json();
    assert_eq!(json["reason"], "invalid-argument");
    assert!(json["message"].as_str().unwrap().contains("invitation"));
    assert!(!wiki.requests().iter().any(Request::creates));
}

#[test]
fn secret_fields_are_refused_on_the_command_line() {
    let pin = json!({
        "id": "x", "metadata": {}, "required": "required",
        "fields": {"pin": {"type": "password", "label": "PIN", "help": "h", "sensitive": true}},
    });
    let wiki = Wiki::new(move |request| {
        if request.creates() {
            pass(request)
        } else {
            auth_manager_info(std::slice::from_ref(&pin))
        }
    });
    let result = create_zoe(&wiki, &["--field", "pin=hunter2", "--json", "-v"]);
    assert_eq!(result.status, 5, "{result:?}");
    let message = result.assert_hides("hunter2").json()["message"].to_string();
    assert!(message.contains("--field-file pin=FILE"), "{message}");
    assert_eq!(wiki.requests().len(), 1);

    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(b"hunter2\n").unwrap();
    let pin = format!("pin={}", file.path().display());
    let result = create_zoe(&wiki, &["--field-file", &pin, "--json", "-v"]);
    assert_eq!(result.assert_hides("hunter2").status, 0, "{result:?}");
    assert_eq!(result.json()["requests"], 2);
    assert_eq!(wiki.requests().last().unwrap().field("pin"), "hunter2");
}

#[test]
fn every_dialect_can_be_chosen() {
    for dialect in mwaccount::Dialect::ALL {
        let nowhere = ["probe", "http://127.0.0.1:1/api.php", "--json"];
        let result = run_with(
            mwaccount(&[&nowhere[..], &["--dialect", dialect.as_str()]].concat()),
            "",
        );
        assert_eq!(
            result.json()["reason"],
            "unreachable",
            "{dialect}: {result:?}"
        );
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
        let result = run_with(mwaccount(args), "");
        assert_eq!(result.status, 0);
        assert!(result.out.contains(text), "{result:?}");
    }
}
