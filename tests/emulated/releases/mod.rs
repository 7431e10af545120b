//! The first part of `docs/releases.md`: what works on which release, by the result of trying each feature on an emulated
//! wiki of each of them.

mod accounts;
mod captchas;
mod creators;
mod table;
mod trial;
mod wiki_facts;

use std::thread;

use support::releases_page::{Part as PagePart, assert_tried};
use testwiki::{Profile, Release, Server};

use self::trial::Trial;

/// A feature of the library, and how it is tried on a release.
struct Feature {
    /// Its row in the table.
    title: &'static str,
    /// Returns whether the release has what the feature is for, by the table of testwiki.
    exists: fn(&Profile) -> bool,
    /// Uses the feature on wikis of a release, and compares what the wiki has then.
    /// Returns what went wrong, if anything did.
    tried: fn(&Trial<'_>) -> Result<(), String>,
}

impl Feature {
    const fn everywhere(title: &'static str, tried: fn(&Trial<'_>) -> Result<(), String>) -> Self {
        let exists = |_: &Profile| true;
        Self {
            title,
            exists,
            tried,
        }
    }
}

/// A part of the table.
struct Part {
    title: &'static str,
    features: &'static [Feature],
}

const PARTS: &[Part] = &[
    Part {
        title: "The account",
        features: accounts::FEATURES,
    },
    Part {
        title: "Captchas of a new account: a wrong answer, then a right one",
        features: captchas::FEATURES,
    },
    Part {
        title: "Creators",
        features: creators::FEATURES,
    },
    Part {
        title: "Questions that create nothing",
        features: wiki_facts::FEATURES,
    },
];

/// The result of a feature on a release.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Cell {
    Works,
    Fails(String),
    /// The release has nothing of the kind.
    Absent,
    /// A text, such as the dialect.
    Told(String),
}

/// Tries everything on a release: its column of the table.
fn column(server: &Server, release: Release) -> Vec<Cell> {
    let profile = Profile::of(release);
    let trial = Trial { server, release };
    let told = [trial.dialect(), trial.requests()].map(Cell::Told);
    let features = PARTS.iter().flat_map(|part| part.features);
    let tried = features.map(|feature| match (feature.exists)(&profile) {
        false => Cell::Absent,
        true => match (feature.tried)(&trial) {
            Ok(()) => Cell::Works,
            Err(what) => Cell::Fails(format!("{release}, {}: {what}", feature.title)),
        },
    });
    told.into_iter().chain(tried).collect()
}

#[test]
fn the_table_of_releases_is_what_was_tried() {
    let releases: Vec<Release> = Release::all().collect();
    let server = Server::start().unwrap();
    let columns: Vec<(Release, Vec<Cell>)> = thread::scope(|scope| {
        let columns = releases.iter().map(|release| {
            let server = &server;
            scope.spawn(move || (*release, column(server, *release)))
        });
        // Side by side, as an existence check waits.
        let columns: Vec<_> = columns.collect();
        columns.into_iter().map(|it| it.join().unwrap()).collect()
    });
    let failures: Vec<String> = columns
        .iter()
        .flat_map(|(_, cells)| cells)
        .filter_map(|cell| match cell {
            Cell::Fails(what) => Some(what.clone()),
            _ => None,
        })
        .collect();
    assert_tried(PagePart::Emulated, &table::page(&columns), &failures);
}
