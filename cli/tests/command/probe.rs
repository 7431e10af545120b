//! Looking at wikis: real ones, and one that does not answer.

use serde_json::{Value, json};

use ::support::totp;

use crate::support::{
    PASSWORD, Said, Wiki, mwaccount,
    real::{ADMIN, KEY, Real},
    run_with,
};

fn probe(real: &Real, args: &[&str]) -> Value {
    let ran = real.run(&[&["probe", real.api.as_str(), "--json"], args].concat());
    assert_eq!(ran.status, 0, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["outcome"], "probed");
    json
}

#[test]
fn an_open_wiki_tells_what_it_asks() {
    let real = Real::new("questy+policy", "open");
    let json = probe(&real, &[]);
    assert_eq!(json["dialect"], "authmanager");
    assert!(
        json["generator"]
            .as_str()
            .unwrap()
            .starts_with("MediaWiki 1.39.")
    );
    assert_eq!(json["may_create"], true);
    assert_eq!(json["captcha_asked"], true);
    assert_eq!(json["captcha"]["kind"], "question");
    assert_eq!(json["email_required"], false);
    assert_eq!(json["single_sign_on"], false);
    assert_eq!(json["fields"][0]["name"], "captcha");
    for key in ["reason", "code", "message", "name", "password"] {
        assert_eq!(json[key], Value::Null, "{key}");
    }
    assert_eq!(json["wiki"]["generator"], json["generator"]);

    real.write("weak", "zoe\n");
    let json = probe(&real, &["--name", "Admin", "--password-file", "weak"]);
    assert_eq!(json["name"]["good"], false);
    assert_eq!(json["name"]["reason"], "name-taken");
    assert_eq!(json["password"]["reason"], "password-weak");
    let json = probe(&real, &["--name", "Zoe", "--password-file", "zoe"]);
    let good = json!({"good": true, "reason": null, "code": null, "message": null});
    assert_eq!((&json["name"], &json["password"]), (&good, &good));
    real.has_no_zoe();
}

#[test]
fn a_private_wiki_tells_its_users() {
    let real = Real::new("private+oath", "private");
    let json = probe(&real, &[]);
    assert_eq!(json["may_create"], false);
    assert_eq!(json["reason"], "not-permitted");
    assert!(json["message"].is_string());
    let login = ["--login", "Admin", "--login-password-file", "admin"];
    let answer = format!("echo '{{\"OATHToken\": \"{}\"}}'", totp::code(KEY, 0));
    let json = probe(
        &real,
        &[&login[..], &["--answer-command", &answer]].concat(),
    );
    assert_eq!(json["may_create"], true);

    let ran = real.run(&[&["probe", real.api.as_str(), "--json"], &login[..]].concat());
    assert_eq!(ran.status, 3, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["outcome"], "ask");
    assert_eq!(json["fields"][0]["name"], "OATHToken");
    assert!(!json["message"].as_str().unwrap().contains("--suspend-to"));
}

#[test]
fn people_get_a_list() {
    let real = Real::new("plain", "list");
    let ran = real.run(&["probe", real.api.as_str(), "--name", "Admin"]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""), "{ran:?}");
    for line in [
        "may create:      yes",
        "captcha:         no",
        "name:            no: ",
    ] {
        assert!(ran.out.contains(line), "{ran:?}");
    }
}

#[test]
fn what_is_no_wiki_is_an_error() {
    let wiki = Wiki::new(|_| Said::Xml("<html>"));
    let ran = run_with(mwaccount(&["probe", &wiki.api(), "--json"]), "");
    assert_eq!(ran.status, 5, "{ran:?}");
    let json = ran.keeps(PASSWORD).keeps(ADMIN).json();
    assert_eq!(json["outcome"], "error");
    assert_eq!(json["reason"], "not-a-wiki");
    assert_eq!(json["may_create"], Value::Null);
    assert_eq!(json["fields"], json!([]));
    assert_eq!(json["requests"], wiki.seen().len());
}
