//! The login of creators on emulated wikis: captchas after failed logins, and other sites.

use testwiki::{Captcha, RunningWiki, Server, Setting};

use crate::support::*;

/// Runs the command with this login, and these answers of the answer command one after the other.
fn log_in(wiki: &RunningWiki, password: &str, answers: &[&str], more: &[&str]) -> RunResult {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let lines: String = answers.iter().map(|line| format!("{line}\n")).collect();
    let answers = file("answers", &lines);
    let asked = file("asked", "");
    let answerer = format!("cat >> '{asked}'; head -n 1 '{answers}'; sed -i 1d '{answers}'");
    let login = file("login", password);
    let zoe = file("zoe", PASSWORD);
    let mut result = run_with(
        mwaccount(
            &[
                &[
                    "create",
                    &wiki.api(),
                    "--name",
                    "Zoe",
                    "--password-file",
                    &zoe,
                    "--login",
                    "Admin",
                    "--login-password-file",
                    &login,
                    "--json",
                ][..],
                &if lines.is_empty() {
                    vec![]
                } else {
                    vec!["--answer-command", &answerer]
                },
                more,
            ]
            .concat(),
        ),
        "",
    );
    result.err += &std::fs::read_to_string(asked).unwrap();
    result
}

fn guarded(release: &str, setting: Setting) -> testwiki::Wiki {
    testwiki::Wiki::release(release)
        .captcha(Captcha::Questy)
        .setting(setting)
        .setting(Setting::NoCreate)
}

const PARIS: &str = "{\"captcha\": \"Paris\"}";
const LONDON: &str = "{\"captcha\": \"London\"}";

/// The captcha is asked for with the stage `login`, and a wrong answer is answered again.
#[test]
fn the_answer_command_answers_the_captcha_of_a_login() {
    let server = Server::start().unwrap();
    for (release, off) in [
        ("1.43", false),
        ("1.26", false),
        ("1.19", true),
        ("1.39", true),
    ] {
        let wiki = guarded(release, Setting::BadLogin);
        let wiki = server.add(if off {
            wiki.setting(Setting::ApiMissing)
        } else {
            wiki
        });
        // Somebody else's login fails.
        let result = log_in(&wiki, "nope", &[], &[]);
        let json = result.json();
        assert_eq!(json["outcome"], "ask", "{release}: {result:?}");
        assert_eq!(json["stage"], "login", "{release}: {result:?}");

        let result = log_in(&wiki, "adminpass12345", &[LONDON, PARIS], &[]);
        assert_eq!(result.json()["outcome"], "created", "{release}: {result:?}");
        assert!(result.err.contains("\"stage\":\"login\""), "{result:?}");
        assert!(result.err.contains("What is the capital of France?"));
        assert_eq!(
            wiki.account("Zoe").unwrap().creator.as_deref(),
            Some("Admin")
        );
    }
}

/// A password that stays wrong is not sent again without end.
#[test]
fn a_wrong_password_is_sent_a_few_times_at_most() {
    let server = Server::start().unwrap();
    let wiki = server.add(guarded("1.43", Setting::BadLogin));
    let result = log_in(&wiki, "nope", &[PARIS; 5], &[]);
    let json = result.json();
    assert_eq!(json["outcome"], "refused", "{result:?}");
    assert_eq!(json["reason"], "login-failed");
    let message = json["message"].as_str().unwrap();
    assert!(
        message.contains("the answer to the captcha is wrong"),
        "{message}"
    );
    // The first login has no captcha yet.
    assert_eq!(wiki.requests("clientlogin"), 4);
}

/// Without a source of answers the captcha is the result, not a wrong password.
#[test]
fn a_captcha_without_an_answer_is_reported() {
    let server = Server::start().unwrap();
    let wiki = server.add(guarded("1.43", Setting::BadLogin));
    let result = log_in(&wiki, "nope", &[], &[]);
    let json = result.json();
    assert_eq!(
        (&json["outcome"], &json["stage"]),
        (&"ask".into(), &"login".into())
    );
    assert_eq!(
        json["captcha"]["question"],
        "What is the capital of France?"
    );
    let message = json["message"].as_str().unwrap();
    assert!(message.contains("Incorrect"), "{message}");
    assert!(message.contains("asks for a captcha now"), "{message}");
}

#[test]
fn a_login_of_the_server_is_named() {
    let server = Server::start().unwrap();
    let wiki = server.add(testwiki::Wiki::release("1.39").setting(Setting::RemoteUser));
    let result = log_in(&wiki, "adminpass12345", &[], &[]);
    let json = result.json();
    assert_eq!(json["reason"], "login-failed", "{result:?}");
    let message = json["message"].as_str().unwrap();
    assert!(message.contains("as \"Admin\""), "{message}");
}

/// A redirect without fields is answered with the address alone, and the hint names nothing else.
#[test]
fn a_login_on_another_site_is_suspended_and_resumed() {
    let server = Server::start().unwrap();
    let wiki = testwiki::Wiki::release("1.39").setting(Setting::Pluggable);
    let wiki = server.add(wiki);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("kim.suspended");
    let file = file.to_str().unwrap();
    let button = "{\"pluggableauthlogin0\": true}";
    let result = log_in(&wiki, "unused", &[button], &["--suspend-to", file]);
    let json = result.json();
    assert_eq!(json["outcome"], "redirect", "{result:?}");
    let url = json["redirect_url"].as_str().unwrap();
    assert!(url.starts_with("http://openid.example/"), "{url}");
    let message = json["message"].as_str().unwrap();
    assert!(
        message.ends_with("the address that the browser is sent back to"),
        "{message}"
    );

    let page = wiki
        .api()
        .replace("api.php", "index.php/Special:PluggableAuthLogin");
    let returned = format!("{page}?code=c0de&state=st4te");
    let result = run_with(
        mwaccount(&[
            "resume",
            file,
            "--returned",
            &returned,
            "--password-stdin",
            "--json",
            "--verbose",
        ]),
        &format!("{PASSWORD}\n"),
    );
    assert!(!result.err.contains("c0de"), "{result:?}");
    // The login has succeeded. As a creator Admin may only have a password mailed here.
    assert_eq!(result.json()["stage"], "creation", "{result:?}");
}
