//! The comparison of a response with the recorded one.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{
    allowed_differences::{self, Difference},
    facts,
    transcript::Response,
    tree,
};

/// The results of one exchange.
#[derive(Default)]
pub struct Compared {
    /// The rules that allowed a difference.
    pub allowed: Vec<&'static str>,
    /// The differences that no rule allows.
    pub differences: Vec<String>,
    /// Recorded tokens and captchas, and this wiki's values for them.
    pub pairs: Vec<(String, String)>,
}

/// Cookies that tell caches and replicas of recent writes; they depend on the clock.
pub const REPLICATION: [&str; 4] = ["cpPosTime", "cpPosIndex", "UseDC", "UseCDNCache"];

/// Compares `answered` with `recorded`, in which the hosts have the same placeholder.
pub fn compare(recorded: &Response, answered: &Response, release: &str) -> Compared {
    let mut compared = Compared::default();
    // ConfirmEdit for 1.19, which was recorded on 1.16 and 1.17, uses a class of 1.18 in every login.
    let with_newer = ["1.16.", "1.17."]
        .into_iter()
        .any(|old| release.starts_with(old));
    if with_newer && recorded.status == 500 && answered.status == 200 {
        compared
            .allowed
            .push("artefact: PHP died of a ConfirmEdit too new for 1.16 and 1.17");
        return compared;
    }
    if recorded.status != answered.status {
        let text = format!("status {} instead of {}", answered.status, recorded.status);
        compared.differences.push(text);
    }
    headers(recorded, answered, &mut compared);
    body(recorded, answered, release, &mut compared);
    compared
}

fn headers(recorded: &Response, answered: &Response, compared: &mut Compared) {
    for name in [
        "content-type",
        "mediawiki-api-error",
        "location",
        "retry-after",
        "x-database-lag",
    ] {
        if recorded.header(name) != answered.header(name) {
            let text = format!(
                "{name} {:?} instead of {:?}",
                answered.header(name),
                recorded.header(name)
            );
            compared.differences.push(text);
        }
    }
    if ["vary", "cache-control"]
        .into_iter()
        .any(|name| recorded.header(name) != answered.header(name))
    {
        compared.allowed.push("headers for caches: not emulated");
    }
    let cookies = |response: &Response| -> BTreeSet<String> {
        response.all("set-cookie").map(cookie).collect()
    };
    let (ours, mut theirs) = (cookies(answered), cookies(recorded));
    let all = theirs.len();
    theirs.retain(|cookie| !REPLICATION.iter().any(|name| cookie.starts_with(name)));
    if theirs.len() < all {
        compared.allowed.push("cookies for replicas: not emulated");
    }
    for (one, other, what) in [(&ours, &theirs, "unasked"), (&theirs, &ours, "missing")] {
        for cookie in one.difference(other) {
            compared.differences.push(format!("{what} cookie {cookie}"));
        }
    }
    if !ours.is_empty() {
        compared
            .allowed
            .push("cookies: other values and dates of the same form");
    }
}

/// Returns a cookie without the parts that differ in every run: its date, and its value except for a deletion.
fn cookie(line: &str) -> String {
    let mut parts = line.split(';').map(str::trim);
    let (name, value) = parts
        .next()
        .and_then(|first| first.split_once('='))
        .unwrap_or_default();
    let value = if value == "deleted" { value } else { "..." };
    let mut attributes: Vec<_> = parts
        .map(str::to_lowercase)
        .filter(|attribute| !attribute.starts_with("expires"))
        .collect();
    attributes.sort();
    format!("{name}={value}; {}", attributes.join("; "))
}

fn body(recorded: &Response, answered: &Response, release: &str, compared: &mut Compared) {
    let kind = recorded.header("content-type").unwrap_or_default();
    let (theirs, ours) = (recorded.text(), answered.text());
    if kind.starts_with("application/json") {
        trees(
            serde_json::from_str(&theirs).ok(),
            serde_json::from_str(&ours).ok(),
            release,
            compared,
        );
    } else if kind.contains("xml") {
        trees(
            tree::of_xml(&theirs),
            tree::of_xml(&ours),
            release,
            compared,
        );
    } else if kind.starts_with("image/") {
        let images = [recorded, answered].map(|response| response.body.starts_with(b"\x89PNG"));
        if images == [true, true] {
            compared.allowed.push("image: another picture of the word");
        } else {
            compared.differences.push("no image".to_owned());
        }
    } else if theirs.contains("<html") {
        compared
            .allowed
            .push("page: only what tools read off it is compared");
        trees(
            Some(facts::of_html(&theirs)),
            Some(facts::of_html(&ours)),
            release,
            compared,
        );
    } else if theirs != ours {
        compared
            .differences
            .push(format!("body {ours:?} instead of {theirs:?}"));
    }
}

fn trees(theirs: Option<Value>, ours: Option<Value>, release: &str, compared: &mut Compared) {
    let mut walk = Walk {
        path: Vec::new(),
        release,
        compared,
    };
    walk.compare(theirs.as_ref(), ours.as_ref());
}

struct Walk<'a> {
    path: Vec<String>,
    release: &'a str,
    compared: &'a mut Compared,
}

impl Walk<'_> {
    fn compare(&mut self, recorded: Option<&Value>, answered: Option<&Value>) {
        match (recorded, answered) {
            (Some(Value::Object(theirs)), Some(Value::Object(ours))) => {
                let names: BTreeSet<_> = theirs.keys().chain(ours.keys()).cloned().collect();
                for name in names {
                    self.path.push(name.clone());
                    self.compare(theirs.get(&name), ours.get(&name));
                    self.path.pop();
                }
            }
            (Some(Value::Array(theirs)), Some(Value::Array(ours))) if self.at_live_rights() => {
                self.rights(theirs, ours);
            }
            (Some(Value::Array(theirs)), Some(Value::Array(ours))) => {
                for index in 0..theirs.len().max(ours.len()) {
                    self.path.push(index.to_string());
                    self.compare(theirs.get(index), ours.get(index));
                    self.path.pop();
                }
            }
            _ if recorded == answered => {}
            _ => self.differ(recorded, answered),
        }
    }

    fn at_live_rights(&self) -> bool {
        allowed_differences::is_live(self.release)
            && self.path.last().is_some_and(|name| name == "rights")
    }

    /// Compares the rights of newer releases in any order.
    fn rights(&mut self, theirs: &[Value], ours: &[Value]) {
        let sorted =
            |list: &[Value]| -> BTreeSet<String> { list.iter().map(Value::to_string).collect() };
        let (all, own) = (sorted(theirs), sorted(ours));
        for (one, other, what) in [(&own, &all, "unasked"), (&all, &own, "missing")] {
            for right in one.difference(other) {
                let text = format!("{}: {what} {right}", self.path.join("."));
                self.compared.differences.push(text);
            }
        }
        if all == own && theirs != ours {
            let rule = "rights: another order than on the real wikis";
            self.compared.allowed.push(rule);
        }
    }

    fn differ(&mut self, recorded: Option<&Value>, answered: Option<&Value>) {
        let difference = Difference {
            path: &self.path,
            recorded,
            answered,
            release: self.release,
        };
        let Some(rule) = allowed_differences::find(&difference) else {
            let show = |value: Option<&Value>| value.map_or("nothing".to_owned(), Value::to_string);
            let text = format!(
                "{}: {} instead of {}",
                self.path.join("."),
                show(answered),
                show(recorded)
            );
            self.compared.differences.push(text);
            return;
        };
        self.compared.allowed.push(rule);
        if let (Some(Value::String(theirs)), Some(Value::String(ours))) = (recorded, answered)
            && ["token:", "captcha:"]
                .into_iter()
                .any(|kind| rule.starts_with(kind))
        {
            self.compared.pairs.push((theirs.clone(), ours.clone()));
        }
    }
}
