//! Creating an account through AuthManager: `action=createaccount` of 1.27 and later.
//!
//! ```text
//!  Inform ─► plan ─► Send ─► PASS                      Done(Created)
//!    ▲        │       ▲ │    UI, REDIRECT, RESTART ─►  Step ──► Send
//!    │        ▼       │ │    FAIL ─► Explain? ─►       Refused ─► plan
//!    │       Ask ─────┘ └──► badtoken, once
//!    └──────────────────────────┘
//! ```

mod explain;
mod plan;
mod said;

use self::{
    explain::Explain,
    plan::{Plan, plan},
    said::Said,
};
use super::{
    Flow, Input, Outcome, Pause, Poll,
    fields::{check_names, fill},
    inform, refusal,
};
use crate::{
    Answers, Ask, Created, Dialect, Error, Misuse, NewAccount, Reason, Redirect, Refused, Session,
    Unknown, Warning, name,
    offer::{Offer, Required},
    reason::precedes_captcha,
    wire::{Form, Format, Kind, Reply, Request, Response, answer::Answer},
};

/// The machine.
#[derive(Debug, Clone)]
pub(crate) struct AuthManager {
    account: NewAccount,
    /// What the caller answered to the offer, beyond the account.
    given: Answers,
    state: State,
    /// Whether `badtoken` was answered with a fresh token already.
    token_renewed: bool,
    warnings: Vec<Warning>,
}

#[derive(Debug, Clone)]
enum State {
    /// The offer and the token are to be fetched.
    Inform,
    /// The wiki wants more than the account says.
    Ask {
        offer: Offer,
        ask: Ask,
    },
    /// A form on its way.
    Send(Sending),
    /// The wiki answered UI, REDIRECT or RESTART.
    Step {
        step: Step,
        offer: Offer,
    },
    /// A refusal whose text or cause is still to be learnt.
    Explain {
        explain: Explain,
        refused: Refused,
    },
    Refused(Refused),
    Done(Outcome),
}

/// A createaccount request without its token.
#[derive(Debug, Clone)]
struct Sending {
    form: Form,
    continues: bool,
}

/// What an answer that goes on wants.
#[derive(Debug, Clone)]
enum Step {
    Ui(Ask),
    Redirect(Redirect),
    Restart { ask: Ask, preserves: bool },
}

impl AuthManager {
    /// To create `account`.
    pub fn new(account: NewAccount, session: &Session) -> Self {
        let mut this = Self {
            account,
            given: Answers::new(),
            state: State::Inform,
            token_renewed: false,
            warnings: Vec::new(),
        };
        this.replan(session);
        this
    }

    /// Finds out what to do next from the account, the answers and the offer.
    fn replan(&mut self, session: &Session) {
        let offer = match (&session.offer, &session.create_token) {
            (Some(offer), Some(_)) => offer,
            _ => {
                self.state = State::Inform;
                return;
            }
        };
        self.state = match plan(offer, &self.account, &self.given) {
            Plan::Send(form, warnings) => {
                self.warnings = warnings;
                State::Send(self.begin(session, form, false))
            }
            Plan::Ask(ask) => State::Ask {
                offer: offer.clone(),
                ask,
            },
            Plan::Refused(refused) => State::Refused(refused),
            Plan::Failed(error) => State::Done(Outcome::Failed(error)),
        };
    }

    /// The request that begins a creation with these fields.
    fn begin(&self, session: &Session, fields: Form, preserves: bool) -> Sending {
        let return_url = session.return_url.as_deref();
        let mut form = self.envelope(session);
        // Needed even where nothing redirects; any address of the caller's does.
        form.push(
            "createreturnurl",
            return_url.unwrap_or(session.api.as_str()),
        );
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
        form
    }

    /// What a createaccount request brought.
    fn created_or_not(&mut self, session: &mut Session, sending: Sending, reply: Reply) -> State {
        let response = match reply {
            Reply::Got(response) => response,
            Reply::NotSent(fault) => return State::Done(Outcome::Failed(fault.into())),
            Reply::Lost(fault) => return self.unknown(fault.into()),
        };
        let answer = match Answer::read(&response, Format::Json) {
            Ok(answer) => answer,
            Err(no) if no.may_have_acted => return self.unknown(no.error),
            Err(no) => return State::Done(Outcome::Failed(no.error)),
        };
        if let Some(error) = answer.error(&response) {
            return self.error(session, sending, error.code, error.info, &response);
        }
        match Said::read(answer.get("createaccount"), &session.api) {
            Some(Said::Pass(username)) => self.pass(session, username),
            Some(Said::Fail(fail)) => self.fail(session, sending.continues, fail),
            Some(Said::Ui { offer, message }) => State::Step {
                step: Step::Ui(offer.ask(message)),
                offer,
            },
            Some(Said::Redirect { url, data, offer }) => State::Step {
                step: Step::Redirect(Redirect {
                    url,
                    data,
                    fields: offer.shown(),
                }),
                offer,
            },
            Some(Said::Restart {
                offer,
                message,
                preserves,
            }) => State::Step {
                step: Step::Restart {
                    ask: offer.ask(message),
                    preserves,
                },
                offer,
            },
            None => self.unknown(Error::new(
                Reason::Protocol,
                "the wiki's answer has no status this library knows",
            )),
        }
    }

    fn pass(&mut self, session: &mut Session, username: Option<String>) -> State {
        spend_captcha(session, &mut self.given);
        let name = username.unwrap_or_else(|| self.account.name.clone());
        let mut warnings = std::mem::take(&mut self.warnings);
        warnings.extend(name::changed(&self.account.name, &name));
        State::Done(Outcome::Created(Created {
            name,
            userid: None,
            warnings,
        }))
    }

    fn fail(&mut self, session: &mut Session, continues: bool, fail: said::Fail) -> State {
        if continues && fail.code == "authmanager-create-not-in-progress" {
            return self.unknown(Error::new(
                Reason::SessionLost,
                "the wiki no longer knows of this creation",
            ));
        }
        if !precedes_captcha(Dialect::AuthManager, &fail.code) {
            spend_captcha(session, &mut self.given);
        }
        let explain = Explain::needed(&fail, &self.account, session);
        let message = fail.message.unwrap_or_default();
        let refused = refusal::refused(Dialect::AuthManager, &fail.code, message);
        let refused = refusal::after(refused, fail.wait);
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
        sending: Sending,
        code: String,
        info: String,
        response: &Response,
    ) -> State {
        let mut refused = refusal::refused(Dialect::AuthManager, &code, info);
        refused.retry_after = response.retry_after();
        match refused.reason {
            Reason::SessionLost if code == "badtoken" && !self.token_renewed => {
                self.token_renewed = true;
                session.create_token = None;
                State::Send(sending)
            }
            Reason::SessionLost => State::Done(Outcome::Failed(refusal::session_lost(Some(code)))),
            _ if code.starts_with("internal_api_error") => {
                self.unknown(Error::new(refused.reason, refused.message).with_code(code))
            }
            _ => State::Refused(refused),
        }
    }

    fn unknown(&self, error: Error) -> State {
        State::Done(Outcome::Unknown(Unknown::new(&self.account.name, error)))
    }

    fn answer_step(
        &mut self,
        session: &Session,
        step: &Step,
        offer: &Offer,
        answers: &Answers,
    ) -> Result<State, Misuse> {
        check_names(&offer.shown(), answers.names())?;
        let fields = fill_step(offer, answers)?;
        Ok(State::Send(match step {
            Step::Restart { preserves, .. } => self.begin(session, fields, *preserves),
            Step::Ui(_) | Step::Redirect(_) => self.go_on(session, fields),
        }))
    }
}

impl Flow for AuthManager {
    type Done = Outcome;

    fn poll(&self, session: &Session) -> Poll<Outcome> {
        match &self.state {
            State::Inform => Poll::Send(inform::request(session)),
            State::Send(sending) => match &session.create_token {
                None => Poll::Send(inform::request(session)),
                Some(token) => {
                    let mut form = sending.form.clone();
                    form.push_secret("createtoken", token);
                    Poll::Send(Request::post(Kind::MayCreate, &session.api, form))
                }
            },
            State::Ask { ask, .. } => Poll::Pause(Pause::Ask(ask.clone())),
            State::Step { step, .. } => Poll::Pause(match step {
                Step::Ui(ask) => Pause::Ask(ask.clone()),
                Step::Redirect(redirect) => Pause::Redirect(redirect.clone()),
                Step::Restart { ask, .. } => Pause::Restart(ask.clone()),
            }),
            State::Explain { explain, .. } => Poll::Send(explain.request(session)),
            State::Refused(refused) => Poll::Pause(Pause::Refused(refused.clone())),
            State::Done(outcome) => Poll::Done(outcome.clone()),
        }
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        match &self.state {
            State::Inform => match inform::read(session, reply) {
                Ok(inform::Told::AuthManager) => self.replan(session),
                Ok(inform::Told::NoAuthManager) => self.state = not_there(),
                Err(error) => self.state = State::Done(Outcome::Failed(error)),
            },
            State::Send(_) if session.create_token.is_none() => {
                match inform::read(session, reply) {
                    Ok(inform::Told::AuthManager) => {}
                    Ok(inform::Told::NoAuthManager) => self.state = not_there(),
                    Err(error) => self.state = State::Done(Outcome::Failed(error)),
                }
            }
            State::Send(sending) => {
                let sending = sending.clone();
                self.state = self.created_or_not(session, sending, reply);
            }
            State::Explain { explain, refused } => {
                self.state = State::Refused(explain.read(reply, refused.clone()));
            }
            State::Ask { .. } | State::Step { .. } | State::Refused(_) | State::Done(_) => {}
        }
    }

    fn answer(&mut self, session: &mut Session, input: Input) -> Result<(), Misuse> {
        match (&self.state, input) {
            (State::Ask { offer, ask }, Input::Answers(answers)) => {
                let mut given = self.given.clone();
                plan::accept(offer, ask, &self.account, &mut given, answers)?;
                self.given = given;
                self.replan(session);
            }
            (State::Step { step, offer }, Input::Answers(answers)) => {
                let (step, offer) = (step.clone(), offer.clone());
                self.state = self.answer_step(session, &step, &offer, &answers)?;
            }
            (State::Step { step, offer }, Input::Returned(url))
                if matches!(step, Step::Redirect(_)) =>
            {
                let fields = offer.shown();
                let known = |name: &str| fields.iter().any(|field| field.name == name);
                let answers: Answers = url
                    .query_pairs()
                    .filter(|(name, _)| known(name))
                    .map(|(name, value)| (name.into_owned(), value.into_owned()))
                    .collect();
                let (step, offer) = (step.clone(), offer.clone());
                self.state = self.answer_step(session, &step, &offer, &answers)?;
            }
            (State::Refused(_) | State::Ask { .. }, Input::Revise(account)) => {
                self.account = account;
                self.token_renewed = false;
                self.replan(session);
            }
            (State::Ask { .. } | State::Step { .. }, _) => {
                return Err(Misuse::new("the wiki waits for answers to its fields"));
            }
            (State::Refused(_), _) => {
                return Err(Misuse::new(
                    "the wiki refused; revise the account to try again",
                ));
            }
            _ => return Err(Misuse::new("nothing is asked now")),
        }
        Ok(())
    }
}

fn not_there() -> State {
    State::Done(Outcome::Failed(Error::new(
        Reason::Protocol,
        "this wiki has no AuthManager (it is older than 1.27); use the legacy dialect",
    )))
}

/// Fills the requests of a step. Those that are required must be complete, unless
/// a button was pressed; of several primary ones one will do; the optional ones
/// are sent as far as they are complete.
fn fill_step(offer: &Offer, answers: &Answers) -> Result<Form, Misuse> {
    let filled = offer
        .requests
        .iter()
        .map(|request| Ok((request.required, fill(request, |name| answers.get(name))?)))
        .collect::<Result<Vec<_>, Misuse>>()?;
    let pressed = filled.iter().any(|(_, filled)| filled.pressed);
    let primary_done = filled
        .iter()
        .any(|(required, f)| *required == Required::Primary && f.missing.is_empty());
    let mut form = Form::default();
    for (required, filled) in filled {
        let needed = match required {
            Required::Always => !pressed,
            Required::Primary => !pressed && !primary_done,
            Required::Optional => false,
        };
        match filled.missing.first() {
            None => filled.send(&mut form),
            Some(missing) if needed || filled.touched => {
                return Err(Misuse::of(
                    missing,
                    format!("the field \"{missing}\" must be filled"),
                ));
            }
            Some(_) => {}
        }
    }
    Ok(form)
}

/// A captcha is good once: its offer is fetched anew when it is needed again.
fn spend_captcha(session: &mut Session, given: &mut Answers) {
    for field in [crate::Captcha::FIELD, crate::Captcha::CHALLENGE_FIELD] {
        given.take(field);
    }
    if session.offer.as_ref().is_some_and(Offer::has_captcha) {
        session.offer = None;
    }
}
