//! The protocols that create accounts.

use crate::named::named;

named! {
    /// A protocol that creates accounts.
    #[non_exhaustive]
    pub enum Dialect {
        /// `action=createaccount` of 1.27 and later, in front of AuthManager.
        AuthManager = "authmanager",
        /// `action=createaccount` of 1.21 to 1.26, in front of LoginForm.
        LegacyApi = "legacy",
        /// The sign-up page, for older wikis and where the API cannot do it.
        WebForm = "webform",
    }
}
