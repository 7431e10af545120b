//! Who creates the account, where a wiki does not let everybody.

use serde::{Deserialize, Serialize};

use crate::Secret;

/// What a creator logs in with. Written down, it is without password and token.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Credentials {
    /// A name and a password. `User@bot` with a bot password is told by its name.
    Password {
        /// The user name.
        name: String,
        /// The password.
        #[serde(skip)]
        password: Secret,
        /// The domain of an external authentication.
        domain: Option<String>,
    },
    /// An OAuth 2 access token; it goes with every request to the wiki and to nowhere else,
    /// and never beside a login of the server's own (HTTP basic authentication).
    OAuth(#[serde(skip)] Secret),
}

impl Credentials {
    /// A name and a password.
    pub fn password(name: impl Into<String>, password: impl Into<Secret>) -> Self {
        Self::Password {
            name: name.into(),
            password: password.into(),
            domain: None,
        }
    }

    /// A name and a password in a domain.
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

    /// An OAuth 2 access token.
    pub fn oauth(token: impl Into<Secret>) -> Self {
        Self::OAuth(token.into())
    }
}
