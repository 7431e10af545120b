//! Comparison of the results with the wiki's own books: accounts, log of new users, mails.

use std::fmt;

use mwaccount::{Error, Reason, Step};
use testwiki::{Account, LogAction, RunningWiki};

/// The entries of the wiki's books about one name.
#[derive(Clone, Debug)]
pub struct WikiAccounts {
    /// True if a late request made the account.
    is_late: bool,
    /// The account of this name that the creation made.
    own: Option<Account>,
    /// True if somebody else has the name.
    is_taken: bool,
    /// The user who should be the creator.
    creator: Option<String>,
    /// The number of mails to the account's address.
    mails: usize,
}

/// A result that the wiki's books contradict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// Reported as created; nobody has the name.
    CreatedNothing,
    /// Reported as created; the account is another visitor's.
    CreatedIsRivals,
    /// Created under another name than the reported one, or than any wanted one.
    CreatedOtherName,
    /// Created by another user than the one who is logged in.
    CreatedByOther,
    /// Refused, and yet created.
    RefusedButCreated,
    /// Refused as taken, and nobody else has the name.
    TakenByNobody,
    /// An error, and yet created.
    ErrorButCreated,
    /// A step says that the account exists; nobody has the name.
    StepExistsNot,
    /// A step says that the account exists; it is another visitor's.
    StepIsRivals,
    /// A step says that the account does not exist; it does.
    StepExistsYet,
    /// Refused or an error, and created after that by a request that the wiki was still working on.
    CreatedLater,
    /// Two accounts of one name were created.
    Twice,
    /// Two mails were sent for one account.
    TwoMails,
    /// A login reported success, and nobody is logged in.
    NotLoggedIn,
    /// A login was refused for a wrong password, which was right.
    PasswordIsRight,
    /// A probe or the offered fields created an account.
    ReadCreated,
    /// A right answer was rejected, or a suspended creation could not be resumed.
    Stuck,
    /// The creation sends requests without end.
    Endless,
    /// A call took longer than its requests and their waits can.
    TooLong,
    /// The flow does not succeed even without a fault.
    FailsWithoutFault,
    /// The library or the test panicked.
    Panicked,
}

/// The address of accounts that have one.
const ADDRESS: &str = "zoe@example.org";

/// Returns the accounts that were created in this run, and not by another visitor, in the wiki's own log.
pub fn created(wiki: &RunningWiki) -> Vec<Account> {
    let mut accounts = wiki.accounts();
    // The administrator was there from the start; the other visitor's account is installed too.
    accounts.retain(|account| account.log_action != LogAction::Installed);
    accounts
}

impl WikiAccounts {
    /// Reads what the wiki has about a name. `is_late` is true if a request made the account that the caller had
    /// given up, and `creator` is the user who is logged in.
    pub fn of(wiki: &RunningWiki, name: &str, is_late: bool, creator: Option<&str>) -> Self {
        let name = wiki.canonical_name(name);
        let mut own = created(wiki);
        own.retain(|account| account.name == name);
        let is_taken = own.is_empty() && wiki.account(&name).is_some();
        let mails = wiki.mails();
        Self {
            is_late,
            own: own.pop(),
            is_taken,
            creator: creator.map(str::to_owned),
            mails: mails.iter().filter(|mail| mail.to == ADDRESS).count(),
        }
    }

    /// Returns the reason why a step is wrong.
    pub fn contradict(&self, step: &Result<Step, Error>) -> Option<Wrong> {
        if self.mails > 1 {
            return Some(Wrong::TwoMails);
        }
        if let Some(own) = &self.own
            && own.creator != self.creator
        {
            return Some(Wrong::CreatedByOther);
        }
        match step {
            Ok(Step::Created(created)) => match &self.own {
                None if self.is_taken => Some(Wrong::CreatedIsRivals),
                None => Some(Wrong::CreatedNothing),
                Some(own) => (own.name != created.name).then_some(Wrong::CreatedOtherName),
            },
            Ok(Step::Refused(_)) | Err(_) if self.is_late => Some(Wrong::CreatedLater),
            Ok(Step::Refused(_)) if self.own.is_some() => Some(Wrong::RefusedButCreated),
            Ok(Step::Refused(refused)) => {
                let taken = refused.reason == Reason::NameTaken;
                (taken && !self.is_taken).then_some(Wrong::TakenByNobody)
            }
            Err(_) => self.own.is_some().then_some(Wrong::ErrorButCreated),
            Ok(Step::Ask(ask) | Step::Restart(ask)) => self.contradict_exists(ask.account_exists),
            Ok(Step::Redirect(redirect)) => self.contradict_exists(redirect.account_exists),
            Ok(_) => None,
        }
    }

    fn contradict_exists(&self, exists: Option<bool>) -> Option<Wrong> {
        match (exists, &self.own) {
            (Some(true), None) if self.is_taken => Some(Wrong::StepIsRivals),
            (Some(true), None) => Some(Wrong::StepExistsNot),
            (Some(false), Some(_)) if self.is_late => Some(Wrong::CreatedLater),
            (Some(false), Some(_)) => Some(Wrong::StepExistsYet),
            _ => None,
        }
    }
}

/// Returns the reason why the accounts that were created are wrong, whatever was reported.
pub fn contradict_all(
    wiki: &RunningWiki,
    wanted: impl Iterator<Item = &'static str>,
) -> Option<Wrong> {
    let wanted: Vec<_> = wanted.map(|name| wiki.canonical_name(name)).collect();
    let mut names: Vec<_> = created(wiki).into_iter().map(|own| own.name).collect();
    if names.iter().any(|name| !wanted.contains(name)) {
        return Some(Wrong::CreatedOtherName);
    }
    let all = names.len();
    names.sort();
    names.dedup();
    (names.len() < all).then_some(Wrong::Twice)
}

impl fmt::Display for WikiAccounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.own {
            Some(own) => {
                let (name, by) = (&own.name, own.creator.as_deref().unwrap_or("a visitor"));
                write!(f, "the wiki has {name}, created by {by}")
            }
            None if self.is_taken => f.write_str("somebody else has the name"),
            None => f.write_str("nobody has the name"),
        }
    }
}
