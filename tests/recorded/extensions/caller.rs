//! The callers of the recordings: their credentials, accounts and actions.

use mwaccount::{Answers, Credentials, NewAccount, OAuth1Token, Wiki};
use support::{
    accounts::{ADMIN_PASSWORD, zoe},
    transcript::{Exchange, Fields, Transcript},
};

use super::words;

/// A caller with the credentials and accounts of the recorded client. An action is one of:
/// - `login`, `login-2`, `login-3`, `login-last`: logs in with the recorded credentials of that place;
/// - `revise-2`, `revise-3`, `revise-last`: tries again with these credentials, in the same session;
/// - `token`: takes an OAuth 2 token; `oauth1`: the tokens of an OAuth 1.0a consumer;
/// - `probe`: asks what the wiki requires for the recorded account;
/// - `create`, `create-last`: creates the first or last recorded account;
/// - `again`: sends the same account again; `next`: the next recorded one;
/// - `NAME=VALUE`: answers, several joined by `&`.
pub struct Caller {
    logins: Vec<Credentials>,
    accounts: Vec<NewAccount>,
    probed: NewAccount,
}

impl Caller {
    pub fn of(transcript: &Transcript) -> Self {
        let forms = || {
            let exchanges = transcript.exchanges.iter();
            exchanges.filter_map(|exchange| exchange.request.form.as_ref())
        };
        let mut accounts: Vec<&Fields> = forms().filter(|form| creates(form)).collect();
        accounts.dedup_by_key(|form| name(form));
        let accounts = accounts.into_iter().map(account);
        let logins = forms().filter(|form| !creates(form));
        let mut logins: Vec<(String, String)> = logins
            .filter_map(|form| Some((name(form)?, password(form)?)))
            .collect();
        logins.dedup();
        if logins.is_empty() {
            logins.push(("Admin".to_owned(), ADMIN_PASSWORD.to_owned()));
        }
        let logins = logins.into_iter();
        let accounts: Vec<NewAccount> = accounts.collect();
        let probed = transcript.exchanges.iter().find_map(asked_about);
        Self {
            logins: logins
                .map(|(name, password)| Credentials::password(name, password))
                .collect(),
            // No recording checks a password.
            probed: NewAccount::new(
                probed
                    .or(accounts.first().cloned())
                    .unwrap_or_else(zoe)
                    .name,
            ),
            accounts: match accounts.is_empty() {
                true => vec![zoe()],
                false => accounts,
            },
        }
    }

    /// Performs the actions, and returns a word for the result of each.
    pub fn act(&self, wiki: &mut Wiki, actions: &str) -> Vec<String> {
        let mut said = Vec::new();
        let mut actions = actions.split(' ').peekable();
        while let Some(action) = actions.next() {
            match action {
                "probe" => said.push(words::verdicts(&wiki.probe(&self.probed))),
                "create" | "create-last" => {
                    let mut at = match action {
                        "create" => 0,
                        _ => self.accounts.len() - 1,
                    };
                    let mut creation = wiki.create(self.accounts[at].clone());
                    said.push(words::step(&creation.step()));
                    while let Some(action) = actions.next_if(|next| continues(next)) {
                        at += usize::from(action == "next");
                        said.push(words::step(&match action {
                            "again" | "next" => creation.revise(self.accounts[at].clone()),
                            answer => creation.answer(answers(answer)),
                        }));
                    }
                }
                login => {
                    let mut login = wiki.log_in(self.credentials(login));
                    said.push(words::step(&login.step()));
                    while let Some(action) = actions.next_if(|next| continues(next)) {
                        said.push(words::step(&match action.strip_prefix("revise-") {
                            Some(place) => {
                                login.revise_login(self.credentials(&format!("login-{place}")))
                            }
                            None => login.answer(answers(action)),
                        }));
                    }
                }
            }
        }
        said
    }

    fn credentials(&self, action: &str) -> Credentials {
        match action {
            "login" => self.logins[0].clone(),
            "login-2" => self.logins[1].clone(),
            "login-3" => self.logins[2].clone(),
            "login-last" => self.logins.last().unwrap().clone(),
            "token" => Credentials::oauth("a.b.c"),
            "oauth1" => Credentials::oauth(OAuth1Token::new("key", "secret", "token", "secret")),
            other => panic!("{other}?"),
        }
    }
}

fn continues(action: &str) -> bool {
    action.contains('=') || matches!(action, "again" | "next") || action.starts_with("revise-")
}

fn first(form: &Fields, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| form.get(*name)).cloned()
}

fn name(form: &Fields) -> Option<String> {
    first(form, &["username", "name", "lgname", "wpName"])
}

fn password(form: &Fields) -> Option<String> {
    first(form, &["password", "lgpassword", "wpPassword"])
}

fn creates(form: &Fields) -> bool {
    let action = first(form, &["action"]);
    action.as_deref() == Some("createaccount") || form.contains_key("wpCreateaccountToken")
}

/// Returns the account that a query for users asked about.
fn asked_about(exchange: &Exchange) -> Option<NewAccount> {
    let query = exchange.request.query.as_ref()?;
    query.get("ususers").map(NewAccount::new)
}

fn account(form: &Fields) -> NewAccount {
    let mut account = NewAccount::new(name(form).unwrap()).allow_altered_name();
    account.password = password(form).map(Into::into);
    account.email = first(form, &["email", "wpEmail"]).filter(|email| !email.is_empty());
    for field in ["ignoreAntiSpoof", "ignoreTitleBlacklist"] {
        if form.contains_key(field) {
            account = account.field(field, true);
        }
    }
    account
}

fn answers(text: &str) -> Answers {
    let mut answers = Answers::new();
    for pair in text.split('&') {
        let (name, value) = pair.split_once('=').unwrap();
        answers.set(name, value);
    }
    answers
}
