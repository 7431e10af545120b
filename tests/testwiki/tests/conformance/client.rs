//! A client that sends single requests.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::TcpStream,
};

use super::{request, transcript::Response};

/// Sends a request to `host`, and reads the response to its end.
pub fn send(
    host: &str,
    method: &str,
    target: &str,
    form: Option<&str>,
    cookies: &BTreeMap<String, String>,
    headers: &[(&str, String)],
) -> Response {
    let request = request::written(host, method, target, headers, form, cookies);
    let mut stream = TcpStream::connect(host).expect("the wiki runs");
    stream
        .write_all(request.as_bytes())
        .expect("the wiki reads");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("the wiki answers");
    let end = answer
        .windows(4)
        .position(|bytes| bytes == b"\r\n\r\n")
        .expect("an end of the headers");
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let mut lines = head.split("\r\n");
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    Response {
        status: status.and_then(|status| status.parse().ok()).unwrap_or(0),
        headers: lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
            .collect(),
        body: answer.split_off(end + 4),
    }
}
