//! Creating an account through AuthManager: `action=createaccount` of 1.27 and later.
//!
//! ```text
//!  Inform ─► plan ─► Send ─► PASS                   Done(Created)
//!    ▲        │       ▲ ├──► UI, REDIRECT, RESTART ─► Look ─► Step ─► Send
//!    │        ▼       │ ├──► FAIL ─► Explain? ─►      Refused ─► plan
//!    │       Ask ─────┘ └──► lost, unclear ─► Settle ─► Refused, Done
//!    └──────────────────────── badtoken, once
//! ```

mod explain;

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use self::explain::Explain;
use super::{
    Flow, Input, Outcome, Pause, Poll,
    create::Hand,
    inform,
    plan::{self, Plan, plan},
    refusal,
    said::{Fail, Said},
    settle::{Known, Settle, Verdict},
    step::Step,
};
use crate::{
    Answer, Answers, Ask, Captcha, Created, Dialect, Error, Misuse, NewAccount, Reason, Refused,
    Session, Unknown, Warning, name,
    offer::Offer,
    reason::precedes_captcha,
    wire::{
        Fault, Form, Format, Kind, Purpose, Reply, Request,
        answer::{Answer as ApiAnswer, ApiError},
    },
};

/// The machine.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct AuthManager {
    account: NewAccount,
    /// What the caller answered to the offer, beyond the account.
    #[serde(with = "crate::account::kept")]
    given: Answers,
    state: State,
    /// The fields of the last offer whose values may be written down.
    open_fields: Vec<String>,
    /// Whether `badtoken` was answered with a fresh token already.
    token_renewed: bool,
    /// A captcha answer that came with the account and was used up.
    #[serde(skip)]
    spent_preset: Option<Answer>,
    warnings: Vec<Warning>,
    progress: Progress,
}

/// How far the wiki has come with the account.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Progress {
    /// Whether a step came: then the account may exist, since secondary providers ask
    /// after it was made.
    begun: bool,
    /// Whether it exists, where that is known.
    exists: Option<bool>,
    /// The wiki's own time when the first of the requests went out that may have made it.
    since: Option<SystemTime>,
    /// Whether it has gone on in this process since it was begun.
    #[serde(skip)]
    is_fresh: bool,
}

impl Progress {
    /// Whether the account exists: surely not before the first step.
    fn account_exists(self) -> Option<bool> {
        match self.begun {
            true => self.exists,
            false => Some(false),
        }
    }
}

/// Only what waits for the caller can be written down.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum State {
    /// The offer and the token are to be fetched.
    #[serde(skip)]
    Inform,
    /// The wiki wants more than the account says.
    Ask {
        offer: Offer,
        ask: Ask,
    },
    /// A form on its way.
    #[serde(skip)]
    Send(Sending),
    /// A form that waits for another token.
    #[serde(skip)]
    Renew(Sending),
    /// A step came, and whether the account exists is to be found out.
    #[serde(skip)]
    Look {
        step: Step,
        settle: Settle,
    },
    Step(Step),
    /// A refusal whose text or cause is still to be learnt.
    #[serde(skip)]
    Explain {
        explain: Explain,
        refused: Refused,
    },
    /// What came of a request is to be found out; if nothing, this is the refusal.
    #[serde(skip)]
    Settle {
        settle: Settle,
        otherwise: Refused,
    },
    Refused(Refused),
    #[serde(skip)]
    Done(Outcome),
}

/// A createaccount request without its token.
#[derive(Debug, Clone)]
struct Sending {
    form: Form,
    continues: bool,
}

impl AuthManager {
    /// To create `account`.
    pub fn new(account: NewAccount, session: &Session) -> Self {
        let mut this = Self {
            account,
            given: Answers::new(),
            state: State::Inform,
            open_fields: Vec::new(),
            token_renewed: false,
            spent_preset: None,
            warnings: Vec::new(),
            progress: Progress::default(),
        };
        this.replan(session);
        this
    }

    /// Finds out what to do next from the account, the answers and the offer.
    fn replan(&mut self, session: &Session) {
        self.state = match self.planned(session) {
            Ok(state) => state,
            Err(misuse) => State::Done(Outcome::Failed(misuse.into())),
        };
    }

    fn planned(&mut self, session: &Session) -> Result<State, Misuse> {
        let Some(offer) = &session.offer else {
            return Ok(State::Inform);
        };
        let open = offer.shown().into_iter().filter(|field| !field.sensitive);
        self.open_fields = open.map(|field| field.name).collect();
        Ok(match plan(offer, &self.account, &self.given)? {
            Plan::Send {
                form,
                only,
                warnings,
            } => {
                self.warnings = warnings;
                let preserves = offer.preserves_for(&self.account.name);
                let mut sending = self.begin(session, form, preserves);
                if let Some(only) = only {
                    sending.form.push("createrequests", &only);
                }
                with_token(session, sending)
            }
            Plan::Ask(ask) => State::Ask {
                offer: offer.clone(),
                ask,
            },
            Plan::Refused(refused) => State::Refused(refused),
        })
    }

    /// The request that begins a creation with these fields.
    fn begin(&self, session: &Session, fields: Form, preserves: bool) -> Sending {
        let mut form = self.envelope(session);
        // Needed even where nothing redirects; any address of the caller's does.
        form.push("createreturnurl", session.return_url());
        if preserves {
            form.push("createpreservestate", "1");
        }
        // On this POST it sets the account's language, and nowhere else does the
        // module take one (1.28 to 1.45).
        if let Some(language) = &self.account.language {
            form.push("uselang", language);
        }
        form.append(fields);
        Sending {
            form,
            continues: false,
        }
    }

    /// The request that goes on with a creation.
    fn go_on(&self, session: &Session, fields: Form) -> Sending {
        let mut form = self.envelope(session);
        form.push("createcontinue", "1");
        form.append(fields);
        Sending {
            form,
            continues: true,
        }
    }

    fn envelope(&self, session: &Session) -> Form {
        let mut form = Form::new(&[
            ("action", "createaccount"),
            ("format", "json"),
            ("formatversion", "2"),
        ]);
        if session.facts.codes_only_raw {
            form.push("createmessageformat", "raw");
        }
        session.assert(&mut form);
        form
    }

    fn request(&self, session: &Session, sending: &Sending) -> Request {
        let mut form = sending.form.clone();
        if let Some(token) = &session.create_token {
            form.push_token("createtoken", token);
        }
        let purpose = match sending.continues {
            true => Purpose::Continue,
            false => Purpose::Create,
        };
        Request::post(Kind::MayCreate, &session.api, form).purpose(purpose)
    }

    /// What a createaccount request brought.
    fn read(&mut self, session: &mut Session, sending: &Sending, reply: Reply) -> State {
        // The wiki's time of the answer before: this request's own came later.
        let since = session.previous_date(&reply);
        let known = Known {
            since,
            begun: self.progress.since,
            // A step comes only for a name that was free; after a pause of who knows how
            // long that says nothing any more.
            seen_free: self.progress.begun && self.progress.is_fresh,
            ..Known::default()
        };
        self.progress.since = self.progress.since.or(since);
        let response = match reply {
            Reply::Got(response) => response,
            Reply::NotSent(fault) => return self.not_done(session, known, fault.into()),
            Reply::Lost(fault) => return self.lost(session, known, fault),
        };
        let answer = match ApiAnswer::read(&response, Format::Json) {
            Ok(answer) => answer,
            Err(no) if no.may_have_acted => {
                self.spend_captcha(session);
                let known = Known {
                    answered: !no.may_go_on,
                    timed_out: no.may_go_on,
                    ..known
                };
                return self.settle(known, refusal::of(no.error));
            }
            Err(no) => return self.not_done(session, known, no.error),
        };
        let known = Known {
            answered: true,
            ..known
        };
        if let Some(error) = answer.error(&response) {
            return self.error(session, sending, known, error);
        }
        self.token_renewed = false;
        session.step_waits = false;
        match Said::read(answer.get("createaccount"), &session.api) {
            Some(Said::Pass(username)) => self.pass(session, username),
            Some(Said::Fail(fail)) => self.fail(session, sending, known, fail),
            None => {
                self.spend_captcha(session);
                let what = "the wiki's answer has no status this library knows";
                self.settle(known, refusal::ours(Reason::Protocol, what))
            }
            Some(said) => match Step::of(said) {
                Some(step) => self.step(session, step),
                None => State::Inform,
            },
        }
    }

    fn pass(&mut self, session: &mut Session, username: Option<String>) -> State {
        self.spend_captcha(session);
        let name = username.unwrap_or_else(|| name::normalise(&self.account.name));
        let warnings = Vec::from_iter(name::changed(&self.account.name, &name));
        self.created(name, None, warnings)
    }

    fn created(&mut self, name: String, userid: Option<u64>, more: Vec<Warning>) -> State {
        let mut warnings = std::mem::take(&mut self.warnings);
        warnings.extend(more);
        State::Done(Outcome::Created(Created {
            name,
            userid,
            warnings,
        }))
    }

    /// A step: where the account stands is found out once for each, until it exists.
    fn step(&mut self, session: &mut Session, step: Step) -> State {
        self.spend_captcha(session);
        self.progress.begun = true;
        self.progress.is_fresh = true;
        session.step_waits = true;
        if self.progress.exists == Some(true) {
            return State::Step(step);
        }
        let settle = Settle::look(&self.account.name);
        State::Look { step, settle }
    }

    fn fail(
        &mut self,
        session: &mut Session,
        sending: &Sending,
        known: Known,
        fail: Fail,
    ) -> State {
        let reason = refusal::reason(Dialect::AuthManager, &fail.code);
        if !precedes_captcha(Dialect::AuthManager, &fail.code) {
            self.spend_captcha(session);
        }
        if matches!(
            reason,
            Reason::CaptchaWrong
                | Reason::CaptchaUnavailable
                | Reason::NoLocalAccounts
                | Reason::Other
        ) {
            // What the wiki offers may have changed.
            session.offer = None;
        }
        let explain = Explain::needed(&fail, &self.account, &self.given, session);
        let message = fail.message.unwrap_or_default();
        let mut refused = refusal::refused(Dialect::AuthManager, &fail.code, message);
        refused.retry_after = fail.wait;
        if sending.continues {
            if reason == Reason::NameTaken {
                // Said only while this creation has not made the account: somebody else did
                // (AuthManager::continueAccountCreation).
                return State::Refused(refused);
            }
            if fail.code == "authmanager-create-not-in-progress" {
                // Nobody knows since when.
                let known = Known {
                    seen_free: false,
                    ..known
                };
                refused = refusal::of(refusal::session_lost(Some(fail.code)));
                return self.settle(known, refused);
            }
            return self.settle(known, refused);
        }
        match explain {
            Some(explain) => State::Explain { explain, refused },
            None => State::Refused(refused),
        }
    }

    /// A top-level error: AuthManager was not asked, unless the error is the
    /// server's own (a secondary provider may fail after the account exists).
    fn error(
        &mut self,
        session: &mut Session,
        sending: &Sending,
        known: Known,
        error: ApiError,
    ) -> State {
        let mut refused = refusal::refused(Dialect::AuthManager, &error.code, error.info);
        refused.retry_after = error.retry_after;
        let code = error.code;
        if code == "badtoken" && !self.token_renewed && !sending.continues {
            // A captcha goes with the session that has lost the token.
            self.token_renewed = true;
            self.progress.since = None;
            session.create_token = None;
            self.spend_captcha(session);
            return State::Inform;
        }
        if code.starts_with("internal_api_error") {
            self.spend_captcha(session);
            return self.settle(known, refused);
        }
        match refused.reason {
            Reason::SessionLost => self.not_done(session, known, refusal::session_lost(Some(code))),
            _ if sending.continues => self.settle(known, refused),
            _ => State::Refused(refused),
        }
    }

    /// The request surely came to nothing; what went before it may not have.
    fn not_done(&mut self, session: &mut Session, known: Known, error: Error) -> State {
        if !self.progress.begun || self.progress.exists == Some(false) {
            return State::Done(Outcome::Failed(error));
        }
        if error.reason == Reason::SessionLost {
            session.create_token = None;
        }
        let known = Known {
            answered: true,
            ..known
        };
        self.settle(known, refusal::of(error))
    }

    fn lost(&mut self, session: &mut Session, known: Known, fault: Fault) -> State {
        self.spend_captcha(session);
        let known = Known {
            timed_out: fault.timed_out,
            ..known
        };
        self.settle(known, refusal::of(fault.into()))
    }

    fn settle(&mut self, known: Known, otherwise: Refused) -> State {
        if self.progress.exists == Some(true) {
            return self.unfinished(&otherwise, None);
        }
        if otherwise.reason == Reason::Cancelled {
            return self.unknown(otherwise, None);
        }
        let settle = Settle::new(&self.account.name, Dialect::AuthManager, known);
        State::Settle { settle, otherwise }
    }

    fn settled(&mut self, verdict: Verdict, otherwise: Refused) -> State {
        match verdict {
            Verdict::Created { userid } if self.progress.begun => {
                self.unfinished(&otherwise, userid)
            }
            Verdict::Created { userid } => {
                let name = name::normalise(&self.account.name);
                let warning = Warning::found(&otherwise);
                self.created(name, userid, vec![warning])
            }
            Verdict::NotThere => State::Refused(refusal::settled(otherwise)),
            Verdict::Older => State::Refused(refusal::older(&self.account.name)),
            Verdict::Unclear(what) => self.unknown(otherwise, Some(what)),
        }
    }

    /// The account exists, but the wiki's further steps came to no end.
    fn unfinished(&mut self, cause: &Refused, userid: Option<u64>) -> State {
        let name = name::normalise(&self.account.name);
        let warning = Warning::unfinished(cause);
        self.created(name, userid, vec![warning])
    }

    fn unknown(&self, cause: Refused, what: Option<String>) -> State {
        State::Done(Outcome::Unknown(Unknown::new(
            &self.account.name,
            cause,
            what,
        )))
    }

    /// A captcha is good once: its answer is forgotten, and its offer fetched anew
    /// when it is needed again.
    fn spend_captcha(&mut self, session: &mut Session) {
        for field in Captcha::FIELDS {
            self.given.take(field);
            if let Some(preset) = self.account.fields.take(field) {
                self.spent_preset.get_or_insert(preset);
            }
        }
        if session.offer.as_ref().is_some_and(Offer::has_captcha) {
            session.offer = None;
        }
    }

    /// What another dialect needs to go on in its place; none once a step came.
    pub fn hand(&self) -> Option<Hand> {
        (!self.progress.begun).then(|| Hand {
            account: self.account.clone(),
            given: self.given.clone(),
        })
    }

    /// What may be written down of it, if it waits for its caller.
    pub fn suspended(&self) -> Option<Self> {
        if !matches!(
            self.state,
            State::Ask { .. } | State::Step(_) | State::Refused(_)
        ) {
            return None;
        }
        let mut open = self.clone();
        let keep = |name: &str| {
            let is_open = self.open_fields.iter().any(|open| open == name);
            is_open && !Captcha::FIELDS.contains(&name)
        };
        open.given.retain(keep);
        open.account.fields.retain(keep);
        Some(open)
    }

    /// Takes up what was written down: the password must be asked for again.
    pub fn resumed(&mut self) {
        if let State::Ask { offer, .. } = &self.state {
            let planned = plan(offer, &self.account, &self.given);
            if let Ok(Plan::Ask(again)) = planned
                && let State::Ask { ask, .. } = &mut self.state
            {
                *ask = again;
            }
        }
    }

    fn revise(&mut self, session: &Session, mut account: NewAccount) -> Result<(), Misuse> {
        if account.fields.get(Captcha::FIELD) == self.spent_preset.as_ref() {
            account.fields.take(Captcha::FIELD);
        }
        let mut given = self.given.clone();
        for name in account.fields.names() {
            given.take(name);
        }
        let mut revised = Self {
            account,
            given,
            token_renewed: false,
            progress: Progress::default(),
            ..self.clone()
        };
        revised.state = revised.planned(session)?;
        *self = revised;
        Ok(())
    }
}

impl Flow for AuthManager {
    type Done = Outcome;

    fn poll(&self, session: &Session) -> Poll<Outcome> {
        match &self.state {
            State::Inform => Poll::Send(inform::request(session)),
            State::Send(sending) => Poll::Send(self.request(session, sending)),
            State::Renew(_) => Poll::Send(inform::token_request(session)),
            State::Ask { ask, .. } => Poll::Pause(Pause::Ask(Ask {
                account_exists: self.progress.account_exists(),
                ..ask.clone()
            })),
            State::Step(step) => Poll::Pause(step.pause(self.progress.exists)),
            State::Explain { explain, .. } => Poll::Send(explain.request(session)),
            State::Look { settle, .. } | State::Settle { settle, .. } => {
                Poll::Send(settle.request(session))
            }
            State::Refused(refused) => Poll::Pause(Pause::Refused(refused.clone())),
            State::Done(outcome) => Poll::Done(outcome.clone()),
        }
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        let state = std::mem::replace(&mut self.state, State::Inform);
        self.state = match state {
            State::Inform => match inform::read(session, reply) {
                Ok(inform::Told::AuthManager) => return self.replan(session),
                Ok(inform::Told::NoAuthManager) => not_there(),
                Err(error) => State::Done(Outcome::Failed(error)),
            },
            State::Send(sending) => self.read(session, &sending, reply),
            State::Renew(sending) => match inform::read_token(session, reply) {
                Ok(()) => State::Send(sending),
                Err(error) => self.not_done(session, Known::default(), error),
            },
            State::Explain { explain, refused } => State::Refused(explain.read(reply, refused)),
            State::Look { step, mut settle } => match settle.read(session, reply) {
                None => State::Look { step, settle },
                Some(verdict) => {
                    self.progress.exists = match verdict {
                        Verdict::Created { .. } => Some(true),
                        Verdict::NotThere => Some(false),
                        Verdict::Older | Verdict::Unclear(_) => None,
                    };
                    if self.progress.exists == Some(false) {
                        self.progress.since = None;
                    }
                    State::Step(step)
                }
            },
            State::Settle {
                mut settle,
                otherwise,
            } => match settle.read(session, reply) {
                None => State::Settle { settle, otherwise },
                Some(verdict) => self.settled(verdict, otherwise),
            },
            waiting => waiting,
        };
    }

    fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), Misuse> {
        match (&self.state, input) {
            (State::Ask { offer, ask }, Input::Answers(answers)) => {
                self.given = plan::accept(offer, ask, &self.account, &self.given, answers)?;
                self.replan(session);
                Ok(())
            }
            (State::Step(step), input) => {
                let fields = step.fill(input)?;
                let sending = match step.restarts() {
                    Some(preserves) => self.begin(session, fields, preserves),
                    None => self.go_on(session, fields),
                };
                self.state = with_token(session, sending);
                Ok(())
            }
            (State::Refused(_) | State::Ask { .. }, Input::Revise(account)) => {
                self.revise(session, account)
            }
            (State::Done(Outcome::Failed(error)), Input::Revise(account))
                if error.reason == Reason::InvalidArgument =>
            {
                self.revise(session, account)
            }
            (State::Ask { .. }, _) => Err(Misuse::new("the wiki waits for answers to its fields")),
            (State::Refused(_), _) => Err(Misuse::new(
                "the wiki refused; revise the account to try again",
            )),
            _ => Err(Misuse::new("nothing is asked now")),
        }
    }
}

/// A form can go out once there is a token; a resumed session has none.
fn with_token(session: &Session, sending: Sending) -> State {
    match session.create_token {
        Some(_) => State::Send(sending),
        None => State::Renew(sending),
    }
}

fn not_there() -> State {
    State::Done(Outcome::Failed(Error::new(
        Reason::Protocol,
        "this wiki has no AuthManager, so it is older than 1.27; use the legacy dialect",
    )))
}
