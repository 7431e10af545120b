//! Wikis whose dialect the caller chose, as from facts that were stored.

use mwaccount::{Dialect, Wiki};
use support::{
    accounts::{admin, zoe},
    steps::step_summary,
};
use testwiki::{Captcha, Release, Server, Setting};

/// The choice is about creations: where the API is off, the creator logs in with the form.
#[test]
fn a_creator_logs_in_where_the_form_is_chosen_and_the_api_is_off() {
    let server = Server::start().unwrap();
    for release in (16..=46).map(Release::first) {
        let wiki = testwiki::Wiki::of(release).setting(Setting::NoApi);
        let running = server.add(wiki);
        let builder = Wiki::builder(&running.api()).dialect(Dialect::WebForm);
        let mut wiki = builder.build().unwrap();
        assert_eq!(
            step_summary(&wiki.log_in(admin()).step()),
            "logged-in:Admin",
            "{release}"
        );
        assert_eq!(
            step_summary(&wiki.create(zoe()).step()),
            "created",
            "{release}"
        );
        assert!(running.account("Zoe").is_some(), "{release}");
    }
}

/// The token that a probe left may have expired with its session. No captcha was shown in it,
/// so an answer that came with the account is still good.
#[test]
fn an_answer_that_came_with_the_account_outlives_an_expired_token() {
    let server = Server::start().unwrap();
    for release in [Release::first(23), Release::first(26)] {
        let running = server.add(testwiki::Wiki::of(release).captcha(Captcha::Questy));
        let mut wiki = Wiki::connect(&running.api()).unwrap();
        let account = zoe().field("captcha", "Paris");
        wiki.probe(&account).unwrap();
        running.forget_sessions();
        assert_eq!(
            step_summary(&wiki.create(account).step()),
            "created",
            "{release}"
        );
    }
}
