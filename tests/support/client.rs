//! A minimal client of the API, to inspect a wiki without the library's flows.

use std::collections::BTreeMap;

use mwaccount::{
    Secret,
    http::{Effect, Form, Reply, Request, Response},
    transport::{Limits, Transport, Ureq},
};
use serde_json::Value;
use url::Url;

/// Returns the URL that a page redirects to.
pub fn visit(page: &Url) -> String {
    let mut transport = Ureq::builder().build().unwrap();
    match transport.send(&Request::get(page, &[]), &Limits::default()) {
        Reply::Got(response) => response.header("location").expect("a redirect").to_owned(),
        other => panic!("{other:?}"),
    }
}

/// A client with its own session.
pub struct Client {
    api: Url,
    transport: Ureq,
    cookies: BTreeMap<String, String>,
}

impl Client {
    pub fn new(api: &str) -> Self {
        Self {
            api: Url::parse(api).unwrap(),
            transport: Ureq::builder().build().unwrap(),
            cookies: BTreeMap::new(),
        }
    }

    /// Returns a client logged in with `action=login`.
    pub fn logged_in(api: &str, name: &str, password: &str) -> Self {
        let mut client = Self::new(api);
        let tokens = client.get(&[("action", "query"), ("meta", "tokens"), ("type", "login")]);
        let token = tokens["query"]["tokens"]["logintoken"].as_str().unwrap();
        let login = client.post(&[
            ("action", "login"),
            ("lgname", name),
            ("lgpassword", password),
            ("lgtoken", token),
        ]);
        assert_eq!(login["login"]["result"], "Success", "{login}");
        client
    }

    /// Returns true if an account exists.
    pub fn exists(api: &str, name: &str) -> bool {
        let query = [("action", "query"), ("list", "users"), ("ususers", name)];
        let mut found = Self::new(api).get(&query);
        if found["error"]["code"] == "readapidenied" {
            found = Self::logged_in(api, "Admin", "adminpass12345").get(&query);
        }
        let user = &found["query"]["users"][0];
        match (user["missing"].as_bool(), user["userid"].as_u64()) {
            (Some(true), None) => false,
            (None, Some(_)) => true,
            _ => panic!("{found}"),
        }
    }

    pub fn get(&mut self, query: &[(&str, &str)]) -> Value {
        let mut query = query.to_vec();
        query.extend([("format", "json"), ("formatversion", "2")]);
        let request = Request::get(&self.api, &query);
        self.send(request)
    }

    pub fn post(&mut self, form: &[(&str, &str)]) -> Value {
        let mut form = Form::new(form);
        form.push("format", "json");
        form.push("formatversion", "2");
        let request = Request::post(Effect::Login, &self.api, form);
        self.send(request)
    }

    fn send(&mut self, mut request: Request) -> Value {
        let cookies: Vec<String> = self
            .cookies
            .iter()
            .map(|(n, v)| format!("{n}={v}"))
            .collect();
        request
            .headers
            .push(("Cookie", Secret::from(cookies.join("; "))));
        let Reply::Got(response) = self.transport.send(&request, &Limits::default()) else {
            panic!("no answer to {request:?}");
        };
        self.keep_cookies(&response);
        let body = String::from_utf8_lossy(&response.body);
        serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"))
    }

    fn keep_cookies(&mut self, response: &Response) {
        for line in response.headers_named("set-cookie") {
            let pair = line.split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.insert(name.to_owned(), value.to_owned());
        }
    }
}
