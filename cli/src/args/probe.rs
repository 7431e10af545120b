//! `mwaccount probe`.

use std::path::PathBuf;

use clap::{Args, builder::NonEmptyStringValueParser};

use super::{CreatorArgs, ImageArgs, NetworkArgs, OutputArgs, WikiArgs};

const LONG: &str = "\
Show what a wiki requires for a new account, without creating one

With --name and --password-file it also checks whether the wiki would accept them.";

const AFTER: &str = "\
The JSON object that --json prints as the last line of standard output:
  outcome         probed, error, or from the login: refused, ask or redirect
  dialect         authmanager, legacy or webform
  generator       the wiki's release
  may_create      whether the wiki's own check allows you to create accounts
  reason, code, message
                  why you may not, or what went wrong, as for mwaccount create
  account_request_url
                  the page to request an account on, if visitors may create none
  fields          the fields of a new account, as in the answer command's input
  captcha_asked   whether the wiki asks for a captcha
  captcha         the captcha, if the wiki shows it in advance
  name, password  whether the wiki would accept them: {\"good\", \"reason\", \"code\", \"message\"}
  name_free       whether no account has the name; the wiki may refuse a free name too
  email_required  whether an e-mail address is required
  single_sign_on  whether accounts can come from another service only
  wiki, requests  as for mwaccount create
  All keys are always present. A value that is not known or does not apply is null, or an empty
  list.

Exit status: 0 if the wiki was probed, else as for mwaccount create (5 for an error).

Examples:
  mwaccount probe wiki.example.org
  mwaccount probe https://wiki.example.org/w/api.php --name 'Zoe Example' --password-file zoe.password --json";

/// The arguments of `mwaccount probe`.
#[derive(Debug, Args)]
#[command(long_about = LONG, after_long_help = AFTER)]
pub struct Probe {
    /// Address of the wiki: its host, any page, or its api.php
    #[arg(value_name = "WIKI", value_parser = NonEmptyStringValueParser::new())]
    pub address: String,

    /// Check whether the wiki would accept this user name
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    pub name: Option<String>,

    /// Check whether the wiki would accept the password in FILE (one trailing newline is dropped)
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,

    /// The creator.
    #[command(flatten)]
    pub creator: CreatorArgs,

    /// Run shell command CMD to answer what the wiki asks at the login (see mwaccount create --help)
    #[arg(long, value_name = "CMD", value_parser = NonEmptyStringValueParser::new())]
    pub answer_command: Option<String>,

    /// The images of captchas.
    #[command(flatten)]
    pub images: ImageArgs,

    /// Options of the client.
    #[command(flatten)]
    pub wiki: WikiArgs,

    /// HTTP authentication, TLS and proxies.
    #[command(flatten)]
    pub network: NetworkArgs,

    /// The output.
    #[command(flatten)]
    pub output: OutputArgs,
}
