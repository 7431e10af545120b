//! A login through another site, for a user without an account here, and the account created from it.

use serde_json::Value;

use crate::client::Client;
use testwiki::{Captcha, RunningWiki, Server, Setting, Wiki};

const NAME: &str = "Known elsewhere";

/// The fields that create an account from the preserved name, without a password.
const PRESERVED: [(&str, &str); 3] = [
    ("password", ""),
    ("retype", ""),
    ("createpreservestate", "1"),
];

fn log_in(client: &mut Client, more: &[(&str, &str)]) -> Value {
    let token = client.token("login");
    let login = [
        ("action", "clientlogin"),
        ("logintoken", &token),
        ("loginreturnurl", "http://localhost/"),
    ];
    client.api(&[&login, more].concat())["clientlogin"].clone()
}

/// Logs in through the other site, and comes back.
fn sign_on(client: &mut Client) -> Value {
    let there = log_in(client, &[("labsignon", "1")]);
    assert_eq!(there["status"], "REDIRECT", "{there}");
    let back = [("logincontinue", "1"), ("code", "c0de"), ("state", "st4te")];
    log_in(client, &back)
}

fn info(client: &mut Client, action: &str) -> Value {
    let query = [
        ("action", "query"),
        ("meta", "authmanagerinfo"),
        ("amirequestsfor", action),
    ];
    client.api(&query)["query"]["authmanagerinfo"].clone()
}

fn wiki(server: &Server, setting: Setting) -> (RunningWiki, Client) {
    start(server, Wiki::release("1.43").setting(setting))
}

fn start(server: &Server, wiki: Wiki) -> (RunningWiki, Client) {
    let running = server.add(wiki);
    let client = Client::of(&running.url());
    (running, client)
}

#[test]
fn an_account_without_a_password_is_made_of_a_login() {
    let server = Server::start().unwrap();
    let (wiki, mut client) = wiki(&server, Setting::SignOn);
    let told = sign_on(&mut client);
    assert_eq!(
        (&told["status"], &told["canpreservestate"]),
        (&"RESTART".into(), &true.into())
    );
    let create = info(&mut client, "create");
    assert_eq!(
        (
            &create["haspreservedstate"],
            &create["hasprimarypreservedstate"]
        ),
        (&true.into(), &true.into())
    );
    assert_eq!(create["preservedusername"], NAME);
    let login = info(&mut client, "login");
    assert_eq!(
        (&login["haspreservedstate"], &login["preservedusername"]),
        (&false.into(), &NAME.into())
    );

    let made = client.create(NAME, &PRESERVED)["createaccount"].clone();
    assert_eq!(
        (&made["status"], &made["username"]),
        (&"PASS".into(), &NAME.into())
    );
    assert_eq!(wiki.account(NAME).unwrap().password, "");
    let after = info(&mut client, "create");
    assert_eq!(after["preservedusername"], NAME, "it stays");
    let empty = [("username", NAME), ("password", "")];
    assert_eq!(
        log_in(&mut client, &empty)["messagecode"],
        "authmanager-authn-no-primary"
    );
}

#[test]
fn a_preserved_name_must_be_asked_for_and_is_the_only_one() {
    let server = Server::start().unwrap();
    let (wiki, mut client) = wiki(&server, Setting::SignOn);
    for (name, form, code) in [
        (NAME, &PRESERVED[..2], "authmanager-create-no-primary"),
        ("Zoe", &PRESERVED[..], "lab-sign-on-name"),
        (
            NAME,
            &[("createpreservestate", "1"), ("retype", "x")][..],
            "badretype",
        ),
    ] {
        sign_on(&mut client);
        let told = client.create(name, form)["createaccount"].clone();
        assert_eq!(told["messagecode"], code, "{told}");
    }
    assert_eq!(wiki.accounts().len(), 1);
}

/// The API preserves only the state of its last response, so a wrong captcha costs another login.
#[test]
fn a_refusal_drops_the_preserved_name() {
    let server = Server::start().unwrap();
    let wiki = Wiki::release("1.43").setting(Setting::SignOn);
    let (_wiki, mut client) = start(&server, wiki.captcha(Captcha::Turnstile));
    sign_on(&mut client);
    let wrong = [&PRESERVED[..], &[("captchaWord", "x")]].concat();
    let told = client.create(NAME, &wrong)["createaccount"].clone();
    assert_eq!(told["messagecode"], "captcha-createaccount-fail");
    assert_eq!(told["canpreservestate"], false);
    let right = [&PRESERVED[..], &[("captchaWord", "labword")]].concat();
    let told = client.create(NAME, &right)["createaccount"].clone();
    assert_eq!(told["messagecode"], "authmanager-create-no-primary");
    sign_on(&mut client);
    let told = client.create(NAME, &right)["createaccount"].clone();
    assert_eq!(told["status"], "PASS");
}

#[test]
fn a_login_may_go_on_otherwise() {
    let server = Server::start().unwrap();
    let (_wiki, mut client) = wiki(&server, Setting::SignOn);
    let goes_on = ("logincontinue", "1");
    let told = log_in(&mut client, &[goes_on]);
    assert_eq!(told["messagecode"], "authmanager-authn-not-in-progress");
    log_in(&mut client, &[("labsignon", "1")]);
    let told = log_in(&mut client, &[goes_on, ("code", "c0de"), ("state", "x")]);
    assert_eq!(told["messagecode"], "lab-openid-denied");
    sign_on(&mut client);
    let admin = [
        goes_on,
        ("username", "Admin"),
        ("password", "adminpass12345"),
    ];
    assert_eq!(log_in(&mut client, &admin)["status"], "PASS");
}

#[test]
fn a_login_that_fails_may_preserve_too() {
    let server = Server::start().unwrap();
    let (wiki, mut client) = wiki(&server, Setting::SignOnFail);
    let told = sign_on(&mut client);
    assert_eq!(
        (&told["status"], &told["canpreservestate"]),
        (&"FAIL".into(), &true.into())
    );
    let made = client.create(NAME, &PRESERVED)["createaccount"].clone();
    assert_eq!(made["status"], "PASS", "{made}");
    assert!(wiki.account(NAME).is_some());
}

/// A provider that knows the user elsewhere answers the right password with RESTART, once.
#[test]
fn a_restarted_login_is_begun_again_with_its_state() {
    let server = Server::start().unwrap();
    let (wiki, mut client) = wiki(&server, Setting::LinkedLogin);
    let admin = [("username", "Admin"), ("password", "adminpass12345")];
    assert_eq!(log_in(&mut client, &admin)["status"], "RESTART");
    assert!(wiki.logged_in_users().is_empty());
    let without_state = log_in(&mut client, &admin);
    assert_eq!(without_state["status"], "RESTART", "{without_state}");
    let again = [&admin[..], &[("loginpreservestate", "1")]].concat();
    assert_eq!(log_in(&mut client, &again)["status"], "PASS");
    assert_eq!(wiki.logged_in_users(), ["Admin"]);
}
