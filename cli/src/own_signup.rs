//! The result of a sign-up on the wiki's own page, which the person did and not this run.

use mwaccount::{Credentials, NameCheck, NameStatus, NewAccount, Step, Wiki};

use crate::report::Report;

/// Reports whether there is an account of the name. Its existence does not tell who created it.
pub fn report(name: &str, checked: Option<&NameCheck>) -> Report {
    let status = checked.map_or(NameStatus::Unknown, |check| check.status);
    match status {
        NameStatus::Free => Report::no_account(format!(
            "the account was to be created on the wiki's own page, but the wiki shows no account \"{name}\"; one of another name may have been created there"
        )),
        NameStatus::Taken => Report::not_proved(format!(
            "the account was to be created on the wiki's own page; the wiki shows an account \"{name}\" now, but not who created it: log in to be sure"
        )),
        _ => Report::not_proved(format!(
            "the account was to be created on the wiki's own page, and the wiki does not tell whether there is an account \"{name}\"; log in to be sure"
        )),
    }
}

/// Logs in as the new user, and reports the account as created if that succeeds: only the person knows the password.
pub fn proof(wiki: &mut Wiki, account: &NewAccount) -> Option<Report> {
    let credentials = Credentials::of_account(account)?;
    match wiki.log_in(credentials).step() {
        Ok(Step::LoggedIn(name)) => Some(Report::created_by_person(
            &name,
            "the account was created on the wiki's own page; a login with its password succeeded",
        )),
        _ => None,
    }
}
