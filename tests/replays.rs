//! Recorded exchanges of real wikis, played through the flows without a socket.

mod support;

use std::collections::BTreeMap;

use mwaccount::{
    Answers, CaptchaKind, Creation, Error, Format, NewAccount, Reason, Step, Wiki, WikiBuilder,
};
use support::transcript::{Exchange, Replay, Transcript};

const LEGACY: [&str; 5] = ["1.21.1", "1.22.15", "1.23.9", "1.24.2", "1.26.4"];
const FORMATS: [(&str, Format); 2] = [("json", Format::Json), ("xml", Format::Xml)];
const API: &str = "https://wiki.example/api.php";

/// What comes of a scenario on a release, step by step.
fn expected(release: &str, scenario: &str) -> &'static str {
    // Without the hooks that came with 1.23 a captcha is enforced and not shown.
    let shows_captchas = !matches!(release, "1.21.1" | "1.22.15");
    match scenario {
        "create" | "create-full-fields" | "create-unicode-name" | "realname-hidden" => "created",
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
        "bad-language" if release == "1.21.1" => "created",
        "bad-language" => "refused:field-invalid",
        "password-is-name" => "refused:password-weak",
        "email-required" | "mailpassword-no-email" => "refused:email-required",
        "no-permission" | "private-wiki" => "refused:not-permitted",
        "read-only" => "refused:read-only",
        "throttled" => "refused:throttled refused:throttled refused:throttled",
        "module-disabled" | "write-api-off" => "refused:disabled",
        "cookies-lost" => "error:session-lost",
        _ if !shows_captchas => "refused:refused-by-extension",
        "captcha-survives-early-refusals" => {
            "ask refused:name-taken refused:password-weak refused:email-invalid created"
        }
        "captcha-simple-none" | "captcha-questy-none" => "ask",
        "captcha-fancy-none" | "captcha-recaptcha-none" => "ask",
        "captcha-simple-right" | "captcha-questy-right" | "captcha-fancy-right" => "ask created",
        "captcha-simple-wrong-then-right"
        | "captcha-questy-wrong-then-right"
        | "captcha-fancy-wrong-then-right" => "ask refused:captcha-wrong ask created",
        // Nobody answers for reCAPTCHA 1 any more, so no answer of it was ever right.
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
                let transcript = Transcript::read(release, &scenario, name);
                let steps = play(&transcript, &detecting(&transcript), |wiki| {
                    wiki.format(format)
                });
                assert_eq!(
                    steps,
                    expected(release, &scenario),
                    "{release} {scenario} {name}"
                );
                played += 1;
            }
        }
    }
    assert_eq!(played, 5 * (23 + 12) * 2);
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
                // The recorded client fetched a second token, which nothing calls for.
                transcript.exchanges.truncate(2);
            }
            let played = play(&transcript, &[], |wiki| wiki);
            assert_eq!(played, steps, "{release} {scenario}");
        }
    }
    let fancy = Transcript::read("1.28.2", "captcha-fancy-right", "json-fv2");
    assert_eq!(play(&fancy, &[], |wiki| wiki), "ask created");
}

#[test]
fn what_a_modern_wiki_does_not_offer_is_a_warning() {
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
            assert_eq!(word(&step), "created+not-offered", "{release} {scenario}");
        }
    }
}

/// The recording answered a captcha that was never shown.
#[test]
fn a_wrong_captcha_is_refused_by_code_on_1_27_and_1_28() {
    for release in ["1.27.1", "1.28.2"] {
        let transcript = Transcript::read(release, "captcha-wrong", "json-fv2-raw");
        let wish = account(transcript.attempts()[0]);
        let id = offered_captcha_id(&transcript);
        let (replay, _) = Replay::new(&transcript.with("captchaId", &id), &[]);
        let mut wiki = Wiki::builder(API).transport(replay).build().unwrap();
        let mut creation = wiki.create(wish);
        assert_eq!(word(&creation.step()), "ask");
        let step = creation.answer(Answers::new().with("captcha", "wrong"));
        assert_eq!(word(&step), "refused:captcha-wrong", "{release}");
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
        assert_eq!(word(&wiki.create(account).step()), "ask", "{release}");
    }
}

/// The detecting request of a legacy wiki, recorded in a scenario of its own.
fn detecting(transcript: &Transcript) -> Vec<Exchange> {
    let settings = match transcript.settings.as_str() {
        "private" => "detect-private",
        _ => "detect-plain",
    };
    let recorded = Transcript::read(&transcript.mediawiki, settings, "json");
    let detecting = recorded.exchanges.into_iter().find(|exchange| {
        let query = exchange.request.query.as_ref();
        query.is_some_and(|query| {
            query
                .get("meta")
                .is_some_and(|m| m == "tokens|authmanagerinfo")
        })
    });
    let mut detecting = detecting.expect("a recording of the detecting request");
    // It was recorded asking for login tokens too, which no such wiki knows either.
    let query = detecting.request.query.as_mut().unwrap();
    query.insert("type".to_owned(), "createaccount".to_owned());
    vec![detecting]
}

/// Does what the recorded client did, as a caller of the library, and says what
/// came of it.
fn play(
    transcript: &Transcript,
    before: &[Exchange],
    setup: impl Fn(WikiBuilder) -> WikiBuilder,
) -> String {
    let attempts: Vec<BTreeMap<String, String>> = match transcript.attempts() {
        none if none.is_empty() => transcript.first_form().into_iter().cloned().collect(),
        some => some.into_iter().cloned().collect(),
    };
    let (replay, _) = Replay::new(transcript, before);
    let mut wiki = setup(Wiki::builder(API)).transport(replay).build().unwrap();
    let mut steps = Vec::new();
    let mut at = 0;
    while at < attempts.len() {
        let mut creation = wiki.create(account(&attempts[at]));
        let mut step = creation.step();
        loop {
            steps.push(word(&step));
            match next(&mut creation, &step, &attempts, &mut at) {
                Some(following) => step = following,
                None => break,
            }
        }
        at += 1;
    }
    steps.join(" ")
}

/// What the recorded client did after a step; `None` where it went no further
/// with this creation.
fn next(
    creation: &mut Creation<'_>,
    step: &Result<Step, Error>,
    attempts: &[BTreeMap<String, String>],
    at: &mut usize,
) -> Option<Result<Step, Error>> {
    let following = attempts.get(*at + 1);
    match step {
        Ok(Step::Ask(ask)) => {
            let form = following.or_else(|| {
                let this = attempts.get(*at);
                this.filter(|form| form.contains_key("captchaWord"))
            })?;
            let solution = captcha_word(form)?;
            let asked_about = account(&attempts[*at]).name;
            if following.is_some() {
                *at += 1;
            }
            let mut answers = Answers::new().with("captcha", solution);
            if ask.captcha.as_ref()?.kind == CaptchaKind::Recaptcha {
                answers.set("captcha-challenge", "challenge");
            }
            if account(form).name != asked_about || form.contains_key("email") {
                // The recording answers the captcha for another account than the
                // one that was asked about.
                let revised = creation.revise(account(form));
                assert_eq!(word(&revised), "ask");
            }
            Some(creation.answer(answers))
        }
        Ok(Step::Refused(refused)) if refused.reason == Reason::CaptchaWrong => {
            following?;
            Some(creation.revise(account(&attempts[*at])))
        }
        Ok(Step::Refused(_)) => {
            *at += 1;
            Some(creation.revise(account(following?)))
        }
        _ => None,
    }
}

fn captcha_word(form: &BTreeMap<String, String>) -> Option<String> {
    let word = form.get("captchaword").or_else(|| form.get("captchaWord"));
    word.cloned()
}

/// The account that a recorded form was about.
fn account(form: &BTreeMap<String, String>) -> NewAccount {
    let get = |names: [&str; 2]| names.iter().find_map(|name| form.get(*name)).cloned();
    let name = get(["name", "username"]).unwrap_or_default();
    let mut account = NewAccount::new(name).allow_altered_name();
    account.password = get(["password", "password"]).map(Into::into);
    account.email = get(["email", "email"]);
    account.real_name = get(["realname", "realname"]);
    account.reason = get(["reason", "reason"]);
    account.language = get(["language", "uselang"]);
    account.mail_password = form.contains_key("mailpassword");
    account
}

fn word(step: &Result<Step, Error>) -> String {
    match step {
        Ok(Step::Created(created)) => {
            let codes = created.warnings.iter().map(|w| format!("+{}", w.code));
            format!("created{}", codes.collect::<String>())
        }
        Ok(Step::Ask(ask)) => {
            let captcha = ask.captcha.as_ref().expect("a captcha");
            match captcha.kind {
                CaptchaKind::Simple | CaptchaKind::Question => assert!(captcha.question.is_some()),
                CaptchaKind::Image => assert!(captcha.image.is_some()),
                _ => assert!(captcha.site_key.is_some()),
            }
            "ask".to_owned()
        }
        Ok(Step::Refused(refused)) => {
            assert!(!refused.message.is_empty());
            format!("refused:{}", refused.reason)
        }
        Ok(Step::Unknown(unknown)) => format!("unknown:{}", unknown.reason),
        Ok(other) => panic!("{other:?}"),
        Err(error) => format!("error:{}", error.reason),
    }
}
