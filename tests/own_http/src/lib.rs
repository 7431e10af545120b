//! HTTP/1.1 with the standard library alone, for wikis on this machine: an example of a host that uses
//! mwaccount without its default transport.
#![forbid(unsafe_code)]

use std::{
    io::{self, Read, Write},
    net::TcpStream,
    time::Duration,
};

use mwaccount::{
    Reason, TransportError,
    http::{Reply, Request, Response},
    transport::{Limits, Transport},
};

/// A transport that opens a connection for each request.
#[derive(Debug, Default)]
pub struct OwnHttp;

impl Transport for OwnHttp {
    fn send(&mut self, request: &Request, limits: &Limits) -> Reply {
        send(request, limits.timeout)
    }
}

/// Sends a request, and reads the response until the server closes the connection.
pub fn send(request: &Request, timeout: Duration) -> Reply {
    let unreachable = |error: io::Error| {
        TransportError::new(Reason::Unreachable, error.to_string()).with_source(error)
    };
    let host = request.url.host_str().unwrap_or_default();
    let port = request.url.port_or_known_default().unwrap_or(80);
    let stream = match TcpStream::connect((host, port)) {
        Ok(stream) => stream,
        Err(error) => return Reply::NotSent(unreachable(error)),
    };
    match exchange(stream, request, timeout) {
        Ok(response) => Reply::Got(response),
        Err(error) => Reply::Lost(unreachable(error)),
    }
}

fn exchange(mut stream: TcpStream, request: &Request, timeout: Duration) -> io::Result<Response> {
    stream.set_read_timeout(Some(timeout))?;
    let url = &request.url;
    let mut head = format!("{} {}", request.method.as_str(), url.path());
    if let Some(query) = url.query() {
        head += &format!("?{query}");
    }
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    head += &format!(" HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n");
    for (name, value) in &request.headers {
        head += &format!("{name}: {}\r\n", value.expose());
    }
    let mut message = Vec::new();
    match request.body() {
        Some((content_type, body)) => {
            head += &format!(
                "Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
                body.len()
            );
            message.extend_from_slice(head.as_bytes());
            message.extend_from_slice(&body);
        }
        None => message.extend_from_slice(format!("{head}\r\n").as_bytes()),
    }
    stream.write_all(&message)?;
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes)?;
    parse(&bytes).ok_or_else(|| io::Error::other("this is no HTTP response"))
}

/// Parses a response whose body ends with the connection.
fn parse(bytes: &[u8]) -> Option<Response> {
    let end = bytes.windows(4).position(|part| part == b"\r\n\r\n")?;
    let head = std::str::from_utf8(&bytes[..end]).ok()?;
    let (status, headers) = head.split_once("\r\n").unwrap_or((head, ""));
    let status = status.split(' ').nth(1)?.parse().ok()?;
    let headers = headers.lines().filter_map(|line| line.split_once(':'));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.trim().to_owned()));
    Some(Response::new(status, headers.collect(), &bytes[end + 4..]))
}
