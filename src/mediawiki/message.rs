//! Messages of the API: wikitext with some HTML.

use serde_json::Value;

use super::html;

/// The brackets around the key of a message that the wiki does not have (1.24 and later).
const MISSING: (char, char) = ('⧼', '⧽');

/// The maximum length of a message with its parameters, in bytes.
const MAX_LENGTH: usize = 1 << 14;

/// The marks of bold and italic text, the longest first.
const QUOTES: [&str; 3] = ["'''''", "'''", "''"];

/// Returns the text that a reader would see: HTML is converted with [`html::to_text`], and the rest with
/// [`without_marks`].
pub fn to_text(message: &str) -> String {
    without_marks(&html::to_text(message))
}

/// Returns a text without the marks of wikitext, which the API sends in messages, and which pages show
/// where an extension did not parse its message: a link is replaced with its label, and one to the web with
/// its label and address; `{{PLURAL:…}}` is resolved by English rules, and `{{GENDER:…}}` by the form for
/// everybody (the legacy API of 1.22 and later sends them unresolved). The key of a message that the wiki
/// does not have tells people nothing, and is left out.
pub fn without_marks(text: &str) -> String {
    if let Some(text) = text_of_missing(text) {
        return without_marks(text);
    }
    if is_missing_of_old(text) {
        return String::new();
    }
    let mut text = text.to_owned();
    if text.contains(MISSING.0) {
        text = replace(&text, "⧼", "⧽", |key| {
            let is_text = key.contains(char::is_whitespace);
            Some(if is_text {
                key.to_owned()
            } else {
                String::new()
            })
        });
        text = fold(&text);
    }
    let text = replace(&text, "[[", "]]", |link| Some(label_of_link(link)));
    let text = replace(&text, "{{", "}}", |template| {
        plural(template).or_else(|| gender(template))
    });
    let text = replace(&text, "[", "]", label_and_address);
    QUOTES
        .iter()
        .fold(text, |text, quotes| text.replace(quotes, ""))
}

/// Returns the label of a link to a page of the wiki. The label of an image is its last parameter.
fn label_of_link(link: &str) -> String {
    let target = link.split('|').next().unwrap_or_default();
    let label = match link.split_once('|') {
        Some((_, label)) if !target.contains(':') || !label.contains('|') => label,
        Some((_, parameters)) => parameters.rsplit('|').next().unwrap_or_default(),
        None => target.strip_prefix(':').unwrap_or(target),
    };
    label.to_owned()
}

/// Returns the label of a link to the web with its address; `None` if this is no such link. An address
/// that is still a template is left out.
fn label_and_address(link: &str) -> Option<String> {
    if let Some((_, label)) = link.strip_prefix("{{").and_then(|it| it.split_once("}} ")) {
        return Some(label.trim().to_owned());
    }
    let (address, label) = match link.split_once(char::is_whitespace) {
        Some((address, label)) => (address, label.trim()),
        None => (link, ""),
    };
    let schemes = ["https://", "http://", "//", "mailto:", "ftp://", "irc://"];
    let scheme = schemes
        .iter()
        .find(|scheme| address.starts_with(**scheme))?;
    let has_more = address.len() > scheme.len();
    has_more.then(|| match label {
        "" => address.to_owned(),
        label if label == address => address.to_owned(),
        label => format!("{label} ({address})"),
    })
}

/// Returns whether a text is only the key of a message that the wiki does not have, as up to 1.23.
fn is_missing_of_old(text: &str) -> bool {
    let key = text
        .trim()
        .strip_prefix('<')
        .and_then(|it| it.strip_suffix('>'));
    key.is_some_and(|key| {
        let is_of_key = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
        key.starts_with(|c: char| c.is_ascii_lowercase()) && key.chars().all(is_of_key)
    })
}

/// Returns a text without the space that a removed part leaves.
fn fold(text: &str) -> String {
    let mut visible = html::VisibleText::default();
    visible.push(text);
    visible.folded()
}

/// Returns whether a wikitext links to the page with this title, in any case of its letters.
pub fn links_to(message: &str, title: &str) -> bool {
    let (text, title) = (html::to_text(message).to_lowercase(), title.to_lowercase());
    let links = text.split("[[").skip(1);
    let mut targets = links.filter_map(|link| link.split(['|', ']']).next());
    targets.any(|target| target.trim_start_matches(':').trim() == title)
}

/// Returns the text of a message whose key is a text itself, with the parameters in the places of
/// `$1` to `$9`: of several errors in one list (`* $1\n* $2`), of AntiSpoof's conflict (`$1$2$3`) and of
/// plain text (`$1`, and from 1.43 on the key `rawmessage`). `None` for the key of a message that the
/// wiki has.
pub fn from_key(key: &str, params: &[String]) -> Option<String> {
    let text = match key {
        "rawmessage" => params.join("\n"),
        _ if key.contains("$1") => with_parameters(key, params),
        // Keys have no spaces.
        _ if key.contains(char::is_whitespace) => key.to_owned(),
        _ => return None,
    };
    Some(to_text(&text))
}

/// Returns a text with the parameters in the places of `$1` and so on, up to the length of a message. A
/// place in a parameter is none.
fn with_parameters(text: &str, params: &[String]) -> String {
    let mut filled = String::new();
    let mut parts = text.split('$');
    filled.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let digits = part.bytes().take_while(u8::is_ascii_digit).count();
        let number: Option<usize> = part[..digits].parse().ok();
        match number.and_then(|number| params.get(number.checked_sub(1)?)) {
            Some(param) => filled.push_str(html::beginning(param, MAX_LENGTH)),
            None => {
                filled.push('$');
                filled.push_str(&part[..digits]);
            }
        }
        filled.push_str(&part[digits..]);
        if filled.len() > MAX_LENGTH {
            return html::beginning(&filled, MAX_LENGTH).to_owned();
        }
    }
    filled
}

/// Returns the text of a raw message (`{"key": …, "params": […]}`) whose key is a text itself, see
/// [`from_key`].
pub fn of_raw(message: &Value) -> Option<String> {
    let params = message["params"].as_array().into_iter().flatten();
    let params: Vec<String> = params.map(param_to_text).collect();
    from_key(message["key"].as_str()?, &params).filter(|text| !text.is_empty())
}

/// Returns a parameter of a raw message as text: a scalar, a list, or an object with the type of its
/// value (`{"duration":86400}`, `{"list":[…],"type":"comma"}`).
pub fn param_to_text(param: &Value) -> String {
    match param {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        Value::Array(items) => items
            .iter()
            .map(param_to_text)
            .collect::<Vec<_>>()
            .join(", "),
        Value::Object(members) => match members.get("duration").and_then(Value::as_u64) {
            Some(seconds) => duration(seconds),
            None => members
                .values()
                .next()
                .map(param_to_text)
                .unwrap_or_default(),
        },
        other => other.to_string(),
    }
}

/// Formats a duration in English, in the largest unit of which it is a multiple.
fn duration(seconds: u64) -> String {
    const UNITS: [(u64, &str); 4] = [
        (86400, "day"),
        (3600, "hour"),
        (60, "minute"),
        (1, "second"),
    ];
    let (unit, name) = UNITS
        .into_iter()
        .find(|(unit, _)| seconds.is_multiple_of(*unit) && seconds > 0)
        .unwrap_or((1, "second"));
    match seconds / unit {
        1 => format!("1 {name}"),
        count => format!("{count} {name}s"),
    }
}

/// Returns the text inside the brackets in which MediaWiki shows the key of a message that it does not
/// have, if that key is a text: keys have no spaces.
pub fn text_of_missing(shown: &str) -> Option<&str> {
    let key = shown.trim().strip_prefix(MISSING.0)?;
    let key = key.strip_suffix(MISSING.1)?;
    let is_text = key.contains(char::is_whitespace) && !key.contains(MISSING.0);
    is_text.then_some(key)
}

/// Resolves `PLURAL:n|one|many`; `None` for any other template.
fn plural(template: &str) -> Option<String> {
    let mut parts = template.strip_prefix("PLURAL:")?.split('|');
    let one = parts.next()?.trim() == "1";
    let first = parts.next()?;
    let form = if one {
        first
    } else {
        parts.next().unwrap_or(first)
    };
    Some(form.to_owned())
}

/// Resolves `GENDER:name|he|she|they`; `None` for any other template.
fn gender(template: &str) -> Option<String> {
    let mut forms = template.strip_prefix("GENDER:")?.split('|').skip(1);
    let first = forms.next()?;
    Some(forms.nth(1).unwrap_or(first).to_owned())
}

/// Replaces each part from an opening mark to the next closing mark with the result of `with`, unless
/// that is `None`.
fn replace(text: &str, open: &str, close: &str, with: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(open) {
        let inner = &rest[start + open.len()..];
        let Some(end) = inner.find(close) else {
            break;
        };
        let whole = start + open.len() + end + close.len();
        match with(&inner[..end]) {
            Some(new) => {
                out.push_str(&rest[..start]);
                out.push_str(&new);
            }
            None => out.push_str(&rest[..whole]),
        }
        rest = &rest[whole..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn parameters_are_not_filled_in_parameters() {
        let params: Vec<String> = (2..90).map(|n| format!("${n} ${n}")).collect();
        let text = from_key("* $1\n* $2 $99 $", &params).unwrap();
        assert_eq!(text, "* $2 $2\n* $3 $3 $99 $");
        let long = ["long ".repeat(1000)];
        let text = from_key(&"$1 ".repeat(1000), &long).unwrap();
        assert!(text.len() <= MAX_LENGTH);
    }

    #[test]
    fn keys_that_are_texts() {
        let params = [
            "The name is too similar to:",
            "<ul><li>Z0e</li></ul>",
            "Choose another.",
        ];
        let params = params.map(str::to_owned);
        let conflict = "The name is too similar to:\nZ0e\nChoose another.";
        for (key, params, text) in [
            ("$1$2$3", &params[..], Some(conflict)),
            ("$1", &params[..1], Some("The name is too similar to:")),
            (
                "* $1\n* $2",
                &params[..2],
                Some("* The name is too similar to:\n*\nZ0e"),
            ),
            ("rawmessage", &params[2..], Some("Choose another.")),
            ("No new accounts.", &[], Some("No new accounts.")),
            ("antispoof-name-illegal", &params[..2], None),
        ] {
            assert_eq!(from_key(key, params).as_deref(), text, "{key:?}");
        }
    }

    #[test]
    fn raw_messages_that_are_texts() {
        for (raw, text) in [
            (
                json!({"key": "rawmessage", "params": ["Enter the code."]}),
                Some("Enter the code."),
            ),
            (
                json!({"key": "$1$2", "params": ["Wait ", {"duration": 3600}]}),
                Some("Wait 1 hour"),
            ),
            (
                json!({"key": "Six digits", "params": []}),
                Some("Six digits"),
            ),
            (json!({"key": "rawmessage", "params": [""]}), None),
            (json!({"key": "userlogin-yourname", "params": []}), None),
            (json!("a text"), None),
            (json!(null), None),
        ] {
            assert_eq!(of_raw(&raw).as_deref(), text, "{raw}");
        }
    }

    #[test]
    fn messages_of_real_wikis() {
        for (message, text) in [
            (
                "limited to users in the group: &#91;&#91;LabWiki:Administrators&#124;Administrators&#93;&#93;.",
                "limited to users in the group: Administrators.",
            ),
            (
                "Passwords must be at least {{PLURAL:1|1 character|1 characters}}.",
                "Passwords must be at least 1 character.",
            ),
            (
                "'''Warning:''' this ''may'' be harmful.",
                "Warning: this may be harmful.",
            ),
            ("{{PLURAL:8|one|8 of them}} ([[Help]])", "8 of them (Help)"),
            (
                "See [https://meta.example/ban the ban], [//a.example] and [1].",
                "See the ban (https://meta.example/ban), //a.example and [1].",
            ),
            (
                "{{SITENAME}} [[open and {{shut",
                "{{SITENAME}} [[open and {{shut",
            ),
            ("", ""),
        ] {
            assert_eq!(to_text(message), text);
        }
    }

    #[test]
    fn marks_and_missing_messages_do_not_reach_people() {
        for (message, text) in [
            (
                "Read [https://wiki.example/terms the terms] first.",
                "Read the terms (https://wiki.example/terms) first.",
            ),
            (
                "See [//wiki.example/a] [1] [x]",
                "See //wiki.example/a [1] [x]",
            ),
            (
                "[https://a.example/ https://a.example/]",
                "https://a.example/",
            ),
            (
                "[mailto:a@b.example Write] us",
                "Write (mailto:a@b.example) us",
            ),
            ("[{{fullurl:Special:UserLogin}} Log in]", "Log in"),
            ("[https:// x] [http", "[https:// x] [http"),
            ("'''Warning:''' ''no'' it's", "Warning: no it's"),
            (
                "[[:Category:A]] [[File:A.png|thumb|a cat]]",
                "Category:A a cat",
            ),
            ("{{GENDER:Zoe|his|her|their}} {{GENDER:Zoe|he}}", "their he"),
            ("⧼userlogin-cannot-login⧽", ""),
            ("Sorry, ⧼lab-name⧽ no.", "Sorry, no."),
            ("⧼No accounts, see [[Help]].⧽", "No accounts, see Help."),
            ("&lt;lab-name&gt;", ""),
            ("1 &lt; 2 &gt; 1", "1 < 2 > 1"),
            ("⧼never closed", "⧼never closed"),
        ] {
            assert_eq!(to_text(message), text, "{message}");
        }
    }
}
