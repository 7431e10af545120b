//! Secrets in addresses, cookies and forms.

use subtle::ConstantTimeEq;

/// The number of random bytes of a secret.
const LENGTH: usize = 32;

/// A random text of 256 bits.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// Draws a new secret.
    pub fn random() -> Result<Self, getrandom::Error> {
        let mut bytes = [0; LENGTH];
        getrandom::fill(&mut bytes)?;
        Ok(Self(
            bytes.iter().map(|byte| format!("{byte:02x}")).collect(),
        ))
    }

    /// Returns the text, of hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Returns whether a text is this secret, in a time that does not tell how much of it is right.
    pub fn is(&self, text: &str) -> bool {
        self.0.as_bytes().ct_eq(text.as_bytes()).into()
    }
}

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_differ_and_equal_only_themselves() {
        let (one, other) = (Token::random().unwrap(), Token::random().unwrap());
        assert_eq!(one.as_str().len(), 2 * LENGTH);
        assert_ne!(one.as_str(), other.as_str());
        assert!(one.is(one.as_str()));
        assert!(!one.is(other.as_str()));
        assert!(!one.is(&one.as_str()[1..]));
        assert!(!one.is(""));
        assert_eq!(format!("{one:?}"), "Token(..)");
    }
}
