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
                Param::Duration(86_400) => "1 day".to_owned(),
                Param::Duration(seconds) => format!("{seconds} seconds"),
            };
            text = text.replace(&format!("${}", index + 1), &value);
        }
        text
    }

    /// Returns the text with its braces resolved, as a person reads it.
    pub fn text(&self, release: Release) -> String {
        resolve(&self.plain(release))
    }

    /// Returns the text as HTML.
    pub fn html(&self, release: Release) -> String {
        // The messages here use only links, bold words, lists, and paragraphs of one line.
        let marked = self.text(release);
        let parts: Vec<_> = marked.split("'''").collect();
        let text = parts
            .iter()
            .enumerate()
            .map(|(index, part)| match index % 2 {
                0 => (*part).to_owned(),
                _ => format!("<b>{part}</b>"),
            });
        let text: String = text.collect();
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
        html += rest;
        if !html.starts_with("* ") {
            return html;
        }
        let items = html.lines().map(|line| line.trim_start_matches("* "));
        let items: String = items.map(|item| format!("<li>{item}</li>\n")).collect();
        format!("<ul>{items}</ul>")
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
            "sessionfailure" => "badtoken".to_owned(),
            "readonlytext" => "readonly".to_owned(),
            "badaccess-groups" | "badaccess-group0" => "permissiondenied".to_owned(),
            "blockedtext" if profile.block_codes => "blocked".to_owned(),
            _ if key.contains('$') => key
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

/// Resolves `{{PLURAL:1|one|more}}` and `{{SITENAME}}`.
fn resolve(text: &str) -> String {
    let mut text = text.replace("{{SITENAME}}", "LabWiki");
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
    ("noname", 0, "You have not specified a valid username."),
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
        32,
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
        "<strong>Your username or IP address has been blocked.</strong>\n\nThe block was made by $1.\nThe reason given is <em>$2</em>.",
    ),
    (
        "globalblocking-ipblocked",
        0,
        "'''Your IP address has been blocked on all wikis.'''",
    ),
    (
        "centralauth-login-error-locked",
        0,
        "You cannot log in because your account is globally locked.",
    ),
    (
        "spam-blacklisted-email-signup",
        0,
        "The given email address is currently forbidden from use.",
    ),
    (
        "abusefilter-warning",
        0,
        "'''Warning:''' This action has been automatically identified as harmful.\nUnconstructive actions will be quickly reverted,\nand egregious or repeated unconstructive editing will result in your account or IP address being blocked.\nIf you believe this action to be constructive, you may submit it again to confirm it.\nA brief description of the abuse rule which your action matched is: $1",
    ),
    (
        "abusefilter-disallowed",
        0,
        "This action has been automatically identified as harmful, and therefore disallowed.\nIf you believe your action was constructive, please inform an administrator of what you were trying to do.\nA brief description of the abuse rule which your action matched is: $1",
    ),
    (
        "oathauth-auth-ui",
        0,
        "Please enter a code from your two-factor authentication app.",
    ),
    (
        "oathauth-auth-recovery-code-help",
        0,
        "Enter the code that was created when you set up two-factor authentication.",
    ),
    (
        "oathauth-login-failed",
        0,
        "Two-factor authentication failed.",
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
