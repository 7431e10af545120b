//! A caller who answers every step, and tries again after a refusal.

use mwaccount::{
    Answers, Ask, Error, Redirect, Session, Step, SuspendKeys,
    flow::{Conversation, Input, Interaction, Poll, resume},
};
use support::{
    accounts::{PASSWORD, admin},
    steps::step_summary,
};

use crate::{
    cell::Cell,
    simulation::{Simulation, Trace},
    wiki_accounts::{WikiAccounts, Wrong},
};

/// The most requests between two steps; see `random_conversations`.
const MOST_REQUESTS: usize = 60;
/// The most steps of a creation.
const MOST_STEPS: usize = 20;
/// How often the caller tries again.
const MOST_RETRIES: usize = 2;

/// The course of a creation.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    /// The first result that was wrong.
    pub wrong: Option<Wrong>,
    /// The steps in one word each.
    pub steps: Vec<String>,
    pub is_unknown: bool,
    /// True if the wiki may still have been working on a creating request.
    pub has_open_end: bool,
    /// True if a fault happened.
    pub had_fault: bool,
    /// True if another visitor took the name.
    pub had_rival: bool,
    /// True if another visitor took the name while only a login could have told whose account it is.
    pub is_undecidable: bool,
    pub suspended: usize,
}

/// Runs a creation, and compares each of its steps with the wiki's accounts.
pub fn run(cell: &Cell, trace: Option<Trace<'_>>) -> Outcome {
    let simulation = Simulation::new(cell, trace);
    let mut caller = Caller {
        session: cell.session(&simulation.wiki),
        simulation,
        outcome: Outcome::default(),
        proves_by_login: cell.proves_by_login,
        retries: 0,
    };
    if cell.has_creator {
        caller.log_in();
    }
    caller.simulation.begin(cell);
    if let Err(wrong) = caller.create(cell) {
        caller.simulation.note(|| format!("WRONG: {wrong:?}"));
        caller.outcome.wrong = Some(wrong);
    }
    caller.outcome.had_fault = caller.simulation.had_fault;
    caller.outcome.has_open_end = caller.simulation.has_open_end;
    caller.outcome.had_rival = caller.simulation.had_rival();
    caller.outcome
}

struct Caller<'t> {
    session: Session,
    simulation: Simulation<'t>,
    outcome: Outcome,
    proves_by_login: bool,
    retries: usize,
}

/// The caller's next action.
enum Next {
    Answer(Input),
    BeginAnew,
    Stop,
}

impl Caller<'_> {
    /// Logs the administrator in, without faults.
    fn log_in(&mut self) {
        let login = Interaction::login(admin(), &mut self.session);
        let step = self.step(&mut Conversation::new(login));
        assert!(matches!(step, Ok(Ok(Step::LoggedIn(_)))), "{step:?}");
    }

    /// Creates the account, and fails at the first result that is wrong.
    fn create(&mut self, cell: &Cell) -> Result<(), Wrong> {
        let begin =
            |session: &mut Session| Conversation::new(Interaction::create(cell.account(), session));
        let mut flow = begin(&mut self.session);
        for _ in 0..MOST_STEPS {
            let step = self.step(&mut flow)?;
            self.check(&step)?;
            let next = self.next(cell, &step);
            if let Next::Stop = next {
                return self.check_end(&step);
            }
            self.simulation.pause();
            if cell.suspends && step.is_ok() {
                flow = self.in_another_process(&flow)?;
            }
            match next {
                Next::Answer(input) => {
                    // A resumed creation asks for the password again.
                    let input = self.complete(&mut flow, input);
                    if let Err(invalid) = flow.answer(&mut self.session, input) {
                        self.simulation.note(|| format!("rejected: {invalid}"));
                        return Err(Wrong::Stuck);
                    }
                }
                _ => {
                    self.simulation.advance_clock(&mut self.session);
                    flow = begin(&mut self.session);
                }
            }
        }
        Err(Wrong::Endless)
    }

    /// Drives a conversation to its next step.
    fn step(&mut self, flow: &mut Conversation<Interaction>) -> Result<Result<Step, Error>, Wrong> {
        self.simulation.begin_call();
        for _ in 0..MOST_REQUESTS {
            let request = match flow.next(&mut self.session) {
                Poll::Send(request) => request.clone(),
                Poll::Step(step) => {
                    self.simulation.end_call();
                    return Ok(step);
                }
            };
            let reply = self.simulation.send(&request, &mut self.session);
            flow.feed(&mut self.session, reply);
        }
        Err(Wrong::Endless)
    }

    /// Compares a step with the wiki's accounts.
    fn check(&mut self, step: &Result<Step, Error>) -> Result<(), Wrong> {
        let accounts = self.wiki_accounts();
        self.simulation
            .note(|| format!("=> {step:?}\n          {accounts}"));
        self.outcome.steps.push(match step {
            Ok(Step::Restart(_)) => "restart".to_owned(),
            other => step_summary(other),
        });
        self.outcome.is_unknown |= matches!(step, Ok(Step::Unknown(_)));
        self.outcome.is_undecidable |= self.simulation.is_undecidable();
        self.unless_undecidable(accounts.contradict(step))
    }

    /// Compares the last step with the accounts after all requests were executed.
    fn check_end(&mut self, step: &Result<Step, Error>) -> Result<(), Wrong> {
        self.simulation.finish();
        let accounts = self.wiki_accounts();
        self.unless_undecidable(accounts.contradict_at_end(step))
    }

    fn wiki_accounts(&self) -> WikiAccounts {
        WikiAccounts::of(&self.simulation.wiki, self.simulation.created_late)
    }

    /// Lets pass what only a login can tell, unless the library logs in. It needs the password, which a resumed
    /// creation has forgotten, and it does not log in at steps.
    fn unless_undecidable(&self, wrong: Option<Wrong>) -> Result<(), Wrong> {
        let logs_in = self.proves_by_login && self.outcome.suspended == 0;
        let is_decidable =
            !self.outcome.is_undecidable || (logs_in && wrong != Some(Wrong::StepIsRivals));
        wrong.filter(|_| is_decidable).map_or(Ok(()), Err)
    }

    /// Decides how to go on after a step.
    fn next(&mut self, cell: &Cell, step: &Result<Step, Error>) -> Next {
        match step {
            Ok(Step::Ask(ask) | Step::Restart(ask)) => Next::Answer(Input::Answers(answers(ask))),
            Ok(Step::Redirect(redirect)) => Next::Answer(Input::Returned(returned(redirect))),
            Ok(Step::Refused(_)) if self.may_retry() => Next::Answer(Input::Revise(cell.account())),
            Err(_) if cell.begins_anew && self.may_retry() => Next::BeginAnew,
            _ => Next::Stop,
        }
    }

    fn may_retry(&mut self) -> bool {
        self.retries += 1;
        self.retries <= MOST_RETRIES
    }

    /// Returns the answers to the fields that the creation asks for by now.
    fn complete(&mut self, flow: &mut Conversation<Interaction>, input: Input) -> Input {
        match (input, flow.next(&mut self.session)) {
            (Input::Answers(_), Poll::Step(Ok(Step::Ask(ask) | Step::Restart(ask)))) => {
                Input::Answers(answers(&ask))
            }
            (input, _) => input,
        }
    }

    /// Suspends the creation, and resumes it in another process.
    fn in_another_process(
        &mut self,
        flow: &Conversation<Interaction>,
    ) -> Result<Conversation<Interaction>, Wrong> {
        self.outcome.suspended += 1;
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
        Ok(Conversation::new(flow))
    }
}

/// Returns the answers to all fields that the wiki asks for.
fn answers(ask: &Ask) -> Answers {
    let mut answers = Answers::new();
    for field in &ask.fields {
        match field.name.as_str() {
            "captcha" => answers.set("captcha", "Paris"),
            "password" => answers.set("password", PASSWORD),
            "otpToken" => answers.set("otpToken", "123456"),
            "termsAgree" => answers.set("termsAgree", true),
            _ => {}
        }
    }
    answers
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
