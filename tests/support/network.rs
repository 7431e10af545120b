//! A network in simulated time, on which requests fail and the process is killed.

use std::{
    panic,
    sync::{Arc, Mutex, MutexGuard},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use mwaccount::{
    Canceller, Clock,
    http::{Reply, Request},
    transport::{Limits, Transport},
};
use testwiki::RunningWiki;

use crate::{
    fault::{Execution, Fault},
    faulty_reply,
    in_process::Received,
};

/// The time that a request takes on its way, and its answer on the way back.
const WAY: Duration = Duration::from_millis(40);

/// The time limit of a request.
const TIME_LIMIT: Duration = Duration::from_secs(30);

/// The panic of a process that is killed.
pub struct Killed;

/// The moment of a request at which the process is killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kill {
    BeforeSending,
    /// Once the wiki has executed the request.
    Executed,
    /// The wiki executes the request after the process has gone.
    ExecutedLater,
}

/// A wiki, the network to it, and the time. Its clones are the same one.
#[derive(Clone)]
pub struct Network(Arc<Mutex<State>>);

struct State {
    wiki: RunningWiki,
    base: Instant,
    elapsed: Duration,
    /// The faults by the number of the request since the start.
    faults: Vec<(usize, Fault)>,
    kill: Option<(usize, Kill)>,
    late: Vec<(Duration, Received)>,
    /// The purposes of all requests.
    seen: Vec<mwaccount::Purpose>,
}

impl Network {
    pub fn new(wiki: testwiki::Wiki) -> Self {
        let this = Self(Arc::new(Mutex::new(State {
            wiki: RunningWiki::without_server(wiki),
            base: Instant::now(),
            elapsed: Duration::ZERO,
            faults: Vec::new(),
            kill: None,
            late: Vec::new(),
            seen: Vec::new(),
        })));
        this.pass(Duration::ZERO);
        this
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A killed process leaves the wiki as it is.
        self.0.lock().unwrap_or_else(|state| state.into_inner())
    }

    /// Calls `look` with the wiki.
    pub fn with_wiki<T>(&self, look: impl FnOnce(&RunningWiki) -> T) -> T {
        look(&self.state().wiki)
    }

    /// Lets the request with this number, counted from the next one, fail.
    pub fn fail(&self, number: usize, fault: Fault) {
        let mut state = self.state();
        let number = state.seen.len() + number;
        state.faults.push((number, fault));
    }

    /// Kills the process at the request with this number, counted from the next one.
    pub fn kill(&self, number: usize, moment: Kill) {
        let mut state = self.state();
        state.kill = Some((state.seen.len() + number, moment));
    }

    /// Lets nothing more fail.
    pub fn calm(&self) {
        let mut state = self.state();
        state.faults.clear();
        state.kill = None;
    }

    /// Returns the purposes of all requests so far.
    pub fn seen(&self) -> Vec<mwaccount::Purpose> {
        self.state().seen.clone()
    }

    /// Lets time pass, and the wiki execute what is due.
    pub fn pass(&self, time: Duration) {
        self.state().pass(time);
    }

    /// Returns the time since the start.
    pub fn elapsed(&self) -> Duration {
        self.state().elapsed
    }
}

impl State {
    fn now(&self) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(1_795_325_384) + self.elapsed
    }

    fn pass(&mut self, time: Duration) {
        let end = self.elapsed + time;
        self.late.sort_by_key(|(due, _)| *due);
        while let Some((due, _)) = self.late.first()
            && *due <= end
        {
            let (due, received) = self.late.remove(0);
            self.elapsed = self.elapsed.max(due);
            self.wiki.set_time(self.now());
            received.execute(&self.wiki, None);
        }
        self.elapsed = end;
        self.wiki.set_time(self.now());
    }
}

impl Clock for Network {
    fn instant(&self) -> Instant {
        let state = self.state();
        state.base + state.elapsed
    }

    fn now(&self) -> SystemTime {
        self.state().now()
    }

    fn wait(&self, duration: Duration, canceller: &Canceller) -> bool {
        self.pass(duration);
        canceller.is_cancelled()
    }
}

impl Transport for Network {
    fn send(&mut self, request: &Request, _: &Limits) -> Reply {
        let mut state = self.state();
        let number = state.seen.len();
        state.seen.push(request.purpose);
        let kill = state.kill.filter(|(at, _)| *at == number);
        let kill = kill.map(|(_, moment)| moment);
        if kill == Some(Kill::BeforeSending) {
            drop(state);
            panic::panic_any(Killed);
        }
        let fault = state.faults.iter().find(|(at, _)| *at == number);
        let mut fault = fault.map(|(_, fault)| fault.clone());
        if let Some(lasting) = fault.take_if(|fault| fault.lasts()) {
            lasting.change(&state.wiki);
        }
        let received = Received::of(request);
        state.pass(WAY);
        if kill == Some(Kill::ExecutedLater) {
            let due = state.elapsed + Duration::from_millis(1_500);
            state.late.push((due, received));
            drop(state);
            panic::panic_any(Killed);
        }
        let execution = fault.as_ref().map_or(Execution::InTime, Fault::execution);
        let response = (execution == Execution::InTime).then(|| match &fault {
            Some(Fault::Wiki(fault)) => received.execute(&state.wiki, Some(fault)),
            Some(Fault::Twice) => {
                received.execute(&state.wiki, None);
                received.execute(&state.wiki, None)
            }
            Some(Fault::CookiesDropped) => received.without_cookies().execute(&state.wiki, None),
            _ => received.execute(&state.wiki, None),
        });
        if kill.is_some() {
            drop(state);
            panic::panic_any(Killed);
        }
        state.pass(match &fault {
            Some(Fault::TimedOut(_)) => TIME_LIMIT,
            _ => WAY,
        });
        if let Execution::Late(delay) = execution {
            let due = state.elapsed + delay;
            state.late.push((due, received));
        }
        faulty_reply::of(request, fault, response, &state.wiki)
    }
}
