//! Directories of accounts that several wikis share.

use mwaccount::CreatorLimits;

/// A directory of accounts, as a wiki shows it: wikis with the same provider share their accounts if they show
/// the same id for the same user.
#[derive(Debug, PartialEq, Eq)]
pub struct Directory {
    /// The name of its provider.
    pub provider: String,
    user: String,
    user_id: u64,
}

impl Directory {
    /// Returns the directory that a wiki shows to the creator.
    pub fn of(limits: CreatorLimits) -> Option<Self> {
        let shared = limits.shared_accounts?;
        Some(Self {
            provider: shared.provider,
            user: limits.user?,
            user_id: shared.user_id?,
        })
    }
}
