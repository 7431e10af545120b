//! Every fault at every request of a run, and killed processes, each run taken up until it is done.

use std::{
    panic,
    sync::{
        Mutex, Once,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use mwaccount::{
    Format,
    bulk::{Outcome, RowResult},
};
use support::{
    fault::{Fault, KINDS},
    random::{Random, by_time, number},
};
use testwiki::{Release, Setting};

use crate::{
    network::{Kill, Killed},
    runs::{Runs, check_journal, names, rows},
};

/// The rows of a run.
const ROWS: usize = 20;

/// The runs of `make test`.
const SAMPLE: usize = 150;

/// A chosen run: a dialect, and what happens at which request.
#[derive(Clone, Debug)]
struct Cell {
    minor: u16,
    format: Format,
    has_creator: bool,
    faults: Vec<(usize, &'static str)>,
    kills: Vec<(usize, Kill)>,
}

/// Returns the faults that a run can meet; a run is cancelled otherwise.
fn kinds() -> Vec<&'static str> {
    let is_met = |fault: &Fault| {
        !matches!(
            fault,
            Fault::Cancelled(_) | Fault::CancelledBefore | Fault::Stale | Fault::Slow
        )
    };
    let met = KINDS.iter().filter(|(_, fault)| is_met(fault));
    met.map(|(name, _)| *name).collect()
}

impl Cell {
    fn random(random: &mut Random) -> Self {
        let minor = *random.of(&[16, 19, 21, 22, 23, 25, 26, 27, 29, 32, 35, 39, 43, 46]);
        let requests = if minor < 27 { 2 * ROWS } else { ROWS } + 6;
        let kinds = kinds();
        let faults = (0..random.below(4))
            .map(|_| (random.below(requests), *random.of(&kinds)))
            .collect();
        let moments = [Kill::BeforeSending, Kill::Executed, Kill::ExecutedLater];
        let kills = (0..random.below(4))
            .map(|_| (random.below(requests), *random.of(&moments)))
            .collect();
        Self {
            minor,
            format: *random.of(&[Format::Json, Format::Xml]),
            has_creator: random.below(3) == 0,
            kills,
            faults,
        }
    }

    /// Runs until all rows have a result that does not change, and returns what was wrong.
    fn wrong(&self) -> Vec<String> {
        let mut wiki = testwiki::Wiki::of(Release::first(self.minor));
        if self.has_creator {
            wiki = wiki.setting(Setting::NoCreate);
        }
        let mut runs = Runs::new(wiki, rows(names(ROWS)));
        runs.format = self.format;
        runs.has_creator = self.has_creator;
        for (at, name) in &self.faults {
            runs.network.fail(*at, Fault::named(name).expect("a fault"));
        }
        let mut kills = self.kills.iter();
        let mut wrong = Vec::new();
        for round in 0.. {
            if let Some((at, moment)) = kills.next() {
                runs.network.kill(*at, *moment);
            } else if round > self.kills.len() + 2 {
                runs.network.calm();
            }
            let end = runs.run();
            wrong.extend(runs.wrong(&end));
            check_journal(&runs.journal());
            let is_lasting = |(_, name): &(usize, &str)| {
                matches!(Fault::named(name), Some(Fault::ReadOnly | Fault::Private))
            };
            let is_changed = self.faults.iter().any(is_lasting);
            if end.stop.is_none() && !end.was_killed {
                wrong.extend(self.unfinished(&end.results, is_changed));
                return wrong;
            }
            if is_changed && round > self.kills.len() + 3 {
                return wrong;
            }
            if round > 12 {
                wrong.push(format!("the run does not end: {:?}", end.stop));
                return wrong;
            }
            // The user comes back after a while.
            runs.network
                .pass(Duration::from_secs(3_700 * (round as u64 % 2) + 5));
        }
        unreachable!()
    }

    /// Returns what is wrong with the results of a run that ended: all rows have one, and it is `created`
    /// unless the wiki's answers do not prove it.
    fn unfinished(&self, results: &[RowResult], is_changed: bool) -> Vec<String> {
        if results.len() != ROWS {
            return vec![format!("{} results", results.len())];
        }
        // A gateway's answer that looks like the wiki's cannot be told from it.
        let is_gateways = |row: &RowResult| row.details.code.as_deref() == Some("GatewayTimeout");
        let refused = results.iter().filter(|row| {
            let is_clear = matches!(row.outcome, Outcome::Created | Outcome::Unknown);
            !is_clear && !is_gateways(row) && !is_changed
        });
        refused.map(|row| format!("not created: {row:?}")).collect()
    }
}

fn hide_kills() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let hook = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !info.payload().is::<Killed>() {
                hook(info);
            }
        }));
    });
}

#[test]
fn no_fault_and_no_kill_loses_a_row_or_creates_one_twice() {
    hide_kills();
    let seed = number("MWACCOUNT_BULK_SEED").unwrap_or_else(by_time);
    let count: usize = number("MWACCOUNT_BULK_RUNS").unwrap_or(SAMPLE);
    println!("{count} runs (again: MWACCOUNT_BULK_SEED={seed} MWACCOUNT_BULK_RUNS={count})");
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= count {
                        return;
                    }
                    let cell = Cell::random(&mut Random(seed + number as u64));
                    let wrong = panic::catch_unwind(|| cell.wrong())
                        .unwrap_or_else(|_| vec!["panicked".to_owned()]);
                    if !wrong.is_empty() {
                        let text = format!("seed {}: {cell:?}: {wrong:#?}", seed + number as u64);
                        failures.lock().unwrap().push(text);
                    }
                }
            });
        }
    });
    let failures = failures.into_inner().unwrap();
    assert!(
        failures.is_empty(),
        "{} of {count}:\n{}",
        failures.len(),
        failures.join("\n")
    );
}
