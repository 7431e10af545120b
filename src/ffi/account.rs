//! The account to create.

use std::ffi::c_char;

use super::{
    answers::mwa_answers,
    error::{ffi_try, mwa_error},
    pointer::{Handle, as_mut, as_str, free_box, opt_owned, opt_ref, out},
    status::mwa_status,
};
use crate::NewAccount;

/// The account to create. Only the name is a must. What a wiki does not offer is an error before
/// anything is sent (email, domain), or a warning of the created account (real name, reason,
/// language). One thread at a time.
pub struct mwa_account(pub(super) NewAccount);

impl Handle for mwa_account {}

/// An account of this name with nothing else set; MediaWiki upper-cases the name's first letter
/// and reads "_" as a space. Free it with mwa_account_free.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_account_new(
    name: *const c_char,
    account: *mut *mut mwa_account,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let account = out(account, "account")?;
        account.write(mwa_account(NewAccount::new(as_str(name, "name")?)));
        Ok(())
    })
}

/// Gives the account another name, as after MWA_REASON_NAME_TAKEN.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_account_set_name(
    account: *mut mwa_account,
    name: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let account = as_mut(account, "account")?;
        as_str(name, "name")?.clone_into(&mut account.0.name);
        Ok(())
    })
}

/// Sets the password; NULL for none, where the wiki sends one by mail or another service knows
/// the user. The library overwrites its copies when they are freed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_account_set_password(
    account: *mut mwa_account,
    password: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(account, "account")?.0.password = opt_owned(password, "password")?;
        Ok(())
    })
}

/// Sets the e-mail address; NULL for none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_account_set_email(
    account: *mut mwa_account,
    email: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(account, "account")?.0.email = opt_owned(email, "email")?;
        Ok(())
    })
}

/// Sets the real name; NULL for none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_account_set_real_name(
    account: *mut mwa_account,
    real_name: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(account, "account")?.0.real_name = opt_owned(real_name, "real_name")?;
        Ok(())
    })
}

/// Sets the comment of the log entry; NULL for none. Wikis of 1.27 and later take it from
/// creators who are logged in only.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_account_set_reason(
    account: *mut mwa_account,
    reason: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(account, "account")?.0.reason = opt_owned(reason, "reason")?;
        Ok(())
    })
}

/// Sets the language code that becomes the account's preference; NULL for the wiki's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_account_set_language(
    account: *mut mwa_account,
    language: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(account, "account")?.0.language = opt_owned(language, "language")?;
        Ok(())
    })
}

/// Sets the domain of an external authentication; NULL for none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_account_set_domain(
    account: *mut mwa_account,
    domain: *const c_char,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(account, "account")?.0.domain = opt_owned(domain, "domain")?;
        Ok(())
    })
}

/// Whether the wiki shall make up a password and mail it to the address; false by default.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_account_set_mail_password(
    account: *mut mwa_account,
    mail_password: bool,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(account, "account")?.0.mail_password = mail_password;
        Ok(())
    })
}

/// Whether a name may be sent that a wiki of 1.21 to 1.26 would cut or change ("Foo#bar" becomes
/// "Foo" there); false by default.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_account_set_allow_altered_name(
    account: *mut mwa_account,
    allow: bool,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        as_mut(account, "account")?.0.allow_altered_name = allow;
        Ok(())
    })
}

/// Sets the values of fields that extensions add, by the wiki's names, and an answer to the
/// captcha that is known beforehand ("captcha"). The answers are copied; NULL for none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_account_set_fields(
    account: *mut mwa_account,
    fields: *const mwa_answers,
    error: *mut *mut mwa_error,
) -> mwa_status {
    ffi_try(error, || {
        let account = as_mut(account, "account")?;
        account.0.fields = opt_ref(fields)
            .map(|fields| fields.0.clone())
            .unwrap_or_default();
        Ok(())
    })
}

/// Frees an account's wish; a conversation that was begun with it goes on. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_account_free(account: *mut mwa_account) {
    free_box(account);
}
