//! Flows on emulated wikis in simulated time, with faults and with other visitors. Every result is compared with the
//! wiki's own books.
//!
//! There are two choices of conditions, which share everything else. A seed is a random one: a flow on a release, one
//! to four faults at random requests, and in half of them another visitor who takes the name meanwhile. The table of
//! faults (`table.rs`) is systematic. Each run of the tests takes other seeds, and another sample of the table, and
//! prints how to repeat it:
//!
//! ```text
//! cargo test --test seeded                                  a sample of both
//! MWACCOUNT_SEEDS=40000 cargo test --test seeded            more seeds
//! MWACCOUNT_SEED=7 cargo test --test seeded -- --nocapture  this one, with its requests
//! make faults                                               the whole table
//! MWACCOUNT_FAULT_CELL=NAME make faults                     one of its cells, with its requests
//! ```
//!
//! `MWACCOUNT_SEED` and `MWACCOUNT_SEEDS` together begin at that seed. A cell's name has its flow, dialect and
//! release, its faults by the number of the request, and what else happens, as
//! `captcha/form/1.26/2.lost-after/3+page-502/suspended`. `.` is a fault that happens once, `+` one that goes on.

mod caller;
mod cell;
mod flow;
mod report;
mod seeds;
mod simulation;
mod table;
mod way;
mod wiki_accounts;

use std::{
    env, panic,
    sync::{
        Mutex,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread,
    time::Instant,
};

use caller::run;
use cell::Cell;
use report::Report;
use seeds::Seeds;
use support::random::{Random, by_time, number};
use table::{Share, bases};

/// The bases of a sample of the table, and one of how many of their singles it has.
const SAMPLED_BASES: usize = 50;
const SAMPLED_ONE_OF: usize = 50;

#[test]
fn every_result_of_random_faults_is_true_to_the_wikis_books() {
    let seeds = Seeds::from_environment();
    println!("{seeds}");
    if let Some(seed) = seeds.traced() {
        return trace(&Cell::of(seed));
    }
    let report = Mutex::new(Report::default());
    let next = AtomicU64::new(0);
    in_parallel(|| {
        while let Some(seed) = seeds.nth(next.fetch_add(1, Ordering::Relaxed)) {
            let cell = Cell::of(seed);
            let outcome = panic::catch_unwind(|| run(&cell, None));
            report.lock().unwrap().add(&cell, outcome.ok());
        }
    });
    let report = report.into_inner().unwrap();
    println!("{report}");
    report.check_random();
}

#[test]
fn every_result_of_the_table_of_faults_is_true_to_the_wikis_books() {
    if let Ok(name) = env::var("MWACCOUNT_FAULT_CELL") {
        let cell = name.parse();
        return trace(&cell.unwrap_or_else(|error| panic!("{name}: {error}")));
    }
    let one_of_all: Option<usize> = number("MWACCOUNT_FAULTS_ONE_OF");
    let mut bases = bases();
    let seed = number("MWACCOUNT_FAULT_SEED").unwrap_or_else(by_time);
    if one_of_all.is_none() {
        println!("a sample of the table of faults (again: MWACCOUNT_FAULT_SEED={seed})");
        let mut random = Random(seed);
        let sample = (0..SAMPLED_BASES).map(|_| random.of(&bases).clone());
        bases = sample.collect();
    }
    let (report, next, start) = (
        Mutex::new(Report::default()),
        AtomicUsize::new(0),
        Instant::now(),
    );
    in_parallel(|| {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let Some(base) = bases.get(number) else {
                return;
            };
            let one_of = one_of_all.unwrap_or(SAMPLED_ONE_OF);
            let mut share = Share::one_of(one_of, Random(seed + number as u64));
            base.run(&mut share, &mut |cell, outcome| {
                report.lock().unwrap().add(cell, outcome);
            });
            if one_of_all.is_some() && number % 10 == 9 {
                let (done, all) = (number + 1, bases.len());
                let seconds = start.elapsed().as_secs();
                let progress = report.lock().unwrap().progress();
                eprintln!("{done} of {all} flows, {progress}, {seconds} s");
            }
        }
    });
    let report = report.into_inner().unwrap();
    println!("{report}");
    report.check_table(one_of_all == Some(1));
}

/// Runs a cell alone, and prints its requests.
fn trace(cell: &Cell) {
    println!("{cell}");
    let outcome = run(cell, Some(&mut |line| println!("{line}")));
    assert_eq!(outcome.wrong, None, "{cell}");
}

/// Runs the same work in as many threads as there are processors.
fn in_parallel(work: impl Fn() + Sync) {
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(&work);
        }
    });
}
