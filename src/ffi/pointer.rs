//! Checks of pointers from C; the only file that dereferences one.
#![deny(unsafe_op_in_unsafe_fn)]

use std::{
    ffi::{CStr, c_char},
    ptr, slice, str,
};

use super::{call_error::CallError, panic::catch_or, text::Text};

/// Reads a value through a handle; returns `default` if the handle is NULL.
///
/// # Safety
/// As [`as_ref`].
pub unsafe fn read<T, R: Copy>(handle: *const T, default: R, get: impl FnOnce(&T) -> R) -> R {
    catch_or(default, || {
        // SAFETY: the caller's promise.
        let handle = unsafe { opt_ref(handle) };
        handle.map_or(default, get)
    })
}

/// Lends a text through a handle; returns NULL if the handle is NULL or there is no text.
///
/// # Safety
/// As [`as_ref`].
pub unsafe fn read_text<T>(
    handle: *const T,
    get: impl FnOnce(&T) -> Option<&Text>,
) -> *const c_char {
    let lend = |owner: &T| get(owner).map_or(ptr::null(), Text::as_ptr);
    // SAFETY: the caller's promise.
    unsafe { read(handle, ptr::null(), lend) }
}

/// Lends a part through a handle; returns NULL if the handle is NULL or there is no part.
///
/// # Safety
/// As [`as_ref`].
pub unsafe fn read_part<T, P>(handle: *const T, get: impl FnOnce(&T) -> Option<&P>) -> *const P {
    let lend = |owner: &T| get(owner).map_or(ptr::null(), ptr::from_ref);
    // SAFETY: the caller's promise.
    unsafe { read(handle, ptr::null(), lend) }
}

/// Borrows the value behind a handle. Fails if the handle is NULL; `name` is the name of the
/// parameter for the message, here and below.
///
/// # Safety
/// `handle` is NULL, or a function of this library returned it and it is not freed yet.
pub unsafe fn as_ref<'a, T>(handle: *const T, name: &str) -> Result<&'a T, CallError> {
    // SAFETY: the caller's promise.
    let handle = unsafe { opt_ref(handle) };
    handle.ok_or_else(|| CallError::null(name))
}

/// Borrows the value behind a handle mutably. Fails if the handle is NULL.
///
/// # Safety
/// As [`as_ref`], and no other thread uses it.
pub unsafe fn as_mut<'a, T>(handle: *mut T, name: &str) -> Result<&'a mut T, CallError> {
    // SAFETY: the caller's promise. The value was boxed, so that the pointer is aligned.
    let handle = unsafe { handle.as_mut() };
    handle.ok_or_else(|| CallError::null(name))
}

/// Borrows the value behind a handle that may be NULL.
///
/// # Safety
/// As [`as_ref`].
pub unsafe fn opt_ref<'a, T>(handle: *const T) -> Option<&'a T> {
    // SAFETY: the caller's promise. The value was boxed, so that the pointer is aligned.
    unsafe { handle.as_ref() }
}

/// Borrows a text. Fails if it is NULL or not UTF-8.
///
/// # Safety
/// `text` is NULL or NUL-terminated.
pub unsafe fn as_str<'a>(text: *const c_char, name: &str) -> Result<&'a str, CallError> {
    // SAFETY: the caller's promise.
    let text = unsafe { opt_str(text, name) }?;
    text.ok_or_else(|| CallError::null(name))
}

/// Borrows a text that may be NULL. Fails if it is not UTF-8.
///
/// # Safety
/// As [`as_str`].
pub unsafe fn opt_str<'a>(text: *const c_char, name: &str) -> Result<Option<&'a str>, CallError> {
    if text.is_null() {
        return Ok(None);
    }
    // SAFETY: it is not NULL, and the caller promises the NUL at its end.
    let bytes = unsafe { CStr::from_ptr(text) }.to_bytes();
    str::from_utf8(bytes)
        .map(Some)
        .map_err(|_| CallError::utf8(name))
}

/// Copies a text or a secret that may be NULL. Fails if it is not UTF-8.
///
/// # Safety
/// As [`as_str`].
pub unsafe fn opt_owned<T: for<'a> From<&'a str>>(
    text: *const c_char,
    name: &str,
) -> Result<Option<T>, CallError> {
    // SAFETY: the caller's promise.
    Ok(unsafe { opt_str(text, name) }?.map(T::from))
}

/// Borrows bytes. Fails if they are NULL, unless `length` is 0.
///
/// # Safety
/// `length` bytes are at `bytes`.
pub unsafe fn as_bytes<'a>(
    bytes: *const u8,
    length: usize,
    name: &str,
) -> Result<&'a [u8], CallError> {
    if length == 0 {
        return Ok(&[]);
    }
    if bytes.is_null() {
        return Err(CallError::null(name));
    }
    if isize::try_from(length).is_err() {
        return Err(CallError::invalid(format!("{name} cannot be so long")));
    }
    // SAFETY: they are not NULL, `length` is one that Rust accepts, and the caller promises the rest.
    Ok(unsafe { slice::from_raw_parts(bytes, length) })
}

/// Writes a value to a place that may be NULL.
///
/// # Safety
/// `place` is NULL or points to where a value may be written.
pub unsafe fn opt_write<T: Copy>(place: *mut T, value: T) {
    if !place.is_null() {
        // SAFETY: it is not NULL; the caller's promise.
        unsafe { place.write(value) };
    }
}

/// A type that callers own through a pointer: boxed by [`Out::write`] or [`into_box`], and freed by
/// [`free_box`] in its own `_free`.
///
/// Nothing outside `ffi` reaches the trait, so it is sealed. A type that is only lent, as a part of
/// another, has no `_free` and is no handle.
pub trait Handle {}

/// The place for a handle, which is not NULL. It is checked before the work of a call, so that a
/// result is never lost.
pub struct Out<T>(*mut *mut T);

/// Checks the place for a result. Fails if it is NULL.
pub fn out<T: Handle>(place: *mut *mut T, name: &str) -> Result<Out<T>, CallError> {
    optional_out(place).ok_or_else(|| CallError::null(name))
}

/// Checks the place for a result that may be NULL.
pub fn optional_out<T: Handle>(place: *mut *mut T) -> Option<Out<T>> {
    (!place.is_null()).then_some(Out(place))
}

impl<T: Handle> Out<T> {
    /// Writes a new handle, which the caller owns.
    ///
    /// # Safety
    /// A pointer may be written to the place.
    pub unsafe fn write(self, value: T) {
        // SAFETY: `Out` is made of a place that is not NULL; the caller's promise. What was there is a
        // pointer, which needs no drop.
        unsafe { self.0.write(into_box(value)) };
    }

    /// Writes NULL.
    ///
    /// # Safety
    /// As [`write`](Self::write).
    pub unsafe fn write_null(self) {
        // SAFETY: as in `write`.
        unsafe { self.0.write(ptr::null_mut()) };
    }
}

/// Moves a value into a box and returns its handle, which the caller owns.
pub fn into_box<T: Handle>(value: T) -> *mut T {
    Box::into_raw(Box::new(value))
}

/// Frees the value behind a handle of [`into_box`] or [`Out::write`]; does nothing for NULL.
///
/// # Safety
/// As [`as_ref`], and it is not used again.
pub unsafe fn free_box<T: Handle>(handle: *mut T) {
    catch_or((), || {
        if !handle.is_null() {
            // SAFETY: it is not NULL, so that it comes from `into_box`, of this type, and the caller
            // promises that this is its last use.
            drop(unsafe { Box::from_raw(handle) });
        }
    });
}
