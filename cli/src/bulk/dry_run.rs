//! `--dry-run`: the names and the limits of a wiki, without creating anything.

use std::cell::RefCell;

use mwaccount::{
    CreatorLimits, NameCheck, NameStatus, NewAccount, Requirements, Wiki,
    bulk::{Outcome, Row},
};
use serde::Serialize;

use super::{outcome::ReportRow, stopped::Stopped, wiki_name::wiki_name, wiki_run::WikiRun};
use crate::output::duration;

/// The number of names that are checked at a time: a wiki answers 50 with one request.
const BATCH: usize = 50;

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
    fn new(wiki: &str, accounts: u64, limits: &CreatorLimits, found: &Requirements) -> Self {
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
            wiki: wiki_name(wiki),
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
        let user = match &self.user {
            Some(user) => format!("{user} "),
            None => "visitors ".to_owned(),
        };
        let mut facts = vec![match (self.may_create, &self.refusal) {
            (Some(false), Some(refusal)) => {
                format!(
                    "{user}may not create accounts: {}",
                    refusal.trim_end_matches('.')
                )
            }
            (Some(false), None) => format!("{user}may not create accounts"),
            (Some(true), _) => format!("{user}may create accounts"),
            (None, _) => format!("it does not tell whether {user}may create accounts"),
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

impl WikiRun<'_> {
    /// Finds out what the wiki says about the creator and about each name. Creates nothing.
    pub(super) fn probe(&mut self, wiki: &mut Wiki) -> Result<(), Stopped> {
        self.log_in(wiki)?;
        let limits = wiki.creator_limits()?;
        let found = wiki.probe(&NewAccount::default())?;
        let (shared, address) = (self.shared, &self.worker.address);
        let limits = WikiLimits::new(address, self.worker.rows, &limits, &found);
        self.worker.state().limits = Some(limits);
        let journal = shared.journal.wiki(wiki_name(address));
        let failure = RefCell::new(None);
        let mut rows = shared.rows_of(address, &journal, &failure)?;
        loop {
            let batch: Vec<Row> = rows.by_ref().take(BATCH).collect();
            if let Some(message) = failure.take() {
                return Err(Stopped::failed(message));
            }
            if batch.is_empty() {
                return Ok(());
            }
            if shared.control.is_interrupted() {
                return Err(Stopped::interrupted());
            }
            let is_created = |row: &Row| {
                let outcome = journal.outcome(&row.account)?;
                Ok::<_, mwaccount::Error>(outcome == Some(Outcome::Created))
            };
            let created = batch
                .iter()
                .map(is_created)
                .collect::<Result<Vec<_>, _>>()?;
            let names = batch.iter().zip(&created).filter(|(_, created)| !**created);
            let names: Vec<&str> = names.map(|(row, _)| row.account.name.as_str()).collect();
            let checks = match names.is_empty() {
                true => Vec::new(),
                false => wiki.check_names(&names)?,
            };
            let mut checks = checks.into_iter();
            for (row, created) in batch.iter().zip(created) {
                let row = self.name_row(row, created, &mut checks);
                self.add_row(&row)?;
            }
        }
    }

    /// Returns the report's row of a name: that of an account that an earlier run has created, or that of the
    /// next check.
    fn name_row(
        &self,
        row: &Row,
        created: bool,
        checks: &mut impl Iterator<Item = NameCheck>,
    ) -> ReportRow {
        let line = row.number.unwrap_or_default();
        let mut result =
            ReportRow::pending(line, &wiki_name(&self.worker.address), &row.account.name);
        if created {
            result.outcome = Outcome::Created.as_str().to_owned();
            result.earlier = true;
        } else if let Some(check) = checks.next() {
            result.outcome = check.status.as_str().to_owned();
            result.wiki_name = check.name;
            if let Some(refusal) = check.refusal.filter(|_| check.status != NameStatus::Free) {
                result.reason = Some(refusal.reason.as_str().to_owned());
                result.code = refusal.code;
                result.message = Some(refusal.message);
            }
        }
        result
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
