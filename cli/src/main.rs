//! `mwaccount` creates accounts on MediaWiki wikis from the command line. It uses only the
//! public API of the library.
#![deny(unsafe_code)]

mod access_token;
mod answer_command;
mod answerer;
mod args;
mod bulk;
mod caller;
mod completions;
mod config;
mod console;
mod create;
mod files;
mod images;
mod input;
mod interaction;
mod interrupt;
mod json_ask;
mod network;
mod open;
mod output;
mod own_option;
mod own_signup;
mod probe;
mod probe_report;
mod prompt;
mod reply;
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

use std::{env, ffi::OsString, io, process, sync::Arc};

use clap::{CommandFactory, Parser};

use config::Config;
use output::{Output, ReportKind};
use report::Report;
use run::Run;

fn main() {
    let command = parse(env::args_os().collect());
    match command {
        args::Command::Probe(args) => run(ReportKind::Probe, &args.output, |run| {
            probe::probe(&args, run)
        }),
        args::Command::Create(args) => run(ReportKind::Account, &args.output, |run| {
            create::create(&args, run)
        }),
        args::Command::Bulk(args) => bulk::bulk(&Arc::from(args)),
        args::Command::Resume(args) => run(ReportKind::Account, &args.output, |run| {
            resume::resume(&args, run)
        }),
        args::Command::Completions(args) => process::exit(completions::print(&args)),
    }
}

/// Parses a command line, with the settings of the environment and the configuration file. Ends the process if that
/// fails, and after the help.
fn parse(mut arguments: Vec<OsString>) -> args::Command {
    let config = Config::complete(&args::Cli::command(), &mut arguments);
    let config = config.unwrap_or_else(|message| {
        terminal::print_failure(&message);
        process::exit(2)
    });
    let args = args::Cli::try_parse_from(arguments);
    let mut command = args.unwrap_or_else(|stop| print_and_exit(&stop)).command;
    config.resolve_aliases(&mut command);
    config.hint_at_contact(&command);
    command
}

/// Prints the help or the error of a command line, and ends the process.
fn print_and_exit(stop: &clap::Error) -> ! {
    let is_printed = match stop.print() {
        Err(error) => error.kind() == io::ErrorKind::BrokenPipe,
        Ok(()) => true,
    };
    let status = match stop.exit_code() {
        0 if !is_printed => terminal::STATUS_NOT_PRINTED,
        status => status,
    };
    process::exit(status)
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
