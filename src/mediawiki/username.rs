//! User names, as far as they can be compared without the wiki.
//!
//! The wiki spells a name its own way. Up to PHP 7.2, and on Wikimedia's wikis, it leaves Georgian
//! letters, ß and others as they are; wikis in Turkish, Azerbaijani and Karakalpak write `İ` for a
//! first `i` (LanguageTr, LanguageAz and LanguageKaa::ucfirst). So names are sent as given, and the
//! wiki's spelling is read from its answers.

use icu_normalizer::ComposingNormalizerBorrowed;
use serde::{Deserialize, Serialize};

use super::html;

/// Returns a name with its spaces as MediaWiki has them in titles (MediaWikiTitleCodec, all
/// releases): NFC, without direction marks, runs of white space and `_` replaced with one space,
/// trimmed.
pub(crate) fn spaced(name: &str) -> String {
    if is_spaced_ascii(name) {
        return name.to_owned();
    }
    let visible: String = name.chars().filter(|c| !is_direction_mark(*c)).collect();
    let composed = ComposingNormalizerBorrowed::new_nfc().normalize(&visible);
    let words = composed.split(is_space).filter(|word| !word.is_empty());
    html::joined(words, ' ')
}

/// Returns whether [`spaced`] leaves a name in ASCII, as most are, as it is.
fn is_spaced_ascii(name: &str) -> bool {
    let is_trimmed = !name.starts_with(' ') && !name.ends_with(' ');
    name.is_ascii() && is_trimmed && !name.contains('_') && !name.contains("  ")
}

/// Returns a name for a wiki that does not report how it spells it: the first letter is a capital
/// if every wiki makes it one.
pub(crate) fn likely(name: &str) -> String {
    let mut spaced = spaced(name);
    match spaced.get_mut(..1) {
        Some(first) if first != "i" => first.make_ascii_uppercase(),
        _ => {}
    }
    spaced
}

/// Returns whether a wiki may take two names for the same: they differ at most in their spaces and
/// in the case of the first letter.
pub(crate) fn possibly_same(one: &str, other: &str) -> bool {
    one == other || SpacedName::new(one).is_possibly(&SpacedName::new(other))
}

/// A name as [`spaced`] returns it, to be compared with many others.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SpacedName(String);

impl SpacedName {
    pub(crate) fn new(name: &str) -> Self {
        Self(spaced(name))
    }

    /// Does what [`possibly_same`] does.
    pub(crate) fn is_possibly(&self, Self(other): &Self) -> bool {
        let Self(one) = self;
        let rest = |name: &str| name.chars().next().map_or(0, char::len_utf8);
        let (rest_of_one, rest_of_other) = (&one[rest(one)..], &other[rest(other)..]);
        if !rest_of_one.ends_with(rest_of_other) && !rest_of_other.ends_with(rest_of_one) {
            return false;
        }
        if one == other {
            return true;
        }
        let others = spellings(other);
        spellings(one).any(|spelling| others.clone().any(|other| other == spelling))
    }
}

/// Returns a name with its spaces as different wikis spell its first letter: unchanged, as a capital, in
/// title case (1.43, MB_CASE_TITLE), and as Turkish wikis do.
fn spellings(spaced: &str) -> impl Iterator<Item = String> + Clone {
    let mut letters = spaced.chars();
    let first = letters.next();
    let rest = letters.as_str().to_owned();
    let unchanged: String = first.into_iter().collect();
    let capital: String = first.into_iter().flat_map(char::to_uppercase).collect();
    let title = match first {
        // The letters whose title case is a letter of its own.
        Some(letter @ ('ǆ' | 'ǉ' | 'ǌ' | 'ǳ')) => {
            char::from_u32(u32::from(letter) - 1).into_iter().collect()
        }
        _ => {
            let mut letters = capital.chars();
            let first = letters.next().into_iter();
            first.chain(letters.flat_map(char::to_lowercase)).collect()
        }
    };
    let turkish = first
        .filter(|letter| *letter == 'i')
        .map(|_| "\u{130}".to_owned());
    let firsts = [unchanged, capital, title].into_iter().chain(turkish);
    firsts
        .collect::<Vec<_>>()
        .into_iter()
        .map(move |first| first + &rest)
}

/// Returns the first part of a name because of which a wiki up to 1.26 may truncate or change it
/// instead of refusing it. ApiBase parses parameters of type `user` as titles: `Foo#bar` creates
/// `Foo`, and 1.21 to 1.24 change `en:Foo` to `En:Foo`.
pub(crate) fn altered_by_legacy(name: &str) -> Option<&str> {
    let cut = name.find(|c: char| {
        matches!(c, '#' | '<' | '>' | '[' | ']' | '|' | '{' | '}' | ':') || c.is_control()
    });
    let cut = cut.and_then(|at| {
        name[at..]
            .chars()
            .next()
            .map(|c| &name[at..at + c.len_utf8()])
    });
    cut.or_else(|| character_reference(name))
}

/// Returns the first part of a name because of which a wiki of 1.27 and later changes or refuses it.
///
/// `User::getCanonicalName`, since 1.35 `UserNameUtils::getCanonical`, parses the name as a title:
/// `User:Foo`, `_user_:_Foo` and `:User:Foo` create `Foo`, and so do the wiki's own words for the
/// namespace, such as `Benutzer:Foo`. A name that contains a colon for another reason is refused by
/// default (`$wgInvalidUsernameCharacters`), and so is one with `#`. The title's character references
/// are resolved: `A&amp;B` creates `A&B`. Observed on 1.35, 1.39 and 1.43.
pub(crate) fn altered_by_auth_manager(name: &str) -> Option<&str> {
    let colon = name.find(':').map(|at| &name[at..=at]);
    colon.or_else(|| character_reference(name))
}

/// Returns the first part of a name that MediaWiki reads as a character reference, such as `&amp;`.
/// No title contains one (`MediaWikiTitleCodec::getTitleInvalidRegex`).
fn character_reference(name: &str) -> Option<&str> {
    name.match_indices('&').find_map(|(at, _)| {
        let (reference, _) = name[at + 1..].split_once(';')?;
        let digits = reference.strip_prefix('#').unwrap_or(reference);
        let is_part = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii();
        let is_reference = !digits.is_empty() && digits.chars().all(is_part);
        is_reference.then(|| &name[at..=at + 1 + reference.len()])
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
    fn spaces_are_normalised() {
        for (name, expected) in [
            ("foo_bar", "foo bar"),
            ("  lead  and\u{3000}trail _", "lead and trail"),
            ("e\u{301}lan", "élan"),
            ("\u{200e}zoe\u{200f}", "zoe"),
            ("Zoe", "Zoe"),
            ("", ""),
            ("___", ""),
        ] {
            assert_eq!(spaced(name), expected, "{name:?}");
        }
    }

    #[test]
    fn first_letters_are_capitals_where_every_wiki_agrees() {
        for (name, expected) in [
            ("foo_bar", "Foo bar"),
            ("ibrahim", "ibrahim"),
            ("ßeta", "ßeta"),
            ("élan", "élan"),
            ("", ""),
        ] {
            assert_eq!(likely(name), expected, "{name:?}");
        }
    }

    #[test]
    fn names_that_differ_in_the_case_of_the_first_letter_may_be_the_same() {
        for (one, other) in [
            ("zoe_Example", "Zoe Example"),
            ("ibrahim", "\u{130}brahim"),
            ("ibrahim", "Ibrahim"),
            ("\u{131}brahim", "Ibrahim"),
            ("ßeta", "SSeta"),
            ("ßeta", "Sseta"),
            ("ǆeta", "\u{1c4}eta"),
            ("ǆeta", "\u{1c5}eta"),
            ("\u{10db}zia", "\u{1c9b}zia"),
            ("élan", "E\u{301}lan"),
        ] {
            assert!(possibly_same(one, other), "{one} {other}");
        }
        for (one, other) in [("Zoe", "Zoé"), ("Zoe", "ZOe"), ("Ann", "Anna"), ("", "a")] {
            assert!(!possibly_same(one, other), "{one} {other}");
        }
    }

    #[test]
    fn altered_names() {
        for (name, part) in [
            ("Foo#bar", "#"),
            ("en:Foo", ":"),
            ("a|b", "|"),
            ("a\tb", "\t"),
            ("<b>", "<"),
            ("[x]", "["),
            ("{y}", "{"),
            ("x\u{85}", "\u{85}"),
            ("A&amp;B", "&amp;"),
        ] {
            assert_eq!(altered_by_legacy(name), Some(part), "{name:?}");
        }
        for (name, part) in [
            ("User:Foo", ":"),
            ("_user_:_Foo", ":"),
            ("Benutzer:Foo", ":"),
            ("A & B;C &eacute;", "&eacute;"),
            ("a&#98;c", "&#98;"),
            ("a&#x62;c", "&#x62;"),
        ] {
            assert_eq!(altered_by_auth_manager(name), Some(part), "{name:?}");
        }
        for name in [
            "Foo bar", "Zoë", "a/b", "1.2.3.4", "日本", "A & B;", "R&D", "&;",
        ] {
            assert_eq!(altered_by_legacy(name), None, "{name:?}");
            assert_eq!(altered_by_auth_manager(name), None, "{name:?}");
        }
        // 1.27 and later refuse these themselves.
        assert_eq!(altered_by_auth_manager("Foo#bar"), None);
    }
}
