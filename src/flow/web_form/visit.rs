//! The page with the sign-up form, and what it shows to whom.

use super::{
    page::{Page, Viewer},
    signup::Signup,
};
use crate::{
    Dialect, Error, Reason, Refused, Session,
    flow::refusal,
    offer::{AuthRequest, Offer},
    wire::{Purpose, Request, Response, answer, origin},
};

/// The page with the form: from 1.27 on Special:UserLogin sends whoever wants to sign up on to
/// Special:CreateAccount, which up to 1.11 was no page at all.
///
/// 1.25 to 1.27 answer a title alone with a redirect to its pretty address.
pub(in crate::flow) fn page_request(session: &Session) -> Request {
    let title = match session.facts.create_account_page {
        true => "Special:CreateAccount",
        false => "Special:UserLogin",
    };
    let query = [("title", title), ("type", "signup")];
    Request::get(&session.index(), &query).purpose(Purpose::Token)
}

/// What a sign-up page shows before anything is sent.
pub(in crate::flow) enum Shown {
    /// The form, and what it asks for.
    Form(Offer),
    /// The wiki's no.
    Denied(Refused),
}

impl Shown {
    /// What a response to [`page_request`] shows.
    pub fn read(session: &mut Session, response: &Response) -> Result<Self, Error> {
        let page = Page::read(response);
        Ok(match form_of(session, &page)? {
            Some(form) => Self::Form(form.offer),
            None if page.is_mediawiki() => {
                let denied = Denied::by(&page);
                let mut refused = refusal::refused(Dialect::WebForm, "", denied.said);
                refused.reason = denied.reason;
                Self::Denied(refused)
            }
            None => return Err(answer::no_page(response).error),
        })
    }
}

/// The captcha of the form in a page.
pub(in crate::flow) fn captcha_in(session: &Session, response: &Response) -> Option<AuthRequest> {
    let page = Page::read(response);
    let form = Signup::of_page(&page.tree, session.answered_from())?;
    form.captcha().cloned()
}

/// The form of a page, if it may be sent where it wants to go, by whom it should.
pub(super) fn form_of(session: &mut Session, page: &Page) -> Result<Option<Signup>, Error> {
    if session.facts.generator.is_none() {
        session.facts.generator.clone_from(&page.generator);
    }
    let Some(form) = Signup::of_page(&page.tree, session.answered_from()) else {
        return Ok(None);
    };
    if !origin::is_same_party(session.answered_from(), &form.action) {
        return Err(Error::new(
            Reason::Insecure,
            "the sign-up form of this wiki would send the password to another host, where it was not sent",
        ));
    }
    session.facts.dialect = Some(Dialect::WebForm);
    session.facts.create_account_page = form.modern;
    match &session.creator {
        Some(creator) if !page.is_read_by(creator) => Err(match page.viewer {
            Viewer::Untold => Error::new(
                Reason::SessionLost,
                "the sign-up page does not say whether the creator is still logged in; nothing was sent",
            ),
            _ => refusal::session_lost(None),
        }),
        _ => Ok(Some(form)),
    }
}

/// A no.
#[derive(Debug, Clone)]
pub(super) struct Denied {
    pub said: String,
    /// What it is about if the wiki's words do not tell.
    pub reason: Reason,
    /// The form that came with it; none of a page that has none.
    pub form: Option<Signup>,
}

impl Denied {
    /// A page of the wiki's without the form.
    pub fn by(page: &Page) -> Self {
        let said = [page.errors(), page.text()];
        let said = said.into_iter().find(|said| !said.is_empty());
        Self {
            said: said.unwrap_or_default(),
            reason: match page.denies() {
                true => Reason::NotPermitted,
                false => Reason::Other,
            },
            form: None,
        }
    }
}
