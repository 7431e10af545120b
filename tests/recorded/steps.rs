//! Recorded steps in the middle of a creation, and captchas that remain valid after a refusal, on 1.27 and
//! 1.28, replayed without a socket. The library uses only JSON with `formatversion=2` there, so recordings in
//! XML and in `formatversion=1` are not replayed.

use mwaccount::{Answers, Creation, FieldKind, Step, Wiki};
use serde_json::{Value, json};
use support::{
    recording_adapters::{raw, users},
    replay_client::{API, account, replay},
    transcript::{Exchange, Replay, Transcript},
};

use crate::MODERN;

/// The results of scenarios with steps after the account was created, on a public and on a private wiki.
const EXPECTED: [(&str, &str, &str); 3] = [
    ("step-ui", "ui+exists ui+exists created", "ui ui created"),
    ("step-ui-skip", "ui+exists created", "ui created"),
    (
        "step-redirect-then-ui",
        "redirect+exists ui+exists created",
        "redirect ui created",
    ),
];

/// Returns a recording with steps, and the library's lookups of the account at a step. They end once it exists.
fn stepwise(release: &str, scenario: &str, exists: Option<bool>) -> (Transcript, Vec<Exchange>) {
    let recorded = Transcript::read(release, scenario, "json-fv2");
    let name = &recorded.attempts()[0]["username"];
    let looks = match exists {
        Some(true) => 1,
        _ => 3,
    };
    let users = vec![users(release, name, exists); looks];
    (recorded, users)
}

#[test]
fn steps_are_completed() {
    for release in MODERN {
        for (scenario, told, untold) in EXPECTED {
            for (exists, expected) in [(Some(true), told), (None, untold)] {
                let (recorded, users) = stepwise(release, scenario, exists);
                let steps = replay(&recorded, &users, |wiki| wiki);
                assert_eq!(steps, expected, "{release} {scenario} {exists:?}");
            }
        }
    }
}

/// A provider can also ask before the account exists.
#[test]
fn a_step_before_the_account_says_so() {
    for release in MODERN {
        let (recorded, users) = stepwise(release, "step-ui", Some(false));
        let steps = replay(&recorded, &users, |wiki| wiki);
        assert_eq!(steps, "ui+not-yet ui+not-yet created", "{release}");
    }
}

fn begun<'w>(wiki: &'w mut Wiki, recorded: &Transcript) -> (Creation<'w>, Step) {
    let mut creation = wiki.create(account(recorded.attempts()[0]));
    let step = creation.step().unwrap();
    (creation, step)
}

fn wiki(recorded: &Transcript, users: &[Exchange]) -> Wiki {
    let (replay, _) = Replay::new(recorded, users);
    Wiki::builder(API).transport(replay).build().unwrap()
}

/// Checks every field of every kind against the wiki's description. An invalid answer is reported with the
/// field's name, and the creation stays at this step.
#[test]
fn the_fields_of_a_step_are_those_of_the_wiki() {
    for release in MODERN {
        let (recorded, users) = stepwise(release, "step-ui", Some(true));
        let mut wiki = wiki(&recorded, &users);
        let (mut creation, step) = begun(&mut wiki, &recorded);
        let Step::Ask(ask) = step else {
            panic!("{release}: {step:?}");
        };
        assert_eq!(
            ask.message.as_deref(),
            Some("Set up two-factor authentication")
        );
        let said = recorded.exchanges[1].json();
        let fields = &said["createaccount"]["requests"][0]["fields"];
        let fields = fields.as_object().unwrap();
        assert_eq!(ask.fields.len(), fields.len(), "{release}");
        for field in &ask.fields {
            let said = &fields[&field.name];
            let options: serde_json::Map<String, Value> = field
                .options
                .iter()
                .map(|(value, label)| (value.clone(), label.as_str().into()))
                .collect();
            assert_eq!(said["type"], field.kind.as_str(), "{release}");
            assert_eq!(said["value"].as_str(), field.value.as_deref());
            assert_eq!(said["label"].as_str(), field.label.as_deref());
            assert_eq!(said["help"].as_str(), field.help.as_deref());
            assert_eq!(said["optional"].as_bool(), Some(field.optional));
            // 1.27 does not report it.
            let sensitive = said["sensitive"].as_bool().unwrap_or(false);
            assert_eq!(sensitive, field.sensitive, "{release} {}", field.name);
            if said["options"].is_object() {
                assert_eq!(said["options"], Value::Object(options));
            }
        }
        for (field, value) in [
            ("otpPlan", "c"),
            ("otpTags", "z"),
            ("otpAgree", "perhaps"),
            ("otpSecret", "another"),
            ("otpNone", "1"),
        ] {
            let misuse = creation.answer(Answers::new().with(field, value));
            assert_eq!(misuse.unwrap_err().field.as_deref(), Some(field));
        }
        let wrong = Answers::new().with("otpToken", "9").with("otpPlan", "b");
        match creation.answer(wrong) {
            Ok(Step::Ask(ask)) => {
                assert_eq!(ask.message.as_deref(), Some("Wrong code, try again"));
                assert_eq!(ask.fields[0].kind, FieldKind::Null);
            }
            other => panic!("{release}: {other:?}"),
        }
    }
}

#[test]
fn a_redirect_accepts_a_return_url_or_answers() {
    for release in MODERN {
        let (recorded, users) = stepwise(release, "step-redirect-then-ui", Some(true));
        let mut wiki = wiki(&recorded, &users);
        let (mut creation, step) = begun(&mut wiki, &recorded);
        let Step::Redirect(redirect) = step else {
            panic!("{release}: {step:?}");
        };
        let said = recorded.exchanges[1].json();
        assert_eq!(
            said["createaccount"]["redirecttarget"],
            redirect.url.as_str()
        );
        let data: Value = serde_json::from_str(redirect.data.as_deref().unwrap()).unwrap();
        assert_eq!(data, json!({"provider": "lab", "hint": 1}));
        let names: Vec<&str> = redirect.fields.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["code", "state"]);

        // The user came back with an error, without the values that the wiki waits for.
        let misuse = creation.returned("http://localhost/return?error=denied");
        assert_eq!(misuse.unwrap_err().field.as_deref(), Some("code"));
        let answers = Answers::new().with("code", "c0de").with("state", "st4te");
        assert!(matches!(creation.answer(answers), Ok(Step::Ask(_))));
    }
}

/// A captcha answer remains valid after refusals that come before the captcha's check. Recorded with texts,
/// these get the codes of the same refusals.
///
/// After the creation the recorded client sent the same captcha's answer again. The library fetches another
/// captcha; here the wiki shows the old one again.
#[test]
fn a_captcha_survives_early_refusals_and_no_creation() {
    for release in MODERN {
        let recorded = Transcript::read(release, "captcha-survives-early-refusals", "json-fv2");
        let mut exchanges = raw(&recorded).exchanges;
        exchanges.push(exchanges[0].clone());
        let steps = replay(&recorded.of(exchanges), &[], |wiki| wiki);
        assert_eq!(
            steps,
            "ask refused:name-taken refused:name-invalid refused:email-invalid created \
             ask refused:captcha-wrong",
            "{release}"
        );
    }
}
