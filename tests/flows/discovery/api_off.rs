//! Wikis whose API is off.

use super::*;

/// Probes the wiki, to discover its API.
fn probe(address: &str, hosts: &MultiHost) -> (Wiki, Result<(), Error>) {
    let mut wiki = wiki(address, hosts).build().unwrap();
    let probed = wiki.fields().map(|_| ());
    (wiki, probed)
}

/// If the API of a MediaWiki is off, its URL and that of index.php are still known. Its error is reported if
/// there is no sign-up form either, which takes one more request.
#[test]
fn an_api_that_is_switched_off() {
    let address = "https://wiki.example.org/wiki/Some_page";
    let index = "https://wiki.example.org/w/index.php";
    let off = b"MediaWiki API is not enabled for this site.".to_vec();
    let head = "<link rel=stylesheet href=\"/w/load.php?x\"><form action=\"/w/index.php\"></form>";
    let hidden = |status| Site::Page(status, b"<h1>No</h1>".to_vec());
    for (what, address, hosts, reason, requests) in [
        (
            "1.17, article",
            address,
            serving(address, made_by_mediawiki(head)).at(API, Site::Page(200, off.clone())),
            Reason::Disabled,
            3,
        ),
        (
            "1.18, article",
            address,
            serving(address, made_by_mediawiki(head)).at(API, Site::Page(500, off.clone())),
            Reason::Disabled,
            3,
        ),
        (
            "1.18, index.php",
            index,
            serving(API, Site::Page(500, off.clone())),
            Reason::Disabled,
            2,
        ),
        (
            "403 at api.php",
            address,
            serving(address, made_by_mediawiki(head)).at(API, hidden(403)),
            Reason::AccessDenied,
            3,
        ),
        (
            "404 at api.php",
            address,
            serving(address, made_by_mediawiki(head)).at(API, hidden(404)),
            Reason::NotAWiki,
            3,
        ),
        (
            "404 at api.php, index.php",
            index,
            serving(index, made_by_mediawiki("")).at(API, hidden(404)),
            Reason::NotAWiki,
            3,
        ),
        (
            "404 at api.php, index.php?title=",
            "https://wiki.example.org/w/index.php?title=A",
            serving(index, made_by_mediawiki("")).at(API, hidden(404)),
            Reason::NotAWiki,
            3,
        ),
        (
            "an article at api.php",
            address,
            serving("https://wiki.example.org/*", page()),
            Reason::NotAWiki,
            3,
        ),
        (
            "too many requests",
            address,
            serving(address, page()).at(API, hidden(429)),
            Reason::Throttled,
            // A read is repeated twice then.
            4,
        ),
    ] {
        let (wiki, probed) = probe(address, &hosts);
        let trace = format!("{what}: {probed:?}{}", request_trace(&hosts.sent()));
        assert_eq!(probed.unwrap_err().reason, reason, "{trace}");
        let session = wiki.session();
        assert!(session.is_api_found(), "{trace}");
        assert_eq!(session.api_url().as_str(), API, "{trace}");
        assert_eq!(session.index().as_str(), index, "{trace}");
        assert_eq!(hosts.sent().len(), requests, "{trace}");
    }
}
