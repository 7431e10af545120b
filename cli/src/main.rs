//! `mwaccount` creates accounts on MediaWiki wikis from the command line. It uses only the
//! public API of the library.
#![deny(unsafe_code)]

mod access_token;
mod answer_command;
mod answerer;
mod args;
mod bulk;
mod console;
mod create;
mod input;
mod interaction;
mod interrupt;
mod json_ask;
mod network;
mod output;
mod probe;
mod probe_report;
mod prompt;
mod report;
mod requested_account;
mod resume;
mod run;
mod session_loop;
mod suspend_file;
mod suspended_run;
mod terminal;
mod trace;
mod wiki_facts;
mod wiki_setup;

use std::sync::Arc;

use clap::Parser;

use output::{Output, ReportKind};
use report::Report;
use run::Run;

fn main() {
    match args::Cli::parse().command {
        args::Command::Probe(args) => run(ReportKind::Probe, &args.output, |run| {
            probe::probe(&args, run)
        }),
        args::Command::Create(args) => run(ReportKind::Account, &args.output, |run| {
            create::create(&args, run)
        }),
        args::Command::Bulk(args) => bulk::bulk(&args),
        args::Command::Resume(args) => run(ReportKind::Account, &args.output, |run| {
            resume::resume(&args, run)
        }),
    }
}

/// Runs a command, prints its report, and ends the process.
fn run(
    kind: ReportKind,
    args: &args::OutputArgs,
    command: impl FnOnce(&Arc<Run>) -> Result<Report, Box<Report>>,
) -> ! {
    let json = args.json;
    let run = Run::new(Output { kind, json });
    let interrupted = Arc::clone(&run);
    interrupt::watch(move || interrupted.interrupt());
    let report = command(&run).unwrap_or_else(|report| *report);
    run.finish(report)
}
