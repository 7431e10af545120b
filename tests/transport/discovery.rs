//! Broken and hostile pages during the discovery of api.php: an error within the limits, and no request to
//! another host.

use std::time::{Duration, Instant};

use mwaccount::{Reason, Wiki};
use support::{
    accounts::zoe,
    multi_host::*,
    raw_server::{Act, Asked, RawServer},
    transport_requests::direct,
};

use crate::gzip::{bomb, gzip, gzipped};

#[test]
fn a_page_in_gzip() {
    let page = gzip(article("/w/api.php?action=rsd").as_bytes());
    let server = RawServer::start(move |asked| {
        if asked.line().contains("/w/api.php") {
            vec![Act::ok(
                r#"{"error":{"code":"readapidenied","info":"No."}}"#,
            )]
        } else {
            vec![gzipped(&page)]
        }
    });
    let mut wiki = Wiki::builder(&server.url("/wiki/A"))
        .transport(direct())
        .build()
        .unwrap();
    wiki.fields().unwrap();
    assert_eq!(wiki.session().api_url().as_str(), server.url("/w/api.php"));
    // The third is for the sign-up form: this API tells a visitor nothing.
    assert_eq!(server.asked().len(), 3);
}

/// With any page the search ends within its limits and sends no secret.
#[test]
fn hostile_pages() {
    let other = RawServer::always([Act::ok(r#"{"query":{}}"#)]);
    let names = |head: &str| vec![Act::ok(&html(&head.replace("OTHER", &other.url("")), ""))];
    let redirect = |to: &str| {
        vec![Act::answer(&format!(
            "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\n\r\n"
        ))]
    };
    let endless = vec![
        Act::answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        Act::Endless([b"10000\r\n", &[b'<'; 1 << 16][..], b"\r\n"].concat()),
    ];
    let stalls = vec![
        Act::answer("HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n<html>"),
        Act::Stall(Duration::from_secs(20)),
    ];
    let bytes = b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n\xff\xfe\x00{";
    for (what, acts, reason) in [
        (
            "EditURI of another origin",
            names("<link rel=EditURI href='OTHER/w/api.php?action=rsd'>"),
            Reason::NotAWiki,
        ),
        (
            "RSD of another origin",
            names("<api name=MediaWiki apiLink='OTHER/w/api.php'>"),
            Reason::NotAWiki,
        ),
        (
            "script path of another origin",
            names("<script>wgScriptPath=\"OTHER\"</script>"),
            Reason::NotAWiki,
        ),
        (
            "scripts of another origin",
            names("<script src='OTHER/load.php'></script><a href='OTHER/index.php'>"),
            Reason::NotAWiki,
        ),
        (
            "addresses that are none",
            names(
                "<link rel=EditURI href='https://[?action=rsd'><form action='data:index.php'>\
                 <link rel=EditURI href='javascript:action=rsd'>",
            ),
            Reason::NotAWiki,
        ),
        (
            "a password in an address",
            names("<link rel=EditURI href='//me:pw@127.0.0.1/api.php?action=rsd'>"),
            Reason::NotAWiki,
        ),
        ("a page without end", endless, Reason::TooLarge),
        ("a gzip bomb", vec![bomb()], Reason::TooLarge),
        (
            "gzip that is none",
            vec![gzipped(b"nothing of it")],
            Reason::Protocol,
        ),
        (
            "tags without end",
            vec![Act::ok(&"<a href=x.php ".repeat(70_000))],
            Reason::NotAWiki,
        ),
        ("a page that stalls", stalls, Reason::Unreachable),
        (
            "a redirect to nowhere",
            redirect("https://[/"),
            Reason::Protocol,
        ),
        (
            "a redirect in a circle",
            redirect("/wiki/A"),
            Reason::Protocol,
        ),
        ("bytes", vec![Act::Answer(bytes.to_vec())], Reason::NotAWiki),
    ] {
        let server = RawServer::always(acts);
        let start = Instant::now();
        let mut wiki = Wiki::builder(&server.url("/wiki/A"))
            .transport(direct())
            .timeout(Duration::from_secs(3))
            .max_body(1 << 20)
            .build()
            .unwrap();
        let step = wiki.create(zoe()).step();
        let error = step.expect_err(what);
        assert_eq!(error.reason, reason, "{what}: {error:?}");
        assert!(start.elapsed() < Duration::from_secs(15), "{what}");
        let asked = server.asked();
        assert!(asked.len() <= 4, "{what}: {}", asked.len());
        for asked in asked {
            assert!(asked.is_get(), "{what}");
            assert!(asked.body.is_empty(), "{what}");
        }
        assert!(!wiki.session().is_api_found(), "{what}");
    }
    assert!(other.asked().is_empty());
    assert!(other.connections() == 0);
}

#[test]
fn endless_locations_end() {
    let told = |asked: &Asked| {
        let number = asked.number;
        if asked.line().contains("trap") {
            article(&format!("/trap{number}/api.php?action=rsd"))
        } else {
            article(&format!("/{number}/w/api.php?action=rsd"))
        }
    };
    let pages = RawServer::start(move |asked| vec![Act::ok(&told(asked))]);
    let redirects = RawServer::start(move |asked| match asked.number {
        0 => vec![Act::ok(&told(asked))],
        number => vec![Act::answer(&format!(
            "HTTP/1.1 302 Found\r\nLocation: /{number}/api.php?{}\r\nContent-Length: 0\r\n\r\n",
            asked.line().split(['?', ' ']).nth(2).unwrap_or_default(),
        ))],
    });
    for server in [&pages, &redirects] {
        for path in ["/wiki/A", "/wiki/trap"] {
            let before = server.asked().len();
            let mut wiki = Wiki::builder(&server.url(path))
                .transport(direct())
                .build()
                .unwrap();
            wiki.create(zoe()).step().expect_err(path);
            // Then the sign-up page is requested, with some redirects.
            assert!(server.asked().len() - before <= 5 + 6, "{path}");
            assert!(server.asked().iter().all(|asked| asked.is_get()));
        }
    }
}
