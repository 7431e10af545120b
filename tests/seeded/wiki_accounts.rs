//! Comparison of the results with the wiki's own accounts.

use std::fmt;

use mwaccount::{Error, Reason, Step};
use testwiki::{LogAction, RunningWiki};

use crate::simulation::RIVAL_PASSWORD;

/// The accounts that a wiki has besides its first.
#[derive(Clone, Debug)]
pub struct WikiAccounts {
    /// True if a late request made the account.
    is_late: bool,
    /// The names of the accounts that the creation made.
    own: Vec<String>,
    /// True if another visitor has the name.
    has_rival: bool,
}

/// A result that the wiki's accounts contradict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wrong {
    /// Reported as created; nobody has the name.
    CreatedNothing,
    /// Reported as created; the account is another visitor's.
    CreatedIsRivals,
    /// Created under another name than the reported one.
    CreatedOtherName,
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
    /// Two accounts were created.
    Twice,
    /// A right answer was rejected, or a suspended creation could not be resumed.
    Stuck,
    /// The creation sends requests without end.
    Endless,
    /// The library or the test panicked.
    Panicked,
}

impl WikiAccounts {
    /// Reads the accounts of a wiki. `is_late` is true if a request made one that the caller had given up.
    pub fn of(wiki: &RunningWiki, is_late: bool) -> Self {
        let accounts = wiki.accounts();
        let is_rival = |password: &str| password == RIVAL_PASSWORD;
        // The administrator was there from the start; only the other visitor's account is installed later.
        let own = accounts.iter().filter(|account| {
            account.log_action != LogAction::Installed && !is_rival(&account.password)
        });
        Self {
            is_late,
            own: own.map(|account| account.name.clone()).collect(),
            has_rival: accounts.iter().any(|account| is_rival(&account.password)),
        }
    }

    /// Returns the reason why a step is wrong.
    pub fn contradict(&self, step: &Result<Step, Error>) -> Option<Wrong> {
        match step {
            Ok(Step::Created(created)) => match self.own.first() {
                None if self.has_rival => Some(Wrong::CreatedIsRivals),
                None => Some(Wrong::CreatedNothing),
                Some(name) => (*name != created.name).then_some(Wrong::CreatedOtherName),
            },
            Ok(Step::Refused(_)) | Err(_) if self.is_late => Some(Wrong::CreatedLater),
            Ok(Step::Refused(_)) if !self.own.is_empty() => Some(Wrong::RefusedButCreated),
            Ok(Step::Refused(refused)) => {
                let taken = refused.reason == Reason::NameTaken;
                (taken && !self.has_rival).then_some(Wrong::TakenByNobody)
            }
            Err(_) => (!self.own.is_empty()).then_some(Wrong::ErrorButCreated),
            Ok(Step::Ask(ask) | Step::Restart(ask)) => self.contradict_exists(ask.account_exists),
            Ok(Step::Redirect(redirect)) => self.contradict_exists(redirect.account_exists),
            Ok(_) => None,
        }
    }

    fn contradict_exists(&self, exists: Option<bool>) -> Option<Wrong> {
        match (exists, self.own.is_empty()) {
            (Some(true), true) if self.has_rival => Some(Wrong::StepIsRivals),
            (Some(true), true) => Some(Wrong::StepExistsNot),
            (Some(false), false) if self.is_late => Some(Wrong::CreatedLater),
            (Some(false), false) => Some(Wrong::StepExistsYet),
            _ => None,
        }
    }

    /// Returns the reason why the last step is wrong after every request was executed.
    pub fn contradict_at_end(&self, last: &Result<Step, Error>) -> Option<Wrong> {
        if self.own.len() > 1 {
            return Some(Wrong::Twice);
        }
        self.contradict(last)
    }
}

impl fmt::Display for WikiAccounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rival = if self.has_rival {
            ", and a rival's"
        } else {
            ""
        };
        write!(f, "own accounts {:?}{rival}", self.own)
    }
}
