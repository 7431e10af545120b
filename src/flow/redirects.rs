//! Which redirects are followed, and what they tell of the wiki's address.

use url::Url;

use crate::{
    Format, Purpose, Session,
    http::{
        Method, Request, Response,
        address::{is_clean, without_query},
        origin,
    },
    mediawiki::api_response::ApiResponse,
};

/// Redirects followed for one request.
pub(super) const MAX_REDIRECTS: u8 = 5;

/// Where a response sends this request, if it may be followed: to the same party
/// only. A POST goes on only where it stays a POST (307, 308): turned into a GET it
/// would end in the API's help page.
pub(super) fn target(request: &Request, response: &Response) -> Option<Url> {
    let follows = match request.method {
        Method::Get => response.is_redirect(),
        Method::Post => matches!(response.status, 307 | 308),
    };
    if !follows {
        return None;
    }
    let mut target = request.url.join(response.header("location")?).ok()?;
    target.set_fragment(None);
    (is_clean(&target) && origin::is_same_party(&request.url, &target)).then_some(target)
}

/// A wiki that sent the detecting request elsewhere for good, query and all, and answered
/// there, is there from now on.
pub(super) fn update_api_url(session: &mut Session, request: &Request, response: &Response) {
    let is_query = request.method == Method::Get
        && matches!(request.purpose, Purpose::Detect | Purpose::LogIn)
        && ApiResponse::read(response, Format::Json).is_ok();
    let api = without_query(&request.url);
    if is_query && api != session.api {
        let old = std::mem::replace(&mut session.api, api);
        session.facts.moved_from.get_or_insert(old);
    }
}
