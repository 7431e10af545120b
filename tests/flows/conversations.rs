//! Conversations with scripted responses that real wikis give seldom, or never twice.

use std::sync::{Arc, Mutex};

use mwaccount::{
    Answer, Credentials, Dialect, Format, NewAccount, Reason, Session, Step, Wiki,
    flow::{Conversation, Input, Interaction, Poll},
    http::Reply,
};
use serde_json::{Value, json};
use support::{
    accounts::with,
    scripted_transport::{
        Asked, NOW, ScriptedTransport, accepts_caller, answer, body, captcha, createaccount, error,
        fail, further, lost, missing, not_sent, offer, pass, password, registered_now, response,
        users,
    },
    steps::ExpectStep,
};

const API: &str = "https://wiki.example/api.php";

/// The requests so far, readable while the wiki is in use.
#[derive(Clone)]
struct Log(Arc<Mutex<Vec<Asked>>>);

impl Log {
    fn count(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    /// Returns the value of a field in a request, counted from 0.
    fn at(&self, number: usize, field: &str) -> Option<String> {
        self.0.lock().unwrap().get(number)?.get(field).cloned()
    }

    /// Returns the value of a field in the last request.
    fn last(&self, field: &str) -> Option<String> {
        let asked = self.0.lock().unwrap();
        asked.last()?.get(field).cloned()
    }
}

fn modern(replies: impl IntoIterator<Item = Reply>) -> (Wiki, Log) {
    let (script, log) = ScriptedTransport::new(replies);
    let wiki = Wiki::builder(API).transport(script).build().unwrap();
    (wiki, Log(log))
}

fn legacy(format: Format, replies: impl IntoIterator<Item = Reply>) -> (Wiki, Log) {
    let (script, log) = ScriptedTransport::new(replies);
    let wiki = Wiki::builder(API).transport(script);
    let wiki = wiki.dialect(Dialect::LegacyApi).format(format);
    (wiki.build().unwrap(), Log(log))
}

fn zoe() -> NewAccount {
    NewAccount::new("Zoe").password("first password")
}

fn max() -> NewAccount {
    NewAccount::new("Max").password("first password")
}

fn ui() -> Reply {
    let fields = json!({"code": {"type": "string"}});
    createaccount(json!({"status": "UI", "message": "A code?", "requests": [further(fields)]}))
}

fn need_token(token: &str) -> Reply {
    createaccount(json!({"result": "NeedToken", "token": token}))
}

fn need_captcha(id: &str) -> Reply {
    let captcha = json!({"type": "simple", "id": id, "question": "1 + 1"});
    createaccount(json!({"result": "NeedCaptcha", "captcha": captcha}))
}

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

/// A driver can run two creations on one session, and one can use up the other's state.
#[test]
fn two_creations_on_one_session() {
    let mut session = Session::new(API).unwrap();
    let mut first = Conversation::new(Interaction::create(zoe(), &mut session));
    let mut second = Conversation::new(Interaction::create(max(), &mut session));
    fn is_send<T>(poll: Poll<Step, T>) -> bool {
        matches!(poll, Poll::Send(_))
    }
    assert!(is_send(first.next(&mut session)));
    assert!(is_send(second.next(&mut session)));
    second.feed(&mut session, offer(&[captcha("1"), password()], "t"));
    assert!(is_send(first.next(&mut session)));
    first.feed(&mut session, offer(&[captcha("2"), password()], "t"));
    for creation in [&mut first, &mut second] {
        assert!(is_send(creation.next(&mut session)));
        creation.feed(&mut session, accepts_caller());
        assert!(matches!(
            creation.next(&mut session),
            Poll::Step(Ok(Step::Ask(_)))
        ));
    }
    let word = || Input::Answers(with("captcha", "2"));
    first.answer(&mut session, word()).unwrap();
    assert!(is_send(first.next(&mut session)));
    first.feed(&mut session, pass("Zoe"));
    assert!(matches!(
        first.next(&mut session),
        Poll::Step(Ok(Step::Created(_)))
    ));
    // The offer was used up with the captcha; the second fetches it again, or sends.
    second.answer(&mut session, word()).unwrap();
    assert!(is_send(second.next(&mut session)));
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

#[test]
fn a_user_is_sent_to_the_web_only() {
    for target in [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
    ] {
        let said = json!({"status": "REDIRECT", "redirecttarget": target, "requests": []});
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
}

#[test]
fn more_fields_than_any_form_has_are_no_form() {
    let fields = (0..600).map(|at| (at.to_string(), json!({"type": "string"})));
    let fields = Value::Object(fields.collect());
    let (mut wiki, _) = modern([offer(&[password(), further(fields.clone())], "t")]);
    let error = wiki.create(zoe()).step().unwrap_err();
    assert_eq!(error.reason, Reason::Protocol);
    let said = json!({"status": "UI", "requests": [further(fields)]});
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

/// An account for a creator must not be created without one.
#[test]
fn nothing_is_created_during_a_login() {
    let credentials = || Credentials::password("Teacher", "wrong");
    let refusal = answer(&json!({"login": {"result": "WrongPass"}}));
    let (mut wiki, log) = legacy(
        Format::Json,
        [
            refusal,
            body("<form name=userlogin></form><script>wgUserName=null;</script>"),
            need_token("t"),
            createaccount(json!({"result": "Success", "username": "Zoe"})),
        ],
    );
    wiki.log_in(credentials()).step().expect_refused();
    for _ in 0..2 {
        let error = wiki.create(zoe()).step().unwrap_err();
        assert_eq!(error.reason, Reason::InvalidArgument);
        let error = wiki.probe(&zoe()).unwrap_err();
        assert_eq!(error.reason, Reason::InvalidArgument);
    }
    // The login, and the page that shows whether it needs a captcha.
    assert_eq!(log.count(), 2);
    wiki.log_out();
    wiki.create(zoe()).step().expect_created();
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
