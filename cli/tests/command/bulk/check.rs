//! The check of the whole file before the first request, and the usage of the command.

use testwiki::{Server, Wiki};

use super::Course;
use crate::support::run_with;

#[test]
fn every_bad_line_is_named_and_nothing_is_sent() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let course = Course::new(
        "Login;E-Mail;Password\n\
         zoe_example;zoe@example.org;Planted-row-passw0rd-77\n\
         ;ann@example.org;x\n\
         Ben;ben at example.org;x\n\
         Zoe example;z@example.org;x\n\
         Cleo;cleo@example.org;cleo\n\
         Dan;dan@example.org;x;y\n",
    );
    let result = course.create(&wiki, &["--json"]);
    assert_eq!(result.status, 2, "{result:?}");
    for (line, word) in [
        (3, "empty"),
        (4, "\"ben at example.org\""),
        (5, "is that of line 2"),
        (6, "the password is the name"),
        (7, "cell 4"),
    ] {
        let found = result
            .err
            .lines()
            .find(|text| text.starts_with(&format!("mwaccount: line {line}: ")));
        assert!(
            found.is_some_and(|text| text.contains(word)),
            "{line}: {result:?}"
        );
    }
    assert!(!result.err.contains("line 2: "), "{result:?}");
    let json = result.json();
    assert_eq!(json["outcome"], "error");
    assert_eq!(json["problems"].as_array().unwrap().len(), 5);
    assert_eq!(wiki.all_requests(), 0);
    assert!(!course.path("list.csv.journal").exists());
}

#[test]
fn unknown_columns_are_named_with_the_known_ones() {
    let course = Course::new("name,groups\nZoe,sysop\n");
    let result = course.run(&["wiki.example.org", "list.csv"]);
    assert_eq!(result.status, 2, "{result:?}");
    assert!(
        result
            .err
            .contains("line 1: the column \"groups\" is unknown; the columns are name, email"),
        "{result:?}"
    );
    assert!(result.err.contains("field:NAME"), "{result:?}");
}

#[test]
fn bad_lines_of_a_long_file_are_counted() {
    let rows: String = (0..200)
        .map(|number| format!("User {number},bad\n"))
        .collect();
    let course = Course::new(&format!("name,email\n{rows}"));
    let result = course.run(&["wiki.example.org", "list.csv"]);
    assert_eq!(result.status, 2, "{result:?}");
    assert_eq!(result.err.lines().count(), 52, "{result:?}");
    assert!(result.err.contains("and 150 more lines"), "{result:?}");
    assert!(
        result
            .err
            .contains("200 lines of list.csv cannot be used; nothing was sent"),
        "{result:?}"
    );
}

#[test]
fn unusable_command_lines_send_nothing() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let api = wiki.api();
    let course = Course::of(2);
    course.write("empty.csv", "name,email\n");
    course.write("theirs", "precious");
    for (args, word) in [
        (&[api.as_str()][..], "the last argument is the file"),
        (&["list.csv"], "no wiki"),
        (&[&api, "missing.csv"], "missing.csv cannot be read"),
        (&[&api, "empty.csv"], "has no rows"),
        (&["ftp://wiki.example.org", "list.csv"], "http"),
        (
            &[&api, "list.csv", "--report", "report.txt"],
            ".csv or .jsonl",
        ),
        (
            &[&api, "list.csv", "--report", "none/report.csv"],
            "cannot be written",
        ),
        (
            &[&api, "list.csv", "--report", "list.csv"],
            "for FILE and for --report",
        ),
        (
            &[&api, "list.csv", "--journal", "./list.csv"],
            "for FILE and for the journal",
        ),
        (&[&api, "list.csv", "--journal", "theirs"], "theirs"),
        (
            &[&api, "list.csv", "--generate-passwords", "list.csv"],
            "for FILE and for --generate-passwords",
        ),
        (
            &[&api, "list.csv", "--generate-passwords", "theirs"],
            "theirs",
        ),
        (&[&api, "list.csv", "--ca-file", "none"], "none"),
        (&[&api, "-"], "--journal"),
        (&[&api, "list.csv", "--language", "d e"], "language"),
        (
            &[
                &api,
                "list.csv",
                "--mail-password",
                "--generate-passwords",
                "p",
            ],
            "cannot be used with",
        ),
        (
            &[
                &api,
                "list.csv",
                "--generate-passwords",
                "p",
                "--password-length",
                "8",
            ],
            "8",
        ),
        (&[&api, "list.csv", "--jobs", "0"], "0"),
    ] {
        let result = course.run(args);
        assert_eq!(result.status, 2, "{args:?}: {result:?}");
        assert!(result.err.contains(word), "{args:?}: {result:?}");
        assert_eq!(result.out, "", "{args:?}");
    }
    assert_eq!(course.read("theirs"), "precious");
    assert_eq!(wiki.all_requests(), 0);
}

#[test]
fn the_file_may_be_standard_input() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let course = Course::of(1);
    let rows = "{\"user\":\"User 1\",\"password\":\"Planted-row-passw0rd-77\"}\n{\"user\":\"User 2\",\"password\":\"Planted-row-passw0rd-77\"}\n";
    for created in [2, 2] {
        let command =
            course.command(&[&wiki.api(), "-", "--journal", "j", "--report", "report.csv"]);
        let result = run_with(command, rows);
        assert_eq!(result.status, 0, "{result:?}");
        assert_eq!(super::users(&wiki).len(), created);
        assert_eq!(course.outcomes(), ["created", "created"]);
    }
}
