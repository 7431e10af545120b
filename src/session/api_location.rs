//! Where a wiki's api.php is: known, or to be found from the address that its caller gave.

use serde::{Deserialize, Serialize};
use url::Url;

use crate::{Error, http::address};

/// Whether api.php has been located.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) enum ApiLocation {
    /// It is where the session says.
    #[default]
    Known,
    /// It is still to be found, from this address.
    Undiscovered(Address),
}

/// An address of a wiki's.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Address {
    pub url: Url,
    /// Whether it came without a scheme, so that https is no more than likely.
    pub assumed: bool,
}

impl ApiLocation {
    /// The address a caller gives, and what is known by it: an api.php is taken at its word.
    pub fn read(text: &str) -> Result<(Url, Self), Error> {
        const NAME: &str = "the wiki's address";
        let text = text.trim();
        let assumed = !has_scheme(text);
        let mut url = match assumed {
            true => address::parse(&format!("https://{}", text.trim_start_matches('/')), NAME)?,
            false => address::parse(text, NAME)?,
        };
        let is_api_php = is_api(&url);
        if is_api_php {
            url.set_query(None);
        }
        let location = match is_api_php && !assumed {
            true => Self::Known,
            false => Self::Undiscovered(Address {
                url: url.clone(),
                assumed,
            }),
        };
        Ok((url, location))
    }

    /// Whether what was written down can be one.
    pub fn check(&self) -> Result<(), Error> {
        match self {
            Self::Known => Ok(()),
            Self::Undiscovered(address) => {
                address::parse(address.url.as_str(), "the wiki's address").map(|_| ())
            }
        }
    }
}

/// Whether a scheme stands at the beginning; a port behind a host looks almost alike.
fn has_scheme(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let is_web = ["http", "https"].map(|web| scheme.eq_ignore_ascii_case(web));
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric());
    is_web.contains(&true) || (rest.starts_with("//") && is_name(scheme))
}

/// Whether an address is api.php's own; some old wikis end their scripts with `.php5`.
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
            let (read, location) = ApiLocation::read(text).expect(text);
            assert_eq!(read.as_str(), url, "{text}");
            assert_eq!(matches!(location, ApiLocation::Known), known, "{text}");
        }
        for text in [
            "",
            "   ",
            "no address",
            "https://",
            "ftp://w.example/",
            "me:pass@w.example",
            "file:///etc/passwd",
            "mailto:a@w.example",
        ] {
            assert!(ApiLocation::read(text).is_err(), "{text}");
        }
    }
}
