//! Recorded sign-up forms of 1.17 to 1.28, replayed through the flows without a socket; and captchas of the
//! form that are answered through the API of 1.21 and 1.22.

use mwaccount::{Answers, Creation, Dialect, Error, Format, NewAccount, Step, Wiki};
use support::{
    recording_adapters::detecting,
    replay_client::{API, step_summary},
    transcript::{Exchange, Fields, Replay, Transcript},
};

const OLD: [&str; 6] = ["1.17.1", "1.19.3", "1.21.1", "1.22.15", "1.23.9", "1.24.2"];

/// Returns the forms that the recorded client sent.
fn sent(transcript: &Transcript) -> Vec<Fields> {
    let forms = transcript.exchanges.iter();
    let forms = forms.filter_map(|exchange| exchange.request.form.clone());
    forms.filter(|form| form.contains_key("wpName")).collect()
}

fn account(form: &Fields) -> NewAccount {
    let either = |old: &str, new: &str| form.get(old).or(form.get(new)).cloned();
    let mut account = NewAccount::new(&form["wpName"]).allow_altered_name();
    if let Some(password) = form.get("wpPassword") {
        account = account.password(password.as_str());
    }
    account.email = either("wpEmail", "email").filter(|email| !email.is_empty());
    account.real_name = either("wpRealName", "realname").filter(|name| !name.is_empty());
    account.reason = either("wpReason", "reason");
    account
}

/// Repeats the actions of the recorded client, and returns the result.
fn run(wiki: &mut Wiki, forms: &[Fields]) -> (String, Option<String>) {
    let mut creation = wiki.create(account(&forms[0]));
    let mut steps = Vec::new();
    let mut message = None;
    let mut step = creation.step();
    for form in forms {
        let word_of_it = form.get("wpCaptchaWord").or(form.get("captchaWord"));
        if let (Ok(Step::Refused(_)), Some(_)) = (&step, word_of_it) {
            step = creation.revise(account(form));
        }
        steps.push(step_summary(&step));
        if let Ok(Step::Ask(ask)) = &step {
            assert!(ask.captcha.is_some(), "{ask:?}");
            step = answer(&mut creation, word_of_it.expect("an answer to a captcha"));
            steps.push(step_summary(&step));
        }
        if let Ok(Step::Refused(refused)) = &step {
            message = Some(refused.message.clone());
        }
    }
    (steps.join(" "), message)
}

fn answer(creation: &mut Creation<'_>, word: &str) -> Result<Step, Error> {
    creation.answer(Answers::new().with("captcha", word))
}

fn by_form(replay: Replay) -> Wiki {
    let wiki = Wiki::builder(API).dialect(Dialect::WebForm);
    wiki.transport(replay).build().unwrap()
}

#[test]
fn forms_of_old_wikis() {
    for release in OLD {
        for (scenario, expected, said) in [
            ("webform-create", "created", None),
            (
                "webform-user-exists",
                "refused:other",
                Some("already in use"),
            ),
            ("webform-bad-name", "refused:other", Some("name")),
            ("webform-bad-email", "refused:other", Some("mail")),
            (
                "webform-captcha",
                "ask refused:other ask created",
                Some("missing"),
            ),
            (
                "webform-captcha-questy",
                "ask refused:other ask created",
                Some("missing"),
            ),
            (
                "webform-captcha-fancy",
                "ask refused:other ask created",
                Some("missing"),
            ),
        ] {
            let transcript = Transcript::read(release, scenario, "html");
            let forms = sent(&transcript);
            let (replay, _) = Replay::new(&transcript, &[]);
            let (steps, message) = run(&mut by_form(replay), &forms);
            assert_eq!(steps, expected, "{release} {scenario}: {message:?}");
            // A newer PCRE empties messages on the oldest releases.
            if let (Some(said), Some(message)) = (said, message) {
                let is_there =
                    message.contains(said) || message.contains("without giving a reason");
                assert!(is_there, "{release} {scenario}: {message}");
            }
        }
    }
}

#[test]
fn the_second_account_of_a_day() {
    for release in OLD {
        let transcript = Transcript::read(release, "webform-throttled", "html");
        let second = transcript.exchanges[2..4]
            .iter()
            .cloned()
            .map(Exchange::in_any_session);
        let transcript = transcript.of(second.collect());
        let forms = sent(&transcript);
        let (replay, _) = Replay::new(&transcript, &[]);
        let (steps, _) = run(&mut by_form(replay), &forms);
        assert_eq!(steps, "refused:other", "{release}");
    }
}

#[test]
fn missing_rights_are_refused_before_anything_is_sent() {
    for release in OLD {
        let transcript = Transcript::read(release, "webform-no-permission", "html");
        let (replay, tape) = Replay::new(&transcript, &[]);
        let mut wiki = by_form(replay);
        let step = wiki
            .create(NewAccount::new("Zoe").password("secret word"))
            .step();
        // A newer PCRE removed the text and its box from the pages of the oldest releases.
        let expected = match release {
            "1.17.1" | "1.19.3" | "1.21.1" => "refused:other",
            _ => "refused:not-permitted",
        };
        assert_eq!(step_summary(&step), expected, "{release}: {step:?}");
        assert!(
            tape.lock()
                .unwrap()
                .asked
                .iter()
                .all(|asked| !asked.contains("secret"))
        );
    }
}

#[test]
fn the_form_of_1_28_with_what_the_api_gave() {
    for (scenario, expected) in [
        ("webform-create", "created"),
        ("webform-captcha", "ask created"),
        ("webform-captcha-wrong", "ask refused:other"),
        ("webform-user-exists", "refused:other"),
    ] {
        let transcript = Transcript::read("1.28.2", scenario, "json-fv2");
        let disabled = Transcript::read("1.28.2", "module-disabled", "json-fv2");
        // The library asks the module first, which answers that it is disabled.
        let mut asked = disabled.exchanges.last().unwrap().clone().in_any_session();
        let form = sent(&transcript).remove(0);
        let token = ["wpCreateaccountToken"]
            .map(|name| form[name].clone())
            .concat();
        let api = asked.request.form.as_mut().unwrap();
        api.retain(|name, _| name == "action");
        for (name, value) in [
            ("username", &form["wpName"]),
            ("password", &form["wpPassword"]),
            ("retype", &form["wpPassword"]),
            ("createtoken", &token),
        ] {
            api.insert(name.to_owned(), value.clone());
        }
        for name in ["captchaId", "captchaWord"] {
            if let Some(value) = form.get(name) {
                api.insert(name.to_owned(), value.clone());
            }
        }
        let (replay, _) = Replay::new(&transcript, &[asked]);
        let mut wiki = Wiki::builder(API).transport(replay).build().unwrap();
        let (steps, message) = run(&mut wiki, &sent(&transcript));
        assert_eq!(steps, expected, "{scenario}: {message:?}");
    }
}

/// The API of 1.21 and 1.22 enforces the captcha and does not show it.
#[test]
fn captchas_of_the_form_are_answered_through_the_api() {
    for release in ["1.21.1", "1.22.15"] {
        for (format, name) in [(Format::Json, "json"), (Format::Xml, "xml")] {
            for (scenario, hidden, expected) in [
                (
                    "captcha-from-web-form",
                    "captcha-simple-none",
                    "ask created",
                ),
                (
                    "captcha-questy-from-web-form",
                    "captcha-questy-none",
                    "ask created",
                ),
                (
                    "captcha-from-web-form-wrong",
                    "captcha-simple-none",
                    "ask refused:captcha-wrong",
                ),
            ] {
                let transcript = Transcript::read(release, scenario, name);
                let last = transcript.exchanges.last().unwrap();
                let form = last.request.form.clone().unwrap();
                let asked = Transcript::read(release, hidden, name);
                let mut before = vec![detecting(&transcript)];
                for exchange in &asked.exchanges {
                    let old = exchange.request.get("token").map(str::to_owned);
                    let old =
                        old.or_else(|| asked.exchanges[1].request.get("token").map(str::to_owned));
                    let body = exchange.body().replace(&old.unwrap(), &form["token"]);
                    let mut exchange = exchange.clone().answered(body).in_any_session();
                    exchange.request.set("name", &form["name"]);
                    if exchange.request.get("token").is_some() {
                        exchange.request.set("token", &form["token"]);
                    }
                    before.push(exchange);
                }
                // After a wrong answer the form is fetched again.
                let mut transcript = transcript;
                before.push(transcript.exchanges[0].clone().in_any_session());
                for exchange in &mut transcript.exchanges {
                    // The session began with another recording.
                    *exchange = exchange.clone().in_any_session();
                }
                let (replay, _) = Replay::new(&transcript, &before);
                let wiki = Wiki::builder(API).format(format).transport(replay);
                let mut wiki = wiki.build().unwrap();
                let account = NewAccount::new(&form["name"]).password(form["password"].as_str());
                let mut creation = wiki.create(account);
                let step = creation.step();
                let mut steps = vec![step_summary(&step)];
                if let Ok(Step::Ask(_)) = step {
                    steps.push(step_summary(&answer(&mut creation, &form["wpCaptchaWord"])));
                }
                assert_eq!(steps.join(" "), expected, "{release} {scenario} {name}");
            }
        }
    }
}
