//! The login of creators, on a real wiki.

use std::fs;

use serde_json::{Value, json};

use ::support::{client::Client, totp};

use crate::support::real::{ADMIN, KEY, RealWiki};

#[test]
fn a_creator_logs_in_with_a_password() {
    let real = RealWiki::new("private", "password");
    let result = real.create(&["--password-file", "zoe"]);
    assert_eq!(result.status, 1, "{result:?}");
    assert_eq!(result.json()["reason"], "not-permitted");
    assert_eq!(result.json()["stage"], "creation");

    let result = real.create_as_admin(&["--password-file", "zoe", "--reason", "For the course"]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(result.json()["warnings"], json!([]));
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
    let real = RealWiki::new("plain", "wrong");
    let args = [
        "--login",
        "Admin",
        "--login-password-file",
        "zoe",
        "--password-file",
        "zoe",
    ];
    let result = real.create(&args);
    assert_eq!(result.status, 1, "{result:?}");
    let json = result.json();
    assert_eq!(json["outcome"], "refused");
    assert_eq!(json["stage"], "login");
    assert_eq!(json["reason"], "login-failed");
    assert_eq!(json["code"], "wrongpassword");
    real.assert_no_zoe();

    let named = ["create", real.api.as_str(), "--name", "Zoe"];
    let result = real.run(&[&named[..], &args].concat());
    assert!(
        result.err.starts_with("mwaccount: the login failed: "),
        "{result:?}"
    );
    assert!(
        result.err.ends_with("; check the credentials\n"),
        "{result:?}"
    );
}

#[test]
fn a_creator_gives_a_second_factor() {
    let real = RealWiki::new("private+oath", "factor");
    let answer = format!(
        "cat > asked; echo '{{\"OATHToken\": \"{}\"}}'",
        totp::code(KEY, 0)
    );
    let result = real.create_as_admin(&["--password-file", "zoe", "--answer-command", &answer]);
    assert_eq!(result.status, 0, "{result:?}");
    real.assert_zoe_exists();
    let asked = fs::read_to_string(real.path("asked")).unwrap();
    let asked: Value = serde_json::from_str(&asked).unwrap();
    assert_eq!(asked["stage"], "login");
    assert_eq!(asked["fields"][0]["name"], "OATHToken");
    assert!(asked["message"].is_string());
}

#[test]
fn login_without_a_second_factor_reports_what_is_asked() {
    let real = RealWiki::new("private+oath", "nobody");
    let result = real.create_as_admin(&["--password-file", "zoe"]);
    assert_eq!(result.status, 3, "{result:?}");
    let json = result.json();
    assert_eq!(
        (&json["outcome"], &json["stage"]),
        (&json!("ask"), &json!("login"))
    );
    assert_eq!(json["fields"][0]["name"], "OATHToken");
    let message = json["message"].as_str().unwrap();
    assert!(message.contains("--suspend-to"), "{message}");
}

#[test]
fn login_domain_is_sent_with_the_login() {
    let real = RealWiki::new("domain+nocreate", "domain");
    let result = real.create_as_admin(&[
        "--login-domain",
        "lab",
        "--domain",
        "lab",
        "--password-file",
        "zoe",
    ]);
    assert_eq!(result.status, 0, "{result:?}");
}

#[test]
fn access_token_authenticates_the_creator() {
    let real = RealWiki::new("bearer+private", "token");
    real.write("token", "labtoken\n");
    let args = ["--oauth-token-file", "token", "--password-file", "zoe"];
    let result = real.create(&args);
    assert_eq!(result.assert_hides("labtoken").status, 0, "{result:?}");
    real.write("token", "nonsense\n");
    let result = real.create(&args);
    assert_eq!(result.assert_hides("nonsense").status, 1, "{result:?}");
    assert_eq!(result.json()["reason"], "login-failed");
}

#[test]
fn a_password_is_mailed() {
    let real = RealWiki::new("nocreate", "mail");
    let mail = ["--mail-password", "--email", "zoe@example.org"];
    let result = real.create_as_admin(&mail);
    assert_eq!(result.status, 0, "{result:?}");
    let mails = Client::new(&real.api.replace("api.php", "__mail")).get(&[]);
    assert_eq!(mails[0]["to"][0], "zoe@example.org");
    assert!(mails[0]["body"].as_str().unwrap().contains("Zoe"));

    // Without a login the wiki does not offer it.
    let result = RealWiki::new("plain", "mail").create(&mail);
    assert_eq!(result.status, 5, "{result:?}");
    assert_eq!(result.json()["reason"], "invalid-argument");
}
