//! A real browser: Chromium, controlled with the WebDriver protocol of chromedriver.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    panic::{self, AssertUnwindSafe},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::signals::{Signal, send};

const FLAGS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--window-size=900,1100",
];

pub const TAB: &str = "\u{e004}";
pub const ENTER: &str = "\u{e007}";
pub const SPACE: &str = " ";

/// The maximum time to wait for something on a page.
const TIME: Duration = Duration::from_secs(30);

/// A browser with a profile of its own.
pub struct Browser {
    driver: Child,
    host: String,
    session: String,
    profile: TempDir,
}

impl Browser {
    /// Starts a browser with these additional flags.
    pub fn start(flags: &[&str]) -> Self {
        let profile = tempfile::tempdir().unwrap();
        let (driver, port) = driver();
        let mut browser = Self {
            driver,
            host: format!("127.0.0.1:{port}"),
            session: "/session".to_owned(),
            profile,
        };
        let folder = format!("--user-data-dir={}", browser.profile.path().display());
        let args: Vec<&str> = FLAGS
            .iter()
            .chain(flags)
            .copied()
            .chain([&*folder])
            .collect();
        let wanted = json!({"capabilities": {"alwaysMatch": {
            "browserName": "chrome", "acceptInsecureCerts": true, "goog:chromeOptions": {"args": args},
        }}});
        let begun = browser.call("POST", "", &wanted);
        browser.session = format!("/session/{}", begun["sessionId"].as_str().unwrap());
        browser
    }

    /// Sends a command of WebDriver, and returns its value.
    fn try_call(&self, method: &str, path: &str, body: &Value) -> Result<Value, Value> {
        let body = if method == "GET" {
            String::new()
        } else {
            body.to_string()
        };
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(120)))
            .unwrap();
        write!(
            stream,
            "{method} {}{path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{body}",
            self.session,
            self.host,
            body.len()
        )
        .unwrap();
        // chromedriver keeps the connection.
        let mut reader = BufReader::new(stream);
        let (mut status, mut length) = (String::new(), 0);
        reader.read_line(&mut status).unwrap();
        loop {
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            let line = line.trim().to_ascii_lowercase();
            if line.is_empty() {
                break;
            }
            if let Some(value) = line.strip_prefix("content-length:") {
                length = value.trim().parse().unwrap();
            }
        }
        let mut body = vec![0; length];
        reader.read_exact(&mut body).unwrap();
        let mut body: Value = serde_json::from_slice(&body).unwrap();
        let value = body["value"].take();
        if status.starts_with("HTTP/1.1 200") {
            Ok(value)
        } else {
            Err(value)
        }
    }

    fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let answer = self.try_call(method, path, body);
        answer.unwrap_or_else(|error| panic!("{method} {path}: {error}"))
    }

    pub fn open(&self, url: &str) {
        self.call("POST", "/url", &json!({"url": url}));
    }

    pub fn url(&self) -> String {
        self.call("GET", "/url", &Value::Null)
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Returns a picture of the window, as PNG.
    pub fn screenshot(&self) -> Vec<u8> {
        let picture = self.call("GET", "/screenshot", &Value::Null);
        BASE64_STANDARD.decode(picture.as_str().unwrap()).unwrap()
    }

    /// Runs a script in the page.
    pub fn run(&self, script: &str) -> Value {
        self.call(
            "POST",
            "/execute/sync",
            &json!({"script": script, "args": []}),
        )
    }

    /// Lets the user prefer light or dark colours.
    pub fn set_colour_scheme(&self, scheme: &str) {
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.call(
            "POST",
            "/goog/cdp/execute",
            &json!({"cmd": "Emulation.setEmulatedMedia", "params": media}),
        );
    }

    /// Returns the text of the page, once it is complete.
    pub fn text(&self) -> String {
        let text =
            self.run("return document.readyState === 'complete' ? document.body.innerText : ''");
        text.as_str().unwrap().to_owned()
    }

    /// Waits until the page contains a text, and returns the page's text.
    pub fn wait_for(&self, text: &str) -> String {
        let began = Instant::now();
        loop {
            let shown = self.text();
            if shown.contains(text) {
                return shown;
            }
            assert!(
                began.elapsed() < TIME,
                "no {text:?} at {} in: {shown}",
                self.url()
            );
            thread::sleep(Duration::from_millis(50));
        }
    }

    /// Returns the element that a selector finds.
    fn find(&self, using: &str, value: &str) -> String {
        let found = self.call("POST", "/element", &json!({"using": using, "value": value}));
        element_id(&found).to_owned()
    }

    /// Returns the control with this accessible name, as a screen reader has it.
    pub fn control(&self, name: &str) -> String {
        let controls =
            json!({"using": "css selector", "value": "input, select, button, a, textarea"});
        let controls = self.call("POST", "/elements", &controls);
        let mut names = Vec::new();
        for control in controls.as_array().unwrap() {
            let id = element_id(control);
            let known = self.call("GET", &format!("/element/{id}/computedlabel"), &Value::Null);
            if known == name {
                return id.to_owned();
            }
            names.push(known);
        }
        panic!("no {name:?} among {names:?}");
    }

    /// Returns the role of a control, as a screen reader has it.
    pub fn role(&self, name: &str) -> String {
        let id = self.control(name);
        let role = self.call("GET", &format!("/element/{id}/computedrole"), &Value::Null);
        role.as_str().unwrap().to_owned()
    }

    pub fn click(&self, name: &str) {
        let id = self.control(name);
        self.call("POST", &format!("/element/{id}/click"), &json!({}));
    }

    pub fn click_on(&self, selector: &str) {
        let id = self.find("css selector", selector);
        self.call("POST", &format!("/element/{id}/click"), &json!({}));
    }

    /// Presses keys, wherever the focus is.
    pub fn keys(&self, keys: &str) {
        let active = self.call("GET", "/element/active", &Value::Null);
        let id = element_id(&active);
        self.call(
            "POST",
            &format!("/element/{id}/value"),
            &json!({"text": keys}),
        );
    }

    /// Returns the accessible name of the element that has the focus.
    pub fn focused(&self) -> String {
        let active = self.call("GET", "/element/active", &Value::Null);
        let id = element_id(&active);
        let name = self.call("GET", &format!("/element/{id}/computedlabel"), &Value::Null);
        name.as_str().unwrap().to_owned()
    }

    /// Moves into a frame, by its selector, or out of all with `None`.
    pub fn enter_frame(&self, selector: Option<&str>) {
        let id = selector.map(|selector| {
            let id = self.find("css selector", selector);
            json!({"element-6066-11e4-a52e-4f735466cecf": id})
        });
        self.call("POST", "/frame", &json!({"id": id}));
    }

    /// Opens another tab and moves there.
    pub fn new_tab(&self) {
        let tab = self.call("POST", "/window/new", &json!({"type": "tab"}));
        self.call("POST", "/window", &json!({"handle": tab["handle"]}));
    }

    /// Moves to the tab at this place, in the order in which they were opened.
    pub fn tab(&self, place: usize) {
        let tabs = self.call("GET", "/window/handles", &Value::Null);
        self.call("POST", "/window", &json!({"handle": tabs[place]}));
    }
}

/// Returns the identifier of an element, the only member of its reference.
fn element_id(reference: &Value) -> &str {
    let mut members = reference.as_object().unwrap().values();
    members.next().unwrap().as_str().unwrap()
}

/// Starts chromedriver, and returns the port that it has chosen, once it listens there. It ends if the port that it found
/// for one version of IP is taken for the other.
fn driver() -> (Child, u16) {
    for _ in 0..10 {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("chromedriver");
        let output = BufReader::new(driver.stdout.take().unwrap());
        let mut lines = output.lines().map_while(Result::ok);
        let port = lines.find_map(|line| {
            let (_, port) = line.split_once("started successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        if let Some(port) = port {
            // A full pipe would stop it.
            thread::spawn(move || lines.for_each(drop));
            return (driver, port);
        }
        driver.wait().unwrap();
    }
    panic!("chromedriver finds no port");
}

impl Drop for Browser {
    fn drop(&mut self) {
        // A driver that is ended while its browser starts a process leaves it behind.
        let end = AssertUnwindSafe(|| self.try_call("DELETE", "", &Value::Null));
        let _ = panic::catch_unwind(end);
        send(Signal::TERM, self.driver.id());
        let _ = self.driver.wait();
        let folder = format!("--user-data-dir={}", self.profile.path().display());
        let _ = Command::new("pkill")
            .args(["-KILL", "-f", "--", &folder])
            .status();
    }
}
