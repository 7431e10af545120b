//! The least requests with which each release creates accounts, counted by the wiki.

use mwaccount::{Dialect, NewAccount, Step, Wiki};
use support::{
    accounts::{PASSWORD, admin, zoe},
    steps::step_summary,
    transport_requests::direct,
};
use testwiki::{Captcha, Release, RunningWiki, Server, Setting};

/// The first release of each row, and the requests of a first account, of a further one, and of the first one
/// with a creator's login.
///
/// - Up to 1.20: detection, the form, its submission; for a further account the form and its submission. A
///   creator's login adds two requests, and a lookup of the result, as pages report it to creators in words only.
/// - 1.21 and 1.22: detection, the token, the creation; for a further account a token and a creation. A
///   creator's login adds two requests, and a check of the current user after the token, as these releases do not
///   have `assert`.
/// - 1.23 to 1.26: the same without that check.
/// - 1.27 and later: the detecting request returns the token, which remains valid. The first creation of a session that
///   has to ask for a captcha takes a further request (see `refusals`). A creator's login has a
///   detecting request of its own.
const LEAST: [(u16, u64, u64, u64); 4] =
    [(16, 3, 2, 6), (21, 3, 2, 6), (23, 3, 2, 5), (27, 2, 1, 4)];

fn releases() -> impl Iterator<Item = (Release, (u64, u64, u64))> {
    (16..=46).map(|minor| {
        let row = LEAST.iter().rev().find(|(from, ..)| *from <= minor);
        let (_, first, further, creator) = *row.unwrap();
        (Release::first(minor), (first, further, creator))
    })
}

fn client(running: &RunningWiki) -> Wiki {
    let builder = Wiki::builder(&running.api()).transport(direct());
    builder.build().unwrap()
}

#[test]
fn accounts_cost_the_least_requests() {
    let server = Server::start().unwrap();
    for (release, (first, further, _)) in releases() {
        let running = server.add(testwiki::Wiki::of(release));
        let mut wiki = client(&running);
        let step = wiki.create(zoe()).step();
        assert_eq!(step_summary(&step), "created", "{release}: {step:?}");
        assert_eq!(running.all_requests(), first, "{release}");
        let step = wiki
            .create(NewAccount::new("Max").password(PASSWORD))
            .step();
        assert_eq!(step_summary(&step), "created", "{release}: {step:?}");
        assert_eq!(running.all_requests(), first + further, "{release}");
    }
}

#[test]
fn accounts_of_a_creator_cost_the_least_requests() {
    let server = Server::start().unwrap();
    for (release, (.., least)) in releases() {
        for setting in [Setting::NoCreate, Setting::Private] {
            let running = server.add(testwiki::Wiki::of(release).setting(setting));
            let mut wiki = client(&running);
            let login = wiki.log_in(admin()).step();
            assert_eq!(
                step_summary(&login),
                "logged-in:Admin",
                "{release}: {login:?}"
            );
            let step = wiki.create(zoe()).step();
            assert_eq!(step_summary(&step), "created", "{release}: {step:?}");
            assert_eq!(running.all_requests(), least, "{release} {setting:?}");
        }
    }
}

/// The fields, a captcha among them, cost no request of their own; the form that provides them is the one that
/// is sent.
#[test]
fn fields_and_probes_cost_no_form_of_their_own() {
    let server = Server::start().unwrap();
    for minor in [16, 20, 23, 26, 27, 43] {
        for probe in [false, true] {
            let wiki = testwiki::Wiki::of(Release::first(minor)).captcha(Captcha::Questy);
            let running = server.add(wiki.setting(Setting::ApiMissing));
            let mut wiki = client(&running);
            if probe {
                let found = wiki.probe(&zoe()).unwrap();
                assert_eq!(found.dialect, Dialect::WebForm, "1.{minor}");
            } else {
                let fields = wiki.fields().unwrap();
                assert!(fields.iter().any(|f| f.name == "captcha"), "1.{minor}");
            }
            // From 1.27 on Special:UserLogin redirects to Special:CreateAccount.
            let cold = 2 + u64::from(minor >= 27);
            // A probe looks for the name in the list of users.
            let cold = cold + u64::from(probe);
            assert_eq!(running.all_requests(), cold, "1.{minor}");
            let step = wiki.create(zoe().field("captcha", "Paris")).step();
            assert!(matches!(step, Ok(Step::Created(_))), "1.{minor}: {step:?}");
            assert_eq!(running.all_requests(), cold + 1, "1.{minor}");
        }
    }
}
