//! Reading the page with the form, and the response to the sent form.

use super::{
    FormPage, Inconclusive, PageRefusal, State, WebForm,
    explain::Explain,
    form_page::{cut_off, form_of},
};
use crate::{
    Dialect, Error, Reason, Session,
    flow::{existence::Evidence, refusal},
    http::{Reply, Response},
    mediawiki::{
        page::{LoggedInUser, Page, SignupForm, Viewer, is_cookie_check},
        unreadable::Unreadable,
        username,
    },
};

impl WebForm {
    /// Returns the form of the fetched page, or the next state if it has none.
    pub(super) fn read_form_page(
        &mut self,
        session: &mut Session,
        reply: Reply,
    ) -> Result<SignupForm, Box<State>> {
        // The page is requested in the reader's language.
        self.page_language = None;
        let page = match reply {
            Reply::Got(response) => FormPage::read(session, &response),
            Reply::NotSent(error) | Reply::Lost(error) => Err(error.into()),
        };
        let error = match page {
            Ok(FormPage::Form(form)) => return Ok(form),
            Ok(FormPage::Refused(refusal)) => match self.fallback_cause.take() {
                Some(error) if refusal.text.is_empty() => error,
                _ if self.attempt.is_settled() && refusal.is_explained() => {
                    let refused = self.refused(session, refusal.into(), Reason::Other, None);
                    return Err(Box::new(refused));
                }
                _ if self.attempt.is_settled() => {
                    return Err(Box::new(self.explain_refusal(session, refusal)));
                }
                _ => return Err(Box::new(self.settle(session, refusal.into()))),
            },
            // A server in front of the wiki refuses for a time, whatever the API's error was.
            Ok(FormPage::NotMediaWiki(error)) if error.reason == Reason::Throttled => error,
            // Both the API and the page fail.
            Ok(FormPage::NotMediaWiki(error)) | Err(error) if error.reason == Reason::Busy => {
                match self.fallback_cause.take() {
                    Some(cause) if cause.reason == Reason::Busy => Error {
                        retry_after: cause.retry_after.or(error.retry_after),
                        ..cause
                    },
                    _ => error,
                }
            }
            Ok(FormPage::NotMediaWiki(error)) => self.fallback_cause.take().unwrap_or(error),
            Err(error) => error,
        };
        Err(Box::new(self.failed(session, error)))
    }

    /// Reads the response to the sent form.
    pub(super) fn read_submission(&mut self, session: &mut Session, reply: Reply) -> State {
        self.page_language = self.language_of_answer();
        self.attempt.note_reply(session, &reply);
        let response = match reply {
            Reply::Got(response) => response,
            Reply::NotSent(error) => return self.failed(session, error.into()),
            Reply::Lost(error) => {
                let evidence = self.attempt.evidence().after_loss(&error);
                let cause = refusal::from_error(error.into());
                return self.check_existence(session, evidence, cause, Inconclusive::Lost);
            }
        };
        let page = Page::read(&response);
        if page.is_mediawiki() {
            self.attempt.note_answer(session);
        }
        let evidence = self.attempt.evidence_when_answered();
        if page.is_cut_off() && LoggedInUser::in_cookies(&response).is_none() {
            let cause = refusal::from_error(cut_off(&page));
            return self.check_existence(session, evidence, cause, Inconclusive::Lost);
        }
        let refused = |page: &Page| refusal::refused(Dialect::WebForm, "", page.errors());
        let new_viewer = new_viewer(session, &page);
        match form_of(session, &page) {
            Ok(Some(form)) if form.continues => self.receive_step(session, form, &page),
            // The session is another user's than before. If it is the new user's, a server in front of
            // the wiki has sent the form twice, and the first one created the account.
            Ok(Some(_)) if let Some(viewer) = new_viewer => {
                session.server_user = None;
                let cause = refusal::from_error(refusal::session_lost(None));
                if self.is_requested_name(&viewer) {
                    return self.check_existence(session, evidence, cause, Inconclusive::Lost);
                }
                session.log_out();
                self.form = None;
                self.settle(session, cause)
            }
            // The initial form again: the wiki has dropped the creation.
            Ok(Some(_)) if self.attempt.state.has_begun => {
                self.check_existence(session, evidence, refused(&page), Inconclusive::Lost)
            }
            // The wiki has begun another session, and knows the token of the sent form no more. Its text
            // may not show that where there is no API.
            Ok(Some(form)) if form.modern && session.is_replaced => {
                self.attempt.note_refused();
                self.retry_with(session, form)
            }
            // Up to 1.26 the form is also shown if the account was created and its mail failed.
            Ok(Some(form)) if self.attempt.account.mail_password && !form.modern => {
                self.form_after_mail(session, evidence, &page, form)
            }
            Ok(Some(form)) => {
                self.attempt.note_refused();
                self.form_shown_again(session, &page, form)
            }
            // The form may be the same one again or a further step.
            Err(error) if error.reason == Reason::TooLarge => {
                let cause = refusal::from_error(error);
                self.check_existence(session, evidence, cause, Inconclusive::Lost)
            }
            Err(error) => self.failed(session, error),
            Ok(None) => match LoggedInUser::in_cookies(&response) {
                // A page with a refusal may repeat the cookies of a user who was logged in before.
                Some(new)
                    if session.creator.is_none()
                        && session.server_user.as_ref() != Some(&new.name)
                        && (!page.denies() || self.is_requested_name(&new.name)) =>
                {
                    let mail = self.mail_question(session, &page);
                    self.created_with_mail(session, Some(new.name), new.id, mail)
                }
                _ => self.no_form(session, evidence, &page, &response),
            },
        }
    }

    /// Handles a further form of the wiki, such as a second factor.
    fn receive_step(&mut self, session: &mut Session, form: SignupForm, page: &Page) -> State {
        self.attempt.discard_captcha(session);
        self.attempt.note_step();
        let ask = form.requests.ask(page.notice());
        self.form = Some(form);
        State::Ask(ask)
    }

    /// Handles the initial form shown again: nothing was created.
    fn form_shown_again(&mut self, session: &mut Session, page: &Page, form: SignupForm) -> State {
        let sent = self.form.as_ref();
        if sent.is_some_and(|sent| sent.is_of_lost_session(&form)) {
            return self.retry_with(session, form);
        }
        let refusal = PageRefusal {
            text: page.errors(),
            reason: Reason::Other,
            form: Some(form),
            account_request_url: None,
        };
        self.explain_refusal(session, refusal)
    }

    /// Handles the form shown again after a password was to be mailed: the account was refused, or it
    /// was created and its mail was not sent (up to 1.26).
    fn form_after_mail(
        &mut self,
        session: &mut Session,
        evidence: Evidence,
        page: &Page,
        form: SignupForm,
    ) -> State {
        // A creation uses the session's token up (LoginForm::clearCreateaccountToken, 1.16 to 1.26). A
        // lost session has another token, too, but would have lost the creator's login, which the page
        // shows.
        let evidence = match self.form.as_ref().and_then(SignupForm::token) {
            Some(sent) if form.token() == Some(sent) => None,
            sent => Some(Evidence {
                is_reported: session.creator.is_some() && sent.is_some() && form.token().is_some(),
                ..evidence
            }),
        };
        let text = page.errors();
        match (
            Explain::of_mail(&text, self.page_language.clone(), session),
            evidence,
        ) {
            (Some(explain), evidence) => {
                let refusal = PageRefusal {
                    text,
                    reason: Reason::Other,
                    form: Some(form),
                    account_request_url: None,
                };
                State::Explain {
                    explain,
                    refusal,
                    evidence: evidence.map(Box::new),
                }
            }
            (None, Some(evidence)) => {
                let cause = refusal::refused(Dialect::WebForm, "", text);
                self.check_existence(session, evidence, cause, Inconclusive::FormAgain)
            }
            (None, None) => {
                self.attempt.note_nothing_created();
                self.form_shown_again(session, page, form)
            }
        }
    }

    /// Starts another attempt with a new form, once, after the session and its captcha were lost.
    pub(super) fn retry_with(&mut self, session: &mut Session, form: SignupForm) -> State {
        if self.session_renewed {
            let cause = refusal::from_error(refusal::session_lost(None));
            return self.settle(session, cause);
        }
        self.session_renewed = true;
        self.attempt.note_token_rejected();
        self.attempt.discard_captcha(session);
        self.form = Some(form);
        self.plan_state()
            .unwrap_or_else(|invalid| State::Concluded(invalid.into()))
    }

    /// Handles a response without a form or a login cookie. A creator gets no cookie, only a text
    /// that reports success, and so does a user whom the server itself has logged in. A refusal has neither form nor cookie either, and its text is not
    /// understood, so the account's existence is checked.
    fn no_form(
        &mut self,
        session: &mut Session,
        evidence: Evidence,
        page: &Page,
        response: &Response,
    ) -> State {
        if is_cookie_check(session.response_url(), response) {
            // A check whether cookies work, which comes after the account was created.
            return self.created(session, None, None, None);
        }
        if !page.is_mediawiki() {
            let unreadable = Unreadable::of_page(response);
            if !unreadable.may_have_acted {
                self.attempt.note_refused();
                return self.failed(session, unreadable.error);
            }
            let evidence = evidence.after_unreadable(&unreadable);
            let was_fetched = self.form.as_ref().is_none_or(|form| form.is_of_page);
            let answer = if was_fetched || !response.is_redirect() {
                Inconclusive::Lost
            } else {
                Inconclusive::Redirected
            };
            let mut cause = refusal::from_error(unreadable.into_cause("the wiki", response));
            if cause.reason == Reason::NotAWiki {
                // The wiki has shown the form, so the address is right.
                cause.reason = Reason::Protocol;
            }
            return self.check_existence(session, evidence, cause, answer);
        }
        if let Some(failure) = page.failure() {
            let cause = refusal::from_error(failure);
            return self.check_existence(session, evidence, cause, Inconclusive::Lost);
        }
        let refusal = PageRefusal::from_page(page);
        if page.denies() && !self.attempt.state.has_begun {
            return self.explain_refusal(session, refusal);
        }
        let shown_name = match session.page_user() {
            // The page of an exception may name the account that could not be written.
            Some(_) if page.errors().is_empty() && response.status < 400 => {
                page.shown_name(&self.attempt.account.name)
            }
            _ => None,
        };
        let evidence = Evidence {
            is_reported: shown_name.is_some(),
            ..evidence
        };
        let can_compare = !session.facts.api_off && !refusal.text.is_empty();
        if shown_name.is_none()
            && can_compare
            && page.is_signup_page()
            && !self.attempt.state.has_begun
        {
            return self.explain_before_check(session, refusal, evidence);
        }
        let answer = match shown_name {
            Some(name) => Inconclusive::Success {
                name,
                mail: self.mail_question(session, page),
            },
            // A newer PCRE blanks the texts of 1.21 and older.
            None if refusal.text.is_empty() => Inconclusive::Lost,
            None => Inconclusive::NoForm,
        };
        let cause = if refusal.text.is_empty() {
            refusal::without_code(
                Reason::Other,
                "the wiki answered with a page without a text",
            )
        } else {
            refusal::refused(Dialect::WebForm, "", refusal.text)
        };
        self.check_existence(session, evidence, cause, answer)
    }

    fn is_requested_name(&self, name: &str) -> bool {
        username::possibly_same(name, &self.attempt.account.name)
    }
}

/// Returns the user to whom an answer was shown, if no creator is logged in and the page with the form
/// was not shown to this user.
fn new_viewer(session: &Session, page: &Page) -> Option<String> {
    match &page.viewer {
        Viewer::Named(viewer)
            if session.creator.is_none() && session.server_user.as_ref() != Some(viewer) =>
        {
            Some(viewer.clone())
        }
        _ => None,
    }
}
