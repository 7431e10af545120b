//! The settings that a wiki can have, and their names.

use std::str::FromStr;

/// A setting of a wiki besides its release. The names are those of the transcripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// Reading requires a login, and visitors may not create accounts.
    Private,
    /// Reading requires a login, and everybody may create accounts.
    PrivateOpen,
    /// Visitors may not create accounts.
    NoCreate,
    /// Visitors may create an account only with the invitation `abc`, in the address of the sign-up page
    /// (InviteSignup).
    Invitations,
    /// Visitors may not create accounts, but request them (ConfirmAccount).
    AccountRequests,
    /// The module that creates accounts is switched off.
    Disabled,
    /// The API is switched off: by `$wgEnableAPI`, and from 1.32 on, which lacks that setting, by the web
    /// server.
    NoApi,
    /// The web server answers 404 for `api.php`.
    ApiMissing,
    /// `api.php` answers whatever is POSTed to it with the main page.
    PagesForPosts,
    /// Writing through the API is switched off.
    NoWrite,
    ReadOnly,
    /// One account a day for each visitor.
    Throttled,
    /// The databases lag by 7 seconds, and requests with a smaller `maxlag` are refused.
    Lagged,
    /// The forms have no field for a real name.
    Hidden,
    /// An authentication plug-in with the domains `lab` and `closed` creates the accounts; it refuses those of
    /// `closed`. From 1.27 on a login needs the domain too.
    Domain,
    /// The signup form has links to other languages, and a new account keeps the one in use
    /// (`$wgLoginLanguageSelector`).
    Languages,
    /// An account requires an email address.
    EmailRequired,
    /// Mail is off.
    NoEmail,
    /// Sending mail fails.
    MailFails,
    /// Sending mail throws an exception, after the account was written. Passwords of 1.27 and later are mailed after
    /// the response, so that nobody sees the exception.
    MailThrows,
    /// A wiki in Japanese, as far as it tells of a created account and its mail.
    Japanese,
    /// Creation asks for a second factor once the account exists.
    Otp,
    /// Creation redirects to another site, and asks for a second factor afterwards.
    OpenId,
    /// A login through another site answers RESTART, for a user without an account here. An account of the name
    /// `Known elsewhere` can then be created without a password.
    SignOn,
    /// As `SignOn`, but the login answers FAIL instead of RESTART. The name is preserved all the same.
    SignOnFail,
    /// The first right password of a login answers RESTART, as a provider does that knows the user elsewhere and
    /// wants the account here linked to it. The login is begun again with `loginpreservestate`. From 1.27 on.
    LinkedLogin,
    /// The terms of use must be agreed to before the account is created.
    Terms,
    /// The sign-up form has an extension's box that must be ticked (NewSignupPage), a text that may stay empty, and
    /// a field that only robots see. No API lists them.
    SignupFields,
    /// NewSignupPage adds a box that must be ticked, without a label for AuthManager, whose API throws therefore. From
    /// 1.27 on.
    NewSignupPage,
    /// A step after creation crashes, and the account is rolled back.
    Crash,
    /// The pages with the sign-up form and the login form throw an exception.
    BrokenForms,
    /// The visitor's address is blocked.
    Blocked,
    /// Two blocks apply to the visitor: the address and its range. 1.43 and later merge their texts into one
    /// message without a key; before, it is the same as one block.
    TwoBlocks,
    /// The visitor's address is blocked for visitors only. A user there is not blocked, but may not create
    /// accounts either.
    AnonymousBlock,
    /// GlobalBlocking blocks the visitor's address on all wikis of a farm. The API reports it as a missing right
    /// up to 1.26.
    GlobalBlock,
    /// TorBlock refuses the visitor's address as an exit node.
    TorBlock,
    /// StopForumSpam lists the visitor's address.
    StopForumSpam,
    /// The visitor's address is on a DNS blacklist (`$wgEnableDnsBlacklist`).
    DnsBlacklist,
    /// The visitor's address is blocked from some pages, and from creating accounts. From 1.35 on.
    PartialBlock,
    /// AntiSpoof finds every name too similar to another, or refuses its mixed scripts. The message of a conflict has
    /// no key from 1.27 on. Creators can override it.
    AntiSpoof,
    /// TitleBlacklist lists names that contain `badword`, and those that begin with `Custommsg`, with a message of the
    /// site's own. Creators can override it.
    TitleBlacklist,
    /// SpamBlacklist lists every e-mail address, from 1.27 on.
    ListedEmail,
    /// The question of QuestyCaptcha contains an image, a link, markup and hidden words.
    RichQuestion,
    /// A filter of AbuseFilter warns of every creation, and lets the same pass when it is sent again in the session.
    AbuseWarn,
    /// A filter of AbuseFilter refuses every creation, of names that begin with `Afcustom` with a message of the site's
    /// own.
    AbuseDisallow,
    /// All accounts have a second factor of OATHAuth: the code 123456, and the recovery code SCRATCHTOKEN0001. It
    /// is asked for by `action=clientlogin`.
    SecondFactor,
    /// EmailAuth asks for a code at every login through the API, from 1.27 on. The code is `123456`.
    EmailAuth,
    /// WebAuthn asks for a security key at every login through the API, and accepts none. From 1.27 on.
    WebAuthn,
    /// Rights of administrators need a second factor, which nobody has (`$wgOATHRequiredForGroups`).
    SecondFactorRequired,
    /// Every login through the API must change the password to a longer one. From 1.27 on.
    PasswordForced,
    /// Every login through the API may change the password to a longer one. From 1.27 on.
    PasswordSuggested,
    /// All passwords are too short to log in. From 1.27 on.
    PasswordTooShort,
    /// Blocked accounts cannot log in (`$wgBlockDisablesLogin`), from 1.27 on.
    BlockDisablesLogin,
    /// Two wrong passwords are allowed for each name, from 1.27 on.
    LoginThrottle,
    /// The accounts are those of CentralAuth, which the wiki shares with others.
    CentralAuth,
    /// Names that begin with `*Unregistered` are those of temporary accounts.
    TemporaryAccounts,
    /// CentralAuth has locked all accounts, which cannot log in through the API.
    Locked,
    /// ConfirmEdit asks for the wiki's captcha at logins once a login from the visitor's address has failed
    /// (`badlogin`). It refuses a missing or wrong answer as a wrong password. Up to 1.26 only the login form shows
    /// the captcha.
    BadLogin,
    /// The same once a login with the same name has failed (`badloginperuser`). The captcha is shown only in sessions
    /// in which such a login was tried.
    BadLoginPerUser,
    /// A creation needs the wiki's captcha only after one without it was refused in the same session, as with
    /// AbuseFilter. From 1.27 on.
    LateCaptcha,
    /// The server logs every visitor in as Admin, as with Auth_remoteuser. From 1.27 on.
    RemoteUser,
    /// PluggableAuth: the only logins are those through the other site, as Admin. From 1.27 on.
    Pluggable,
    /// HTTP basic authentication, with the user `lab` and the password `lab`.
    Basic,
    /// Plain HTTP is redirected to the same address over TLS.
    Https,
    /// `$wgServer` has no scheme, which is possible from 1.18 on.
    ProtocolRelative,
    /// A wiki in Turkish: names begin with `İ` instead of `i` (`LanguageTr::ucfirst`).
    Turkish,
    /// PHP up to 7.2, which leaves first letters alone that are Georgian or whose capital is several letters, as
    /// ß. Releases up to 1.30 are always emulated so.
    OldPhp,
    /// A gateway in front of the wiki answers in JSON of its own where others answer with a page.
    Gateway,
}

/// The name of every setting, with a note for the command's list.
const SETTINGS: &[(&str, Setting, &str)] = &[
    (
        "private",
        Setting::Private,
        "reading requires a login, and visitors may not create accounts",
    ),
    (
        "privateopen",
        Setting::PrivateOpen,
        "reading requires a login, and everybody may create accounts",
    ),
    (
        "nocreate",
        Setting::NoCreate,
        "visitors may not create accounts",
    ),
    (
        "invitations",
        Setting::Invitations,
        "visitors need the invitation abc: Special:CreateAccount?invite=abc",
    ),
    (
        "accountrequests",
        Setting::AccountRequests,
        "visitors may not create accounts, but request them (ConfirmAccount)",
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
        "pagesforposts",
        Setting::PagesForPosts,
        "api.php answers POSTs with the main page",
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
        "the databases lag by 7 seconds (see --lag)",
    ),
    (
        "hidden",
        Setting::Hidden,
        "the forms have no field for a real name",
    ),
    (
        "domain",
        Setting::Domain,
        "accounts belong to a domain: lab, or closed, which has no new ones",
    ),
    (
        "languages",
        Setting::Languages,
        "the signup form offers languages ($wgLoginLanguageSelector)",
    ),
    (
        "emailreq",
        Setting::EmailRequired,
        "an account requires an email address",
    ),
    ("noemail", Setting::NoEmail, "the wiki sends no mail"),
    ("mailfail", Setting::MailFails, "sending mail fails"),
    (
        "mailthrows",
        Setting::MailThrows,
        "sending mail throws an exception after the account was written",
    ),
    (
        "japanese",
        Setting::Japanese,
        "created accounts and their mail are reported in Japanese",
    ),
    (
        "otp",
        Setting::Otp,
        "asks for a second factor after creation (code 123456)",
    ),
    (
        "openid",
        Setting::OpenId,
        "creation redirects to another site (code c0de, state st4te), then asks for a second factor",
    ),
    (
        "signon",
        Setting::SignOn,
        "a login through another site leads to an account without a password",
    ),
    (
        "signonfail",
        Setting::SignOnFail,
        "the same, but the login answers FAIL instead of RESTART",
    ),
    (
        "linkedlogin",
        Setting::LinkedLogin,
        "a login answers RESTART once, and is begun again with the password (from 1.27 on)",
    ),
    (
        "terms",
        Setting::Terms,
        "the terms must be agreed to before the account is created",
    ),
    (
        "signupfields",
        Setting::SignupFields,
        "the sign-up form has a box that must be ticked, and a text",
    ),
    (
        "newsignuppage",
        Setting::NewSignupPage,
        "a box that must be ticked in the form, at which authmanagerinfo throws (from 1.27 on)",
    ),
    (
        "crash",
        Setting::Crash,
        "a step after creation crashes, and the account is rolled back",
    ),
    (
        "brokenforms",
        Setting::BrokenForms,
        "the pages with the sign-up form and the login form throw an exception",
    ),
    (
        "blocked",
        Setting::Blocked,
        "the visitor's address is blocked",
    ),
    (
        "twoblocks",
        Setting::TwoBlocks,
        "two blocks apply to the visitor (one message of both from 1.43 on)",
    ),
    (
        "anonymousblock",
        Setting::AnonymousBlock,
        "the visitor's address is blocked for visitors only, and users there may not create accounts",
    ),
    (
        "globalblock",
        Setting::GlobalBlock,
        "GlobalBlocking blocks the visitor's address",
    ),
    (
        "torblock",
        Setting::TorBlock,
        "TorBlock refuses the visitor's address",
    ),
    (
        "stopforumspam",
        Setting::StopForumSpam,
        "StopForumSpam lists the visitor's address",
    ),
    (
        "dnsblacklist",
        Setting::DnsBlacklist,
        "the visitor's address is on a DNS blacklist",
    ),
    (
        "partialblock",
        Setting::PartialBlock,
        "the visitor's address is blocked from some pages and from creating accounts (from 1.35 on)",
    ),
    (
        "antispoof",
        Setting::AntiSpoof,
        "AntiSpoof finds every name too similar to another",
    ),
    (
        "titleblacklist",
        Setting::TitleBlacklist,
        "TitleBlacklist lists names with badword, and Custommsg...",
    ),
    (
        "listedemail",
        Setting::ListedEmail,
        "SpamBlacklist lists every email address (from 1.27 on)",
    ),
    (
        "richquestion",
        Setting::RichQuestion,
        "the question of QuestyCaptcha contains an image, a link, markup and hidden words",
    ),
    (
        "abusewarn",
        Setting::AbuseWarn,
        "AbuseFilter warns of every creation, once in a session",
    ),
    (
        "abusedisallow",
        Setting::AbuseDisallow,
        "AbuseFilter refuses every creation",
    ),
    (
        "secondfactor",
        Setting::SecondFactor,
        "OATHAuth asks for a second factor at logins with clientlogin (123456)",
    ),
    (
        "emailauth",
        Setting::EmailAuth,
        "EmailAuth asks for a code at logins (123456, from 1.27 on)",
    ),
    (
        "webauthn",
        Setting::WebAuthn,
        "WebAuthn asks for a security key at logins (from 1.27 on)",
    ),
    (
        "secondfactorrequired",
        Setting::SecondFactorRequired,
        "the rights of administrators need a second factor, which nobody has",
    ),
    (
        "passwordforced",
        Setting::PasswordForced,
        "logins must change the password (from 1.27 on)",
    ),
    (
        "passwordsuggested",
        Setting::PasswordSuggested,
        "logins may change the password (from 1.27 on)",
    ),
    (
        "passwordtooshort",
        Setting::PasswordTooShort,
        "passwords are too short to log in (from 1.27 on)",
    ),
    (
        "blockdisableslogin",
        Setting::BlockDisablesLogin,
        "blocked accounts cannot log in (from 1.27 on)",
    ),
    (
        "loginthrottle",
        Setting::LoginThrottle,
        "two wrong passwords are allowed (from 1.27 on)",
    ),
    (
        "centralauth",
        Setting::CentralAuth,
        "accounts are shared with other wikis (CentralAuth, from 1.27 on)",
    ),
    (
        "temporaryaccounts",
        Setting::TemporaryAccounts,
        "names with *Unregistered are those of temporary accounts",
    ),
    (
        "locked",
        Setting::Locked,
        "CentralAuth has locked all accounts: no login through the API",
    ),
    (
        "badlogin",
        Setting::BadLogin,
        "the captcha is asked for at logins once a login has failed",
    ),
    (
        "badloginperuser",
        Setting::BadLoginPerUser,
        "the same, only for the name whose login has failed",
    ),
    (
        "latecaptcha",
        Setting::LateCaptcha,
        "the captcha is asked for only after a creation without it was refused (from 1.27 on)",
    ),
    (
        "remoteuser",
        Setting::RemoteUser,
        "the server logs every visitor in as Admin (from 1.27 on)",
    ),
    (
        "pluggable",
        Setting::Pluggable,
        "logins lead through the wiki's own page to another site (code c0de, from 1.27 on)",
    ),
    (
        "basic",
        Setting::Basic,
        "HTTP basic authentication (user lab, password lab)",
    ),
    (
        "https",
        Setting::Https,
        "plain HTTP is redirected to https (see --certificate)",
    ),
    (
        "relative",
        Setting::ProtocolRelative,
        "$wgServer has no scheme, as //host (from 1.18 on)",
    ),
    (
        "turkish",
        Setting::Turkish,
        "a wiki in Turkish: names begin with \u{130} instead of i",
    ),
    (
        "oldphp",
        Setting::OldPhp,
        "PHP up to 7.2: names may begin with \u{df} and with Georgian letters (always so up to 1.30)",
    ),
    (
        "gateway",
        Setting::Gateway,
        "a gateway in front of the wiki answers faults in JSON of its own",
    ),
];

impl Setting {
    /// Returns every setting's name with a note.
    pub fn names() -> impl Iterator<Item = (&'static str, &'static str)> {
        SETTINGS.iter().map(|(name, _, note)| (*name, *note))
    }

    /// Returns the setting's name.
    pub fn name(self) -> &'static str {
        let mut named = SETTINGS.iter();
        let found = named.find(|(_, setting, _)| *setting == self);
        found.map_or("", |(name, ..)| name)
    }
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

/// Returns the value with this name.
pub(crate) fn among<T: Copy>(
    names: impl Iterator<Item = (&'static str, T)> + Clone,
    text: &str,
) -> Result<T, String> {
    names
        .clone()
        .find(|(name, _)| *name == text)
        .map(|(_, value)| value)
        .ok_or_else(|| {
            let names: Vec<_> = names.map(|(name, _)| name).collect();
            format!("{text} is not one of: {}", names.join(", "))
        })
}
