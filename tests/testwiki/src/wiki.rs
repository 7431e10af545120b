//! What a wiki is: its release and its settings.

use std::{fmt, str::FromStr};

use crate::{name, profile::Profile, release::Release};

/// The captcha that guards the creation of accounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Captcha {
    /// A sum.
    Simple,
    /// A sum as an image with a text in its place, up to 1.42.
    Math,
    /// "What is the capital of France?"
    Questy,
    /// An image that shows `labword`.
    Fancy,
    /// reCAPTCHA: of version 1 up to 1.26, "no captcha" after that. The word `labword` passes.
    ReCaptcha,
    /// hCaptcha, from 1.34 on. The word `labword` passes.
    HCaptcha,
    /// Turnstile, from 1.42 on. The word `labword` passes.
    Turnstile,
}

/// How a wiki can be set up apart from its release. The names are those of the transcripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Reading needs a login, and visitors may not create accounts.
    Private,
    /// Visitors may not create accounts.
    NoCreate,
    /// The module that creates accounts is switched off.
    Disabled,
    /// The API is switched off: by MediaWiki's own setting, and by the web server from 1.32 on, which has none.
    NoApi,
    /// The web server says that there is no `api.php`.
    ApiMissing,
    /// Writing through the API is switched off.
    NoWrite,
    ReadOnly,
    /// One account a day for each visitor.
    Throttled,
    /// The databases lag by 7 seconds, and requests whose `maxlag` is less are refused.
    Lagged,
    /// Real names are not asked for.
    Hidden,
    /// An account needs an address.
    EmailRequired,
    /// Mail is off.
    NoEmail,
    /// Mail cannot be sent.
    MailFails,
    /// A second factor is asked for after creation.
    Otp,
    /// Creation redirects to another site, and then asks for a second factor.
    OpenId,
    /// A login by another site, which knows somebody without an account: one may be made without a password,
    /// of the name `Known elsewhere`.
    SignOn,
    /// As `SignOn`, but the login fails where that restarts. What is preserved is the same.
    SignOnFail,
    /// Terms are to be agreed to before an account is made.
    Terms,
    /// What comes after creation crashes, and the account is taken back.
    Crash,
    /// The visitor's address is blocked.
    Blocked,
    /// The wiki asks for an account and its password by HTTP, `lab` and `lab`.
    Basic,
    /// Plain HTTP is redirected to the same address over TLS.
    Https,
    /// The wiki's own address is set up without a scheme, which is possible from 1.18 on.
    ProtocolRelative,
}

/// Every setting by its name, with a word on it.
const SETTINGS: &[(&str, Setting, &str)] = &[
    (
        "private",
        Setting::Private,
        "reading needs a login, visitors may not create accounts",
    ),
    (
        "nocreate",
        Setting::NoCreate,
        "visitors may not create accounts",
    ),
    (
        "disabled",
        Setting::Disabled,
        "the module that creates accounts is switched off",
    ),
    (
        "noapi",
        Setting::NoApi,
        "the API is switched off (from 1.32 on by the web server, with 403)",
    ),
    (
        "apimissing",
        Setting::ApiMissing,
        "the web server answers 404 for api.php",
    ),
    (
        "nowrite",
        Setting::NoWrite,
        "writing through the API is switched off",
    ),
    ("readonly", Setting::ReadOnly, "the wiki is read-only"),
    ("throttled", Setting::Throttled, "one account a day"),
    (
        "lagged",
        Setting::Lagged,
        "the databases lag by 7 seconds (for requests with maxlag)",
    ),
    ("hidden", Setting::Hidden, "real names are not asked for"),
    (
        "emailreq",
        Setting::EmailRequired,
        "an account needs an address",
    ),
    ("noemail", Setting::NoEmail, "mail is off"),
    ("mailfail", Setting::MailFails, "mail cannot be sent"),
    (
        "otp",
        Setting::Otp,
        "a second factor is asked for after creation (code 123456)",
    ),
    (
        "openid",
        Setting::OpenId,
        "creation redirects (code c0de, state st4te), then asks for a second factor",
    ),
    (
        "signon",
        Setting::SignOn,
        "a login by another site leads to an account without a password",
    ),
    (
        "signonfail",
        Setting::SignOnFail,
        "the same, with a login that fails and does not restart",
    ),
    (
        "terms",
        Setting::Terms,
        "terms are to be agreed to before the account is made",
    ),
    (
        "crash",
        Setting::Crash,
        "what comes after creation fails and takes the account back",
    ),
    (
        "blocked",
        Setting::Blocked,
        "the visitor's address is blocked",
    ),
    ("basic", Setting::Basic, "HTTP asks for a login (lab, lab)"),
    (
        "https",
        Setting::Https,
        "plain HTTP is redirected to https (see --certificate)",
    ),
    (
        "relative",
        Setting::ProtocolRelative,
        "the wiki's own address has no scheme, as //host (from 1.18 on)",
    ),
];

const CAPTCHAS: &[(&str, Captcha)] = &[
    ("simple", Captcha::Simple),
    ("math", Captcha::Math),
    ("questy", Captcha::Questy),
    ("fancy", Captcha::Fancy),
    ("recaptcha", Captcha::ReCaptcha),
    ("hcaptcha", Captcha::HCaptcha),
    ("turnstile", Captcha::Turnstile),
];

impl Setting {
    /// Every setting's name, with a word on it.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        SETTINGS.iter().map(|(name, _, note)| (*name, *note))
    }
}

fn among<T: Copy>(
    names: impl Iterator<Item = (&'static str, T)> + Clone,
    text: &str,
) -> Result<T, String> {
    names
        .clone()
        .find(|(name, _)| *name == text)
        .map(|(_, value)| value)
        .ok_or_else(|| {
            let names: Vec<_> = names.map(|(name, _)| name).collect();
            format!("{text} is none of: {}", names.join(", "))
        })
}

impl FromStr for Setting {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        among(
            SETTINGS.iter().map(|(name, setting, _)| (*name, *setting)),
            text,
        )
    }
}

impl FromStr for Captcha {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        among(CAPTCHAS.iter().copied(), text)
    }
}

impl fmt::Display for Captcha {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, _) = CAPTCHAS
            .iter()
            .find(|(_, captcha)| captcha == self)
            .ok_or(fmt::Error)?;
        to.write_str(name)
    }
}

/// A wiki to be: its release and its settings, the administrator `Admin` with the password
/// `adminpass12345`, and nobody else.
#[derive(Clone, Debug)]
pub struct Wiki {
    pub(crate) release: Release,
    pub(crate) profile: Profile,
    pub(crate) captcha: Option<Captcha>,
    settings: Vec<Setting>,
    pub(crate) script_path: String,
    pub(crate) script_extension: String,
    pub(crate) article_path: Option<String>,
    pub(crate) articles: Vec<String>,
    pub(crate) accounts: Vec<(String, String)>,
    pub(crate) bearers: Vec<(String, String)>,
    pub(crate) bots: Vec<(String, String)>,
    pub(crate) redirect: Option<String>,
    pub(crate) throttle: Option<u32>,
    pub(crate) lag: Option<u32>,
}

impl Wiki {
    /// A public wiki of `release` without a captcha.
    pub fn of(release: Release) -> Self {
        Self {
            release,
            profile: Profile::of(release),
            captcha: None,
            settings: Vec::new(),
            script_path: String::new(),
            script_extension: ".php".to_owned(),
            article_path: None,
            articles: vec!["Main Page".to_owned()],
            accounts: vec![("Admin".to_owned(), "adminpass12345".to_owned())],
            bearers: Vec::new(),
            bots: Vec::new(),
            redirect: None,
            throttle: None,
            lag: None,
        }
    }

    /// A public wiki of a release, as `1.26` or `1.26.4`.
    ///
    /// # Panics
    ///
    /// When there is no such release.
    pub fn release(release: &str) -> Self {
        Self::of(release.parse().unwrap_or_else(|error| panic!("{error}")))
    }

    /// Asks for a captcha. One that the release does not know is not asked for, and hCaptcha
    /// before 1.34 is the death of PHP, as on a real wiki that is set up so.
    pub fn captcha(mut self, captcha: Captcha) -> Self {
        self.captcha = Some(captcha).filter(|captcha| captcha.is_known(&self.profile));
        self
    }

    pub fn setting(mut self, setting: Setting) -> Self {
        match setting {
            Setting::Throttled => self.throttle = Some(1),
            Setting::Lagged => self.lag = Some(7),
            _ => {}
        }
        self.settings.push(setting);
        self
    }

    /// At most so many accounts a day for each visitor.
    pub fn throttle(mut self, accounts: u32) -> Self {
        self.throttle = Some(accounts);
        self
    }

    /// The databases lag by so many seconds: requests to the API whose `maxlag` is less are refused.
    pub fn lag(mut self, seconds: u32) -> Self {
        self.lag = Some(seconds);
        self
    }

    /// The folder of `api.php` and `index.php`, as `/w`.
    pub fn script_path(mut self, path: &str) -> Self {
        path.trim_end_matches('/').clone_into(&mut self.script_path);
        self
    }

    /// What the names of `api.php` and `index.php` end with, as `.php5` where `.php` was PHP 4's.
    pub fn script_extension(mut self, extension: &str) -> Self {
        extension.clone_into(&mut self.script_extension);
        self
    }

    /// The address of articles with `$1` for the title, as `/wiki/$1`, or `/$1` for every path that is no script's.
    pub fn article_path(mut self, pattern: &str) -> Self {
        self.article_path = Some(pattern.to_owned());
        self
    }

    /// An article besides the main page.
    pub fn article(mut self, title: &str) -> Self {
        self.articles.extend(name::title(title));
        self
    }

    /// An account that is there from the start.
    pub fn account(mut self, name: &str, password: &str) -> Self {
        self.accounts.push((name.to_owned(), password.to_owned()));
        self
    }

    /// An OAuth token that acts as an account.
    pub fn bearer(mut self, token: &str, account: &str) -> Self {
        self.bearers.push((token.to_owned(), account.to_owned()));
        self
    }

    /// A bot password: the name `Account@bot` and its password.
    pub fn bot_password(mut self, name: &str, password: &str) -> Self {
        self.bots.push((name.to_owned(), password.to_owned()));
        self
    }

    /// Every request is redirected to the same path of this address.
    pub fn redirect(mut self, to: &str) -> Self {
        self.redirect = Some(to.trim_end_matches('/').to_owned());
        self
    }

    pub(crate) fn has(&self, setting: Setting) -> bool {
        self.settings.contains(&setting)
    }

    /// Whether one may log in by another site.
    pub(crate) fn signs_on(&self) -> bool {
        self.has(Setting::SignOn) || self.has(Setting::SignOnFail)
    }

    /// Whether the wiki can send mail.
    pub(crate) fn mails(&self) -> bool {
        !self.has(Setting::NoEmail)
    }
}
