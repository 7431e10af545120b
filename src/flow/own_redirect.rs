//! REDIRECT to one of the wiki's own pages, which continues the session in which it was received.
//!
//! PluggableAuth (OpenID Connect, SAML) redirects to its own Special:PluggableAuthLogin, which
//! redirects to the login service and remembers the rest in the session. A browser has another
//! session, so the library requests that page itself and gives the caller the address of the
//! service. The service sends the browser back to the wiki, whose page the library requests in the
//! same way with the address that the caller supplies.

use url::Url;

use crate::{
    Purpose, Session,
    http::{
        Effect, Reply, Request,
        address::{self, without_query},
        origin,
    },
};

/// The maximum number of redirects to the wiki's own pages that are answered in a row without the
/// caller. Each is a request to the API with a page before it, and the wiki may redirect again.
const MAX_IN_A_ROW: u8 = 5;

/// The number of redirects to the wiki's own pages that were answered without the caller since the
/// caller's last answer.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct AnsweredAlone(u8);

impl AnsweredAlone {
    /// Counts an answer.
    pub fn count(&mut self) {
        self.0 = self.0.saturating_add(1);
    }

    /// Returns whether another redirect may be answered without the caller.
    pub fn may_go_on(self) -> bool {
        self.0 < MAX_IN_A_ROW
    }
}

/// The address to which the wiki's own pages have led.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Destination {
    /// Another site, such as a login service.
    OtherSite(Url),
    /// The caller's return address: the wiki's pages are finished.
    ReturnAddress(Url),
    /// A page of the wiki, or no page at all.
    Unclear,
}

/// Returns whether an address is one of the wiki's own pages, other than the return address.
pub(super) fn is_own_page(session: &Session, url: &Url) -> bool {
    session.trusts(&session.api, url) && !is_return_address(session, url)
}

/// Returns the request for an own page to which the wiki redirects. Redirects to further own pages
/// are followed as for every request, and their number is bounded.
pub(super) fn leaving_request(url: &Url, purpose: Purpose) -> Request {
    Request {
        effect: Effect::Login,
        hides_query: true,
        ..Request::get(url, &[])
    }
    .purpose(purpose)
}

/// Returns the request for the own page at which the user came back. Its address contains the code
/// of a login service.
pub(super) fn returning_request(url: &Url, purpose: Purpose) -> Request {
    Request {
        has_secret_url: true,
        ..leaving_request(url, purpose)
    }
}

/// Reads the last reply to a request for one of the wiki's own pages.
pub(super) fn destination(session: &Session, reply: &Reply) -> Destination {
    let Reply::Got(response) = reply else {
        return Destination::Unclear;
    };
    let here = session.response_url();
    if !response.is_redirect() {
        return if is_return_address(session, here) {
            Destination::ReturnAddress(here.clone())
        } else {
            Destination::Unclear
        };
    }
    let target = response.header("location");
    match target.and_then(|target| address::resolve(here, target)) {
        Some(target) if is_return_address(session, &target) => Destination::ReturnAddress(target),
        Some(target) if !origin::is_same_or_upgraded(&session.api, &target) => {
            Destination::OtherSite(target)
        }
        _ => Destination::Unclear,
    }
}

/// Returns whether an address is that to which the caller wants users to be sent back, with any
/// parameters.
fn is_return_address(session: &Session, url: &Url) -> bool {
    let page = |url: &Url| {
        let mut page = without_query(url);
        page.set_fragment(None);
        page
    };
    Url::parse(session.return_url()).is_ok_and(|return_url| page(&return_url) == page(url))
}
