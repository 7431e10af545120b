//! The least requests with which each release creates accounts, counted by the wiki.

use mwaccount::{Dialect, NewAccount, Step, Wiki};
use support::{
    accounts::{PASSWORD, admin, zoe},
    steps::word,
    transport_requests::direct,
};
use testwiki::{Captcha, Release, Running, Server, Setting};

/// Releases from one on, up to the next row's: the requests of a first account, of a further one,
/// and of the first with a creator's login.
///
/// - Up to 1.20: detection, the form, its sending; the form again, its sending. A creator logs in
///   with two requests more, and what came of the form is asked, since a page tells a creator in words
///   alone.
/// - 1.21 and 1.22: detection, the token, the creation; a token and a creation. A creator logs in
///   with two, and is asked for after the token, as these wikis do not know `assert`.
/// - 1.23 to 1.26: the same without that question.
/// - 1.27 and later: detection brings the token, which goes on to be good. A creator's login takes a
///   detection of its own.
const LEAST: [(u16, u64, u64, u64); 4] =
    [(16, 3, 2, 6), (21, 3, 2, 6), (23, 3, 2, 5), (27, 2, 1, 4)];

fn releases() -> impl Iterator<Item = (Release, (u64, u64, u64))> {
    (16..=46).map(|minor| {
        let row = LEAST.iter().rev().find(|(from, ..)| *from <= minor);
        let (_, first, further, creator) = *row.unwrap();
        (Release::first(minor), (first, further, creator))
    })
}

fn client(running: &Running) -> Wiki {
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
        assert_eq!(word(&step), "created", "{release}: {step:?}");
        assert_eq!(running.all_requests(), first, "{release}");
        let step = wiki
            .create(NewAccount::new("Max").password(PASSWORD))
            .step();
        assert_eq!(word(&step), "created", "{release}: {step:?}");
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
            assert_eq!(word(&login), "logged-in:Admin", "{release}: {login:?}");
            let step = wiki.create(zoe()).step();
            assert_eq!(word(&step), "created", "{release}: {step:?}");
            let private_and_old = setting == Setting::Private && release < Release::first(21);
            // A private wiki up to 1.20 does not tell its age: the module is asked for once.
            let least = least + u64::from(private_and_old);
            assert_eq!(running.all_requests(), least, "{release} {setting:?}");
        }
    }
}

/// The fields, a captcha among them, cost no request of their own; the form that tells them is
/// the one that is sent.
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
            // From 1.27 on Special:UserLogin sends whoever signs up on to Special:CreateAccount.
            let cold = 2 + u64::from(minor >= 27);
            assert_eq!(running.all_requests(), cold, "1.{minor}");
            let step = wiki.create(zoe().field("captcha", "Paris")).step();
            assert!(matches!(step, Ok(Step::Created(_))), "1.{minor}: {step:?}");
            assert_eq!(running.all_requests(), cold + 1, "1.{minor}");
        }
    }
}
