//! Interactions with several requests, on real MediaWiki 1.35, 1.39 and 1.43 with the providers of
//! `tests/mediawiki/extension`.

use std::time::Duration;

use mwaccount::{Answer, Answers, Created, Field, FieldKind, NewAccount, Reason, Warning, Wiki};
use serde_json::{Value, json};
use support::{
    accounts::{PASSWORD, with, zoe_example},
    client::{Client, visit},
    mediawiki::{RELEASES, api},
    steps::ExpectStep,
};

use crate::on_each;

fn exists(wiki: &Wiki) -> bool {
    Client::exists(wiki.session().api_url().as_str(), "Zoe Example")
}

/// Returns the values that the wiki's providers received for the account, oldest first.
fn sent(wiki: &Wiki) -> Vec<Value> {
    let lab = wiki.session().api_url().join("__lab").unwrap();
    let sent = Client::new(lab.as_str()).get(&[]);
    sent["Zoe Example"].as_array().expect("a list").clone()
}

fn codes(created: &Created) -> Vec<&str> {
    created.warnings.iter().map(|w| w.code.as_str()).collect()
}

fn kinds(fields: &[Field]) -> Vec<(&str, FieldKind, bool)> {
    let kinds = fields.iter().map(|f| (f.name.as_str(), f.kind, f.optional));
    kinds.collect()
}

/// The manual's third example: a captcha, an OpenID provider and a second factor.
#[test]
fn a_captcha_a_redirect_and_a_second_factor() {
    for release in RELEASES {
        let mut wiki = Wiki::builder(&api(release, "questy+openid", "manual"))
            .return_url("https://app.example/back?from=wiki")
            .build()
            .unwrap();
        let mut creation = wiki.create(zoe_example());
        let captcha = creation.step().expect_ask();
        assert_eq!(captcha.account_exists, Some(false));
        let redirect = creation.answer(with("captcha", "Paris")).expect_redirect();
        assert_eq!(redirect.account_exists, Some(false), "{release}");
        assert_eq!(
            redirect.data.as_deref(),
            Some(r#"{"provider":"lab","hint":1}"#)
        );
        let names: Vec<&str> = redirect.fields.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(names, ["code", "state"], "{release}");
        let back = visit(&redirect.url);
        assert!(back.starts_with("https://app.example/back?from=wiki&"));

        let otp = creation.returned(&back).expect_ask();
        assert_eq!(otp.account_exists, Some(false), "{release}");
        assert!(otp.message.is_some_and(|message| message.len() > 5));
        let created = creation.answer(with("otpToken", "123456")).expect_created();
        assert_eq!(created.name, "Zoe Example");
        assert_eq!(created.warnings, [], "{release}");
        // Detection, the check of the caller, creation, two steps, and a lookup of the account before each.
        assert_eq!(wiki.requests(), 7, "{release}");
        assert!(exists(&wiki));
    }
}

#[test]
fn a_redirect_answered_by_its_fields() {
    on_each("openid", "fields", |wiki, _| {
        let mut creation = wiki.create(zoe_example());
        creation.step().expect_redirect();
        let lacking = creation.answer(with("code", "c0de")).expect_invalid();
        assert_eq!(lacking.as_deref(), Some("state"));
        let strange = creation.answer(with("otpToken", "123456")).expect_invalid();
        assert_eq!(strange.as_deref(), Some("otpToken"));
        let nothing = creation.returned("https://app.example/?error=denied");
        assert_eq!(nothing.expect_invalid().as_deref(), Some("code"));
        assert_eq!(creation.returned("nowhere").expect_invalid(), None);
        assert_eq!(creation.revise(zoe_example()).expect_invalid(), None);
        creation.step().expect_redirect();
        let right = with("code", "c0de").with("state", "st4te");
        creation.answer(right).expect_ask();
        let created = creation.answer(with("otpSkip", true)).expect_created();
        assert_eq!(created.warnings, []);
    });
}

#[test]
fn a_wrong_return_is_refused_and_can_be_tried_again() {
    on_each("openid", "denied", |wiki, _| {
        let mut creation = wiki.create(zoe_example());
        creation.step().expect_redirect();
        let refused = creation
            .returned("https://app.example/?code=wrong&state=st4te")
            .expect_refused();
        assert_eq!(refused.code.as_deref(), Some("lab-openid-denied"));
        assert!(refused.message.len() > 10, "{refused:?}");
        let again = creation.revise(zoe_example()).expect_redirect();
        creation.returned(&visit(&again.url)).expect_ask();
        let created = creation.answer(with("otpToken", "123456")).expect_created();
        assert_eq!(created.warnings, []);
        assert!(exists(wiki));
    });
}

#[test]
fn every_type_of_field_is_checked_before_it_is_sent() {
    on_each("otpfirst", "types", |wiki, _| {
        let mut creation = wiki.create(zoe_example());
        let ask = creation.step().expect_ask();
        use FieldKind::*;
        let expected = [
            ("otpSecret", Null, false),
            ("otpToken", String, true),
            ("otpPlan", Select, false),
            ("otpTags", Multiselect, true),
            ("otpAgree", Checkbox, true),
            ("otpPin", Password, true),
            ("otpState", Hidden, false),
            ("otpSkip", Button, true),
        ];
        assert_eq!(kinds(&ask.fields), expected);
        let field = |name: &str| ask.field(name).unwrap();
        assert_eq!(
            field("otpSecret").value.as_deref(),
            Some("JBSWY3DPEHPK3PXP")
        );
        assert_eq!(field("otpPlan").value.as_deref(), Some("a"));
        assert_eq!(field("otpPlan").options.len(), 2);
        assert!(field("otpToken").sensitive && field("otpPin").sensitive);
        for field in &ask.fields {
            let texts = [&field.label, &field.help];
            assert!(texts.iter().all(|text| text.is_some()), "{field:?}");
        }

        let before = creation.wiki().requests();
        for (name, value) in [
            ("otpSecret", Answer::from("JBSWY3DPEHPK3PXP")),
            ("otpToken", Answer::from(true)),
            ("otpPlan", Answer::from("c")),
            ("otpPlan", Answer::from("")),
            (
                "otpTags",
                Answer::from(vec!["x".to_owned(), "z".to_owned()]),
            ),
            ("otpTags", Answer::from(true)),
            ("otpAgree", Answer::from("perhaps")),
            ("otpPin", Answer::from(vec!["1".to_owned()])),
            ("otpSkip", Answer::from("maybe")),
            ("otpCode", Answer::from("123456")),
            ("captcha", Answer::from("Paris")),
        ] {
            let misused = creation.answer(with(name, value)).expect_invalid();
            assert_eq!(misused.as_deref(), Some(name));
        }
        assert_eq!(creation.step().expect_ask(), ask);
        assert_eq!(creation.wiki().requests(), before);

        let answers = with("otpToken", "123456")
            .with("otpPlan", "b")
            .with("otpTags", vec!["y".to_owned(), "x".to_owned()])
            .with("otpAgree", "yes")
            .with("otpPin", "p|n & ü");
        creation.answer(answers).expect_created();
        let fields = &sent(wiki)[0]["fields"];
        for (name, value) in [
            ("otpToken", json!("123456")),
            ("otpPlan", json!("b")),
            ("otpTags", json!(["y", "x"])),
            ("otpAgree", json!(true)),
            ("otpPin", json!("p|n & ü")),
        ] {
            assert_eq!(fields[name], value, "{fields}");
        }
    });
}

#[test]
fn omitted_fields_are_sent_with_their_defaults() {
    on_each("otp", "defaults", |wiki, _| {
        let mut creation = wiki.create(zoe_example());
        let ask = creation.step().expect_ask();
        assert_eq!(ask.account_exists, Some(true));
        creation.answer(with("otpToken", "123456")).expect_created();
        let fields = &sent(wiki)[0]["fields"];
        assert_eq!(fields["otpPlan"], "a", "{fields}");
        assert_eq!(fields["otpPin"], "", "{fields}");
        let state = ask.field("otpState").unwrap().value.clone();
        assert_eq!(fields["otpState"].as_str(), state.as_deref());
    });
}

#[test]
fn a_wrong_code_is_asked_again_until_the_wiki_has_enough() {
    on_each("otp", "wrong", |wiki, _| {
        let mut creation = wiki.create(zoe_example());
        creation.step().expect_ask();
        for _ in 0..3 {
            let again = creation.answer(with("otpToken", "000000")).expect_ask();
            assert!(again.message.is_some(), "{again:?}");
            assert_eq!(again.account_exists, Some(true));
        }
        let created = creation.answer(with("otpToken", "000000")).expect_created();
        assert_eq!(codes(&created), [Warning::SETUP_UNFINISHED]);
        assert!(exists(wiki));
    });
    on_each("otpfirst", "wrong", |wiki, _| {
        let mut creation = wiki.create(zoe_example());
        creation.step().expect_ask();
        for _ in 0..3 {
            let again = creation.answer(with("otpToken", "000000")).expect_ask();
            assert_eq!(again.account_exists, Some(false));
        }
        let refused = creation.answer(with("otpToken", "000000")).expect_refused();
        assert_eq!(refused.code.as_deref(), Some("lab-otp-too-often"));
        assert!(!exists(creation.wiki()));
        creation.revise(zoe_example()).expect_ask();
        let created = creation.answer(with("otpSkip", true)).expect_created();
        assert_eq!(created.warnings, []);
        assert!(exists(wiki));
    });
}

/// A private wiki does not show the account, and any other check would end the creation.
#[test]
fn on_a_private_wiki_a_step_does_not_say_whether_the_account_exists() {
    for settings in ["privateopen+otp", "privateopen+otpfirst"] {
        on_each(settings, "place", |wiki, _| {
            let mut creation = wiki.create(zoe_example());
            assert_eq!(creation.step().expect_ask().account_exists, None);
            let created = creation.answer(with("otpToken", "123456")).expect_created();
            assert_eq!(created.warnings, []);
            assert!(exists(wiki));
        });
    }
}

#[test]
fn a_redirect_after_the_account_is_made() {
    on_each("openidlate", "right", |wiki, _| {
        let mut creation = wiki.create(zoe_example());
        let redirect = creation.step().expect_redirect();
        assert_eq!(redirect.account_exists, Some(true));
        let otp = creation.returned(&visit(&redirect.url)).expect_ask();
        assert_eq!(otp.account_exists, Some(true));
        let created = creation.answer(with("otpToken", "123456")).expect_created();
        assert_eq!(created.warnings, []);
    });
    on_each("openidlate", "denied", |wiki, _| {
        let mut creation = wiki.create(zoe_example());
        creation.step().expect_redirect();
        let created = creation
            .answer(with("code", "wrong").with("state", "st4te"))
            .expect_created();
        assert_eq!(codes(&created), [Warning::SETUP_UNFINISHED]);
        assert!(exists(wiki));
    });
}

#[test]
fn further_fields_of_the_form() {
    on_each("terms", "form", |wiki, _| {
        let mut creation = wiki.create(zoe_example());
        let ask = creation.step().expect_ask();
        use FieldKind::*;
        let expected = [
            ("terms", Checkbox, false),
            ("colour", Select, false),
            ("motto", String, true),
            ("interests", Multiselect, true),
        ];
        assert_eq!(kinds(&ask.fields), expected);
        for (answers, field) in [
            (with("terms", true), "colour"),
            (with("colour", "green"), "terms"),
            (with("colour", "green").with("terms", false), "terms"),
            (with("colour", "blue").with("terms", true), "colour"),
            (with("interests", "ships"), "interests"),
            (with("password", PASSWORD), "password"),
        ] {
            assert_eq!(
                creation.answer(answers).expect_invalid().as_deref(),
                Some(field)
            );
        }
        assert_eq!(creation.step().expect_ask(), ask);
        let red = with("terms", true).with("colour", "red");
        let refused = creation.answer(red).expect_refused();
        assert_eq!(refused.code.as_deref(), Some("lab-terms-red"));
        let account = zoe_example()
            .field("terms", true)
            .field("colour", "green")
            .field("motto", "Per aspera")
            .field("interests", vec!["trains".to_owned()]);
        creation.revise(account).expect_created();
        let last = sent(wiki).pop().unwrap();
        let expected = json!({
            "terms": true, "colour": "green", "motto": "Per aspera", "interests": ["trains"],
        });
        assert_eq!(last["fields"], expected);
    });
}

#[test]
fn a_button_instead_of_a_password() {
    on_each("button", "pressed", |wiki, _| {
        let mut creation = wiki.create(NewAccount::new("Zoe Example"));
        let ask = creation.step().expect_ask();
        let expected = [
            ("password", FieldKind::Password, true),
            ("lablogin", FieldKind::Button, true),
        ];
        let mut kinds = kinds(&ask.fields);
        kinds.sort_by_key(|(name, ..)| *name != "password");
        assert_eq!(kinds, expected);
        let neither = creation.answer(Answers::new()).expect_invalid();
        assert!(neither.is_some());
        creation.answer(with("lablogin", true)).expect_created();
        assert_eq!(sent(wiki)[0]["fields"], json!({"lablogin": true}));
        let max = NewAccount::new("Max").password(PASSWORD);
        wiki.create(max).step().expect_created();
        Client::logged_in(wiki.session().api_url().as_str(), "Max", PASSWORD);
    });
}

#[test]
fn a_domain_is_chosen_and_can_be_closed() {
    on_each("domain", "domain", |wiki, _| {
        let mut creation = wiki.create(zoe_example());
        let ask = creation.step().expect_ask();
        assert_eq!(ask.field("domain").unwrap().options.len(), 2);
        let unknown = creation.answer(with("domain", "moon")).expect_invalid();
        assert_eq!(unknown.as_deref(), Some("domain"));
        let refused = creation.answer(with("domain", "closed")).expect_refused();
        assert_eq!(refused.code.as_deref(), Some("lab-domain-closed"));
        creation
            .revise(zoe_example().domain("lab"))
            .expect_created();
        assert_eq!(sent(wiki).pop().unwrap()["fields"]["domain"], "lab");
    });
}

#[test]
fn a_wiki_with_single_sign_on_has_its_own_reason() {
    on_each("sso", "named", |wiki, _| {
        let mut creation = wiki.create(zoe_example());
        let refused = creation.step().expect_refused();
        assert_eq!(refused.reason, Reason::NoLocalAccounts);
        assert!(!exists(wiki));
    });
}

#[test]
fn failures_after_the_account_is_created() {
    on_each("latefail", "stays", |wiki, _| {
        let created = wiki.create(zoe_example()).step().expect_created();
        assert_eq!(codes(&created), ["internal_api_error_DomainException"]);
        assert!(exists(wiki));
    });
    on_each("latefailundone", "undone", |wiki, _| {
        let refused = wiki.create(zoe_example()).step().expect_refused();
        let code = refused.code.as_deref();
        assert_eq!(code, Some("internal_api_error_DomainException"));
        assert!(!exists(wiki));
    });
    // The account of an earlier request is not rolled back.
    on_each("otp+latefailundone", "stays", |wiki, _| {
        let mut creation = wiki.create(zoe_example());
        assert_eq!(creation.step().expect_ask().account_exists, Some(true));
        let created = creation.answer(with("otpToken", "123456")).expect_created();
        assert_eq!(codes(&created), [Warning::SETUP_UNFINISHED]);
        assert!(exists(wiki));
    });
}

#[test]
fn a_server_that_crashes() {
    on_each("lateerror", "after", |wiki, _| {
        let created = wiki
            .create(zoe_example().email("zoe@example.org"))
            .step()
            .expect_created();
        assert_eq!(codes(&created), [Warning::ANSWER_LOST]);
        assert!(exists(wiki));
    });
    on_each("earlyerror", "before", |wiki, _| {
        let refused = wiki.create(zoe_example()).step().expect_refused();
        assert_eq!(refused.reason, Reason::Busy);
        assert!(!exists(wiki));
    });
}

/// A private wiki does not show whether the name was taken before.
#[test]
fn a_server_that_crashes_and_does_not_show_its_users() {
    on_each("privateopen+lateerror", "after", |wiki, _| {
        let unknown = wiki.create(zoe_example()).step().expect_unknown();
        assert_eq!(unknown.reason, Reason::Busy);
        assert!(unknown.evidence.contains("exists"), "{unknown:?}");
    });
    on_each("privateopen+earlyerror", "before", |wiki, _| {
        let refused = wiki.create(zoe_example()).step().expect_refused();
        assert_eq!(refused.reason, Reason::Busy);
        assert!(!exists(wiki));
    });
}

#[test]
fn a_slow_response_leads_to_an_existence_check() {
    for release in RELEASES {
        let mut wiki = Wiki::builder(&api(release, "slow", "limit"))
            .timeout(Duration::from_secs(2))
            .build()
            .unwrap();
        // A new wiki can take a second for its first response.
        wiki.fields().unwrap();
        let created = wiki.create(zoe_example()).step().expect_created();
        assert_eq!(codes(&created), [Warning::ANSWER_LOST], "{release}");
        assert!(exists(&wiki));
    }
}

/// A waiting creation does not reserve the name.
#[test]
fn a_name_that_another_takes_between_two_steps() {
    for release in RELEASES {
        let api = api(release, "otpfirst", "meanwhile");
        let mut wiki = Wiki::connect(&api).unwrap();
        let mut creation = wiki.create(zoe_example());
        assert_eq!(creation.step().expect_ask().account_exists, Some(false));
        let mut another = Wiki::connect(&api).unwrap();
        let mut quick = another.create(zoe_example());
        quick.step().expect_ask();
        quick.answer(with("otpToken", "123456")).expect_created();
        std::thread::sleep(Duration::from_secs(2));
        let refused = creation.answer(with("otpToken", "123456")).expect_refused();
        assert_eq!(refused.reason, Reason::NameTaken, "{release}");
    }
}
