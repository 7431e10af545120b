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
    network::{Kill, Killed},
    random::{Random, by_time, number},
};
use testwiki::{Release, Setting};

use crate::runs::{Runs, check_journal, names, rows};

/// The rows of a run.
const ROWS: usize = 20;

/// The runs of `make test`.
const SAMPLE: usize = 150;

/// The moments at which a process is killed.
const KILLS: [Kill; 3] = [Kill::BeforeSending, Kill::Executed, Kill::ExecutedLater];

/// Returns the number of requests of a run, about.
fn requests(minor: u16) -> usize {
    if minor < 27 { 2 * ROWS + 6 } else { ROWS + 6 }
}

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
        let requests = requests(minor);
        let kinds = kinds();
        let mut faults: Vec<_> = (0..random.below(4))
            .map(|_| (random.below(requests), *random.of(&kinds)))
            .collect();
        // A wiki that shows no times cannot tell who has taken the name of a request that arrived twice: docs/existence.md.
        if faults.iter().any(|(_, name)| *name == "twice") {
            faults.retain(|(_, name)| *name != "private");
        }
        let kills = (0..random.below(4))
            .map(|_| (random.below(requests), *random.of(&KILLS)))
            .collect();
        Self {
            minor,
            format: *random.of(&[Format::Json, Format::Xml]),
            has_creator: random.below(3) == 0,
            kills,
            faults,
        }
    }

    /// Runs until all rows have a result, and returns what was wrong, and how many rows remained unknown.
    fn run(&self) -> (Vec<String>, usize) {
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
                let is_unknown = |row: &&RowResult| row.outcome == Outcome::Unknown;
                return (wrong, end.results.iter().filter(is_unknown).count());
            }
            if is_changed && round > self.kills.len() + 3 {
                return (wrong, 0);
            }
            if round > 12 {
                wrong.push(format!("the run does not end: {:?}", end.stop));
                return (wrong, 0);
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

/// Returns every fault at every request, and every kill, of every dialect.
fn table() -> Vec<Cell> {
    let dialects = [(16, Format::Json), (22, Format::Json), (22, Format::Xml)]
        .into_iter()
        .chain([(26, Format::Json), (26, Format::Xml)])
        .chain([(27, Format::Json), (39, Format::Json), (46, Format::Json)]);
    let mut cells = Vec::new();
    for (minor, format) in dialects {
        for has_creator in [false, true] {
            let cell = |faults, kills| Cell {
                minor,
                format,
                has_creator,
                faults,
                kills,
            };
            for request in 0..requests(minor) {
                cells.extend(
                    kinds()
                        .into_iter()
                        .map(|kind| cell(vec![(request, kind)], vec![])),
                );
                cells.extend(KILLS.map(|kill| cell(vec![], vec![(request, kill)])));
            }
        }
    }
    cells
}

/// Runs cells in all threads, and fails if any went wrong.
fn check(cells: &[Cell]) {
    static HIDDEN: Once = Once::new();
    HIDDEN.call_once(|| {
        let hook = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if !info.payload().is::<Killed>() {
                hook(info);
            }
        }));
    });
    let (next, failures) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let unknown = AtomicUsize::new(0);
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(cell) = cells.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let ended = panic::catch_unwind(|| cell.run());
                    let (wrong, left) =
                        ended.unwrap_or_else(|_| (vec!["it panicked".to_owned()], 0));
                    unknown.fetch_add(left, Ordering::Relaxed);
                    if !wrong.is_empty() {
                        let text = format!("{cell:?}: {wrong:#?}");
                        failures.lock().unwrap().push(text);
                    }
                }
            });
        }
    });
    let (failures, unknown) = (failures.into_inner().unwrap(), unknown.into_inner());
    println!(
        "{} runs of {ROWS} rows, taken up until they ended; {unknown} rows remained unknown",
        cells.len()
    );
    assert!(
        failures.is_empty(),
        "{} of {}:\n{}",
        failures.len(),
        cells.len(),
        failures.join("\n")
    );
}

#[test]
fn no_faults_and_kills_lose_a_row_or_create_one_twice() {
    let seed = number("MWACCOUNT_BULK_SEED").unwrap_or_else(by_time);
    let count: usize = number("MWACCOUNT_BULK_RUNS").unwrap_or(SAMPLE);
    println!("again: MWACCOUNT_BULK_SEED={seed} MWACCOUNT_BULK_RUNS={count}");
    let seeds = (0..count).map(|number| seed + number as u64);
    let cells: Vec<_> = seeds.map(|seed| Cell::random(&mut Random(seed))).collect();
    check(&cells);
}

#[test]
fn no_single_fault_or_kill_loses_a_row_or_creates_one_twice() {
    let mut cells = table();
    let one_of: usize = number("MWACCOUNT_BULK_ONE_OF").unwrap_or(cells.len() / SAMPLE);
    let mut random = Random(by_time());
    cells.retain(|_| random.below(one_of) == 0);
    check(&cells);
}
