//! `mwaccount bulk`.

use std::path::PathBuf;

use clap::{
    Args,
    builder::{NonEmptyStringValueParser, RangedU64ValueParser},
};

use super::{CreatorArgs, ImageArgs, NetworkArgs, OpenArgs, OutputArgs, WikiArgs};

/// The lengths of generated passwords. The shortest have 50 bits, those of the default length 62.
const PASSWORD_LENGTHS: std::ops::RangeInclusive<u64> = 20..=64;

const LONG: &str = "\
Create the accounts of a file, none twice

mwaccount checks the whole FILE first, then creates one account after another in one session. It
records each in a journal. The same command again takes the run up where it ended, and creates
exactly the rest.";

const AFTER: &str = "\
FILE:
  CSV with a header, or JSON lines (one object on each line). The delimiter is a comma, a semicolon
  or a tab, or the one that a first line sep=; tells. Numbers in JSON are integers, and none is a
  password: put it in quotation marks. The columns, in any order:
    name        user name (also login, user, username ...); the only one that is needed
    email       e-mail address (also e-mail, mail ...)
    real_name   real name (also full name ...)
    password, language, reason, domain
    wiki        address of the wiki on which the account of this row is created
    field:NAME  a field that the wiki or an extension adds, by the wiki's own name for it
  Case, spaces, - and _ do not matter in their names. Any other column is an error.
  The whole file is checked before the first request: names that are missing or the same for the
  wiki, invalid e-mail addresses, passwords that are the name, unknown columns. Each bad line is
  named with its number, and nothing is sent. FILE is copied first, to a temporary file that nobody
  else can open; what changes in it later belongs to the next run.

The journal:
  FILE.journal has what was sent and what became of it, never a password. The same command again
  creates exactly the rest, after a crash too. Accounts whose result was unknown are looked up
  first; a row that was changed since its account was created is told. Two runs cannot use one
  journal at once. Keep it beside FILE until you need neither.

The pace:
  Accounts are created one by one, never faster than the wiki allows and never from several
  addresses: this is no tool to get around limits. When a wiki says to wait, is read-only or busy,
  mwaccount waits, up to --max-wait for one account. A limit on accounts in a period stops the run
  there, with the time at which it can go on, unless --wait is given.

Several wikis:
  Every account is created on each WIKI, with --jobs on several at a time. If wikis show the creator
  (--login) that they share their accounts (CentralAuth), each account is made once, on the first of
  them; on the others its outcome is shared. A query in the address (?...) is not part of the wiki:
  two WIKIs that differ only there are refused, and need a run and a --journal each.

Captchas are answered by the --answer-command, on the page of --open, or on the terminal. With none
the run stops at the first. Creators (--login) with the right skipcaptcha are asked none.

With --dry-run each name is free, taken, not-allowed, too-similar (to another) or unknown, or created
by an earlier run. The summary tells whether you may create accounts, the limits that the wiki
shows, and how long the run takes at least because of them. If you may create none, the exit status
is 5 and stops tells why. No wiki tells everything beforehand.

A refusal of one row, such as a name that is taken, does not stop the others. The next run tries a
refused row again if it was changed, or with --retry-refused.

The report (--report) has the rows in the order of FILE: line, wiki, name, outcome (created,
shared, refused, unknown, invalid or pending), wiki_name (the name as the wiki has it), user_id, reason,
code, message, warnings, when, earlier (an earlier run had the result), changed (the row was
changed since), and verified and verify_message of --verify. In CSV texts are
in quotation marks, and an apostrophe precedes what a spreadsheet would take for a formula.

The JSON object that --json prints as the last line of standard output:
  outcome   done, probed (--dry-run), stopped or error
  accounts  the number of accounts, and of them: created, shared, refused, unknown, invalid, pending,
            with --dry-run also free, taken, not_allowed, too_similar; earlier and changed as in the
            report; wrong: the accounts that --verify found not right
  limits    for --dry-run: [{\"wiki\", \"user\", \"may_create\", \"refusal\", \"captcha_asked\",
            \"noratelimit\", \"skipcaptcha\", \"rate_limits\": [{\"count\", \"seconds\"}],
            \"least_seconds\", \"is_throttled\", \"shared_accounts\"}]; null is not known
  stops     [{\"wiki\", \"reason\", \"code\", \"message\", \"retry_after\"}]: why the run on a wiki
            stopped, and the seconds after which it can go on
  message   what was wrong, for error; problems has the bad lines
  report, journal, requests
            the two files, and the number of HTTP requests

Exit status:
  0  all accounts are created or shared; all names are free, for --dry-run
  1  some were refused, their rows are invalid, their names not free, or --verify found them wrong
  2  usage error or bad lines in FILE; nothing was sent
  4  it is unknown of some whether they were created
  5  the run was stopped before every row had its result; for --dry-run also if you may create no
     account on a wiki; or the result of a run that succeeded could not be printed

Ctrl-C, SIGTERM and SIGHUP finish the account on its way, write the report and end the run. A second
one ends at once; what was on its way is looked up by the next run.

Examples:
  mwaccount bulk wiki.example.org workshop.csv --login Teacher --dry-run

  mwaccount bulk wiki.example.org workshop.csv --login Teacher --mail-password --report report.csv

  mwaccount bulk wiki.example.org workshop.csv --login Teacher \\
      --generate-passwords passwords.csv --reason 'Workshop of 30 November'

  mwaccount bulk one.example.org two.example.org staff.csv --jobs 2 --login Admin \\
      --login-password-file admin.password --wait";

/// The arguments of `mwaccount bulk`.
#[derive(Debug, Args)]
#[command(long_about = LONG, after_long_help = AFTER,
          override_usage = "mwaccount bulk [OPTIONS] [WIKI]... FILE")]
pub struct Bulk {
    /// The wikis, and the file with the accounts (- is standard input)
    ///
    /// Every account is created on each WIKI, unless its row names a wiki. WIKI is any address of the
    /// wiki, as for mwaccount create.
    #[arg(value_name = "WIKI... FILE", required = true, num_args = 1..,
          value_parser = NonEmptyStringValueParser::new())]
    pub targets: Vec<String>,

    /// Check the file, each name and your limits on the wiki, and create nothing
    #[arg(long, conflicts_with = "verify")]
    pub dry_run: bool,

    /// Log in as each new account afterwards, and compare its name and e-mail address with the row
    ///
    /// Only accounts whose password is known can be verified: from the file or from
    /// --generate-passwords. It costs about three requests for each.
    #[arg(long)]
    pub verify: bool,

    /// Let each wiki mail a password to the rows that have none (mailpassword)
    #[arg(long, conflicts_with = "generate_passwords")]
    pub mail_password: bool,

    /// Make a password for each row that has none, and write them to FILE
    ///
    /// FILE is new and readable by you alone: CSV with the columns name and password. Each password is
    /// in it before its account is sent. The FILE of an earlier run is used again, by one run at a
    /// time. An apostrophe precedes a name that a spreadsheet would take for a formula; it is no part
    /// of the name.
    #[arg(long, value_name = "FILE")]
    pub generate_passwords: Option<PathBuf>,

    /// Length of the passwords of --generate-passwords
    #[arg(long, value_name = "CHARACTERS", default_value_t = 24, requires = "generate_passwords",
          value_parser = RangedU64ValueParser::<u64>::new().range(PASSWORD_LENGTHS))]
    pub password_length: u64,

    /// Reason to record in the wiki's log, for rows that have none
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,

    /// Language code of the accounts, for rows that have none
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,

    /// File in which the run is recorded; the default is FILE.journal
    #[arg(long, value_name = "FILE")]
    pub journal: Option<PathBuf>,

    /// Write the results to FILE, in the order of the rows: .csv or .jsonl
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,

    /// Longest wait for one account, if the wiki says to wait, is read-only, busy or unreachable
    #[arg(long, value_name = "SECONDS", default_value_t = 600,
          value_parser = RangedU64ValueParser::<u64>::new().range(0..=31_536_000))]
    pub max_wait: u64,

    /// Lag of the wiki's databases up to which accounts are created (maxlag); beyond it mwaccount waits as told
    #[arg(long, value_name = "SECONDS", default_value_t = 5)]
    pub maxlag: u32,

    /// Wait until a limit on accounts in a period opens again, however long, instead of stopping
    #[arg(long)]
    pub wait: bool,

    /// Number of wikis on which accounts are created side by side
    #[arg(long, value_name = "N", default_value_t = 1,
          value_parser = RangedU64ValueParser::<u64>::new().range(1..=64))]
    pub jobs: u64,

    /// Try rows again that an earlier run found refused
    #[arg(long)]
    pub retry_refused: bool,

    /// Send an account again, once, if the wiki warns that it looks like abuse
    #[arg(long)]
    pub accept_warnings: bool,

    /// Prove whose account it is by a login as the new user, if the wiki's answer was lost
    ///
    /// Without this option an account that somebody else may have registered in the same seconds is
    /// unknown. The login needs the password, and costs two or three requests, only if the answer was
    /// lost or unclear.
    #[arg(long)]
    pub prove_by_login: bool,

    /// Run shell command CMD to answer what the wiki asks (see mwaccount create --help)
    #[arg(long, value_name = "CMD", value_parser = NonEmptyStringValueParser::new())]
    pub answer_command: Option<String>,

    /// The page on which a person answers.
    #[command(flatten)]
    pub open: OpenArgs,

    /// The images of captchas.
    #[command(flatten)]
    pub images: ImageArgs,

    /// The creator.
    #[command(flatten)]
    pub creator: CreatorArgs,

    /// Options of the clients.
    #[command(flatten)]
    pub wiki: WikiArgs,

    /// HTTP authentication, TLS and proxies.
    #[command(flatten)]
    pub network: NetworkArgs,

    /// The output.
    #[command(flatten)]
    pub output: OutputArgs,
}

impl Bulk {
    /// Returns the wikis: all targets but the last, which is the file.
    pub fn wikis(&self) -> &[String] {
        &self.targets[..self.targets.len().saturating_sub(1)]
    }

    /// Returns the wikis to be changed.
    pub fn wikis_mut(&mut self) -> &mut [String] {
        let wikis = self.targets.len().saturating_sub(1);
        &mut self.targets[..wikis]
    }
}
