//! What a run ends with: the object, the sentence, the exit status.

use std::{fs, io::Write};

use serde_json::{Value, json};

use crate::support::*;

#[test]
fn created() {
    let wiki = plain_wiki();
    let ran = zoe(&wiki, &["--email", "zoe@example.org", "--json", "-v"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(
        ran.keeps(PASSWORD).json(),
        json!({
            "outcome": "created", "stage": "creation", "name": "Zoe Example", "user_id": null, "warnings": [],
            "reason": null, "code": null, "message": null, "retry_after": null,
            "fields": [], "captcha": null, "redirect_url": null, "account_exists": null,
            "wiki": {"api": wiki.api(), "dialect": "authmanager", "generator": null},
            "requests": 2,
        })
    );
    let seen = wiki.seen();
    assert_eq!(seen.len(), 2);
    assert_eq!(seen[1].field("password"), PASSWORD);
    assert_eq!(seen[1].field("email"), "zoe@example.org");
    let lines: Vec<&str> = ran.err.lines().collect();
    assert_eq!(lines.len(), 2, "{ran:?}");
    assert!(lines[0].starts_with("mwaccount: GET http://127.0.0.1:"));
    assert!(lines[0].contains("[read] 200, ") && lines[0].ends_with(" ms"));
    assert!(lines[1].contains("POST ") && lines[1].contains("[create] 200, "));
}

#[test]
fn created_in_words() {
    let wiki = plain_wiki();
    let ran = zoe(&wiki, &["--reason", "For the course"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let expected = format!("Created \"Zoe Example\" on {}\n", wiki.api());
    assert_eq!(ran.out, expected);
    assert!(ran.err.starts_with("mwaccount: warning: "), "{ran:?}");
    assert!(ran.err.ends_with("(not-offered)\n"), "{ran:?}");
}

/// The answers of 1.23.9, where a captcha is asked with the creating request.
fn legacy_wiki() -> Wiki {
    let mut asked = 0;
    Wiki::new(move |seen| {
        if seen.method == "GET" {
            return Said::Json(json!({"warnings": {
                "main": {"*": "Unrecognized parameter: 'amirequestsfor'"},
                "query": {"*": "Unrecognized value for parameter 'meta': authmanagerinfo"},
            }}));
        }
        if !seen.creates() {
            let token = "03b8e661e3ac764ddd3bd4e087bacd02";
            return Said::Json(json!({"createaccount": {"token": token, "result": "NeedToken"}}));
        }
        if seen.field("captchaword") == format!("{}", 80 + asked) {
            return Said::Json(json!({"createaccount": {
                "username": "Zoe Example", "userid": 145,
                "token": "6e094ccd1ab630c47026457e98314e50", "result": "Success",
            }}));
        }
        asked += 1;
        Said::Json(json!({"createaccount": {
            "result": "NeedCaptcha",
            "warnings": [{"type": "warning", "message": "captcha-createaccount-fail", "params": []}],
            "captcha": {"type": "simple", "mime": "text/plain", "id": format!("195100315{asked}"),
                        "question": format!("80+{asked}")},
        }}))
    })
}

#[cfg(unix)]
#[test]
fn legacy_with_a_captcha_wrong_then_right() {
    let wiki = legacy_wiki();
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let answer = format!(
        "cat >> {0}; if [ $(wc -l < {0}) = 1 ]; then echo '{{\"captcha\": \"wrong\"}}'; else echo '{{\"captcha\": 82}}'; fi",
        log.display()
    );
    let ran = zoe(&wiki, &["--answer-command", &answer, "--json"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["user_id"], 145);
    assert_eq!(json["wiki"]["dialect"], "legacy");
    assert_eq!(json["requests"], wiki.seen().len());
    let log = fs::read_to_string(log).unwrap();
    let asked: Vec<Value> = log
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0]["captcha"]["question"], "80+1");
    assert_eq!(asked[1]["captcha"]["question"], "80+2");
    assert_eq!(
        asked[0]["fields"],
        json!([{
            "name": "captcha", "type": "string", "label": null, "help": null, "value": null,
            "options": [], "optional": false, "sensitive": false,
        }])
    );
    assert_eq!(asked[0]["message"], Value::Null);
    ran.keeps(PASSWORD);
}

#[test]
fn legacy_in_xml() {
    let wiki = Wiki::new(|seen| {
        assert_eq!(seen.field("format"), "xml");
        Said::Xml(match seen.creates() {
            true => {
                r#"<?xml version="1.0"?><api><createaccount username="Zoe Example" userid="7" token="6e" result="Success" /></api>"#
            }
            false => {
                r#"<?xml version="1.0"?><api><createaccount token="03" result="NeedToken" /></api>"#
            }
        })
    });
    let ran = zoe(&wiki, &["--dialect", "legacy", "--format", "xml", "--json"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(ran.json()["user_id"], 7);
    assert_eq!(ran.json()["requests"], 2);
}

#[test]
fn refused() {
    let wiki = Wiki::new(|seen| match seen.creates() {
        true => fail(
            "userexists",
            "Username entered already in use. Choose a different name.",
        ),
        false => info(&[]),
    });
    let ran = zoe(&wiki, &["--json"]);
    assert_eq!(ran.status, 1, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["outcome"], "refused");
    assert_eq!(json["reason"], "name-taken");
    assert_eq!(json["code"], "userexists");
    assert_eq!(json["name"], "Zoe Example");
    let ran = zoe(&wiki, &[]);
    assert_eq!((ran.status, ran.out.as_str()), (1, ""));
    assert_eq!(
        ran.err,
        "mwaccount: the wiki refuses: Username entered already in use. Choose a different name (name-taken); choose another name\n"
    );
}

#[test]
fn an_answer_is_needed() {
    let wiki = question_wiki();
    let ran = zoe(&wiki, &["--json"]);
    assert_eq!(ran.status, 3, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["outcome"], "ask");
    assert_eq!(json["fields"][0]["name"], "captcha");
    assert_eq!(
        json["captcha"],
        json!({
            "kind": "question", "question": "What is the capital of France?",
            "image_file": null, "site_key": null,
        })
    );
    assert_eq!(json["requests"], 1);
    let ran = zoe(&wiki, &[]);
    assert_eq!(ran.status, 3);
    assert!(
        ran.err.contains("What is the capital of France?"),
        "{ran:?}"
    );
    assert!(ran.err.contains("--answer-command"), "{ran:?}");
}

#[test]
fn a_password_is_needed_too() {
    let wiki = plain_wiki();
    let mut command = command();
    command.args([&wiki.api(), "--name", "Zoe", "--json"]);
    let ran = run_with(command, "");
    assert_eq!(ran.status, 3, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["fields"][0]["name"], "password");
    assert!(json["message"].to_string().contains("--password-file"));
}

#[test]
fn an_image_is_not_fetched_for_nobody() {
    let wiki = image_wiki();
    let ran = zoe(&wiki, &["--json"]);
    assert_eq!((ran.status, wiki.seen().len()), (3, 1), "{ran:?}");
    assert_eq!(ran.json()["captcha"]["kind"], "image");
}

#[test]
fn redirected() {
    let wiki = Wiki::new(|seen| match seen.creates() {
        true => redirect(),
        false => info(&[]),
    });
    let ran = zoe(&wiki, &["--json"]);
    assert_eq!(ran.status, 3, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["outcome"], "redirect");
    assert_eq!(json["redirect_url"], "https://login.example.org/go?state=1");
    assert_eq!(json["fields"][0]["name"], "code");
}

#[test]
fn unknown() {
    let wiki = Wiki::new(|seen| match seen.creates() {
        true => Said::Nothing,
        false => info(&[]),
    });
    let ran = zoe(&wiki, &["--json"]);
    assert_eq!(ran.status, 4, "{ran:?}");
    assert_eq!(ran.json()["outcome"], "unknown");
    let ran = zoe(&wiki, &["-v"]);
    assert_eq!(ran.status, 4);
    let sentence = "mwaccount: it is unknown whether the account was created: ";
    assert!(ran.keeps(PASSWORD).err.contains(sentence), "{ran:?}");
}

#[test]
fn an_error() {
    let ran = {
        // A port on which nobody listens any more.
        let nobody = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = nobody.local_addr().unwrap();
        drop(nobody);
        let mut command = command();
        let api = format!("http://{address}/api.php");
        command.args([&api, "--name", "Zoe", "--json", "--password-stdin"]);
        run_with(command, PASSWORD)
    };
    assert_eq!(ran.status, 5, "{ran:?}");
    assert_eq!(ran.json()["outcome"], "error");
    assert_eq!(ran.json()["reason"], "unreachable");
}

#[test]
fn a_preset_answer_is_sent() {
    let wiki = question_wiki();
    let ran = zoe(&wiki, &["--field", "captcha=Paris", "--json"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(ran.json()["requests"], 2);
    let ran = zoe(&wiki, &["--field", "captcha=Lyon", "--json"]);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert_eq!(ran.json()["reason"], "captcha-wrong");
}

#[test]
fn passwords_come_from_files() {
    for (content, password) in [
        ("hunter2 x\n", "hunter2 x"),
        ("hunter2\r\n", "hunter2"),
        ("hunter2\n\n", "hunter2\n"),
        ("hunter2", "hunter2"),
    ] {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content.as_bytes()).unwrap();
        let wiki = plain_wiki();
        let mut command = command();
        command.args([&wiki.api(), "--name", "Zoe", "-v", "--password-file"]);
        let ran = run_with(
            {
                command.arg(file.path());
                command
            },
            "",
        );
        assert_eq!(ran.status, 0, "{ran:?}");
        ran.keeps("hunter2");
        assert_eq!(wiki.seen()[1].field("password"), password);
    }
}

#[test]
fn a_password_is_not_sent_in_clear() {
    // The test's wiki is the proxy too, so that a host elsewhere can be spoken to.
    for (allow, status) in [(false, 5), (true, 0)] {
        let wiki = plain_wiki();
        let mut command = command();
        command.env("ALL_PROXY", format!("http://{}", wiki.address));
        command.args(["http://wiki.example/w/api.php", "--name", "Zoe", "--json"]);
        command.arg("--password-stdin");
        if allow {
            command.arg("--allow-http");
        }
        let ran = run_with(command, PASSWORD);
        assert_eq!(ran.status, status, "{ran:?}");
        if !allow {
            assert_eq!(ran.json()["reason"], "insecure");
            let sent = wiki
                .seen()
                .iter()
                .any(|seen| seen.form.contains_key("password"));
            assert!(!sent);
        }
    }
}
