//! Comparing a text with the wiki's own messages. Parameters, templates and links of a message match
//! anything, because the message does not contain their result.

use super::{
    html::{self, beginning, with_single_spaces},
    page::MAX_TEXT,
};

/// The maximum length of a message that is compared, in bytes. The longest of MediaWiki's that a sign-up
/// form shows has a tenth of it.
const MAX_MESSAGE: usize = 1 << 14;

/// A text of a page, to be compared with messages.
pub(crate) struct ShownText {
    text: String,
    is_cut_off: bool,
}

impl ShownText {
    pub fn new(text: &str) -> Self {
        let text = beginning(text, MAX_MESSAGE);
        Self {
            text: normalise_text(text),
            is_cut_off: text.chars().count() >= MAX_TEXT,
        }
    }

    /// Returns the length of a message's fixed text, if all its parts occur in this text in order. The
    /// last may be missing if the text was cut off.
    pub fn matched_length(&self, message: &str) -> Option<usize> {
        if message.len() > MAX_MESSAGE {
            return None;
        }
        let message = html::to_text(message);
        // The page shows a list or a heading without its marks.
        let unmarked =
            |line: &str| normalise_text(line.trim_matches(['*', '#', ':', ';', '=', '-']));
        let parts = fixed_parts(&message).into_iter().flat_map(str::lines);
        let mut at = 0;
        let mut length = 0;
        for part in parts.map(unmarked) {
            match self.text[at..].find(&part) {
                Some(found) => at += found + part.len(),
                None if self.is_cut_off && length * 2 >= self.text.len() => break,
                None => return None,
            }
            length += part.len();
        }
        Some(length)
    }
}

/// Returns the value of a message's parameter, such as `$1`, in `text`, if it is on one line with the
/// fixed text beside it and in no template.
pub(crate) fn parameter(message: &str, name: &str, text: &str) -> Option<String> {
    let message = beginning(message, MAX_MESSAGE);
    let message = html::to_text(message);
    let line = message.lines().find(|line| line.contains(name))?;
    let (before, after) = line.split_once(name)?;
    let before = normalise_text(fixed_parts(before).last()?);
    let after = normalise_text(fixed_parts(after).first()?);
    if before.is_empty() && after.is_empty() {
        return None;
    }
    let mut values = text.lines().filter_map(|line| {
        let line = normalise_text(line);
        let (_, value) = line.split_once(&before)?;
        let end = if after.is_empty() {
            value.len()
        } else {
            value.rfind(&after)?
        };
        Some(value[..end].trim().to_owned())
    });
    values.find(|value| !value.is_empty())
}

/// Returns the parts of a message between its parameters, templates and links.
fn fixed_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    while let Some(found) = text[at..].find(['$', '{', '[']) {
        let start = at + found;
        match variable_length(&text[start..]) {
            0 => at = start + 1,
            length => {
                parts.push(&text[from..start]);
                at = start + length;
                from = at;
            }
        }
    }
    parts.push(&text[from..]);
    parts
}

/// Returns the length of the parameter, template or link at the start of a text; 0 if there is
/// none.
fn variable_length(text: &str) -> usize {
    let nested = |open: &str, close: &str| {
        let mut depth = 0;
        let mut at = 0;
        while at < text.len() {
            let rest = &text[at..];
            if rest.starts_with(open) {
                depth += 1;
                at += open.len();
            } else if rest.starts_with(close) {
                depth -= 1;
                at += close.len();
                if depth == 0 {
                    break;
                }
            } else {
                at += rest.chars().next().map_or(1, char::len_utf8);
            }
        }
        at
    };
    if text.starts_with("{{") {
        return nested("{{", "}}");
    }
    if text.starts_with("[[") {
        return nested("[[", "]]");
    }
    if ["[http", "[//", "[{{", "[$"]
        .iter()
        .any(|start| text.starts_with(start))
    {
        return nested("[", "]");
    }
    let digits = text[1..].bytes().take_while(u8::is_ascii_digit).count();
    if text.starts_with('$') && digits > 0 {
        1 + digits
    } else {
        0
    }
}

/// Removes bold and italic markup and collapses white space.
fn normalise_text(text: &str) -> String {
    let plain = text.replace("'''", "").replace("''", "");
    with_single_spaces(&plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matched_length(message: &str, text: &str) -> Option<usize> {
        ShownText::new(text).matched_length(message)
    }

    #[test]
    fn messages_match_refusal_texts() {
        for (message, refusal_text, found) in [
            ("Taken already.", "Oh: Taken already. Choose.", true),
            (
                "At least {{PLURAL:$1|1 character|$1 characters}} long.",
                "At least 10 characters long.",
                true,
            ),
            (
                "Visitors made {{PLURAL:$1|one|$1}} accounts in $2, the '''most'''.",
                "Visitors made 6 accounts in a day, the most.",
                true,
            ),
            ("Costs $$ [or] {nothing}", "Costs $$ [or] {nothing}", true),
            ("{{GENDER:$1|{{x}}|y}} is blocked", "He is blocked", true),
            ("{{never closed", "Taken", true),
            (
                "See [[Special:Help|help]] for $1",
                "See help for more",
                true,
            ),
            ("Something else", "Taken", false),
            ("$1", "Taken", true),
            (
                "== Blocked ==\n* Start: $8\n* Intended: $7\n\n# Ask [[{{x}}|a\nfriend]]: now",
                "Blocked\nStart: today\nIntended: you\nAsk a friend: now",
                true,
            ),
            ("One {{PLURAL:$1|a\n* b}} two", "One x two", true),
        ] {
            assert_eq!(
                matched_length(message, refusal_text).is_some(),
                found,
                "{message}"
            );
        }
    }

    #[test]
    fn the_end_of_a_long_text_may_be_missing() {
        let message = format!("{}$1 the end", "word ".repeat(150));
        let shown = |count: usize| format!("{}{}", "word ".repeat(150), "x".repeat(count));
        assert!(matched_length(&message, &shown(300)).is_some());
        assert!(matched_length(&message, &shown(200)).is_none());
        assert!(matched_length("word $1 end", &shown(300)).is_none());
    }

    #[test]
    fn parameters_of_messages() {
        for (message, text, value) in [
            (
                "Error sending mail: $1",
                "Error sending mail: no mailer",
                Some("no mailer"),
            ),
            (
                "{{SITENAME}} sent no mail.\n\nMailer returned: $1",
                "Wiki sent no mail.\nMailer returned: no mailer\nWelcome!",
                Some("no mailer"),
            ),
            (
                "$1 was returned.",
                "no mailer was returned.",
                Some("no mailer"),
            ),
            ("Code ($1).", "Code (a (b).).", Some("a (b).")),
            ("Error sending mail: $1", "Error sending mail:", None),
            ("Error sending mail: $1", "Welcome!", None),
            ("No mail was sent.", "No mail was sent.", None),
            ("$1", "no mailer", None),
        ] {
            assert_eq!(
                parameter(message, "$1", text).as_deref(),
                value,
                "{message}"
            );
        }
    }
}
