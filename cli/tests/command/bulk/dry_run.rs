//! `--dry-run`: the names and the limits, without creating anything.

use testwiki::{Captcha, Server, Setting, Wiki};

use super::{Course, table, users};

#[test]
fn every_name_is_probed_and_nothing_is_created() {
    for release in ["1.19", "1.26", "1.43"] {
        let server = Server::start().unwrap();
        let wiki = server.add(Wiki::release(release).account("User 2", "theirs-12345"));
        let course = Course::of(120);
        let result = course.create(&wiki, &["--dry-run", "--report", "report.csv", "--json"]);
        assert_eq!(result.status, 1, "{release}: {result:?}");
        let json = result.json();
        assert_eq!(json["outcome"], "probed");
        let counts = ["accounts", "free", "taken", "created", "pending"]
            .map(|key| json[key].as_u64().unwrap());
        assert_eq!(counts, [120, 119, 1, 0, 0], "{release}: {json}");
        assert_eq!(course.outcomes()[..3], ["free", "taken", "free"]);
        // 50 names take one request.
        assert!(
            json["requests"].as_u64().unwrap() <= 12,
            "{release}: {json}"
        );
        assert!(users(&wiki) == [2] && !course.path("list.csv.journal").exists());
        assert!(json["journal"].is_null(), "{json}");
    }
}

#[test]
fn names_that_the_wiki_does_not_accept_are_told() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").setting(Setting::TitleBlacklist));
    let course =
        Course::new(&(table(1..=1) + "A badword here,b@example.org,Planted-row-passw0rd-77\n"));
    let result = course.create(&wiki, &["--dry-run", "--json"]);
    assert_eq!(result.status, 1, "{result:?}");
    let json = result.json();
    assert_eq!(
        (&json["free"], &json["not_allowed"]),
        (&1.into(), &1.into()),
        "{json}"
    );
    assert!(
        result
            .err
            .contains("line 3: \"A badword here\" not-allowed: "),
        "{result:?}"
    );
    let spoof = server.add_at("spoof", Wiki::release("1.43").setting(Setting::AntiSpoof));
    let result = course.create(&spoof, &["--dry-run", "--json"]);
    assert!(
        result.json()["too_similar"].as_u64() > Some(0),
        "{result:?}"
    );
}

#[test]
fn the_limits_tell_how_long_the_run_takes() {
    let server = Server::start().unwrap();
    let wiki = server.add(
        Wiki::release("1.43")
            .creation_rate(6, 86_400)
            .captcha(Captcha::Questy),
    );
    let course = Course::of(60);
    let result = course.create(&wiki, &["--dry-run"]);
    assert_eq!(result.status, 0, "{result:?}");
    for text in [
        "60 accounts: 60 free\n",
        "visitors may create accounts; each account needs the answer to a captcha",
        "at most 6 in 24 hours; so the run takes at least 9 days",
        "there may be a limit on accounts in a day",
    ] {
        assert!(result.out.contains(text), "{text}: {result:?}");
    }
    course.write("admin", "adminpass12345");
    let result = course.create(
        &wiki,
        &[
            "--dry-run",
            "--login",
            "Admin",
            "--login-password-file",
            "admin",
            "--json",
        ],
    );
    let limits = &result.json()["limits"][0];
    assert_eq!(limits["user"], "Admin", "{result:?}");
    assert_eq!(
        (&limits["noratelimit"], &limits["least_seconds"]),
        (&true.into(), &0.into())
    );
}

#[test]
fn a_creator_who_may_create_nothing_is_a_stop() {
    for (setting, reason) in [
        (Setting::NoCreate, "not-permitted"),
        (Setting::Blocked, "blocked"),
    ] {
        let server = Server::start().unwrap();
        let closed = server.add(Wiki::release("1.43").setting(setting));
        let course = Course::of(2);
        let result = course.create(&closed, &["--dry-run"]);
        assert_eq!(result.status, 5, "{result:?}");
        for text in [
            "2 accounts: 2 ",
            "visitors may not create accounts: ",
            "Stopped on ",
        ] {
            assert!(result.out.contains(text), "{text}: {result:?}");
        }
        let result = course.create(&closed, &["--dry-run", "--json"]);
        assert_eq!(result.status, 5, "{result:?}");
        let json = result.json();
        assert_eq!(
            (&json["outcome"], &json["stops"][0]["reason"]),
            (&"stopped".into(), &reason.into()),
            "{json}"
        );
        assert_eq!(users(&closed), [0; 0]);
    }
}

#[test]
fn accounts_of_an_earlier_run_are_not_probed_as_taken() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let course = Course::of(2);
    assert_eq!(course.create(&wiki, &[]).status, 0);
    let journal = course.read("list.csv.journal");
    course.write("list.csv", &table(1..=3));
    let args = [
        "--dry-run",
        "--generate-passwords",
        "passwords.csv",
        "--report",
        "report.csv",
    ];
    let result = course.create(&wiki, &args);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(course.outcomes(), ["created", "created", "free"]);
    assert_eq!(course.read("list.csv.journal"), journal);
    assert!(!course.path("passwords.csv").exists());
}
