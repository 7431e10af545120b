//! HTTP authentication, certificates and proxies.

use std::{fs, path::PathBuf};

use tempfile::TempDir;
use testwiki::{CERTIFICATE, Captcha, Release, RunningWiki, Server, Setting};

use crate::support::*;

/// An emulated wiki with HTTP authentication (user `lab`, password `lab`), and a folder with
/// password and certificate files.
struct HttpAuthWiki {
    running: RunningWiki,
    folder: TempDir,
    _server: Server,
}

impl HttpAuthWiki {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("zoe", format!("{PASSWORD}\n")),
            ("lab", "lab\r\n".to_owned()),
            ("wrong", "hunter2\n".to_owned()),
            ("wiki.pem", CERTIFICATE.to_owned()),
        ] {
            fs::write(folder.path().join(name), text).unwrap();
        }
        let server = Server::start().unwrap();
        let wiki = testwiki::Wiki::of(Release::first(43)).captcha(Captcha::Questy);
        Self {
            running: server.add(wiki.setting(Setting::Basic)),
            folder,
            _server: server,
        }
    }

    fn run(&self, command: &[&str], args: &[&str]) -> RunResult {
        let mut all = mwaccount(command);
        all.args(args).arg("-v").current_dir(self.folder.path());
        let result = run_with(all, "");
        result
            .assert_hides(PASSWORD)
            .assert_hides("hunter2")
            .assert_hides("bGFiOmxhYg");
        result
    }

    fn create(&self, args: &[&str]) -> RunResult {
        let account = ["--name", "Zoe", "--password-file", "zoe", "--json"];
        self.run(
            &[&["create", &self.running.api()], &account[..]].concat(),
            args,
        )
    }
}

const LAB: [&str; 4] = ["--http-user", "lab", "--http-password-file", "lab"];
const PARIS: [&str; 2] = ["--field", "captcha=Paris"];

#[test]
fn http_authentication_is_accepted_refused_or_missing() {
    let wiki = HttpAuthWiki::new();
    let probed = wiki.run(&["probe", &wiki.running.api()], &LAB);
    assert_eq!(probed.status, 0, "{probed:?}");
    let result = wiki.create(&[&LAB[..], &PARIS].concat());
    assert_eq!(result.json()["outcome"], "created", "{result:?}");

    let wrong = ["--http-user", "lab", "--http-password-file", "wrong"];
    for (args, what) in [
        (&wrong[..], "rejected the HTTP authentication"),
        (&[], "http_auth, --http-user"),
    ] {
        let json = wiki.create(args).json();
        assert_eq!(json["reason"], "access-denied", "{json}");
        assert!(json["message"].as_str().unwrap().contains(what), "{json}");
    }
}

#[test]
fn resume_needs_the_http_authentication_again() {
    let wiki = HttpAuthWiki::new();
    let suspend = [&LAB[..], &["--suspend-to", "saved"]].concat();
    assert_eq!(wiki.create(&suspend).status, 3);
    let text = fs::read_to_string(wiki.folder.path().join("saved")).unwrap();
    assert!(!text.contains("bGFiOmxhYg"), "{text}");
    let resume = ["resume", "saved", "--password-file", "zoe", "--json"];
    let result = wiki.run(&resume, &PARIS);
    assert_eq!(result.status, 2, "{result:?}");
    assert!(result.out.contains("--http-user"), "{result:?}");
    let result = wiki.run(&resume, &[&LAB[..], &PARIS].concat());
    assert_eq!(result.json()["outcome"], "created", "{result:?}");
}

#[test]
fn ca_file_makes_a_certificate_trusted() {
    let wiki = HttpAuthWiki::new();
    let api = format!("{}/api.php", wiki.running.secure_url());
    let probe = [&["probe", &api, "--json"], &LAB[..]].concat();
    let json = wiki.run(&probe, &["--ca-file", "wiki.pem"]).json();
    assert_eq!(json["outcome"], "probed", "{json}");
    let json = wiki.run(&probe, &[]).json();
    assert_eq!(json["reason"], "insecure", "{json}");
    assert!(json["message"].as_str().unwrap().contains("--ca-file"));
}

#[test]
fn unusable_network_options_fail_before_any_request() {
    let wiki = HttpAuthWiki::new();
    let client = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/tls/client.pem");
    let client = client.to_str().unwrap();
    for (args, what) in [
        (&["--ca-file", "missing"][..], "CA file missing"),
        (&["--client-cert", "wiki.pem"], "contains no private key"),
        (
            &["--client-cert", client, "--client-key", "zoe"],
            "client key zoe",
        ),
        (&["--proxy", "hunter2"], "http://proxy"),
        (&["--http-user", "lab"], "--http-password-file"),
        (
            &["--http-user", "a:b", "--http-password-file", "lab"],
            "colon",
        ),
    ] {
        let result = wiki.create(args);
        assert_eq!(result.status, 2, "{result:?}");
        assert!(result.out.contains(what), "{what}: {result:?}");
    }
    for args in ["--http-password-file lab", "--client-key zoe"] {
        let result = wiki.create(&args.split(' ').collect::<Vec<_>>());
        assert_eq!((result.status, result.out.as_str()), (2, ""), "{result:?}");
    }
    assert_eq!(wiki.running.all_requests(), 0);
}

#[test]
fn requests_go_through_the_proxy() {
    let proxy = plain_wiki();
    let mut command = create_command();
    command.args([
        "http://wiki.invalid/w/api.php",
        "--name",
        "Zoe",
        "--password-stdin",
    ]);
    command.args([
        "--allow-http",
        "--proxy",
        &format!("http://{}", proxy.address),
    ]);
    let result = run_with(command, &format!("{PASSWORD}\n"));
    assert_eq!(result.status, 0, "{result:?}");
    assert_eq!(proxy.requests().len(), 2);
}
