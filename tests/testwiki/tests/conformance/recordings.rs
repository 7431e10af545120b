//! Emulated wikis checked against every recorded exchange of real ones.
//!
//! Each transcript in `tests/transcripts/` is replayed against a fresh wiki of its release and settings. The
//! test sends the recorded requests with this wiki's tokens, ids and cookies in place of the recorded ones, and
//! compares the responses.

use std::{collections::BTreeMap, fs, path::Path};

use crate::{player, transcript::Transcript};

/// The results of one release.
#[derive(Default)]
struct Tally {
    transcripts: usize,
    exchanges: usize,
    matches: usize,
}

#[test]
fn every_recorded_exchange_is_answered_as_it_was() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../transcripts");
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    let mut rules: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut givens: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut unexplained = Vec::new();
    for path in files(&root) {
        let transcript = Transcript::read(&path);
        let played = player::replay(&transcript);
        let tally = tallies.entry(transcript.mediawiki.clone()).or_default();
        tally.transcripts += 1;
        tally.exchanges += played.exchanges.len();
        for (index, compared) in played.exchanges.into_iter().enumerate() {
            tally.matches += usize::from(compared.differences.is_empty());
            for rule in compared.allowed {
                *rules.entry(rule).or_default() += 1;
            }
            let name = path.strip_prefix(&root).unwrap_or(&path).display();
            for difference in compared.differences {
                unexplained.push(format!("{name} #{}: {difference}", index + 1));
            }
        }
        for given in played.givens {
            *givens.entry(given).or_default() += 1;
        }
    }
    println!(
        "{:<10} {:>11} {:>9} {:>7}",
        "release", "transcripts", "exchanges", "match"
    );
    for (release, tally) in &tallies {
        println!(
            "{release:<10} {:>11} {:>9} {:>7}",
            tally.transcripts, tally.exchanges, tally.matches
        );
    }
    let exchanges: usize = tallies.values().map(|tally| tally.exchanges).sum();
    let matches: usize = tallies.values().map(|tally| tally.matches).sum();
    println!("{exchanges} exchanges, {matches} match");
    println!("Set up beforehand, as the recorded wiki had been used before:");
    for (given, count) in &givens {
        println!("  {count:>6} {given}");
    }
    println!("Allowed differences:");
    for (rule, count) in &rules {
        println!("  {count:>6} {rule}");
    }
    println!("Unexplained differences: {}", unexplained.len());
    for difference in &unexplained {
        println!("  {difference}");
    }
    assert!(
        exchanges > 0,
        "there are no transcripts in {}",
        root.display()
    );
    assert!(
        unexplained.is_empty(),
        "{} differences that no rule allows",
        unexplained.len()
    );
}

fn files(root: &Path) -> Vec<std::path::PathBuf> {
    let entries = |folder: &Path| {
        let mut all: Vec<_> = fs::read_dir(folder)
            .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
            .map(|entry| entry.expect("an entry of the folder").path())
            .collect();
        all.sort();
        all
    };
    entries(root)
        .into_iter()
        .filter(|path| path.is_dir())
        .flat_map(|folder| entries(&folder))
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect()
}
