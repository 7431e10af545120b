//! The logged-in user, and the limits of the caller.

use std::time::Duration;

use mwaccount::{Credentials, NewAccount, RateLimit, Reason, Step, Wiki};
use support::{
    accounts::{PASSWORD, admin},
    transport_requests::direct,
};
use testwiki::{Release, RunningWiki, Server, Setting};

const RELEASES: [u16; 12] = [16, 18, 21, 22, 26, 27, 28, 31, 35, 39, 43, 46];

fn client(running: &RunningWiki) -> Wiki {
    let builder = Wiki::builder(&running.api()).transport(direct());
    builder.build().unwrap()
}

fn log_in(wiki: &mut Wiki, credentials: Credentials) {
    let step = wiki.log_in(credentials).step().unwrap();
    assert!(matches!(step, Step::LoggedIn(_)), "{step:?}");
}

#[test]
fn a_new_account_reads_back_its_address_and_real_name() {
    let server = Server::start().unwrap();
    for release in RELEASES {
        let running = server.add(testwiki::Wiki::of(Release::first(release)));
        let account = NewAccount::new("Zoe")
            .password(PASSWORD)
            .email("zoe@example.org")
            .real_name("Zoe Example");
        let step = client(&running).create(account).step().unwrap();
        assert!(matches!(step, Step::Created(_)), "{release}: {step:?}");
        let mut wiki = client(&running);
        log_in(&mut wiki, Credentials::password("zoe", PASSWORD));
        let before = wiki.requests();
        let user = wiki.user().unwrap();
        assert_eq!(wiki.requests() - before, 1, "{release}");
        assert_eq!((user.name.as_str(), user.id), ("Zoe", Some(2)), "{release}");
        assert_eq!(user.email.as_deref(), Some("zoe@example.org"), "{release}");
        assert_eq!(user.email_confirmed, Some(false), "{release}");
        let real_name = (release >= 18).then_some("Zoe Example");
        assert_eq!(user.real_name.as_deref(), real_name, "{release}");
        running.confirm_email("Zoe");
        assert_eq!(
            wiki.user().unwrap().email_confirmed,
            Some(true),
            "{release}"
        );
        // The administrator has no address.
        let mut wiki = client(&running);
        log_in(&mut wiki, admin());
        let user = wiki.user().unwrap();
        assert_eq!(user.email.as_deref(), Some(""), "{release}");
    }
}

#[test]
fn nobody_is_no_user() {
    let server = Server::start().unwrap();
    for (release, setting) in [
        (16, Setting::NoCreate),
        (26, Setting::Private),
        (43, Setting::NoCreate),
        (43, Setting::Private),
    ] {
        let wiki = testwiki::Wiki::of(Release::first(release)).setting(setting);
        let error = client(&server.add(wiki)).user().unwrap_err();
        assert_eq!(error.reason, Reason::InvalidArgument, "{release}: {error}");
        assert!(error.message.contains("nobody is logged in"), "{error}");
    }
}

#[test]
fn a_lost_login_is_no_other_user() {
    let server = Server::start().unwrap();
    for release in RELEASES {
        let running = server.add(testwiki::Wiki::of(Release::first(release)));
        let mut wiki = client(&running);
        log_in(&mut wiki, admin());
        running.forget_sessions();
        for error in [wiki.user().unwrap_err(), wiki.creator_limits().unwrap_err()] {
            assert_eq!(error.reason, Reason::SessionLost, "{release}: {error}");
        }
    }
}

#[test]
fn without_an_api_only_the_name_is_known() {
    let server = Server::start().unwrap();
    for release in [16, 22, 26, 27, 31] {
        let wiki = testwiki::Wiki::of(Release::first(release)).setting(Setting::NoApi);
        let mut wiki = client(&server.add(wiki));
        log_in(&mut wiki, admin());
        let user = wiki.user().unwrap();
        assert_eq!(user.name, "Admin", "{release}");
        let unknown = (user.id, user.email, user.email_confirmed, user.real_name);
        assert_eq!(unknown, (None, None, None, None), "{release}");
        let limits = wiki.creator_limits().unwrap();
        assert_eq!(limits.user.as_deref(), Some("Admin"), "{release}");
        assert_eq!(limits.rights, None, "{release}");
        assert_eq!(limits.least_time(10), None, "{release}");
        assert_eq!(limits.has_right("createaccount"), None, "{release}");
    }
}

#[test]
fn limits_of_visitors_and_of_administrators() {
    let server = Server::start().unwrap();
    for release in RELEASES {
        let wiki = testwiki::Wiki::of(Release::first(release)).creation_rate(6, 60);
        let mut wiki = client(&server.add(wiki));
        let limits = wiki.creator_limits().unwrap();
        assert_eq!(limits.user, None, "{release}");
        assert_eq!(limits.groups, Some(vec!["*".to_owned()]), "{release}");
        assert_eq!(limits.has_right("createaccount"), Some(true), "{release}");
        assert_eq!(limits.has_right("noratelimit"), Some(false), "{release}");
        assert_eq!(limits.is_throttled, None, "{release}");
        let period = Duration::from_secs(60);
        let rate = RateLimit { count: 6, period };
        let expected = match release {
            41.. => vec![rate],
            _ => Vec::new(),
        };
        assert_eq!(limits.rate_limits, Some(expected), "{release}");
        let least = if release >= 41 { 9 * 60 } else { 0 };
        assert_eq!(limits.least_time(60), Some(Duration::from_secs(least)));
        assert_eq!(limits.shared_accounts, None, "{release}");
        assert_eq!(wiki.requests(), 1, "{release}");

        log_in(&mut wiki, admin());
        let limits = wiki.creator_limits().unwrap();
        assert_eq!(limits.user.as_deref(), Some("Admin"), "{release}");
        assert_eq!(limits.has_right("noratelimit"), Some(true), "{release}");
        assert_eq!(limits.has_right("apihighlimits"), Some(true), "{release}");
        assert_eq!(limits.is_throttled, Some(false), "{release}");
        assert_eq!(limits.rate_limits, Some(Vec::new()), "{release}");
    }
}

/// A wiki that lets nobody read shows no limits, but to its users.
#[test]
fn private_wikis_show_no_limits() {
    let server = Server::start().unwrap();
    for release in RELEASES {
        let wiki = testwiki::Wiki::of(Release::first(release)).setting(Setting::PrivateOpen);
        let mut wiki = client(&server.add(wiki));
        let limits = wiki.creator_limits().unwrap();
        assert_eq!(
            (&limits.rights, &limits.rate_limits),
            (&None, &None),
            "{release}"
        );
        log_in(&mut wiki, admin());
        let limits = wiki.creator_limits().unwrap();
        assert_eq!(limits.has_right("createaccount"), Some(true), "{release}");
    }
}

#[test]
fn shared_accounts_are_recognised() {
    let server = Server::start().unwrap();
    for release in [27, 31, 43, 46] {
        let wiki = testwiki::Wiki::of(Release::first(release)).setting(Setting::CentralAuth);
        let mut wiki = client(&server.add(wiki));
        let shared = wiki.creator_limits().unwrap().shared_accounts.unwrap();
        assert_eq!(shared.provider, "CentralAuth", "{release}");
        assert_eq!(shared.user_id, None, "{release}");
        log_in(&mut wiki, admin());
        let shared = wiki.creator_limits().unwrap().shared_accounts.unwrap();
        assert_eq!(shared.user_id, Some(1001), "{release}");
    }
}
