//! `testwiki`: an emulated MediaWiki on the loopback address.

use std::{fs, net::IpAddr, path::PathBuf, process::ExitCode, thread};

use clap::Parser;
use testwiki::{
    CERTIFICATE, Captcha, Fault, KeepAlive, OAuth1Consumer, Profile, Release, RunningWiki, Server,
    Setting, When, Wiki, parse_fault,
};

/// An emulated MediaWiki of any release, for testing tools that create accounts.
///
/// Prints the URL of the wiki, or a line for each of several, and runs until it is stopped. The administrator is Admin, with the password adminpass12345.
#[derive(Parser)]
#[command(name = "testwiki", version)]
struct Arguments {
    /// The release of MediaWiki, as 1.26 or 1.26.4
    #[arg(long, default_value = "1.43", value_name = "RELEASE")]
    release: Release,
    /// Ask new users for a captcha: simple, math (up to 1.42), questy (Paris), fancy (labword), recaptcha, hcaptcha, turnstile
    #[arg(long, value_name = "KIND")]
    captcha: Option<Captcha>,
    /// Change a setting of the wiki; repeatable (see --list)
    #[arg(long = "setting", value_name = "SETTING")]
    settings: Vec<Setting>,
    /// Limit the accounts that a visitor may create in a day (see --throttle-period)
    #[arg(long, value_name = "ACCOUNTS")]
    throttle: Option<u32>,
    /// Set the time in which they may create them, otherwise a day; up to 1.26 always a day
    #[arg(long, value_name = "SECONDS", requires = "throttle")]
    throttle_period: Option<u64>,
    /// Limit the creations that a visitor may begin in a time ($wgRateLimits, 1.41 and later), for example 6/60
    #[arg(long, value_name = "CREATIONS/SECONDS", value_parser = rate)]
    creation_rate: Option<(u32, u64)>,
    /// Lock the databases for this time from the start
    #[arg(long, value_name = "SECONDS")]
    read_only_for: Option<u64>,
    /// Set the databases' lag; requests with a smaller maxlag are refused
    #[arg(long, value_name = "SECONDS")]
    lag: Option<u32>,
    /// Set the wiki's clock apart from this machine's
    #[arg(
        long,
        default_value_t = 0,
        value_name = "SECONDS",
        allow_negative_numbers = true
    )]
    clock: i64,
    /// Let a proxy set the header Date, by a clock apart from the wiki's
    #[arg(long, value_name = "SECONDS", allow_negative_numbers = true)]
    proxy_date: Option<i64>,
    /// Close connections that clients keep: after a time that is announced, silently, or at the next request (see --list)
    #[arg(long, value_name = "KIND[=VALUE]")]
    keep_alive: Option<KeepAlive>,
    /// The folder of api.php and index.php, for example /w
    #[arg(long, default_value = "", value_name = "PATH")]
    script_path: String,
    /// The extension of api.php and index.php, for example .php5
    #[arg(long, default_value = ".php", value_name = "EXTENSION")]
    script_extension: String,
    /// The path of articles, for example /wiki/$1, or /$1 for every path that is not a script's
    #[arg(long, value_name = "PATH")]
    article_path: Option<String>,
    /// Add an article besides the main page; repeatable
    #[arg(long = "article", value_name = "TITLE")]
    articles: Vec<String>,
    /// Add an account; repeatable
    #[arg(long = "account", value_name = "NAME:PASSWORD", value_parser = pair)]
    accounts: Vec<(String, String)>,
    /// Add an OAuth 2 access token that acts as an account; repeatable
    #[arg(long = "bearer", value_name = "TOKEN:ACCOUNT", value_parser = pair)]
    bearers: Vec<(String, String)>,
    /// Add an OAuth 1.0a owner-only consumer that acts as an account: its key and secret, its access token and secret, and the account; repeatable
    #[arg(long = "oauth1", value_name = "KEY:SECRET:TOKEN:SECRET:ACCOUNT", value_parser = consumer)]
    oauth1_consumers: Vec<OAuth1Consumer>,
    /// Add a bot password, for the name ACCOUNT@BOT; repeatable
    #[arg(long = "bot-password", value_name = "NAME:PASSWORD", value_parser = pair)]
    bots: Vec<(String, String)>,
    /// Redirect every request to the same path of this URL
    #[arg(long, value_name = "URL")]
    redirect: Option<String>,
    /// Inject a fault once, for example reset-after@createaccount:2; repeatable (see --list)
    #[arg(long = "fault", value_name = "KIND[=VALUE][@ACTION][:NTH]", value_parser = parse_fault)]
    faults: Vec<(Fault, When)>,
    /// The port, or 0 for any free one
    #[arg(long, default_value_t = 0, value_name = "PORT")]
    port: u16,
    /// A loopback address to listen on; each further one serves a wiki of its own with the same settings
    #[arg(
        long = "address",
        default_value = "127.0.0.1",
        value_name = "ADDRESS",
        num_args = 1
    )]
    addresses: Vec<IpAddr>,
    /// Print the https URL. Its certificate is self-signed (see --certificate)
    #[arg(long)]
    https: bool,
    /// Write the certificate of https to FILE, in PEM, for clients to trust
    #[arg(long, value_name = "FILE")]
    certificate: Option<PathBuf>,
    /// List the settings, the faults, and the behaviour of the release, and exit
    #[arg(long)]
    list: bool,
}

/// Splits a text at its first colon.
fn pair(text: &str) -> Result<(String, String), String> {
    text.split_once(':')
        .map(|(left, right)| (left.to_owned(), right.to_owned()))
        .ok_or_else(|| format!("{text} has no colon"))
}

/// Splits a count and a number of seconds at the slash.
fn rate(text: &str) -> Result<(u32, u64), String> {
    let numbers = text
        .split_once('/')
        .and_then(|(count, seconds)| Some((count.parse().ok()?, seconds.parse().ok()?)));
    numbers.ok_or_else(|| format!("{text} is not a count and a number of seconds, as 6/60"))
}

/// Reads the five parts of a consumer.
fn consumer(text: &str) -> Result<OAuth1Consumer, String> {
    match *text.splitn(5, ':').collect::<Vec<_>>() {
        [key, secret, access_token, access_secret, account] => Ok(OAuth1Consumer {
            key: key.to_owned(),
            secret: secret.to_owned(),
            access_token: access_token.to_owned(),
            access_secret: access_secret.to_owned(),
            account: account.to_owned(),
        }),
        _ => Err(format!("{text} has not five parts")),
    }
}

impl Arguments {
    fn wiki(&self) -> Wiki {
        let mut wiki = Wiki::of(self.release)
            .clock(self.clock)
            .script_path(&self.script_path)
            .script_extension(&self.script_extension);
        if let Some(pattern) = &self.article_path {
            wiki = wiki.article_path(pattern);
        }
        wiki = self
            .articles
            .iter()
            .fold(wiki, |wiki, title| wiki.article(title));
        if let Some(captcha) = self.captcha {
            wiki = wiki.captcha(captcha);
        }
        if let Some(url) = &self.redirect {
            wiki = wiki.redirect(url);
        }
        wiki = self
            .settings
            .iter()
            .fold(wiki, |wiki, setting| wiki.setting(*setting));
        wiki = self
            .accounts
            .iter()
            .fold(wiki, |wiki, (name, password)| wiki.account(name, password));
        wiki = self
            .bearers
            .iter()
            .fold(wiki, |wiki, (token, account)| wiki.bearer(token, account));
        wiki = self
            .oauth1_consumers
            .iter()
            .fold(wiki, |wiki, consumer| wiki.oauth1(consumer.clone()));
        wiki = self.bots.iter().fold(wiki, |wiki, (name, password)| {
            wiki.bot_password(name, password)
        });
        if let Some(seconds) = self.proxy_date {
            wiki = wiki.proxy_date(seconds);
        }
        if let Some(keep_alive) = self.keep_alive {
            wiki = wiki.keep_alive(keep_alive);
        }
        if let Some(accounts) = self.throttle {
            wiki = wiki.throttle(accounts);
        }
        if let Some(seconds) = self.throttle_period {
            wiki = wiki.throttle_period(seconds);
        }
        if let Some((count, seconds)) = self.creation_rate {
            wiki = wiki.creation_rate(count, seconds);
        }
        if let Some(seconds) = self.lag {
            wiki = wiki.lag(seconds);
        }
        wiki
    }

    fn list(&self) {
        println!("Settings:");
        for (name, note) in Setting::names() {
            println!("  {name:<10} {note}");
        }
        println!("Faults:");
        for name in Fault::names() {
            println!("  {name}");
        }
        println!("Kept connections:");
        for name in KeepAlive::names() {
            println!("  {name}");
        }
        println!("MediaWiki {}:", self.release);
        for (name, holds) in Profile::of(self.release).behaviours() {
            println!("  {:<4} {name}", if holds { "yes" } else { "no" });
        }
    }
}

/// Starts the wikis, one on each address.
fn start(arguments: &Arguments) -> Result<(Server, Vec<RunningWiki>), String> {
    let message = |error: std::io::Error| error.to_string();
    if let Some(file) = &arguments.certificate {
        fs::write(file, CERTIFICATE).map_err(|error| format!("{}: {error}", file.display()))?;
    }
    let (first, others) = arguments
        .addresses
        .split_first()
        .ok_or("no address given")?;
    let server = Server::start_on(*first, arguments.port).map_err(message)?;
    let mut wikis = vec![server.add_at("", arguments.wiki())];
    for address in others {
        wikis.push(server.add_on(*address, arguments.wiki()).map_err(message)?);
    }
    for wiki in &wikis {
        if let Some(seconds) = arguments.read_only_for {
            wiki.make_read_only_for(seconds, "Maintenance in the lab");
        }
        for (fault, when) in &arguments.faults {
            wiki.fault(fault.clone(), when.clone());
        }
    }
    Ok((server, wikis))
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    if arguments.list {
        arguments.list();
        return ExitCode::SUCCESS;
    }
    let (_server, wikis) = match start(&arguments) {
        Ok(started) => started,
        Err(error) => {
            eprintln!("testwiki: {error}");
            return ExitCode::FAILURE;
        }
    };
    for wiki in &wikis {
        println!(
            "{}",
            if arguments.https {
                wiki.secure_url()
            } else {
                wiki.url()
            }
        );
    }
    loop {
        thread::park();
    }
}
