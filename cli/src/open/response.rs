//! An HTTP response, with the headers that keep a browser from doing more than it must.

use std::{
    fmt::Write as _,
    io::{self, Read, Write},
    net::{Shutdown, TcpStream},
    time::{Duration, Instant},
};

/// The time within which a client must take a response.
const TIME: Duration = Duration::from_secs(10);

/// The headers of all responses.
const HEADERS: &str = "Connection: close\r\n\
    Cache-Control: no-store\r\n\
    X-Content-Type-Options: nosniff\r\n\
    X-Frame-Options: DENY\r\n\
    Cross-Origin-Opener-Policy: same-origin\r\n\
    Cross-Origin-Resource-Policy: same-origin\r\n\
    Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n";

/// The style of the pages, by its digest.
pub const STYLE_SOURCE: &str = "'sha256-Kpwqhgt5+2j64Uu4T2PP9N4picdkdbrmILzKdSRe0qM='";

/// The further content of a page without scripts: images of this listener, and forms that lead back to it.
const PAGE_POLICY: &str = "default-src 'none'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                           frame-ancestors 'none'; style-src";

/// The content of anything else: none.
const NO_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// A response.
#[derive(Debug)]
pub struct Response {
    status: u16,
    media_type: String,
    /// Further lines of the head.
    lines: String,
    policy: String,
    referrer: &'static str,
    body: Vec<u8>,
    notes_receipt: bool,
}

impl Response {
    /// Creates a response that contains nothing that a browser would run.
    pub fn new(status: u16, media_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self {
            status,
            media_type: media_type.to_owned(),
            lines: String::new(),
            policy: NO_POLICY.to_owned(),
            referrer: "no-referrer",
            body: body.into(),
            notes_receipt: false,
        }
    }

    /// Creates a page.
    pub fn page(html: &str) -> Self {
        Self {
            policy: format!("{PAGE_POLICY} {STYLE_SOURCE}"),
            ..Self::new(200, "text/html; charset=utf-8", html)
        }
    }

    /// Creates a page that may also contain what `additions` adds to the policy for content.
    pub fn page_with(html: &str, additions: &str) -> Self {
        Self {
            // Widgets set styles of their own elements.
            policy: format!("{PAGE_POLICY} 'unsafe-inline'; {additions}"),
            // Only the origin: the widgets of captcha services compare it with the hosts of the key.
            referrer: "strict-origin",
            ..Self::page(html)
        }
    }

    /// Sets the status.
    pub fn with_status(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// Marks the response as one that the run may wait for.
    pub fn noting_receipt(self) -> Self {
        Self {
            notes_receipt: true,
            ..self
        }
    }

    /// Returns whether the run may wait for the response.
    pub fn notes_receipt(&self) -> bool {
        self.notes_receipt
    }

    /// Creates the response for everything that does not exist, or not for this client.
    pub fn not_found() -> Self {
        Self::failure(404)
    }

    /// Creates a response with a status and no content.
    pub fn failure(status: u16) -> Self {
        Self::new(status, "text/plain; charset=utf-8", "")
    }

    /// Creates a redirect to a path of this listener after a form.
    pub fn see_other(path: &str) -> Self {
        let mut response = Self::failure(303);
        response.add_line("Location", path);
        response
    }

    /// Adds a line to the head.
    pub fn add_line(&mut self, name: &'static str, value: &str) {
        let is_safe = value.bytes().all(|byte| (b' '..0x7f).contains(&byte));
        debug_assert!(is_safe, "{name}");
        if is_safe {
            let _ = write!(self.lines, "{name}: {value}\r\n");
        }
    }

    /// Sends the response.
    pub fn send(self, mut stream: &TcpStream) -> io::Result<()> {
        stream.set_write_timeout(Some(TIME))?;
        let head = format!(
            "HTTP/1.1 {} {}\r\n{HEADERS}Content-Security-Policy: {}\r\nReferrer-Policy: {}\r\n\
             Content-Type: {}\r\nContent-Length: {}\r\n{}\r\n",
            self.status,
            reason(self.status),
            self.policy,
            self.referrer,
            self.media_type,
            self.body.len(),
            self.lines,
        );
        stream.write_all(head.as_bytes())?;
        stream.write_all(&self.body)?;
        stream.shutdown(Shutdown::Write)
    }
}

/// Discards what the client still sends, for a limited time: a connection that is closed with unread input is reset, and
/// the client may never see the response.
pub fn discard(mut stream: &TcpStream) {
    let _ = stream.set_read_timeout(Some(Duration::from_millis(500)));
    let end = Instant::now() + TIME;
    let mut part = [0; 16 << 10];
    while Instant::now() < end {
        match stream.read(&mut part) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

fn reason(status: u16) -> &'static str {
    match status {
        200 => "OK",
        303 => "See Other",
        400 => "Bad Request",
        404 => "Not Found",
        405 => "Method Not Allowed",
        411 => "Length Required",
        413 => "Content Too Large",
        431 => "Request Header Fields Too Large",
        _ => "Error",
    }
}
