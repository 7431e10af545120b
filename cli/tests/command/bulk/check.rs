//! The check of the whole file before the first request, and the usage of the command.

use std::fs;

use testwiki::{Server, Wiki};

use super::{Course, ROW_PASSWORD, result_of, table, users};
use crate::support::{program, run_with};

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

#[test]
fn a_journal_that_is_no_file_is_refused_at_once() {
    let course = Course::of(1);
    let mut fifo = program("mkfifo");
    assert!(fifo.arg(course.path("fifo")).status().unwrap().success());
    for journal in ["fifo", "/dev/null", "."] {
        let result = course.run(&["wiki.example.org", "list.csv", "--journal", journal]);
        assert_eq!(result.status, 2, "{result:?}");
        assert!(result.err.contains("is no file"), "{result:?}");
    }
}

#[test]
fn texts_that_the_file_does_not_hold_safely_are_refused_with_their_lines() {
    let course = Course::new("sep=;\nname;password\nUser 1;x\nUser\0 2;x\n");
    let result = course.run(&["wiki.example.org", "list.csv"]);
    assert_eq!(result.status, 2, "{result:?}");
    assert!(
        result.err.contains("line 4: the row has a NUL character"),
        "{result:?}"
    );
    course.write("list.csv", "{\"name\":\"User 1\",\"password\":40300200}\n");
    let result = course.run(&["wiki.example.org", "list.csv"]);
    assert_eq!(result.status, 2, "{result:?}");
    assert!(
        result
            .err
            .contains("line 1: the value of \"password\" is a number"),
        "{result:?}"
    );
    result.assert_hides("40300200");
}

/// The login's password comes from a FIFO, which is opened when the file has been checked.
#[test]
fn a_file_that_changes_after_the_check_changes_nothing() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let course = Course::of(3);
    let mut fifo = program("mkfifo");
    assert!(fifo.arg(course.path("admin")).status().unwrap().success());
    let child = course.start(&[
        &wiki.api(),
        "list.csv",
        "--login",
        "Admin",
        "--login-password-file",
        "admin",
        "--report",
        "report.csv",
    ]);
    let password = fs::OpenOptions::new()
        .write(true)
        .open(course.path("admin"));
    course.write("list.csv", &(table(2..=4) + "User 5,unchecked,x\n"));
    std::io::Write::write_all(&mut password.unwrap(), b"adminpass12345").unwrap();
    let result = result_of(child);
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(users(&wiki), [1, 2, 3]);
    assert_eq!(course.outcomes().len(), 3);
}

#[test]
fn one_wiki_by_two_addresses_is_refused() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let api = wiki.api();
    let course = Course::of(1);
    let other = format!("{api}?wiki=other");
    let login = api.replacen("//", "//me:http-passw0rd@", 1);
    course.write(
        "own.csv",
        &format!("name,password,wiki\nUser 1,{ROW_PASSWORD},\nUser 2,{ROW_PASSWORD},{other}\n"),
    );
    for args in [
        &[&api, other.as_str(), "list.csv"][..],
        &[&api, &login, "list.csv"],
        &[&api, "own.csv"],
    ] {
        let result = course.run(args);
        assert_eq!(result.status, 2, "{args:?}: {result:?}");
        assert!(
            result
                .err
                .contains(&format!("the wiki {api} is given by two addresses")),
            "{args:?}: {result:?}"
        );
        result.assert_hides("http-passw0rd");
    }
    assert_eq!(wiki.all_requests(), 0);
}

#[test]
fn the_password_in_an_address_is_in_no_file() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let api = wiki.api();
    let rest = api.strip_prefix("http://").unwrap();
    let course = Course::of(1);
    for before in ["http:/", "http:///", "http:", "http:\\\\"] {
        let address = format!("{before}me:http-passw0rd@{rest}");
        let result = course.run(&[&address, "list.csv", "--report", "report.jsonl"]);
        assert_eq!(result.status, 0, "{address}: {result:?}");
        result.assert_hides("http-passw0rd");
        for file in ["report.jsonl", "list.csv.journal"] {
            let text = course.read(file);
            assert!(
                text.contains(&api) && !text.contains("http-passw0rd"),
                "{address}: {text}"
            );
        }
    }
    assert_eq!(users(&wiki), [1]);
}
