//! Results that cannot be printed, because the disk is full.

use std::{fs::OpenOptions, process::Stdio};

use testwiki::{Captcha, Server, Wiki};

use crate::support::{PASSWORD, RunResult, mwaccount, run_result};

/// Runs the command in a folder with a password file and a list of one account. Its standard output is on a full
/// disk.
fn run_on_a_full_disk(args: &[&str]) -> RunResult {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("zoe"), PASSWORD).unwrap();
    std::fs::write(
        folder.path().join("list.csv"),
        format!("name,password\nKim,{PASSWORD}\n"),
    )
    .unwrap();
    let full = OpenOptions::new().write(true).open("/dev/full").unwrap();
    let mut command = mwaccount(args);
    command.current_dir(folder.path()).stdin(Stdio::null());
    run_result(
        command
            .stdout(full)
            .stderr(Stdio::piped())
            .output()
            .unwrap(),
    )
}

#[test]
fn a_success_that_cannot_be_printed_is_an_error() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43"));
    let api = wiki.api();
    for (args, lost) in [
        (
            &[
                "create",
                &api,
                "--name",
                "Zoe",
                "--password-file",
                "zoe",
                "--json",
            ][..],
            "\"outcome\":\"created\"",
        ),
        (
            &["create", &api, "--name", "Zora", "--password-file", "zoe"],
            "Created \"Zora\"",
        ),
        (&["probe", &api, "--json"], "\"outcome\":\"probed\""),
        (&["probe", &api], "may create: yes"),
        (
            &["bulk", &api, "list.csv", "--json"],
            "\"outcome\":\"done\"",
        ),
        (
            &["bulk", &api, "list.csv", "--dry-run"],
            "1 accounts: 1 taken",
        ),
    ] {
        let result = run_on_a_full_disk(args);
        // The names that are taken are no success of a dry run.
        let status = if args.contains(&"--dry-run") { 1 } else { 5 };
        assert_eq!(result.status, status, "{args:?}: {result:?}");
        let message = "the result cannot be written to standard output (No space left on device";
        assert!(result.err.contains(message), "{result:?}");
        // It is not lost on a terminal.
        assert!(result.err.contains(lost), "{lost}: {result:?}");
    }
    for args in [&["--help"][..], &["--version"], &["create", "--help"]] {
        assert_eq!(run_on_a_full_disk(args).status, 5, "{args:?}");
    }
}

/// These statuses tell more than that the result was not printed.
#[test]
fn other_statuses_remain() {
    let server = Server::start().unwrap();
    let wiki = server.add(
        Wiki::release("1.43")
            .account("Zoe", "theirs-12345")
            .captcha(Captcha::Questy),
    );
    let api = wiki.api();
    let creation = [
        "create",
        &api,
        "--name",
        "Zoe",
        "--password-file",
        "zoe",
        "--json",
    ];
    for (field, status) in [
        (&[][..], 3),
        (&["--field", "captcha=Paris"], 1),
        (&["--field", "x"], 2),
    ] {
        let result = run_on_a_full_disk(&[&creation, field].concat());
        assert_eq!(result.status, status, "{result:?}");
        assert!(result.err.contains("cannot be written"), "{result:?}");
    }
}
