//! Real MediaWiki of three releases, started by the first test that uses it. See `tests/mediawiki/README.md`.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    sync::OnceLock,
};

/// The releases that Debian packages, oldest first.
pub const RELEASES: [&str; 3] = ["1.35", "1.39", "1.43"];

/// A running server. It stops when its standard input closes, at the latest with this process.
struct Server {
    _child: Child,
    address: String,
}

/// Returns the API URL of a wiki: `settings` as `questy` or `questy+private`, `instance` unique among the tests
/// of a binary.
pub fn api(release: &str, settings: &str, instance: &str) -> String {
    format!("{}/api.php", wiki(release, settings, instance))
}

/// Returns the URL of that wiki's folder.
pub fn wiki(release: &str, settings: &str, instance: &str) -> String {
    format!("{}/{settings}~{instance}", server(release).address)
}

fn server(release: &str) -> &'static Server {
    static SERVERS: [OnceLock<Server>; 3] = [const { OnceLock::new() }; 3];
    let at = RELEASES.iter().position(|known| *known == release);
    SERVERS[at.expect("a packaged release")].get_or_init(|| start(release))
}

fn start(release: &str) -> Server {
    // The tests of the command compile this file too, in a deeper folder.
    let serve = Path::new(env!("CARGO_MANIFEST_DIR"))
        .ancestors()
        .map(|folder| folder.join("tests/mediawiki/serve"))
        .find(|path| path.exists())
        .expect("tests/mediawiki/serve");
    let mut child = Command::new(serve)
        .arg(release)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("tests/mediawiki/serve starts");
    let stdout = child.stdout.take().expect("a pipe");
    let mut address = String::new();
    BufReader::new(stdout)
        .read_line(&mut address)
        .expect("an address");
    let address = address.trim().to_owned();
    assert!(
        address.starts_with("http://127.0.0.1:"),
        "MediaWiki {release} did not start; its messages are above"
    );
    Server {
        _child: child,
        address,
    }
}
