//! `mwaccount resume`.

use std::path::PathBuf;

use clap::{Args, builder::NonEmptyStringValueParser};

use super::{FieldArgs, NetworkArgs, OutputArgs, PasswordArgs};

const LONG: &str = "\
Goes on with what --suspend-to put down.

--field answers what the wiki waits for, and so do the terminal and --answer-command, as
in mwaccount create. No password was written down: where the wiki needs the new account's,
it comes from --password-file, --password-stdin, the terminal or the answer command. Nor was
the login of a web server's own: give --http-user again.";

const AFTER: &str = "\
The file:
  FILE holds the wiki's session: whoever has it can go on in your place. It serves once: it is
  removed when the first answer is sent, and written anew (to --suspend-to, if that is given)
  if the wiki asks for more and nobody answers. As long as nothing was sent, it stays.

The JSON object of --json, the exit status and Ctrl-C are those of mwaccount create; see
mwaccount create --help.

Examples:
  mwaccount resume zoe.suspended --password-file zoe.password --field captcha=Paris
  mwaccount resume zoe.suspended --returned 'https://wiki.example.org/w/api.php?code=c0de&state=st4te'
  mwaccount resume zoe.suspended --answer-command ./answer --json";

/// Everything `mwaccount resume` takes.
#[derive(Debug, Args)]
#[command(long_about = LONG, after_long_help = AFTER)]
pub struct Resume {
    /// The file that --suspend-to wrote
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// What is answered.
    #[command(flatten)]
    pub fields: FieldArgs,

    /// The whole address at which the user came back from where the wiki sent them
    #[arg(long, value_name = "URL")]
    pub returned: Option<String>,

    /// The new account's password.
    #[command(flatten)]
    pub password: PasswordArgs,

    /// The access token that the conversation was begun with, which is not written down
    #[arg(long, value_name = "FILE")]
    pub oauth_token_file: Option<PathBuf>,

    /// The shell command that answers what the wiki asks; see mwaccount create --help
    #[arg(long, value_name = "CMD", value_parser = NonEmptyStringValueParser::new())]
    pub answer_command: Option<String>,

    /// Where to put the conversation down if it needs another answer; without this, in FILE again
    #[arg(long, value_name = "FILE")]
    pub suspend_to: Option<PathBuf>,

    /// HTTP authentication, TLS and proxies.
    #[command(flatten)]
    pub network: NetworkArgs,

    /// The output, and the time limit.
    #[command(flatten)]
    pub output: OutputArgs,
}
