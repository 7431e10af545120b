//! The reason for a refusal or an error, as a number.

use std::{ffi::c_char, ptr, sync::OnceLock};

use super::{panic::catch_or, text::Text};
use crate::Reason;

/// The reason for an error or a refusal, the same on every MediaWiki release. The wiki's own code
/// and message are available beside it. Values and their names never change their meaning. Later
/// versions may add values: treat an unknown one as MWA_REASON_OTHER.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_reason {
    /// No reason: there is no error, or the argument is NULL.
    None = 0,
    /// The name is in use or reserved, on this wiki or on one that shares its accounts. Choose
    /// another name.
    NameTaken = 1,
    /// The wiki does not accept the name: it contains a forbidden character or a listed word,
    /// is an IP address, or is too similar to another name. Choose another name.
    NameInvalid = 2,
    /// The password breaks a rule of the wiki, such as a minimum length; the wiki's message
    /// says which. Choose a better password.
    PasswordWeak = 3,
    /// The password and its repetition differ. Send both again.
    PasswordMismatch = 4,
    /// The wiki does not accept the e-mail address. Correct it or leave it out.
    EmailInvalid = 5,
    /// An e-mail address is required, by the wiki or because the password is to be mailed. Add
    /// one.
    EmailRequired = 6,
    /// The captcha answer is wrong, missing, too late or was used before. Answer a new captcha.
    /// If right answers are refused several times, wait: beyond a limit ConfirmEdit treats
    /// every answer as wrong.
    CaptchaWrong = 7,
    /// The wiki has no captcha to show (its images are used up), or the external service that
    /// checks the answers fails. ConfirmEdit also reports this for some wrong answers. Try a
    /// new captcha, later if the error persists.
    CaptchaUnavailable = 8,
    /// The creator could not log in: the name or the password is wrong, action=login cannot ask
    /// for the second factor, the OAuth authorisation is not valid, or the session does not
    /// allow logins because something else determines its user. After failed logins ConfirmEdit
    /// requires a captcha and reports a right password as wrong. Check the credentials and the
    /// login method, and do not retry in a loop.
    LoginFailed = 9,
    /// The user lacks a right that others may have: to create accounts, to write through the
    /// API, or to read a private wiki. Log in as a user who has it.
    NotPermitted = 10,
    /// The user or the IP address is blocked, or the IP address is on a blacklist. Trying again
    /// does not help; the wiki's message says whom to ask.
    Blocked = 11,
    /// A limit is reached: for accounts per day, logins or other actions. Wait, or use a
    /// creator who is exempt from the limit.
    Throttled = 12,
    /// The wiki is read-only at the moment; its message often says why. Try again later.
    ReadOnly = 13,
    /// The server failed temporarily, or somebody else is creating the same name. Try again
    /// shortly. AuthManager can throw an exception after it has stored the account; in a creation
    /// the library therefore checks first whether the account exists.
    Busy = 14,
    /// Account creation, its API module or writing through the API is disabled or missing, for
    /// everybody. Try another dialect, or create the account in the way that the wiki provides.
    Disabled = 15,
    /// The wiki sets no password for a new account: accounts come from a single sign-on
    /// service. Log in there once.
    NoLocalAccounts = 16,
    /// An extension refused, and only its message says why. Show the message. On 1.21 and 1.22
    /// the cause is often a captcha that the API cannot show.
    RefusedByExtension = 17,
    /// One other field, such as the language or the domain, or several fields are invalid; the
    /// message says which. Correct them and send again.
    FieldInvalid = 18,
    /// The token, the cookies or the login no longer exist, or the conversation was ended by
    /// another one. Log in again if there was a login, and begin again.
    SessionLost = 19,
    /// The server at this address is not MediaWiki. Check the address.
    NotAWiki = 20,
    /// A server in front of the wiki denies access: with HTTP status 401, 403 or 406, or with a page
    /// that challenges browsers. Ask the operator of the site.
    AccessDenied = 21,
    /// The connection failed, or no response arrived in time. Check the address and the
    /// network, then try again.
    Unreachable = 22,
    /// A secret would have been sent unencrypted, an unencrypted response led to another host, or the
    /// connection could not be trusted. Use https, or allow http where that is acceptable.
    Insecure = 23,
    /// A response is larger than allowed. Raise the limit if you trust the wiki.
    TooLarge = 24,
    /// The wiki could not read a request, or the library could not read a response. Report this
    /// as a bug.
    Protocol = 25,
    /// The caller cancelled the call.
    Cancelled = 26,
    /// The journal of a run of many accounts cannot be read or written, or another run uses it. Free
    /// space or end the other run, and run it again.
    Journal = 27,
    /// Invalid input from the caller, found before anything was sent. Correct the call.
    InvalidArgument = 28,
    /// A code that this version does not know, or one that is not a refusal. Show the wiki's
    /// code and message.
    Other = 29,
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
            Reason::Journal => Self::Journal,
            Reason::InvalidArgument => Self::InvalidArgument,
            Reason::Other => Self::Other,
        }
    }
}

/// The number and name of each reason, filled by the first call of mwa_reason_name.
static NAMES: OnceLock<Vec<(u32, Text)>> = OnceLock::new();

/// Returns the name of a reason, such as "name-taken". It is the same in every language for which
/// the library has a package. The text is static and never freed.
///
/// Returns NULL for MWA_REASON_NONE and for a number that is not an mwa_reason.
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
