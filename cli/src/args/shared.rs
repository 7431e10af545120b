//! Options that several commands have.

use std::path::PathBuf;

use clap::{Args, ValueEnum, builder::NonEmptyStringValueParser};

/// How to talk with a wiki.
#[derive(Debug, Args)]
pub struct WikiArgs {
    /// The format spoken with wikis of 1.21 to 1.26
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,

    /// How to talk with the wiki: authmanager is 1.27 and later, legacy 1.21 to 1.26, webform the
    /// sign-up form, for wikis up to 1.20 and those whose API is off
    #[arg(long, value_enum, default_value_t)]
    pub dialect: Dialect,

    /// Lets passwords and other secrets travel unencrypted to another computer
    #[arg(long)]
    pub allow_http: bool,

    /// What to send as the whole User-Agent; wikis want to find a contact in it
    #[arg(long, value_name = "TEXT")]
    pub user_agent: Option<String>,
}

/// The output.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Prints the result as one JSON object; see below
    #[arg(long)]
    pub json: bool,

    /// Shows every request on standard error, without secrets
    #[arg(short, long)]
    pub verbose: bool,
}

/// Who creates the account.
#[derive(Debug, Args)]
pub struct CreatorArgs {
    /// Logs in first; USER@BOT is a bot password's name
    #[arg(long, value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    pub login: Option<String>,

    /// Takes the creator's password from a file: its text without one newline at the end
    ///
    /// Without this the password is asked for on the terminal, unseen.
    #[arg(long, value_name = "FILE", requires = "login")]
    pub login_password_file: Option<PathBuf>,

    /// The domain of the creator's external authentication
    #[arg(long, value_name = "DOMAIN", requires = "login")]
    pub login_domain: Option<String>,

    /// Takes an OAuth 2 access token from a file and creates the account as its owner
    #[arg(long, value_name = "FILE", conflicts_with = "login")]
    pub oauth_token_file: Option<PathBuf>,
}

/// The password of the new account.
#[derive(Debug, Args)]
pub struct PasswordArgs {
    /// Takes the password from a file: its text without one newline at the end
    ///
    /// Without this and --password-stdin the password is asked for on the terminal, twice,
    /// unseen.
    #[arg(long, value_name = "FILE", conflicts_with = "password_stdin")]
    pub password_file: Option<PathBuf>,

    /// Takes the password from standard input: one line
    #[arg(long)]
    pub password_stdin: bool,
}

/// Answers given beforehand.
#[derive(Debug, Args)]
pub struct FieldArgs {
    /// The answer to a field that the wiki asks for, such as captcha=Paris
    ///
    /// Not for secrets. Given again for the same field, it is a further choice of a
    /// multiselect. A field that the wiki does not ask for is an error.
    #[arg(long = "field", value_name = "NAME=VALUE")]
    pub fields: Vec<String>,

    /// The same with the value in a file, for secrets: its text without one newline at the end
    #[arg(long = "field-file", value_name = "NAME=FILE")]
    pub field_files: Vec<String>,
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
    /// The sign-up form, up to 1.20 and where the API is off
    #[value(name = "webform")]
    WebForm,
}
