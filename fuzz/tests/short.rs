//! Every target without libFuzzer: the kept corpus, the inputs of former findings, and some seconds of random changes to
//! them and to the seeds. Each run takes other numbers and prints the first:
//!
//! ```text
//! cargo test -p mwaccount-fuzz                                       a sample
//! MWACCOUNT_FUZZ_SECONDS=60 MWACCOUNT_FUZZ_TARGET=pages cargo test -p mwaccount-fuzz
//!                                                                    longer, one target
//! MWACCOUNT_FUZZ_SEED=7 cargo test -p mwaccount-fuzz                 this input first
//! MWACCOUNT_FUZZ_INPUT=FILE MWACCOUNT_FUZZ_TARGET=pages cargo test -p mwaccount-fuzz -- --nocapture
//!                                                                    one input, with its requests
//! ```

#![expect(clippy::disallowed_methods, reason = "it measures")]

use std::{
    any::Any,
    env, fs,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use mwaccount_fuzz::{Counting, TARGETS, Target, seen, trace, within_limits};
use support::random::{Random, by_time, number};

/// How long each target is fuzzed, unless the environment says otherwise.
const SECONDS: f64 = 0.6;
#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn no_target_finds_anything() {
    let seconds = number("MWACCOUNT_FUZZ_SECONDS").unwrap_or(SECONDS);
    let seed = number("MWACCOUNT_FUZZ_SEED").unwrap_or_else(by_time);
    println!("MWACCOUNT_FUZZ_SEED={seed}");
    let wanted = env::var("MWACCOUNT_FUZZ_TARGET").ok();
    if let (Some(name), Ok(file)) = (&wanted, env::var("MWACCOUNT_FUZZ_INPUT")) {
        let target = TARGETS.iter().find(|target| target.name == name);
        trace();
        run(target.expect(name), &fs::read(&file).expect(&file), &file);
        return;
    }
    if wanted.is_none() {
        seeds_reach_every_step();
    }
    for target in TARGETS {
        if wanted.as_deref().is_none_or(|wanted| wanted == target.name) {
            fuzz(target, seed, Duration::from_secs_f64(seconds));
        }
    }
}

/// Runs some of the seeds of conversations, which lead to every kind of step.
fn seeds_reach_every_step() {
    for (name, of) in [
        ("creation", 17),
        ("login", 97),
        ("answers", 41),
        ("pages", 13),
    ] {
        let target = TARGETS.iter().find(|target| target.name == name);
        let target = target.expect(name);
        for seed in (target.seeds)().iter().step_by(of) {
            run(target, seed, "a seed");
        }
    }
    println!("{:?}", seen());
    let kinds = [
        "created",
        "logged in",
        "ask",
        "refused",
        "redirect",
        "unknown",
        "error",
    ];
    let missing: Vec<_> = kinds
        .iter()
        .filter(|kind| !seen().contains_key(**kind))
        .collect();
    assert!(missing.is_empty(), "no seed leads to {missing:?}");
}

fn fuzz(target: &Target, seed: u64, time: Duration) {
    let kept = kept(target);
    let mut slowest = Duration::ZERO;
    for (path, input) in &kept {
        slowest = slowest.max(run(target, input, &path.display().to_string()));
    }
    let mut inputs: Vec<Vec<u8>> = kept.into_iter().map(|(_, input)| input).collect();
    let findings = inputs.len();
    inputs.extend((target.seeds)());
    assert!(
        inputs.len() > 5,
        "{}: only {} inputs",
        target.name,
        inputs.len()
    );
    let begin = Instant::now();
    let mut runs = 0;
    while begin.elapsed() < time || runs == 0 {
        let number = seed.wrapping_add(runs);
        let input = changed(&inputs, number);
        slowest = slowest.max(run(
            target,
            &input,
            &format!("MWACCOUNT_FUZZ_SEED={number}"),
        ));
        runs += 1;
    }
    println!(
        "{:10} {findings:5} kept, {runs:6} new, slowest {slowest:?}, {} runs a second",
        target.name,
        (runs as f64 / begin.elapsed().as_secs_f64()) as u64
    );
}

/// Runs an input within the limits of time and memory.
fn run(target: &Target, input: &[u8], what: &str) -> Duration {
    let begin = Instant::now();
    let result = catch_unwind(AssertUnwindSafe(|| within_limits(target.run, input)));
    let took = begin.elapsed();
    if let Err(panic) = result {
        let problem = text(panic.as_ref());
        let file = env::temp_dir().join(format!("mwaccount-fuzz-{}", target.name));
        fs::write(&file, input).expect("a file for the input");
        panic!(
            "{}, {what}: {problem}; the input is in {}",
            target.name,
            file.display()
        );
    }
    took
}

fn text(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_default()
}

/// Returns the kept corpus and the inputs of former findings.
fn kept(target: &Target) -> Vec<(PathBuf, Vec<u8>)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = ["corpus", "findings"].map(|folder| root.join(folder).join(target.name));
    let mut kept = Vec::new();
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("a file").path();
            let input = fs::read(&path).expect("an input");
            kept.push((path, input));
        }
    }
    kept.sort();
    kept
}

/// Returns one of the inputs with some changes, the same for the same number.
fn changed(inputs: &[Vec<u8>], number: u64) -> Vec<u8> {
    let mut random = Random(number);
    let mut input = random.of(inputs).clone();
    for _ in 0..random.below(5) {
        let at = random.below(input.len() + 1);
        let to = (at + random.below(40)).min(input.len());
        match random.below(7) {
            0 => input.truncate(at),
            1 => drop(input.drain(at..to)),
            2 => {
                let other = random.of(inputs);
                let from = random.below(other.len() + 1);
                let end = (from + random.below(200)).min(other.len());
                drop(input.splice(at..at, other[from..end].iter().copied()));
            }
            3 => {
                let copy = input[at..to].to_vec();
                drop(input.splice(at..at, copy));
            }
            4 => {
                let bytes: Vec<u8> = (0..random.below(8))
                    .map(|_| random.below(256) as u8)
                    .collect();
                drop(input.splice(at..at, bytes));
            }
            _ => {
                if let Some(byte) = input.get_mut(at) {
                    *byte = random.below(256) as u8;
                }
            }
        }
    }
    input
}
