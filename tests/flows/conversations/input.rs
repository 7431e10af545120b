//! The input of a caller: accounts, answers, revisions, and secrets, which nothing shows.

use mwaccount::{Answer, flow::Input};

use super::*;

#[test]
fn a_given_password_can_be_revised() {
    let (mut wiki, log) = modern([
        offer(&[password()], "t"),
        fail("passwordtooshort"),
        pass("Zoe"),
    ]);
    let mut creation = wiki.create(NewAccount::new("Zoe"));
    creation.step().expect_ask();
    let step = creation.answer(with("password", "weak"));
    assert_eq!(step.expect_refused().reason, Reason::PasswordWeak);
    creation
        .revise(NewAccount::new("Zoe").password("a better one"))
        .expect_created();
    assert_eq!(log.last("password").as_deref(), Some("a better one"));
    assert_eq!(log.last("retype").as_deref(), Some("a better one"));
}

#[test]
fn a_given_field_can_be_revised() {
    let invite = further(json!({"invite": {"type": "string"}}));
    let requests = [password(), invite];
    let (mut wiki, log) = modern([
        offer(&requests, "t"),
        fail("bad-invite"),
        offer(&requests, "t"),
        pass("Zoe"),
    ]);
    let mut creation = wiki.create(zoe());
    assert_eq!(creation.step().expect_ask().fields[0].name, "invite");
    creation.answer(with("invite", "wrong")).expect_refused();
    creation
        .revise(zoe().field("invite", "right"))
        .expect_created();
    assert_eq!(log.last("invite").as_deref(), Some("right"));
}

/// Otherwise a box left open in advance could never be ticked when it is asked for.
#[test]
fn an_answer_goes_before_what_was_set_beforehand() {
    let terms = further(json!({"terms": {"type": "checkbox"}}));
    let requests = [password(), terms, captcha("1")];
    let (mut wiki, log) = modern([offer(&requests, "t"), accepts_caller(), pass("Zoe")]);
    let mut creation = wiki.create(zoe().field("terms", false).field("captcha", ""));
    creation.step().expect_ask();
    creation
        .answer(with("terms", true).with("captcha", "2"))
        .expect_created();
    assert_eq!(log.last("terms").as_deref(), Some("1"));
    assert_eq!(log.last("captchaWord").as_deref(), Some("2"));
}

#[test]
fn a_name_of_which_nothing_remains_is_empty() {
    for name in ["", " ", "_", "\u{200e}"] {
        let account = NewAccount::new(name).password("first password");
        let (mut wiki, log) = modern([offer(&[password()], "t")]);
        let step = wiki.create(account.clone()).step();
        assert_eq!(step.expect_invalid().as_deref(), Some("username"));
        assert_eq!(log.count(), 0);
        let (mut wiki, log) = legacy(Format::Json, []);
        assert_eq!(
            wiki.create(account).step().expect_invalid().as_deref(),
            Some("username")
        );
        assert_eq!(log.count(), 0);
    }
}

#[test]
fn an_invalid_revision_leaves_the_conversation_as_it_was() {
    let (mut wiki, log) = modern([
        offer(&[captcha("1"), password()], "t"),
        accepts_caller(),
        fail("userexists"),
        error("readapidenied"),
        pass("Max"),
    ]);
    let mut creation = wiki.create(zoe());
    creation.step().expect_ask();
    let taken = creation.answer(with("captcha", "2")).expect_refused();
    let unwanted = creation.revise(max().email("max@example.org"));
    assert_eq!(unwanted.expect_invalid().as_deref(), Some("email"));
    assert_eq!(creation.step().expect_refused(), taken);
    creation.revise(max()).expect_created();
    assert_eq!(log.last("captchaWord").as_deref(), Some("2"));

    let success = json!({"result": "Success", "username": "Max", "userid": 2});
    let (mut wiki, _) = legacy(
        Format::Json,
        [need_token("t"), error("userexists"), createaccount(success)],
    );
    let mut creation = wiki.create(zoe());
    let taken = creation.step().expect_refused();
    let unwanted = creation.revise(max().field("invite", "x"));
    assert_eq!(unwanted.expect_invalid().as_deref(), Some("invite"));
    assert_eq!(creation.step().expect_refused(), taken);
    creation.revise(max()).expect_created();
}

#[test]
fn a_given_password_is_not_left_out() {
    let link = json!({"id": "Link", "required": "primary-required", "fields": {
        "username": {"type": "string"},
    }});
    let (mut wiki, log) = modern([offer(&[link.clone(), password()], "t"), pass("Zoe")]);
    wiki.create(zoe()).step().expect_created();
    assert_eq!(log.last("password").as_deref(), Some("first password"));
    assert_eq!(log.last("createrequests").as_deref(), Some("Password"));
    let (mut wiki, _) = modern([offer(&[link], "t")]);
    assert_eq!(
        wiki.create(zoe()).step().expect_invalid().as_deref(),
        Some("password")
    );
}

/// MediaWiki drops a request whose select has no value, whether the field is `optional` or not.
#[test]
fn a_select_needs_a_value() {
    let fields = json!({
        "size": {"type": "select", "optional": true, "options": {"s": "S", "l": "L"}},
        "note": {"type": "string"},
    });
    let (mut wiki, log) = modern([offer(&[password(), further(fields)], "t"), pass("Zoe")]);
    let mut creation = wiki.create(zoe());
    let ask = creation.step().expect_ask();
    assert!(!ask.field("size").unwrap().optional);
    let lacking = creation.answer(with("note", "x"));
    assert_eq!(lacking.expect_invalid().as_deref(), Some("size"));
    creation
        .answer(with("note", "x").with("size", "l"))
        .expect_created();
    assert_eq!(log.last("size").as_deref(), Some("l"));
}

#[test]
fn nothing_shows_a_secret() {
    let url = "https://app.example/back?code=s3cret".parse().unwrap();
    let account = NewAccount::new("Zoe").password("s3cret");
    let account = account.field("invite", "s3cret");
    let target = "https://login.example/start?nonce=s3cret";
    let said = json!({"status": "REDIRECT", "redirecttarget": target, "requests": []});
    let (mut wiki, _) = modern([
        response(
            200,
            &[("Set-Cookie", "wiki_session=s3cret")],
            json!({"query": {
                "authmanagerinfo": {"requests": [password()]},
                "tokens": {"createaccounttoken": "s3cret"},
            }})
            .to_string(),
        ),
        createaccount(said),
        missing("Zoe"),
    ]);
    let step = wiki
        .create(account.clone().field("invite", "s3cret"))
        .step();
    let misuse = format!("{step:?}");
    let step = wiki
        .create(NewAccount::new("Zoe").password("s3cret"))
        .step();
    assert!(matches!(step, Ok(Step::Redirect(_))), "{step:?}");
    for shown in [
        format!("{:?}", Input::Returned(url)),
        format!("{:?}", Input::Revise(account.clone())),
        format!("{:?}", Answer::from(vec!["s3cret".to_owned()])),
        format!("{:?}", with("code", "s3cret")),
        format!("{account:?}"),
        format!("{:?}", answer(&json!({"token": "s3cret"}))),
        format!("{:?}", wiki.session()),
        misuse,
        format!("{step:?}"),
    ] {
        assert!(!shown.contains("s3cret"), "{shown}");
    }
}
