//! Ctrl-C at every moment.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    sync::{Mutex, mpsc},
    time::Duration,
};

use crate::support::*;

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
    let folder = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(folder.path(), PASSWORD).unwrap();
    let mut command = command();
    command
        .args([&wiki.api(), "--name", "Zoe", "--json", "--password-file"])
        .arg(folder.path())
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
    let kill = format!("kill -INT {}", child.id());
    assert!(
        Command::new("sh")
            .args(["-c", &kill])
            .status()
            .unwrap()
            .success()
    );
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
    let (wiki, coming, _go) = slow_wiki(pass);
    let mut child = start(&wiki, &[]);
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

#[test]
fn before_the_creating_request_nothing_is_created() {
    let wiki = captcha_wiki(
        "image",
        "/w/index.php?title=Special:Captcha/image",
        "labword",
    );
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
    let (wiki, coming, go) = slow_wiki(|_| {
        Said::Json(serde_json::json!({"createaccount": {
            "status": "UI", "message": "One more thing", "messagecode": "x",
            "requests": [{"id": "x", "metadata": {}, "required": "required",
                          "fields": {"code": {"type": "string", "label": "Code", "help": "h"}}}],
        }}))
    });
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
