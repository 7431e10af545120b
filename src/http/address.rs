//! Web addresses: those given by a caller, and those given by a wiki.
//!
//! An address may contain a user name and a password, `https://user:password@host/`. In the wiki's
//! address, which the caller gives, they are the HTTP authentication ([`given`]). In every other
//! address they are neither used nor shown ([`resolve`], [`without_userinfo`]).

use std::{borrow::Cow, ops::Range};

use url::Url;
use zeroize::Zeroizing;

use crate::{Error, Reason, Secret};

/// The user name and password of an address.
pub(crate) struct Userinfo {
    pub user: Secret,
    pub password: Secret,
}

/// Parses the wiki's address, which a caller gave and which has a scheme. Returns it without its user
/// name and password, and these. They are percent-decoded. A user name alone has an empty password,
/// as for curl.
///
/// # Errors
/// [`Reason::InvalidArgument`] if `text` is no http or https address, if the user name or password is not
/// UTF-8, and if an `@` may be the end of a password with a `/`, `?` or `#` in it. The message contains no
/// part of the address.
pub(crate) fn given(text: &str, what: &str) -> Result<(Url, Option<Userinfo>), Error> {
    if text.chars().any(char::is_control) {
        // The parser ignores line breaks, and would find the host elsewhere than `userinfo`.
        return Err(invalid(format!(
            "{what} must not contain line breaks or other control characters"
        )));
    }
    if may_end_password_later(text) {
        return Err(invalid(format!(
            "{what} contains an @ after its host; if a password ends there, write the characters / ? # and @ of the \
             user name and password as %2F %3F %23 and %40, and otherwise write this @ as %40"
        )));
    }
    let Some(range) = userinfo(text) else {
        return Ok((parse(text, what)?, None));
    };
    // Cut out of the text, because the parser would leave a copy of the password in memory.
    let url = parse(&without_userinfo(text), what)?;
    let text = &text[range];
    let (user, password) = text.split_once(':').unwrap_or((text, ""));
    let decode = |part: &str| {
        percent_decode(part).ok_or_else(|| {
            invalid(format!(
                "the user name and password in {what} must be UTF-8 text, percent-encoded where needed"
            ))
        })
    };
    let userinfo = Userinfo {
        user: decode(user)?,
        password: decode(password)?,
    };
    let is_empty = userinfo.user.is_empty() && userinfo.password.is_empty();
    Ok((url, (!is_empty).then_some(userinfo)))
}

/// Parses an absolute http or https address, other than the wiki's, given by a caller; `what` names it
/// in the error. An address with a user name or password is refused.
///
/// # Errors
/// [`Reason::InvalidArgument`] if `text` is no such address. The message contains no part of it.
pub(crate) fn parse(text: &str, what: &str) -> Result<Url, Error> {
    let mut url = Url::parse(text.trim()).map_err(|error| {
        invalid(format!(
            "{what} cannot be read ({error}); it looks like https://wiki.example.org/"
        ))
    })?;
    if !matches!(url.scheme(), "http" | "https") || !url.has_host() {
        return Err(invalid(format!(
            "{what} must begin with https:// or http://"
        )));
    }
    if !is_without_userinfo(&url) {
        return Err(invalid(format!(
            "{what} must not contain a user name or password"
        )));
    }
    url.set_fragment(None);
    Ok(url)
}

fn invalid(message: String) -> Error {
    Error::new(Reason::InvalidArgument, message)
}

/// Resolves an address given by a wiki, relative to `base`, and removes its user name and password;
/// `None` unless it is http or https.
pub(crate) fn resolve(base: &Url, address: &str) -> Option<Url> {
    join(base, address).filter(|url| matches!(url.scheme(), "http" | "https"))
}

/// Does the same for an address of any scheme.
pub(crate) fn join(base: &Url, address: &str) -> Option<Url> {
    let mut url = base.join(address).ok()?;
    remove_userinfo(&mut url);
    Some(url)
}

/// Removes the user name and password of an address.
pub(crate) fn remove_userinfo(url: &mut Url) {
    // These fail for addresses without a host only, which have neither.
    let _ = url.set_username("");
    let _ = url.set_password(None);
}

/// Returns whether an address contains neither a user name nor a password.
pub(crate) fn is_without_userinfo(url: &Url) -> bool {
    url.username().is_empty() && url.password().is_none()
}

/// Returns the text of an address without its user name and password, also of one that cannot be
/// parsed.
pub(crate) fn without_userinfo(text: &str) -> Cow<'_, str> {
    match userinfo(text) {
        Some(range) => Cow::Owned([&text[..range.start], &text[range.end + 1..]].concat()),
        None => Cow::Borrowed(text),
    }
}

/// Returns whether an address has an `@` after its host that may be the end of a password, as in
/// `https://me:80/x@wiki.example/`. The URL standard has it that this is the host `me`, which would be
/// asked for `/x@wiki.example/`. A host with a dot in its name and neither a user name nor a port is one.
pub(crate) fn may_end_password_later(text: &str) -> bool {
    let Some(range) = authority(text) else {
        return false;
    };
    let (authority, rest) = (&text[range.clone()], &text[range.end..]);
    let is_bare_host = authority.starts_with('[') && authority.ends_with(']')
        || authority.eq_ignore_ascii_case("localhost")
        || authority.contains('.') && !authority.contains([':', '@']);
    rest.contains('@') && !is_bare_host
}

/// Returns the address such that a caller may give it: an `@` that would be taken for the end of a
/// password ([`may_end_password_later`]) is written as `%40`. Such an address comes from a wiki, in a
/// redirect or a page.
pub(crate) fn as_given(mut url: Url) -> Url {
    if may_end_password_later(url.as_str()) {
        let encode = |part: &str| part.replace('@', "%40");
        url.set_path(&encode(url.path()));
        let query = url.query().map(encode);
        url.set_query(query.as_deref());
        url.set_fragment(None);
    }
    url
}

/// Returns the place of the user name and password in the text of an address: up to the last `@`
/// before the path, as the URL standard has it.
fn userinfo(text: &str) -> Option<Range<usize>> {
    let authority = authority(text)?;
    let end = text[authority.clone()].rfind('@')?;
    Some(authority.start..authority.start + end)
}

/// Returns the place of the user name, password, host and port in the text of an address; `None` for a
/// path.
fn authority(text: &str) -> Option<Range<usize>> {
    let is_in_scheme = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    let scheme = match text.split_once(':') {
        Some((scheme, _)) if scheme.chars().all(is_in_scheme) => scheme.len() + 1,
        _ => 0,
    };
    let is_slash = |c: char| matches!(c, '/' | '\\');
    let rest = text[scheme..].trim_start_matches(is_slash);
    let start = text.len() - rest.len();
    if scheme == 0 && start < 2 {
        // A path.
        return None;
    }
    let length = rest.find(['/', '\\', '?', '#']).unwrap_or(rest.len());
    Some(start..start + length)
}

/// Decodes the percent-encoding of a text. A `%` that begins no code is kept. `None` if the result is
/// not UTF-8.
fn percent_decode(text: &str) -> Option<Secret> {
    let mut rest = text.as_bytes();
    // Its final size, so that no copy is left where it grows.
    let mut decoded = Zeroizing::new(Vec::with_capacity(rest.len()));
    while let [first, after @ ..] = rest {
        let code = after.get(..2).filter(|_| *first == b'%');
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        let code = code.filter(|code| code.bytes().all(|byte| byte.is_ascii_hexdigit()));
        match code.and_then(|code| u8::from_str_radix(code, 16).ok()) {
            Some(byte) => {
                decoded.push(byte);
                rest = &after[2..];
            }
            None => {
                decoded.push(*first);
                rest = after;
            }
        }
    }
    std::str::from_utf8(&decoded).ok().map(Secret::from)
}

/// Returns the address without its query.
pub(crate) fn without_query(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_query(None);
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_login_in_an_address_is_decoded_and_removed() {
        for (text, url, login) in [
            ("https://w.example/a@b", "https://w.example/a@b", None),
            ("https://@w.example/", "https://w.example/", None),
            ("https://:@w.example/", "https://w.example/", None),
            (
                "https://me:pw@w.example/",
                "https://w.example/",
                Some(("me", "pw")),
            ),
            (
                "https:me:pw@w.example",
                "https://w.example/",
                Some(("me", "pw")),
            ),
            (
                "https:\\\\me:pw@w.example\\x%40y",
                "https://w.example/x%40y",
                Some(("me", "pw")),
            ),
            (
                "HTTP://me@w.example:8080?a=b%40c",
                "http://w.example:8080/?a=b%40c",
                Some(("me", "")),
            ),
            (
                "https://w.example/a?title=B:C&email=zoe@x.example#d@e",
                "https://w.example/a?title=B:C&email=zoe@x.example",
                None,
            ),
            ("https://localhost/@", "https://localhost/@", None),
            ("https://[::1]/@", "https://[::1]/@", None),
            (
                "https://me:p@w@@w.example/",
                "https://w.example/",
                Some(("me", "p@w@")),
            ),
            (
                "https://:p:w@w.example/",
                "https://w.example/",
                Some(("", "p:w")),
            ),
            (
                "https://m%C3%A9:1%2F2%3a%@w.example/",
                "https://w.example/",
                Some(("m\u{e9}", "1/2:%")),
            ),
            (
                "https://me:50%zz%2@w.example/",
                "https://w.example/",
                Some(("me", "50%zz%2")),
            ),
            (
                "https://me:+ p@[::1]:8/",
                "https://[::1]:8/",
                Some(("me", "+ p")),
            ),
        ] {
            let (read, found) = given(text, "it").unwrap();
            assert_eq!(read.as_str(), url, "{text}");
            let found = found
                .as_ref()
                .map(|it| (it.user.expose(), it.password.expose()));
            assert_eq!(found, login, "{text}");
            assert!(is_without_userinfo(&read));
        }
    }

    #[test]
    fn errors_do_not_repeat_the_address() {
        for text in [
            "https://me:hunter2@",
            "https://me:hunter2@/",
            "https://me:hunter2@w example/",
            "https://me:hunter2@w.example:port/",
            "https://me:hunter2/x@w.example/",
            "https://me:hunter2#x@w.example/",
            "https://me:hunter2%ff@w.example/",
            "https://me:hunter2\n@w.example/",
            "ht\ntps://me:hunter2@w.example/",
            "ftp://me:hunter2@w.example/",
            "hunter2",
        ] {
            let error = given(text, "the address").err().expect(text);
            assert_eq!(error.reason, Reason::InvalidArgument);
            assert!(!format!("{error:?} {error}").contains("hunter2"), "{error}");
        }
        let error = parse("https://me:hunter2@w.example/", "the address").unwrap_err();
        assert!(!format!("{error:?} {error}").contains("hunter2"), "{error}");
    }

    /// The URL standard has it that the host of these is the beginning of a login.
    #[test]
    fn a_password_that_may_end_after_the_host_is_refused() {
        for text in [
            "https://me:80/hunter2@w.example/",
            "https://me:80#hunter2@w.example/",
            "https://me:80?hunter2@w.example/",
            "https://me:80\\hunter2@w.example/",
            "https://me:/hunter2@w.example/",
            "https://me:p@hunter2/x@w.example/",
            "https://m/e:hunter2@w.example/",
            "https://m#hunter2@w.example",
            "https://z.example:8080/hunter2@w.example/",
            "https://me:p@[::1]/hunter2@w.example/",
            "HTTPS:me:80/hunter2@w.example",
        ] {
            let error = given(text, "the address").err().expect(text);
            assert_eq!(error.reason, Reason::InvalidArgument);
            assert!(error.message.contains("%2F"), "{error}");
            assert!(!format!("{error:?} {error}").contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn an_address_of_the_wiki_can_be_given() {
        for (address, as_given_later) in [
            ("https://w/a@b/api.php", "https://w/a%40b/api.php"),
            (
                "https://w.example:8080/@?c=d@e&f=%40#@",
                "https://w.example:8080/%40?c=d%40e&f=%40",
            ),
            ("https://w.example/a@b?c@d", "https://w.example/a@b?c@d"),
            ("https://w/a%2540b?c=%26", "https://w/a%2540b?c=%26"),
        ] {
            let url = as_given(Url::parse(address).unwrap());
            assert_eq!(url.as_str(), as_given_later);
            assert_eq!(given(url.as_str(), "it").unwrap().0, url);
        }
    }

    #[test]
    fn a_login_in_an_address_of_the_wiki_is_removed() {
        let base = Url::parse("https://w.example/a/b").unwrap();
        for (address, resolved) in [
            ("//me:pw@x.example/c", Some("https://x.example/c")),
            ("http://me@w.example", Some("http://w.example/")),
            ("c@d", Some("https://w.example/a/c@d")),
            ("javascript:me:pw@x", None),
        ] {
            assert_eq!(
                resolve(&base, address).as_ref().map(Url::as_str),
                resolved,
                "{address}"
            );
        }
        for (text, shown) in [
            ("https://me:pw@w example/", "https://w example/"),
            ("//me:pw@x.example/a@b", "//x.example/a@b"),
            ("\\\\me:pw@x", "\\\\x"),
            ("/a:b@c", "/a:b@c"),
            ("me:pw@x.example", "me:x.example"),
            ("a@b", "a@b"),
        ] {
            assert_eq!(without_userinfo(text), shown);
        }
    }
}
