//! Redirects that are followed, and changes of the API URL that they announce.

use url::Url;

use crate::{
    Format, Purpose, Session,
    http::{
        Method, Request, Response,
        address::{is_without_credentials, without_query},
        origin,
    },
    mediawiki::api_response::ApiResponse,
};

/// Maximum number of redirects followed for one request.
pub(super) const MAX_REDIRECTS: u8 = 5;

/// Returns the target of a redirect that may be followed: to the same origin, or from http to https
/// on the same host. A POST follows only 307 and 308, which keep it a POST; as a GET it would return
/// the API's help page.
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
    (is_without_credentials(&target) && origin::is_same_or_upgraded(&request.url, &target))
        .then_some(target)
}

/// Replaces the session's API URL if the detecting request was redirected permanently, with its
/// query, and the API answered at the new address.
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
