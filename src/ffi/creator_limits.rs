//! The limits of a caller who creates many accounts.

use std::ffi::{c_char, c_int};

use super::{
    number::{count_or_none, tri_state, whole_seconds},
    pointer::{Handle, free_box, opt_str, read, read_text},
    text::Text,
};
use crate::CreatorLimits;

/// The rights and limits of the caller of a wiki who creates many accounts. Immutable. Free it with
/// mwa_creator_limits_free.
pub struct mwa_creator_limits {
    limits: CreatorLimits,
    user: Option<Text>,
    groups: Option<Vec<Text>>,
    rights: Option<Vec<Text>>,
    shared_provider: Option<Text>,
}

impl Handle for mwa_creator_limits {}

impl From<CreatorLimits> for mwa_creator_limits {
    fn from(limits: CreatorLimits) -> Self {
        let texts = |list: &Option<Vec<String>>| {
            let list = list.as_ref()?;
            Some(list.iter().map(|text| Text::new(text)).collect())
        };
        let shared = limits.shared_accounts.as_ref();
        Self {
            user: Text::opt(limits.user.as_ref()),
            groups: texts(&limits.groups),
            rights: texts(&limits.rights),
            shared_provider: Text::opt(shared.map(|shared| &shared.provider)),
            limits,
        }
    }
}

/// Returns the length of a list, and -1 if it is unknown.
fn length<T>(list: Option<&Vec<T>>) -> i64 {
    count_or_none(list.map(|list| list.len() as u64))
}

/// Frees the limits. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_creator_limits_free(limits: *mut mwa_creator_limits) {
    free_box(limits);
}

/// Returns the user who is logged in, or NULL for a visitor. The text is borrowed from the limits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_creator_limits_user(
    limits: *const mwa_creator_limits,
) -> *const c_char {
    read_text(limits, |limits| limits.user.as_ref())
}

/// Returns the number of groups of the caller, or -1 if the wiki does not show them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_creator_limits_group_count(limits: *const mwa_creator_limits) -> i64 {
    read(limits, -1, |limits| length(limits.groups.as_ref()))
}

/// Returns a group of the caller, or NULL if `index`, counted from 0, is too large. The text is
/// borrowed from the limits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_creator_limits_group(
    limits: *const mwa_creator_limits,
    index: usize,
) -> *const c_char {
    read_text(limits, |limits| limits.groups.as_ref()?.get(index))
}

/// Returns the number of rights of the caller, or -1 if the wiki does not show them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_creator_limits_right_count(limits: *const mwa_creator_limits) -> i64 {
    read(limits, -1, |limits| length(limits.rights.as_ref()))
}

/// Returns a right of the caller, or NULL if `index`, counted from 0, is too large. The text is
/// borrowed from the limits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_creator_limits_right(
    limits: *const mwa_creator_limits,
    index: usize,
) -> *const c_char {
    read_text(limits, |limits| limits.rights.as_ref()?.get(index))
}

/// Returns 1 if the caller has a right, 0 if not, -1 if the wiki does not show the rights. These matter for
/// many accounts: "createaccount"; "noratelimit", which spares all limits; "skipcaptcha";
/// "tboverride" and "override-antispoof", which spare blacklists of names and the test for similar ones;
/// "apihighlimits".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_creator_limits_has_right(
    limits: *const mwa_creator_limits,
    right: *const c_char,
) -> c_int {
    read(limits, -1, |limits| match opt_str(right, "right") {
        Ok(Some(right)) => tri_state(limits.limits.has_right(right)),
        _ => -1,
    })
}

/// Returns the number of limits of createaccount in $wgRateLimits that apply to the caller (1.41 and later), or
/// -1 if the wiki does not show them.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_creator_limits_rate_limits(limits: *const mwa_creator_limits) -> i64 {
    read(limits, -1, |limits| {
        length(limits.limits.rate_limits.as_ref())
    })
}

/// Returns the number of accounts of a limit, or -1 if `index`, counted from 0, is too large.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_creator_limits_rate_limit_count(
    limits: *const mwa_creator_limits,
    index: usize,
) -> i64 {
    read(limits, -1, |limits| {
        let limit = limits.limits.rate_limits.iter().flatten().nth(index);
        count_or_none(limit.map(|limit| limit.count))
    })
}

/// Returns the number of seconds of a limit, or -1 if `index`, counted from 0, is too large.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_creator_limits_rate_limit_period(
    limits: *const mwa_creator_limits,
    index: usize,
) -> i64 {
    read(limits, -1, |limits| {
        let limit = limits.limits.rate_limits.iter().flatten().nth(index);
        whole_seconds(limit.map(|limit| limit.period))
    })
}

/// Returns 0 if the right "noratelimit" spares the caller the limit of new accounts per address
/// ($wgAccountCreationThrottle), which no wiki shows before it is reached; otherwise -1: there may be one.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_creator_limits_is_throttled(
    limits: *const mwa_creator_limits,
) -> c_int {
    read(limits, -1, |limits| tri_state(limits.limits.is_throttled))
}

/// Returns the number of seconds that must pass between the first and the last of this many creations
/// because of the limits that the wiki shows, or -1 if it does not show them. An unknown throttle may
/// make it longer.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_creator_limits_least_time(
    limits: *const mwa_creator_limits,
    accounts: u64,
) -> i64 {
    read(limits, -1, |limits| {
        whole_seconds(limits.limits.least_time(accounts))
    })
}

/// Returns the provider of the directory of accounts that the wiki shares with others, such as
/// "CentralAuth", or NULL if it shows none (1.27 and later). The text is borrowed from the limits.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_creator_limits_shared_accounts(
    limits: *const mwa_creator_limits,
) -> *const c_char {
    read_text(limits, |limits| limits.shared_provider.as_ref())
}

/// Returns the id of the logged-in user in the shared directory of accounts, or 0 if there is none. Two
/// wikis with the same provider share their accounts if they show the same id for the same user.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_creator_limits_shared_user_id(
    limits: *const mwa_creator_limits,
) -> u64 {
    read(limits, 0, |limits| {
        let shared = limits.limits.shared_accounts.as_ref();
        shared.and_then(|shared| shared.user_id).unwrap_or(0)
    })
}
