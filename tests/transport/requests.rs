//! The ureq transport with servers that are correct, broken or absent.

use std::{
    env, thread,
    time::{Duration, Instant},
};

use mwaccount::{
    Reason, Secret,
    http::{Effect, Form, Request},
    transport::Transport,
};
use support::{
    raw_server::{Act, RawServer, nobody},
    transport_requests::*,
};
use url::Url;

use crate::gzip::{gzip, gzipped};

// Requests and responses.

#[test]
fn a_get_goes_out_as_it_is() {
    let server = RawServer::always([Act::ok("hello")]);
    let response = got(direct().send(&get(&server.url("/w/api.php")), &limits()));
    assert_eq!(response.status, 200);
    assert_eq!(response.body, b"hello");
    let asked = &server.asked()[0];
    assert_eq!(asked.line(), "GET /w/api.php?query=hunter2 HTTP/1.1");
    assert_eq!(asked.headers("host"), [server.address().to_string()]);
    assert_eq!(asked.headers("cookie"), [SECRET]);
    assert_eq!(asked.headers("accept-encoding"), ["gzip"]);
    let own = concat!("mwaccount/", env!("CARGO_PKG_VERSION"));
    assert_eq!(asked.headers("user-agent"), [own]);
    assert!(asked.headers("content-length").is_empty());
}

#[test]
fn a_post_carries_its_form() {
    let server = RawServer::always([Act::ok("")]);
    let mut request = post(&server.url("/w/api.php"));
    request
        .headers
        .push(("User-Agent", Secret::from("tool/1 (é)")));
    assert!(got(direct().send(&request, &limits())).body.is_empty());
    let asked = &server.asked()[0];
    assert_eq!(asked.line(), "POST /w/api.php?query=hunter2 HTTP/1.1");
    assert_eq!(
        asked.headers("content-type"),
        ["application/x-www-form-urlencoded"]
    );
    assert_eq!(asked.headers("user-agent"), ["tool/1 (é)"]);
    assert_eq!(asked.body, "name=Zo%C3%AB+%26+co&password=hunter2");
}

/// The moment of the first byte is that of the last request, after its connection was made.
#[test]
fn the_moment_of_sending_is_known() {
    let server = RawServer::always([Act::ok("")]);
    let mut transport = direct();
    assert_eq!(transport.sent_at(), None);
    for _ in 0..2 {
        let start = Instant::now();
        got(transport.send(&get(&server.url("/w/api.php")), &limits()));
        let sent_at = transport.sent_at().unwrap();
        assert!(start <= sent_at && sent_at <= Instant::now());
    }
    not_sent(transport.send(&get(&format!("http://{}/", nobody())), &limits()));
    assert_eq!(transport.sent_at(), None);
}

#[test]
fn a_large_form_arrives_whole() {
    let server = RawServer::always([Act::ok("")]);
    let long = "x".repeat(200_000);
    let url = Url::parse(&server.url("/")).unwrap();
    let request = Request::post(Effect::Read, &url, Form::new(&[("text", &long)]));
    got(direct().send(&request, &limits()));
    assert_eq!(server.asked()[0].body, format!("text={long}"));
}

/// A head that is longer than the buffer for what is sent leaves in parts, and the form after them.
#[test]
fn a_long_head_arrives_whole() {
    let server = RawServer::always([Act::ok("")]);
    let mut transport = direct();
    for lengths in [
        [9_000, 9_000],
        [16_300, 10],
        [10, 16_300],
        [15_500, 10],
        [16_384, 10],
        [40_000, 20_000],
        [60_000, 10],
        [10, 10],
    ] {
        let mut request = post(&server.url("/"));
        let values = lengths.map(|length| "x".repeat(length));
        for (name, value) in ["X-One", "X-Two"].into_iter().zip(&values) {
            request.headers.push((name, Secret::from(value.as_str())));
        }
        got(transport.send(&request, &limits()));
        let asked = &server.asked()[server.asked().len() - 1];
        assert_eq!(asked.headers("x-one"), [values[0].as_str()]);
        assert_eq!(asked.headers("x-two"), [values[1].as_str()]);
        assert_eq!(asked.body, "name=Zo%C3%AB+%26+co&password=hunter2");
    }
}

#[test]
fn any_status_is_an_answer() {
    let server = RawServer::start(|asked| {
        vec![Act::answer(match asked.number {
            0 => "HTTP/1.1 503 Busy\r\nRetry-After: 7\r\nContent-Length: 4\r\n\r\nbusy",
            1 => "HTTP/1.1 302 Found\r\nLocation: /else\r\nContent-Length: 4\r\n\r\nthis",
            2 => {
                "HTTP/1.1 307 Again\r\nLocation: http://wiki.invalid/\r\nContent-Length: 0\r\n\r\n"
            }
            3 => "HTTP/1.1 204 None\r\nContent-Encoding: gzip\r\n\r\n",
            _ => "HTTP/1.1 404 Gone\r\nContent-Length: 3\r\n\r\n404",
        })]
    });
    let mut transport = direct();
    let mut send = || got(transport.send(&post(&server.url("/")), &limits()));
    let busy = send();
    assert_eq!((busy.status, busy.body.as_slice()), (503, &b"busy"[..]));
    assert_eq!(busy.retry_after(), Some(Duration::from_secs(7)));
    let found = send();
    assert_eq!((found.status, found.body.as_slice()), (302, &b"this"[..]));
    assert_eq!(found.header("location"), Some("/else"));
    let again = send();
    assert_eq!(again.status, 307);
    assert_eq!(again.header("Location"), Some("http://wiki.invalid/"));
    assert_eq!(send().status, 204);
    assert_eq!(send().status, 404);
    assert_eq!(server.asked().len(), 5);
}

#[test]
fn cookies_are_handed_over_and_not_kept() {
    let server = RawServer::always([Act::answer(
        "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nX-Name: Zo\u{eb}\r\nSet-Cookie: b=2\r\n\
         Content-Length: 0\r\n\r\n",
    )]);
    let mut transport = direct();
    let url = Url::parse(&server.url("/")).unwrap();
    let response = got(transport.send(&Request::get(&url, &[]), &limits()));
    let cookies: Vec<_> = response.headers_named("set-cookie").collect();
    assert_eq!(cookies, ["a=1", "b=2"]);
    assert_eq!(response.header("x-name"), Some("Zoë"));
    got(transport.send(&Request::get(&url, &[]), &limits()));
    assert!(server.asked()[1].headers("cookie").is_empty());
}

#[test]
fn every_framing_is_understood() {
    for (acts, body) in [
        (
            vec![Act::answer(
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n",
            )],
            "abcde",
        ),
        (
            vec![Act::answer("HTTP/1.1 200 OK\r\n\r\nabc"), Act::Close],
            "abc",
        ),
        (
            vec![Act::answer("HTTP/1.0 200 OK\r\n\r\nabc"), Act::Close],
            "abc",
        ),
        (
            vec![
                Act::answer("HTTP/1.1 100 Continue\r\n\r\n"),
                Act::Stall(Duration::from_millis(20)),
                Act::answer("HTTP/1.1 103 Hints\r\nLink: x\r\n\r\n"),
                Act::ok("abc"),
            ],
            "abc",
        ),
        (
            vec![
                Act::answer("HTTP/1.1 200"),
                Act::Stall(Duration::from_millis(20)),
                Act::answer(" OK\r\nContent-Length: 3\r\n\r\na"),
                Act::Stall(Duration::from_millis(20)),
                Act::answer("bc"),
            ],
            "abc",
        ),
    ] {
        let server = RawServer::always(acts);
        let response = got(direct().send(&post(&server.url("/")), &limits()));
        assert_eq!(
            (response.status, response.body.as_slice()),
            (200, body.as_bytes())
        );
    }
}

#[test]
fn gzip_is_decoded() {
    let server = RawServer::start(|asked| {
        vec![match asked.number {
            0 => gzipped(&gzip(b"hello")),
            _ => gzipped(b""),
        }]
    });
    let mut transport = direct();
    let response = got(transport.send(&get(&server.url("/")), &limits()));
    assert_eq!(response.body, b"hello");
    let empty = got(transport.send(&get(&server.url("/")), &limits()));
    assert!(empty.body.is_empty());
}

// Limits.

#[test]
fn the_body_may_be_as_long_as_allowed_and_no_longer() {
    let server = RawServer::start(|asked| {
        vec![match asked.number {
            0 => Act::ok("12345"),
            1 => gzipped(&gzip(b"12345")),
            2 => Act::ok("123456"),
            _ => gzipped(&gzip(b"123456")),
        }]
    });
    let mut transport = direct();
    let five = limits().with_max_body(5);
    let mut send = || transport.send(&get(&server.url("/")), &five);
    assert_eq!(got(send()).body, b"12345");
    assert_eq!(got(send()).body, b"12345");
    assert_eq!(lost(send()).reason, Reason::TooLarge);
    let fault = lost(send());
    assert_eq!(fault.reason, Reason::TooLarge);
    assert!(fault.message.contains("5 bytes"), "{}", fault.message);
}

#[test]
fn too_much_ends_early() {
    let few = limits().with_max_body(64 << 10);
    let mib = "x".repeat(1 << 20);
    let bomb = gzip(&vec![0; 16 << 20]);
    assert!(
        bomb.len() < few.max_body,
        "it must be small before decoding"
    );
    for acts in [
        vec![gzipped(&bomb)],
        vec![
            Act::answer("HTTP/1.1 200 OK\r\nContent-Length: 104857600\r\n\r\n"),
            Act::Endless(mib.clone().into()),
        ],
        vec![
            Act::answer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
            Act::Endless(format!("100000\r\n{mib}\r\n").into()),
        ],
        vec![
            Act::answer("HTTP/1.1 200 OK\r\n\r\n"),
            Act::Endless(mib.clone().into()),
        ],
        // gzip members without content: much is received, nothing is decoded.
        vec![
            Act::answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n\r\n"),
            Act::Endless(gzip(b"").repeat(1000)),
        ],
        vec![
            Act::answer("HTTP/1.1 200 OK\r\nX: "),
            Act::Endless(mib.clone().into()),
        ],
    ] {
        let server = RawServer::always(acts);
        let start = Instant::now();
        let fault = lost(direct().send(&post(&server.url("/")), &few));
        assert_eq!(fault.reason, Reason::TooLarge, "{}", fault.message);
        assert!(start.elapsed() < few.timeout / 2);
    }
}

#[test]
fn a_long_header_of_a_response_is_read() {
    for length in [10_000, 30_000, 60_000] {
        let long = "x".repeat(length);
        let server = RawServer::always([Act::answer(&format!(
            "HTTP/1.1 200 OK\r\nX-Long: {long}\r\nContent-Length: 2\r\n\r\nok"
        ))]);
        let response = got(direct().send(&post(&server.url("/")), &limits()));
        assert_eq!(response.header("x-long"), Some(long.as_str()));
        assert_eq!(response.body, b"ok");
    }
}

#[test]
fn too_many_headers_end_early() {
    let server = RawServer::always([
        Act::answer("HTTP/1.1 200 OK\r\n"),
        Act::Endless(b"X-Again: and again\r\n".to_vec()),
    ]);
    let fault = lost(direct().send(&get(&server.url("/")), &limits()));
    assert_eq!(fault.reason, Reason::Protocol, "{}", fault.message);
}

#[test]
fn interim_answers_do_not_go_on_for_ever() {
    let interim = b"HTTP/1.1 100 Continue\r\n\r\n";
    let server = RawServer::always([Act::Endless(interim.to_vec())]);
    let start = Instant::now();
    lost(direct().send(&post(&server.url("/")), &short_limits()));
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn time_is_limited_from_first_to_last_byte() {
    let long = Duration::from_secs(60);
    let head = Act::answer("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
    for acts in [
        vec![Act::Stall(long)],
        vec![Act::answer("HTTP/1.1 200 OK\r\n"), Act::Stall(long)],
        vec![head.clone(), Act::Stall(long)],
        [vec![head], drip()].concat(),
    ] {
        let server = RawServer::always(acts);
        let start = Instant::now();
        let fault = lost(direct().send(&post(&server.url("/")), &short_limits()));
        assert_eq!(fault.reason, Reason::Unreachable, "{}", fault.message);
        assert!(fault.message.contains("300ms"), "{}", fault.message);
        assert!(start.elapsed() < Duration::from_secs(2));
        assert_eq!(server.asked().len(), 1);
    }
}

#[test]
fn extreme_limits_are_taken() {
    let server = RawServer::always([Act::ok("hello")]);
    let endless = limits()
        .with_timeout(Duration::MAX)
        .with_max_body(usize::MAX);
    let request = get(&server.url("/"));
    assert_eq!(got(direct().send(&request, &endless)).body, b"hello");
    let nothing = limits().with_timeout(Duration::ZERO).with_max_body(0);
    not_sent(direct().send(&request, &nothing));
    assert_eq!(server.asked().len(), 1);
}

// Lost.

#[test]
fn an_interrupted_request_is_lost_and_never_repeated() {
    let ok = "HTTP/1.1 200 OK\r\n";
    let cut = |rest: &str| Act::answer(&format!("{ok}{rest}"));
    let mut whole = gzip(b"hello");
    whole.truncate(12);
    let reached = Reason::Unreachable;
    for (acts, reason) in [
        (vec![Act::Close], reached),
        (vec![Act::Reset], reached),
        (vec![Act::answer("HTTP/1."), Act::Close], reached),
        (vec![cut("X: y\r\n"), Act::Close], reached),
        (
            vec![cut("Content-Length: 9\r\n\r\nabc"), Act::Close],
            reached,
        ),
        (
            vec![cut("Content-Length: 9\r\n\r\nabc"), Act::Reset],
            reached,
        ),
        (
            vec![
                cut("Transfer-Encoding: chunked\r\n\r\n9\r\nabc"),
                Act::Close,
            ],
            reached,
        ),
        (
            vec![
                cut("Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"),
                Act::Close,
            ],
            reached,
        ),
        (
            vec![cut("Transfer-Encoding: chunked\r\n\r\nzz\r\nabc")],
            Reason::Protocol,
        ),
        (
            vec![
                cut("Transfer-Encoding: chunked\r\n\r\n"),
                Act::Endless(b"1".to_vec()),
            ],
            Reason::Protocol,
        ),
        (vec![cut("Content-Length: many\r\n\r\n")], Reason::Protocol),
        (vec![cut("no header\r\n\r\n")], Reason::Protocol),
        (
            vec![Act::answer("SSH-2.0-OpenSSH_9.2\r\n")],
            Reason::Protocol,
        ),
        (
            vec![Act::answer("HTTP/1.1 000 No\r\n\r\n")],
            Reason::Protocol,
        ),
        (vec![gzipped(b"no gzip")], Reason::Protocol),
        (vec![gzipped(&whole)], Reason::Protocol),
    ] {
        let server = RawServer::always(acts);
        let fault = lost(direct().send(&post(&server.url("/")), &limits()));
        assert_eq!(fault.reason, reason, "{}", fault.message);
        let host = server.address().to_string();
        assert!(fault.message.contains(&host), "{}", fault.message);
        thread::sleep(Duration::from_millis(5));
        assert_eq!((server.asked().len(), server.connections()), (1, 1));
    }
}

/// Only a reset shows that a body without a length is incomplete; see [`Act::Reset`].
#[test]
#[cfg(any(target_os = "linux", windows))]
fn a_reset_is_not_the_end_of_a_body() {
    let server = RawServer::always([
        Act::answer("HTTP/1.1 200 OK\r\n\r\nabc"),
        Act::Stall(Duration::from_millis(50)),
        Act::Reset,
    ]);
    let fault = lost(direct().send(&post(&server.url("/")), &limits()));
    assert_eq!(fault.reason, Reason::Unreachable);
}

// Not sent.

#[test]
fn a_server_that_is_not_there_got_nothing() {
    let address = nobody();
    let fault = not_sent(direct().send(&post(&format!("http://{address}/")), &limits()));
    assert_eq!(fault.reason, Reason::Unreachable);
    assert!(fault.message.contains(&address.to_string()));
    // Resolvers refuse a label of more than 63 letters without asking a server.
    let nowhere = format!("http://{}.invalid/", "x".repeat(64));
    let fault = not_sent(direct().send(&post(&nowhere), &limits()));
    assert_eq!(fault.reason, Reason::Unreachable);
}

#[test]
fn errors_have_what_caused_them() {
    let address = format!("http://{}/", nobody());
    let error = not_sent(direct().send(&get(&address), &limits()));
    assert!(caused_by(&error).contains("refused"), "{error:?}");
    let error = mwaccount::Error::from(error);
    assert!(caused_by(&error).contains("refused"), "{error:?}");
    let slow = RawServer::always([Act::Stall(Duration::from_secs(5))]);
    let error = lost(direct().send(&get(&slow.url("/")), &short_limits()));
    assert!(caused_by(&error).contains("timeout"), "{error:?}");
}

/// Returns the chain of an error's sources.
fn caused_by(error: &dyn std::error::Error) -> String {
    let sources = std::iter::successors(error.source(), |error| error.source());
    sources.map(|source| format!("{source}; ")).collect()
}

#[test]
fn a_request_that_is_no_http_is_not_sent() {
    let server = RawServer::always([Act::ok("")]);
    for (name, value) in [
        ("Cookie", "a=hunter2\r\nX-Injected: 1"),
        ("Cookie", "hunter2\0"),
        ("No Name", "hunter2"),
        ("Content-Length", "5, 6"),
    ] {
        let mut request = post(&server.url("/"));
        request.headers.push((name, Secret::from(value)));
        let fault = not_sent(direct().send(&request, &limits()));
        assert_eq!(fault.reason, Reason::Protocol, "{}", fault.message);
    }
    for url in ["ftp://wiki.invalid/", "file:///etc", "mailto:a@b"] {
        let fault = not_sent(direct().send(&post(url), &limits()));
        assert_eq!(fault.reason, Reason::Protocol, "{}", fault.message);
    }
    let long = server.url(&"/x".repeat(40_000));
    assert_eq!(
        not_sent(direct().send(&get(&long), &limits())).reason,
        Reason::Protocol
    );
    assert_eq!(server.asked().len(), 0);
}

// Kept connections.

#[test]
fn one_connection_is_kept() {
    let server = RawServer::always([Act::ok("hello")]);
    let mut transport = direct();
    let other = limits()
        .with_timeout(Duration::from_secs(9))
        .with_max_body(100);
    for _ in 0..3 {
        got(transport.send(&get(&server.url("/")), &limits()));
        got(transport.send(&post(&server.url("/")), &other));
    }
    assert_eq!((server.asked().len(), server.connections()), (6, 1));
}

#[test]
fn a_connection_the_server_closed_is_not_used_again() {
    for act in [Act::Close, Act::Reset] {
        let server = RawServer::start(move |asked| match asked.number {
            // Windows discards an answer that nobody has read before the reset.
            0 => vec![
                Act::ok("first"),
                Act::Stall(Duration::from_millis(50)),
                act.clone(),
            ],
            _ => vec![Act::ok("second")],
        });
        let mut transport = direct();
        got(transport.send(&get(&server.url("/")), &limits()));
        thread::sleep(Duration::from_millis(150));
        let response = got(transport.send(&post(&server.url("/")), &limits()));
        assert_eq!(response.body, b"second");
        assert_eq!((server.asked().len(), server.connections()), (2, 2));
    }
}

#[test]
fn a_connection_closed_under_way_loses_the_post() {
    let server = RawServer::start(|asked| match asked.number {
        0 => vec![Act::ok("first")],
        _ => vec![Act::Close],
    });
    let mut transport = direct();
    got(transport.send(&get(&server.url("/")), &limits()));
    lost(transport.send(&post(&server.url("/")), &limits()));
    thread::sleep(Duration::from_millis(20));
    assert_eq!((server.asked().len(), server.connections()), (2, 1));
}

#[test]
fn a_connection_that_idled_long_is_not_used_again() {
    let server = RawServer::always([Act::ok("hello")]);
    let mut transport = direct();
    got(transport.send(&get(&server.url("/")), &limits()));
    thread::sleep(Duration::from_millis(1100));
    got(transport.send(&post(&server.url("/")), &limits()));
    assert_eq!((server.asked().len(), server.connections()), (2, 2));
}

#[test]
fn an_unsolicited_response_is_not_used() {
    let server = RawServer::start(|asked| match asked.number {
        0 => vec![Act::ok("first"), Act::ok("stray")],
        _ => vec![Act::ok("second")],
    });
    let mut transport = direct();
    got(transport.send(&get(&server.url("/")), &limits()));
    thread::sleep(Duration::from_millis(20));
    let response = got(transport.send(&get(&server.url("/")), &limits()));
    assert_eq!(response.body, b"second");
}
