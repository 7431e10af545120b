//! The command line: what can be said on it, and the texts of `--help`.

mod create;
mod network;
mod probe;
mod resume;
mod shared;

use clap::{Parser, Subcommand};

pub use create::{Create, FIELDS_WITH_OPTION};
pub use network::NetworkArgs;
pub use probe::Probe;
pub use resume::Resume;
pub use shared::{CreatorArgs, Dialect, FieldArgs, Format, OutputArgs, PasswordArgs, WikiArgs};

/// Creates accounts on MediaWiki wikis of any age.
#[derive(Debug, Parser)]
#[command(name = "mwaccount", version, about, arg_required_else_help = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What the command can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Looks what a wiki asks of new accounts; creates nothing.
    Probe(Box<Probe>),
    /// Creates an account on a wiki.
    Create(Box<Create>),
    /// Goes on with what --suspend-to put down.
    Resume(Box<Resume>),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn command_line_is_valid() {
        Cli::command().debug_assert();
    }
}
