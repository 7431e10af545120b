//! The options of a wiki, as the command line and the control address take them.

use std::slice;

use clap::{Arg, ArgMatches, Args, CommandFactory, Parser, parser::ValueSource};
use serde_json::{Map, Value};

use crate::{
    Captcha, Fault, KeepAlive, OAuth1Consumer, Release, RunningWiki, Setting, When, Wiki,
    parse_fault,
};

/// The options of a wiki. The command has an option for each, and the control address a member of JSON with the same
/// name.
#[derive(Args, Clone, Debug)]
pub struct Options {
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

impl Options {
    /// Returns the release of the wiki.
    pub fn release(&self) -> Release {
        self.release
    }

    /// Returns the wiki that the options describe.
    pub fn wiki(&self) -> Wiki {
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

    /// Applies the options that a wiki has from the moment at which it runs: a lock of the databases, and faults.
    pub fn apply_to(&self, wiki: &RunningWiki) {
        if let Some(seconds) = self.read_only_for {
            wiki.make_read_only_for(seconds, "Maintenance in the lab");
        }
        for (fault, when) in &self.faults {
            wiki.fault(fault.clone(), when.clone());
        }
    }

    /// Returns the options that a command line sets, as [`from_json`](Self::from_json) reads them.
    pub fn to_json(matches: &ArgMatches) -> Map<String, Value> {
        let own = OptionsOfJson::command();
        let is_set = |id: &str| matches.value_source(id) == Some(ValueSource::CommandLine);
        let set = own
            .get_arguments()
            .filter(|own| is_set(own.get_id().as_str()));
        let values = |own: &Arg| -> Option<(String, Value)> {
            let values = matches.get_raw(own.get_id().as_str())?;
            let values = values.map(|value| Value::from(value.to_string_lossy()));
            Some((own.get_long()?.to_owned(), values.collect()))
        };
        set.filter_map(values).collect()
    }

    /// Reads options from an object whose members have the names of the command's options, without the dashes. A
    /// repeatable option takes a list, and `null` is the same as no member.
    ///
    /// # Errors
    ///
    /// Fails with the command's message if an option or its value is unknown.
    pub fn from_json(members: &Map<String, Value>) -> Result<Self, String> {
        let mut arguments = Vec::new();
        for (name, value) in members {
            let values = match value {
                Value::Null => &[],
                Value::Array(values) => &values[..],
                single => slice::from_ref(single),
            };
            for value in values {
                let text = match value {
                    Value::String(text) => text.clone(),
                    Value::Number(number) => number.to_string(),
                    _ => {
                        return Err(format!(
                            "{name} takes a text or a number, or a list of them"
                        ));
                    }
                };
                arguments.push(format!("--{name}={text}"));
            }
        }
        let parsed = OptionsOfJson::try_parse_from(arguments);
        parsed.map(|parsed| parsed.options).map_err(|error| {
            let message = error.to_string();
            let first = message.split("\n\n").next().unwrap_or_default();
            first.trim_start_matches("error: ").to_owned()
        })
    }
}

/// The options alone, without those of the command.
#[derive(Parser)]
#[command(no_binary_name = true, disable_help_flag = true)]
struct OptionsOfJson {
    #[command(flatten)]
    options: Options,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;
    use serde_json::{Value, json};

    use super::{Options, OptionsOfJson};

    fn of(json: Value) -> Result<Options, String> {
        Options::from_json(json.as_object().unwrap())
    }

    #[test]
    fn members_of_json_are_the_options_of_the_command() {
        let options = json!({
            "release": "1.26", "captcha": "questy", "setting": ["private", "lagged"], "throttle": 2, "clock": -60,
            "lag": null,
        });
        let wiki = of(options).unwrap().wiki();
        assert_eq!(wiki.release.to_string(), "1.26.0");
        assert!(wiki.has(crate::Setting::Private) && wiki.lag == Some(7));
        assert_eq!(wiki.clock, -60);
        for (wrong, hint) in [
            (json!({"setting": "pink"}), "private"),
            (json!({"port": 80}), "--port"),
            (json!({"help": "x"}), "--help"),
            (json!({"captcha": true}), "captcha takes a text"),
        ] {
            let error = of(wrong).unwrap_err();
            assert!(error.contains(hint) && !error.contains("Usage"), "{error}");
        }
    }

    #[test]
    fn a_command_line_is_read_back_from_json() {
        let line = [
            "--release=1.26",
            "--setting",
            "otp",
            "--setting=hidden",
            "--clock",
            "-5",
        ];
        let json = Options::to_json(&OptionsOfJson::command().get_matches_from(line));
        let expected = json!({"release": ["1.26"], "setting": ["otp", "hidden"], "clock": ["-5"]});
        assert_eq!(Value::from(json.clone()), expected);
        assert_eq!(
            Options::from_json(&json).unwrap().release().to_string(),
            "1.26.0"
        );
    }
}
