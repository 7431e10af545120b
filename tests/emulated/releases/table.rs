//! The page, with a table that has a column for each range of releases with the same results.

use std::{
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

use support::mediawiki::RELEASES;
use testwiki::Release;

use super::{Cell, PARTS};

const HEAD: &str = "\
# Releases, and what works on each

Made by `tests/emulated/releases`, which tries each line on an emulated wiki of each release from 1.16 to 1.46 and compares
what the wiki has then, and by `tests/real/releases.rs`, which does so [on running wikis](#on-running-wikis).
`MWACCOUNT_REFRESH_RELEASES=1 cargo test --test emulated --test real releases` writes this page anew. A test run that finds
something else than this page fails.

A dash means that the release has nothing of the kind. \"No\" means that the release may have it and that the library does not reach it
there.
";

const TAIL: &str = "
How near the emulated wikis are to real ones is measured: [testwiki](../tests/testwiki/README.md#conformance) tells how, and
which releases follow MediaWiki's source only.

A row says that it works where the wiki has it and allows it. [Probe](first-account.md#ask-the-wiki-first) a wiki to see what
it asks for.
";

/// Returns the page for these columns.
pub fn page(columns: &[(Release, Vec<Cell>)]) -> String {
    let ranges = joined(columns, alike);
    let mut page = format!("{HEAD}\nThe dialect that is used:\n\n");
    for (first, last, cells) in joined(columns, |one, other| one[DIALECT] == other[DIALECT]) {
        let dialect = shown(&cells[DIALECT]);
        writeln!(page, "- {}: `{dialect}`", range(first, last)).unwrap();
    }
    page.push_str("\n| |");
    for (first, last, _) in &ranges {
        write!(page, " {} |", range(*first, *last)).unwrap();
    }
    write!(page, "\n|---|{}\n", "---|".repeat(ranges.len())).unwrap();
    let features = PARTS.iter().flat_map(|part| {
        let heading = [(part.title, true)];
        let features = part.features.iter().map(|feature| (feature.title, false));
        heading.into_iter().chain(features)
    });
    let told = [("requests of a first and of a further account", false)];
    let mut at = DIALECT + 1;
    for (title, is_heading) in told.into_iter().chain(features) {
        if is_heading {
            writeln!(page, "| **{title}** |{}", " |".repeat(ranges.len())).unwrap();
            continue;
        }
        write!(page, "| {title} |").unwrap();
        for (.., cells) in &ranges {
            write!(page, " {} |", shown(&cells[at])).unwrap();
        }
        page.push('\n');
        at += 1;
    }
    page.push_str("\nThe releases with which the emulated wikis are compared:\n\n");
    for (what, releases) in [
        ("running wikis", RELEASES.map(str::to_owned).to_vec()),
        ("recorded wikis", recorded("tests/transcripts")),
        (
            "recorded wikis with extensions",
            recorded("tests/transcripts/ext"),
        ),
    ] {
        writeln!(page, "- {what}: {}", releases.join(", ")).unwrap();
    }
    page.push_str(TAIL);
    page
}

/// The place of the dialect in a column.
const DIALECT: usize = 0;

/// Returns the ranges of releases whose columns are alike: the first, the last, and their column.
fn joined(
    columns: &[(Release, Vec<Cell>)],
    alike: impl Fn(&[Cell], &[Cell]) -> bool,
) -> Vec<(Release, Release, &[Cell])> {
    let mut ranges: Vec<(Release, Release, &[Cell])> = Vec::new();
    for (release, cells) in columns {
        match ranges.last_mut() {
            Some((_, last, same)) if alike(same, cells) => *last = *release,
            _ => ranges.push((*release, *release, cells)),
        }
    }
    ranges
}

fn range(first: Release, last: Release) -> String {
    let (first, last) = (short(first), short(last));
    match first == last {
        true => first,
        false => format!("{first}–{last}"),
    }
}

/// Returns whether two releases have the same results. The texts of failures name the release.
fn alike(one: &[Cell], other: &[Cell]) -> bool {
    let mut pairs = one.iter().zip(other);
    pairs.all(|(one, other)| shown(one) == shown(other))
}

fn shown(cell: &Cell) -> &str {
    match cell {
        Cell::Works => "yes",
        Cell::Fails(_) => "no",
        Cell::Absent => "–",
        Cell::Told(text) => text,
    }
}

fn short(release: Release) -> String {
    let text = release.to_string();
    let (series, _) = text.rsplit_once('.').unwrap();
    series.to_owned()
}

/// Returns the releases in a folder of transcripts, oldest first.
fn recorded(folder: &str) -> Vec<String> {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(folder).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut releases: Vec<(Release, String)> = names
        .filter_map(|name| Some((name.parse().ok()?, name)))
        .collect();
    releases.sort_unstable();
    releases.into_iter().map(|(_, name)| name).collect()
}
