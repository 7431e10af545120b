//! Conversations suspended and resumed, on real MediaWiki 1.35, 1.39 and 1.43.

use mwaccount::{
    Answers, Credentials, NewAccount, Reason, Secret, Step, Wiki,
    flow::{Conversation, Interaction},
};
use support::{
    accounts::{ADMIN_PASSWORD, PASSWORD, TOTP_KEY},
    client::{Client, visit},
    mediawiki::{RELEASES, api},
    suspended_text::decoded,
    totp,
};

fn zoe() -> NewAccount {
    NewAccount::new("Zoe Example")
        .password(PASSWORD)
        .email("zoe@example.org")
}

fn resume(text: &Secret) -> (Wiki, Conversation<Interaction>) {
    let written = decoded(text);
    for secret in [PASSWORD, ADMIN_PASSWORD, "Paris", "labtoken", "123456"] {
        assert!(!written.contains(secret), "{secret} is in {written}");
    }
    Wiki::resume(text.expose()).unwrap()
}

/// The manual's third example: a captcha, an OpenID provider, a second factor; each step in a new conversation,
/// as in another process.
#[test]
fn a_captcha_a_redirect_and_a_second_factor_one_process_each() {
    for release in RELEASES {
        let mut wiki = Wiki::builder(&api(release, "questy+openid", "three"))
            .return_url("http://127.0.0.1:9/back")
            .build()
            .unwrap();
        let mut creation = wiki.create(zoe());
        assert!(matches!(creation.step(), Ok(Step::Ask(_))));
        let text = creation.suspend().unwrap();

        let (mut wiki, conversation) = resume(&text);
        let mut creation = wiki.attach(conversation);
        let Ok(Step::Ask(ask)) = creation.step() else {
            panic!("{release}: no ask");
        };
        assert!(ask.captcha.is_some(), "{release}");
        assert!(ask.field("password").is_some(), "{release}");
        let answers = Answers::new()
            .with("captcha", "Paris")
            .with("password", PASSWORD);
        let Ok(Step::Redirect(redirect)) = creation.answer(answers) else {
            panic!("{release}: no redirect");
        };
        assert_eq!(redirect.account_exists, Some(false), "{release}");
        let text = creation.suspend().unwrap();

        let back = visit(&redirect.url);
        assert!(back.starts_with("http://127.0.0.1:9/back?"), "{back}");
        let (mut wiki, conversation) = resume(&text);
        let mut creation = wiki.attach(conversation);
        assert!(matches!(creation.step(), Ok(Step::Redirect(_))));
        let Ok(Step::Ask(ask)) = creation.returned(&back) else {
            panic!("{release}: no second factor");
        };
        assert!(ask.field("otpToken").is_some(), "{release}");
        let text = creation.suspend().unwrap();

        let (mut wiki, conversation) = resume(&text);
        let mut creation = wiki.attach(conversation);
        let answers = Answers::new()
            .with("otpToken", "123456")
            .with("otpPlan", "b")
            .with("otpTags", vec!["x".to_owned(), "y".to_owned()])
            .with("otpAgree", true);
        match creation.answer(answers) {
            Ok(Step::Created(created)) => {
                assert_eq!(created.name, "Zoe Example", "{release}");
                assert_eq!(created.warnings, [], "{release}");
            }
            other => panic!("{release}: {other:?}"),
        }
        let api = wiki.session().api_url().clone();
        let mut client = Client::logged_in(api.as_str(), "Zoe Example", PASSWORD);
        let stored = client.get(&[
            ("action", "query"),
            ("meta", "userinfo"),
            ("uiprop", "email"),
        ]);
        assert_eq!(stored["query"]["userinfo"]["email"], "zoe@example.org");
    }
}

#[test]
fn a_step_after_the_account_exists_is_resumed() {
    for release in RELEASES {
        let mut wiki = Wiki::connect(&api(release, "otp", "late")).unwrap();
        let mut creation = wiki.create(zoe());
        let Ok(Step::Ask(ask)) = creation.step() else {
            panic!("{release}: no ask");
        };
        assert_eq!(ask.account_exists, Some(true), "{release}");
        let text = creation.suspend().unwrap();
        let (mut wiki, conversation) = resume(&text);
        let mut creation = wiki.attach(conversation);
        let misuse = creation.answer(Answers::new().with("otpPlan", "c"));
        assert_eq!(misuse.unwrap_err().field.as_deref(), Some("otpPlan"));
        match creation.answer(Answers::new().with("otpSkip", true)) {
            Ok(Step::Created(created)) => assert_eq!(created.warnings, [], "{release}"),
            other => panic!("{release}: {other:?}"),
        }
        // The text was used up: the wiki has dropped the step.
        let (mut again, conversation) = resume(&text);
        let skip = Answers::new().with("otpSkip", true);
        match again.attach(conversation).answer(skip) {
            Ok(Step::Created(created)) => {
                assert_eq!(created.warnings[0].code, "setup-unfinished", "{release}");
            }
            other => panic!("{release}: {other:?}"),
        }
    }
}

#[test]
fn a_resumed_refusal_is_revised() {
    for release in RELEASES {
        let mut wiki = Wiki::connect(&api(release, "questy", "refused")).unwrap();
        let account = NewAccount::new("Admin").password(PASSWORD);
        let mut creation = wiki.create(account);
        creation.step().unwrap();
        let step = creation.answer(Answers::new().with("captcha", "Paris"));
        assert!(matches!(step, Ok(Step::Refused(_))), "{release}");
        let text = creation.suspend().unwrap();
        let (mut wiki, conversation) = resume(&text);
        let mut creation = wiki.attach(conversation);
        // The captcha answer was not stored, although it was still valid.
        assert!(
            matches!(creation.revise(zoe()), Ok(Step::Ask(_))),
            "{release}"
        );
        let step = creation.answer(Answers::new().with("captcha", "Paris"));
        assert!(matches!(step, Ok(Step::Created(_))), "{release}: {step:?}");
    }
}

#[test]
fn a_login_is_resumed_at_its_second_factor() {
    for release in RELEASES {
        let mut wiki = Wiki::connect(&api(release, "private+oath", "login")).unwrap();
        let mut login = wiki.log_in(Credentials::password("Admin", ADMIN_PASSWORD));
        assert!(matches!(login.step(), Ok(Step::Ask(_))));
        let text = login.suspend().unwrap();
        let (mut wiki, conversation) = resume(&text);
        assert!(conversation.flow().is_login());
        let code = Answers::new().with("OATHToken", totp::code(TOTP_KEY, 0));
        let step = wiki.attach(conversation).answer(code);
        assert!(matches!(step, Ok(Step::LoggedIn(_))), "{release}: {step:?}");
        let mut creation = wiki.create(zoe().reason("Afterwards"));
        assert!(matches!(creation.step(), Ok(Step::Created(_))), "{release}");
        let ended = creation.suspend().unwrap_err();
        assert_eq!(ended.reason, Reason::InvalidArgument);
    }
}

#[test]
fn an_access_token_is_asked_for_again() {
    let address = api("1.39", "bearer+otp+nocreate", "token");
    let mut wiki = Wiki::connect(&address).unwrap();
    wiki.log_in(Credentials::oauth("labtoken")).step().unwrap();
    let mut creation = wiki.create(zoe());
    assert!(matches!(creation.step(), Ok(Step::Ask(_))));
    let text = creation.suspend().unwrap();
    assert!(!decoded(&text).contains("labtoken"));
    let error = Wiki::resume(text.expose()).err().unwrap();
    assert_eq!(error.reason, Reason::InvalidArgument);
    let builder = Wiki::resume_builder(text.expose()).access_token("labtoken");
    let builder = builder.address(address);
    let (mut wiki, conversation) = builder.build().unwrap();
    let mut creation = wiki.attach(conversation);
    let step = creation.answer(Answers::new().with("otpSkip", true));
    assert!(matches!(step, Ok(Step::Created(_))), "{step:?}");
}

#[test]
fn invalid_texts_are_told_apart() {
    let mut wiki = Wiki::connect(&api("1.39", "questy", "texts")).unwrap();
    let mut creation = wiki.create(zoe());
    assert!(creation.suspend().is_err(), "nothing is asked yet");
    creation.step().unwrap();
    let text = creation.suspend().unwrap();
    let good = text.expose();
    let newer = good.replacen("mwaccount-1", "mwaccount-7", 1);
    let cut = &good[..good.len() / 2];
    let mut flipped = good.to_owned().into_bytes();
    flipped[100] ^= 1;
    let flipped = String::from_utf8(flipped).unwrap();
    for (text, what) in [
        (newer.as_str(), "newer"),
        (cut, "damaged"),
        (flipped.as_str(), "damaged"),
        ("{\"v\":1}", "no suspended conversation"),
    ] {
        let error = Wiki::resume(text).err().unwrap();
        assert_eq!(error.reason, Reason::InvalidArgument);
        assert!(error.message.contains(what), "{}", error.message);
    }
}
