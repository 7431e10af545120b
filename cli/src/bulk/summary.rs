//! The end of a run: the report, and the summary for people or as JSON.

use std::{io, path::Path};

use serde::Serialize;

use super::{
    control::Asking,
    outcome::{Counts, ReportRow, STATUS_STOPPED},
    report_file::ReportPath,
    stopped::Stopped,
    table::TableRow,
    wiki_limits::WikiLimits,
    worker::{Shared, Worker},
};
use crate::{
    interaction::Existence,
    terminal::{print_result, sanitize, to_json},
};

/// The result of a run. Its fields are the keys of `--json`.
#[derive(Debug, Default, Serialize)]
pub struct Summary {
    /// `done`, `probed`, `stopped` or `error`.
    pub outcome: &'static str,
    /// The number of accounts: rows, times the wikis of each.
    pub accounts: u64,
    /// The accounts by their outcome.
    #[serde(flatten)]
    pub counts: Counts,
    /// Why the run on a wiki stopped.
    pub stops: Vec<WikiStop>,
    /// The limits that a dry run has found.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub limits: Vec<WikiLimits>,
    /// The error before anything was sent, or of the report.
    pub message: Option<String>,
    /// The lines of the file that cannot be used.
    pub problems: Vec<String>,
    /// The report.
    pub report: Option<String>,
    /// The journal.
    pub journal: Option<String>,
    /// The number of HTTP requests.
    pub requests: u64,
    /// The exit status.
    #[serde(skip)]
    pub status: i32,
}

/// Why the run on a wiki stopped.
#[derive(Debug, Serialize)]
pub struct WikiStop {
    /// The wiki, as it was given.
    wiki: String,
    #[serde(flatten)]
    stopped: Stopped,
}

impl Summary {
    /// Reports an error before anything was sent.
    pub fn error(message: impl Into<String>, status: i32) -> Self {
        Self {
            outcome: "error",
            message: Some(message.into()),
            status,
            ..Self::default()
        }
    }

    /// Counts the results of all workers in the order of the rows, and writes the report. `asking` is what
    /// workers still wait for.
    pub fn of_run(
        shared: &Shared,
        workers: &[Worker],
        asking: &[Option<Asking>],
        report: Option<&ReportPath>,
        journal: &Path,
    ) -> Self {
        let is_dry = shared.args.dry_run;
        let mut summary = Self {
            journal: Some(journal.display().to_string()).filter(|_| !is_dry),
            report: report.map(|report| report.path().display().to_string()),
            ..Self::default()
        };
        for worker in workers {
            let state = worker.state();
            summary.requests += state.requests;
            summary.limits.extend(state.limits.clone());
            if let Some(stopped) = &state.stopped {
                summary.stops.push(WikiStop {
                    wiki: worker.name.clone(),
                    stopped: stopped.clone(),
                });
            }
        }
        let written = summary.write(shared, workers, asking, report);
        summary.accounts = summary.counts.all();
        let is_stopped = !summary.stops.is_empty() || summary.counts.pending > 0;
        summary.outcome = match (is_stopped, is_dry) {
            (true, _) => "stopped",
            (false, true) => "probed",
            (false, false) => "done",
        };
        summary.status = summary.counts.status();
        if let Err(error) = written {
            summary.report = None;
            summary.message = Some(format!(
                "the report cannot be written ({error}); the journal has all results, and the same command again writes it"
            ));
            summary.status = STATUS_STOPPED;
        } else if is_stopped {
            summary.status = STATUS_STOPPED;
        }
        summary
    }

    /// Counts the results, and writes them to the report. They are counted to the end although they cannot be
    /// written.
    fn write(
        &mut self,
        shared: &Shared,
        workers: &[Worker],
        asking: &[Option<Asking>],
        report: Option<&ReportPath>,
    ) -> io::Result<()> {
        let mut writer = report.map(ReportPath::writer).transpose();
        let readers = workers.iter().map(|worker| worker.state().results.reader());
        let mut readers = readers.collect::<io::Result<Vec<_>>>()?;
        for row in shared.plan.rows() {
            let row = row.map_err(|problem| io::Error::other(problem.message))?;
            for wiki in shared.plan.wikis_of(&row) {
                let index = workers.iter().position(|worker| worker.address == *wiki);
                let index = index.ok_or_else(|| {
                    io::Error::other("a row names a wiki that the check has not found")
                })?;
                let found = match readers[index].take(row.line)? {
                    Some(found) => found,
                    None => unreached(
                        &row,
                        &workers[index].name,
                        asking.get(index).copied().flatten(),
                    ),
                };
                self.counts.add(&found);
                if let Ok(Some(open)) = &mut writer
                    && let Err(error) = open.write(&found)
                {
                    writer = Err(error);
                }
            }
        }
        writer?.map_or(Ok(()), |writer| writer.finish())
    }

    /// Prints the summary to standard output. Errors go to standard error. Returns the exit status.
    pub fn print(&self, json: bool) -> i32 {
        let mut text = String::new();
        if json {
            text = to_json(self) + "\n";
        } else {
            for sentence in self.sentences() {
                text.push_str(&sanitize(&sentence));
                text.push('\n');
            }
        }
        print_result(&text, self.status)
    }

    /// Returns the summary for people.
    pub fn sentences(&self) -> Vec<String> {
        let mut sentences = Vec::new();
        if self.outcome == "error" {
            return sentences;
        }
        let earlier = match self.counts.earlier {
            0 => String::new(),
            earlier => format!(" ({earlier} by an earlier run)"),
        };
        sentences.push(format!(
            "{} accounts: {}{earlier}",
            self.accounts,
            self.counts.phrase()
        ));
        sentences.extend(self.limits.iter().map(WikiLimits::sentence));
        for WikiStop { wiki, stopped } in &self.stops {
            let message = stopped.message.trim_end_matches('.');
            sentences.push(format!("Stopped on {wiki}: {message}{}", stopped.time()));
        }
        if self.counts.pending > 0 {
            sentences.push(
                "Run the same command again to go on; what is done is not done again.".to_owned(),
            );
        } else if self.counts.unknown > 0 {
            sentences.push(
                "Run the same command again: it asks the wiki about the unknown accounts."
                    .to_owned(),
            );
        }
        if self.counts.wrong > 0 {
            sentences.push(format!(
                "{} of the accounts are not right; the report tells why.",
                self.counts.wrong
            ));
        }
        if self.counts.refused > 0 {
            sentences.push(
                "Correct the refused rows and run the command again; --retry-refused tries them unchanged.".to_owned(),
            );
        }
        if let Some(message) = &self.message {
            sentences.push(format!("mwaccount: {message}"));
        }
        if let Some(report) = &self.report {
            sentences.push(format!("Report: {report}"));
        }
        if let Some(journal) = &self.journal {
            sentences.push(format!("Journal: {journal}"));
        }
        sentences
    }
}

/// Returns the report's row of an account without a result. If its worker still waits for an answer, the
/// account may exist.
fn unreached(row: &TableRow, wiki: &str, asking: Option<Asking>) -> ReportRow {
    let pending = ReportRow::pending(row.line, wiki, &row.account.name);
    match asking {
        Some(Asking {
            line: Some(line),
            existence: Existence::Perhaps | Existence::Yes,
        }) if line == row.line => ReportRow {
            outcome: "unknown".to_owned(),
            reason: Some("cancelled".to_owned()),
            message: Some(
                "interrupted while the wiki was creating the account; the same command again looks it up".to_owned(),
            ),
            ..pending
        },
        _ => pending,
    }
}
