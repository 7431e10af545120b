//! The codes of extensions, which are the keys of their messages, and the codes that MediaWiki makes of
//! messages without a key of their own.

use super::{Phase, Reason};

/// The keys of an extension and their reasons. A key that ends in a hyphen stands for all that begin so.
/// The first row that matches counts.
type Extension = (&'static str, &'static [(&'static str, Reason)]);

/// Where the keys are from: "recorded" means that a wiki with the extension gave the code, and a class or
/// file is the place in the extension's source that gives it.
///
/// ConfirmEdit's keys are in `by_code`, with the other answers about captchas. SimpleSAMLphp and OpenID
/// Connect refuse through PluggableAuth.
#[rustfmt::skip]
const EXTENSIONS: &[Extension] = {
    use Reason::*;
    &[
        // Blocks of the caller.
        // Hooks (`getUserPermissionsErrorsExpensive`) up to 1.39, recorded; later
        // `onGetBlockErrorMessageKey` with `-blockedtext-ip`, `-range`, `-xff`, `-user`, `-autoblock`.
        ("GlobalBlocking", &[("globalblocking-", Blocked)]),
        // Recorded.
        ("TorBlock", &[("torblock-", Blocked)]),
        // Recorded.
        ("StopForumSpam", &[("stopforumspam-", Blocked)]),
        // PreAuthenticationProvider, with the code `autoblocked`; this is the raw key.
        ("IPReputation", &[("ipreputation-", Blocked)]),
        // GloopPreAuthenticationProvider: the address or the e-mail address is known to StopForumSpam.
        ("GloopTweaks", &[("weirdgloop-spam-block", Blocked)]),

        // Names.
        // Recorded: `antispoof-name-illegal`; SpoofUser: `antispoof-conflict`.
        ("AntiSpoof", &[("antispoof-", NameInvalid)]),
        // Recorded: `titleblacklist-forbidden`; the raw key is `titleblacklist-forbidden-new-account`.
        ("TitleBlacklist", &[("titleblacklist-", NameInvalid)]),
        // UsernameBlacklist.i18n.php
        ("UsernameBlacklist", &[("blacklistedusernametext", NameInvalid)]),
        // ConfirmAccountPreAuthenticationProvider: the name is in a waiting request.
        ("ConfirmAccount", &[("requestaccount-inuse", NameTaken)]),

        // E-mail addresses.
        // Recorded.
        ("SpamBlacklist", &[("spam-blacklisted-email-signup", EmailInvalid)]),
        // BadEmailDomainPreAuthenticationProvider
        ("WikimediaCustomizations", &[("wikimediacustomizations-bademaildomain-error", EmailInvalid)]),
        // EmailDNSValidate::testForAccountCreation
        ("EmailDNSValidate", &[("emaildnsvalidate-", EmailInvalid)]),

        // Other fields.
        // OpenStackNovaSecondaryAuthenticationProvider: `-validationfail`, `-exists`
        ("OpenStackManager", &[("openstackmanager-shellaccountvalidationfail", FieldInvalid),
            ("openstackmanager-shellaccountexists", FieldInvalid)]),

        // Filters.
        // PhalanxUserBlock::abortNewAccount: the name, the e-mail address or the caller's address is listed.
        ("Phalanx", &[("phalanx-", RefusedByExtension)]),
        // PreAuthenticationProvider of BlueSpiceProDistributionConnector: the licence has no user left.
        ("BlueSpice", &[("bs-pro-distribution-createaccount-", RefusedByExtension)]),
        ("AbuseFilter", &[
            // AbuseFilterPreAuthenticationProvider: the name under which the filter blocks.
            ("abusefilter-accountreserved", NameTaken),
            // Consequence/Block.php, RangeBlock.php: the filter has blocked the caller.
            ("abusefilter-blocked-display", Blocked),
            // Recorded: `abusefilter-disallowed`, `abusefilter-warning`, and messages of the wiki's own,
            // whose names begin so too.
            ("abusefilter-", RefusedByExtension),
        ]),

        // Shared accounts.
        ("CentralAuth", &[
            // The name of an account before its global rename.
            ("username-previously-renamed-account", NameTaken),
            // CentralAuthPrimaryAuthenticationProvider, CentralAuthHooks::onAbortNewAccount
            ("centralauth-account-exists", NameTaken),
            ("centralauth-account-unattached-exists", NameTaken),
            ("centralauth-account-rename-exists", NameTaken),
            // Recorded.
            ("centralauth-login-error-locked", Blocked),
            // i18n/en.json: a locked user's writes.
            ("centralauth-error-locked", Blocked),
            // IpReputationPreAuthenticationProvider, with the code `autoblocked`; this is the raw key.
            ("centralauth-blocked-ip-reputation", Blocked),
            // The provider that redirects to the shared domain: the login there took too long.
            ("centralauth-error-badtoken", SessionLost),
            ("centralauth-error-sul3-expired", SessionLost),
            ("centralauth-", RefusedByExtension),
        ]),

        // The terms of use. TOSPreAuthenticationProvider
        ("NewSignupPage", &[("shoutwiki-must-accept-tos", FieldInvalid)]),

        // Logins.
        ("OATHAuth", &[
            ("oathauth-throttled", Throttled),
            // Recorded: `oathauth-login-failed`; SecondaryAuthenticationProvider: `-invalidrequest`,
            // `-recovery-codes-expired-error`, `-webauthn-error-verification-failed`.
            ("oathauth-", LoginFailed),
        ]),
        // EmailAuthSecondaryAuthenticationProvider: `emailauth-login-retry-limit`
        ("EmailAuth", &[("emailauth-", LoginFailed)]),
        // PrimaryAuthenticationProvider, PluggableAuthLogin: `-authentication-failure`, `-not-authorized`,
        // `-authentication-workflow-failure`
        ("PluggableAuth", &[("pluggableauth-", LoginFailed)]),
        // PluggableAuth.php of LDAPAuthentication2: `-no-local-login`, `-error-local-authentication-failed`
        ("LDAPAuthentication2", &[("ldapauthentication2-", LoginFailed)]),
        // PrimaryAuthenticationProviders: `-unallowed-domain`, `-error-no-authentication-workflow`;
        // `-link-other`, `-generic-error`; `-no-challenge`, `-error-no-authentication-workflow`.
        ("GoogleLogin", &[("googlelogin-", LoginFailed)]),
        ("WeiboLogin", &[("weibologin-", LoginFailed)]),
        ("PasswordlessLogin", &[("passwordlesslogin-", LoginFailed)]),
        // WSOAuth::init, authenticate: `-not-configured-message`
        ("WSOAuth", &[("wsoauth-", LoginFailed)]),
        // WebAuthnAuthenticator of the extension before OATHAuth has it: `-verification-failed`
        ("WebAuthn", &[("webauthn-error-", LoginFailed)]),
        ("OAuth", &[
            // SessionProvider: the user is locked, or is blocked where blocked users cannot log in.
            ("mwoauth-invalid-authorization-blocked-user", Blocked),
            // Recorded; SessionProvider: `-invalid-user`, `-wrong-wiki`, `-not-approved`.
            ("mwoauth-invalid-authorization", LoginFailed),
            ("mwoauth-invalid-authorization-", LoginFailed),
            // Recorded: `mwoauth-api-module-disabled`.
            ("mwoauth-", NotPermitted),
        ]),
    ]
};

/// Maps the key of an extension's message. A site may have messages of its own for blocks, those of core
/// too, whose keys have its prefix: `wikimedia-torblock-blocked` (the hooks `TorBlockBlockedMsg`,
/// `GlobalBlockingBlockedIpMsg` and `GetBlockErrorMessageKey`).
pub(super) fn by_key(phase: Phase, key: &str) -> Option<Reason> {
    let own = || reason_of(key);
    let prefixed = || {
        let without_prefix = key.match_indices('-').map(|(at, _)| &key[at + 1..]);
        let block = |key| super::by_prefix(key).filter(|reason| *reason == Reason::Blocked);
        let mut reasons = without_prefix.filter_map(|key| reason_of(key).or_else(|| block(key)));
        reasons.next()
    };
    let reason = own().or_else(prefixed)?;
    Some(match (phase, reason) {
        // The creator's login is what an extension refuses then.
        (Phase::Login, Reason::RefusedByExtension) => Reason::LoginFailed,
        (_, reason) => reason,
    })
}

fn reason_of(key: &str) -> Option<Reason> {
    let mut keys = EXTENSIONS.iter().flat_map(|(_, keys)| *keys);
    let (_, reason) = keys.find(|(known, _)| match known.strip_suffix('-') {
        Some(_) => key.starts_with(known),
        None => key == *known,
    })?;
    Some(*reason)
}

/// Maps a code that MediaWiki made of a pattern. The text is in the message's parameters.
pub(super) fn by_pattern(phase: Phase, code: &str) -> Option<Reason> {
    if code == "rawmessage" {
        // 1.43 and later.
        return Some(of_text(phase));
    }
    let code = sanitized(code);
    let is_pattern =
        code.contains("_1") && code.chars().all(|c| matches!(c, '_' | '-' | '0'..='9'));
    if !is_pattern {
        return None;
    }
    Some(match phase {
        Phase::Login => Reason::LoginFailed,
        _ if is_folded(&code) => Reason::FieldInvalid,
        _ if is_name_conflict(&code) => Reason::NameInvalid,
        _ => of_text(phase),
    })
}

fn of_text(phase: Phase) -> Reason {
    match phase {
        Phase::Login => Reason::LoginFailed,
        Phase::Query | Phase::Create => Reason::RefusedByExtension,
    }
}

/// Returns whether a code is that of a warning by AbuseFilter, after which the same may be sent again.
///
/// A filter's warning is `abusefilter-warning`, or a message that the filter's author chose. AbuseFilter
/// offers the wiki's messages whose names begin with that for warnings, and those that begin with
/// `abusefilter-disallowed` for refusals (AbuseFilterViewEdit::getExistingSelector). A message with another
/// name tells nothing.
pub(crate) fn is_warning(code: &str) -> bool {
    code.starts_with("abusefilter-warning")
}

/// Returns whether a code is that of AntiSpoof's conflict: the name is too similar to another one. From 1.27
/// on the conflict has no key of its own, but three parts (recorded on 1.31 and 1.39).
pub(crate) fn is_name_conflict(code: &str) -> bool {
    matches!(
        sanitized(code).as_str(),
        "_1_2_3" | "antispoof-name-conflict"
    ) || code.starts_with("antispoof-conflict")
}

/// Returns whether a code stands for several errors in one list, `* $1\n* $2` and so on (1.27 and later).
pub(crate) fn is_folded(code: &str) -> bool {
    sanitized(code).starts_with("___1____2")
}

/// Returns a key as MediaWiki makes a code of it (`ApiMessageTrait::getApiCode`, 1.29 and later).
fn sanitized(key: &str) -> String {
    let is_kept = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    key.chars()
        .map(|c| if is_kept(c) { c } else { '_' })
        .collect()
}
