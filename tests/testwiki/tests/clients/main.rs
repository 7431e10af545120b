//! Other people's clients of MediaWiki, which connect to emulated wikis as to real ones: each logs in, creates an account
//! and reads lists, on every release that it supports. `clients/prepare` installs them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    sync::LazyLock,
};

use testwiki::{Release, Server, Wiki};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/clients");

/// The folder in which the clients are installed.
static INSTALLED: LazyLock<PathBuf> = LazyLock::new(|| {
    let output = Command::new(Path::new(FOLDER).join("prepare"))
        .output()
        .expect("clients/prepare starts");
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "clients/prepare failed: {error}");
    PathBuf::from(String::from_utf8_lossy(&output.stdout).trim())
});

/// Runs a client's script on a wiki of each release from 1.`oldest` on.
#[track_caller]
fn connect(script: &str, oldest: u16) {
    let server = Server::start().expect("a free port");
    let releases = Release::all().filter(|release| *release >= Release::first(oldest));
    let series = |release: &Release| {
        let text = release.to_string();
        text.trim_end_matches(".0").to_owned()
    };
    let names: Vec<String> = releases.map(|release| series(&release)).collect();
    let wikis: Vec<_> = names
        .iter()
        .map(|name| server.add(Wiki::release(name).script_path("/w")))
        .collect();
    let arguments = names.iter().zip(&wikis);
    let arguments = arguments.map(|(name, wiki)| format!("{name}={}", wiki.url()));

    let bin = INSTALLED.join("python/bin");
    let (program, path) = match script.ends_with(".py") {
        true => (bin.join("python"), Path::new(FOLDER).join(script)),
        false => ("node".into(), INSTALLED.join("node").join(script)),
    };
    // Pywikibot keeps answers in the folder in which it runs, by the address, which is another in each run.
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join(script);
    let _ = fs::remove_dir_all(&scratch);
    fs::create_dir_all(&scratch).expect("a folder");
    // Node.js of the machine comes first, as in clients/prepare.
    let searched = env::var("PATH").unwrap_or_default();
    let output = Command::new(program)
        .arg(path)
        .args(arguments)
        .current_dir(&scratch)
        .env("PATH", format!("{searched}:{}", bin.display()))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env_remove("http_proxy")
        .output()
        .expect("the client starts");
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{script}: {told}\n{error}");
    let done: Vec<&str> = told.lines().filter(|line| line.starts_with("1.")).collect();
    assert_eq!(done, names, "{script}: {error}");
    // The wiki's own books: who made the account.
    for (name, wiki) in names.iter().zip(&wikis) {
        let creates = wiki.requests("createaccount") > 0;
        let creator = wiki.account("Zoe Example").map(|account| account.creator);
        let expected = creates.then(|| Some("Admin".to_owned()));
        assert_eq!(creator, expected, "{script} on {name}");
        assert_eq!(
            creates,
            Release::first(21) <= name.parse().expect("a release")
        );
    }
}

#[test]
fn mwclient_connects_to_every_release() {
    connect("with_mwclient.py", 16);
}

/// It refuses older ones.
#[test]
fn pywikibot_connects_to_1_31_and_later() {
    connect("with_pywikibot.py", 31);
}

/// It promises 1.35 and later.
#[test]
fn mwn_connects_to_1_35_and_later() {
    connect("with_mwn.mjs", 35);
}

/// Its tokens for logins came with 1.27.
#[test]
fn m3api_connects_to_1_27_and_later() {
    connect("with_m3api.mjs", 27);
}

#[test]
fn nodemw_connects_to_every_release() {
    connect("with_nodemw.mjs", 16);
}
