//! Redirects that are followed, and changes of the API URL that they announce.

use url::Url;

use crate::{
    Format, Purpose, Session,
    http::{
        Method, Request, Response,
        address::{as_given, is_without_userinfo, without_query},
        origin,
    },
    mediawiki::api_response::ApiResponse,
    session::unencrypted_hop::UnencryptedHop,
};

/// Maximum number of redirects followed for one request.
const MAX_REDIRECTS: u8 = 5;

/// The redirects of one request so far.
#[derive(Debug, Clone)]
pub(super) struct Redirects {
    count: u8,
    /// True if all of them were permanent.
    are_permanent: bool,
    /// The last address that is not from an unencrypted response: the flow's own, or one that came over
    /// https.
    trusted: Url,
}

impl Redirects {
    /// Returns the state of a flow's request that has not been sent yet.
    pub fn before(request: &Request) -> Self {
        Self {
            count: 0,
            are_permanent: true,
            trusted: request.url.clone(),
        }
    }

    /// Returns the target of a redirect that may be followed: to the same origin, or from http to https
    /// on the same host. A POST follows only 307 and 308, which keep it a POST; as a GET it would return
    /// the API's help page.
    ///
    /// An unencrypted response decides about https nothing but that it is used: the path stays that of
    /// the flow, since it could lead to somebody else's pages on the same host.
    pub fn target(&self, request: &Request, response: &Response) -> Option<Url> {
        let follows = match request.method {
            Method::Get => response.is_redirect(),
            Method::Post => matches!(response.status, 307 | 308),
        };
        if !follows {
            return None;
        }
        let mut target = request.url.join(response.header("location")?).ok()?;
        target.set_fragment(None);
        if !is_without_userinfo(&target) || !origin::is_same_or_upgraded(&request.url, &target) {
            return None;
        }
        if origin::is_private(&request.url) || !origin::is_private(&target) {
            return Some(target);
        }
        origin::upgraded(&self.trusted)
    }

    /// Counts a redirect that is followed. Returns false if there are too many.
    pub fn follow(&mut self, request: &Request, response: &Response, target: &Url) -> bool {
        if origin::is_private(&request.url) || origin::is_private(target) {
            self.trusted = target.clone();
        }
        self.are_permanent &= matches!(response.status, 301 | 308);
        self.count += 1;
        self.count <= MAX_REDIRECTS
    }

    /// Replaces the session's API URL if the detecting request was redirected permanently, with its
    /// query, and the API answered at the new address.
    pub fn update_api_url(&self, session: &mut Session, request: &Request, response: &Response) {
        let is_query = self.count > 0
            && self.are_permanent
            && request.method == Method::Get
            && matches!(request.purpose, Purpose::Detect | Purpose::LogIn)
            && ApiResponse::read(response, Format::Json).is_ok();
        if !is_query {
            return;
        }
        let api = as_given(without_query(&request.url));
        if api != session.api {
            let old = session.point_at(api);
            if session.hop.is_none() && !origin::is_private(&session.api) {
                session.hop = UnencryptedHop::between(&old, &session.api);
            }
            let index = session.facts.index.take();
            session.facts.index = index.filter(|index| origin::is_same(index, &session.api));
            session.facts.moved_from.get_or_insert(old);
        }
    }
}
