//! Many names to check, and the results.

use std::ffi::c_char;

use super::{
    error::{ffi_try, mwa_error},
    pointer::{Handle, as_mut, as_str, free_box, into_box, read, read_part, read_text},
    refusal::mwa_refusal,
    status::mwa_status,
    text::Text,
};
use crate::{NameCheck, NameStatus};

/// A list of names for mwa_wiki_check_names. Free it with mwa_names_free.
pub struct mwa_names(pub(super) Vec<String>);

impl Handle for mwa_names {}

/// Creates an empty list of names.
#[unsafe(no_mangle)]
pub extern "C" fn mwa_names_new() -> *mut mwa_names {
    into_box(mwa_names(Vec::new()))
}

/// Frees a list of names. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_names_free(names: *mut mwa_names) {
    free_box(names);
}

/// Adds a name to a list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_names_add(
    names: *mut mwa_names,
    name: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let name = as_str(name, "name")?;
        as_mut(names, "names")?.0.push(name.to_owned());
        Ok(())
    })
}

/// The wiki's answer to whether a name can be used for a new account.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_name_status {
    /// The wiki did not tell; its refusal has the reason. Also returned for NULL.
    Unknown = 0,
    /// There is no account of this name. From 1.28 on the wiki would accept it; older and private wikis
    /// may still refuse it.
    Free = 1,
    /// There is an account of this name, on this wiki or on one with which it shares its accounts.
    Taken = 2,
    /// The wiki does not accept the name: it is invalid, or on a blacklist.
    NotAllowed = 3,
    /// The name is too similar to another one (AntiSpoof).
    TooSimilar = 4,
}

impl From<NameStatus> for mwa_name_status {
    fn from(status: NameStatus) -> Self {
        match status {
            NameStatus::Unknown => Self::Unknown,
            NameStatus::Free => Self::Free,
            NameStatus::Taken => Self::Taken,
            NameStatus::NotAllowed => Self::NotAllowed,
            NameStatus::TooSimilar => Self::TooSimilar,
        }
    }
}

/// The results of mwa_wiki_check_names, in the order of the names. Immutable. Free it with
/// mwa_name_checks_free.
pub struct mwa_name_checks(Vec<mwa_name_check>);

impl Handle for mwa_name_checks {}

/// The result for one name, which is a part of its list. Immutable.
pub struct mwa_name_check {
    asked_name: Text,
    name: Option<Text>,
    status: mwa_name_status,
    refusal: Option<mwa_refusal>,
}

impl From<&[NameCheck]> for mwa_name_checks {
    fn from(checks: &[NameCheck]) -> Self {
        let checks = checks.iter().map(|check| mwa_name_check {
            asked_name: Text::new(&check.asked_name),
            name: Text::opt(check.name.as_ref()),
            status: check.status.into(),
            refusal: check.refusal.as_ref().map(mwa_refusal::from),
        });
        Self(checks.collect())
    }
}

/// Returns the number of results; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_name_checks_count(checks: *const mwa_name_checks) -> usize {
    read(checks, 0, |checks| checks.0.len())
}

/// Returns a result, or NULL if `index`, counted from 0, is too large. It is borrowed from the list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_name_checks_at(
    checks: *const mwa_name_checks,
    index: usize,
) -> *const mwa_name_check {
    read_part(checks, |checks| checks.0.get(index))
}

/// Frees the results. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_name_checks_free(checks: *mut mwa_name_checks) {
    free_box(checks);
}

/// Returns the name that was asked for. The text is borrowed from the list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_name_check_asked_name(check: *const mwa_name_check) -> *const c_char {
    read_text(check, |check| Some(&check.asked_name))
}

/// Returns the name as the wiki spells it, or NULL if it does not show that. The text is borrowed from
/// the list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_name_check_name(check: *const mwa_name_check) -> *const c_char {
    read_text(check, |check| check.name.as_ref())
}

/// Returns the wiki's answer; MWA_NAME_STATUS_UNKNOWN for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_name_check_get_status(
    check: *const mwa_name_check,
) -> mwa_name_status {
    read(check, mwa_name_status::Unknown, |check| check.status)
}

/// Returns the refusal of a name that is not free, or why its status is unknown; NULL if it is free. It is
/// borrowed from the list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_name_check_refusal(
    check: *const mwa_name_check,
) -> *const mwa_refusal {
    read_part(check, |check| check.refusal.as_ref())
}
