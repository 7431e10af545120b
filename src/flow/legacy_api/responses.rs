//! Reading the responses of `action=createaccount` (1.21 to 1.26).

use super::{AfterWhoAmI, LegacyApi, State};
use crate::{
    Dialect, Error, Reason, Secret, Session, Warning,
    account::non_empty,
    flow::{conclusion::Conclusion, existence::Evidence, refusal},
    http::Reply,
    mediawiki::{
        api_response::{ApiError, ApiResponse},
        create_account_result::CreateAccountResult,
        message, username,
    },
    reason::{created_despite, is_message_text},
};

impl LegacyApi {
    /// Reads the response to the token request.
    pub(super) fn read_token(&mut self, session: &mut Session, reply: Reply) -> State {
        let answer = match reply {
            Reply::Got(response) => match ApiResponse::read(&response, session.format) {
                Err(unreadable) if unreadable.is_page && !session.dialect_is_chosen => {
                    let cause = unreadable.into_cause_of_post(&response);
                    return State::Concluded(Conclusion::FallBack(cause));
                }
                Err(unreadable) if unreadable.is_page && unreadable.may_have_acted => {
                    Err(unreadable.into_cause_of_post(&response))
                }
                answer => answer.map_err(|unreadable| unreadable.error),
            },
            Reply::NotSent(error) | Reply::Lost(error) => Err(error.into()),
        };
        match answer {
            Ok(answer) => {
                session.record_time(&answer);
                self.read(session, &answer, None)
            }
            Err(error) => self.failed(session, error),
        }
    }

    /// Reads the response to a request that may have created the account.
    pub(super) fn read_creation(&mut self, session: &mut Session, reply: Reply) -> State {
        self.attempt.note_reply(session, &reply);
        let response = match reply {
            Reply::Got(response) => response,
            Reply::NotSent(error) => return self.failed(session, error.into()),
            Reply::Lost(error) => {
                let evidence = self.evidence(session).after_loss(&error);
                return self.check_existence(session, evidence, refusal::from_error(error.into()));
            }
        };
        match ApiResponse::read(&response, session.format) {
            Ok(answer) => {
                let evidence = Evidence {
                    token: self.token_evidence(session),
                    ..self.attempt.evidence_after(&answer, session)
                };
                self.read(session, &answer, Some(evidence))
            }
            Err(unreadable) if unreadable.may_have_acted => {
                let evidence = self.evidence(session).after_unreadable(&unreadable);
                let cause = refusal::from_error(unreadable.into_cause_of_post(&response));
                self.check_existence(session, evidence, cause)
            }
            Err(unreadable) => {
                self.attempt.note_refused();
                self.failed(session, unreadable.error)
            }
        }
    }

    /// Returns the evidence after a request that may have created the account.
    fn evidence(&self, session: &Session) -> Evidence {
        Evidence {
            token: self.token_evidence(session),
            ..self.attempt.evidence()
        }
    }

    /// Returns the token if its use shows whether this attempt has created the account. It does not if an
    /// earlier request, with another token, may have.
    fn token_evidence(&self, session: &Session) -> Option<Secret> {
        let token = session.create_token.clone();
        token.filter(|_| !self.attempt.may_still_run())
    }

    /// Reads a response. `evidence` is set if its request may have created an account.
    fn read(
        &mut self,
        session: &mut Session,
        answer: &ApiResponse,
        evidence: Option<Evidence>,
    ) -> State {
        if let Some(error) = answer.error() {
            return self.error(session, error, evidence);
        }
        match CreateAccountResult::read(answer.get("createaccount"), &session.api) {
            Some(CreateAccountResult::NeedToken {
                token,
                in_lower_case,
            }) => {
                session.facts.lower_case_results = in_lower_case;
                match evidence {
                    Some(evidence) if self.token_is_fresh => self.token_rejected(session, evidence),
                    evidence => {
                        let knows_assert = !answer.warnings().contains("'assert'");
                        if evidence.is_some() {
                            self.attempt.note_refused();
                            self.attempt.note_token_rejected();
                        }
                        self.need_token(session, token, knows_assert)
                    }
                }
            }
            Some(CreateAccountResult::NeedCaptcha(shown)) => self.need_captcha(session, shown),
            Some(CreateAccountResult::Created { .. }) if evidence.is_none() => {
                self.created_without_token(session)
            }
            Some(CreateAccountResult::Created {
                name,
                user_id,
                warnings,
            }) => {
                let warnings = warnings.iter().map(|code| {
                    let message =
                        format!("the wiki created the account with the warning \"{code}\"");
                    Warning::new(code, message)
                });
                self.created(session, Some(name), user_id, warnings)
            }
            Some(CreateAccountResult::RefusedByHook { code }) => {
                let mut refused = self.refusal(session, &code, String::new());
                if refused.reason == Reason::Other {
                    refused.reason = Reason::RefusedByExtension;
                }
                refused.into()
            }
            None => {
                let message = "the wiki returned neither a token for creating accounts nor an error; it is not a MediaWiki of 1.21 to 1.26";
                let refused = refusal::without_code(Reason::Protocol, message);
                match evidence {
                    Some(evidence) => self.check_existence(session, evidence, refused),
                    None => refused.into(),
                }
            }
        }
    }

    /// Handles a created account in answer to a request without a token and a password, with which no
    /// release creates one (`LoginForm::addNewAccountInternal`): such an answer belongs to another
    /// request, or is no wiki's.
    fn created_without_token(&mut self, session: &mut Session) -> State {
        self.attempt.note_request(session);
        let message = "the wiki reported a created account when it was asked for a token";
        let evidence = self.evidence(session);
        self.check_existence(
            session,
            evidence,
            refusal::without_code(Reason::Protocol, message),
        )
    }

    /// Handles a token of this attempt that the wiki rejects. The session's cookies are being lost, or
    /// a server in front of the wiki has sent the request twice, and the first one created the account.
    fn token_rejected(&mut self, session: &mut Session, evidence: Evidence) -> State {
        session.create_token = None;
        let evidence = Evidence {
            token: None,
            ..evidence
        };
        let cause = refusal::from_error(refusal::session_lost(None));
        self.check_existence(session, evidence, cause)
    }

    /// Handles `NeedToken`. A token is valid until a creation uses it. A token of an earlier
    /// attempt may be used up. If one of this attempt is rejected, the session's cookies are being
    /// lost.
    ///
    /// A wiki before 1.23 does not know `assert`. A creator whose login was lost would create the
    /// account anonymously there, so the login is checked first.
    fn need_token(&mut self, session: &mut Session, token: Secret, knows_assert: bool) -> State {
        if self.token_is_fresh {
            session.create_token = None;
            return self.failed(session, refusal::session_lost(None));
        }
        if session.create_token.is_some() {
            // The captcha was lost with the session that held the old token.
            self.discard_captcha(session);
        }
        self.token_is_fresh = true;
        session.create_token = None;
        if session.creator.is_some() && !knows_assert {
            return State::WhoAmI(AfterWhoAmI::Use(token));
        }
        session.create_token = Some(token);
        self.proceed(session)
    }

    /// Handles an error. `evidence` is set if the account may exist nevertheless.
    fn error(
        &mut self,
        session: &mut Session,
        error: ApiError,
        evidence: Option<Evidence>,
    ) -> State {
        let ApiError {
            code,
            info,
            retry_after,
        } = error;
        // Early 1.21 answers the first request of a session with this error instead of a token. Its
        // cookies are set now.
        if code == "nocookiesfornew" && !self.cookies_retried {
            self.cookies_retried = true;
            return State::Token;
        }
        if matches!(code.as_str(), "createnotoken" | "notoken" | "missingparam") {
            session.facts.dialect = None;
            session.facts.auth_manager = None;
            let message =
                "this wiki has AuthManager, so it is of 1.27 or later; use the authmanager dialect";
            return Err(Error::new(Reason::Protocol, message).with_code(code)).into();
        }
        let reason = refusal::reason(Dialect::LegacyApi, &code);
        if reason == Reason::SessionLost {
            if evidence.is_some() {
                self.attempt.note_refused();
            }
            return self.failed(session, refusal::session_lost(Some(code)));
        }
        let account = &self.attempt.account;
        if evidence.is_some() && created_despite(Dialect::LegacyApi, &code) {
            let mut warnings = vec![Warning::mail_not_sent(&code, Some(&info))];
            if username::altered_by_legacy(&account.name).is_some() {
                let message = "the wiki may have changed the name of the account, and did not report the new one";
                warnings.push(Warning::new(Warning::NAME_CHANGED, message));
            }
            return self.created(session, None, None, warnings);
        }
        // The mail is sent after the account was created, and its errors have many codes.
        let mail = account.mail_password || non_empty(&account.email).is_some();
        let is_unclear = code.starts_with("internal_api_error")
            || code == "unknownerror"
            || reason == Reason::Other
            || is_text_of_other_software(&code, evidence.as_ref())
            || (reason == Reason::EmailRequired && mail);
        let captcha_answered = self.captcha.is_some();
        let text = if is_message_text(&code) {
            // 1.22 puts the text between `<` and `>` in `info`, as if it were a tag.
            message::to_text(&code)
        } else {
            info
        };
        let mut refused = self.refusal(session, &code, text);
        refused.retry_after = retry_after.or(refused.retry_after);
        match evidence {
            // The request before this one may have created the account, and its token was rejected
            // because a server in front of the wiki sent it twice. The hooks run after the check of the
            // name (`LoginForm::addNewAccountInternal`).
            evidence if self.attempt.may_still_run() && (is_unclear || !is_hook_refusal(&code)) => {
                if evidence.is_some() {
                    self.attempt.note_refused();
                }
                let evidence = self.attempt.evidence_when_answered();
                self.check_existence(session, evidence, refused)
            }
            Some(_) if is_hook_refusal(&code) && !is_unclear => {
                Self::explain(refused, captcha_answered)
            }
            Some(evidence) if is_unclear => self.check_existence(session, evidence, refused),
            _ if refusal::falls_back_to_form(&refused, session) => {
                // The form has a captcha of its own.
                self.discard_captcha(session);
                self.attempt.note_nothing_created();
                State::Concluded(Conclusion::FallBack(refused.into()))
            }
            // The creator may lack the right, or may no longer be logged in.
            _ if reason == Reason::NotPermitted && session.creator.is_some() => {
                State::WhoAmI(AfterWhoAmI::Refuse(refused))
            }
            _ => refused.into(),
        }
    }
}

/// Returns whether a code is a text that MediaWiki's header does not mark as the code of an error. 1.22
/// does, and a gateway does not.
fn is_text_of_other_software(code: &str, evidence: Option<&Evidence>) -> bool {
    is_message_text(code) && evidence.is_some_and(|evidence| !evidence.answered)
}

/// Returns whether a code stands for a hook's refusal. In 1.22 the code is the hook's text.
fn is_hook_refusal(code: &str) -> bool {
    refusal::reason(Dialect::LegacyApi, code) == Reason::RefusedByExtension
}
