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
        let is_there = |url: &Url| {
            let is_same_host = url.host() == expected.host() && url.port() == expected.port();
            is_assumed && is_same_host || origin::is_same_or_upgraded(&expected, url)
        };
        // HTTP authentication is sent to the host of the address that was given first.
        let given = self.needs_http_auth.then_some(&self.given);
        if let Some(other) = [Some(&self.api), given]
            .into_iter()
            .flatten()
            .find(|url| !is_there(url))
        {
            let host = other.host_str().unwrap_or_default();
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
