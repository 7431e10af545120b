//! The page with the sign-up form.

use url::Url;

use crate::{
    Dialect, Error, Purpose, Reason, Refused, Session,
    flow::{account_request, refusal, unencrypted},
    http::{Request, Response, origin},
    mediawiki::{
        budget::TooLarge,
        page::{Page, SignupForm, Viewer},
        unreadable::Unreadable,
    },
};

/// Returns the GET for the page with the form. From 1.27 on Special:UserLogin redirects to
/// Special:CreateAccount, which did not exist up to 1.11.
///
/// 1.25 to 1.27 redirect a query that consists of a title alone to its short URL.
pub(in crate::flow) fn page_request(session: &Session) -> Request {
    let title = if session.facts.create_account_page {
        "Special:CreateAccount"
    } else {
        "Special:UserLogin"
    };
    let invitation = session.invitation();
    let mut query = vec![("title", title), ("type", "signup")];
    query.extend(
        invitation
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str())),
    );
    Request::get(&session.index(), &query).purpose(Purpose::Token)
}

/// The content of a sign-up page before anything is sent.
pub(in crate::flow) enum FormPage {
    Form(SignupForm),
    Refused(PageRefusal),
    /// A page that MediaWiki did not make.
    NotMediaWiki(Error),
}

impl FormPage {
    /// Reads a response to [`page_request`].
    ///
    /// # Errors
    /// Fails if the form must not be sent.
    pub fn read(session: &mut Session, response: &Response) -> Result<Self, Error> {
        let page = Page::read(response);
        if page.is_cut_off() {
            return Err(cut_off(&page));
        }
        Ok(match form_of(session, &page)? {
            Some(form) => Self::Form(form),
            None if let Some(failure) = page.failure() => return Err(failure),
            None if page.is_mediawiki() => {
                account_request::note_page(session, &page);
                Self::Refused(PageRefusal::of_form_page(&page, session))
            }
            None => Self::NotMediaWiki(Unreadable::of_page(response).error),
        })
    }
}

/// Returns the error for a page whose end is missing, or was not read.
pub(super) fn cut_off(page: &Page) -> Error {
    if page.tree.is_too_large() {
        return TooLarge.into();
    }
    Error::new(
        Reason::Protocol,
        "the wiki's page ended before it was complete",
    )
}

/// Returns the form in a page, to read it and not to send it, if the page is complete. Keeps the release
/// that the page shows.
pub(in crate::flow) fn form_in(session: &mut Session, response: &Response) -> Option<SignupForm> {
    let page = Page::read(response);
    keep_generator(session, &page);
    if page.is_cut_off() {
        return None;
    }
    SignupForm::from_page(&page.tree, session.response_url()).ok()?
}

fn keep_generator(session: &mut Session, page: &Page) {
    if session.facts.generator.is_none() {
        session.facts.generator.clone_from(&page.generator);
    }
}

/// Returns the form of a page. Fails if the form would be sent to another host, or if the creator
/// is not logged in.
pub(super) fn form_of(session: &mut Session, page: &Page) -> Result<Option<SignupForm>, Error> {
    keep_generator(session, page);
    let Some(form) = SignupForm::from_page(&page.tree, session.response_url())? else {
        return Ok(None);
    };
    if !origin::is_same_or_upgraded(session.response_url(), &form.action) {
        return Err(Error::new(
            Reason::Insecure,
            "the sign-up form of this wiki would send the password to another host, so it was not sent",
        ));
    }
    unencrypted::check_action(session, &form.action, "the sign-up form")?;
    session.facts.dialect = Some(Dialect::WebForm);
    session.facts.create_account_page = form.modern;
    match &session.creator {
        Some(creator) if !page.is_viewed_by(creator) => Err(
            match (refusal::api_only_creator(session, None), &page.viewer) {
                (Some(error), _) => error,
                (None, Viewer::Unknown) => Error::new(
                    Reason::SessionLost,
                    "the sign-up page does not show whether the creator is still logged in, so nothing was sent",
                ),
                (None, _) => refusal::session_lost(None),
            },
        ),
        Some(_) => Ok(Some(form)),
        None => {
            if let Viewer::Named(user) = &page.viewer {
                // The form logs new users in. The session was logged out then, but a cache may have given
                // its cookies away with an old page.
                if session.has_created(user) {
                    session.log_out();
                    return Err(refusal::session_lost(None));
                }
                session.server_user = Some(user.clone());
            }
            Ok(Some(form))
        }
    }
}

/// A refusal that a page gives as text.
#[derive(Debug, Clone)]
pub(in crate::flow) struct PageRefusal {
    pub text: String,
    /// The reason if the text does not reveal one.
    pub reason: Reason,
    /// The form on the same page, if there is one.
    pub form: Option<SignupForm>,
    /// The page on which an account can be requested instead.
    pub account_request_url: Option<Box<Url>>,
}

/// The text of a refusal if the sign-up page leads to the page for requests.
const TAKES_REQUESTS: &str =
    "this wiki creates no accounts for visitors, but takes requests for them";

/// The text of a refusal if the page shows none.
const NO_REASON: &str = "the wiki shows neither its sign-up form nor a reason (a MediaWiki of 1.21 or older with a newer PCRE shows no reasons)";

impl PageRefusal {
    /// Reads a page of MediaWiki that should show the form. 1.21 and older with a newer PCRE show no
    /// wikitext, but a heading such as "Permissions errors".
    pub fn of_form_page(page: &Page, session: &Session) -> Self {
        let account_request_url = session.facts.account_request_page.address();
        let account_request_url = account_request_url.cloned().map(Box::new);
        if page.takes_account_requests() {
            return Self {
                text: TAKES_REQUESTS.to_owned(),
                reason: Reason::NotPermitted,
                form: None,
                account_request_url,
            };
        }
        let mut refusal = Self {
            account_request_url,
            ..Self::from_page(page)
        };
        if refusal.text.is_empty() && page.is_special_page() {
            let heading = page.heading();
            refusal.text = heading.unwrap_or_else(|| NO_REASON.to_owned());
        }
        refusal
    }

    /// Reads a page of MediaWiki without the form.
    pub fn from_page(page: &Page) -> Self {
        let texts = [page.errors(), page.text()];
        let text = texts.into_iter().find(|text| !text.is_empty());
        Self {
            text: text.unwrap_or_default(),
            reason: if page.denies() {
                Reason::NotPermitted
            } else {
                Reason::Other
            },
            form: None,
            account_request_url: None,
        }
    }

    /// Returns whether the text is the library's own, so that the wiki has no message like it.
    pub fn is_explained(&self) -> bool {
        self.text == TAKES_REQUESTS
    }
}

impl From<PageRefusal> for Refused {
    fn from(refusal: PageRefusal) -> Self {
        Self {
            reason: refusal.reason,
            account_request_url: refusal.account_request_url.map(|url| *url),
            ..refusal::refused(Dialect::WebForm, "", refusal.text)
        }
    }
}
