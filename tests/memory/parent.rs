//! The parent: the wikis, the scenarios, and what may be left of each secret.

use std::{
    collections::BTreeMap,
    env,
    path::Path,
    process::{Command, Stdio},
};

use support::{file, tls_server::CERTIFICATE};
use testwiki::{Captcha, OAuth1Consumer, Release, RunningWiki, Server, Setting};

use super::secrets::{BEARER, CREATOR, OAUTH1};

/// Names the scenario to a child.
pub const SCENARIO: &str = "MWACCOUNT_MEMORY_SCENARIO";
/// A file with the certificate of its wiki, if the address is one of https.
pub const CA_FILE: &str = "MWACCOUNT_MEMORY_CA_FILE";
/// The address of its wiki.
pub const ADDRESS: &str = "MWACCOUNT_MEMORY_ADDRESS";

/// The secrets that may be left, and how often at most. Everything else must be gone.
///
/// - The header of HTTP authentication and of an access token: ureq copies the values of headers, and frees the copies
///   without overwriting them.
/// - The proxy's password and its header: the same with ureq's settings.
const LEFT: [(&str, usize); 4] = [
    ("HTTP_HEADER", 4),
    ("BEARER", 4),
    ("PROXY", 6),
    ("PROXY_HEADER", 4),
];

fn wiki(minor: u16) -> testwiki::Wiki {
    testwiki::Wiki::of(Release::first(minor)).sysop("Planter", &CREATOR.text())
}

fn scenarios() -> Vec<(&'static str, testwiki::Wiki)> {
    let consumer = OAuth1Consumer {
        key: "c0nsumer".to_owned(),
        secret: OAUTH1.text(),
        access_token: "c0nsumer".to_owned(),
        access_secret: OAUTH1.text(),
        account: "Planter".to_owned(),
    };
    vec![
        ("visitor", wiki(43)),
        ("steps", wiki(43).setting(Setting::Otp)),
        ("captcha", wiki(43).captcha(Captcha::Questy)),
        ("second-factor", wiki(43).setting(Setting::SecondFactor)),
        ("json", wiki(26).captcha(Captcha::Questy)),
        ("xml", wiki(26)),
        ("form", wiki(19).captcha(Captcha::Questy)),
        ("bearer", wiki(43).bearer(&BEARER.text(), "Planter")),
        ("oauth1", wiki(43).oauth1(consumer)),
        ("http-auth", wiki(43).setting(Setting::Basic)),
        ("http-auth-in-address", wiki(43).setting(Setting::Basic)),
        ("proxy", wiki(43)),
    ]
}

pub fn run() {
    let server = Server::start().unwrap();
    let ca_file = file(CERTIFICATE);
    let mut failures = Vec::new();
    for (scenario, wiki) in scenarios() {
        let running = server.add(wiki);
        for is_secure in [false, true] {
            let left = child(scenario, &running, is_secure.then_some(ca_file.as_path()));
            let what = format!(
                "{scenario} {}",
                if is_secure { "over TLS" } else { "in clear" }
            );
            println!("{what}: {left:?}");
            if left.get("CONTROL").copied().unwrap_or_default() == 0 {
                failures.push(format!("{what}: the scan does not find what is there"));
            }
            for (name, count) in left {
                let most = LEFT
                    .iter()
                    .find(|(secret, _)| *secret == name)
                    .map_or(0, |(_, most)| *most);
                if name != "CONTROL" && count > most {
                    failures.push(format!("{what}: {name} is left {count} times, not {most}"));
                }
            }
        }
        assert!(
            scenario == "proxy" || running.all_requests() >= 4,
            "{scenario}: {} requests",
            running.all_requests()
        );
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    println!("memory: all passed");
}

/// Runs a child, and returns how often each secret is left.
fn child(scenario: &str, running: &RunningWiki, ca_file: Option<&Path>) -> BTreeMap<String, usize> {
    let address = match ca_file {
        Some(_) => format!("{}/api.php", running.secure_url()),
        None => running.api(),
    };
    let mut command = Command::new(env::current_exe().unwrap());
    command.env(SCENARIO, scenario).env(ADDRESS, address);
    if let Some(file) = ca_file {
        command.env(CA_FILE, file);
    }
    let output = command.stderr(Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "{scenario}: {output:?}");
    let mut left = BTreeMap::new();
    for line in String::from_utf8(output.stdout).unwrap().lines() {
        let mut words = line.split(' ');
        let (name, _, count) = (words.next().unwrap(), words.next(), words.next().unwrap());
        *left.entry(name.to_owned()).or_default() += count.parse::<usize>().unwrap();
    }
    left
}
