//! Creators who log in, on real MediaWiki 1.35, 1.39 and 1.43.

use mwaccount::{
    Answers, Credentials, NewAccount, Purpose, Reason, Step, Wiki,
    http::{Reply, Request},
    transport::{Limits, Transport, Ureq},
};
use support::{
    accounts::{ADMIN_PASSWORD, PASSWORD, TOTP_KEY, admin},
    client::Client,
    mediawiki::{RELEASES, api},
    totp,
};

use crate::on_each;

/// The bot password that the harness sets up.
const BOT_PASSWORD: &str = "labbotpassword1234567890abcdefgh";

fn pupil() -> NewAccount {
    NewAccount::new("Pupil").password(PASSWORD)
}

fn logged_in(wiki: &mut Wiki, credentials: Credentials, release: &str) {
    match wiki.log_in(credentials).step() {
        Ok(Step::LoggedIn(name)) => assert_eq!(name, "Admin", "{release}"),
        other => panic!("{release}: {other:?}"),
    }
    assert_eq!(wiki.session().creator(), Some("Admin"));
}

fn created(wiki: &mut Wiki, account: NewAccount, release: &str) {
    match wiki.create(account).step() {
        Ok(Step::Created(created)) => assert_eq!(created.warnings, [], "{release}"),
        other => panic!("{release}: {other:?}"),
    }
}

#[test]
fn a_password_logs_a_creator_in_and_the_log_names_them() {
    on_each("private", "admin", |wiki, release| {
        logged_in(wiki, admin(), release);
        assert_eq!(wiki.requests(), 2, "{release}");
        created(wiki, pupil().reason("For the course"), release);
        assert_eq!(wiki.requests(), 4, "{release}");
        created(wiki, NewAccount::new("Second").password(PASSWORD), release);
        assert_eq!(wiki.requests(), 5, "{release}");
        let mut client =
            Client::logged_in(wiki.session().api_url().as_str(), "Admin", ADMIN_PASSWORD);
        let log = client.get(&[
            ("action", "query"),
            ("list", "logevents"),
            ("letype", "newusers"),
            ("letitle", "User:Pupil"),
        ]);
        let entry = &log["query"]["logevents"][0];
        assert_eq!(entry["user"], "Admin", "{release}");
        assert_eq!(entry["action"], "create2", "{release}");
        assert_eq!(entry["comment"], "For the course", "{release}");
    });
}

#[test]
fn a_bot_password_and_an_access_token_log_a_creator_in() {
    for (settings, credentials) in [
        (
            "bot+private",
            Credentials::password("Admin@lab", BOT_PASSWORD),
        ),
        ("bearer+private", Credentials::oauth("labtoken")),
    ] {
        on_each(settings, "key", |wiki, release| {
            logged_in(wiki, credentials.clone(), release);
            created(wiki, pupil(), release);
        });
    }
}

#[test]
fn a_domain_is_part_of_the_credentials() {
    on_each("domain+nocreate", "domain", |wiki, release| {
        let credentials = Credentials::in_domain("Admin", ADMIN_PASSWORD, "lab");
        logged_in(wiki, credentials, release);
        created(wiki, pupil().domain("lab"), release);
    });
    on_each("domain+nocreate", "nodomain", |wiki, release| {
        let mut login = wiki.log_in(admin());
        let Ok(Step::Ask(ask)) = login.step() else {
            panic!("{release}: no ask");
        };
        assert_eq!(ask.fields[0].name, "domain", "{release}");
        let wrong = login.answer(Answers::new().with("domain", "nowhere"));
        assert_eq!(wrong.unwrap_err().field.as_deref(), Some("domain"));
        match login.answer(Answers::new().with("domain", "lab")) {
            Ok(Step::LoggedIn(_)) => {}
            other => panic!("{release}: {other:?}"),
        }
    });
}

/// A code is valid once per wiki, so the wrong one comes first.
#[test]
fn a_second_factor_is_asked_for() {
    on_each("private+oath", "factor", |wiki, release| {
        let mut login = wiki.log_in(admin());
        for code in ["000000".to_owned(), totp::code(TOTP_KEY, 0)] {
            let Ok(Step::Ask(ask)) = login.step() else {
                panic!("{release}: no ask");
            };
            assert_eq!(ask.fields[0].name, "OATHToken", "{release}");
            assert!(ask.message.is_some(), "{release}");
            login
                .answer(Answers::new().with("OATHToken", code))
                .unwrap();
        }
        match login.step() {
            Ok(Step::LoggedIn(name)) => assert_eq!(name, "Admin"),
            other => panic!("{release}: {other:?}"),
        }
        created(wiki, pupil(), release);
    });
}

#[test]
fn an_expired_password_is_changed_on_the_way_in() {
    on_each("expired", "expired", |wiki, release| {
        let mut login = wiki.log_in(admin());
        let Ok(Step::Ask(ask)) = login.step() else {
            panic!("{release}: no ask");
        };
        let names: Vec<&str> = ask.fields.iter().map(|field| field.name.as_str()).collect();
        assert_eq!(names, ["password", "retype"], "{release}");
        let answers = Answers::new()
            .with("password", PASSWORD)
            .with("retype", PASSWORD);
        match login.answer(answers) {
            Ok(Step::LoggedIn(_)) => {}
            other => panic!("{release}: {other:?}"),
        }
    });
}

#[test]
fn refused_logins_have_their_reason() {
    for (settings, credentials, reason) in [
        (
            "plain",
            Credentials::password("Admin", "wrong"),
            Reason::LoginFailed,
        ),
        (
            "plain",
            Credentials::password("Nobody", "wrong"),
            Reason::LoginFailed,
        ),
        (
            "bot",
            Credentials::password("Admin@lab", "wrong"),
            Reason::LoginFailed,
        ),
        ("bearer", Credentials::oauth("wrong"), Reason::LoginFailed),
    ] {
        on_each(settings, "wrong", |wiki, release| {
            match wiki.log_in(credentials.clone()).step() {
                Ok(Step::Refused(refused)) => {
                    assert_eq!(refused.reason, reason, "{release}: {refused:?}");
                    assert!(refused.message.len() > 10, "{release}: {refused:?}");
                }
                other => panic!("{release}: {other:?}"),
            }
            assert_eq!(wiki.session().creator(), None);
        });
    }
    let mut wiki = Wiki::connect(&api("1.39", "plain", "empty")).unwrap();
    let error = wiki.log_in(Credentials::password("Admin", "")).step();
    assert_eq!(error.unwrap_err().reason, Reason::InvalidArgument);
}

#[test]
fn a_token_without_the_right_grant_may_not_create() {
    on_each("bearer", "grant", |wiki, release| {
        logged_in(wiki, Credentials::oauth("labtokenbasic"), release);
        match wiki.create(pupil()).step() {
            Ok(Step::Refused(refused)) => {
                assert_eq!(refused.reason, Reason::NotPermitted, "{release}");
            }
            other => panic!("{release}: {other:?}"),
        }
    });
}

#[test]
fn a_password_is_mailed_to_its_user() {
    on_each("nocreate", "mail", |wiki, release| {
        logged_in(wiki, admin(), release);
        let account = NewAccount::new("Pupil").email("pupil@example.org");
        created(wiki, account.clone().mail_password(), release);
        let folder = wiki.session().api_url().join("__mail").unwrap();
        let mails = Client::new(folder.as_str()).get(&[]);
        let mail = &mails[0];
        assert_eq!(mail["to"][0], "pupil@example.org", "{release}");
        let body = mail["body"].as_str().unwrap();
        assert!(body.contains("Pupil"), "{release}: {body}");
    });
    // Only logged-in creators are offered a password by mail.
    on_each("plain", "mail", |wiki, release| {
        let account = NewAccount::new("Pupil").email("pupil@example.org");
        let error = wiki.create(account.mail_password()).step().unwrap_err();
        assert_eq!(error.field.as_deref(), Some("mailpassword"), "{release}");
    });
}

/// A transport that loses the login: from the first request of a creation on, it sends no cookie of the login.
struct Forgetful(Ureq);

impl Transport for Forgetful {
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply {
        let mut request = request.clone();
        if request.purpose != Purpose::LogIn {
            request.headers.retain(|(name, _)| *name != "Cookie");
        }
        self.0.send(&request, limits)
    }
}

#[test]
fn a_lost_login_never_makes_an_anonymous_account() {
    for release in RELEASES {
        let mut wiki = Wiki::builder(&api(release, "plain", "lost"))
            .transport(Forgetful(Ureq::builder().build().unwrap()))
            .build()
            .unwrap();
        logged_in(&mut wiki, admin(), release);
        let error = wiki.create(pupil()).step().unwrap_err();
        assert_eq!(error.reason, Reason::SessionLost, "{release}");
        let users = Client::new(wiki.session().api_url().as_str()).get(&[
            ("action", "query"),
            ("list", "users"),
            ("ususers", "Pupil"),
        ]);
        assert_eq!(users["query"]["users"][0]["missing"], true, "{release}");
    }
}
