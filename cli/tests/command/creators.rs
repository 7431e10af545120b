//! Creators who log in, on a real wiki.

use std::fs;

use serde_json::{Value, json};

use ::support::{client::Client, totp};

use crate::support::real::{ADMIN, KEY, Real};

#[test]
fn a_creator_logs_in_with_a_password() {
    let real = Real::new("private", "password");
    let ran = real.create(&["--password-file", "zoe"]);
    assert_eq!(ran.status, 1, "{ran:?}");
    assert_eq!(ran.json()["reason"], "not-permitted");
    assert_eq!(ran.json()["stage"], "creation");

    let ran = real.create_as_admin(&["--password-file", "zoe", "--reason", "For the course"]);
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(ran.json()["warnings"], json!([]));
    let log = Client::logged_in(&real.api, "Admin", ADMIN).get(&[
        ("action", "query"),
        ("list", "logevents"),
        ("letype", "newusers"),
        ("letitle", "User:Zoe"),
    ]);
    let entry = &log["query"]["logevents"][0];
    assert_eq!(entry["user"], "Admin");
    assert_eq!(entry["comment"], "For the course");
}

#[test]
fn a_login_that_fails_creates_nothing() {
    let real = Real::new("plain", "wrong");
    let args = [
        "--login",
        "Admin",
        "--login-password-file",
        "zoe",
        "--password-file",
        "zoe",
    ];
    let ran = real.create(&args);
    assert_eq!(ran.status, 1, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["outcome"], "refused");
    assert_eq!(json["stage"], "login");
    assert_eq!(json["reason"], "login-failed");
    assert_eq!(json["code"], "wrongpassword");
    real.has_no_zoe();

    let named = ["create", real.api.as_str(), "--name", "Zoe"];
    let ran = real.run(&[&named[..], &args].concat());
    assert!(
        ran.err.starts_with("mwaccount: the login failed: "),
        "{ran:?}"
    );
    assert!(ran.err.ends_with("; check the credentials\n"), "{ran:?}");
}

#[test]
fn a_creator_gives_a_second_factor() {
    let real = Real::new("private+oath", "factor");
    let answer = format!(
        "cat > asked; echo '{{\"OATHToken\": \"{}\"}}'",
        totp::code(KEY, 0)
    );
    let ran = real.create_as_admin(&["--password-file", "zoe", "--answer-command", &answer]);
    assert_eq!(ran.status, 0, "{ran:?}");
    real.has_zoe();
    let asked = fs::read_to_string(real.path("asked")).unwrap();
    let asked: Value = serde_json::from_str(&asked).unwrap();
    assert_eq!(asked["stage"], "login");
    assert_eq!(asked["fields"][0]["name"], "OATHToken");
    assert!(asked["message"].is_string());
}

#[test]
fn without_anybody_to_give_it_the_login_says_so() {
    let real = Real::new("private+oath", "nobody");
    let ran = real.create_as_admin(&["--password-file", "zoe"]);
    assert_eq!(ran.status, 3, "{ran:?}");
    let json = ran.json();
    assert_eq!(
        (&json["outcome"], &json["stage"]),
        (&json!("ask"), &json!("login"))
    );
    assert_eq!(json["fields"][0]["name"], "OATHToken");
    let message = json["message"].as_str().unwrap();
    assert!(message.contains("--suspend-to"), "{message}");
}

#[test]
fn a_domain_belongs_to_the_login() {
    let real = Real::new("domain+nocreate", "domain");
    let ran = real.create_as_admin(&[
        "--login-domain",
        "lab",
        "--domain",
        "lab",
        "--password-file",
        "zoe",
    ]);
    assert_eq!(ran.status, 0, "{ran:?}");
}

#[test]
fn an_access_token_is_enough() {
    let real = Real::new("bearer+private", "token");
    real.write("token", "labtoken\n");
    let args = ["--oauth-token-file", "token", "--password-file", "zoe"];
    let ran = real.create(&args);
    assert_eq!(ran.keeps("labtoken").status, 0, "{ran:?}");
    real.write("token", "nonsense\n");
    let ran = real.create(&args);
    assert_eq!(ran.keeps("nonsense").status, 1, "{ran:?}");
    assert_eq!(ran.json()["reason"], "login-failed");
}

#[test]
fn a_password_is_mailed() {
    let real = Real::new("nocreate", "mail");
    let mail = ["--mail-password", "--email", "zoe@example.org"];
    let ran = real.create_as_admin(&mail);
    assert_eq!(ran.status, 0, "{ran:?}");
    let mails = Client::new(&real.api.replace("api.php", "__mail")).get(&[]);
    assert_eq!(mails[0]["to"][0], "zoe@example.org");
    assert!(mails[0]["body"].as_str().unwrap().contains("Zoe"));

    // Nobody but a creator is offered that.
    let ran = Real::new("plain", "mail").create(&mail);
    assert_eq!(ran.status, 5, "{ran:?}");
    assert_eq!(ran.json()["reason"], "invalid-argument");
}
