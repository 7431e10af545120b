//! The time to wait after too many failed logins, which AuthManager's `login-throttled` contains as
//! text only (1.29 and later; 1.27 and 1.28 give the duration itself).

use std::time::Duration;

use crate::{
    Format, Session,
    flow::web_form::{messages, messages_request},
    http::{Reply, Request},
    mediawiki::{api_response::ApiResponse, html, message_pattern::first_parameter},
};

/// The message of the refusal.
const THROTTLED: &str = "login-throttled";

/// The messages of durations (`Language::formatDuration`), and their lengths in seconds.
const UNITS: [(&str, u64); 4] = [
    ("duration-seconds", 1),
    ("duration-minutes", 60),
    ("duration-hours", 3600),
    ("duration-days", 86400),
];

/// The same in English, which needs no request.
const ENGLISH: [(&str, u64); 4] = [
    ("second", 1),
    ("minute", 60),
    ("hour", 3600),
    ("day", 86400),
];

/// A word for a unit of time, with its length in seconds. With a number of its own it stands for
/// that many units, as in languages with a dual.
#[derive(Debug, PartialEq, Eq)]
struct Word {
    text: String,
    seconds: u64,
    count: Option<u64>,
}

/// Returns the time in an English text.
pub(super) fn english_wait(text: &str) -> Option<Duration> {
    let words = ENGLISH.map(|(word, seconds)| Word {
        text: word.to_owned(),
        seconds,
        count: None,
    });
    duration(text, &words)
}

/// Returns the GET for the wiki's own messages about durations.
pub(super) fn request(session: &Session) -> Request {
    let keys: Vec<&str> = UNITS.iter().map(|(key, _)| *key).collect();
    messages_request(session, &[&[THROTTLED], keys.as_slice()].concat(), None)
}

/// Returns the time in a refusal, whose language is that of the messages in the reply.
pub(super) fn read(reply: Reply, text: &str) -> Option<Duration> {
    let Reply::Got(response) = reply else {
        return None;
    };
    let answer = ApiResponse::read(&response, Format::Json).ok()?;
    let messages: Vec<_> = messages(&answer).collect();
    let message = |key: &str| {
        let mut messages = messages.iter();
        messages.find(|(name, _)| name == key).map(|(_, text)| text)
    };
    let value = first_parameter(message(THROTTLED)?, text)?;
    let words = UNITS
        .iter()
        .filter_map(|(key, seconds)| Some(words(message(key)?, *seconds)));
    duration(&value, &words.flatten().collect::<Vec<_>>())
}

/// Returns the words for a unit in a message such as `$1 {{PLURAL:$1|minute|minutes}}`.
fn words(message: &str, seconds: u64) -> Vec<Word> {
    let message = html::to_text(message);
    let forms = message
        .split_once("{{PLURAL:$1|")
        .and_then(|(_, rest)| rest.split_once("}}"));
    let forms: Vec<&str> = match forms {
        Some((forms, _)) => forms.split('|').collect(),
        None => vec![&message],
    };
    let words = forms.into_iter().map(|form| {
        let (count, text) = match form.split_once('=') {
            Some((count, text)) => (count.trim().parse().ok(), text),
            None => (None, form),
        };
        let has_number = text.contains("$1");
        Word {
            text: text.replace("$1", "").trim().to_owned(),
            seconds,
            count: count.filter(|_| !has_number),
        }
    });
    words.filter(|word| !word.text.is_empty()).collect()
}

/// Returns the sum of the durations in a text.
fn duration(text: &str, words: &[Word]) -> Option<Duration> {
    let longest = |text: &str| {
        let found = words.iter().filter(|word| text.starts_with(&word.text));
        found.max_by_key(|word| word.text.len())
    };
    if let Some(word) = longest(text.trim())
        && word.text == text.trim()
        && let Some(count) = word.count
    {
        return Some(Duration::from_secs(count * word.seconds));
    }
    let mut sum = None;
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let number = &rest[start..];
        let end = number
            .find(|c: char| !c.is_ascii_digit())
            .unwrap_or(number.len());
        rest = &number[end..];
        let word = longest(rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{a0}'));
        if let (Ok(count), Some(word)) = (number[..end].parse::<u64>(), word) {
            sum = Some(sum.unwrap_or(0) + count.min(u64::from(u32::MAX)) * word.seconds);
        }
    }
    sum.map(Duration::from_secs)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::http::Response;

    #[test]
    fn english_needs_no_messages() {
        for (text, seconds) in [
            ("Please wait 1 minute before trying again.", Some(60)),
            ("Please wait 5 minutes before trying again.", Some(300)),
            ("Please wait 1 hour and 30 seconds.", Some(3630)),
            ("Please wait 2 days.", Some(172_800)),
            ("Bitte 5 Minuten warten.", None),
            ("Too many logins.", None),
        ] {
            assert_eq!(
                english_wait(text),
                seconds.map(Duration::from_secs),
                "{text}"
            );
        }
    }

    #[test]
    fn other_languages_are_read_with_the_wikis_messages() {
        for (throttled, minutes, text) in [
            (
                "Du hast zu oft versucht, dich anzumelden.\nBitte warte $1, bis du es erneut probierst.",
                "$1 {{PLURAL:$1|Minute|Minuten}}",
                "Du hast zu oft versucht, dich anzumelden.\nBitte warte 5 Minuten, bis du es erneut probierst.",
            ),
            (
                "ログインの試行回数が多すぎます。\n$1待ってから再度試してください。",
                "$1 分",
                "ログインの試行回数が多すぎます。\n5分待ってから再度試してください。",
            ),
            (
                "Çok fazla sayıda giriş denemesinde bulundunuz.\nLütfen tekrar denemeden önce $1 bekleyin.",
                "$1 {{PLURAL:$1|dakika|dakika}}",
                "Çok fazla sayıda giriş denemesinde bulundunuz.\nLütfen tekrar denemeden önce 5 dakika bekleyin.",
            ),
            (
                "ניסיתם להיכנס יותר מדי פעמים לאחרונה.\nאנא המתינו $1 לפני ניסיון נוסף.",
                "{{PLURAL:$1|דקה|$1 דקות|5=חמש דקות}}",
                "ניסיתם להיכנס יותר מדי פעמים לאחרונה.\nאנא המתינו חמש דקות לפני ניסיון נוסף.",
            ),
        ] {
            assert_eq!(english_wait(text), None, "{text}");
            let body = json!({"query": {"allmessages": [
                {"name": "login-throttled", "*": throttled},
                {"name": "duration-minutes", "*": minutes},
                {"name": "duration-seconds", "missing": ""},
            ]}});
            let reply = Reply::Got(Response::new(200, Vec::new(), body.to_string()));
            assert_eq!(read(reply, text), Some(Duration::from_secs(300)), "{text}");
        }
    }
}
