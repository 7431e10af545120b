//! The library on real MediaWiki 1.35, 1.39 and 1.43.

use mwaccount::{Answers, CaptchaKind, Dialect, Error, NewAccount, Reason, Step, Wiki};
use support::{
    client::Client,
    mediawiki::{RELEASES, api},
};

const PASSWORD: &str = "Correct-horse-7-battery";

fn zoe() -> NewAccount {
    NewAccount::new("Zoe Example").password(PASSWORD)
}

/// Runs a case on every release, on a wiki of its own with these settings.
fn on_each(settings: &str, instance: &str, case: impl Fn(&mut Wiki, &str)) {
    for release in RELEASES {
        let mut wiki = Wiki::connect(&api(release, settings, instance)).unwrap();
        case(&mut wiki, release);
    }
}

fn created(step: Result<Step, Error>, release: &str) -> mwaccount::Created {
    match step {
        Ok(Step::Created(created)) => created,
        other => panic!("{release}: {other:?}"),
    }
}

fn refused(step: Result<Step, Error>, release: &str) -> mwaccount::Refused {
    match step {
        Ok(Step::Refused(refused)) => refused,
        other => panic!("{release}: {other:?}"),
    }
}

fn ask(step: Result<Step, Error>, release: &str) -> mwaccount::Ask {
    match step {
        Ok(Step::Ask(ask)) => ask,
        other => panic!("{release}: {other:?}"),
    }
}

/// The reason for which a wiki with these settings refuses an account.
fn refusal(settings: &str, instance: &str, account: &NewAccount, reason: Reason) {
    on_each(settings, instance, |wiki, release| {
        let refused = refused(wiki.create(account.clone()).step(), release);
        assert_eq!(refused.reason, reason, "{release}: {refused:?}");
        assert!(refused.code.is_some(), "{release}: {refused:?}");
        assert!(refused.message.len() > 10, "{release}: {refused:?}");
    });
}

#[test]
fn a_cold_creation_costs_two_requests_and_the_next_one() {
    on_each("plain", "cold", |wiki, release| {
        let first = created(wiki.create(zoe()).step(), release);
        assert_eq!(first.name, "Zoe Example");
        assert_eq!(first.warnings, []);
        assert_eq!(wiki.requests(), 2, "{release}");
        assert_eq!(wiki.session().facts().dialect, Some(Dialect::AuthManager));
        let next = NewAccount::new("max_example").password(PASSWORD);
        let next = created(wiki.create(next).step(), release);
        assert_eq!((next.name.as_str(), next.warnings), ("Max example", vec![]));
        assert_eq!(wiki.requests(), 3, "{release}");
    });
}

#[test]
fn an_email_is_really_stored() {
    on_each("plain", "email", |wiki, release| {
        let account = zoe().email("zoe@example.org").language("de");
        created(wiki.create(account).step(), release);
        let api = wiki.session().api().as_str();
        let mut client = Client::logged_in(api, "Zoe Example", PASSWORD);
        let stored = client.get(&[
            ("action", "query"),
            ("meta", "userinfo"),
            ("uiprop", "email|realname|options"),
        ]);
        let stored = &stored["query"]["userinfo"];
        assert_eq!(stored["email"], "zoe@example.org", "{release}");
        assert_eq!(stored["realname"], "", "{release}");
        assert_eq!(stored["options"]["language"], "de", "{release}");
    });
}

#[test]
fn a_real_name_is_stored_or_said_to_be_left_out() {
    on_each("plain", "realname", |wiki, release| {
        created(wiki.create(zoe().real_name("Zoë E.")).step(), release);
        let mut client = Client::logged_in(wiki.session().api().as_str(), "Zoe Example", PASSWORD);
        let stored = client.get(&[
            ("action", "query"),
            ("meta", "userinfo"),
            ("uiprop", "realname"),
        ]);
        assert_eq!(stored["query"]["userinfo"]["realname"], "Zoë E.");
    });
    on_each("hidden", "realname", |wiki, release| {
        let created = created(wiki.create(zoe().real_name("Zoë E.")).step(), release);
        assert_eq!(created.warnings[0].code, "not-offered", "{release}");
    });
}

#[test]
fn a_sum_wrongly_then_rightly() {
    on_each("simple", "sum", |wiki, release| {
        let mut creation = wiki.create(zoe());
        let first = ask(creation.step(), release);
        assert_eq!(first.captcha.unwrap().kind, CaptchaKind::Simple);
        let wrong = creation.answer(Answers::new().with("captcha", "wrong"));
        assert_eq!(refused(wrong, release).reason, Reason::CaptchaWrong);
        let fresh = ask(creation.revise(zoe()), release);
        let sum = solve(fresh.captcha.unwrap().question.as_deref().unwrap());
        let step = creation.answer(Answers::new().with("captcha", sum));
        assert_eq!(created(step, release).name, "Zoe Example");
        assert_eq!(wiki.requests(), 4, "{release}");
    });
}

/// The sum as ConfirmEdit prints it, with a minus sign of its own (U+2212).
fn solve(question: &str) -> String {
    let (left, right, sign) = match question.split_once('+') {
        Some((left, right)) => (left, right, 1),
        None => {
            let (left, right) = question.split_once('\u{2212}').expect(question);
            (left, right, -1)
        }
    };
    let number = |text: &str| text.trim().parse::<i32>().expect(question);
    (number(left) + sign * number(right)).to_string()
}

#[test]
fn a_question_answered_beforehand_and_when_asked() {
    on_each("questy", "question", |wiki, release| {
        let step = wiki.create(zoe().field("captcha", "Paris")).step();
        created(step, release);
        assert_eq!(wiki.requests(), 2, "{release}");
        let mut creation = wiki.create(NewAccount::new("Max").password(PASSWORD));
        let captcha = ask(creation.step(), release).captcha.unwrap();
        assert_eq!(captcha.kind, CaptchaKind::Question);
        assert_eq!(
            captcha.question.as_deref(),
            Some("What is the capital of France?")
        );
        let step = creation.answer(Answers::new().with("captcha", "paris"));
        created(step, release);
    });
}

#[test]
fn a_good_captcha_is_kept_over_refusals_that_precede_it() {
    on_each("questy", "kept", |wiki, release| {
        let mut creation = wiki.create(NewAccount::new("Admin").password(PASSWORD));
        ask(creation.step(), release);
        let step = creation.answer(Answers::new().with("captcha", "Paris"));
        assert_eq!(refused(step, release).reason, Reason::NameTaken);
        let step = creation.revise(NewAccount::new("bad#name").password(PASSWORD));
        assert_eq!(refused(step, release).reason, Reason::NameInvalid);
        created(creation.revise(zoe()), release);
        assert_eq!(wiki.requests(), 4, "{release}");
    });
}

#[test]
fn a_captcha_spent_by_a_weak_password_is_asked_anew() {
    on_each("questy+policy", "spent", |wiki, release| {
        let mut creation = wiki.create(NewAccount::new("Zoe Example").password("short"));
        ask(creation.step(), release);
        let step = creation.answer(Answers::new().with("captcha", "Paris"));
        assert_eq!(refused(step, release).reason, Reason::PasswordWeak);
        ask(creation.revise(zoe()), release);
        created(
            creation.answer(Answers::new().with("captcha", "Paris")),
            release,
        );
    });
}

#[test]
fn an_image_is_fetched_when_it_is_asked_for() {
    on_each("fancy", "image", |wiki, release| {
        let mut creation = wiki.create(zoe());
        let captcha = ask(creation.step(), release).captcha.unwrap();
        assert_eq!(creation.wiki().requests(), 1, "{release}");
        let image = creation.image(&captcha).unwrap();
        assert_eq!(image.media_type, "image/png", "{release}");
        assert_eq!(&image.bytes[1..4], b"PNG", "{release}");
        let step = creation.answer(Answers::new().with("captcha", "labword"));
        created(step, release);
        assert_eq!(wiki.requests(), 3, "{release}");
    });
}

#[test]
fn captchas_of_third_parties_show_their_key() {
    for (settings, kind) in [
        ("hcaptcha", CaptchaKind::Hcaptcha),
        ("recaptcha", CaptchaKind::RecaptchaNoCaptcha),
    ] {
        on_each(settings, "key", |wiki, release| {
            let mut creation = wiki.create(zoe());
            let captcha = ask(creation.step(), release).captcha.unwrap();
            assert_eq!(captcha.kind, kind, "{release}");
            assert!(captcha.site_key.is_some_and(|key| !key.is_empty()));
            let step = creation.answer(Answers::new().with("captcha", "token"));
            let refused = refused(step, release);
            assert_eq!(refused.reason, Reason::CaptchaUnavailable, "{release}");
        });
    }
}

#[test]
fn refusals_have_their_reason() {
    let with = |name: &str| NewAccount::new(name).password(PASSWORD);
    refusal("plain", "taken", &with("Admin"), Reason::NameTaken);
    refusal("plain", "badname", &with("1.2.3.4"), Reason::NameInvalid);
    refusal("plain", "badname", &with("a|b"), Reason::NameInvalid);
    refusal(
        "plain",
        "bademail",
        &zoe().email("nobody at all"),
        Reason::EmailInvalid,
    );
    refusal(
        "policy",
        "weak",
        &NewAccount::new("Zoe Example").password("short"),
        Reason::PasswordWeak,
    );
    refusal("nocreate", "right", &zoe(), Reason::NotPermitted);
    refusal("private", "right", &zoe(), Reason::NotPermitted);
    refusal("readonly", "locked", &zoe(), Reason::ReadOnly);
}

/// 1.35 folds the several errors of such a password into one without a code.
#[test]
fn a_password_with_several_faults_is_weak() {
    refusal(
        "plain",
        "several",
        &NewAccount::new("Samesame").password("Samesame"),
        Reason::PasswordWeak,
    );
}

#[test]
fn a_private_wiki_that_lets_anybody_join_costs_no_more() {
    on_each("privateopen", "join", |wiki, release| {
        created(wiki.create(zoe()).step(), release);
        assert_eq!(wiki.requests(), 2, "{release}");
    });
}

#[test]
fn the_second_account_of_the_day_is_throttled() {
    on_each("throttled", "day", |wiki, release| {
        created(wiki.create(zoe()).step(), release);
        let second = wiki
            .create(NewAccount::new("Max").password(PASSWORD))
            .step();
        assert_eq!(refused(second, release).reason, Reason::Throttled);
    });
}

/// `$wgEmailConfirmToEdit` is not enforced by this API (only by the web form).
#[test]
fn an_email_that_is_required_can_be_given() {
    on_each("emailreq", "given", |wiki, release| {
        created(wiki.create(zoe().email("zoe@example.org")).step(), release);
    });
}

#[test]
fn what_cannot_be_given_is_said_before_anything_is_created() {
    on_each("plain", "unasked", |wiki, release| {
        for account in [
            zoe().field("favourite", "blue"),
            zoe().field("captcha", "Paris"),
            zoe().domain("corp"),
            NewAccount::new("").password(PASSWORD),
        ] {
            let error = wiki.create(account).step().unwrap_err();
            assert_eq!(error.reason, Reason::InvalidArgument, "{release}");
        }
        let ask = ask(wiki.create(NewAccount::new("Zoe Example")).step(), release);
        let names: Vec<&str> = ask.fields.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["password"], "{release}");
        assert_eq!(wiki.requests(), 1, "{release}");
        created(wiki.create(zoe()).step(), release);
    });
}

#[test]
fn the_legacy_dialect_on_a_modern_wiki_is_told_off() {
    on_each("plain", "legacy", |wiki, release| {
        let mut wiki = Wiki::builder(wiki.session().api().as_str())
            .dialect(Dialect::LegacyApi)
            .build()
            .unwrap();
        let error = wiki.create(zoe()).step().unwrap_err();
        assert_eq!(error.reason, Reason::Protocol, "{release}");
        assert!(error.message.contains("authmanager"), "{release}");
    });
}
