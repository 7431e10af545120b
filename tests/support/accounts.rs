//! Accounts and answers that the tests share.

use mwaccount::{Answer, Answers, Credentials, NewAccount};

/// A password that every wiki accepts.
pub const PASSWORD: &str = "Correct-horse-7-battery";
/// The password of the administrator `Admin`, on real and emulated wikis.
pub const ADMIN_PASSWORD: &str = "adminpass12345";
/// The key of the administrator's second factor on real wikis, in base 32.
pub const TOTP_KEY: &str = "JBSWY3DPEHPK3PXP";

pub fn zoe() -> NewAccount {
    NewAccount::new("Zoe").password(PASSWORD)
}

/// Returns an account whose name contains a space.
pub fn zoe_example() -> NewAccount {
    NewAccount::new("Zoe Example").password(PASSWORD)
}

pub fn admin() -> Credentials {
    Credentials::password("Admin", ADMIN_PASSWORD)
}

/// Returns answers with one field.
pub fn with(name: &str, value: impl Into<Answer>) -> Answers {
    Answers::new().with(name, value)
}

/// Accounts that no wiki accepts, and the summaries of their first steps.
pub fn invalid_accounts() -> [(NewAccount, &'static str); 6] {
    [
        (
            NewAccount::new("Admin").password(PASSWORD),
            "refused:name-taken",
        ),
        (
            NewAccount::new("10.1.2.3").password(PASSWORD),
            "refused:name-invalid",
        ),
        (zoe_example().email("nobody"), "refused:email-invalid"),
        (
            NewAccount::new("Samesame").password("Samesame"),
            "refused:password-weak",
        ),
        (zoe_example().password(""), "refused:password-weak"),
        (
            NewAccount::new("").password(PASSWORD),
            "error:invalid-argument",
        ),
    ]
}
