//! A wiki in simulated time, the network to it with its faults, and another visitor.

use std::{
    collections::BTreeMap,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use mwaccount::{
    Purpose, Reason, Session,
    http::{Effect, Method, Reply, Request},
};
use support::{
    fault::{Execution, Fault},
    faulty_reply::{self, cancelled},
    in_process::Received,
    random::Random,
};
use testwiki::{HttpResponse, RunningWiki};

use crate::{
    cell::{Cell, Place, Planned, Rival},
    wiki_accounts::created,
};

/// The password of the other visitor's account, which distinguishes it from the creation's own.
pub const RIVAL_PASSWORD: &str = "Another-horse-8-battery";

/// The time limit of a request.
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// The number of tries of a request that only reads, as of the library's driver.
const MAX_TRIES: u32 = 3;
/// The longest `Retry-After` that the driver waits for.
const MAX_WAIT: Duration = Duration::from_secs(10);
/// How long before the time limit a slow answer arrives.
const SLOW: Duration = Duration::from_secs(2);
const YEAR: Duration = Duration::from_secs(365 * 86_400);

/// Prints a line of a traced creation.
pub type Trace<'t> = &'t mut dyn FnMut(String);

/// A request of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    pub purpose: Purpose,
    pub is_get: bool,
    pub may_create: bool,
}

/// The wiki, the network and the clocks.
pub struct Simulation<'t> {
    pub wiki: RunningWiki,
    /// The true time, which the wiki's clock shows. The caller's clock is apart from it.
    now: SystemTime,
    /// The caller's clock behind the true time.
    behind: Duration,
    /// The name that the other visitor takes.
    contested: Option<&'static str>,
    random: Random,
    faults: Vec<Planned>,
    rival: Option<Rival>,
    /// The time at which the other visitor's account was made.
    rival_at: Option<SystemTime>,
    /// Requests that the wiki executes later.
    late: Vec<(SystemTime, Received)>,
    /// The requests of this creation that may have created the account.
    creating: Vec<Creating>,
    /// The number of all such requests since the faults began.
    all_creating: usize,
    /// The requests since the faults began.
    pub seen: Vec<Seen>,
    pauses: usize,
    /// The answers that a cache has kept, by address.
    cache: BTreeMap<String, HttpResponse>,
    /// True until the caller begins another call.
    is_cancelled: bool,
    /// The time up to which the session's time is advanced.
    clock_read_at: SystemTime,
    /// The start of the call, and the time of it that the network took.
    call_began: SystemTime,
    on_the_way: Duration,
    /// The names of accounts that late requests created.
    created_late: Vec<String>,
    /// True if a fault happened.
    pub had_fault: bool,
    /// True if the wiki may still be working on a request that may create the account, for all the client knows.
    pub has_open_end: bool,
    trace: Option<Trace<'t>>,
    start: SystemTime,
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
            contested: cell.flow.contested().map(|wanted| wanted.name),
            random,
            faults: Vec::new(),
            rival: None,
            rival_at: None,
            late: Vec::new(),
            creating: Vec::new(),
            all_creating: 0,
            seen: Vec::new(),
            pauses: 0,
            cache: BTreeMap::new(),
            is_cancelled: false,
            clock_read_at: cell.start,
            call_began: cell.start,
            on_the_way: Duration::ZERO,
            created_late: Vec::new(),
            had_fault: false,
            has_open_end: false,
            trace,
            start: cell.start,
        };
        this.pass(Duration::ZERO);
        this
    }

    /// Lets faults and the other visitor come from now on. The places of faults count from here.
    pub fn begin(&mut self, cell: &Cell) {
        self.seen.clear();
        self.faults.clone_from(&cell.faults);
        match (cell.rival, self.contested) {
            (Some(Rival::Old), Some(name)) => {
                let long_ago = self.now - YEAR;
                self.wiki.install_at(name, RIVAL_PASSWORD, long_ago);
                self.rival_at = Some(long_ago);
            }
            (rival, _) => self.rival = rival,
        }
    }

    /// Begins another act of the caller, such as the creation of another account.
    pub fn begin_act(&mut self) {
        self.creating.clear();
        self.has_open_end = false;
    }

    /// Returns true if a request created the account after the caller had given it up.
    pub fn is_created_late(&self, name: &str) -> bool {
        let name = self.wiki.canonical_name(name);
        self.created_late.contains(&name)
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
            let before = created(&self.wiki).len();
            sent.execute(&self.wiki, None);
            let created = created(&self.wiki).into_iter().skip(before);
            self.created_late
                .extend(created.map(|account| account.name));
            self.note(|| "a late request was executed".to_owned());
        }
        self.now = end;
        self.wiki.set_time(end);
    }

    /// Lets so much time pass that every late request is executed.
    pub fn finish(&mut self) {
        self.pass(Duration::from_secs(3_600));
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
        self.call_began = self.now;
        self.on_the_way = Duration::ZERO;
    }

    /// Begins to measure time anew, as a process that resumes does.
    pub fn in_another_process(&mut self) {
        self.clock_read_at = self.now;
    }

    /// Creates the other visitor's account, unless the name is taken.
    fn rival_comes(&mut self) {
        self.rival = None;
        let Some(contested) = self.contested else {
            return;
        };
        let name = self.wiki.canonical_name(contested);
        if self.wiki.account(&name).is_some() {
            return self.note(|| "the rival found the name taken".to_owned());
        }
        self.wiki.install(contested, RIVAL_PASSWORD);
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

    /// Returns the fault of this request that fits, if there is one. One that happens once is removed.
    fn take_fault(&mut self, request: &Request, fits: impl Fn(&Fault) -> bool) -> Option<Fault> {
        let creating = self.creating_number(request);
        let number = self.seen.len();
        let is_due = |planned: &Planned| planned.is_at(number, creating) && fits(&planned.fault);
        let at = self.faults.iter().position(is_due)?;
        self.had_fault = true;
        let planned = self.faults[at].clone();
        if !planned.goes_on || planned.fault.lasts() {
            self.faults.remove(at);
        }
        Some(planned.fault)
    }

    fn is_due(&mut self, request: &Request, fits: impl Fn(&Fault) -> bool) -> bool {
        self.take_fault(request, fits).is_some()
    }

    fn creating_number(&self, request: &Request) -> Option<usize> {
        (request.effect == Effect::MayCreate).then_some(self.all_creating)
    }

    fn is_here(&self, place: Place, request: &Request) -> bool {
        place.is_at(self.seen.len(), self.creating_number(request))
    }

    /// Sends a request once.
    fn transmit(&mut self, request: &Request) -> Reply {
        let mut has_changed = false;
        while let Some(change) = self.take_fault(request, Fault::lasts) {
            has_changed = true;
            self.note(|| format!("the wiki changes: {change}"));
            change.change(&self.wiki);
        }
        let fault = self.take_fault(request, |_| true);
        let rival = self.rival.and_then(|rival| match rival {
            Rival::Before(place) if self.is_here(place, request) => Some(true),
            Rival::After(place) if self.is_here(place, request) => Some(false),
            _ => None,
        });
        let may_create = request.effect == Effect::MayCreate;
        self.seen.push(Seen {
            purpose: request.purpose,
            is_get: request.method == Method::Get,
            may_create,
        });
        let checks = request.purpose == Purpose::ExistenceCheck;
        for creating in self.creating.iter_mut().filter(|it| it.ended.is_none()) {
            creating.is_unclear |= checks;
        }
        if may_create {
            self.has_open_end |= fault.as_ref().is_some_and(Fault::leaves_open);
            self.all_creating += 1;
            self.creating.push(Creating {
                sent: self.now,
                is_unclear: fault.is_some() || has_changed,
                ended: None,
            });
        }
        let number = self.seen.len() - 1;
        self.note(|| format!("{number} {request:?}"));
        if let Some(fault) = &fault {
            self.note(|| format!("    {fault}"));
        }
        let began = self.now;
        let reply = self.deliver(request, fault, rival);
        self.on_the_way += self.now.duration_since(began).unwrap_or_default();
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
        let sent = Received::of(request);
        let started = self.now;
        self.travel();
        if rival == Some(true) {
            self.rival_comes();
        }
        self.travel();
        let execution = fault.as_ref().map_or(Execution::InTime, Fault::execution);
        let response =
            (execution == Execution::InTime).then(|| self.receive(&sent, fault.as_ref()));
        self.travel();
        if rival == Some(false) {
            self.rival_comes();
        }
        self.travel();
        let so_far = self.now.duration_since(started).unwrap_or_default();
        match &fault {
            Some(Fault::TimedOut(_)) => self.pass(TIME_LIMIT.saturating_sub(so_far)),
            Some(Fault::Slow) => self.pass((TIME_LIMIT - SLOW).saturating_sub(so_far)),
            _ => {}
        }
        if let Execution::Late(delay) = execution {
            self.late.push((self.now + delay, sent));
        }
        self.is_cancelled |= matches!(fault, Some(Fault::Cancelled(_)));
        faulty_reply::of(request, fault, response, &self.wiki)
    }

    /// Lets the wiki execute a request, as far as a fault allows it.
    fn receive(&mut self, sent: &Received, fault: Option<&Fault>) -> HttpResponse {
        match fault {
            Some(Fault::Wiki(fault)) => sent.execute(&self.wiki, Some(fault)),
            Some(Fault::Twice) => {
                sent.execute(&self.wiki, None);
                self.travel();
                sent.execute(&self.wiki, None)
            }
            Some(Fault::CookiesDropped) => sent.without_cookies().execute(&self.wiki, None),
            Some(Fault::Stale) if sent.method == "GET" => {
                match self.cache.get(&sent.target).cloned() {
                    Some(kept) => kept,
                    None => {
                        let mut response = sent.without_cookies().execute(&self.wiki, None);
                        let headers = &mut response.headers;
                        headers.retain(|(name, _)| !name.eq_ignore_ascii_case("set-cookie"));
                        response
                    }
                }
            }
            _ => {
                let response = sent.execute(&self.wiki, None);
                if sent.method == "GET" && response.status == 200 {
                    self.cache.insert(sent.target.clone(), response.clone());
                }
                response
            }
        }
    }

    /// Lets the time of half a way through the network pass.
    fn travel(&mut self) {
        let most = *self.random.of(&[20, 100, 700]);
        let time = Duration::from_millis(self.random.below(most) as u64);
        self.pass(time);
    }

    /// Ends the requests of a call, at its step. Returns the time that it took besides its requests.
    pub fn end_call(&mut self) -> Duration {
        for creating in self.creating.iter_mut().filter(|it| it.ended.is_none()) {
            creating.ended = Some(self.now);
            // A cancelled call may have left out the check at its step.
            creating.is_unclear |= self.is_cancelled;
        }
        let took = self.now.duration_since(self.call_began);
        took.unwrap_or_default().saturating_sub(self.on_the_way)
    }

    /// Returns true if only a login could tell whose account it is: the other visitor's was registered in the second
    /// of a request that may have created it, or later, and not clearly after the client had checked the effect of
    /// that request: it knows the wiki's time to a second.
    pub fn is_undecidable(&self) -> bool {
        let Some(rival) = self.rival_at else {
            return false;
        };
        self.creating.iter().any(|creating| {
            let ended = creating.ended.unwrap_or(self.now);
            creating.is_unclear
                && second(creating.sent) <= second(rival)
                && second(rival) <= second(ended) + 1
        })
    }

    /// Records a step that says that the account may exist, for all the client knows.
    pub fn note_unclear(&mut self) {
        if let Some(last) = self.creating.last_mut() {
            last.is_unclear = true;
        }
    }

    /// Returns true if the other visitor's account was made.
    pub fn had_rival(&self) -> bool {
        self.rival_at.is_some()
    }
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
