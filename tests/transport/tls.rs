//! The ureq transport over TLS.

use std::{
    io::{Read, Write},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use mwaccount::{
    Reason,
    transport::{Transport, Ureq},
};
use rustls::HandshakeKind::{Full, Resumed};
use support::{file, raw_server::serve, tls_server::*, transport_requests::*};

#[test]
fn without_tls_nothing_is_sent() {
    let plain = serve(|mut stream| {
        let _ = stream.write_all(b"HTTP/1.1 400 Bad Request\r\n\r\n");
        let _ = stream.read_to_end(&mut Vec::new());
    });
    let fault = not_sent(direct().send(&post(&format!("https://{plain}/")), &limits()));
    assert_eq!(fault.reason, Reason::Unreachable, "{}", fault.message);
    assert!(fault.message.contains("https"), "{}", fault.message);

    let closing = serve(drop);
    let fault = not_sent(direct().send(&post(&format!("https://{closing}/")), &limits()));
    assert_eq!(fault.reason, Reason::Unreachable, "{}", fault.message);

    let silent = serve(|_stream| thread::sleep(Duration::from_secs(60)));
    let fault = not_sent(direct().send(&post(&format!("https://{silent}/")), &short_limits()));
    assert_eq!(fault.reason, Reason::Unreachable, "{}", fault.message);
    assert!(fault.message.contains("300ms"), "{}", fault.message);
}

#[test]
fn a_certificate_nobody_trusts_is_refused() {
    let received = Arc::new(AtomicUsize::new(0));
    let url = tls_server({
        let received = Arc::clone(&received);
        move |mut tls| {
            let count = tls.read(&mut [0]).unwrap_or(0);
            received.fetch_add(count, Ordering::SeqCst);
        }
    });
    let fault = not_sent(direct().send(&post(&url), &limits()));
    assert_eq!(fault.reason, Reason::Insecure, "{}", fault.message);
    assert!(fault.message.contains("certificate"), "{}", fault.message);
    assert_eq!(received.load(Ordering::SeqCst), 0);
}

/// Over TLS a connection is kept too, and a request without a response is lost. Where an environment variable
/// sets the system's trust, a child process trusts the server.
#[test]
#[cfg(target_os = "linux")]
fn a_trusted_connection_is_kept_and_may_be_lost() {
    if let Ok(wiki) = std::env::var(WIKI) {
        let mut transport = direct();
        for _ in 0..2 {
            let response = got(transport.send(&post(&wiki), &limits()));
            assert_eq!(response.body, b"hello");
        }
        lost(transport.send(&post(&wiki), &limits()));
        return;
    }
    let connections = Arc::new(AtomicUsize::new(0));
    let url = tls_server({
        let connections = Arc::clone(&connections);
        move |mut tls| {
            connections.fetch_add(1, Ordering::SeqCst);
            for answers in [true, true, false] {
                assert!(read_request(&mut tls));
                if answers {
                    tls.write_all(HELLO).unwrap();
                }
            }
        }
    });
    in_trusting_child("tls::a_trusted_connection_is_kept_and_may_be_lost", &url);
    assert_eq!(connections.load(Ordering::SeqCst), 1);
}

/// The requests of a session share one handshake. After a pause a creation is sent on a new connection, whose
/// handshake is resumed: it needs no certificate and no signature.
#[test]
fn a_session_makes_one_handshake_and_resumes_it_after_a_pause() {
    let handshakes = Arc::new(Mutex::new(Vec::new()));
    let url = tls_server({
        let handshakes = Arc::clone(&handshakes);
        move |mut tls| {
            if read_request(&mut tls) {
                let kind = tls.conn.handshake_kind().unwrap();
                handshakes.lock().unwrap().push(kind);
                let _ = tls.write_all(HELLO);
            }
            while read_request(&mut tls) {
                let _ = tls.write_all(HELLO);
            }
        }
    });
    let builder = Ureq::builder().no_proxy().ca_file(file(CERTIFICATE));
    let mut transport = builder.build().unwrap();
    for request in [get(&url), post(&url), get(&url), post(&url)] {
        got(transport.send(&request, &limits()));
    }
    assert_eq!(*handshakes.lock().unwrap(), [Full]);
    thread::sleep(Duration::from_millis(300));
    got(transport.send(&post(&url), &limits()));
    assert_eq!(*handshakes.lock().unwrap(), [Full, Resumed]);
}
