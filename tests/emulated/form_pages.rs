//! Sign-up pages that show no form, or another one than MediaWiki's own, on every emulated release.

use mwaccount::{Dialect, Reason, Step, Wiki};
use support::{
    accounts::{admin, zoe_example},
    steps::step_summary,
};
use testwiki::{Release, Server, Setting};

use crate::web_form::{ApiOff, everywhere};

/// An exception is the wiki's failure and no refusal, of an account as of a login.
#[test]
fn the_page_of_an_exception_is_busy() {
    everywhere(
        |wiki| wiki.setting(Setting::BrokenForms),
        |label, off, release, emulated| {
            let mut wiki = Wiki::connect(&emulated.api()).unwrap();
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
                let mut wiki = Wiki::connect(&emulated.api()).unwrap();
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
        let mut wiki = Wiki::connect(&emulated.api()).unwrap();
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
