//! Runs that are stopped: by limits, blocks, interruptions, a full disk.

use std::{
    process::Stdio,
    time::{Duration, Instant},
};

use testwiki::{Fault, Server, Setting, When, Wiki};

use super::{Course, result_of, users, wait_until};
use crate::support::signals::{Signal, first_error_line, mwaccount_ignoring, send};

#[test]
fn a_limit_of_the_day_stops_with_the_time_at_which_the_run_can_go_on() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").throttle(3));
    let course = Course::of(5);
    course.write("admin", "adminpass12345");
    let result = course.create(&wiki, &["--json"]);
    assert_eq!(result.status, 5, "{result:?}");
    let json = result.json();
    assert_eq!(json["outcome"], "stopped");
    assert_eq!((&json["created"], &json["pending"]), (&3.into(), &2.into()));
    let stop = &json["stops"][0];
    assert_eq!(
        (&stop["reason"], &stop["wiki"]),
        (&"throttled".into(), &wiki.api().into())
    );
    let after = stop["retry_after"].as_u64().unwrap();
    assert!((80_000..=86_500).contains(&after), "{json}");
    assert!(
        stop["message"].as_str().unwrap().contains("noratelimit"),
        "{json}"
    );
    // A creator whom no limit holds goes on at once.
    let result = course.create(
        &wiki,
        &["--login", "Admin", "--login-password-file", "admin"],
    );
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(users(&wiki), [1, 2, 3, 4, 5]);
}

#[test]
fn accounts_wait_for_databases_that_lag() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").lag(7));
    let course = Course::of(2);
    let result = course.create(&wiki, &["--json", "--max-wait", "0"]);
    assert_eq!(result.status, 5, "{result:?}");
    let stop = &result.json()["stops"][0];
    assert_eq!(
        (&stop["reason"], &stop["code"]),
        (&"busy".into(), &"maxlag".into())
    );
    assert_eq!(users(&wiki), [0; 0]);
    let result = course.create(&wiki, &["--maxlag", "10"]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(users(&wiki), [1, 2]);
}

#[test]
fn a_refusal_of_all_rows_stops_at_once() {
    for (setting, reason) in [
        (Setting::Blocked, "blocked"),
        (Setting::NoCreate, "not-permitted"),
        (Setting::ReadOnly, "read-only"),
    ] {
        let server = Server::start().unwrap();
        let wiki = server.add(Wiki::release("1.43").setting(setting));
        let course = Course::of(4);
        let result = course.create(&wiki, &["--json", "--max-wait", "0"]);
        assert_eq!(result.status, 5, "{setting:?}: {result:?}");
        let json = result.json();
        assert_eq!(json["stops"][0]["reason"], reason, "{json}");
        assert_eq!(json["pending"], 4, "{json}");
        assert!(wiki.requests("createaccount") <= 1, "{setting:?}");
    }
}

#[test]
fn a_wait_is_told_and_kept() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    wiki.fault(
        Fault::RetryLater(429, 2),
        When::action("createaccount").nth(2),
    );
    let course = Course::of(3);
    let start = Instant::now();
    let result = course.create(&wiki, &[]);
    assert_eq!(result.status, 0, "{result:?}");
    assert!(start.elapsed() >= Duration::from_secs(2));
    assert!(
        result.err.contains("mwaccount: waiting 2 seconds: "),
        "{result:?}"
    );
    assert_eq!(users(&wiki), [1, 2, 3]);
    // No wait is longer than the option allows.
    wiki.fault(Fault::RetryLater(429, 60), When::action("createaccount"));
    course.write("list.csv", &super::table(1..=4));
    let start = Instant::now();
    let result = course.create(&wiki, &["--max-wait", "5"]);
    assert_eq!(result.status, 5, "{result:?}");
    assert!(start.elapsed() < Duration::from_secs(30));
}

#[test]
fn the_first_signal_finishes_the_account_on_its_way() {
    for signal in [Signal::INT, Signal::TERM, Signal::HUP] {
        let server = Server::start().unwrap();
        let wiki = server.add(Wiki::release("1.43"));
        wiki.fault(
            Fault::Delay(Duration::from_millis(1500)),
            When::action("createaccount").nth(2),
        );
        let course = Course::of(4);
        let mut child = course.start(&[&wiki.api(), "list.csv", "--report", "report.csv"]);
        wait_until(|| wiki.requests("createaccount") == 2);
        send(signal, child.id());
        let line = first_error_line(&mut child);
        assert!(
            line.contains("waiting for the account on its way"),
            "{line}"
        );
        let result = result_of(child);
        assert_eq!(result.status, 5, "{result:?}");
        assert_eq!(users(&wiki), [1, 2]);
        assert_eq!(
            course.outcomes(),
            ["created", "created", "pending", "pending"]
        );
        assert!(
            result.out.contains("Run the same command again to go on"),
            "{result:?}"
        );
        assert_eq!(course.create(&wiki, &[]).status, 0);
        assert_eq!(users(&wiki), [1, 2, 3, 4]);
    }
}

#[test]
fn the_second_signal_ends_at_once_and_the_account_is_looked_up() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    wiki.fault(
        Fault::Delay(Duration::from_millis(5000)),
        When::action("createaccount").nth(2),
    );
    let course = Course::of(3);
    let mut child = course.start(&[&wiki.api(), "list.csv"]);
    wait_until(|| wiki.requests("createaccount") == 2);
    let start = Instant::now();
    send(Signal::INT, child.id());
    first_error_line(&mut child);
    send(Signal::INT, child.id());
    let result = result_of(child);
    assert_eq!(result.status, 4, "{result:?}");
    assert!(start.elapsed() < Duration::from_secs(4));
    std::thread::sleep(Duration::from_secs(6));
    let result = course.create(&wiki, &["--json"]);
    assert!(result.status == 0 || result.status == 4, "{result:?}");
    assert_eq!(users(&wiki), [1, 2, 3]);
}

#[test]
fn a_signal_ends_a_wait() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    wiki.fault(
        Fault::RetryLater(429, 300),
        When::action("createaccount").nth(2),
    );
    let course = Course::of(3);
    let mut child = course.start(&[&wiki.api(), "list.csv"]);
    let line = first_error_line(&mut child);
    assert!(line.contains("waiting 5 minutes"), "{line}");
    let start = Instant::now();
    send(Signal::TERM, child.id());
    let result = result_of(child);
    assert_eq!(result.status, 5, "{result:?}");
    assert!(start.elapsed() < Duration::from_secs(5));
    assert_eq!(course.create(&wiki, &[]).status, 0);
    assert_eq!(users(&wiki), [1, 2, 3]);
}

#[test]
fn an_ignored_hangup_changes_nothing() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    wiki.fault(
        Fault::Delay(Duration::from_millis(1000)),
        When::action("createaccount").nth(2),
    );
    let course = Course::of(3);
    let mut command = mwaccount_ignoring("HUP", &["bulk", &wiki.api(), "list.csv"]);
    command
        .current_dir(course.folder.path())
        .stdin(Stdio::null());
    let child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    wait_until(|| wiki.requests("createaccount") == 2);
    send(Signal::HUP, child.id());
    let result = result_of(child);
    assert_eq!((result.status, result.err.as_str()), (0, ""), "{result:?}");
    assert_eq!(users(&wiki), [1, 2, 3]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let course = Course::of(40);
    // The limit of the journal is reached after some rows.
    let result = course.create_on_full_disk(&wiki, "");
    assert_eq!(result.status, 5, "{result:?}");
    assert!(result.out.contains("journal"), "{result:?}");
    let made = users(&wiki).len();
    assert!((1..40).contains(&made), "{made}");
    let result = course.create(&wiki, &["--json"]);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(users(&wiki), (1..=40).collect::<Vec<_>>());
}
