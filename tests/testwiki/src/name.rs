//! Names of accounts, and how MediaWiki makes them canonical.

use crate::{profile::Profile, wiki::Wiki};

/// The characters that no title may contain.
const ILLEGAL: &[char] = &['[', ']', '{', '}', '|', '<', '>'];
/// The interwiki prefixes of a new installation, and the wiki's own talk namespace.
const PREFIXES: &[&str] = &[
    "en",
    "de",
    "fr",
    "wikipedia",
    "wikimedia",
    "mediawikiwiki",
    "talk",
    "user talk",
    "file",
    "template",
    "help",
    "category",
    "special",
    "media",
    "mediawiki",
];
const RESERVED: &[&str] = &[
    "MediaWiki default",
    "Conversion script",
    "Maintenance script",
    "Template namespace initialisation script",
    "Unknown user",
];

/// Returns the title in the namespace User, as the legacy parameter type `user` reads it, or `None` for an
/// invalid title.
pub fn of_parameter(text: &str, wiki: &Wiki) -> Option<String> {
    // The number sign begins a fragment.
    let text = text.split('#').next().unwrap_or_default();
    title(without_prefix(text, wiki), wiki)
}

/// Returns a name as AuthManager reads it: a title in the namespace User, and nothing else.
pub fn canonical(text: &str, wiki: &Wiki) -> Option<String> {
    // `Title::newFromText` resolves character references. Of those that XML has, the others are of illegal
    // characters.
    let text = text.replace("&amp;", "&").replace("&quot;", "\"");
    title(without_prefix(&text, wiki), wiki)
}

/// Returns a name without the prefix of its namespace, if the release cuts it.
fn without_prefix<'t>(text: &'t str, wiki: &Wiki) -> &'t str {
    if wiki.profile.user_prefix_cut {
        cut_prefix(text)
    } else {
        text
    }
}

/// Returns true if an account of that name can exist. `name` is a title.
pub fn is_valid(name: &str) -> bool {
    !name.contains('/') && !is_address(name) && name.chars().count() <= 235
}

/// Cuts the prefix of `User:Zork`, as the name is in that namespace anyway. Blanks around the prefix and one
/// colon before it are cut with it.
fn cut_prefix(text: &str) -> &str {
    const BLANKS: &[char] = &[' ', '_'];
    let trimmed = text.trim_start_matches(BLANKS);
    let trimmed = trimmed.strip_prefix(':').unwrap_or(trimmed);
    match trimmed.split_once(':') {
        Some((prefix, name)) if prefix.trim_matches(BLANKS).eq_ignore_ascii_case("user") => name,
        _ => text,
    }
}

/// Returns true if the text contains a character reference, as `&amp;`.
fn has_reference(text: &str) -> bool {
    text.split('&').skip(1).any(|rest| {
        rest.split_once(';').is_some_and(|(name, _)| {
            let is_letter = |c: char| c.is_ascii_alphanumeric() || !c.is_ascii();
            !name.is_empty() && name.chars().all(is_letter)
        })
    })
}

/// Returns a title with its spaces normalised and its first letter as the wiki capitalises it, or `None` if it is
/// invalid.
pub fn title(text: &str, wiki: &Wiki) -> Option<String> {
    let spaced = text.replace('_', " ");
    let words: Vec<_> = spaced.split(' ').filter(|word| !word.is_empty()).collect();
    let name = words.join(" ");
    let bad = name.is_empty()
        || name.len() > 255
        || name.contains(ILLEGAL)
        || name.contains('#')
        || has_reference(&name)
        || name.chars().any(char::is_control)
        || name.starts_with(':');
    if bad {
        return None;
    }
    let mut letters = name.chars();
    let first = letters.next()?;
    Some(wiki.capital(first) + letters.as_str())
}

/// Returns true if an account of that name may be created. `name` is a title.
pub fn is_creatable(name: &str, profile: &Profile) -> bool {
    let prefixed = name.split_once(':').is_some_and(|(prefix, _)| {
        let prefix = prefix.trim().to_lowercase();
        prefix == "user" || (!profile.prefixed_names && PREFIXES.contains(&prefix.as_str()))
    });
    let colon = name.contains(':') && !profile.prefixed_names;
    !(prefixed || colon || !is_valid(name) || name.contains('@') || RESERVED.contains(&name))
}

/// Returns true if `name` looks like the IP address of a visitor.
fn is_address(name: &str) -> bool {
    name.parse::<std::net::IpAddr>().is_ok()
        || (name.split('.').count() == 4
            && name.split('.').all(|part| {
                part == "xxx"
                    || (!part.is_empty()
                        && part.len() <= 3
                        && part.bytes().all(|byte| byte.is_ascii_digit()))
            }))
}

/// Returns true if `text` can be an email address.
pub fn is_email(text: &str) -> bool {
    let Some((local, host)) = text.rsplit_once('@') else {
        return false;
    };
    let host_ok = !host.is_empty()
        && host.split('.').all(|label| {
            !label.is_empty()
                && !label.starts_with('-')
                && !label.ends_with('-')
                && label
                    .chars()
                    .all(|letter| letter.is_alphanumeric() || letter == '-')
        });
    host_ok
        && !local.is_empty()
        && !local.chars().any(|letter| {
            letter.is_whitespace() || letter.is_control() || "()<>[]:;@\\,\"".contains(letter)
        })
}

#[cfg(test)]
mod tests {
    use super::{canonical, is_creatable, is_email, of_parameter};
    use crate::{profile::Profile, wiki::Wiki};

    #[test]
    fn names_are_made_canonical_as_each_release_does() {
        let [old, mid, new] = ["1.21", "1.24.2", "1.26"].map(Wiki::release);
        assert_eq!(of_parameter("foo_bar", &old).as_deref(), Some("Foo bar"));
        assert_eq!(of_parameter("Foo#bar", &new).as_deref(), Some("Foo"));
        assert_eq!(of_parameter("User:Zork", &mid).as_deref(), Some("Zork"));
        assert!(!is_creatable(
            &of_parameter("User:Zork", &old).unwrap(),
            &old.profile
        ));
        assert!(is_creatable("En:Foo", &mid.profile) && !is_creatable("En:Foo", &new.profile));
        assert_eq!(of_parameter("a|b", &new), None);
    }

    #[test]
    fn authmanager_cuts_the_prefix_of_the_namespace_only() {
        let wiki = Wiki::release("1.43");
        let creatable =
            |text: &str| canonical(text, &wiki).filter(|name| is_creatable(name, &wiki.profile));
        for text in [
            "User:Xa",
            "user:xa",
            " _user _:_ Xa",
            ":User:Xa",
            "_:_User:Xa",
        ] {
            assert_eq!(creatable(text).as_deref(), Some("Xa"), "{text}");
        }
        assert_eq!(creatable("Tom&amp;Jerry").as_deref(), Some("Tom&Jerry"));
        for text in [
            "User talk:X",
            "en:X",
            "foo:X",
            "X#y",
            "a&#98;c",
            "User::X",
            "::X",
            "User:User:X",
            "X:",
        ] {
            assert_eq!(creatable(text), None, "{text}");
        }
    }

    #[test]
    fn visitors_and_addresses_are_no_names() {
        let profile = Profile::of("1.35".parse().unwrap());
        for name in [
            "10.0.0.1",
            "999.0.0.1",
            "::1",
            "A@b",
            "Foo/bar",
            "MediaWiki default",
        ] {
            assert!(!is_creatable(name, &profile), "{name}");
        }
        assert!(is_email("a.b@example.org") && is_email("x@localhost"));
        assert!(!is_email("not-an-address") && !is_email("@"));
    }
}
