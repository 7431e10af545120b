//! The credentials of a creator: the user who creates accounts for others.

use serde::{Deserialize, Serialize};

use super::{AccessToken, NewAccount};
use crate::Secret;

/// The credentials with which a creator logs in. Passwords and tokens are not serialised.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Credentials {
    /// A name and a password. A bot password is recognised by its name, `User@bot`, and by its own
    /// form: 32 characters or more, as MediaWiki generates them. Other names with `@` are users'.
    Password {
        /// The user name.
        name: String,
        /// The password.
        #[serde(skip)]
        password: Secret,
        /// The domain, on wikis with external authentication.
        domain: Option<String>,
    },
    /// An OAuth access token, of OAuth 2 or OAuth 1.0a. It cannot be combined with HTTP basic
    /// authentication.
    OAuth(#[serde(skip, default = "AccessToken::missing")] AccessToken),
}

impl Credentials {
    /// Creates credentials from a name and a password.
    pub fn password(name: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::Password {
            name: name.into(),
            password: password.into(),
            domain: None,
        }
    }

    /// Creates credentials from a name and a password in a domain.
    pub fn in_domain(
        name: impl Into<String>,
        password: impl Into<Secret>,
        domain: impl Into<String>,
    ) -> Self {
        Self::Password {
            name: name.into(),
            password: password.into(),
            domain: Some(domain.into()),
        }
    }

    /// Creates the credentials of a new account, as its user logs in: from its name, its password and its domain.
    /// Returns `None` if the account has no password.
    pub fn of_account(account: &NewAccount) -> Option<Self> {
        Some(Self::Password {
            name: account.name.clone(),
            password: account.password.clone()?,
            domain: account.domain.clone(),
        })
    }

    /// Creates credentials from an OAuth 2 access token, or from an
    /// [`OAuth1Token`](crate::OAuth1Token).
    pub fn oauth(token: impl Into<AccessToken>) -> Self {
        Self::OAuth(token.into())
    }
}
