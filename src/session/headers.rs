//! The headers of every request, and the checks of which secrets may be sent where.

use std::time::SystemTime;

use url::{Host, Url};

use super::{Session, unencrypted_hop::UnencryptedHop};
use crate::{
    AccessToken, OAuth1Token, Reason, Secret, TransportError,
    http::{Request, oauth1, origin},
};

/// The reason why HTTP authentication is not sent to an address.
pub(crate) enum HttpAuthObstacle<'a> {
    /// It is for the origin of this address.
    OtherOrigin(&'a Url),
    /// It would be sent unencrypted.
    Unencrypted,
    /// The address came in an unencrypted response.
    CameUnencrypted(&'a UnencryptedHop),
}

impl Session {
    /// Returns the headers of a request to `url`: user agent, HTTP authentication and cookies.
    pub(crate) fn headers(&self, url: &Url) -> Vec<(&'static str, Secret)> {
        let mut headers = vec![("User-Agent", Secret::from(self.user_agent.as_str()))];
        if let Some(http_auth) = self.http_auth_for(url) {
            headers.push(("Authorization", http_auth.clone()));
        }
        if let Some(cookies) = self.cookies.header(url) {
            headers.push(("Cookie", cookies));
        }
        headers
    }

    /// Returns whether a request may be sent: with secrets only where they may be sent.
    pub(crate) fn may_send(&self, request: &Request) -> bool {
        let secret = request.form.has_secret()
            || request.has_secret_url && request.url.query().is_some()
            || self.access_token_for(&request.url).is_some();
        !secret || self.may_send_secrets_to(&request.url)
    }

    /// Returns whether secrets may be sent to an address of the wiki: over https and to this machine, if
    /// the address did not come unencrypted, and wherever the caller allowed http.
    fn may_send_secrets_to(&self, url: &Url) -> bool {
        self.allow_http || origin::is_private(url) && self.hop.is_none()
    }

    /// Returns the value of the `Authorization` header with which the access token authorises a
    /// request, if there is a token for it. A signature of OAuth 1.0a is a new one each time.
    ///
    /// # Errors
    /// Fails if the request cannot be signed.
    pub(crate) fn authorization(
        &self,
        request: &Request,
    ) -> Result<Option<Secret>, TransportError> {
        Ok(Some(match self.access_token_for(&request.url) {
            None => return Ok(None),
            Some(AccessToken::OAuth2(token)) => Secret::new(["Bearer ", token.expose()].concat()),
            Some(AccessToken::OAuth1(token)) => self.signature(token, request)?,
        }))
    }

    fn signature(&self, token: &OAuth1Token, request: &Request) -> Result<Secret, TransportError> {
        let time = self.local_time.ok_or_else(|| {
            TransportError::new(
                Reason::InvalidArgument,
                "a request with an OAuth 1.0a token needs this machine's time; \
                 call Session::set_local_time before Conversation::next",
            )
        })?;
        let nonce = oauth1::nonce().map_err(|error| {
            TransportError::new(
                Reason::Other,
                format!("the request was not signed: this system has no random numbers ({error})"),
            )
        })?;
        let timestamp = time.duration_since(SystemTime::UNIX_EPOCH);
        let timestamp = timestamp.unwrap_or_default().as_secs();
        Ok(oauth1::authorization(token, request, timestamp, &nonce))
    }

    /// Returns the HTTP authentication for a request to `url`: none for another host, and none
    /// over http or to an address that came unencrypted, unless http is allowed. The request is then
    /// sent without it, since the server may redirect to https, where the authentication is added.
    pub(crate) fn http_auth_for(&self, url: &Url) -> Option<&Secret> {
        let http_auth = self.http_auth.as_ref();
        http_auth.filter(|_| self.obstacle_to(url).is_none())
    }

    /// Returns the host that the caller named, for a request to another host. Responses of the wiki have
    /// led there.
    pub(crate) fn led_from(&self, url: &Url) -> Option<Host> {
        let given = self.given.host()?.to_owned();
        (url.host() != self.given.host()).then_some(given)
    }

    /// Returns why the HTTP authentication is not sent to `url`; `None` if it is, or if there is none.
    pub(crate) fn http_auth_obstacle(&self, url: &Url) -> Option<HttpAuthObstacle<'_>> {
        let obstacle = self.obstacle_to(url);
        obstacle.filter(|_| self.needs_http_auth)
    }

    fn obstacle_to(&self, url: &Url) -> Option<HttpAuthObstacle<'_>> {
        let other_origin = Some(HttpAuthObstacle::OtherOrigin(&self.given));
        if self.given.host() != url.host() {
            other_origin
        } else if !self.may_send_secrets_to(url) {
            let hop = self.hop.as_ref().filter(|_| origin::is_private(url));
            Some(hop.map_or(
                HttpAuthObstacle::Unencrypted,
                HttpAuthObstacle::CameUnencrypted,
            ))
        } else if !origin::is_same_or_upgraded(&self.given, url) {
            other_origin
        } else {
            None
        }
    }

    /// Returns the access token for a request to `url`: none for another host, and none until
    /// api.php is found.
    fn access_token_for(&self, url: &Url) -> Option<&AccessToken> {
        self.access_token
            .as_ref()
            .filter(|_| self.is_api_found() && origin::is_same_or_upgraded(&self.api, url))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_that_the_caller_did_not_name() {
        let session = Session::new("http://wiki.example.org/wiki/A").unwrap();
        let led_from = |url: &str| session.led_from(&Url::parse(url).unwrap());
        let given = Some(Host::parse("wiki.example.org").unwrap());
        assert_eq!(led_from("http://wiki.example.org/w/api.php"), None);
        assert_eq!(led_from("https://wiki.example.org:8443/"), None);
        assert_eq!(led_from("https://www.example.org/w/api.php"), given);
        assert_eq!(led_from("https://localhost/"), given);
    }
}
