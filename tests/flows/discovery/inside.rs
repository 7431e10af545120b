//! Redirects to this machine, its network and its neighbours: followed only from there.

use super::*;

/// Hosts in each range, from the outside to the inside.
const RANGES: [&[&str]; 4] = [
    &[
        "wiki.example.org",
        "8.8.8.8",
        "[2001:db8::7]",
        "[::ffff:8.8.8.8]",
    ],
    &[
        "10.0.0.7",
        "172.31.0.7",
        "192.168.0.7",
        "100.64.0.7",
        "198.18.0.7",
        "240.0.0.7",
        "224.0.0.7",
        "[fd00::7]",
        "[::ffff:10.0.0.7]",
        "[64:ff9b::10.0.0.7]",
        "wiki",
        "wiki.local",
        "wiki.internal.",
    ],
    &[
        "169.254.0.7",
        "169.254.169.254",
        "0xa9fea9fe",
        "[fe80::7]",
        "[::ffff:169.254.169.254]",
        "[2002:a9fe:a9fe::]",
    ],
    &[
        "127.8.8.8",
        "127.0.0.1",
        "127.9.9.9",
        "2130706433",
        "0177.0.0.1",
        "0x7f.1",
        "0.0.0.0",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "localhost",
        "LocalHost.",
        "x.localhost",
        "x.localhost.",
    ],
];

/// Creates an account at a host that redirects to another; returns the result and the requests.
fn create(from: &str, to: &str, path: &str) -> (Result<Step, Error>, Vec<Sent>) {
    let address = format!("https://{from}{path}");
    let target = Site::To(302, format!("https://{to}/w/api.php"));
    let hosts = serving(&format!("https://{from}/*"), target).at("https://*", Site::Api);
    let mut wiki = wiki(&address, &hosts).build().unwrap();
    let step = wiki.create(zoe()).step();
    (step, hosts.sent())
}

#[test]
fn redirects_lead_only_outwards() {
    let ranges = RANGES.iter().enumerate();
    for (from_range, from) in ranges.map(|(range, hosts)| (range, hosts[0])) {
        for (to_range, hosts) in RANGES.iter().enumerate() {
            for to in *hosts {
                for path in ["/wiki/A", "/w/index.php"] {
                    check(from, to, path, to_range <= from_range);
                }
            }
        }
    }
}

#[track_caller]
fn check(from: &str, to: &str, path: &str, is_followed: bool) {
    if from == to {
        return;
    }
    let (step, sent) = create(from, to, path);
    let trace = format!("{from} to {to}: {step:?}{}", request_trace(&sent));
    if is_followed {
        assert!(matches!(step, Ok(Step::Created(_))), "{trace}");
        return;
    }
    let error = step.expect_err(&trace);
    assert_eq!(error.reason, Reason::Insecure, "{trace}");
    assert!(error.message.contains(from), "{trace}");
    assert!(error.message.contains("address yourself"), "{trace}");
    assert_eq!(sent.len(), 1, "{trace}");
}

/// A chain that has come out does not lead in again, also not over http.
#[test]
fn chains_do_not_lead_in_again() {
    for target in ["http://10.0.0.9/w/api.php", "http://localhost/w/api.php"] {
        for (address, between) in [
            ("http://10.0.0.7/", "https://wiki.example.org/"),
            ("http://localhost/", "http://wiki.example.org/"),
            ("http://www.example.org/", "http://wiki.example.org/"),
        ] {
            let hosts = serving(address, Site::to(between))
                .at(between, Site::To(302, target.to_owned()))
                .at(target, Site::Api);
            let mut wiki = wiki(address, &hosts).allow_http(true).build().unwrap();
            let error = wiki.create(zoe()).step().unwrap_err();
            let trace = format!("{error:?}{}", request_trace(&hosts.sent()));
            assert_eq!(error.reason, Reason::Insecure, "{trace}");
            assert_eq!(hosts.sent().len(), 2, "{trace}");
        }
    }
}
