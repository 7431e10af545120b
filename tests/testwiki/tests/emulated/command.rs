//! The command `testwiki`.

#[cfg(target_os = "linux")]
use std::{fs, path::Path};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use crate::client::Client;

const TESTWIKI: &str = env!("CARGO_BIN_EXE_testwiki");

/// A running command.
pub struct Served {
    child: Child,
    /// The first lines it printed.
    pub addresses: Vec<String>,
}

impl Served {
    pub fn start(arguments: &[&str], addresses: usize) -> Self {
        let mut child = Command::new(TESTWIKI)
            .args(arguments)
            .stdout(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let output = BufReader::new(child.stdout.take().expect("a pipe"));
        let lines = output.lines().take(addresses);
        Self {
            child,
            addresses: lines.map(|line| line.expect("an address")).collect(),
        }
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn the_command_prints_its_address_and_serves() {
    let wiki = [
        "--release",
        "1.26",
        "--captcha",
        "questy",
        "--script-path",
        "/w",
    ];
    let rest = [
        "--account",
        "Zoe:Correct-horse-7",
        "--fault",
        "429=3@createaccount:2",
    ];
    let served = Served::start(&[&wiki[..], &rest].concat(), 1);
    let address = &served.addresses[0];
    assert!(address.ends_with("/w"), "{address}");
    let mut client = Client::of(address);
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
}

#[test]
#[cfg(target_os = "linux")]
fn the_command_serves_https_at_several_addresses() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("certificate.pem");
    let path = file.to_str().expect("a path");
    let arguments = [
        "--https",
        "--certificate",
        path,
        "--address",
        "127.0.0.1",
        "--address",
        "127.0.0.2",
    ];
    let served = Served::start(&arguments, 2);
    for (address, host) in served.addresses.iter().zip(["127.0.0.1", "127.0.0.2"]) {
        let start = format!("https://{host}:");
        assert!(address.starts_with(&start), "{address}");
        let answer = Client::of(address).create("Zoe", &[]);
        assert_eq!(answer["createaccount"]["status"], "PASS", "{answer}");
    }
    let written = fs::read_to_string(&file).expect("a file");
    assert_eq!(written, testwiki::CERTIFICATE);
}

#[test]
fn the_command_serves_articles_at_short_addresses() {
    let arguments = [
        "--script-path",
        "/w",
        "--script-extension",
        ".php5",
        "--article-path",
        "/wiki/$1",
        "--article",
        "Some page",
    ];
    let served = Served::start(&arguments, 1);
    let origin = served.addresses[0].trim_end_matches("/w");
    let page = Client::of(origin).get("/wiki/Some_page", &[]);
    let page = page.expect("an answer");
    assert_eq!(page.status, 200);
    assert!(
        page.text().contains("/w/api.php5?action=rsd"),
        "{}",
        page.text()
    );
}

/// Returns the command's output for these arguments, and true if it failed.
fn run(arguments: &[&str]) -> (bool, String) {
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
fn wrong_arguments_are_rejected_with_the_valid_ones() {
    for (arguments, hint) in [
        (["--release", "1.9"], "1.16 to 1.46"),
        (["--setting", "pink"], "private"),
        (["--captcha", "pink"], "questy"),
        (["--fault", "pink"], "reset-after"),
        (["--account", "Zoe"], "colon"),
        (["--address", "10.0.0.1"], "not a loopback address"),
    ] {
        let (good, text) = run(&arguments);
        assert!(!good && text.contains(hint), "{text}");
    }
}

#[test]
fn the_command_sets_clocks_and_settings() {
    let arguments = [
        "--clock",
        "-86400",
        "--proxy-date",
        "-300",
        "--setting",
        "turkish",
        "--setting",
        "oldphp",
        "--setting",
        "gateway",
        "--fault",
        "gateway-json=readonly@createaccount",
    ];
    let served = Served::start(&arguments, 1);
    let mut client = Client::of(&served.addresses[0]);
    let answer = client.create("iris", &[]);
    assert_eq!(answer["error"]["code"], "readonly");
    let answer = client.create("iris", &[]);
    assert_eq!(answer["createaccount"]["messagecode"], "userexists");
    let query = [
        ("action", "query"),
        ("list", "users"),
        ("ususers", "iris"),
        ("usprop", "registration"),
    ];
    assert_eq!(client.api(&query)["query"]["users"][0]["name"], "İris");
}

#[test]
fn the_table_can_be_listed() {
    let (good, text) = run(&["--list", "--release", "1.22"]);
    assert!(
        good && text.contains("yes  refusal_text_is_code") && text.contains("no   auth_manager"),
        "{text}"
    );
}

/// Waits for a process that should end by itself, and returns true if it succeeded.
fn ends(mut child: Child) -> bool {
    let deadline = Instant::now() + Duration::from_secs(10);
    while Instant::now() < deadline {
        if let Some(status) = child.try_wait().expect("a child") {
            return status.success();
        }
        thread::sleep(Duration::from_millis(5));
    }
    let _ = child.kill();
    let _ = child.wait();
    panic!("the command still runs");
}

#[test]
fn the_command_ends_when_its_standard_input_is_closed() {
    let mut child = Command::new(TESTWIKI)
        .arg("--exit-with-parent")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the command starts");
    let mut address = String::new();
    let mut output = BufReader::new(child.stdout.take().expect("a pipe"));
    output.read_line(&mut address).expect("an address");
    Client::of(address.trim()).create("Zoe", &[]);
    assert_eq!(child.try_wait().expect("a child"), None);
    drop(child.stdin.take());
    assert!(ends(child));
}

#[test]
fn a_closed_pipe_is_no_panic() {
    for (arguments, succeeds) in [(["--list"], true), (["--control"], false)] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let child = Command::new(TESTWIKI)
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let output = child.wait_with_output().expect("an end");
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.success(), succeeds, "{error}");
        assert!(!error.contains("panicked"), "{error}");
        assert_eq!(error.contains("cannot print the address"), !succeeds);
    }
}
