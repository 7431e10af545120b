//! Creating an account through the page that people sign up on: wikis without an API for it,
//! up to 1.20, and those of any age whose API is off or refuses.
//!
//! ```text
//!  Page ─► plan ─► Send ─► name cookie                       Done(Created)
//!    ▲      │       ▲ ├──► the form again ─► Explain? ─►     Refused ─► plan
//!    │      ▼       │ ├──► a form that goes on (1.27+) ─►    Ask ─► Send
//!    │     Ask ─────┘ └──► neither, lost ─► Settle ─►        Done, Refused
//!    └──────────────────── session lost, once
//! ```
//!
//! No text is read to tell what came of it. Only what a refusal is about is taken from its
//! text, which is compared with the wiki's own messages.

mod captcha;
mod controls;
mod explain;
mod login;
mod new_user;
mod page;
mod signup;
mod visit;

use std::time::SystemTime;

use serde::{Deserialize, Serialize};

use self::{
    explain::Explain,
    new_user::{NewUser, is_cookie_check},
    signup::Signup,
    visit::{Denied, form_of},
};
pub(super) use self::{
    explain::user_list,
    login::{LoginForm, LoginPage, login_page},
    page::Page,
    visit::{Shown, captcha_in, page_request},
};
use super::{
    Flow, Input, Outcome, Pause, Poll,
    fields::check_names,
    plan::{self, Plan, plan},
    refusal,
    settle::{Known, Settle, Verdict},
    step::fill_all,
};
use crate::{
    Answer, Answers, Ask, Captcha, Created, Dialect, Error, Misuse, NewAccount, Reason, Refused,
    Session, Unknown, Warning, name,
    offer::Offer,
    reason::precedes_captcha,
    wire::{Fault, Form, Kind, Purpose, Reply, Request, Response, answer},
};

/// The machine.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct WebForm {
    account: NewAccount,
    /// What the caller answered, beyond the account.
    #[serde(with = "crate::account::kept")]
    given: Answers,
    /// The form for the next try; none where it is to be fetched.
    signup: Option<Signup>,
    state: State,
    /// The fields of the last form whose values may be written down.
    open_fields: Vec<String>,
    /// Whether a lost session was followed by another try already.
    renewed: bool,
    /// Whether the wiki asked for more after the form was sent (1.27 and later): the account
    /// may exist since.
    begun: bool,
    /// The wiki's own time when the first form went out that may have made it.
    since: Option<SystemTime>,
    /// Whether it has gone on in this process since it was begun.
    #[serde(skip)]
    is_fresh: bool,
    warnings: Vec<Warning>,
    /// Why the API does not do it, in case that there is no form either.
    #[serde(skip)]
    instead_of: Option<Error>,
    /// A captcha answer that came with the account and was used up.
    #[serde(skip)]
    spent_preset: Option<Answer>,
}

/// Only what waits for the caller can be written down.
#[derive(Debug, Clone, Serialize, Deserialize)]
enum State {
    /// The form is to be fetched.
    #[serde(skip)]
    Page,
    Ask(Ask),
    /// A form on its way.
    #[serde(skip)]
    Send(Form),
    /// The same, waiting for tokens.
    #[serde(skip)]
    Renew(Form),
    /// A refusal in the wiki's words, whose cause is still to be learnt.
    #[serde(skip)]
    Explain {
        explain: Explain,
        denied: Denied,
    },
    /// What came of a form is to be found out; if nothing, this is the refusal.
    #[serde(skip)]
    Settle {
        settle: Settle,
        otherwise: Refused,
        looks: Looks,
    },
    Refused(Refused),
    #[serde(skip)]
    Done(Outcome),
}

/// How an answer looks that does not say what came of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Looks {
    /// As if it was lost, or the server's own.
    Lost,
    /// A page of the wiki's without the form, as those are that deny something.
    Denied,
    /// A page that tells a creator that the account was made.
    Done,
}

impl WebForm {
    /// To create `account`; `given` was answered before, `instead_of` says why it is the form
    /// that is tried.
    pub fn new(
        account: NewAccount,
        given: Answers,
        instead_of: Option<Error>,
        session: &Session,
    ) -> Self {
        let signup = match (&session.offer, &session.create_token) {
            (Some(offer), Some(token)) => Some(Signup::of_offer(offer, token, session)),
            _ => None,
        };
        let mut this = Self {
            account,
            given,
            signup,
            state: State::Page,
            open_fields: Vec::new(),
            renewed: false,
            begun: false,
            since: None,
            is_fresh: false,
            warnings: Vec::new(),
            instead_of,
            spent_preset: None,
        };
        this.replan();
        this
    }

    /// Finds out what to do next from the account, the answers and the form.
    fn replan(&mut self) {
        self.state = match self.planned() {
            Ok(state) => state,
            Err(misuse) => State::Done(Outcome::Failed(misuse.into())),
        };
    }

    fn planned(&mut self) -> Result<State, Misuse> {
        let Some(signup) = &self.signup else {
            return Ok(State::Page);
        };
        let open = signup
            .offer
            .shown()
            .into_iter()
            .filter(|field| !field.sensitive);
        self.open_fields = open.map(|field| field.name).collect();
        if let Some(refused) = refusal::altered_name(&self.account).filter(|_| !signup.modern) {
            return Ok(State::Refused(refused));
        }
        Ok(match plan(&signup.offer, &self.account, &self.given)? {
            Plan::Send {
                mut form,
                mut warnings,
                ..
            } => {
                match &self.account.language {
                    Some(language) if signup.takes_language => form.push("uselang", language),
                    Some(_) => warnings.push(Warning::new(
                        Warning::NOT_OFFERED,
                        "the wiki takes no language here; it was left out",
                    )),
                    None => {}
                }
                self.warnings = warnings;
                self.sending(form)
            }
            Plan::Ask(ask) => State::Ask(Ask {
                // Before the form is sent.
                account_exists: Some(false),
                ..ask
            }),
            Plan::Refused(refused) => State::Refused(refused),
        })
    }

    /// A form can go out with its tokens; a resumed conversation has none.
    fn sending(&self, form: Form) -> State {
        match self.signup.as_ref().is_some_and(Signup::is_armed) {
            true => State::Send(form),
            false => State::Renew(form),
        }
    }

    fn send_request(&self, session: &Session, filled: &Form) -> Request {
        let (action, form) = match &self.signup {
            Some(signup) => (&signup.action, signup.complete(filled)),
            None => (&session.api, filled.clone()),
        };
        let purpose = match self.begun {
            true => Purpose::Continue,
            false => Purpose::Create,
        };
        Request::post(Kind::MayCreate, action, form).purpose(purpose)
    }

    /// The page that was asked for, if it has the form, or what to do where it has none.
    fn fetched(&mut self, session: &mut Session, reply: Reply) -> Result<Signup, Box<State>> {
        let response = match reply {
            Reply::Got(response) => response,
            Reply::NotSent(fault) | Reply::Lost(fault) => {
                return Err(Box::new(self.failed(session, fault.into())));
            }
        };
        let page = Page::read(&response);
        match form_of(session, &page) {
            Ok(Some(form)) => return Ok(form),
            Ok(None) => {}
            Err(error) => return Err(Box::new(self.failed(session, error))),
        }
        let denied = Denied::by(&page);
        let error = self.instead_of.take();
        if !page.is_mediawiki() || (denied.said.is_empty() && error.is_some()) {
            let error = error.unwrap_or_else(|| answer::no_page(&response).error);
            return Err(Box::new(self.failed(session, error)));
        }
        Err(Box::new(self.denied(session, denied)))
    }

    /// What came of the form that was sent.
    fn answered(&mut self, session: &mut Session, reply: Reply) -> State {
        let known = self.known(session, &reply);
        self.since = self.since.or(known.since);
        let response = match reply {
            Reply::Got(response) => response,
            Reply::NotSent(fault) => return self.failed(session, fault.into()),
            Reply::Lost(fault) => {
                let known = Known {
                    timed_out: fault.timed_out,
                    ..known
                };
                return self.settle(session, known, refusal::of(fault.into()), Looks::Lost);
            }
        };
        let known = Known {
            answered: true,
            ..known
        };
        let page = Page::read(&response);
        match form_of(session, &page) {
            Ok(Some(form)) if form.continues => self.goes_on(session, form, &page),
            // The form from the beginning: whatever had begun has ended.
            Ok(Some(_)) if self.begun => {
                let refused = refusal::refused(Dialect::WebForm, "", page.errors());
                self.settle(session, known, refused, Looks::Lost)
            }
            // Up to 1.26 the form also comes when the account was made and its mail failed.
            Ok(Some(form)) if self.account.mail_password && !form.modern => {
                let refused = refusal::refused(Dialect::WebForm, "", page.errors());
                self.settle(session, known, refused, Looks::Denied)
            }
            Ok(Some(form)) => {
                self.since = None;
                self.form_again(session, &page, form)
            }
            Err(error) => self.failed(session, error),
            Ok(None) => match NewUser::in_cookies(&response) {
                // A page that denies something may remind of whom the server has logged in.
                Some(new)
                    if session.creator.is_none()
                        && (!page.denies() || self.is_about(&new.name)) =>
                {
                    self.created(session, new)
                }
                _ => self.no_form(session, known, &page, &response),
            },
        }
    }

    /// What is known of the account when a form was answered, or what came of it is asked.
    fn known(&self, session: &Session, reply: &Reply) -> Known {
        Known {
            since: session.previous_date(reply),
            begun: self.since,
            seen_free: self.is_fresh,
            ..Known::default()
        }
    }

    fn is_about(&self, name: &str) -> bool {
        name::normalise(name) == name::normalise(&self.account.name)
    }

    /// The wiki wants more before it is done, as a second factor.
    fn goes_on(&mut self, session: &mut Session, form: Signup, page: &Page) -> State {
        self.spend_captcha(session);
        self.begun = true;
        self.is_fresh = true;
        let ask = form.offer.ask(page.notice());
        self.signup = Some(form);
        State::Ask(ask)
    }

    /// The form once more: nothing was created.
    fn form_again(&mut self, session: &mut Session, page: &Page, form: Signup) -> State {
        let lost = self
            .signup
            .as_ref()
            .is_some_and(|sent| sent.is_of_lost_session(&form));
        if lost {
            return self.try_again(session, form);
        }
        let denied = Denied {
            said: page.errors(),
            reason: Reason::Other,
            form: Some(form),
        };
        self.denied(session, denied)
    }

    /// After the session was lost, and the captcha with it.
    fn try_again(&mut self, session: &mut Session, form: Signup) -> State {
        if self.renewed {
            return State::Done(Outcome::Failed(refusal::session_lost(None)));
        }
        self.renewed = true;
        self.spend_captcha(session);
        self.signup = Some(form);
        self.replan();
        std::mem::replace(&mut self.state, State::Page)
    }

    /// Neither a form nor a cookie: a creator is told in words alone; a page that denies
    /// something looks the same to whoever cannot read it.
    fn no_form(
        &mut self,
        session: &mut Session,
        known: Known,
        page: &Page,
        response: &Response,
    ) -> State {
        let name = &self.account.name;
        if is_cookie_check(session, response) {
            // It only wants to know whether its cookies were kept.
            let name = name::normalise(name);
            return self.exists(session, name, None, Vec::new());
        }
        if !page.is_mediawiki() {
            let no = answer::no_page(response);
            if !no.may_have_acted {
                return self.failed(session, no.error);
            }
            let known = Known {
                answered: !no.may_go_on,
                timed_out: no.may_go_on,
                ..known
            };
            return self.settle(session, known, refusal::of(no.error), Looks::Lost);
        }
        let denied = Denied::by(page);
        if page.denies() && !self.begun {
            return self.denied(session, denied);
        }
        let is_done = session.creator.is_some() && page.errors().is_empty() && page.names(name);
        let known = Known {
            // Whose account it is, the page has said.
            seen_free: is_done || known.seen_free,
            ..known
        };
        let refused = refusal::refused(Dialect::WebForm, "", denied.said);
        let looks = if is_done { Looks::Done } else { Looks::Denied };
        self.settle(session, known, refused, looks)
    }

    fn denied(&mut self, session: &mut Session, denied: Denied) -> State {
        // Where a page denies something it is not about the name.
        let name = denied.form.as_ref().map(|_| self.account.name.as_str());
        let language = self.signup.as_ref().filter(|signup| signup.takes_language);
        let language = language.and(self.account.language.as_deref());
        match Explain::needed(&denied.said, name, language, session) {
            Some(explain) => State::Explain { explain, denied },
            None => self.refused(
                session,
                refusal::refused(Dialect::WebForm, "", denied.said),
                denied.reason,
                denied.form,
            ),
        }
    }

    /// A refusal whose cause is known as far as it can be; `form` is there for the next try.
    fn refused(
        &mut self,
        session: &mut Session,
        mut refused: Refused,
        otherwise: Reason,
        form: Option<Signup>,
    ) -> State {
        if refused.reason == Reason::Other {
            refused.reason = otherwise;
        }
        let Some(mut form) = form else {
            // The next form has a captcha of its own.
            if self.signup.take().is_some() {
                self.spend_captcha(session);
            }
            return State::Refused(refused);
        };
        if refused.reason == Reason::SessionLost {
            return self.try_again(session, form);
        }
        let lacks_email = self.account.email.as_deref().unwrap_or_default().is_empty();
        if refused.reason == Reason::Other && lacks_email && form.wants_email() {
            refused.reason = Reason::EmailRequired;
        }
        let code = refused.code.as_deref().unwrap_or_default();
        let rules = match form.modern {
            true => Dialect::AuthManager,
            false => Dialect::LegacyApi,
        };
        match &self.signup {
            Some(sent) if precedes_captcha(rules, code) => form.keep_captcha(sent),
            _ => self.spend_captcha(session),
        }
        self.signup = Some(form);
        State::Refused(refused)
    }

    fn created(&mut self, session: &mut Session, new: NewUser) -> State {
        let warnings = Vec::from_iter(name::changed(&self.account.name, &new.name));
        self.exists(session, new.name, new.id, warnings)
    }

    /// The end.
    fn exists(
        &mut self,
        session: &mut Session,
        name: String,
        userid: Option<u64>,
        more: Vec<Warning>,
    ) -> State {
        self.signup = None;
        session.facts.dialect = Some(Dialect::WebForm);
        leave(session);
        let mut warnings = std::mem::take(&mut self.warnings);
        warnings.extend(more);
        State::Done(Outcome::Created(Created {
            name,
            userid,
            warnings,
        }))
    }

    /// Nothing came of the last request; of one before it something may have.
    fn failed(&mut self, session: &mut Session, error: Error) -> State {
        if !self.begun {
            return State::Done(Outcome::Failed(error));
        }
        let known = Known {
            answered: true,
            ..self.known(session, &Reply::NotSent(Fault::cancelled()))
        };
        self.settle(session, known, refusal::of(error), Looks::Lost)
    }

    fn settle(
        &mut self,
        session: &mut Session,
        known: Known,
        otherwise: Refused,
        looks: Looks,
    ) -> State {
        self.spend_captcha(session);
        self.signup = None;
        if otherwise.reason == Reason::Cancelled {
            return self.unknown(session, otherwise, None);
        }
        let name = &self.account.name;
        State::Settle {
            settle: match session.facts.api_off {
                true => Settle::on_pages(name, known),
                false => Settle::new(name, Dialect::WebForm, known),
            },
            otherwise,
            looks,
        }
    }

    fn settled(
        &mut self,
        session: &mut Session,
        verdict: Verdict,
        otherwise: Refused,
        looks: Looks,
    ) -> State {
        match verdict {
            Verdict::Created { userid } => {
                let name = name::normalise(&self.account.name);
                let warning = match (looks, self.begun) {
                    (Looks::Done, _) => None,
                    (_, true) => Some(Warning::unfinished(&otherwise)),
                    (_, false) => Some(Warning::found(&otherwise)),
                };
                self.exists(session, name, userid, Vec::from_iter(warning))
            }
            Verdict::NotThere if looks == Looks::Denied => self.denied(
                session,
                Denied {
                    said: otherwise.message,
                    reason: otherwise.reason,
                    form: None,
                },
            ),
            Verdict::NotThere => State::Refused(refusal::settled(otherwise)),
            Verdict::Older => State::Refused(refusal::older(&self.account.name)),
            Verdict::Unclear(what) => self.unknown(session, otherwise, Some(what)),
        }
    }

    fn unknown(&self, session: &mut Session, cause: Refused, what: Option<String>) -> State {
        leave(session);
        State::Done(Outcome::Unknown(Unknown::new(
            &self.account.name,
            cause,
            what,
        )))
    }

    /// A captcha is good once: its answer is forgotten.
    fn spend_captcha(&mut self, session: &mut Session) {
        if session.offer.as_ref().is_some_and(Offer::has_captcha) {
            session.offer = None;
        }
        for field in Captcha::FIELDS {
            self.given.take(field);
            if let Some(preset) = self.account.fields.take(field) {
                self.spent_preset.get_or_insert(preset);
            }
        }
    }

    /// What may be written down of it, if it waits for its caller.
    pub fn suspended(&self) -> Option<Self> {
        if !matches!(self.state, State::Ask(_) | State::Refused(_)) {
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
        let Some(signup) = self.signup.as_ref().filter(|signup| !signup.continues) else {
            return;
        };
        if let State::Ask(ask) = &mut self.state
            && let Ok(Plan::Ask(again)) = plan(&signup.offer, &self.account, &self.given)
        {
            ask.fields = again.fields;
        }
    }

    fn revise(&mut self, mut account: NewAccount) -> Result<(), Misuse> {
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
            renewed: false,
            begun: false,
            since: None,
            is_fresh: false,
            ..self.clone()
        };
        revised.state = revised.planned()?;
        *self = revised;
        Ok(())
    }

    /// Takes answers to an ask, the one of a step or the one before the form is sent.
    fn accept(&mut self, ask: &Ask, answers: Answers) -> Result<(), Misuse> {
        let Some(signup) = &self.signup else {
            return Err(Misuse::new("nothing is asked now"));
        };
        if signup.continues {
            check_names(&ask.fields, answers.names())?;
            let form = fill_all(&signup.offer, &answers)?;
            self.state = self.sending(form);
        } else {
            self.given = plan::accept(&signup.offer, ask, &self.account, &self.given, answers)?;
            self.replan();
        }
        Ok(())
    }
}

/// Whoever signs up on the page is logged in with it, and is not the caller: nobody else's
/// account shall be made in that session.
fn leave(session: &mut Session) {
    if session.creator.is_none() {
        session.log_out();
    }
}

impl Flow for WebForm {
    type Done = Outcome;

    fn poll(&self, session: &Session) -> Poll<Outcome> {
        match &self.state {
            State::Page | State::Renew(_) => Poll::Send(page_request(session)),
            State::Ask(ask) => Poll::Pause(Pause::Ask(ask.clone())),
            State::Send(filled) => Poll::Send(self.send_request(session, filled)),
            State::Explain { explain, .. } => Poll::Send(explain.request(session)),
            State::Settle { settle, .. } => Poll::Send(settle.request(session)),
            State::Refused(refused) => Poll::Pause(Pause::Refused(refused.clone())),
            State::Done(outcome) => Poll::Done(outcome.clone()),
        }
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        let state = std::mem::replace(&mut self.state, State::Page);
        self.state = match state {
            State::Page => match self.fetched(session, reply) {
                Ok(form) => {
                    self.signup = Some(form);
                    return self.replan();
                }
                Err(state) => *state,
            },
            State::Renew(filled) => match self.fetched(session, reply) {
                Ok(form) => {
                    self.signup.iter_mut().for_each(|signup| signup.arm(&form));
                    State::Send(filled)
                }
                Err(state) => *state,
            },
            State::Send(_) => self.answered(session, reply),
            State::Explain { explain, denied } => {
                let refused = explain.read(reply, denied.said);
                self.refused(session, refused, denied.reason, denied.form)
            }
            State::Settle {
                mut settle,
                otherwise,
                looks,
            } => match settle.read(session, reply) {
                None => State::Settle {
                    settle,
                    otherwise,
                    looks,
                },
                Some(verdict) => self.settled(session, verdict, otherwise, looks),
            },
            waiting => waiting,
        };
    }

    fn answer(&mut self, _: &mut Session, input: Input) -> Result<(), Misuse> {
        let is_misuse = |outcome: &Outcome| matches!(outcome, Outcome::Failed(error) if error.reason == Reason::InvalidArgument);
        match (&self.state, input) {
            (State::Ask(ask), Input::Answers(answers)) => {
                let ask = ask.clone();
                self.accept(&ask, answers)
            }
            (State::Ask(_), Input::Revise(_)) if self.begun => {
                Err(Misuse::new("the wiki waits for answers to its fields"))
            }
            (State::Ask(_) | State::Refused(_), Input::Revise(account)) => self.revise(account),
            (State::Done(outcome), Input::Revise(account)) if is_misuse(outcome) => {
                self.revise(account)
            }
            (State::Ask(_), Input::Returned(_)) => {
                Err(Misuse::new("the wiki waits for answers to its fields"))
            }
            (State::Refused(_), _) => Err(Misuse::new(
                "the wiki refused; revise the account to try again",
            )),
            _ => Err(Misuse::new("nothing is asked now")),
        }
    }
}
