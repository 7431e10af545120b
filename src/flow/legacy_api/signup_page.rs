//! Values that the legacy API accepts although the wiki has no field for them, found on the sign-up
//! page.
//!
//! - A real name is ignored on wikis that hide it (`$wgHiddenPrefs`; observed on 1.21 to 1.26).
//! - A domain is refused as a wrong password on wikis without domains, except `local`, which is
//!   ignored (`LoginForm::addNewAccountInternal` with a plain `AuthPlugin`).
//! - A language is ignored on 1.21, unless the form offers languages (`ApiCreateAccount`). 1.22 and
//!   later check it and keep it. No answer that is fetched anyway tells 1.21 from 1.22, but the page's
//!   generator does.

use super::{LegacyApi, State};
use crate::{
    InvalidInput, Session,
    account::non_empty,
    flow::{not_offered::not_offered, web_form},
    http::{Reply, origin},
    session::SignupPage,
};

impl LegacyApi {
    /// Returns whether the page must be read before the creation is sent: once for a session, and
    /// only if the account has a value that is ignored.
    pub(super) fn needs_signup_page(&self, session: &Session) -> bool {
        let account = &self.attempt.account;
        let is_set = |value: &Option<String>| non_empty(value).is_some();
        let is_unread = session.facts.signup_page == SignupPage::Unread && !self.signup_page_tried;
        is_unread
            && (is_set(&account.real_name)
                || is_set(&account.domain)
                || (is_set(&account.language) && may_ignore_language(session)))
    }

    /// Reads the page. One without the form proves nothing, so that the values are sent.
    ///
    /// The form's token is the API's, and the captchas of form and API are valid beside each other
    /// (observed on 1.21 to 1.26). The token of a creator is fetched from the API nevertheless, which
    /// shows whether the creator is still logged in.
    pub(super) fn read_signup_page(&mut self, session: &mut Session, reply: &Reply) -> State {
        self.signup_page_tried = true;
        if let Reply::Got(response) = reply {
            let form = web_form::form_in(session, response).filter(|form| !form.modern);
            let is_1_21 = is_1_21(session).unwrap_or(false);
            session.facts.signup_page = match &form {
                Some(form) => SignupPage::with_form(form, is_1_21),
                None => SignupPage::WithoutForm,
            };
            let is_same_origin = origin::is_same(session.response_url(), &session.api);
            if is_same_origin && session.creator.is_none() && session.create_token.is_none() {
                session.create_token = form.and_then(|form| form.token().cloned());
            }
        }
        self.proceed(session)
    }

    /// Fails if the wiki has no domains and the account has one. Notes warnings about the other
    /// values that are left out.
    pub(super) fn check_offered(&mut self, session: &Session) -> Result<(), InvalidInput> {
        let page = session.facts.signup_page;
        self.attempt.warnings = not_offered(&self.attempt.account, |field| !page.lacks(field))?;
        Ok(())
    }
}

/// Returns whether the wiki may be of 1.21. The spelling of results tells 1.21 and 1.22 from later
/// releases.
fn may_ignore_language(session: &Session) -> bool {
    is_1_21(session).unwrap_or(session.facts.lower_case_results)
}

/// Returns whether the wiki is of 1.21, if its release is known.
fn is_1_21(session: &Session) -> Option<bool> {
    let generator = session.facts.generator.as_deref()?;
    let patch = generator.strip_prefix("MediaWiki 1.21");
    Some(patch.is_some_and(|patch| !patch.starts_with(|c: char| c.is_ascii_digit())))
}
