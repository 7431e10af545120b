//! Why something was refused or failed, as a number.

use std::{ffi::c_char, ptr, sync::OnceLock};

use super::{panic::catch_or, text::Text};
use crate::Reason;

/// Why an account was not created; the wiki's own code and message stand beside it. Numbers
/// and names never change their meaning; new ones may be added, so take what is not known
/// for MWA_REASON_OTHER.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_reason {
    /// No reason: there was no error, or NULL was asked.
    None = 0,
    /// The name belongs to somebody, on this wiki or on one that shares its
    /// accounts, or is kept for somebody. Choose another name.
    NameTaken = 1,
    /// The wiki does not accept this as a user name: a forbidden character,
    /// an IP address, a listed word, too like another name. Choose another.
    NameInvalid = 2,
    /// The password breaks a rule of the wiki, such as a least length; the
    /// wiki's message says which. Choose a better one.
    PasswordWeak = 3,
    /// The password and its repetition differ. Send both again.
    PasswordMismatch = 4,
    /// The e-mail address is not one, for this wiki. Correct it, or leave
    /// it out.
    EmailInvalid = 5,
    /// There must be an e-mail address: the wiki demands one, or the
    /// password shall be sent by mail. Give one.
    EmailRequired = 6,
    /// The captcha's answer was wrong, missing, too late or used before.
    /// Answer a new one; after several right answers that were refused,
    /// wait: beyond a limit ConfirmEdit calls every answer wrong.
    CaptchaWrong = 7,
    /// The wiki has no captcha to give (its images are used up), or the
    /// outside service that checks them is in trouble; ConfirmEdit also
    /// says so of some wrong answers. Try a new captcha, later if it stays.
    CaptchaUnavailable = 8,
    /// The creator could not log in: wrong name or password, a second
    /// factor that `action=login` cannot ask for, an OAuth authorisation
    /// that does not hold, or a session in which nobody can log in because
    /// something else says who its user is. After failed logins ConfirmEdit
    /// also calls a right password wrong, as it wants a captcha. Check the
    /// credentials and the way of logging in, and do not try in a loop.
    LoginFailed = 9,
    /// This caller lacks a right that others may have: to create accounts,
    /// to use the API for writing, to read a private wiki. Log in as
    /// somebody who has it.
    NotPermitted = 10,
    /// The caller's account or address is blocked, or its address stands in
    /// a blacklist. Trying again does not help; the wiki's message says
    /// whom to ask.
    Blocked = 11,
    /// A limit is reached: so many accounts a day, logins, actions. Wait,
    /// or use a creator whom the limit does not bind.
    Throttled = 12,
    /// The wiki takes no changes now; the message often says why. Come back
    /// later.
    ReadOnly = 13,
    /// The server was in trouble for a moment, or somebody is creating the
    /// same name. Try again shortly. If the trouble came in a creation,
    /// first find out whether the account exists: AuthManager can throw
    /// after it has written the account.
    Busy = 14,
    /// Switched off, or not there, for everybody: the module, writing
    /// through the API, creation itself. Try another dialect, or create the
    /// account in the way that wiki wants.
    Disabled = 15,
    /// The wiki takes no password of its own for a new account: accounts
    /// come from a single sign-on service. Log in there once.
    NoLocalAccounts = 16,
    /// An extension refused, and only its text says why. Show the text. On
    /// 1.21 and 1.22 it is often a captcha that the API cannot show.
    RefusedByExtension = 17,
    /// Some other field is wrong, such as the language or the domain, or
    /// several at once; the text says which. Correct and send again.
    FieldInvalid = 18,
    /// The token, the cookies or the login are gone, or the conversation
    /// with them. Log in again if there was a login, and begin anew.
    SessionLost = 19,
    /// What answered is no MediaWiki. Check the address.
    NotAWiki = 20,
    /// Something before the wiki kept us out: a 401, a 403, a page that
    /// challenges browsers. Ask whoever runs the site.
    AccessDenied = 21,
    /// No connection, or no answer in time. Check the address and the
    /// network, then try again.
    Unreachable = 22,
    /// A secret would have gone over an open line, or a connection could
    /// not be trusted. Use https, or allow it where that is right.
    Insecure = 23,
    /// An answer was larger than allowed. Raise the limit if the wiki can be
    /// trusted.
    TooLarge = 24,
    /// We and the wiki do not understand each other: it could not read the
    /// request, or we its answer. This is a fault to report.
    Protocol = 25,
    /// The caller cancelled.
    Cancelled = 26,
    /// The caller asked for something that cannot be, seen before anything
    /// was sent. Correct the call.
    InvalidArgument = 27,
    /// A code that this version does not know, or one that is no refusal.
    /// Show the wiki's code and message.
    Other = 28,
}

impl From<Reason> for mwa_reason {
    fn from(reason: Reason) -> Self {
        match reason {
            Reason::NameTaken => Self::NameTaken,
            Reason::NameInvalid => Self::NameInvalid,
            Reason::PasswordWeak => Self::PasswordWeak,
            Reason::PasswordMismatch => Self::PasswordMismatch,
            Reason::EmailInvalid => Self::EmailInvalid,
            Reason::EmailRequired => Self::EmailRequired,
            Reason::CaptchaWrong => Self::CaptchaWrong,
            Reason::CaptchaUnavailable => Self::CaptchaUnavailable,
            Reason::LoginFailed => Self::LoginFailed,
            Reason::NotPermitted => Self::NotPermitted,
            Reason::Blocked => Self::Blocked,
            Reason::Throttled => Self::Throttled,
            Reason::ReadOnly => Self::ReadOnly,
            Reason::Busy => Self::Busy,
            Reason::Disabled => Self::Disabled,
            Reason::NoLocalAccounts => Self::NoLocalAccounts,
            Reason::RefusedByExtension => Self::RefusedByExtension,
            Reason::FieldInvalid => Self::FieldInvalid,
            Reason::SessionLost => Self::SessionLost,
            Reason::NotAWiki => Self::NotAWiki,
            Reason::AccessDenied => Self::AccessDenied,
            Reason::Unreachable => Self::Unreachable,
            Reason::Insecure => Self::Insecure,
            Reason::TooLarge => Self::TooLarge,
            Reason::Protocol => Self::Protocol,
            Reason::Cancelled => Self::Cancelled,
            Reason::InvalidArgument => Self::InvalidArgument,
            Reason::Other => Self::Other,
        }
    }
}

/// Each reason's number and name, made at the first call that reads one.
static NAMES: OnceLock<Vec<(u32, Text)>> = OnceLock::new();

/// The name of a reason, the same in every language the library is used from: "name-taken".
/// It is never freed; NULL for a number that is no reason, and for MWA_REASON_NONE.
#[unsafe(no_mangle)]
pub extern "C" fn mwa_reason_name(reason: u32) -> *const c_char {
    catch_or(ptr::null(), || {
        let names = NAMES.get_or_init(|| {
            let names = Reason::ALL.iter().map(|known| {
                let name = Text::new(known.as_str());
                (mwa_reason::from(*known) as u32, name)
            });
            names.collect()
        });
        let found = names.iter().find(|(number, _)| *number == reason);
        found.map_or(ptr::null(), |(_, name)| name.as_ptr())
    })
}
