//! The library on real MediaWiki 1.35, 1.39 and 1.43.

use std::time::Duration;

use mwaccount::{
    Answers, CaptchaKind, Credentials, Dialect, NewAccount, RateLimit, Reason, Refused, Wiki,
};
use support::{
    accounts::{PASSWORD, admin, zoe_example},
    arithmetic_captcha::solve,
    client::Client,
    steps::ExpectStep,
};

use crate::on_each;

/// Asserts the reason for which a wiki with these settings refuses an account.
fn refusal(settings: &str, instance: &str, account: &NewAccount, reason: Reason) {
    on_each(settings, instance, |wiki, release| {
        let refused = wiki.create(account.clone()).step().expect_refused();
        assert_eq!(refused.reason, reason, "{release}: {refused:?}");
        assert!(refused.code.is_some(), "{release}: {refused:?}");
        assert!(refused.message.len() > 10, "{release}: {refused:?}");
    });
}

#[test]
fn a_cold_creation_costs_two_requests_and_the_next_one() {
    on_each("plain", "cold", |wiki, release| {
        let first = wiki.create(zoe_example()).step().expect_created();
        assert_eq!(first.name, "Zoe Example");
        assert_eq!(first.warnings, []);
        assert_eq!(wiki.requests(), 2, "{release}");
        assert_eq!(wiki.session().facts().dialect, Some(Dialect::AuthManager));
        let next = NewAccount::new("max_example").password(PASSWORD);
        let next = wiki.create(next).step().expect_created();
        assert_eq!((next.name.as_str(), next.warnings), ("Max example", vec![]));
        assert_eq!(wiki.requests(), 3, "{release}");
    });
}

#[test]
fn an_email_is_really_stored() {
    on_each("plain", "email", |wiki, release| {
        // MediaWiki has its codes in lower case.
        let account = zoe_example().email("zoe@example.org").language("DE");
        wiki.create(account).step().expect_created();
        let api = wiki.session().api_url().as_str();
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

/// Only the wiki knows its own words for the namespace of users, so no name with a colon is sent.
#[test]
fn a_namespace_is_cut_off_in_the_wikis_language_if_that_is_allowed() {
    on_each("german", "namespace", |wiki, release| {
        for (name, created) in [
            ("Benutzer:Max", Some("Max")),
            (" benutzerin _:_ Ann", Some("Ann")),
            (":User:Bob", Some("Bob")),
            ("Tom&amp;Jerry", Some("Tom&Jerry")),
            ("Hilfe:Max", None),
            ("Cap:tain", None),
        ] {
            let account = NewAccount::new(name).password(PASSWORD);
            let requests = wiki.requests();
            let refused = wiki.create(account.clone()).step().expect_refused();
            assert_eq!(refused.reason, Reason::NameInvalid, "{release} {name}");
            assert!(wiki.requests() <= requests + 1, "{release} {name}");
            let sent = wiki.create(account.allow_altered_name()).step();
            match created {
                Some(created) => {
                    let made = sent.expect_created();
                    assert_eq!(made.name, created, "{release} {name}");
                    assert_eq!(made.warnings[0].code, "name-changed", "{release} {name}");
                }
                None => {
                    let refused = sent.expect_refused();
                    assert_eq!(
                        refused.code.as_deref(),
                        Some("invaliduser"),
                        "{release} {name}"
                    );
                }
            }
        }
    });
}

#[test]
fn a_real_name_is_stored_or_said_to_be_left_out() {
    on_each("plain", "realname", |wiki, _| {
        wiki.create(zoe_example().real_name("Zoë E."))
            .step()
            .expect_created();
        let mut client =
            Client::logged_in(wiki.session().api_url().as_str(), "Zoe Example", PASSWORD);
        let stored = client.get(&[
            ("action", "query"),
            ("meta", "userinfo"),
            ("uiprop", "realname"),
        ]);
        assert_eq!(stored["query"]["userinfo"]["realname"], "Zoë E.");
    });
    on_each("hidden", "realname", |wiki, release| {
        let created = wiki
            .create(zoe_example().real_name("Zoë E."))
            .step()
            .expect_created();
        assert_eq!(created.warnings[0].code, "not-offered", "{release}");
    });
}

#[test]
fn a_sum_wrongly_then_rightly() {
    on_each("simple", "sum", |wiki, release| {
        let mut creation = wiki.create(zoe_example());
        let first = creation.step().expect_ask();
        assert_eq!(first.captcha.unwrap().kind, CaptchaKind::Simple);
        let wrong = creation.answer(Answers::new().with("captcha", "wrong"));
        assert_eq!(wrong.expect_refused().reason, Reason::CaptchaWrong);
        let fresh = creation.revise(zoe_example()).expect_ask();
        let sum = solve(fresh.captcha.unwrap().question.as_deref().unwrap());
        let step = creation.answer(Answers::new().with("captcha", sum));
        assert_eq!(step.expect_created().name, "Zoe Example");
        // Detection twice, the check of the caller, two creations.
        assert_eq!(wiki.requests(), 5, "{release}");
    });
}

#[test]
fn a_question_answered_beforehand_and_when_asked() {
    on_each("questy", "question", |wiki, release| {
        let step = wiki.create(zoe_example().field("captcha", "Paris")).step();
        step.expect_created();
        assert_eq!(wiki.requests(), 2, "{release}");
        let mut creation = wiki.create(NewAccount::new("Max").password(PASSWORD));
        let captcha = creation.step().expect_ask().captcha.unwrap();
        assert_eq!(captcha.kind, CaptchaKind::Question);
        assert_eq!(
            captcha.question.as_deref(),
            Some("What is the capital of France?")
        );
        let step = creation.answer(Answers::new().with("captcha", "paris"));
        step.expect_created();
    });
}

#[test]
fn a_good_captcha_is_kept_over_refusals_that_precede_it() {
    on_each("questy", "kept", |wiki, release| {
        let mut creation = wiki.create(NewAccount::new("Admin").password(PASSWORD));
        creation.step().expect_ask();
        let step = creation.answer(Answers::new().with("captcha", "Paris"));
        assert_eq!(step.expect_refused().reason, Reason::NameTaken);
        let step = creation.revise(NewAccount::new("bad#name").password(PASSWORD));
        assert_eq!(step.expect_refused().reason, Reason::NameInvalid);
        creation.revise(zoe_example()).expect_created();
        // Detection, the check of the caller, three creations, and who has taken the name.
        assert_eq!(wiki.requests(), 6, "{release}");
    });
}

#[test]
fn a_captcha_used_up_by_a_weak_password_is_asked_again() {
    on_each("questy+policy", "spent", |wiki, _| {
        let mut creation = wiki.create(NewAccount::new("Zoe Example").password("short"));
        creation.step().expect_ask();
        let step = creation.answer(Answers::new().with("captcha", "Paris"));
        assert_eq!(step.expect_refused().reason, Reason::PasswordWeak);
        creation.revise(zoe_example()).expect_ask();
        creation
            .answer(Answers::new().with("captcha", "Paris"))
            .expect_created();
    });
}

#[test]
fn an_image_is_fetched_when_it_is_asked_for() {
    on_each("fancy", "image", |wiki, release| {
        let mut creation = wiki.create(zoe_example());
        let captcha = creation.step().expect_ask().captcha.unwrap();
        assert_eq!(creation.wiki().requests(), 2, "{release}");
        let image = creation.image(&captcha, 0).unwrap();
        assert_eq!(image.media_type, "image/png", "{release}");
        assert_eq!(&image.bytes[1..4], b"PNG", "{release}");
        let step = creation.answer(Answers::new().with("captcha", "labword"));
        step.expect_created();
        assert_eq!(wiki.requests(), 4, "{release}");
    });
}

#[test]
fn captchas_of_third_parties_show_their_key() {
    for (settings, kind) in [
        ("hcaptcha", CaptchaKind::Hcaptcha),
        ("recaptcha", CaptchaKind::RecaptchaNoCaptcha),
    ] {
        on_each(settings, "key", |wiki, release| {
            let mut creation = wiki.create(zoe_example());
            let captcha = creation.step().expect_ask().captcha.unwrap();
            assert_eq!(captcha.kind, kind, "{release}");
            assert!(captcha.site_key.is_some_and(|key| !key.is_empty()));
            let step = creation.answer(Answers::new().with("captcha", "token"));
            let refused = step.expect_refused();
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
        &zoe_example().email("nobody at all"),
        Reason::EmailInvalid,
    );
    refusal(
        "policy",
        "weak",
        &NewAccount::new("Zoe Example").password("short"),
        Reason::PasswordWeak,
    );
    refusal("nocreate", "right", &zoe_example(), Reason::NotPermitted);
    refusal("private", "right", &zoe_example(), Reason::NotPermitted);
    refusal("readonly", "locked", &zoe_example(), Reason::ReadOnly);
}

/// 1.35 folds the errors of such a password into one message without a code.
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
        wiki.create(zoe_example()).step().expect_created();
        assert_eq!(wiki.requests(), 2, "{release}");
    });
}

#[test]
fn the_second_account_of_the_day_is_throttled() {
    on_each("throttled", "day", |wiki, _| {
        wiki.create(zoe_example()).step().expect_created();
        let second = wiki
            .create(NewAccount::new("Max").password(PASSWORD))
            .step();
        assert_is_limited(&second.expect_refused(), "in English");
    });
}

/// The limit is in a text only, which is read with the wiki's own messages. So is that of the form.
#[test]
fn the_limit_of_new_accounts_is_read_in_the_wikis_language() {
    on_each("throttled+german", "day", |wiki, release| {
        wiki.create(zoe_example()).step().expect_created();
        let max = NewAccount::new("Max").password(PASSWORD);
        let refused = wiki.create(max.clone()).step().expect_refused();
        assert!(refused.message.contains("Tag"), "{release}: {refused:?}");
        assert_is_limited(&refused, release);
        let form = Wiki::builder(wiki.session().api_url().as_str());
        let mut form = form.dialect(Dialect::WebForm).build().unwrap();
        assert_is_limited(&form.create(max).step().expect_refused(), release);
    });
}

fn assert_is_limited(refused: &Refused, which: &str) {
    assert_eq!(refused.reason, Reason::Throttled, "{which}: {refused:?}");
    let period = Duration::from_secs(86400);
    assert_eq!(refused.retry_after, Some(period), "{which}: {refused:?}");
    let limit = Some(RateLimit { count: 1, period });
    assert_eq!(refused.rate_limit, limit, "{which}: {refused:?}");
}

#[test]
fn many_names_and_the_limits_of_the_caller() {
    on_each("titleblacklist", "names", |wiki, release| {
        wiki.create(zoe_example().real_name("Zoe"))
            .step()
            .expect_created();
        let mut names: Vec<String> = (0..60).map(|number| format!("Pupil {number}")).collect();
        names.extend(["zoe Example", "10.0.0.1", "a|b", "Listed one"].map(str::to_owned));
        let checks = wiki.check_names(&names).unwrap();
        let statuses: Vec<&str> = checks.iter().map(|check| check.status.as_str()).collect();
        assert_eq!(statuses[..60], ["free"; 60], "{release}");
        let others = ["taken", "not-allowed", "not-allowed", "not-allowed"];
        assert_eq!(statuses[60..], others, "{release}: {:?}", &checks[60..]);
        let limits = wiki.creator_limits().unwrap();
        assert_eq!(limits.user, None, "{release}");
        assert_eq!(limits.has_right("createaccount"), Some(true), "{release}");
        assert_eq!(limits.has_right("noratelimit"), Some(false), "{release}");
        assert_eq!(limits.rate_limits, Some(Vec::new()), "{release}");
        assert_eq!(limits.shared_accounts, None, "{release}");
        let credentials = Credentials::password("Zoe Example", PASSWORD);
        wiki.log_in(credentials).step().unwrap();
        let user = wiki.user().unwrap();
        assert_eq!(user.name, "Zoe Example", "{release}");
        assert_eq!(user.email.as_deref(), Some(""), "{release}");
        assert_eq!(user.email_confirmed, Some(false), "{release}");
        assert_eq!(user.real_name.as_deref(), Some("Zoe"), "{release}");
        wiki.log_in(admin()).step().unwrap();
        let limits = wiki.creator_limits().unwrap();
        assert_eq!(limits.is_throttled, Some(false), "{release}: {limits:?}");
    });
}

#[test]
fn a_lagging_wiki_creates_nothing_above_the_accepted_lag() {
    on_each("lagged", "maxlag", |wiki, release| {
        let api = wiki.session().api_url().as_str();
        let create = |seconds| {
            let builder = Wiki::builder(api).maxlag(seconds);
            builder.build().unwrap().create(zoe_example()).step()
        };
        let refused = create(1).expect_refused();
        assert_eq!(refused.code.as_deref(), Some("maxlag"), "{release}");
        assert!(refused.retry_after.is_some(), "{release}: {refused:?}");
        create(60).expect_created();
    });
}

/// This API does not enforce `$wgEmailConfirmToEdit`; only the web form does.
#[test]
fn an_email_that_is_required_can_be_given() {
    on_each("emailreq", "given", |wiki, _| {
        wiki.create(zoe_example().email("zoe@example.org"))
            .step()
            .expect_created();
    });
}

#[test]
fn unsupported_fields_are_reported_before_anything_is_created() {
    on_each("plain", "unasked", |wiki, release| {
        for account in [
            zoe_example().field("favourite", "blue"),
            zoe_example().field("captcha", "Paris"),
            zoe_example().domain("corp"),
            NewAccount::new("").password(PASSWORD),
        ] {
            let error = wiki.create(account).step().unwrap_err();
            assert_eq!(error.reason, Reason::InvalidArgument, "{release}");
        }
        let ask = wiki
            .create(NewAccount::new("Zoe Example"))
            .step()
            .expect_ask();
        let names: Vec<&str> = ask.fields.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["password"], "{release}");
        assert_eq!(wiki.requests(), 1, "{release}");
        wiki.create(zoe_example()).step().expect_created();
    });
}

#[test]
fn the_legacy_dialect_on_a_modern_wiki_is_an_error() {
    on_each("plain", "legacy", |wiki, release| {
        let mut wiki = Wiki::builder(wiki.session().api_url().as_str())
            .dialect(Dialect::LegacyApi)
            .build()
            .unwrap();
        let error = wiki.create(zoe_example()).step().unwrap_err();
        assert_eq!(error.reason, Reason::Protocol, "{release}");
        assert!(error.message.contains("authmanager"), "{release}");
    });
}
