//! The check whether the caller may create accounts, before the user types a password for one.

use mwaccount::{Captcha, Error, NewAccount, Refused, Wiki};

/// Returns the refusal of a caller who may not create accounts on the wiki, as far as it tells: the creation itself
/// shows the rest.
///
/// The wiki's own check of the caller counts as a try where creations are limited (`$wgRateLimits`, 1.41 and later).
/// A creation makes it too before it asks for a captcha, and does not repeat it. Without a captcha it is made
/// only of callers who lack the right according to the wiki.
///
/// # Errors
/// Those that the creation would have too.
pub fn refusal(wiki: &mut Wiki) -> Result<Option<Refused>, Error> {
    let fields = wiki.fields()?;
    let asks_captcha = fields.iter().any(|field| field.name == Captcha::FIELD);
    if !asks_captcha && !lacks_right(wiki) {
        return Ok(None);
    }
    let found = wiki.probe(&NewAccount::default())?;
    Ok(found.refusal.filter(|_| found.may_create == Some(false)))
}

fn lacks_right(wiki: &mut Wiki) -> bool {
    let limits = wiki.creator_limits().ok();
    limits.and_then(|limits| limits.has_right("createaccount")) == Some(false)
}
