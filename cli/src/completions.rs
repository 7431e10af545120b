//! `mwaccount completions`.

use clap::CommandFactory;

use crate::{args, terminal};

/// Prints the completions of a shell, and returns the exit status.
pub fn print(args: &args::Completions) -> i32 {
    let mut script = Vec::new();
    clap_complete::generate(
        args.shell,
        &mut args::Cli::command(),
        "mwaccount",
        &mut script,
    );
    terminal::print_result(&String::from_utf8_lossy(&script), 0)
}
