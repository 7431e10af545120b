//! The wiki of a resumed session, compared with the one that its caller expects.

use url::Url;

use super::{
    Session,
    api_location::{Address, ApiLocation},
};
use crate::{
    Error, InvalidInput,
    http::{
        address::{self, Userinfo},
        cookies::may_be_in_header,
        origin,
    },
};

impl Session {
    /// Fails unless everything secret is sent to the host of the wiki at this address. Returns the user
    /// name and password in the address.
    pub(crate) fn ensure_wiki_at(&self, address: &str) -> Result<Option<Userinfo>, Error> {
        let (expected, location, userinfo) = ApiLocation::read(address)?;
        let is_assumed = matches!(
            location,
            ApiLocation::Undiscovered(Address { assumed: true, .. })
        );
        // The text says whether secrets may be sent over http, and must not say it for a caller who gave no
        // scheme.
        let may_be_http = |url: &Url| origin::is_private(url) || !self.allow_http;
        let is_same_host =
            |url: &Url| url.host() == expected.host() && url.port() == expected.port();
        let is_there = |url: &Url| {
            is_assumed && is_same_host(url) && may_be_http(url)
                || origin::is_same_or_upgraded(&expected, url)
        };
        // HTTP authentication is sent to the host of the address that was given first.
        let given = self.needs_http_auth.then_some(&self.given);
        if let Some(other) = [Some(&self.api), given]
            .into_iter()
            .flatten()
            .find(|url| !is_there(url))
        {
            let host = other.host_str().unwrap_or_default();
            if is_assumed && is_same_host(other) {
                return Err(InvalidInput::new(format!(
                    "the suspended conversation may send secrets unencrypted to {host}; give its address with http:// \
                     if you trust the network"
                ))
                .into());
            }
            return Err(InvalidInput::new(format!(
                "the suspended conversation is with another wiki, on {host}; give the address of that wiki, or begin anew"
            ))
            .into());
        }
        Ok(userinfo)
    }

    /// Returns whether an address is on the wiki's own host and port, with http or https. No secret of
    /// a form is sent to any other, whatever a suspended text contains.
    pub(crate) fn is_own(&self, url: &Url) -> bool {
        origin::is_same_or_upgraded(&self.api, url) || origin::is_same_or_upgraded(url, &self.api)
    }

    /// Checks a deserialised session: its addresses, and what becomes a header.
    pub(crate) fn check(&self) -> Result<(), Error> {
        for address in [&self.api, &self.given] {
            address::parse(address.as_str(), "the wiki's address")?;
        }
        self.location.check()?;
        if let Some(url) = &self.return_url {
            address::parse(url, "the return address")?;
        }
        if !may_be_in_header(&self.user_agent) || !self.cookies.texts().all(may_be_in_header) {
            return Err(InvalidInput::new("a header contains a control character").into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_caller_decides_where_secrets_are_sent() {
        const HTTP: &str = "http://wiki.example/w/api.php";
        const HTTPS: &str = "https://wiki.example/w/api.php";
        for (session, allow_http, address, refusal) in [
            (HTTPS, false, HTTPS, None),
            (HTTPS, false, "wiki.example", None),
            (HTTPS, false, "http://wiki.example/", None),
            (
                HTTPS,
                false,
                "https://wiki.example:8443/",
                Some("another wiki"),
            ),
            (
                HTTPS,
                true,
                "other.example",
                Some("another wiki, on wiki.example"),
            ),
            (HTTP, false, HTTPS, Some("another wiki")),
            (HTTP, false, "wiki.example", None),
            (
                HTTP,
                true,
                "wiki.example",
                Some("unencrypted to wiki.example"),
            ),
            (HTTP, true, "http://wiki.example/", None),
            (
                "http://127.0.0.1:8080/api.php",
                true,
                "127.0.0.1:8080",
                None,
            ),
        ] {
            let mut session = Session::new(session).unwrap();
            session.allow_http = allow_http;
            let error = session
                .ensure_wiki_at(address)
                .err()
                .map(|error| error.message);
            match refusal {
                None => assert_eq!(error, None, "{address}"),
                Some(part) => assert!(error.unwrap().contains(part), "{address}"),
            }
        }
    }
}
