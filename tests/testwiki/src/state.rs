//! The changing state of a wiki: accounts, mails, sessions, faults.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    auth::{creation::PendingCreation, login::PendingLogin, login_steps::PendingStep},
    captcha::IssuedCaptcha,
    clock::Clock,
    fault::Faults,
    random::Random,
    request_log::RequestLog,
    setting::Setting,
    throttle::Counter,
    wiki::Wiki,
};

/// The action of an account's entry in the log of new users.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogAction {
    /// Present from the start, without an entry.
    Installed,
    /// `create`: by a visitor, for themselves.
    Create,
    /// `create2`: by a logged-in user.
    Create2,
    /// `byemail`: with a password sent by mail.
    ByEmail,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: i64,
    pub name: String,
    /// Empty if the account has none.
    pub password: String,
    pub email: String,
    pub real_name: String,
    pub language: String,
    /// The time at which the email address was confirmed, in seconds since the epoch.
    pub email_confirmed: Option<u64>,
    /// The reason given in the log.
    pub reason: String,
    pub log_action: LogAction,
    /// The logged-in user who created it, if any.
    pub creator: Option<String>,
    /// The time of creation, in seconds since the epoch.
    pub registered: u64,
    pub(crate) token: String,
}

/// How long ago the accounts were registered that a wiki has from the start, in seconds: a year.
const AGE_OF_FIRST_ACCOUNTS: u64 = 365 * 86_400;

/// A mail that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// A session: what a browser's cookie leads to.
#[derive(Debug, Default)]
pub(crate) struct Session {
    pub user: Option<String>,
    /// The token of legacy creation, and of its form.
    pub create_token: Option<String>,
    /// The token of legacy logins.
    pub login_token: Option<String>,
    /// The secrets of newer tokens, by type.
    pub secrets: BTreeMap<String, String>,
    pub captchas: BTreeMap<String, IssuedCaptcha>,
    /// A creation that waits for input.
    pub pending_creation: Option<PendingCreation>,
    /// A login that waits for input.
    pub pending_login: Option<PendingLogin>,
    /// The address to which PluggableAuth's own page leads back.
    pub plugged_return: Option<String>,
    /// A login whose password was right, and that waits for more.
    pub login_step: Option<PendingStep>,
    /// The name a login found without an account, preserved for a creation.
    pub preserved: Option<String>,
    /// True after AbuseFilter has warned, until the same passes.
    pub abuse_warned: bool,
    /// True if a login in this session needs a captcha for its user's sake.
    pub login_captcha_due: bool,
    /// True if a creation in this session was refused for want of a captcha.
    pub creation_captcha_due: bool,
    /// The last error code of reCAPTCHA.
    pub captcha_error: Option<&'static str>,
}

/// The condition of the databases and of the object cache.
#[derive(Clone, Debug)]
pub(crate) struct Databases {
    /// The reason they are locked, if they are, and the end of it, in seconds since the epoch.
    pub lock: Option<(String, u64)>,
    /// The lag of the replicas in seconds; MediaWiki reports -1 without replicas.
    pub lag: i64,
    /// Refuses every request for the lag, with or without `maxlag`.
    pub lag_refuses_all: bool,
    /// Refuses POSTs to the API, as a limit of `$wgRateLimits` does, whose counters are in the object cache.
    pub refuses_posts: bool,
}

impl Databases {
    fn of(wiki: &Wiki) -> Self {
        Self {
            lock: wiki
                .has(Setting::ReadOnly)
                .then(|| ("Maintenance in the lab".to_owned(), u64::MAX)),
            lag: wiki.lag.map_or(-1, i64::from),
            lag_refuses_all: false,
            refuses_posts: false,
        }
    }
}

/// The changing state of a wiki.
#[derive(Debug)]
pub(crate) struct State {
    /// The clock of the wiki, from which all its times come.
    pub clock: Clock,
    pub accounts: Vec<Account>,
    pub mails: Vec<Mail>,
    pub sessions: BTreeMap<String, Session>,
    /// The names of failed logins. All visitors have the same address.
    pub bad_logins: Vec<String>,
    /// The accounts that were created lately, all from that address.
    pub made: Counter,
    /// The creations that were begun lately (`$wgRateLimits`).
    pub begun: Counter,
    /// The nonces of OAuth 1.0a that were used.
    pub nonces: BTreeSet<String>,
    /// The number of requests, by action or page.
    pub requests: BTreeMap<String, u64>,
    /// The requests themselves, if they are kept.
    pub request_log: Option<RequestLog>,
    pub faults: Faults,
    pub random: Random,
    pub databases: Databases,
    /// True if reading requires a login.
    pub private: bool,
}

/// Returns true if reading requires a login from the start.
fn is_private(wiki: &Wiki) -> bool {
    wiki.has(Setting::Private) || wiki.has(Setting::PrivateOpen)
}

impl State {
    pub fn of(wiki: &Wiki) -> Self {
        let clock = Clock::ahead(wiki.clock);
        let mut state = Self {
            clock,
            accounts: Vec::new(),
            mails: Vec::new(),
            sessions: BTreeMap::new(),
            bad_logins: Vec::new(),
            made: Counter::default(),
            begun: Counter::default(),
            nonces: BTreeSet::new(),
            requests: BTreeMap::new(),
            request_log: None,
            faults: Faults::default(),
            random: Random::new(1),
            databases: Databases::of(wiki),
            private: is_private(wiki),
        };
        state.install_first(wiki);
        state
    }

    /// Adds the accounts that the wiki has from the start, except those that exist.
    fn install_first(&mut self, wiki: &Wiki) {
        let registered = self.clock.now().saturating_sub(AGE_OF_FIRST_ACCOUNTS);
        for (name, password) in &wiki.accounts {
            if self.account(name).is_none() {
                self.install(name, password, registered);
            }
        }
    }

    /// Applies the differences between two versions of the wiki. Accounts, mails, sessions and counts stay.
    pub fn change(&mut self, old: &Wiki, new: &Wiki) {
        if old.clock != new.clock {
            self.clock = Clock::ahead(new.clock);
        }
        let (before, now) = (Databases::of(old), Databases::of(new));
        if before.lock != now.lock {
            self.databases.lock = now.lock;
        }
        if before.lag != now.lag {
            self.databases.lag = now.lag;
        }
        if is_private(old) != is_private(new) {
            self.private = is_private(new);
        }
        self.install_first(new);
    }

    /// Returns the reason for which the databases are locked, if they are.
    pub fn read_only(&self) -> Option<&str> {
        let (reason, until) = self.databases.lock.as_ref()?;
        (self.clock.now() < *until).then_some(reason)
    }

    /// Drops the secrets of all tokens.
    pub fn forget_tokens(&mut self) {
        for session in self.sessions.values_mut() {
            session.secrets.clear();
            session.create_token = None;
            session.login_token = None;
        }
    }

    /// Adds an account without any checks, registered at a time in seconds since the epoch.
    pub fn install(&mut self, name: &str, password: &str, registered: u64) {
        let token = self.random.hex();
        self.accounts.push(Account {
            id: self.next_id(),
            name: name.to_owned(),
            password: password.to_owned(),
            email: String::new(),
            real_name: String::new(),
            language: "en".to_owned(),
            email_confirmed: None,
            reason: String::new(),
            log_action: LogAction::Installed,
            creator: None,
            registered,
            token,
        });
    }

    pub fn next_id(&self) -> i64 {
        self.accounts
            .iter()
            .map(|account| account.id)
            .max()
            .unwrap_or(0)
            + 1
    }

    /// Returns true if the password is the account's. Some accounts have none.
    pub fn accepts_password(&self, name: &str, password: &str) -> bool {
        let account = self.account(name);
        account.is_some_and(|account| !password.is_empty() && account.password == password)
    }

    pub fn account(&self, name: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.name == name)
    }
}
