//! A server that answers with prepared bytes, valid or not, and records its requests.

use std::{
    io::{self, Read, Write},
    mem,
    net::{Shutdown, SocketAddr, TcpListener, TcpStream},
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// How long a client may take to send a complete request.
const IDLE_TIMEOUT: Duration = Duration::from_secs(20);

/// An action of the server after a request. After the last, it waits for the next request on the same
/// connection.
#[derive(Clone)]
pub enum Act {
    /// Writes these bytes.
    Answer(Vec<u8>),
    /// Writes these bytes again and again, until the client closes the connection.
    Endless(Vec<u8>),
    /// Pauses.
    Stall(Duration),
    /// Closes the connection in order.
    Close,
    /// Resets the connection: the system sends a reset if a socket is closed with unread bytes (Linux and
    /// Windows do).
    Reset,
}

impl Act {
    /// Returns an `Answer` of a text.
    pub fn answer(text: &str) -> Self {
        Act::Answer(text.as_bytes().to_vec())
    }

    /// Returns a response with status 200, this body and its length.
    pub fn ok(body: &str) -> Self {
        let length = body.len();
        Act::answer(&format!(
            "HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\n{body}"
        ))
    }
}

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The connection it came on, counted from 0.
    pub connection: usize,
    /// The number of earlier requests, on all connections.
    pub number: usize,
    /// Request line and headers, without the empty line.
    pub head: String,
    /// The body.
    pub body: String,
}

impl Asked {
    /// Returns method, target and version.
    pub fn line(&self) -> &str {
        self.head.lines().next().unwrap_or_default()
    }

    pub fn is_get(&self) -> bool {
        self.line().starts_with("GET ")
    }

    pub fn is_post(&self) -> bool {
        self.line().starts_with("POST ")
    }

    /// Returns the values of all headers of this name, compared without case.
    pub fn headers(&self, name: &str) -> Vec<&str> {
        self.head
            .lines()
            .skip(1)
            .filter_map(|line| line.split_once(':'))
            .filter(|(header, _)| header.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.trim())
            .collect()
    }
}

/// A running server. Its threads end with the test process.
pub struct RawServer {
    address: SocketAddr,
    log: Arc<Log>,
}

#[derive(Default)]
struct Log {
    connections: AtomicUsize,
    asked: Mutex<Vec<Asked>>,
}

impl RawServer {
    /// Listens on a free port of 127.0.0.1, and runs the actions that `script` returns for each request.
    pub fn start(script: impl Fn(&Asked) -> Vec<Act> + Send + Sync + 'static) -> Self {
        let log = Arc::new(Log::default());
        let address = serve({
            let log = Arc::clone(&log);
            move |stream| {
                let connection = log.connections.fetch_add(1, Ordering::SeqCst);
                // A client that closes the connection ends the exchange; that is not a failure.
                let _ = converse(stream, connection, &log, &script);
            }
        });
        Self { address, log }
    }

    /// Runs the same actions for every request.
    pub fn always(acts: impl Into<Vec<Act>>) -> Self {
        let acts = acts.into();
        Self::start(move |_| acts.clone())
    }

    /// Returns `127.0.0.1:port`.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Returns `http://127.0.0.1:port` with this path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Returns the requests so far.
    pub fn asked(&self) -> Vec<Asked> {
        self.log.asked.lock().unwrap().clone()
    }

    /// Returns the number of connections so far.
    pub fn connections(&self) -> usize {
        self.log.connections.load(Ordering::SeqCst)
    }
}

/// Listens on a free port of 127.0.0.1, and runs `talk` for each connection in its own thread: for servers of
/// other protocols than HTTP.
pub fn serve(talk: impl Fn(TcpStream) + Send + Sync + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let talk = Arc::new(talk);
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let talk = Arc::clone(&talk);
            thread::spawn(move || talk(stream));
        }
    });
    address
}

/// Returns an address of 127.0.0.1 that refuses connections for as long as the process runs.
pub fn nobody() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
    let address = client.local_addr().unwrap();
    // The client's end accepts no connections, and reserves its port while it is open.
    mem::forget((listener, client));
    address
}

fn converse(
    mut stream: TcpStream,
    connection: usize,
    log: &Log,
    script: &impl Fn(&Asked) -> Vec<Act>,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_read_timeout(Some(IDLE_TIMEOUT))?;
    loop {
        let Some((head, length)) = await_request(&stream)? else {
            return Ok(());
        };
        // The last byte stays unread until all actions are taken, for `Act::Reset`.
        let mut bytes = vec![0; length - 1];
        stream.read_exact(&mut bytes)?;
        let mut last = [0];
        stream.peek(&mut last)?;
        bytes.extend(last);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let asked = {
            let mut all = log.asked.lock().unwrap();
            let asked = Asked {
                connection,
                number: all.len(),
                head: text[..head].trim_end().to_owned(),
                body: text[head..].to_owned(),
            };
            all.push(asked.clone());
            asked
        };
        for act in script(&asked) {
            match act {
                Act::Answer(bytes) => stream.write_all(&bytes)?,
                Act::Endless(bytes) => loop {
                    stream.write_all(&bytes)?;
                },
                Act::Stall(duration) => thread::sleep(duration),
                Act::Close => {
                    stream.read_exact(&mut last)?;
                    return stream.shutdown(Shutdown::Both);
                }
                Act::Reset => return Ok(()),
            }
        }
        stream.read_exact(&mut last)?;
    }
}

/// Waits for the head of a request. Returns its length and that of the whole request, or `None` at the end of
/// the connection.
fn await_request(stream: &TcpStream) -> io::Result<Option<(usize, usize)>> {
    let start = Instant::now();
    let mut seen = vec![0; 1 << 16];
    while start.elapsed() < IDLE_TIMEOUT {
        let count = stream.peek(&mut seen)?;
        if count == 0 {
            return Ok(None);
        }
        if let Some(lengths) = measure(&seen[..count]) {
            return Ok(Some(lengths));
        }
        thread::sleep(Duration::from_millis(1));
    }
    Ok(None)
}

/// Returns the length of a request's head and of the whole, once the head is complete.
fn measure(bytes: &[u8]) -> Option<(usize, usize)> {
    let head = bytes.windows(4).position(|four| four == b"\r\n\r\n")? + 4;
    let body = String::from_utf8_lossy(&bytes[..head])
        .lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .map_or(0, |(_, value)| value.trim().parse().unwrap_or(0));
    Some((head, head + body))
}
