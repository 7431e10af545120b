//! Sign-up pages that show no form, or another one than MediaWiki's own, on every emulated release.

use mwaccount::{Answers, Dialect, FieldKind, NewAccount, Reason, Step, Wiki};
use support::{
    accounts::{PASSWORD, admin, with, zoe_example},
    steps::{ExpectStep, step_summary},
};
use testwiki::{Release, RunningWiki, Server, Setting};

use crate::web_form::{ApiOff, connect, everywhere};

/// An exception is the wiki's failure and no refusal, of an account as of a login.
#[test]
fn the_page_of_an_exception_is_busy() {
    everywhere(
        |wiki| wiki.setting(Setting::BrokenForms),
        |label, off, release, emulated| {
            let mut wiki = connect(&emulated.api());
            let step = wiki.create(zoe_example()).step();
            let (reason, message) = match &step {
                Ok(Step::Refused(refused)) => (refused.reason, &refused.message),
                Err(error) => (error.reason, &error.message),
                step => panic!("{label}: {step:?}"),
            };
            assert_eq!(reason, Reason::Busy, "{label}: {message}");
            assert!(
                message.contains("page of an exception"),
                "{label}: {message}"
            );
            assert!(emulated.account("Zoe Example").is_none(), "{label}");

            if off == ApiOff::NoApi {
                let mut wiki = connect(&emulated.api());
                let step = wiki.log_in(admin()).step();
                assert_eq!(step_summary(&step), "error:busy", "{label} {release}");
            }
        },
    );
}

/// Some servers answer every POST to api.php with a page of the wiki. The form works there.
#[test]
fn an_api_that_answers_posts_with_a_page_leads_to_the_form() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        let emulated = testwiki::Wiki::of(release).setting(Setting::PagesForPosts);
        let emulated = server.add(emulated);
        let mut wiki = connect(&emulated.api());
        let step = wiki.create(zoe_example()).step();
        assert_eq!(step_summary(&step), "created", "{release}: {step:?}");
        assert_eq!(wiki.session().facts().dialect, Some(Dialect::WebForm));
        assert!(emulated.account("Zoe Example").is_some(), "{release}");
    }
}

/// Without a form, the error says what came, and does not advise the address that the caller gave.
#[test]
fn an_api_that_answers_posts_with_a_page_is_named() {
    let server = Server::start().unwrap();
    for release in Release::all().filter(|it| *it >= Release::first(21)) {
        let emulated = testwiki::Wiki::of(release).setting(Setting::PagesForPosts);
        let emulated = server.add(emulated);
        let auth_manager = release >= Release::first(27);
        let dialect = if auth_manager {
            Dialect::AuthManager
        } else {
            Dialect::LegacyApi
        };
        let builder = Wiki::builder(&emulated.api()).dialect(dialect);
        let step = builder.build().unwrap().create(zoe_example()).step();
        let message = match &step {
            Ok(Step::Refused(refused)) if auth_manager => &refused.message,
            Err(error) if !auth_manager => &error.message,
            step => panic!("{release}: {step:?}"),
        };
        let came = format!(
            "api.php answered with a page of MediaWiki {release} titled \"Main Page - LabWiki\""
        );
        assert!(message.starts_with(&came), "{release}: {message}");
        assert!(
            !message.contains("give the address"),
            "{release}: {message}"
        );
    }
}

/// Wikis that only take requests for accounts refuse with the page for them, whatever way was used.
#[test]
fn the_page_for_account_requests_is_named() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        for api_off in [None, Some(Setting::Disabled), Some(Setting::NoApi)] {
            let label = format!("{release} {api_off:?}");
            let wiki = testwiki::Wiki::of(release).setting(Setting::AccountRequests);
            let wiki = api_off.into_iter().fold(wiki, testwiki::Wiki::setting);
            let emulated = server.add(wiki);
            let mut wiki = connect(&emulated.api());
            let mut creation = wiki.create(zoe_example());
            for step in [creation.step(), creation.revise(zoe_example())] {
                let refused = step.expect_refused();
                assert_eq!(refused.reason, Reason::NotPermitted, "{label}: {refused:?}");
                assert!(!refused.message.is_empty(), "{label}");
                let url = refused.account_request_url.expect(&label);
                assert!(url.as_str().ends_with("RequestAccount"), "{label} {url}");
            }
            // A creator needs no request.
            let mut wiki = connect(&emulated.api());
            let step = wiki.log_in(admin()).step();
            assert_eq!(step_summary(&step), "logged-in:Admin", "{label}");
            let step = wiki.create(zoe_example()).step();
            assert!(
                step_summary(&step).starts_with("created"),
                "{label}: {step:?}"
            );
        }
    }
}

/// A wiki that takes no requests names no page, and is asked once.
#[test]
fn no_page_for_account_requests_is_made_up() {
    let server = Server::start().unwrap();
    for release in ["1.19", "1.24", "1.35", "1.43"] {
        let emulated = server.add(testwiki::Wiki::release(release).setting(Setting::NoCreate));
        let mut wiki = connect(&emulated.api());
        for _ in 0..2 {
            let refused = wiki.create(zoe_example()).step().expect_refused();
            assert_eq!(refused.reason, Reason::NotPermitted, "{release}");
            assert_eq!(refused.account_request_url, None, "{release}");
        }
        let asked = emulated.requests("Special:RequestAccount");
        assert_eq!(asked, 1, "{release}");
    }
}

/// The fields that an extension adds to the form are asked for, whether or not the form says that they are
/// required. Without an answer they stay as the form has them.
#[test]
fn fields_of_extensions_are_asked_for() {
    everywhere(
        |wiki| wiki.setting(Setting::SignupFields),
        |label, off, release, emulated| {
            let mut wiki = connect(&emulated.api());
            let mut creation = wiki.create(zoe_example());
            let mut step = creation.step();
            if off != ApiOff::NoApi && release >= Release::first(27) {
                // The form was sent without its page, with what the API lists.
                assert_eq!(step_summary(&step), "refused:field-invalid", "{label}");
                step = creation.revise(zoe_example());
            }
            let ask = step.expect_ask();
            let names: Vec<_> = ask.fields.iter().map(|field| field.name.as_str()).collect();
            assert_eq!(names, ["wpTermsOfService", "wpInterests"], "{label}");
            let (terms, interests) = (&ask.fields[0], &ask.fields[1]);
            assert_eq!(terms.kind, FieldKind::Checkbox, "{label}");
            assert_eq!(
                terms.label.as_deref(),
                Some("I agree to the Terms of Service"),
                "{label}"
            );
            assert_eq!(interests.label.as_deref(), Some("Interests"), "{label}");
            assert_eq!(
                interests.help.as_deref(),
                Some("What do you like?"),
                "{label}"
            );
            assert!(interests.optional, "{label}");
            let step = creation.answer(with("wpTermsOfService", true));
            assert_eq!(step_summary(&step), "created", "{label}: {step:?}");
        },
    );
}

/// A box that was left out is refused, and named where the wiki names it. It is not asked for again until then.
#[test]
fn a_box_that_is_not_ticked_is_refused() {
    everywhere(
        |wiki| wiki.setting(Setting::SignupFields),
        |label, off, release, emulated| {
            if off != ApiOff::NoApi {
                return;
            }
            let mut wiki = connect(&emulated.api());
            let mut creation = wiki.create(zoe_example());
            creation.step().expect_ask();
            let refused = creation.answer(Answers::new()).expect_refused();
            let is_named = release >= Release::first(27);
            if is_named {
                assert_eq!(refused.reason, Reason::FieldInvalid, "{label}");
                let ask = creation.revise(zoe_example()).expect_ask();
                assert!(!ask.field("wpTermsOfService").unwrap().optional, "{label}");
                let invalid = creation.answer(Answers::new()).expect_invalid();
                assert_eq!(invalid.as_deref(), Some("wpTermsOfService"), "{label}");
            } else {
                assert!(refused.message.contains("Terms of Service"), "{label}");
            }
            let account = zoe_example().field("wpTermsOfService", "yes");
            let step = creation.revise(account);
            assert_eq!(step_summary(&step), "created", "{label}: {step:?}");
        },
    );
}

/// The API of 1.21 to 1.26 does not know the fields, and the form of the same wiki does.
#[test]
fn fields_that_the_api_does_not_know_lead_to_the_form() {
    let server = Server::start().unwrap();
    for release in (21..27).map(Release::first) {
        let emulated = testwiki::Wiki::of(release).setting(Setting::SignupFields);
        let emulated = server.add(emulated);
        for given in [false, true] {
            let mut wiki = connect(&emulated.api());
            let account = NewAccount::new(if given { "Given" } else { "Asked" }).password(PASSWORD);
            let account = if given {
                account
                    .field("wpTermsOfService", true)
                    .field("wpInterests", "Maps")
            } else {
                account
            };
            let mut creation = wiki.create(account);
            let mut step = creation.step();
            if !given {
                step.expect_ask();
                step = creation.answer(with("wpTermsOfService", true));
            }
            assert_eq!(
                step_summary(&step),
                "created",
                "{release} {given}: {step:?}"
            );
        }
    }
}

/// Returns the address of the sign-up page with these parameters.
fn sign_up_page(emulated: &RunningWiki, release: Release, query: &str) -> String {
    let title = if release < Release::first(27) {
        "Special:UserLogin&type=signup"
    } else {
        "Special:CreateAccount"
    };
    let index = emulated.api().replace("api.php", "index.php");
    format!("{index}?title={title}&{query}")
}

/// An invitation in the given address goes to the form, which the wiki's API knows nothing of.
#[test]
fn an_invitation_in_the_address_is_kept() {
    let server = Server::start().unwrap();
    for release in Release::all() {
        for api_off in [None, Some(Setting::Disabled), Some(Setting::NoApi)] {
            let label = format!("{release} {api_off:?}");
            let wiki = testwiki::Wiki::of(release).setting(Setting::Invitations);
            let wiki = api_off.into_iter().fold(wiki, testwiki::Wiki::setting);
            let emulated = server.add(wiki);
            for (query, expected) in [
                ("invite=expired", "refused:not-permitted"),
                ("returnto=Main_Page", "refused:not-permitted"),
                ("returnto=Main_Page&invite=abc", "created"),
            ] {
                let address = sign_up_page(&emulated, release, query);
                // A probe tells the same as the creation.
                let mut wiki = connect(&address);
                let probed = wiki.probe(&zoe_example()).unwrap();
                let may_create = Some(expected == "created");
                assert_eq!(probed.may_create, may_create, "{label} {query}: {probed:?}");
                let mut wiki = connect(&address);
                let step = wiki.create(zoe_example()).step();
                assert_eq!(step_summary(&step), expected, "{label} {query}: {step:?}");
                if let Ok(Step::Refused(refused)) = step {
                    assert!(
                        !refused.message.contains("left out"),
                        "{label}: {refused:?}"
                    );
                }
            }
        }
    }
}

/// The API takes no invitation, so an outcome of the API says that it was left out.
#[test]
fn an_invitation_that_the_api_cannot_take_is_named() {
    let server = Server::start().unwrap();
    for (release, dialect) in [(24, Dialect::LegacyApi), (43, Dialect::AuthManager)] {
        let release = Release::first(release);
        for (setting, expected) in [
            (None, "created+not-offered"),
            (Some(Setting::Invitations), "refused:not-permitted"),
        ] {
            let wiki = testwiki::Wiki::of(release);
            let emulated = server.add(setting.into_iter().fold(wiki, testwiki::Wiki::setting));
            let address = sign_up_page(&emulated, release, "invite=abc&campaign=spring");
            let builder = Wiki::builder(&address).dialect(dialect);
            let step = builder.build().unwrap().create(zoe_example()).step();
            assert_eq!(step_summary(&step), expected, "{release}: {step:?}");
            let said = match step {
                Ok(Step::Created(created)) => created.warnings[0].message.clone(),
                step => step.expect_refused().message,
            };
            assert!(
                said.contains("\"invite\", \"campaign\" in the address"),
                "{said}"
            );
        }
    }
}

/// Several blocks are a block, on the page as in the API.
#[test]
fn several_blocks_refuse_on_the_sign_up_page() {
    everywhere(
        |wiki| wiki.setting(Setting::TwoBlocks),
        |label, _, _, emulated| {
            let mut wiki = connect(&emulated.api());
            let step = wiki.create(zoe_example()).step();
            assert_eq!(step_summary(&step), "refused:blocked", "{label}: {step:?}");
        },
    );
}
