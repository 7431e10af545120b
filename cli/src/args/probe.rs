//! `mwaccount probe`.

use std::path::PathBuf;

use clap::{Args, builder::NonEmptyStringValueParser};

use super::{CreatorArgs, NetworkArgs, OutputArgs, WikiArgs};

const LONG: &str = "\
Looks what a wiki asks of new accounts; creates nothing.

With --name and --password-file it asks the wiki whether it would take them.";

const AFTER: &str = "\
The JSON object of --json, which is the last line of standard output:
  outcome         probed, or as of mwaccount create: refused, ask, redirect (while logging in) or error
  dialect         authmanager, legacy or webform
  generator       the wiki's release
  may_create      whether you may create accounts there
  reason, code, message
                  why not, or what went wrong, as of mwaccount create
  fields          the fields of a new account, as for the answer command
  captcha_asked   whether a captcha is asked
  captcha         the captcha, where the wiki shows it beforehand
  name, password  the wiki's word on them: {\"good\", \"reason\", \"code\", \"message\"}
  email_required  whether an e-mail address must be given
  single_sign_on  whether accounts come from another service only
  wiki, requests  as of mwaccount create
  Whatever cannot be known on this wiki is null.

Exit status: 0 if the wiki could be looked at; else as of mwaccount create, 5 for an error.

Examples:
  mwaccount probe wiki.example.org
  mwaccount probe https://wiki.example.org/w/api.php --name 'Zoe Example' --password-file zoe.password --json";

/// Everything `mwaccount probe` takes.
#[derive(Debug, Args)]
#[command(long_about = LONG, after_long_help = AFTER)]
pub struct Probe {
    /// Any address of the wiki: its host, a page, its api.php
    #[arg(value_name = "WIKI", value_parser = NonEmptyStringValueParser::new())]
    pub address: String,

    /// Asks whether the wiki would take an account of this name
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    pub name: Option<String>,

    /// Asks whether the wiki would take the password in this file: its text without one newline
    /// at the end
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,

    /// Who looks.
    #[command(flatten)]
    pub creator: CreatorArgs,

    /// The shell command that answers what the wiki asks at the login; see mwaccount create --help
    #[arg(long, value_name = "CMD", value_parser = NonEmptyStringValueParser::new())]
    pub answer_command: Option<String>,

    /// How to talk with the wiki.
    #[command(flatten)]
    pub wiki: WikiArgs,

    /// HTTP authentication, TLS and proxies.
    #[command(flatten)]
    pub network: NetworkArgs,

    /// The output, and the time limit.
    #[command(flatten)]
    pub output: OutputArgs,
}
