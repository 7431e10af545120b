//! Answers as they stand in the input, whatever is asked. An input is text:
//!
//! ```text
//! choices of the caller, up to the first line break
//! HTTP 302
//! Location: /w/api.php
//!
//! a body; the head may be missing, and the character U+001E ends an answer
//! ```

use std::time::SystemTime;

use memchr::memmem;
use mwaccount::{
    Dialect, Format, Reason, Session, TransportError, Wiki,
    flow::{Conversation, Interaction, Probe},
    http::{Reply, Request, Response},
};
use support::{random::Choices, transcript::Transcript};

use crate::{
    bytes::Bytes,
    conversation::{Caller, account, credentials},
    fragments::{Kind, transcripts},
    watch::{contains_secret, not_shown},
};

/// Ends an answer.
const SEPARATOR: u8 = 0x1e;
/// The largest seed; larger ones would be slow and tell nothing new.
const LARGEST_SEED: usize = 40_000;

/// The address of the wiki, which is not this machine.
const API: &str = "https://wiki.example/w/api.php";

/// Runs a creation, a login or a probe against answers of the API.
pub fn answers(data: &[u8]) {
    run(data, |bytes| {
        let address = *bytes.of(&[
            API,
            "https://wiki.example/",
            "wiki.example",
            "http://wiki.example/wiki/A",
        ]);
        let mut client = Wiki::builder(address);
        match bytes.below(4) {
            1 => client = client.dialect(Dialect::AuthManager),
            2 => client = client.dialect(Dialect::LegacyApi),
            3 => client = client.dialect(Dialect::WebForm),
            _ => {}
        }
        if bytes.below(2) == 1 {
            client = client.format(Format::Xml);
        }
        client.session().expect("a session")
    });
}

/// Runs a creation or a login with the wiki's forms.
pub fn pages(data: &[u8]) {
    run(data, |_| {
        let client = Wiki::builder(API).dialect(Dialect::WebForm);
        client.session().expect("a session")
    });
}

fn run(data: &[u8], session: impl FnOnce(&mut Bytes<'_>) -> Session) {
    if contains_secret(data) {
        return;
    }
    let end = data.iter().position(|byte| *byte == b'\n');
    let (head, answers) = data.split_at(end.unwrap_or(data.len()));
    let mut bytes = Bytes::new(head);
    let mut answers = answers.get(1..).unwrap_or_default();
    let kind = bytes.below(4);
    let session = session(&mut bytes);
    let mut wiki = |_: &mut Bytes<'_>, _: &Request, _: SystemTime| next(&mut answers);
    let mut caller = Caller::new(session, false, &mut wiki);
    match kind {
        1 => {
            let login = Interaction::login(credentials(&mut bytes), &mut caller.session);
            drop(caller.converse(&mut bytes, login, &mut |_| {}));
        }
        2 => {
            let probe = Probe::new(account(&mut bytes), &caller.session);
            let probed = caller.drive(&mut bytes, &mut Conversation::new(probe));
            not_shown("a probe", &format!("{probed:?}"));
        }
        _ => {}
    }
    let creation = Interaction::create(account(&mut bytes), &mut caller.session);
    drop(caller.converse(&mut bytes, creation, &mut |_| {}));
    not_shown("a session", &format!("{:?}", caller.session));
}

/// Removes and returns the next answer. When there are none left, nothing arrives any more.
fn next(answers: &mut &[u8]) -> Reply {
    if answers.is_empty() {
        let error = TransportError::new(Reason::Unreachable, "the connection broke");
        return Reply::Lost(error);
    }
    let end = memchr::memchr(SEPARATOR, answers);
    let (answer, rest) = answers.split_at(end.unwrap_or(answers.len()));
    *answers = rest.get(1..).unwrap_or_default();
    Reply::Got(response(answer))
}

/// Parses an answer.
fn response(answer: &[u8]) -> Response {
    let plain = || Response::new(200, Vec::new(), answer);
    let Some(rest) = answer.strip_prefix(b"HTTP ") else {
        return plain();
    };
    let end = memmem::find(rest, b"\n\n");
    let (head, body) = match end {
        Some(end) => (&rest[..end], &rest[end + 2..]),
        None => (rest, &[][..]),
    };
    let Ok(head) = std::str::from_utf8(head) else {
        return plain();
    };
    let mut lines = head.lines();
    let status = lines.next().and_then(|status| status.trim().parse().ok());
    let headers = lines.filter_map(|line| line.split_once(": "));
    let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Response::new(status.unwrap_or(200), headers.collect(), body)
}

/// Returns the recorded answers of the API, a scenario as an input.
pub fn answer_seeds() -> Vec<Vec<u8>> {
    let recorded = transcripts().filter(|transcript| !is_of_pages(transcript));
    let seeds = recorded.map(|transcript| {
        let is_old = transcript.mediawiki.as_str() < "1.27";
        let mut asked = transcript.exchanges.iter();
        let is_login =
            asked.any(|it| matches!(it.request.get("action"), Some("login" | "clientlogin")));
        let xml = transcript.format == "xml";
        let choices = [
            u8::from(is_login),
            0,
            if is_old { 2 } else { 0 },
            u8::from(xml),
        ];
        seed(&choices, &transcript)
    });
    small(seeds)
}

/// Returns the recorded pages, a scenario as an input.
pub fn page_seeds() -> Vec<Vec<u8>> {
    let recorded = transcripts().filter(is_of_pages);
    let seeds = recorded.map(|transcript| {
        let is_login = transcript.scenario.contains("login");
        seed(&[u8::from(is_login)], &transcript)
    });
    small(seeds)
}

fn is_of_pages(transcript: &Transcript) -> bool {
    transcript.format == "html" || transcript.scenario.contains("webform")
}

fn small(seeds: impl Iterator<Item = Vec<u8>>) -> Vec<Vec<u8>> {
    let mut seeds: Vec<_> = seeds.filter(|seed| seed.len() <= LARGEST_SEED).collect();
    seeds.sort();
    seeds.dedup();
    seeds
}

fn seed(choices: &[u8], transcript: &Transcript) -> Vec<u8> {
    let mut seed = choices.to_vec();
    seed.push(b'\n');
    for exchange in &transcript.exchanges {
        let answer = &exchange.response;
        let body = answer.body.as_deref().unwrap_or_default();
        let telling = [
            "set-cookie",
            "location",
            "mediawiki-api-error",
            "date",
            "retry-after",
        ];
        let headers = answer
            .headers
            .iter()
            .filter(|(name, _)| telling.contains(&name.to_ascii_lowercase().as_str()));
        seed.extend(format!("HTTP {}\n", answer.status).bytes());
        for (name, value) in headers {
            seed.extend(format!("{name}: {value}\n").bytes());
        }
        seed.push(b'\n');
        match Kind::of(body.as_bytes()) {
            Kind::Json => seed.extend(body.bytes()),
            Kind::Markup => seed.extend(without_frame(body).bytes()),
        }
        seed.push(SEPARATOR);
    }
    seed
}

/// Returns a page without its styles, the scripts that set nothing up, and what surrounds its content, which would make
/// an input large and slow.
fn without_frame(page: &str) -> String {
    let mut page = page.to_owned();
    for (from, to) in [
        ("<style", "</style>"),
        ("<link", ">"),
        ("<!--", "-->"),
        ("<script src", "</script>"),
        ("<div id=\"mw-navigation\"", "</body>"),
        ("<div id=\"column-one\"", "</body>"),
        ("<div id=\"mw-panel\"", "</body>"),
        ("<footer", "</footer>"),
        ("<nav", "</nav>"),
    ] {
        let mut kept = String::new();
        let mut rest = page.as_str();
        while let Some(start) = rest.find(from) {
            let Some(length) = rest[start..].find(to) else {
                break;
            };
            kept.push_str(&rest[..start]);
            rest = &rest[start + length + to.len()..];
        }
        kept.push_str(rest);
        page = kept;
    }
    page
}
