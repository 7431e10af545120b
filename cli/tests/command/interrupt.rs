//! Ctrl-C and signals, at every stage of a run.

use std::{
    process::{Child, Command, Stdio},
    sync::{Mutex, mpsc},
    time::Duration,
};

use crate::support::{signals::*, *};

/// A wiki that signals the arrival of the creating request, and delays its `answer` until the
/// returned sender is used.
fn slow_wiki(
    answer: impl Fn(&Request) -> Response + Send + Sync + 'static,
) -> (Wiki, mpsc::Receiver<()>, mpsc::Sender<()>) {
    let (arrived, request_arrived) = mpsc::channel();
    let (let_answer, may_answer) = mpsc::channel::<()>();
    let may_answer = Mutex::new(may_answer);
    let wiki = Wiki::new(move |request| {
        if !request.creates() {
            return auth_manager_info(&[]);
        }
        let _ = arrived.send(());
        let _ = may_answer
            .lock()
            .unwrap()
            .recv_timeout(Duration::from_secs(30));
        answer(request)
    });
    (wiki, request_arrived, let_answer)
}

fn start(wiki: &Wiki, args: &[&str]) -> Child {
    spawn_create(create_command(), wiki, args)
}

/// Starts the command with these signals ignored.
fn start_ignoring(signals: &str, wiki: &Wiki, args: &[&str]) -> Child {
    spawn_create(mwaccount_ignoring(signals, &["create"]), wiki, args)
}

fn spawn_create(mut command: Command, wiki: &Wiki, args: &[&str]) -> Child {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), PASSWORD).unwrap();
    command
        .args([&wiki.api(), "--name", "Zoe", "--json", "--password-file"])
        .arg(file.path())
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let child = command.spawn().unwrap();
    // The password file is no longer needed once the first request has arrived.
    while wiki.requests().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

fn interrupt(child: &Child) {
    send(Signal::INT, child.id());
}

#[test]
fn first_interrupt_waits_for_the_answer() {
    let (wiki, request_arrived, let_answer) = slow_wiki(pass);
    let mut child = start(&wiki, &[]);
    request_arrived.recv().unwrap();
    interrupt(&child);
    assert!(first_error_line(&mut child).contains("waiting for the answer"));
    let_answer.send(()).unwrap();
    let result = run_result(child.wait_with_output().unwrap());
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(result.json()["outcome"], "created");
}

#[test]
fn second_interrupt_ends_as_unknown() {
    // nohup ignores SIGHUP; SIGINT must work nevertheless.
    for ignored in [None, Some("HUP")] {
        let (wiki, request_arrived, _let_answer) = slow_wiki(pass);
        let mut child = match ignored {
            None => start(&wiki, &[]),
            Some(signals) => start_ignoring(signals, &wiki, &[]),
        };
        request_arrived.recv().unwrap();
        interrupt(&child);
        first_error_line(&mut child);
        interrupt(&child);
        let result = run_result(child.wait_with_output().unwrap());
        assert_eq!(result.status, 4, "{result:?}");
        let json = result.json();
        assert_eq!(json["outcome"], "unknown");
        assert_eq!(json["reason"], "cancelled");
        assert_eq!(json["name"], "Zoe");
        assert_eq!(json["requests"], 2);
    }
}

#[test]
fn interrupt_before_the_creating_request_creates_nothing() {
    let wiki = image_wiki();
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let answer = format!(
        "cat > {0}.new; mv {0}.new {0}; exec sleep 20",
        log.display()
    );
    let child = start(&wiki, &["--answer-command", &answer]);
    while !log.exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    let asked = std::fs::read_to_string(&log).unwrap();
    let asked: serde_json::Value = serde_json::from_str(&asked).unwrap();
    let image = asked["captcha"]["image_files"][0].as_str().unwrap();
    let image = std::path::Path::new(image);
    assert!(image.exists());
    interrupt(&child);
    let mut child = child;
    // `wait_with_output` would wait for the answer command, which still holds standard error.
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(5));
    assert!(!image.parent().unwrap().exists());
    assert!(!wiki.requests().iter().any(Request::creates));
}

/// Interrupts a run whose wiki waits for an answer after it may have created the account.
fn interrupt_at_the_second_step(wiki: &Wiki) -> RunResult {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let answer = format!("cat > {}; exec sleep 20 > /dev/null 2>&1", log.display());
    let child = start(wiki, &["--answer-command", &answer]);
    while !log.exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    interrupt(&child);
    run_result(child.wait_with_output().unwrap())
}

#[test]
fn interrupt_at_a_later_step_ends_as_unknown() {
    let result = interrupt_at_the_second_step(&two_step_wiki(false));
    assert_eq!(result.status, 4, "{result:?}");
    assert_eq!(result.json()["outcome"], "unknown");
    assert_eq!(result.json()["reason"], "cancelled");
}

#[test]
fn interrupt_after_the_creation_ends_as_created() {
    let result = interrupt_at_the_second_step(&two_step_wiki(true));
    assert_eq!(result.status, 0, "{result:?}");
    let json = result.json();
    assert_eq!(json["outcome"], "created");
    assert_eq!(json["warnings"][0]["code"], "setup-unfinished");
}

#[test]
fn interrupted_conversation_is_suspended() {
    let (wiki, request_arrived, let_answer) = slow_wiki(|_| code_prompt());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("saved");
    let file = file.to_str().unwrap();
    let answer = ["--answer-command", "echo '{}'", "--suspend-to", file];
    let mut child = start(&wiki, &answer);
    request_arrived.recv().unwrap();
    interrupt(&child);
    first_error_line(&mut child);
    let_answer.send(()).unwrap();
    let result = run_result(child.wait_with_output().unwrap());
    assert_eq!(result.status, 3, "{result:?}");
    assert_eq!(result.json()["outcome"], "ask");
    assert!(std::path::Path::new(file).exists());
}

/// `nohup` ignores SIGHUP, and scripts ignore SIGINT for background jobs. These stay ignored,
/// and the other signals are handled.
#[test]
fn ignored_signals_stay_ignored_and_others_are_handled() {
    for (ignored, signal, handled) in [
        ("HUP", Signal::HUP, Signal::INT),
        ("HUP", Signal::HUP, Signal::TERM),
        ("INT QUIT", Signal::INT, Signal::TERM),
        ("INT QUIT", Signal::INT, Signal::HUP),
    ] {
        let (wiki, request_arrived, let_answer) = slow_wiki(pass);
        let mut child = start_ignoring(ignored, &wiki, &[]);
        request_arrived.recv().unwrap();
        send(signal, child.id());
        send(handled, child.id());
        assert!(first_error_line(&mut child).contains("waiting for the answer"));
        let_answer.send(()).unwrap();
        let result = run_result(child.wait_with_output().unwrap());
        assert_eq!(result.status, 0, "{ignored}: {result:?}");
        assert_eq!(result.json()["outcome"], "created");
    }
}

/// The tests reset inherited signals, so that `make test &` in a script passes.
#[test]
fn these_tests_pass_where_signals_are_ignored() {
    let script = "trap '' HUP INT QUIT TERM; exec \"$0\" \"$@\"";
    let tests = ["interrupt::", "terminal::signal", "terminal::ctrl_c"];
    let output = Command::new("sh")
        .args(["-c", script])
        .arg(std::env::current_exe().unwrap())
        .args(tests)
        .args(["--skip", "these_tests_pass_where"])
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{printed}");
    assert!(!printed.contains(" 0 passed"), "{printed}");
}
