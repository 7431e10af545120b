//! The logged-in user.

use std::ffi::{c_char, c_int};

use super::{
    number::tri_state,
    pointer::{Handle, free_box, read, read_text},
    text::Text,
};
use crate::User;

/// The user who is logged in, as the wiki shows the account. Immutable. Free it with mwa_user_free.
pub struct mwa_user {
    name: Text,
    id: u64,
    email: Option<Text>,
    email_confirmed: c_int,
    real_name: Option<Text>,
}

impl Handle for mwa_user {}

impl From<&User> for mwa_user {
    fn from(user: &User) -> Self {
        Self {
            name: Text::new(&user.name),
            id: user.id.unwrap_or(0),
            email: Text::opt(user.email.as_ref()),
            email_confirmed: tri_state(user.email_confirmed),
            real_name: Text::opt(user.real_name.as_ref()),
        }
    }
}

/// Frees the user. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_user_free(user: *mut mwa_user) {
    free_box(user);
}

/// Returns the name as the wiki spells it. The text is borrowed from the user.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_user_name(user: *const mwa_user) -> *const c_char {
    read_text(user, |user| Some(&user.name))
}

/// Returns the user id, or 0 if the wiki does not show it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_user_id(user: *const mwa_user) -> u64 {
    read(user, 0, |user| user.id)
}

/// Returns the e-mail address, empty if the account has none, or NULL if the wiki does not show it. The
/// text is borrowed from the user.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_user_email(user: *const mwa_user) -> *const c_char {
    read_text(user, |user| user.email.as_ref())
}

/// Returns 1 if the e-mail address was confirmed, 0 if not, -1 if the wiki does not show it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_user_email_confirmed(user: *const mwa_user) -> c_int {
    read(user, -1, |user| user.email_confirmed)
}

/// Returns the real name, empty if the account has none, or NULL if the wiki does not show it. The text
/// is borrowed from the user.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_user_real_name(user: *const mwa_user) -> *const c_char {
    read_text(user, |user| user.real_name.as_ref())
}
