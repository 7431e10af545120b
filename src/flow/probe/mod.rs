//! Finding out what a wiki requires for a new account, without creating one.
//!
//! ```text
//!  Detect ─► Read ─┬─ 1.27+ ──► DryRun? ─► Password? ────► done
//!    │             ├─ ≤1.26 ──► Parameters ─► Token ─────► done
//!    │             │                │ the API does not create accounts
//!    └─────────────┴────────────────┴─► Form ────────────► done
//! ```

mod auth_manager;
mod legacy_api;
mod read;

use super::{
    Flow, Poll,
    detect::{self, DetectedApi},
    existence::{INVALID_USERNAME, dry_run_request},
    refusal,
    web_form::{self, FormPage},
};
use crate::{
    Dialect, Error, NewAccount, Reason, Refused, Requirements, Secret, Session, Verdict,
    http::Reply,
};

/// A flow that finds out what a wiki requires for a new account. It also checks the given name,
/// password and e-mail address, as far as the wiki reports on them.
#[derive(Debug, Clone)]
pub struct Probe {
    account: NewAccount,
    stage: Stage,
    found: Requirements,
    /// True if a legacy wiki has a field for the real name.
    has_real_name: bool,
    cookies_retried: bool,
}

#[derive(Debug, Clone)]
enum Stage {
    Detect,
    /// One query for release, rights and users. It is repeated without the name if the wiki refuses
    /// the whole query because of the name.
    Read {
        with_name: bool,
    },
    DryRun,
    Password(Secret),
    /// The parameters of the legacy module.
    Parameters,
    /// A token request to the legacy module.
    Token,
    /// The page with the sign-up form.
    Form,
    Done(Result<(), Error>),
}

impl Probe {
    /// Creates a probe of the session's wiki.
    pub fn new(account: NewAccount, session: &Session) -> Self {
        let dialect = session.facts.dialect;
        let mut this = Self {
            account,
            stage: Stage::Detect,
            found: Requirements {
                dialect: dialect.unwrap_or(Dialect::AuthManager),
                generator: None,
                may_create: None,
                refusal: None,
                fields: Vec::new(),
                captcha_asked: None,
                captcha: None,
                name: None,
                password: None,
                email_required: None,
                single_sign_on: false,
            },
            has_real_name: true,
            cookies_retried: false,
        };
        if let Err(error) = session.ensure_no_login_pending() {
            this.stage = Stage::Done(Err(error));
        } else if session.facts.api_off && dialect == Some(Dialect::WebForm) {
            this.stage = Stage::Form;
        } else if matches!(dialect, Some(Dialect::LegacyApi | Dialect::WebForm))
            || session.auth_requests.is_some()
        {
            this.stage = this.apply_session_facts(session);
        }
        this
    }

    fn account_name(&self) -> Option<&str> {
        Some(self.account.name.trim()).filter(|name| !name.is_empty())
    }

    /// Reads the results of detection from the session, and AuthManager's requests if it has them.
    fn apply_session_facts(&mut self, session: &Session) -> Stage {
        self.found.generator = session.facts.generator.clone();
        self.check_name(self.found.dialect == Dialect::AuthManager);
        if let Some(requests) = &session.auth_requests {
            let ask = requests.ask(None);
            self.found.captcha_asked = Some(ask.captcha.is_some());
            self.found.captcha = ask.captcha;
            let email = ask.fields.iter().find(|field| field.name == "email");
            self.found.email_required = Some(email.is_some_and(|field| !field.optional));
            self.found.fields = ask.fields;
            if !requests.has_primary() {
                self.found.single_sign_on = true;
                self.refuse(refusal::no_local_accounts());
            }
        }
        Stage::Read {
            with_name: self.account_name().is_some() && self.found.name.is_none(),
        }
    }

    /// Checks whether the wiki would change the name. It does not report that itself.
    fn check_name(&mut self, auth_manager: bool) {
        let altered = refusal::altered_name(&self.account, auth_manager);
        self.found.name = altered.map(Verdict::Refused).or(self.found.name.take());
    }

    fn refuse(&mut self, refused: Refused) {
        self.found.may_create = Some(false);
        self.found.refusal.get_or_insert(refused);
    }

    /// Records a refusal that concerns the caller or the wiki, and not just this moment.
    fn refuse_if_final(&mut self, refused: Refused) {
        if matches!(
            refused.reason,
            Reason::NotPermitted
                | Reason::Blocked
                | Reason::ReadOnly
                | Reason::Disabled
                | Reason::NoLocalAccounts
        ) {
            self.refuse(refused);
        }
    }

    /// Reads the sign-up page.
    fn read_form(&mut self, session: &mut Session, reply: Reply) -> Stage {
        let Reply::Got(response) = reply else {
            return Stage::Done(Ok(()));
        };
        self.found.dialect = Dialect::WebForm;
        match FormPage::read(session, &response) {
            Ok(FormPage::Form(form)) => {
                self.check_name(form.modern);
                let ask = form.requests.ask(None);
                self.found.may_create = Some(true);
                self.found.refusal = None;
                self.found.captcha_asked = Some(ask.captcha.is_some());
                self.found.captcha = ask.captcha;
                self.found.fields = ask.fields;
                // A later creation uses the form without fetching it again.
                session.keep_form(form);
            }
            Ok(FormPage::Refused(refusal)) => self.refuse(refusal.into()),
            Ok(FormPage::NotMediaWiki(error)) | Err(error) => return Stage::Done(Err(error)),
        }
        self.found.generator = session.facts.generator.clone();
        Stage::Done(Ok(()))
    }
}

impl Flow for Probe {
    type Output = Requirements;

    fn poll(&self, session: &Session) -> Poll<Requirements> {
        Poll::Send(match &self.stage {
            Stage::Detect => detect::request(session),
            Stage::Read { with_name } => self.read_request(session, *with_name),
            Stage::DryRun => {
                dry_run_request(session, self.account_name().unwrap_or(INVALID_USERNAME))
            }
            Stage::Password(password) => self.password_request(session, password),
            Stage::Parameters => legacy_api::parameters_request(session),
            Stage::Token => self.token_request(session),
            Stage::Form => web_form::page_request(session),
            Stage::Done(Ok(())) => return Poll::Step(Ok(self.found.clone())),
            Stage::Done(Err(error)) => return Poll::Step(Err(error.clone())),
        })
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        if matches!(self.stage, Stage::Done(_)) {
            return;
        }
        // A transport error must not pass as a fact that the wiki does not report.
        if let Reply::NotSent(error) | Reply::Lost(error) = reply {
            self.stage = Stage::Done(Err(error.into()));
            return;
        }
        let stage = std::mem::replace(&mut self.stage, Stage::Detect);
        self.stage = match stage {
            Stage::Detect => match detect::read(session, reply) {
                Ok(DetectedApi::WebForm(Some(_))) => Stage::Form,
                Ok(detected) => {
                    self.found.dialect = match detected {
                        DetectedApi::AuthManager => Dialect::AuthManager,
                        DetectedApi::LegacyApi => Dialect::LegacyApi,
                        DetectedApi::WebForm(_) => Dialect::WebForm,
                    };
                    self.apply_session_facts(session)
                }
                Err(error) => Stage::Done(Err(error)),
            },
            Stage::Read { with_name } => self.read(session, with_name, reply),
            Stage::DryRun => self.read_dry_run(session, reply),
            Stage::Password(_) => {
                if let Ok(answer) = detect::api_response(reply) {
                    self.read_password_validity(&answer);
                }
                Stage::Done(Ok(()))
            }
            Stage::Parameters => {
                if let Ok(answer) = detect::api_response(reply) {
                    self.read_parameters(&answer);
                }
                Stage::Token
            }
            Stage::Token => self.read_token(session, reply),
            Stage::Form => self.read_form(session, reply),
            unchanged => unchanged,
        };
    }
}
