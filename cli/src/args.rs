//! The command line: what can be said on it, and the texts of `--help`.

use std::path::PathBuf;

use clap::{
    Args, Parser, Subcommand, ValueEnum,
    builder::{NonEmptyStringValueParser, RangedU64ValueParser},
};

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
    /// Creates an account on a wiki.
    Create(Box<Create>),
}

const CREATE_LONG: &str = "\
Creates an account on a wiki.

Where the wiki asks for more than was given, a captcha for one, it is prompted for on
the terminal, or --answer-command is run. With neither, the command ends with status 3
and says what is asked.";

const CREATE_AFTER: &str = "\
Secrets:
  No secret belongs on a command line, where others can see it: the password comes
  from the terminal, a file or standard input, other secret fields from --field-file.
  Over plain http they are sent to this computer only, unless --allow-http is given.

The answer command:
  CMD is run by the shell (sh -c, on Windows cmd /C) each time the wiki asks, at most
  five times in all, and as long as it needs. It reads one JSON object from standard input:
    {\"message\": TEXT or null,
     \"fields\": [{\"name\", \"type\", \"label\", \"help\", \"value\",
                 \"options\": [{\"value\", \"label\"}], \"optional\", \"sensitive\"}],
     \"captcha\": null or {\"kind\", \"question\", \"image_file\", \"site_key\"}}
  and prints one JSON object of answers, by the names of the fields: a text or number,
  true or false for a checkbox or button, a list of texts for a multiselect, null to
  leave a field out. The answer to any captcha is the field \"captcha\". The image file is
  there until mwaccount ends. After a wrong captcha it is run again, with a fresh one.

The JSON object of --json, which is the last line of standard output:
  outcome       created, refused, ask, redirect, unknown or error
  name          the name of the account, as the wiki gives it where it did
  userid        its number, where the wiki tells it, else null
  warnings      [{\"code\", \"message\"}]: what did not go as wished
  reason        one word for a refusal or error, the same on every wiki, else null
  code          the wiki's own code, else null
  message       a text for people, else null
  retry_after   seconds after which another try can help, else null
  fields        what the wiki asks, as for the answer command
  captcha       the captcha it asks, likewise, else null; its image is not fetched
  redirect_url  where the user's browser must go, else null
  wiki          {\"api\", \"dialect\", \"generator\"}, null where not known
  requests      HTTP requests spent, redirects and images included
  It is printed for every outcome but a command line that cannot be understood.

Exit status:
  0  created
  1  refused by the wiki, nothing created
  2  wrong usage, nothing sent
  3  an answer is needed: fill the fields, or open the address
  4  unknown whether the account was created: look before trying again
  5  an error, surely nothing created

Ctrl-C ends the command. While the wiki's answer is awaited that says whether the account
was created, the first Ctrl-C goes on waiting, and the second ends with status 4.

Examples:
  mwaccount create https://wiki.example.org/w/api.php --name 'Zoe Example' --email zoe@example.org

  mwaccount create https://wiki.example.org/w/api.php --name 'Zoe Example' \\
      --password-file zoe.password --field captcha=Paris --json

  mwaccount create https://wiki.example.org/w/api.php --name 'Zoe Example' \\
      --password-stdin --answer-command ./answer < zoe.password";

/// Everything `mwaccount create` takes.
#[derive(Debug, Args)]
#[command(long_about = CREATE_LONG, after_long_help = CREATE_AFTER)]
pub struct Create {
    /// The address of the wiki's api.php
    #[arg(long_help = "The address of the wiki's api.php, such as https://wiki.example.org/w/api.php\n\n\
                       Finding it from any page of the wiki comes in a later version.",
          value_parser = NonEmptyStringValueParser::new())]
    pub wiki: String,

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

    /// Takes the password from a file: its text without one newline at the end
    ///
    /// Without this and --password-stdin the password is asked for on the terminal, twice,
    /// unseen.
    #[arg(long, value_name = "FILE", conflicts_with = "password_stdin")]
    pub password_file: Option<PathBuf>,

    /// Takes the password from standard input: one line
    #[arg(long)]
    pub password_stdin: bool,

    /// The answer to a field that the wiki asks for, such as captcha=Paris
    ///
    /// Not for secrets. Given again for the same field, it is a further choice of a
    /// multiselect. A field that the wiki does not ask for is an error. Fields that
    /// it asks for only later are answered on the terminal or by --answer-command.
    #[arg(long = "field", value_name = "NAME=VALUE")]
    pub fields: Vec<String>,

    /// The same with the value in a file, for secrets: its text without one newline at the end
    #[arg(long = "field-file", value_name = "NAME=FILE")]
    pub field_files: Vec<String>,

    /// The shell command that answers what the wiki asks; see below
    #[arg(long, value_name = "CMD", value_parser = NonEmptyStringValueParser::new())]
    pub answer_command: Option<String>,

    /// The format spoken with wikis of 1.21 to 1.26
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,

    /// How to talk with the wiki: authmanager is 1.27 and later, legacy 1.21 to 1.26
    #[arg(long, value_enum, default_value_t)]
    pub dialect: Dialect,

    /// Where a wiki that sends its users elsewhere shall send them back to
    #[arg(long, value_name = "URL")]
    pub return_url: Option<String>,

    /// Lets the password travel unencrypted to another computer
    #[arg(long)]
    pub allow_http: bool,

    /// The longest a single request may take
    #[arg(long, value_name = "SECONDS", default_value_t = 30,
          value_parser = RangedU64ValueParser::<u64>::new().range(1..=86_400))]
    pub timeout: u64,

    /// What to send as the whole User-Agent; wikis want to find a contact in it
    #[arg(long, value_name = "TEXT")]
    pub user_agent: Option<String>,

    /// Prints the result as one JSON object; see below
    #[arg(long)]
    pub json: bool,

    /// Shows every request on standard error, without secrets
    #[arg(short, long)]
    pub verbose: bool,
}

/// The formats of the legacy API.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Format {
    /// JSON
    #[default]
    Json,
    /// XML
    Xml,
}

/// The dialects that can be chosen.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Dialect {
    /// What the wiki speaks
    #[default]
    Auto,
    /// AuthManager, 1.27 and later
    #[value(name = "authmanager")]
    AuthManager,
    /// The legacy API, 1.21 to 1.26
    Legacy,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_command_line_is_sound() {
        Cli::command().debug_assert();
    }
}
