//! Finding the page on which an account can be requested, after a wiki refused to create one for a
//! visitor (Extension:ConfirmAccount).

use super::Poll;
use crate::{
    Purpose, Reason, Refused, Session, Step,
    http::{Reply, Request, address, origin},
    mediawiki::page::{ACCOUNT_REQUEST_TITLE, Page},
    session::AccountRequestPage,
};

/// Returns whether the wiki is to be asked for the page after this step: a refusal because visitors
/// lack the right.
pub(super) fn is_wanted(polled: &Poll<Step>, session: &Session) -> bool {
    match polled {
        Poll::Step(Ok(Step::Refused(refused))) => is_wanted_after(refused, session),
        _ => false,
    }
}

/// Returns whether the wiki is to be asked for the page after this refusal.
pub(super) fn is_wanted_after(refused: &Refused, session: &Session) -> bool {
    concerns(refused, session)
        && session.facts.account_request_page == AccountRequestPage::Unknown
        && session.is_api_found()
}

/// Returns whether an account may be requested instead of created after this refusal.
fn concerns(refused: &Refused, session: &Session) -> bool {
    refused.reason == Reason::NotPermitted && session.creator.is_none()
}

/// Returns the GET for the page.
pub(super) fn request(session: &Session) -> Request {
    let query = [("title", ACCOUNT_REQUEST_TITLE)];
    Request::get(&session.index(), &query).purpose(Purpose::Explain)
}

/// Reads the reply to [`request`].
pub(super) fn read(session: &mut Session, reply: &Reply) {
    let page = match reply {
        Reply::Got(response) => Page::read(response),
        Reply::NotSent(_) | Reply::Lost(_) => return note_missing(session),
    };
    if !note_page(session, &page) {
        note_missing(session);
    }
}

fn note_missing(session: &mut Session) {
    session.facts.account_request_page = AccountRequestPage::Missing;
}

/// Keeps the address of the page that was fetched last if it takes requests, or of the page to which
/// it links. Returns whether it was kept.
pub(super) fn note_page(session: &mut Session, page: &Page) -> bool {
    let shown = session.response_url();
    let address = if page.takes_account_requests() {
        Some(shown.clone())
    } else {
        let link = page.account_request_link();
        link.and_then(|link| address::join(shown, link))
            .filter(|link| origin::is_same_or_upgraded(shown, link))
    };
    let is_found = address.is_some();
    if let Some(url) = address {
        session.facts.account_request_page = AccountRequestPage::At(url);
    }
    is_found
}

/// Keeps that a message of the wiki links to the page.
pub(super) fn note_link(session: &mut Session) {
    session.facts.account_request_page = AccountRequestPage::At(request(session).url);
}

/// Adds the address of the page to a refusal that it concerns.
pub(super) fn add_address(polled: Poll<Step>, session: &Session) -> Poll<Step> {
    match polled {
        Poll::Step(Ok(Step::Refused(mut refused))) => {
            add_address_to(&mut refused, session);
            Poll::Step(Ok(Step::Refused(refused)))
        }
        polled => polled,
    }
}

/// Adds the address of the page to a refusal, if it concerns it.
pub(super) fn add_address_to(refused: &mut Refused, session: &Session) {
    if concerns(refused, session) {
        let page = &session.facts.account_request_page;
        refused.account_request_url = page.address().cloned();
    }
}
