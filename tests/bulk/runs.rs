//! Runs over rows, taken up until they end, and their comparison with the wiki's books.

use std::{
    collections::BTreeMap,
    panic::{self, AssertUnwindSafe},
    path::{Path, PathBuf},
};

use mwaccount::{
    Format, NewAccount, Wiki,
    bulk::{Bulk, Event, Journal, Outcome, Row, RowResult, Stop},
};
use support::{
    accounts::admin,
    network::{Killed, Network},
};
use tempfile::TempDir;
use testwiki::Release;

/// The password of all accounts.
pub const PASSWORD: &str = "Correct-horse-7-battery";

/// A run of some rows on one wiki.
pub struct Runs {
    pub network: Network,
    pub rows: Vec<Row>,
    pub format: Format,
    /// Set if a creator logs in.
    pub has_creator: bool,
    /// Set to wait for a limit on accounts.
    pub waits_for_limit: bool,
    folder: TempDir,
}

/// The end of a run.
#[derive(Debug, Default)]
pub struct End {
    pub results: Vec<RowResult>,
    pub stop: Option<Stop>,
    pub was_killed: bool,
    /// The times that were waited.
    pub waits: usize,
}

/// Returns rows with these names.
pub fn rows(names: impl IntoIterator<Item = impl Into<String>>) -> Vec<Row> {
    let account = |name| {
        NewAccount::new(name)
            .password(PASSWORD)
            .email("workshop@example.org")
    };
    names.into_iter().map(|name| account(name).into()).collect()
}

/// Returns names that no wiki refuses.
pub fn names(number: usize) -> Vec<String> {
    (0..number).map(|row| format!("Pupil {row:04}")).collect()
}

impl Runs {
    pub fn new(wiki: testwiki::Wiki, rows: Vec<Row>) -> Self {
        Self {
            network: Network::new(wiki),
            rows,
            format: Format::Json,
            has_creator: false,
            waits_for_limit: false,
            // In memory, where there is such a folder: syncing would take most of the time of thousands of runs.
            folder: tempfile::tempdir_in("/dev/shm")
                .or_else(|_| tempfile::tempdir())
                .unwrap(),
        }
    }

    pub fn of_release(release: Release, number: usize) -> Self {
        Self::new(testwiki::Wiki::of(release), rows(names(number)))
    }

    pub fn journal(&self) -> PathBuf {
        self.folder.path().join("rows.journal")
    }

    pub fn client(&self) -> Wiki {
        let api = self.network.with_wiki(|wiki| wiki.api());
        let network = self.network.clone();
        Wiki::builder(&api)
            .format(self.format)
            .transport(network.clone())
            .clock(network)
            .build()
            .unwrap()
    }

    /// Runs in a process that may be killed.
    pub fn run(&self) -> End {
        let mut end = End::default();
        let ran = panic::catch_unwind(AssertUnwindSafe(|| self.run_into(&mut end)));
        if let Err(panic) = ran {
            assert!(panic.is::<Killed>(), "the run panicked");
            end.was_killed = true;
        }
        end
    }

    fn run_into(&self, end: &mut End) {
        let mut wiki = self.client();
        let journal = Journal::open(self.journal()).unwrap();
        let mut bulk = Bulk::new(self.rows.clone())
            .journal(journal.wiki("wiki"))
            .wait_for_limit(self.waits_for_limit);
        if self.has_creator {
            bulk = bulk.creator(admin());
        }
        while let Some(event) = bulk.next(&mut wiki) {
            match event {
                Event::Row(result) => end.results.push(result),
                Event::Wait(_) => end.waits += 1,
                Event::Stopped(stop) => {
                    end.stop = Some(stop);
                    return;
                }
                other => panic!("{other:?}"),
            }
        }
    }

    /// Compares the results with the wiki's accounts: each name is reported once at most, and no result is
    /// wrong. Returns what is wrong.
    pub fn wrong(&self, end: &End) -> Vec<String> {
        let mut wrong = Vec::new();
        let accounts = self.network.with_wiki(|wiki| wiki.accounts());
        let mut found: BTreeMap<String, usize> = BTreeMap::new();
        for account in &accounts {
            *found.entry(account.name.clone()).or_default() += 1;
        }
        for (name, number) in &found {
            if *number > 1 {
                wrong.push(format!("{name} exists {number} times"));
            }
        }
        for result in &end.results {
            let account = accounts.iter().find(|account| account.name == result.asked);
            let is_own = account.is_some_and(|account| account.password == PASSWORD);
            match result.outcome {
                Outcome::Created if !is_own => wrong.push(format!("not created: {result:?}")),
                Outcome::Refused | Outcome::Invalid | Outcome::Skipped if is_own => {
                    wrong.push(format!("created: {result:?}"));
                }
                _ => {}
            }
            if let Some(account) = account.filter(|_| is_own) {
                let creator = self.has_creator.then(|| "Admin".to_owned());
                if account.creator != creator {
                    wrong.push(format!("created by {:?}: {result:?}", account.creator));
                }
            }
        }
        wrong
    }
}

/// Fails if a line of a journal is torn, or contains a password.
pub fn check_journal(path: &Path) {
    let text = std::fs::read_to_string(path).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'), "{text}");
    for line in text.lines() {
        assert!(line.starts_with('{') && line.ends_with('}'), "{line}");
    }
    assert!(!text.contains(PASSWORD), "{text}");
}
