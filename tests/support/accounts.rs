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
