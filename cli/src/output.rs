//! Prints the result of a run: the object of `--json`, or text.

use serde::Serialize;

use crate::{
    interaction::Stage,
    probe_report::ProbeReport,
    report::{Outcome, Report},
    terminal::{print_failure, print_message, print_result, sanitize, show_name, to_json},
    wiki_facts::WikiFacts,
};

/// The form in which the result of a run is printed.
#[derive(Debug)]
pub struct Output {
    /// The object of the result.
    pub kind: ReportKind,
    /// Set with `--json`.
    pub json: bool,
}

/// The object that a run ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportKind {
    /// The object of a creation.
    Account,
    /// The object of a probe.
    Probe,
}

impl Output {
    /// Prints a report, and returns the exit status; see [`print_result`].
    pub fn print(&self, report: &Report, wiki: &WikiFacts, requests: u64) -> i32 {
        let status = report.status();
        let probe = || ProbeReport::new(report, wiki, requests);
        match (self.json, self.kind) {
            (true, ReportKind::Account) => print_json(
                &AccountReport {
                    report,
                    wiki,
                    requests,
                },
                status,
            ),
            (true, ReportKind::Probe) => print_json(&probe(), status),
            (false, _) if report.requirements.is_some() => {
                print_result(&probe().to_text(report.asked), status)
            }
            (false, _) => print_text(report, wiki),
        }
    }
}

/// The object of `mwaccount create --json` and `mwaccount resume --json`.
#[derive(Serialize)]
struct AccountReport<'r> {
    #[serde(flatten)]
    report: &'r Report,
    wiki: &'r WikiFacts,
    requests: u64,
}

fn print_json(object: &impl Serialize, status: i32) -> i32 {
    print_result(&(to_json(object) + "\n"), status)
}

/// Prints success to standard output, and everything else to standard error. Returns the exit status.
fn print_text(report: &Report, wiki: &WikiFacts) -> i32 {
    let mut status = report.status();
    if report.outcome == Outcome::Created {
        let name = report.name.as_deref().unwrap_or_default();
        let api = wiki.api_url.as_deref().unwrap_or_default();
        let line = format!("Created \"{}\" on {}\n", show_name(name), sanitize(api));
        status = print_result(&line, status);
    }
    for warning in &report.warnings {
        print_message(&format!("warning: {} ({})", warning.message, warning.code));
    }
    let Some(message) = &report.message else {
        return status;
    };
    let mut sentence = match report.outcome {
        Outcome::Refused if report.stage == Stage::Login => {
            format!("the login failed: {}", message.trim_end_matches('.'))
        }
        Outcome::Refused => format!(
            "the wiki refused the account: {}",
            message.trim_end_matches('.')
        ),
        Outcome::Unknown => format!("it is unknown whether the account was created: {message}"),
        _ => message.clone(),
    };
    if let Some(reason) = report.reason {
        sentence.push_str(&format!(" ({reason})"));
    }
    if let Some(url) = &report.account_request_url {
        sentence.push_str(&format!("; request an account at {url}"));
    }
    match (report.retry_after, report.advice) {
        (Some(seconds), _) => {
            sentence.push_str(&format!("; try again in {}", duration(seconds)));
        }
        (None, Some(advice)) => sentence.push_str(&format!("; {advice}")),
        (None, None) => {}
    }
    match report.outcome {
        Outcome::Refused | Outcome::Unknown | Outcome::Error if !report.is_cancelled() => {
            print_failure(&sentence);
        }
        _ => print_message(&sentence),
    }
    status
}

/// Formats a duration, rounded up to the unit. Of hours and days a minute is left out, so that a day and the seconds
/// that a clock may be wrong are a day.
pub fn duration(seconds: u64) -> String {
    let (count, unit) = match seconds {
        0..=119 => (seconds, "second"),
        120..=7199 => (seconds.div_ceil(60), "minute"),
        7200..=172_799 => ((seconds - 60).div_ceil(3600), "hour"),
        _ => ((seconds - 60).div_ceil(86_400), "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {unit}{plural}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_rounded_up() {
        assert_eq!(duration(1), "1 second");
        assert_eq!(duration(90), "90 seconds");
        assert_eq!(duration(121), "3 minutes");
        assert_eq!(duration(86_400), "24 hours");
        assert_eq!(duration(86_402), "24 hours");
        assert_eq!(duration(86_500), "25 hours");
        assert_eq!(duration(604_800), "7 days");
    }
}
