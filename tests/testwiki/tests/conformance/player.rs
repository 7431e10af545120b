//! A player that replays a transcript against a fresh wiki.

use std::collections::BTreeMap;

use testwiki::{RunningWiki, Server, Setting, Wiki};

use super::{
    allowed_differences::sum,
    client,
    compare::{self, Compared, REPLICATION},
    transcript::{Exchange, Response, Transcript},
};

/// The results of one transcript.
pub struct Played {
    pub exchanges: Vec<Compared>,
    /// The preparations that the wiki needed.
    pub givens: Vec<&'static str>,
}

pub fn replay(transcript: &Transcript) -> Played {
    let server = Server::start().expect("a free port");
    let running = server.add_at("", wiki(transcript, &transcript.mediawiki));
    let givens = set_up(transcript, &running);
    let host = server.origin().replace("http://", "");
    let mut player = Player::new(&host, "");
    Played {
        exchanges: transcript
            .exchanges
            .iter()
            .map(|exchange| player.exchange(exchange, &transcript.mediawiki))
            .collect(),
        givens,
    }
}

/// Returns the wiki that was recorded: its settings are a captcha, one setting, or plain.
pub fn wiki(transcript: &Transcript, release: &str) -> Wiki {
    let wiki = Wiki::release(release);
    let name = transcript.settings.as_str();
    match (name, name.parse(), name.parse::<Setting>()) {
        ("plain", ..) => wiki,
        (_, Ok(captcha), _) => wiki.captcha(captcha),
        (_, _, Ok(setting)) => wiki.setting(setting),
        _ => panic!("the transcript's settings are not known: {name}"),
    }
}

/// Prepares the wiki, as the recorded ones had been used before: names were taken, and throttles reached.
fn set_up(transcript: &Transcript, running: &RunningWiki) -> Vec<&'static str> {
    let mut givens = Vec::new();
    let mut created = false;
    let mut taken = vec!["Admin".to_owned()];
    for exchange in &transcript.exchanges {
        let text = exchange.response.text();
        let form = exchange.form.iter().flatten();
        let name = form
            .clone()
            .find(|(key, _)| matches!(key.as_str(), "name" | "username" | "wpName"));
        let said = |what: &str| text.contains(what);
        if exchange.response.header("mediawiki-api-error") == Some("userexists")
            || said("Username entered already in use")
        {
            // A legacy name ends at its fragment.
            let name = name.map(|(_, name)| name.split('#').next().unwrap_or_default().to_owned());
            if let Some(name) = name.filter(|name| !taken.contains(name)) {
                running.install(&name, "somebody else's");
                givens.push("the name had been taken");
                taken.push(name);
            }
        }
        let cookie = |line: &str| line.contains("UserName=");
        if said("\"PASS\"") || said("uccess\"") || exchange.response.all("set-cookie").any(cookie) {
            created = true;
            taken.extend(name.map(|(_, name)| name.clone()));
        }
    }
    if transcript.settings == "throttled" && !created {
        running.exhaust_throttle();
        givens.push("the visitor had made an account that day");
    }
    givens
}

/// A client that sends recorded requests to one wiki.
pub struct Player {
    host: String,
    /// The path before that of the recorded requests.
    base: String,
    cookies: BTreeMap<String, String>,
    /// The Authorization header of the requests that were recorded with one.
    pub authorization: Option<String>,
    /// Recorded values, and this wiki's values for them.
    pairs: Vec<(String, String)>,
}

impl Player {
    pub fn new(host: &str, base: &str) -> Self {
        Self {
            host: host.to_owned(),
            base: base.to_owned(),
            cookies: BTreeMap::new(),
            authorization: None,
            pairs: Vec::new(),
        }
    }

    /// Sends a recorded request, and compares the response.
    fn exchange(&mut self, exchange: &Exchange, release: &str) -> Compared {
        let answered = self.send(exchange);
        let (recorded, host) = without_host(&exchange.response, release);
        let mut compared = compare::compare(&recorded, &answered, release);
        if host {
            compared.allowed.push("host: another name and port");
        }
        self.learn(std::mem::take(&mut compared.pairs));
        compared
    }

    /// Sends a recorded request with this wiki's values. Returns the response with `HOST` for its host.
    pub fn send(&mut self, exchange: &Exchange) -> Response {
        let query = self.encoded(&exchange.query);
        let path = self.path(&exchange.path);
        let target = match query.as_str() {
            "" => path,
            query => format!("{path}?{query}"),
        };
        let form = exchange.form.as_ref().map(|form| self.encoded(form));
        let sent = self.cookies_for(exchange);
        let authorization = self.authorization.clone().filter(|_| exchange.authorized);
        let headers = authorization.map(|value| ("Authorization", value));
        let headers: Vec<_> = headers.into_iter().collect();
        let answered = client::send(
            &self.host,
            &exchange.method,
            &target,
            form.as_deref(),
            &sent,
            &headers,
        );
        for line in answered.all("set-cookie") {
            let first = line.split(';').next().unwrap_or_default();
            if let Some((name, value)) = first.split_once('=') {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        renamed(&answered, &self.host)
    }

    /// Adds this wiki's values for recorded ones.
    pub fn learn(&mut self, mut pairs: Vec<(String, String)>) {
        self.pairs.append(&mut pairs);
    }

    /// Returns the recorded cookies with this wiki's values.
    fn cookies_for(&self, exchange: &Exchange) -> BTreeMap<String, String> {
        let value = |name: &String| {
            let known = self.cookies.get(name).cloned();
            known.or_else(|| REPLICATION.contains(&name.as_str()).then(|| "1".to_owned()))
        };
        match &exchange.cookies {
            Some(names) => names
                .iter()
                .filter_map(|name| Some((name.clone(), value(name)?)))
                .collect(),
            None => {
                let kept = self.cookies.iter().filter(|(_, value)| *value != "deleted");
                kept.map(|(name, value)| (name.clone(), value.clone()))
                    .collect()
            }
        }
    }

    /// Returns a recorded path with this wiki's values, as it can contain a captcha's id.
    fn path(&self, path: &str) -> String {
        let Some((start, id)) = path.split_once("wpCaptchaId=") else {
            return format!("{}{path}", self.base);
        };
        format!(
            "{}{start}wpCaptchaId={}",
            self.base,
            self.value("wpCaptchaId", id)
        )
    }

    fn encoded(&self, pairs: &[(String, String)]) -> String {
        let mut text = url::form_urlencoded::Serializer::new(String::new());
        for (name, value) in pairs {
            text.append_pair(name, &self.value(name, value));
        }
        text.finish()
    }

    /// Returns this wiki's value for a recorded one.
    fn value(&self, name: &str, recorded: &str) -> String {
        if matches!(name, "captchaword" | "captchaWord" | "wpCaptchaWord") {
            return self.answer(recorded);
        }
        let known = self.pairs.iter().rev().find(|(theirs, _)| {
            theirs == recorded
                || (name.to_lowercase().ends_with("captchaid")
                    && theirs.ends_with(&format!("={recorded}")))
        });
        known.map_or_else(
            || recorded.to_owned(),
            |(_, ours)| {
                ours.rsplit_once("wpCaptchaId=")
                    .map_or(ours.as_str(), |(_, id)| id)
                    .to_owned()
            },
        )
    }

    /// Replaces the right answer to a recorded sum by the right answer to this wiki's.
    fn answer(&self, recorded: &str) -> String {
        for (theirs, ours) in self.pairs.iter().rev() {
            if let (Some((theirs, _)), Some((ours, _))) = (sum(theirs), sum(ours))
                && theirs.to_string() == recorded
            {
                return ours.to_string();
            }
        }
        recorded.to_owned()
    }
}

/// Returns the recorded response with `HOST` for the wiki's host and port, and true if they occurred.
fn without_host(response: &Response, release: &str) -> (Response, bool) {
    // The wikis were called SETTINGS.wiki, on a port made of the release.
    let minor = release.split('.').nth(1).unwrap_or_default();
    let port = format!(".wiki:81{minor}");
    let mut found = false;
    let mut replace = |text: &str| {
        let mut text = text.to_owned();
        while let Some(end) = text.find(&port) {
            let start = text[..end]
                .rfind(|letter: char| !letter.is_ascii_alphanumeric())
                .map_or(0, |start| start + 1);
            text.replace_range(start..end + port.len(), "HOST");
            found = true;
        }
        text
    };
    let headers = response
        .headers
        .iter()
        .map(|(name, value)| (name.clone(), replace(value)))
        .collect();
    let body = match std::str::from_utf8(&response.body) {
        Ok(text) => replace(text).into_bytes(),
        Err(_) => response.body.clone(),
    };
    let replaced = Response {
        status: response.status,
        headers,
        body,
    };
    (replaced, found)
}

/// Returns this wiki's response with `HOST` for its host.
fn renamed(response: &Response, host: &str) -> Response {
    let replace = |text: &str| text.replace(host, "HOST");
    Response {
        status: response.status,
        headers: response
            .headers
            .iter()
            .map(|(name, value)| (name.clone(), replace(value)))
            .collect(),
        body: match std::str::from_utf8(&response.body) {
            Ok(text) => replace(text).into_bytes(),
            Err(_) => response.body.clone(),
        },
    }
}
