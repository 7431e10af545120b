//! Why a wiki refused.

use std::ffi::c_char;

use super::{
    number::whole_seconds,
    pointer::{read, read_text},
    reason::mwa_reason,
    text::Text,
};
use crate::{Refused, Unknown};

/// A wiki's no, or why it is not known what a wiki did. It belongs to the step or the
/// requirements that lend it, and never changes.
pub struct mwa_refusal {
    reason: mwa_reason,
    code: Option<Text>,
    message: Text,
    retry_after: i64,
}

impl From<&Refused> for mwa_refusal {
    fn from(refused: &Refused) -> Self {
        Self {
            reason: refused.reason.into(),
            code: Text::opt(refused.code.as_ref()),
            message: Text::new(&refused.message),
            retry_after: whole_seconds(refused.retry_after),
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
        }
    }
}

/// What it is about, the same on every release; MWA_REASON_NONE for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_refusal_reason(refusal: *const mwa_refusal) -> mwa_reason {
    read(refusal, mwa_reason::None, |refusal| refusal.reason)
}

/// The wiki's own code. Borrowed as long as the refusal; NULL where the wiki gave none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_refusal_code(refusal: *const mwa_refusal) -> *const c_char {
    read_text(refusal, |refusal| refusal.code.as_ref())
}

/// The wiki's own text, or the library's where it gave none; of MWA_STEP_KIND_UNKNOWN the
/// evidence: what happened to the request, what was found out since, and how to find out more.
/// Borrowed as long as the refusal; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_refusal_message(refusal: *const mwa_refusal) -> *const c_char {
    read_text(refusal, |refusal| Some(&refusal.message))
}

/// The seconds to wait before another try can help; -1 where that is not known.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_refusal_retry_after(refusal: *const mwa_refusal) -> i64 {
    read(refusal, -1, |refusal| refusal.retry_after)
}
