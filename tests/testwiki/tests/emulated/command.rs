//! The command.

use std::{
    io::{BufRead, BufReader},
    process::{Command, Stdio},
};

use crate::client::Client;

const TESTWIKI: &str = env!("CARGO_BIN_EXE_testwiki");

#[test]
fn the_command_prints_its_address_and_serves() {
    let mut child = Command::new(TESTWIKI)
        .args([
            "--release",
            "1.26",
            "--captcha",
            "questy",
            "--script-path",
            "/w",
        ])
        .args([
            "--account",
            "Zoe:Correct-horse-7",
            "--fault",
            "429=3@createaccount:2",
        ])
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut address = String::new();
    let output = child.stdout.take().expect("a pipe");
    BufReader::new(output)
        .read_line(&mut address)
        .expect("an address");
    let mut client = Client::of(address.trim());
    let form = [
        ("action", "createaccount"),
        ("name", "Zoe"),
        ("format", "json"),
    ];
    let answer = client.post("/api.php", &form).expect("an answer");
    assert!(answer.text().contains("NeedToken"), "{}", answer.text());
    assert_eq!(
        client.post("/api.php", &form).expect("an answer").status,
        429
    );
    child.kill().expect("the command ends");
    child.wait().expect("the command has ended");
    assert!(address.trim().ends_with("/w"), "{address}");
}

/// What the command says to arguments, and whether that is an error.
fn told(arguments: &[&str]) -> (bool, String) {
    let output = Command::new(TESTWIKI)
        .args(arguments)
        .output()
        .expect("the command starts");
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&text).into_owned(),
    )
}

#[test]
fn wrong_arguments_are_told_with_what_would_be_right() {
    for (arguments, hint) in [
        (["--release", "1.9"], "1.16 to 1.46"),
        (["--setting", "pink"], "private"),
        (["--captcha", "pink"], "questy"),
        (["--fault", "pink"], "reset-after"),
        (["--account", "Zoe"], "colon"),
    ] {
        let (good, text) = told(&arguments);
        assert!(!good && text.contains(hint), "{text}");
    }
}

#[test]
fn the_table_can_be_listed() {
    let (good, text) = told(&["--list", "--release", "1.22"]);
    assert!(
        good && text.contains("yes  refusal_text_is_code") && text.contains("no   auth_manager"),
        "{text}"
    );
}
