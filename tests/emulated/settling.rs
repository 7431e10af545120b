//! Lost and unclear responses on emulated wikis of every dialect: wikis that spell names their own way, with a
//! proxy's `Date`, behind a gateway that answers in JSON, and with accounts of somebody else.

use std::{
    thread,
    time::{Duration, SystemTime},
};

use mwaccount::{NewAccount, Step, Wiki};
use support::{
    accounts::{PASSWORD, admin, with},
    steps::step_summary,
    transport_requests::direct,
};
use testwiki::{Fault, Release, RunningWiki, Server, Setting, When};

/// A wiki of each dialect and kind of answer.
#[derive(Debug, Clone, Copy)]
struct Kind {
    minor: u16,
    api_off: bool,
}

const KINDS: [Kind; 11] = [
    Kind::form(16, false),
    Kind::form(20, false),
    Kind::form(23, true),
    Kind::form(43, true),
    Kind::api(21),
    Kind::api(23),
    Kind::api(24),
    Kind::api(26),
    Kind::api(27),
    Kind::api(35),
    Kind::api(43),
];

impl Kind {
    const fn api(minor: u16) -> Self {
        Self {
            minor,
            api_off: false,
        }
    }

    const fn form(minor: u16, api_off: bool) -> Self {
        Self { minor, api_off }
    }

    fn uses_form(self) -> bool {
        self.api_off || self.minor < 21
    }

    fn wiki(self) -> testwiki::Wiki {
        let wiki = testwiki::Wiki::of(Release::first(self.minor));
        if self.api_off {
            wiki.setting(Setting::NoApi)
        } else {
            wiki
        }
    }

    /// Returns the request that creates.
    fn creating(self) -> When {
        match (self.uses_form(), self.minor) {
            (true, ..27) => When::action("Special:UserLogin").nth(2),
            (true, _) => When::action("Special:CreateAccount").nth(2),
            (false, ..27) => When::action("createaccount").nth(2),
            (false, _) => When::action("createaccount"),
        }
    }

    /// Returns the result of a lost answer: what a page shows has no time, and only up to 1.26 does the lost
    /// session of the form belong to the new user.
    fn lost(self) -> &'static str {
        match self {
            Kind {
                api_off: true,
                minor: 27..,
            } => "unknown",
            _ => "created",
        }
    }
}

/// Runs a test on a wiki of each kind, side by side, as the library waits seconds for a wiki that may still be
/// working.
fn on_each_kind(test: impl Fn(&Server, Kind) + Sync) {
    let server = Server::start().unwrap();
    thread::scope(|scope| {
        for kind in KINDS {
            let (server, test) = (&server, &test);
            scope.spawn(move || test(server, kind));
        }
    });
}

fn client(running: &RunningWiki) -> Wiki {
    let builder = Wiki::builder(&running.api()).transport(direct());
    builder.build().unwrap()
}

fn account(name: &str) -> NewAccount {
    NewAccount::new(name).password(PASSWORD)
}

fn outcome(step: &Result<Step, mwaccount::Error>) -> String {
    let word = step_summary(step);
    word.split([':', '+']).next().unwrap().to_owned()
}

/// Creates an account, and asserts that the result fits the wiki's accounts. Returns the result.
fn create(kind: Kind, running: &RunningWiki, name: &str, spelled: &str) -> String {
    let step = client(running).create(account(name)).step();
    if let Ok(Step::Created(created)) = &step {
        assert_eq!(created.name, spelled, "{kind:?}");
    }
    if outcome(&step) != "unknown" {
        let made = running.account(spelled).is_some();
        assert_eq!(outcome(&step) == "created", made, "{kind:?} {step:?}");
    }
    outcome(&step)
}

const SPELLINGS: [(Setting, &str, &str); 5] = [
    (Setting::Turkish, "ibrahim", "\u{130}brahim"),
    (Setting::Turkish, "ismet_inönü", "\u{130}smet inönü"),
    (Setting::OldPhp, "ßeta Example", "ßeta Example"),
    (Setting::OldPhp, "\u{10db}zia", "\u{10db}zia"),
    (Setting::OldPhp, "ŉame", "ŉame"),
];

#[test]
fn the_wiki_spells_the_name() {
    on_each_kind(|server, kind| {
        for (setting, name, spelled) in SPELLINGS {
            let wiki = || kind.wiki().setting(setting);
            let running = server.add(wiki());
            assert_eq!(create(kind, &running, name, spelled), "created", "{kind:?}");
            let again = client(&running).create(account(name)).step();
            // The account was registered in the seconds of this request too, which a proxy may have sent twice.
            let expected = match kind.minor {
                27.. if !kind.uses_form() => "unknown:name-taken",
                _ => "refused:name-taken",
            };
            assert_eq!(step_summary(&again), expected, "{kind:?}");

            let running = server.add(wiki());
            running.fault(Fault::ResetAfter, kind.creating());
            let lost = create(kind, &running, name, spelled);
            assert_eq!(lost, kind.lost(), "{kind:?} {name}");
        }
    });
}

/// Another account differs in the first letter only.
#[test]
fn an_account_of_another_spelling_is_another() {
    on_each_kind(|server, kind| {
        for fault in [None, Some(Fault::ResetAfter)] {
            let running = server.add(kind.wiki().setting(Setting::Turkish));
            running.install_at("Ibrahim", "another", years_ago());
            let expected = if fault.is_some() {
                kind.lost()
            } else {
                "created"
            };
            if let Some(fault) = fault {
                running.fault(fault, kind.creating());
            }
            let result = create(kind, &running, "ibrahim", "\u{130}brahim");
            assert_eq!(result, expected, "{kind:?}");
        }
    });
}

/// A creator sees only a page that reports success.
#[test]
fn creators_of_a_turkish_wiki_read_the_name_on_the_page() {
    on_each_kind(|server, kind| {
        let running = server.add(kind.wiki().setting(Setting::Turkish));
        let mut wiki = client(&running);
        assert_eq!(
            step_summary(&wiki.log_in(admin()).step()),
            "logged-in:Admin"
        );
        let step = wiki.create(account("ibrahim")).step();
        assert_eq!(step_summary(&step), "created", "{kind:?} {step:?}");
        let Ok(Step::Created(created)) = step else {
            panic!("{kind:?}");
        };
        assert_eq!(created.name, "\u{130}brahim", "{kind:?}");
    });
}

/// A second factor is asked for after the account was created.
#[test]
fn a_step_on_a_turkish_wiki_shows_that_the_account_exists() {
    let server = Server::start().unwrap();
    for minor in [27, 35, 43] {
        let wiki = Kind::api(minor).wiki().setting(Setting::Turkish);
        let running = server.add(wiki.setting(Setting::Otp));
        let mut wiki = client(&running);
        let mut creation = wiki.create(account("ibrahim"));
        let Ok(Step::Ask(ask)) = creation.step() else {
            panic!("{minor}");
        };
        assert_eq!(ask.account_exists, Some(true), "{minor}");
        running.fault(Fault::ResetBefore, When::action("createaccount"));
        let Ok(Step::Created(created)) = creation.answer(with("otpToken", "123456")) else {
            panic!("{minor}");
        };
        assert_eq!(created.name, "\u{130}brahim", "{minor}");
    }
}

/// The `Date` header is a proxy's.
#[test]
fn the_date_of_a_proxy_is_not_the_wikis_clock() {
    on_each_kind(|server, kind| {
        for apart in [-3600, -60, -5, 5, 60, 3600] {
            let running = server.add(kind.wiki().proxy_date(apart));
            running.fault(Fault::ResetAfter, kind.creating());
            let lost = create(kind, &running, "Zoe", "Zoe");
            assert_eq!(lost, kind.lost(), "{kind:?} {apart}");
            // The wiki's clock is wrong, and the proxy's is right.
            let running = server.add(kind.wiki().clock(apart).proxy_date(-apart));
            running.fault(Fault::ResetAfter, kind.creating());
            let lost = create(kind, &running, "Zoe", "Zoe");
            assert_eq!(lost, kind.lost(), "{kind:?} {apart}");
        }
    });
}

/// A gateway's error resembles one of MediaWiki.
#[test]
fn the_error_of_a_gateway_is_settled() {
    on_each_kind(|server, kind| {
        for variant in ["message", "info", "number", "ok", "script", "readonly"] {
            let running = server.add(kind.wiki());
            let fault = format!("gateway-json={variant}").parse().unwrap();
            running.fault(fault, kind.creating());
            let result = create(kind, &running, "Zoe", "Zoe");
            assert_eq!(result, kind.lost(), "{kind:?} {variant}");
        }
    });
}

fn years_ago() -> SystemTime {
    SystemTime::now() - Duration::from_secs(5 * 365 * 24 * 60 * 60)
}

/// Somebody else's account, whose creation is not known to the client.
#[test]
fn an_account_of_somebody_else_is_not_claimed() {
    on_each_kind(|server, kind| {
        for ago in [600, 20, 7] {
            let running = server.add(kind.wiki());
            let then = SystemTime::now() - Duration::from_secs(ago);
            running.install_at("Zoe", "another", then);
            running.fault(Fault::ResetAfter, kind.creating());
            let step = client(&running).create(account("Zoe")).step();
            let result = step_summary(&step);
            // Where the wiki showed its time before the request, an account of before is somebody else's. The unused
            // token of the legacy API proves that nothing was created.
            let expected = match kind.minor {
                _ if kind.uses_form() => "unknown:unreachable",
                ..27 => "refused:unreachable",
                _ => "refused:name-taken",
            };
            assert_eq!(result, expected, "{kind:?} {ago}");
        }
    });
}

/// Somebody else registers the name in the second of the request, which is lost. Only a login can tell.
#[test]
fn a_login_tells_accounts_of_the_same_second_apart() {
    on_each_kind(|server, kind| {
        for own in [false, true] {
            let running = server.add(kind.wiki());
            let fault = if own {
                Fault::ResetAfter
            } else {
                running.install("Zoe", "another");
                Fault::ResetBefore
            };
            running.fault(fault, kind.creating());
            let builder = Wiki::builder(&running.api()).transport(direct());
            let mut wiki = builder.prove_by_login(true).build().unwrap();
            let step = wiki.create(account("Zoe")).step();
            let expected = match (own, kind.minor) {
                (true, _) => "created+answer-lost",
                // The login form tells in words only why it refuses.
                (false, _) if kind.api_off => "unknown:unreachable",
                // The unused token proves that nothing was created.
                (false, 21..27) => "refused:unreachable",
                (false, _) => "refused:name-taken",
            };
            assert_eq!(step_summary(&step), expected, "{kind:?} {own} {step:?}");
        }
    });
}

/// A form asks for a second factor after the account was created. Meanwhile the wiki has gone read-only, or shows
/// another page.
#[test]
fn a_refusal_after_a_step_of_the_form_is_settled() {
    let server = Server::start().unwrap();
    for minor in [27, 35, 43] {
        for is_suspended in [false, true] {
            let wiki = testwiki::Wiki::of(Release::first(minor)).setting(Setting::Otp);
            let running = server.add(wiki.setting(Setting::Disabled));
            let mut wiki = client(&running);
            let mut creation = wiki.create(account("Zoe"));
            assert_eq!(step_summary(&creation.step()), "ask", "{minor}");
            assert!(running.account("Zoe").is_some());
            running.make_read_only("backup");
            let end = if is_suspended {
                let text = creation.suspend().unwrap();
                let builder = Wiki::resume_builder(text.expose()).transport(direct());
                let (mut wiki, conversation) = builder.build().unwrap();
                wiki.attach(conversation).answer(with("otpToken", "123456"))
            } else {
                creation.answer(with("otpToken", "123456"))
            };
            assert_eq!(
                step_summary(&end),
                "created+setup-unfinished",
                "{minor} {is_suspended}"
            );
        }
    }
}
