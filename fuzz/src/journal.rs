//! Journals of runs. An input is the file as it stands, or its lines without the first one; the choice of a release and of
//! changes to the lines may precede them, up to a NUL.

use mwaccount::{
    Error, NewAccount, Reason, Wiki,
    bulk::{Bulk, Event, Journal, Outcome, RowResult},
};
use serde_json::Value;
use support::{
    accounts::PASSWORD,
    fault::{Fault, KINDS},
    network::Network,
    random::Choices,
};
use testwiki::Release;

use crate::{
    bytes::{Bytes, choices_and_content},
    damage,
    limits::apart,
    scratch::Scratch,
    watch::{contains_secret, not_shown},
};

/// The first line of a journal.
const HEADER: &str = "{\"journal\":\"mwaccount\",\"version\":1}\n";

/// The name of the wiki in the journals.
const WIKI: &str = "wiki";

/// The names of the rows: spellings of one name, and a name that no wiki accepts.
const NAMES: [&str; 6] = ["Zoe", "ann_Example", "Ann Example", "a#b", "Élan", "Bob"];

/// The most events of a run: a look-up, a wait and a result for each row and each line.
const MOST_EVENTS: usize = 400;

/// The longest journal, which damage repeated at will.
const LONGEST: usize = 1 << 18;

/// Opens the journal and takes the run up, twice.
pub fn journal(data: &[u8]) {
    if contains_secret(data) {
        return;
    }
    let (mut bytes, lines) = choices_and_content(data);
    let (network, content) = apart(|| {
        let releases: Vec<Release> = Release::all().collect();
        let release = releases[bytes.below(releases.len())];
        let network = Network::new(testwiki::Wiki::of(release));
        (network, content(&mut bytes, lines))
    });
    if content.len() > LONGEST {
        return;
    }
    let file = apart(|| Scratch::new("journal", &content));
    let first = match run(&network, &file) {
        Ok(results) => results,
        Err(error) => {
            assert_eq!(error.reason, Reason::Journal, "{error:?}");
            let kept = file.content();
            assert!(kept == content, "a journal that is refused was changed");
            return;
        }
    };
    let accounts = network.with_wiki(|wiki| wiki.accounts());
    let is_account = |name: &str| accounts.iter().any(|account| account.name == name);
    for result in first.iter().filter(|result| !result.earlier) {
        let name = result.details.name.as_deref().unwrap_or_default();
        let is_created = result.outcome == Outcome::Created;
        assert!(!is_created || is_account(name), "{result:?}");
    }
    let written = file.content();
    not_shown("a journal", &String::from_utf8_lossy(&written));
    let again = run(&network, &file).expect("a journal that was written");
    for (first, again) in first.iter().zip(&again) {
        if first.outcome == Outcome::Created {
            assert!(
                again.outcome == Outcome::Created && again.earlier,
                "{first:?}, and then {again:?}"
            );
        }
    }
}

/// Returns the file of an input. Lines that are JSON may be changed, and have the first line before them.
fn content(bytes: &mut Bytes<'_>, lines: &[u8]) -> Vec<u8> {
    let values: Result<Vec<Value>, _> = lines
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(serde_json::from_slice)
        .collect();
    let Ok(mut values) = values else {
        return lines.to_vec();
    };
    while !bytes.is_at_end() && !values.is_empty() {
        let line = bytes.below(values.len());
        damage::json(bytes, &mut values[line]);
        if values[line].to_string().len() > LONGEST {
            break;
        }
    }
    let lines = values.iter().map(|value| format!("{value}\n"));
    HEADER
        .bytes()
        .chain(lines.flat_map(String::into_bytes))
        .collect()
}

fn rows() -> Vec<NewAccount> {
    let account = |name: &&str| NewAccount::new(*name).password(PASSWORD);
    NAMES.iter().map(account).collect()
}

/// Runs over the rows with the journal, and returns their results, one for each row.
fn run(network: &Network, file: &Scratch) -> Result<Vec<RowResult>, Error> {
    let results = run_until_stopped(network, file)?;
    let numbers: Vec<u64> = results.iter().map(|result| result.number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    Ok(results)
}

/// Runs over the rows until the end or the first stop.
fn run_until_stopped(network: &Network, file: &Scratch) -> Result<Vec<RowResult>, Error> {
    let api = network.with_wiki(|wiki| wiki.api());
    let mut wiki = Wiki::builder(&api)
        .transport(network.clone())
        .clock(network.clone())
        .build()
        .expect("a client");
    let journal = Journal::open(file.path())?;
    let mut bulk = Bulk::new(rows()).journal(journal.wiki(WIKI));
    let mut results = Vec::new();
    for _ in 0..MOST_EVENTS {
        match bulk.next(&mut wiki) {
            Some(Event::Row(result)) => {
                not_shown("a result", &format!("{result:?}"));
                results.push(result);
            }
            Some(Event::Wait(_)) => {}
            Some(Event::Step(_)) => bulk.skip().expect("a step of a row"),
            Some(_) | None => return Ok(results),
        }
    }
    panic!("a run does not end");
}

/// Returns the lines of journals whose runs had faults at a request.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut seeds = vec![HEADER.into(), b"\0{}\n[]\n".to_vec()];
    for (number, release) in Release::all().enumerate() {
        for (name, fault) in KINDS {
            if !matches!(fault, Fault::Lost(_) | Fault::NotSent) {
                continue;
            }
            for request in 1..4 {
                let network = Network::new(testwiki::Wiki::of(release));
                for at in request..request + 6 {
                    network.fail(at, Fault::named(name).expect("a fault"));
                }
                let file = Scratch::new("journal-seed", b"");
                drop(run_until_stopped(&network, &file));
                let content = file.content();
                let lines = content.strip_prefix(HEADER.as_bytes());
                let lines = lines.expect("the first line of a journal");
                let choice = u8::try_from(number).expect("few releases");
                seeds.push([&[choice, 0], lines].concat());
                seeds.push([&[choice, 2, 1, 3, choice, 0], lines].concat());
            }
        }
    }
    seeds.sort();
    seeds.dedup();
    seeds
}
