//! A wiki in simulated time, the network to it with its faults, and another visitor.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use mwaccount::{
    Purpose, Reason, Session, TransportError,
    http::{Effect, Reply, Request, Response},
};
use support::random::Random;
use testwiki::{HttpResponse, RunningWiki};

use crate::{
    cell::{Cell, Rival},
    fault::{Execution, Fault, Place},
};

/// The password of the other visitor's account, which distinguishes it from the creation's own.
pub const RIVAL_PASSWORD: &str = "Another-horse-8-battery";

/// The time limit of a request.
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// The number of tries of a request that only reads, as of the library's driver.
const MAX_TRIES: u32 = 3;
/// The longest `Retry-After` that the driver waits for.
const MAX_WAIT: Duration = Duration::from_secs(10);
const YEAR: Duration = Duration::from_secs(365 * 86_400);

/// Prints a line of a traced creation.
pub type Trace<'t> = &'t mut dyn FnMut(String);

/// The wiki, the network and the clocks.
pub struct Simulation<'t> {
    pub wiki: RunningWiki,
    /// The true time, which the wiki's clock shows. The caller's clock is apart from it.
    now: SystemTime,
    /// The caller's clock behind the true time.
    behind: Duration,
    name: &'static str,
    /// True for 1.27 and later.
    has_auth_manager: bool,
    random: Random,
    faults: Vec<(Place, Fault)>,
    rival: Option<Rival>,
    /// The time at which the other visitor's account was made.
    rival_at: Option<SystemTime>,
    /// Requests that the wiki executes later.
    late: Vec<(SystemTime, Sent)>,
    /// The requests of this creation that may have created the account.
    creating: Vec<Creating>,
    requests: usize,
    pauses: usize,
    /// True until the caller begins another call.
    is_cancelled: bool,
    /// The time up to which the session's time is advanced.
    clock_read_at: SystemTime,
    /// True if a late request created the account.
    pub created_late: bool,
    /// True if a fault happened.
    pub had_fault: bool,
    /// True if the wiki may still be working on a request that may create the account, for all the client knows.
    pub has_open_end: bool,
    trace: Option<Trace<'t>>,
    start: SystemTime,
}

/// A request as the wiki receives it.
#[derive(Clone)]
struct Sent {
    method: &'static str,
    target: String,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

/// A request that may have created the account.
struct Creating {
    sent: SystemTime,
    /// True if the client learnt its effect only from a check, or not at all.
    is_unclear: bool,
    /// The time of the step that followed.
    ended: Option<SystemTime>,
}

impl<'t> Simulation<'t> {
    /// Starts the wiki of a cell. Faults and the other visitor come after [`begin`](Self::begin).
    pub fn new(cell: &Cell, trace: Option<Trace<'t>>) -> Self {
        let mut random = cell.random.clone();
        let mut this = Self {
            wiki: cell.wiki(),
            now: cell.start,
            behind: Duration::from_millis(random.below(2_000_000) as u64),
            name: cell.name(),
            has_auth_manager: cell.release >= "1.27",
            random,
            faults: Vec::new(),
            rival: None,
            rival_at: None,
            late: Vec::new(),
            creating: Vec::new(),
            requests: 0,
            pauses: 0,
            is_cancelled: false,
            clock_read_at: cell.start,
            created_late: false,
            had_fault: false,
            has_open_end: false,
            trace,
            start: cell.start,
        };
        this.pass(Duration::ZERO);
        this
    }

    /// Begins the creation, to which the places of faults are relative.
    pub fn begin(&mut self, cell: &Cell) {
        self.requests = 0;
        self.faults.clone_from(&cell.faults);
        match cell.rival {
            Some(Rival::Old) => {
                let long_ago = self.now - YEAR;
                self.wiki.install_at(self.name, RIVAL_PASSWORD, long_ago);
                self.rival_at = Some(long_ago);
            }
            rival => self.rival = rival,
        }
    }

    /// Returns the time of the caller's clock.
    pub fn machine_time(&self) -> SystemTime {
        self.now - self.behind
    }

    /// Prints a line with the time, if this creation is traced.
    pub fn note(&mut self, line: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            let since = self.now.duration_since(self.start).unwrap_or_default();
            trace(format!("{:>9.3} {}", since.as_secs_f64(), line()));
        }
    }

    /// Lets time pass, and executes the requests that are due.
    fn pass(&mut self, time: Duration) {
        let end = self.now + time;
        self.late.sort_by_key(|(due, _)| *due);
        while let Some((due, _)) = self.late.first()
            && *due <= end
        {
            let (due, sent) = self.late.remove(0);
            self.now = self.now.max(due);
            self.wiki.set_time(self.now);
            let before = self.wiki.accounts().len();
            self.execute(&sent);
            self.created_late |= self.wiki.accounts().len() > before;
            self.note(|| "a late request was executed".to_owned());
        }
        self.now = end;
        self.wiki.set_time(end);
    }

    /// Lets so much time pass that every late request is executed.
    pub fn finish(&mut self) {
        self.pass(Duration::from_secs(3_600));
    }

    fn execute(&mut self, sent: &Sent) -> HttpResponse {
        self.wiki
            .respond(sent.method, &sent.target, &sent.headers, &sent.body)
    }

    /// Lets the user think, while another visitor may come.
    pub fn pause(&mut self) {
        let number = self.pauses;
        self.pauses += 1;
        let (before, after) = (self.pause_time(), self.pause_time());
        self.pass(before);
        if self.rival == Some(Rival::Pause(number)) {
            self.rival_comes();
        }
        self.pass(after);
    }

    fn pause_time(&mut self) -> Duration {
        let most = *self.random.of(&[1, 900, 9_000, 400_000]);
        Duration::from_millis(self.random.below(most) as u64)
    }

    /// Begins another call of the caller: a cancellation lasts no longer than its call.
    pub fn begin_call(&mut self) {
        self.is_cancelled = false;
    }

    /// Begins to measure time anew, as a process that resumes does.
    pub fn in_another_process(&mut self) {
        self.clock_read_at = self.now;
    }

    /// Creates the other visitor's account, unless the name is taken.
    fn rival_comes(&mut self) {
        self.rival = None;
        let name = self.wiki.canonical_name(self.name);
        if self.wiki.account(&name).is_some() {
            return self.note(|| "the rival found the name taken".to_owned());
        }
        self.wiki.install(self.name, RIVAL_PASSWORD);
        self.rival_at = Some(self.now);
        self.note(|| "THE RIVAL HAS THE NAME".to_owned());
    }

    /// Sends a request as the library's driver does: repeats reads, and sends nothing after a cancellation.
    pub fn send(&mut self, request: &Request, session: &mut Session) -> Reply {
        let mut tries = 1;
        let mut wait = request.wait;
        loop {
            if !self.is_cancelled {
                self.pass(wait);
            }
            if !self.is_cancelled && self.is_due(request, |fault| *fault == Fault::CancelledBefore)
            {
                self.is_cancelled = true;
            }
            if self.is_cancelled {
                self.note(|| format!("not sent, as cancelled: {request:?}"));
                return Reply::NotSent(cancelled());
            }
            self.advance_clock(session);
            session.mark_sent();
            let reply = self.transmit(request);
            self.advance_clock(session);
            if request.effect != Effect::Read || tries == MAX_TRIES {
                return reply;
            }
            match retry_delay(request, &reply, tries) {
                Some(delay) => wait = delay,
                None => return reply,
            }
            tries += 1;
        }
    }

    /// Advances the session's time by the time since the last call.
    pub fn advance_clock(&mut self, session: &mut Session) {
        let elapsed = self.now.duration_since(self.clock_read_at);
        session.advance_clock(elapsed.unwrap_or_default());
        self.clock_read_at = self.now;
    }

    /// Removes and returns the fault of this request that fits, if there is one.
    fn take_fault(&mut self, request: &Request, fits: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let here = |place| self.is_here(place, request);
        let at = self
            .faults
            .iter()
            .position(|(place, fault)| here(*place) && fits(fault))?;
        self.had_fault = true;
        Some(self.faults.remove(at).1)
    }

    fn is_due(&mut self, request: &Request, fits: impl Fn(&Fault) -> bool) -> bool {
        self.take_fault(request, fits).is_some()
    }

    fn is_here(&self, place: Place, request: &Request) -> bool {
        match place {
            Place::Request(number) => number == self.requests,
            Place::Creating(number) => {
                request.effect == Effect::MayCreate && number == self.creating.len()
            }
        }
    }

    /// Sends a request once.
    fn transmit(&mut self, request: &Request) -> Reply {
        let changes = |fault: &Fault| {
            matches!(
                fault,
                Fault::SessionsLost | Fault::TokensLost | Fault::ReadOnly | Fault::Private
            )
        };
        while let Some(change) = self.take_fault(request, changes) {
            self.note(|| format!("the wiki changes: {change:?}"));
            match change {
                Fault::SessionsLost => self.wiki.forget_sessions(),
                // Up to 1.26 PHP's session holds both the token and the login (`wsCreateaccountToken`, `wsUserID`).
                Fault::TokensLost if !self.has_auth_manager => self.wiki.forget_sessions(),
                Fault::TokensLost => self.wiki.forget_tokens(),
                Fault::ReadOnly => self.wiki.make_read_only("Maintenance"),
                _ => self.wiki.require_login_to_read(),
            }
        }
        let fault = self.take_fault(request, |_| true);
        let rival = self.rival.and_then(|rival| match rival {
            Rival::Before(place) if self.is_here(place, request) => Some(true),
            Rival::After(place) if self.is_here(place, request) => Some(false),
            _ => None,
        });
        self.requests += 1;
        let checks = request.purpose == Purpose::ExistenceCheck;
        for creating in self.creating.iter_mut().filter(|it| it.ended.is_none()) {
            creating.is_unclear |= checks;
        }
        if request.effect == Effect::MayCreate {
            self.has_open_end |= fault.as_ref().is_some_and(Fault::leaves_open);
            self.creating.push(Creating {
                sent: self.now,
                is_unclear: fault.is_some(),
                ended: None,
            });
        }
        self.note(|| format!("{request:?}"));
        if let Some(fault) = &fault {
            self.note(|| format!("    {fault:?}"));
        }
        let reply = self.deliver(request, fault, rival);
        self.note(|| match &reply {
            Reply::Got(response) => {
                let body = String::from_utf8_lossy(&response.body);
                let body: String = body.chars().take(300).collect();
                format!("    {} {}", response.status, body.replace('\n', " "))
            }
            other => format!("    {other:?}"),
        });
        reply
    }

    /// Carries a request to the wiki and its answer back. `rival` lets the other visitor come before the request
    /// is executed, or else after it.
    fn deliver(&mut self, request: &Request, fault: Option<Fault>, rival: Option<bool>) -> Reply {
        let sent = Sent::of(request);
        let started = self.now;
        self.travel();
        if rival == Some(true) {
            self.rival_comes();
        }
        self.travel();
        let execution = match &fault {
            None | Some(Fault::HalfBody) => Execution::InTime,
            Some(
                Fault::Lost(execution)
                | Fault::TimedOut(execution)
                | Fault::Gateway(_, execution)
                | Fault::Cancelled(execution),
            ) => *execution,
            Some(_) => Execution::Never,
        };
        let response = (execution == Execution::InTime).then(|| self.execute(&sent));
        self.travel();
        if rival == Some(false) {
            self.rival_comes();
        }
        self.travel();
        if let Some(Fault::TimedOut(_)) = fault {
            let so_far = self.now.duration_since(started).unwrap_or_default();
            self.pass(TIME_LIMIT.saturating_sub(so_far));
        }
        if let Execution::Late(delay) = execution {
            self.late.push((self.now + delay, sent));
        }
        let broken = |text: &str| TransportError::new(Reason::Unreachable, text);
        match (fault, response) {
            (None, Some(response)) => got(response),
            (Some(Fault::HalfBody), Some(mut response)) => {
                response.body.truncate(response.body.len() / 2);
                got(response)
            }
            (Some(Fault::Gateway(page, _)), _) => {
                got(self.wiki.gateway_answer(&page).expect("a page"))
            }
            (Some(Fault::Lost(_)), _) => Reply::Lost(broken("the connection broke")),
            (Some(Fault::TimedOut(_)), _) => {
                Reply::Lost(broken("there was no answer in time").timed_out())
            }
            (Some(Fault::Cancelled(_)), _) => {
                self.is_cancelled = true;
                Reply::Lost(cancelled())
            }
            (fault, _) => {
                assert_eq!(fault, Some(Fault::NotSent));
                Reply::NotSent(broken("there is no connection"))
            }
        }
    }

    /// Lets the time of half a way through the network pass.
    fn travel(&mut self) {
        let most = *self.random.of(&[20, 100, 700]);
        let time = Duration::from_millis(self.random.below(most) as u64);
        self.pass(time);
    }

    /// Ends the requests of a call, at its step.
    pub fn end_call(&mut self) {
        for creating in self.creating.iter_mut().filter(|it| it.ended.is_none()) {
            creating.ended = Some(self.now);
            // A cancelled call may have left out the check at its step.
            creating.is_unclear |= self.is_cancelled;
        }
    }

    /// Returns true if only a login could tell whose account it is: the other visitor's was registered in the second
    /// of a request that may have created it, or later, and before the client had checked the effect of that
    /// request.
    pub fn is_undecidable(&self) -> bool {
        let Some(rival) = self.rival_at else {
            return false;
        };
        self.creating.iter().any(|creating| {
            let ended = creating.ended.unwrap_or(self.now);
            creating.is_unclear && second(creating.sent) <= second(rival) && rival <= ended
        })
    }

    /// Returns true if the other visitor's account was made.
    pub fn had_rival(&self) -> bool {
        self.rival_at.is_some()
    }
}

impl Sent {
    fn of(request: &Request) -> Self {
        let mut headers = vec![("Host".to_owned(), host(request))];
        for (name, value) in &request.headers {
            headers.push(((*name).to_owned(), value.expose().to_owned()));
        }
        let body = request.body().map(|(kind, body)| {
            headers.push(("Content-Type".to_owned(), kind.to_owned()));
            body.to_vec()
        });
        Self {
            method: request.method.as_str(),
            target: request.url.to_string(),
            headers,
            body: body.unwrap_or_default(),
        }
    }
}

fn host(request: &Request) -> String {
    let host = request.url.host_str().unwrap_or_default();
    match request.url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

fn got(response: HttpResponse) -> Reply {
    Reply::Got(Response::new(
        response.status,
        response.headers,
        response.body,
    ))
}

fn cancelled() -> TransportError {
    TransportError::new(Reason::Cancelled, "the call was cancelled")
}

/// Returns the whole second of a time.
fn second(time: SystemTime) -> u64 {
    time.duration_since(UNIX_EPOCH).unwrap().as_secs()
}

/// Returns the time after which the library's driver repeats a read.
fn retry_delay(request: &Request, reply: &Reply, tries: u32) -> Option<Duration> {
    match reply {
        Reply::NotSent(_) if request.purpose == Purpose::Discover => None,
        Reply::NotSent(error) | Reply::Lost(error) => {
            (error.reason == Reason::Unreachable).then(|| Duration::from_millis(250) * tries)
        }
        Reply::Got(response) if matches!(response.status, 429 | 502 | 503 | 504) => {
            let wait = response.header("Retry-After");
            let seconds = wait.map_or(1, |wait| wait.parse().unwrap());
            let wait = Duration::from_secs(seconds);
            (wait <= MAX_WAIT).then_some(wait)
        }
        Reply::Got(_) => None,
    }
}
