//! The control address: JSON over HTTP, by which tests in any language read and change running wikis.
//!
//! It listens on 127.0.0.1 only, and each wiki has a path of its own that nobody can guess. `docs/testing.md` lists what
//! there is.

mod resources;

use std::{
    io::{self, BufReader},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};

use rustls::crypto::ring;
use serde_json::{Map, Value, json};

use crate::{
    http::{Request, Response},
    server::RunningWiki,
};

use resources::Controlled;

/// How long a connection may be idle.
const IDLE_TIMEOUT: Duration = Duration::from_secs(30);

/// The control address of some wikis, which ends when it is dropped.
#[derive(Debug)]
pub struct Control {
    address: SocketAddr,
    wikis: Arc<Vec<Controlled>>,
    ends: Arc<AtomicBool>,
}

impl Control {
    /// Starts on a free port of 127.0.0.1. From now on the wikis keep their requests. `options` are those that the wikis
    /// were started with, as [`Options::from_json`](crate::Options::from_json) reads them; a wiki has them again after a
    /// reset.
    ///
    /// # Errors
    ///
    /// Fails if no port is free, or if the system has no random numbers.
    pub fn start(wikis: &[RunningWiki], options: &Map<String, Value>) -> io::Result<Self> {
        let controlled = |wiki: &RunningWiki| {
            wiki.log_requests();
            Ok(Controlled::new(secret()?, wiki.clone(), options.clone()))
        };
        let wikis = wikis.iter().map(controlled).collect::<io::Result<_>>()?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
        let control = Self {
            address: listener.local_addr()?,
            wikis: Arc::new(wikis),
            ends: Arc::default(),
        };
        let (wikis, ends) = (Arc::clone(&control.wikis), Arc::clone(&control.ends));
        thread::spawn(move || {
            for stream in listener.incoming() {
                if ends.load(Ordering::SeqCst) {
                    return;
                }
                let (Ok(stream), wikis) = (stream, Arc::clone(&wikis)) else {
                    continue;
                };
                // Errors of a client's connection concern that client only.
                thread::spawn(move || {
                    let _ = serve(stream, &wikis);
                });
            }
        });
        Ok(control)
    }

    /// Returns the control URL of each wiki, in their order. Each contains a secret.
    pub fn urls(&self) -> impl Iterator<Item = String> {
        let wikis = self.wikis.iter();
        wikis.map(|wiki| format!("http://{}/{}", self.address, wiki.secret))
    }
}

impl Drop for Control {
    fn drop(&mut self) {
        self.ends.store(true, Ordering::SeqCst);
        // Wakes the thread that waits for a connection.
        let _ = TcpStream::connect(self.address);
    }
}

/// Returns 128 random bits in hexadecimal digits.
fn secret() -> io::Result<String> {
    let mut bytes = [0; 16];
    let random = ring::default_provider().secure_random;
    random
        .fill(&mut bytes)
        .map_err(|_| io::Error::other("no random numbers"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn serve(stream: TcpStream, wikis: &[Controlled]) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(IDLE_TIMEOUT))?;
    stream.set_write_timeout(Some(IDLE_TIMEOUT))?;
    let mut reader = BufReader::new(stream);
    while let Some(request) = Request::read(&mut reader)? {
        let without_body = request.method == "HEAD";
        answer(&request, wikis).write(reader.get_mut(), without_body)?;
        if request.closes() {
            break;
        }
    }
    Ok(())
}

fn answer(request: &Request, wikis: &[Controlled]) -> Response {
    let path = request.path.trim_start_matches('/');
    let (secret, resource) = path.split_once('/').unwrap_or((path, ""));
    let wiki = wikis.iter().find(|wiki| wiki.secret == secret);
    let answer = wiki.map(|wiki| wiki.answer(&request.method, resource, &request.body));
    let (status, body) = match answer {
        None => (404, json!({"error": "no wiki has this control address"})),
        Some(Ok(body)) => (200, body),
        Some(Err((status, error))) => (status, json!({ "error": error })),
    };
    Response::new(status, "application/json", body.to_string() + "\n")
}
