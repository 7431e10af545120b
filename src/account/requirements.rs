//! The requirements of a wiki for new accounts: the result of a probe.

use super::{Captcha, Field, Refused};
use crate::Dialect;

/// The requirements of a wiki for new accounts, found out without creating anything. `None` means
/// that the value is unknown, because the wiki is too old or private.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Requirements {
    /// The protocol that creates accounts on the wiki.
    pub dialect: Dialect,
    /// The release, such as `MediaWiki 1.39.17`.
    pub generator: Option<String>,
    /// `true` if this caller may create accounts: the wiki's own check let a request pass that creates
    /// nothing (1.27 and later: an invalid creation; 1.21 to 1.26: a token request; else the sign-up
    /// form is shown). Limits on accounts, and up to 1.26 blacklists of open proxies, are checked at
    /// the creation only. `None` if the wiki did not tell.
    pub may_create: Option<bool>,
    /// The reason why this caller may not create accounts, in the wiki's words if it gives any.
    pub refusal: Option<Refused>,
    /// The fields of a new account, in the wiki's order. If there are alternatives (a password or
    /// a button), the fields of all of them are included. Hidden fields with a value are not, since
    /// the library sends them back unchanged.
    pub fields: Vec<Field>,
    /// `true` if the wiki asks for a captcha. Wikis of 1.21 and 1.22 may require one that the API
    /// does not show.
    pub captcha_asked: Option<bool>,
    /// The captcha, if the wiki shows it in advance (1.27 and later). A probe does not use it up.
    pub captcha: Option<Captcha>,
    /// The wiki's verdict on the name that was given (1.28 and later: `usprop=cancreate`). Older and
    /// private wikis report some invalid and all taken names, and of others at most
    /// [`name_free`](Self::name_free).
    pub name: Option<Verdict>,
    /// `true` if the wiki shows no account of the name that was given, `false` if it shows one (all
    /// releases). A free name may still be refused: the wiki may reserve or blacklist it, or an
    /// extension may find it too similar to another or know it from another wiki. `None` if no name
    /// was given, or if the wiki does not show its users.
    pub name_free: Option<bool>,
    /// The wiki's verdict on the password that was given (1.29 and later).
    pub password: Option<Verdict>,
    /// `true` if an e-mail address is required.
    pub email_required: Option<bool>,
    /// `true` if accounts come from a single sign-on service only.
    pub single_sign_on: bool,
}

/// A wiki's verdict on a name or password. If the wiki gives none, the field is `None`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It would be accepted.
    Good,
    /// It would be refused, for this reason.
    Refused(Refused),
}
