//! The table of faults: every fault at every request of every flow on every release that has it, alone, in twos and
//! in threes.
//!
//! A base is a flow on a release, run without faults to find its requests. Its cells are:
//!
//! - each fault at each request;
//! - of these, in turn: from there on; suspended at each pause; with another visitor who takes the name at one of four moments;
//! - of these, in turn: with a second fault at each later request that the first one led to, and with a third.
//!
//! "In turn" means a fixed rotation through the kinds, so that each kind meets each other one on many flows, and
//! the table is the same in every run.

use support::{
    fault::{Fault, KINDS},
    random::Random,
};

use crate::{
    caller::{Outcome, run},
    cell::{Cell, Place, Planned, Rival},
    flow::FLOWS,
    simulation::Seen,
    way::Way,
    wiki_accounts::Wrong,
};

/// Every so many singles are run suspended too, if they have a pause.
const SUSPENDED: usize = 4;
/// Every so many singles are run with another visitor too.
const WITH_RIVAL: usize = 4;
/// Every so many singles are run with a fault that goes on, too.
const GOING_ON: usize = 2;
/// Every so many requests after a fault get a second one.
const IN_TWOS: usize = 10;
/// Every so many pairs get a third fault.
const IN_THREES: usize = 2;

/// A flow on a release, without faults.
#[derive(Clone)]
pub struct Base {
    cell: Cell,
    number: usize,
}

/// The share of a base that is run: one of so many singles, with the cells that follow from it.
pub struct Share {
    one_of: usize,
    random: Random,
}

impl Share {
    pub fn one_of(one_of: usize, random: Random) -> Self {
        Self { one_of, random }
    }

    fn takes(&mut self) -> bool {
        self.random.below(self.one_of) == 0
    }
}

/// Returns every flow on every release that has it.
pub fn bases() -> Vec<Base> {
    let mut bases = Vec::new();
    for way in Way::ALL {
        for release in way.releases() {
            for flow in FLOWS.iter().filter(|flow| (flow.is_on)(way, release)) {
                let cell = Cell::plain(flow, way, release);
                let number = bases.len();
                bases.push(Base { cell, number });
            }
        }
    }
    bases
}

impl Base {
    /// Runs the cells of a share, and reports each with its outcome. If the flow without faults does not succeed,
    /// only that is reported.
    pub fn run(&self, share: &mut Share, report: &mut dyn FnMut(&Cell, Option<Outcome>)) {
        let mut dry = run(&self.cell, None);
        let is_complete = dry.ends.len() == self.cell.flow.acts.len();
        if !is_complete || !dry.ends.iter().all(|end| succeeded(end)) {
            dry.wrong.get_or_insert(Wrong::FailsWithoutFault);
        }
        report(&self.cell, Some(dry.clone()));
        if dry.wrong.is_some() {
            return;
        }
        for (number, seen) in dry.seen.iter().enumerate() {
            for (kind, (_, fault)) in KINDS.iter().enumerate() {
                if applies(fault, *seen, &self.cell) && share.takes() {
                    self.single(&dry, number, kind, report);
                }
            }
        }
    }

    /// Runs a fault at a request, and the cells that follow from it.
    fn single(
        &self,
        dry: &Outcome,
        number: usize,
        kind: usize,
        report: &mut dyn FnMut(&Cell, Option<Outcome>),
    ) {
        let mut turn = self.number + number + kind;
        let mut take = |of: usize| {
            turn += 1;
            turn.is_multiple_of(of)
        };
        let cell = with_fault(&self.cell, number, kind);
        let outcome = run_and_report(&cell, report);
        if may_go_on(&KINDS[kind].1) && take(GOING_ON) {
            let mut cell = cell.clone();
            cell.faults[0].goes_on = true;
            run_and_report(&cell.with_own_numbers(), report);
        }
        if dry.pauses > 0 && take(SUSPENDED) {
            let mut cell = cell.clone();
            cell.suspends = true;
            run_and_report(&cell.with_own_numbers(), report);
        }
        if self.cell.flow.contested().is_some() && take(WITH_RIVAL) {
            let mut cell = cell.clone();
            cell.rival = Some(self.moment(number, kind));
            cell.proves_by_login = kind.is_multiple_of(3);
            run_and_report(&cell.with_own_numbers(), report);
        }
        let Some(outcome) = outcome else { return };
        for second in number + 1..outcome.seen.len() {
            if take(IN_TWOS) {
                self.pair(&cell, &outcome, second, kind, report);
            }
        }
    }

    /// Adds a second fault and, in turn, a third.
    fn pair(
        &self,
        first: &Cell,
        outcome: &Outcome,
        number: usize,
        kind: usize,
        report: &mut dyn FnMut(&Cell, Option<Outcome>),
    ) {
        let turn = self.number + number + kind;
        let second = self.other_kind(kind, number, outcome.seen[number]);
        let mut cell = with_fault(first, number, second);
        cell.suspends = outcome.pauses > 0 && turn.is_multiple_of(3);
        if self.cell.flow.contested().is_some() && turn.is_multiple_of(4) {
            cell.rival = Some(self.moment(number, second));
        }
        let cell = cell.with_own_numbers();
        let Some(outcome) = run_and_report(&cell, report) else {
            return;
        };
        let rest = number + 1..outcome.seen.len();
        if turn.is_multiple_of(IN_THREES) && !rest.is_empty() {
            let number = rest.start + turn % rest.len();
            let third = self.other_kind(second, number, outcome.seen[number]);
            run_and_report(&with_fault(&cell, number, third), report);
        }
    }

    /// Returns the kind of the next fault, in turn.
    fn other_kind(&self, kind: usize, number: usize, seen: Seen) -> usize {
        let first = kind * 7 + number * 3 + self.number * 5 + 1;
        let mut kinds = (first..first + KINDS.len()).map(|kind| kind % KINDS.len());
        kinds
            .find(|kind| applies(&KINDS[*kind].1, seen, &self.cell))
            .expect("a fault of any request")
    }

    /// Returns the moment at which another visitor takes the name, in turn.
    fn moment(&self, number: usize, kind: usize) -> Rival {
        let place = Place::Request(number);
        match (self.number + number + kind) % 5 {
            0 => Rival::Old,
            1 => Rival::Pause(0),
            2 => Rival::After(place),
            3 => Rival::Before(Place::Creating(0)),
            _ => Rival::Before(place),
        }
    }
}

/// Returns true for the end of an act that succeeded.
fn succeeded(end: &str) -> bool {
    let word = end.split(['+', ':']).next();
    matches!(word, Some("created" | "logged-in" | "read"))
}

/// Returns true if a fault can happen at a request.
fn applies(fault: &Fault, seen: Seen, cell: &Cell) -> bool {
    match fault {
        Fault::Stale => seen.is_get,
        Fault::Wiki(testwiki::Fault::RateLimited) => !seen.is_get,
        Fault::Wiki(testwiki::Fault::CaptchaExpired) => cell.flow.captcha.is_some(),
        _ => true,
    }
}

/// Returns true if a fault can happen at every request from one on.
fn may_go_on(fault: &Fault) -> bool {
    !fault.lasts() && !matches!(fault, Fault::Cancelled(_) | Fault::CancelledBefore)
}

fn with_fault(cell: &Cell, number: usize, kind: usize) -> Cell {
    let mut cell = cell.clone();
    cell.faults.push(Planned {
        place: Place::Request(number),
        fault: KINDS[kind].1.clone(),
        goes_on: false,
    });
    cell.with_own_numbers()
}

/// Runs a cell. Returns `None` if it panicked.
fn run_and_report(cell: &Cell, report: &mut dyn FnMut(&Cell, Option<Outcome>)) -> Option<Outcome> {
    let outcome = std::panic::catch_unwind(|| run(cell, None)).ok();
    report(cell, outcome.clone());
    outcome
}
