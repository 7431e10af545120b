//! What a wiki requires for a new account.

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

/// What was found out without creating anything. Where an answer is 1, 0 or -1, that is yes, no,
/// and not to be known on this wiki. It belongs to the step that lends it, and never changes.
pub struct mwa_requirements {
    dialect: mwa_dialect,
    generator: Option<Text>,
    may_create: c_int,
    refusal: Option<mwa_refusal>,
    fields: mwa_fields,
    captcha_asked: c_int,
    captcha: Option<mwa_captcha>,
    name: CheckResult,
    password: CheckResult,
    email_required: c_int,
    single_sign_on: bool,
}

/// What the wiki answers about a name or password.
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
            password: found.password.as_ref().into(),
            email_required: tri_state(found.email_required),
            single_sign_on: found.single_sign_on,
        }
    }
}

/// What the wiki speaks.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_dialect(
    requirements: *const mwa_requirements,
) -> mwa_dialect {
    read(requirements, mwa_dialect::Unknown, |found| found.dialect)
}

/// The wiki's release, "MediaWiki 1.39.17". Borrowed as long as the requirements; NULL where it
/// does not say.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_generator(
    requirements: *const mwa_requirements,
) -> *const c_char {
    read_text(requirements, |found| found.generator.as_ref())
}

/// Whether this caller may create accounts there: 1, 0 or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_may_create(
    requirements: *const mwa_requirements,
) -> c_int {
    read(requirements, -1, |found| found.may_create)
}

/// Why this caller may not. Borrowed as long as the requirements; NULL where it may, or nobody
/// knows.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_refusal(
    requirements: *const mwa_requirements,
) -> *const mwa_refusal {
    read_part(requirements, |found| found.refusal.as_ref())
}

/// The fields of a new account; of alternative ways (a password, a button) all. Borrowed as long
/// as the requirements; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_fields(
    requirements: *const mwa_requirements,
) -> *const mwa_fields {
    read_part(requirements, |found| Some(&found.fields))
}

/// Whether a captcha is asked: 1, 0 or -1. On 1.21 and 1.22 one may be enforced that the API does
/// not show.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_captcha_asked(
    requirements: *const mwa_requirements,
) -> c_int {
    read(requirements, -1, |found| found.captcha_asked)
}

/// The captcha, where the wiki shows it beforehand (1.27 and later); looking does not spend it.
/// Borrowed as long as the requirements; NULL where there is none to show.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_captcha(
    requirements: *const mwa_requirements,
) -> *const mwa_captcha {
    read_part(requirements, |found| found.captcha.as_ref())
}

/// Whether the name that was asked about would be taken: 1, 0 or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_name_good(
    requirements: *const mwa_requirements,
) -> c_int {
    read(requirements, -1, |found| found.name.good)
}

/// Why the name would not be taken. Borrowed as long as the requirements; NULL unless
/// mwa_requirements_name_good is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_name_refusal(
    requirements: *const mwa_requirements,
) -> *const mwa_refusal {
    read_part(requirements, |found| found.name.refusal.as_ref())
}

/// Whether the password that was asked about would be taken: 1, 0 or -1 (before 1.29).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_password_good(
    requirements: *const mwa_requirements,
) -> c_int {
    read(requirements, -1, |found| found.password.good)
}

/// Why the password would not be taken. Borrowed as long as the requirements; NULL unless
/// mwa_requirements_password_good is 0.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_password_refusal(
    requirements: *const mwa_requirements,
) -> *const mwa_refusal {
    read_part(requirements, |found| found.password.refusal.as_ref())
}

/// Whether an e-mail address must be given: 1, 0 or -1.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_email_required(
    requirements: *const mwa_requirements,
) -> c_int {
    read(requirements, -1, |found| found.email_required)
}

/// Whether accounts come from a single sign-on service only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_requirements_single_sign_on(
    requirements: *const mwa_requirements,
) -> bool {
    read(requirements, false, |found| found.single_sign_on)
}
