//! `mwaccount`: creates accounts on MediaWiki wikis from the command line. It uses
//! the public API of the library alone.
#![deny(unsafe_code)]

mod answer_command;
mod answerer;
mod args;
mod challenge;
mod create;
mod input;
mod interaction;
mod interrupt;
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
mod suspended;
mod terminal;
mod trace;
mod wiki_facts;
mod wiki_setup;

use clap::Parser;

fn main() {
    match args::Cli::parse().command {
        args::Command::Probe(probe) => probe::probe(&probe),
        args::Command::Create(create) => create::create(&create),
        args::Command::Resume(resume) => resume::resume(&resume),
    }
}
