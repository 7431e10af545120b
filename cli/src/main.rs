//! `mwaccount`: creates accounts on MediaWiki wikis from the command line. It stands on
//! the public API of the library alone.

mod answerer;
mod args;
mod challenge;
mod command;
mod create;
mod input;
mod interrupt;
mod prompt;
mod report;
mod run;
mod terminal;
mod trace;

use clap::Parser;

fn main() {
    match args::Cli::parse().command {
        args::Command::Create(create) => create::create(&create),
    }
}
