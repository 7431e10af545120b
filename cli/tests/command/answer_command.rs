//! The answer command: its input, its number of runs, and its failures.

use std::{fs, path::Path, process::Command};

use serde_json::{Value, json};

use crate::support::*;

/// Returns a command that appends its input to `log` and then runs `then`.
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
fn answer_command_runs_five_times_at_most() {
    let wiki = question_wiki();
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let command = logging(&log, "echo '{\"captcha\": \"Lyon\"}'");
    let result = create_zoe(&wiki, &["--answer-command", &command, "--json"]);
    assert_eq!(result.status, 1, "{result:?}");
    assert_eq!(result.json()["reason"], "captcha-wrong");
    assert_eq!(asked(&log).len(), 5);
    // Each run gets a new challenge, which is another request. The caller is checked once.
    assert_eq!(wiki.requests().len(), 11);
    assert_eq!(result.json()["requests"], 11);
}

#[test]
fn a_wrong_preset_answer_is_not_sent_again() {
    let wiki = question_wiki();
    let result = create_zoe(
        &wiki,
        &[
            "--field",
            "captcha=Lyon",
            "--answer-command",
            "echo '{\"captcha\": \"Paris\"}'",
        ],
    );
    assert_eq!(result.status, 0, "{result:?}");
}

#[test]
fn image_files_are_removed_after_the_run() {
    let wiki = image_wiki();
    let folder = tempfile::tempdir().unwrap();
    let (log, copy) = (folder.path().join("log"), folder.path().join("copy"));
    let then = format!(
        "cp \"$(sed 's/.*\"image_files\":\\[\"\\([^\"]*\\)\".*/\\1/' {})\" {}; echo '{{\"captcha\": \"labword\"}}'",
        log.display(),
        copy.display()
    );
    let result = create_zoe(
        &wiki,
        &["--answer-command", &logging(&log, &then), "--json"],
    );
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(result.json()["requests"], 4);
    assert!(fs::read(copy).unwrap().starts_with(b"\x89PNG"));
    let asked = asked(&log);
    let image = asked[0]["captcha"]["image_files"][0].as_str().unwrap();
    assert!(image.ends_with(".png"));
    assert!(!Path::new(image).parent().unwrap().exists());
}

/// Nobody else can read the captcha, from the moment at which the files exist: no mask of the process helps.
#[test]
fn image_files_are_private() {
    let wiki = image_wiki();
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let modes = folder.path().join("modes");
    let then = format!(
        "f=$(sed 's/.*\"image_files\":\\[\"\\([^\"]*\\)\".*/\\1/' {}); stat -c %a \"$f\" \"$(dirname \"$f\")\" > {}; \
         echo '{{\"captcha\": \"labword\"}}'",
        log.display(),
        modes.display()
    );
    // With a umask of 0 the modes are those that the files are created with.
    let mut command = Command::new("sh");
    command.args([
        "-c",
        "umask 0; exec \"$@\"",
        "sh",
        env!("CARGO_BIN_EXE_mwaccount"),
        "create",
        &wiki.api(),
        "--name",
        "Zoe Example",
        "--password-stdin",
        "--answer-command",
        &logging(&log, &then),
    ]);
    let result = run_with(command, PASSWORD);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(fs::read_to_string(&modes).unwrap(), "600\n700\n");
}

/// The images of a question come with it. One that the wiki does not serve is only an address.
#[test]
fn a_question_comes_with_its_images() {
    let html = "The word in <img src='/w/index.php?title=Special:Captcha/image'> \
                or <img src='https://other.example/b.png'> of <a href='/rules'>the rules</a>, x<sup>2</sup>";
    let wiki = captcha_wiki("question", html, "labword");
    let result = create_zoe(&wiki, &[]);
    assert_eq!(result.status, 3, "{result:?}");
    let image = "; image 2: https://other.example/b.png;";
    assert!(result.err.contains(image), "{result:?}");
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let answer = logging(&log, "echo '{\"captcha\": \"labword\"}'");
    let result = create_zoe(&wiki, &["--answer-command", &answer, "--json"]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(result.json()["requests"], 4);
    let captcha = &asked(&log)[0]["captcha"];
    let question = captcha["question"].as_str().unwrap();
    assert!(
        question.starts_with("The word in [image 1] or [image 2] of the rules (http"),
        "{question}"
    );
    assert!(question.ends_with("/rules), x²"), "{question}");
    assert_eq!(captcha["question_html"], html);
    assert_eq!(captcha["image_urls"][1], "https://other.example/b.png");
    let files = captcha["image_files"].as_array().unwrap();
    assert!(files[0].as_str().unwrap().ends_with(".png"));
    assert_eq!(files[1..], [serde_json::Value::Null]);
}

#[test]
fn it_answers_fields_of_every_type() {
    // The test provider `otp` of the recorded wikis, which asks after the account was written.
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
    let wiki = Wiki::new(move |request| {
        if request.field("createcontinue") == "1" {
            pass(request)
        } else if request.creates() {
            Response::Json(json!({"createaccount": {
                "status": "UI", "requests": more, "message": "One more thing", "messagecode": "otp",
            }}))
        } else {
            auth_manager_info(&[])
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let answers = json!({
        "otpToken": 123456, "otpPlan": "paid", "otpTags": ["a", "b"], "otpAgree": true,
    });
    let command = logging(&log, &format!("echo '{answers}'"));
    let result = create_zoe(&wiki, &["--answer-command", &command, "--json"]);
    assert_eq!(result.status, 0, "{result:?}");
    let asked = asked(&log);
    assert_eq!(asked[0]["message"], "One more thing");
    assert_eq!(asked[0]["captcha"], Value::Null);
    assert_eq!(
        asked[0]["fields"][2]["options"],
        json!([{"value": "free", "label": "Free"}, {"value": "paid", "label": "Paid"}])
    );
    let requests = wiki.requests();
    let last = requests.last().unwrap();
    assert_eq!(last.field("otpToken"), "123456");
    assert_eq!(last.field("otpPlan"), "paid");
    assert_eq!(last.field("otpAgree"), "1");

    // The account may exist, so an invalid answer ends as unknown.
    let result = create_zoe(
        &wiki,
        &[
            "--answer-command",
            "echo '{\"otpPlan\": \"gold\"}'",
            "--json",
        ],
    );
    assert_eq!(result.status, 4, "{result:?}");
    assert_eq!(result.json()["reason"], "invalid-argument");
}

#[test]
fn invalid_output_creates_nothing() {
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
        let result = create_zoe(&wiki, &["--answer-command", command, "--json"]);
        assert_eq!(result.status, 5, "{command}: {result:?}");
        let json = result.assert_hides("hunter2").json();
        assert_eq!(json["outcome"], "error");
        assert_eq!(json["reason"], "invalid-argument", "{command}");
    }
    assert!(!wiki.requests().iter().any(Request::creates));
}

#[test]
fn standard_error_is_passed_on_and_input_may_stay_unread() {
    let wiki = question_wiki();
    let command = "exec <&-; echo thinking >&2; echo '{\"captcha\": \"Paris\"}'";
    let result = create_zoe(&wiki, &["--answer-command", command]);
    assert_eq!(
        (result.status, result.err.as_str()),
        (0, "thinking\n"),
        "{result:?}"
    );
}
