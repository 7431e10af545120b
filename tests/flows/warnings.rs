//! Warnings of AbuseFilter whose message is the wiki's own, which a text alone shows.

use std::sync::{Arc, Mutex};

use mwaccount::{Dialect, Reason, Refused, Step, Wiki, http::Reply};
use serde_json::json;
use support::{
    accounts::{with, zoe},
    scripted_transport::{self as replies, Asked, ScriptedTransport, answer, createaccount},
    sign_up_page::{API, CAPTCHA, NAME, TOKEN, form, html, page, sign_up},
};

const TEXT: &str = "This name looks like that of a spam account. Submit it again if it is not.";

fn messages(known: &[(&str, &str)]) -> Reply {
    let messages = known
        .iter()
        .map(|(name, text)| json!({"name": name, "*": text}));
    answer(&json!({"query": {"allmessages": messages.collect::<Vec<_>>()}}))
}

const DEFAULT: (&str, &str) = (
    "abusefilter-warning",
    "Warning: This action has been automatically identified as harmful.",
);

const OTHER: (&str, &str) = ("userexists", "Username entered already in use.");

fn client(dialect: Dialect, replies: Vec<Reply>) -> (Wiki, Arc<Mutex<Vec<Asked>>>) {
    let (script, asked) = ScriptedTransport::new(replies);
    let builder = Wiki::builder(API).dialect(dialect).transport(script);
    (builder.build().unwrap(), asked)
}

/// Returns the replies of a legacy wiki until an extension has refused with the text.
fn refused_by_hook() -> Vec<Reply> {
    let error = json!({"code": "createaccount-hook-aborted", "info": TEXT});
    vec![
        createaccount(json!({"result": "NeedToken", "token": "t"})),
        answer(&json!({"error": error})),
    ]
}

#[track_caller]
fn refused(step: Result<Step, mwaccount::Error>) -> Refused {
    match step {
        Ok(Step::Refused(refused)) => refused,
        step => panic!("{step:?}"),
    }
}

#[test]
fn a_legacy_wiki_is_asked_for_its_own_warnings() {
    let named = ("abusefilter-warning-names", TEXT);
    let created = createaccount(json!({"result": "Success", "username": "Zoe"}));
    let replies = vec![
        messages(&[OTHER, DEFAULT]),
        messages(&[DEFAULT, named]),
        html(&sign_up()),
        created,
    ];
    let (mut wiki, asked) = client(Dialect::LegacyApi, [refused_by_hook(), replies].concat());
    let mut creation = wiki.create(zoe());
    let refused = refused(creation.step());
    assert!(refused.may_resubmit);
    assert_eq!(refused.code.as_deref(), Some("abusefilter-warning-names"));
    assert_eq!(refused.message, TEXT);
    assert_eq!(asked.lock().unwrap()[3]["amprefix"], "abusefilter-warning");
    let step = creation.revise(zoe());
    assert!(matches!(step, Ok(Step::Created(_))), "{step:?}");
}

/// The captcha of the sign-up form is for the next try, in which the filter is passed.
#[test]
fn a_legacy_wiki_asks_for_its_captcha_after_the_warning() {
    let page = page(&form("", &format!("{NAME}{TOKEN}{CAPTCHA}")));
    let created = createaccount(json!({"result": "Success", "username": "Zoe"}));
    let replies = vec![messages(&[(DEFAULT.0, TEXT)]), html(&page), created];
    let (mut wiki, asked) = client(Dialect::LegacyApi, [refused_by_hook(), replies].concat());
    let mut creation = wiki.create(zoe());
    assert!(refused(creation.step()).may_resubmit);
    let step = creation.revise(zoe());
    assert!(matches!(step, Ok(Step::Ask(_))), "{step:?}");
    let step = creation.answer(with("captcha", "2"));
    assert!(matches!(step, Ok(Step::Created(_))), "{step:?}");
    assert_eq!(asked.lock().unwrap().last().unwrap()["wpCaptchaWord"], "2");
}

#[test]
fn a_text_that_is_no_warning_is_a_refusal() {
    for lists in [
        // The wiki has no AbuseFilter.
        vec![messages(&[OTHER])],
        // It has, and none of its warnings is the text.
        vec![messages(&[DEFAULT]), messages(&[DEFAULT])],
        // It shows no messages.
        vec![answer(
            &json!({"error": {"code": "readapidenied", "info": "No"}}),
        )],
    ] {
        let replies = [refused_by_hook(), lists, vec![html(&sign_up())]].concat();
        let (mut wiki, _) = client(Dialect::LegacyApi, replies);
        let refused = refused(wiki.create(zoe()).step());
        assert!(!refused.may_resubmit, "{refused:?}");
        assert_eq!(refused.reason, Reason::RefusedByExtension);
        assert_eq!(refused.code.as_deref(), Some("createaccount-hook-aborted"));
        assert_eq!(refused.message, TEXT);
    }
}

#[test]
fn a_form_shows_a_warning_of_the_wiki() {
    let shown = form(
        "",
        &format!("<div class=errorbox>{TEXT}</div>{NAME}{TOKEN}"),
    );
    let named = ("abusefilter-warning-names", TEXT);
    let replies = vec![
        html(&sign_up()),
        html(&page(&shown)),
        messages(&[OTHER]),
        messages(&[DEFAULT]),
        messages(&[DEFAULT, named]),
    ];
    let (mut wiki, _) = client(Dialect::WebForm, replies);
    let refused = refused(wiki.create(zoe()).step());
    assert!(refused.may_resubmit, "{refused:?}");
    assert_eq!(refused.code.as_deref(), Some("abusefilter-warning-names"));
}

/// An answer to a captcha that comes with a warning would send the account again, which passes the warning
/// although nobody has agreed to that.
#[test]
fn a_captcha_that_comes_with_a_warning_is_asked_for_when_the_account_is_sent_again() {
    let offer = |more: &[serde_json::Value]| {
        let requests = [&[replies::password()], more].concat();
        replies::offer(&requests, "t")
    };
    let script = vec![
        offer(&[]),
        replies::fail(DEFAULT.0),
        replies::fail("captcha-createaccount-fail"),
        offer(&[replies::captcha("c")]),
        replies::pass("Zoe"),
    ];
    let (mut wiki, _) = client(Dialect::AuthManager, script);
    let mut creation = wiki.create(zoe());
    assert!(refused(creation.step()).may_resubmit);
    let step = creation.revise(zoe());
    assert!(matches!(step, Ok(Step::Ask(_))), "{step:?}");
    let step = creation.answer(with("captcha", "2"));
    assert!(matches!(step, Ok(Step::Created(_))), "{step:?}");

    let warned = format!("<div class=errorbox>{TEXT}</div>{NAME}{TOKEN}{CAPTCHA}");
    let script = vec![
        html(&sign_up()),
        html(&page(&form("", &warned))),
        messages(&[OTHER]),
        messages(&[(DEFAULT.0, TEXT)]),
    ];
    let (mut wiki, _) = client(Dialect::WebForm, script);
    let mut creation = wiki.create(zoe());
    assert!(refused(creation.step()).may_resubmit);
    let step = creation.revise(zoe());
    assert!(matches!(step, Ok(Step::Ask(_))), "{step:?}");
}
