//! How an account is created: the dialect and format, and the releases that have it.

use mwaccount::Dialect;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    AuthManager,
    Json,
    Xml,
    /// The sign-up form of a release whose API creates no accounts.
    OldForm,
    /// The sign-up form, as the API is switched off.
    Form,
    /// The sign-up form, as the API's module is switched off.
    Fallback,
}

impl Way {
    pub const ALL: [Self; 6] = [
        Self::AuthManager,
        Self::Json,
        Self::Xml,
        Self::OldForm,
        Self::Form,
        Self::Fallback,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Self::AuthManager => "authmanager",
            Self::Json => "json",
            Self::Xml => "xml",
            Self::OldForm => "old-form",
            Self::Form => "form",
            Self::Fallback => "fallback",
        }
    }

    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }

    pub fn releases(self) -> &'static [&'static str] {
        match self {
            Self::AuthManager => &["1.27", "1.28", "1.35", "1.43", "1.45"],
            Self::Json | Self::Xml => &["1.21", "1.22", "1.23", "1.24", "1.26"],
            Self::OldForm => &["1.16", "1.19", "1.20"],
            Self::Form => &["1.21", "1.23", "1.26", "1.27", "1.35", "1.43"],
            Self::Fallback => &["1.22", "1.26", "1.35", "1.43"],
        }
    }

    pub fn dialect(self) -> Dialect {
        match self {
            Self::AuthManager => Dialect::AuthManager,
            Self::Json | Self::Xml => Dialect::LegacyApi,
            Self::OldForm | Self::Form | Self::Fallback => Dialect::WebForm,
        }
    }
}
