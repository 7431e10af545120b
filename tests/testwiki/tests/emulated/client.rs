//! A minimal HTTP client with cookies.

use std::{
    collections::BTreeMap,
    io::{self, Read, Write},
    net::TcpStream,
    sync::Arc,
    time::Duration,
};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use serde_json::Value;
use testwiki::CERTIFICATE;

use crate::request;

/// A client of one wiki.
pub struct Client {
    secure: bool,
    host: String,
    /// The path of the folder of `api.php`.
    path: String,
    cookies: BTreeMap<String, String>,
    /// Headers sent with every request.
    pub headers: Vec<(&'static str, String)>,
}

/// A connection, plain or over TLS.
trait Duplex: Read + Write {}

impl<T: Read + Write> Duplex for T {}

/// A response.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body)
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }
}

impl Client {
    pub fn of(url: &str) -> Self {
        let (scheme, rest) = url.split_once("://").expect("an address");
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        Self {
            secure: scheme == "https",
            host: host.to_owned(),
            path: path.to_owned(),
            cookies: BTreeMap::new(),
            headers: Vec::new(),
        }
    }

    /// Drops all cookies.
    pub fn forget(&mut self) {
        self.cookies.clear();
    }

    pub fn get(&mut self, file: &str, query: &[(&str, &str)]) -> io::Result<Answer> {
        let query = encode(query);
        self.send("GET", &format!("{file}?{query}"), None)
    }

    pub fn post(&mut self, file: &str, form: &[(&str, &str)]) -> io::Result<Answer> {
        self.send("POST", file, Some(&encode(form)))
    }

    /// Sends a request to the API, in JSON with formatversion 2.
    pub fn api(&mut self, form: &[(&str, &str)]) -> Value {
        let mut form = form.to_vec();
        form.extend([("format", "json"), ("formatversion", "2")]);
        self.post("/api.php", &form).expect("an answer").json()
    }

    /// Returns a token of 1.27 or later.
    pub fn token(&mut self, kind: &str) -> String {
        let answer = self.api(&[("action", "query"), ("meta", "tokens"), ("type", kind)]);
        let token = &answer["query"]["tokens"][format!("{kind}token")];
        token.as_str().expect("a token").to_owned()
    }

    /// Begins a creation on 1.27 or later, and returns the result of `createaccount`.
    pub fn create(&mut self, name: &str, more: &[(&str, &str)]) -> Value {
        let token = self.token("createaccount");
        let mut form = vec![
            ("action", "createaccount"),
            ("username", name),
            ("password", "Correct-horse-7"),
            ("retype", "Correct-horse-7"),
            ("email", ""),
            ("realname", ""),
            ("createreturnurl", "http://localhost/"),
            ("createtoken", token.as_str()),
        ];
        form.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        form.extend(more);
        self.api(&form)
    }

    fn connect(&self) -> io::Result<Box<dyn Duplex>> {
        let stream = TcpStream::connect(&self.host)?;
        stream.set_read_timeout(Some(Duration::from_secs(10)))?;
        if !self.secure {
            return Ok(Box::new(stream));
        }
        let mut roots = RootCertStore::empty();
        let certificate = CertificateDer::from_pem_slice(CERTIFICATE.as_bytes()).expect("PEM");
        roots.add(certificate).expect("a certificate");
        let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .expect("versions of TLS")
            .with_root_certificates(roots)
            .with_no_client_auth();
        let (name, _) = self.host.rsplit_once(':').expect("a port");
        let name = ServerName::try_from(name.to_owned()).expect("a name");
        let tls = ClientConnection::new(Arc::new(config), name).expect("a client");
        Ok(Box::new(StreamOwned::new(tls, stream)))
    }

    /// Sends a request with a body, if there is one, that claims to be a form.
    pub fn send(&mut self, method: &str, target: &str, form: Option<&str>) -> io::Result<Answer> {
        let target = format!("{}{target}", self.path);
        let request = request::written(
            &self.host,
            method,
            &target,
            &self.headers,
            form,
            &self.cookies,
        );
        let mut stream = self.connect()?;
        stream.write_all(request.as_bytes())?;
        let mut answer = Vec::new();
        // No response of these tests is longer.
        stream.take(4 << 20).read_to_end(&mut answer)?;
        let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n");
        let end = end.ok_or(io::ErrorKind::UnexpectedEof)?;
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        for line in head
            .lines()
            .filter_map(|line| line.strip_prefix("Set-Cookie: "))
        {
            let (name, value) = line
                .split(';')
                .next()
                .and_then(|first| first.split_once('='))
                .expect("a cookie");
            if value == "deleted" {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Ok(Answer {
            status: head
                .split(' ')
                .nth(1)
                .and_then(|status| status.parse().ok())
                .unwrap_or(0),
            head,
            body: answer.split_off(end + 4),
        })
    }
}

fn encode(pairs: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(pairs)
        .finish()
}
