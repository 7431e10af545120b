//! The account to create.

use std::ffi::c_char;

use super::{
    answers::mwa_answers,
    error::{ffi_try, mwa_error},
    pointer::{Handle, as_mut, as_str, free_box, opt_owned, opt_ref, out},
    status::mwa_status,
};
use crate::NewAccount;

/// The account to create. Only the name is required.
///
/// If you set a property that the wiki does not offer, the result depends on the property. E-mail
/// address, domain: the creation fails before the account is sent. Real name, reason, language: the
/// account is created without it, with the warning "not-offered". On MediaWiki 1.21 to 1.26 the
/// sign-up page is read to find out.
///
/// One thread at a time may use it. Free it with mwa_account_free.
pub struct mwa_account(pub(super) NewAccount);

impl Handle for mwa_account {}

/// Creates an account object with this user name and nothing else set. MediaWiki capitalises the
/// first letter of the name and reads "_" as a space.
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

/// Replaces the user name, for example after MWA_REASON_NAME_TAKEN.
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

/// Sets the password. NULL, the default, sets none: for wikis that mail a password, or where
/// another service authenticates the user. The library overwrites its copies before it frees them.
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

/// Sets the e-mail address. NULL, the default, sets none.
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

/// Sets the real name. NULL, the default, sets none.
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

/// Sets the reason, the comment of the log entry. NULL, the default, sets none. MediaWiki 1.27 and
/// later accepts it from logged-in creators only.
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

/// Sets the language preference of the account, as a code of letters, digits and hyphens, such as
/// "de-ch"; any other code is invalid input before the first request. NULL, the default, is the
/// wiki's language.
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

/// Sets the domain of an external authentication. NULL, the default, sets none.
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

/// Sets whether the wiki generates a password and mails it to the e-mail address (MediaWiki's
/// mailpassword); false by default.
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

/// Sets whether to send a name that the wiki would truncate or change; false by default: such a name
/// is refused (MWA_REASON_NAME_INVALID). MediaWiki 1.24 and later change "User:Foo" to "Foo", also
/// with their own words for the namespace, so no name with a colon is sent. 1.21 to 1.26 change
/// "Foo#bar" to "Foo".
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

/// Sets the values of fields that extensions add, by the wiki's field names. The field "captcha"
/// holds a captcha answer that is known beforehand. `fields` is copied and replaces the previous
/// ones. NULL removes them.
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

/// Frees an account object. Conversations that were begun with it are not affected. NULL is
/// ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_account_free(account: *mut mwa_account) {
    free_box(account);
}
