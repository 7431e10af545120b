//! `--verify`: a login as each new account, in a session of its own.

use mwaccount::{Credentials, NewAccount, Secret, Step};

use super::{
    outcome::ReportRow, results::Results, stopped::Stopped, table::TableRow, wiki_run::WikiRun,
};

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
        let mut results = worker.state().results.reader().map_err(Stopped::not_kept)?;
        let mut verified = Results::default();
        for row in shared.plan.rows() {
            let row = row?;
            // A row of another wiki has no result here.
            let Some(mut result) = results.take(row.line).map_err(Stopped::not_kept)? else {
                continue;
            };
            if result.outcome == "created" && !shared.control.is_interrupted() {
                let found = self.found(&row, &result)?;
                result.verified = found.is_right;
                result.verify_message = Some(found.message);
            }
            verified.add(&result).map_err(Stopped::not_kept)?;
        }
        worker.state().results = verified;
        match shared.control.is_interrupted() {
            true => Err(Stopped::interrupted()),
            false => Ok(()),
        }
    }

    /// Returns what a login as the account of a row shows, and tells it if that is not right.
    fn found(&self, row: &TableRow, result: &ReportRow) -> Result<Verified, Stopped> {
        let password = self.shared.known_password(&row.account);
        let Some(password) = password.map_err(Stopped::failed)? else {
            return Ok(Verified::unknown("no password of it is known here"));
        };
        let mut found = self.log_in_as(&row.account, &password, result)?;
        // A wiki may repeat the password in its message.
        if !password.is_empty() {
            found.message = found.message.replace(password.expose(), "\u{2026}");
        }
        if found.is_right != Some(true) {
            self.progress.message(&format!(
                "line {}: \"{}\" is not verified: {}",
                row.line, row.account.name, found.message
            ));
        }
        Ok(found)
    }

    /// Logs in as an account and compares it with the row.
    fn log_in_as(
        &self,
        account: &NewAccount,
        password: &Secret,
        result: &ReportRow,
    ) -> Result<Verified, Stopped> {
        let name = result.wiki_name.as_deref().unwrap_or(&account.name);
        let mut wiki = self.client()?;
        self.shared
            .control
            .set_canceller(self.worker.index, wiki.canceller());
        let credentials = Credentials::Password {
            name: name.to_owned(),
            password: password.clone(),
            domain: account.domain.clone(),
        };
        let step = wiki.log_in(credentials).step();
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
