//! The ureq transport, cancelled from another thread.

use std::{
    io::{Read, Write},
    sync::mpsc,
    thread,
    time::{Duration, Instant},
};

use mwaccount::{
    Reason,
    http::{Effect, Form, Reply, Request},
    transport::{Transport, Ureq},
};
use support::{
    file,
    raw_server::{Act, RawServer, serve},
    tls_server::*,
    transport_requests::*,
};
use url::Url;

/// Sends `request` and cancels it a moment after `begun` has returned.
#[track_caller]
fn cancelled_after(
    begun: impl FnOnce() + Send + 'static,
    transport: &mut Ureq,
    request: &Request,
) -> Reply {
    let limits = limits().with_timeout(Duration::from_secs(60));
    let canceller = limits.canceller.clone();
    let cancelling = thread::spawn(move || {
        begun();
        thread::sleep(Duration::from_millis(200));
        canceller.cancel();
        Instant::now()
    });
    let reply = transport.send(request, &limits);
    let late = cancelling.join().unwrap().elapsed();
    // 100 ms on a machine that does nothing else.
    assert!(late < Duration::from_secs(3), "{late:?}: {reply:?}");
    match &reply {
        Reply::NotSent(fault) | Reply::Lost(fault) => {
            assert_eq!(fault.reason, Reason::Cancelled, "{}", fault.message);
        }
        Reply::Got(_) => panic!("{reply:?}"),
    }
    reply
}

#[track_caller]
fn cancelled(transport: &mut Ureq, request: &Request) -> Reply {
    cancelled_after(|| (), transport, request)
}

#[test]
fn a_cancelled_response_is_lost_and_its_connection_closed() {
    let server = RawServer::start(|asked| match asked.number {
        1 => vec![
            Act::answer("HTTP/1.1 200 OK\r\n\r\nhalf"),
            Act::Stall(Duration::from_secs(5)),
        ],
        _ => vec![Act::ok("hello")],
    });
    let mut transport = direct();
    got(transport.send(&get(&server.url("/")), &limits()));
    lost(cancelled(&mut transport, &post(&server.url("/"))));
    got(transport.send(&get(&server.url("/")), &limits()));
    assert_eq!((server.asked().len(), server.connections()), (3, 2));
}

#[test]
fn a_cancelled_upload_is_lost() {
    let (tell, told) = mpsc::channel();
    let deaf = serve(move |stream| {
        tell.send(()).unwrap();
        thread::sleep(Duration::from_secs(60));
        drop(stream);
    });
    let url = Url::parse(&format!("http://{deaf}/")).unwrap();
    let more_than_buffers_hold = "x".repeat(6 << 20);
    let form = Form::new(&[("text", &more_than_buffers_hold)]);
    let request = Request::post(Effect::Read, &url, form);
    let connected = move || told.recv().unwrap();
    lost(cancelled_after(connected, &mut direct(), &request));
}

#[test]
fn a_cancellation_while_connecting_sends_nothing() {
    let silent = serve(|stream| {
        thread::sleep(Duration::from_secs(60));
        drop(stream);
    });
    // A TLS handshake, and handshakes with proxies.
    let handshake = post(&format!("https://{silent}/"));
    not_sent(cancelled(&mut direct(), &handshake));
    for scheme in ["http", "https", "socks5h"] {
        let mut transport = through(&format!("{scheme}://{silent}"));
        not_sent(cancelled(&mut transport, &post("http://wiki.invalid/")));
    }
    let server = RawServer::always([Act::ok("")]);
    let limits = limits();
    limits.canceller.cancel();
    let fault = not_sent(direct().send(&post(&server.url("/")), &limits));
    assert_eq!(fault.reason, Reason::Cancelled);
    assert_eq!(server.asked().len(), 0);
}

#[test]
fn a_cancelled_response_over_tls_is_lost() {
    let url = tls_server(|mut tls| {
        for answer in ["Content-Length: 0\r\n\r\n", "\r\nhalf"] {
            let _ = tls.read(&mut [0; 4096]);
            let _ = write!(tls, "HTTP/1.1 200 OK\r\n{answer}");
        }
        thread::sleep(Duration::from_secs(60));
    });
    let trusting = Ureq::builder().no_proxy().ca_file(file(CERTIFICATE));
    let mut transport = trusting.build().unwrap();
    got(transport.send(&get(&url), &limits()));
    lost(cancelled(&mut transport, &post(&url)));
}
