//! Discovery of api.php from any URL: a table of addresses and pages with the requests each takes. `cargo test
//! --test flows discovery::kinds -- --nocapture` prints it.

mod addresses;
mod api_off;
mod inside;
mod moves;
mod nowhere;
mod pages;

use mwaccount::{
    Credentials, Dialect, Error, OAuth1Token, Reason, Step, TransportError, Wiki, WikiBuilder,
};
use support::{accounts::zoe, multi_host::*};

/// The requests of a creation whose API URL is known.
const CREATION: u64 = 2;

/// A kind of address, and its result.
struct Row {
    what: &'static str,
    address: &'static str,
    hosts: MultiHost,
    /// The API URL of the creation, or the reason of its failure.
    expected: Result<&'static str, Reason>,
    /// The requests of the discovery; all requests, if it fails.
    requests: u64,
    moved: bool,
}

/// Returns a row whose api.php is found.
fn found(
    what: &'static str,
    address: &'static str,
    api: &'static str,
    requests: u64,
    hosts: MultiHost,
) -> Row {
    Row {
        what,
        address,
        hosts: hosts.at(api, Site::Api),
        expected: Ok(api),
        requests,
        moved: false,
    }
}

fn moved(row: Row) -> Row {
    Row { moved: true, ..row }
}

fn not_found(
    what: &'static str,
    address: &'static str,
    reason: Reason,
    requests: u64,
    hosts: MultiHost,
) -> Row {
    Row {
        what,
        address,
        hosts,
        expected: Err(reason),
        requests,
        moved: false,
    }
}

fn wiki(address: &str, hosts: &MultiHost) -> WikiBuilder {
    Wiki::builder(address).transport(hosts.clone())
}

#[test]
fn kinds_of_address_and_page() {
    let rows = [
        addresses::rows(),
        pages::rows(),
        moves::rows(),
        nowhere::rows(),
    ];
    println!("{:52} {:>8}  comes to", "address or page", "requests");
    let mut count = 0;
    for row in rows.into_iter().flatten() {
        let mut wiki = wiki(row.address, &row.hosts).build().unwrap();
        let step = wiki.create(zoe()).step();
        let sent = row.hosts.sent();
        let trace = format!("{}: {step:?}{}", row.what, request_trace(&sent));
        let (requests, came_to) = match &step {
            Ok(Step::Created(created)) => {
                let warned = created
                    .warnings
                    .iter()
                    .any(|warning| warning.code == "moved");
                assert_eq!(warned, row.moved, "{trace}");
                assert_eq!(wiki.session().facts().moved_from.is_some(), row.moved);
                assert!(wiki.session().is_api_found());
                let api = wiki.session().api_url().to_string();
                let next_time = Wiki::builder(&api).session().expect(&trace);
                assert_eq!(next_time.api_url().as_str(), api, "{trace}");
                assert_secrets_stay(&sent, Some(&api));
                (wiki.requests() - CREATION, Ok(api))
            }
            Err(error) => {
                assert!(!wiki.session().is_api_found(), "{trace}");
                assert_secrets_stay(&sent, None);
                (wiki.requests(), Err(error.reason))
            }
            Ok(other) => panic!("{}: {other:?}", row.what),
        };
        let shown = match &came_to {
            Ok(api) => format!("{api}{}", if row.moved { " (moved)" } else { "" }),
            Err(reason) => reason.to_string(),
        };
        println!("{:52} {requests:>8}  {shown}", row.what);
        assert_eq!(came_to, row.expected.map(str::to_owned), "{trace}");
        assert_eq!(requests, row.requests, "{trace}");
        assert!(requests <= 4, "{trace}");
        count += 1;
    }
    assert!(count >= 30, "{count}");
}

/// The first request of a flow is not sent to a guessed URL if it is a POST or carries a secret.
#[test]
fn no_post_and_no_secret_is_sent_to_a_guessed_url() {
    let address = "http://wiki.example.org/wiki/Some_page";
    let hosts = || {
        serving(address, Site::to("https://wiki.example.org/wiki/Some_page"))
            .at(
                "https://wiki.example.org/wiki/Some_page",
                Site::page("<p>Hello"),
            )
            .at("https://wiki.example.org/w/*", Site::page("<p>Hello"))
            .at("https://wiki.example.org/wiki/api.php", Site::Api)
    };
    let api = "https://wiki.example.org/wiki/api.php";
    for credentials in [
        Credentials::oauth("s3cret"),
        Credentials::oauth(OAuth1Token::new("a", "s3cret", "b", "s3cret")),
        Credentials::password("Admin@bot", "s3cret"),
        Credentials::password("Admin", "s3cret"),
    ] {
        let hosts = hosts();
        let mut wiki = wiki(address, &hosts).build().unwrap();
        let step = wiki.log_in(credentials).step();
        let sent = hosts.sent();
        let trace = format!("{step:?}{}", request_trace(&sent));
        assert_eq!(wiki.session().api_url().as_str(), api, "{trace}");
        assert!(sent.len() >= 4, "{trace}");
        assert_secrets_stay(&sent, Some(api));
    }
    let hosts = hosts();
    let mut wiki = wiki(address, &hosts)
        .dialect(Dialect::LegacyApi)
        .build()
        .unwrap();
    let _ = wiki.create(zoe()).step();
    assert_secrets_stay(&hosts.sent(), Some(api));
    assert_eq!(
        wiki.session().facts().generator.as_deref(),
        Some("MediaWiki 1.43.3")
    );
}
