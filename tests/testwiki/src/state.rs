//! What a wiki remembers.

use std::collections::BTreeMap;

use crate::{
    auth::{flow::Flow, login::Login},
    captcha::Puzzle,
    fault::Faults,
    random::Random,
    time::now,
    wiki::{Setting, Wiki},
};

/// How an account came to be: the type of its entry in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// There from the start.
    Installed,
    /// By a visitor, for themselves.
    Create,
    /// By somebody logged in.
    Create2,
    /// With a password sent by mail.
    ByEmail,
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    pub id: i64,
    pub name: String,
    /// Empty if there is none.
    pub password: String,
    pub email: String,
    pub real_name: String,
    pub language: String,
    /// Why it was created, as the log says.
    pub reason: String,
    pub way: Way,
    /// Who created it, if somebody was logged in.
    pub creator: Option<String>,
    /// When it was created, in seconds of the epoch.
    pub registered: u64,
    pub(crate) token: String,
}

/// A mail that was sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    pub to: String,
    pub subject: String,
    pub text: String,
}

/// What a browser is known by.
#[derive(Debug, Default)]
pub(crate) struct Session {
    pub user: Option<String>,
    /// The token of legacy creation, and of its form.
    pub create_token: Option<String>,
    /// The token of legacy logins.
    pub login_token: Option<String>,
    /// The secrets of newer tokens, by type.
    pub secrets: BTreeMap<String, String>,
    pub captchas: BTreeMap<String, Puzzle>,
    /// A creation that waits for an answer.
    pub flow: Option<Flow>,
    /// A login that waits for an answer.
    pub login: Option<Login>,
    /// Whom a login found without an account, kept for making one.
    pub preserved: Option<String>,
    /// What reCAPTCHA said last.
    pub captcha_error: Option<&'static str>,
}

/// How the databases are.
#[derive(Clone, Debug)]
pub(crate) struct Databases {
    /// Why they are locked.
    pub read_only: Option<String>,
    /// How many seconds the replicas are behind; without any MediaWiki calls it -1.
    pub lag: i64,
    /// Whether the lag is a reason to refuse requests that do not mind it, too.
    pub lag_refuses_all: bool,
}

/// A wiki's memory.
#[derive(Debug)]
pub(crate) struct State {
    pub accounts: Vec<Account>,
    pub mails: Vec<Mail>,
    pub sessions: BTreeMap<String, Session>,
    /// How many accounts each visitor made today.
    pub made: BTreeMap<String, u32>,
    /// How many requests came, by action or page.
    pub requests: BTreeMap<String, u64>,
    pub faults: Faults,
    pub random: Random,
    pub databases: Databases,
}

impl State {
    pub fn of(wiki: &Wiki) -> Self {
        let mut state = Self {
            accounts: Vec::new(),
            mails: Vec::new(),
            sessions: BTreeMap::new(),
            made: BTreeMap::new(),
            requests: BTreeMap::new(),
            faults: Faults::default(),
            random: Random::new(1),
            databases: Databases {
                read_only: wiki
                    .has(Setting::ReadOnly)
                    .then(|| "Maintenance in the lab".to_owned()),
                lag: wiki.lag.map_or(-1, i64::from),
                lag_refuses_all: false,
            },
        };
        for (name, password) in &wiki.accounts {
            state.install(name, password);
        }
        state
    }

    /// An account without any ceremony.
    pub fn install(&mut self, name: &str, password: &str) {
        let token = self.random.hex();
        self.accounts.push(Account {
            id: self.next_id(),
            name: name.to_owned(),
            password: password.to_owned(),
            email: String::new(),
            real_name: String::new(),
            language: "en".to_owned(),
            reason: String::new(),
            way: Way::Installed,
            creator: None,
            registered: now(),
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

    /// Whether the password is that of the account. Some accounts have none.
    pub fn opens(&self, name: &str, password: &str) -> bool {
        let account = self.account(name);
        account.is_some_and(|account| !password.is_empty() && account.password == password)
    }

    pub fn account(&self, name: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.name == name)
    }
}
