//! Recordings and responses without what differs in every wiki: names, addresses, times, and what no tool reads.

use serde_json::Value;

use crate::transcript::Response;

/// Returns a recording with testwiki's names for the site, its cookies and its visitor.
pub fn names(recording: &str) -> String {
    let mut text = recording.to_owned();
    for (recorded, ours) in [
        ("lab_", "wiki_"),
        ("labUser", "wikiUser"),
        ("labToken", "wikiToken"),
        (r#"cookieprefix\":\"lab\""#, r#"cookieprefix\":\"wiki\""#),
        ("198.51.101.0/24", "127.0.0.0/24"),
        ("10000000-ffff-ffff-ffff-000000000001", "site"),
        (r#"wikiid\":\"lab\""#, r#"wikiid\":\"wiki\""#),
        (r#""captchaWord": "good""#, r#""captchaWord": "labword""#),
        ("Lab26", "LabWiki"),
        ("Lab31", "LabWiki"),
        ("Lab39", "LabWiki"),
        ("Lab45", "LabWiki"),
        ("Vandalism from the lab", "Blocked in the lab"),
    ] {
        text = text.replace(recorded, ours);
    }
    let text = replaced(
        &text,
        ".ext:91",
        |before| {
            let start = before
                .rfind(|letter: char| !(letter.is_ascii_alphanumeric() || "-.".contains(letter)));
            start.map_or(0, |start| start + 1)
        },
        2,
        "HOST",
    );
    addresses(&text)
}

/// Replaces each `mark`, with what `start` finds before it and `after` bytes after it.
fn replaced(
    text: &str,
    mark: &str,
    start: impl Fn(&str) -> usize,
    after: usize,
    by: &str,
) -> String {
    let mut text = text.to_owned();
    while let Some(found) = text.find(mark) {
        let start = start(&text[..found]);
        text.replace_range(start..found + mark.len() + after, by);
    }
    text
}

/// Replaces the addresses of the recorded visitors by that of testwiki's.
fn addresses(text: &str) -> String {
    let mut text = text.to_owned();
    for network in ["198.51.100.", "198.51.101."] {
        let mut from = 0;
        while let Some(found) = text[from..].find(network) {
            let start = from + found;
            let rest = &text[start + network.len()..];
            let digits = rest.len()
                - rest
                    .trim_start_matches(|letter: char| letter.is_ascii_digit())
                    .len();
            let end = start + network.len() + digits;
            if text[end..].starts_with('/') {
                from = end;
            } else {
                text.replace_range(start..end, "127.0.0.1");
                from = start;
            }
        }
    }
    text
}

/// Returns what tools read of a response.
pub fn normal(response: &Response) -> Response {
    let mut headers = response.headers.clone();
    // The cookie of a block only lets it follow the browser.
    headers.retain(|(name, value)| name != "set-cookie" || !value.contains("BlockID="));
    let body = match serde_json::from_slice::<Value>(&response.body) {
        Ok(mut answer) => {
            prune(&mut answer);
            answer.to_string().into_bytes()
        }
        // The text of an exception depends on the settings.
        Err(_) if response.status == 500 => Vec::new(),
        Err(_) => times(&response.text()).into_bytes(),
    };
    Response {
        status: response.status,
        headers,
        body,
    }
}

/// Removes the texts of fields, on wikis in another language than testwiki's English.
pub fn without_labels(mut response: Response) -> Response {
    if let Ok(mut answer) = serde_json::from_slice::<Value>(&response.body) {
        remove(&mut answer, &["label", "help", "provider"]);
        response.body = answer.to_string().into_bytes();
    }
    response
}

fn remove(value: &mut Value, names: &[&str]) {
    match value {
        Value::Object(members) => {
            members.retain(|name, _| !names.contains(&name.as_str()));
            members
                .values_mut()
                .for_each(|member| remove(member, names));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| remove(item, names)),
        _ => {}
    }
}

/// Removes the members that no tool reads, and the times.
fn prune(value: &mut Value) {
    match value {
        Value::Object(members) => {
            for name in [
                "trace",
                "blockinfo",
                "allmessages",
                "canlinkaccounts",
                "allowedModules",
                "currentModule",
                "moduleDescriptions",
                "blockid",
                "blockedtimestamp",
                "blockedtimestampformatted",
                "account",
            ] {
                members.remove(name);
            }
            if let Some(Value::Array(rights)) = members.get_mut("rights") {
                // Extensions add rights, and bot passwords have some only.
                rights.retain(|right| right == "createaccount");
                for name in ["groups", "realname", "id"] {
                    members.remove(name);
                }
            }
            // The challenge of a security key.
            if let Some(Value::Object(field)) = members.get_mut("auth_info") {
                field.remove("value");
            }
            // An exception's text has its id and place.
            if let Some(Value::String(text)) = members.get_mut("info")
                && text.contains("Exception caught")
            {
                text.clear();
            }
            members.values_mut().for_each(prune);
        }
        Value::Array(items) => items.iter_mut().for_each(prune),
        Value::String(text) => *text = times(text),
        _ => {}
    }
}

/// Replaces times as `16:25, 29 November 2026` and numbers of blocks as `#6`.
fn times(text: &str) -> String {
    let mut normal = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let skipped = match letter {
            '#' => number_length(&rest[1..]).map(|length| 1 + length),
            _ if letter.is_ascii_digit() => time_length(rest),
            _ => None,
        };
        match skipped {
            Some(length) => {
                normal.push('?');
                rest = &rest[length..];
            }
            None => {
                normal.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    normal
}

fn number_length(text: &str) -> Option<usize> {
    let length = text.len()
        - text
            .trim_start_matches(|letter: char| letter.is_ascii_digit())
            .len();
    (length > 0).then_some(length)
}

/// Returns the length of a clock and a date at the beginning.
fn time_length(text: &str) -> Option<usize> {
    let (clock, after) = text.split_once(", ")?;
    let is_clock = clock.len() == 5 && clock.as_bytes()[2] == b':';
    let mut words = after.splitn(3, ' ');
    let (day, month, year) = (words.next()?, words.next()?, words.next()?);
    let is_date = number_length(day) == Some(day.len())
        && month.chars().all(char::is_alphabetic)
        && number_length(year) == Some(4);
    (is_clock && is_date).then(|| clock.len() + 2 + day.len() + 1 + month.len() + 1 + 4)
}
