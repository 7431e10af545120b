//! Results of trying an address: a response of the API, a page, a redirect or nothing.

use url::Url;

use super::candidate::Candidate;
use crate::{
    Format, Reason, TransportError,
    http::{
        Reply, Request, Response,
        address::{is_without_userinfo, without_query},
        address_range::AddressRange,
    },
    mediawiki::{api_response::ApiResponse, page::site::Site, unreadable},
};

/// The result of trying an address.
pub(super) enum Finding {
    /// A response of the API.
    Api(ApiResponse),
    /// A redirect that may be followed.
    Redirect(Url),
    /// A redirect that leads further into the network than the host that sent it.
    LeadsInside(Url),
    Page(Site),
    /// An unreadable page, which does not rule out other candidates.
    Unreadable,
    Unreachable,
    /// A result that no other candidate would change.
    Final,
}

impl Finding {
    pub fn of(candidate: &Candidate, sent: &Request, reply: &Reply) -> Self {
        let response = match reply {
            Reply::Got(response) => response,
            Reply::NotSent(error) | Reply::Lost(error) => {
                return match error.reason {
                    Reason::Unreachable => Self::Unreachable,
                    _ if is_page_error(error) => Self::Unreadable,
                    _ => Self::Final,
                };
            }
        };
        if let Some(target) = redirect_target(sent, response) {
            let from = AddressRange::of(&sent.url);
            return if from.may_lead_to(AddressRange::of(&target)) {
                Self::Redirect(target)
            } else {
                Self::LeadsInside(target)
            };
        }
        match read_api_response(response) {
            Some(answer) if matches!(candidate, Candidate::Api(_)) => Self::Api(answer),
            _ if matches!(response.status, 401 | 429) || api_is_disabled(response) => Self::Final,
            _ => Self::Page(Site::read(&response.body)),
        }
    }
}

/// Returns the response if it comes from an API of MediaWiki. Excludes JSON of other programs and
/// web pages that contain JSON.
fn read_api_response(response: &Response) -> Option<ApiResponse> {
    let body = response.body.as_slice();
    let body = body.strip_prefix("\u{feff}".as_bytes()).unwrap_or(body);
    let start = body.trim_ascii_start();
    let is_page = [&b"<!doctype"[..], b"<html", b"<?xml"]
        .into_iter()
        .any(|page| {
            start
                .get(..page.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(page))
        });
    let answer = ApiResponse::read(response, Format::Json)
        .ok()
        .filter(|_| !is_page)?;
    let error = answer.get("error");
    let is_api = answer.get("query").is_object()
        || answer.get("warnings").is_object()
        || (error["code"].is_string() && error["info"].is_string());
    is_api.then_some(answer)
}

/// Returns the error for a response that does not come from the API.
pub(super) fn not_api_error(response: &Response) -> TransportError {
    match ApiResponse::read(response, Format::Json) {
        Err(unreadable) => TransportError::new(unreadable.error.reason, unreadable.error.message),
        Ok(_) => TransportError::new(
            Reason::NotAWiki,
            "this is not a MediaWiki api.php; check the address",
        ),
    }
}

/// Returns whether MediaWiki reports that its API is disabled.
pub(super) fn api_is_disabled(response: &Response) -> bool {
    unreadable::may_be_disabled(response) && not_api_error(response).reason == Reason::Disabled
}

/// Returns whether an error concerns the content of one page only.
pub(super) fn is_page_error(error: &TransportError) -> bool {
    matches!(error.reason, Reason::TooLarge | Reason::Protocol)
}

pub(super) fn has_redirect_status(response: &Response) -> bool {
    (300..400).contains(&response.status)
}

/// Returns the error for a redirect that is not followed, because of the range of its target.
pub(super) fn leads_inside(from: &Url, to: &Url) -> TransportError {
    let host = |url: &Url| url.host_str().unwrap_or_default().to_owned();
    let (from, target) = (host(from), host(to));
    TransportError::new(
        Reason::Insecure,
        format!(
            "{from} redirected to {target}, which is {}; it was not followed there; if that is where the wiki is, \
             give its address yourself",
            AddressRange::of(to).description(),
        ),
    )
}

/// Returns the target of a redirect to a web address. A GET without secrets may follow it to another
/// host.
fn redirect_target(sent: &Request, response: &Response) -> Option<Url> {
    if !response.is_redirect() {
        return None;
    }
    let mut target = sent.url.join(response.header("location")?).ok()?;
    target.set_fragment(None);
    let is_web = matches!(target.scheme(), "http" | "https") && target.has_host();
    (is_web && is_without_userinfo(&target)).then_some(target)
}

/// Describes an address that was tried, and what came.
pub(super) fn describe((candidate, reply): &(Candidate, Reply)) -> String {
    let (Candidate::Page(url) | Candidate::Api(url)) = candidate;
    let came = match reply {
        Reply::Got(response) => unreadable::describe(response),
        Reply::NotSent(error) | Reply::Lost(error) => error.message.clone(),
    };
    format!("{}: {came}", without_query(url))
}
