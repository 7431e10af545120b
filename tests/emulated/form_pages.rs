//! Sign-up pages that show no form, or another one than MediaWiki's own, on every emulated release.

use mwaccount::{Reason, Step, Wiki};
use support::{
    accounts::{admin, zoe_example},
    steps::step_summary,
};
use testwiki::Setting;

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
            assert!(message.contains("page of an exception"), "{label}: {message}");
            assert!(emulated.account("Zoe Example").is_none(), "{label}");

            if off == ApiOff::NoApi {
                let mut wiki = Wiki::connect(&emulated.api()).unwrap();
                let step = wiki.log_in(admin()).step();
                assert_eq!(step_summary(&step), "error:busy", "{label} {release}");
            }
        },
    );
}
