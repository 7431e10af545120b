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

/// `https://user:password@wiki/` is what curl takes too.
#[test]
fn the_login_in_an_address_is_used_and_shown_nowhere() {
    let wiki = HttpAuthWiki::new();
    let api = wiki.running.api();
    let with = |login: &str, address: &str| address.replacen("://", &format!("://{login}@"), 1);
    let account = ["--name", "Zoe", "--password-file", "zoe", "--json"];
    let page = api.replace("api.php", "index.php/Main_Page");
    for (address, status) in [
        (with("lab:l%61b", &api), 0),
        (with("lab:l%61b", &page), 0),
        (with("lab:hunter2", &api), 5),
        (with("hunter2", &api), 5),
        (with("hunter2:", &page), 5),
    ] {
        let probed = wiki.run(&["probe", &address], &[]);
        assert_eq!(probed.status, status, "{address}: {probed:?}");
        for result in [
            &probed,
            &wiki.run(&["probe", &address, "--json"], &[]),
            &wiki.run(&[&["create", &address], &account[..]].concat(), &[]),
        ] {
            result.assert_hides("@").assert_hides("l%61b");
        }
        let json = wiki.run(&["probe", &address, "--json"], &[]).json();
        if status == 0 {
            assert_eq!(json["wiki"]["api_url"], api.as_str(), "{json}");
        } else {
            assert_eq!(json["reason"], "access-denied", "{json}");
        }
    }

    let suspend = ["--suspend-to", "saved"];
    let address = with("lab:lab", &api);
    let create = [&["create", &address], &account[..]].concat();
    let asked = wiki.run(&create, &suspend);
    assert_eq!(asked.status, 3, "{asked:?}");
    let text = fs::read_to_string(wiki.folder.path().join("saved")).unwrap();
    assert!(
        !text.contains("lab@") && !text.contains("bGFiOmxhYg"),
        "{text}"
    );
    let resume = ["resume", "saved", "--password-file", "zoe", "--json"];
    assert_eq!(wiki.run(&resume, &PARIS).status, 2);
    let result = wiki.run(&resume, &[&["--wiki", &address], &PARIS[..]].concat());
    assert_eq!(result.json()["outcome"], "created", "{result:?}");

    let before = wiki.running.all_requests();
    let twice = wiki.run(&create, &LAB);
    assert_eq!(twice.status, 2, "{twice:?}");
    assert!(twice.out.contains("given twice"), "{twice:?}");
    let proxied = wiki.run(&create, &["--proxy", "http://me:hunter2@proxy example"]);
    assert_eq!(proxied.status, 2, "{proxied:?}");
    assert_eq!(wiki.running.all_requests(), before);
}

/// An invitation, for example. Only the page is requested with it.
#[test]
fn the_query_of_an_address_is_shown_nowhere() {
    let wiki = plain_wiki();
    let address = format!("http://{}/wiki/Page?token=hunter2", wiki.address);
    for args in [&["probe", &address][..], &["probe", &address, "--json"]] {
        let mut command = mwaccount(args);
        command.arg("-v");
        run_with(command, "").assert_hides("hunter2");
    }
    wiki.close();
    let mut command = mwaccount(&["probe", &address, "--json", "-v"]);
    command.args(["--timeout", "5"]);
    let result = run_with(command, "");
    assert_eq!(result.status, 5, "{result:?}");
    result.assert_hides("hunter2");
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
    let api = wiki.running.api();
    let with_wiki = [&["--wiki", &api], &LAB[..], &PARIS[..]].concat();
    let result = wiki.run(&resume, &with_wiki);
    assert_eq!(result.json()["outcome"], "created", "{result:?}");
}

/// Somebody has put a file of another wiki in the place of the user's, who then gives a password and a token.
#[test]
fn a_file_of_another_wiki_gets_no_http_authentication() {
    let (mine, theirs) = (HttpAuthWiki::new(), HttpAuthWiki::new());
    let suspend = [&LAB[..], &["--suspend-to", "saved"]].concat();
    assert_eq!(theirs.create(&suspend).status, 3);
    let [from, to] = [&theirs, &mine].map(|wiki| wiki.folder.path().join("saved"));
    fs::copy(from, to).unwrap();
    let before = theirs.running.all_requests();
    let api = mine.running.api();
    for (wiki, message) in [
        (
            &[][..],
            "give the address of the wiki too (address, --wiki)",
        ),
        (&["--wiki", &api], "is with another wiki, on 127.0.0.1"),
    ] {
        let resume = ["resume", "saved", "--password-file", "zoe", "--json"];
        let result = mine.run(&resume, &[&LAB[..], &PARIS, wiki].concat());
        assert_eq!(result.status, 2, "{result:?}");
        assert!(result.out.contains(message), "{result:?}");
    }
    assert_eq!(theirs.running.all_requests(), before);
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
