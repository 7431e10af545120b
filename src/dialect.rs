//! The protocols that create accounts.

use crate::named::named;

named! {
    /// A protocol that creates accounts.
    #[non_exhaustive]
    pub enum Dialect {
        /// `action=createaccount` of 1.27 and later, which calls AuthManager.
        AuthManager = "authmanager",
        /// `action=createaccount` of 1.21 to 1.26, which calls LoginForm.
        LegacyApi = "legacy",
        /// The sign-up page, used on older wikis and where the API cannot create accounts.
        WebForm = "webform",
    }
}
