//! Ctrl-C at every moment.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{Mutex, mpsc},
    time::Duration,
};

use crate::support::{signals::*, *};

/// A wiki that waits with its `answer` to the creating request until it is let, and says
/// when that request has come.
fn slow_wiki(
    answer: impl Fn(&Seen) -> Said + Send + Sync + 'static,
) -> (Wiki, mpsc::Receiver<()>, mpsc::Sender<()>) {
    let (came, coming) = mpsc::channel();
    let (go, going) = mpsc::channel::<()>();
    let going = Mutex::new(going);
    let wiki = Wiki::new(move |seen| {
        if !seen.creates() {
            return info(&[]);
        }
        let _ = came.send(());
        let _ = going.lock().unwrap().recv_timeout(Duration::from_secs(30));
        answer(seen)
    });
    (wiki, coming, go)
}

fn start(wiki: &Wiki, args: &[&str]) -> Child {
    start_as(command(), wiki, args)
}

/// Starts it where these signals are ignored.
fn start_ignoring(signals: &str, wiki: &Wiki, args: &[&str]) -> Child {
    start_as(mwaccount_ignoring(signals, &["create"]), wiki, args)
}

fn start_as(mut command: Command, wiki: &Wiki, args: &[&str]) -> Child {
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
    // The password has been read when the first request is there.
    while wiki.seen().is_empty() {
        std::thread::sleep(Duration::from_millis(5));
    }
    child
}

fn interrupt(child: &Child) {
    send(Signal::INT, child.id());
}

fn first_error_line(child: &mut Child) -> String {
    let mut line = String::new();
    let stderr = child.stderr.as_mut().unwrap();
    BufReader::new(stderr).read_line(&mut line).unwrap();
    line
}

#[test]
fn the_first_waits_for_the_answer() {
    let (wiki, coming, go) = slow_wiki(pass);
    let mut child = start(&wiki, &[]);
    coming.recv().unwrap();
    interrupt(&child);
    assert!(first_error_line(&mut child).contains("answer is awaited"));
    go.send(()).unwrap();
    let ran = ran(child.wait_with_output().unwrap());
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(ran.json()["outcome"], "created");
}

#[test]
fn the_second_ends_without_knowing() {
    // nohup ignores SIGHUP, which is no reason to treat SIGINT otherwise.
    for ignored in [None, Some("HUP")] {
        let (wiki, coming, _go) = slow_wiki(pass);
        let mut child = match ignored {
            None => start(&wiki, &[]),
            Some(signals) => start_ignoring(signals, &wiki, &[]),
        };
        coming.recv().unwrap();
        interrupt(&child);
        first_error_line(&mut child);
        interrupt(&child);
        let ran = ran(child.wait_with_output().unwrap());
        assert_eq!(ran.status, 4, "{ran:?}");
        let json = ran.json();
        assert_eq!(json["outcome"], "unknown");
        assert_eq!(json["reason"], "cancelled");
        assert_eq!(json["name"], "Zoe");
        assert_eq!(json["requests"], 2);
    }
}

#[test]
fn before_the_creating_request_nothing_is_created() {
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
    let image = asked["captcha"]["image_file"].as_str().unwrap();
    let image = std::path::Path::new(image);
    assert!(image.exists());
    interrupt(&child);
    let mut child = child;
    // Its standard error is still held by the answer command.
    let status = child.wait().unwrap();
    assert_eq!(status.code(), Some(5));
    assert!(!image.parent().unwrap().exists());
    assert!(!wiki.seen().iter().any(Seen::creates));
}

/// Interrupts a run whose wiki waits for an answer after it may have made the account.
fn interrupted_while_asked(wiki: &Wiki) -> Ran {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let answer = format!("cat > {}; exec sleep 20 > /dev/null 2>&1", log.display());
    let child = start(wiki, &["--answer-command", &answer]);
    while !log.exists() {
        std::thread::sleep(Duration::from_millis(5));
    }
    interrupt(&child);
    ran(child.wait_with_output().unwrap())
}

#[test]
fn while_a_step_waits_the_account_may_exist() {
    let ran = interrupted_while_asked(&steps_wiki(false));
    assert_eq!(ran.status, 4, "{ran:?}");
    assert_eq!(ran.json()["outcome"], "unknown");
    assert_eq!(ran.json()["reason"], "cancelled");
}

#[test]
fn an_account_that_exists_is_reported_as_created() {
    let ran = interrupted_while_asked(&steps_wiki(true));
    assert_eq!(ran.status, 0, "{ran:?}");
    let json = ran.json();
    assert_eq!(json["outcome"], "created");
    assert_eq!(json["warnings"][0]["code"], "setup-unfinished");
}

#[test]
fn what_can_be_put_down_is_not_lost() {
    let (wiki, coming, go) = slow_wiki(|_| ask_code());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it");
    let file = file.to_str().unwrap();
    let answer = ["--answer-command", "echo '{}'", "--suspend-to", file];
    let mut child = start(&wiki, &answer);
    coming.recv().unwrap();
    interrupt(&child);
    first_error_line(&mut child);
    go.send(()).unwrap();
    let ran = ran(child.wait_with_output().unwrap());
    assert_eq!(ran.status, 3, "{ran:?}");
    assert_eq!(ran.json()["outcome"], "ask");
    assert!(std::path::Path::new(file).exists());
}

/// `nohup` ignores SIGHUP, and scripts SIGINT for their background jobs. That stays so, and
/// the other signals are handled as ever: the first that arrives waits for the answer.
#[test]
fn an_ignored_signal_stays_ignored_and_the_others_are_handled() {
    for (ignored, signal, handled) in [
        ("HUP", Signal::HUP, Signal::INT),
        ("HUP", Signal::HUP, Signal::TERM),
        ("INT QUIT", Signal::INT, Signal::TERM),
        ("INT QUIT", Signal::INT, Signal::HUP),
    ] {
        let (wiki, coming, go) = slow_wiki(pass);
        let mut child = start_ignoring(ignored, &wiki, &[]);
        coming.recv().unwrap();
        send(signal, child.id());
        send(handled, child.id());
        assert!(first_error_line(&mut child).contains("answer is awaited"));
        go.send(()).unwrap();
        let ran = ran(child.wait_with_output().unwrap());
        assert_eq!(ran.status, 0, "{ignored}: {ran:?}");
        assert_eq!(ran.json()["outcome"], "created");
    }
}

/// The tests of signals reset those that they inherit: `make test &` in a script passes.
#[test]
fn these_tests_pass_where_signals_are_ignored() {
    let script = "trap '' HUP INT QUIT TERM; exec \"$0\" \"$@\"";
    let tests = ["interrupt::", "terminal::a_signal", "terminal::ctrl_c"];
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
