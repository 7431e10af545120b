//! The limits of a wiki for a creator, as a dry run finds them.

use mwaccount::{CreatorLimits, Requirements};
use serde::Serialize;

use crate::output::duration;

/// The limits of a wiki for this creator. Its fields are keys of `--json`; a value that the wiki does not show
/// is null.
#[derive(Debug, Clone, Serialize)]
pub struct WikiLimits {
    /// The wiki, as it was given.
    wiki: String,
    /// The creator.
    user: Option<String>,
    may_create: Option<bool>,
    /// The reason why not, in the wiki's words.
    refusal: Option<String>,
    captcha_asked: Option<bool>,
    /// The rights that spare limits.
    noratelimit: Option<bool>,
    skipcaptcha: Option<bool>,
    /// The limits on accounts in a period.
    rate_limits: Option<Vec<JsonLimit>>,
    /// The least time in seconds that the accounts take because of these limits.
    least_seconds: Option<u64>,
    /// False if no limit on accounts per address holds.
    is_throttled: Option<bool>,
    /// The directory of accounts that the wiki shares with others.
    shared_accounts: Option<String>,
}

/// A limit on accounts in a period.
#[derive(Debug, Clone, Copy, Serialize)]
struct JsonLimit {
    count: u64,
    seconds: u64,
}

impl WikiLimits {
    /// Converts what the wiki shows; `accounts` is the number of accounts that are to be created.
    pub fn new(wiki: &str, accounts: u64, limits: &CreatorLimits, found: &Requirements) -> Self {
        let rate_limits = limits.rate_limits.as_ref().map(|limits| {
            let limits = limits.iter();
            limits
                .map(|limit| JsonLimit {
                    count: limit.count,
                    seconds: limit.period.as_secs(),
                })
                .collect()
        });
        Self {
            wiki: wiki.to_owned(),
            user: limits.user.clone(),
            may_create: found.may_create,
            refusal: found
                .refusal
                .as_ref()
                .map(|refusal| refusal.message.clone()),
            captcha_asked: found.captcha_asked,
            noratelimit: limits.has_right("noratelimit"),
            skipcaptcha: limits.has_right("skipcaptcha"),
            rate_limits,
            least_seconds: limits.least_time(accounts).map(|time| time.as_secs()),
            is_throttled: limits.is_throttled,
            shared_accounts: limits
                .shared_accounts
                .as_ref()
                .map(|shared| shared.provider.clone()),
        }
    }

    /// Returns the limits as a sentence.
    pub fn sentence(&self) -> String {
        let user = self.user.as_deref().unwrap_or("visitors");
        let mut facts = vec![match (self.may_create, &self.refusal) {
            (Some(false), Some(refusal)) => {
                format!(
                    "{user} may not create accounts: {}",
                    refusal.trim_end_matches('.')
                )
            }
            (Some(false), None) => format!("{user} may not create accounts"),
            (Some(true), _) => format!("{user} may create accounts"),
            (None, _) => format!("it does not tell whether {user} may create accounts"),
        }];
        if self.captcha_asked == Some(true) {
            facts.push(
                "each account needs the answer to a captcha (not with the right skipcaptcha)"
                    .to_owned(),
            );
        }
        let limits = self.rate_limits.iter().flatten();
        for limit in limits {
            facts.push(format!(
                "at most {} in {}",
                limit.count,
                duration(limit.seconds)
            ));
        }
        if let Some(seconds @ 1..) = self.least_seconds {
            facts.push(format!("so the run takes at least {}", duration(seconds)));
        }
        facts.push(match self.is_throttled {
            Some(false) => "no limit on accounts in a period holds (noratelimit)".to_owned(),
            _ => "there may be a limit on accounts in a day, which no wiki shows before it is reached".to_owned(),
        });
        if let Some(provider) = &self.shared_accounts {
            facts.push(format!("accounts are shared with other wikis ({provider})"));
        }
        format!("{}: {}.", self.wiki, facts.join("; "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_a_sentence() {
        let limits = WikiLimits {
            wiki: "w.example".to_owned(),
            user: None,
            may_create: Some(true),
            refusal: None,
            captcha_asked: Some(true),
            noratelimit: Some(false),
            skipcaptcha: Some(false),
            rate_limits: Some(vec![JsonLimit {
                count: 6,
                seconds: 86_400,
            }]),
            least_seconds: Some(9 * 86_400),
            is_throttled: None,
            shared_accounts: None,
        };
        assert_eq!(
            limits.sentence(),
            "w.example: visitors may create accounts; each account needs the answer to a captcha (not with the \
             right skipcaptcha); at most 6 in 24 hours; so the run takes at least 9 days; there may be a limit on \
             accounts in a day, which no wiki shows before it is reached."
        );
    }
}
