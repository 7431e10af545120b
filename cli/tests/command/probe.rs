//! `mwaccount probe`, on real wikis and on a server that is not a wiki.

use serde_json::{Value, json};

use ::support::totp;

use crate::support::{
    PASSWORD, Response, Wiki, mwaccount,
    real::{ADMIN, KEY, RealWiki},
    run_with,
};

fn probe(real: &RealWiki, args: &[&str]) -> Value {
    let result = real.run(&[&["probe", real.api.as_str(), "--json"], args].concat());
    assert_eq!(result.status, 0, "{result:?}");
    let json = result.json();
    assert_eq!(json["outcome"], "probed");
    json
}

#[test]
fn open_wiki_is_probed() {
    let real = RealWiki::new("questy+policy", "open");
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
    real.assert_no_zoe();
}

#[test]
fn private_wiki_is_probed_as_a_creator() {
    let real = RealWiki::new("private+oath", "private");
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

    let result = real.run(&[&["probe", real.api.as_str(), "--json"], &login[..]].concat());
    assert_eq!(result.status, 3, "{result:?}");
    let json = result.json();
    assert_eq!(json["outcome"], "ask");
    assert_eq!(json["fields"][0]["name"], "OATHToken");
    assert!(!json["message"].as_str().unwrap().contains("--suspend-to"));
}

#[test]
fn text_output_is_a_list() {
    let real = RealWiki::new("plain", "list");
    let result = real.run(&["probe", real.api.as_str(), "--name", "Admin"]);
    assert_eq!((result.status, result.err.as_str()), (0, ""), "{result:?}");
    for line in [
        "may create:      yes",
        "captcha:         no",
        "name:            refused: ",
    ] {
        assert!(result.out.contains(line), "{result:?}");
    }
}

#[test]
fn not_a_wiki_is_an_error() {
    let wiki = Wiki::new(|_| Response::Xml("<html>"));
    let result = run_with(mwaccount(&["probe", &wiki.api(), "--json"]), "");
    assert_eq!(result.status, 5, "{result:?}");
    let json = result.assert_hides(PASSWORD).assert_hides(ADMIN).json();
    assert_eq!(json["outcome"], "error");
    assert_eq!(json["reason"], "not-a-wiki");
    assert_eq!(json["may_create"], Value::Null);
    assert_eq!(json["fields"], json!([]));
    assert_eq!(json["requests"], wiki.requests().len());
}
