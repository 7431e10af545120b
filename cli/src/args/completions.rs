//! `mwaccount completions`.

use clap::Args;
use clap_complete::Shell;

const LONG: &str = "\
Print the completions of a shell: its script that completes subcommands, options and their values

Packages install them where the shell looks; this is for a command that came without.";

const AFTER: &str = "\
Examples:
  mwaccount completions bash > ~/.local/share/bash-completion/completions/mwaccount
  mwaccount completions zsh > ~/.zfunc/_mwaccount      # a folder of $fpath, named before compinit
  mwaccount completions fish > ~/.config/fish/completions/mwaccount.fish
  mwaccount completions powershell >> $PROFILE";

/// The arguments of `mwaccount completions`.
#[derive(Debug, Args)]
#[command(long_about = LONG, after_long_help = AFTER)]
pub struct Completions {
    /// The shell
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: Shell,
}
