//! Runs on a terminal: the bar, and prompts that it does not disturb.

use std::time::Duration;

use rexpect::session::{PtySession, spawn_command};
use testwiki::{Captcha, Fault, Server, When, Wiki};

use super::{Course, users};

/// Starts the command on a terminal. Standard output is `out`.
fn start(course: &Course, args: &str) -> PtySession {
    let script = format!(
        "stty echo rows 24 cols 120; '{}' bulk {args} list.csv > out; echo \"status=$?\"",
        env!("CARGO_BIN_EXE_mwaccount")
    );
    let mut shell = crate::support::program("sh");
    shell
        .args(["-c", &script])
        .current_dir(course.folder.path());
    spawn_command(shell, Some(30_000)).unwrap()
}

#[test]
fn a_bar_shows_how_far_the_run_is_and_what_is_waited_for() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").account("User 3", "theirs-12345"));
    wiki.fault(
        Fault::Delay(Duration::from_millis(1200)),
        When::action("createaccount").times(2),
    );
    wiki.fault(
        Fault::RetryLater(429, 3),
        When::action("createaccount").nth(5),
    );
    let course = Course::of(6);
    let mut terminal = start(&course, &wiki.api());
    terminal.exp_string("1/6").unwrap();
    terminal
        .exp_regex("[0-9]+/min, [0-9]:[0-9]{2} left")
        .unwrap();
    terminal.exp_string("line 4: \"User 3\" refused").unwrap();
    terminal
        .exp_regex("waiting 0:0[0-9] \\(throttled\\)")
        .unwrap();
    terminal.exp_string("6/6").unwrap();
    terminal.exp_string("5 created, 1 refused").unwrap();
    terminal.exp_string("status=1").unwrap();
    let out = course.read("out");
    assert!(
        out.starts_with("6 accounts: 5 created, 1 refused\n"),
        "{out}"
    );
    assert!(!out.contains('\u{1b}') && !out.contains("left"), "{out}");
}

#[test]
fn captchas_are_prompted_for_without_the_bar() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").captcha(Captcha::Questy));
    let course = Course::of(2);
    let mut terminal = start(&course, &wiki.api());
    for (shown, answer) in [
        ("asks for the account \"User 1\"", "Rome"),
        (
            "the answer was wrong; the wiki asks again for \"User 1\"",
            "Paris",
        ),
        ("asks for the account \"User 2\"", "Paris"),
    ] {
        terminal.exp_string(shown).unwrap();
        terminal
            .exp_string("What is the capital of France?")
            .unwrap();
        terminal.exp_string("Answer to the captcha: ").unwrap();
        std::thread::sleep(Duration::from_millis(1500));
        terminal.send_line(answer).unwrap();
        // What was shown while the prompt waited, up to the echo of the answer.
        let shown = terminal.exp_string(answer).unwrap();
        assert!(!shown.contains("/2"), "{shown:?}");
    }
    terminal.exp_string("status=0").unwrap();
    assert_eq!(users(&wiki), [1, 2]);
}

#[test]
fn ctrl_c_at_a_prompt_ends_the_run() {
    let server = Server::start().unwrap();
    let wiki = server.add(Wiki::release("1.43").captcha(Captcha::Questy));
    let course = Course::of(2);
    let mut terminal = start(&course, &format!("--report report.csv {}", wiki.api()));
    terminal.exp_string("Answer to the captcha: ").unwrap();
    terminal.send_control('c').unwrap();
    terminal.exp_string("interrupted").unwrap();
    super::wait_until(|| course.path("report.csv").exists());
    assert_eq!(course.outcomes(), ["pending"; 2]);
    assert!(users(&wiki).is_empty());
}
