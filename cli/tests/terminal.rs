//! A person at a terminal, played on a pseudo-terminal.
#![cfg(unix)]

mod common;

use std::process::Command;

use common::*;
use rexpect::session::{PtySession, spawn_command};

/// Runs the command under a shell on a terminal with its echo on. At the end it
/// shows the exit status and whether the echo is on.
fn on_a_terminal(wiki: &Wiki, args: &str) -> PtySession {
    let script = format!(
        "trap : INT; stty echo; '{}' create '{}' --name Zoe {args}; echo \"status=$?\"; \
         stty -a | grep -o '[-]*\\becho\\b'",
        env!("CARGO_BIN_EXE_mwaccount"),
        wiki.api()
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]);
    spawn_command(command, Some(20_000)).unwrap()
}

fn password(terminal: &mut PtySession, password: &str) {
    let mut shown = terminal.exp_string("Password: ").unwrap();
    terminal.send_line(password).unwrap();
    shown += &terminal.exp_string("Password again: ").unwrap();
    terminal.send_line(password).unwrap();
    assert!(!shown.contains(password));
}

fn ends(terminal: &mut PtySession, status: i32) -> String {
    let before = terminal.exp_string(&format!("status={status}")).unwrap();
    terminal.exp_regex("\r\necho\r\n").unwrap();
    before
}

#[test]
fn passwords_are_asked_twice_unseen() {
    let wiki = plain_wiki();
    let mut terminal = on_a_terminal(&wiki, "");
    terminal.exp_string("Password: ").unwrap();
    terminal.send_line("one").unwrap();
    terminal.exp_string("Password again: ").unwrap();
    terminal.send_line("another").unwrap();
    terminal.exp_string("two different passwords").unwrap();
    password(&mut terminal, PASSWORD);
    let rest = ends(&mut terminal, 0);
    assert!(rest.contains("Created \"Zoe\" on "), "{rest}");
    assert!(!rest.contains(PASSWORD));
    assert_eq!(wiki.seen()[1].field("password"), PASSWORD);
}

#[test]
fn captchas_are_asked_until_they_are_right() {
    let wiki = captcha_wiki(
        "image",
        "/w/index.php?title=Special:Captcha/image",
        "labword",
    );
    let mut terminal = on_a_terminal(&wiki, "");
    password(&mut terminal, PASSWORD);
    terminal.exp_string("captcha-1.png").unwrap();
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_line("").unwrap();
    terminal.exp_string("must be filled").unwrap();
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_line("wrong").unwrap();
    terminal
        .exp_string("Incorrect or missing CAPTCHA.")
        .unwrap();
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_line("labword").unwrap();
    let rest = ends(&mut terminal, 0);
    assert!(rest.contains("Created"), "{rest}");
}

#[test]
fn a_refusal_can_be_mended() {
    let wiki = Wiki::new(|seen| {
        match (
            seen.creates(),
            seen.field("username"),
            seen.field("password"),
        ) {
            (false, ..) => info(&[]),
            (_, "Zoe", _) => fail("userexists", "Username entered already in use."),
            (_, _, "weak") => fail(
                "passwordtooshort",
                "Passwords must be at least 10 characters.",
            ),
            _ => pass(seen),
        }
    });
    let mut terminal = on_a_terminal(&wiki, "");
    password(&mut terminal, "weak");
    terminal.exp_string("already in use. (name-taken)").unwrap();
    terminal
        .exp_string("Another name (empty to give up): ")
        .unwrap();
    terminal.send_line("Zora").unwrap();
    terminal.exp_string("at least 10 characters").unwrap();
    password(&mut terminal, PASSWORD);
    let rest = ends(&mut terminal, 0);
    assert!(rest.contains("Created \"Zora\""), "{rest}");
}

#[test]
fn a_redirect_is_followed_by_the_person() {
    let wiki = Wiki::new(|seen| {
        if seen.field("createcontinue") == "1" {
            assert_eq!(seen.field("code"), "c0de");
            pass(seen)
        } else if seen.creates() {
            Said::Json(serde_json::json!({"createaccount": {
                "status": "REDIRECT", "redirecttarget": "https://login.example.org/go?state=1",
                "requests": [{"id": "x", "metadata": {}, "required": "required",
                              "fields": {"code": {"type": "string", "label": "Code", "help": "h"}}}],
            }}))
        } else {
            info(&[])
        }
    });
    let mut terminal = on_a_terminal(&wiki, "");
    password(&mut terminal, PASSWORD);
    terminal
        .exp_string("https://login.example.org/go?state=1")
        .unwrap();
    terminal
        .exp_string("The whole address you came back to: ")
        .unwrap();
    terminal.send_line("nonsense").unwrap();
    terminal.exp_string("cannot be read").unwrap();
    terminal
        .exp_string("The whole address you came back to: ")
        .unwrap();
    let back = format!("{}?code=c0de&state=1", wiki.api());
    terminal.send_line(&back).unwrap();
    ends(&mut terminal, 0);
}

#[test]
fn ctrl_c_gives_the_echo_back() {
    let wiki = captcha_wiki("question", "What is the capital of France?", "Paris");
    let mut terminal = on_a_terminal(&wiki, "");
    terminal.exp_string("Password: ").unwrap();
    terminal.send_control('c').unwrap();
    ends(&mut terminal, 5);

    let mut terminal = on_a_terminal(&wiki, "");
    password(&mut terminal, PASSWORD);
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_control('c').unwrap();
    ends(&mut terminal, 5);
}

#[test]
fn a_signal_gives_the_echo_back() {
    let wiki = plain_wiki();
    let folder = tempfile::tempdir().unwrap();
    let pid = folder.path().join("pid");
    let script = format!(
        "stty echo; sh -c 'echo $$ > {}; exec \"$@\"' sh '{}' create '{}' --name Zoe; \
         echo \"status=$?\"; stty -a | grep -o '[-]*\\becho\\b'",
        pid.display(),
        env!("CARGO_BIN_EXE_mwaccount"),
        wiki.api()
    );
    let mut command = Command::new("sh");
    command.args(["-c", &script]);
    let mut terminal = spawn_command(command, Some(20_000)).unwrap();
    terminal.exp_string("Password: ").unwrap();
    let kill = format!("kill -TERM {}", std::fs::read_to_string(pid).unwrap());
    assert!(
        Command::new("sh")
            .args(["-c", &kill])
            .status()
            .unwrap()
            .success()
    );
    ends(&mut terminal, 5);
}

#[test]
fn the_end_of_input_is_an_end() {
    let wiki = captcha_wiki("question", "What is the capital of France?", "Paris");
    let mut terminal = on_a_terminal(&wiki, "--json");
    password(&mut terminal, PASSWORD);
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_control('d').unwrap();
    let rest = ends(&mut terminal, 5);
    assert!(rest.contains("\"reason\":\"cancelled\""), "{rest}");
}
