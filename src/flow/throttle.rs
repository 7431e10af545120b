//! Throttles of logins and of new accounts, whose counts and times most releases give in a text only:
//! AuthManager's `login-throttled` and `acct_creation_throttle_hit` from 1.29 on, and the latter in the
//! legacy API and in forms. A raw message of 1.27 and 1.28 has them as parameters.

use std::time::Duration;

use crate::{
    Dialect, Format, RateLimit, Refused, Session,
    flow::messages::{messages, messages_request},
    http::{Reply, Request},
    mediawiki::{api_response::ApiResponse, auth_response::Fail, html, message_pattern::parameter},
};

/// The message of a throttled login.
const OF_LOGINS: &str = "login-throttled";

/// The message of the limit of new accounts (`$wgAccountCreationThrottle`).
pub(super) const OF_CREATIONS: &str = "acct_creation_throttle_hit";

/// The part of [`OF_CREATIONS`] that has the period, in English.
const ENGLISH_PERIOD: &str = " in the last $2, which is ";

/// The period of all limits of new accounts up to 1.26, whose messages say "in the last day"
/// (`LoginForm::addNewAccountInternal`). 1.27 says so too, whatever its settings are.
const DAY: Duration = Duration::from_secs(86400);

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
    duration(text, &english_words())
}

fn english_words() -> Vec<Word> {
    let words = ENGLISH.map(|(word, seconds)| Word {
        text: word.to_owned(),
        seconds,
        count: None,
    });
    words.into()
}

/// Returns the GET for the messages about a throttled login and durations.
pub(super) fn login_request(session: &Session) -> Request {
    request(session, OF_LOGINS, None)
}

/// Returns the time in the refusal of a login, whose language is that of the messages in the reply.
pub(super) fn read_login(reply: Reply, text: &str) -> Option<Duration> {
    let messages = Messages::read(reply)?;
    let value = parameter(messages.get(OF_LOGINS)?, "$1", text)?;
    duration(&value, &messages.words())
}

/// Adds the limit of new accounts to its refusal, as far as the dialect and an English text show it.
pub(super) fn note_limit(refused: &mut Refused, dialect: Dialect) {
    let words = english_words();
    let period = parameter(ENGLISH_PERIOD, "$2", &refused.message);
    let period = match period.as_deref() {
        Some("day") => Some(DAY),
        Some(period) => duration(period, &words),
        None => None,
    };
    match period {
        Some(period) => set_limit(refused, period, &words),
        None if dialect == Dialect::LegacyApi => refused.retry_after = Some(DAY),
        None => {}
    }
}

/// Adds the limit of new accounts to its refusal from the parameters of a raw message: the count, and
/// from 1.28 on the period.
pub(super) fn note_parameters(refused: &mut Refused, fail: &Fail) {
    let Some(count) = fail.params.first().and_then(|count| count.parse().ok()) else {
        return;
    };
    let period = fail.wait.unwrap_or(DAY);
    refused.retry_after = Some(period);
    refused.rate_limit = Some(RateLimit { count, period });
}

/// Returns whether the messages of the wiki may show the limit in a refusal, because its text does not.
pub(super) fn may_be_explained(refused: &Refused) -> bool {
    refused.code.as_deref() == Some(OF_CREATIONS) && refused.rate_limit.is_none()
}

/// Returns the GET for the messages about the limit of new accounts and durations, in this language or
/// in the reader's.
pub(super) fn limit_request(session: &Session, language: Option<&str>) -> Request {
    request(session, OF_CREATIONS, language)
}

/// Adds the limit of new accounts to its refusal, whose language is that of the messages in the reply.
pub(super) fn read_limit(reply: Reply, refused: &mut Refused) {
    let Some(messages) = Messages::read(reply) else {
        return;
    };
    let Some(message) = messages.get(OF_CREATIONS) else {
        return;
    };
    let words = messages.words();
    let period = if message.contains("$2") {
        let value = parameter(message, "$2", &refused.message);
        let period = value.and_then(|value| duration(&value, &words));
        period.or_else(|| duration(&refused.message, &words))
    } else {
        Some(DAY)
    };
    if let Some(period) = period {
        set_limit(refused, period, &words);
        if refused.rate_limit.is_none() {
            let count = count_in_words(message, &refused.message);
            refused.rate_limit = count.map(|count| RateLimit { count, period });
        }
    }
}

/// Returns the count that a text has in words, as `{{PLURAL:$1|ein Konto|$1 Konten}}` has it. The first form
/// is that of one, unless it has another number (`2=…`).
fn count_in_words(message: &str, text: &str) -> Option<u64> {
    let message = html::to_text(message);
    let templates = message.split("{{PLURAL:$1|").skip(1);
    let forms = templates.filter_map(|rest| rest.split_once("}}"));
    let mut counts = forms.filter_map(|(forms, _)| {
        let forms = forms.split('|').enumerate().map(|(index, form)| {
            match form
                .split_once('=')
                .map(|(count, form)| (count.parse(), form))
            {
                Some((Ok(count), form)) => (Some(count), form),
                _ => (Some(1).filter(|_| index == 0), form),
            }
        });
        let mut shown = forms.filter(|(_, form)| {
            !form.contains("$1") && !form.trim().is_empty() && text.contains(form.trim())
        });
        shown.find_map(|(count, _)| count)
    });
    counts.next()
}

/// Adds a limit whose count is the first number of the text that is no duration.
fn set_limit(refused: &mut Refused, period: Duration, words: &[Word]) {
    refused.retry_after = Some(period);
    let mut numbers = Numbers::in_text(&refused.message);
    let count = numbers.find(|number| unit(number.after, words).is_none());
    refused.rate_limit = count.map(|count| RateLimit {
        count: count.value,
        period,
    });
}

/// Returns the GET for this message and those about durations.
fn request(session: &Session, key: &str, language: Option<&str>) -> Request {
    let mut keys = vec![key];
    keys.extend(UNITS.map(|(key, _)| key));
    messages_request(session, &keys, language)
}

/// The wiki's messages about a throttle and durations.
struct Messages(Vec<(String, String)>);

impl Messages {
    fn read(reply: Reply) -> Option<Self> {
        let Reply::Got(response) = reply else {
            return None;
        };
        let answer = ApiResponse::read(&response, Format::Json).ok()?;
        Some(Self(messages(&answer).collect()))
    }

    fn get(&self, key: &str) -> Option<&str> {
        let mut messages = self.0.iter();
        let found = messages.find(|(name, _)| name == key);
        found.map(|(_, text)| text.as_str())
    }

    fn words(&self) -> Vec<Word> {
        let words = UNITS
            .iter()
            .filter_map(|(key, seconds)| Some(words(self.get(key)?, *seconds)));
        words.flatten().collect()
    }
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
    if let Some(word) = longest(text.trim(), words)
        && word.text == text.trim()
        && let Some(count) = word.count
    {
        return Some(Duration::from_secs(count.saturating_mul(word.seconds)));
    }
    let durations = Numbers::in_text(text).filter_map(|number| {
        let word = unit(number.after, words)?;
        Some(number.value.min(u64::from(u32::MAX)) * word.seconds)
    });
    let sum = durations.reduce(u64::saturating_add);
    sum.map(Duration::from_secs)
}

/// Returns the unit of time with which a text begins, after a space.
fn unit<'w>(text: &str, words: &'w [Word]) -> Option<&'w Word> {
    longest(
        text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{a0}'),
        words,
    )
}

/// Returns the longest word with which a text begins.
fn longest<'w>(text: &str, words: &'w [Word]) -> Option<&'w Word> {
    let found = words.iter().filter(|word| text.starts_with(&word.text));
    found.max_by_key(|word| word.text.len())
}

/// A number in a text, and what comes after it.
struct Number<'t> {
    value: u64,
    after: &'t str,
}

/// The numbers in a text. Thousands may be separated.
struct Numbers<'t>(&'t str);

impl<'t> Numbers<'t> {
    fn in_text(text: &'t str) -> Self {
        Self(text)
    }
}

impl<'t> Iterator for Numbers<'t> {
    type Item = Number<'t>;

    fn next(&mut self) -> Option<Number<'t>> {
        const SEPARATORS: [char; 6] = [',', '.', '\u{a0}', '\u{202f}', '\'', '’'];
        loop {
            let start = self.0.find(|c: char| c.is_ascii_digit())?;
            let mut rest = &self.0[start..];
            let mut digits = String::new();
            loop {
                let (more, after) = rest.split_at(digits_at_start(rest));
                digits.push_str(more);
                rest = after;
                match rest.strip_prefix(SEPARATORS) {
                    Some(thousands) if digits_at_start(thousands) == 3 => rest = thousands,
                    _ => break,
                }
            }
            self.0 = rest;
            if let Ok(value) = digits.parse() {
                return Some(Number { value, after: rest });
            }
        }
    }
}

fn digits_at_start(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
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
            assert_eq!(
                read_login(reply, text),
                Some(Duration::from_secs(300)),
                "{text}"
            );
        }
    }

    fn hit(dialect: Dialect, text: &str) -> Refused {
        crate::flow::refusal::refused(dialect, OF_CREATIONS, text.to_owned())
    }

    fn limit(count: u64, seconds: u64) -> Option<RateLimit> {
        Some(RateLimit {
            count,
            period: Duration::from_secs(seconds),
        })
    }

    #[test]
    fn english_limits_of_new_accounts() {
        use Dialect::*;
        let text = |count: &str, period: &str| {
            format!(
                "Visitors to this wiki using your IP address have created {count} in the last {period}, which is the maximum allowed in this time period.\nAs a result, visitors using this IP address cannot create any more accounts at the moment."
            )
        };
        for (dialect, text, limit, wait) in [
            (
                AuthManager,
                text("6 accounts", "1 day"),
                limit(6, 86400),
                Some(86400),
            ),
            (
                AuthManager,
                text("1,000 accounts", "2 hours and 30 minutes"),
                limit(1000, 9000),
                Some(9000),
            ),
            (
                WebForm,
                text("1 account", "day"),
                limit(1, 86400),
                Some(86400),
            ),
            (
                LegacyApi,
                text("1 account", "day"),
                limit(1, 86400),
                Some(86400),
            ),
            // 1.21 gives no text.
            (LegacyApi, String::new(), None, Some(86400)),
            (AuthManager, "Zu viele Konten.".to_owned(), None, None),
            (WebForm, String::new(), None, None),
        ] {
            let refused = hit(dialect, &text);
            assert_eq!(refused.rate_limit, limit, "{text}");
            assert_eq!(refused.retry_after, wait.map(Duration::from_secs), "{text}");
        }
    }

    #[test]
    fn limits_of_new_accounts_in_other_languages() {
        for (message, day, text, expected) in [
            (
                "Besucher dieses Wikis, die deine IP-Adresse verwenden, haben innerhalb der letzten $2 {{PLURAL:$1|1 Benutzerkonto|$1 Benutzerkonten}} erstellt, was die maximal erlaubte Anzahl in dieser Zeitperiode ist.",
                "$1 {{PLURAL:$1|Tag|Tage}}",
                "Besucher dieses Wikis, die deine IP-Adresse verwenden, haben innerhalb der letzten 2 Tage 6 Benutzerkonten erstellt, was die maximal erlaubte Anzahl in dieser Zeitperiode ist.",
                limit(6, 172_800),
            ),
            (
                "Des visiteurs de ce wiki utilisant votre adresse IP ont créé {{PLURAL:$1|un compte|$1 comptes}} dans {{PLURAL:$1|le|les}} $2, ce qui est le maximum autorisé.",
                "$1 {{PLURAL:$1|jour|jours}}",
                "Des visiteurs de ce wiki utilisant votre adresse IP ont créé 6 comptes dans les 2 jours, ce qui est le maximum autorisé.",
                limit(6, 172_800),
            ),
            (
                "この$2で、このウィキに{{PLURAL:$1|$1 アカウント}}が作成されました。",
                "$1 日",
                "この2 日で、このウィキに6 アカウントが作成されました。",
                limit(6, 172_800),
            ),
            (
                "Besucher haben innerhalb der letzten $2 {{PLURAL:$1|ein Benutzerkonto|$1 Benutzerkonten}} erstellt.",
                "$1 {{PLURAL:$1|Tag|Tage}}",
                "Besucher haben innerhalb der letzten 1 Tag ein Benutzerkonto erstellt.",
                limit(1, 86400),
            ),
            (
                "{{PLURAL:$1|חשבון אחד נוצר|2=שני חשבונות נוצרו|$1 חשבונות נוצרו}} במהלך $2.",
                "{{PLURAL:$1|יום|$1 ימים|2=יומיים}}",
                "שני חשבונות נוצרו במהלך יומיים.",
                limit(2, 172_800),
            ),
            (
                "Visiteurs: {{PLURAL:$1|1 compte|$1 comptes}} au cours des dernières 24 heures.",
                "$1 {{PLURAL:$1|jour|jours}}",
                "Visiteurs: 6 comptes au cours des dernières 24 heures.",
                limit(6, 86400),
            ),
        ] {
            let mut refused = hit(Dialect::WebForm, text);
            assert!(may_be_explained(&refused), "{text}");
            let body = json!({"query": {"allmessages": [
                {"name": OF_CREATIONS, "*": message},
                {"name": "duration-days", "*": day},
            ]}});
            let response = Response::new(200, Vec::new(), body.to_string());
            read_limit(Reply::Got(response), &mut refused);
            assert_eq!(refused.rate_limit, expected, "{text}");
            assert_eq!(refused.retry_after, expected.map(|it| it.period), "{text}");
        }
    }
}
