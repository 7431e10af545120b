//! The protocols that create accounts.

use crate::Dialect;

/// How one talks with a wiki.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_dialect {
    /// Not known, not yet found out; as an option, to be found out.
    Unknown = 0,
    /// AuthManager: 1.27 and later.
    AuthManager = 1,
    /// The legacy API: 1.21 to 1.26.
    LegacyApi = 2,
    /// The sign-up page.
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
