//! HTTP requests and responses on a connection.

use std::io::{self, BufRead, Read, Write};

/// The most bytes of a request's body that are read; clients send less.
const LONGEST_BODY: u64 = 8 * 1024 * 1024;
const LONGEST_HEAD: u64 = 256 * 1024;

/// A parsed request.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub method: String,
    /// Path and query, as sent.
    pub target: String,
    /// The path alone.
    pub path: String,
    pub query: Vec<(String, String)>,
    pub form: Vec<(String, String)>,
    /// The names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body that [`Request::read`] has read.
    pub body: Vec<u8>,
    /// True if the request came over TLS; the server sets it.
    pub secure: bool,
}

impl Request {
    /// Reads the next request of a connection, or `None` at its end.
    pub fn read(from: &mut impl BufRead) -> io::Result<Option<Self>> {
        let mut head = from.take(LONGEST_HEAD);
        let mut line = String::new();
        head.read_line(&mut line)?;
        let mut words = line.split_whitespace();
        let (Some(method), Some(target)) = (words.next(), words.next()) else {
            return Ok(None);
        };
        let mut request = Self::new(method, target);
        loop {
            let mut line = String::new();
            if head.read_line(&mut line)? == 0 {
                return Ok(None);
            }
            let Some((name, value)) = line.trim_end().split_once(':') else {
                break;
            };
            request.add_header(name, value.trim());
        }
        let length: u64 = request
            .header("content-length")
            .and_then(|length| length.parse().ok())
            .unwrap_or(0);
        let mut body = Vec::new();
        from.take(length.min(LONGEST_BODY)).read_to_end(&mut body)?;
        request.set_body(&body);
        request.body = body;
        Ok(Some(request))
    }

    /// Returns a request without headers and a body. The target is a path with its query, or a URL, as the
    /// client of a proxy sends it.
    pub fn new(method: &str, target: &str) -> Self {
        let target = match target.split_once("://") {
            Some((_, rest)) => rest.find('/').map_or("/", |start| &rest[start..]),
            None => target,
        };
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        Self {
            method: method.to_owned(),
            target: target.to_owned(),
            path: path.to_owned(),
            query: pairs(query.as_bytes()),
            ..Self::default()
        }
    }

    pub fn add_header(&mut self, name: &str, value: &str) {
        self.headers
            .push((name.to_ascii_lowercase(), value.to_owned()));
    }

    /// Reads a body as a form, as PHP does for POST only.
    pub fn set_body(&mut self, body: &[u8]) {
        if self.posted() {
            self.form = pairs(body);
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Returns the value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<String> {
        self.headers
            .iter()
            .filter(|(key, _)| key == "cookie")
            .flat_map(|(_, line)| line.split(';'))
            .filter_map(|cookie| cookie.trim().split_once('='))
            .find(|(key, _)| *key == name)
            .map(|(_, value)| decode(value))
    }

    /// Returns PHP's `$_REQUEST`: the form, then the query.
    pub fn parameters(&self) -> impl Iterator<Item = &(String, String)> {
        self.form.iter().chain(&self.query)
    }

    /// Returns the last value of a parameter, of the form if it is there and else of the query.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        last(&self.form, name).or_else(|| last(&self.query, name))
    }

    pub fn posted(&self) -> bool {
        self.method == "POST"
    }

    /// Returns true if the client asks to close the connection.
    pub fn closes(&self) -> bool {
        self.header("connection")
            .is_some_and(|value| value.eq_ignore_ascii_case("close"))
    }
}

fn last<'a>(pairs: &'a [(String, String)], name: &str) -> Option<&'a str> {
    pairs
        .iter()
        .rfind(|(key, _)| key == name)
        .map(|(_, value)| value.as_str())
}

fn pairs(encoded: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(encoded).into_owned().collect()
}

/// Decodes the percent-encoding of `text`, as PHP does for cookies and paths.
pub fn decode(text: &str) -> String {
    let escaped = text.replace('&', "%26").replace('=', "%3D");
    url::form_urlencoded::parse(escaped.as_bytes())
        .next()
        .map_or_else(String::new, |(decoded, _)| decoded.into_owned())
}

/// Percent-encodes `text` for a cookie or a URL.
pub fn encode(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// A response.
#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            headers: vec![("Content-Type".to_owned(), content_type.to_owned())],
            body: body.into(),
        }
    }

    pub fn html(status: u16, body: impl Into<Vec<u8>>) -> Self {
        Self::new(status, "text/html; charset=UTF-8", body)
    }

    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    /// Returns the status line and the headers, with the length unless the body has no end.
    pub fn head(&self, length: Option<usize>) -> String {
        let mut head = format!("HTTP/1.1 {} {}\r\n", self.status, reason(self.status));
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        match length {
            Some(length) => head.push_str(&format!("Content-Length: {length}\r\n")),
            None => head.push_str("Connection: close\r\n"),
        }
        head.push_str("\r\n");
        head
    }

    pub fn write(&self, to: &mut impl Write, without_body: bool) -> io::Result<()> {
        let mut bytes = self.head(Some(self.body.len())).into_bytes();
        if !without_body {
            bytes.extend(&self.body);
        }
        to.write_all(&bytes)?;
        to.flush()
    }
}

/// Returns the words of a status.
pub(crate) fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        301 => "Moved Permanently",
        302 => "Found",
        400 => "Bad Request",
        401 => "Unauthorized",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => "Unknown",
    }
}

#[cfg(test)]
mod tests {
    use super::Request;

    #[test]
    fn a_request_is_taken_apart() {
        let sent = b"POST /w/api.php?action=login HTTP/1.1\r\nCookie: a=1; b=x%2By\r\nContent-Length: 9\r\n\r\nn=M%C3%A4";
        let request = Request::read(&mut &sent[..]).unwrap().unwrap();
        assert_eq!(request.path, "/w/api.php");
        assert_eq!(request.parameter("action"), Some("login"));
        assert_eq!(request.parameter("n"), Some("Mä"));
        assert_eq!(request.cookie("b").as_deref(), Some("x+y"));
        assert!(request.posted());
    }
}
