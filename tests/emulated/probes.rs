//! Probes: who may create accounts, the names that are free, the fields of a new account.

use mwaccount::{Dialect, FieldKind, NewAccount, Reason, Requirements, Step, Verdict, Wiki};
use support::{
    accounts::{admin, with, zoe},
    transport_requests::direct,
};
use testwiki::{Captcha, Release, RunningWiki, Server, Setting};

/// Releases of every dialect, among them the first and last of each.
const RELEASES: [u16; 14] = [16, 18, 20, 21, 22, 23, 26, 27, 28, 29, 35, 39, 43, 46];

fn client(running: &RunningWiki) -> Wiki {
    let builder = Wiki::builder(&running.api()).transport(direct());
    builder.build().unwrap()
}

/// Probes a wiki of every release with these settings.
fn probe(settings: &[Setting], check: impl Fn(&Requirements, Release)) {
    let server = Server::start().unwrap();
    for release in RELEASES.map(Release::first) {
        let wiki = testwiki::Wiki::of(release);
        let wiki = settings
            .iter()
            .fold(wiki, |wiki, setting| wiki.setting(*setting));
        let running = server.add(wiki);
        let found = client(&running).probe(&zoe()).unwrap();
        assert_eq!(running.accounts().len(), 1, "{release}");
        check(&found, release);
    }
}

#[track_caller]
fn assert_refused(found: &Requirements, reason: Reason, release: Release) {
    assert_eq!(found.may_create, Some(false), "{release}: {found:?}");
    let refusal = found.refusal.as_ref().unwrap();
    assert_eq!(refusal.reason, reason, "{release}: {refusal:?}");
    let is_text = !refusal.message.contains("no text");
    assert!(is_text, "{release}: {refusal:?}");
    // The name is not to blame.
    let blames_name = matches!(found.name, Some(Verdict::Refused(_)));
    assert!(!blames_name, "{release}: {found:?}");
}

#[test]
fn an_open_wiki_lets_its_visitors_create_accounts() {
    probe(&[], |found, release| {
        assert_eq!(found.may_create, Some(true), "{release}");
        assert_eq!(found.refusal, None, "{release}");
    });
}

#[test]
fn a_read_only_wiki_says_so() {
    for api in [&[][..], &[Setting::NoApi]] {
        let settings = [api, &[Setting::ReadOnly]].concat();
        probe(&settings, |found, release| {
            if api.is_empty() {
                assert_refused(found, Reason::ReadOnly, release);
            }
            assert_eq!(found.may_create, Some(false), "{release}");
            let message = &found.refusal.as_ref().unwrap().message;
            assert!(
                message.contains("Maintenance in the lab"),
                "{release}: {message}"
            );
        });
    }
}

/// The wiki does not report an extension's block with the caller's rights and blocks.
#[test]
fn a_block_by_an_extension_is_found() {
    probe(&[Setting::GlobalBlock], |found, release| {
        let is_api = found.dialect != Dialect::WebForm;
        match release {
            // The API reports it as a missing right.
            _ if is_api && release < Release::first(27) => {
                assert_refused(found, Reason::NotPermitted, release);
            }
            _ if is_api => assert_refused(found, Reason::Blocked, release),
            // A page has no code.
            _ => assert_eq!(found.may_create, Some(false), "{release}"),
        }
    });
}

/// The block of an address does not make a user blocked, who may not create accounts there either.
#[test]
fn a_block_of_visitors_also_concerns_a_creator() {
    let server = Server::start().unwrap();
    for release in RELEASES.map(Release::first) {
        let running = server.add(testwiki::Wiki::of(release).setting(Setting::AnonymousBlock));
        let mut wiki = client(&running);
        wiki.log_in(admin()).step().unwrap();
        let found = wiki.probe(&zoe()).unwrap();
        assert_eq!(found.may_create, Some(false), "{release}: {found:?}");
        if found.dialect != Dialect::WebForm {
            assert_refused(&found, Reason::Blocked, release);
        }
    }
}

/// A private wiki reports neither rights nor blocks.
#[test]
fn several_blocks_on_a_private_wiki_are_a_block() {
    probe(
        &[Setting::PrivateOpen, Setting::TwoBlocks],
        |found, release| {
            assert_eq!(found.may_create, Some(false), "{release}: {found:?}");
            if found.dialect != Dialect::WebForm {
                assert_refused(found, Reason::Blocked, release);
            }
        },
    );
}

#[test]
fn a_private_wiki_explains_its_refusal() {
    probe(&[Setting::Private], |found, release| {
        if found.dialect != Dialect::WebForm {
            assert_refused(found, Reason::NotPermitted, release);
        }
        assert_eq!(found.may_create, Some(false), "{release}");
    });
}

/// Without an e-mail field no dry run with a valid name is safe; one with an invalid name is.
#[test]
fn a_wiki_without_mail_tells_who_may_create_accounts() {
    for (setting, may_create) in [(None, true), (Some(Setting::GlobalBlock), false)] {
        let settings: Vec<_> = setting.into_iter().chain([Setting::NoEmail]).collect();
        probe(&settings, |found, release| {
            assert_eq!(found.may_create, Some(may_create), "{release}: {found:?}");
        });
    }
}

/// The legacy API checks the spelling of the name, and that there is an address, before the caller.
#[test]
fn a_bad_name_or_a_missing_address_hides_no_block() {
    let server = Server::start().unwrap();
    for release in RELEASES.map(Release::first) {
        for (blocked, may_create) in [(None, true), (Some(Setting::GlobalBlock), false)] {
            let wiki = testwiki::Wiki::of(release).setting(Setting::EmailRequired);
            let wiki = blocked.into_iter().fold(wiki, testwiki::Wiki::setting);
            let running = server.add(wiki);
            for name in ["Zoe", "a|b", "1.2.3.4"] {
                let found = client(&running).probe(&NewAccount::new(name)).unwrap();
                assert_eq!(
                    found.may_create,
                    Some(may_create),
                    "{release} {name}: {found:?}"
                );
                if found.dialect == Dialect::LegacyApi {
                    assert_eq!(found.email_required, Some(true), "{release} {name}");
                }
            }
        }
    }
}

/// Up to 1.27 a wiki reports of a name only that it has no account.
#[test]
fn a_name_without_an_account_is_free() {
    for setting in [None, Some(Setting::NoApi), Some(Setting::ApiMissing)] {
        let settings: Vec<_> = setting.into_iter().collect();
        probe(&settings, |found, release| {
            assert_eq!(found.name_free, Some(true), "{release}: {found:?}");
            let judges = setting.is_none() && release >= Release::first(28);
            assert_eq!(found.name, judges.then_some(Verdict::Good), "{release}");
        });
    }
}

#[test]
fn a_name_with_an_account_is_taken() {
    let server = Server::start().unwrap();
    for release in RELEASES.map(Release::first) {
        for setting in [None, Some(Setting::NoApi), Some(Setting::PrivateOpen)] {
            let wiki = testwiki::Wiki::of(release);
            let wiki = setting.into_iter().fold(wiki, testwiki::Wiki::setting);
            let found = client(&server.add(wiki))
                .probe(&NewAccount::new("admin"))
                .unwrap();
            if setting == Some(Setting::PrivateOpen) && release < Release::first(27) {
                assert_eq!((found.name_free, found.name), (None, None), "{release}");
                continue;
            }
            assert_eq!(found.name_free, Some(false), "{release}: {found:?}");
            let Some(Verdict::Refused(refused)) = &found.name else {
                panic!("{release}: {found:?}");
            };
            assert_eq!(refused.reason, Reason::NameTaken, "{release}");
        }
    }
}

#[test]
fn no_name_is_neither_free_nor_taken() {
    let server = Server::start().unwrap();
    for release in RELEASES.map(Release::first) {
        let running = server.add(testwiki::Wiki::of(release));
        let found = client(&running).probe(&NewAccount::default()).unwrap();
        assert_eq!((found.name_free, found.name), (None, None), "{release}");
    }
}

#[test]
fn hidden_inputs_are_no_fields() {
    for api in [None, Some(Setting::NoApi)] {
        let server = Server::start().unwrap();
        for release in RELEASES.map(Release::first) {
            let wiki = testwiki::Wiki::of(release).captcha(Captcha::Simple);
            let wiki = api.into_iter().fold(wiki, testwiki::Wiki::setting);
            let running = server.add(wiki);
            let probed = client(&running).probe(&zoe()).unwrap().fields;
            let mut wiki = client(&running);
            let offered = wiki.fields().unwrap();
            let asked = match wiki.create(zoe()).step() {
                Ok(Step::Ask(ask)) => ask.fields,
                // A captcha that the API does not show.
                other => panic!("{release} {api:?}: {other:?}"),
            };
            for field in probed.iter().chain(&offered).chain(&asked) {
                assert_ne!(field.kind, FieldKind::Hidden, "{release}: {field:?}");
            }
        }
    }
}

/// Wikis up to 1.20 have no API for accounts, also those that are private and say nothing of it.
#[test]
fn a_wiki_up_to_1_20_has_the_form_only() {
    let expected = |release| match release {
        _ if release < Release::first(21) => Dialect::WebForm,
        _ if release < Release::first(27) => Dialect::LegacyApi,
        _ => Dialect::AuthManager,
    };
    let server = Server::start().unwrap();
    for release in RELEASES.map(Release::first) {
        for setting in [Setting::Private, Setting::PrivateOpen, Setting::NoCreate] {
            let running = server.add(testwiki::Wiki::of(release).setting(setting));
            let mut wiki = client(&running);
            let found = wiki.probe(&zoe()).unwrap();
            assert_eq!(found.dialect, expected(release), "{release} {setting:?}");
            let dialect = wiki.session().facts().dialect;
            assert_eq!(dialect, Some(expected(release)), "{release} {setting:?}");
        }
    }
}

/// The form is used there, also before a captcha is asked for.
#[test]
fn an_api_that_answers_posts_with_a_page_is_not_used() {
    let server = Server::start().unwrap();
    for release in RELEASES.map(Release::first) {
        let wiki = testwiki::Wiki::of(release).setting(Setting::PagesForPosts);
        let running = server.add(wiki.captcha(Captcha::Questy));
        let found = client(&running).probe(&zoe()).unwrap();
        assert_eq!(found.dialect, Dialect::WebForm, "{release}");
        assert_eq!(found.may_create, Some(true), "{release}");

        let mut wiki = client(&running);
        let mut creation = wiki.create(zoe());
        assert!(matches!(creation.step(), Ok(Step::Ask(_))), "{release}");
        let answers = with("captcha", "Paris");
        let step = creation.answer(answers);
        assert!(matches!(step, Ok(Step::Created(_))), "{release}: {step:?}");
    }
}
