//! Values of an account that the wiki has no field for.

use crate::{InvalidInput, NewAccount, Warning, account::non_empty};

/// Returns the warnings about a real name, reason or language that the wiki has no field for. Fails
/// for an e-mail address or a domain, because the account would differ from the intended one.
/// `offers` returns whether the wiki has a field.
pub(super) fn not_offered(
    account: &NewAccount,
    offers: impl Fn(&str) -> bool,
) -> Result<Vec<Warning>, InvalidInput> {
    let is_missing =
        |field: &str, value: &Option<String>| non_empty(value).is_some() && !offers(field);
    if is_missing("email", &account.email) {
        return Err(InvalidInput::in_field(
            "email",
            "this wiki accepts no e-mail address for a new account; leave it out",
        ));
    }
    if is_missing("domain", &account.domain) {
        return Err(InvalidInput::in_field(
            "domain",
            "this wiki has no domains for new accounts; leave it out",
        ));
    }
    let mut warnings = Vec::new();
    for (field, value, label) in [
        ("realname", &account.real_name, "real name"),
        ("reason", &account.reason, "reason"),
        ("language", &account.language, "language"),
    ] {
        if is_missing(field, value) {
            warnings.push(left_out(label));
        }
    }
    Ok(warnings)
}

/// Returns the warning about a value that was left out.
pub(super) fn left_out(label: &str) -> Warning {
    let message = format!("the wiki accepts no {label} for a new account; it was left out");
    Warning::new(Warning::NOT_OFFERED, message)
}

/// Returns the sentence about parameters of the sign-up page's address that were left out.
pub(super) fn left_out_of_address(names: &str) -> String {
    format!(
        "{names} in the address was left out, because only the wiki's own sign-up form takes it (dialect webform)"
    )
}
