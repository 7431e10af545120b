//! The flows: what a caller does with a wiki, one act after another, and on which wikis.
//!
//! A new flow is an entry of [`FLOWS`]. If its caller does something new, that is a variant of [`Act`], which
//! `Caller::perform` carries out.

use mwaccount::{Credentials, Dialect, NewAccount};
use support::accounts::{PASSWORD, admin};
use testwiki::{Captcha, Setting};

use crate::way::Way;

/// A flow of the table.
#[derive(Debug)]
pub struct Flow {
    pub name: &'static str,
    pub settings: &'static [Setting],
    pub captcha: Option<Captcha>,
    /// The acts of the caller, in one session.
    pub acts: &'static [Act],
    /// Returns true for the dialects and releases that have the flow.
    pub is_on: fn(Way, &str) -> bool,
}

/// Something that a caller does.
#[derive(Clone, Copy, Debug)]
pub enum Act {
    LogIn(Creator),
    Create(Wanted),
    Probe,
    /// Asks for the offered fields.
    Fields,
}

/// The credentials of the administrator `Admin`.
#[derive(Clone, Copy, Debug)]
pub enum Creator {
    /// The password: `clientlogin` from 1.27 on, `action=login` before, the login form without an API.
    Password,
    BotPassword,
    AccessToken,
}

/// The account that a caller wants.
#[derive(Clone, Copy, Debug)]
pub struct Wanted {
    pub name: &'static str,
    /// True for an account with an e-mail address.
    has_email: bool,
    /// True if the wiki mails the password.
    pub mails_password: bool,
    pub first: First,
}

/// The caller's first try.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum First {
    Right,
    /// Without the password, which the wiki's fields ask for.
    NoPassword,
    /// With a wrong answer to the captcha.
    WrongCaptcha,
    /// With the right answer to the captcha, known beforehand.
    GivenCaptcha,
    /// With an e-mail address that is none.
    InvalidEmail,
    /// With the administrator's name.
    TakenName,
}

pub const BOT_NAME: &str = "Admin@bot";
pub const BOT_PASSWORD: &str = "0123456789abcdefghijklmnopqrstuv";
pub const ACCESS_TOKEN: &str = "labtoken";

const ZOE: Wanted = Wanted {
    name: "zoe example",
    has_email: false,
    mails_password: false,
    first: First::Right,
};
const MAX: Wanted = Wanted { name: "Max", ..ZOE };
const BY_MAIL: Wanted = Wanted {
    has_email: true,
    mails_password: true,
    ..ZOE
};
const WITH_EMAIL: Wanted = Wanted {
    has_email: true,
    ..ZOE
};

const CREATE: Act = Act::Create(ZOE);
const LOG_IN: Act = Act::LogIn(Creator::Password);

const fn first(first: First) -> Act {
    Act::Create(Wanted { first, ..ZOE })
}

const fn named(name: &'static str) -> Act {
    Act::Create(Wanted { name, ..ZOE })
}

fn everywhere(_: Way, _: &str) -> bool {
    true
}

/// The releases at which the protocols change, for flows that differ little.
fn at_boundaries(_: Way, release: &str) -> bool {
    ["1.16", "1.20", "1.21", "1.23", "1.26", "1.27", "1.43"].contains(&release)
}

/// Wikis of 1.27 and later, through the API or the form.
fn since_1_27(_: Way, release: &str) -> bool {
    release >= "1.27"
}

fn auth_manager(way: Way, _: &str) -> bool {
    way == Way::AuthManager
}

/// Wikis whose API logs in with `clientlogin`.
fn client_login(way: Way, release: &str) -> bool {
    release >= "1.27" && way != Way::Form
}

const PLAIN: Flow = Flow {
    name: "plain",
    settings: &[],
    captcha: None,
    acts: &[CREATE],
    is_on: everywhere,
};

const QUESTY: Flow = Flow {
    captcha: Some(Captcha::Questy),
    ..PLAIN
};

const NO_CREATE: Flow = Flow {
    settings: &[Setting::NoCreate],
    acts: &[LOG_IN, CREATE],
    ..PLAIN
};

/// Every flow.
#[rustfmt::skip]
pub const FLOWS: &[Flow] = &[
    PLAIN,
    Flow { name: "captcha", ..QUESTY },
    Flow { name: "captcha-wrong", acts: &[first(First::WrongCaptcha)], ..QUESTY },
    Flow { name: "captcha-given", acts: &[first(First::GivenCaptcha)], ..QUESTY },
    Flow { name: "captcha-late", settings: &[Setting::LateCaptcha], is_on: since_1_27, ..QUESTY },
    Flow { name: "captcha-image", captcha: Some(Captcha::Fancy), ..PLAIN },
    Flow { name: "no-password", acts: &[first(First::NoPassword)], is_on: at_boundaries, ..PLAIN },
    Flow { name: "email", acts: &[Act::Create(WITH_EMAIL)], is_on: at_boundaries, ..PLAIN },
    Flow { name: "password-by-mail", acts: &[LOG_IN, Act::Create(BY_MAIL)], ..PLAIN },
    Flow { name: "mail-fails", settings: &[Setting::MailFails], acts: &[Act::Create(WITH_EMAIL)], ..PLAIN },
    Flow { name: "password-mail-fails", settings: &[Setting::MailFails], acts: &[LOG_IN, Act::Create(BY_MAIL)],
        ..PLAIN },
    Flow { name: "login", acts: &[LOG_IN], ..PLAIN },
    Flow { name: "login-second-factor", settings: &[Setting::EmailAuth], acts: &[LOG_IN], is_on: client_login,
        ..PLAIN },
    Flow { name: "login-restart", settings: &[Setting::LinkedLogin], acts: &[LOG_IN], is_on: client_login, ..PLAIN },
    Flow { name: "creator", ..NO_CREATE },
    Flow { name: "creator-second-factor", settings: &[Setting::NoCreate, Setting::EmailAuth], is_on: client_login,
        ..NO_CREATE },
    Flow { name: "creator-restart", settings: &[Setting::NoCreate, Setting::LinkedLogin], is_on: client_login,
        ..NO_CREATE },
    Flow { name: "creator-bot", acts: &[Act::LogIn(Creator::BotPassword), CREATE], is_on: auth_manager,
        ..NO_CREATE },
    Flow { name: "creator-token", acts: &[Act::LogIn(Creator::AccessToken), CREATE],
        is_on: |way, release| way == Way::AuthManager && release >= "1.35", ..NO_CREATE },
    Flow { name: "creator-private", settings: &[Setting::Private], ..NO_CREATE },
    Flow { name: "creator-two", acts: &[LOG_IN, CREATE, Act::Create(MAX)], ..NO_CREATE },
    // From 1.27 on a private wiki shows its sign-up form to users only.
    Flow { name: "private-open", settings: &[Setting::PrivateOpen],
        is_on: |way, release| way.dialect() != Dialect::WebForm || release < "1.27", ..PLAIN },
    Flow { name: "step-after", settings: &[Setting::Otp], is_on: since_1_27, ..PLAIN },
    Flow { name: "step-before", settings: &[Setting::Terms], is_on: since_1_27, ..PLAIN },
    Flow { name: "redirect", settings: &[Setting::OpenId], is_on: auth_manager, ..PLAIN },
    Flow { name: "warning", settings: &[Setting::AbuseWarn], ..PLAIN },
    Flow { name: "revise-email", acts: &[first(First::InvalidEmail)], ..PLAIN },
    Flow { name: "revise-name", acts: &[first(First::TakenName)], ..PLAIN },
    Flow { name: "probe", acts: &[Act::Probe, CREATE], ..PLAIN },
    Flow { name: "probe-captcha", acts: &[Act::Probe, CREATE], ..QUESTY },
    Flow { name: "fields", acts: &[Act::Fields, CREATE], ..PLAIN },
    Flow { name: "two", acts: &[CREATE, Act::Create(MAX)], ..PLAIN },
    Flow { name: "turkish", settings: &[Setting::Turkish], acts: &[named("iris")], is_on: at_boundaries, ..PLAIN },
    Flow { name: "old-php", settings: &[Setting::OldPhp], acts: &[named("ßeta")], is_on: at_boundaries, ..PLAIN },
    Flow { name: "sharp", acts: &[named("ßeta")], is_on: at_boundaries, ..PLAIN },
    Flow { name: "gateway", settings: &[Setting::Gateway], is_on: at_boundaries, ..PLAIN },
];

impl Flow {
    pub fn named(name: &str) -> Option<&'static Self> {
        FLOWS.iter().find(|flow| flow.name == name)
    }

    /// Returns the account that other visitors take the name of.
    pub fn contested(&self) -> Option<Wanted> {
        self.wanted().next()
    }

    /// Returns the accounts that the caller wants.
    pub fn wanted(&self) -> impl Iterator<Item = Wanted> {
        self.acts.iter().filter_map(|act| match act {
            Act::Create(wanted) => Some(*wanted),
            Act::LogIn(_) | Act::Probe | Act::Fields => None,
        })
    }

    pub fn logs_in(&self) -> bool {
        self.acts.iter().any(|act| matches!(act, Act::LogIn(_)))
    }

    /// Returns the right answer to the captcha.
    pub fn captcha_answer(&self) -> &'static str {
        match self.captcha {
            Some(Captcha::Questy) => "Paris",
            _ => "labword",
        }
    }
}

impl Creator {
    pub fn credentials(self) -> Credentials {
        match self {
            Self::Password => admin(),
            Self::BotPassword => Credentials::password(BOT_NAME, BOT_PASSWORD),
            Self::AccessToken => Credentials::oauth(ACCESS_TOKEN),
        }
    }
}

impl Wanted {
    /// Returns the account of the first try.
    pub fn first_account(&self, captcha_answer: &str) -> NewAccount {
        let mut account = self.account();
        match self.first {
            First::Right | First::WrongCaptcha => account,
            First::NoPassword => {
                account.password = None;
                account
            }
            First::GivenCaptcha => account.field("captcha", captcha_answer),
            First::InvalidEmail => account.email("nobody"),
            First::TakenName => {
                "Admin".clone_into(&mut account.name);
                account
            }
        }
    }

    /// Returns the account of the tries after a refusal.
    pub fn account(&self) -> NewAccount {
        let mut account = NewAccount::new(self.name);
        if self.has_email {
            account = account.email("zoe@example.org");
        }
        if self.mails_password {
            account.mail_password()
        } else {
            account.password(PASSWORD)
        }
    }
}
