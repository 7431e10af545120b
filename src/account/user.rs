//! The logged-in user.

/// The user who is logged in, as the wiki shows the account. `None` means that the wiki does not show the
/// value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct User {
    /// The name as the wiki spells it.
    pub name: String,
    /// The user id.
    pub id: Option<u64>,
    /// The e-mail address, empty if the account has none.
    pub email: Option<String>,
    /// `true` if the address was confirmed (`emailauthenticated`).
    pub email_confirmed: Option<bool>,
    /// The real name, empty if the account has none. Up to 1.17, and where real names are hidden, wikis do
    /// not show it.
    pub real_name: Option<String>,
}
