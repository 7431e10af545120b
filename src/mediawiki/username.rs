//! Normalisation of user names.

use icu_normalizer::ComposingNormalizerBorrowed;

/// Normalises a name like MediaWiki does for titles (MediaWikiTitleCodec, all releases): NFC,
/// without direction marks, runs of white space and `_` replaced with one space, trimmed, the first
/// letter in upper case.
pub(crate) fn normalise(name: &str) -> String {
    let visible: String = name.chars().filter(|c| !is_direction_mark(*c)).collect();
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&visible);
    let words: Vec<&str> = composed
        .split(is_space)
        .filter(|word| !word.is_empty())
        .collect();
    let spaced = words.join(" ");
    let mut letters = spaced.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => spaced,
    }
}

/// Returns the first character because of which a wiki of 1.21 to 1.26 would truncate or change the
/// name instead of refusing it (`Foo#bar` creates `Foo`; 1.21 to 1.24 change `en:Foo` to `En:Foo`):
/// ApiBase parses parameters of type `user` as titles.
pub(crate) fn altered_by_legacy(name: &str) -> Option<char> {
    name.chars().find(|c| {
        matches!(c, '#' | '<' | '>' | '[' | ']' | '|' | '{' | '}' | ':') || c.is_control()
    })
}

fn is_space(c: char) -> bool {
    matches!(
        c,
        ' ' | '_' | '\u{a0}' | '\u{1680}' | '\u{180e}' | '\u{2000}'
            ..='\u{200a}' | '\u{2028}' | '\u{2029}' | '\u{202f}' | '\u{205f}' | '\u{3000}'
    )
}

fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn normal_names() {
        for (name, normal) in [
            ("foo_bar", "Foo bar"),
            ("  lead  and\u{3000}trail _", "Lead and trail"),
            ("e\u{301}lan", "Élan"),
            ("\u{200e}zoe\u{200f}", "Zoe"),
            ("Zoe", "Zoe"),
            ("", ""),
            ("___", ""),
        ] {
            assert_eq!(normalise(name), normal, "{name:?}");
        }
    }

    #[test]
    fn altered_names() {
        for name in ["Foo#bar", "en:Foo", "a|b", "a\tb", "<b>", "[x]", "{y}"] {
            assert!(altered_by_legacy(name).is_some(), "{name:?}");
        }
        for name in ["Foo bar", "Zoë", "a/b", "1.2.3.4", "日本"] {
            assert_eq!(altered_by_legacy(name), None, "{name:?}");
        }
    }
}
