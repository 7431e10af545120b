//! The wiki's messages: their keys, and their English texts in each release.

use crate::{
    api_value::{ApiValue, Map, texts},
    profile::Profile,
    release::Release,
};

/// A parameter of a message.
#[derive(Clone, Debug)]
pub enum Param {
    Text(String),
    Number(i64),
    /// A span of time in seconds.
    Duration(i64),
    /// A list of one.
    List(String),
}

/// A message before its text is chosen.
#[derive(Clone, Debug)]
pub struct Message {
    pub key: String,
    pub params: Vec<Param>,
}

impl Message {
    pub fn new(key: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            params: Vec::new(),
        }
    }

    pub fn with(mut self, param: Param) -> Self {
        self.params.push(param);
        self
    }

    /// Returns the text with its parameters, and with braces unresolved. An unknown key is the text itself, as
    /// of MediaWiki's raw messages.
    pub fn plain(&self, release: Release) -> String {
        let mut text = template(&self.key, release).unwrap_or(&self.key).to_owned();
        for (index, param) in self.params.iter().enumerate() {
            let value = match param {
                Param::Text(text) | Param::List(text) => text.clone(),
                Param::Number(number) => number.to_string(),
                Param::Duration(seconds) => duration(*seconds),
            };
            text = text.replace(&format!("${}", index + 1), &value);
        }
        text
    }

    /// Returns the text with its braces resolved, as a person reads it.
    pub fn text(&self, release: Release) -> String {
        resolve(&self.plain(release))
    }

    /// Returns the text as HTML, without a paragraph around it if it is only one.
    pub fn html(&self, release: Release) -> String {
        let text = self.text(release);
        if !text.contains("\n\n") && !text.lines().any(|line| line.starts_with('*')) {
            return inline(&text);
        }
        let mut html = String::new();
        for part in text.split("\n\n") {
            let (items, lines): (Vec<_>, Vec<_>) =
                part.lines().partition(|line| line.starts_with('*'));
            if !lines.is_empty() {
                html += &format!("<p>{}\n</p>", inline(&lines.join("\n")));
            }
            let items = items.into_iter().map(|item| item[1..].trim_start());
            let items: Vec<_> = items
                .map(|item| format!("<li>{}</li>\n", inline(item)))
                .collect();
            if !items.is_empty() {
                html += &format!("<ul>{}</ul>", items.concat());
            }
        }
        html
    }

    /// Returns key and parameters as the message format `raw` prints them.
    pub fn raw(&self) -> Map {
        Map::new()
            .with("key", self.key.as_str())
            .with("params", self.raw_params())
    }

    /// Returns the parameters as `raw` prints them.
    pub fn raw_params(&self) -> ApiValue {
        let params = self.params.iter().map(|param| match param {
            Param::Text(text) => ApiValue::Text(text.clone()),
            Param::Number(number) => ApiValue::Number(*number),
            Param::List(text) => Map::new()
                .with("list", texts("item", [text.as_str()]))
                .with("type", "comma")
                .into(),
            Param::Duration(seconds) => Map::new().with("duration", *seconds).into(),
        });
        ApiValue::List("param", false, params.collect())
    }

    /// Returns the error code that newer releases derive from the message.
    pub fn code(&self, profile: &Profile) -> String {
        let key = self.key.as_str();
        match key {
            "noname" => "invaliduser".to_owned(),
            "actionthrottledtext" => "ratelimited".to_owned(),
            "sessionfailure" => "badtoken".to_owned(),
            "readonlytext" => "readonly".to_owned(),
            "badaccess-groups" | "badaccess-group0" => "permissiondenied".to_owned(),
            "blockedtext" | "blockedtext-partial" if profile.block_codes => "blocked".to_owned(),
            "titleblacklist-forbidden-new-account" | "titleblacklist-custom-lab" => {
                "titleblacklist-forbidden".to_owned()
            }
            // A text without a key.
            _ if key.contains(' ') && !key.contains('$') && profile.message_codes => {
                "rawmessage".to_owned()
            }
            _ if key.contains('$') && !profile.pattern_codes => key
                .chars()
                .map(|letter| {
                    if letter.is_ascii_alphanumeric() || letter == '-' {
                        letter
                    } else {
                        '_'
                    }
                })
                .collect(),
            _ => key.to_owned(),
        }
    }
}

/// Returns a span of time as `Language::formatDuration` does.
fn duration(seconds: i64) -> String {
    let units = [
        (86_400, "day"),
        (3_600, "hour"),
        (60, "minute"),
        (1, "second"),
    ];
    let mut rest = seconds;
    let mut parts = Vec::new();
    for (unit, name) in units {
        let count = rest / unit;
        rest %= unit;
        match count {
            0 => {}
            1 => parts.push(format!("1 {name}")),
            _ => parts.push(format!("{count} {name}s")),
        }
    }
    match parts.split_last() {
        None => "0 seconds".to_owned(),
        Some((only, [])) => only.clone(),
        Some((last, others)) => format!("{} and {last}", others.join(", ")),
    }
}

/// Returns a line of wikitext as HTML: links, bold and italic words.
fn inline(text: &str) -> String {
    let text = between(text, "'''", "b");
    let text = between(&text, "''", "i");
    let mut html = String::new();
    let mut rest = text.as_str();
    while let Some((before, link)) = rest.split_once("[[") {
        let Some((link, after)) = link.split_once("]]") else {
            break;
        };
        let (target, label) = link.split_once('|').unwrap_or((link, link));
        html.push_str(before);
        html.push_str(&format!(
            "<a href=\"/index.php/{target}\" title=\"{target}\">{label}</a>"
        ));
        rest = after;
    }
    html + rest
}

/// Returns a text with an element around every other part between two marks.
fn between(text: &str, mark: &str, element: &str) -> String {
    let parts = text.split(mark).enumerate();
    let parts = parts.map(|(index, part)| match index % 2 {
        0 => part.to_owned(),
        _ => format!("<{element}>{part}</{element}>"),
    });
    parts.collect()
}

/// Resolves `{{PLURAL:1|one|more}}` and `{{SITENAME}}`.
fn resolve(text: &str) -> String {
    let mut text = text
        .replace("{{SITENAME}}", "LabWiki")
        .replace("{{MediaWiki:Grouppage-sysop}}", "LabWiki:Administrators")
        .replace("{{int:emailuser}}", "Email this user");
    while let Some(start) = text.find("{{PLURAL:") {
        let Some(length) = text[start..].find("}}") else {
            break;
        };
        let inside = &text[start + 9..start + length];
        let mut forms = inside.split('|');
        let one = matches!(forms.next(), Some("1" | "-1"));
        let forms: Vec<_> = forms.collect();
        let form = if one { forms.first() } else { forms.last() };
        let form = form.copied().unwrap_or_default().to_owned();
        text.replace_range(start..start + length + 2, &form);
    }
    text
}

/// Returns the text of a message in `release`.
pub fn template(key: &str, release: Release) -> Option<&'static str> {
    latest(TEXTS, key, release)
}

/// Returns the keys of the messages of `release`.
pub fn keys(release: Release) -> impl Iterator<Item = &'static str> {
    let first = |index: usize| {
        TEXTS[..index]
            .iter()
            .all(|(key, ..)| *key != TEXTS[index].0)
    };
    let keys = (0..TEXTS.len()).filter(move |index| first(*index));
    keys.map(|index| TEXTS[index].0)
        .filter(move |key| template(key, release).is_some())
}

/// Returns the text of a message in `release` from a table like [`TEXTS`].
pub fn latest(
    texts: &[(&str, u16, &'static str)],
    key: &str,
    release: Release,
) -> Option<&'static str> {
    texts
        .iter()
        .filter(|(name, since, _)| *name == key && Release::first(*since) <= release)
        .map(|(_, _, text)| *text)
        .next_back()
}

/// Key, the release a text came with, and the text. The texts of one key are sorted by release, oldest first.
const TEXTS: &[(&str, u16, &str)] = &[
    ("noname", 0, "You have not specified a valid user name."),
    ("noname", 17, "You have not specified a valid username."),
    (
        "userexists",
        0,
        "Username entered already in use.\nPlease choose a different name.",
    ),
    ("badretype", 0, "The passwords you entered do not match."),
    (
        "passwordtooshort",
        0,
        "Passwords must be at least {{PLURAL:$1|1 character|$1 characters}}.",
    ),
    (
        "password-name-match",
        0,
        "Your password must be different from your username.",
    ),
    (
        "password-substring-username-match",
        0,
        "Your password must not appear within your username.",
    ),
    ("noemailtitle", 0, "No e-mail address"),
    ("noemailtitle", 20, "No email address"),
    (
        "noemailcreate",
        0,
        "You need to provide a valid email address.",
    ),
    (
        "invalidemailaddress",
        0,
        "The e-mail address cannot be accepted as it appears to have an invalid format.\nPlease enter a well-formatted address or empty that field.",
    ),
    (
        "invalidemailaddress",
        20,
        "The email address cannot be accepted as it appears to have an invalid format.\nPlease enter a well-formatted address or empty that field.",
    ),
    (
        "actionthrottledtext",
        0,
        "As an anti-abuse measure, you are limited from performing this action too many times in a short space of time, and you have exceeded this limit.\nPlease try again in a few minutes.",
    ),
    (
        "acct_creation_throttle_hit",
        0,
        "Visitors to this wiki using your IP address have created {{PLURAL:$1|1 account|$1 accounts}} in the last day, which is the maximum allowed in this time period.\nAs a result, visitors using this IP address cannot create any more accounts at the moment.",
    ),
    (
        "acct_creation_throttle_hit",
        28,
        "Visitors to this wiki using your IP address have created {{PLURAL:$1|1 account|$1 accounts}} in the last $2, which is the maximum allowed in this time period.\nAs a result, visitors using this IP address cannot create any more accounts at the moment.",
    ),
    (
        "captcha-createaccount-fail",
        0,
        "Incorrect or missing confirmation code.",
    ),
    (
        "captcha-createaccount-fail",
        23,
        "Incorrect or missing CAPTCHA.",
    ),
    (
        "captcha-error",
        0,
        "CAPTCHA verification failed due to internal error: $1",
    ),
    (
        "nocookiesfornew",
        0,
        "The user account was not created, as we could not confirm its source.\nEnsure you have cookies enabled, reload this page and try again.",
    ),
    (
        "sessionfailure",
        0,
        "There seems to be a problem with your login session;\nthis action has been canceled as a precaution against session hijacking.\nGo back to the previous page, reload that page and then try again.",
    ),
    (
        "php-mail-error",
        0,
        "Could not execute mail delivery program ' -t -i '",
    ),
    (
        "wrongpassword",
        0,
        "Incorrect password entered.\nPlease try again.",
    ),
    (
        "wrongpassword",
        29,
        "Incorrect username or password entered.\nPlease try again.",
    ),
    (
        "sorbs_create_account_reason",
        0,
        "Your IP address is listed as an open proxy in the DNSBL used by LabWiki.\nYou cannot create an account",
    ),
    (
        "sorbs_create_account_reason",
        23,
        "Your IP address is listed as an open proxy in the DNSBL used by LabWiki.\nYou cannot create an account.",
    ),
    (
        "password-login-forbidden",
        0,
        "The use of this username and password has been forbidden.",
    ),
    (
        "externaldberror",
        0,
        "There was either an authentication database error or you are not allowed to update your external account.",
    ),
    (
        "badaccess-groups",
        0,
        "The action you have requested is limited to users in {{PLURAL:$2|the group|one of the groups}}: $1.",
    ),
    (
        "cantcreateaccount-text",
        0,
        "Account creation from this IP address (<strong>$1</strong>) has been blocked by [[User:$3|$3]].\n\nThe reason given by $3 is <em>$2</em>",
    ),
    (
        "blockedtext",
        0,
        "<strong>Your username or IP address has been blocked.</strong>\n\nThe block was made by $1.\nThe reason given is <em>$2</em>.\n\n* Start of block: $8\n* Expiration of block: $6\n* Intended blockee: $7\n\nYou can contact $1 or another [[{{MediaWiki:Grouppage-sysop}}|administrator]] to discuss the block.\nYou can use the \"{{int:emailuser}}\" feature if a valid email address is specified in your [[Special:Preferences|preferences]] and you have not been blocked from using it.\nYour current IP address is $3, and the block ID is #$5.\nPlease include all above details in any queries you make.",
    ),
    (
        "blockedtext",
        43,
        "<strong>Your username or IP address has been blocked.</strong>\n\nThe block was made by $1.\nThe reason given is: <em>$2</em>\n\n*Start of block: $8\n*Expiration of block: $6\n*Intended blockee: $7\n\nYou can contact $1 or another [[{{MediaWiki:Grouppage-sysop}}|administrator]] to discuss the block.\nYou can use the \"{{int:emailuser}}\" feature if a valid email address is specified in your [[Special:Preferences|preferences]] and you have not been blocked from using it.\nYour current IP address is $3. Block ID #$5.\nPlease include all above details in any queries you make.",
    ),
    (
        "blockedtext-partial",
        0,
        "<strong>Your username or IP address is blocked from doing this. You may still be able to do other things on this site, such as editing certain pages.</strong> You can view the full block details at [[Special:MyContributions|account contributions]].\n\nThe block was made by $1.\n\nThe reason given is <em>$2</em>.\n\n* Start of block: $8\n* Expiration of block: $6\n* Intended blockee: $7\n* Block ID #$5",
    ),
    (
        "globalblocking-ipblocked",
        0,
        "'''Your IP address has been blocked on all wikis.'''\n\nThe block was made by $1 ($2).\nThe reason given is ''$3''.\n\n* Start of block: $4\n* Expiry of block: $5\n\nYou can contact $1 to discuss the block.\nYou cannot use the \"{{int:emailuser}}\" feature unless a valid email address is specified in your [[Special:Preferences|account preferences]] and you have not been blocked from using it.\nYour current IP address is $6.\nPlease include all above details in any queries you make.",
    ),
    (
        "globalblocking-ipblocked",
        27,
        "'''Your IP address has been blocked on all wikis.'''\n\nThe block was made by $1 ($2).\nThe reason given is ''$3''.\n\n* Start of block: $4\n* Expiration of block: $5\n\nYou can contact $1 to discuss the block.\nYou cannot use the \"{{int:emailuser}}\" feature unless a valid email address is specified in your [[Special:Preferences|account preferences]] and you have not been blocked from using it.\nYour current IP address is $6.\nPlease include all above details in any queries you make.",
    ),
    (
        "torblock-blocked",
        0,
        "Your IP address, <strong>$1</strong>, has been automatically identified as a tor exit node.\nEditing through tor is blocked to prevent abuse.",
    ),
    (
        "torblock-blocked",
        27,
        "Your IP address, <strong>$1</strong>, has been automatically identified as a Tor exit node.\nEditing through Tor is blocked to prevent abuse.",
    ),
    (
        "stopforumspam-blocked",
        0,
        "Editing from your IP address ($1) has been blocked since it has recently been used to spam websites.",
    ),
    (
        "centralauth-login-error-locked",
        0,
        "You cannot log in because your account is globally locked.",
    ),
    (
        "emailauth-login-message",
        0,
        "You need to verify your login. A verification code has been sent to your email address ($1), please enter that code here.",
    ),
    ("emailauth-login-failure", 0, "Invalid verification code!"),
    (
        "oathauth-auth-ui",
        0,
        "Please enter a verification code from your authentication device",
    ),
    (
        "oathauth-auth-ui",
        32,
        "Please enter a verification code from your authentication device.",
    ),
    (
        "oathauth-auth-ui",
        45,
        "Please enter a code from your two-factor authentication app (such as [https://www.authy.com/ Authy], [https://freeotp.github.io/ FreeOTP], [https://support.google.com/accounts/answer/1066447 Google Authenticator], [https://www.microsoft.com/en-us/security/mobile-authenticator-app Microsoft Authenticator] or [https://1password.com/ 1Password]).",
    ),
    ("oathauth-login-failed", 0, "Verification failed."),
    (
        "oathauth-login-failed",
        45,
        "Two-factor authentication failed.",
    ),
    (
        "webauthn-ui-login-prompt",
        0,
        "Please touch your verification device or follow the instructions from the browser",
    ),
    (
        "webauthn-ui-login-prompt",
        43,
        "Please touch your verification device or follow the instructions from the browser.",
    ),
    (
        "resetpass-validity",
        0,
        "Your password is not valid: $1\n\n$2",
    ),
    (
        "resetpass-validity-soft",
        0,
        "Your password is not valid: $1\n\nPlease choose a new password now, or click \"Skip\" to change it later.",
    ),
    (
        "passwordincommonlist",
        0,
        "The password entered is in a list of very commonly used passwords. Please choose a more unique password.",
    ),
    (
        "login-userblocked",
        0,
        "This user is blocked. Login not allowed.",
    ),
    (
        "login-throttled",
        0,
        "You have made too many recent login attempts.\nPlease wait $1 before trying again.",
    ),
    (
        "abusefilter-disallowed-lab",
        0,
        "No <b>such</b> names here, says the [[Main Page|lab]].",
    ),
    (
        "antispoof-name-illegal",
        0,
        "The name \"$1\" is not allowed to prevent confusing or spoofed usernames: $2.\nPlease choose another name.",
    ),
    (
        "antispoof-name-illegal",
        27,
        "The username \"$1\" is not allowed to prevent confusing or spoofed usernames: $2.\nPlease choose another username.",
    ),
    (
        "antispoof-name-illegal",
        36,
        "To prevent confusion, the username \"$1\" cannot be used: $2.\nPlease choose another username.",
    ),
    (
        "antispoof-conflict-top",
        0,
        "The name \"$1\" is too similar to the following {{PLURAL:$2|username|usernames}}:",
    ),
    (
        "antispoof-conflict-top",
        27,
        "The username \"$1\" is too similar to the following {{PLURAL:$2|username|usernames}}:",
    ),
    ("antispoof-conflict-item", 0, "$1"),
    (
        "antispoof-conflict-bottom",
        0,
        "Please choose another name.",
    ),
    (
        "antispoof-conflict-bottom",
        27,
        "Please choose another username.",
    ),
    (
        "titleblacklist-forbidden-new-account",
        0,
        "The user name \"$2\" has been banned from creation.\nIt matches the following blacklist entry: <code>$1</code>",
    ),
    (
        "titleblacklist-forbidden-new-account",
        36,
        "The username \"$2\" has been banned from creation.\nIt matches the following disallowed titles list entry: <code>$1</code>",
    ),
    (
        "titleblacklist-custom-lab",
        0,
        "Custom text of the title blacklist for $2.",
    ),
    (
        "centralauth-account-exists",
        0,
        "Cannot create account: the requested username is already taken in the unified login system.",
    ),
    (
        "spam-blacklisted-email-signup",
        0,
        "The given email address is currently blacklisted from use.",
    ),
    (
        "spam-blacklisted-email-signup",
        36,
        "The given email address is currently forbidden from use.",
    ),
    (
        "abusefilter-warning",
        0,
        "'''Warning:''' This action has been automatically identified as harmful.\nUnconstructive edits will be quickly reverted,\nand egregious or repeated unconstructive editing will result in your account or IP address being blocked.\nIf you believe this action to be constructive, you may submit it again to confirm it.\nA brief description of the abuse rule which your action matched is: $1",
    ),
    (
        "abusefilter-warning",
        27,
        "'''Warning:''' This action has been automatically identified as harmful.\nUnconstructive actions will be quickly reverted,\nand egregious or repeated unconstructive editing will result in your account or IP address being blocked.\nIf you believe this action to be constructive, you may submit it again to confirm it.\nA brief description of the abuse rule which your action matched is: $1",
    ),
    (
        "abusefilter-disallowed",
        0,
        "This action has been automatically identified as harmful, and therefore disallowed.\nIf you believe your action was constructive, please inform an administrator of what you were trying to do.\nA brief description of the abuse rule which your action matched is: $1",
    ),
    (
        "oathauth-auth-recovery-code-help",
        0,
        "Enter the code that was created when you set up two-factor authentication.",
    ),
    (
        "authmanager-create-no-primary",
        0,
        "The supplied credentials could not be used for account creation.",
    ),
    (
        "authmanager-create-not-in-progress",
        0,
        "Account creation is not in progress or session data has been lost. Please start again from the beginning.",
    ),
    (
        "authmanager-authn-not-in-progress",
        0,
        "Authentication is not in progress or session data has been lost. Please start again from the beginning.",
    ),
    (
        "authmanager-authn-no-primary",
        0,
        "The supplied credentials could not be authenticated.",
    ),
    (
        "authmanager-authn-no-local-user",
        0,
        "The supplied credentials are not associated with any user on this wiki.",
    ),
    (
        "lab-openid-denied",
        0,
        "The provider does not vouch for you",
    ),
    ("lab-sign-on-name", 0, "The provider knows you as $1"),
    ("lab-domain-closed", 0, "The domain $1 is closed"),
    (
        "sessionfailure",
        33,
        "There seems to be a problem with your login session;\nthis action has been canceled as a precaution against session hijacking.\nPlease resubmit the form.",
    ),
    (
        "badaccess-group0",
        0,
        "You are not allowed to execute the action you have requested.",
    ),
    ("readonlytext", 0, "The database is currently locked: $1"),
    ("htmlform-required", 0, "This value is required."),
    (
        "nocookieslogin",
        0,
        "{{SITENAME}} uses cookies to log in users.\nYou have cookies disabled.\nPlease enable them and try again.",
    ),
    (
        "nosuchuser",
        0,
        "There is no user by the name \"$1\".\nUsernames are case sensitive.\nCheck your spelling, or [[Special:UserLogin/signup|create a new account]].",
    ),
    (
        "wrongpasswordempty",
        0,
        "Password entered was blank.\nPlease try again.",
    ),
    (
        "userlogin-loggedin",
        0,
        "You are already logged in as $1.\nUse the form below to log in as another user.",
    ),
    (
        "authpage-cannot-login-continue",
        0,
        "Unable to continue login. Your session most likely timed out.",
    ),
    (
        "authpage-cannot-create-continue",
        0,
        "Unable to continue account creation. Your session most likely timed out.",
    ),
    ("mailerror", 0, "Error sending mail: $1"),
    ("accountcreated", 0, "Account created"),
    (
        "accountcreatedtext",
        0,
        "The user account for $1 has been created.",
    ),
    (
        "accountcreatedtext",
        22,
        "The user account for [[{{ns:User}}:$1|$1]] ([[{{ns:User talk}}:$1|talk]]) has been created.",
    ),
    ("accmailtitle", 0, "Password sent"),
    (
        "accmailtext",
        0,
        "A randomly generated password for [[User talk:$1|$1]] has been sent to $2.",
    ),
    (
        "confirmemail_oncreate",
        0,
        "A confirmation code was sent to your e-mail address.\nThis code is not required to log in.",
    ),
    (
        "confirmemail_sendfailed",
        0,
        "{{SITENAME}} could not send your confirmation mail.\nPlease check your e-mail address for invalid characters.\n\nMailer returned: $1",
    ),
    (
        "noemail",
        0,
        "There is no e-mail address recorded for user \"$1\".",
    ),
    ("captcha-label", 0, "CAPTCHA"),
    ("loginerror", 0, "Login error"),
    ("createacct-error", 0, "Account creation error"),
    (
        "maxlag",
        0,
        "Waiting for a database server: $1 seconds lagged",
    ),
    (
        "maxlag",
        29,
        "Waiting for a database server: $1 {{PLURAL:$1|second|seconds}} lagged.",
    ),
    ("badtoken", 0, "Invalid token"),
    ("badtoken", 29, "Invalid CSRF token."),
];
