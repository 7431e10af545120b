//! Discovery of api.php from any URL: a table of addresses and pages with the requests each takes. `cargo test
//! --test flows discovery::kinds -- --nocapture` prints it.

use mwaccount::{Credentials, Dialect, Error, Reason, Step, TransportError, Wiki, WikiBuilder};
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

fn addresses() -> Vec<Row> {
    let somewhere = || serving("https://wiki.example.org/wiki/Some_page", page());
    let root = || {
        serving(
            "https://wiki.example.org/",
            Site::to("https://wiki.example.org/wiki/Main_Page"),
        )
        .at("https://wiki.example.org/wiki/Main_Page", page())
    };
    let index = "https://wiki.example.org/w/index.php";
    vec![
        found("api.php itself", API, API, 0, MultiHost::default()),
        found(
            "api.php with a query",
            "https://wiki.example.org/w/api.php?format=xml",
            API,
            0,
            MultiHost::default(),
        ),
        found(
            "the API's help page",
            "https://wiki.example.org/w/api.php?action=help#main",
            API,
            0,
            MultiHost::default(),
        ),
        found(
            "the RSD document at api.php",
            "https://wiki.example.org/w/api.php?action=rsd",
            API,
            0,
            MultiHost::default(),
        ),
        found(
            "api.php without a scheme",
            "wiki.example.org/w/api.php",
            API,
            0,
            MultiHost::default(),
        ),
        found(
            "api.php5",
            "https://wiki.example.org/w/api.php5",
            "https://wiki.example.org/w/api.php5",
            0,
            MultiHost::default(),
        ),
        found("a bare host", "wiki.example.org", API, 2, root()),
        found(
            "a host with scheme",
            "https://wiki.example.org",
            API,
            2,
            root(),
        ),
        found(
            "a host with port",
            "https://wiki.example.org:8443",
            "https://wiki.example.org:8443/w/api.php",
            1,
            serving(
                "https://wiki.example.org:8443/",
                Site::page(article("/w/api.php?action=rsd")),
            ),
        ),
        found(
            "a literal IPv6 address",
            "[2001:db8::7]:8443/wiki/",
            "https://[2001:db8::7]:8443/w/api.php",
            1,
            serving(
                "https://[2001:db8::7]:8443/wiki/",
                Site::page(article("//[2001:db8::7]:8443/w/api.php?action=rsd")),
            ),
        ),
        found(
            "a host that speaks http only",
            "localhost:8080",
            "http://localhost:8080/w/api.php",
            2,
            serving(
                "http://localhost:8080/",
                Site::page(article("/w/api.php?action=rsd")),
            ),
        ),
        found(
            "api.php without a scheme, of a host with http only",
            "localhost:8080/w/api.php",
            "http://localhost:8080/w/api.php",
            1,
            MultiHost::default(),
        ),
        found(
            "an article",
            "https://wiki.example.org/wiki/Some_page",
            API,
            1,
            somewhere(),
        ),
        found(
            "an article without a scheme",
            "//wiki.example.org/wiki/Some_page",
            API,
            1,
            somewhere(),
        ),
        found(
            "an article with query and fragment",
            "https://wiki.example.org/wiki/Some_page?oldid=7#History",
            API,
            1,
            somewhere(),
        ),
        found(
            "an article with a slash at its end",
            "https://wiki.example.org/wiki/",
            API,
            1,
            serving("https://wiki.example.org/wiki/", page()),
        ),
        found(
            "an article called Api.php",
            "https://wiki.example.org/wiki/Api.php",
            API,
            1,
            serving("https://wiki.example.org/wiki/Api.php", page()),
        ),
        found("index.php alone", index, API, 0, MultiHost::default()),
        found(
            "index.php?title=",
            "https://wiki.example.org/w/index.php?title=Some_page&action=edit",
            API,
            0,
            MultiHost::default(),
        ),
        found(
            "index.php/Title",
            "https://wiki.example.org/w/index.php/Special:Version",
            API,
            0,
            MultiHost::default(),
        ),
        found(
            "index.php5",
            "https://wiki.example.org/index.php5?title=A",
            "https://wiki.example.org/api.php5",
            0,
            MultiHost::default(),
        ),
        found(
            "another script",
            "https://wiki.example.org/w/load.php?modules=site",
            API,
            0,
            MultiHost::default(),
        ),
        found(
            "index.php of something before the wiki",
            "https://wiki.example.org/index.php?page=wiki",
            API,
            2,
            serving(
                "https://wiki.example.org/index.php",
                Site::page(article("/w/api.php?action=rsd")),
            ),
        ),
        found(
            "a folder that leads to index.php",
            "https://wiki.example.org/w/",
            API,
            1,
            serving(
                "https://wiki.example.org/w/",
                Site::to("https://wiki.example.org/w/index.php/Main_Page"),
            ),
        ),
        found(
            "a subfolder",
            "https://example.org/lab/wiki/",
            "https://example.org/lab/wiki/api.php",
            1,
            serving(
                "https://example.org/lab/wiki/",
                Site::page(article("/lab/wiki/api.php?action=rsd")),
            ),
        ),
        found(
            "Special:Version behind a short URL",
            "https://wiki.example.org/Special:Version",
            "https://wiki.example.org/api.php",
            1,
            serving(
                "https://wiki.example.org/Special:Version",
                Site::page(article("api.php?action=rsd")),
            ),
        ),
        found(
            "an RSD document elsewhere",
            "https://wiki.example.org/rsd.xml",
            API,
            1,
            serving(
                "https://wiki.example.org/rsd.xml",
                Site::page(
                    "<?xml version=\"1.0\"?><rsd version=\"1.0\"><service><apis><api name=\"MediaWiki\" preferred=\"true\" \
                 apiLink=\"http://wiki.example.org/w/api.php\" blogID=\"\"/></apis></service></rsd>",
                ),
            ),
        ),
    ]
}

fn pages() -> Vec<Row> {
    let address = "https://wiki.example.org/wiki/Some_page";
    let one = |what, requests, body: String| {
        found(
            what,
            address,
            API,
            requests,
            serving(address, Site::page(body)),
        )
    };
    let wiki = |what, requests, head: &str| {
        found(
            what,
            address,
            API,
            requests,
            serving(address, made_by_mediawiki(head)),
        )
    };
    let utf16 = |text: &str| {
        let text = format!("\u{feff}{text}");
        text.encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect::<Vec<_>>()
    };
    let latin = [
        b"<title>\xc4\xd6\xdc</title>",
        article("/w/api.php?action=rsd").as_bytes(),
    ]
    .concat();
    let xhtml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \
        \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n<html xmlns=\"http://www.w3.org/1999/xhtml\" xml:lang=\"en\">\n<head>\
        <meta name=\"generator\" content=\"MediaWiki 1.16.5\" />\n\
        <script type=\"text/javascript\">/*<![CDATA[*/\nvar skin=\"vector\", stylepath=\"/w/skins\", wgArticlePath=\"/wiki/$1\", \
        wgScriptPath=\"/w\", wgScriptExtension=\".php\", wgScript=\"/w/index.php\";\n/*]]>*/</script>\n</head><body></body></html>";
    vec![
        one("a private wiki's login page", 1, html(
            "<meta name=\"generator\" content=\"MediaWiki 1.43.3\"><link rel=\"EditURI\" href=\"https://wiki.example.org/w/api.php?action=rsd\">",
            "Please <a href=\"/w/index.php?title=Special:UserLogin\">log in</a> to view other pages.")),
        one("a mobile skin's page", 1, html(
            "<link rel=\"canonical\" href=\"https://www.example.org/wiki/Some_page\"><link rel=\"EditURI\" type=\"application/rsd+xml\" href=\"//wiki.example.org/w/api.php?action=rsd\">",
            "")),
        one("an XHTML page of 1.16", 1, xhtml.to_owned()),
        one("mw.config.set, no EditURI", 1, html(
            "<script>if(window.mw){mw.config.set({\"wgScriptPath\":\"\\/w\",\"wgScript\":\"\\/w\\/index.php\"});}</script>", "")),
        one("RLCONF, no EditURI", 1, html("<script>RLCONF={\"wgBreakFrames\":!1,\"wgScriptPath\":\"/w\"};</script>", "")),
        found("var wgScript of php5", address, "https://wiki.example.org/w/api.php5", 1,
            serving(address, Site::page(html("<script type=\"text/javascript\">var wgScriptPath = \"/w\";\nvar wgScript = \"/w/index.php5\";</script>", "")))),
        wiki("generator and load.php", 1, "<link rel=\"stylesheet\" href=\"/w/load.php?lang=en&amp;modules=site\">"),
        wiki("generator and opensearch_desc.php", 1, "<link rel=\"search\" href=\"/w/opensearch_desc.php\">"),
        one("a link to index.php, no generator", 1, html("", "<li id=\"ca-edit\"><a href=\"/w/index.php?title=A&amp;action=edit\">Edit</a>")),
        wiki("the generator alone", 1, ""),
        found("nothing, but /wiki/ holds it", "https://wiki.example.org/wiki/", "https://wiki.example.org/wiki/api.php", 1,
            serving("https://wiki.example.org/wiki/", Site::page("<p>Hello"))),
        found("nothing, but the root holds it", "https://wiki.example.org/", "https://wiki.example.org/api.php", 2,
            serving("https://wiki.example.org/", Site::page("<p>Hello"))),
        found("nothing, from a page in /wiki/, but the root holds it", "https://wiki.example.org/wiki/Main", "https://wiki.example.org/api.php", 3,
            serving("https://wiki.example.org/wiki/Main", Site::page("<p>Hello"))),
        found("a wrong guess that lands on an article", "https://wiki.example.org/", "https://wiki.example.org/wiki/api.php", 2,
            serving("https://wiki.example.org/", Site::page("<p>Hello"))
                .at("https://wiki.example.org/w/*", Site::page(article("/wiki/api.php?action=rsd") + "{\"query\":{\"general\":{}}}"))),
        found("a 404 page of the wiki's", address, API, 1,
            serving(address, Site::Page(404, article("/w/api.php?action=rsd").into()))),
        found("a page that is forbidden", address, API, 1, serving(address, Site::Page(403, b"<h1>Forbidden</h1>".to_vec()))),
        found("a page too large to read", address, API, 1,
            serving(address, Site::Failure(TransportError::new(Reason::TooLarge, "the page is larger than 1048576 bytes")))),
        found("a large page", address, API, 1,
            serving(address, Site::page(article("/w/api.php?action=rsd") + &"<p>text".repeat(100_000)))),
        found("a Latin-1 page", address, API, 1, serving(address, Site::page(latin))),
        found("a UTF-16 page", address, API, 1, serving(address, Site::page(utf16(&article("/w/api.php?action=rsd"))))),
        found("broken markup", address, API, 1, serving(address, Site::page(
            "<html><head<<link rel=EditURI\nhref='/w/api.php?action=rsd' <p </script><table><!--"))),
        found("EditURI in a comment and in a script", address, API, 2, serving(address, Site::page(html(
            "<!-- <link rel=\"EditURI\" href=\"/no/api.php?action=rsd\"> --><script>\"<link rel='EditURI' href='/no/api.php?action=rsd'>\"</script>",
            "<a href=\"/index.php/A\">")))),
        found("EditURI of another host", address, API, 1,
            serving(address, made_by_mediawiki("<link rel=\"EditURI\" href=\"https://evil.example.net/w/api.php?action=rsd\">"))
                .at("https://evil.example.net/*", Site::Api)),
        found("EditURI of another port", address, API, 1,
            serving(address, made_by_mediawiki("<link rel=\"EditURI\" href=\"https://wiki.example.org:8443/w/api.php?action=rsd\">"))
                .at("https://wiki.example.org:8443/*", Site::Api)),
        found("EditURI of a wiki that takes itself for http", address, API, 1,
            serving(address, Site::page(article("http://wiki.example.org/w/api.php?action=rsd")))),
    ]
}

fn moves() -> Vec<Row> {
    let http = "http://wiki.example.org/wiki/Some_page";
    vec![
        moved(found(
            "http to https",
            http,
            API,
            2,
            serving(http, Site::to("https://wiki.example.org/wiki/Some_page"))
                .at("https://wiki.example.org/wiki/Some_page", page()),
        )),
        moved(found(
            "http to https of index.php",
            "http://wiki.example.org/w/index.php",
            API,
            1,
            serving(
                "http://wiki.example.org/w/api.php",
                Site::To(302, API.to_owned()),
            ),
        )),
        moved(found(
            "an https EditURI on an http page",
            http,
            API,
            1,
            serving(
                http,
                Site::page(article("https://wiki.example.org/w/api.php?action=rsd")),
            ),
        )),
        moved(found(
            "to another host",
            "https://example.org/",
            API,
            2,
            serving(
                "https://example.org/",
                Site::to("https://wiki.example.org/"),
            )
            .at("https://wiki.example.org/", page()),
        )),
        moved(found(
            "api.php beside it to another host",
            "https://example.org/w/index.php",
            API,
            1,
            serving(
                "https://example.org/w/api.php",
                Site::To(307, API.to_owned()),
            ),
        )),
        moved(found(
            "http, https, www and a main page",
            "http://example.org",
            API,
            4,
            serving("http://example.org/", Site::to("https://example.org/"))
                .at(
                    "https://example.org/",
                    Site::to("https://wiki.example.org/"),
                )
                .at(
                    "https://wiki.example.org/",
                    Site::to("https://wiki.example.org/wiki/Main"),
                )
                .at("https://wiki.example.org/wiki/Main", page()),
        )),
        found(
            "a cookie wanted first",
            "https://wiki.example.org/wiki/A",
            API,
            2,
            serving("https://wiki.example.org/wiki/A?cookie=set", page()).at(
                "https://wiki.example.org/wiki/A",
                Site::to("https://wiki.example.org/wiki/A?cookie=set"),
            ),
        ),
    ]
}

fn nowhere() -> Vec<Row> {
    let address = "https://blog.example.org/page";
    let is = |what, site| not_found(what, address, Reason::NotAWiki, 4, serving(address, site));
    vec![
        is(
            "a page of something else",
            Site::page(html("<meta name=\"generator\" content=\"Hugo 0.1\">", "")),
        ),
        is(
            "WordPress, RSD and all",
            Site::page(html(
                "<meta name=\"generator\" content=\"WordPress 6.6\"><link rel=\"EditURI\" type=\"application/rsd+xml\" title=\"RSD\" href=\"https://blog.example.org/xmlrpc.php?rsd\">",
                "",
            )),
        ),
        is(
            "JSON of something else",
            Site::page("{\"error\":{\"code\":404,\"message\":\"no\"},\"warnings\":[]}"),
        ),
        not_found(
            "JSON of something else everywhere",
            address,
            Reason::NotAWiki,
            4,
            serving(
                "https://blog.example.org/*",
                Site::page("{\"error\":{\"code\":\"no\",\"message\":\"no\"}}"),
            ),
        ),
        is("an empty page", Site::page("")),
        is(
            "an address that is not there",
            Site::Page(404, b"gone".to_vec()),
        ),
        not_found(
            "index.php of something else",
            "https://blog.example.org/index.php",
            Reason::NotAWiki,
            4,
            serving(
                "https://blog.example.org/index.php",
                Site::page("<a href=index.php?p=1>"),
            ),
        ),
        not_found(
            "a server that failed",
            address,
            Reason::Busy,
            4,
            serving(address, Site::Page(500, b"<h1>Oops</h1>".to_vec())),
        ),
        not_found(
            "a login of the server's own",
            address,
            Reason::AccessDenied,
            1,
            serving(address, Site::Page(401, Vec::new())),
        ),
        not_found(
            "no access at all",
            address,
            Reason::AccessDenied,
            4,
            serving("https://blog.example.org/*", Site::Page(403, Vec::new())),
        ),
        not_found(
            "a host that is not there",
            "https://no.example.org/",
            Reason::Unreachable,
            1,
            MultiHost::default(),
        ),
        not_found(
            "a bare host that is not there",
            "no.example.org",
            Reason::Unreachable,
            2,
            MultiHost::default(),
        ),
        not_found(
            "a certificate that is not good",
            "bad.example.org",
            Reason::Insecure,
            1,
            serving(
                "https://bad.example.org/",
                Site::Failure(TransportError::new(
                    Reason::Insecure,
                    "the certificate is another's",
                )),
            )
            .at("http://bad.example.org/", page()),
        ),
        not_found(
            "a redirect to itself",
            address,
            Reason::Protocol,
            4,
            serving(address, Site::to(address)),
        ),
        not_found(
            "redirects for ever",
            "https://a.example.org/",
            Reason::Protocol,
            4,
            serving("https://a.example.org/", Site::to("https://b.example.org/"))
                .at("https://b.example.org/", Site::to("https://a.example.org/")),
        ),
        not_found(
            "a redirect to this machine",
            "https://a.example.org/wiki/A",
            Reason::Protocol,
            4,
            serving(
                "https://a.example.org/*",
                Site::To(302, "http://127.0.0.1/w/index.php".to_owned()),
            )
            .at("http://127.0.0.1/*", Site::Api),
        ),
        not_found(
            "a redirect to a file",
            "https://a.example.org/wiki/A",
            Reason::Protocol,
            4,
            serving(
                "https://a.example.org/*",
                Site::To(302, "file:///etc/passwd".to_owned()),
            ),
        ),
    ]
}

fn wiki(address: &str, hosts: &MultiHost) -> WikiBuilder {
    Wiki::builder(address).transport(hosts.clone())
}

#[test]
fn kinds_of_address_and_page() {
    let rows = [addresses(), pages(), moves(), nowhere()];
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
