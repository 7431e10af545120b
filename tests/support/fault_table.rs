//! Tables of every request of a creation against every fault, with the result reported to the caller.
//!
//! A row of a table is a request that a flow makes without faults, a column is a fault in that request; see
//! [`COLUMNS`]. A cell is the caller's result: `created`, with its warnings after `+`, `refused:REASON`,
//! `unknown:REASON` or `error:REASON`; two creations give two results with `/` between. The test then asks the
//! wiki whether the account exists, and who created it.

use std::{
    collections::BTreeMap,
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
};

use mwaccount::{Answers, Error, NewAccount, Purpose, Step, Wiki, transport::Transport};

use super::{
    accounts::PASSWORD,
    client::visit,
    faulty::{COLUMNS, Faulty},
    steps::step_summary,
};

/// How often a cell is run again, alone, whose result a slow wiki left open.
const QUIET_RUNS: usize = 5;

/// Returns true where the result must be unknown although requests get through: a private wiki shows neither
/// which names are taken nor since when, so a name that is taken now may have been taken before, and a used
/// token may be one of a lost session.
fn cannot_be_known(flow: &str, fault: &str) -> bool {
    // Nobody says who has taken the name.
    let is_unanswered = flow == "older" && matches!(fault, "page-500" | "cut-off");
    is_unanswered || matches!(fault, "timed-out" | "silence") || flow.starts_with("private")
}

/// A flow of a table, and its first request that has a row.
pub struct Flow {
    name: String,
    first: usize,
}

/// Returns the flows of a table, in its order.
pub fn flows(expected: &str, wanted: impl Fn(&str) -> bool) -> Vec<Flow> {
    let mut flows: Vec<Flow> = Vec::new();
    for row in rows(expected) {
        let known = flows.last().is_some_and(|flow| flow.name == row[0]);
        if !known && wanted(row[0]) {
            let first = row[1].parse().unwrap();
            let name = row[0].to_owned();
            flows.push(Flow { name, first });
        }
    }
    flows
}

/// Returns the rows of a table as words, without its head.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    let rows = table.lines().map(|line| line.split_whitespace().collect());
    rows.filter(|row: &Vec<&str>| !row.is_empty()).skip(1)
}

/// The results of a flow.
pub struct Run {
    /// The purposes of its requests.
    requests: Vec<Purpose>,
    /// The names, and the results reported for them.
    reported: Vec<(String, Result<Step, Error>)>,
}

/// Runs a flow, and answers every step.
pub fn run_flow(
    transport: impl Transport + Send + 'static,
    api: &str,
    flow: &str,
    fault: Option<(usize, &'static str)>,
) -> Run {
    let (transport, seen) = Faulty::new(transport, fault);
    let mut wiki = Wiki::builder(api).transport(transport).build().unwrap();
    let names: &[&str] = match flow {
        "older" => &["Admin"],
        "two" => &["Max", "Zoe Example"],
        _ => &["Zoe Example"],
    };
    let mut reported = Vec::new();
    for name in names {
        let account = NewAccount::new(*name).password(PASSWORD);
        let mut creation = wiki.create(account);
        let mut step = creation.step();
        for _ in 0..6 {
            step = match step {
                Ok(Step::Ask(ask)) => {
                    let (field, value) = match ask.captcha {
                        Some(_) => ("captcha", "Paris"),
                        None => ("otpToken", "123456"),
                    };
                    creation.answer(Answers::new().with(field, value))
                }
                Ok(Step::Redirect(redirect)) => creation.returned(&visit(&redirect.url)),
                other => {
                    step = other;
                    break;
                }
            };
        }
        reported.push(((*name).to_owned(), step));
    }
    let requests = seen.lock().unwrap().clone();
    Run { requests, reported }
}

/// A cell: the purposes of the requests, and the result in words.
pub struct Cell {
    requests: Vec<Purpose>,
    words: String,
    /// True if the wiki answered too slowly to tell whose account it is. It shows whole seconds: where
    /// a question takes longer than the creation before it, the registration's second may be over.
    is_too_slow: bool,
}

impl Run {
    /// Returns the cell, and asserts that it is true.
    pub fn checked_cell(
        self,
        flow: &str,
        fault: Option<(usize, &'static str)>,
        exists: impl Fn(&str) -> bool,
    ) -> Cell {
        let mut is_too_slow = false;
        let mut words = Vec::new();
        for (name, step) in &self.reported {
            let word = step_summary(step);
            // All wikis have the account Admin from the start; nobody else creates accounts there.
            let made = name != "Admin" && exists(name);
            if made
                && is_of_unclear_owner(step)
                && !fault.is_some_and(|(_, fault)| cannot_be_known(flow, fault))
            {
                is_too_slow = true;
                continue;
            }
            let is_true = match word.split([':', '+']).next().unwrap() {
                "created" => made,
                "refused" | "error" => !made,
                "unknown" => fault.is_some_and(|(_, fault)| cannot_be_known(flow, fault)),
                _ => false,
            };
            assert!(
                is_true,
                "{flow} {fault:?}: {word} for {name}, made: {made}; {step:?}"
            );
            words.push(word);
        }
        Cell {
            requests: self.requests,
            words: words.join("/"),
            is_too_slow,
        }
    }
}

/// Returns true for the result that an account exists and nothing shows who made it.
fn is_of_unclear_owner(step: &Result<Step, Error>) -> bool {
    let unclear = "nothing shows whether this creation made it";
    matches!(step, Ok(Step::Unknown(unknown)) if unknown.evidence.contains(unclear))
}

/// Cells by fault, in rows by flow and request.
pub type Table = BTreeMap<(usize, usize), (Purpose, Vec<String>)>;

/// Runs all flows without a fault to find their requests, then every cell. Cells run in parallel, as the
/// library waits seconds for a wiki that may still be working. Cells for which the wiki, with so much to do,
/// was too slow are run again one by one.
pub fn table(
    flows: &[Flow],
    run: impl Fn(&str, usize, Option<(usize, &'static str)>) -> Cell + Sync,
) -> Table {
    let cells = AtomicUsize::new(0);
    let run = |flow: usize, fault| {
        run(
            &flows[flow].name,
            cells.fetch_add(1, Ordering::Relaxed),
            fault,
        )
    };
    let all: Vec<usize> = (0..flows.len()).collect();
    let well = parallel(&all, |flow| run(*flow, None).requests);
    let mut jobs = Vec::new();
    for (flow, requests) in well.iter().enumerate() {
        for number in flows[flow].first..=requests.len() {
            jobs.extend(COLUMNS.map(|fault| (flow, number, fault)));
        }
    }
    let busy = parallel(&jobs, |(flow, number, fault)| {
        run(*flow, Some((*number, *fault)))
    });
    let mut table = Table::new();
    for ((flow, number, fault), cell) in jobs.into_iter().zip(busy) {
        let mut cell = cell;
        for _ in 0..QUIET_RUNS {
            if !cell.is_too_slow {
                break;
            }
            cell = run(flow, Some((number, fault)));
        }
        let name = &flows[flow].name;
        assert!(
            !cell.is_too_slow,
            "{name} {number} {fault:?}: the wiki is too slow to tell"
        );
        let purpose = well[flow][number - 1];
        let row = table.entry((flow, number)).or_insert((purpose, Vec::new()));
        row.1.push(cell.words);
    }
    table
}

/// Runs jobs in several threads, and returns their results in order.
fn parallel<J: Sync, R: Send>(jobs: &[J], work: impl Fn(&J) -> R + Sync) -> Vec<R> {
    const THREADS: usize = 24;
    let next = AtomicUsize::new(0);
    let done = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some((at, job)) = {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    jobs.get(at).map(|job| (at, job))
                } {
                    let result = work(job);
                    done.lock().unwrap().push((at, result));
                }
            });
        }
    });
    let mut done = done.into_inner().unwrap();
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Compares cell by cell, and prints the whole table if it differs.
pub fn compare(expected: &str, flows: &[Flow], table: &Table) {
    let mut found = Vec::new();
    for ((flow, number), (purpose, words)) in table {
        let purpose = format!("{purpose:?}").to_lowercase();
        let mut row = vec![flows[*flow].name.clone(), number.to_string(), purpose];
        row.extend(words.iter().cloned());
        found.push(row);
    }
    let wanted = rows(expected).filter(|row| flows.iter().any(|flow| flow.name == row[0]));
    if wanted.eq(found.iter().cloned()) {
        return;
    }
    let head = ["flow", "#", "request"].into_iter();
    let head = head.chain(COLUMNS);
    found.insert(0, head.map(str::to_owned).collect());
    let width = |at: usize| found.iter().map(|row| row[at].len()).max().unwrap();
    let widths: Vec<usize> = (0..found[0].len()).map(width).collect();
    for row in &found {
        let cells = row.iter().zip(&widths);
        let cells = cells.map(|(cell, width)| format!("{cell:width$}"));
        println!("{}", cells.collect::<Vec<_>>().join("  ").trim_end());
    }
    panic!("the table is another one, see above");
}
