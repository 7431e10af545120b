//! The limits of a caller who creates many accounts.

use std::time::Duration;

use super::RateLimit;

/// The rights and limits of the caller of a wiki who creates many accounts. `None` means that the wiki
/// does not show the value: it is private, too old, or has no API.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct CreatorLimits {
    /// The user who is logged in; `None` for a visitor.
    pub user: Option<String>,
    /// The groups of the caller.
    pub groups: Option<Vec<String>>,
    /// The rights of the caller. These matter for many accounts: `createaccount`; `noratelimit`, which
    /// spares all limits; `skipcaptcha`; `tboverride` and `override-antispoof`, which spare blacklists of
    /// names and the test for similar ones; `apihighlimits`.
    pub rights: Option<Vec<String>>,
    /// The limits of `createaccount` in `$wgRateLimits` that apply to the caller (1.41 and later). Empty if
    /// there is none, or if `noratelimit` spares them.
    pub rate_limits: Option<Vec<RateLimit>>,
    /// `false` if `noratelimit` spares the limit of new accounts per address
    /// (`$wgAccountCreationThrottle`), which no wiki shows before it is reached. Otherwise `None`: there
    /// may be one.
    pub is_throttled: Option<bool>,
    /// The directory of accounts that the wiki shares with others, if it shows one (1.27 and later).
    pub shared_accounts: Option<SharedAccounts>,
}

/// A directory of accounts that several wikis share, as with CentralAuth: an account of one of them
/// exists on all.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SharedAccounts {
    /// The name of the directory's provider, such as `CentralAuth` (`centralidlookupprovider`).
    pub provider: String,
    /// The id of the logged-in user in the directory. Two wikis with the same provider share their accounts
    /// if they show the same id for the same user.
    pub user_id: Option<u64>,
}

impl CreatorLimits {
    /// Returns whether the caller has a right, or `None` if the wiki does not show it.
    pub fn has_right(&self, right: &str) -> Option<bool> {
        let rights = self.rights.as_ref()?;
        Some(rights.iter().any(|known| known == right))
    }

    /// Returns the time that must pass between the first and the last of this many creations because of
    /// the limits that the wiki shows; `None` if it does not show them. An unknown throttle may make it
    /// longer.
    pub fn least_time(&self, accounts: u64) -> Option<Duration> {
        let limits = self.rate_limits.as_ref()?;
        let times = limits.iter().map(|limit| {
            let windows = accounts.saturating_sub(1).checked_div(limit.count);
            match windows {
                Some(windows) => {
                    let windows = u32::try_from(windows).unwrap_or(u32::MAX);
                    limit.period.saturating_mul(windows)
                }
                // A limit of none is never over.
                None => Duration::MAX,
            }
        });
        Some(times.max().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_time_is_that_of_the_windows_in_between() {
        let limit = |count, seconds| RateLimit {
            count,
            period: Duration::from_secs(seconds),
        };
        let mut limits = CreatorLimits::default();
        assert_eq!(limits.least_time(60), None);
        limits.rate_limits = Some(Vec::new());
        assert_eq!(limits.least_time(60), Some(Duration::ZERO));
        limits.rate_limits = Some(vec![limit(6, 86400), limit(2, 60)]);
        for (accounts, seconds) in [(0, 0), (1, 0), (6, 120), (7, 86400), (60, 9 * 86400)] {
            let time = Some(Duration::from_secs(seconds));
            assert_eq!(limits.least_time(accounts), time, "{accounts}");
        }
        limits.rate_limits = Some(vec![limit(0, 60)]);
        assert_eq!(limits.least_time(1), Some(Duration::MAX));
    }
}
