//! The command line and the texts of `--help`.

mod bulk;
mod completions;
mod create;
mod network;
mod probe;
mod resume;
mod shared;

use clap::{Parser, Subcommand};

pub use bulk::Bulk;
pub use completions::Completions;
pub use create::Create;
pub use network::NetworkArgs;
pub use probe::Probe;
pub use resume::Resume;
pub use shared::{
    CreatorArgs, Dialect, FieldArgs, Format, ImageArgs, ImageMode, OpenArgs, OutputArgs,
    PasswordArgs, WikiArgs,
};

const AFTER: &str = "\
Settings:
  An option that the command line does not have is read from the environment, such as
  MWACCOUNT_CONTACT for --contact, else from the configuration file: mwaccount/config.toml in
  $XDG_CONFIG_HOME (by default ~/.config, also on macOS; on Windows the folder of %APPDATA%), or the
  file that MWACCOUNT_CONFIG names. It never has secrets:

    contact = \"ops@example.org\"

    [wikis.course]
    address = \"https://wiki.example.org/w/api.php\"
    login = \"Teacher\"

  With it, mwaccount create course --name 'Zoe Example' creates an account on that wiki as Teacher.
  The keys are contact, user-agent, language, images, timeout, proxy and ca-file, and of one wiki
  also login, login-domain, domain, format, dialect, http-user, client-cert and client-key.";

/// Create accounts on MediaWiki wikis of any age
#[derive(Debug, Parser)]
#[command(name = "mwaccount", version, arg_required_else_help = true, after_long_help = AFTER)]
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
    /// Print the completions of a shell
    Completions(Completions),
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
