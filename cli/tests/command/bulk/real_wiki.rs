//! Runs on the real MediaWiki 1.39. One is killed and taken up, and its report compared with the wiki's own table of users
//! and log: `MWACCOUNT_REAL_ROWS=500` makes it longer.

use std::{thread, time::Duration};

use ::support::{
    client::Client,
    random::{Random, by_time, number},
};
use serde_json::Value;

use super::{Course, result_of};
use crate::support::{
    real::{ADMIN, RealWiki},
    signals::{Signal, send},
};

/// Returns the strings of one key in a list of the API.
fn values(answer: &Value, list: &str, key: &str) -> Vec<String> {
    let entries = answer["query"][list].as_array().unwrap();
    let texts = entries.iter().map(|entry| entry[key].as_str().unwrap());
    texts.map(str::to_owned).collect()
}

#[test]
fn a_killed_run_on_a_real_wiki_leaves_what_its_users_and_log_show() {
    let rows: usize = number("MWACCOUNT_REAL_ROWS").unwrap_or(30);
    let kills = if rows < 100 { 2 } else { 5 };
    let wiki = RealWiki::new("plain", "bulk");
    let course = Course::of(rows);
    course.write("admin", ADMIN);
    let login = ["--login", "Admin", "--login-password-file", "admin"];
    let args = [
        &[wiki.api.as_str(), "list.csv", "--report", "report.csv"],
        &login[..],
    ]
    .concat();
    let mut random = Random(by_time());
    let ended = || {
        let journal = std::fs::read_to_string(course.path("list.csv.journal"));
        journal.map_or(0, |text| text.matches("\"event\":\"end\"").count())
    };
    for kill in 1..=kills {
        let mut child = course.start(&args);
        while ended() < kill * rows / (kills + 1) {
            if child.try_wait().unwrap().is_some() {
                panic!("{:?}", result_of(child));
            }
            thread::sleep(Duration::from_millis(10));
        }
        thread::sleep(Duration::from_millis(random.below(500) as u64));
        send(Signal::KILL, child.id());
        child.wait().unwrap();
    }
    let last = result_of(course.start(&args));
    assert_eq!(last.status, 0, "{last:?}");
    assert_eq!(course.outcomes(), vec!["created"; rows]);
    let mut client = Client::logged_in(&wiki.api, "Admin", ADMIN);
    let names = client.get(&[
        ("action", "query"),
        ("list", "allusers"),
        ("auprefix", "User "),
        ("aulimit", "max"),
    ]);
    let mut expected: Vec<String> = (1..=rows).map(|number| format!("User {number}")).collect();
    expected.sort();
    let mut names = values(&names, "allusers", "name");
    names.sort();
    assert_eq!(names, expected);
    let log = client.get(&[
        ("action", "query"),
        ("list", "logevents"),
        ("letype", "newusers"),
        ("lelimit", "max"),
    ]);
    let created_by = values(&log, "logevents", "user");
    let by_admin = created_by.iter().filter(|name| *name == "Admin").count();
    assert_eq!(by_admin, rows, "{log}");
}

#[test]
fn a_real_wiki_is_probed_and_its_new_accounts_are_verified() {
    let real = RealWiki::new("private", "bulkprobe");
    let course = Course::of(12);
    course.write("admin", ADMIN);
    let base = [
        real.api.as_str(),
        "list.csv",
        "--login",
        "Admin",
        "--login-password-file",
        "admin",
        "--report",
        "report.csv",
        "--json",
    ];
    let run = |more: &[&str]| course.run(&[&base[..], more].concat());
    let result = run(&["--dry-run"]);
    assert_eq!(result.status, 0, "{result:?}");
    let json = result.json();
    assert_eq!(
        (&json["free"], &json["limits"][0]["noratelimit"]),
        (&12.into(), &true.into()),
        "{json}"
    );
    let result = run(&["--verify"]);
    assert_eq!(
        (result.status, &result.json()["created"]),
        (0, &12.into()),
        "{result:?}"
    );
    let report = course.read("report.csv");
    assert_eq!(
        report
            .lines()
            .filter(|line| line.contains(",\"yes\","))
            .count(),
        12,
        "{report}"
    );
    let result = run(&[]);
    assert_eq!(
        (result.status, &result.json()["earlier"]),
        (0, &12.into()),
        "{result:?}"
    );
}
