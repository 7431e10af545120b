//! The work that costly answers cause: memory, time and the length of a suspended text. Each kind of answer
//! ([`support::hostile_answers`]) is given on every path that reads its sort.

mod paths;

use std::{
    fmt::Write,
    sync::atomic::{AtomicUsize, Ordering},
};

use paths::{Cost, PATHS};
use support::{
    allocations::Counting,
    hostile_answers::{Kind, kinds},
};

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The size of the smaller answers, of which the larger ones have twice the size. A build without
/// optimisation takes ten times as long.
const SIZE: usize = if cfg!(debug_assertions) {
    1 << 12
} else {
    1 << 16
};

/// The most memory at one time, by the size of the answer.
const MOST_PEAK: usize = 20;
/// All memory that is taken one after the other, by the size of the answer.
const MOST_TOTAL: usize = 80;
/// The length that a suspended text may have besides twice the answer.
const SUSPENDED: usize = 192 << 10;
/// The memory that any answer may take at one time.
const BASE_PEAK: usize = 512 << 10;
/// The memory that any answer may take in all: up to five pages are described together, and the text of a
/// hundred elements in each other is copied for each.
const BASE_TOTAL: usize = 4 << 20;

#[test]
fn every_answer_is_read_with_little_work() {
    let kinds = kinds();
    let next = AtomicUsize::new(0);
    let check_all = || {
        let mut wrong = String::new();
        while let Some(kind) = kinds.get(next.fetch_add(1, Ordering::Relaxed)) {
            check(kind, &mut wrong);
        }
        wrong
    };
    let wrong = std::thread::scope(|scope| {
        let other = scope.spawn(check_all);
        check_all() + &other.join().unwrap()
    });
    assert!(wrong.is_empty(), "{wrong}");
}

/// Reads a kind of answer in two sizes, and describes what is too much.
fn check(kind: &Kind, wrong: &mut String) {
    let answers = [kind.of_size(SIZE), kind.of_size(2 * SIZE)];
    let is_read = |path: &&paths::Path| {
        path.sort == kind.sort && (path.is_typical || !cfg!(debug_assertions))
    };
    for path in PATHS.iter().filter(is_read) {
        let [small, large] = answers.each_ref().map(|answer| path.cost(answer));
        let size = answers[1].len();
        let limits = [
            ("at one time", large.peak, BASE_PEAK + MOST_PEAK * size),
            ("in all", large.total, BASE_TOTAL + MOST_TOTAL * size),
            ("suspended", large.suspended, 2 * size + SUSPENDED),
            (
                "for twice the size at one time",
                large.peak,
                grown(small.peak, BASE_PEAK),
            ),
            (
                "for twice the size in all",
                large.total,
                grown(small.total, BASE_TOTAL),
            ),
        ];
        for (what, is, limit) in limits {
            if is > limit {
                let (sort, name) = (kind.sort, kind.name);
                let _ = writeln!(
                    wrong,
                    "{sort:?} {name}, {}: {is} {what}, not {limit}",
                    path.name
                );
            }
        }
    }
}

/// Returns the most that an answer of twice the size may take: a little more than twice as much.
fn grown(bytes: usize, base: usize) -> usize {
    base + bytes * 23 / 10
}

/// Prints the cost of each kind of answer on its costliest path: `MWACCOUNT_READING=1048576 cargo test
/// --release --all-features --test reading figures -- --nocapture`. The columns are the kind, CPU time,
/// memory at one time, in all, and the suspended text, each by the size of the answer, and the slowest
/// path.
#[test]
fn figures() {
    let Ok(size) = std::env::var("MWACCOUNT_READING") else {
        return;
    };
    let size: usize = size.parse().unwrap();
    let only = std::env::var("MWACCOUNT_READING_KIND").unwrap_or_default();
    for kind in kinds().iter().filter(|kind| kind.name.contains(&only)) {
        let answer = kind.of_size(size);
        let mut most = Cost::default();
        let mut slowest = "";
        for path in PATHS.iter().filter(|path| path.sort == kind.sort) {
            let cost = path.cost(&answer);
            if cost.time > most.time {
                slowest = path.name;
            }
            most.or_more(cost);
        }
        let times = |bytes: usize| bytes as f64 / size as f64;
        println!(
            "{:?} {}|{:.3} s|{:.1}|{:.1}|{:.2}|{slowest}",
            kind.sort,
            kind.name,
            most.time as f64 / 1e9,
            times(most.peak),
            times(most.total),
            times(most.suspended),
        );
    }
}
