//! `mwaccount create`.

use std::path::PathBuf;

use clap::{Args, builder::NonEmptyStringValueParser};

use super::{
    CreatorArgs, FieldArgs, ImageArgs, NetworkArgs, OpenArgs, OutputArgs, PasswordArgs, WikiArgs,
};

const LONG: &str = "\
Create an account on a wiki

If the wiki asks for more than the options give, such as the answer to a captcha, mwaccount
runs the --answer-command, shows a page in the browser (--open), or prompts on the terminal. With
none of these it ends with status 3 and reports what the wiki asks. Give --suspend-to to continue from there with mwaccount resume.";

const AFTER: &str = "\
Secrets:
  Keep secrets off the command line, where other users can see them. mwaccount reads passwords
  from the terminal, a file or standard input, and other secret fields from --field-file. Over
  plain http it sends secrets to this computer only, unless --allow-http is given.

The answer command:
  mwaccount runs CMD with the shell (sh -c, on Windows cmd /C) each time the wiki asks for
  something, at most five times and without a time limit. CMD reads one JSON object from
  standard input:
    {\"stage\": \"login\" or \"creation\",
     \"message\": TEXT or null,
     \"fields\": [{\"name\", \"kind\", \"label\", \"help\", \"value\",
                 \"options\": [{\"value\", \"label\"}], \"optional\", \"sensitive\",
                 \"alternative\"}],
     \"captcha\": null or {\"kind\", \"question\", \"question_html\",
                          \"image_urls\", \"image_files\", \"site_key\"},
     \"error\": null, or why the last answer was invalid}
  It prints one JSON object that gives each field's answer by the field's name: a text or number,
  true or false for a checkbox or button, a list of texts for a multiselect, null to leave the
  field out. The answer to any captcha is the field \"captcha\". The files of its images exist
  until mwaccount ends; a file is null if the wiki does not serve the image. After a wrong answer
  to a captcha CMD runs again, with a new captcha, and after an invalid answer with the error. If
  fields have numbers as alternative, the fields of one number may be enough.

The JSON object that --json prints as the last line of standard output:
  outcome        created, refused, ask, redirect, unknown or error
  stage          login while the creator logs in, else creation
  name           the account's name: as the wiki returned it, else as requested
  user_id        the account's user ID, if the wiki returned it
  warnings       [{\"code\", \"message\"}]: what differs from the request
  reason         the reason of a refusal or error: one word, the same on every wiki
  code           the wiki's own error code
  message        an explanation for people
  retry_after    the seconds to wait before another try can succeed
  rate_limit     {\"count\", \"period\"}: the limit of new accounts that was reached: so many in
                 these seconds
  may_resubmit   for refused: whether it was a warning, which --accept-warnings passes
  account_request_url
                 the page to request an account on, if the wiki creates none for visitors
  fields         what the wiki asks, as in the answer command's input
  captcha        the captcha, as there; its images are fetched with --image-to only
  redirect_url   the address to open in the user's browser
  account_exists for ask and redirect: whether the account exists already
  wiki           {\"api_url\", \"dialect\", \"generator\", \"moved_unencrypted\"}: address of api.php, dialect,
                 release, whether an unencrypted response led to another host
  requests       the number of HTTP requests, including redirects and images
  All keys are always present. A value that is not known or does not apply is null, or an empty
  list. The object is printed for every outcome except a command line or a setting that cannot be
  parsed.

Exit status:
  0  created
  1  refused by the wiki; nothing was created
  2  usage error; nothing was sent
  3  input needed: fill in the fields, or open the address
  4  unknown whether the account was created: the message says what to do before another try
  5  error; nothing was created. Or a run that would have ended with 0 could not print its
     result, as on a full disk: the message on standard error has it

With --open the questions are on a page in the browser: images, fields of every kind, logins at other
sites. See docs/command.md for who gets that page.

Ctrl-C ends mwaccount. While the request that creates the account is in flight, the first Ctrl-C
waits for the wiki's answer; a second one ends with status 4. At a prompt the creation is saved to
--suspend-to first, if it is given; the status is 3 then.

Examples:
  mwaccount create https://wiki.example.org/wiki/Some_page --name 'Zoe Example' --email zoe@example.org

  mwaccount create https://wiki.example.org/w/api.php --name 'Zoe Example' \\
      --password-file zoe.password --field captcha=Paris --json

  mwaccount create https://wiki.example.org/w/api.php --name 'Zoe Example' \\
      --email zoe@example.org --mail-password --login Teacher --reason 'For the course'

  mwaccount create https://wiki.example.org/w/api.php --name 'Zoe Example' \\
      --password-stdin --suspend-to zoe.suspended < zoe.password";

/// The arguments of `mwaccount create`.
#[derive(Debug, Args)]
#[command(long_about = LONG, after_long_help = AFTER)]
pub struct Create {
    /// Address of the wiki: its host, any page, or its api.php
    #[arg(value_name = "WIKI", long_help = "Address of the wiki: its host, any page, its index.php or its api.php, such as \
                       https://wiki.example.org/wiki/Some_page\n\n\
                       With the address of api.php, no request is needed to find it.",
          value_parser = NonEmptyStringValueParser::new())]
    pub address: String,

    /// User name of the new account, without a namespace such as User:
    #[arg(long, value_parser = NonEmptyStringValueParser::new())]
    pub name: String,

    /// E-mail address of the new account
    #[arg(long, value_name = "ADDRESS")]
    pub email: Option<String>,

    /// Real name, for wikis that store one
    #[arg(long, value_name = "NAME")]
    pub real_name: Option<String>,

    /// Language code of the new account: letters, digits and hyphens, such as en or de-ch
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,

    /// Domain of the new account, for wikis with external authentication
    #[arg(long)]
    pub domain: Option<String>,

    /// Reason to record in the wiki's log
    #[arg(long, value_name = "TEXT")]
    pub reason: Option<String>,

    /// The password of the new account.
    #[command(flatten)]
    pub password: PasswordArgs,

    /// Let the wiki generate the password and mail it to --email (mailpassword)
    #[arg(long, requires = "email", conflicts_with_all = ["password_file", "password_stdin"])]
    pub mail_password: bool,

    /// The creator.
    #[command(flatten)]
    pub creator: CreatorArgs,

    /// Answers given beforehand.
    #[command(flatten)]
    pub fields: FieldArgs,

    /// Run shell command CMD to answer what the wiki asks (described in --help)
    #[arg(long, value_name = "CMD", value_parser = NonEmptyStringValueParser::new())]
    pub answer_command: Option<String>,

    /// The page on which a person answers.
    #[command(flatten)]
    pub open: OpenArgs,

    /// The images of captchas.
    #[command(flatten)]
    pub images: ImageArgs,

    /// Save the creation to FILE if the wiki needs an answer, for mwaccount resume
    #[arg(long, value_name = "FILE")]
    pub suspend_to: Option<PathBuf>,

    /// Send the account again, once, if the wiki warns that it looks like abuse
    ///
    /// A filter of Extension:AbuseFilter may refuse the first try with a warning and accept the same
    /// account when it is sent again. Without this option mwaccount asks on the terminal.
    #[arg(long)]
    pub accept_warnings: bool,

    /// Prove whose account it is by a login as the new user, if the wiki's answer was lost
    ///
    /// Without this option the time of the registration decides, which cannot tell an account of
    /// this creation from one that somebody else registered in the same seconds. The login needs
    /// the password, and costs two or three requests, only if the answer was lost or unclear.
    #[arg(long)]
    pub prove_by_login: bool,

    /// Address to return to from an external login service (createreturnurl)
    #[arg(long, value_name = "URL")]
    pub return_url: Option<String>,

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
