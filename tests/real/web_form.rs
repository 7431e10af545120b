//! The sign-up form of real MediaWiki, with the API's module or the whole API switched off.

use mwaccount::{Answers, CaptchaKind, Dialect, NewAccount, Reason, Step, Wiki};
use support::{
    accounts::{PASSWORD, admin, zoe_example},
    arithmetic_captcha::solve,
    mediawiki::{self, RELEASES},
    steps::step_summary,
};

const API_OFF: [&str; 2] = ["disabled", "noapi"];

/// Runs a test on every release, with the API switched off in both ways, and with these settings.
fn everywhere(settings: &str, instance: &str, test: impl Fn(&str, &str, Wiki)) {
    for release in RELEASES {
        for off in API_OFF {
            let settings = match settings {
                "" => off.to_owned(),
                settings => format!("{off}+{settings}"),
            };
            let api = mediawiki::api(release, &settings, instance);
            let label = format!("{release} {settings}");
            test(&label, off, Wiki::connect(&api).unwrap());
        }
    }
}

#[test]
fn accounts_are_created() {
    everywhere("", "created", |label, off, mut wiki| {
        let step = wiki
            .create(zoe_example().email("zoe@example.org").language("de"))
            .step();
        assert_eq!(step_summary(&step), "created", "{label}: {step:?}");
        assert_eq!(
            wiki.session().facts().dialect,
            Some(Dialect::WebForm),
            "{label}"
        );
        // The API is asked, then it refuses; or the page redirects to Special:CreateAccount.
        let cold = wiki.requests();
        assert_eq!(cold, if off == "disabled" { 3 } else { 4 }, "{label}");
        let step = wiki
            .create(NewAccount::new("max").password(PASSWORD))
            .step();
        assert_eq!(step_summary(&step), "created", "{label}: {step:?}");
        assert_eq!(wiki.requests() - cold, 2, "{label}");
    });
}

#[test]
fn invalid_accounts_are_refused_with_a_reason() {
    everywhere("", "wrong", |label, off, wiki| {
        let api = wiki.session().api_url().to_string();
        for (count, (account, expected, without_api)) in [
            (
                NewAccount::new("Admin").password(PASSWORD),
                "refused:name-taken",
                "refused:name-taken",
            ),
            (
                NewAccount::new("10.1.2.3").password(PASSWORD),
                "refused:name-invalid",
                "refused:other",
            ),
            (
                zoe_example().email("nobody"),
                "refused:email-invalid",
                "refused:other",
            ),
            (
                NewAccount::new("Samesame").password("Samesame"),
                "refused:password-weak",
                "refused:other",
            ),
            (
                zoe_example().password(""),
                "refused:password-weak",
                "refused:password-weak",
            ),
        ]
        .into_iter()
        .enumerate()
        {
            let mut wiki = Wiki::connect(&api).unwrap();
            let mut creation = wiki.create(account);
            let step = creation.step();
            let expected = if off == "disabled" {
                expected
            } else {
                without_api
            };
            assert_eq!(step_summary(&step), expected, "{label}: {step:?}");
            let Ok(Step::Refused(refused)) = &step else {
                panic!("{step:?}");
            };
            assert!(refused.message.len() > 10, "{label}: {refused:?}");
            let step = creation.revise(NewAccount::new(format!("Zoe {count}")).password(PASSWORD));
            assert_eq!(step_summary(&step), "created", "{label}: {step:?}");
        }
    });
}

#[test]
fn captchas_are_shown_answered_and_kept() {
    for (setting, kind, answer) in [
        ("simple", CaptchaKind::Simple, None),
        ("questy", CaptchaKind::Question, Some("Paris")),
        ("fancy", CaptchaKind::Image, Some("labword")),
    ] {
        everywhere(setting, "captcha", |label, off, mut wiki| {
            let mut creation = wiki.create(NewAccount::new("Admin").password(PASSWORD));
            let step = creation.step();
            let Ok(Step::Ask(ask)) = &step else {
                panic!("{label}: {step:?}");
            };
            let shown = ask.captcha.clone().unwrap();
            assert_eq!(shown.kind, kind, "{label}: {shown:?}");
            if kind == CaptchaKind::Image {
                let image = creation.image(&shown).unwrap();
                assert!(image.bytes.starts_with(b"\x89PNG"), "{label}");
            }
            let answer = match answer {
                Some(answer) => answer.to_owned(),
                None => solve(&shown.question.unwrap()),
            };
            let step = creation.answer(Answers::new().with("captcha", answer));
            assert_eq!(
                step_summary(&step),
                "refused:name-taken",
                "{label}: {step:?}"
            );
            // The name is checked before the captcha, whose answer remains valid.
            let step = creation.revise(zoe_example());
            assert_eq!(step_summary(&step), "created", "{label} {off}: {step:?}");
        });
    }
}

#[test]
fn a_wrong_answer_is_named_so() {
    everywhere("questy", "wronganswer", |label, off, mut wiki| {
        let mut creation = wiki.create(zoe_example());
        assert_eq!(step_summary(&creation.step()), "ask", "{label}");
        let step = creation.answer(Answers::new().with("captcha", "London"));
        let expected = if off == "disabled" {
            "refused:captcha-wrong"
        } else {
            "refused:other"
        };
        assert_eq!(step_summary(&step), expected, "{label}: {step:?}");
        assert_eq!(
            step_summary(&creation.revise(zoe_example())),
            "ask",
            "{label}"
        );
        let step = creation.answer(Answers::new().with("captcha", "Paris"));
        assert_eq!(step_summary(&step), "created", "{label}: {step:?}");
    });
}

#[test]
fn steps_after_the_account_was_made() {
    everywhere("otp", "otp", |label, _, mut wiki| {
        let mut creation = wiki.create(zoe_example());
        let step = creation.step();
        let Ok(Step::Ask(ask)) = &step else {
            panic!("{label}: {step:?}");
        };
        println!("{label}: {ask:?}");
        assert!(ask.field("otpToken").is_some(), "{label}");
        let step = creation.answer(Answers::new().with("otpToken", "999999"));
        assert_eq!(step_summary(&step), "ask", "{label}: {step:?}");
        let step = creation.answer(Answers::new().with("otpToken", "123456"));
        assert_eq!(step_summary(&step), "created", "{label}: {step:?}");
    });
}

#[test]
fn restricted_wikis_refuse_with_a_reason() {
    for (setting, expected, without_api) in [
        ("private", "refused:not-permitted", "refused:not-permitted"),
        ("nocreate", "refused:not-permitted", "refused:not-permitted"),
        ("readonly", "refused:read-only", "refused:other"),
        ("throttled", "refused:throttled", "refused:other"),
    ] {
        everywhere(setting, "denied", |label, off, mut wiki| {
            if setting == "throttled" {
                wiki.create(NewAccount::new("First").password(PASSWORD))
                    .step()
                    .unwrap();
            }
            let step = wiki.create(zoe_example()).step();
            println!("{label}: {step:?}");
            let expected = if off == "disabled" {
                expected
            } else {
                without_api
            };
            assert_eq!(step_summary(&step), expected, "{label}: {step:?}");
        });
    }
}

#[test]
fn creators_create_as_themselves() {
    everywhere("nocreate", "creators", |release, _, mut wiki| {
        let step = wiki.log_in(admin()).step();
        assert_eq!(step_summary(&step), "logged-in:Admin", "{release}");
        let step = wiki.create(zoe_example().reason("for a course")).step();
        assert_eq!(step_summary(&step), "created", "{release}: {step:?}");
        let pupil = NewAccount::new("Pupil")
            .email("pupil@example.org")
            .mail_password();
        let step = wiki.create(pupil).step();
        assert_eq!(step_summary(&step), "created", "{release}: {step:?}");
        let step = wiki.create(zoe_example()).step();
        assert!(
            matches!(&step, Ok(Step::Refused(refused)) if refused.reason == Reason::NameTaken),
            "{release}: {step:?}"
        );
        assert_eq!(wiki.session().creator(), Some("Admin"), "{release}");
    });
}
