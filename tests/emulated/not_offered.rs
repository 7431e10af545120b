//! Values that a wiki has no field for, where the API does not tell: on 1.21 to 1.26 the sign-up page is read for
//! them.

use mwaccount::{Created, Error, NewAccount, Reason, Step, Verdict, Wiki};
use support::{
    accounts::{PASSWORD, admin, with, zoe},
    steps::step_summary,
};
use testwiki::{Captcha, Fault, Release, RunningWiki, Server, Setting, When};

const PAGE: &str = "Special:UserLogin";

/// Runs a test on every release with the legacy API, with these settings.
fn on_legacy_wikis(
    set: impl Fn(testwiki::Wiki) -> testwiki::Wiki,
    test: impl Fn(Release, &RunningWiki, Wiki),
) {
    let server = Server::start().unwrap();
    for release in (21..=26).map(Release::first) {
        let running = server.add(set(testwiki::Wiki::of(release)));
        let wiki = Wiki::connect(&running.api()).unwrap();
        test(release, &running, wiki);
    }
}

fn max() -> NewAccount {
    NewAccount::new("Max").password(PASSWORD)
}

fn created(step: Result<Step, Error>) -> Created {
    match step {
        Ok(Step::Created(created)) => created,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_page_that_proves_nothing_changes_nothing() {
    on_legacy_wikis(
        |wiki| wiki.setting(Setting::Hidden),
        |release, running, mut wiki| {
            running.fault(Fault::ServerError, When::action(PAGE).always());
            let mut pages = None;
            for name in ["Ann", "Bob", "Max"] {
                let account = NewAccount::new(name).password(PASSWORD);
                let step = wiki
                    .create(account.real_name("Z. E.").language("de"))
                    .step();
                assert_eq!(step_summary(&step), "created", "{release} {name}");
                let so_far = running.requests(PAGE);
                assert_eq!(*pages.get_or_insert(so_far), so_far, "{release} {name}");
            }
        },
    );
}

#[test]
fn a_page_that_is_lost_is_asked_for_again_for_the_next_account() {
    let server = Server::start().unwrap();
    let running = server.add(testwiki::Wiki::release("1.26").setting(Setting::Hidden));
    running.fault(Fault::ResetBefore, When::action(PAGE).times(3));
    let mut wiki = Wiki::connect(&running.api()).unwrap();
    let step = wiki.create(zoe().real_name("Z. E.")).step();
    assert_eq!(step_summary(&step), "created");
    let step = wiki.create(max().real_name("M.")).step();
    assert_eq!(step_summary(&step), "created+not-offered");
}

#[test]
fn a_page_without_the_form_changes_nothing() {
    on_legacy_wikis(
        |wiki| wiki.setting(Setting::Private),
        |release, _, mut wiki| {
            let refused = wiki.create(zoe().real_name("Z. E.")).step();
            assert_eq!(step_summary(&refused), "refused:not-permitted", "{release}");
            // The creator sees the form that others do not see.
            let login = wiki.log_in(admin()).step();
            assert_eq!(step_summary(&login), "logged-in:Admin", "{release}");
            let before = wiki.requests();
            let step = wiki.create(zoe().domain("lab")).step();
            assert_eq!(step_summary(&step), "error:invalid-argument", "{release}");
            let step = wiki.create(zoe().real_name("Z. E.")).step();
            assert_eq!(step_summary(&step), "created", "{release}");
            // The page, the token, before 1.23 a check of the login, the creation.
            let requests = 3 + u64::from(release < Release::first(23));
            assert_eq!(wiki.requests() - before, requests, "{release}");
        },
    );
}

/// The page has a captcha of its own, and the session's token.
#[test]
fn the_page_leaves_captchas_alone() {
    on_legacy_wikis(
        |wiki| wiki.setting(Setting::Hidden).captcha(Captcha::Questy),
        |release, running, mut wiki| {
            let account = || zoe().real_name("Z. E.");
            let mut creation = wiki.create(account());
            assert_eq!(step_summary(&creation.step()), "ask", "{release}");
            let wrong = creation.answer(with("captcha", "London"));
            assert_eq!(step_summary(&wrong), "refused:captcha-wrong", "{release}");
            assert_eq!(
                step_summary(&creation.revise(account())),
                "ask",
                "{release}"
            );
            let step = creation.answer(with("captcha", "Paris"));
            assert_eq!(step_summary(&step), "created+not-offered", "{release}");
            assert!(running.account("Zoe").is_some(), "{release}");
            let account = max().real_name("M.").field("captcha", "Paris");
            let made = created(wiki.create(account).step());
            assert_eq!(made.warnings.len(), 1, "{release}: {made:?}");
        },
    );
}

/// The API's token replaces that of the page if the session was lost meanwhile.
#[test]
fn a_lost_session_of_the_page_is_replaced() {
    on_legacy_wikis(
        |wiki| wiki.setting(Setting::Hidden),
        |release, running, mut wiki| {
            running.fault(Fault::SessionLost, When::action("createaccount"));
            let step = wiki.create(zoe().real_name("Z. E.")).step();
            assert_eq!(step_summary(&step), "created+not-offered", "{release}");
        },
    );
}

#[test]
fn a_suspended_creation_remembers_the_page() {
    on_legacy_wikis(
        |wiki| wiki.setting(Setting::Hidden),
        |release, running, mut wiki| {
            let account = NewAccount::new("Zoe").real_name("Z. E.").language("de");
            let mut creation = wiki.create(account);
            assert_eq!(step_summary(&creation.step()), "ask", "{release}");
            let text = creation.suspend().unwrap();
            let (mut wiki, conversation) = Wiki::resume(text.expose()).unwrap();
            let mut creation = wiki.attach(conversation);
            let made = created(creation.answer(with("password", PASSWORD)));
            let messages: Vec<_> = made.warnings.iter().map(|w| w.message.as_str()).collect();
            let left_out = |label: &str| {
                format!("the wiki accepts no {label} for a new account; it was left out")
            };
            let mut expected = vec![left_out("real name")];
            if release < Release::first(22) {
                expected.push(left_out("language"));
            }
            assert_eq!(messages, expected, "{release}");
            assert_eq!(running.requests(PAGE), 1, "{release}");
        },
    );
}

/// Only what the API ignores costs a request.
#[test]
fn the_page_is_read_for_no_other_value() {
    on_legacy_wikis(
        |wiki| wiki,
        |release, running, mut wiki| {
            let account = zoe()
                .email("zoe@example.org")
                .reason("A course")
                .real_name("");
            let step = wiki.create(account.domain("").language("")).step();
            assert_eq!(step_summary(&step), "created", "{release}");
            let step = wiki.create(max().language("de")).step();
            let expected = if release < Release::first(22) {
                "created+not-offered"
            } else {
                "created"
            };
            assert_eq!(step_summary(&step), expected, "{release}");
            let pages = u64::from(release < Release::first(23));
            assert_eq!(running.requests(PAGE), pages, "{release}");
        },
    );
}

/// A release that a probe has shown need not be read from the page. A private wiki shows it to nobody, but its
/// token tells the oldest releases.
#[test]
fn a_probe_spares_the_page_for_a_language() {
    for private in [false, true] {
        on_legacy_wikis(
            |wiki| {
                if private {
                    wiki.setting(Setting::PrivateOpen)
                } else {
                    wiki
                }
            },
            |release, running, mut wiki| {
                wiki.probe(&zoe()).unwrap();
                let step = wiki.create(zoe().language("de")).step();
                let is_1_21 = release < Release::first(22);
                let expected = if is_1_21 {
                    "created+not-offered"
                } else {
                    "created"
                };
                assert_eq!(step_summary(&step), expected, "{release} {private}");
                let is_read = is_1_21 || (private && release < Release::first(23));
                assert_eq!(running.requests(PAGE), u64::from(is_read), "{release}");
            },
        );
    }
}

#[test]
fn the_form_takes_a_language_where_it_offers_languages() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        for offered in [false, true] {
            let mut wiki = testwiki::Wiki::of(release).setting(Setting::ApiMissing);
            if offered {
                wiki = wiki.setting(Setting::Languages);
            }
            let running = server.add(wiki);
            let mut wiki = Wiki::connect(&running.api()).unwrap();
            let step = wiki.create(zoe().language("de")).step();
            let is_kept = offered || release >= Release::first(27);
            let (expected, language) = if is_kept {
                ("created", "de")
            } else {
                ("created+not-offered", "en")
            };
            assert_eq!(step_summary(&step), expected, "{release} {offered}");
            assert_eq!(
                running.account("Zoe").unwrap().language,
                language,
                "{release}"
            );
        }
    }
}

#[test]
fn the_form_of_every_release_is_not_sent_with_a_name_that_would_be_altered() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        let running = server.add(testwiki::Wiki::of(release).setting(Setting::ApiMissing));
        for name in ["User:Max", "_user_: Max", "Tom&amp;Jerry"] {
            let mut wiki = Wiki::connect(&running.api()).unwrap();
            let step = wiki.create(NewAccount::new(name).password(PASSWORD)).step();
            assert_eq!(
                step_summary(&step),
                "refused:name-invalid",
                "{release} {name}"
            );
        }
        assert_eq!(running.accounts().len(), 1, "{release}");
    }
}

#[test]
fn a_probe_tells_of_a_name_that_would_be_altered() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        for off in [false, true] {
            let mut wiki = testwiki::Wiki::of(release);
            if off {
                wiki = wiki.setting(Setting::ApiMissing);
            }
            let running = server.add(wiki);
            let mut wiki = Wiki::connect(&running.api()).unwrap();
            let found = wiki.probe(&NewAccount::new("User:Max")).unwrap();
            let Some(Verdict::Refused(refused)) = &found.name else {
                panic!("{release}: {found:?}");
            };
            assert_eq!(refused.reason, Reason::NameInvalid, "{release}");
        }
    }
}
