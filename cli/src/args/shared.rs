//! Options that several subcommands share.

use std::path::PathBuf;

use clap::{
    Args, ValueEnum,
    builder::{NonEmptyStringValueParser, RangedU64ValueParser},
};

/// Options of the client for a wiki.
#[derive(Debug, Args)]
pub struct WikiArgs {
    /// Format of API responses from MediaWiki 1.21 to 1.26
    #[arg(long, value_enum, default_value_t)]
    pub format: Format,

    /// Dialect to use instead of the detected one: authmanager (MediaWiki 1.27 and later), legacy
    /// (1.21 to 1.26) or webform (the sign-up form)
    #[arg(long, value_enum, default_value_t)]
    pub dialect: Dialect,

    /// Allow passwords and other secrets to be sent to other computers unencrypted
    #[arg(long)]
    pub allow_http: bool,

    /// Your e-mail address or page, for the User-Agent header: wikis expect to find there whom to ask
    #[arg(long, value_name = "ADDRESS", value_parser = NonEmptyStringValueParser::new())]
    pub contact: Option<String>,

    /// Complete User-Agent header to send, instead of one with --contact
    #[arg(long, value_name = "TEXT", conflicts_with = "contact")]
    pub user_agent: Option<String>,
}

/// The output.
#[derive(Debug, Args)]
pub struct OutputArgs {
    /// Print the result as one JSON object (described in --help)
    #[arg(long)]
    pub json: bool,

    /// Print every request to standard error, without secrets
    #[arg(short, long)]
    pub verbose: bool,
}

/// The images of captchas.
#[derive(Debug, Args)]
pub struct ImageArgs {
    /// Draw captchas' images on the terminal in this way
    ///
    /// The path of the image's file is shown too.
    #[arg(long, value_enum, default_value_t, value_name = "HOW")]
    pub images: ImageMode,

    /// Write the image of the captcha to FILE, which stays
    ///
    /// FILE must not exist. The image of the next captcha, after a wrong answer, replaces it. A
    /// second image of one captcha is written to FILE with -2 in its name. Without a terminal the
    /// image is written too, if the wiki asks for its text and nobody answers. An answer command gets
    /// files of its own.
    #[arg(long, value_name = "FILE", conflicts_with = "answer_command")]
    pub image_to: Option<PathBuf>,
}

/// The ways to draw an image.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum ImageMode {
    /// The best way that the terminal is found to know: kitty, iterm, sixel, else blocks
    #[default]
    Auto,
    /// The graphics protocol of kitty
    Kitty,
    /// The images of iTerm2
    Iterm,
    /// Sixels
    Sixel,
    /// Half blocks, in the terminal's colours (COLORTERM, TERM), without any if NO_COLOR is set
    Blocks,
    /// Not at all: show the path of its file only
    Path,
    /// Not at all, and do not fetch it: show its address only
    None,
}

/// The creator, who logs in and creates the account.
#[derive(Debug, Args)]
pub struct CreatorArgs {
    /// Log in as USER first (USER@BOT with a bot password)
    #[arg(long, value_name = "USER", value_parser = NonEmptyStringValueParser::new())]
    pub login: Option<String>,

    /// Read the password of --login from FILE (one trailing newline is dropped)
    ///
    /// Without this option mwaccount prompts for the password on the terminal, without echo.
    #[arg(long, value_name = "FILE", requires = "login")]
    pub login_password_file: Option<PathBuf>,

    /// Domain of --login, for wikis with external authentication
    #[arg(long, value_name = "DOMAIN", requires = "login")]
    pub login_domain: Option<String>,

    /// Read an OAuth 2 access token from FILE and act as its owner
    #[arg(long, value_name = "FILE", conflicts_with = "login")]
    pub oauth_token_file: Option<PathBuf>,

    /// Read the tokens of an OAuth 1.0a owner-only consumer from FILE and act as its owner
    ///
    /// FILE has 4 lines, in the order in which the wiki shows them: the consumer key (or consumer
    /// token), the consumer secret, the access token and the access secret.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["login", "oauth_token_file"])]
    pub oauth1_token_file: Option<PathBuf>,
}

/// The password of the new account.
#[derive(Debug, Args)]
pub struct PasswordArgs {
    /// Read the new account's password from FILE (one trailing newline is dropped)
    ///
    /// Without this option and --password-stdin mwaccount prompts for the password on the
    /// terminal, twice and without echo.
    #[arg(long, value_name = "FILE", conflicts_with = "password_stdin")]
    pub password_file: Option<PathBuf>,

    /// Read the new account's password from the first line of standard input
    #[arg(long)]
    pub password_stdin: bool,
}

/// Answers given beforehand.
#[derive(Debug, Args)]
pub struct FieldArgs {
    /// Answer a field that the wiki asks for, such as captcha=Paris
    ///
    /// Give secrets with --field-file instead. Repeat the option to choose several values of a
    /// multiselect. A field that the wiki does not ask for is an error.
    #[arg(long = "field", value_name = "NAME=VALUE")]
    pub fields: Vec<String>,

    /// Answer a field with the text of FILE, for secrets (one trailing newline is dropped)
    #[arg(long = "field-file", value_name = "NAME=FILE")]
    pub field_files: Vec<String>,
}

/// The page on which a person answers.
#[derive(Debug, Args)]
pub struct OpenArgs {
    /// Answer what the wiki asks on a page in the browser
    ///
    /// mwaccount serves the page on a loopback address of this computer until it ends, prints its
    /// address to standard error, and opens the browser where there is one (or the one in the
    /// environment variable BROWSER). In a session of ssh it says how to forward the port instead.
    #[arg(long, conflicts_with = "answer_command")]
    pub open: bool,

    /// Time that the page of --open waits for each answer
    #[arg(long, value_name = "SECONDS", default_value_t = 1800, requires = "open",
          value_parser = RangedU64ValueParser::<u64>::new().range(1..=86_400))]
    pub open_timeout: u64,
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

/// The dialects, and the choice to detect it.
#[derive(Debug, Clone, Copy, Default, ValueEnum)]
pub enum Dialect {
    /// Detect it
    #[default]
    Auto,
    /// AuthManager API, of MediaWiki 1.27 and later
    #[value(name = "authmanager")]
    AuthManager,
    /// Legacy API, of MediaWiki 1.21 to 1.26
    Legacy,
    /// Sign-up form, for MediaWiki up to 1.20 and for wikis whose API is off
    #[value(name = "webform")]
    WebForm,
}
