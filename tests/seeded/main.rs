//! Random creations on emulated wikis, with faults and with other visitors, in simulated time. Every result is
//! compared with the wiki's own accounts.
//!
//! A seed is one creation: a release and its dialect, a setting, a caller with or without a creator's login, one to
//! four faults at random requests, and in half of them another visitor who takes the name meanwhile. Each run of the
//! test takes other seeds and prints the first:
//!
//! ```text
//! cargo test --test seeded                                  a sample
//! MWACCOUNT_SEEDS=40000 cargo test --test seeded            more of them
//! MWACCOUNT_SEED=7 cargo test --test seeded -- --nocapture  this one, with its requests
//! ```
//!
//! Both variables together begin at that seed.

mod caller;
mod cell;
mod fault;
mod report;
mod seeds;
mod simulation;
mod wiki_accounts;

use std::{
    panic,
    sync::{
        Mutex,
        atomic::{AtomicU64, Ordering},
    },
    thread,
};

use caller::run;
use cell::Cell;
use report::Report;
use seeds::Seeds;

#[test]
fn every_result_is_true_to_the_wikis_accounts() {
    let seeds = Seeds::from_environment();
    println!("{seeds}");
    if let Some(seed) = seeds.traced() {
        println!("{}", Cell::of(seed));
        let outcome = run(&Cell::of(seed), Some(&mut |line| println!("{line}")));
        assert_eq!(outcome.wrong, None, "seed {seed}");
        return;
    }
    let report = Mutex::new(Report::default());
    let next = AtomicU64::new(0);
    let threads = thread::available_parallelism().map_or(2, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    let Some(seed) = seeds.nth(number) else {
                        return;
                    };
                    let cell = Cell::of(seed);
                    let outcome = panic::catch_unwind(|| run(&cell, None));
                    report.lock().unwrap().add(&cell, outcome.ok());
                }
            });
        }
    });
    let report = report.into_inner().unwrap();
    println!("{report}");
    report.check();
}
