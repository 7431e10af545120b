//! A text that must stay secret.

use std::ffi::c_char;

use super::{
    pointer::{Handle, free_box, read_text},
    text::Text,
};

/// Text that must not be seen: a conversation that was put down. It is overwritten when it is
/// freed. It never changes: threads may share it.
pub struct mwa_secret(pub(super) Text);

impl Handle for mwa_secret {}

/// The text. Borrowed until the secret is freed; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_secret_text(secret: *const mwa_secret) -> *const c_char {
    read_text(secret, |secret| Some(&secret.0))
}

/// Overwrites a secret and frees it. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_secret_free(secret: *mut mwa_secret) {
    free_box(secret);
}
