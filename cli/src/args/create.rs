//! `mwaccount create`.

use std::path::PathBuf;

use clap::{Args, builder::NonEmptyStringValueParser};

use super::{CreatorArgs, FieldArgs, NetworkArgs, OutputArgs, PasswordArgs, WikiArgs};

const LONG: &str = "\
Creates an account on a wiki.

Where the wiki asks for more than was given, a captcha for one, it is prompted for on
the terminal, or --answer-command is run. With neither, the command ends with status 3
and says what is asked; with --suspend-to, mwaccount resume goes on from there.";

const AFTER: &str = "\
Secrets:
  No secret belongs on a command line, where others can see it: passwords come from
  the terminal, a file or standard input, other secret fields from --field-file.
  Over plain http they are sent to this computer only, unless --allow-http is given.

The answer command:
  CMD is run by the shell (sh -c, on Windows cmd /C) each time the wiki asks, at most
  five times in all, and as long as it needs. It reads one JSON object from standard input:
    {\"stage\": \"login\" or \"creation\",
     \"message\": TEXT or null,
     \"fields\": [{\"name\", \"kind\", \"label\", \"help\", \"value\",
                 \"options\": [{\"value\", \"label\"}], \"optional\", \"sensitive\"}],
     \"captcha\": null or {\"kind\", \"question\", \"image_file\", \"site_key\"}}
  and prints one JSON object of answers, by the names of the fields: a text or number,
  true or false for a checkbox or button, a list of texts for a multiselect, null to
  leave a field out. The answer to any captcha is the field \"captcha\". The image file is
  there until mwaccount ends. After a wrong captcha it is run again, with a fresh one.

The JSON object of --json, which is the last line of standard output:
  outcome        created, refused, ask, redirect, unknown or error
  stage          login or creation: what it is about
  name           the name of the account, as the wiki gives it where it did
  user_id        its number, where the wiki tells it, else null
  warnings       [{\"code\", \"message\"}]: what did not go as wished
  reason         one word for a refusal or error, the same on every wiki, else null
  code           the wiki's own code, else null
  message        a text for people, else null
  retry_after    seconds after which another try can help, else null
  fields         what the wiki asks, as for the answer command
  captcha        the captcha it asks, likewise, else null; its image is not fetched
  redirect_url   where the user's browser must go, else null
  account_exists of ask and redirect: whether the account exists already, null where
                 that is not known
  wiki           {\"api\", \"dialect\", \"generator\"}, null where not known
  requests       HTTP requests spent, redirects and images included
  It is printed for every outcome but a command line that cannot be understood.

Exit status:
  0  created
  1  refused by the wiki, nothing created
  2  wrong usage, nothing sent
  3  an answer is needed: fill the fields, or open the address
  4  unknown whether the account was created: look before trying again
  5  an error, surely nothing created

Ctrl-C ends the command. While the wiki's answer is awaited that says whether the account
was created, the first Ctrl-C goes on waiting, and the second ends without knowing.

Examples:
  mwaccount create https://wiki.example.org/wiki/Some_page --name 'Zoe Example' --email zoe@example.org

  mwaccount create https://wiki.example.org/w/api.php --name 'Zoe Example' \\
      --password-file zoe.password --field captcha=Paris --json

  mwaccount create https://wiki.example.org/w/api.php --name 'Zoe Example' \\
      --email zoe@example.org --mail-password --login Teacher --reason 'For the course'

  mwaccount create https://wiki.example.org/w/api.php --name 'Zoe Example' \\
      --password-stdin --suspend-to zoe.suspended < zoe.password";

/// Everything `mwaccount create` takes.
#[derive(Debug, Args)]
#[command(long_about = LONG, after_long_help = AFTER)]
pub struct Create {
    /// Any address of the wiki: its host, a page, its api.php
    #[arg(value_name = "WIKI", long_help = "Any address of the wiki: its host, a page, its index.php or api.php, such as \
                       https://wiki.example.org/wiki/Some_page\n\n\
                       With that of its api.php no request is spent on finding it.",
          value_parser = NonEmptyStringValueParser::new())]
    pub address: String,

    /// The name of the account
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    pub name: String,

    /// The e-mail address of the account
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,

    /// The real name, where the wiki takes one
    #[arg(long)]
    pub real_name: Option<String>,

    /// The code of the account's language, such as en or de-ch
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,

    /// The domain of an external authentication
    #[arg(long)]
    pub domain: Option<String>,

    /// The comment of the wiki's log entry
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,

    /// The account's password.
    #[command(flatten)]
    pub password: PasswordArgs,

    /// Has the wiki make up a password and mail it to --email
    #[arg(long, requires = "email", conflicts_with_all = ["password_file", "password_stdin"])]
    pub mail_password: bool,

    /// Who creates it.
    #[command(flatten)]
    pub creator: CreatorArgs,

    /// What is answered beforehand.
    #[command(flatten)]
    pub fields: FieldArgs,

    /// The shell command that answers what the wiki asks; see below
    #[arg(long, value_name = "CMD", value_parser = NonEmptyStringValueParser::new())]
    pub answer_command: Option<String>,

    /// Where to put the conversation down if an answer is needed; see mwaccount resume
    #[arg(long, value_name = "FILE")]
    pub suspend_to: Option<PathBuf>,

    /// Where a wiki that sends its users elsewhere shall send them back to
    #[arg(long, value_name = "URL")]
    pub return_url: Option<String>,

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

/// Fields that have an option of their own, and that option: said twice, one of
/// the two would be passed over without a word.
pub const FIELDS_WITH_OPTION: [(&str, &str); 7] = [
    ("username", "--name"),
    ("password", "--password-file or --password-stdin"),
    ("retype", "--password-file or --password-stdin"),
    ("email", "--email"),
    ("realname", "--real-name"),
    ("domain", "--domain"),
    ("reason", "--reason"),
];
