//! Recordings of real wikis.

use std::{fs, path::Path};

use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;

/// The recording of one scenario on one release.
pub struct Transcript {
    pub mediawiki: String,
    pub settings: String,
    pub exchanges: Vec<Exchange>,
}

pub struct Exchange {
    pub method: String,
    pub path: String,
    pub query: Vec<(String, String)>,
    pub form: Option<Vec<(String, String)>>,
    /// The names of the cookies that were sent; `None` stands for all.
    pub cookies: Option<Vec<String>>,
    /// True if the request had an Authorization header.
    pub authorized: bool,
    pub response: Response,
}

/// A response, recorded or received.
#[derive(Debug)]
pub struct Response {
    pub status: u16,
    /// Header names are in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Response {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.headers
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Transcript {
    pub fn read(path: &Path) -> Self {
        let text =
            fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        Self::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    pub fn parse(text: &str) -> Result<Self, serde_json::Error> {
        let value: Value = serde_json::from_str(text)?;
        let exchanges = value["exchanges"].as_array().into_iter().flatten();
        Ok(Self {
            mediawiki: word(&value["mediawiki"]),
            settings: word(&value["settings"]),
            exchanges: exchanges.map(exchange).collect(),
        })
    }
}

fn word(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn pairs(value: &Value) -> Vec<(String, String)> {
    let object = value.as_object().into_iter().flatten();
    object
        .map(|(name, value)| (name.clone(), word(value)))
        .collect()
}

fn exchange(value: &Value) -> Exchange {
    let (request, response) = (&value["request"], &value["response"]);
    let headers = response["headers"].as_array().into_iter().flatten();
    let body = match response["body_base64"].as_str() {
        Some(packed) => BASE64_STANDARD
            .decode(packed)
            .expect("base64 in the transcript"),
        None => word(&response["body"]).into_bytes(),
    };
    Exchange {
        method: word(&request["method"]),
        path: word(&request["path"]),
        query: pairs(&request["query"]),
        form: request["form"].is_object().then(|| pairs(&request["form"])),
        cookies: Some(
            request["cookies_sent"]
                .as_array()
                .into_iter()
                .flatten()
                .map(word)
                .collect(),
        ),
        authorized: request["headers_sent"].is_array(),
        response: Response {
            status: response["status"]
                .as_u64()
                .and_then(|status| status.try_into().ok())
                .unwrap_or(0),
            headers: headers
                .map(|pair| (word(&pair[0]).to_lowercase(), word(&pair[1])))
                .collect(),
            body,
        },
    }
}
