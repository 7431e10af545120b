//! What stands before a wiki: the web server's own login, certificates, proxies.

use std::{fs, path::PathBuf};

use tempfile::TempDir;
use testwiki::{CERTIFICATE, Captcha, Release, Running, Server, Setting};

use crate::support::*;

/// An emulated wiki behind its server's login, which is `lab` with the password `lab`, and a
/// folder with files of passwords and certificates.
struct Guarded {
    running: Running,
    folder: TempDir,
    _server: Server,
}

impl Guarded {
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

    fn run(&self, command: &[&str], args: &[&str]) -> Ran {
        let mut all = mwaccount(command);
        all.args(args).arg("-v").current_dir(self.folder.path());
        let ran = run_with(all, "");
        ran.keeps(PASSWORD).keeps("hunter2").keeps("bGFiOmxhYg");
        ran
    }

    fn create(&self, args: &[&str]) -> Ran {
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
fn the_servers_login_is_given_refused_and_asked_for() {
    let wiki = Guarded::new();
    let probed = wiki.run(&["probe", &wiki.running.api()], &LAB);
    assert_eq!(probed.status, 0, "{probed:?}");
    let ran = wiki.create(&[&LAB[..], &PARIS].concat());
    assert_eq!(ran.json()["outcome"], "created", "{ran:?}");

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
fn a_conversation_that_is_taken_up_wants_it_again() {
    let wiki = Guarded::new();
    let put_down = [&LAB[..], &["--suspend-to", "it"]].concat();
    assert_eq!(wiki.create(&put_down).status, 3);
    let text = fs::read_to_string(wiki.folder.path().join("it")).unwrap();
    assert!(!text.contains("bGFiOmxhYg"), "{text}");
    let resume = ["resume", "it", "--password-file", "zoe", "--json"];
    let ran = wiki.run(&resume, &PARIS);
    assert_eq!(ran.status, 2, "{ran:?}");
    assert!(ran.out.contains("--http-user"), "{ran:?}");
    let ran = wiki.run(&resume, &[&LAB[..], &PARIS].concat());
    assert_eq!(ran.json()["outcome"], "created", "{ran:?}");
}

#[test]
fn the_authority_of_a_wiki_is_named() {
    let wiki = Guarded::new();
    let api = format!("{}/api.php", wiki.running.secure_url());
    let probe = [&["probe", &api, "--json"], &LAB[..]].concat();
    let json = wiki.run(&probe, &["--ca-file", "wiki.pem"]).json();
    assert_eq!(json["outcome"], "probed", "{json}");
    let json = wiki.run(&probe, &[]).json();
    assert_eq!(json["reason"], "insecure", "{json}");
    assert!(json["message"].as_str().unwrap().contains("--ca-file"));
}

#[test]
fn what_cannot_be_used_is_told_before_anything_is_sent() {
    let wiki = Guarded::new();
    let client = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/tls/client.pem");
    let client = client.to_str().unwrap();
    for (args, what) in [
        (&["--ca-file", "missing"][..], "CA file missing"),
        (&["--client-cert", "wiki.pem"], "holds no private key"),
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
        let ran = wiki.create(args);
        assert_eq!(ran.status, 2, "{ran:?}");
        assert!(ran.out.contains(what), "{what}: {ran:?}");
    }
    for args in ["--http-password-file lab", "--client-key zoe"] {
        let ran = wiki.create(&args.split(' ').collect::<Vec<_>>());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{ran:?}");
    }
    assert_eq!(wiki.running.all_requests(), 0);
}

#[test]
fn a_proxy_is_gone_through() {
    let proxy = plain_wiki();
    let mut command = command();
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
    let ran = run_with(command, &format!("{PASSWORD}\n"));
    assert_eq!(ran.status, 0, "{ran:?}");
    assert_eq!(proxy.seen().len(), 2);
}
