//! Warnings of AbuseFilter, after which the wiki accepts the same account.

use mwaccount::{Dialect, NewAccount, Reason, Refused, Step, Wiki};
use support::{
    accounts::{PASSWORD, with, zoe},
    skipped_waits::SkippedWaits,
    transport_requests::direct,
};
use testwiki::{Captcha, Release, RunningWiki, Server, Setting};

/// All releases, and the dialects with which they create accounts.
fn wikis() -> impl Iterator<Item = (Release, Dialect, testwiki::Wiki)> {
    (16..=46).flat_map(|minor| {
        let release = Release::first(minor);
        let api = match minor {
            ..21 => Dialect::WebForm,
            21..27 => Dialect::LegacyApi,
            _ => Dialect::AuthManager,
        };
        let mut dialects = vec![api, Dialect::WebForm];
        dialects.dedup();
        dialects
            .into_iter()
            .map(move |dialect| (release, dialect, testwiki::Wiki::of(release)))
    })
}

fn client(running: &RunningWiki, dialect: Dialect) -> Wiki {
    let builder = Wiki::builder(&running.api()).transport(direct());
    let builder = builder.clock(SkippedWaits::default());
    builder.dialect(dialect).build().unwrap()
}

#[track_caller]
fn refused(step: Result<Step, mwaccount::Error>, what: &str) -> Refused {
    match step {
        Ok(Step::Refused(refused)) => refused,
        step => panic!("{what}: {step:?}"),
    }
}

#[track_caller]
fn assert_warns(refused: &Refused, what: &str) {
    assert!(refused.may_resubmit, "{what}: {refused:?}");
    assert_eq!(refused.reason, Reason::RefusedByExtension, "{what}");
    assert_eq!(
        refused.code.as_deref(),
        Some("abusefilter-warning"),
        "{what}"
    );
    let text = &refused.message;
    assert!(text.contains("you may submit it again"), "{what}: {text}");
    assert!(text.ends_with("Lab filter 2"), "{what}: {text}");
}

#[test]
fn the_same_account_is_created_after_a_warning() {
    let server = Server::start().unwrap();
    for (release, dialect, wiki) in wikis() {
        let what = format!("{release} {dialect}");
        let running = server.add(wiki.setting(Setting::AbuseWarn));
        let mut wiki = client(&running, dialect);
        let mut creation = wiki.create(zoe());
        assert_warns(&refused(creation.step(), &what), &what);
        assert!(running.account("Zoe").is_none(), "{what}");
        let requests = running.all_requests();
        let step = creation.revise(zoe()).unwrap();
        assert!(matches!(step, Step::Created(_)), "{what}: {step:?}");
        assert_eq!(running.all_requests(), requests + 1, "{what}");
        assert_eq!(running.account("Zoe").unwrap().password, PASSWORD, "{what}");
    }
}

/// A new session is warned again, and so is one that passed.
#[test]
fn a_warning_is_for_one_session_and_one_account() {
    let server = Server::start().unwrap();
    for (release, dialect, wiki) in wikis() {
        let what = format!("{release} {dialect}");
        let running = server.add(wiki.setting(Setting::AbuseWarn));
        for _ in 0..2 {
            let mut wiki = client(&running, dialect);
            assert_warns(&refused(wiki.create(zoe()).step(), &what), &what);
        }
        let mut wiki = client(&running, dialect);
        let mut creation = wiki.create(zoe());
        creation.step().unwrap();
        creation.revise(zoe()).unwrap();
        let another = NewAccount::new("Max").password(PASSWORD);
        assert_warns(&refused(wiki.create(another).step(), &what), &what);
    }
}

#[test]
fn a_refusal_is_not_taken_for_a_warning() {
    let server = Server::start().unwrap();
    for (release, dialect, wiki) in wikis() {
        let what = format!("{release} {dialect}");
        let running = server.add(wiki.setting(Setting::AbuseDisallow));
        let mut wiki = client(&running, dialect);
        let refused = refused(wiki.create(zoe()).step(), &what);
        assert!(!refused.may_resubmit, "{what}: {refused:?}");
        assert_eq!(refused.reason, Reason::RefusedByExtension, "{what}");
        assert_eq!(
            refused.code.as_deref(),
            Some("abusefilter-disallowed"),
            "{what}"
        );
    }
}

/// A filter runs before ConfirmEdit. The answer to a captcha is asked for where the next try needs one.
#[test]
fn a_captcha_is_answered_beside_a_warning() {
    let server = Server::start().unwrap();
    for (release, dialect, wiki) in wikis() {
        let what = format!("{release} {dialect}");
        let wiki = wiki.captcha(Captcha::Questy);
        let running = server.add(wiki.setting(Setting::AbuseWarn));
        let mut wiki = client(&running, dialect);
        let mut creation = wiki.create(zoe());
        let (mut warnings, mut captchas) = (0, 0);
        let mut step = creation.step().unwrap();
        loop {
            step = match step {
                Step::Created(created) => {
                    assert!(created.warnings.is_empty(), "{what}: {created:?}");
                    break;
                }
                Step::Ask(ask) => {
                    let question = ask.captcha.expect("a captcha").question;
                    assert_eq!(question.as_deref(), Some("What is the capital of France?"));
                    captchas += 1;
                    creation.answer(with("captcha", "Paris")).unwrap()
                }
                Step::Refused(refused) => {
                    assert_warns(&refused, &what);
                    warnings += 1;
                    creation.revise(zoe()).unwrap()
                }
                step => panic!("{what}: {step:?}"),
            };
            assert!(warnings + captchas < 6, "{what}");
        }
        assert_eq!(warnings, 1, "{what}");
        // The form up to 1.26 shows a new captcha with the warning.
        let is_old_form = dialect == Dialect::WebForm && release < Release::first(27);
        assert_eq!(captchas, if is_old_form { 2 } else { 1 }, "{what}");
        assert!(running.account("Zoe").is_some(), "{what}");
    }
}

#[test]
fn a_warning_is_found_in_the_list_of_messages() {
    let server = Server::start().unwrap();
    for minor in [16, 19, 22, 26, 27, 35, 39, 43, 46] {
        let wiki = testwiki::Wiki::of(Release::first(minor));
        let running = server.add(
            wiki.setting(Setting::ApiMissing)
                .setting(Setting::AbuseWarn),
        );
        let builder = Wiki::builder(&running.page("Main_Page")).transport(direct());
        let mut wiki = builder.build().unwrap();
        let mut creation = wiki.create(zoe());
        let what = format!("1.{minor}");
        assert_warns(&refused(creation.step(), &what), &what);
        let step = creation.revise(zoe()).unwrap();
        assert!(matches!(step, Step::Created(_)), "{what}: {step:?}");
    }
}
