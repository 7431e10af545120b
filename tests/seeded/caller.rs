//! A caller who carries out the acts of a flow, answers every step, and tries again after a refusal.

use std::time::Duration;

use mwaccount::{
    Answers, Ask, Dialect, Error, NewAccount, Purpose, Reason, Redirect, Session, Step,
    SuspendKeys,
    flow::{
        Conversation, FetchImage, Flow as Machine, Input, Interaction, OfferedFields, Poll, Probe,
        resume,
    },
};
use support::{
    accounts::{ADMIN_PASSWORD, PASSWORD},
    fault::Fault,
    steps::step_summary,
};

use crate::{
    cell::Cell,
    flow::{ACCESS_TOKEN, Act, Creator, First, Wanted},
    simulation::{Seen, Simulation, Trace},
    way::Way,
    wiki_accounts::{WikiAccounts, Wrong, contradict_all, created},
};

/// The most requests between two steps; see `random_conversations`.
const MOST_REQUESTS: usize = 60;
/// The most steps of a creation or login.
const MOST_STEPS: usize = 20;
/// How often the caller tries again.
const MOST_RETRIES: usize = 2;
/// The most time that a call waits, besides the time that its requests take.
const MOST_WAIT: Duration = Duration::from_secs(90);

/// The course of a run.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The first result that was wrong.
    pub wrong: Option<Wrong>,
    /// The steps in one word each.
    pub steps: Vec<String>,
    /// The last result of each act.
    pub ends: Vec<String>,
    /// The requests since the faults began.
    pub seen: Vec<Seen>,
    /// The purpose of the request before the first step that was unknown.
    pub unknown: Option<Purpose>,
    /// True if the wiki may still have been working on a creating request.
    pub has_open_end: bool,
    /// True if a fault happened.
    pub had_fault: bool,
    /// True if another visitor took the name.
    pub had_rival: bool,
    /// True if another visitor took the name while only a login could have told whose account it is.
    pub is_undecidable: bool,
    pub suspended: usize,
    pub pauses: usize,
    /// The most requests, and the longest waits, of a call.
    pub most_requests: usize,
    pub longest_wait: Duration,
}

/// Runs the acts of a flow, and compares each of their steps with the wiki's books.
pub fn run(cell: &Cell, trace: Option<Trace<'_>>) -> Outcome {
    let simulation = Simulation::new(cell, trace);
    let mut caller = Caller {
        cell,
        session: cell.session(&simulation.wiki),
        simulation,
        outcome: Outcome::default(),
        act_suspended: 0,
        retries: 0,
        finals: Vec::new(),
    };
    if let Err(wrong) = caller.run() {
        caller.simulation.note(|| format!("WRONG: {wrong:?}"));
        caller.outcome.wrong = Some(wrong);
    }
    caller.outcome.had_fault = caller.simulation.had_fault;
    caller.outcome.had_rival = caller.simulation.had_rival();
    caller.outcome.seen = std::mem::take(&mut caller.simulation.seen);
    caller.outcome
}

struct Caller<'c, 't> {
    cell: &'c Cell,
    session: Session,
    simulation: Simulation<'t>,
    outcome: Outcome,
    /// How often the conversation of this act was suspended.
    act_suspended: usize,
    retries: usize,
    /// The last step of each creation, and what only a login could have told.
    finals: Vec<Final>,
}

struct Final {
    name: &'static str,
    creator: Option<String>,
    step: Result<Step, Error>,
    is_excused: bool,
}

/// The caller's next action.
enum Next {
    Answer(Input),
    BeginAnew,
    Stop,
}

impl Caller<'_, '_> {
    fn run(&mut self) -> Result<(), Wrong> {
        let (acts, unharmed) = self.cell.acts();
        for (number, act) in acts.iter().enumerate() {
            if number == unharmed {
                self.simulation.begin(self.cell);
            }
            self.simulation.begin_act();
            self.act_suspended = 0;
            self.retries = 0;
            if !self.perform(*act)? {
                break;
            }
        }
        self.check_end()
    }

    /// Carries out an act. Returns true if the next one can follow.
    fn perform(&mut self, act: Act) -> Result<bool, Wrong> {
        match act {
            Act::LogIn(creator) => self.log_in(creator),
            Act::Create(wanted) => self.create(wanted).map(|()| true),
            Act::Probe => {
                let probe = |session: &Session| Probe::new(NewAccount::new("zoe example"), session);
                self.read(probe)
            }
            Act::Fields => self.read(|_| OfferedFields::default()),
        }
    }

    /// Runs a flow that reads only, until it succeeds.
    fn read<F: Machine>(&mut self, begin: impl Fn(&Session) -> F) -> Result<bool, Wrong> {
        loop {
            let mut flow = Conversation::new(begin(&self.session));
            let result = self.drive(&mut flow)?;
            let word = match &result {
                Ok(_) => "read".to_owned(),
                Err(error) => format!("error:{}", error.reason),
            };
            self.simulation.note(|| format!("=> {word}"));
            self.outcome.steps.push(word.clone());
            if !created(&self.simulation.wiki).is_empty() {
                return Err(Wrong::ReadCreated);
            }
            if result.is_ok() || !self.may_retry() {
                self.outcome.ends.push(word);
                return Ok(true);
            }
        }
    }

    /// Logs the administrator in, and tries again if that fails. Returns true if it succeeded.
    fn log_in(&mut self, creator: Creator) -> Result<bool, Wrong> {
        let begin = |session: &mut Session| {
            Conversation::new(Interaction::login(creator.credentials(), session))
        };
        let mut flow = begin(&mut self.session);
        for _ in 0..MOST_STEPS {
            let step = self.drive(&mut flow)?;
            self.check_login(&step, creator)?;
            let next = match &step {
                Ok(Step::Ask(ask) | Step::Restart(ask)) => {
                    Next::Answer(Input::Answers(self.answers(ask, ADMIN_PASSWORD)))
                }
                Ok(Step::Redirect(redirect)) => Next::Answer(Input::Returned(returned(redirect))),
                Ok(Step::Refused(_)) | Err(_) if self.may_retry() => Next::BeginAnew,
                _ => Next::Stop,
            };
            if let Next::Stop = next {
                self.outcome.ends.push(step_summary(&step));
                return Ok(matches!(step, Ok(Step::LoggedIn(_))));
            }
            if !self.continue_with(&mut flow, next, step.is_ok(), ADMIN_PASSWORD)? {
                flow = begin(&mut self.session);
            }
        }
        Err(Wrong::Endless)
    }

    /// Compares a step of a login with the wiki's sessions.
    fn check_login(&mut self, step: &Result<Step, Error>, creator: Creator) -> Result<(), Wrong> {
        let users = self.simulation.wiki.logged_in_users();
        self.simulation
            .note(|| format!("=> {step:?}\n          logged in: {users:?}"));
        self.outcome.steps.push(summary(step));
        match step {
            // An access token has no session.
            Ok(Step::LoggedIn(_)) if matches!(creator, Creator::AccessToken) => Ok(()),
            Ok(Step::LoggedIn(name)) if !users.contains(name) => Err(Wrong::NotLoggedIn),
            Ok(Step::Refused(refused)) => {
                let code = refused.code.as_deref().unwrap_or_default();
                let is_wrong = matches!(code, "wrongpassword" | "WrongPass");
                if is_wrong && refused.reason == Reason::LoginFailed {
                    return Err(Wrong::PasswordIsRight);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Creates the account, and fails at the first result that is wrong.
    fn create(&mut self, wanted: Wanted) -> Result<(), Wrong> {
        let right_answer = self.cell.flow.captcha_answer();
        let mut account = wanted.first_account(right_answer);
        let mut has_answered_wrongly = wanted.first != First::WrongCaptcha;
        let begin = |session: &mut Session, account: &NewAccount| {
            Conversation::new(Interaction::create(account.clone(), session))
        };
        let mut flow = begin(&mut self.session, &account);
        for _ in 0..MOST_STEPS {
            let step = self.drive(&mut flow)?;
            // The first try may have asked for somebody else's name.
            let name = if account.name == wanted.name {
                wanted.name
            } else {
                "Admin"
            };
            self.check(&step, name)?;
            let mut next = self.next(wanted, &step);
            if let Next::Stop = next {
                self.outcome.ends.push(step_summary(&step));
                self.outcome.has_open_end |= self.simulation.has_open_end;
                let creator = self.session.creator().map(str::to_owned);
                let is_excused =
                    self.unless_undecidable(Some(Wrong::Twice)).is_ok() || self.looks_taken(&step);
                self.finals.push(Final {
                    name,
                    creator,
                    step,
                    is_excused,
                });
                return Ok(());
            }
            if let Ok(Step::Ask(ask)) = &step {
                self.fetch_images(ask)?;
                if let Next::Answer(Input::Answers(answers)) = &mut next
                    && ask.captcha.is_some()
                    && !has_answered_wrongly
                {
                    has_answered_wrongly = true;
                    answers.set("captcha", "Rome");
                }
            }
            if let Next::Answer(Input::Revise(revised)) = &next {
                account = revised.clone();
            }
            if !self.continue_with(&mut flow, next, step.is_ok(), PASSWORD)? {
                flow = begin(&mut self.session, &account);
            }
        }
        Err(Wrong::Endless)
    }

    /// Lets the caller think, and gives the answer, in another process if the cell says so. Returns false if the
    /// caller begins anew.
    fn continue_with(
        &mut self,
        flow: &mut Conversation<Interaction>,
        next: Next,
        is_waiting: bool,
        password: &str,
    ) -> Result<bool, Wrong> {
        self.outcome.pauses += 1;
        self.simulation.pause();
        if self.cell.suspends && is_waiting {
            *flow = self.in_another_process(flow)?;
        }
        self.simulation.advance_clock(&mut self.session);
        let Next::Answer(input) = next else {
            return Ok(false);
        };
        // A resumed conversation asks for the password again.
        let input = self.complete(flow, input, password);
        match flow.answer(&mut self.session, input) {
            Ok(()) => Ok(true),
            Err(invalid) => {
                self.simulation.note(|| format!("rejected: {invalid}"));
                Err(Wrong::Stuck)
            }
        }
    }

    /// Fetches the images of a captcha.
    fn fetch_images(&mut self, ask: &Ask) -> Result<(), Wrong> {
        let captcha = ask.captcha.as_ref();
        let urls = captcha.map(|captcha| captcha.image_urls.clone());
        for url in urls.unwrap_or_default() {
            let fetched = self.drive(&mut Conversation::new(FetchImage::new(url)))?;
            self.simulation.note(|| match &fetched {
                Ok(image) => format!("=> an image of {} bytes", image.bytes.len()),
                Err(error) => format!("=> {error:?}"),
            });
        }
        Ok(())
    }

    /// Drives a conversation to its next step.
    fn drive<F: Machine>(
        &mut self,
        flow: &mut Conversation<F>,
    ) -> Result<Result<F::Output, Error>, Wrong> {
        self.simulation.begin_call();
        for number in 0..MOST_REQUESTS {
            let request = match flow.next(&mut self.session) {
                Poll::Send(request) => request.clone(),
                Poll::Step(step) => {
                    let waits = self.simulation.end_call();
                    let outcome = &mut self.outcome;
                    outcome.most_requests = outcome.most_requests.max(number);
                    outcome.longest_wait = outcome.longest_wait.max(waits);
                    if waits > MOST_WAIT {
                        return Err(Wrong::TooLong);
                    }
                    return Ok(step);
                }
            };
            let reply = self.simulation.send(&request, &mut self.session);
            flow.feed(&mut self.session, reply);
        }
        Err(Wrong::Endless)
    }

    /// Compares a step with the wiki's books.
    fn check(&mut self, step: &Result<Step, Error>, name: &str) -> Result<(), Wrong> {
        let accounts = self.wiki_accounts(name, self.session.creator());
        self.simulation
            .note(|| format!("=> {step:?}\n          {accounts}"));
        self.outcome.steps.push(summary(step));
        if matches!(step, Ok(Step::Unknown(_))) && self.outcome.unknown.is_none() {
            let last = self.simulation.seen.last();
            self.outcome.unknown = Some(last.map_or(Purpose::Create, |seen| seen.purpose));
        }
        let is_unclear = match step {
            Ok(Step::Ask(ask) | Step::Restart(ask)) => ask.account_exists.is_none(),
            Ok(Step::Redirect(redirect)) => redirect.account_exists.is_none(),
            _ => false,
        };
        if is_unclear {
            self.simulation.note_unclear();
        }
        self.outcome.is_undecidable |= self.is_undecidable(name);
        let wrong = accounts.contradict(step);
        if wrong == Some(Wrong::RefusedButCreated) && self.looks_taken(step) {
            self.outcome.is_undecidable = true;
            return Ok(());
        }
        self.unless_undecidable(wrong)
    }

    /// Returns true for the refusal of a creation that a proxy has delivered twice, or whose check a cache has
    /// answered, where the wiki shows nothing that tells: see "What remains" in `docs/existence.md`.
    fn looks_taken(&self, step: &Result<Step, Error>) -> bool {
        let Ok(Step::Refused(refused)) = step else {
            return false;
        };
        let has = |wanted: &Fault| {
            let mut faults = self.cell.faults.iter();
            faults.any(|planned| planned.fault == *wanted)
        };
        let fell_back = self.session.facts().dialect == Some(Dialect::WebForm)
            && self.cell.way.dialect() != Dialect::WebForm;
        let shows_no_time = self.cell.way == Way::Form
            || fell_back
            || self.cell.is_private()
            || has(&Fault::Private);
        let was_taken = has(&Fault::Twice) && refused.reason == Reason::NameTaken;
        let asked_cache = has(&Fault::Stale)
            && (self.simulation.seen.last())
                .is_some_and(|seen| seen.purpose == Purpose::ExistenceCheck);
        (was_taken && shows_no_time) || asked_cache
    }

    /// Compares the last steps with the books after all requests were executed.
    fn check_end(&mut self) -> Result<(), Wrong> {
        self.simulation.finish();
        for Final {
            name,
            creator,
            step,
            is_excused,
        } in &self.finals
        {
            let accounts = self.wiki_accounts(name, creator.as_deref());
            match accounts.contradict(step) {
                Some(wrong) if !is_excused => return Err(wrong),
                _ => {}
            }
        }
        let wanted = self.cell.flow.wanted().map(|wanted| wanted.name);
        contradict_all(&self.simulation.wiki, wanted).map_or(Ok(()), Err)
    }

    fn wiki_accounts(&self, name: &str, creator: Option<&str>) -> WikiAccounts {
        let is_late = self.simulation.is_created_late(name);
        WikiAccounts::of(&self.simulation.wiki, name, is_late, creator)
    }

    fn is_undecidable(&self, name: &str) -> bool {
        let contested = self.cell.flow.contested();
        contested.is_some_and(|contested| contested.name == name)
            && self.simulation.is_undecidable()
    }

    /// Lets pass what only a login can tell, unless the library logs in. It needs the password, which a resumed
    /// creation has forgotten, and it does not log in at steps.
    fn unless_undecidable(&self, wrong: Option<Wrong>) -> Result<(), Wrong> {
        let mut wanted = self.cell.flow.wanted();
        let has_password = !wanted.any(|wanted| wanted.mails_password);
        let logs_in = self.cell.proves_by_login && has_password && self.act_suspended == 0;
        let is_decidable =
            !self.outcome.is_undecidable || (logs_in && wrong != Some(Wrong::StepIsRivals));
        wrong.filter(|_| is_decidable).map_or(Ok(()), Err)
    }

    /// Decides how to go on after a step of a creation.
    fn next(&mut self, wanted: Wanted, step: &Result<Step, Error>) -> Next {
        match step {
            Ok(Step::Ask(ask) | Step::Restart(ask)) => {
                Next::Answer(Input::Answers(self.answers(ask, PASSWORD)))
            }
            Ok(Step::Redirect(redirect)) => Next::Answer(Input::Returned(returned(redirect))),
            Ok(Step::Refused(_)) if self.may_retry() => {
                Next::Answer(Input::Revise(wanted.account()))
            }
            Err(_) if self.cell.begins_anew && self.may_retry() => Next::BeginAnew,
            _ => Next::Stop,
        }
    }

    fn may_retry(&mut self) -> bool {
        self.retries += 1;
        self.retries <= MOST_RETRIES
    }

    /// Returns the answers to the fields that the conversation asks for by now.
    fn complete(
        &mut self,
        flow: &mut Conversation<Interaction>,
        input: Input,
        password: &str,
    ) -> Input {
        match (input, flow.next(&mut self.session)) {
            (Input::Answers(given), Poll::Step(Ok(Step::Ask(ask) | Step::Restart(ask)))) => {
                let mut answers = self.answers(&ask, password);
                if let Some(captcha) = given.get("captcha")
                    && ask.captcha.is_some()
                {
                    answers.set("captcha", captcha.clone());
                }
                Input::Answers(answers)
            }
            (input, _) => input,
        }
    }

    /// Returns the answers to all fields that the wiki asks for.
    fn answers(&self, ask: &Ask, password: &str) -> Answers {
        let mut answers = Answers::new();
        for field in &ask.fields {
            match field.name.as_str() {
                "captcha" => answers.set("captcha", self.cell.flow.captcha_answer()),
                "username" => answers.set("username", "Admin"),
                "password" => answers.set("password", password),
                "otpToken" => answers.set("otpToken", "123456"),
                "token" => answers.set("token", "123456"),
                "termsAgree" => answers.set("termsAgree", true),
                _ => {}
            }
        }
        answers
    }

    /// Suspends the conversation, and resumes it in another process.
    fn in_another_process(
        &mut self,
        flow: &Conversation<Interaction>,
    ) -> Result<Conversation<Interaction>, Wrong> {
        self.outcome.suspended += 1;
        self.act_suspended += 1;
        self.simulation.advance_clock(&mut self.session);
        let text = flow
            .suspend(
                &self.session,
                &SuspendKeys::default(),
                self.simulation.machine_time(),
            )
            .map_err(|_| Wrong::Stuck)?;
        self.simulation.pause();
        let resumed = resume(
            text.expose(),
            &SuspendKeys::default(),
            self.simulation.machine_time(),
        );
        let (session, flow) = resumed.map_err(|_| Wrong::Stuck)?;
        self.simulation.in_another_process();
        self.simulation
            .note(|| "resumed in another process".to_owned());
        self.session = session;
        // Tokens are not suspended.
        let mut acts = self.cell.flow.acts.iter();
        if acts.any(|act| matches!(act, Act::LogIn(Creator::AccessToken))) {
            self.session.set_access_token(ACCESS_TOKEN).unwrap();
        }
        Ok(Conversation::new(flow))
    }
}

fn summary(step: &Result<Step, Error>) -> String {
    match step {
        Ok(Step::Restart(_)) => "restart".to_owned(),
        other => step_summary(other),
    }
}

/// Returns the address at which the user comes back from the other site.
fn returned(redirect: &Redirect) -> url::Url {
    let known = redirect.url.query_pairs();
    let mut back: url::Url = "http://127.0.0.1/api.php".parse().unwrap();
    let mut query = back.query_pairs_mut();
    query.append_pair("code", "c0de");
    for (name, value) in known.filter(|(name, _)| name == "state") {
        query.append_pair(&name, &value);
    }
    drop(query);
    back
}
