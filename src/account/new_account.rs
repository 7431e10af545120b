//! What a caller wishes for.

use serde::{Deserialize, Serialize};

use super::{Answer, Answers};
use crate::Secret;

/// The account to create. Only the name is a must; what a wiki does not offer
/// is said before anything is sent (`email`, `domain`) or is a warning
/// (`real_name`, `reason`, `language`).
///
/// ```
/// use mwaccount::NewAccount;
///
/// let account = NewAccount::new("Zoe Example")
///     .password("Correct-horse-7-battery")
///     .email("zoe@example.org");
/// assert_eq!(account.name, "Zoe Example");
/// ```
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct NewAccount {
    /// The user name; MediaWiki upper-cases its first letter and reads `_` as a space.
    pub name: String,
    /// The password; none where the wiki sends one by mail or another provider
    /// knows the user.
    #[serde(skip)]
    pub password: Option<Secret>,
    /// The e-mail address.
    pub email: Option<String>,
    /// The real name, where the wiki shows that preference.
    pub real_name: Option<String>,
    /// The comment of the log entry; AuthManager takes it from logged-in creators only.
    pub reason: Option<String>,
    /// The language code that becomes the account's preference.
    pub language: Option<String>,
    /// The domain of an external authentication.
    pub domain: Option<String>,
    /// Whether the wiki shall make up a password and mail it.
    pub mail_password: bool,
    /// Values for fields that extensions add, and a captcha answer known
    /// beforehand (`captcha`), by the wiki's own names.
    #[serde(with = "super::answers::exposed_answers")]
    pub fields: Answers,
    /// Whether a name may be sent that a 1.21 to 1.26 wiki would cut or change
    /// (`Foo#bar` becomes `Foo` there: ApiBase, parameter type `user`).
    pub allow_altered_name: bool,
}

impl NewAccount {
    /// An account of this name with nothing else set.
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

    /// Sets the reason for the log.
    pub fn reason(mut self, reason: impl Into<String>) -> Self {
        self.reason = Some(reason.into());
        self
    }

    /// Sets the account's language.
    pub fn language(mut self, language: impl Into<String>) -> Self {
        self.language = Some(language.into());
        self
    }

    /// Sets the domain.
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// Has the wiki mail a password of its own making.
    pub fn mail_password(mut self) -> Self {
        self.mail_password = true;
        self
    }

    /// Sets a field that an extension adds, or `captcha`.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<Answer>) -> Self {
        self.fields.set(name, value);
        self
    }

    /// Lets names pass that an old wiki would cut or change.
    pub fn allow_altered_name(mut self) -> Self {
        self.allow_altered_name = true;
        self
    }
}
