//! A secret text.

use std::ffi::c_char;

use super::{
    pointer::{Handle, free_box, read_text},
    text::Text,
};

/// A secret text: a suspended conversation.
///
/// Immutable: threads may share it. Free it with mwa_secret_free.
pub struct mwa_secret(pub(super) Text);

impl Handle for mwa_secret {}

/// Returns the text. It is borrowed until the secret is freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_secret_text(secret: *const mwa_secret) -> *const c_char {
    read_text(secret, |secret| Some(&secret.0))
}

/// Overwrites a secret and frees it. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_secret_free(secret: *mut mwa_secret) {
    free_box(secret);
}
