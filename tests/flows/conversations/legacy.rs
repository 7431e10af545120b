//! Responses that only a wiki of 1.21 to 1.26 gives.

use support::scripted_transport::registered_now;

use super::*;

/// A code of a legacy wiki that does not tell whether the account exists.
#[test]
fn inconclusive_legacy_codes_lead_to_an_existence_check() {
    for code in [
        "mail-ext-error",
        "unknownerror",
        "internal_api_error_Exception",
        "noemail",
        "",
    ] {
        let account = zoe().email("zoe@example.org");
        let (mut wiki, log) = legacy(
            Format::Json,
            [
                need_token("t"),
                error(code),
                need_token("t2"),
                users(json!({"userid": 7, "name": "Zoe", "registration": null})),
            ],
        );
        let unknown = wiki.create(account.clone()).step();
        // An account without a registration time is from the first years, whatever the token proves.
        assert_eq!(unknown.expect_refused().reason, Reason::NameTaken, "{code}");
        // The probe has the token of the creation, and an invalid name.
        assert_eq!(log.at(2, "token").as_deref(), Some("t"));
        assert_eq!(log.at(2, "name").as_deref(), Some("10.0.0.1"));
        let (mut wiki, _) = legacy(
            Format::Json,
            [
                need_token("t"),
                error(code),
                need_token("t2"),
                registered_now("Zoe"),
            ],
        );
        let there = wiki.create(account.clone()).step().expect_created();
        assert_eq!(there.warnings.len(), 1, "{code}");
        // The session is lost, and with it the token: the account does not exist.
        let (mut wiki, _) = legacy(
            Format::Json,
            [
                need_token("t"),
                error(code),
                need_token("t2"),
                users(json!({"name": "Zoe", "missing": ""})),
            ],
        );
        wiki.create(account.clone()).step().expect_refused();
        let (mut wiki, log) = legacy(
            Format::Json,
            [need_token("t"), error(code), error("noname")],
        );
        wiki.create(account).step().expect_refused();
        assert_eq!(log.count(), 3, "{code}");
    }
}

#[test]
fn a_legacy_warning_without_a_name_is_a_refusal() {
    let hook = json!([{"type": "warning", "message": "some-hook", "params": []}]);
    for (said, code) in [
        (
            json!({"result": "Warning", "warnings": hook}),
            Some("some-hook"),
        ),
        (json!({"result": "Warning", "warnings": []}), None),
        (json!({"result": "Warning"}), None),
    ] {
        let (mut wiki, _) = legacy(Format::Json, [need_token("t"), createaccount(said)]);
        let refused = wiki.create(zoe()).step().expect_refused();
        assert_eq!(refused.reason, Reason::RefusedByExtension);
        assert_eq!(refused.code.as_deref(), code);
    }
    let xml = r#"<?xml version="1.0"?><api><createaccount result="Warning"><warnings><warning type="warning" message="some-hook"><params/></warning></warnings></createaccount></api>"#;
    let token = r#"<?xml version="1.0"?><api><createaccount token="t" result="NeedToken"/></api>"#;
    let (mut wiki, _) = legacy(Format::Xml, [body(token), body(xml)]);
    let refused = wiki.create(zoe()).step().expect_refused();
    assert_eq!(refused.code.as_deref(), Some("some-hook"));
}

/// A request without a token and a password creates nothing, so its answer alone proves nothing.
#[test]
fn a_legacy_account_created_without_a_token_is_looked_for() {
    let said = json!({"result": "Success", "username": "Max", "userid": 3, "token": "t"});
    let looked_for = || missing("Zoe");
    let replies = [
        createaccount(said),
        looked_for(),
        looked_for(),
        looked_for(),
    ];
    let (mut wiki, log) = legacy(Format::Json, replies);
    let refused = wiki.create(zoe()).step().expect_refused();
    assert_eq!(refused.reason, Reason::Protocol);
    assert!(refused.message.contains("asked for a token"), "{refused:?}");
    assert_eq!((log.at(0, "token"), log.at(0, "password")), (None, None));
    assert_eq!(log.last("ususers").as_deref(), Some("Zoe"));
}

/// The session had both the token and the captcha.
#[test]
fn a_legacy_session_lost_over_a_captcha_asks_anew() {
    let success = json!({"result": "Success", "username": "Zoe", "userid": 2});
    let (mut wiki, log) = legacy(
        Format::Json,
        [
            need_token("t1"),
            need_captcha("1"),
            need_token("t2"),
            need_captcha("2"),
            createaccount(success),
        ],
    );
    let mut creation = wiki.create(zoe());
    creation.step().expect_ask();
    creation.answer(with("captcha", "of 1")).expect_ask();
    creation.answer(with("captcha", "of 2")).expect_created();
    assert_eq!(log.last("captchaid").as_deref(), Some("2"));
    assert_eq!(log.last("captchaword").as_deref(), Some("of 2"));
    assert_eq!(log.last("token").as_deref(), Some("t2"));
}
