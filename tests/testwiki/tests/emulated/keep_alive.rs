//! How connections that a client keeps end.

use std::{
    io::{Read, Write},
    net::TcpStream,
    thread,
    time::Duration,
};

use testwiki::{KeepAlive, RunningWiki, Server, Wiki};

const REQUEST: &[u8] = b"GET /api.php?action=query&format=json HTTP/1.1\r\nHost: localhost\r\n\r\n";

fn wiki(server: &Server, keep_alive: KeepAlive) -> (RunningWiki, TcpStream) {
    let wiki = server.add_at("", Wiki::release("1.43").keep_alive(keep_alive));
    let stream = TcpStream::connect(server.origin().replace("http://", "")).unwrap();
    let timeout = Some(Duration::from_secs(10));
    stream.set_read_timeout(timeout).unwrap();
    (wiki, stream)
}

/// Sends a request and returns what arrives first, or nothing if the connection has ended.
fn ask(stream: &mut TcpStream) -> String {
    let mut bytes = vec![0; 1 << 16];
    let sent = stream.write_all(REQUEST);
    let count = sent.and_then(|()| stream.read(&mut bytes)).unwrap_or(0);
    String::from_utf8_lossy(&bytes[..count]).into_owned()
}

#[test]
fn a_kept_connection_serves_several_requests() {
    for keep_alive in [KeepAlive::Kept, KeepAlive::Announced(5)] {
        let server = Server::start().unwrap();
        let (wiki, mut stream) = wiki(&server, keep_alive);
        for _ in 0..3 {
            let response = ask(&mut stream);
            assert!(response.starts_with("HTTP/1.1 200"), "{response}");
            let is_announced = response.contains("Keep-Alive: timeout=5\r\n");
            assert_eq!(is_announced, keep_alive != KeepAlive::Kept);
        }
        assert_eq!(wiki.all_requests(), 3);
    }
}

#[test]
fn a_connection_ends_after_its_time() {
    for (millis, requests) in [(0, 1), (400, 2)] {
        let server = Server::start().unwrap();
        let (wiki, mut stream) = wiki(&server, KeepAlive::Silent(Duration::from_millis(millis)));
        let response = ask(&mut stream);
        assert!(!response.to_lowercase().contains("connection: close"));
        thread::sleep(Duration::from_millis(20));
        assert_eq!(ask(&mut stream).is_empty(), millis == 0);
        thread::sleep(Duration::from_millis(800));
        assert_eq!(ask(&mut stream), "");
        assert_eq!(wiki.all_requests(), requests);
    }
}

#[test]
fn a_forgotten_connection_executes_one_request() {
    let server = Server::start().unwrap();
    let (wiki, mut stream) = wiki(&server, KeepAlive::Forgotten);
    assert!(ask(&mut stream).starts_with("HTTP/1.1 200"));
    thread::sleep(Duration::from_millis(50));
    assert_eq!(ask(&mut stream), "");
    assert_eq!(wiki.all_requests(), 1);
}
