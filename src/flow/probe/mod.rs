//! Finding out what a wiki requires for a new account, without creating one.
//!
//! ```text
//!  Detect ─► Read ─┬─ 1.27+ ──► DryRun? ─► Text? ─► Password? ──► done
//!    │             ├─ ≤1.26 ──► Parameters ─► Token ────────────► done
//!    │             │                │ the API does not create accounts
//!    └─────────────┴────────────────┴─► Form ─► UserList? ──────► done
//! ```
//!
//! Rights and blocks that the wiki reports show who may not create accounts. Only a request that gets
//! past the wiki's own check of the caller shows who may: a dry run, a token request, the sign-up form.

mod auth_manager;
mod legacy_api;
mod read;

use super::{
    Flow, Poll, account_request,
    create::only_form_takes,
    detect::{self, DetectedApi},
    dry_run::{self, INVALID_USERNAME},
    existence::{is_listed, user_list_request},
    listed_user::name_taken,
    refusal,
    web_form::{self, FormPage},
};
use crate::{
    Dialect, Error, NewAccount, Refused, Requirements, Secret, Session, Verdict,
    http::Reply,
    mediawiki::api_response::{ApiResponse, Format},
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
    token_try: legacy_api::TokenTry,
    /// True if a `badtoken` error was already answered with a new token.
    token_renewed: bool,
    /// True while the page is asked for on which visitors request the accounts that they may not create.
    asks_for_request_page: bool,
}

#[derive(Debug, Clone)]
enum Stage {
    Detect,
    /// One query for release, rights and users. It is repeated without the name if the wiki refuses
    /// the whole query because of the name.
    Read {
        with_name: bool,
    },
    /// A dry run with the given name, or with one that no wiki accepts.
    DryRun {
        with_name: bool,
    },
    /// The text of the caller's refusal, of which 1.27 and 1.28 gave the code.
    Text,
    Password(Secret),
    /// The parameters of the legacy module.
    Parameters,
    /// A token request to the legacy module.
    Token,
    /// The page with the sign-up form.
    Form,
    /// The list of users, on a wiki without an API.
    UserList,
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
                name_free: None,
                password: None,
                email_required: None,
                single_sign_on: false,
            },
            has_real_name: true,
            token_try: legacy_api::TokenTry::default(),
            token_renewed: false,
            asks_for_request_page: false,
        };
        if let Err(error) = session.ensure_no_login_pending() {
            this.stage = Stage::Done(Err(error));
        } else if session.has_invitation() && only_form_takes(&this.account, session) {
            // The creation uses the form, which takes the invitation. Without it the API may refuse.
            this.stage = Stage::Form;
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
            self.found.fields = requests.offered_fields();
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

    /// Records a refusal if it concerns the caller or the wiki.
    fn refuse_if_final(&mut self, refused: Refused) {
        if refusal::concerns_caller(refused.reason) {
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
                self.found.fields = form.requests.offered_fields();
                // A later creation uses the form without fetching it again.
                session.keep_form(form);
            }
            Ok(FormPage::Refused(refusal)) => self.refuse(refusal.into()),
            Ok(FormPage::NotMediaWiki(error)) | Err(error) => return Stage::Done(Err(error)),
        }
        self.found.generator = session.facts.generator.clone();
        let asks_name = self.found.may_create == Some(true)
            && self.account_name().is_some()
            && self.found.name.is_none()
            && self.found.name_free.is_none();
        if asks_name {
            Stage::UserList
        } else {
            Stage::Done(Ok(()))
        }
    }

    /// Reads the list of users. A wiki may hide it.
    fn read_user_list(&mut self, session: &Session, reply: Reply) {
        let (Reply::Got(response), Some(name)) = (reply, self.account_name()) else {
            return;
        };
        if let Some(is_listed) = is_listed(session, &response, name) {
            self.found.name_free = Some(!is_listed);
            if is_listed {
                self.found.name = Some(Verdict::Refused(name_taken(self.found.dialect)));
            }
        }
    }
}

/// Reads the answer to a POST. Fails without an error if a page came in its place: the sign-up form is
/// used then.
fn read_post(session: &Session, reply: Reply) -> Result<ApiResponse, Option<Error>> {
    let response = match reply {
        Reply::Got(response) => response,
        Reply::NotSent(error) | Reply::Lost(error) => return Err(Some(error.into())),
    };
    ApiResponse::read(&response, Format::Json).map_err(|unreadable| {
        let uses_form = unreadable.is_page && !session.dialect_is_chosen;
        (!uses_form).then_some(unreadable.error)
    })
}

impl Flow for Probe {
    type Output = Requirements;

    fn poll(&self, session: &Session) -> Poll<Requirements> {
        if self.asks_for_request_page {
            return Poll::Send(account_request::request(session));
        }
        Poll::Send(match &self.stage {
            Stage::Detect => detect::request(session),
            Stage::Read { with_name } => self.read_request(session, *with_name),
            Stage::DryRun { with_name } => {
                let name = self.account_name().filter(|_| *with_name);
                dry_run::request(session, name.unwrap_or(INVALID_USERNAME))
            }
            Stage::Text => dry_run::text_request(session, INVALID_USERNAME),
            Stage::Password(password) => self.password_request(session, password),
            Stage::Parameters => legacy_api::parameters_request(session),
            Stage::Token => self.token_request(session),
            Stage::Form => web_form::page_request(session),
            Stage::UserList => user_list_request(session, self.account_name().unwrap_or_default()),
            Stage::Done(Ok(())) => {
                let mut found = self.found.clone();
                if let Some(refused) = &mut found.refusal {
                    account_request::add_address_to(refused, session);
                }
                return Poll::Step(Ok(found));
            }
            Stage::Done(Err(error)) => return Poll::Step(Err(error.clone())),
        })
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        if std::mem::take(&mut self.asks_for_request_page) {
            return account_request::read(session, &reply);
        }
        if matches!(self.stage, Stage::Done(_)) {
            return;
        }
        self.feed_stage(session, reply);
        let refusal = self.found.refusal.as_ref();
        self.asks_for_request_page = matches!(self.stage, Stage::Done(Ok(())))
            && refusal.is_some_and(|refused| account_request::is_wanted_after(refused, session));
    }
}

impl Probe {
    fn feed_stage(&mut self, session: &mut Session, reply: Reply) {
        // A transport error must not pass as a fact that the wiki does not report. A refusal is one
        // without its text too.
        if let Reply::NotSent(error) | Reply::Lost(error) = reply {
            if matches!(self.stage, Stage::Text) {
                self.stage = self.password_stage();
                return;
            }
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
            Stage::DryRun { with_name } => self.read_dry_run(session, with_name, reply),
            Stage::Text => self.read_text(session, reply),
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
            Stage::UserList => {
                self.read_user_list(session, reply);
                Stage::Done(Ok(()))
            }
            unchanged => unchanged,
        };
    }
}
