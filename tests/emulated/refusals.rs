//! Refusals by extensions and by several blocks, whose code does not tell the reason by itself.

use mwaccount::{NewAccount, Reason, Refused, Step, Verdict, Wiki};
use support::{
    accounts::{PASSWORD, admin, zoe},
    transport_requests::direct,
};
use testwiki::{Captcha, Release, RunningWiki, Server, Setting};

/// Releases with AuthManager, among them those that give codes in raw messages only (1.27, 1.28).
const RELEASES: [u16; 9] = [27, 28, 29, 31, 35, 39, 43, 45, 46];

fn wikis(server: &Server, setting: Setting) -> impl Iterator<Item = (Release, RunningWiki)> {
    RELEASES
        .map(Release::first)
        .into_iter()
        .map(move |release| {
            let wiki = testwiki::Wiki::of(release).setting(setting);
            (release, server.add(wiki))
        })
}

fn client(running: &RunningWiki) -> Wiki {
    let builder = Wiki::builder(&running.api()).transport(direct());
    builder.build().unwrap()
}

#[track_caller]
fn refusal(wiki: &mut Wiki, account: NewAccount) -> Refused {
    match wiki.create(account).step() {
        Ok(Step::Refused(refused)) => refused,
        step => panic!("{step:?}"),
    }
}

#[test]
fn two_blocks_are_a_block() {
    let server = Server::start().unwrap();
    for (release, running) in wikis(&server, Setting::TwoBlocks) {
        let account = zoe().email("zoe@example.org");
        let refused = refusal(&mut client(&running), account);
        assert_eq!(refused.reason, Reason::Blocked, "{release}: {refused:?}");
        let text = &refused.message;
        assert!(text.contains("Blocked in the lab"), "{release}: {text}");
        if release >= Release::first(43) {
            assert_eq!(refused.code.as_deref(), Some("___1____2"), "{release}");
            assert!(text.contains("127.0.0.0/24"), "{release}: {text}");
            // Detection, the creation, the caller's blocks.
            assert_eq!(running.all_requests(), 3, "{release}");
        }
        assert!(running.account("Zoe").is_none(), "{release}");
    }
}

/// A weak password is not the cause where a block is.
#[test]
fn two_blocks_precede_a_weak_password() {
    let server = Server::start().unwrap();
    for (release, running) in wikis(&server, Setting::TwoBlocks) {
        let refused = refusal(
            &mut client(&running),
            NewAccount::new("Zoe").password("Zoe"),
        );
        assert_eq!(refused.reason, Reason::Blocked, "{release}: {refused:?}");
    }
}

#[test]
fn two_blocks_of_the_creator_are_a_block() {
    let server = Server::start().unwrap();
    for (release, running) in wikis(&server, Setting::TwoBlocks) {
        let mut wiki = client(&running);
        wiki.log_in(admin()).step().unwrap();
        let refused = refusal(&mut wiki, zoe());
        assert_eq!(refused.reason, Reason::Blocked, "{release}: {refused:?}");
    }
}

#[test]
fn several_faults_of_a_password_are_a_weak_password() {
    let server = Server::start().unwrap();
    for (release, running) in wikis(&server, Setting::Hidden) {
        if release < Release::first(35) {
            continue;
        }
        let refused = refusal(
            &mut client(&running),
            NewAccount::new("Zoe").password("Zoe"),
        );
        assert_eq!(
            refused.reason,
            Reason::PasswordWeak,
            "{release}: {refused:?}"
        );
    }
}

#[test]
fn a_block_on_all_wikis_is_a_block() {
    let server = Server::start().unwrap();
    for (release, running) in wikis(&server, Setting::GlobalBlock) {
        let refused = refusal(&mut client(&running), zoe());
        assert_eq!(refused.reason, Reason::Blocked, "{release}: {refused:?}");
        let text = &refused.message;
        assert!(text.contains("blocked on all wikis"), "{release}: {text}");
    }
}

#[test]
fn a_listed_address_is_an_invalid_address() {
    let server = Server::start().unwrap();
    for (release, running) in wikis(&server, Setting::ListedEmail) {
        let mut wiki = client(&running);
        let refused = refusal(&mut wiki, zoe().email("zoe@spam.example"));
        assert_eq!(
            refused.reason,
            Reason::EmailInvalid,
            "{release}: {refused:?}"
        );
        assert!(
            refused.message.contains("from use"),
            "{release}: {refused:?}"
        );
        assert!(
            matches!(wiki.create(zoe()).step(), Ok(Step::Created(_))),
            "{release}"
        );
    }
}

#[track_caller]
fn assert_spoofs(refused: &Refused, release: Release) {
    assert_eq!(
        refused.reason,
        Reason::NameInvalid,
        "{release}: {refused:?}"
    );
    assert_eq!(
        refused.message,
        "The username \"Zoe\" is too similar to the following username:\nZ0e\nPlease choose another username.",
        "{release}"
    );
}

#[test]
fn a_similar_name_is_an_invalid_name() {
    let server = Server::start().unwrap();
    for (release, running) in wikis(&server, Setting::AntiSpoof) {
        let mut wiki = client(&running);
        assert_spoofs(&refusal(&mut wiki, zoe()), release);
        let found = wiki.probe(&zoe()).unwrap();
        match found.name {
            Some(Verdict::Refused(refused)) => assert_spoofs(&refused, release),
            // `cancreate` came with 1.28.
            name => assert!(release < Release::first(28), "{release}: {name:?}"),
        }
    }
}

/// The wiki checks the name before the captcha, or it does not: a new captcha is fetched.
#[test]
fn another_name_is_created_after_a_similar_one() {
    let server = Server::start().unwrap();
    for minor in RELEASES {
        let wiki = testwiki::Wiki::of(Release::first(minor)).captcha(Captcha::Questy);
        let running = server.add(wiki.setting(Setting::ListedEmail));
        let mut wiki = client(&running);
        let account = zoe().field("captcha", "Paris");
        let mut creation = wiki.create(account.clone().email("zoe@spam.example"));
        let Ok(Step::Refused(refused)) = creation.step() else {
            panic!("1.{minor}: a listed address");
        };
        assert_eq!(refused.reason, Reason::EmailInvalid, "1.{minor}");
        creation.revise(account).unwrap();
        let mut step = creation.step().unwrap();
        if matches!(step, Step::Ask(_)) {
            let answers = support::accounts::with("captcha", "Paris");
            creation.answer(answers).unwrap();
            step = creation.step().unwrap();
        }
        assert!(matches!(step, Step::Created(_)), "1.{minor}: {step:?}");
        assert_eq!(running.account("Zoe").unwrap().password, PASSWORD);
    }
}

#[test]
fn a_locked_creator_is_blocked() {
    let server = Server::start().unwrap();
    for release in (21..=46).map(Release::first) {
        let wiki = testwiki::Wiki::of(release).setting(Setting::Locked);
        let running = server.add(wiki);
        let step = client(&running).log_in(admin()).step();
        let Ok(Step::Refused(refused)) = step else {
            panic!("{release}: {step:?}");
        };
        assert_eq!(refused.reason, Reason::Blocked, "{release}: {refused:?}");
    }
}

/// Nobody solves a captcha to learn that the caller may create no accounts. The check costs one request, and
/// only the first creation of a session that a captcha is asked for.
#[test]
fn a_refused_caller_is_not_asked_for_a_captcha() {
    let server = Server::start().unwrap();
    for release in RELEASES.map(Release::first) {
        for (setting, reason) in [
            (Setting::NoCreate, Reason::NotPermitted),
            (Setting::Private, Reason::NotPermitted),
            (Setting::GlobalBlock, Reason::Blocked),
            (Setting::TwoBlocks, Reason::Blocked),
            (Setting::ReadOnly, Reason::ReadOnly),
        ] {
            let wiki = testwiki::Wiki::of(release).captcha(Captcha::Questy);
            let running = server.add(wiki.setting(setting));
            let refused = refusal(&mut client(&running), zoe());
            assert_eq!(refused.reason, reason, "{release} {setting:?}: {refused:?}");
            let text = &refused.message;
            assert!(!text.contains("no text"), "{release} {setting:?}: {text}");
        }
    }
}

#[test]
fn the_caller_is_checked_once_before_a_captcha() {
    let server = Server::start().unwrap();
    for release in RELEASES.map(Release::first) {
        let wiki = testwiki::Wiki::of(release).captcha(Captcha::Questy);
        let running = server.add(wiki);
        let mut wiki = client(&running);
        let create = |wiki: &mut Wiki, name: &str| {
            let mut creation = wiki.create(NewAccount::new(name).password(PASSWORD));
            assert!(matches!(creation.step(), Ok(Step::Ask(_))), "{release}");
            let answers = support::accounts::with("captcha", "Paris");
            creation.answer(answers).unwrap();
            let step = creation.step();
            assert!(matches!(step, Ok(Step::Created(_))), "{release}: {step:?}");
        };
        create(&mut wiki, "Zoe");
        // Detection, the check, the creation.
        assert_eq!(running.all_requests(), 3, "{release}");
        create(&mut wiki, "Max");
        // Detection shows a new captcha.
        assert_eq!(running.all_requests(), 5, "{release}");

        // A probe has checked the caller already, and detected.
        let mut wiki = client(&running);
        wiki.probe(&NewAccount::default()).unwrap();
        let before = running.all_requests();
        create(&mut wiki, "Ada");
        assert_eq!(running.all_requests(), before + 1, "{release}");
    }
}

/// 1.27 and 1.28 give codes without texts, and a private wiki shows its messages to its users only.
#[test]
fn a_private_wiki_gives_the_text_of_its_refusal() {
    let server = Server::start().unwrap();
    for (release, running) in wikis(&server, Setting::Private) {
        let refused = refusal(&mut client(&running), zoe());
        assert_eq!(refused.reason, Reason::NotPermitted, "{release}");
        let text =
            "The action you have requested is limited to users in the group: Administrators.";
        assert_eq!(refused.message, text, "{release}");
    }
    for (release, running) in wikis(&server, Setting::PrivateOpen) {
        for (name, reason, text) in [
            (
                "admin",
                Reason::NameTaken,
                "Username entered already in use.",
            ),
            (
                "1.2.3.4",
                Reason::NameInvalid,
                "You have not specified a valid username.",
            ),
        ] {
            let account = NewAccount::new(name).password(PASSWORD);
            let refused = refusal(&mut client(&running), account);
            assert_eq!(refused.reason, reason, "{release}");
            assert!(refused.message.starts_with(text), "{release}: {refused:?}");
        }
        assert_eq!(running.accounts().len(), 1, "{release}");
    }
}
