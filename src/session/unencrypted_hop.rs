//! Addresses that came in an unencrypted response, which anybody on the way could have sent.

use serde::{Deserialize, Serialize};
use url::Url;

use super::Session;
use crate::http::origin;

/// An address that an unencrypted response named, and that the session has gone to. Nothing that needs
/// trust may rely on it: no secret is sent there, and no account is created on another host, unless
/// the caller allowed http.
///
/// An upgrade is not such a hop: the library goes to https at the address that it already had, whatever
/// the response says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct UnencryptedHop {
    /// The origin of the response, such as `http://wiki.example.org`.
    pub from: String,
    /// The origin of the address that it named.
    pub to: String,
    /// `true` if this is another host or port.
    pub is_to_other_host: bool,
}

impl UnencryptedHop {
    /// Returns the hop from a response to an address that it named; `None` if the response came over
    /// https or from this machine.
    pub fn between(from: &Url, to: &Url) -> Option<Self> {
        (!origin::is_private(from)).then(|| Self {
            from: from.origin().ascii_serialization(),
            to: to.origin().ascii_serialization(),
            is_to_other_host: !origin::is_same_or_upgraded(from, to),
        })
    }
}

impl Session {
    /// Returns the hop to another host that came unencrypted, if the caller did not allow http.
    pub(crate) fn untrusted_host(&self) -> Option<&UnencryptedHop> {
        self.untrusted_address().filter(|hop| hop.is_to_other_host)
    }

    /// Returns the hop to another host or path that came unencrypted, if the caller did not allow http.
    pub(crate) fn untrusted_address(&self) -> Option<&UnencryptedHop> {
        self.hop.as_ref().filter(|_| !self.allow_http)
    }

    /// Returns whether an address may be requested that a response from `from` named: it is of the
    /// same origin, or https on the same host. The latter must not come unencrypted, unless the caller
    /// allowed http: the response could name the address of somebody else on that host.
    pub(crate) fn trusts(&self, from: &Url, address: &Url) -> bool {
        origin::is_same(from, address)
            || origin::is_same_or_upgraded(from, address)
                && (self.allow_http || origin::is_private(from))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn hops_that_anybody_could_have_decided() {
        for (from, to, expected) in [
            ("https://a.example/", "https://b.example/", None),
            ("http://127.0.0.1:8080/", "https://b.example/", None),
            ("http://a.example/", "https://b.example/", Some(true)),
            ("http://a.example/", "http://b.example/", Some(true)),
            ("http://a.example/", "https://www.a.example/", Some(true)),
            ("http://a.example/", "https://a.example:8443/", Some(true)),
            ("http://a.example:8080/", "https://a.example/", Some(true)),
            (
                "http://a.example/w/api.php",
                "http://a.example/evil/api.php",
                Some(false),
            ),
        ] {
            let hop = UnencryptedHop::between(&url(from), &url(to));
            assert_eq!(hop.map(|hop| hop.is_to_other_host), expected, "{from} {to}");
        }
    }

    #[test]
    fn addresses_in_responses() {
        let mut session = Session::new("http://a.example/api.php").unwrap();
        for (from, to, by_default, with_http) in [
            (
                "https://a.example/api.php",
                "https://a.example/x",
                true,
                true,
            ),
            (
                "https://a.example/api.php",
                "http://a.example/x",
                false,
                false,
            ),
            (
                "https://a.example/api.php",
                "https://b.example/x",
                false,
                false,
            ),
            ("http://a.example/api.php", "http://a.example/x", true, true),
            (
                "http://a.example/api.php",
                "https://a.example/x",
                false,
                true,
            ),
            (
                "http://a.example/api.php",
                "https://b.example/x",
                false,
                false,
            ),
            (
                "http://localhost/api.php",
                "https://localhost/x",
                true,
                true,
            ),
        ] {
            for (allow, expected) in [(false, by_default), (true, with_http)] {
                session.allow_http = allow;
                assert_eq!(
                    session.trusts(&url(from), &url(to)),
                    expected,
                    "{from} {to}"
                );
            }
        }
    }
}
