//! The state that the workers of a run share with the handler of Ctrl-C.

use std::{
    process,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError},
};

use mwaccount::{Canceller, http::Effect};

use crate::{
    console::Console,
    interaction::Existence,
    terminal::{clear_bars, print_message},
    trace::RequestGate,
};

use super::{
    directory::Directory,
    outcome::{STATUS_STOPPED, STATUS_UNKNOWN},
};

/// The state of a run, shared between threads.
#[derive(Debug, Default)]
pub struct Control {
    /// The images and the terminal's settings.
    pub console: Console,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    phase: Phase,
    interrupts: u32,
    workers: Vec<Worker>,
}

/// The part of a run.
#[derive(Debug, Default, PartialEq, Eq)]
enum Phase {
    /// Nothing was sent yet.
    #[default]
    Preparing,
    /// Accounts are being created.
    Running,
    /// The results are being written.
    Finishing,
}

/// The state of the run on one wiki.
#[derive(Debug, Default)]
struct Worker {
    canceller: Canceller,
    /// Set while a request that may create an account is in flight or its response has not been read.
    creates: bool,
    /// The directory of accounts that the wiki shares with others, once that is known.
    directory: Option<Option<Directory>>,
    /// Set while a prompt or the answer command is waited for.
    asking: Option<Asking>,
    has_ended: bool,
}

impl Worker {
    fn shared_directory(&self) -> Option<&Directory> {
        self.directory.as_ref()?.as_ref()
    }
}

/// A wait for an answer, which nothing can interrupt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asking {
    /// The line of the row; `None` at a login.
    pub line: Option<u64>,
    /// The existence of the account.
    pub existence: Existence,
}

impl Control {
    /// A thread that panics leaves no partial change in the state.
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins the run with a worker for each wiki.
    pub fn begin(&self, workers: usize) {
        let mut state = self.state();
        state.phase = Phase::Running;
        state.workers.resize_with(workers, Worker::default);
    }

    /// Sets the canceller of a worker's wiki.
    pub fn set_canceller(&self, worker: usize, canceller: Canceller) {
        let mut state = self.state();
        if state.interrupts > 0 {
            canceller.cancel();
        }
        state.workers[worker].canceller = canceller;
    }

    /// Records that a worker has no request in flight. Returns whether one that may create an account was
    /// sent since the last call.
    pub fn set_idle(&self, worker: usize) -> bool {
        std::mem::take(&mut self.state().workers[worker].creates)
    }

    /// Calls `ask`, during which the run may end without this worker.
    pub fn ask<T>(&self, worker: usize, asking: Asking, ask: impl FnOnce() -> T) -> T {
        self.set_asking(worker, Some(asking));
        let answer = ask();
        self.set_asking(worker, None);
        answer
    }

    fn set_asking(&self, worker: usize, asking: Option<Asking>) {
        self.state().workers[worker].asking = asking;
        self.changed.notify_all();
    }

    /// Records that a worker has ended.
    pub fn end(&self, worker: usize) {
        let mut state = self.state();
        state.workers[worker].creates = false;
        state.workers[worker].has_ended = true;
        self.changed.notify_all();
    }

    /// Returns whether the user interrupted the run.
    pub fn is_interrupted(&self) -> bool {
        self.state().interrupts > 0
    }

    /// Tells which directory of accounts a worker's wiki shares with others. Returns the earlier workers with
    /// the same one, as soon as it is known of all of them.
    pub fn join(&self, worker: usize, directory: Option<Directory>) -> Vec<usize> {
        self.state().workers[worker].directory = Some(directory);
        self.changed.notify_all();
        let is_unknown = |earlier: &Worker| earlier.directory.is_none() && !earlier.has_ended;
        let state = self.wait_while(|state| {
            state.interrupts == 0 && state.workers[..worker].iter().any(is_unknown)
        });
        let Some(own) = state.workers[worker].shared_directory() else {
            return Vec::new();
        };
        let earlier = state.workers[..worker].iter().enumerate();
        let same = earlier.filter(|(_, earlier)| earlier.shared_directory() == Some(own));
        same.map(|(index, _)| index).collect()
    }

    /// Waits until another worker has ended. Returns `false` if the run was interrupted before.
    pub fn wait_for(&self, worker: usize) -> bool {
        let state =
            self.wait_while(|state| state.interrupts == 0 && !state.workers[worker].has_ended);
        state.interrupts == 0
    }

    /// Waits until all workers have ended. Once the run is interrupted, those that wait for an answer count
    /// as ended; returns what each of them waits for.
    pub fn wait(&self) -> Vec<Option<Asking>> {
        let mut state = self.wait_while(|state| {
            let is_interrupted = state.interrupts > 0;
            let is_over =
                |worker: &Worker| worker.has_ended || is_interrupted && worker.asking.is_some();
            !state.workers.iter().all(is_over)
        });
        state.phase = Phase::Finishing;
        let workers = state.workers.iter();
        workers
            .map(|worker| worker.asking.filter(|_| !worker.has_ended))
            .collect()
    }

    /// Waits as long as something holds.
    fn wait_while(&self, mut holds: impl FnMut(&State) -> bool) -> MutexGuard<'_, State> {
        let waited = self.changed.wait_while(self.state(), |state| holds(state));
        waited.unwrap_or_else(PoisonError::into_inner)
    }

    /// Handles Ctrl-C. The first one ends the run when the accounts on their way have their results, the
    /// second one ends the process.
    pub fn interrupt(&self) {
        let mut state = self.state();
        state.interrupts += 1;
        let is_first = state.interrupts == 1;
        match state.phase {
            Phase::Preparing => self.exit("cancelled; nothing was created", STATUS_STOPPED),
            Phase::Finishing if is_first => return,
            Phase::Running if is_first => {}
            Phase::Running if state.workers.iter().any(|worker| worker.creates) => self.exit(
                "ended without the wiki's answer; the journal has the accounts on their way, and the same command again looks them up",
                STATUS_UNKNOWN,
            ),
            _ => self.exit(
                "ended; the journal has all results, and the same command again takes the run up",
                STATUS_STOPPED,
            ),
        }
        let mut is_creating = false;
        for worker in &state.workers {
            if worker.creates {
                is_creating = true;
            } else {
                worker.canceller.cancel();
            }
        }
        drop(state);
        self.changed.notify_all();
        print_message(if is_creating {
            "interrupted; waiting for the account on its way, interrupt again to end at once"
        } else {
            "interrupted"
        });
    }

    fn exit(&self, message: &str, status: i32) -> ! {
        clear_bars();
        self.console.close();
        print_message(message);
        process::exit(status)
    }
}

/// The gate of one worker's requests.
#[derive(Debug)]
pub struct WorkerGate {
    control: Arc<Control>,
    worker: usize,
}

impl WorkerGate {
    /// Returns the gate of a worker.
    pub fn new(control: &Arc<Control>, worker: usize) -> Self {
        Self {
            control: Arc::clone(control),
            worker,
        }
    }
}

impl RequestGate for WorkerGate {
    fn begin_request(&self, kind: Effect) -> bool {
        let mut state = self.control.state();
        let may_create = kind == Effect::MayCreate;
        if may_create && state.interrupts > 0 {
            return false;
        }
        state.workers[self.worker].creates |= may_create;
        true
    }

    fn request_not_sent(&self, _: Effect) {}
}
