//! Mails of new accounts that were not sent, through the sign-up form of every emulated release and through its API.

use mwaccount::{NewAccount, Step, Warning, Wiki};
use support::{
    accounts::{PASSWORD, admin, zoe_example},
    steps::ExpectStep,
};
use testwiki::{Release, Server, Setting};

use crate::web_form::{ApiOff, everywhere, step_summary};

/// The mailer's error on emulated wikis.
const MAILER: &str = "Could not execute mail delivery program ' -t -i '";

fn not_sent(error: &str) -> String {
    format!("the account was created, but its e-mail was not sent: {error}")
}

fn codes(warnings: &[Warning]) -> Vec<&str> {
    warnings.iter().map(|warning| &*warning.code).collect()
}

/// Returns whether the release tells that a mail was not sent: AuthManager does not.
fn tells(release: Release) -> bool {
    release < Release::first(27)
}

#[test]
fn a_mail_to_confirm_the_address_was_not_sent() {
    for setting in [None, Some(Setting::Japanese)] {
        for creator in [false, true] {
            everywhere(
                |wiki| {
                    let wiki = wiki.setting(Setting::MailFails);
                    setting.map_or(wiki.clone(), |setting| wiki.setting(setting))
                },
                |label, off, release, emulated| {
                    let label = format!("{label} {setting:?} by a creator: {creator}");
                    let mut wiki = Wiki::connect(&emulated.api()).unwrap();
                    if creator {
                        wiki.log_in(admin()).step().unwrap();
                    }
                    let account = zoe_example().email("zoe@example.org");
                    let made = wiki.create(account).step().expect_created();
                    assert_eq!(made.name, "Zoe Example", "{label}");
                    // Without the API nothing tells the meaning of the page's words.
                    if tells(release) && off != ApiOff::NoApi {
                        assert_eq!(
                            codes(&made.warnings),
                            ["confirmemail_sendfailed"],
                            "{label}"
                        );
                        assert_eq!(made.warnings[0].message, not_sent(MAILER), "{label}");
                    } else {
                        assert!(made.warnings.is_empty(), "{label}: {made:?}");
                    }
                    // Without an address there is no mail, and the next account is the visitor's.
                    let max = NewAccount::new("Max").password(PASSWORD);
                    let made = wiki.create(max).step().expect_created();
                    assert!(made.warnings.is_empty(), "{label}: {made:?}");
                },
            );
        }
    }
}

#[test]
fn a_sent_mail_gives_no_warning() {
    for setting in [None, Some(Setting::Japanese)] {
        everywhere(
            |wiki| setting.map_or(wiki.clone(), |setting| wiki.setting(setting)),
            |label, _, _, emulated| {
                let mut wiki = Wiki::connect(&emulated.api()).unwrap();
                wiki.log_in(admin()).step().unwrap();
                let account = zoe_example().email("zoe@example.org");
                let made = wiki.create(account).step().expect_created();
                assert!(made.warnings.is_empty(), "{label}: {made:?}");
                let account = NewAccount::new("Max").email("max@example.org");
                let made = wiki.create(account.mail_password()).step().expect_created();
                assert!(made.warnings.is_empty(), "{label}: {made:?}");
                assert_eq!(emulated.mails().len(), 2, "{label}");
            },
        );
    }
}

/// Up to 1.26 the form is shown again, although the account exists.
#[test]
fn a_mailed_password_was_not_sent() {
    for (setting, words) in [
        (None, "Error sending mail"),
        (
            Some(Setting::Japanese),
            "メールを送信する際にエラーが発生しました",
        ),
    ] {
        everywhere(
            |wiki| {
                let wiki = wiki.setting(Setting::MailFails);
                setting.map_or(wiki.clone(), |setting| wiki.setting(setting))
            },
            |label, off, release, emulated| {
                let mut wiki = Wiki::connect(&emulated.api()).unwrap();
                wiki.log_in(admin()).step().unwrap();
                let account = || {
                    NewAccount::new("zoe Example")
                        .email("zoe@example.org")
                        .mail_password()
                };
                let made = wiki.create(account()).step().expect_created();
                assert_eq!(made.name, "Zoe Example", "{label}");
                if tells(release) {
                    let error = match off {
                        ApiOff::NoApi => format!("{words}: {MAILER}"),
                        _ => MAILER.to_owned(),
                    };
                    assert_eq!(codes(&made.warnings), ["mailerror"], "{label}");
                    assert_eq!(made.warnings[0].message, not_sent(&error), "{label}");
                } else {
                    assert!(made.warnings.is_empty(), "{label}: {made:?}");
                }
                assert!(emulated.account("Zoe Example").is_some(), "{label}");
                // A refusal shows the form again, too.
                let mut creation = wiki.create(account());
                let step = creation.step();
                assert_eq!(
                    step_summary(&step),
                    "refused:name-taken",
                    "{label}: {step:?}"
                );
                let Ok(Step::Refused(refused)) = step else {
                    unreachable!()
                };
                assert!(!refused.message.contains("lost"), "{label}: {refused:?}");
                let max = NewAccount::new("Max").email("max@example.org");
                creation.revise(max.mail_password()).expect_created();
                assert!(emulated.account("Max").is_some(), "{label}");
            },
        );
    }
}

/// The legacy API reports a failed mail by a code of the mailer.
#[test]
fn the_api_gives_the_same_warning() {
    let server = Server::start().unwrap();
    for release in Release::all().filter(|release| *release >= Release::first(21)) {
        let emulated = server.add(testwiki::Wiki::of(release).setting(Setting::MailFails));
        let mut wiki = Wiki::connect(&emulated.api()).unwrap();
        let account = zoe_example().email("zoe@example.org");
        let made = wiki.create(account).step().expect_created();
        let messages: Vec<_> = made.warnings.iter().map(|it| it.message.clone()).collect();
        let expected = tells(release).then(|| not_sent(MAILER));
        assert_eq!(
            messages,
            expected.into_iter().collect::<Vec<_>>(),
            "{release}"
        );
    }
}

/// The mailer throws an exception after the account was written. The form answers with the page of an exception, of
/// HTTP 200 or 500.
#[test]
fn a_mailer_throws_after_the_form_was_sent() {
    everywhere(
        |wiki| wiki.setting(Setting::MailThrows),
        |label, off, _, emulated| {
            let mut wiki = Wiki::connect(&emulated.api()).unwrap();
            let account = zoe_example().email("zoe@example.org");
            let step = wiki.create(account).step();
            assert!(emulated.account("Zoe Example").is_some(), "{label}");
            let text = if off == ApiOff::NoApi {
                // The list of users shows that the account exists, and not since when.
                let evidence = step.expect_unknown().evidence;
                assert!(
                    evidence.contains("\"Zoe Example\" exists, but"),
                    "{label}: {evidence}"
                );
                assert!(
                    evidence.contains("try to log in as it"),
                    "{label}: {evidence}"
                );
                evidence
            } else {
                let mut made = step.expect_created();
                assert_eq!(codes(&made.warnings), ["answer-lost"], "{label}");
                made.warnings.remove(0).message
            };
            says_one_thing(&text, label);
        },
    );
}

#[test]
fn a_mailer_throws_in_the_api() {
    let server = Server::start().unwrap();
    for release in Release::all().filter(|release| *release >= Release::first(21)) {
        let emulated = server.add(testwiki::Wiki::of(release).setting(Setting::MailThrows));
        let mut wiki = Wiki::connect(&emulated.api()).unwrap();
        let account = zoe_example().email("zoe@example.org");
        let made = wiki.create(account).step().expect_created();
        assert_eq!(
            codes(&made.warnings),
            ["internal_api_error_MWException"],
            "{release}"
        );
        says_one_thing(&made.warnings[0].message, &release.to_string());
    }
}

/// Asserts that a text does not both state and doubt that an account exists, and quotes no backtrace.
#[track_caller]
fn says_one_thing(text: &str, label: &str) {
    let exists = text.contains("was created") || text.contains("exists, but");
    assert!(exists, "{label}: {text}");
    for doubt in [
        "whether \"Zoe Example\" exists",
        "try again",
        "#0",
        "check the address",
    ] {
        assert!(!text.contains(doubt), "{label}: {text}");
    }
}
