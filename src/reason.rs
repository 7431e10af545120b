//! Reasons for refusals and failures, and the table that maps every code of a wiki to one.
//!
//! The meaning of a code depends on the dialect and the phase: `noname` is about an invalid name
//! during a creation, and about a missing user during a login. [`Reason::classify`] therefore
//! takes the [`Dialect`] and the [`Phase`] as well.

mod extensions;

use crate::{Dialect, named::named};

pub(crate) use self::extensions::{is_folded, is_name_conflict, is_warning};

named! {
    /// The reason why an account was not created.
    ///
    /// The wiki's own code and message are always given beside it. New reasons may be added;
    /// none changes its meaning.
    #[non_exhaustive]
    pub enum Reason {
        /// The name is taken or reserved, on this wiki or on one that shares its accounts.
        /// Choose another name.
        NameTaken = "name-taken",
        /// The wiki does not accept this as a user name: it has a forbidden character, is an IP
        /// address, contains a blacklisted word or is too similar to another name. Choose
        /// another name.
        NameInvalid = "name-invalid",
        /// The password breaks a rule of the wiki, such as a minimum length; the wiki's message
        /// says which. Choose a better one.
        PasswordWeak = "password-weak",
        /// The password and its repetition differ. Send both again.
        PasswordMismatch = "password-mismatch",
        /// The wiki does not accept the e-mail address. Correct it, or leave it out.
        EmailInvalid = "email-invalid",
        /// An e-mail address is missing: the wiki requires one, or it is to send the password by
        /// mail. Give one.
        EmailRequired = "email-required",
        /// The captcha answer was wrong, missing, too late or already used. Answer a new captcha.
        /// If several right answers are refused, wait: beyond a limit ConfirmEdit rejects every
        /// answer as wrong.
        CaptchaWrong = "captcha-wrong",
        /// The wiki has no captcha to show (its images are used up), or the external service that
        /// checks captchas fails. ConfirmEdit reports some wrong answers this way too. Try a new
        /// captcha, and if that fails, try later.
        CaptchaUnavailable = "captcha-unavailable",
        /// The creator could not log in: the name or password is wrong, `action=login` cannot ask
        /// for the second factor, the OAuth authorisation is invalid, or the session's user is
        /// fixed by something else, so that no login is possible. After failed logins ConfirmEdit
        /// requires a captcha and rejects even a right password as wrong. Check the credentials
        /// and the login method, and do not retry in a loop.
        LoginFailed = "login-failed",
        /// The caller lacks a right that other users may have: to create accounts, to write
        /// through the API, to read a private wiki. Log in as a user who has it.
        NotPermitted = "not-permitted",
        /// The caller's account or IP address is blocked, or the IP address is blacklisted.
        /// Trying again does not help; the wiki's message says whom to ask.
        Blocked = "blocked",
        /// A limit on accounts per day, logins or actions is reached. Wait, or use a creator who
        /// is exempt from the limit.
        Throttled = "throttled",
        /// The wiki is read-only at the moment; the message often says why. Try again later.
        ReadOnly = "read-only",
        /// The server failed temporarily, or another request is creating the same name. Try again
        /// shortly. AuthManager can throw an exception after it has written the account; in a
        /// creation the library therefore checks first whether the account exists.
        Busy = "busy",
        /// The API module, writing through the API or account creation is disabled or missing for
        /// all users. Try another dialect, or create the account in the way the wiki requires.
        Disabled = "disabled",
        /// The wiki has no passwords of its own: accounts come from a single sign-on service. Log
        /// in there once.
        NoLocalAccounts = "no-local-accounts",
        /// An extension refused the account, and only its text gives the reason. Show the text. On
        /// 1.21 and 1.22 the cause is often a captcha that the API cannot show.
        RefusedByExtension = "refused-by-extension",
        /// Another field is wrong, such as the language or the domain, or several fields are; the
        /// text says which. Correct them and send again.
        FieldInvalid = "field-invalid",
        /// The token, the cookies, the login or the conversation is no longer valid. Log in again
        /// if there was a login, and begin again.
        SessionLost = "session-lost",
        /// The server that answered is not a MediaWiki. Check the address.
        NotAWiki = "not-a-wiki",
        /// The server or a service in front of the wiki denied access: HTTP 401, 403 or 406, or a page
        /// that challenges browsers. Ask the operator of the site.
        AccessDenied = "access-denied",
        /// No connection, or no answer in time. Check the address and the
        /// network, then try again.
        Unreachable = "unreachable",
        /// A secret would have been sent unencrypted, an unencrypted response led to another host, or
        /// a TLS connection could not be trusted. Use https, or allow http where that is acceptable.
        Insecure = "insecure",
        /// A response was larger than allowed. Raise the limit if the wiki can be trusted.
        TooLarge = "too-large",
        /// The wiki could not understand the request, or the library could not understand the
        /// response. Please report this as a bug.
        Protocol = "protocol",
        /// The caller cancelled.
        Cancelled = "cancelled",
        /// The journal of a run of many accounts cannot be read or written, or another run uses it. No
        /// account was sent after that. Free space or end the other run, and run it again.
        Journal = "journal",
        /// The caller's input is invalid, which was found before anything was sent. Correct the
        /// call.
        InvalidArgument = "invalid-argument",
        /// The code is unknown to this version, or is not a refusal. Show the wiki's code and
        /// message.
        Other = "other",
    }
}

named! {
    /// The kind of request that the wiki answered.
    ///
    /// Later steps of a creation are [`Create`](Self::Create) too, and existence checks are
    /// [`Query`](Self::Query): codes have the same meaning there.
    #[non_exhaustive]
    pub enum Phase {
        /// A request that only reads: detection, tokens, fields, existence checks.
        Query = "query",
        /// `action=login`, `action=clientlogin` or the login page.
        Login = "login",
        /// `action=createaccount` or the sign-up page, in the first and all later steps.
        Create = "create",
    }
}

impl Reason {
    /// Returns the reason for a code, or [`Reason::Other`] if the code is unknown. A code is any
    /// of: an `error.code`, a `messagecode`, the key of a raw message (1.27 and 1.28 have no
    /// `messagecode`), the `result` of `action=login` or of the legacy `action=createaccount`,
    /// the `error` of a legacy captcha.
    ///
    /// Codes are compared exactly, results without case, since their case changed in 1.23.
    pub fn classify(dialect: Dialect, phase: Phase, code: &str) -> Self {
        let known = |code: &str| {
            by_code(dialect, phase, code)
                .or_else(|| by_prefix(code))
                .or_else(|| extensions::by_key(phase, code))
                .or_else(|| extensions::by_pattern(phase, code))
        };
        if let Some(reason) = by_result(phase, code).or_else(|| known(code)) {
            return reason;
        }
        if dialect == Dialect::AuthManager {
            // On 1.27 and 1.28 ApiBase::dieUsage prepends the module's prefix to codes:
            // `createnotoken`, and even `createcreatemissingparam`.
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

/// Maps the `result` of `action=login` (1.8 to 1.45) and of the legacy `action=createaccount`.
fn by_result(phase: Phase, result: &str) -> Option<Reason> {
    use Phase::*;
    use Reason::*;
    Some(match (phase, result.to_ascii_lowercase().as_str()) {
        (Login, "noname" | "illegal" | "notexists") => LoginFailed,
        (Login, "wrongpass" | "emptypass" | "wrongpluginpass") => LoginFailed,
        // 1.27 and later. On 1.35 a session that timed out is `Failed` too; only its text
        // differs. `Aborted` means that a hook refused, or that a second factor or a new
        // password is needed, which only clientlogin can ask for.
        (Login, "failed" | "aborted") => LoginFailed,
        (Login, "throttled" | "needtowait") => Throttled,
        (Login, "blocked" | "createblocked") => Blocked,
        (Login, "wrongtoken") => SessionLost,

        // NeedToken as the first answer of a session is normal and is not classified. After a
        // token was sent, it means that the wiki has lost the session.
        (Login | Create, "needtoken") => SessionLost,
        (Create, "needcaptcha") => CaptchaWrong,
        // A warning without a username. With one, the account exists.
        (Create, "warning") => RefusedByExtension,
        _ => return None,
    })
}

/// Maps whole codes. Codes whose meaning depends on the dialect or the phase come first.
fn by_code(dialect: Dialect, phase: Phase, code: &str) -> Option<Reason> {
    use Dialect::*;
    use Phase::*;
    use Reason::*;
    Some(match (dialect, phase, code) {
        // Codes that mean something else in other phases.
        (_, Login, "noname" | "invaliduser" | "wrongpassword") => LoginFailed,
        // The answer of 1.21 to 1.26 to a request without parameters.
        (_, Query, "noname") => Protocol,
        // 1.11 to 1.14 remove `query` from the modules of a private wiki.
        (WebForm, Query, "unknown_action") => NotPermitted,
        // The module is missing: the wiki is 1.20 or older, or unset it. `badvalue` (1.35 and
        // later) cannot mean another value, since all others that we send are valid.
        (_, Login | Create, "unknown_action" | "badvalue") => Disabled,

        // Input that the user can correct.
        (_, _, "userexists") => NameTaken,
        (_, _, "noname" | "invaliduser" | "usbaduser_ususers") => NameInvalid,
        (_, _, "passwordtooshort" | "passwordtoolong" | "passwordincommonlist") => PasswordWeak,
        (_, _, "passwordinlargeblacklist" | "password-popular") => PasswordWeak,
        (_, _, "password-name-match" | "password-substring-username-match") => PasswordWeak,
        (_, _, "password-login-forbidden") => PasswordWeak,
        (_, _, "badretype") => PasswordMismatch,
        (_, _, "invalidemailaddress") => EmailInvalid,
        (_, _, "noemail" | "noemailtitle" | "noemailcreate") => EmailRequired,
        // In a creation, LoginForm answers `wrongpassword` for an unknown domain, or for a name
        // and password that the domain's external directory rejects.
        (_, _, "langinvalid" | "wrongpassword") => FieldInvalid,

        // Captchas.
        (_, _, "captcha-createaccount-fail" | "captcha-login-required") => CaptchaWrong,
        (_, _, "forceshowcaptcha" | "incorrect-captcha-sol") => CaptchaWrong,
        (_, _, "captcha-error" | "hcaptcha-internal-error") => CaptchaUnavailable,
        // FancyCaptcha without images, in the legacy answer and in authmanagerinfo.
        (_, _, "Out of images" | "internal_api_error_UnderflowException") => CaptchaUnavailable,

        // The creator's login.
        (_, _, "userlogin-cannot-login") => LoginFailed,
        (_, _, "authmanager-authn-no-primary") => LoginFailed,
        (_, _, "authmanager-authn-autocreate-failed") => LoginFailed,

        // Rights, blocks, limits.
        (_, _, "permdenied-createaccount" | "permissiondenied") => NotPermitted,
        (_, _, "writeapidenied" | "readapidenied") => NotPermitted,
        // The heading of a page, which 1.21 and older with a newer PCRE show alone.
        (_, _, "permissionserrors") => NotPermitted,
        (_, _, "confirmemail" | "confirmedittext") => NotPermitted,
        (_, _, "blocked" | "autoblocked" | "sorbs_create_account_reason") => Blocked,
        // `$wgBlockDisablesLogin` (CheckBlocksSecondaryAuthenticationProvider).
        (_, _, "login-userblocked") => Blocked,
        (_, _, "acct_creation_throttle_hit") => Throttled,
        (_, _, "ratelimited" | "actionthrottledtext") => Throttled,
        (_, _, "login-throttled") => Throttled,

        // The wiki's state.
        (_, _, "readonly" | "readonlytext") => ReadOnly,
        (_, _, "maxlag" | "unknownerror" | "externaldberror" | "usernameinprogress") => Busy,
        (_, _, "moduledisabled" | "noapiwrite") => Disabled,
        (_, _, "userlogin-cannot-create" | "authmanager-create-disabled") => Disabled,
        // No provider found credentials it can use. We send every field of a request and no
        // empty password, so the wiki must offer no fields at all: its accounts are created by
        // a login at another site.
        (_, _, "authmanager-create-no-primary") => NoLocalAccounts,

        // Hooks (AbortNewAccount).
        (_, _, "createaccount-hook-aborted" | "aborted") => RefusedByExtension,

        // The session.
        (_, _, "badtoken" | "sessionfailure" | "nocookiesfornew") => SessionLost,
        (_, _, "assertuserfailed" | "assertnameduserfailed") => SessionLost,
        (_, _, "assertbotfailed" | "assertanonfailed") => SessionLost,
        (_, _, "authmanager-create-not-in-progress") => SessionLost,
        (_, _, "authmanager-authn-not-in-progress") => SessionLost,

        // Errors in our requests. A missing token is `createnotoken` in 1.27, `notoken` in 1.29
        // and `missingparam` in 1.35.
        (_, _, "notoken" | "missingparam" | "badvalue") => Protocol,
        (_, _, "mustbeposted" | "mustpostparams" | "mustposttoken") => Protocol,

        // The account exists, but the mail failed: see `created_despite`.
        (_, _, "php-mail-error" | "php-mail-error-unknown" | "pear-mail-error") => Other,
        (_, _, "user-mail-no-addy" | "user-mail-no-body") => Other,
        _ => return None,
    })
}

/// Maps families of codes by their prefix.
fn by_prefix(code: &str) -> Option<Reason> {
    use Reason::*;
    const PREFIXES: &[(&str, Reason)] = &[
        // `baduser_name` in the legacy module, `baduser` since 1.35.
        ("baduser", NameInvalid),
        // `badaccess-groups`, `badaccess-group0`
        ("badaccess-", NotPermitted),
        // `-partial`, `-composite`, `-tempuser`; up to 1.34 `cantcreateaccount-`
        ("blockedtext", Blocked),
        ("autoblockedtext", Blocked),
        ("systemblockedtext", Blocked),
        ("cantcreateaccount-", Blocked),
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

/// Returns whether a code is a message text: 1.22 gives the text of a hook as the code.
/// Codes have no spaces; texts of languages without spaces are not ASCII.
pub(crate) fn is_message_text(code: &str) -> bool {
    code.contains(|c: char| c.is_whitespace() || !c.is_ascii())
}

/// Returns whether a refused creation ended before the wiki checked the captcha, so that a right
/// captcha answer is still valid. Unknown codes give `false`: fetching a new captcha costs only a
/// request, while a used one costs another round with the user.
///
/// Lost sessions also give `false`, since the captcha is stored in the session.
pub(crate) fn precedes_captcha(dialect: Dialect, code: &str) -> bool {
    let in_all_dialects = matches!(
        code,
        // Checked before the module runs.
        "moduledisabled" | "noapiwrite" | "writeapidenied" | "readonly" | "readonlytext" | "maxlag"
        // About the caller.
        | "permdenied-createaccount" | "permissiondenied"
        | "blocked" | "autoblocked" | "sorbs_create_account_reason"
        // About the name and the e-mail address.
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
            // AuthManager::beginAccountCreation checks first whether any provider can create
            // accounts, then the limit of 1.41 and each provider's test of the name. The
            // pre-tests follow, with the creation limit and AbuseFilter sorted before ConfirmEdit
            // (`sort` 0, 5 and 10 in their `extension.json`). The password and its repetition are
            // tested after the captcha.
            Dialect::AuthManager => {
                matches!(
                    code,
                    "userlogin-cannot-create"
                        | "authmanager-create-disabled"
                        | "ratelimited"
                        | "actionthrottledtext"
                        | "acct_creation_throttle_hit"
                        | "centralauth-account-exists"
                        | "centralauth-account-unattached-exists"
                        | "centralauth-account-rename-exists"
                ) || code.starts_with("abusefilter-")
            }
            // LoginForm::addNewAccountInternal tests all input before it runs the hooks, and the
            // creation limit after them.
            Dialect::LegacyApi => {
                matches!(
                    code,
                    "baduser_name" | "noemail" | "noemailtitle" | "langinvalid" | "wrongpassword"
                ) || Reason::classify(dialect, Phase::Create, code) == Reason::PasswordWeak
            }
            // The page behaves like one or the other, depending on the wiki's release.
            Dialect::WebForm => false,
        }
}

/// Returns whether this error means that the account exists: the legacy module sends mail after
/// it has created the account, and answers with the mailer's error (UserMailer, 1.21 to 1.26).
/// AuthManager does not report mail errors.
///
/// Only unambiguous codes are listed. `noemail` and `badipaddress` can come from the mailer too,
/// and an unknown code from anywhere: those need an existence check.
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

/// Returns whether a code is about the API and not about the caller or the account: the module is
/// missing or disabled, or writing through the API is. The sign-up form may still work.
pub(crate) fn is_about_the_api(code: &str) -> bool {
    matches!(
        code,
        "unknown_action" | "badvalue" | "moduledisabled" | "noapiwrite" | "writeapidenied"
    )
}

#[cfg(test)]
mod extension_tests;
#[cfg(test)]
mod tests;
