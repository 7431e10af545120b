//! The configuration file and the environment variables.

use std::{fs, path::PathBuf, process::Command};

use tempfile::TempDir;

use crate::support::*;

/// A configuration file in a folder of its own.
struct Configured {
    folder: TempDir,
}

impl Configured {
    fn new(text: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("mwaccount")).unwrap();
        let configured = Self { folder };
        fs::write(configured.path(), text).unwrap();
        configured
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("mwaccount/config.toml")
    }

    /// Returns the command with this configuration.
    fn command(&self, args: &[&str]) -> Command {
        let mut command = mwaccount(args);
        command.env("XDG_CONFIG_HOME", self.folder.path());
        command
    }

    fn run(&self, args: &[&str]) -> RunResult {
        run_with(self.command(args), &format!("{PASSWORD}\n"))
    }
}

const ZOE: [&str; 5] = ["--name", "Zoe Example", "--password-stdin", "--json", "-v"];

fn create_on(wiki: &str) -> Vec<&str> {
    [&["create", wiki][..], &ZOE].concat()
}

#[test]
fn an_alias_stands_for_a_wiki_and_its_settings() {
    let wiki = plain_wiki();
    let configured = Configured::new(&format!(
        "contact = \"ops@example.org\"\nlanguage = \"de\"\ntimeout = 7\n\n\
         [wikis.lab]\naddress = \"{}\"\nlanguage = \"fr\"\n",
        wiki.api()
    ));
    for (address, language) in [("lab", "fr"), (&*wiki.api(), "de")] {
        let result = configured.run(&create_on(address));
        assert_eq!(result.status, 0, "{result:?}");
        let sent = wiki.requests();
        let creation = sent.last().unwrap();
        assert!(
            creation.user_agent.ends_with(" (ops@example.org)"),
            "{creation:?}"
        );
        assert_eq!(creation.field("uselang"), language, "{creation:?}");
    }
    let result = configured.run(&create_on("lap"));
    assert_eq!(result.status, 5, "{result:?}");
}

#[test]
fn an_option_precedes_the_environment_and_that_the_file() {
    let wiki = plain_wiki();
    let configured = Configured::new("contact = \"file@example.org\"");
    let api = wiki.api();
    let probe = ["probe", &api, "--json"];
    let agent = |command| {
        let result = run_with(command, "");
        assert_eq!(result.status, 0, "{result:?}");
        wiki.requests().last().unwrap().user_agent.clone()
    };
    let version = env!("CARGO_PKG_VERSION");
    let with = |contact: &str| format!("mwaccount/{version} ({contact})");
    assert_eq!(agent(configured.command(&probe)), with("file@example.org"));
    let mut command = configured.command(&probe);
    command.env("MWACCOUNT_CONTACT", "");
    assert_eq!(agent(command), with("file@example.org"));
    let mut command = configured.command(&probe);
    command.env("MWACCOUNT_CONTACT", "environment@example.org");
    assert_eq!(agent(command), with("environment@example.org"));
    let mut command = configured.command(&probe);
    command.env("MWACCOUNT_CONTACT", "environment@example.org");
    command.args(["--contact", "option@example.org"]);
    assert_eq!(agent(command), with("option@example.org"));
    // What excludes a setting precedes it, too.
    let mut command = configured.command(&probe);
    command.args(["--user-agent", "tool/1.0"]);
    assert_eq!(agent(command), "tool/1.0");
    assert_eq!(agent(mwaccount(&probe)), format!("mwaccount/{version}"));
}

#[test]
fn the_file_is_found_in_each_place() {
    let wiki = plain_wiki();
    let api = wiki.api();
    let probe = ["probe", &api, "--json"];
    let configured = Configured::new("contact = \"file@example.org\"");
    let home = tempfile::tempdir().unwrap();
    fs::create_dir_all(home.path().join(".config/mwaccount")).unwrap();
    fs::copy(
        configured.path(),
        home.path().join(".config/mwaccount/config.toml"),
    )
    .unwrap();
    let mut at_home = mwaccount(&probe);
    at_home
        .env_remove("XDG_CONFIG_HOME")
        .env("HOME", home.path());
    let mut named = mwaccount(&probe);
    named.env("MWACCOUNT_CONFIG", configured.path());
    for command in [at_home, named] {
        let result = run_with(command, "");
        assert_eq!(result.status, 0, "{result:?}");
        let agent = wiki.requests().last().unwrap().user_agent.clone();
        assert!(agent.ends_with("(file@example.org)"), "{agent}");
    }
    let mut missing = mwaccount(&probe);
    missing.env("MWACCOUNT_CONFIG", "/nonexistent/file");
    let result = run_with(missing, "");
    assert_eq!(result.status, 2, "{result:?}");
    assert!(
        result.err.contains("cannot read /nonexistent/file"),
        "{result:?}"
    );
}

#[test]
fn the_creator_of_a_wiki_logs_in_there_only() {
    let server = testwiki::Server::start().unwrap();
    let lab = server.add(testwiki::Wiki::release("1.43"));
    let other = server.add(testwiki::Wiki::release("1.43"));
    let configured = Configured::new(&format!(
        "[wikis.lab]\naddress = \"{}\"\nlogin = \"Admin\"\n\n[wikis.other]\naddress = \"{}\"\n",
        lab.api(),
        other.api()
    ));
    let folder = tempfile::tempdir().unwrap();
    let password = folder.path().join("password");
    fs::write(&password, "wrong password\n").unwrap();
    let with_password = ["--login-password-file", password.to_str().unwrap()];
    let result = configured.run(&[&create_on("lab")[..], &with_password].concat());
    assert_eq!(result.json()["stage"], "login", "{result:?}");
    fs::write(&password, "adminpass12345\n").unwrap();
    let result = configured.run(&[&create_on("lab")[..], &with_password].concat());
    assert_eq!(result.status, 0, "{result:?}");
    // Another wiki has no creator, for which the password would be.
    let result = configured.run(&[&create_on("other")[..], &with_password].concat());
    assert_eq!(result.status, 2, "{result:?}");
    // An access token is used instead.
    let token = ["--oauth-token-file", "/dev/null"];
    let result = configured.run(&[&create_on("lab")[..], &token].concat());
    assert!(
        result.json()["message"].to_string().contains("is empty"),
        "{result:?}"
    );

    let rows = folder.path().join("rows.csv");
    fs::write(&rows, "name,password\nAnn,Correct-horse-7-battery\n").unwrap();
    let rows = rows.to_str().unwrap();
    let both = ["bulk", "lab", "other", rows, "--json"];
    let result = configured.run(&both);
    assert_eq!(result.status, 2, "{result:?}");
    assert!(result.err.contains("not the same login"), "{result:?}");
    let one = [
        "bulk",
        "lab",
        rows,
        "--json",
        "--login-password-file",
        password.to_str().unwrap(),
    ];
    let result = configured.run(&one);
    assert_eq!(result.status, 0, "{result:?}");
}

#[test]
fn mistakes_name_the_file_the_line_and_the_key() {
    for (line, told) in [
        (
            "login-password = \"hunter2\"",
            "login-password: this file must not have secrets",
        ),
        (
            "Password = \"hunter2\"",
            "Password: this file must not have secrets",
        ),
        (
            "oauth-token = \"hunter2\"",
            "oauth-token: this file must not have secrets",
        ),
        (
            "proxy = \"http://me:hunter2@proxy.example\"",
            "proxy contains a password",
        ),
        (
            "[wikis.x]\naddress = \"me:hunter2@wiki.example\"",
            "address contains a password",
        ),
        (
            "contcat = \"x\"",
            "contcat is no key; the keys here are ca-file, contact",
        ),
        (
            "login = \"Teacher\"",
            "login is about one wiki: it belongs below [wikis.ALIAS]",
        ),
        ("timeout = 0", "timeout: invalid value '0'"),
        ("timeout = [1]", "timeout must be a text or a number"),
        ("images = \"maybe\"", "images: invalid value 'maybe'"),
        ("contact = ", "quoted"),
        ("[wikis.x]\nlogin = \"Teacher\"", "[wikis.x] has no address"),
        ("[wikis.\"a.b\"]\naddress = \"x\"", "a.b is no alias"),
        ("wikis.x = 3", "wikis.x must be a table"),
    ] {
        let configured = Configured::new(&format!("# Mine.\n\n{line}\n"));
        let result = configured.run(&create_on("https://wiki.example/api.php"));
        assert_eq!(
            (result.status, result.out.as_str()),
            (2, ""),
            "{line}: {result:?}"
        );
        let number = if line.contains("address contains") || line.contains("me:hunter2@wiki") {
            4
        } else {
            3
        };
        let place = format!("mwaccount: {}, line {number}", configured.path().display());
        let err = &result.assert_hides("hunter2").err;
        assert!(
            err.starts_with(&place) && err.contains(told),
            "{line}: {err}"
        );
    }
    let mut command = mwaccount(&["probe", "https://wiki.example/api.php"]);
    command.env("MWACCOUNT_DIALECT", "klingon");
    let result = run_with(command, "");
    assert_eq!(result.status, 2, "{result:?}");
    assert!(
        result
            .err
            .starts_with("mwaccount: MWACCOUNT_DIALECT: invalid value 'klingon'"),
        "{result:?}"
    );
    // Help needs no file.
    let configured = Configured::new("nonsense");
    assert_eq!(configured.run(&["create", "--help"]).status, 0);
    assert_eq!(configured.run(&["completions", "bash"]).status, 0);
}

/// A person sees it on the terminal, before anything is sent.
#[test]
fn a_run_without_a_contact_gives_a_hint() {
    let hint = "no contact is in the User-Agent header";
    let probe = [
        "probe",
        "http://wiki.invalid/",
        "--proxy",
        "http://127.0.0.1:1",
    ];
    let local = ["probe", "http://localhost:1/"];
    let contact = ["--contact", "ops@example.org"];
    for (args, is_hinted) in [
        (&probe[..], true),
        (&[&probe[..], &contact].concat(), false),
        (&local, false),
    ] {
        let mut run = rexpect::session::spawn_command(mwaccount(args), Some(20_000)).unwrap();
        let shown = run.exp_eof().unwrap();
        assert_eq!(shown.contains(hint), is_hinted, "{args:?}: {shown}");
        assert!(shown.contains("(unreachable)"), "{args:?}: {shown}");
        let result = run_with(mwaccount(args), "");
        assert!(!result.err.contains(hint), "{result:?}");
    }
}
