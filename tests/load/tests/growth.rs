//! A short run of the clients: what they use does not grow. `make load` is the long one, with a thousand wikis.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

const LOAD: &str = env!("CARGO_BIN_EXE_mwaccount-load");
/// So few that each has had several creations after the warm-up, on a busy machine too.
const WIKIS: &str = "20";
const SECONDS: &str = "10";

/// Serves wikis until the standard input of the returned process is dropped.
fn wikis(options: &[&str]) -> (Child, String) {
    let mut wikis = Command::new(LOAD)
        .args(["wikis", "--wikis", WIKIS, "--faults", "10"])
        .args(options)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut address = String::new();
    let mut printed = BufReader::new(wikis.stdout.take().unwrap());
    printed.read_line(&mut address).unwrap();
    (wikis, address.trim_end().to_owned())
}

/// Runs clients, and returns what `watch` says of them.
fn watch(part: &str, address: &str) -> (bool, String) {
    let output = Command::new(LOAD)
        .args([
            "watch",
            "--name",
            part,
            "--warm-up",
            "4",
            "--seconds",
            SECONDS,
        ])
        .args(["--", LOAD, part, address, "--wikis", WIKIS])
        .args(["--seconds", SECONDS, "--rate", "40"])
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (
        output.status.success(),
        String::from_utf8_lossy(&text).into_owned(),
    )
}

#[test]
#[cfg(target_os = "linux")]
fn what_clients_use_does_not_grow() {
    std::thread::scope(|scope| {
        for (part, options) in [("threads", &["--endless"][..]), ("own-http", &[])] {
            scope.spawn(move || {
                let (mut wikis, address) = wikis(options);
                let (is_steady, said) = watch(part, &address);
                drop(wikis.stdin.take());
                wikis.wait().unwrap();
                println!("{said}");
                assert!(is_steady && said.contains(" created"), "{part}: {said}");
            });
        }
    });
}

/// A command that opens a file again and again, and one that fails.
#[test]
#[cfg(target_os = "linux")]
fn growth_and_failures_are_told() {
    let watch = |script: &str| {
        let output = Command::new(LOAD)
            .args(["watch", "--name", "shell", "--warm-up", "0.2"])
            .args(["--seconds", "3", "--", "bash", "-c", script])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.success(), said)
    };
    let (is_steady, said) = watch("for i in $(seq 60); do exec {file}</dev/null; sleep 0.05; done");
    assert!(!is_steady && said.contains("descriptors grew"), "{said}");
    let (is_steady, said) = watch("sleep 3; exit 3");
    assert!(!is_steady && said.contains("exit status: 3"), "{said}");
    let (is_steady, said) = watch("sleep 3");
    assert!(is_steady, "{said}");
}
