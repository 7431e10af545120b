use std::collections::HashSet;

use super::Dialect::*;
use super::Phase::*;
use super::Reason::*;
use super::*;
use crate::{CaptchaKind, FieldKind, Format, Purpose};

const ALL_DIALECTS: &[Dialect] = Dialect::ALL;
const ALL_PHASES: &[Phase] = Phase::ALL;

type Row = (
    Reason,
    &'static [Dialect],
    &'static [Phase],
    &'static [&'static str],
);

/// All codes of the protocol notes and of the transcripts.
#[rustfmt::skip]
const TABLE: &[Row] = &[
    (NameTaken, ALL_DIALECTS, ALL_PHASES, &["userexists", "username-previously-renamed-account",
        "centralauth-account-exists", "centralauth-account-unattached-exists", "centralauth-account-rename-exists"]),
    (NameInvalid, ALL_DIALECTS, &[Create], &["noname", "invaliduser", "baduser_name", "baduser",
        "titleblacklist-forbidden-new-account", "antispoof-name-illegal", "antispoof-conflict"]),
    (NameInvalid, &[AuthManager], &[Query], &["usbaduser_ususers", "invaliduser"]),
    (Protocol, ALL_DIALECTS, &[Query], &["noname"]),
    (LoginFailed, ALL_DIALECTS, &[Login], &["noname", "invaliduser", "wrongpassword"]),

    (PasswordWeak, ALL_DIALECTS, &[Create], &["passwordtooshort", "passwordtoolong", "password-name-match",
        "password-login-forbidden", "password-substring-username-match", "passwordincommonlist", "password-popular",
        "passwordinlargeblacklist"]),
    (PasswordMismatch, ALL_DIALECTS, &[Create], &["badretype"]),
    (EmailInvalid, ALL_DIALECTS, &[Create], &["invalidemailaddress"]),
    (EmailRequired, ALL_DIALECTS, &[Create], &["noemail", "noemailtitle", "noemailcreate"]),
    (FieldInvalid, ALL_DIALECTS, &[Create], &["langinvalid", "wrongpassword", "___1____2", "___1____2____3",
        "* $1\n* $2", "* $1\n* $2\n* $3"]),

    (CaptchaWrong, &[LegacyApi], &[Create], &["NeedCaptcha", "needcaptcha", "captcha-createaccount-fail",
        "incorrect-captcha-sol"]),
    (CaptchaWrong, &[AuthManager], &[Create], &["captcha-createaccount-fail", "forceshowcaptcha"]),
    (CaptchaWrong, &[AuthManager], &[Login], &["captcha-login-required"]),
    (CaptchaUnavailable, &[AuthManager], &[Create], &["captcha-error", "hcaptcha-internal-error"]),
    (CaptchaUnavailable, &[LegacyApi], &[Create], &["Out of images"]),
    (CaptchaUnavailable, &[AuthManager], &[Query, Create], &["internal_api_error_UnderflowException"]),

    (LoginFailed, ALL_DIALECTS, &[Login], &["NoName", "Illegal", "WrongPluginPass", "NotExists", "WrongPass", "EmptyPass",
        "Failed", "Aborted", "WRONGPASS", "aborted"]),
    (LoginFailed, &[AuthManager], &[Login], &["userlogin-cannot-login", "authmanager-authn-no-primary",
        "authmanager-authn-autocreate-failed", "oathauth-login-failed"]),
    (LoginFailed, &[AuthManager], ALL_PHASES, &["mwoauth-invalid-authorization",
        "mwoauth-invalid-authorization-not-approved"]),

    (NotPermitted, &[LegacyApi], &[Create], &["permdenied-createaccount", "writeapidenied"]),
    (NotPermitted, &[AuthManager], &[Create], &["permissiondenied", "badaccess-groups", "badaccess-group0",
        "writeapidenied", "mwoauth-api-module-disabled", "confirmemail", "confirmedittext"]),
    (NotPermitted, ALL_DIALECTS, ALL_PHASES, &["readapidenied"]),
    (NotPermitted, &[WebForm], &[Query], &["unknown_action"]),

    (Blocked, ALL_DIALECTS, &[Create], &["blocked", "autoblocked", "sorbs_create_account_reason",
        "cantcreateaccount-text", "cantcreateaccount-range-text", "blockedtext", "blockedtext-partial",
        "blockedtext-composite", "blockedtext-tempuser", "autoblockedtext", "autoblockedtext-tempuser",
        "systemblockedtext"]),
    (Blocked, ALL_DIALECTS, &[Login], &["Blocked", "CreateBlocked", "blocked"]),
    (Blocked, &[AuthManager], &[Login], &["login-userblocked"]),

    (Throttled, ALL_DIALECTS, &[Create], &["acct_creation_throttle_hit", "ratelimited", "actionthrottledtext"]),
    (Throttled, ALL_DIALECTS, &[Login], &["Throttled", "NeedToWait", "needtowait", "login-throttled",
        "oathauth-throttled", "ratelimited"]),

    (ReadOnly, ALL_DIALECTS, ALL_PHASES, &["readonly", "readonlytext"]),
    (Busy, ALL_DIALECTS, ALL_PHASES, &["maxlag", "unknownerror", "externaldberror", "usernameinprogress",
        "internal_api_error_DomainException", "internal_api_error_UnexpectedValueException",
        "internal_api_error_DBQueryError"]),

    (Disabled, ALL_DIALECTS, ALL_PHASES, &["moduledisabled", "noapiwrite"]),
    (Disabled, ALL_DIALECTS, &[Login, Create], &["unknown_action", "badvalue"]),
    (Disabled, &[AuthManager], &[Create], &["userlogin-cannot-create", "authmanager-create-disabled"]),
    (NoLocalAccounts, &[AuthManager], &[Create], &["authmanager-create-no-primary"]),

    (RefusedByExtension, ALL_DIALECTS, &[Create], &["createaccount-hook-aborted", "aborted", "abusefilter-disallowed",
        "centralauth-account-expired", "$1", "_1"]),
    (RefusedByExtension, &[LegacyApi], &[Create], &["Warning", "warning", "Incorrect or missing confirmation code.",
        "\u{9a57}\u{8b49}\u{78bc}\u{932f}\u{8aa4}"]),

    (SessionLost, &[LegacyApi], &[Create], &["NeedToken", "needtoken", "nocookiesfornew", "sessionfailure"]),
    (SessionLost, ALL_DIALECTS, &[Login], &["NeedToken", "WrongToken", "badtoken"]),
    (SessionLost, ALL_DIALECTS, ALL_PHASES, &["badtoken", "assertuserfailed", "assertbotfailed", "assertanonfailed",
        "assertnameduserfailed"]),
    (SessionLost, &[AuthManager], &[Create], &["authmanager-create-not-in-progress"]),
    (SessionLost, &[AuthManager], &[Login], &["authmanager-authn-not-in-progress"]),

    (Protocol, ALL_DIALECTS, ALL_PHASES, &["notoken", "missingparam", "mustbeposted", "mustpostparams", "mustposttoken",
        "badurl_createreturnurl", "unknown_meta", "unknown_format", "unknown_assert"]),
    (Protocol, &[AuthManager, LegacyApi], &[Query], &["unknown_action", "badvalue"]),

    (Other, &[LegacyApi], &[Create], &["php-mail-error", "php-mail-error-unknown", "pear-mail-error", "user-mail-no-addy",
        "user-mail-no-body"]),
];

#[test]
fn every_code_has_its_reason() {
    for (reason, dialects, phases, codes) in TABLE {
        for &dialect in *dialects {
            for &phase in *phases {
                for code in *codes {
                    let found = Reason::classify(dialect, phase, code);
                    assert_eq!(found, *reason, "{dialect} {phase} {code:?}");
                }
            }
        }
    }
}

#[test]
fn a_code_has_only_one_reason() {
    let mut seen = HashSet::new();
    for (reason, dialects, phases, codes) in TABLE {
        for dialect in *dialects {
            for phase in *phases {
                for code in *codes {
                    seen.insert((dialect, phase, code, reason));
                }
            }
        }
    }
    let places: HashSet<_> = seen.iter().map(|(d, p, c, _)| (d, p, c)).collect();
    assert_eq!(places.len(), seen.len());
}

#[test]
fn a_prepended_module_prefix_is_removed_for_authmanager() {
    for (code, reason) in [
        ("createnotoken", Protocol),
        ("createmustpostparams", Protocol),
        ("createmissingparam", Protocol),
        ("createcreatemissingparam", Protocol),
        ("createbadurl_createreturnurl", Protocol),
        ("createunknown_createmessageformat", Protocol),
        ("createinvaliduser", NameInvalid),
    ] {
        assert_eq!(
            Reason::classify(AuthManager, Create, code),
            reason,
            "{code}"
        );
    }
    assert_eq!(
        Reason::classify(AuthManager, Login, "loginnotoken"),
        Protocol
    );
    assert_eq!(Reason::classify(LegacyApi, Create, "createnotoken"), Other);
}

#[test]
fn a_code_that_is_known_keeps_its_prefix() {
    let cases = [
        (Create, "createaccount-hook-aborted", RefusedByExtension),
        (Login, "login-throttled", Throttled),
        (Login, "CreateBlocked", Blocked),
    ];
    for (phase, code, reason) in cases {
        assert_eq!(Reason::classify(AuthManager, phase, code), reason, "{code}");
    }
}

#[test]
fn unknown_codes_are_other() {
    for &dialect in ALL_DIALECTS {
        for &phase in ALL_PHASES {
            for code in ["", "create", "login", "createcreate", "frobnicate", "Ok"] {
                assert_eq!(
                    Reason::classify(dialect, phase, code),
                    Other,
                    "{dialect} {phase} {code:?}"
                );
            }
        }
    }
}

#[test]
fn codes_are_compared_exactly_and_results_only_in_their_phase() {
    assert_eq!(Reason::classify(AuthManager, Create, "UserExists"), Other);
    assert_eq!(Reason::classify(LegacyApi, Query, "NeedCaptcha"), Other);
    assert_eq!(Reason::classify(LegacyApi, Create, "WrongPass"), Other);
}

#[test]
fn a_message_text_is_a_code_in_legacy_creations_only() {
    let text = "Incorrect or missing confirmation code.";
    for &dialect in ALL_DIALECTS {
        for &phase in ALL_PHASES {
            let expected = match (dialect, phase) {
                (LegacyApi, Create) => RefusedByExtension,
                _ => Other,
            };
            assert_eq!(Reason::classify(dialect, phase, text), expected);
        }
    }
}

/// Follows the transcripts `captcha-survives-*`, and beyond them the order of the checks in
/// AuthManager and LoginForm.
#[test]
fn refusals_before_the_captcha_check() {
    for &dialect in ALL_DIALECTS {
        for code in [
            "userexists",
            "noname",
            "invaliduser",
            "invalidemailaddress",
            "blocked",
            "blockedtext-partial",
            "cantcreateaccount-text",
            "badaccess-groups",
            "readonly",
            "maxlag",
        ] {
            assert!(precedes_captcha(dialect, code), "{dialect} {code}");
        }
        for code in [
            "",
            "frobnicate",
            "captcha-createaccount-fail",
            "captcha-error",
            "NeedCaptcha",
            "NeedToken",
            "badtoken",
            "assertuserfailed",
            "badretype",
            "noemailcreate",
            "externaldberror",
            "aborted",
            "antispoof-name-illegal",
            "titleblacklist-forbidden-new-account",
            "authmanager-create-no-primary",
            "internal_api_error_DomainException",
            "php-mail-error",
        ] {
            assert!(!precedes_captcha(dialect, code), "{dialect} {code}");
        }
    }
    // AbuseFilter is sorted before ConfirmEdit by AuthManager. Up to 1.26 the order is that of their hooks.
    for code in ["abusefilter-disallowed", "abusefilter-warning"] {
        assert!(precedes_captcha(AuthManager, code), "{code}");
        assert!(!precedes_captcha(LegacyApi, code), "{code}");
    }
}

#[test]
fn passwords_and_limits_are_checked_in_the_order_of_the_dialect() {
    assert!(precedes_captcha(AuthManager, "abusefilter-disallowed"));
    assert!(!precedes_captcha(LegacyApi, "abusefilter-disallowed"));
    for code in ["passwordtooshort", "password-name-match", "baduser_name"] {
        assert!(precedes_captcha(LegacyApi, code), "{code}");
        assert!(!precedes_captcha(AuthManager, code), "{code}");
        assert!(!precedes_captcha(WebForm, code), "{code}");
    }
    for code in ["acct_creation_throttle_hit", "ratelimited"] {
        assert!(precedes_captcha(AuthManager, code), "{code}");
        assert!(!precedes_captcha(LegacyApi, code), "{code}");
        assert!(!precedes_captcha(WebForm, code), "{code}");
    }
}

#[test]
fn a_mail_error_of_the_legacy_module_means_created() {
    for code in [
        "php-mail-error",
        "php-mail-error-unknown",
        "pear-mail-error",
        "user-mail-no-addy",
        "user-mail-no-body",
    ] {
        assert!(created_despite(LegacyApi, code), "{code}");
        assert!(!created_despite(AuthManager, code), "{code}");
    }
    for code in ["noemail", "userexists", "unknownerror", ""] {
        assert!(!created_despite(LegacyApi, code), "{code:?}");
    }
}

#[test]
fn names_are_parsed_back() {
    fn check<T>(all: &[T], name: fn(T) -> &'static str, from: fn(&str) -> Option<T>)
    where
        T: Copy + PartialEq + std::fmt::Debug + std::fmt::Display,
        T: serde::Serialize + serde::de::DeserializeOwned,
    {
        let mut names = HashSet::new();
        for &value in all {
            let text = name(value);
            assert!(
                text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'),
                "{text}"
            );
            assert!(names.insert(text), "{text} twice");
            assert_eq!(from(text), Some(value));
            assert_eq!(value.to_string(), text);
            let json = serde_json::to_string(&value).unwrap();
            assert_eq!(json, format!("\"{text}\""));
            assert_eq!(serde_json::from_str::<T>(&json).unwrap(), value);
        }
        assert_eq!(from(""), None);
        assert!(serde_json::from_str::<T>("\"no such name\"").is_err());
    }
    check(Reason::ALL, Reason::as_str, Reason::from_name);
    check(Dialect::ALL, Dialect::as_str, Dialect::from_name);
    check(Phase::ALL, Phase::as_str, Phase::from_name);
    check(FieldKind::ALL, FieldKind::as_str, FieldKind::from_name);
    check(
        CaptchaKind::ALL,
        CaptchaKind::as_str,
        CaptchaKind::from_name,
    );
    check(Format::ALL, Format::as_str, Format::from_name);
    check(Purpose::ALL, Purpose::as_str, Purpose::from_name);
}

/// C, Python, PHP and JSON use these names, so changing one breaks them.
#[test]
fn names_do_not_change() {
    #[rustfmt::skip]
    let promised = [
        "name-taken", "name-invalid", "password-weak", "password-mismatch", "email-invalid", "email-required",
        "captcha-wrong", "captcha-unavailable", "login-failed", "not-permitted", "blocked", "throttled", "read-only",
        "busy", "disabled", "no-local-accounts", "refused-by-extension", "field-invalid", "session-lost", "not-a-wiki",
        "access-denied", "unreachable", "insecure", "too-large", "protocol", "cancelled", "journal", "invalid-argument",
        "other",
    ];
    let names: Vec<_> = Reason::ALL.iter().map(|reason| reason.as_str()).collect();
    assert_eq!(names, promised);
    let dialects: Vec<_> = Dialect::ALL
        .iter()
        .map(|dialect| dialect.as_str())
        .collect();
    assert_eq!(dialects, ["authmanager", "legacy", "webform"]);
}

/// The names can be derived from the Rust names.
#[test]
fn names_are_the_rust_names_in_kebab_case() {
    for reason in Reason::ALL {
        let mut kebab = String::new();
        for c in format!("{reason:?}").chars() {
            if c.is_uppercase() && !kebab.is_empty() {
                kebab.push('-');
            }
            kebab.push(c.to_ascii_lowercase());
        }
        assert_eq!(reason.as_str(), kebab);
    }
}
