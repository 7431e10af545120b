//! `--verify`: a login as each new account, in a session of its own.

use mwaccount::{Credentials, NewAccount, Secret, Step};

use super::{outcome::ReportRow, results::Results, stopped::Stopped, wiki_run::WikiRun};

/// The facts that a login as a new account showed.
struct Verified {
    /// `None` if nothing could be shown.
    is_right: Option<bool>,
    message: String,
}

impl Verified {
    fn unknown(message: impl Into<String>) -> Self {
        Self {
            is_right: None,
            message: message.into(),
        }
    }

    fn wrong(message: impl Into<String>) -> Self {
        Self {
            is_right: Some(false),
            message: message.into(),
        }
    }
}

impl WikiRun<'_> {
    /// Logs in as each account that was created, and adds to its result what the wiki shows then. The results
    /// stay as they are if the run is interrupted.
    pub(super) fn verify(&mut self) -> Result<(), Stopped> {
        let (shared, worker) = (self.shared, self.worker);
        let kept = |error: std::io::Error| Stopped::not_kept(&error);
        let mut results = worker.state().results.reader().map_err(kept)?;
        let mut verified = Results::new();
        let rows = shared
            .plan
            .rows()
            .map_err(|problems| Stopped::changed(problems.first()))?;
        for row in rows {
            let row = row.map_err(|problem| Stopped::changed(Some(&problem)))?;
            let is_here = shared.plan.wikis_of(&row).contains(&worker.address);
            let Some(mut result) = is_here
                .then(|| results.take(row.line))
                .transpose()
                .map_err(kept)?
                .flatten()
            else {
                continue;
            };
            if result.outcome == "created" && !shared.control.is_interrupted() {
                let password = shared
                    .known_password(&row.account)
                    .map_err(Stopped::failed)?;
                let is_known = password.is_some();
                let found = match password {
                    Some(password) => {
                        let mut found = self.log_in_as(&row.account, password.clone(), &result)?;
                        // A wiki may repeat the password in its message.
                        if !password.is_empty() {
                            found.message = found.message.replace(password.expose(), "\u{2026}");
                        }
                        found
                    }
                    None => Verified::unknown("no password of it is known here"),
                };
                if is_known && found.is_right != Some(true) {
                    self.progress.message(&format!(
                        "line {}: \"{}\" is not verified: {}",
                        row.line, row.account.name, found.message
                    ));
                }
                result.verified = found.is_right;
                result.verify_message = Some(found.message);
            }
            verified.add(&result).map_err(kept)?;
        }
        worker.state().results = verified;
        match shared.control.is_interrupted() {
            true => Err(Stopped::interrupted()),
            false => Ok(()),
        }
    }

    /// Logs in as an account and compares it with the row.
    fn log_in_as(
        &self,
        account: &NewAccount,
        password: Secret,
        result: &ReportRow,
    ) -> Result<Verified, Stopped> {
        let name = result.wiki_name.as_deref().unwrap_or(&account.name);
        let mut wiki = self.client()?;
        self.shared
            .control
            .set_canceller(self.worker.index, wiki.canceller());
        let step = wiki.log_in(credentials(name, password, account)).step();
        let found = match step {
            Ok(Step::LoggedIn(_)) => match wiki.user() {
                Ok(user) => compare(account, name, &user),
                Err(error) => Verified::unknown(error.message),
            },
            Ok(Step::Refused(refused)) => Verified::wrong(format!(
                "the login failed: {}",
                refused.message.trim_end_matches('.')
            )),
            Ok(Step::Ask(_) | Step::Restart(_) | Step::Redirect(_)) => {
                Verified::unknown("the wiki asks for more at the login")
            }
            Ok(_) => Verified::unknown("the login has no result"),
            Err(error) => Verified::unknown(error.message),
        };
        self.worker.state().requests += wiki.requests();
        Ok(found)
    }
}

fn credentials(name: &str, password: Secret, account: &NewAccount) -> Credentials {
    match &account.domain {
        Some(domain) => Credentials::in_domain(name, password, domain),
        None => Credentials::password(name, password),
    }
}

/// Compares the account that the wiki shows with the row.
fn compare(account: &NewAccount, name: &str, user: &mwaccount::User) -> Verified {
    let asked = account.email.as_deref().unwrap_or_default();
    if user.name != name {
        return Verified::wrong(format!("the login is that of \"{}\"", user.name));
    }
    // A wiki may spell the domain of an address in its own way.
    if user
        .email
        .as_ref()
        .is_some_and(|email| !email.eq_ignore_ascii_case(asked))
    {
        let shown = user.email.as_deref().unwrap_or_default();
        return Verified::wrong(match shown {
            "" => "the account has no e-mail address".to_owned(),
            shown => format!("the account has the e-mail address {shown}"),
        });
    }
    let mail = match (asked, user.email_confirmed, &user.email) {
        ("", ..) => "no e-mail address, so no mail to confirm it",
        (_, Some(true), _) => "the e-mail address is confirmed",
        (_, Some(false), _) => {
            "the e-mail address is to be confirmed by the mail that the wiki has sent to it"
        }
        (_, None, Some(_)) => "the wiki does not tell whether the e-mail address is confirmed",
        (_, None, None) => "the wiki does not show the e-mail address",
    };
    Verified {
        is_right: Some(true),
        message: mail.to_owned(),
    }
}
