//! What a wiki asks of new accounts, before one is created.

use super::{Captcha, Field, Refused};
use crate::Dialect;

/// What can be found out without creating anything. `None` means that it cannot be
/// known on this wiki: an old one does not say, or a private one does not tell.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Requirements {
    /// What the wiki speaks.
    pub dialect: Dialect,
    /// Its release: `MediaWiki 1.39.17`.
    pub generator: Option<String>,
    /// Whether this caller may create accounts there.
    pub may_create: Option<bool>,
    /// Why not, in the wiki's words where it has any.
    pub refusal: Option<Refused>,
    /// The fields of a new account, in the wiki's order. Of alternative ways (a password, a
    /// button) all fields are there.
    pub fields: Vec<Field>,
    /// Whether a captcha is asked. On 1.21 and 1.22 one may be enforced that the API
    /// does not show.
    pub captcha_asked: Option<bool>,
    /// The captcha, where the wiki shows it beforehand (1.27 and later). Looking does not
    /// spend it.
    pub captcha: Option<Captcha>,
    /// The wiki's word on the name that was asked about.
    pub name: Option<Verdict>,
    /// The wiki's word on the password that was asked about (1.29 and later).
    pub password: Option<Verdict>,
    /// Whether an e-mail address must be given.
    pub email_required: Option<bool>,
    /// Whether accounts come from a single sign-on service only.
    pub single_sign_on: bool,
}

/// What a wiki says of a name or password. There is no third: what it does not say is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It would be taken.
    Good,
    /// It would not, and why.
    Refused(Refused),
}
