//! Why something was refused or failed: one word per situation, and the one
//! table that finds it for every code a wiki can answer.
//!
//! What a code means depends on who says it and when: `noname` complains about
//! a name while an account is made, about a lacking user while somebody logs
//! in. So [`Reason::classify`] takes the [`Dialect`] and the [`Phase`] too.

use crate::{Dialect, named::named};

named! {
    /// Why an account was not created, or what a warning is about.
    ///
    /// The wiki's own code and message always stand beside it. New reasons may
    /// be added; none changes its meaning.
    #[non_exhaustive]
    pub enum Reason {
        /// The name belongs to somebody, on this wiki or on one that shares its
        /// accounts, or is kept for somebody. Choose another name.
        NameTaken = "name-taken",
        /// The wiki does not accept this as a user name: a forbidden character,
        /// an IP address, a listed word, too like another name. Choose another.
        NameInvalid = "name-invalid",
        /// The password breaks a rule of the wiki, such as a least length; the
        /// wiki's message says which. Choose a better one.
        PasswordWeak = "password-weak",
        /// The password and its repetition differ. Send both again.
        PasswordMismatch = "password-mismatch",
        /// The e-mail address is not one, for this wiki. Correct it, or leave
        /// it out.
        EmailInvalid = "email-invalid",
        /// There must be an e-mail address: the wiki demands one, or the
        /// password shall be sent by mail. Give one.
        EmailRequired = "email-required",
        /// The captcha's answer was wrong, missing, too late or used before.
        /// Answer a new one; after several right answers that were refused,
        /// wait: beyond a limit ConfirmEdit calls every answer wrong.
        CaptchaWrong = "captcha-wrong",
        /// The wiki has no captcha to give (its images are used up), or the
        /// outside service that checks them is in trouble; ConfirmEdit also
        /// says so of some wrong answers. Try a new captcha, later if it stays.
        CaptchaUnavailable = "captcha-unavailable",
        /// The creator could not log in: wrong name or password, a second
        /// factor that `action=login` cannot ask for, an OAuth authorisation
        /// that does not hold, or a session in which nobody can log in because
        /// something else says who its user is. After failed logins ConfirmEdit
        /// also calls a right password wrong, as it wants a captcha. Check the
        /// credentials and the way of logging in, and do not try in a loop.
        LoginFailed = "login-failed",
        /// This caller lacks a right that others may have: to create accounts,
        /// to use the API for writing, to read a private wiki. Log in as
        /// somebody who has it.
        NotPermitted = "not-permitted",
        /// The caller's account or address is blocked, or its address stands in
        /// a blacklist. Trying again does not help; the wiki's message says
        /// whom to ask.
        Blocked = "blocked",
        /// A limit is reached: so many accounts a day, logins, actions. Wait,
        /// or use a creator whom the limit does not bind.
        Throttled = "throttled",
        /// The wiki takes no changes now; the message often says why. Come back
        /// later.
        ReadOnly = "read-only",
        /// The server was in trouble for a moment, or somebody is creating the
        /// same name. Try again shortly. If the trouble came in a creation,
        /// first find out whether the account exists: AuthManager can throw
        /// after it has written the account.
        Busy = "busy",
        /// Switched off, or not there, for everybody: the module, writing
        /// through the API, creation itself. Try another dialect, or create the
        /// account in the way that wiki wants.
        Disabled = "disabled",
        /// The wiki takes no password of its own for a new account: accounts
        /// come from a single sign-on service. Log in there once.
        NoLocalAccounts = "no-local-accounts",
        /// An extension refused, and only its text says why. Show the text. On
        /// 1.21 and 1.22 it is often a captcha that the API cannot show.
        RefusedByExtension = "refused-by-extension",
        /// Some other field is wrong, such as the language or the domain, or
        /// several at once; the text says which. Correct and send again.
        FieldInvalid = "field-invalid",
        /// The token, the cookies or the login are gone, or the conversation
        /// with them. Log in again if there was a login, and begin anew.
        SessionLost = "session-lost",
        /// What answered is no MediaWiki. Check the address.
        NotAWiki = "not-a-wiki",
        /// Something before the wiki kept us out: a 401, a 403, a page that
        /// challenges browsers. Ask whoever runs the site.
        AccessDenied = "access-denied",
        /// No connection, or no answer in time. Check the address and the
        /// network, then try again.
        Unreachable = "unreachable",
        /// A secret would have gone over an open line, or a connection could
        /// not be trusted. Use https, or allow it where that is right.
        Insecure = "insecure",
        /// An answer was larger than allowed. Raise the limit if the wiki can be
        /// trusted.
        TooLarge = "too-large",
        /// We and the wiki do not understand each other: it could not read the
        /// request, or we its answer. This is a fault to report.
        Protocol = "protocol",
        /// The caller cancelled.
        Cancelled = "cancelled",
        /// The caller asked for something that cannot be, seen before anything
        /// was sent. Correct the call.
        InvalidArgument = "invalid-argument",
        /// A code that this version does not know, or one that is no refusal.
        /// Show the wiki's code and message.
        Other = "other",
    }
}

named! {
    /// What was being done when the wiki answered.
    ///
    /// There is no phase of its own for a later step of a conversation nor for
    /// finding out what became of a lost answer: every code has there the
    /// meaning it has in [`Create`](Self::Create) and in [`Query`](Self::Query).
    #[non_exhaustive]
    pub enum Phase {
        /// A reading request: detection, tokens, fields, who exists.
        Query = "query",
        /// `action=login`, `action=clientlogin` or the login page.
        Login = "login",
        /// `action=createaccount` or the sign-up page, first and later steps.
        Create = "create",
    }
}

impl Reason {
    /// What a code means. Any of these is a code: an `error.code`, a
    /// `messagecode`, the key of a raw message (1.27 and 1.28 have no
    /// `messagecode`), the `result` of `action=login` or of the legacy
    /// `action=createaccount`, the `error` of a legacy captcha.
    ///
    /// Codes are compared exactly, results without case, as they changed it in
    /// 1.23. What is not known is [`Reason::Other`].
    pub fn classify(dialect: Dialect, phase: Phase, code: &str) -> Self {
        let known = |code: &str| by_code(dialect, phase, code).or_else(|| by_prefix(code));
        if let Some(reason) = by_result(phase, code).or_else(|| known(code)) {
            return reason;
        }
        if dialect == Dialect::AuthManager {
            // On 1.27 and 1.28 ApiBase::dieUsage puts the module's prefix before
            // a code: `createnotoken`, and even `createcreatemissingparam`.
            let mut rest = code;
            while let Some(bare) = ["create", "login"]
                .iter()
                .find_map(|prefix| rest.strip_prefix(prefix))
            {
                if let Some(reason) = known(bare) {
                    return reason;
                }
                rest = bare;
            }
        }
        if (dialect, phase) == (Dialect::LegacyApi, Phase::Create) && is_message_text(code) {
            return Self::RefusedByExtension;
        }
        Self::Other
    }
}

/// The `result` of `action=login` (1.8 to 1.45) and of the legacy
/// `action=createaccount`.
fn by_result(phase: Phase, result: &str) -> Option<Reason> {
    use Phase::*;
    use Reason::*;
    Some(match (phase, result.to_ascii_lowercase().as_str()) {
        (Login, "noname" | "illegal" | "notexists") => LoginFailed,
        (Login, "wrongpass" | "emptypass" | "wrongpluginpass") => LoginFailed,
        // 1.27 and later. With 1.35 a session that timed out is `Failed` too,
        // told apart by its text alone. `Aborted` is a hook's no, or a second
        // factor or a new password that only clientlogin can ask for.
        (Login, "failed" | "aborted") => LoginFailed,
        (Login, "throttled" | "needtowait") => Throttled,
        (Login, "blocked" | "createblocked") => Blocked,
        (Login, "wrongtoken") => SessionLost,

        // The first answer of a session is no fault and not classified. After a
        // token was sent it means that the wiki no longer knows us.
        (Login | Create, "needtoken") => SessionLost,
        (Create, "needcaptcha") => CaptchaWrong,
        // Without a username; with one the account exists.
        (Create, "warning") => RefusedByExtension,
        _ => return None,
    })
}

/// Codes as they stand. What depends on dialect or phase comes first.
fn by_code(dialect: Dialect, phase: Phase, code: &str) -> Option<Reason> {
    use Dialect::*;
    use Phase::*;
    use Reason::*;
    Some(match (dialect, phase, code) {
        // One word, another meaning.
        (_, Login, "noname" | "invaliduser" | "wrongpassword") => LoginFailed,
        // The answer of 1.21 to 1.26 to a probe without parameters.
        (_, Query, "noname") => Protocol,
        // 1.11 to 1.14 take `query` out of the list of a private wiki's modules.
        (WebForm, Query, "unknown_action") => NotPermitted,
        // The module is not there: a wiki up to 1.20, or one that unset it. We
        // send no other value that 1.35 and later could call bad.
        (_, Login | Create, "unknown_action" | "badvalue") => Disabled,

        // What the user can mend.
        (_, _, "userexists" | "username-previously-renamed-account") => NameTaken,
        (_, _, "centralauth-account-exists") => NameTaken,
        (_, _, "centralauth-account-unattached-exists") => NameTaken,
        (_, _, "centralauth-account-rename-exists") => NameTaken,
        (_, _, "noname" | "invaliduser" | "usbaduser_ususers") => NameInvalid,
        (_, _, "passwordtooshort" | "passwordtoolong" | "passwordincommonlist") => PasswordWeak,
        (_, _, "passwordinlargeblacklist" | "password-popular") => PasswordWeak,
        (_, _, "password-name-match" | "password-substring-username-match") => PasswordWeak,
        (_, _, "password-login-forbidden") => PasswordWeak,
        (_, _, "badretype") => PasswordMismatch,
        (_, _, "invalidemailaddress") => EmailInvalid,
        (_, _, "noemail" | "noemailtitle" | "noemailcreate") => EmailRequired,
        // `wrongpassword` here is LoginForm's word for an unknown domain, or for
        // a name and password that the domain's outside directory denies.
        (_, _, "langinvalid" | "wrongpassword") => FieldInvalid,

        // Captchas.
        (_, _, "captcha-createaccount-fail" | "captcha-login-required") => CaptchaWrong,
        (_, _, "forceshowcaptcha" | "incorrect-captcha-sol") => CaptchaWrong,
        (_, _, "captcha-error" | "hcaptcha-internal-error") => CaptchaUnavailable,
        // FancyCaptcha without images: in the legacy answer, in authmanagerinfo.
        (_, _, "Out of images" | "internal_api_error_UnderflowException") => CaptchaUnavailable,

        // The creator's login.
        (_, _, "userlogin-cannot-login" | "oathauth-login-failed") => LoginFailed,
        (_, _, "authmanager-authn-no-primary") => LoginFailed,
        (_, _, "authmanager-authn-autocreate-failed") => LoginFailed,

        // Rights, blocks, limits.
        (_, _, "permdenied-createaccount" | "permissiondenied") => NotPermitted,
        (_, _, "writeapidenied" | "readapidenied") => NotPermitted,
        (_, _, "confirmemail" | "confirmedittext") => NotPermitted,
        (_, _, "blocked" | "autoblocked" | "sorbs_create_account_reason") => Blocked,
        (_, _, "acct_creation_throttle_hit") => Throttled,
        (_, _, "ratelimited" | "actionthrottledtext") => Throttled,
        (_, _, "login-throttled" | "oathauth-throttled") => Throttled,

        // The wiki's state.
        (_, _, "readonly" | "readonlytext") => ReadOnly,
        (_, _, "maxlag" | "unknownerror" | "externaldberror" | "usernameinprogress") => Busy,
        (_, _, "moduledisabled" | "noapiwrite") => Disabled,
        (_, _, "userlogin-cannot-create" | "authmanager-create-disabled") => Disabled,
        // No provider found credentials it can use. We send every field of a
        // request and no empty password, so what remains is a wiki that offers
        // nothing to fill: its accounts arise by a login somewhere else.
        (_, _, "authmanager-create-no-primary") => NoLocalAccounts,

        // Extensions. An extension's bare text has the raw key `$1`, which as a
        // `messagecode` becomes `_1`.
        (_, _, "createaccount-hook-aborted" | "aborted" | "$1" | "_1") => RefusedByExtension,

        // The session.
        (_, _, "badtoken" | "sessionfailure" | "nocookiesfornew") => SessionLost,
        (_, _, "assertuserfailed" | "assertnameduserfailed") => SessionLost,
        (_, _, "assertbotfailed" | "assertanonfailed") => SessionLost,
        (_, _, "authmanager-create-not-in-progress") => SessionLost,
        (_, _, "authmanager-authn-not-in-progress") => SessionLost,

        // Our own faults. One and the same lack of a token is `createnotoken`
        // in 1.27, `notoken` in 1.29 and `missingparam` in 1.35.
        (_, _, "notoken" | "missingparam" | "badvalue") => Protocol,
        (_, _, "mustbeposted" | "mustpostparams" | "mustposttoken") => Protocol,

        // The account exists, only its mail failed: see `created_despite`.
        (_, _, "php-mail-error" | "php-mail-error-unknown" | "pear-mail-error") => Other,
        (_, _, "user-mail-no-addy" | "user-mail-no-body") => Other,
        _ => return None,
    })
}

/// Families of codes, known by how they begin.
fn by_prefix(code: &str) -> Option<Reason> {
    use Reason::*;
    const PREFIXES: &[(&str, Reason)] = &[
        // Both extensions judge nothing but the name.
        ("titleblacklist-", NameInvalid),
        ("antispoof-", NameInvalid),
        // `baduser_name` in the legacy module, `baduser` since 1.35.
        ("baduser", NameInvalid),
        // Several errors folded into a list of them (1.27 and later), as a
        // `messagecode` and as a raw key.
        ("___1____2", FieldInvalid),
        ("* $1\n* $2", FieldInvalid),
        // `badaccess-groups`, `badaccess-group0`
        ("badaccess-", NotPermitted),
        ("mwoauth-invalid-authorization", LoginFailed),
        ("mwoauth-", NotPermitted),
        // `-partial`, `-composite`, `-tempuser`; up to 1.34 `cantcreateaccount-`
        ("blockedtext", Blocked),
        ("autoblockedtext", Blocked),
        ("systemblockedtext", Blocked),
        ("cantcreateaccount-", Blocked),
        ("abusefilter-", RefusedByExtension),
        ("centralauth-", RefusedByExtension),
        ("internal_api_error_", Busy),
        // `unknown_meta`, `unknown_format`, `unknown_assert`: a parameter's
        // value, up to 1.34
        ("unknown_", Protocol),
        ("badurl_", Protocol),
    ];
    PREFIXES
        .iter()
        .find(|(prefix, _)| code.starts_with(prefix))
        .map(|(_, reason)| *reason)
}

/// Whether a code is a message's text: 1.22 gives as the code what a hook said.
/// Codes have no spaces; texts of languages without spaces are not ASCII.
fn is_message_text(code: &str) -> bool {
    code.contains(|c: char| c.is_whitespace() || !c.is_ascii())
}

/// Whether a refused creation ended before the wiki looked at its captcha, so
/// that a right answer is still good. `false` for what is not known: a fresh
/// captcha then costs a request, a spent one a round with the user.
///
/// It is also `false` where the session is gone, as the captcha is kept there.
pub(crate) fn precedes_captcha(dialect: Dialect, code: &str) -> bool {
    let in_all_dialects = matches!(
        code,
        // Before the module runs.
        "moduledisabled" | "noapiwrite" | "writeapidenied" | "readonly" | "readonlytext" | "maxlag"
        // Who asks.
        | "permdenied-createaccount" | "permissiondenied"
        | "blocked" | "autoblocked" | "sorbs_create_account_reason"
        // The name and the address.
        | "noname" | "invaliduser" | "userexists" | "usernameinprogress" | "invalidemailaddress"
    ) || [
        "badaccess-",
        "blockedtext",
        "autoblockedtext",
        "systemblockedtext",
        "cantcreateaccount-",
    ]
    .iter()
    .any(|prefix| code.starts_with(prefix));

    in_all_dialects
        || match dialect {
            // AuthManager::beginAccountCreation: whether anything can create,
            // the limit of 1.41, each provider's word on the name; then the
            // pre-tests, the creation limit sorted before ConfirmEdit. The
            // password and its repetition are tested after the captcha.
            Dialect::AuthManager => matches!(
                code,
                "userlogin-cannot-create"
                    | "authmanager-create-disabled"
                    | "ratelimited"
                    | "actionthrottledtext"
                    | "acct_creation_throttle_hit"
                    | "centralauth-account-exists"
                    | "centralauth-account-unattached-exists"
                    | "centralauth-account-rename-exists"
            ),
            // LoginForm::addNewAccountInternal: everything that is typed is
            // tested before the hooks, and the creation limit after them.
            Dialect::LegacyApi => {
                matches!(
                    code,
                    "baduser_name" | "noemail" | "noemailtitle" | "langinvalid" | "wrongpassword"
                ) || Reason::classify(dialect, Phase::Create, code) == Reason::PasswordWeak
            }
            // The page is either of the two, by the wiki's age.
            Dialect::WebForm => false,
        }
}

/// Whether this error means that the account exists: the legacy module sends
/// its mail after it has created the account, and answers with the mailer's
/// error (UserMailer, 1.21 to 1.26). AuthManager keeps silent about mail.
///
/// Only codes that can mean nothing else. `noemail` and `badipaddress` can come
/// from there as well, and an unknown code from anywhere: those are settled by
/// asking the wiki.
pub(crate) fn created_despite(dialect: Dialect, code: &str) -> bool {
    dialect == Dialect::LegacyApi
        && matches!(
            code,
            "php-mail-error"
                | "php-mail-error-unknown"
                | "pear-mail-error"
                | "user-mail-no-addy"
                | "user-mail-no-body"
        )
}

/// Whether a code is about the API and not about who asks or what is asked: the module is not
/// there or switched off, or writing through the API. The sign-up form may do it.
pub(crate) fn is_about_the_api(code: &str) -> bool {
    matches!(
        code,
        "unknown_action" | "badvalue" | "moduledisabled" | "noapiwrite" | "writeapidenied"
    )
}

#[cfg(test)]
mod tests;
