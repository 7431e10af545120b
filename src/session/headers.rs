//! The headers of every request, and the checks of which secrets may be sent where.

use url::Url;

use super::Session;
use crate::{
    Secret,
    http::{Request, origin},
};

impl Session {
    /// Returns the headers of a request to `url`: user agent, authorization and cookies.
    pub(crate) fn headers(&self, url: &Url) -> Vec<(&'static str, Secret)> {
        let mut headers = vec![("User-Agent", Secret::from(self.user_agent.as_str()))];
        if let Some(authorization) = self.authorization(url) {
            headers.push(("Authorization", authorization));
        }
        if let Some(cookies) = self.cookies.header(url) {
            headers.push(("Cookie", cookies));
        }
        headers
    }

    /// Returns whether a request may be sent: if it has secrets, only over https, to this machine,
    /// or where the caller allowed http.
    pub(crate) fn may_send(&self, request: &Request) -> bool {
        let secret = request.form.has_secret() || self.bearer_for(&request.url).is_some();
        !secret || self.allow_http || origin::is_private(&request.url)
    }

    /// Returns the `Authorization` header of a request to `url`, if it has one.
    fn authorization(&self, url: &Url) -> Option<Secret> {
        match self.bearer_for(url) {
            Some(token) => Some(Secret::new(["Bearer ", token.expose()].concat())),
            None => self.http_auth_for(url).cloned(),
        }
    }

    /// Returns the HTTP authentication for a request to `url`: none for another host, and none
    /// over http unless that is allowed. The request is then sent without it, since the server may
    /// redirect to https, where the authentication is added.
    pub(crate) fn http_auth_for(&self, url: &Url) -> Option<&Secret> {
        let is_allowed = origin::is_same_or_upgraded(&self.given, url)
            && (self.allow_http || origin::is_private(url));
        self.http_auth.as_ref().filter(|_| is_allowed)
    }

    /// Returns whether the HTTP authentication is for another host than that of `url`.
    pub(crate) fn http_auth_is_for_other_host(&self, url: &Url) -> bool {
        self.needs_http_auth && self.given.host() != url.host()
    }

    /// Returns the access token for a request to `url`: none for another host, and none until
    /// api.php is found.
    fn bearer_for(&self, url: &Url) -> Option<&Secret> {
        self.bearer
            .as_ref()
            .filter(|_| self.is_api_found() && origin::is_same_or_upgraded(&self.api, url))
    }
}
