//! The refusal of a wiki, or the evidence of an unknown outcome.

use std::ffi::c_char;

use super::{
    number::{count_or_none, whole_seconds},
    pointer::{read, read_text},
    reason::mwa_reason,
    text::Text,
};
use crate::{RateLimit, Refused, Unknown};

/// A refusal by the wiki, or why it is unknown whether an account was created. Immutable, and a
/// part of its step or requirements.
pub struct mwa_refusal {
    reason: mwa_reason,
    code: Option<Text>,
    message: Text,
    retry_after: i64,
    rate_limit: Option<RateLimit>,
    may_resubmit: bool,
    account_request_url: Option<Text>,
}

impl From<&Refused> for mwa_refusal {
    fn from(refused: &Refused) -> Self {
        Self {
            reason: refused.reason.into(),
            code: Text::opt(refused.code.as_ref()),
            message: Text::new(&refused.message),
            retry_after: whole_seconds(refused.retry_after),
            rate_limit: refused.rate_limit,
            may_resubmit: refused.may_resubmit,
            account_request_url: Text::opt(
                refused.account_request_url.as_ref().map(|url| url.as_str()),
            ),
        }
    }
}

impl From<&Unknown> for mwa_refusal {
    fn from(unknown: &Unknown) -> Self {
        Self {
            reason: unknown.reason.into(),
            code: Text::opt(unknown.code.as_ref()),
            message: Text::new(&unknown.evidence),
            retry_after: -1,
            rate_limit: None,
            may_resubmit: false,
            account_request_url: None,
        }
    }
}

/// Returns the reason, which is the same on every MediaWiki release; MWA_REASON_NONE for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_refusal_reason(refusal: *const mwa_refusal) -> mwa_reason {
    read(refusal, mwa_reason::None, |refusal| refusal.reason)
}

/// Returns the wiki's own code, or NULL if the wiki sent none. The text is borrowed from the
/// refusal.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_refusal_code(refusal: *const mwa_refusal) -> *const c_char {
    read_text(refusal, |refusal| refusal.code.as_ref())
}

/// Returns the wiki's message, or one of the library if the wiki sent none. For
/// MWA_STEP_KIND_UNKNOWN, returns the evidence: what happened to the request, what the existence
/// check found, and what to do next. The text is borrowed from the refusal.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_refusal_message(refusal: *const mwa_refusal) -> *const c_char {
    read_text(refusal, |refusal| Some(&refusal.message))
}

/// Returns the number of seconds after which another try can succeed, or -1 if that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_refusal_retry_after(refusal: *const mwa_refusal) -> i64 {
    read(refusal, -1, |refusal| refusal.retry_after)
}

/// Returns the number of new accounts that the wiki allows in the time of
/// mwa_refusal_rate_limit_period, if the refusal names a limit that was reached
/// (acct_creation_throttle_hit), otherwise -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_refusal_rate_limit_count(refusal: *const mwa_refusal) -> i64 {
    read(refusal, -1, |refusal| {
        count_or_none(refusal.rate_limit.map(|limit| limit.count))
    })
}

/// Returns the number of seconds in which the wiki allows the accounts of
/// mwa_refusal_rate_limit_count, or -1 if the refusal names no limit.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_refusal_rate_limit_period(refusal: *const mwa_refusal) -> i64 {
    read(refusal, -1, |refusal| {
        whole_seconds(refusal.rate_limit.map(|limit| limit.period))
    })
}

/// Returns true if this was a warning, as AbuseFilter gives one: the wiki may create the account when
/// mwa_conversation_revise sends the same account again. Returns false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_refusal_may_resubmit(refusal: *const mwa_refusal) -> bool {
    read(refusal, false, |refusal| refusal.may_resubmit)
}

/// Returns the address of the page on which an account can be requested, if the wiki creates none for
/// visitors and takes requests instead (Extension:ConfirmAccount), otherwise NULL. The text is borrowed
/// from the refusal.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_refusal_account_request_url(
    refusal: *const mwa_refusal,
) -> *const c_char {
    read_text(refusal, |refusal| refusal.account_request_url.as_ref())
}
