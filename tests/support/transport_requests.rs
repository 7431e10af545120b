//! Requests for the ureq transport, and checks of its replies.

use std::{env, process::Command, time::Duration};

use mwaccount::{
    Secret, TransportError,
    http::{Effect, Form, Reply, Request, Response},
    transport::{Limits, Ureq},
};
use url::Url;

use super::raw_server::{Act, RawServer};

/// A secret in every request, which must not appear in an error.
pub const SECRET: &str = "hunter2";

pub fn limits() -> Limits {
    Limits::default().with_timeout(Duration::from_secs(10))
}

pub fn short_limits() -> Limits {
    Limits::default().with_timeout(Duration::from_millis(300))
}

pub fn direct() -> Ureq {
    Ureq::builder().no_proxy().build().unwrap()
}

pub fn get(url: &str) -> Request {
    let url = Url::parse(url).unwrap();
    let mut request = Request::get(&url, &[("query", SECRET)]);
    request.headers.push(("Cookie", Secret::from(SECRET)));
    request
}

pub fn post(url: &str) -> Request {
    let url = Url::parse(&format!("{url}?query={SECRET}")).unwrap();
    let mut form = Form::new(&[("name", "Zoë & co")]);
    form.push_secret("password", &Secret::from(SECRET));
    let mut request = Request::post(Effect::MayCreate, &url, form);
    request.headers.push(("Cookie", Secret::from(SECRET)));
    request
}

#[track_caller]
pub fn got(reply: Reply) -> Response {
    match reply {
        Reply::Got(response) => response,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub fn lost(reply: Reply) -> TransportError {
    match reply {
        Reply::Lost(fault) => without_secret(fault),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub fn not_sent(reply: Reply) -> TransportError {
    match reply {
        Reply::NotSent(fault) => without_secret(fault),
        other => panic!("{other:?}"),
    }
}

#[track_caller]
pub fn without_secret(fault: TransportError) -> TransportError {
    assert!(!fault.message.contains(SECRET), "{}", fault.message);
    assert!(!fault.message.contains("Zo"), "{}", fault.message);
    fault
}

/// The environment variable with the wiki's URL for a child.
pub const WIKI: &str = "MWACCOUNT_WIKI";

/// Runs a test again, by its path in the binary, in a process with these environment variables. A running
/// process cannot change its own safely.
pub fn in_child(test: &str, settings: &[(&str, &str)]) {
    let mut child = Command::new(env::current_exe().unwrap());
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
        child.env_remove(name).env_remove(name.to_lowercase());
    }
    let output = child
        .args(["--exact", test])
        .envs(settings.iter().copied())
        .output()
        .unwrap();
    let shown = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{shown}");
    assert!(shown.contains("1 passed"), "{shown}");
}

/// Starts a proxy that grants the first request on a connection, a `CONNECT`, and answers the others itself.
pub fn proxy_without_login() -> RawServer {
    RawServer::start(|asked| {
        vec![if asked.line().starts_with("CONNECT ") {
            Act::answer("HTTP/1.1 200 Connected\r\n\r\n")
        } else {
            Act::ok("through")
        }]
    })
}

pub fn through(url: &str) -> Ureq {
    Ureq::builder().proxy(url).build().unwrap()
}

/// Returns a body that sends a letter now and then, for ten seconds.
pub fn drip() -> Vec<Act> {
    (0..200)
        .flat_map(|_| [Act::answer("x"), Act::Stall(Duration::from_millis(50))])
        .collect()
}
