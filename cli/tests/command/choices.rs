//! Prompts whose answer is a choice, and invalid answers to them, on emulated wikis.

use std::fs;

use rexpect::session::spawn_command;
use serde_json::Value;
use tempfile::TempDir;
use testwiki::{RunningWiki, Server, Setting};

use crate::support::*;

fn guarded(server: &Server) -> RunningWiki {
    server.add(testwiki::Wiki::release("1.45").setting(Setting::SecondFactor))
}

/// Writes a password to a file of the folder, and returns its path.
fn password_file(folder: &TempDir, name: &str, password: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, password).unwrap();
    path.display().to_string()
}

fn creator(folder: &TempDir) -> String {
    password_file(folder, "creator", "adminpass12345")
}

fn create(wiki: &RunningWiki, args: &[&str]) -> RunResult {
    let folder = tempfile::tempdir().unwrap();
    let password = creator(&folder);
    let what = [
        "create",
        &wiki.api(),
        "--name",
        "Zoe Example",
        "--json",
        "--password-stdin",
    ];
    let login = ["--login", "Admin", "--login-password-file", &password];
    run_with(
        mwaccount(&[&what[..], &login, args].concat()),
        &format!("{PASSWORD}\n"),
    )
}

/// The command chooses the recovery codes once it is told that its first answer is invalid.
#[test]
fn an_answer_command_is_told_of_an_invalid_answer() {
    let server = Server::start().unwrap();
    let wiki = guarded(&server);
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("asked").display().to_string();
    let command = format!(
        "tee -a '{log}' | if grep -q RecoveryCode; then echo '{{\"RecoveryCode\":\"SCRATCHTOKEN0001\"}}'; \
         elif grep -q must '{log}'; then echo '{{\"newModule\":\"recoverycodes\"}}'; \
         else echo '{{}}'; fi"
    );
    let result = create(&wiki, &["--answer-command", &command]);
    assert_eq!(result.json()["outcome"], "created", "{result:?}");
    let asked = fs::read_to_string(&log).unwrap();
    let asked: Vec<Value> = asked
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(asked.len(), 3, "{asked:?}");
    assert_eq!(asked[0]["error"], Value::Null);
    assert_eq!(asked[0]["fields"][0]["alternative"], 1);
    assert_eq!(asked[0]["fields"][1]["alternative"], 2);
    assert_eq!(asked[1]["error"], "the field \"OATHToken\" must be filled");
    assert_eq!(asked[2]["error"], Value::Null);
}

/// A command that never gives a valid answer does not lose the login: it is saved.
#[test]
fn a_login_without_a_valid_answer_is_saved() {
    let server = Server::start().unwrap();
    let wiki = guarded(&server);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("zoe.suspended").display().to_string();
    let result = create(
        &wiki,
        &["--answer-command", "echo '{}'", "--suspend-to", &file],
    );
    assert_eq!(result.json()["outcome"], "ask", "{result:?}");
    assert_eq!(result.json()["stage"], "login", "{result:?}");
    assert!(
        result.err.contains("\"OATHToken\" must be filled"),
        "{result:?}"
    );
    assert_eq!(result.status, 3);
    let codes = ["--field", "OATHToken=123456", "--password-stdin", "--json"];
    let resumed = mwaccount(&[&["resume", &file][..], &codes].concat());
    let result = run_with(resumed, &format!("{PASSWORD}\n"));
    assert_eq!(result.json()["outcome"], "created", "{result:?}");
}

#[test]
fn a_person_chooses_one_of_the_alternatives() {
    let server = Server::start().unwrap();
    let wiki = guarded(&server);
    let folder = tempfile::tempdir().unwrap();
    let script = format!(
        "'{}' create '{}' --name Zoe --login Admin --login-password-file '{}' --password-file '{}'; echo status=$?",
        env!("CARGO_BIN_EXE_mwaccount"),
        wiki.api(),
        creator(&folder),
        password_file(&folder, "password", PASSWORD),
    );
    let mut command = program("sh");
    command.args(["-c", &script]);
    let mut terminal = spawn_command(command, Some(20_000)).unwrap();
    for (shown, typed) in [
        ("1. Two-factor token", None),
        ("2. Use authenticator app: Recovery codes", None),
        ("empty for all): ", Some("2")),
        ("2. Recovery codes", None),
        ("Use authenticator app (number): ", Some("2")),
        ("1. Recovery codes", None),
        ("empty for all): ", Some("1")),
        ("Recovery codes: ", Some("SCRATCHTOKEN0001")),
        ("Created \"Zoe\"", None),
        ("status=0", None),
    ] {
        terminal.exp_string(shown).unwrap();
        if let Some(typed) = typed {
            terminal.send_line(typed).unwrap();
        }
    }
}
