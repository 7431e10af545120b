//! A wiki to start: its release, settings and accounts.

use crate::{
    captcha::Captcha, directory::Directory, keep_alive::KeepAlive, oauth1::OAuth1Consumer,
    profile::Profile, release::Release, setting::Setting, throttle::RateLimit,
};

/// The time in which a visitor may create the accounts of a throttle, in seconds.
const DAY: u64 = 86_400;

/// The release and settings of a wiki to start. Its only account is the administrator `Admin` with the password
/// `adminpass12345`, registered a year ago.
#[derive(Clone, Debug)]
pub struct Wiki {
    pub(crate) release: Release,
    pub(crate) profile: Profile,
    pub(crate) captcha: Option<Captcha>,
    settings: Vec<Setting>,
    pub(crate) script_path: String,
    pub(crate) script_extension: String,
    pub(crate) article_path: Option<String>,
    pub(crate) articles: Vec<String>,
    pub(crate) accounts: Vec<(String, String)>,
    /// The accounts that are administrators, besides `Admin`.
    pub(crate) sysops: Vec<String>,
    pub(crate) blocked_accounts: Vec<String>,
    pub(crate) bearers: Vec<(String, String)>,
    pub(crate) oauth1_consumers: Vec<OAuth1Consumer>,
    pub(crate) bots: Vec<(String, String)>,
    pub(crate) redirect: Option<String>,
    /// The accounts that the wiki shares with others.
    pub(crate) directory: Option<Directory>,
    pub(crate) throttle: Option<RateLimit>,
    /// The limit of creations in `$wgRateLimits`.
    pub(crate) creation_rate: Option<RateLimit>,
    pub(crate) lag: Option<u32>,
    /// The wiki's clock minus this machine's, in seconds.
    pub(crate) clock: i64,
    /// The clock of a proxy minus the wiki's, in seconds; without one `Date` is by this machine's clock.
    pub(crate) proxy_date: Option<i64>,
    pub(crate) keep_alive: KeepAlive,
}

impl Wiki {
    /// Returns a public wiki of `release` without a captcha.
    pub fn of(release: Release) -> Self {
        Self {
            release,
            profile: Profile::of(release),
            captcha: None,
            settings: Vec::new(),
            script_path: String::new(),
            script_extension: ".php".to_owned(),
            article_path: None,
            articles: vec!["Main Page".to_owned()],
            accounts: vec![("Admin".to_owned(), "adminpass12345".to_owned())],
            sysops: Vec::new(),
            blocked_accounts: Vec::new(),
            bearers: Vec::new(),
            oauth1_consumers: Vec::new(),
            bots: Vec::new(),
            redirect: None,
            directory: None,
            throttle: None,
            creation_rate: None,
            lag: None,
            clock: 0,
            proxy_date: None,
            keep_alive: KeepAlive::Kept,
        }
    }

    /// Returns a public wiki of the release that a text names, as `1.26` or `1.26.4`.
    ///
    /// # Panics
    ///
    /// Panics if there is no such release.
    pub fn release(release: &str) -> Self {
        Self::of(release.parse().unwrap_or_else(|error| panic!("{error}")))
    }

    /// Asks for a captcha. One that the release does not have is left out. hCaptcha before 1.34 crashes PHP, as
    /// on a real wiki with that setting.
    pub fn captcha(mut self, captcha: Captcha) -> Self {
        self.captcha = Some(captcha).filter(|captcha| captcha.is_known(&self.profile));
        self
    }

    pub fn setting(mut self, setting: Setting) -> Self {
        match setting {
            Setting::Throttled => self = self.throttle(1),
            Setting::Lagged => self.lag = Some(7),
            _ => {}
        }
        self.settings.push(setting);
        self
    }

    /// Limits the accounts a visitor may create in a day.
    pub fn throttle(mut self, accounts: u32) -> Self {
        self.throttle = Some(RateLimit {
            count: accounts,
            seconds: self.throttle.map_or(DAY, |limit| limit.seconds),
        });
        self
    }

    /// Sets the time in which a visitor may create the accounts of [`Wiki::throttle`], a day otherwise. Up to 1.26
    /// it is always a day.
    pub fn throttle_period(mut self, seconds: u64) -> Self {
        if let Some(limit) = &mut self.throttle {
            limit.seconds = match self.profile.throttle_period_set {
                true => seconds,
                false => DAY,
            };
        }
        self
    }

    /// Limits the creations that a visitor may begin in this time, dry runs among them (`$wgRateLimits`, 1.41 and
    /// later).
    pub fn creation_rate(mut self, count: u32, seconds: u64) -> Self {
        let limit = RateLimit { count, seconds };
        self.creation_rate = Some(limit).filter(|_| self.profile.creations_rate_limited);
        self
    }

    /// Sets the lag of the databases in seconds. The API refuses requests with a smaller `maxlag`.
    pub fn lag(mut self, seconds: u32) -> Self {
        self.lag = Some(seconds);
        self
    }

    /// Sets the wiki's clock this many seconds ahead of this machine's, or behind it if negative. The header
    /// `Date` stays that of this machine, see [`Wiki::proxy_date`].
    pub fn clock(mut self, offset_seconds: i64) -> Self {
        self.clock = offset_seconds;
        self
    }

    /// Lets a proxy set the header `Date`, by a clock that is this many seconds ahead of the wiki's, or behind
    /// it if negative.
    pub fn proxy_date(mut self, seconds: i64) -> Self {
        self.proxy_date = Some(seconds);
        self
    }

    /// Sets how the server treats connections that clients keep.
    pub fn keep_alive(mut self, keep_alive: KeepAlive) -> Self {
        self.keep_alive = keep_alive;
        self
    }

    /// Sets the folder of `api.php` and `index.php`, as `/w`.
    pub fn script_path(mut self, path: &str) -> Self {
        path.trim_end_matches('/').clone_into(&mut self.script_path);
        self
    }

    /// Sets the extension of `api.php` and `index.php`, as `.php5` where `.php` ran PHP 4.
    pub fn script_extension(mut self, extension: &str) -> Self {
        extension.clone_into(&mut self.script_extension);
        self
    }

    /// Sets the URL of articles with `$1` for the title, as `/wiki/$1`, or `/$1` for every path that is not a
    /// script's.
    pub fn article_path(mut self, pattern: &str) -> Self {
        self.article_path = Some(pattern.to_owned());
        self
    }

    /// Adds an article besides the main page.
    pub fn article(mut self, title: &str) -> Self {
        self.articles.push(title.to_owned());
        self
    }

    /// Adds an account that was registered a year ago.
    pub fn account(mut self, name: &str, password: &str) -> Self {
        self.accounts.push((name.to_owned(), password.to_owned()));
        self
    }

    /// Adds an administrator's account that was registered a year ago.
    pub fn sysop(mut self, name: &str, password: &str) -> Self {
        self.sysops.push(name.to_owned());
        self.account(name, password)
    }

    /// Shares the accounts with the other wikis of a directory, as with [`Setting::CentralAuth`].
    pub fn directory(mut self, directory: &Directory) -> Self {
        self.directory = Some(directory.clone());
        self.setting(Setting::CentralAuth)
    }

    /// Blocks an account.
    pub fn blocked_account(mut self, name: &str) -> Self {
        self.blocked_accounts.push(name.to_owned());
        self
    }

    /// Adds an OAuth 2 access token that acts as an account. Releases before 1.35 ignore it.
    pub fn bearer(mut self, token: &str, account: &str) -> Self {
        self.bearers.push((token.to_owned(), account.to_owned()));
        self
    }

    /// Adds an OAuth 1.0a owner-only consumer.
    pub fn oauth1(mut self, consumer: OAuth1Consumer) -> Self {
        self.oauth1_consumers.push(consumer);
        self
    }

    /// Adds a bot password by its name, as `Account@bot`.
    pub fn bot_password(mut self, name: &str, password: &str) -> Self {
        self.bots.push((name.to_owned(), password.to_owned()));
        self
    }

    /// Redirects every request to the same path of another address.
    pub fn redirect(mut self, to: &str) -> Self {
        self.redirect = Some(to.trim_end_matches('/').to_owned());
        self
    }

    /// Returns the settings, in the order in which they were set.
    pub(crate) fn settings(&self) -> &[Setting] {
        &self.settings
    }

    pub(crate) fn has(&self, setting: Setting) -> bool {
        self.settings.contains(&setting)
    }

    /// Returns true if users can log in through another site.
    pub(crate) fn signs_on(&self) -> bool {
        self.has(Setting::SignOn) || self.has(Setting::SignOnFail)
    }

    /// Returns true if the wiki can send mail.
    pub(crate) fn mails(&self) -> bool {
        !self.has(Setting::NoEmail)
    }
}
