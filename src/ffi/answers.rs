//! What a caller fills in.

use std::{ffi::c_char, ptr};

use super::{
    error::{guarded, mwa_error},
    panic::shielded,
    pointer::{Handle, change, hand_over, optional_text, take_back, text},
    status::mwa_status,
};
use crate::{Answer, Answers, Secret};

/// Values by the names of their fields. One thread at a time.
pub struct mwa_answers(pub(super) Answers);

impl Handle for mwa_answers {}

/// No answers yet; never NULL. Free them with mwa_answers_free.
#[unsafe(no_mangle)]
pub extern "C" fn mwa_answers_new() -> *mut mwa_answers {
    shielded(ptr::null_mut(), || hand_over(mwa_answers(Answers::new())))
}

/// Sets the text of a field, the value of a select's option, or the answer to a captcha, whose
/// field is called "captcha" on every wiki. A former answer of that name is replaced.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_answers_set(
    answers: *mut mwa_answers,
    name: *const c_char,
    value: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    guarded(error, || {
        let answers = change(answers, "answers")?;
        let (name, value) = (text(name, "name")?, text(value, "value")?);
        answers.0.set(name, value);
        Ok(())
    })
}

/// Ticks a checkbox or not, presses a button or not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_answers_check(
    answers: *mut mwa_answers,
    name: *const c_char,
    checked: bool,
    error: *mut *mut mwa_error,
) -> mwa_status {
    guarded(error, || {
        let answers = change(answers, "answers")?;
        answers.0.set(text(name, "name")?, checked);
        Ok(())
    })
}

/// Chooses one more of the values of a multiselect. With NULL for the value none is chosen any
/// more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_answers_choose(
    answers: *mut mwa_answers,
    name: *const c_char,
    value: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    guarded(error, || {
        let answers = change(answers, "answers")?;
        let name = text(name, "name")?;
        let mut chosen: Vec<Secret> = Vec::new();
        if let Some(value) = optional_text(value, "value")? {
            if let Some(Answer::Many(before)) = answers.0.take(name) {
                chosen = before;
            }
            chosen.push(value.into());
        }
        answers.0.set(name, chosen);
        Ok(())
    })
}

/// Frees answers; what was given with them stays. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_answers_free(answers: *mut mwa_answers) {
    take_back(answers);
}
