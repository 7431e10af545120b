//! A creation: detects the wiki's dialect, runs the flow of that dialect, and falls back to the
//! sign-up form if the API turns out not to create accounts.

use serde::{Deserialize, Serialize};

use super::{
    Input, Poll, account_request,
    attempt::{Attempt, Fallback},
    auth_manager::AuthManager,
    detect::{self, DetectedApi},
    input::ExpectedInput,
    legacy_api::LegacyApi,
    not_offered::left_out_of_address,
    web_form::WebForm,
};
use crate::{Captcha, Dialect, Error, InvalidInput, NewAccount, Session, Step, http::Reply};

/// A flow that creates an account on the session's wiki.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Create {
    stage: Stage,
    /// True while the wiki is asked whether it takes requests for accounts, after a refusal.
    #[serde(skip)]
    asks_for_request_page: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Stage {
    #[serde(skip)]
    Detect(Attempt),
    AuthManager(AuthManager),
    LegacyApi(LegacyApi),
    WebForm(Box<WebForm>),
    #[serde(skip)]
    Failed(Error),
    /// No wiki accepts the account, so nothing was sent. It can be revised.
    #[serde(skip)]
    Invalid(InvalidInput),
}

impl Create {
    /// Starts a creation of `account`. Nothing is sent yet.
    pub fn new(account: NewAccount, session: &mut Session) -> Self {
        if let Err(error) = session.ensure_no_login_pending() {
            return Stage::Failed(error).into();
        }
        if let Err(invalid) = account.check() {
            return Stage::Invalid(invalid).into();
        }
        let attempt = Attempt::new(account);
        let stage = match session.facts.dialect {
            _ if only_form_takes(&attempt.account, session) && session.has_invitation() => {
                Stage::web_form(attempt, None, session)
            }
            Some(Dialect::LegacyApi) if only_form_takes(&attempt.account, session) => {
                Stage::web_form(attempt, None, session)
            }
            None => Stage::Detect(attempt),
            Some(Dialect::AuthManager) => Stage::AuthManager(AuthManager::new(attempt, session)),
            Some(Dialect::LegacyApi) => Stage::LegacyApi(LegacyApi::new(attempt, session)),
            Some(Dialect::WebForm) => Stage::web_form(attempt, None, session),
        };
        stage.into()
    }

    /// Returns a serialisable copy, if the flow waits for its caller.
    pub fn suspended(&self) -> Option<Self> {
        if self.asks_for_request_page {
            return None;
        }
        let stage = match &self.stage {
            Stage::AuthManager(flow) => Stage::AuthManager(flow.suspended()?),
            Stage::LegacyApi(flow) => Stage::LegacyApi(flow.suspended()?),
            Stage::WebForm(flow) => Stage::WebForm(Box::new(flow.suspended()?)),
            Stage::Detect(_) | Stage::Failed(_) | Stage::Invalid(_) => return None,
        };
        Some(stage.into())
    }

    /// Continues from a serialised copy. Values that it lacks are asked for again.
    pub fn resume(&mut self) {
        match &mut self.stage {
            Stage::AuthManager(flow) => flow.resume(),
            Stage::LegacyApi(flow) => flow.resume(),
            Stage::WebForm(flow) => flow.resume(),
            Stage::Detect(_) | Stage::Failed(_) | Stage::Invalid(_) => {}
        }
    }

    pub fn poll(&self, session: &Session) -> Poll<Step> {
        if self.asks_for_request_page {
            return Poll::Send(account_request::request(session));
        }
        let polled = account_request::add_address(self.stage.poll(session), session);
        add_left_out(polled, session, matches!(self.stage, Stage::WebForm(_)))
    }

    pub fn feed(&mut self, session: &mut Session, reply: Reply) {
        if std::mem::take(&mut self.asks_for_request_page) {
            return account_request::read(session, &reply);
        }
        self.feed_stage(session, reply);
        let polled = self.stage.poll(session);
        if let Poll::Step(Ok(Step::Created(created))) = &polled {
            session.note_created(&created.name);
        }
        self.asks_for_request_page = account_request::is_wanted(&polled, session);
    }

    fn feed_stage(&mut self, session: &mut Session, reply: Reply) {
        let fallback = match &mut self.stage {
            Stage::Detect(attempt) => {
                let attempt = std::mem::take(attempt);
                self.stage = Stage::detected(attempt, session, reply);
                return;
            }
            Stage::AuthManager(flow) => {
                flow.feed(session, reply);
                flow.fall_back()
            }
            Stage::LegacyApi(flow) => {
                flow.feed(session, reply);
                flow.fall_back()
            }
            Stage::WebForm(flow) => {
                flow.feed(session, reply);
                None
            }
            Stage::Failed(_) | Stage::Invalid(_) => None,
        };
        if let Some(Fallback { attempt, cause }) = fallback {
            self.stage = Stage::web_form(attempt, cause, session);
        }
    }

    pub fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), InvalidInput> {
        if let Input::ReviseLogin(_) = &input {
            return Err(InvalidInput::new(
                "this is a creation, not a login; revise it with an account",
            ));
        }
        if let Input::Revise(account) = &input {
            account.check()?;
        }
        if let (Stage::AuthManager(flow), Input::Revise(account)) = (&self.stage, &input)
            && flow.asks_captcha_of(account)
        {
            // The wiki shows another one with its fields.
            session.auth_requests = None;
        }
        match &mut self.stage {
            Stage::Detect(_) => Err(ExpectedInput::Nothing.error()),
            Stage::AuthManager(flow) => flow.answer(session, input),
            Stage::LegacyApi(flow) => flow.answer(session, input),
            Stage::WebForm(flow) => flow.answer(input),
            Stage::Failed(_) => Err(InvalidInput::new(
                "this creation has failed; begin a new one",
            )),
            Stage::Invalid(_) => match input {
                Input::Revise(account) => {
                    *self = Self::new(account, session);
                    Ok(())
                }
                _ => Err(ExpectedInput::Nothing.error()),
            },
        }
    }
}

impl From<Stage> for Create {
    fn from(stage: Stage) -> Self {
        Self {
            stage,
            asks_for_request_page: false,
        }
    }
}

impl Stage {
    fn poll(&self, session: &Session) -> Poll<Step> {
        match self {
            Self::Detect(_) => Poll::Send(detect::request(session)),
            Self::AuthManager(flow) => flow.poll(session),
            Self::LegacyApi(flow) => flow.poll(session),
            Self::WebForm(flow) => flow.poll(session),
            Self::Failed(error) => Poll::Step(Err(error.clone())),
            Self::Invalid(invalid) => Poll::Step(Err(invalid.clone().into())),
        }
    }

    /// Returns the flow of the wiki's dialect.
    fn detected(attempt: Attempt, session: &mut Session, reply: Reply) -> Self {
        match detect::read(session, reply) {
            Ok(DetectedApi::AuthManager) => Self::AuthManager(AuthManager::new(attempt, session)),
            Ok(DetectedApi::LegacyApi) if only_form_takes(&attempt.account, session) => {
                Self::web_form(attempt, None, session)
            }
            Ok(DetectedApi::LegacyApi) => Self::LegacyApi(LegacyApi::new(attempt, session)),
            Ok(DetectedApi::WebForm(cause)) => Self::web_form(attempt, cause, session),
            Err(error) => Self::Failed(error),
        }
    }

    fn web_form(attempt: Attempt, cause: Option<Error>, session: &mut Session) -> Self {
        Self::WebForm(Box::new(WebForm::new(attempt, cause, session)))
    }
}

/// Adds to a refusal that the invitation in the caller's address was left out.
fn add_left_out(polled: Poll<Step>, session: &Session, by_form: bool) -> Poll<Step> {
    match (polled, session.left_out_invitation(by_form)) {
        (Poll::Step(Ok(Step::Refused(mut refused))), Some(names)) => {
            refused.message = format!(
                "{}; {}",
                refused.message.trim_end_matches('.'),
                left_out_of_address(&names)
            );
            Poll::Step(Ok(Step::Refused(refused)))
        }
        (polled, _) => polled,
    }
}

/// Returns whether the API of 1.21 to 1.26 does not take everything that the caller gave: it has no fields of
/// extensions, and no API has the invitation of a sign-up page. A form cannot be used with an access token.
pub(super) fn only_form_takes(account: &NewAccount, session: &Session) -> bool {
    let mut names = account.fields.names();
    let has_unknown = names.any(|name| !Captcha::FIELDS.contains(&name));
    (has_unknown || session.has_invitation())
        && !session.dialect_is_chosen
        && !session.needs_access_token
}
