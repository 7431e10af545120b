//! Conversations that another process resumes, on a real wiki.

use std::fs;

use serde_json::{Value, json};

use ::support::{client::Client, totp};

use crate::support::{
    PASSWORD, RunResult,
    real::{KEY, RealWiki},
};

/// Options of `create` that suspend the conversation to `saved`.
const SUSPEND: [&str; 4] = ["--password-file", "zoe", "--suspend-to", "saved"];

fn assert_outcome(result: &RunResult, outcome: &str) -> Value {
    assert_eq!(result.status, 3, "{result:?}");
    let json = result.json();
    assert_eq!(json["outcome"], outcome, "{result:?}");
    json
}

/// Asserts a usage error, before any request.
fn assert_usage_error(result: &RunResult, what: &str) {
    assert_eq!(result.status, 2, "{result:?}");
    let json = result.json();
    assert_eq!(json["reason"], "invalid-argument");
    assert_eq!(json["requests"], 0);
    assert!(
        json["message"].as_str().unwrap().contains(what),
        "{result:?}"
    );
}

/// The third example of MediaWiki's API manual: a captcha, an OpenID provider, a second factor.
#[test]
fn a_captcha_a_redirect_and_a_second_factor_in_four_processes() {
    let real = RealWiki::new("questy+openid", "three");
    let json = assert_outcome(
        &real.create(&[&SUSPEND[..], &["--email", "z@example.org"]].concat()),
        "ask",
    );
    assert_eq!(json["account_exists"], false);
    assert!(real.is_private("saved"));
    let text = fs::read_to_string(real.path("saved")).unwrap();
    assert!(!text.contains(PASSWORD));

    let with_password = ["--field", "captcha=Paris", "--password-file", "zoe"];
    let json = assert_outcome(&real.resume(&with_password), "redirect");
    assert!(real.is_private("saved"));
    assert!(json["redirect_url"].as_str().unwrap().contains("/__openid"));
    assert_eq!(json["fields"][0]["name"], "code");

    let back = format!("{}?code=c0de&state=st4te", real.api);
    let json = assert_outcome(&real.resume(&["--returned", &back]), "ask");
    assert!(real.is_private("saved"));
    assert_eq!(json["fields"][1]["name"], "otpToken");

    real.write("code", "123456\n");
    let last = ["--field-file", "otpToken=code", "--field", "otpPlan=b"];
    let result = real.resume(&[&last[..], &["--field", "otpTags=x"]].concat());
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(result.json()["outcome"], "created");
    assert_eq!(result.json()["name"], "Zoe");
    assert_eq!(result.json()["warnings"], json!([]));
    assert!(!real.path("saved").exists());
    let user = Client::logged_in(&real.api, "Zoe", PASSWORD).get(&[
        ("action", "query"),
        ("meta", "userinfo"),
        ("uiprop", "email"),
    ]);
    assert_eq!(user["query"]["userinfo"]["email"], "z@example.org");

    assert_usage_error(&real.resume(&last), "has ended or was resumed already");
}

#[test]
fn usage_errors_keep_the_file() {
    let real = RealWiki::new("questy+openid", "misfit");
    assert_outcome(&real.create(&SUSPEND), "ask");
    let before = fs::read_to_string(real.path("saved")).unwrap();
    real.write("token", "labtoken");
    for (args, what) in [
        (&["--field", "captcha=Paris"][..], "--password-file"),
        (&["--field", "nosuch=1"], "nosuch"),
        (&["--field", "password=x"], "--field-file password=FILE"),
        (
            &["--returned", "https://wiki.example/?code=1"],
            "its fields",
        ),
        (&["--oauth-token-file", "token"], "without an access token"),
        (&["--suspend-to", "zoe"], "exists already"),
    ] {
        let result = real.resume(args);
        assert_usage_error(&result, what);
        assert_eq!(fs::read_to_string(real.path("saved")).unwrap(), before);
    }
    // Without an answer, the conversation is saved to the other file.
    let json = assert_outcome(&real.resume(&["--suspend-to", "other"]), "ask");
    assert_eq!(json["requests"], 0);
    assert!(!real.path("saved").exists() && real.is_private("other"));
}

#[test]
fn incomplete_answer_keeps_the_step() {
    let real = RealWiki::new("otp", "late");
    let json = assert_outcome(&real.create(&SUSPEND), "ask");
    assert_eq!(json["account_exists"], true);
    let json = assert_outcome(&real.resume(&["--field", "otpPlan=b"]), "ask");
    assert_eq!(json["account_exists"], true);
    let result = real.resume(&[
        "--answer-command",
        "echo '{\"otpToken\": \"123456\", \"otpTags\": [\"x\", \"y\"]}'",
    ]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(result.json()["warnings"], json!([]));
}

/// The account exists, so an unfinished setup is a success with a warning.
#[test]
fn giving_up_after_the_account_exists_is_no_failure() {
    let real = RealWiki::new("otp", "unfinished");
    assert_outcome(&real.create(&SUSPEND), "ask");
    let result = real.resume(&["--answer-command", "exit 1"]);
    assert_eq!(result.status, 0, "{result:?}");
    let json = result.json();
    assert_eq!(json["outcome"], "created");
    assert_eq!(json["warnings"][0]["code"], "setup-unfinished");
    let message = json["warnings"][0]["message"].as_str().unwrap();
    assert!(message.contains("saved can be used again"), "{message}");
    real.assert_zoe_exists();
    let result = real.resume(&["--field", "otpSkip=yes"]);
    assert_eq!(result.json()["warnings"], json!([]), "{result:?}");
}

#[test]
fn copy_of_a_finished_conversation_is_removed() {
    let real = RealWiki::new("otpfirst", "copy");
    assert_outcome(&real.create(&SUSPEND), "ask");
    fs::copy(real.path("saved"), real.path("copy")).unwrap();
    let result = real.resume(&["--field", "otpSkip=yes"]);
    assert_eq!(result.status, 0, "{result:?}");
    fs::rename(real.path("copy"), real.path("saved")).unwrap();
    let result = real.resume(&["--field", "otpSkip=yes"]);
    assert_ne!(result.json()["outcome"], "error", "{result:?}");
    assert!(result.json()["requests"].as_u64() > Some(0), "{result:?}");
    assert!(!real.path("saved").exists());
}

#[test]
fn damaged_and_foreign_files_have_different_errors() {
    let real = RealWiki::new("questy", "damaged");
    assert_outcome(&real.create(&SUSPEND), "ask");
    let good = fs::read_to_string(real.path("saved")).unwrap();
    for (text, what) in [
        (good.replacen("Zoe", "Bob", 1), "is damaged; start again"),
        (good[..good.len() - 20].to_owned(), "is damaged"),
        (good.replacen(" 1 ", " 9 ", 1), "newer mwaccount"),
        ("hello\n".to_owned(), "no suspended conversation"),
        (String::new(), "no suspended conversation"),
    ] {
        real.write("saved", &text);
        assert_usage_error(&real.resume(&["--field", "captcha=Paris"]), what);
        assert_eq!(fs::read_to_string(real.path("saved")).unwrap(), text);
    }
    fs::remove_file(real.path("saved")).unwrap();
    assert_usage_error(&real.resume(&[]), "there is no file saved");
    fs::write(real.path("saved"), b"\xff").unwrap();
    assert_usage_error(&real.resume(&[]), "must be UTF-8");
}

/// The account is kept during the creator's second factor, except its secrets.
#[test]
fn resumed_login_continues_with_the_creation() {
    let real = RealWiki::new("private+oath+terms", "login");
    real.write("motto", "Festina lente");
    let result = real.create_as_admin(
        &[
            &SUSPEND[..],
            &["--email", "z@example.org", "--reason", "Later"],
            &["--field", "terms=yes", "--field", "colour=green"],
            &["--field-file", "motto=motto"],
        ]
        .concat(),
    );
    assert_eq!(assert_outcome(&result, "ask")["stage"], "login");
    assert!(real.is_private("saved"));
    let text = fs::read_to_string(real.path("saved")).unwrap();
    assert!(!text.contains("Festina") && !text.contains(PASSWORD));

    let code = format!("OATHToken={}", totp::code(KEY, 0));
    let result = real.resume(&["--field", &code, "--password-file", "zoe"]);
    assert_usage_error(&result, "--field-file motto=FILE");
    let result = real.resume(&[
        "--field",
        &code,
        "--field-file",
        "motto=motto",
        "--password-file",
        "zoe",
    ]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(result.json()["stage"], "creation");
    real.assert_zoe_exists();
    let lab = Client::new(&real.api.replace("api.php", "__lab")).get(&[]);
    let sent = &lab["Zoe"].as_array().unwrap().last().unwrap()["fields"];
    assert_eq!(sent["motto"], "Festina lente");
    assert_eq!(sent["colour"], "green");
}

#[test]
fn resumed_login_without_a_password_asks_for_it_later() {
    let real = RealWiki::new("private+oath", "afterwards");
    assert_outcome(&real.create_as_admin(&SUSPEND), "ask");
    let code = format!("OATHToken={}", totp::code(KEY, 0));
    let json = assert_outcome(&real.resume(&["--field", &code]), "ask");
    assert_eq!(json["stage"], "creation");
    let fields = json["fields"].as_array().unwrap();
    assert!(fields.iter().any(|field| field["name"] == "password"));
    let message = json["message"].as_str().unwrap();
    assert!(message.contains("mwaccount resume saved"), "{message}");
    let result = real.resume(&["--password-file", "zoe"]);
    assert_eq!(result.status, 0, "{result:?}");
    real.assert_zoe_exists();
}

/// The creator's password is a field of the login; the account's password is an option.
#[test]
fn resumed_login_asks_for_the_creators_password_again() {
    let real = RealWiki::new("domain+nocreate", "resumed");
    let result = real.create_as_admin(&[&SUSPEND[..], &["--domain", "lab"]].concat());
    assert_eq!(
        assert_outcome(&result, "ask")["fields"][0]["name"],
        "domain"
    );
    let domain = ["--field", "domain=lab", "--password-file", "zoe"];
    assert_usage_error(&real.resume(&domain), "\"password\" must be filled");
    let result = real.resume(&[&domain[..], &["--field-file", "password=admin"]].concat());
    assert_eq!(result.status, 0, "{result:?}");
}

#[test]
fn resume_needs_the_access_token_again() {
    let real = RealWiki::new("bearer+otp+nocreate", "token");
    real.write("token", "labtoken\n");
    let token = ["--oauth-token-file", "token"];
    let result = real.create(&[&token[..], &SUSPEND].concat());
    assert_outcome(&result, "ask");
    let text = fs::read_to_string(real.path("saved")).unwrap();
    assert!(!text.contains("labtoken"));
    let skip = ["--field", "otpSkip=yes"];
    assert_usage_error(&real.resume(&skip), "--oauth-token-file");
    let with_token = [&token[..], &skip].concat();
    assert_usage_error(&real.resume(&with_token), "--wiki");
    let elsewhere = ["--wiki", "https://other.example.org/w/api.php"];
    let result = real.resume(&[&with_token[..], &elsewhere].concat());
    assert_usage_error(&result, "is with another wiki");
    let result = real.resume(&[&with_token[..], &["--wiki", &real.api]].concat());
    assert_eq!(result.status, 0, "{result:?}");
}

#[test]
fn answer_command_answers_the_next_captcha() {
    let real = RealWiki::new("questy", "again");
    assert_outcome(&real.create(&SUSPEND), "ask");
    let result = real.resume(&[
        "--field",
        "captcha=Lyon",
        "--password-file",
        "zoe",
        "--answer-command",
        "echo '{\"captcha\": \"Paris\"}'",
    ]);
    assert_eq!(result.status, 0, "{result:?}");
    real.assert_zoe_exists();
}
