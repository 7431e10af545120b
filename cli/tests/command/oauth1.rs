//! Creators that are authorised by OAuth 1.0a.

use std::{fs, path::PathBuf};

use serde_json::Value;
use testwiki::{OAuth1Consumer, RunningWiki, Server, Setting, Wiki};

use crate::support::*;

/// A wiki with a consumer of Admin, and the files of a command.
struct Lab {
    _server: Server,
    wiki: RunningWiki,
    folder: tempfile::TempDir,
}

impl Lab {
    fn new(wiki: Wiki) -> Self {
        let server = Server::start().unwrap();
        let wiki = server.add(wiki.setting(Setting::NoCreate).oauth1(OAuth1Consumer {
            key: "c0nsumer".to_owned(),
            secret: "hunter2+/=".to_owned(),
            access_token: "t0ken".to_owned(),
            access_secret: "hunter3&%".to_owned(),
            account: "Admin".to_owned(),
        }));
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("zoe"), PASSWORD).unwrap();
        Self {
            _server: server,
            wiki,
            folder,
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs a command with the tokens in this text, and asserts that it shows no secret.
    fn run(&self, args: &[&str], tokens: &str) -> RunResult {
        fs::write(self.path("tokens"), tokens).unwrap();
        let mut command = mwaccount(args);
        command.current_dir(self.folder.path());
        let result = run_with(command, "");
        result.assert_hides("hunter2").assert_hides("hunter3");
        result
    }

    fn create(&self, args: &[&str], tokens: &str) -> RunResult {
        let api = self.wiki.api();
        let what = ["create", &api, "--name", "Zoe Example", "--json", "-v"];
        let files = ["--password-file", "zoe", "--oauth1-token-file", "tokens"];
        self.run(&[&what[..], &files, args].concat(), tokens)
    }
}

const TOKENS: &str = "c0nsumer\nhunter2+/=\nt0ken\nhunter3&%\n";

#[test]
fn the_tokens_of_a_file_authorise_the_creator() {
    for release in ["1.23", "1.30", "1.45"] {
        let lab = Lab::new(Wiki::release(release));
        let result = lab.create(&[], &TOKENS.replace('\n', "\r\n"));
        assert_eq!(result.status, 0, "{result:?}");
        let account = lab.wiki.account("Zoe Example").unwrap();
        assert_eq!(account.creator.as_deref(), Some("Admin"));
    }
}

#[track_caller]
fn refused(result: &RunResult, message: &str) {
    assert_eq!(result.status, 1, "{result:?}");
    let json = result.json();
    assert_eq!(json["outcome"], "refused", "{json}");
    assert_eq!(json["reason"], "login-failed", "{json}");
    assert!(
        json["message"].as_str().unwrap().contains(message),
        "{json}"
    );
}

#[test]
fn what_is_wrong_with_the_tokens_is_said() {
    let lab = Lab::new(Wiki::release("1.39"));
    for (tokens, message) in [
        (
            TOKENS.replace("c0nsumer", "other"),
            "check the consumer key",
        ),
        (
            TOKENS.replace("hunter3", "hunter2"),
            "check the consumer secret and the access secret",
        ),
        (TOKENS.replace("t0ken", "other"), "check the access token"),
    ] {
        refused(&lab.create(&[], &tokens), message);
    }
    let ahead = Lab::new(Wiki::release("1.39").clock(1000));
    refused(
        &ahead.create(&[], TOKENS),
        "seconds ahead of this machine's",
    );
    for tokens in [
        "",
        "c0nsumer\nhunter2\nt0ken\n",
        "a\nb\nc\nd\ne\n",
        "c0nsumer\n\nt0ken\nhunter3\n",
    ] {
        let result = lab.create(&[], tokens);
        assert_eq!(result.status, 2, "{result:?}");
    }
    assert!(lab.wiki.account("Zoe Example").is_none());
}

#[test]
fn resume_needs_the_tokens_again() {
    let lab = Lab::new(Wiki::release("1.43").setting(Setting::Terms));
    let result = lab.create(&["--suspend-to", "saved"], TOKENS);
    assert_eq!(result.json()["outcome"], Value::from("ask"), "{result:?}");
    let saved = fs::read_to_string(lab.path("saved")).unwrap();
    assert!(!saved.contains("hunter"), "{saved}");
    let resume = ["resume", "saved", "--field", "termsAgree=yes", "--json"];
    let without = lab.run(&resume, TOKENS);
    assert_eq!(without.status, 2, "{without:?}");
    let message = without.json()["message"].as_str().unwrap().to_owned();
    assert!(
        message.contains("--oauth-token-file or --oauth1-token-file"),
        "{message}"
    );
    let tokens = [&resume[..], &["--oauth1-token-file", "tokens"]].concat();
    let without = lab.run(&tokens, TOKENS);
    assert_eq!(without.status, 2, "{without:?}");
    assert!(without.out.contains("--wiki"), "{without:?}");
    let api = lab.wiki.api();
    let result = lab.run(&[&tokens[..], &["--wiki", &api]].concat(), TOKENS);
    assert_eq!(result.status, 0, "{result:?}");
    let account = lab.wiki.account("Zoe Example").unwrap();
    assert_eq!(account.creator.as_deref(), Some("Admin"));
}
