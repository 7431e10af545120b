//! The protocols that create accounts.

use crate::Dialect;

/// A protocol that creates accounts on a wiki.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_dialect {
    /// Not detected yet. As an option: to be detected.
    Unknown = 0,
    /// action=createaccount of MediaWiki 1.27 and later, which uses AuthManager.
    AuthManager = 1,
    /// action=createaccount of MediaWiki 1.21 to 1.26.
    LegacyApi = 2,
    /// The sign-up page, for older wikis and for those whose API does not create accounts.
    WebForm = 3,
}

impl From<Option<Dialect>> for mwa_dialect {
    fn from(dialect: Option<Dialect>) -> Self {
        match dialect {
            None => Self::Unknown,
            Some(Dialect::AuthManager) => Self::AuthManager,
            Some(Dialect::LegacyApi) => Self::LegacyApi,
            Some(Dialect::WebForm) => Self::WebForm,
        }
    }
}
