//! Reads one HTTP request of bounded size in a bounded time.

use std::{
    io::{self, Read},
    net::TcpStream,
    time::{Duration, Instant},
};

use mwaccount::Secret;

/// The maximum size of the head of a request, in bytes.
const MAX_HEAD: usize = 16 << 10;

/// The maximum number of headers.
const MAX_HEADERS: usize = 100;

/// The maximum size of a submitted form, in bytes.
pub const MAX_BODY: usize = 1 << 20;

/// The time within which a request must arrive.
const TIME: Duration = Duration::from_secs(10);

/// A request.
pub struct Request {
    /// True for POST, false for GET.
    pub is_post: bool,
    /// The path and query.
    pub target: String,
    headers: Vec<(String, String)>,
    /// The submitted form.
    pub body: Secret,
}

impl Request {
    /// Returns the value of a header. It is empty if the request has none.
    pub fn header(&self, name: &str) -> &str {
        let mut headers = self.headers.iter();
        let found = headers.find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }

    /// Returns the value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        let mut cookies = self.header("cookie").split(';');
        cookies.find_map(|cookie| {
            let (known, value) = cookie.trim().split_once('=')?;
            (known == name).then_some(value)
        })
    }
}

/// A request that is not read to its end.
#[derive(Debug, PartialEq, Eq)]
pub enum Unread {
    /// The status for a request that breaks a rule.
    Refused(u16),
    /// The submitted form is too long.
    TooLong,
    /// The client has gone, or was too slow.
    Gone,
}

impl From<io::Error> for Unread {
    fn from(_: io::Error) -> Self {
        Self::Gone
    }
}

/// Reads a request.
pub fn read(stream: &TcpStream) -> Result<Request, Unread> {
    let mut input = Input {
        stream,
        deadline: Instant::now() + TIME,
    };
    let mut head = Vec::new();
    loop {
        let mut part = [0; 4096];
        let length = input.read(&mut part)?;
        if length == 0 {
            return Err(Unread::Gone);
        }
        head.extend_from_slice(&part[..length]);
        part.fill(0);
        if let Some((mut request, length, body_length)) = parse(&head)? {
            // The part of the body that came with the head.
            let mut body = Vec::with_capacity(body_length);
            let begun = head.len().min(length + body_length);
            body.extend_from_slice(&head[length..begun]);
            head[length..].fill(0);
            let begun = body.len();
            body.resize(body_length, 0);
            input.read_exact(&mut body[begun..])?;
            let body = String::from_utf8(body).map_err(|_| Unread::Refused(400))?;
            request.body = Secret::new(body);
            return Ok(request);
        }
        if head.len() > MAX_HEAD {
            return Err(Unread::Refused(431));
        }
    }
}

/// Returns the request, and the lengths of its head and its body, once the head is complete.
fn parse(head: &[u8]) -> Result<Option<(Request, usize, usize)>, Unread> {
    let mut headers = [httparse::EMPTY_HEADER; MAX_HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let length = match parsed.parse(head) {
        Ok(httparse::Status::Complete(length)) if length <= MAX_HEAD => length,
        Ok(httparse::Status::Complete(_)) | Err(httparse::Error::TooManyHeaders) => {
            return Err(Unread::Refused(431));
        }
        Ok(httparse::Status::Partial) => return Ok(None),
        Err(_) => return Err(Unread::Refused(400)),
    };
    let is_post = match parsed.method {
        Some("GET") => false,
        Some("POST") => true,
        _ => return Err(Unread::Refused(405)),
    };
    let mut headers = Vec::new();
    for header in &*parsed.headers {
        let value = str::from_utf8(header.value).map_err(|_| Unread::Refused(400))?;
        headers.push((header.name.to_owned(), value.to_owned()));
    }
    let count = |name: &str| {
        let same = headers.iter();
        same.filter(|(known, _)| known.eq_ignore_ascii_case(name))
            .count()
    };
    if count("host") != 1 || count("content-length") > 1 || count("transfer-encoding") > 0 {
        return Err(Unread::Refused(400));
    }
    let request = Request {
        is_post,
        target: parsed.path.unwrap_or_default().to_owned(),
        headers,
        body: Secret::new(""),
    };
    let body_length = match request.header("content-length") {
        "" if is_post => return Err(Unread::Refused(411)),
        "" => 0,
        length if length.bytes().all(|digit| digit.is_ascii_digit()) => {
            length.parse().unwrap_or(usize::MAX)
        }
        _ => return Err(Unread::Refused(400)),
    };
    match body_length {
        0 => {}
        _ if !is_post => return Err(Unread::Refused(400)),
        length if length > MAX_BODY => return Err(Unread::TooLong),
        _ => {}
    }
    Ok(Some((request, length, body_length)))
}

/// A connection that is read until a moment.
struct Input<'s> {
    stream: &'s TcpStream,
    deadline: Instant,
}

impl Read for Input<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let rest = self.deadline.saturating_duration_since(Instant::now());
        if rest.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        self.stream.set_read_timeout(Some(rest))?;
        self.stream.read(into)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(head: &str) -> Option<u16> {
        match parse(head.as_bytes()) {
            Err(Unread::Refused(status)) => Some(status),
            Err(Unread::TooLong) => Some(413),
            _ => None,
        }
    }

    #[test]
    fn a_complete_head_is_read() {
        let head =
            "POST /a?b HTTP/1.1\r\nHost: h\r\nCookie: a=1; b=2\r\nContent-Length: 3\r\n\r\nx=";
        let (request, length, body) = parse(head.as_bytes()).ok().flatten().unwrap();
        assert!(request.is_post);
        assert_eq!(request.target, "/a?b");
        assert_eq!(request.header("HOST"), "h");
        assert_eq!(request.cookie("b"), Some("2"));
        assert_eq!(request.cookie("c"), None);
        assert_eq!((length, body), (head.len() - 2, 3));
        assert!(matches!(parse(b"GET / HTTP/1.1\r\nHost: h\r\n"), Ok(None)));
    }

    #[test]
    fn requests_that_are_ambiguous_or_too_large_are_refused() {
        let post = "POST / HTTP/1.1\r\nHost: h\r\n";
        for (head, status) in [
            ("GET / HTTP/1.1\r\n\r\n".to_owned(), 400),
            (
                "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n".to_owned(),
                400,
            ),
            ("DELETE / HTTP/1.1\r\nHost: a\r\n\r\n".to_owned(), 405),
            (
                "GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\n".to_owned(),
                400,
            ),
            (format!("{post}\r\n"), 411),
            (
                format!("{post}Content-Length: 1\r\nContent-Length: 2\r\n\r\n"),
                400,
            ),
            (format!("{post}Content-Length: +1\r\n\r\n"), 400),
            (
                format!("{post}Content-Length: 99999999999999999999999\r\n\r\n"),
                413,
            ),
            (format!("{post}Content-Length: 1048577\r\n\r\n"), 413),
            (format!("{post}Transfer-Encoding: chunked\r\n\r\n"), 400),
            (format!("{post}{}\r\n", "A: b\r\n".repeat(200)), 431),
            ("\u{1b}[2J\r\n\r\n".to_owned(), 400),
        ] {
            assert_eq!(refusal(&head), Some(status), "{head}");
        }
    }
}
