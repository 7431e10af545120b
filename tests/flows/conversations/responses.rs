//! Responses that are cut off, inconclusive, too large, or lead elsewhere.

use serde_json::Value;
use support::scripted_transport::{NOW, not_sent};

use super::*;

#[test]
fn a_truncated_answer_is_no_answer() {
    let cut = r#"{"createaccount":{"status":"REDIRECT","redirecttarget":"https://x/","requests":[{"id":"G","metadata":{},"required":"required","fields":{"code":{"type":"string"},"error":{"type":"string"}}}"#;
    let there = users(json!({"userid": 2, "name": "Zoe", "registration": null}));
    let (mut wiki, _) = modern([offer(&[password()], "t"), body(cut), there]);
    // An account without a registration time is an old one.
    assert_eq!(
        wiki.create(zoe()).step().expect_refused().reason,
        Reason::NameTaken
    );

    let cut = r#"{"createaccount":{"captcha":{"type":"recaptcha","key":"k","error":null},"result":"NeedC"#;
    let (mut wiki, _) = legacy(Format::Json, [need_token("t"), body(cut), error("noname")]);
    let cut = wiki.create(zoe()).step().expect_refused();
    assert_eq!(cut.reason, Reason::Protocol);
    assert!(cut.message.contains("nothing was created"), "{cut:?}");
}

#[test]
fn a_failed_continuation_is_refused_or_an_error() {
    // AuthManager refuses only before it creates the account (AuthManager::continueAccountCreation).
    for (reply, reason) in [
        (error("readonly"), Reason::ReadOnly),
        (fail("blocked"), Reason::Blocked),
        (fail("some-hook"), Reason::Other),
    ] {
        let (mut wiki, _) = modern([offer(&[password()], "t"), ui(), missing("Zoe"), reply]);
        let mut creation = wiki.create(zoe());
        assert_eq!(creation.step().expect_ask().account_exists, Some(false));
        let refused = creation.answer(with("code", "1")).expect_refused();
        assert_eq!(refused.reason, reason);
    }
    // If no creation is in progress, a copy that was resumed elsewhere may have created the account.
    let (mut wiki, _) = modern([
        offer(&[password()], "t"),
        ui(),
        missing("Zoe"),
        fail("authmanager-create-not-in-progress"),
        missing("Zoe"),
    ]);
    let mut creation = wiki.create(zoe());
    creation.step().expect_ask();
    let refused = creation.answer(with("code", "1")).expect_refused();
    assert_eq!(refused.reason, Reason::SessionLost);
    // A request that never reached AuthManager leaves the account as the lookup found it.
    for (reply, reason) in [
        (error("badtoken"), Reason::SessionLost),
        (response(403, &[], ""), Reason::AccessDenied),
        (not_sent(), Reason::Unreachable),
    ] {
        let (mut wiki, _) = modern([offer(&[password()], "t"), ui(), missing("Zoe"), reply]);
        let mut creation = wiki.create(zoe());
        assert_eq!(creation.step().expect_ask().account_exists, Some(false));
        let error = creation.answer(with("code", "1")).unwrap_err();
        assert_eq!(error.reason, reason);
    }
}

/// The wiki shows no time of the account, or none of its own, or the account is a little older.
#[test]
fn an_account_of_unknown_age_is_not_claimed() {
    let registered = |at: &str| json!({"userid": 2, "name": "Zoe", "registration": at});
    let without_time = answer(&json!({"query": {"users": [registered(NOW)]}}));
    for found in [
        users(json!({"userid": 2, "name": "Zoe"})),
        users(registered("2026-11-22T05:20:00Z")),
        without_time,
    ] {
        let (mut wiki, _) = modern([offer(&[password()], "t"), lost(), found]);
        let unknown = wiki.create(zoe()).step().expect_unknown();
        assert!(
            unknown.evidence.contains("nothing shows whether"),
            "{unknown:?}"
        );
    }
}

#[test]
fn redirects_with_credentials_in_them_are_not_followed() {
    let target = "https://user:secret@wiki.example/else.php";
    let (mut wiki, log) = modern([response(302, &[("Location", target)], "")]);
    let error = wiki.create(zoe()).step().unwrap_err();
    assert_eq!(error.reason, Reason::Protocol);
    assert!(!error.message.contains("secret"), "{error}");
    assert_eq!(log.count(), 1);
    assert_eq!(wiki.session().api_url().as_str(), API);
}

/// Checks that a creation is refused, as without an answer, if the wiki said this and the account does not exist.
#[track_caller]
fn is_no_answer(said: Value) {
    let (mut wiki, _) = modern([
        offer(&[password()], "t"),
        createaccount(said),
        missing("Zoe"),
    ]);
    assert_eq!(
        wiki.create(zoe()).step().expect_refused().reason,
        Reason::Protocol
    );
}

#[test]
fn a_user_is_sent_to_the_web_only() {
    for target in [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
    ] {
        let said = json!({"status": "REDIRECT", "redirecttarget": target, "requests": []});
        is_no_answer(said);
    }
}

#[test]
fn more_fields_than_any_form_has_are_no_form() {
    let fields = (0..600).map(|at| (at.to_string(), json!({"type": "string"})));
    let fields = Value::Object(fields.collect());
    let (mut wiki, _) = modern([offer(&[password(), further(fields.clone())], "t")]);
    let error = wiki.create(zoe()).step().unwrap_err();
    assert_eq!(error.reason, Reason::Protocol);
    let said = json!({"status": "UI", "requests": [further(fields)]});
    is_no_answer(said);
}
