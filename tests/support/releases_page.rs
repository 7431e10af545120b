//! `docs/releases.md`, of which two tests write a part each: what works on emulated wikis, and on running ones.

use std::{env, fmt::Debug, fs, path::Path};

use mwaccount::{
    Error, NewAccount, Step, Wiki,
    bulk::{Bulk, Event, Journal, Outcome},
};

use super::{accounts::PASSWORD, file, steps::step_summary};

/// The environment variable that makes the tests write the page anew.
const REFRESH: &str = "MWACCOUNT_REFRESH_RELEASES";

const PAGE: &str = "../docs/releases.md";

/// The heading of the second part.
const MARK: &str = "\n## On running wikis\n";

/// A part of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Emulated,
    Real,
}

/// Asserts that a part of the committed page is what was tried, of which these are the failures. If the
/// environment variable is set, it is written first.
pub fn assert_tried(part: Part, made: &str, failures: &[String]) {
    let path = file(PAGE);
    let page = fs::read_to_string(&path).unwrap_or_default();
    let (emulated, running) = page.split_once(MARK).unwrap_or((&page, ""));
    let committed = match part {
        Part::Emulated => emulated,
        Part::Real => running,
    };
    if env::var_os(REFRESH).is_some() {
        let page = match part {
            Part::Emulated => format!("{made}{MARK}{running}"),
            Part::Real => format!("{emulated}{MARK}{made}"),
        };
        fs::write(&path, page).unwrap();
        println!("failures: {failures:#?}");
    } else {
        assert!(
            committed == made,
            "docs/releases.md is not what was tried; {REFRESH}=1 writes it anew. Failures: {failures:#?}"
        );
    }
}

/// Returns an error unless the values are equal.
pub fn equal<T: PartialEq + Debug>(what: &str, found: T, expected: T) -> Result<(), String> {
    match found == expected {
        true => Ok(()),
        false => Err(format!("{what}: {found:?} instead of {expected:?}")),
    }
}

/// Returns an error unless the step is the one with this summary.
pub fn expect(step: &Result<Step, Error>, summary: &str) -> Result<(), String> {
    match step_summary(step) == summary {
        true => Ok(()),
        false => Err(format!("{step:?} instead of {summary}")),
    }
}

/// Creates this many accounts in a run with a journal, which may have some of them already. Returns an error unless the
/// result of each is that it was created.
pub fn create_many(wiki: &mut Wiki, count: usize, journal: &Path) -> Result<(), String> {
    let journal = Journal::open(journal).map_err(|error| error.to_string())?;
    let rows = (0..count).map(|n| NewAccount::new(format!("Pupil {n}")).password(PASSWORD));
    let mut bulk = Bulk::new(rows).journal(journal.wiki("wiki"));
    let mut created = 0;
    while let Some(event) = bulk.next(wiki) {
        match event {
            Event::Row(row) if row.outcome == Outcome::Created => created += 1,
            event => return Err(format!("{event:?}")),
        }
    }
    equal("created", created, count)
}
