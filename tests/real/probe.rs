//! Probes of real MediaWiki 1.35, 1.39 and 1.43.

use mwaccount::{CaptchaKind, Dialect, NewAccount, Reason, Requirements, Step, Verdict, Wiki};
use support::{
    accounts::admin,
    mediawiki::{RELEASES, api},
};

fn probe(settings: &str, account: &NewAccount, check: impl Fn(&Requirements, &mut Wiki, &str)) {
    for release in RELEASES {
        let mut wiki = Wiki::connect(&api(release, settings, "probe")).unwrap();
        let found = wiki.probe(account).unwrap();
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
fn an_open_wiki_reports_everything() {
    let account = NewAccount::new("Zoe Example").password("Correct-horse-7-battery");
    probe("plain", &account, |found, wiki, release| {
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
        assert_eq!(wiki.requests(), 4, "{release}");
        match wiki.create(account.clone()).step() {
            Ok(Step::Created(_)) => assert_eq!(wiki.requests(), 5, "{release}"),
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
        probe("policy", &account, |found, _, release| {
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
fn missing_rights_are_reported() {
    for (settings, expected) in [
        ("nocreate", Reason::NotPermitted),
        ("private", Reason::NotPermitted),
        ("sso", Reason::NoLocalAccounts),
    ] {
        let account = NewAccount::new("Zoe Example");
        probe(settings, &account, |found, _, release| {
            assert_eq!(found.may_create, Some(false), "{settings} {release}");
            let refusal = found.refusal.as_ref().unwrap();
            assert_eq!(refusal.reason, expected, "{settings} {release}");
            assert_eq!(found.single_sign_on, settings == "sso");
        });
    }
}

#[test]
fn a_private_wiki_reports_the_result_of_the_dry_run() {
    probe(
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
fn a_captcha_is_shown_and_not_used_up() {
    probe("questy", &NewAccount::default(), |found, wiki, release| {
        assert_eq!(found.captcha_asked, Some(true), "{release}");
        let captcha = found.captcha.as_ref().unwrap();
        assert_eq!(captcha.kind, CaptchaKind::Question);
        let account = NewAccount::new("Zoe").password("Correct-horse-7-battery");
        let step = wiki.create(account.field("captcha", "Paris")).step();
        assert!(matches!(step, Ok(Step::Created(_))), "{release}: {step:?}");
    });
}

#[test]
fn a_creator_can_probe() {
    for release in RELEASES {
        let mut wiki = Wiki::connect(&api(release, "private", "creator")).unwrap();
        let step = wiki.log_in(admin()).step();
        assert!(matches!(step, Ok(Step::LoggedIn(_))));
        let found = wiki.probe(&NewAccount::new("Zoe")).unwrap();
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
