//! The ends of a run with `--open`, and how the browser gets there.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    process::Command,
    time::{Duration, Instant},
};

use super::{OpenRun, client::*, without_session};
use crate::support::{
    signals::{Signal, send as send_signal},
    *,
};

#[test]
fn giving_up_creates_nothing() {
    let wiki = question_wiki();
    let run = OpenRun::create(&wiki.api(), &["--json"]);
    let page = Page::enter(&run.address);
    let end = page.press("give-up");
    assert!(end.contains("Nothing was created"), "{end}");
    let result = run.end();
    assert_eq!(result.status, 5, "{result:?}");
    assert_eq!(result.json()["reason"], "cancelled");
    assert!(!wiki.requests().iter().any(Request::creates));
}

#[test]
fn the_time_limit_is_told_and_the_creation_can_be_resumed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("saved");
    let file = file.to_str().unwrap();
    let wiki = question_wiki();
    let run = OpenRun::create(
        &wiki.api(),
        &["--open-timeout", "1", "--suspend-to", file, "--json"],
    );
    let result = run.end();
    assert_eq!(result.status, 3, "{result:?}");
    assert!(
        result.err.contains("waits 1 second for each answer"),
        "{result:?}"
    );
    assert!(
        result
            .err
            .contains("nobody answered on the page within 1 second"),
        "{result:?}"
    );
    assert_eq!(result.json()["outcome"], "ask");

    let mut command = mwaccount(&["resume", file, "--open"]);
    command.env_remove("LANG");
    let run = OpenRun::start(command);
    let page = Page::enter(&run.address);
    let end = page.submit(&[("Answer", "Paris"), ("x", PASSWORD), ("The same", PASSWORD)]);
    assert!(end.contains("The account was created"), "{end}");
    let result = run.end();
    assert!(result.out.contains("Created \"Zoe\""), "{result:?}");

    let without = OpenRun::create(&wiki.api(), &["--open-timeout", "1", "--json"]).end();
    let message = without.json()["message"].to_string();
    assert!(
        message.contains("nobody answered on the page within 1 second"),
        "{message}"
    );
}

#[test]
fn ctrl_c_ends_the_page_in_words() {
    let run = OpenRun::create(&question_wiki().api(), &[]);
    let page = Page::enter(&run.address);
    page.show();
    send_signal(Signal::INT, run.id());
    let result = run.end();
    assert_eq!(result.status, 5, "{result:?}");
    assert!(
        result.err.contains("cancelled; nothing was created"),
        "{result:?}"
    );
    assert!(send(&page.host, b"GET / HTTP/1.1\r\n\r\n").is_none());
}

/// Without a question there is no page.
#[test]
fn nothing_is_opened_without_a_question() {
    let folder = tempfile::tempdir().unwrap();
    let password = folder.path().join("password");
    fs::write(&password, PASSWORD).unwrap();
    let wiki = plain_wiki();
    let mut command = create_command();
    command.args([&wiki.api(), "--name", "Zoe", "--open", "--password-file"]);
    command.arg(&password);
    without_session(&mut command);
    let result = run_with(command, "");
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(result.err, "");
}

/// A browser that never ends and prints much, named by the variable.
fn browser(folder: &std::path::Path) -> Command {
    let script = folder.join("browser");
    let text = format!(
        "#!/bin/sh\necho noise; echo noise >&2; echo \"$1\" > {}/opened; sleep 30\n",
        folder.display()
    );
    fs::write(&script, text).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o700)).unwrap();
    let mut command = create_command();
    command.args([&question_wiki().api(), "--name", "Zoe", "--open"]);
    command.env("BROWSER", format!("no-such-browser:{}", script.display()));
    command
}

#[test]
fn the_browser_is_opened_without_waiting_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = browser(folder.path());
    let chosen = command.get_envs().find(|(name, _)| *name == "BROWSER");
    let chosen = chosen.unwrap().1.unwrap().to_owned();
    command.env_remove("SSH_CONNECTION");
    let mut shell = Command::new("env");
    shell.arg(format!("BROWSER={}", chosen.to_str().unwrap()));
    shell.arg(command.get_program()).args(command.get_args());
    let run = OpenRun::start(shell);
    assert!(
        run.err
            .contains("your browser was asked to open http://127.0.0.1:"),
        "{}",
        run.err
    );
    let opened = folder.path().join("opened");
    let began = Instant::now();
    while fs::read_to_string(&opened).unwrap_or_default().is_empty() {
        assert!(began.elapsed() < Duration::from_secs(20));
        std::thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(fs::read_to_string(&opened).unwrap().trim(), run.address);
    let page = Page::enter(&run.address);
    page.press("give-up");
    let result = run.end();
    assert_eq!(result.status, 5, "{result:?}");
    assert!(
        !result.err.contains("noise") && !result.out.contains("noise"),
        "{result:?}"
    );
}

#[test]
fn in_a_session_of_ssh_the_port_is_forwarded() {
    let folder = tempfile::tempdir().unwrap();
    let command = browser(folder.path());
    let mut shell = Command::new("env");
    let chosen = command
        .get_envs()
        .find(|(name, _)| *name == "BROWSER")
        .unwrap();
    shell.arg(format!("BROWSER={}", chosen.1.unwrap().to_str().unwrap()));
    shell.args(["USER=ann", "SSH_CONNECTION=192.0.2.9 50000 192.0.2.7 22"]);
    shell.arg(command.get_program()).args(command.get_args());
    let run = OpenRun::start(shell);
    let host = run
        .address
        .strip_prefix("http://")
        .unwrap()
        .split('/')
        .next()
        .unwrap();
    let port = host.split(':').nth(1).unwrap();
    let forwarding = format!("ssh -L {port}:{host} ann@192.0.2.7");
    assert!(run.err.contains(&forwarding), "{}", run.err);
    let page = Page::enter(&run.address);
    page.press("give-up");
    run.end();
    assert!(!folder.path().join("opened").exists());
}
