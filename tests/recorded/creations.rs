//! Creations recorded on real wikis, replayed through the flows without a socket.

use std::time::Duration;

use mwaccount::{Answers, Dialect, Format, NewAccount, RateLimit, Step, Wiki};
use support::{
    recording_adapters::{detecting, sign_up_page, users, without_ignored},
    replay_client::{API, ReplayClient, account, replay, step_summary},
    transcript::{Replay, Transcript},
};

use crate::{FORMATS, LEGACY};

/// Returns true if the API shows captchas. Before 1.23 it lacks the hooks for that, but enforces captchas all
/// the same.
fn shows_captchas(release: &str) -> bool {
    !matches!(release, "1.21.1" | "1.22.15")
}

/// Returns the steps of a scenario on a release.
fn expected(release: &str, scenario: &str) -> &'static str {
    match scenario {
        // The recorded client sent the language, which 1.21 ignores.
        "create-full-fields" | "bad-language" if release == "1.21.1" => "created+not-offered",
        "create" | "create-full-fields" | "create-unicode-name" => "created",
        "realname-hidden" => "created+not-offered",
        "email-required-given" | "mailpassword-email" => "created",
        "mail-fails-after-creation" | "mailpassword-mail-fails-after-creation" => {
            "created+php-mail-error"
        }
        "name-is-normalised" => match release {
            "1.26.4" => "created created+name-changed created+name-changed refused:name-invalid",
            "1.24.2" => "created created+name-changed created+name-changed created",
            _ => "created created+name-changed refused:name-invalid created",
        },
        "user-exists" => "refused:name-taken",
        "bad-email" => "refused:email-invalid",
        "bad-language" => "refused:field-invalid",
        "password-is-name" => "refused:password-weak",
        "email-required" | "mailpassword-no-email" => "refused:email-required",
        "no-permission" | "private-wiki" => "refused:not-permitted",
        "read-only" => "refused:read-only",
        "throttled" => "refused:throttled refused:throttled refused:throttled",
        "module-disabled" | "write-api-off" => "refused:disabled",
        "cookies-lost" => "refused:session-lost",
        "captcha-survives-early-refusals" => {
            "ask refused:name-taken refused:password-weak refused:email-invalid created"
        }
        "captcha-simple-none" | "captcha-questy-none" => "ask",
        "captcha-fancy-none" | "captcha-recaptcha-none" => "ask",
        "captcha-simple-right" | "captcha-questy-right" | "captcha-fancy-right" => "ask created",
        "captcha-simple-wrong-then-right"
        | "captcha-questy-wrong-then-right"
        | "captcha-fancy-wrong-then-right" => "ask refused:captcha-wrong ask created",
        // The service of reCAPTCHA 1 is shut down, so none of its answers was ever right.
        "captcha-recaptcha-right" => "ask refused:captcha-wrong",
        "captcha-recaptcha-wrong-then-right" => {
            "ask refused:captcha-wrong ask refused:captcha-wrong"
        }
        _ => panic!("what comes of {scenario}?"),
    }
}

const SCENARIOS: [&str; 23] = [
    "create",
    "create-full-fields",
    "create-unicode-name",
    "realname-hidden",
    "email-required",
    "email-required-given",
    "mailpassword-email",
    "mailpassword-no-email",
    "mail-fails-after-creation",
    "mailpassword-mail-fails-after-creation",
    "name-is-normalised",
    "user-exists",
    "bad-email",
    "bad-language",
    "password-is-name",
    "no-permission",
    "private-wiki",
    "read-only",
    "throttled",
    "module-disabled",
    "write-api-off",
    "cookies-lost",
    "captcha-survives-early-refusals",
];

fn captcha_scenarios() -> impl Iterator<Item = String> {
    let kinds = ["simple", "questy", "fancy", "recaptcha"];
    let ends = ["none", "right", "wrong-then-right"];
    kinds
        .into_iter()
        .flat_map(move |kind| ends.map(|end| format!("captcha-{kind}-{end}")))
}

#[test]
fn legacy_scenarios_end_with_the_right_step_in_both_formats() {
    let mut played = 0;
    for release in LEGACY {
        let scenarios = SCENARIOS.map(str::to_owned);
        for scenario in scenarios.into_iter().chain(captcha_scenarios()) {
            for (name, format) in FORMATS {
                if scenario.starts_with("captcha-") && !shows_captchas(release) {
                    // The form shows the captcha: see `sign_up_forms.rs`.
                    continue;
                }
                let mut transcript = Transcript::read(release, &scenario, name);
                if scenario == "bad-language" {
                    // The recorded one is no code, which the library refuses itself.
                    transcript = transcript.with("language", "xx-unknown");
                }
                // The form would replace an API that does not create accounts.
                let is_closed = matches!(scenario.as_str(), "module-disabled" | "write-api-off");
                let steps = if is_closed {
                    replay(&transcript, &[], |wiki| {
                        wiki.format(format).dialect(Dialect::LegacyApi)
                    })
                } else {
                    let mut before = vec![detecting(&transcript)];
                    if !transcript.attempts().is_empty() {
                        before.push(sign_up_page(&transcript));
                    }
                    if scenario == "cookies-lost" {
                        let asked = transcript.first_form().unwrap();
                        before.push(users(release, &asked["name"], Some(false)));
                    }
                    let (replay, _) = Replay::new(&without_ignored(&transcript), &before);
                    let wiki = Wiki::builder(API).format(format).transport(replay);
                    ReplayClient::of(&transcript).run(&mut wiki.build().unwrap())
                };
                assert_eq!(
                    steps,
                    expected(release, &scenario),
                    "{release} {scenario} {name}"
                );
                played += 1;
            }
        }
    }
    // Three of the five releases show captchas; one of `SCENARIOS` has one.
    assert_eq!(played, (5 * 22 + 3 * 13) * 2);
}

#[test]
fn modern_scenarios_end_with_the_right_step() {
    for release in ["1.27.1", "1.28.2"] {
        for (scenario, format, steps) in [
            ("create", "json-fv2", "created"),
            ("create-unicode-name", "json-fv2", "created"),
            ("email-with-empty-realname-is-kept", "json-fv2", "created"),
            (
                "two-accounts-one-token",
                "json-fv2",
                "created created created",
            ),
            ("captcha-simple-right", "json-fv2", "ask created"),
            ("captcha-questy-right", "json-fv2", "ask created"),
            ("module-disabled", "json-fv2", "refused:disabled"),
            ("read-only", "json-fv2", "refused:read-only"),
            ("user-exists", "json-fv2-raw", "refused:name-taken"),
            ("bad-name", "json-fv2-raw", "refused:name-invalid"),
            ("bad-email", "json-fv2-raw", "refused:email-invalid"),
            ("password-is-name", "json-fv2-raw", "refused:password-weak"),
            ("no-permission", "json-fv2-raw", "refused:not-permitted"),
            ("throttled", "json-fv2-raw", "refused:throttled"),
        ] {
            let mut transcript = Transcript::read(release, scenario, format);
            if scenario == "throttled" {
                // The recorded client fetched a second token that it did not use.
                transcript.exchanges.truncate(2);
            }
            let played = replay(&transcript, &[], |wiki| match scenario {
                "module-disabled" => wiki.dialect(Dialect::AuthManager),
                _ => wiki,
            });
            assert_eq!(played, steps, "{release} {scenario}");
        }
    }
    let fancy = Transcript::read("1.28.2", "captcha-fancy-right", "json-fv2");
    assert_eq!(replay(&fancy, &[], |wiki| wiki), "ask created");
}

#[test]
fn unsupported_fields_of_a_modern_wiki_are_a_warning() {
    for release in ["1.27.1", "1.28.2"] {
        for (scenario, field, left_out) in [
            ("create-full-fields", "reason", "Recorded"),
            ("realname-hidden", "realname", "Some One"),
        ] {
            let recorded = Transcript::read(release, scenario, "json-fv2");
            let wish = account(recorded.attempts()[0]);
            assert!(format!("{wish:?}").contains(left_out));
            let (replay, _) = Replay::new(&recorded.without(field), &[]);
            let mut wiki = Wiki::builder(API).transport(replay).build().unwrap();
            let step = wiki.create(wish).step();
            assert_eq!(
                step_summary(&step),
                "created+not-offered",
                "{release} {scenario}"
            );
        }
    }
}

/// The recorded client answered a captcha that was never shown.
#[test]
fn a_wrong_captcha_is_refused_by_code_on_1_27_and_1_28() {
    for release in ["1.27.1", "1.28.2"] {
        let transcript = Transcript::read(release, "captcha-wrong", "json-fv2-raw");
        let wish = account(transcript.attempts()[0]);
        let id = offered_captcha_id(&transcript);
        let (replay, _) = Replay::new(&transcript.with("captchaId", &id), &[]);
        let mut wiki = Wiki::builder(API).transport(replay).build().unwrap();
        let mut creation = wiki.create(wish);
        assert_eq!(step_summary(&creation.step()), "ask");
        let step = creation.answer(Answers::new().with("captcha", "wrong"));
        assert_eq!(step_summary(&step), "refused:captcha-wrong", "{release}");
    }
}

fn offered_captcha_id(transcript: &Transcript) -> String {
    let body = transcript.exchanges[0].response.body.as_deref().unwrap();
    let info: serde_json::Value = serde_json::from_str(body).unwrap();
    let id = &info["query"]["authmanagerinfo"]["requests"][0]["fields"]["captchaId"]["value"];
    id.as_str().unwrap().to_owned()
}

#[test]
fn third_party_captchas_show_their_site_key() {
    for release in ["1.27.1", "1.28.2"] {
        let transcript = Transcript::read(release, "captcha-recaptcha-info", "json-fv2");
        let (replay, _) = Replay::new(&transcript, &[]);
        let mut wiki = Wiki::builder(API).transport(replay).build().unwrap();
        let account = NewAccount::new("Zoe").password("Correct-horse-7-battery");
        assert_eq!(
            step_summary(&wiki.create(account).step()),
            "ask",
            "{release}"
        );
    }
}

/// The count and the period of the limit that real wikis name. The text of 1.21 is empty, because of a
/// newer PCRE.
#[test]
fn the_limit_of_new_accounts_is_read() {
    let day = Duration::from_secs(86400);
    let limit = RateLimit {
        count: 1,
        period: day,
    };
    let legacy = LEGACY
        .into_iter()
        .flat_map(|release| FORMATS.map(|(name, format)| (release, name, format)));
    let modern = ["1.27.1", "1.28.2"].map(|release| (release, "json-fv2-raw", Format::Json));
    for (release, name, format) in legacy.chain(modern) {
        let transcript = Transcript::read(release, "throttled", name);
        let wanted = account(transcript.attempts()[0]);
        let is_legacy = name != "json-fv2-raw";
        let mut before = Vec::new();
        if is_legacy {
            before = vec![detecting(&transcript), sign_up_page(&transcript)];
        }
        let (replay, _) = Replay::new(&without_ignored(&transcript), &before);
        let wiki = Wiki::builder(API).format(format).transport(replay);
        let refused = match wiki.build().unwrap().create(wanted).step() {
            Ok(Step::Refused(refused)) => refused,
            step => panic!("{release} {name}: {step:?}"),
        };
        assert_eq!(refused.retry_after, Some(day), "{release} {name}");
        let expected = Some(limit).filter(|_| release != "1.21.1");
        assert_eq!(
            refused.rate_limit, expected,
            "{release} {name}: {refused:?}"
        );
    }
}
