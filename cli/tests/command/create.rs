//! The result of `mwaccount create`: object, text and exit status.

use std::io::Write;

use serde_json::json;

use crate::support::*;

#[test]
fn created() {
    let wiki = plain_wiki();
    let result = create_zoe(&wiki, &["--email", "zoe@example.org", "--json", "-v"]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(
        result.assert_hides(PASSWORD).json(),
        json!({
            "outcome": "created", "stage": "creation", "name": "Zoe Example", "user_id": null, "warnings": [],
            "reason": null, "code": null, "message": null, "retry_after": null,
            "rate_limit": null, "may_resubmit": null, "account_request_url": null,
            "fields": [], "captcha": null, "redirect_url": null, "account_exists": null,
            "wiki": {"api_url": wiki.api(), "dialect": "authmanager", "generator": null, "moved_unencrypted": false},
            "requests": 2,
        })
    );
    let requests = wiki.requests();
    assert_eq!(requests.len(), 2);
    assert_eq!(requests[1].field("password"), PASSWORD);
    assert_eq!(requests[1].field("email"), "zoe@example.org");
    let lines: Vec<&str> = result.err.lines().collect();
    assert_eq!(lines.len(), 2, "{result:?}");
    assert!(lines[0].starts_with("mwaccount: GET http://127.0.0.1:"));
    assert!(lines[0].contains("[read] 200, ") && lines[0].ends_with(" ms"));
    assert!(lines[1].contains("POST ") && lines[1].contains("[create] 200, "));
}

#[test]
fn created_as_text() {
    let wiki = plain_wiki();
    let result = create_zoe(&wiki, &["--reason", "For the course"]);
    assert_eq!(result.status, 0, "{result:?}");
    let expected = format!("Created \"Zoe Example\" on {}\n", wiki.api());
    assert_eq!(result.out, expected);
    assert!(result.err.starts_with("mwaccount: warning: "), "{result:?}");
    assert!(result.err.ends_with("(not-offered)\n"), "{result:?}");
}

/// A wiki with the answers of 1.23.9, which asks for a captcha after the creating request.
fn legacy_wiki() -> Wiki {
    let mut asked = 0;
    Wiki::new(move |request| {
        if request.method == "GET" {
            return Response::Json(json!({"warnings": {
                "main": {"*": "Unrecognized parameter: 'amirequestsfor'"},
                "query": {"*": "Unrecognized value for parameter 'meta': authmanagerinfo"},
            }}));
        }
        if !request.creates() {
            let token = "03b8e661e3ac764ddd3bd4e087bacd02";
            return Response::Json(
                json!({"createaccount": {"token": token, "result": "NeedToken"}}),
            );
        }
        if request.field("captchaword") == format!("{}", 80 + asked) {
            return Response::Json(json!({"createaccount": {
                "username": "Zoe Example", "userid": 145,
                "token": "6e094ccd1ab630c47026457e98314e50", "result": "Success",
            }}));
        }
        asked += 1;
        Response::Json(json!({"createaccount": {
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
    let result = create_zoe(&wiki, &["--answer-command", &answer, "--json"]);
    assert_eq!(result.status, 0, "{result:?}");
    let json = result.json();
    assert_eq!(json["user_id"], 145);
    assert_eq!(json["wiki"]["dialect"], "legacy");
    assert_eq!(json["requests"], wiki.requests().len());
    let log = std::fs::read_to_string(log).unwrap();
    let asked: Vec<serde_json::Value> = log
        .lines()
        .map(|l| serde_json::from_str(l).unwrap())
        .collect();
    assert_eq!(asked.len(), 2);
    assert_eq!(asked[0]["captcha"]["question"], "80+1");
    assert_eq!(asked[1]["captcha"]["question"], "80+2");
    assert_eq!(
        asked[0]["fields"],
        json!([{
            "name": "captcha", "kind": "string", "label": null, "help": null, "value": null,
            "options": [], "optional": false, "sensitive": false, "alternative": null,
        }])
    );
    assert_eq!(asked[0]["message"], json!(null));
    result.assert_hides(PASSWORD);
}

#[test]
fn legacy_in_xml() {
    let wiki = Wiki::new(|request| {
        assert_eq!(request.field("format"), "xml");
        Response::Xml(if request.creates() {
            r#"<?xml version="1.0"?><api><createaccount username="Zoe Example" userid="7" token="6e" result="Success" /></api>"#
        } else {
            r#"<?xml version="1.0"?><api><createaccount token="03" result="NeedToken" /></api>"#
        })
    });
    let result = create_zoe(&wiki, &["--dialect", "legacy", "--format", "xml", "--json"]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(result.json()["user_id"], 7);
    assert_eq!(result.json()["requests"], 2);
}

#[test]
fn refused() {
    let wiki = Wiki::new(|request| {
        if request.creates() {
            fail(
                "userexists",
                "Username entered already in use. Choose a different name.",
            )
        } else {
            auth_manager_info(&[])
        }
    });
    let result = create_zoe(&wiki, &["--json"]);
    assert_eq!(result.status, 1, "{result:?}");
    let json = result.json();
    assert_eq!(json["outcome"], "refused");
    assert_eq!(json["reason"], "name-taken");
    assert_eq!(json["code"], "userexists");
    assert_eq!(json["name"], "Zoe Example");
    let result = create_zoe(&wiki, &[]);
    assert_eq!((result.status, result.out.as_str()), (1, ""));
    assert_eq!(
        result.err,
        "mwaccount: the wiki refused the account: Username entered already in use. Choose a different name (name-taken); choose another name\n"
    );
}

#[test]
fn captcha_without_an_answer_ends_the_run() {
    let wiki = question_wiki();
    let result = create_zoe(&wiki, &["--json"]);
    assert_eq!(result.status, 3, "{result:?}");
    let json = result.json();
    assert_eq!(json["outcome"], "ask");
    assert_eq!(json["fields"][0]["name"], "captcha");
    assert_eq!(
        json["captcha"],
        json!({
            "kind": "question", "question": "What is the capital of France?",
            "question_html": "What is the capital of France?",
            "image_urls": [], "image_files": [], "site_key": null,
        })
    );
    // Detection, and the check of the caller.
    assert_eq!(json["requests"], 2);
    let result = create_zoe(&wiki, &[]);
    assert_eq!(result.status, 3);
    assert!(
        result.err.contains("What is the capital of France?"),
        "{result:?}"
    );
    assert!(result.err.contains("--answer-command"), "{result:?}");
}

#[test]
fn missing_password_ends_the_run() {
    let wiki = plain_wiki();
    let mut command = create_command();
    command.args([&wiki.api(), "--name", "Zoe", "--json"]);
    let result = run_with(command, "");
    assert_eq!(result.status, 3, "{result:?}");
    let json = result.json();
    assert_eq!(json["fields"][0]["name"], "password");
    assert!(json["message"].to_string().contains("--password-file"));
}

#[test]
fn image_is_not_fetched_if_nobody_answers() {
    let wiki = image_wiki();
    let result = create_zoe(&wiki, &["--json"]);
    assert_eq!((result.status, wiki.requests().len()), (3, 2), "{result:?}");
    assert_eq!(result.json()["captcha"]["kind"], "image");
}

#[test]
fn redirected() {
    let wiki = Wiki::new(|request| {
        if request.creates() {
            redirect()
        } else {
            auth_manager_info(&[])
        }
    });
    let result = create_zoe(&wiki, &["--json"]);
    assert_eq!(result.status, 3, "{result:?}");
    let json = result.json();
    assert_eq!(json["outcome"], "redirect");
    assert_eq!(json["redirect_url"], "https://login.example.org/go?state=1");
    assert_eq!(json["fields"][0]["name"], "code");
}

#[test]
fn unknown() {
    let wiki = Wiki::new(|request| {
        if request.creates() {
            Response::Nothing
        } else {
            auth_manager_info(&[])
        }
    });
    let result = create_zoe(&wiki, &["--json"]);
    assert_eq!(result.status, 4, "{result:?}");
    assert_eq!(result.json()["outcome"], "unknown");
    let result = create_zoe(&wiki, &["-v"]);
    assert_eq!(result.status, 4);
    let sentence = "mwaccount: it is unknown whether the account was created: ";
    assert!(
        result.assert_hides(PASSWORD).err.contains(sentence),
        "{result:?}"
    );
}

#[test]
fn unreachable_wiki_is_an_error() {
    let result = {
        // A port on which no server listens any more.
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let mut command = create_command();
        let api = format!("http://{address}/api.php");
        command.args([&api, "--name", "Zoe", "--json", "--password-stdin"]);
        run_with(command, PASSWORD)
    };
    assert_eq!(result.status, 5, "{result:?}");
    assert_eq!(result.json()["outcome"], "error");
    assert_eq!(result.json()["reason"], "unreachable");
}

#[test]
fn a_preset_answer_is_sent() {
    let wiki = question_wiki();
    let result = create_zoe(&wiki, &["--field", "captcha=Paris", "--json"]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(result.json()["requests"], 2);
    let result = create_zoe(&wiki, &["--field", "captcha=Lyon", "--json"]);
    assert_eq!(result.status, 1, "{result:?}");
    assert_eq!(result.json()["reason"], "captcha-wrong");
}

#[test]
fn password_file_loses_one_trailing_newline() {
    for (content, password) in [
        ("hunter2 x\n", "hunter2 x"),
        ("hunter2\r\n", "hunter2"),
        ("hunter2\n\n", "hunter2\n"),
        ("hunter2", "hunter2"),
    ] {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        file.write_all(content.as_bytes()).unwrap();
        let wiki = plain_wiki();
        let mut command = create_command();
        command.args([&wiki.api(), "--name", "Zoe", "-v", "--password-file"]);
        let result = run_with(
            {
                command.arg(file.path());
                command
            },
            "",
        );
        assert_eq!(result.status, 0, "{result:?}");
        result.assert_hides("hunter2");
        assert_eq!(wiki.requests()[1].field("password"), password);
    }
}

#[test]
fn password_is_not_sent_unencrypted() {
    // The test wiki is also the proxy, because secrets may be sent to loopback over http.
    for (allow, status) in [(false, 5), (true, 0)] {
        let wiki = plain_wiki();
        let mut command = create_command();
        command.env("ALL_PROXY", format!("http://{}", wiki.address));
        command.args(["http://wiki.example/w/api.php", "--name", "Zoe", "--json"]);
        command.arg("--password-stdin");
        if allow {
            command.arg("--allow-http");
        }
        let result = run_with(command, PASSWORD);
        assert_eq!(result.status, status, "{result:?}");
        if !allow {
            assert_eq!(result.json()["reason"], "insecure");
            let sent = wiki
                .requests()
                .iter()
                .any(|request| request.form.contains_key("password"));
            assert!(!sent);
        }
    }
}
