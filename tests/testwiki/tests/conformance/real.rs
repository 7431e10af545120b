//! Emulated wikis of 1.35, 1.39 and 1.43 checked against real ones.
//!
//! The test sends the recorded requests of 1.28 to a real wiki (`tests/mediawiki/`) and to an emulated one of
//! its release, each with its own tokens, ids and cookies. The responses must agree, except where a rule of
//! `allowed_differences.rs` allows a difference. Transcripts whose setting the real wikis do not have are left
//! out.

use std::{
    collections::BTreeMap,
    fs,
    io::{BufRead, BufReader},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::{
    client, compare,
    player::{Player, wiki},
    scripts,
    transcript::Transcript,
};
use testwiki::Server;

/// The settings that real and emulated wikis have in common.
const COMMON: &[&str] = &[
    "plain",
    "simple",
    "questy",
    "fancy",
    "private",
    "nocreate",
    "disabled",
    "readonly",
    "throttled",
    "lagged",
    "signon",
    "signonfail",
    "hidden",
    "emailreq",
];

/// The settings whose scripts are compared, but not the recorded requests, at which the real wikis ask a service in vain; and
/// the first release that has each.
const SCRIPTED: &[(&str, &str)] = &[
    ("hcaptcha", "1.35"),
    ("recaptcha", "1.35"),
    ("turnstile", "1.43"),
];

/// A real MediaWiki, which ends when its standard input closes.
struct Real {
    _child: Child,
    host: String,
}

impl Real {
    fn start(release: &str) -> Self {
        let serve = Path::new(env!("CARGO_MANIFEST_DIR")).join("../mediawiki/serve");
        let mut child = Command::new(serve)
            .arg(release)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("tests/mediawiki/serve starts");
        let mut address = String::new();
        let output = child.stdout.take().expect("a pipe");
        BufReader::new(output)
            .read_line(&mut address)
            .expect("an address");
        let host = address
            .trim()
            .strip_prefix("http://")
            .expect("the address of a real wiki");
        Self {
            host: host.to_owned(),
            _child: child,
        }
    }

    /// Returns the full release, as packages of the same series have different last numbers.
    fn release(&self) -> String {
        let target = "/plain~release/api.php?action=query&meta=siteinfo&format=json";
        let answer = client::send(&self.host, "GET", target, None, &BTreeMap::new(), &[]).text();
        let answer: serde_json::Value = serde_json::from_str(&answer).expect("siteinfo");
        let generator = answer["query"]["general"]["generator"]
            .as_str()
            .unwrap_or_default();
        generator.trim_start_matches("MediaWiki ").to_owned()
    }
}

#[test]
fn emulated_1_35_answers_as_the_real_one() {
    agree("1.35");
}

#[test]
fn emulated_1_39_answers_as_the_real_one() {
    agree("1.39");
}

#[test]
fn emulated_1_43_answers_as_the_real_one() {
    agree("1.43");
}

fn agree(series: &str) {
    let real = Real::start(series);
    let release = &real.release();
    let mut tried = 0;
    let mut rules: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut unexplained = Vec::new();
    for (number, (name, transcript)) in scripts().into_iter().enumerate() {
        let settings = transcript.settings.as_str();
        let is_scripted = name.starts_with("script")
            && SCRIPTED
                .iter()
                .any(|(known, since)| *known == settings && *since <= series);
        if !COMMON.contains(&settings) && !is_scripted {
            continue;
        }
        let mount = format!("{}~agree{number}", transcript.settings);
        let server = Server::start().expect("a free port");
        server.add_at(&mount, wiki(&transcript, release));
        let emulated = server.origin().replace("http://", "");
        let base = format!("/{mount}");
        let mut players = [
            Player::new(&real.host, &base),
            Player::new(&emulated, &base),
        ];
        // The response for the folder itself is the web server's.
        let exchanges = transcript
            .exchanges
            .iter()
            .filter(|exchange| exchange.path != "/");
        for (index, exchange) in exchanges.enumerate() {
            let answers = players.each_mut().map(|player| {
                let answer = player.send(exchange);
                player.learn(compare::compare(&exchange.response, &answer, release).pairs);
                player.learn(scripts::tokens_of(&answer));
                answer
            });
            let [mut theirs, mut ours] = answers;
            // The real wikis are called Lab.
            let text = theirs
                .text()
                .replace("[[Lab:", "[[LabWiki:")
                .replace("#91;Lab:", "#91;LabWiki:");
            if std::str::from_utf8(&theirs.body).is_ok() {
                theirs.body = text.into_bytes();
            }
            // Emulated wikis on the same host separate their cookies by path.
            for (_, value) in &mut ours.headers {
                *value = value.replace(&format!("path={base};"), "path=/;");
            }
            let compared = compare::compare(&theirs, &ours, release);
            tried += 1;
            for rule in compared.allowed {
                *rules.entry(rule).or_default() += 1;
            }
            for difference in compared.differences {
                unexplained.push(format!("{name} #{}: {difference}", index + 1));
            }
        }
    }
    println!("{release}: {tried} exchanges with the real and with the emulated wiki");
    for (rule, count) in &rules {
        println!("  {count:>6} {rule}");
    }
    println!("Unexplained differences: {}", unexplained.len());
    for difference in &unexplained {
        println!("  {difference}");
    }
    assert!(
        tried > 0 && unexplained.is_empty(),
        "{release}: {} differences that no rule allows",
        unexplained.len()
    );
}

/// Returns the transcripts of the newest recorded release, and the scripts for newer features.
fn scripts() -> Vec<(String, Transcript)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../transcripts/1.28.2");
    let entries =
        fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut all: Vec<_> = entries
        .map(|entry| entry.expect("an entry of the folder").path())
        .collect();
    all.sort();
    let name = |path: &PathBuf| {
        path.file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned()
    };
    let recorded = all.iter().map(|path| (name(path), Transcript::read(path)));
    recorded.chain(scripts::all()).collect()
}
