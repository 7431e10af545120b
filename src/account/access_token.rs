//! The access token of a creator, which authorises every request by a header.

use crate::{InvalidInput, Secret};

/// An OAuth access token: the creator is authorised by the header of every request, without a login.
/// It is sent with every request to the wiki and to no other host.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum AccessToken {
    /// An OAuth 2 access token (Extension:OAuth of MediaWiki 1.35 and later).
    OAuth2(Secret),
    /// The tokens of an OAuth 1.0a consumer (Extension:OAuth of MediaWiki 1.21 and later).
    OAuth1(OAuth1Token),
}

/// The four values of an OAuth 1.0a consumer and its access token. They sign requests, and the secrets
/// are never sent.
///
/// A wiki shows them when an owner-only consumer is registered at Special:OAuthConsumerRegistration.
/// The consumer needs the grant to create accounts, and a secret: consumers with an RSA key are not
/// supported.
#[derive(Debug, Clone)]
pub struct OAuth1Token {
    pub(crate) consumer_key: Secret,
    pub(crate) consumer_secret: Secret,
    pub(crate) access_token: Secret,
    pub(crate) access_secret: Secret,
}

impl AccessToken {
    /// Returns no token, for credentials that were deserialised without theirs.
    pub(super) fn missing() -> Self {
        Self::OAuth2(Secret::default())
    }

    /// Checks that the token can be sent.
    ///
    /// # Errors
    /// [`InvalidInput`] if a part is empty or has a character that no token has.
    pub(crate) fn check(&self) -> Result<(), InvalidInput> {
        match self {
            Self::OAuth2(token) => check_part("access token", token),
            Self::OAuth1(token) => token.check(),
        }
    }
}

impl OAuth1Token {
    /// Creates it from the values in the order in which the wiki shows them: the consumer's key
    /// ("consumer token") and secret, then the access token and its secret.
    pub fn new(
        consumer_key: impl Into<Secret>,
        consumer_secret: impl Into<Secret>,
        access_token: impl Into<Secret>,
        access_secret: impl Into<Secret>,
    ) -> Self {
        Self {
            consumer_key: consumer_key.into(),
            consumer_secret: consumer_secret.into(),
            access_token: access_token.into(),
            access_secret: access_secret.into(),
        }
    }

    fn check(&self) -> Result<(), InvalidInput> {
        check_part("consumer key", &self.consumer_key)?;
        check_part("consumer secret", &self.consumer_secret)?;
        check_part("access token", &self.access_token)?;
        check_part("access secret", &self.access_secret)
    }
}

fn check_part(name: &str, part: &Secret) -> Result<(), InvalidInput> {
    if part.is_empty() {
        return Err(InvalidInput::new(format!("the {name} is empty; give one")));
    }
    if !part.expose().bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(InvalidInput::new(format!(
            "the {name} has characters that are invalid in a token; check it"
        )));
    }
    Ok(())
}

impl From<Secret> for AccessToken {
    fn from(token: Secret) -> Self {
        Self::OAuth2(token)
    }
}

impl From<String> for AccessToken {
    fn from(token: String) -> Self {
        Self::OAuth2(token.into())
    }
}

impl From<&str> for AccessToken {
    fn from(token: &str) -> Self {
        Self::OAuth2(token.into())
    }
}

impl From<OAuth1Token> for AccessToken {
    fn from(token: OAuth1Token) -> Self {
        Self::OAuth1(token)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_is_checked_and_none_is_shown() {
        let valid = ["key", "k secret", "token", "t secret"].map(|part| part.replace(' ', "-"));
        for (index, name) in [
            "consumer key",
            "consumer secret",
            "access token",
            "access secret",
        ]
        .into_iter()
        .enumerate()
        {
            for (wrong, problem) in [
                ("", "empty"),
                ("hunter2\n", "invalid"),
                ("hunter2é", "invalid"),
            ] {
                let mut parts = valid.clone();
                wrong.clone_into(&mut parts[index]);
                let [a, b, c, d] = parts;
                let token = AccessToken::from(OAuth1Token::new(a, b, c, d));
                let error = token.check().unwrap_err().to_string();
                assert!(error.contains(name) && error.contains(problem), "{error}");
                assert!(!format!("{error} {token:?}").contains("hunter2"));
            }
        }
        let [a, b, c, d] = valid;
        assert!(
            AccessToken::from(OAuth1Token::new(a, b, c, d))
                .check()
                .is_ok()
        );
    }
}
