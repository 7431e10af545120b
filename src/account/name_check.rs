//! The result of a check of many names.

use super::Refused;
use crate::named::named;

/// The result of a check of one name of many.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct NameCheck {
    /// The name that was asked for.
    pub asked_name: String,
    /// The name as the wiki spells it, if it shows that.
    pub name: Option<String>,
    /// The wiki's answer.
    pub status: NameStatus,
    /// The refusal of a name that is not free, or why its status is unknown. `None` if it is free.
    pub refusal: Option<Refused>,
}

named! {
    /// The wiki's answer to whether a name can be used for a new account.
    #[non_exhaustive]
    pub enum NameStatus {
        /// There is no account of this name. From 1.28 on the wiki would accept it (`cancreate`); older and
        /// private wikis may still refuse it.
        Free = "free",
        /// There is an account of this name, on this wiki or on one with which it shares its accounts.
        Taken = "taken",
        /// The wiki does not accept the name: it is invalid, or on a blacklist.
        NotAllowed = "not-allowed",
        /// The name is too similar to another one (AntiSpoof).
        TooSimilar = "too-similar",
        /// The wiki did not tell, for the reason of the refusal.
        Unknown = "unknown",
    }
}
