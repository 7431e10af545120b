//! The whole of a creation: which dialect, then that dialect's flow.

use serde::{Deserialize, Serialize};

use super::{
    Flow, Input, Outcome, Pause, Poll, auth_manager::AuthManager, detect::Detect,
    legacy_api::LegacyApi, refusal, web_form::WebForm,
};
use crate::{Answers, Dialect, Error, Misuse, NewAccount, Reason, Session, Warning, wire::Reply};

/// Creates an account on whatever wiki the session is with.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Create(Stage);

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Stage {
    #[serde(skip)]
    Detect(Detect, Box<NewAccount>),
    AuthManager(Box<AuthManager>),
    LegacyApi(Box<LegacyApi>),
    WebForm(Box<WebForm>),
    #[serde(skip)]
    Failed(Error),
}

/// What one dialect hands to the next.
pub(super) struct Hand {
    pub account: NewAccount,
    /// What the caller answered so far.
    pub given: Answers,
}

impl Create {
    /// To create `account`; nothing is sent yet.
    pub fn new(account: NewAccount, session: &Session) -> Self {
        if let Err(error) = session.is_settled() {
            return Self(Stage::Failed(error));
        }
        Self(match session.facts.dialect {
            Some(dialect) => Stage::of(dialect, account, session),
            None => Stage::Detect(Detect::default(), Box::new(account)),
        })
    }
}

impl Create {
    /// What may be written down of it, if it waits for its caller.
    pub(crate) fn suspended(&self) -> Option<Self> {
        let stage = match &self.0 {
            Stage::AuthManager(flow) => Stage::AuthManager(Box::new(flow.suspended()?)),
            Stage::LegacyApi(flow) => Stage::LegacyApi(Box::new(flow.suspended()?)),
            Stage::WebForm(flow) => Stage::WebForm(Box::new(flow.suspended()?)),
            Stage::Detect(..) | Stage::Failed(_) => return None,
        };
        Some(Self(stage))
    }

    /// Takes up what was written down.
    pub(crate) fn resumed(&mut self) {
        match &mut self.0 {
            Stage::AuthManager(flow) => flow.resumed(),
            Stage::LegacyApi(flow) => flow.resumed(),
            Stage::WebForm(flow) => flow.resumed(),
            Stage::Detect(..) | Stage::Failed(_) => {}
        }
    }
}

impl Stage {
    /// The flow of a dialect.
    fn of(dialect: Dialect, account: NewAccount, session: &Session) -> Self {
        match dialect {
            Dialect::AuthManager => Self::AuthManager(Box::new(AuthManager::new(account, session))),
            Dialect::LegacyApi => Self::LegacyApi(Box::new(LegacyApi::new(account, session))),
            Dialect::WebForm => Self::web_form(account, Answers::new(), None, session),
        }
    }

    /// The sign-up form, in place of an API that does not do it.
    fn web_form(
        account: NewAccount,
        given: Answers,
        instead_of: Option<Error>,
        session: &Session,
    ) -> Self {
        Self::WebForm(Box::new(WebForm::new(account, given, instead_of, session)))
    }

    /// What becomes of a stage whose API turns out not to create accounts, unless the caller
    /// has chosen it.
    fn hand_over(&mut self, session: &Session) {
        if session.dialect_is_chosen {
            return;
        }
        let (pause, hand) = match self {
            Self::AuthManager(flow) => (flow.poll(session), flow.hand()),
            Self::LegacyApi(flow) => (flow.poll(session), flow.hand()),
            Self::Detect(..) | Self::WebForm(_) | Self::Failed(_) => return,
        };
        if let (Poll::Pause(Pause::Refused(refused)), Some(hand)) = (pause, hand)
            && refusal::is_about_api(refused.code.as_deref().unwrap_or_default())
        {
            *self = Self::web_form(hand.account, hand.given, Some(refused.into()), session);
        }
    }
}

impl Flow for Create {
    type Done = Outcome;

    fn poll(&self, session: &Session) -> Poll<Outcome> {
        let poll = match &self.0 {
            Stage::Detect(detect, _) => match detect.poll(session) {
                Poll::Send(request) => Poll::Send(request),
                Poll::Pause(pause) => Poll::Pause(pause),
                Poll::Done(Err(error)) => Poll::Done(Outcome::Failed(error)),
                // Fed with an answer, a detection becomes the stage of its dialect.
                Poll::Done(Ok(_)) => Poll::Done(Outcome::Failed(Error::new(
                    Reason::Protocol,
                    "the wiki's dialect was found out, but not taken up",
                ))),
            },
            Stage::AuthManager(flow) => flow.poll(session),
            Stage::LegacyApi(flow) => flow.poll(session),
            Stage::WebForm(flow) => flow.poll(session),
            Stage::Failed(error) => Poll::Done(Outcome::Failed(error.clone())),
        };
        match poll {
            Poll::Done(Outcome::Created(mut created)) => {
                created.warnings.extend(moved(session));
                Poll::Done(Outcome::Created(created))
            }
            poll => poll,
        }
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        match &mut self.0 {
            Stage::Detect(detect, account) => {
                let lacks_api = session.shows_no_api(&reply);
                detect.feed(session, reply);
                if let Poll::Done(found) = detect.poll(session) {
                    let account = std::mem::take(account.as_mut());
                    self.0 = match found {
                        Ok(dialect) => Stage::of(dialect, account, session),
                        Err(error) if lacks_api => {
                            session.facts.api_off = true;
                            Stage::web_form(account, Answers::new(), Some(error), session)
                        }
                        Err(error) => Stage::Failed(error),
                    };
                }
            }
            Stage::AuthManager(flow) => flow.feed(session, reply),
            Stage::LegacyApi(flow) => flow.feed(session, reply),
            Stage::WebForm(flow) => flow.feed(session, reply),
            Stage::Failed(_) => {}
        }
        self.0.hand_over(session);
    }

    fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), Misuse> {
        match &mut self.0 {
            Stage::Detect(detect, _) => detect.answer(session, input),
            Stage::AuthManager(flow) => flow.answer(session, input),
            Stage::LegacyApi(flow) => flow.answer(session, input),
            Stage::WebForm(flow) => flow.answer(session, input),
            Stage::Failed(_) => Err(Misuse::new("this creation has failed; begin another")),
        }
    }
}

/// Says once per creation that the wiki is at another address than was given.
fn moved(session: &Session) -> Option<Warning> {
    let from = session.facts.moved_from.as_ref()?;
    let message = format!("the wiki moved from {from} to {}", session.api);
    Some(Warning::new(Warning::MOVED, message))
}
