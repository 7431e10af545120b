//! The whole of a creation: which dialect, then that dialect's flow.

use super::{
    Flow, Input, Outcome, Poll, auth_manager::AuthManager, detect::Detect, legacy_api::LegacyApi,
};
use crate::{Dialect, Error, Misuse, NewAccount, Reason, Session, Warning, wire::Reply};

/// Creates an account on whatever wiki the session is with.
#[derive(Debug, Clone)]
pub struct Create(Stage);

#[derive(Debug, Clone)]
enum Stage {
    Detect(Detect, Box<NewAccount>),
    AuthManager(Box<AuthManager>),
    LegacyApi(Box<LegacyApi>),
    Failed(Error),
}

impl Create {
    /// To create `account`; nothing is sent yet.
    pub fn new(account: NewAccount, session: &Session) -> Self {
        let mut this = Self(Stage::Detect(Detect::default(), Box::new(account)));
        this.settle_dialect(session);
        this
    }

    /// Goes over to the dialect's own flow as soon as it is known.
    fn settle_dialect(&mut self, session: &Session) {
        let Stage::Detect(detect, account) = &self.0 else {
            return;
        };
        let Poll::Done(dialect) = detect.poll(session) else {
            return;
        };
        let account = account.as_ref().clone();
        self.0 = match dialect {
            Ok(Dialect::AuthManager) => {
                Stage::AuthManager(Box::new(AuthManager::new(account, session)))
            }
            Ok(Dialect::LegacyApi) => Stage::LegacyApi(Box::new(LegacyApi::new(account, session))),
            Ok(Dialect::WebForm) => Stage::Failed(Error::new(
                Reason::InvalidArgument,
                "the web form is not spoken by this version; choose authmanager or legacy",
            )),
            Err(error) => Stage::Failed(error),
        };
    }
}

impl Flow for Create {
    type Done = Outcome;

    fn poll(&self, session: &Session) -> Poll<Outcome> {
        let poll = match &self.0 {
            Stage::Detect(detect, _) => match detect.poll(session) {
                Poll::Send(request) => return Poll::Send(request),
                Poll::Pause(pause) => return Poll::Pause(pause),
                Poll::Done(_) => unreachable!("a settled dialect has a stage of its own"),
            },
            Stage::AuthManager(flow) => flow.poll(session),
            Stage::LegacyApi(flow) => flow.poll(session),
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
            Stage::Detect(detect, _) => {
                detect.feed(session, reply);
                self.settle_dialect(session);
            }
            Stage::AuthManager(flow) => flow.feed(session, reply),
            Stage::LegacyApi(flow) => flow.feed(session, reply),
            Stage::Failed(_) => {}
        }
    }

    fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), Misuse> {
        match &mut self.0 {
            Stage::Detect(detect, _) => detect.answer(session, input),
            Stage::AuthManager(flow) => flow.answer(session, input),
            Stage::LegacyApi(flow) => flow.answer(session, input),
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
