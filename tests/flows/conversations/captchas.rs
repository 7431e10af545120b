//! Captchas: when they are asked for, answered, lost and asked for again.

use super::*;

#[test]
fn a_lost_token_takes_the_captcha_with_it() {
    let (mut wiki, log) = modern([
        offer(&[captcha("1"), password()], "t1"),
        accepts_caller(),
        error("badtoken"),
        offer(&[captcha("2"), password()], "t2"),
        pass("Zoe"),
    ]);
    let mut creation = wiki.create(zoe());
    creation.step().expect_ask();
    let ask = creation.answer(with("captcha", "of 1")).expect_ask();
    assert_eq!(ask.captcha.unwrap().question.as_deref(), Some("2 + 2"));
    creation.answer(with("captcha", "of 2")).expect_created();
    assert_eq!(log.last("captchaId").as_deref(), Some("2"));
    assert_eq!(log.last("captchaWord").as_deref(), Some("of 2"));
    assert_eq!(log.last("createtoken").as_deref(), Some("t2"));
}

#[test]
fn a_used_up_captcha_is_never_shown_again() {
    for (spends, settles) in [
        (lost(), vec![missing("Zoe"), missing("Zoe"), missing("Zoe")]),
        (response(500, &[], "<html>"), vec![missing("Zoe")]),
        (body("{\"createaccount\":{\"sta"), vec![missing("Zoe")]),
        (
            createaccount(json!({"status": "PERHAPS"})),
            vec![missing("Zoe")],
        ),
        (error("internal_api_error_Exception"), vec![missing("Zoe")]),
        (ui(), vec![missing("Zoe")]),
        (fail("passwordtooshort"), vec![]),
        (pass("Zoe"), vec![]),
    ] {
        let first = offer(&[captcha("1"), password()], "t");
        let second = offer(&[captcha("2"), password()], "t");
        let replies = [first, accepts_caller(), spends].into_iter();
        let replies = replies.chain(settles).chain([second]);
        let (mut wiki, _) = modern(replies);
        let mut creation = wiki.create(zoe());
        creation.step().expect_ask();
        creation.answer(with("captcha", "of 1")).unwrap();
        let ask = wiki.create(max()).step().expect_ask();
        assert_eq!(ask.captcha.unwrap().question.as_deref(), Some("2 + 2"));
    }
}

#[test]
fn a_captcha_that_appears_later_is_asked() {
    let (mut wiki, _) = modern([
        offer(&[password()], "t"),
        pass("Zoe"),
        fail("captcha-createaccount-fail"),
        offer(&[captcha("1"), password()], "t"),
        pass("Max"),
    ]);
    wiki.create(zoe()).step().expect_created();
    let mut creation = wiki.create(max());
    let ask = creation.step().expect_ask();
    assert!(ask.captcha.is_some());
    assert_eq!(ask.account_exists, Some(false));
    assert_eq!(
        ask.message.as_deref(),
        Some("The wiki says captcha-createaccount-fail.")
    );
    creation.answer(with("captcha", "2")).expect_created();
}

/// A refusal after which no captcha appears is the result.
#[test]
fn a_captcha_that_does_not_appear_is_a_refusal() {
    for (code, reason) in [
        ("captcha-createaccount-fail", Reason::CaptchaWrong),
        ("abusefilter-disallowed", Reason::RefusedByExtension),
        ("some-new-code", Reason::Other),
    ] {
        let (mut wiki, log) = modern([
            offer(&[password()], "t"),
            fail(code),
            offer(&[password()], "t"),
            pass("Zoe"),
        ]);
        let mut creation = wiki.create(zoe());
        let refused = creation.step().expect_refused();
        assert_eq!(refused.reason, reason, "{refused:?}");
        assert_eq!(log.count(), 3);
        creation.revise(zoe()).expect_created();
    }
}

/// A captcha that was answered is not looked for again, so that wrong answers do not repeat without end.
#[test]
fn a_second_wrong_answer_is_refused() {
    let (mut wiki, log) = modern([
        offer(&[password()], "t"),
        fail("captcha-createaccount-fail"),
        offer(&[captcha("1"), password()], "t"),
        fail("captcha-createaccount-fail"),
    ]);
    let mut creation = wiki.create(zoe());
    creation.step().expect_ask();
    let refused = creation.answer(with("captcha", "3")).expect_refused();
    assert_eq!(refused.reason, Reason::CaptchaWrong);
    assert_eq!(log.count(), 4);
}

#[test]
fn a_wrong_answer_given_in_advance_is_not_sent_again() {
    let (mut wiki, log) = modern([
        offer(&[captcha("1"), password()], "t"),
        fail("captcha-createaccount-fail"),
        offer(&[captcha("2"), password()], "t"),
        pass("Zoe"),
    ]);
    let mut creation = wiki.create(zoe().field("captcha", "a guess"));
    creation.step().expect_refused();
    let again = zoe().field("captcha", "a guess");
    assert!(creation.revise(again).expect_ask().captcha.is_some());
    creation.answer(with("captcha", "4")).expect_created();
    assert_eq!(log.last("captchaWord").as_deref(), Some("4"));
}

/// A raw message, as of 1.27 and 1.28, has the failure of a captcha's service in its parameters.
#[test]
fn a_raw_message_tells_a_wrong_answer_from_a_failed_service() {
    for (failure, reason) in [
        ("recaptcha-api", Reason::CaptchaWrong),
        ("http", Reason::CaptchaUnavailable),
    ] {
        let message = json!({"key": "captcha-error", "params": [failure]});
        let refusal = createaccount(json!({"status": "FAIL", "message": message}));
        let offered = offer(&[password()], "t");
        // The library looks for a captcha that the wiki asks for only now.
        let (mut wiki, _) = modern([offered.clone(), refusal, offered]);
        let refused = wiki.create(zoe()).step().expect_refused();
        assert_eq!(refused.reason, reason, "{failure}");
    }
}

/// A wiki refuses a caller before anything else, so the answer to a dry run with an invalid name tells.
#[test]
fn a_captcha_is_not_asked_of_a_refused_caller() {
    let requests = [captcha("1"), password()];
    for (code, reason) in [
        ("permissiondenied", Reason::NotPermitted),
        ("torblock-blocked", Reason::Blocked),
        ("sorbs_create_account_reason", Reason::Blocked),
        ("readonly", Reason::ReadOnly),
        ("ratelimited", Reason::Throttled),
        ("authmanager-create-disabled", Reason::Disabled),
        ("a-key-of-an-unknown-extension", Reason::Other),
    ] {
        let (mut wiki, log) = modern([offer(&requests, "t"), fail(code)]);
        let refused = wiki.create(zoe()).step().expect_refused();
        assert_eq!(refused.reason, reason, "{code}");
        assert_eq!(refused.code.as_deref(), Some(code));
        assert_eq!(log.last("username").as_deref(), Some("10.0.0.1"), "{code}");
        assert_eq!(log.last("password"), None, "{code}");
    }
    let (mut wiki, _) = modern([offer(&requests, "t"), error("readonly")]);
    let refused = wiki.create(zoe()).step().expect_refused();
    assert_eq!(refused.reason, Reason::ReadOnly);
}

/// An answer that tells nothing about the caller does not stop the creation.
#[test]
fn a_captcha_is_asked_for_if_the_check_tells_nothing() {
    let requests = [captcha("1"), password()];
    for unclear in [
        fail("usernameinprogress"),
        error("internal_api_error_Exception"),
        response(500, &[], "<html>"),
        createaccount(json!({"status": "PERHAPS"})),
        body("{\"createaccount\":{\"sta"),
    ] {
        let (mut wiki, log) = modern([offer(&requests, "t"), unclear, pass("Zoe")]);
        let mut creation = wiki.create(zoe());
        creation.step().expect_ask();
        creation.answer(with("captcha", "2")).expect_created();
        assert_eq!(log.count(), 3);
    }
}

/// The session may be older than the wiki keeps it. The captcha is lost with it.
#[test]
fn a_check_of_the_caller_renews_a_lost_session() {
    let (mut wiki, log) = modern([
        offer(&[captcha("1"), password()], "t1"),
        error("badtoken"),
        offer(&[captcha("2"), password()], "t2"),
        accepts_caller(),
        pass("Zoe"),
    ]);
    let mut creation = wiki.create(zoe());
    let ask = creation.step().expect_ask();
    assert_eq!(ask.captcha.unwrap().question.as_deref(), Some("2 + 2"));
    creation.answer(with("captcha", "4")).expect_created();
    assert_eq!(log.last("createtoken").as_deref(), Some("t2"));
}
