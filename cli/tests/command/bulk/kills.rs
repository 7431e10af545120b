//! Runs that are killed at random moments and taken up until they are done.

use std::{thread, time::Duration};

use ::support::random::{Random, by_time};

use testwiki::{Fault, Server, When, Wiki};

use super::{Course, result_of, users};
use crate::support::signals::{Signal, send};

const ROWS: usize = 30;

#[test]
fn a_run_that_is_killed_again_and_again_makes_every_account_once() {
    let seed = by_time();
    let mut random = Random(seed);
    for release in ["1.19", "1.26", "1.43"] {
        let server = Server::start().unwrap();
        let wiki = server.add(Wiki::release(release));
        let course = Course::of(ROWS);
        let mut args = vec!["--report", "report.csv"];
        // The passwords of one of the runs are made by it.
        if release == "1.43" {
            let names: String = (1..=ROWS)
                .map(|number| format!("User {number}\n"))
                .collect();
            course.write("list.csv", &format!("name\n{names}"));
            args.extend(["--generate-passwords", "passwords.csv", "--prove-by-login"]);
        }
        let api = wiki.api();
        args.splice(0..0, [api.as_str(), "list.csv"]);
        let mut kills = 0;
        let last = loop {
            wiki.fault(
                Fault::Delay(Duration::from_millis(random.below(30) as u64)),
                When::next().times(100),
            );
            let mut child = course.start(&args);
            thread::sleep(Duration::from_millis(20 + random.below(400) as u64));
            if kills < 12 && child.try_wait().unwrap().is_none() {
                send(Signal::KILL, child.id());
                kills += 1;
                child.wait().unwrap();
                // What was on its way arrives at the wiki all the same.
                thread::sleep(Duration::from_millis(50));
                continue;
            }
            break result_of(child);
        };
        // An account that the wiki made in the second of the kill may be somebody else's.
        assert!(
            last.status == 0 || last.status == 4,
            "seed {seed}, {release}: {last:?}"
        );
        assert_eq!(
            users(&wiki),
            (1..=ROWS).collect::<Vec<_>>(),
            "seed {seed}, {release}"
        );
        let outcomes = course.outcomes();
        assert_eq!(outcomes.len(), ROWS);
        let is_told = |outcome: &String| outcome == "created" || outcome == "unknown";
        assert!(
            outcomes.iter().all(is_told),
            "seed {seed}, {release}: {outcomes:?}"
        );
        let unknown = outcomes
            .iter()
            .filter(|outcome| *outcome == "unknown")
            .count();
        assert!(unknown <= kills, "seed {seed}, {release}: {outcomes:?}");
        if release == "1.43" {
            assert_eq!((last.status, unknown), (0, 0), "seed {seed}: {last:?}");
            let passwords = course.read("passwords.csv");
            assert_eq!(
                passwords.lines().count(),
                ROWS + 1,
                "seed {seed}: {passwords}"
            );
            for line in passwords.lines().skip(1) {
                let cells = super::cells(line);
                assert_eq!(
                    wiki.account(cells[0]).unwrap().password,
                    cells[1],
                    "seed {seed}"
                );
            }
        }
        for line in course.read("list.csv.journal").lines() {
            assert!(
                serde_json::from_str::<serde_json::Value>(line).is_ok(),
                "{line}"
            );
        }
    }
}
