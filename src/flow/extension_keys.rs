//! The messages with which extensions refuse an account.

/// The keys of the messages, which are classified like codes; see `src/reason/extensions.rs`.
///
/// They are no more than the API takes at once from everybody (50). Messages whose text is only a
/// parameter are not among them.
pub(super) const EXTENSION_KEYS: [&str; 38] = [
    "abusefilter-accountreserved",
    "abusefilter-blocked-display",
    "abusefilter-disallowed",
    "abusefilter-warning",
    // The first and the last part of a conflict, around the list of the other names.
    "antispoof-conflict-bottom",
    "antispoof-conflict-top",
    "antispoof-name-conflict",
    "antispoof-name-illegal",
    "blacklistedusernametext",
    "centralauth-account-exists",
    "centralauth-account-rename-exists",
    "centralauth-account-unattached-exists",
    "centralauth-blocked-ip-reputation",
    "centralauth-error-locked",
    "emaildnsvalidate-formatvalfail",
    "emaildnsvalidate-ipprivres",
    "globalblocking-blockedtext-autoblock",
    "globalblocking-blockedtext-autoblock-xff",
    "globalblocking-blockedtext-ip",
    "globalblocking-blockedtext-range",
    "globalblocking-blockedtext-user",
    "globalblocking-blockedtext-xff",
    "globalblocking-ipblocked",
    "globalblocking-ipblocked-range",
    "globalblocking-ipblocked-xff",
    "ipreputation-blocked-ip-reputation",
    "requestaccount-inuse",
    "shoutwiki-must-accept-tos",
    "spam-blacklisted-email-signup",
    "stopforumspam-blocked",
    "titleblacklist-forbidden-new-account",
    "torblock-blocked",
    "username-previously-renamed-account",
    "wikimedia-globalblocking-blockedtext-ip",
    "wikimedia-globalblocking-blockedtext-range",
    "wikimedia-globalblocking-ipblocked",
    "wikimedia-torblock-blocked",
    "wikimediacustomizations-bademaildomain-error",
];
