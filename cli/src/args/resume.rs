//! `mwaccount resume`.

use std::path::PathBuf;

use clap::{Args, builder::NonEmptyStringValueParser};

use super::{FieldArgs, ImageArgs, NetworkArgs, OpenArgs, OutputArgs, PasswordArgs};

const LONG: &str = "\
Continue a creation saved with --suspend-to

Answer what the wiki asked with --field, with --answer-command or on the terminal, as for
mwaccount create. The file contains no password. If the wiki needs the new account's password
again, give it with --password-file, with --password-stdin, on the terminal or with the answer
command. The file contains no --http-user and no access token either: give those again, with --wiki.";

const AFTER: &str = "\
The file:
  FILE contains the session with the wiki, so anybody who can read it can continue in your place.
  It is created so that only you can read and change it. It is not authenticated: do not resume a
  file that somebody else could change, since it says to which wiki your answers are sent. With
  --wiki they are sent to that wiki only. An access token and the HTTP authentication need --wiki.
  It can be used once: it is removed when the first answer is sent. If the wiki then asks for more
  and nobody answers, the creation is saved again, to --suspend-to or else to FILE. If nothing was
  sent, FILE is kept.

The JSON object of --json, the exit status and Ctrl-C are described in mwaccount create --help.

Examples:
  mwaccount resume zoe.suspended --password-file zoe.password --field captcha=Paris
  mwaccount resume zoe.suspended --returned 'https://wiki.example.org/w/api.php?code=c0de&state=st4te'
  mwaccount resume zoe.suspended --answer-command ./answer --json";

/// The arguments of `mwaccount resume`.
#[derive(Debug, Args)]
#[command(long_about = LONG, after_long_help = AFTER)]
pub struct Resume {
    /// File written by --suspend-to
    #[arg(value_name = "FILE")]
    pub file: PathBuf,

    /// Resume only a creation on the wiki at URL, api_url in the output of --json
    ///
    /// Needed with an access token or HTTP authentication, so that a changed file cannot send them to
    /// another wiki.
    #[arg(long, value_name = "URL", value_parser = NonEmptyStringValueParser::new())]
    pub wiki: Option<String>,

    /// The answers.
    #[command(flatten)]
    pub fields: FieldArgs,

    /// Complete address to which an external login service sent the browser back
    #[arg(long, value_name = "URL")]
    pub returned: Option<String>,

    /// The password of the new account.
    #[command(flatten)]
    pub password: PasswordArgs,

    /// Read from FILE the access token that the creation was started with (it is not saved)
    #[arg(long, value_name = "FILE")]
    pub oauth_token_file: Option<PathBuf>,

    /// The same for the tokens of an OAuth 1.0a consumer (see mwaccount create --help)
    #[arg(long, value_name = "FILE", conflicts_with = "oauth_token_file")]
    pub oauth1_token_file: Option<PathBuf>,

    /// Run shell command CMD to answer what the wiki asks (see mwaccount create --help)
    #[arg(long, value_name = "CMD", value_parser = NonEmptyStringValueParser::new())]
    pub answer_command: Option<String>,

    /// The page on which a person answers.
    #[command(flatten)]
    pub open: OpenArgs,

    /// The images of captchas.
    #[command(flatten)]
    pub images: ImageArgs,

    /// Save to another FILE, instead of the resumed one, if the wiki needs another answer
    #[arg(long, value_name = "FILE")]
    pub suspend_to: Option<PathBuf>,

    /// Send the account again, once, if the wiki warns that it looks like abuse
    ///
    /// A filter of Extension:AbuseFilter may refuse the first try with a warning and accept the same
    /// account when it is sent again. Without this option mwaccount asks on the terminal.
    #[arg(long)]
    pub accept_warnings: bool,

    /// HTTP authentication, TLS and proxies.
    #[command(flatten)]
    pub network: NetworkArgs,

    /// The output.
    #[command(flatten)]
    pub output: OutputArgs,
}
