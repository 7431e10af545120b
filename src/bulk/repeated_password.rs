//! Passwords that a wiki, or a page in its place, repeats in its texts. A run's results and journal are kept,
//! so neither may have them.

use super::{
    event::Details,
    verdict::{Failure, Verdict},
};
use crate::{AccessToken, Credentials, Error, NewAccount, Secret};

/// The text in place of a password.
const HIDDEN: &str = "\u{2026}";

/// Something with texts of a wiki.
pub(super) trait Texts: Sized {
    /// Returns its texts.
    fn texts(&mut self) -> Vec<&mut String>;

    /// Returns it without an account's password.
    fn without_password_of(self, account: &NewAccount) -> Self {
        self.without(account.password.as_ref())
    }

    /// Returns it without a creator's password or access token.
    fn without_secret_of(self, creator: &Credentials) -> Self {
        match creator {
            Credentials::Password { password, .. } => self.without(Some(password)),
            Credentials::OAuth(AccessToken::OAuth2(token)) => self.without(Some(token)),
            // Its secrets sign, and are not sent.
            Credentials::OAuth(AccessToken::OAuth1(_)) => self,
        }
    }

    /// Returns it without a secret.
    fn without(mut self, secret: Option<&Secret>) -> Self {
        let secret = secret.filter(|secret| !secret.is_empty());
        if let Some(secret) = secret.map(Secret::expose) {
            for text in self.texts() {
                if text.contains(secret) {
                    *text = text.replace(secret, HIDDEN);
                }
            }
        }
        self
    }
}

impl Texts for Details {
    fn texts(&mut self) -> Vec<&mut String> {
        let own = self.code.iter_mut().chain(&mut self.message);
        let warnings = self.warnings.iter_mut();
        own.chain(warnings.map(|warning| &mut warning.message))
            .collect()
    }
}

impl Texts for Failure {
    fn texts(&mut self) -> Vec<&mut String> {
        self.code.iter_mut().chain([&mut self.message]).collect()
    }
}

impl Texts for Error {
    fn texts(&mut self) -> Vec<&mut String> {
        self.code.iter_mut().chain([&mut self.message]).collect()
    }
}

impl Texts for Verdict {
    fn texts(&mut self) -> Vec<&mut String> {
        match self {
            // A step is for the host alone, and is not kept.
            Self::Asks(_) | Self::LoggedIn => Vec::new(),
            Self::Created(details) => details.texts(),
            Self::Refused(failure)
            | Self::Invalid(failure)
            | Self::Unknown(failure)
            | Self::WrongCaptcha(failure)
            | Self::Warned(failure)
            | Self::Later(failure)
            | Self::Limit(failure)
            | Self::SessionLost(failure)
            | Self::Stop(failure) => failure.texts(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Reason, Warning};

    const PASSWORD: &str = "Correct-horse-7";

    fn error(reason: Reason) -> Error {
        Error::new(reason, format!("Your password {PASSWORD} is nice")).with_code(PASSWORD)
    }

    #[test]
    fn a_password_that_the_wiki_repeats_is_left_out() {
        let account = NewAccount::new("Zoe").password(PASSWORD);
        let details = Details {
            code: Some(PASSWORD.to_owned()),
            message: Some(format!("Your password {PASSWORD} is nice")),
            warnings: vec![Warning::new("code", PASSWORD)],
            ..Details::default()
        };
        let shown = format!("{:?}", details.without_password_of(&account));
        assert!(shown.contains("Your password … is nice"), "{shown}");
        assert!(!shown.contains("horse"), "{shown}");
        for reason in Reason::ALL {
            let verdict = Verdict::of(Err(error(*reason)));
            let shown = format!("{:?}", verdict.without_password_of(&account));
            assert!(shown.contains("Your password … is nice"), "{shown}");
            assert!(!shown.contains("horse"), "{shown}");
        }
    }

    #[test]
    fn a_secret_of_the_creator_that_the_wiki_repeats_is_left_out() {
        for creator in [
            Credentials::password("Admin", PASSWORD),
            Credentials::oauth(PASSWORD),
        ] {
            let verdict = Verdict::of(Err(error(Reason::LoginFailed)));
            let shown = format!("{:?}", verdict.without_secret_of(&creator));
            assert!(!shown.contains("horse"), "{shown}");
        }
    }

    #[test]
    fn without_a_password_texts_stay_as_they_are() {
        let verdict = || Verdict::of(Err(error(Reason::Blocked)));
        for account in [NewAccount::new("Zoe"), NewAccount::new("Zoe").password("")] {
            let kept = format!("{:?}", verdict().without_password_of(&account));
            assert_eq!(kept, format!("{:?}", verdict()));
        }
    }
}
