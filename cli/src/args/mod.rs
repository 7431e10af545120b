//! The command line and the texts of `--help`.

mod bulk;
mod create;
mod network;
mod probe;
mod resume;
mod shared;

use clap::{Parser, Subcommand};

pub use bulk::Bulk;
pub use create::{Create, FIELDS_WITH_OPTION};
pub use network::NetworkArgs;
pub use probe::Probe;
pub use resume::Resume;
pub use shared::{CreatorArgs, Dialect, FieldArgs, Format, OutputArgs, PasswordArgs, WikiArgs};

/// Create accounts on MediaWiki wikis of any age
#[derive(Debug, Parser)]
#[command(name = "mwaccount", version, arg_required_else_help = true)]
pub struct Cli {
    /// The subcommand.
    #[command(subcommand)]
    pub command: Command,
}

/// The subcommands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Show what a wiki requires for a new account, without creating one
    Probe(Box<Probe>),
    /// Create an account on a wiki
    Create(Box<Create>),
    /// Create the accounts of a file, none twice
    Bulk(Box<Bulk>),
    /// Continue a creation saved with --suspend-to
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
