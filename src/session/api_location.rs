//! The location of a wiki's api.php: known, or still to be discovered from the caller's address.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::{
    Error, Secret,
    http::address::{self, Userinfo},
};

/// The state of the search for api.php.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) enum ApiLocation {
    /// It is at the session's address.
    #[default]
    Known,
    /// It is still to be discovered, starting from this address.
    Undiscovered(Address),
}

/// The address of a wiki, as its caller gave it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Address {
    pub url: Url,
    /// `true` if it was given without a scheme, so that https is only a guess.
    pub assumed: bool,
}

impl ApiLocation {
    /// Parses a caller's address; returns it, whether api.php is known, and the HTTP authentication
    /// in it. The address of an api.php with a scheme is not checked.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) if it is no http or https
    /// address.
    pub fn read(text: &str) -> Result<(Url, Self, Option<Userinfo>), Error> {
        const NAME: &str = "the wiki's address";
        let text = text.trim();
        let assumed = !has_scheme(text);
        let (mut url, userinfo) = if assumed {
            let text = Secret::new(["https://", text.trim_start_matches('/')].concat());
            address::given(text.expose(), NAME)?
        } else {
            address::given(text, NAME)?
        };
        let is_api_php = is_api(&url);
        if is_api_php {
            url.set_query(None);
        }
        let location = if is_api_php && !assumed {
            Self::Known
        } else {
            Self::Undiscovered(Address {
                url: url.clone(),
                assumed,
            })
        };
        Ok((url, location, userinfo))
    }

    /// Checks a deserialised location.
    pub fn check(&self) -> Result<(), Error> {
        match self {
            Self::Known => Ok(()),
            Self::Undiscovered(address) => {
                address::parse(address.url.as_str(), "the wiki's address").map(|_| ())
            }
        }
    }
}

/// Returns whether the text begins with a scheme, rather than with a host and a port.
fn has_scheme(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    // "mailto:zoe@w.example" is an e-mail address, not the user "mailto" and a password.
    let is_known = ["http", "https", "mailto"].map(|known| scheme.eq_ignore_ascii_case(known));
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric());
    is_known.contains(&true) || (rest.starts_with("//") && is_name(scheme))
}

/// Returns whether this is the address of an api.php, or of the api.php5 of some old wikis.
pub(crate) fn is_api(url: &Url) -> bool {
    url.path().ends_with("/api.php") || url.path().ends_with("/api.php5")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_as_people_write_them() {
        for (text, url, known) in [
            (
                "https://w.example/w/api.php",
                "https://w.example/w/api.php",
                true,
            ),
            (
                "https://w.example/w/api.php?action=help#x",
                "https://w.example/w/api.php",
                true,
            ),
            (
                "http://w.example/api.php5",
                "http://w.example/api.php5",
                true,
            ),
            (
                "w.example/w/api.php?action=rsd",
                "https://w.example/w/api.php",
                false,
            ),
            ("w.example", "https://w.example/", false),
            (
                "//w.example/wiki/A?b=c",
                "https://w.example/wiki/A?b=c",
                false,
            ),
            (
                "w.example:8080/wiki?to=http://x.example",
                "https://w.example:8080/wiki?to=http://x.example",
                false,
            ),
            ("localhost:8080", "https://localhost:8080/", false),
            ("me:pass@w.example", "https://w.example/", false),
            ("//me@w.example/api.php", "https://w.example/api.php", false),
            ("[::1]:8080/wiki", "https://[::1]:8080/wiki", false),
            (
                " HTTP://W.Example/wiki/Über#Head ",
                "http://w.example/wiki/%C3%9Cber",
                false,
            ),
            ("https:w.example", "https://w.example/", false),
            (
                "https://w.example/wiki/Api.php",
                "https://w.example/wiki/Api.php",
                false,
            ),
        ] {
            let (read, location, _) = ApiLocation::read(text).expect(text);
            assert_eq!(read.as_str(), url, "{text}");
            assert_eq!(matches!(location, ApiLocation::Known), known, "{text}");
        }
        for text in [
            "",
            "   ",
            "no address",
            "https://",
            "ftp://w.example/",
            "file:///etc/passwd",
            "mailto:a@w.example",
        ] {
            assert!(ApiLocation::read(text).is_err(), "{text}");
        }
    }
}
