//! The answer command: what it is asked, how often, and what becomes of its mistakes.

use std::{fs, path::Path};

use serde_json::{Value, json};

use crate::support::*;

/// A command that appends what it is asked to `log` and goes on with `then`.
fn logging(log: &Path, then: &str) -> String {
    format!("cat >> {}; {then}", log.display())
}

fn asked(log: &Path) -> Vec<Value> {
    let log = fs::read_to_string(log).unwrap();
    log.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

#[test]
fn it_is_asked_five_times_at_most() {
    let wiki = question_wiki();
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let command = logging(&log, "echo '{\"captcha\": \"Lyon\"}'");
    let ran = zoe(&wiki, &["--answer-command", &command, "--json"]);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert_eq!(ran.json()["reason"], "captcha-wrong");
    assert_eq!(asked(&log).len(), 5);
    // Each with a challenge fetched for it.
    assert_eq!(wiki.seen().len(), 10);
    assert_eq!(ran.json()["requests"], 10);
}

#[test]
fn a_wrong_preset_answer_is_not_sent_again() {
    let wiki = question_wiki();
    let ran = zoe(
        &wiki,
        &[
            "--field",
            "captcha=Lyon",
            "--answer-command",
            "echo '{\"captcha\": \"Paris\"}'",
        ],
    );
    assert_eq!(ran.status, 0, "{ran:?}");
}

#[test]
fn images_are_there_while_it_runs_and_gone_afterwards() {
    let wiki = image_wiki();
    let folder = tempfile::tempdir().unwrap();
    let (log, copy) = (folder.path().join("log"), folder.path().join("copy"));
    let then = format!(
        "cp \"$(sed 's/.*\"image_file\":\"\\([^\"]*\\)\".*/\\1/' {})\" {}; echo '{{\"captcha\": \"labword\"}}'",
        log.display(),
        copy.display()
    );
    let ran = zoe(
        &wiki,
        &["--answer-command", &logging(&log, &then), "--json"],
    );
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(ran.json()["requests"], 3);
    assert!(fs::read(copy).unwrap().starts_with(b"\x89PNG"));
    let asked = asked(&log);
    let image = asked[0]["captcha"]["image_file"].as_str().unwrap();
    assert!(image.ends_with(".png"));
    assert!(!Path::new(image).parent().unwrap().exists());
}

#[test]
fn it_answers_fields_of_every_type() {
    // The test provider `otp` of the recorded wikis: asked after the account was written.
    let more = json!([{
        "id": "OtpRequest", "metadata": {}, "required": "required",
        "fields": {
            "otpSecret": {"type": "null", "value": "JBSW", "label": "Secret", "help": "h"},
            "otpToken": {"type": "string", "label": "Token", "help": "h"},
            "otpPlan": {"type": "select", "options": {"free": "Free", "paid": "Paid"}, "label": "Plan", "help": "h"},
            "otpTags": {"type": "multiselect", "options": {"a": "A", "b": "B"}, "label": "Tags", "help": "h", "optional": true},
            "otpAgree": {"type": "checkbox", "label": "Agree", "help": "h"},
        },
    }]);
    let wiki = Wiki::new(move |seen| {
        if seen.field("createcontinue") == "1" {
            pass(seen)
        } else if seen.creates() {
            Said::Json(json!({"createaccount": {
                "status": "UI", "requests": more, "message": "One more thing", "messagecode": "otp",
            }}))
        } else {
            info(&[])
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let answers = json!({
        "otpToken": 123456, "otpPlan": "paid", "otpTags": ["a", "b"], "otpAgree": true,
    });
    let command = logging(&log, &format!("echo '{answers}'"));
    let ran = zoe(&wiki, &["--answer-command", &command, "--json"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let asked = asked(&log);
    assert_eq!(asked[0]["message"], "One more thing");
    assert_eq!(asked[0]["captcha"], Value::Null);
    assert_eq!(
        asked[0]["fields"][2]["options"],
        json!([{"value": "free", "label": "Free"}, {"value": "paid", "label": "Paid"}])
    );
    let seen = wiki.seen();
    let last = seen.last().unwrap();
    assert_eq!(last.field("otpToken"), "123456");
    assert_eq!(last.field("otpPlan"), "paid");
    assert_eq!(last.field("otpAgree"), "1");

    // An answer that does not fit, given when the account may exist: nobody knows.
    let ran = zoe(
        &wiki,
        &[
            "--answer-command",
            "echo '{\"otpPlan\": \"gold\"}'",
            "--json",
        ],
    );
    assert_eq!(ran.status, 4, "{ran:?}");
    assert_eq!(ran.json()["reason"], "invalid-argument");
}

#[test]
fn its_mistakes_create_nothing() {
    let wiki = question_wiki();
    for command in [
        "echo '{\"captcha\": \"Paris\"}'; exit 3",
        "echo 'hunter2 {'",
        "echo '[\"hunter2\"]'",
        "echo '{\"captcha\": {\"hunter2\": 1}}'",
        "echo '{\"captcha\": \"hunter2\", \"nosuch\": \"x\"}'",
        "echo '{}'",
        "echo '{\"captcha\": null}'",
        "true",
        "head -c 2000000 /dev/zero",
        "exec /nonexistent/command",
    ] {
        let ran = zoe(&wiki, &["--answer-command", command, "--json"]);
        assert_eq!(ran.status, 5, "{command}: {ran:?}");
        let json = ran.keeps("hunter2").json();
        assert_eq!(json["outcome"], "error");
        assert_eq!(json["reason"], "invalid-argument", "{command}");
    }
    assert!(!wiki.seen().iter().any(Seen::creates));
}

#[test]
fn its_errors_are_passed_on_and_it_need_not_read() {
    let wiki = question_wiki();
    let command = "exec <&-; echo thinking >&2; echo '{\"captcha\": \"Paris\"}'";
    let ran = zoe(&wiki, &["--answer-command", command]);
    assert_eq!((ran.status, ran.err.as_str()), (0, "thinking\n"), "{ran:?}");
}
