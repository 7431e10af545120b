//! The ureq transport through proxies.

use std::{
    env,
    time::{Duration, Instant},
};

use mwaccount::{
    Reason,
    transport::{Transport, Ureq},
};
use support::{
    raw_server::{Act, RawServer, nobody},
    transport_requests::*,
};

#[test]
fn a_proxy_is_used_and_its_connection_kept() {
    let proxy = proxy_without_login();
    let mut transport = through(&format!("http://me:pass@{}", proxy.address()));
    for _ in 0..2 {
        let response = got(transport.send(&post("http://wiki.invalid/w/"), &limits()));
        assert_eq!(response.body, b"through");
    }
    let asked = proxy.asked();
    assert_eq!(asked[0].line(), "CONNECT wiki.invalid:80 HTTP/1.1");
    assert_eq!(asked[0].headers("proxy-authorization").len(), 1);
    assert_eq!(asked[1].line(), "POST /w/?query=hunter2 HTTP/1.1");
    assert!(asked[1].headers("proxy-authorization").is_empty());
    assert_eq!((asked.len(), proxy.connections()), (3, 1));
}

#[test]
fn loopback_requests_bypass_the_proxy() {
    let proxy = proxy_without_login();
    let server = RawServer::always([Act::ok("direct")]);
    let mut transport = through(&proxy.url(""));
    let port = server.address().port();
    for host in ["127.0.0.1", "localhost"] {
        let url = format!("http://{host}:{port}/");
        let response = got(transport.send(&post(&url), &limits()));
        assert_eq!(response.body, b"direct");
    }
    // Reachable or not, they are not requested through the proxy.
    for host in ["127.0.0.2", "[::1]"] {
        let url = format!("http://{host}:{}/", nobody().port());
        not_sent(transport.send(&post(&url), &short_limits()));
    }
    assert_eq!(proxy.connections(), 0);
}

#[test]
fn a_proxy_that_fails_has_sent_nothing() {
    let answers = [
        vec![Act::answer(
            "HTTP/1.1 407 Who?\r\nContent-Length: 0\r\n\r\n",
        )],
        vec![Act::answer("SSH-2.0-OpenSSH_9.2\r\n")],
        vec![Act::Close],
        vec![Act::Reset],
    ];
    for acts in answers {
        let proxy = RawServer::always(acts);
        let mut transport = through(&format!("http://me:hunter2@{}", proxy.address()));
        let fault = not_sent(transport.send(&post("http://wiki.invalid/"), &limits()));
        assert!(fault.message.contains("wiki.invalid"), "{}", fault.message);
        assert_eq!(proxy.asked().len(), 1);
    }
    for scheme in ["http", "https", "socks4a", "socks5", "socks5h"] {
        let url = format!("{scheme}://me:hunter2@{}", nobody());
        let fault = not_sent(through(&url).send(&post("http://10.0.0.1/"), &limits()));
        assert_eq!(fault.reason, Reason::Unreachable, "{}", fault.message);
    }
}

#[test]
fn a_slow_proxy_has_no_more_time_than_others() {
    for acts in [
        vec![Act::Stall(Duration::from_secs(60))],
        [vec![Act::answer("HTTP/1.1 200 Slow")], drip()].concat(),
    ] {
        let proxy = RawServer::always(acts);
        let start = Instant::now();
        not_sent(through(&proxy.url("")).send(&post("http://wiki.invalid/"), &short_limits()));
        assert!(start.elapsed() < Duration::from_secs(2));
    }
}

#[test]
fn failures_behind_a_proxy_are_lost() {
    let proxy = RawServer::start(|asked| match asked.number {
        0 => vec![Act::answer("HTTP/1.1 200 Connected\r\n\r\n")],
        _ => vec![Act::Close],
    });
    lost(through(&proxy.url("")).send(&post("http://wiki.invalid/"), &limits()));
    assert_eq!(proxy.asked().len(), 2);
}

#[test]
fn invalid_proxies_are_refused() {
    for url in [
        "",
        "hunter2",
        "proxy.example:8080",
        "ftp://me:hunter2@proxy.example",
        "http://",
        "http://me:hunter2@proxy.example:99999",
        "http://me:hunter2@proxy example",
    ] {
        let fault = Ureq::builder().proxy(url).build().unwrap_err();
        assert!(without_secret(fault).message.contains("http://proxy"));
    }
}

/// Each case of the environment runs in a child process with its own environment.
#[test]
fn the_proxy_of_the_environment_is_used() {
    if let Ok(wiki) = env::var(WIKI) {
        let mut transport = match env::var_os("DIRECT") {
            Some(_) => direct(),
            None => Ureq::builder().build().unwrap(),
        };
        transport.send(&get(&wiki), &limits());
        return;
    }
    let server = RawServer::always([Act::ok("direct")]);
    let away = format!("http://{}.invalid/", "x".repeat(64));
    for (wiki, setting, proxied) in [
        (&away, ("NO_PROXY", "*.example"), true),
        (&server.url("/"), ("NO_PROXY", "*.example"), false),
        (&away, ("NO_PROXY", "*.invalid"), false),
        (&away, ("REQUEST_METHOD", "GET"), false),
        (&away, ("DIRECT", "1"), false),
    ] {
        let proxy = proxy_without_login();
        in_child(
            "proxy::the_proxy_of_the_environment_is_used",
            &[(WIKI, wiki), ("HTTP_PROXY", &proxy.url("")), setting],
        );
        assert_eq!(proxy.connections() == 1, proxied, "{wiki} {setting:?}");
    }
    assert_eq!(server.asked().len(), 1);
}
