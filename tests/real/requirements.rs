//! What can be found out beforehand, on real MediaWiki 1.35, 1.39 and 1.43, and on
//! recorded wikis of 1.21 to 1.26.

use std::collections::HashMap;

use mwaccount::{
    CaptchaKind, Credentials, Dialect, NewAccount, Reason, Requirements, Step, Verdict, Wiki,
    transport::{Limits, Transport},
    wire::{Method, Reply, Request, Response},
};
use support::{
    mediawiki::{RELEASES, api},
    transcript::Transcript,
};

fn look(settings: &str, account: &NewAccount, check: impl Fn(&Requirements, &mut Wiki, &str)) {
    for release in RELEASES {
        let mut wiki = Wiki::connect(&api(release, settings, "look")).unwrap();
        let found = wiki.requirements(account).unwrap();
        check(&found, &mut wiki, release);
    }
}

fn reason(verdict: &Option<Verdict>) -> Option<Reason> {
    match verdict {
        Some(Verdict::Refused(refused)) => Some(refused.reason),
        _ => None,
    }
}

#[test]
fn an_open_wiki_tells_everything() {
    let account = NewAccount::new("Zoe Example").password("Correct-horse-7-battery");
    look("plain", &account, |found, wiki, release| {
        assert_eq!(found.dialect, Dialect::AuthManager);
        let generator = found.generator.as_deref().unwrap();
        assert!(generator.starts_with(&format!("MediaWiki {release}.")));
        assert_eq!(found.may_create, Some(true), "{release}");
        assert_eq!(found.refusal, None, "{release}");
        assert_eq!(found.captcha_asked, Some(false), "{release}");
        assert_eq!(found.email_required, Some(false), "{release}");
        assert_eq!(found.name, Some(Verdict::Good), "{release}");
        assert_eq!(found.password, Some(Verdict::Good), "{release}");
        assert!(!found.single_sign_on);
        let names: Vec<&str> = found.fields.iter().map(|f| f.name.as_str()).collect();
        assert_eq!(
            names,
            ["username", "password", "retype", "email", "realname"]
        );
        assert_eq!(wiki.requests(), 3, "{release}");
        match wiki.create(account.clone()).step() {
            Ok(Step::Created(_)) => assert_eq!(wiki.requests(), 4, "{release}"),
            other => panic!("{release}: {other:?}"),
        }
    });
}

#[test]
fn names_and_passwords_have_their_verdicts() {
    for (name, password, name_reason) in [
        ("Admin", "short", Reason::NameTaken),
        ("1.2.3.4", "short", Reason::NameInvalid),
        ("a|b", "short", Reason::NameInvalid),
    ] {
        let account = NewAccount::new(name).password(password);
        look("policy", &account, |found, _, release| {
            assert_eq!(
                reason(&found.name),
                Some(name_reason),
                "{release} {name}: {found:?}"
            );
            assert_eq!(
                reason(&found.password),
                Some(Reason::PasswordWeak),
                "{release}"
            );
        });
    }
}

#[test]
fn who_may_not_create_is_told_so() {
    for (settings, expected) in [
        ("nocreate", Reason::NotPermitted),
        ("private", Reason::NotPermitted),
        ("sso", Reason::NoLocalAccounts),
    ] {
        let account = NewAccount::new("Zoe Example");
        look(settings, &account, |found, _, release| {
            assert_eq!(found.may_create, Some(false), "{settings} {release}");
            let refusal = found.refusal.as_ref().unwrap();
            assert_eq!(refusal.reason, expected, "{settings} {release}");
            assert_eq!(found.single_sign_on, settings == "sso");
        });
    }
}

#[test]
fn a_private_wiki_tells_what_the_dry_begin_tells() {
    look(
        "privateopen",
        &NewAccount::new("Admin"),
        |found, _, release| {
            assert_eq!(found.generator, None, "{release}");
            assert_eq!(found.may_create, Some(true), "{release}");
            assert_eq!(reason(&found.name), Some(Reason::NameTaken), "{release}");
        },
    );
}

#[test]
fn a_captcha_is_shown_and_not_spent() {
    look("questy", &NewAccount::default(), |found, wiki, release| {
        assert_eq!(found.captcha_asked, Some(true), "{release}");
        let captcha = found.captcha.as_ref().unwrap();
        assert_eq!(captcha.kind, CaptchaKind::Question);
        let account = NewAccount::new("Zoe").password("Correct-horse-7-battery");
        let step = wiki.create(account.field("captcha", "Paris")).step();
        assert!(matches!(step, Ok(Step::Created(_))), "{release}: {step:?}");
    });
}

#[test]
fn a_creator_is_looked_at_too() {
    for release in RELEASES {
        let mut wiki = Wiki::connect(&api(release, "private", "creator")).unwrap();
        let step = wiki
            .log_in(Credentials::password("Admin", "adminpass12345"))
            .step();
        assert!(matches!(step, Ok(Step::LoggedIn(_))));
        let found = wiki.requirements(&NewAccount::new("Zoe")).unwrap();
        assert_eq!(found.may_create, Some(true), "{release}");
        assert!(found.generator.is_some(), "{release}");
        assert_eq!(found.name, Some(Verdict::Good), "{release}");
        assert!(
            found
                .fields
                .iter()
                .any(|field| field.name == "mailpassword")
        );
    }
}

/// What recorded wikis of 1.21 to 1.26 tell, which is less.
#[test]
fn old_wikis_tell_what_they_know() {
    for release in ["1.21.1", "1.22.15", "1.23.9", "1.24.2", "1.26.4"] {
        for (settings, may_create, generator) in [("plain", true, true), ("private", false, false)]
        {
            let recorded = Transcript::read(release, &format!("detect-{settings}"), "json");
            let mut wiki = Wiki::builder("https://wiki.example/api.php")
                .transport(Recorded(recorded))
                .build()
                .unwrap();
            let found = wiki.requirements(&NewAccount::default()).unwrap();
            assert_eq!(found.dialect, Dialect::LegacyApi, "{release}");
            assert_eq!(found.may_create, Some(may_create), "{release} {settings}");
            assert_eq!(found.generator.is_some(), generator, "{release} {settings}");
            // On 1.21 and 1.22 a captcha may be enforced that the API does not show.
            let known = !matches!(release, "1.21.1" | "1.22.15") && may_create;
            assert_eq!(found.captcha_asked, known.then_some(false), "{release}");
            assert_eq!(found.password, None);
            assert!(found.fields.iter().any(|field| field.name == "realname"));
        }
    }
}

/// Answers with what a wiki answered to the same action, merging what the recorded
/// client asked for piece by piece.
struct Recorded(Transcript);

impl Transport for Recorded {
    fn send(&mut self, request: &Request, _: &Limits) -> Reply {
        let query: HashMap<String, String> = request.url.query_pairs().into_owned().collect();
        let asks = |key: &str, value: &str| query.get(key).is_some_and(|q| q.contains(value));
        let wanted = match request.method {
            Method::Post => "createaccount",
            Method::Get if asks("action", "paraminfo") => "paraminfo",
            Method::Get if asks("meta", "authmanagerinfo") => "tokens|authmanagerinfo",
            Method::Get => "siteinfo",
        };
        let bodies = self.0.exchanges.iter().filter(|exchange| {
            let request = &exchange.request;
            let fields = request.form.as_ref().or(request.query.as_ref());
            fields.is_some_and(|fields| {
                let has = |key: &str, value: &str| fields.get(key).is_some_and(|v| v == value);
                match wanted {
                    "createaccount" => request.method == "POST",
                    "paraminfo" => has("action", wanted),
                    "siteinfo" => has("meta", "siteinfo") || has("meta", "userinfo"),
                    meta => has("meta", meta),
                }
            })
        });
        let mut answer = serde_json::json!({});
        for body in bodies.filter_map(|exchange| exchange.response.body.as_deref()) {
            let body: serde_json::Value = serde_json::from_str(body).unwrap();
            merge(&mut answer, body);
        }
        Reply::Got(Response {
            status: 200,
            headers: Vec::new(),
            body: answer.to_string().into_bytes(),
        })
    }
}

fn merge(into: &mut serde_json::Value, from: serde_json::Value) {
    match (into, from) {
        (serde_json::Value::Object(into), serde_json::Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key).or_insert(serde_json::Value::Null), value);
            }
        }
        (into, from) => *into = from,
    }
}
