//! `mwaccount`: creates accounts on MediaWiki wikis from the command line. It stands on
//! the public API of the library alone.
#![deny(unsafe_code)]

mod answerer;
mod args;
mod challenge;
mod command;
mod conversation;
mod create;
mod creator;
mod door;
mod input;
mod interrupt;
mod probe;
mod probed;
mod prompt;
mod report;
mod resume;
mod run;
mod shelf;
mod suspended;
mod talk;
mod terminal;
mod trace;

use clap::Parser;

fn main() {
    match args::Cli::parse().command {
        args::Command::Probe(probe) => probe::probe(&probe),
        args::Command::Create(create) => create::create(&create),
        args::Command::Resume(resume) => resume::resume(&resume),
    }
}
