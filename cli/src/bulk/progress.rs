//! The progress of a run: a bar for each wiki on a terminal, lines elsewhere. Everything goes to standard
//! error.

use std::{
    fmt::Write,
    io::{self, IsTerminal},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant, SystemTime},
};

use indicatif::{ProgressBar, ProgressState, ProgressStyle};
use mwaccount::{Reason, bulk::Wait};

use super::outcome::{Counts, ReportRow, SHARED};
use crate::{
    output::duration,
    terminal::{self, print_message, sanitize, show_name},
};

/// The time between two lines that only tell how far the run is.
const LINE_INTERVAL: Duration = Duration::from_secs(10);

/// The progress of the run on one wiki.
pub struct Progress {
    /// The wiki, if there are several.
    wiki: Option<String>,
    total: u64,
    counts: Counts,
    view: View,
}

enum View {
    Bar(Bar),
    Lines(Lines),
}

struct Bar {
    bar: ProgressBar,
    waiting: Arc<Mutex<Option<Waiting>>>,
    /// Set once the rate is that of this run's accounts, not of an earlier run's results.
    counts_rate: bool,
}

struct Lines {
    /// The time and the number of results at the first account of this run.
    start: Option<(Instant, u64)>,
    last: Instant,
}

/// A wait that the bar shows.
struct Waiting {
    until: SystemTime,
    reason: Reason,
}

impl Progress {
    /// Shows that this number of rows is to be done. The name of the wiki is shown if there are several.
    pub fn new(wiki: Option<&str>, total: u64) -> Self {
        let view = if io::stderr().is_terminal() {
            View::Bar(Bar::new(wiki, total))
        } else {
            View::Lines(Lines {
                start: None,
                last: Instant::now(),
            })
        };
        Self {
            wiki: wiki.map(str::to_owned),
            total,
            counts: Counts::default(),
            view,
        }
    }

    /// Shows a result. Accounts that are created are only counted.
    pub fn row(&mut self, row: &ReportRow) {
        self.counts.add(row);
        let is_good = ["created", "free", SHARED].contains(&row.outcome.as_str());
        if !is_good && !row.earlier {
            self.message(&sentence(row));
        }
        if row.changed {
            self.message(&format!(
                "line {}: \"{}\" was {} with other values than the file has now",
                row.line,
                show_name(&row.name),
                if row.outcome == "created" {
                    "created"
                } else {
                    "sent"
                },
            ));
        }
        match &mut self.view {
            View::Bar(bar) => bar.row(row, self.counts.phrase()),
            View::Lines(lines) => {
                if let Some(rest) = lines.row(row, self.counts.all(), self.total) {
                    self.message(&(self.so_far() + &rest));
                }
            }
        }
    }

    /// Returns the results so far as a phrase.
    fn so_far(&self) -> String {
        let counts = &self.counts;
        format!("{} of {}: {}", counts.all(), self.total, counts.phrase())
    }

    /// Shows that the run waits.
    pub fn wait(&mut self, wait: &Wait) {
        let message = wait.message.trim_end_matches('.');
        self.message(&format!(
            "waiting {}: {message} ({})",
            duration(wait.duration.as_secs()),
            wait.reason
        ));
        if let View::Bar(bar) = &self.view {
            bar.set_waiting(Some(Waiting {
                until: wait.until,
                reason: wait.reason,
            }));
        }
    }

    /// Shows that the run goes on.
    pub fn end_wait(&mut self) {
        if let View::Bar(bar) = &self.view {
            bar.set_waiting(None);
        }
    }

    /// Prints a line about this wiki.
    pub fn message(&self, sentence: &str) {
        match &self.wiki {
            Some(wiki) => print_message(&format!("{wiki}: {sentence}")),
            None => print_message(sentence),
        }
    }

    /// Removes the bar. If other wikis go on, a line remains.
    pub fn end(&self) {
        if let View::Bar(bar) = &self.view {
            bar.set_waiting(None);
            bar.bar.abandon();
            bar.bar.finish_and_clear();
        }
        if self.wiki.is_some() {
            self.message(&self.so_far());
        }
    }
}

impl Bar {
    fn new(wiki: Option<&str>, total: u64) -> Self {
        let waiting = Arc::new(Mutex::new(None::<Waiting>));
        let shown = Arc::clone(&waiting);
        let rest = move |state: &ProgressState, line: &mut dyn Write| {
            let _ = match &*shown.lock().unwrap_or_else(PoisonError::into_inner) {
                Some(waiting) => {
                    let rest = waiting.until.duration_since(SystemTime::now());
                    let rest = rest.unwrap_or_default().as_secs();
                    write!(line, "waiting {} ({})", clock(rest), waiting.reason)
                }
                None if state.pos() == 0 || state.len() == Some(state.pos()) => Ok(()),
                None => write!(
                    line,
                    "{:.0}/min, {} left",
                    state.per_sec() * 60.0,
                    clock(state.eta().as_secs())
                ),
            };
        };
        // The template is valid: the tests use it.
        let style = ProgressStyle::with_template("{prefix}{bar:24} {pos}/{len} {rest} {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar())
            .with_key("rest", rest)
            .progress_chars("=> ");
        let bar = terminal::bars().add(ProgressBar::new(total).with_style(style));
        if let Some(wiki) = wiki {
            bar.set_prefix(format!("{} ", sanitize(wiki)));
        }
        bar.enable_steady_tick(Duration::from_secs(1));
        Self {
            bar,
            waiting,
            counts_rate: false,
        }
    }

    fn row(&mut self, row: &ReportRow, phrase: String) {
        if !row.earlier && !self.counts_rate {
            self.counts_rate = true;
            self.bar.reset_eta();
        }
        self.bar.set_message(phrase);
        self.bar.inc(1);
    }

    fn set_waiting(&self, waiting: Option<Waiting>) {
        *self.waiting.lock().unwrap_or_else(PoisonError::into_inner) = waiting;
        self.bar.tick();
    }
}

impl Lines {
    /// Counts a row. Returns the remaining time, as a phrase, if a line is due.
    fn row(&mut self, row: &ReportRow, done: u64, total: u64) -> Option<String> {
        let now = Instant::now();
        let (start, before) = match self.start {
            Some(start) => start,
            None if row.earlier => return None,
            None => *self.start.insert((now, done)),
        };
        if now.duration_since(self.last) < LINE_INTERVAL || done == total {
            return None;
        }
        self.last = now;
        let each = now.duration_since(start).as_secs_f64() / (done - before).max(1) as f64;
        let rest = (each * (total - done) as f64) as u64;
        Some(format!(", about {} left", duration(rest)))
    }
}

/// Returns the sentence for a row without an account.
pub fn sentence(row: &ReportRow) -> String {
    let mut sentence = format!(
        "line {}: \"{}\" {}",
        row.line,
        show_name(&row.name),
        row.outcome
    );
    if let Some(message) = &row.message {
        let _ = write!(sentence, ": {}", message.trim_end_matches('.'));
    }
    if let Some(reason) = &row.reason {
        let _ = write!(sentence, " ({reason})");
    }
    sentence
}

/// Returns seconds as a clock shows them.
fn clock(seconds: u64) -> String {
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match hours {
        0 => format!("{minutes}:{seconds:02}"),
        _ => format!("{hours}:{minutes:02}:{seconds:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_shown_as_a_clock_does() {
        assert_eq!(clock(0), "0:00");
        assert_eq!(clock(125), "2:05");
        assert_eq!(clock(86_400 + 61), "24:01:01");
    }

    #[test]
    fn a_row_without_an_account_is_a_sentence() {
        let row = ReportRow {
            outcome: "refused".to_owned(),
            message: Some("The name is in use.".to_owned()),
            reason: Some("name-taken".to_owned()),
            ..ReportRow::pending(7, "w", "Zoe\u{202e}")
        };
        let expected = "line 7: \"Zoe\\u202e\" refused: The name is in use (name-taken)";
        assert_eq!(sentence(&row), expected);
    }

    #[test]
    fn the_remaining_time_is_that_of_this_runs_rate() {
        let row = |earlier| ReportRow {
            earlier,
            ..ReportRow::default()
        };
        let mut lines = Lines {
            start: None,
            last: Instant::now() - LINE_INTERVAL,
        };
        assert_eq!(lines.row(&row(true), 50, 100), None);
        lines.start = Some((Instant::now() - Duration::from_secs(20), 50));
        assert_eq!(
            lines.row(&row(false), 60, 100).as_deref(),
            Some(", about 80 seconds left")
        );
        assert_eq!(lines.row(&row(false), 61, 100), None);
    }
}
