//! What C hands over, made safe; the only file that dereferences a pointer.

use std::{
    ffi::{CStr, c_char},
    ptr, slice, str,
};

use super::{failure::Failure, panic::shielded, text::Text};

/// Reads something off what a handle points to; of NULL, `otherwise`.
///
/// # Safety
/// As [`refer`].
pub unsafe fn read<T, R: Copy>(handle: *const T, otherwise: R, get: impl FnOnce(&T) -> R) -> R {
    shielded(otherwise, || handle.as_ref().map_or(otherwise, get))
}

/// Lends a text; of NULL, and where there is none, NULL.
///
/// # Safety
/// As [`refer`].
pub unsafe fn read_text<T>(
    handle: *const T,
    get: impl FnOnce(&T) -> Option<&Text>,
) -> *const c_char {
    read(handle, ptr::null(), |owner| {
        get(owner).map_or(ptr::null(), Text::as_ptr)
    })
}

/// Lends a part; of NULL, and where there is none, NULL.
///
/// # Safety
/// As [`refer`].
pub unsafe fn read_part<T, P>(handle: *const T, get: impl FnOnce(&T) -> Option<&P>) -> *const P {
    read(handle, ptr::null(), |owner| {
        get(owner).map_or(ptr::null(), ptr::from_ref)
    })
}

/// What a handle points to, or the failure that names it.
///
/// # Safety
/// `handle` is NULL or what a function of this library gave and nobody has freed.
pub unsafe fn refer<'a, T>(handle: *const T, what: &str) -> Result<&'a T, Failure> {
    handle.as_ref().ok_or_else(|| Failure::null(what))
}

/// The same, to change it.
///
/// # Safety
/// As [`refer`], and no other thread uses it.
pub unsafe fn change<'a, T>(handle: *mut T, what: &str) -> Result<&'a mut T, Failure> {
    handle.as_mut().ok_or_else(|| Failure::null(what))
}

/// What a handle points to that need not be there.
///
/// # Safety
/// As [`refer`].
pub unsafe fn view<'a, T>(handle: *const T) -> Option<&'a T> {
    handle.as_ref()
}

/// Writes a value to a place that need not be there.
///
/// # Safety
/// `place` is NULL or points to where a value may be written.
pub unsafe fn put<T>(place: *mut T, value: T) {
    if !place.is_null() {
        place.write(value);
    }
}

/// A text that must be there.
///
/// # Safety
/// `text` is NULL or NUL-terminated.
pub unsafe fn text<'a>(text: *const c_char, what: &str) -> Result<&'a str, Failure> {
    optional_text(text, what)?.ok_or_else(|| Failure::null(what))
}

/// A text for which NULL stands when there is none.
///
/// # Safety
/// As [`text`].
pub unsafe fn optional_text<'a>(
    text: *const c_char,
    what: &str,
) -> Result<Option<&'a str>, Failure> {
    if text.is_null() {
        return Ok(None);
    }
    let bytes = CStr::from_ptr(text).to_bytes();
    str::from_utf8(bytes)
        .map(Some)
        .map_err(|_| Failure::utf8(what))
}

/// Bytes; of none the pointer is not looked at.
///
/// # Safety
/// `length` bytes are at `bytes`.
pub unsafe fn bytes<'a>(bytes: *const u8, length: usize, what: &str) -> Result<&'a [u8], Failure> {
    if length == 0 {
        return Ok(&[]);
    }
    if bytes.is_null() {
        return Err(Failure::null(what));
    }
    if isize::try_from(length).is_err() {
        return Err(Failure::invalid(format!("{what} cannot be so long")));
    }
    Ok(slice::from_raw_parts(bytes, length))
}

/// A type that callers own through a pointer: made by [`hand_over`] or [`Out::give`], freed by
/// [`take_back`] in its own `_free`. It is sealed, as nothing outside `ffi` reaches it. A type
/// that is only lent, as part of another, has no `_free` and is none.
pub trait Handle {}

/// A place for a result, which is looked at before anything is done.
pub struct Out<T>(*mut *mut T);

/// The place that `out` points to.
pub fn out<T: Handle>(out: *mut *mut T, what: &str) -> Result<Out<T>, Failure> {
    if out.is_null() {
        Err(Failure::null(what))
    } else {
        Ok(Out(out))
    }
}

impl<T: Handle> Out<T> {
    /// Hands a value over to the caller.
    ///
    /// # Safety
    /// The place is still there.
    pub unsafe fn give(self, value: T) {
        *self.0 = hand_over(value);
    }

    /// Says that there is nothing.
    ///
    /// # Safety
    /// As [`give`](Self::give).
    pub unsafe fn give_nothing(self) {
        *self.0 = ptr::null_mut();
    }
}

/// Hands a value over as the result of a function.
pub fn hand_over<T: Handle>(value: T) -> *mut T {
    Box::into_raw(Box::new(value))
}

/// Takes back what was handed over, and drops it.
///
/// # Safety
/// `handle` is NULL or what a function of this library gave, for the last time.
pub unsafe fn take_back<T: Handle>(handle: *mut T) {
    shielded((), || {
        if !handle.is_null() {
            drop(Box::from_raw(handle));
        }
    });
}
