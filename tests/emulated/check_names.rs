//! Checking many names at once.

use mwaccount::{Dialect, NameCheck, NameStatus, Reason, Wiki};
use support::{accounts::admin, transport_requests::direct};
use testwiki::{Release, RunningWiki, Server, Setting};

const RELEASES: [u16; 12] = [16, 19, 21, 22, 26, 27, 28, 29, 35, 39, 43, 46];

fn client(running: &RunningWiki) -> Wiki {
    let builder = Wiki::builder(&running.api()).transport(direct());
    builder.build().unwrap()
}

fn statuses(checks: &[NameCheck]) -> Vec<(&str, &str)> {
    let checks = checks.iter();
    checks
        .map(|check| (check.asked_name.as_str(), check.status.as_str()))
        .collect()
}

#[test]
fn many_names_take_a_request_for_fifty() {
    let server = Server::start().unwrap();
    for release in RELEASES {
        let running = server.add(testwiki::Wiki::of(Release::first(release)));
        running.install("Taken one", "x");
        running.install("Élodie", "x");
        let mut wiki = client(&running);
        let mut names: Vec<String> = (0..118).map(|n| format!("Pupil {n}")).collect();
        names.push("taken_one".to_owned());
        names.push("élodie".to_owned());
        let before = wiki.requests();
        let checks = wiki.check_names(&names).unwrap();
        assert_eq!(checks.len(), 120, "{release}");
        // Detection, and 50, 50 and 20 names.
        assert_eq!(wiki.requests() - before, 4, "{release}");
        for (name, check) in names.iter().zip(&checks) {
            assert_eq!(check.asked_name, *name, "{release}");
            let expected = match name.starts_with("Pupil") {
                true => NameStatus::Free,
                false => NameStatus::Taken,
            };
            assert_eq!(check.status, expected, "{release}: {check:?}");
            assert_eq!(check.refusal.is_none(), check.status == NameStatus::Free);
        }
        assert_eq!(checks[118].name.as_deref(), Some("Taken one"), "{release}");
        let refusal = checks[119].refusal.clone().unwrap();
        assert_eq!(refusal.reason, Reason::NameTaken, "{release}");
        // Nothing is asked twice.
        let before = wiki.requests();
        wiki.check_names(&["A", "B"]).unwrap();
        assert_eq!(wiki.requests() - before, 1, "{release}");
        assert_eq!(running.accounts().len(), 3, "{release}");
    }
}

/// 1.27 fails a whole query for one illegal name, and only from 1.28 on a name may contain the separator of
/// names.
#[test]
fn illegal_names_do_not_disturb_the_others() {
    let server = Server::start().unwrap();
    for release in RELEASES {
        let running = server.add(testwiki::Wiki::of(Release::first(release)));
        let names = [
            "Zoe", "10.0.0.1", "Zoe|Yan", "", "a#b", "Admin", "Zoe", "x\u{1f}y", "Yan", "A/B",
        ];
        let checks = client(&running).check_names(&names).unwrap();
        let expected = [
            ("Zoe", "free"),
            ("10.0.0.1", "not-allowed"),
            ("Zoe|Yan", "not-allowed"),
            ("", "not-allowed"),
            ("a#b", "not-allowed"),
            ("Admin", "taken"),
            ("Zoe", "free"),
            ("x\u{1f}y", "not-allowed"),
            ("Yan", "free"),
            ("A/B", "not-allowed"),
        ];
        assert_eq!(statuses(&checks), expected, "{release}");
        let invalid = checks[1].refusal.clone().unwrap();
        assert_eq!(invalid.reason, Reason::NameInvalid, "{release}");
    }
}

#[test]
fn long_names_are_asked_for_in_several_requests() {
    let server = Server::start().unwrap();
    let running = server.add(testwiki::Wiki::release("1.43"));
    let names: Vec<String> = (0..50).map(|n| format!("{}{n}", "ж".repeat(60))).collect();
    let mut wiki = client(&running);
    let checks = wiki.check_names(&names).unwrap();
    assert!(checks.iter().all(|check| check.status == NameStatus::Free));
    assert!(wiki.requests() > 5, "{}", wiki.requests());
}

#[test]
fn extensions_tell_why_a_name_is_refused() {
    let server = Server::start().unwrap();
    for release in [28, 29, 31, 35, 39, 43, 46] {
        let release = Release::first(release);
        let spoofed = testwiki::Wiki::of(release).setting(Setting::AntiSpoof);
        let running = server.add(spoofed);
        let checks = client(&running).check_names(&["ADMIN", "Zоe"]).unwrap();
        let expected = [("ADMIN", "too-similar"), ("Zоe", "not-allowed")];
        assert_eq!(statuses(&checks), expected, "{release}: {checks:?}");
        let message = &checks[0].refusal.as_ref().unwrap().message;
        assert!(message.contains("Admin"), "{release}: {message}");
        let listed = testwiki::Wiki::of(release).setting(Setting::TitleBlacklist);
        let running = server.add(listed);
        let checks = client(&running).check_names(&["Zoe", "A badword"]).unwrap();
        let expected = [("Zoe", "free"), ("A badword", "not-allowed")];
        assert_eq!(statuses(&checks), expected, "{release}: {checks:?}");
    }
}

/// A wiki that lets nobody read is asked with dry runs; older ones do not tell.
#[test]
fn private_wikis() {
    let server = Server::start().unwrap();
    for release in RELEASES {
        let wiki = testwiki::Wiki::of(Release::first(release)).setting(Setting::PrivateOpen);
        let running = server.add(wiki);
        let mut wiki = client(&running);
        let checks = wiki.check_names(&["Zoe", "Admin", "10.0.0.1"]).unwrap();
        let expected = match release {
            27.. => ["free", "taken", "not-allowed"],
            _ => ["unknown"; 3],
        };
        let found: Vec<_> = checks.iter().map(|check| check.status.as_str()).collect();
        assert_eq!(found, expected, "{release}: {checks:?}");
        assert_eq!(running.accounts().len(), 1, "{release}");
        if release < 27 {
            let message = &checks[0].refusal.as_ref().unwrap().message;
            assert!(message.contains("does not show its users"), "{message}");
        }
        // A creator may read.
        wiki.log_in(admin()).step().unwrap();
        let checks = wiki.check_names(&["Zoe", "Admin"]).unwrap();
        assert_eq!(
            statuses(&checks),
            [("Zoe", "free"), ("Admin", "taken")],
            "{release}"
        );
    }
}

#[test]
fn without_an_api_the_list_of_users_tells() {
    let server = Server::start().unwrap();
    for release in [16, 19, 22, 26, 27, 31] {
        let wiki = testwiki::Wiki::of(Release::first(release)).setting(Setting::NoApi);
        let running = server.add(wiki);
        for dialect in [None, Some(Dialect::WebForm)] {
            let mut builder = Wiki::builder(&running.api()).transport(direct());
            if let Some(dialect) = dialect {
                builder = builder.dialect(dialect);
            }
            let mut wiki = builder.build().unwrap();
            let checks = wiki.check_names(&["Zoe", "admin"]).unwrap();
            let expected = [("Zoe", "free"), ("admin", "taken")];
            assert_eq!(
                statuses(&checks),
                expected,
                "{release} {dialect:?}: {checks:?}"
            );
        }
    }
}
