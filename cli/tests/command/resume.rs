//! Conversations put down and taken up by another process, on a real wiki.

use std::fs;

use serde_json::{Value, json};

use ::support::{client::Client, totp};

use crate::support::{
    PASSWORD, Ran,
    real::{KEY, Real},
};

/// `create` and its options that put the conversation down in `it`.
const PUT_DOWN: [&str; 4] = ["--password-file", "zoe", "--suspend-to", "it"];

fn asks(ran: &Ran, outcome: &str) -> Value {
    assert_eq!(ran.status, 3, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["outcome"], outcome, "{ran:?}");
    json
}

/// Wrong usage that has changed nothing.
fn is_misuse(ran: &Ran, what: &str) {
    assert_eq!(ran.status, 2, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["reason"], "invalid-argument");
    assert_eq!(json["requests"], 0);
    assert!(json["message"].as_str().unwrap().contains(what), "{ran:?}");
}

/// The manual's third example: a captcha, an OpenID provider, a second factor.
#[test]
fn a_captcha_a_redirect_and_a_second_factor_in_four_processes() {
    let real = Real::new("questy+openid", "three");
    let json = asks(
        &real.create(&[&PUT_DOWN[..], &["--email", "z@example.org"]].concat()),
        "ask",
    );
    assert_eq!(json["account_exists"], false);
    assert!(real.is_private("it"));
    let text = fs::read_to_string(real.path("it")).unwrap();
    assert!(!text.contains(PASSWORD));

    let with_password = ["--field", "captcha=Paris", "--password-file", "zoe"];
    let json = asks(&real.resume(&with_password), "redirect");
    assert!(real.is_private("it"));
    assert!(json["redirect_url"].as_str().unwrap().contains("/__openid"));
    assert_eq!(json["fields"][0]["name"], "code");

    let back = format!("{}?code=c0de&state=st4te", real.api);
    let json = asks(&real.resume(&["--returned", &back]), "ask");
    assert!(real.is_private("it"));
    assert_eq!(json["fields"][1]["name"], "otpToken");

    real.write("code", "123456\n");
    let last = ["--field-file", "otpToken=code", "--field", "otpPlan=b"];
    let ran = real.resume(&[&last[..], &["--field", "otpTags=x"]].concat());
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(ran.json()["outcome"], "created");
    assert_eq!(ran.json()["name"], "Zoe");
    assert_eq!(ran.json()["warnings"], json!([]));
    assert!(!real.path("it").exists());
    let user = Client::logged_in(&real.api, "Zoe", PASSWORD).get(&[
        ("action", "query"),
        ("meta", "userinfo"),
        ("uiprop", "email"),
    ]);
    assert_eq!(user["query"]["userinfo"]["email"], "z@example.org");

    is_misuse(&real.resume(&last), "is over or was taken up already");
}

#[test]
fn what_does_not_fit_leaves_the_file() {
    let real = Real::new("questy+openid", "misfit");
    asks(&real.create(&PUT_DOWN), "ask");
    let before = fs::read_to_string(real.path("it")).unwrap();
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
        let ran = real.resume(args);
        is_misuse(&ran, what);
        assert_eq!(fs::read_to_string(real.path("it")).unwrap(), before);
    }
    // Nobody answers, and it moves to another file.
    let json = asks(&real.resume(&["--suspend-to", "there"]), "ask");
    assert_eq!(json["requests"], 0);
    assert!(!real.path("it").exists() && real.is_private("there"));
}

#[test]
fn a_wrong_answer_is_told_and_a_step_stays() {
    let real = Real::new("otp", "late");
    let json = asks(&real.create(&PUT_DOWN), "ask");
    assert_eq!(json["account_exists"], true);
    let json = asks(&real.resume(&["--field", "otpPlan=b"]), "ask");
    assert_eq!(json["account_exists"], true);
    let ran = real.resume(&[
        "--answer-command",
        "echo '{\"otpToken\": \"123456\", \"otpTags\": [\"x\", \"y\"]}'",
    ]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(ran.json()["warnings"], json!([]));
}

/// The account exists, so its being unfinished is no failure.
#[test]
fn giving_up_after_the_account_exists_is_no_failure() {
    let real = Real::new("otp", "unfinished");
    asks(&real.create(&PUT_DOWN), "ask");
    let ran = real.resume(&["--answer-command", "exit 1"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["outcome"], "created");
    assert_eq!(json["warnings"][0]["code"], "setup-unfinished");
    let message = json["warnings"][0]["message"].as_str().unwrap();
    assert!(message.contains("it can be used again"), "{message}");
    real.has_zoe();
    let ran = real.resume(&["--field", "otpSkip=yes"]);
    assert_eq!(ran.json()["warnings"], json!([]), "{ran:?}");
}

#[test]
fn a_copy_is_used_up_too() {
    let real = Real::new("otpfirst", "copy");
    asks(&real.create(&PUT_DOWN), "ask");
    fs::copy(real.path("it"), real.path("copy")).unwrap();
    let ran = real.resume(&["--field", "otpSkip=yes"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    fs::rename(real.path("copy"), real.path("it")).unwrap();
    let ran = real.resume(&["--field", "otpSkip=yes"]);
    assert_ne!(ran.json()["outcome"], "error", "{ran:?}");
    assert!(ran.json()["requests"].as_u64() > Some(0), "{ran:?}");
    assert!(!real.path("it").exists());
}

#[test]
fn damaged_and_foreign_files_are_told_apart() {
    let real = Real::new("questy", "damaged");
    asks(&real.create(&PUT_DOWN), "ask");
    let good = fs::read_to_string(real.path("it")).unwrap();
    for (text, what) in [
        (good.replacen("Zoe", "Bob", 1), "is damaged; begin anew"),
        (good[..good.len() - 20].to_owned(), "is damaged"),
        (good.replacen(" 1 ", " 9 ", 1), "newer mwaccount"),
        ("hello\n".to_owned(), "no suspended conversation"),
        (String::new(), "no suspended conversation"),
    ] {
        real.write("it", &text);
        is_misuse(&real.resume(&["--field", "captcha=Paris"]), what);
        assert_eq!(fs::read_to_string(real.path("it")).unwrap(), text);
    }
    fs::remove_file(real.path("it")).unwrap();
    is_misuse(&real.resume(&[]), "there is no file it");
    fs::write(real.path("it"), b"\xff").unwrap();
    is_misuse(&real.resume(&[]), "must be UTF-8");
}

/// The account survives the creator's second factor, but for its secrets.
#[test]
fn a_login_goes_on_to_the_account() {
    let real = Real::new("private+oath+terms", "login");
    real.write("motto", "Festina lente");
    let ran = real.create_as_admin(
        &[
            &PUT_DOWN[..],
            &["--email", "z@example.org", "--reason", "Later"],
            &["--field", "terms=yes", "--field", "colour=green"],
            &["--field-file", "motto=motto"],
        ]
        .concat(),
    );
    assert_eq!(asks(&ran, "ask")["stage"], "login");
    assert!(real.is_private("it"));
    let text = fs::read_to_string(real.path("it")).unwrap();
    assert!(!text.contains("Festina") && !text.contains(PASSWORD));

    let code = format!("OATHToken={}", totp::code(KEY, 0));
    let ran = real.resume(&["--field", &code, "--password-file", "zoe"]);
    is_misuse(&ran, "--field-file motto=FILE");
    let ran = real.resume(&[
        "--field",
        &code,
        "--field-file",
        "motto=motto",
        "--password-file",
        "zoe",
    ]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(ran.json()["stage"], "creation");
    real.has_zoe();
    let lab = Client::new(&real.api.replace("api.php", "__lab")).get(&[]);
    let sent = &lab["Zoe"].as_array().unwrap().last().unwrap()["fields"];
    assert_eq!(sent["motto"], "Festina lente");
    assert_eq!(sent["colour"], "green");
}

#[test]
fn a_login_without_the_password_asks_for_it_afterwards() {
    let real = Real::new("private+oath", "afterwards");
    asks(&real.create_as_admin(&PUT_DOWN), "ask");
    let code = format!("OATHToken={}", totp::code(KEY, 0));
    let json = asks(&real.resume(&["--field", &code]), "ask");
    assert_eq!(json["stage"], "creation");
    let fields = json["fields"].as_array().unwrap();
    assert!(fields.iter().any(|field| field["name"] == "password"));
    let message = json["message"].as_str().unwrap();
    assert!(message.contains("mwaccount resume it"), "{message}");
    let ran = real.resume(&["--password-file", "zoe"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    real.has_zoe();
}

/// The creator's password is a field of the login, and the account's an option.
#[test]
fn a_login_asks_for_the_creators_password_again() {
    let real = Real::new("domain+nocreate", "resumed");
    let ran = real.create_as_admin(&[&PUT_DOWN[..], &["--domain", "lab"]].concat());
    assert_eq!(asks(&ran, "ask")["fields"][0]["name"], "domain");
    let domain = ["--field", "domain=lab", "--password-file", "zoe"];
    is_misuse(&real.resume(&domain), "\"password\" must be filled");
    let ran = real.resume(&[&domain[..], &["--field-file", "password=admin"]].concat());
    assert_eq!(ran.status, 0, "{ran:?}");
}

#[test]
fn an_access_token_is_given_again() {
    let real = Real::new("bearer+otp+nocreate", "token");
    real.write("token", "labtoken\n");
    let token = ["--oauth-token-file", "token"];
    let ran = real.create(&[&token[..], &PUT_DOWN].concat());
    asks(&ran, "ask");
    let text = fs::read_to_string(real.path("it")).unwrap();
    assert!(!text.contains("labtoken"));
    let skip = ["--field", "otpSkip=yes"];
    is_misuse(&real.resume(&skip), "--oauth-token-file");
    let ran = real.resume(&[&token[..], &skip].concat());
    assert_eq!(ran.status, 0, "{ran:?}");
}

#[test]
fn another_captcha_is_answered_by_the_command() {
    let real = Real::new("questy", "again");
    asks(&real.create(&PUT_DOWN), "ask");
    let ran = real.resume(&[
        "--field",
        "captcha=Lyon",
        "--password-file",
        "zoe",
        "--answer-command",
        "echo '{\"captcha\": \"Paris\"}'",
    ]);
    assert_eq!(ran.status, 0, "{ran:?}");
    real.has_zoe();
}
