//! The caller's answers to fields.

use std::{ffi::c_char, ptr};

use super::{
    error::{ffi_try, mwa_error},
    fields::mwa_field,
    panic::catch_or,
    pointer::{Handle, as_mut, as_ref, as_str, free_box, into_box, opt_str},
    status::mwa_status,
};
use crate::{Answer, Answers, Secret};

/// Answers to fields, by field name. One thread at a time may use them. Free them with
/// mwa_answers_free.
pub struct mwa_answers(pub(super) Answers);

impl Handle for mwa_answers {}

/// Creates an empty set of answers. Never returns NULL.
#[unsafe(no_mangle)]
pub extern "C" fn mwa_answers_new() -> *mut mwa_answers {
    catch_or(ptr::null_mut(), || into_box(mwa_answers(Answers::new())))
}

/// Sets the text of a field, the value of the chosen option of a select field, or the captcha
/// answer, whose field is "captcha" on every wiki. Replaces the previous answer to the field.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_answers_set(
    answers: *mut mwa_answers,
    name: *const c_char,
    value: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let answers = as_mut(answers, "answers")?;
        let (name, value) = (as_str(name, "name")?, as_str(value, "value")?);
        answers.0.set(name, value);
        Ok(())
    })
}

/// Sets whether a checkbox is checked or a button is pressed. Replaces the previous answer to the
/// field.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_answers_check(
    answers: *mut mwa_answers,
    name: *const c_char,
    checked: bool,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let answers = as_mut(answers, "answers")?;
        answers.0.set(as_str(name, "name")?, checked);
        Ok(())
    })
}

/// Adds the value of an option to the chosen ones of a multiselect field. If `value` is NULL,
/// removes all chosen ones.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_answers_choose(
    answers: *mut mwa_answers,
    name: *const c_char,
    value: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let answers = as_mut(answers, "answers")?;
        let name = as_str(name, "name")?;
        let mut chosen: Vec<Secret> = Vec::new();
        if let Some(value) = opt_str(value, "value")? {
            if let Some(Answer::Many(before)) = answers.0.take(name) {
                chosen = before;
            }
            chosen.push(value.into());
        }
        answers.0.set(name, chosen);
        Ok(())
    })
}

/// Sets the answer to a field that a line stands for which a person has typed, without its line break.
/// An empty line, at options a blank one, and one for a field that takes no answer leave the field out.
///
/// A checkbox is ticked and a button pressed with "y" or "yes". An option is its number, counted from
/// 1, or its value or label; several of a multiselect field are separated by commas.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_answers_set_line(
    answers: *mut mwa_answers,
    field: *const mwa_field,
    line: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let answers = as_mut(answers, "answers")?;
        let field = as_ref(field, "field")?;
        let line = as_str(line, "line")?;
        match field.field.answer_from(line) {
            Some(answer) => answers.0.set(&field.field.name, answer),
            None => drop(answers.0.take(&field.field.name)),
        }
        Ok(())
    })
}

/// Frees answers. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_answers_free(answers: *mut mwa_answers) {
    free_box(answers);
}
