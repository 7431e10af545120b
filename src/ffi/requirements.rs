//! The requirements of a wiki for a new account.

use std::ffi::{c_char, c_int};

use super::{
    captcha::mwa_captcha,
    dialect::mwa_dialect,
    fields::mwa_fields,
    number::tri_state,
    pointer::{read, read_part, read_text},
    refusal::mwa_refusal,
    text::Text,
};
use crate::{Requirements, Verdict};

/// The result of a probe: what the wiki requires for a new account. Where a function returns an
/// int, it is 1 for yes, 0 for no, and -1 if this wiki does not tell.
///
/// Immutable, and a part of its step.
pub struct mwa_requirements {
    dialect: mwa_dialect,
    generator: Option<Text>,
    may_create: c_int,
    refusal: Option<mwa_refusal>,
    fields: mwa_fields,
    captcha_asked: c_int,
    captcha: Option<mwa_captcha>,
    name: CheckResult,
    name_free: c_int,
    password: CheckResult,
    email_required: c_int,
    single_sign_on: bool,
}

/// The result of the wiki's check of a name or password.
struct CheckResult {
    good: c_int,
    refusal: Option<mwa_refusal>,
}

impl From<Option<&Verdict>> for CheckResult {
    fn from(verdict: Option<&Verdict>) -> Self {
        match verdict {
            None => Self {
                good: -1,
                refusal: None,
            },
            Some(Verdict::Good) => Self {
                good: 1,
                refusal: None,
            },
            Some(Verdict::Refused(refused)) => Self {
                good: 0,
                refusal: Some(refused.into()),
            },
        }
    }
}

impl From<&Requirements> for mwa_requirements {
    fn from(found: &Requirements) -> Self {
        Self {
            dialect: Some(found.dialect).into(),
            generator: Text::opt(found.generator.as_ref()),
            may_create: tri_state(found.may_create),
            refusal: found.refusal.as_ref().map(mwa_refusal::from),
            fields: found.fields.as_slice().into(),
            captcha_asked: tri_state(found.captcha_asked),
            captcha: found.captcha.as_ref().map(mwa_captcha::from),
            name: found.name.as_ref().into(),
            name_free: tri_state(found.name_free),
            password: found.password.as_ref().into(),
            email_required: tri_state(found.email_required),
            single_sign_on: found.single_sign_on,
        }
    }
}

/// Returns the dialect of the wiki; MWA_DIALECT_UNKNOWN for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_dialect(
    requirements: *const mwa_requirements,
) -> mwa_dialect {
    read(requirements, mwa_dialect::Unknown, |found| found.dialect)
}

/// Returns the release of the wiki, such as "MediaWiki 1.39.17", or NULL if it does not tell. The
/// text is borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_generator(
    requirements: *const mwa_requirements,
) -> *const c_char {
    read_text(requirements, |found| found.generator.as_ref())
}

/// Returns 1 if this user may create accounts, 0 if not, -1 if that is not known. 1 means that the
/// wiki's own check let a request pass that creates nothing. Limits on accounts, and up to 1.26
/// blacklists of open proxies, are checked at the creation only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_may_create(
    requirements: *const mwa_requirements,
) -> c_int {
    read(requirements, -1, |found| found.may_create)
}

/// Returns why this user may not create accounts. Returns NULL unless mwa_requirements_may_create
/// is 0. It is borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_refusal(
    requirements: *const mwa_requirements,
) -> *const mwa_refusal {
    read_part(requirements, |found| found.refusal.as_ref())
}

/// Returns the fields of a new account. All fields of alternatives, such as a password or a button,
/// are included. Hidden fields with a value are not. They are borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_fields(
    requirements: *const mwa_requirements,
) -> *const mwa_fields {
    read_part(requirements, |found| Some(&found.fields))
}

/// Returns 1 if the wiki asks for a captcha, 0 if not, -1 if that is not known. MediaWiki 1.21 and
/// 1.22 may require one that the API does not show.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_captcha_asked(
    requirements: *const mwa_requirements,
) -> c_int {
    read(requirements, -1, |found| found.captcha_asked)
}

/// Returns the captcha, or NULL if the wiki does not show it beforehand. MediaWiki 1.27 and later
/// shows it. The probe does not use it up. It is borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_captcha(
    requirements: *const mwa_requirements,
) -> *const mwa_captcha {
    read_part(requirements, |found| found.captcha.as_ref())
}

/// Returns 1 if the wiki accepts the name, 0 if not, -1 if that is not known: wikis before
/// 1.28 and private ones report some invalid and all taken names, and of others at most
/// mwa_requirements_name_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_name_good(
    requirements: *const mwa_requirements,
) -> c_int {
    read(requirements, -1, |found| found.name.good)
}

/// Returns why the wiki does not accept the name, or NULL unless mwa_requirements_name_good is 0.
/// It is borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_name_refusal(
    requirements: *const mwa_requirements,
) -> *const mwa_refusal {
    read_part(requirements, |found| found.name.refusal.as_ref())
}

/// Returns 1 if the wiki shows no account of the name, 0 if it shows one, -1 if it does not show its
/// users or no name was given. A free name may still be refused: the wiki may reserve or blacklist
/// it, or an extension may find it too similar to another or know it from another wiki.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_name_free(
    requirements: *const mwa_requirements,
) -> c_int {
    read(requirements, -1, |found| found.name_free)
}

/// Returns 1 if the wiki accepts the password, 0 if not, -1 if that is not known, as before
/// MediaWiki 1.29.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_password_good(
    requirements: *const mwa_requirements,
) -> c_int {
    read(requirements, -1, |found| found.password.good)
}

/// Returns why the wiki does not accept the password, or NULL unless mwa_requirements_password_good
/// is 0. It is borrowed until the step is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_password_refusal(
    requirements: *const mwa_requirements,
) -> *const mwa_refusal {
    read_part(requirements, |found| found.password.refusal.as_ref())
}

/// Returns 1 if an e-mail address is required, 0 if not, -1 if that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_email_required(
    requirements: *const mwa_requirements,
) -> c_int {
    read(requirements, -1, |found| found.email_required)
}

/// Returns true if accounts come from a single sign-on service only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_single_sign_on(
    requirements: *const mwa_requirements,
) -> bool {
    read(requirements, false, |found| found.single_sign_on)
}
