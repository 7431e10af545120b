//! The rules that allow a difference.

use serde_json::Value;

/// A difference in one place.
pub struct Difference<'a> {
    /// The names of the members, from the outermost.
    pub path: &'a [String],
    /// `None` if the recorded response has nothing there.
    pub recorded: Option<&'a Value>,
    pub answered: Option<&'a Value>,
    /// The recorded release.
    pub release: &'a str,
}

impl Difference<'_> {
    /// Returns the innermost name, without the sign of an attribute.
    fn name(&self) -> &str {
        let named = self
            .path
            .iter()
            .rfind(|part| part.parse::<usize>().is_err());
        named.map_or("", |name| name.trim_start_matches('@'))
    }

    fn texts(&self) -> Option<(String, String)> {
        let text = |value: &Value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        Some((text(self.recorded?)?, text(self.answered?)?))
    }

    fn both(&self, shape: impl Fn(&str) -> bool) -> bool {
        self.texts()
            .is_some_and(|(recorded, answered)| shape(&recorded) && shape(&answered))
    }

    fn is_live(&self) -> bool {
        is_live(self.release)
    }

    fn within(&self, part: &str) -> bool {
        self.path.iter().any(|name| name == part)
    }
}

/// Returns true if a running wiki was asked: no release after 1.29 was recorded.
pub fn is_live(release: &str) -> bool {
    let minor = release.split('.').nth(1);
    minor
        .and_then(|minor| minor.parse::<u16>().ok())
        .is_some_and(|minor| minor > 29)
}

/// A rule's name, and the function that returns true for an allowed difference.
type Rule = (&'static str, fn(&Difference<'_>) -> bool);

/// All rules.
const RULES: &[Rule] = &[
    ("token: another one of the same form", |it| {
        let name = it.name();
        let named = name.ends_with("token") || name.ends_with("Token value");
        named && (it.both(is_old_token) || it.both(is_new_token))
    }),
    ("session: another id of the same form", |it| {
        it.name() == "sessionid" && it.both(|text| text.len() == 32)
    }),
    ("captcha: another id", |it| {
        let place = it.name() == "id"
            || it.name().ends_with("aptchaId value")
            || (it.name() == "value" && it.within("captchaId"));
        place && it.both(is_number)
    }),
    ("captcha: another sum of the same form", |it| {
        let place = matches!(it.name(), "question" | "captcha label" | "captcha question")
            || (it.name() == "value" && it.within("captchaInfo"));
        place && it.both(|text| sum(text).is_some())
    }),
    (
        "captcha: the question of the real wikis is in no bold",
        |it| it.is_live() && it.both(|text| text.starts_with("What is the capital of")),
    ),
    ("captcha: the key of another site", |it| {
        it.is_live() && it.name() == "key" && it.within("metadata")
    }),
    ("captcha: the address of another image", |it| {
        let same = it.texts().is_some_and(|(recorded, answered)| {
            without_numbers(&recorded) == without_numbers(&answered)
        });
        same && it.both(|text| text.contains("Special:Captcha/image"))
    }),
    ("account: another id", |it| {
        let place = matches!(it.name(), "userid" | "lguserid" | "id")
            || (it.name() == "local" && it.within("centralids"));
        place && it.both(is_number)
    }),
    ("time: another moment", |it| {
        let place = matches!(
            it.name(),
            "curtimestamp" | "time" | "registration" | "timestamp"
        );
        place && it.both(is_moment)
    }),
    ("time: another moment in a continuation", |it| {
        it.name() == "lecontinue"
            && it.both(|text| {
                text.split_once('|')
                    .is_some_and(|(time, _)| is_number(time))
            })
    }),
    ("host: another name", |it| {
        it.name() == "servername" && it.both(|_| true)
    }),
    ("namespace: named after the wiki", |it| {
        let named = it.within("namespaces") && it.both(|text| text.starts_with("Lab"));
        it.is_live() && named
    }),
    ("read-only: the real wikis have another reason", |it| {
        it.is_live() && it.name() == "readonlyreason"
    }),
    ("step: the real wikis have another site to go to", |it| {
        it.is_live() && it.name() == "redirecttarget" && it.both(|_| true)
    }),
    ("siteinfo: the real wikis have another name", |it| {
        it.is_live() && it.name() == "sitename"
    }),
    ("platform: another PHP and database", |it| {
        matches!(it.name(), "phpversion" | "phpsapi" | "dbtype" | "dbversion") && it.both(|_| true)
    }),
    (
        "artefact: messages are empty in recordings of 1.21 and older",
        |it| {
            let text = matches!(it.name(), "info" | "error" | "error class" | "error id");
            let nothing = it.recorded.is_none_or(|recorded| recorded == "");
            let old = ["1.16.", "1.17.", "1.19.", "1.21."]
                .into_iter()
                .any(|release| it.release.starts_with(release));
            text && nothing && it.answered.is_some() && old
        },
    ),
];

/// Returns the rule that allows a difference.
pub fn find(difference: &Difference<'_>) -> Option<&'static str> {
    RULES
        .iter()
        .find(|(_, allows)| allows(difference))
        .map(|(name, _)| *name)
}

fn is_hex(text: &str, length: usize) -> bool {
    text.len() == length && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_old_token(text: &str) -> bool {
    is_hex(text, 32)
}

/// Matches 32 digits and the time.
fn is_new_token(text: &str) -> bool {
    text.strip_suffix("+\\").is_some_and(|hex| is_hex(hex, 40))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn without_numbers(text: &str) -> String {
    text.chars()
        .filter(|letter| !letter.is_ascii_digit())
        .collect()
}

/// Matches a time as `2026-11-22T05:30:29Z`.
fn is_moment(text: &str) -> bool {
    let shape: String = text
        .chars()
        .map(|letter| if letter.is_ascii_digit() { '0' } else { letter })
        .collect();
    shape == "0000-00-00T00:00:00Z"
}

/// Returns the result of ConfirmEdit's sum, and the text after it.
pub fn sum(text: &str) -> Option<(i64, &str)> {
    let end = text.find('=').unwrap_or(text.len());
    let end = text[..end].trim_end().len();
    let (sum, rest) = text.split_at(end);
    let number = |text: &str| text.trim().parse::<i64>().ok();
    let result = match (sum.split_once('+'), sum.split_once('\u{2212}')) {
        (Some((left, right)), _) => number(left)? + number(right)?,
        (None, Some((left, right))) => number(left)? - number(right)?,
        _ => return None,
    };
    Some((result, rest))
}
