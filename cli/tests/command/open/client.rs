//! A client of the page that knows as much of HTTP as a test wants to send.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

/// A response.
#[derive(Debug)]
pub struct Got {
    pub status: u16,
    head: String,
    pub body: String,
}

impl Got {
    /// Returns the values of a header.
    pub fn headers(&self, name: &str) -> Vec<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        let same = lines.filter(|(known, _)| known.eq_ignore_ascii_case(name));
        same.map(|(_, value)| value).collect()
    }

    /// Asserts that the client got nothing.
    pub fn assert_nothing(&self) {
        assert_eq!((self.status, &*self.body), (404, ""), "{self:?}");
        assert!(self.headers("set-cookie").is_empty(), "{self:?}");
    }
}

/// Sends bytes and reads the response; `None` if there is none.
pub fn send(host: &str, bytes: &[u8]) -> Option<Got> {
    let mut stream = TcpStream::connect(host).ok()?;
    stream
        .set_read_timeout(Some(Duration::from_secs(60)))
        .unwrap();
    // The listener may refuse before it has read everything.
    let _ = stream.write_all(bytes);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some(Got {
        status: head.split(' ').nth(1)?.parse().ok()?,
        head: head.to_owned(),
        body: body.to_owned(),
    })
}

/// The page, as a browser without scripts sees it.
pub struct Page {
    /// The host and port.
    pub host: String,
    /// The path at which the address leads in.
    pub entry: String,
    /// The folder of the page.
    pub folder: String,
    /// The cookies that the listener set.
    pub cookies: Vec<String>,
}

impl Page {
    /// Opens the printed address.
    pub fn enter(address: &str) -> Self {
        let (host, path) = address
            .strip_prefix("http://")
            .unwrap()
            .split_once('/')
            .unwrap();
        let (folder, _) = path.split_once('/').unwrap();
        let mut page = Self {
            host: host.to_owned(),
            entry: format!("/{path}"),
            folder: format!("/{folder}/"),
            cookies: Vec::new(),
        };
        let entered = page.get(&page.entry);
        assert_eq!(entered.status, 200, "{entered:?}");
        for cookie in entered.headers("set-cookie") {
            page.cookies.push(cookie.to_owned());
        }
        page
    }

    /// Returns the header with the cookies of this name.
    pub fn cookie(&self, name: &str) -> String {
        let mut cookies = self.cookies.iter();
        let cookie = cookies.find(|cookie| cookie.starts_with(&format!("{name}=")));
        format!("Cookie: {}\r\n", cookie.unwrap().split(';').next().unwrap())
    }

    /// Requests a path with the page's cookie, if there is one yet.
    pub fn get(&self, path: &str) -> Got {
        let cookie = match self.cookies.is_empty() {
            true => String::new(),
            false => self.cookie("mwaccount"),
        };
        self.get_with(path, &cookie)
    }

    /// Requests a path with these headers.
    pub fn get_with(&self, path: &str, headers: &str) -> Got {
        let request = format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\n{headers}\r\n",
            self.host
        );
        send(&self.host, request.as_bytes()).unwrap()
    }

    /// Returns the page.
    pub fn show(&self) -> String {
        let shown = self.get(&self.folder);
        assert_eq!(shown.status, 200, "{shown:?}");
        shown.body
    }

    /// Submits the form of the page that is shown, with these values by the labels of their controls.
    pub fn submit(&self, values: &[(&str, &str)]) -> String {
        let shown = self.show();
        let values: Vec<_> = values
            .iter()
            .map(|(label, value)| (control(&shown, label), *value))
            .collect();
        self.post(&mark(&shown), &values)
    }

    /// Presses a button of the page itself.
    pub fn press(&self, action: &str) -> String {
        self.post(&mark(&self.show()), &[("action".to_owned(), action)])
    }

    /// Submits a form with this mark, as a browser does, and returns the page after it.
    pub fn post(&self, mark: &str, values: &[(String, &str)]) -> String {
        let headers = format!(
            "Origin: null\r\nSec-Fetch-Site: same-origin\r\n{}",
            self.cookie("mwaccount")
        );
        let answer = self.post_with(mark, values, &headers);
        assert_eq!(answer.status, 303, "{answer:?}");
        self.show()
    }

    /// Submits a form with these headers.
    pub fn post_with(&self, mark: &str, values: &[(String, &str)], headers: &str) -> Got {
        let mut form = url::form_urlencoded::Serializer::new(String::new());
        form.append_pair("mark", mark);
        for (name, value) in values {
            form.append_pair(name, value);
        }
        let body = form.finish();
        let request = format!(
            "POST {}answer HTTP/1.1\r\nHost: {}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
             Content-Length: {}\r\n{headers}\r\n{body}",
            self.folder,
            self.host,
            body.len()
        );
        send(&self.host, request.as_bytes()).unwrap()
    }
}

/// Returns the text between two others.
pub fn between<'t>(text: &'t str, before: &str, after: &str) -> &'t str {
    let (_, rest) = text
        .split_once(before)
        .unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(after).unwrap().0
}

/// Returns the mark of the form in a page.
pub fn mark(page: &str) -> String {
    between(page, "name=\"mark\" value=\"", "\"").to_owned()
}

/// Returns the name of the control with this label.
pub fn control(page: &str, label: &str) -> String {
    let mut labels = page.split("<label for=\"").skip(1);
    let found = labels.find(|rest| between(rest, ">", "</label>").contains(label));
    let found = found.unwrap_or_else(|| panic!("no {label} in {page}"));
    found.split('"').next().unwrap().to_owned()
}
