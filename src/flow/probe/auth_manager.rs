//! The parts of a probe for AuthManager (1.27 and later): its fields, a dry run, a password check.

use super::{Probe, Stage, read_post};
use crate::{
    Dialect, Reason, Refused, Secret, Session, Verdict,
    flow::{
        detect,
        dry_run::{self, DryRun},
        refusal,
    },
    http::{Effect, Form, Reply, Request},
    mediawiki::api_response::{ApiResponse, items, text},
};

impl Probe {
    /// Returns the dry run that shows whether the caller may create accounts, unless that is known.
    /// It has the given name if the query has not told whether the wiki accepts it.
    pub(super) fn dry_run_stage(&mut self, session: &Session) -> Stage {
        if self.found.may_create.is_some() || session.step_waits || session.create_token.is_none() {
            return self.password_stage();
        }
        Stage::DryRun {
            with_name: self.account_name().is_some()
                && self.found.name.is_none()
                && dry_run::takes_valid_name(session),
        }
    }

    pub(super) fn read_dry_run(
        &mut self,
        session: &mut Session,
        with_name: bool,
        reply: Reply,
    ) -> Stage {
        let answer = match read_post(session, reply) {
            Ok(answer) => answer,
            Err(None) => return Stage::Form,
            Err(Some(_)) => return self.password_stage(),
        };
        if let Some(error) = answer.error() {
            let refused = refusal::of_api_error(Dialect::AuthManager, error);
            if refusal::falls_back_to_form(&refused, session) {
                return Stage::Form;
            }
            if refused.reason == Reason::SessionLost {
                return self.renew_session(session, refused);
            }
            self.refuse_if_final(refused);
            return self.password_stage();
        }
        let dry_run = DryRun::read(&answer, session, with_name);
        session.caller_checked |= dry_run.accepts_caller();
        match dry_run {
            DryRun::NameFree => {
                self.found.may_create = Some(true);
                if with_name {
                    self.found.name_free = Some(true);
                }
            }
            DryRun::NameRefused(fail) => {
                self.found.may_create = Some(true);
                if with_name {
                    if fail.code == "userexists" {
                        self.found.name_free = Some(false);
                    }
                    self.found.name = Some(Verdict::Refused(dry_run::refusal_of(fail)));
                }
            }
            DryRun::CallerRefused(fail) => {
                let lacks_text = fail.message.is_none();
                self.refuse(dry_run::refusal_of(fail));
                if lacks_text && session.facts.codes_only_raw {
                    return Stage::Text;
                }
            }
            DryRun::Unclear if with_name => return Stage::DryRun { with_name: false },
            DryRun::Unclear => {}
        }
        self.password_stage()
    }

    /// Begins again after the session was lost, once. Its captcha was lost with it.
    fn renew_session(&mut self, session: &mut Session, refused: Refused) -> Stage {
        if self.token_renewed || session.creator.is_some() {
            return Stage::Done(Err(refusal::session_lost(refused.code)));
        }
        self.token_renewed = true;
        session.create_token = None;
        session.auth_requests = None;
        Stage::Detect
    }

    pub(super) fn read_text(&mut self, session: &Session, reply: Reply) -> Stage {
        let answer = detect::api_response(reply).ok();
        let text = answer.and_then(|answer| dry_run::text(session, &answer));
        if let (Some(refusal), Some(text)) = (&mut self.found.refusal, text) {
            refusal.message = text;
        }
        self.password_stage()
    }

    pub(super) fn password_stage(&mut self) -> Stage {
        match self.account.password.take() {
            Some(password) if !self.found.single_sign_on => Stage::Password(password),
            _ => Stage::Done(Ok(())),
        }
    }

    pub(super) fn password_request(&self, session: &Session, password: &Secret) -> Request {
        let mut form = Form::new(&[
            ("action", "validatepassword"),
            ("format", "json"),
            ("formatversion", "2"),
        ]);
        // The module does not check the password for a name that is invalid or taken.
        let refused = matches!(self.found.name, Some(Verdict::Refused(_)));
        for (name, value) in [
            ("user", self.account_name().filter(|_| !refused)),
            ("email", self.account.email.as_deref()),
            ("realname", self.account.real_name.as_deref()),
        ] {
            if let Some(value) = value {
                form.push(name, value);
            }
        }
        session.assert(&mut form);
        form.push_secret("password", password);
        Request::post(Effect::Read, &session.api, form)
    }

    pub(super) fn read_password_validity(&mut self, answer: &ApiResponse) {
        let validation = answer.get("validatepassword");
        self.found.password = match validation["validity"].as_str() {
            Some("Good") => Some(Verdict::Good),
            Some(_) => {
                let messages = items(&validation["validitymessages"]);
                let code = messages.first().and_then(|m| text(m, "code"));
                let texts: Vec<String> = messages
                    .iter()
                    .filter_map(|m| text(m, "text").or_else(|| text(m, "code")))
                    .collect();
                let mut refused = refusal::without_code(
                    Reason::PasswordWeak,
                    format!(
                        "the wiki rejects the password as too weak ({})",
                        texts.join(", ")
                    ),
                );
                refused.code = code;
                Some(Verdict::Refused(refused))
            }
            None => None,
        };
    }
}
