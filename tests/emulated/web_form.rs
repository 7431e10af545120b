//! The sign-up form of every emulated release, through the library: without an API for creating accounts, or
//! with an API that is switched off, in whole or in part.

use mwaccount::{
    Answers, Ask, CaptchaKind, Credentials, Dialect, Error, NewAccount, Reason, Step, Wiki,
};
use support::{
    accounts::{PASSWORD, admin, invalid_accounts, zoe_example},
    arithmetic_captcha::solve,
    skipped_waits::SkippedWaits,
    steps,
};
use testwiki::{Captcha, Release, RunningWiki, Server, Setting};

/// Returns a step in one word, with the kind of the captcha it asks for.
pub fn step_summary(step: &Result<Step, Error>) -> String {
    match step {
        Ok(Step::Ask(Ask {
            captcha: Some(captcha),
            ..
        })) => format!("ask:{}", captcha.kind.as_str()),
        step => steps::step_summary(step),
    }
}

/// The reason a wiki's API does not create accounts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ApiOff {
    /// The release has no module for it, or the module is switched off.
    Module,
    /// Writing through the API is switched off.
    NoWrite,
    /// There is no API.
    NoApi,
}

impl ApiOff {
    /// Returns the reasons that a release can have.
    fn of(release: Release) -> Vec<Self> {
        let mut ways = vec![Self::Module, Self::NoApi];
        if (Release::first(21)..Release::first(32)).contains(&release) {
            ways.push(Self::NoWrite);
        }
        ways
    }

    fn switch(self, wiki: testwiki::Wiki, release: Release) -> testwiki::Wiki {
        match self {
            Self::Module if release < Release::first(21) => wiki,
            Self::Module => wiki.setting(Setting::Disabled),
            Self::NoWrite => wiki.setting(Setting::NoWrite),
            Self::NoApi => wiki.setting(Setting::NoApi),
        }
    }
}

/// Connects to a wiki without waiting for anything.
pub fn connect(address: &str) -> Wiki {
    let builder = Wiki::builder(address).clock(SkippedWaits::default());
    builder.build().unwrap()
}

/// Runs a test on every release for every reason, with this setting.
pub fn everywhere(
    set: impl Fn(testwiki::Wiki) -> testwiki::Wiki,
    test: impl Fn(&str, ApiOff, Release, &RunningWiki),
) {
    let server = Server::start().unwrap();
    for release in Release::all() {
        for off in ApiOff::of(release) {
            let wiki = server.add(off.switch(set(testwiki::Wiki::of(release)), release));
            test(&format!("{release} {off:?}"), off, release, &wiki);
        }
    }
}

#[test]
fn accounts_are_created_with_every_field() {
    everywhere(
        |wiki| wiki,
        |label, _, _, emulated| {
            let mut wiki = connect(&emulated.api());
            let account = zoe_example().email("zoe@example.org").real_name("Zoë E.");
            let step = wiki.create(account).step();
            assert_eq!(step_summary(&step), "created", "{label} {step:?}");
            assert_eq!(
                wiki.session().facts().dialect,
                Some(Dialect::WebForm),
                "{label}"
            );
            let made = emulated.account("Zoe Example").unwrap();
            assert_eq!(made.email, "zoe@example.org", "{label}");
            assert_eq!(made.real_name, "Zoë E.", "{label}");
            let cold = wiki.requests();
            // With a known wiki: the form, and its submission.
            let second = wiki
                .create(NewAccount::new("max").password(PASSWORD))
                .step();
            assert_eq!(step_summary(&second), "created", "{label}");
            let warm = wiki.requests() - cold;
            println!("{label}: {cold} requests, then {warm}");
            assert_eq!(warm, 2, "{label}");
        },
    );
}

#[test]
fn captchas_are_shown_and_answered() {
    for (captcha, kind, answer) in [
        (Captcha::Simple, CaptchaKind::Simple, None),
        (Captcha::Math, CaptchaKind::Math, None),
        (Captcha::Questy, CaptchaKind::Question, Some("Paris")),
        (Captcha::Fancy, CaptchaKind::Image, Some("labword")),
    ] {
        everywhere(
            |wiki| wiki.captcha(captcha),
            |label, _, release, emulated| {
                // ConfirmEdit removed it in 1.43.
                if captcha == Captcha::Math && release >= Release::first(43) {
                    return;
                }
                let mut wiki = connect(&emulated.api());
                let mut creation = wiki.create(zoe_example());
                let mut answers = Vec::new();
                for right in [false, true] {
                    let step = if right {
                        creation.revise(zoe_example())
                    } else {
                        creation.step()
                    };
                    let Ok(Step::Ask(ask)) = &step else {
                        panic!("{label} {captcha:?}: {step:?}");
                    };
                    let shown = ask.captcha.clone().unwrap();
                    assert_eq!(shown.kind, kind, "{label}");
                    if kind == CaptchaKind::Image {
                        let image = creation.image(&shown, 0).unwrap();
                        assert!(image.bytes.starts_with(b"\x89PNG"), "{label}");
                    }
                    let given = match (answer, right) {
                        (_, false) => "wrong".to_owned(),
                        (Some(answer), true) => answer.to_owned(),
                        (None, true) => solve(&shown.question.unwrap()),
                    };
                    let step = creation.answer(Answers::new().with("captcha", given));
                    answers.push(step_summary(&step));
                }
                assert_eq!(answers[0], "refused:captcha-wrong", "{label}");
                assert_eq!(answers[1], "created", "{label}");
            },
        );
    }
}

/// A question keeps its image, the address of its link and raised characters, and loses what browsers hide, from
/// forms and from both APIs.
#[test]
fn questions_keep_what_is_needed_to_answer() {
    let set = |wiki: testwiki::Wiki| wiki.captcha(Captcha::Questy).setting(Setting::RichQuestion);
    everywhere(set, |label, _, _, emulated| {
        question_is_rich(label, emulated)
    });
    let server = Server::start().unwrap();
    for release in Release::all().filter(|release| *release >= Release::first(21)) {
        let emulated = server.add(set(testwiki::Wiki::of(release)));
        question_is_rich(&format!("API of {release}"), &emulated);
    }
}

fn question_is_rich(label: &str, emulated: &RunningWiki) {
    let mut wiki = connect(&emulated.api());
    let mut creation = wiki.create(zoe_example());
    let Ok(Step::Ask(ask)) = creation.step() else {
        panic!("{label}");
    };
    let captcha = ask.captcha.unwrap();
    assert_eq!(captcha.kind, CaptchaKind::Question, "{label}");
    let api = url::Url::parse(&emulated.api()).unwrap();
    let rules = api.join("/rules?a=1&b=2").unwrap();
    let question = format!(
        "What is the capital, with 2²+1 letters, of the country in [image 1: the picture], by the rules ({rules})?"
    );
    assert_eq!(captcha.question, Some(question), "{label}");
    let html = captcha.question_html.clone().unwrap();
    assert!(html.contains("<sup>2</sup>"), "{label}: {html}");
    assert!(html.contains("Type nothing"), "{label}: {html}");
    assert_eq!(captcha.image_urls.len(), 1, "{label}");
    let image = creation.image(&captcha, 0).unwrap();
    assert!(image.bytes.starts_with(b"\x89PNG"), "{label}");
    let error = creation.image(&captcha, 1).unwrap_err();
    assert_eq!(error.reason, Reason::InvalidArgument, "{label}");
    let step = creation.answer(Answers::new().with("captcha", "Paris"));
    assert_eq!(step_summary(&step), "created", "{label}: {step:?}");
}

/// The captcha of the form that the API of 1.21 and 1.22 does not show.
#[test]
fn a_captcha_of_the_form_survives_suspension() {
    let server = Server::start().unwrap();
    for release in ["1.21", "1.22"] {
        let emulated = server.add(testwiki::Wiki::release(release).captcha(Captcha::Questy));
        let mut wiki = connect(&emulated.api());
        let mut creation = wiki.create(zoe_example());
        assert_eq!(step_summary(&creation.step()), "ask:question", "{release}");
        let text = creation.suspend().unwrap();
        let (mut wiki, conversation) = Wiki::resume(text.expose()).unwrap();
        let mut creation = wiki.attach(conversation);
        let answers = Answers::new().with("captcha", "Paris");
        let step = creation.answer(answers.with("password", PASSWORD));
        assert_eq!(step_summary(&step), "created", "{release}: {step:?}");
    }
}

#[test]
fn captchas_of_services_are_answered_by_their_token() {
    for (captcha, since) in [
        (Captcha::ReCaptcha, 16),
        (Captcha::HCaptcha, 34),
        (Captcha::Turnstile, 42),
    ] {
        everywhere(
            |wiki| wiki.captcha(captcha),
            |label, _, release, emulated| {
                if release < Release::first(since) {
                    return;
                }
                let mut wiki = connect(&emulated.api());
                let mut creation = wiki.create(zoe_example());
                let step = creation.step();
                let Ok(Step::Ask(ask)) = &step else {
                    panic!("{label} {captcha:?}: {step:?}");
                };
                let shown = ask.captcha.as_ref().unwrap();
                let modern = release >= Release::first(27);
                let kind = match captcha {
                    Captcha::HCaptcha => CaptchaKind::Hcaptcha,
                    Captcha::Turnstile => CaptchaKind::Turnstile,
                    _ if modern => CaptchaKind::RecaptchaNoCaptcha,
                    _ => CaptchaKind::Recaptcha,
                };
                assert_eq!(shown.kind, kind, "{label}");
                assert!(shown.site_key.is_some(), "{label}");
                let mut answers = Answers::new().with("captcha", "labword");
                if kind == CaptchaKind::Recaptcha {
                    answers.set("captcha-challenge", "challenge");
                }
                let step = creation.answer(answers);
                // Version 1 was shut down, so no answer is right any more.
                let expected = if kind == CaptchaKind::Recaptcha {
                    "refused:captcha-wrong"
                } else {
                    "created"
                };
                assert_eq!(
                    step_summary(&step),
                    expected,
                    "{label} {captcha:?}: {step:?}"
                );
            },
        );
    }
}

#[test]
fn invalid_accounts_are_refused_with_a_reason() {
    everywhere(
        |wiki| wiki,
        |label, _, _, emulated| {
            let mut count = 0;
            for (account, expected) in invalid_accounts() {
                let mut wiki = connect(&emulated.api());
                let mut creation = wiki.create(account);
                let step = creation.step();
                let said = step_summary(&step);
                assert_eq!(said, expected, "{label} {step:?}");
                if expected.starts_with("refused") {
                    count += 1;
                    let revised = NewAccount::new(format!("Zoe {count}")).password(PASSWORD);
                    let step = creation.revise(revised);
                    assert_eq!(
                        step_summary(&step),
                        "created",
                        "{label} {expected} {step:?}"
                    );
                }
            }
        },
    );
}

/// Returns the result on a wiki with this setting.
fn denied(setting: Setting, off: ApiOff, release: Release) -> &'static str {
    match setting {
        // Nothing refuses before the form, which asks for the address.
        Setting::EmailRequired if off == ApiOff::NoApi && release >= Release::first(27) => "ask",
        // A private wiki does not show its messages. The recordings of older releases lack the box for missing
        // rights.
        Setting::Private if release < Release::first(22) => "refused:other",
        Setting::Private | Setting::NoCreate => "refused:not-permitted",
        Setting::ReadOnly => "refused:read-only",
        Setting::Blocked => "refused:blocked",
        Setting::Throttled => "refused:throttled",
        Setting::EmailRequired => "refused:email-required",
        _ => panic!("{setting:?}"),
    }
}

#[test]
fn restricted_wikis_refuse_with_a_reason() {
    for setting in [
        Setting::Private,
        Setting::NoCreate,
        Setting::ReadOnly,
        Setting::Blocked,
        Setting::Throttled,
        Setting::EmailRequired,
    ] {
        everywhere(
            |wiki| wiki.setting(setting),
            |label, off, release, emulated| {
                let mut wiki = connect(&emulated.api());
                if setting == Setting::Throttled {
                    let first = NewAccount::new("First").password(PASSWORD);
                    assert_eq!(
                        step_summary(&wiki.create(first).step()),
                        "created",
                        "{label}"
                    );
                }
                let step = wiki.create(zoe_example()).step();
                let expected = denied(setting, off, release);
                assert_eq!(
                    step_summary(&step),
                    expected,
                    "{label} {setting:?}: {step:?}"
                );
                if let Ok(Step::Refused(refused)) = &step {
                    assert!(refused.message.len() > 10, "{label} {refused:?}");
                }
                assert!(emulated.account("Zoe Example").is_none(), "{label}");
            },
        );
    }
}

/// Returns the first step, and the code if it is a refusal.
fn with_code(step: &Result<Step, Error>) -> (String, Option<String>) {
    let code = match step {
        Ok(Step::Refused(refused)) => refused.code.clone(),
        _ => None,
    };
    (step_summary(step), code)
}

/// Refusals by the form, with the wiki's settings and the account.
fn refusals() -> Vec<(&'static str, Option<Setting>, NewAccount)> {
    let plain = |name: &str| NewAccount::new(name).password(PASSWORD);
    let mut refusals: Vec<_> = invalid_accounts()
        .into_iter()
        .map(|(account, summary)| (summary, None, account))
        .collect();
    refusals.extend([
        ("no right", Some(Setting::NoCreate), plain("Zoe")),
        ("read-only", Some(Setting::ReadOnly), plain("Zoe")),
        ("blocked", Some(Setting::Blocked), plain("Zoe")),
        ("throttled", Some(Setting::Throttled), plain("Zoe")),
        ("address", None, plain("Zoe").email("zoe@")),
        ("captcha", None, plain("Zoe").field("captcha", "London")),
    ]);
    refusals
}

/// Without an API the messages are read from Special:AllMessages: each refusal has the code and the reason that
/// it has with the API's messages.
#[test]
fn without_an_api_refusals_have_the_code_that_the_api_shows() {
    let server = Server::start().unwrap();
    let mut most = 0;
    for release in Release::all() {
        for (kind, setting, account) in refusals() {
            let [module, no_api] = [ApiOff::Module, ApiOff::NoApi].map(|off| {
                let mut wiki = off.switch(testwiki::Wiki::of(release), release);
                if let Some(setting) = setting {
                    wiki = wiki.setting(setting);
                }
                if kind == "captcha" {
                    wiki = wiki.captcha(Captcha::Questy);
                }
                let emulated = server.add(wiki);
                let mut wiki = connect(&emulated.api());
                if kind == "throttled" {
                    wiki.create(NewAccount::new("First").password(PASSWORD))
                        .step()
                        .unwrap();
                }
                let before = wiki.requests();
                let first = with_code(&wiki.create(account.clone()).step());
                let cost = wiki.requests() - before;
                // The messages are kept.
                let second = with_code(&wiki.create(account.clone()).step());
                let next = wiki.requests() - before - cost;
                (first, second, cost, next)
            });
            let label = format!("{release} {kind}");
            println!("{label}: {module:?} {no_api:?}");
            assert_eq!(module.0, no_api.0, "{label}");
            assert_eq!(no_api.0, no_api.1, "{label}");
            most = most.max(no_api.2);
            // The form, its submission, and the list of users at most.
            assert!(no_api.3 <= 3, "{label}: {} requests", no_api.3);
        }
    }
    println!("at most {most} requests");
    // Two or three for the form, and its submission; the list of users; the messages.
    assert!(most <= 9, "{most} requests");
}

/// The same if the caller chose the form, so that nothing has shown before that the API is off; and if a password
/// was to be mailed, so that the form comes again for an account that was created, too.
#[test]
fn refusals_of_a_chosen_form_and_of_mailed_passwords() {
    let server = Server::start().unwrap();
    for release in ["1.16", "1.19", "1.26", "1.31", "1.43"] {
        let emulated = server.add(testwiki::Wiki::release(release).setting(Setting::NoApi));
        let builder = Wiki::builder(&emulated.api()).dialect(Dialect::WebForm);
        let mut wiki = builder.build().unwrap();
        let named = NewAccount::new("10.1.2.3").password(PASSWORD);
        let step = wiki.create(named).step();
        let expected = ("refused:name-invalid".to_owned(), Some("noname".to_owned()));
        assert_eq!(with_code(&step), expected, "{release} {step:?}");

        let mut wiki = connect(&emulated.api());
        wiki.log_in(admin()).step().unwrap();
        let account = NewAccount::new("Zoe").email("nobody").mail_password();
        let step = wiki.create(account).step();
        assert_eq!(
            step_summary(&step),
            "refused:email-invalid",
            "{release} {step:?}"
        );
    }
}

#[test]
fn creators_create_as_themselves() {
    everywhere(
        |wiki| wiki.setting(Setting::NoCreate),
        |label, _, _, emulated| {
            let mut wiki = connect(&emulated.api());
            let wrong = Credentials::password("Admin", "no password of Admin's");
            let step = wiki.log_in(wrong).step();
            assert_eq!(
                step_summary(&step),
                "refused:login-failed",
                "{label} {step:?}"
            );
            let step = wiki.log_in(admin()).step();
            assert_eq!(step_summary(&step), "logged-in:Admin", "{label} {step:?}");
            let step = wiki.create(zoe_example()).step();
            assert_eq!(step_summary(&step), "created", "{label} {step:?}");
            let pupil = NewAccount::new("Pupil").email("pupil@example.org");
            let step = wiki.create(pupil.mail_password()).step();
            assert_eq!(step_summary(&step), "created", "{label} {step:?}");
            assert_eq!(emulated.mails().len(), 1, "{label}");
            let step = wiki.create(zoe_example()).step();
            assert_eq!(
                step_summary(&step),
                "refused:name-taken",
                "{label} {step:?}"
            );
            assert_eq!(wiki.session().creator(), Some("Admin"), "{label}");
        },
    );
}
