//! A scripted wiki on a local port, and functions that run the command against it.

#[cfg(unix)]
pub mod real;
#[cfg(unix)]
pub mod signals;
#[cfg(unix)]
pub mod sixels;
#[cfg(unix)]
pub mod terminal;

use std::{
    collections::BTreeMap,
    io::{BufRead, BufReader, Read, Write},
    net::{TcpListener, TcpStream},
    process::{Command, Output, Stdio},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};

use serde_json::{Value, json};

/// A password that must not appear in any output.
pub const PASSWORD: &str = "Correct-horse-7-battery";

/// A request that the wiki received.
#[derive(Debug, Clone, Default)]
pub struct Request {
    pub method: String,
    pub target: String,
    pub user_agent: String,
    pub form: BTreeMap<String, String>,
}

impl Request {
    /// Returns whether the request may create an account: it contains a token.
    pub fn creates(&self) -> bool {
        let has_token = self.form.contains_key("createtoken") || self.form.contains_key("token");
        has_token && !self.checks_caller()
    }

    /// Returns true for the request that precedes a captcha, with a name that no wiki accepts.
    pub fn checks_caller(&self) -> bool {
        self.field("username") == "10.0.0.1"
    }

    pub fn field(&self, name: &str) -> &str {
        self.form.get(name).map_or("", String::as_str)
    }
}

/// A response of the wiki.
pub enum Response {
    Json(Value),
    Xml(&'static str),
    Page(&'static str),
    Image,
    /// A file of this media type.
    File(&'static str, Vec<u8>),
    /// Closes the connection without a response.
    Nothing,
}

pub struct Wiki {
    pub address: String,
    requests: Arc<Mutex<Vec<Request>>>,
    is_closed: Arc<AtomicBool>,
}

impl Wiki {
    /// Starts a wiki that answers each request with what `respond` returns, one at a time.
    pub fn new(respond: impl FnMut(&Request) -> Response + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (log, respond) = (Arc::clone(&requests), Arc::new(Mutex::new(respond)));
        let is_closed = Arc::new(AtomicBool::new(false));
        let closed = Arc::clone(&is_closed);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if closed.load(Ordering::SeqCst) {
                    return;
                }
                let (log, respond) = (Arc::clone(&log), Arc::clone(&respond));
                thread::spawn(move || serve(&stream.unwrap(), &log, &respond));
            }
        });
        Self {
            address,
            requests,
            is_closed,
        }
    }

    /// Stops the wiki, so that connections to it fail.
    pub fn close(&self) {
        self.is_closed.store(true, Ordering::SeqCst);
        while TcpStream::connect(&self.address).is_ok() {
            thread::yield_now();
        }
    }

    pub fn api(&self) -> String {
        format!("http://{}/w/api.php", self.address)
    }

    pub fn requests(&self) -> Vec<Request> {
        self.requests.lock().unwrap().clone()
    }
}

fn serve<S: FnMut(&Request) -> Response>(
    stream: &TcpStream,
    log: &Mutex<Vec<Request>>,
    respond: &Mutex<S>,
) {
    let mut reader = BufReader::new(stream);
    loop {
        let Some(request) = read(&mut reader) else {
            return;
        };
        let mut out = stream;
        if request.method == "CONNECT" {
            out.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
            continue;
        }
        log.lock().unwrap().push(request.clone());
        let response = if request.checks_caller() {
            fail("invaliduser", "You have not specified a valid username.")
        } else {
            (respond.lock().unwrap())(&request)
        };
        let (kind, body) = match response {
            Response::Json(value) => ("application/json; charset=utf-8", value.to_string().into()),
            Response::Xml(text) => ("text/xml; charset=utf-8", text.into()),
            Response::Page(text) => ("text/html; charset=utf-8", text.into()),
            Response::Image => ("image/png", b"\x89PNG\r\n\x1a\nnot really".to_vec()),
            Response::File(kind, content) => (kind, content),
            Response::Nothing => return,
        };
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {}\r\n\
             Set-Cookie: wiki_session=s3ss10n; path=/; HttpOnly\r\n\r\n",
            body.len()
        );
        if out.write_all(head.as_bytes()).is_err() || out.write_all(&body).is_err() {
            return;
        }
    }
}

fn read(reader: &mut BufReader<&TcpStream>) -> Option<Request> {
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace();
    let mut request = Request {
        method: words.next()?.to_owned(),
        target: words.next()?.to_owned(),
        ..Request::default()
    };
    let mut length = 0;
    loop {
        let mut header = String::new();
        reader.read_line(&mut header).ok()?;
        let header = header.trim().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().ok()?;
        }
        if let Some(value) = header.strip_prefix("user-agent:") {
            value.trim().clone_into(&mut request.user_agent);
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    request.form = String::from_utf8(body)
        .ok()?
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect();
    Some(request)
}

fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let mut digit = || char::from(rest.next().unwrap()).to_digit(16).unwrap();
                (digit() * 16 + digit()) as u8
            }
            byte => byte,
        });
    }
    String::from_utf8(bytes).unwrap()
}

/// Returns the answer of 1.39 to `meta=authmanagerinfo|tokens`, with these requests in addition
/// to the password and the user's data.
pub fn auth_manager_info(extra: &[Value]) -> Response {
    let text =
        |optional| json!({"type": "string", "label": "x", "help": "y", "optional": optional});
    let secret = json!({"type": "password", "label": "x", "help": "y", "sensitive": true});
    let mut requests = vec![
        json!({
            "id": "MediaWiki\\Auth\\PasswordAuthenticationRequest",
            "metadata": {}, "required": "primary-required",
            "fields": {"username": text(false), "password": secret, "retype": secret},
        }),
        json!({
            "id": "MediaWiki\\Auth\\UserDataAuthenticationRequest",
            "metadata": {}, "required": "required",
            "fields": {"email": text(true), "realname": text(true)},
        }),
    ];
    requests.extend_from_slice(extra);
    Response::Json(json!({"query": {
        "authmanagerinfo": {"canauthenticatenow": true, "requests": requests},
        "tokens": {"createaccounttoken": "64952a182060266dcd0ef14bd1280d43+\\"},
    }}))
}

/// Returns ConfirmEdit's authentication request for a captcha.
pub fn captcha(kind: &str, shown: &str) -> Value {
    json!({
        "id": "CaptchaAuthenticationRequest", "required": "required",
        "metadata": {"type": kind, "mime": "text/plain"},
        "fields": {
            "captchaId": {"type": "hidden", "value": "374450374", "label": "id", "help": "id"},
            "captchaInfo": {"type": "null", "value": shown, "label": "Solve it", "help": "h"},
            "captchaWord": {"type": "string", "label": "CAPTCHA", "help": "h"},
        },
    })
}

pub fn pass(request: &Request) -> Response {
    Response::Json(
        json!({"createaccount": {"status": "PASS", "username": request.field("username")}}),
    )
}

pub fn fail(code: &str, message: &str) -> Response {
    Response::Json(json!({"createaccount": {
        "status": "FAIL", "message": message, "messagecode": code, "canpreservestate": false,
    }}))
}

/// A modern wiki without a captcha.
pub fn plain_wiki() -> Wiki {
    Wiki::new(|request| {
        if request.creates() {
            pass(request)
        } else {
            auth_manager_info(&[])
        }
    })
}

/// A modern wiki that asks a question.
pub fn question_wiki() -> Wiki {
    captcha_wiki("question", "What is the capital of France?", "Paris")
}

/// A modern wiki that shows the word `labword` in an image.
pub fn image_wiki() -> Wiki {
    let image = "/w/index.php?title=Special:Captcha/image";
    captcha_wiki("image", image, "labword")
}

/// A modern wiki with a captcha of this kind, whose answer is `right`.
pub fn captcha_wiki(kind: &'static str, shown: &'static str, right: &'static str) -> Wiki {
    Wiki::new(move |request| {
        if request.creates() {
            if request.field("captchaWord") == right {
                pass(request)
            } else {
                fail(
                    "captcha-createaccount-fail",
                    "Incorrect or missing CAPTCHA.",
                )
            }
        } else if request.target.contains("Special:Captcha") {
            Response::Image
        } else {
            auth_manager_info(&[captcha(kind, shown)])
        }
    })
}

/// Returns an answer with status `UI` that asks for a code.
pub fn code_prompt() -> Response {
    Response::Json(json!({"createaccount": {
        "status": "UI", "requests": [code()], "message": "One more thing", "messagecode": "x",
    }}))
}

/// Returns an answer with status `REDIRECT`, after which the browser returns with a code.
pub fn redirect() -> Response {
    Response::Json(json!({"createaccount": {
        "status": "REDIRECT", "redirecttarget": "https://login.example.org/go?state=1",
        "requests": [code()],
    }}))
}

fn code() -> Value {
    json!({
        "id": "Code", "metadata": {}, "required": "required",
        "fields": {"code": {"type": "string", "label": "Code", "help": "h"}},
    })
}

/// A modern wiki that asks for a code after the account is created. Its user list contains the
/// account if `lists_users`.
pub fn two_step_wiki(lists_users: bool) -> Wiki {
    let users = json!({"query": {"users": [
        {"userid": 7, "name": "Zoe Example", "registration": "2026-01-01T00:00:00Z"},
    ]}});
    Wiki::new(move |request| {
        if request.target.contains("list=users") && lists_users {
            Response::Json(users.clone())
        } else if request.field("createcontinue") == "1" {
            pass(request)
        } else if request.creates() {
            code_prompt()
        } else {
            auth_manager_info(&[])
        }
    })
}

/// The exit status and output of a run.
pub struct RunResult {
    pub status: i32,
    pub out: String,
    pub err: String,
}

impl RunResult {
    /// Parses the last line of standard output.
    pub fn json(&self) -> Value {
        let line = self.out.lines().last().unwrap_or_default();
        serde_json::from_str(line).unwrap_or_else(|e| panic!("{e}: {self:?}"))
    }

    /// Asserts that a secret is not in the output.
    pub fn assert_hides(&self, secret: &str) -> &Self {
        assert!(!self.out.contains(secret), "{self:?}");
        assert!(!self.err.contains(secret), "{self:?}");
        self
    }
}

impl std::fmt::Debug for RunResult {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { status, out, err } = self;
        write!(f, "status {status}\nstdout:\n{out}\nstderr:\n{err}")
    }
}

/// Returns the command `mwaccount create`.
pub fn create_command() -> Command {
    mwaccount(&["create"])
}

/// Returns the command `mwaccount` with these arguments.
pub fn mwaccount(args: &[&str]) -> Command {
    let mut command = program(env!("CARGO_BIN_EXE_mwaccount"));
    command.args(args);
    command
}

/// Returns a command without the environment's proxies and ignored signals, and without the user's configuration file. The
/// standard library itself clears the mask of blocked signals.
pub fn program(name: &str) -> Command {
    let mut command = Command::new(name);
    command.env("XDG_CONFIG_HOME", "/nonexistent");
    for name in ["ALL_PROXY", "HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    #[cfg(unix)]
    signals::reset(&mut command);
    command
}

/// Runs a command to its end with `input` on standard input.
pub fn run_with(mut command: Command, input: &str) -> RunResult {
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The command may end without reading it.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    run_result(child.wait_with_output().unwrap())
}

pub fn run_result(output: Output) -> RunResult {
    RunResult {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// Runs `mwaccount create` for Zoe on `wiki`, with the password on standard input.
pub fn create_zoe(wiki: &Wiki, args: &[&str]) -> RunResult {
    let mut command = create_command();
    command.args([&wiki.api(), "--name", "Zoe Example", "--password-stdin"]);
    command.args(args);
    run_with(command, &format!("{PASSWORD}\n"))
}
