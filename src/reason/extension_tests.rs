//! Every code that an extension is known to give, with its reason. `extensions.rs` says where the codes
//! are from.

use std::collections::HashSet;

use super::{Dialect::*, Phase::*, Reason::*, *};

/// A row for each extension, and for each reason that it gives.
type Row = (&'static str, Reason, &'static [&'static str]);

#[rustfmt::skip]
const CREATIONS: &[Row] = &[
    ("AbuseFilter", RefusedByExtension, &["abusefilter-disallowed", "abusefilter-disallowed-lab", "abusefilter-warning",
        "abusefilter-warning-names"]),
    ("AbuseFilter", Blocked, &["abusefilter-blocked-display"]),
    ("AbuseFilter", NameTaken, &["abusefilter-accountreserved"]),
    ("AntiSpoof", NameInvalid, &["antispoof-name-illegal", "antispoof-conflict", "antispoof-conflict-top",
        "antispoof-conflict-bottom", "antispoof-name-conflict", "_1_2_3", "$1$2$3"]),
    ("CentralAuth", NameTaken, &["centralauth-account-exists", "centralauth-account-unattached-exists",
        "centralauth-account-rename-exists", "username-previously-renamed-account"]),
    ("CentralAuth", Blocked, &["centralauth-error-locked", "centralauth-blocked-ip-reputation"]),
    ("CentralAuth", RefusedByExtension, &["centralauth-account-expired"]),
    ("ConfirmAccount", NameTaken, &["requestaccount-inuse"]),
    ("ConfirmEdit", CaptchaWrong, &["captcha-createaccount-fail", "forceshowcaptcha"]),
    ("ConfirmEdit", CaptchaUnavailable, &["captcha-error", "hcaptcha-internal-error"]),
    ("EmailDNSValidate", EmailInvalid, &["emaildnsvalidate-formatvalfail", "emaildnsvalidate-ipprivres"]),
    ("BlueSpice", RefusedByExtension, &["bs-pro-distribution-createaccount-fail-max-accounts-exceed"]),
    ("GloopTweaks", Blocked, &["weirdgloop-spam-block"]),
    ("OpenStackManager", FieldInvalid, &["openstackmanager-shellaccountvalidationfail",
        "openstackmanager-shellaccountexists"]),
    ("Phalanx", RefusedByExtension, &["phalanx-user-block-new-account"]),
    ("GlobalBlocking", Blocked, &["globalblocking-ipblocked", "globalblocking-ipblocked-range",
        "globalblocking-ipblocked-xff", "globalblocking-blockedtext-ip", "globalblocking-blockedtext-range",
        "globalblocking-blockedtext-xff", "globalblocking-blockedtext-user", "globalblocking-blockedtext-autoblock",
        "globalblocking-blockedtext-autoblock-xff"]),
    ("IPReputation", Blocked, &["ipreputation-blocked-ip-reputation"]),
    ("NewSignupPage", FieldInvalid, &["shoutwiki-must-accept-tos"]),
    ("OAuth", Blocked, &["mwoauth-invalid-authorization-blocked-user"]),
    ("OAuth", NotPermitted, &["mwoauth-api-module-disabled"]),
    ("OAuth", LoginFailed, &["mwoauth-invalid-authorization", "mwoauth-invalid-authorization-invalid-user",
        "mwoauth-invalid-authorization-wrong-wiki", "mwoauth-invalid-authorization-not-approved"]),
    ("SpamBlacklist", EmailInvalid, &["spam-blacklisted-email-signup"]),
    ("StopForumSpam", Blocked, &["stopforumspam-blocked"]),
    ("TitleBlacklist", NameInvalid, &["titleblacklist-forbidden", "titleblacklist-forbidden-new-account"]),
    ("TorBlock", Blocked, &["torblock-blocked"]),
    ("UsernameBlacklist", NameInvalid, &["blacklistedusernametext"]),
    ("WikimediaCustomizations", EmailInvalid, &["wikimediacustomizations-bademaildomain-error"]),
    // With a site's own prefix: WikimediaMessages (hooks), MirahezeMagic.
    ("WikimediaMessages", Blocked, &["wikimedia-torblock-blocked", "wikimedia-globalblocking-ipblocked",
        "wikimedia-globalblocking-ipblocked-xff", "wikimedia-globalblocking-blockedtext-ip",
        "wikimedia-globalblocking-blockedtext-range", "wikimedia-globalblocking-blockedtext-autoblock-xff"]),
    ("MirahezeMagic", Blocked, &["miraheze-globalblocking-ipblocked-range"]),
    ("a site", Blocked, &["our-own-stopforumspam-blocked", "lab-blockedtext", "lab-blockedtext-partial",
        "lab-autoblockedtext"]),
];

#[rustfmt::skip]
const LOGINS: &[Row] = &[
    ("CentralAuth", Blocked, &["centralauth-login-error-locked", "miraheze-centralauth-login-error-locked"]),
    ("CentralAuth", SessionLost, &["centralauth-error-badtoken", "centralauth-error-sul3-expired"]),
    ("CentralAuth", LoginFailed, &["centralauth-rename-abortlogin", "centralauth-abortlogin-renamed",
        "centralauth-login-error-usesul3"]),
    ("ConfirmEdit", CaptchaWrong, &["captcha-login-required"]),
    ("EmailAuth", LoginFailed, &["emailauth-login-retry-limit"]),
    ("LDAPAuthentication2", LoginFailed, &["ldapauthentication2-no-local-login",
        "ldapauthentication2-error-local-authentication-failed"]),
    ("OATHAuth", LoginFailed, &["oathauth-login-failed", "oathauth-invalidrequest",
        "oathauth-recovery-codes-expired-error", "oathauth-webauthn-error-verification-failed"]),
    ("OATHAuth", Throttled, &["oathauth-throttled"]),
    ("GoogleLogin", LoginFailed, &["googlelogin-unallowed-domain", "googlelogin-error-no-authentication-workflow"]),
    ("PasswordlessLogin", LoginFailed, &["passwordlesslogin-no-challenge",
        "passwordlesslogin-error-no-authentication-workflow"]),
    ("WeiboLogin", LoginFailed, &["weibologin-link-other", "weibologin-generic-error"]),
    ("WSOAuth", LoginFailed, &["wsoauth-not-configured-message"]),
    ("WebAuthn", LoginFailed, &["webauthn-error-verification-failed"]),
    ("PluggableAuth", LoginFailed, &["pluggableauth-authentication-failure", "pluggableauth-not-authorized",
        "pluggableauth-authentication-workflow-failure"]),
    // Text of PluggableAuth's plug-ins, such as SimpleSAMLphp and OpenID Connect.
    ("PluggableAuth", LoginFailed, &["_1", "rawmessage"]),
];

#[test]
fn codes_of_extensions_have_their_reasons() {
    for (phase, table) in [(Create, CREATIONS), (Login, LOGINS)] {
        for (extension, reason, codes) in table {
            for code in *codes {
                let found = Reason::classify(AuthManager, phase, code);
                assert_eq!(found, *reason, "{extension} {phase} {code:?}");
            }
        }
    }
}

#[test]
fn thirty_extensions_have_rows() {
    let rows = CREATIONS.iter().chain(LOGINS);
    let extensions: HashSet<&str> = rows.map(|(extension, ..)| *extension).collect();
    // "a site" is none.
    assert!(extensions.len() > 30, "{extensions:?}");
}

/// The hooks of 1.21 to 1.26 give texts, which are compared with the wiki's messages under these keys.
#[test]
fn keys_of_extensions_mean_the_same_in_every_dialect() {
    for (extension, reason, codes) in CREATIONS {
        for dialect in [LegacyApi, WebForm] {
            for code in *codes {
                let found = Reason::classify(dialect, Create, code);
                assert_eq!(found, *reason, "{extension} {dialect} {code:?}");
            }
        }
    }
}

#[test]
fn texts_without_a_key_are_refusals_of_an_extension() {
    for code in ["$1", "_1", "$1 $2", "_1_2", "_1__2__3_", "rawmessage"] {
        let found = Reason::classify(AuthManager, Create, code);
        assert_eq!(found, RefusedByExtension, "{code:?}");
    }
    for code in ["* $1\n* $2", "___1____2", "___1____2____3"] {
        let found = Reason::classify(AuthManager, Create, code);
        assert_eq!(found, FieldInvalid, "{code:?}");
        assert!(is_folded(code), "{code:?}");
    }
    for code in ["", "_", "1", "-1", "_2_3", "some_1", "$", "_x_1", "__1x"] {
        assert_eq!(
            Reason::classify(AuthManager, Create, code),
            Other,
            "{code:?}"
        );
    }
}

#[test]
fn words_of_extensions_in_other_keys_mean_nothing() {
    for code in [
        "torblock",
        "nottorblock-blocked",
        "lab-abusefilters-x",
        "lab-oathauth",
        "spam-blacklisted-email-signups",
        "antispoofing-name",
        "lab-blocked",
    ] {
        assert_eq!(
            Reason::classify(AuthManager, Create, code),
            Other,
            "{code:?}"
        );
    }
}
