//! Reading the responses of `action=createaccount` (1.27 and later).

use super::{AuthManager, State, explain::Explain};
use crate::{
    Dialect, Reason, Session,
    flow::{
        account_request,
        auth_post::AuthPost,
        auth_step::AuthStep,
        captcha_service,
        conclusion::Conclusion,
        dry_run::DryRun,
        existence::{Evidence, ExistenceCheck},
        refusal, throttle,
    },
    http::Reply,
    mediawiki::{
        Format,
        api_response::{ApiError, ApiResponse},
        auth_response::{AuthResponse, Fail},
    },
    reason::precedes_captcha,
};

impl AuthManager {
    /// Reads the response to a createaccount request.
    pub(super) fn read_creation(
        &mut self,
        session: &mut Session,
        post: &AuthPost,
        reply: Reply,
    ) -> State {
        self.attempt.note_reply(session, &reply);
        let response = match reply {
            Reply::Got(response) => response,
            Reply::NotSent(error) => return self.failed(session, error.into()),
            Reply::Lost(error) => {
                let evidence = self.attempt.evidence().after_loss(&error);
                return self.check_existence(session, evidence, refusal::from_error(error.into()));
            }
        };
        let answer = match ApiResponse::read(&response, Format::Json) {
            Ok(answer) => answer,
            Err(unreadable) if unreadable.may_have_acted => {
                let evidence = self.attempt.evidence().after_unreadable(&unreadable);
                let is_page = unreadable.is_page;
                let cause = refusal::from_error(unreadable.into_cause_of_post(&response));
                let state = self.check_existence(session, evidence, cause);
                return state.then_form(is_page && self.may_use_form(session));
            }
            Err(unreadable) => {
                self.attempt.note_refused();
                if unreadable.is_page && self.may_use_form(session) {
                    let cause = unreadable.into_cause_of_post(&response);
                    return State::Concluded(Conclusion::FallBack(cause));
                }
                return self.failed(session, unreadable.error);
            }
        };
        session.record_time(&answer);
        let evidence = self.attempt.evidence_after(&answer, session);
        if let Some(error) = answer.error() {
            return self.error(session, post, evidence, error);
        }
        self.token_renewed = false;
        session.step_waits = false;
        match AuthResponse::read(answer.get("createaccount"), &session.api) {
            Some(AuthResponse::Pass(username)) => {
                session.caller_checked = true;
                self.attempt.discard_captcha(session);
                Ok(self.attempt.created(session, username, None, [])).into()
            }
            Some(AuthResponse::Fail(fail)) => self.fail(session, fail),
            None => {
                let message = "the wiki's response cannot be understood: its status is none of PASS, FAIL, UI, REDIRECT and RESTART, or what belongs to the status is missing, invalid or too much";
                self.check_existence(
                    session,
                    evidence,
                    refusal::without_code(Reason::Protocol, message),
                )
            }
            Some(response) => match AuthStep::from_response(response) {
                Some(step) => self.receive_step(session, step, evidence),
                None => State::Detect,
            },
        }
    }

    /// Handles a step. The account's existence is checked at every step until it exists.
    fn receive_step(&mut self, session: &mut Session, step: AuthStep, evidence: Evidence) -> State {
        session.caller_checked = true;
        self.attempt.discard_captcha(session);
        self.attempt.note_step();
        session.step_waits = true;
        if self.attempt.state.exists == Some(true) {
            return self.wait_at(session, step);
        }
        let check = ExistenceCheck::at_step(&self.attempt.account.name, evidence, session);
        State::CheckStep {
            step,
            check: Box::new(check),
        }
    }

    /// Reads the answer to the dry run that precedes a captcha. Returns `None` if the captcha is to be
    /// asked for, also if the answer tells nothing about the caller.
    pub(super) fn read_caller_check(
        &mut self,
        session: &mut Session,
        reply: Reply,
    ) -> Option<State> {
        let response = match reply {
            Reply::Got(response) => response,
            Reply::NotSent(error) | Reply::Lost(error) => {
                return Some(self.failed(session, error.into()));
            }
        };
        let answer = match ApiResponse::read(&response, Format::Json) {
            Ok(answer) => answer,
            Err(unreadable) if unreadable.is_page && self.may_use_form(session) => {
                let cause = unreadable.into_cause_of_post(&response);
                return Some(State::Concluded(Conclusion::FallBack(cause)));
            }
            Err(_) => return None,
        };
        session.record_time(&answer);
        if let Some(error) = answer.error() {
            let refused = refusal::of_api_error(Dialect::AuthManager, error);
            return match refused.reason {
                Reason::SessionLost if session.creator.is_some() || self.token_renewed => {
                    Some(self.failed(session, refusal::session_lost(refused.code)))
                }
                Reason::SessionLost => {
                    // The captcha was lost with the session that held the token.
                    self.token_renewed = true;
                    session.create_token = None;
                    self.attempt.discard_captcha(session);
                    Some(State::Detect)
                }
                reason if refusal::concerns_caller(reason) => Some(self.refused(session, refused)),
                _ => None,
            };
        }
        let dry_run = DryRun::read(&answer, session, false);
        session.caller_checked |= dry_run.accepts_caller();
        match dry_run {
            DryRun::CallerRefused(fail) => {
                self.had_captcha = true;
                Some(self.refused_by_wiki(session, fail))
            }
            DryRun::NameFree | DryRun::NameRefused(_) | DryRun::Unclear => None,
        }
    }

    fn fail(&mut self, session: &mut Session, fail: Fail) -> State {
        self.attempt.note_refused();
        let reason = refusal::reason(Dialect::AuthManager, &fail.code);
        // The wiki checks the caller before the account.
        session.caller_checked |= matches!(
            reason,
            Reason::NameTaken
                | Reason::NameInvalid
                | Reason::EmailInvalid
                | Reason::PasswordWeak
                | Reason::PasswordMismatch
                | Reason::CaptchaWrong
        );
        self.refused_by_wiki(session, fail)
    }

    fn refused_by_wiki(&mut self, session: &mut Session, fail: Fail) -> State {
        let message = fail.message.clone().unwrap_or_default();
        let mut refused = refusal::refused(Dialect::AuthManager, &fail.code, message);
        // A raw message of 1.27 and 1.28 has the failure in its parameters.
        if let Some(reason) = captcha_service::reason(&fail.code, &fail.params.join(" ")) {
            refused.reason = reason;
        }
        if refused.reason == Reason::Other && fail.is_plain_text {
            refused.reason = Reason::RefusedByExtension;
        }
        if !precedes_captcha(Dialect::AuthManager, &fail.code) {
            self.attempt.discard_captcha(session);
        }
        if matches!(
            refused.reason,
            Reason::CaptchaWrong
                | Reason::CaptchaUnavailable
                | Reason::NoLocalAccounts
                | Reason::Other
        ) {
            // The wiki's requests may have changed.
            session.auth_requests = None;
        }
        if fail.links_to_account_requests {
            account_request::note_link(session);
        }
        if fail.code == throttle::OF_CREATIONS {
            throttle::note_parameters(&mut refused, &fail);
        }
        refused.retry_after = fail.wait.or(refused.retry_after);
        if fail.code == "authmanager-create-not-in-progress" {
            // A copy of this creation that was resumed elsewhere may have created the account.
            session.create_token = None;
            let lost = refusal::session_lost(Some(fail.code));
            return self.settle(session, refusal::from_error(lost));
        }
        let explain = Explain::needed(&fail, &refused, &self.attempt, session);
        if self.attempt.is_settled() {
            return match explain {
                Some(explain) => State::Explain { explain, refused },
                None => self.refused_or_captcha(session, refused),
            };
        }
        if refused.reason == Reason::NameTaken {
            // AuthManager checks the name only before this creation makes the account, so somebody
            // else has taken it (AuthManager::beginAccountCreation, continueAccountCreation).
            return State::Concluded(Conclusion::Refused(refused));
        }
        self.settle(session, refused)
    }

    /// Handles a top-level error. AuthManager did not run, unless the error is an internal one,
    /// since a secondary provider may fail after the account was created, or an unknown one, since
    /// a gateway may have made it.
    fn error(
        &mut self,
        session: &mut Session,
        post: &AuthPost,
        evidence: Evidence,
        error: ApiError,
    ) -> State {
        let code = error.code.clone();
        let refused = refusal::of_api_error(Dialect::AuthManager, error);
        if code.starts_with("internal_api_error") || refused.reason == Reason::Other {
            return self.check_existence(session, evidence, refused);
        }
        self.attempt.note_refused();
        if code == "badtoken" && !self.token_renewed && !post.is_continuation {
            // The captcha was lost with the session that held the token.
            self.token_renewed = true;
            session.create_token = None;
            self.attempt.discard_captcha(session);
            return State::Detect;
        }
        match refused.reason {
            Reason::SessionLost => self.failed(session, refusal::session_lost(Some(code))),
            _ if self.attempt.is_settled() => self.refused(session, refused),
            _ => self.settle(session, refused),
        }
    }
}
