//! The account that a caller asks for.

use serde::{Deserialize, Serialize};

use super::{Answer, Answers};
use crate::Secret;

/// The account to create. Only the name is required. If the wiki does not offer a field that is
/// set, `email` and `domain` are errors before anything is created; `real_name`, `reason` and
/// `language` are left out, with the warning [`NOT_OFFERED`](crate::Warning::NOT_OFFERED).
///
/// The API of 1.21 to 1.26 does not report what it offers. For a real name, a domain and, on 1.21
/// and 1.22, a language the sign-up page is read once for each session. If it shows no form, the
/// value is sent although the wiki may ignore it. An e-mail address is always sent to these
/// releases, which ignore it if mail is off.
///
/// ```
/// use mwaccount::NewAccount;
///
/// let account = NewAccount::new("Zoe Example")
///     .password("Correct-horse-7-battery")
///     .email("zoe@example.org");
/// assert_eq!(account.name, "Zoe Example");
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NewAccount {
    /// The user name. MediaWiki upper-cases its first letter and replaces `_` with a space.
    pub name: String,
    /// The password; `None` if the wiki sends one by mail or another provider authenticates the
    /// user.
    #[serde(skip)]
    pub password: Option<Secret>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The real name, if the wiki has that field.
    pub real_name: Option<String>,
    /// The comment of the log entry. AuthManager accepts it from logged-in creators only.
    pub reason: Option<String>,
    /// The code of the account's interface language, of ASCII letters, digits and hyphens (`de-ch`).
    /// It is sent in lower case, as MediaWiki's codes are.
    pub language: Option<String>,
    /// The domain, on wikis with external authentication.
    pub domain: Option<String>,
    /// `true` if the wiki generates a random password and mails it (MediaWiki's `mailpassword`).
    pub mail_password: bool,
    /// Values for fields that extensions add, by the wiki's own names, and a captcha answer that
    /// is known in advance (`captcha`).
    #[serde(with = "super::answers::exposed_answers")]
    pub fields: Answers,
    /// `true` to send a name that the wiki would truncate or change; it is refused otherwise, as
    /// [`NameInvalid`](crate::Reason::NameInvalid). 1.24 and later change `User:Foo` to `Foo`, also
    /// with their own words for the namespace, so no name with a colon is sent. 1.21 to 1.26 change
    /// `Foo#bar` to `Foo` (ApiBase, parameter type `user`), and 1.27 and later `A&amp;B` to `A&B`.
    pub allow_altered_name: bool,
}

impl NewAccount {
    /// Creates an account with this name and nothing else set.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            ..Self::default()
        }
    }

    /// Sets the password.
    pub fn password(mut self, password: impl Into<Secret>) -> Self {
        self.password = Some(password.into());
        self
    }

    /// Sets the e-mail address.
    pub fn email(mut self, email: impl Into<String>) -> Self {
        self.email = Some(email.into());
        self
    }

    /// Sets the real name.
    pub fn real_name(mut self, real_name: impl Into<String>) -> Self {
        self.real_name = Some(real_name.into());
        self
    }

    /// Sets the comment of the log entry.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Sets the account's language.
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }

    /// Returns the code of the language as it is sent; `None` if none is set.
    pub(crate) fn language_code(&self) -> Option<String> {
        non_empty(&self.language).map(str::to_ascii_lowercase)
    }

    /// Sets the domain.
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// Makes the wiki generate a password and mail it (MediaWiki's `mailpassword`).
    pub fn mail_password(mut self) -> Self {
        self.mail_password = true;
        self
    }

    /// Sets a field that an extension adds, or `captcha`.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<Answer>) -> Self {
        self.fields.set(name, value);
        self
    }

    /// Sends the name although the wiki would truncate or change it.
    pub fn allow_altered_name(mut self) -> Self {
        self.allow_altered_name = true;
        self
    }
}

/// Returns the value of a property, unless it is empty, which counts as unset.
pub(crate) fn non_empty(value: &Option<String>) -> Option<&str> {
    value.as_deref().filter(|value| !value.is_empty())
}
