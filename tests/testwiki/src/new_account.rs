//! The creation of accounts, with its checks in the order of the releases up to 1.26.

use crate::{
    call::Call,
    captcha::{self, Captcha},
    message::{Message, Param},
    name,
    setting::Setting,
    state::{Account, LogAction, Mail},
};

/// The beginning of names for which the filter has a message of its own.
const FILTERED_WITH_MESSAGE: &str = "Afcustom";

/// The domains of the setting `domain`, and their labels.
pub(crate) const DOMAINS: &[(&str, &str)] = &[("lab", "lab"), (CLOSED, "closed")];

/// The domain without new accounts.
pub(crate) const CLOSED: &str = "closed";

/// The data of a new account.
#[derive(Clone, Debug, Default)]
pub(crate) struct NewAccount {
    pub name: String,
    pub password: String,
    /// The password again: forms ask for it, and the legacy API does not.
    pub retype: Option<String>,
    pub email: String,
    pub real_name: String,
    pub reason: String,
    pub language: String,
    /// The domain of an authentication plug-in.
    pub domain: String,
    /// Asks for a random password, sent by mail.
    pub by_mail: bool,
}

/// The reason an account was not created.
#[derive(Clone, Debug)]
pub(crate) enum Refusal {
    Message(Message),
    /// An extension refused with a text.
    Hook(Message),
    /// An extension refused: the captcha's answer was missing or wrong.
    Captcha,
}

impl From<Message> for Refusal {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl Call<'_> {
    /// Creates an account, unless a check refuses it, and returns its name.
    ///
    /// The checks here run from the name's validity to the throttle; token and permission are checked before.
    pub fn add_account(&mut self, mut new_account: NewAccount) -> Result<String, Refusal> {
        let profile = &self.wiki.profile;
        let name = name::title(&new_account.name, self.wiki);
        let name = name.filter(|name| name::is_creatable(name, profile));
        let Some(name) = name else {
            return Err(Message::new("noname").into());
        };
        new_account.name = name;
        if self.state.account(&new_account.name).is_some() {
            return Err(Message::new("userexists").into());
        }
        if !self.wiki.mails() {
            new_account.by_mail = false;
            new_account.email.clear();
        }
        if !new_account.by_mail {
            self.check_password(&new_account)?;
        }
        if self.wiki.has(Setting::EmailRequired) && new_account.email.is_empty() {
            return Err(Message::new("noemailtitle").into());
        }
        if !new_account.email.is_empty() && !name::is_email(&new_account.email) {
            return Err(Message::new("invalidemailaddress").into());
        }
        let refusal = self.name_refusal(&new_account.name);
        if let Some(message) = refusal.or_else(|| self.abuse_refusal(&new_account.name)) {
            return Err(Refusal::Hook(message));
        }
        if let Some(message) = self.signup_field_refusal() {
            return Err(Refusal::Hook(message));
        }
        if !self.passes_captcha("wpCaptchaId", "wpCaptchaWord") {
            return Err(Refusal::Captcha);
        }
        self.count_creation()?;
        if self.wiki.has(Setting::Domain) && new_account.domain == CLOSED {
            return Err(Message::new("externaldberror").into());
        }
        let name = new_account.name.clone();
        self.write_account(new_account);
        Ok(name)
    }

    /// Returns the refusal by a filter of AbuseFilter, which runs before ConfirmEdit. A warning is given once, and
    /// again after the same has passed (`Warn::shouldBeWarned`).
    pub fn abuse_refusal(&mut self, name: &str) -> Option<Message> {
        let of_filter = |key: &str, number: i64| {
            let description = format!("Lab filter {number}");
            let message = Message::new(key).with(Param::Text(description));
            message.with(Param::Number(number))
        };
        if self.wiki.has(Setting::AbuseDisallow) && name.starts_with(FILTERED_WITH_MESSAGE) {
            return Some(Message::new("abusefilter-disallowed-lab"));
        }
        if self.wiki.has(Setting::AbuseDisallow) {
            return Some(of_filter("abusefilter-disallowed", 1));
        }
        if !self.wiki.has(Setting::AbuseWarn) {
            return None;
        }
        let warned = &mut self.session_mut().abuse_warned;
        *warned = !*warned;
        warned.then(|| of_filter("abusefilter-warning", 2))
    }

    /// Returns the refusal because of the fields that an extension adds to the sign-up form.
    pub fn signup_field_refusal(&self) -> Option<Message> {
        let given = |name| self.request.parameter(name).unwrap_or_default();
        if self.wiki.has(Setting::NewSignupPage) && given("wpTermsOfService").is_empty() {
            return Some(Message::new("htmlform-required"));
        }
        if !self.wiki.has(Setting::SignupFields) {
            return None;
        }
        if !given("wpNickname").is_empty() {
            return Some(Message::new("You are a robot."));
        }
        (given("wpTermsOfService") != "yes")
            .then(|| Message::new("You must accept the Terms of Service."))
    }

    /// Returns the refusal of a domain, which the releases up to 1.26 check before the token
    /// (`LoginForm::addNewAccountInternal`). The plug-in refuses domains other than its own. MediaWiki's own
    /// plug-in accepts every domain, but creates accounts in none except `local`, and has no users.
    pub fn domain_refusal(&self, domain: &str) -> Option<Message> {
        let accepted = if self.wiki.has(Setting::Domain) {
            // Without a domain the plug-in takes its default one.
            domain.is_empty() || DOMAINS.iter().any(|(known, _)| *known == domain)
        } else {
            matches!(domain, "" | "local")
        };
        (!accepted).then(|| Message::new("wrongpassword"))
    }

    /// Checks a password, and its repetition if there is one.
    pub fn check_password(&self, new_account: &NewAccount) -> Result<(), Message> {
        if new_account
            .retype
            .as_ref()
            .is_some_and(|retype| *retype != new_account.password)
        {
            return Err(Message::new("badretype"));
        }
        self.password_policy(&new_account.name, &new_account.password)
    }

    /// Returns every violation of the password policy.
    pub fn password_violations(&self, name: &str, password: &str) -> Vec<Message> {
        let profile = &self.wiki.profile;
        let mut wrong = Vec::new();
        let least = profile.password_length;
        if password.chars().count() < least {
            wrong.push(Message::new("passwordtooshort").with(Param::Number(least as i64)));
        }
        let (name, password) = (name.to_lowercase(), password.to_lowercase());
        if profile.password_not_name && name == password {
            wrong.push(Message::new("password-name-match"));
        }
        if profile.password_not_in_name && !password.is_empty() && name.contains(&password) {
            wrong.push(Message::new("password-substring-username-match"));
        }
        wrong
    }

    fn password_policy(&self, name: &str, password: &str) -> Result<(), Message> {
        let mut wrong = self.password_violations(name, password);
        match wrong.len() {
            0 => Ok(()),
            1 => Err(wrong.remove(0)),
            // Several violations become one list.
            count => {
                let lines: Vec<_> = (1..=count).map(|number| format!("* ${number}")).collect();
                Err(wrong
                    .iter()
                    .fold(Message::new(lines.join("\n")), |list, message| {
                        list.with(Param::Text(message.text(self.wiki.release)))
                    }))
            }
        }
    }

    /// Returns true if the caller must answer a captcha.
    pub fn requires_captcha(&self) -> bool {
        let is_due = !self.wiki.has(Setting::LateCaptcha)
            || self
                .session()
                .is_some_and(|session| session.creation_captcha_due);
        is_due && self.wiki.captcha.is_some() && !self.has_right("skipcaptcha")
    }

    /// Returns true if the captcha was answered, and uses it up. The names are those of the form.
    pub fn passes_captcha(&mut self, id: &str, word: &str) -> bool {
        let Some(kind) = self.wiki.captcha.filter(|_| self.requires_captcha()) else {
            return true;
        };
        let given = |name: &str| self.request.parameter(name).map(str::to_owned);
        let id = given(id).or_else(|| given("captchaid")).unwrap_or_default();
        let word = given(word).or_else(|| given("captchaword"));
        // Version 1 of reCAPTCHA was shut down: it rejects every answer.
        let switched_off = kind == Captcha::ReCaptcha && !self.wiki.profile.auth_manager;
        !switched_off & captcha::passes(kind, self.session_mut(), &id, word.as_deref())
    }

    /// Counts a creation, or refuses it if the visitor has reached the limit.
    pub fn count_creation(&mut self) -> Result<(), Message> {
        let Some(limit) = self
            .wiki
            .throttle
            .filter(|_| !self.has_right("noratelimit"))
        else {
            return Ok(());
        };
        let now = self.state.clock.now();
        if self.state.made.count(limit, now) {
            return Ok(());
        }
        let message = Message::new("acct_creation_throttle_hit");
        Err(if self.wiki.profile.throttle_names_period {
            message
                .with(Param::Number(limit.count.into()))
                .with(Param::Duration(limit.seconds as i64))
        } else {
            message.with(Param::Text(limit.count.to_string()))
        })
    }

    /// Counts the beginning of a creation, or refuses it if the caller has reached the limit
    /// (`AuthManager::authorizeCreateAccount`, 1.41 and later).
    pub fn count_beginning(&mut self) -> Result<(), Message> {
        let limit = self.wiki.creation_rate;
        let Some(limit) = limit.filter(|_| !self.has_right("noratelimit")) else {
            return Ok(());
        };
        let now = self.state.clock.now();
        match self.state.begun.count(limit, now) {
            true => Ok(()),
            false => Err(Message::new("actionthrottledtext")),
        }
    }

    /// Writes the account and its log entry, and sends its mail.
    pub fn write_account(&mut self, new_account: NewAccount) {
        if let Some(directory) = &self.wiki.directory {
            directory.add(&new_account.name);
        }
        let creator = self.user.clone();
        let log_action = match (&creator, new_account.by_mail) {
            (_, true) => LogAction::ByEmail,
            (Some(_), false) => LogAction::Create2,
            (None, false) => LogAction::Create,
        };
        let token = self.state.random.hex();
        let password = if new_account.by_mail {
            self.state.random.hex()[..10].to_owned()
        } else {
            new_account.password
        };
        let hidden = self.wiki.has(Setting::Hidden);
        let account = Account {
            id: self.state.next_id(),
            name: new_account.name,
            password,
            email: new_account.email,
            real_name: if hidden {
                String::new()
            } else {
                new_account.real_name
            },
            language: if new_account.language.is_empty() {
                "en".to_owned()
            } else {
                new_account.language
            },
            email_confirmed: None,
            reason: new_account.reason,
            log_action,
            creator,
            registered: self.state.clock.now(),
            token,
        };
        self.send_mail(&account);
        self.state.accounts.push(account);
    }

    fn send_mail(&mut self, account: &Account) {
        let is_broken = [Setting::MailFails, Setting::MailThrows]
            .into_iter()
            .any(|setting| self.wiki.has(setting));
        if account.email.is_empty() || is_broken {
            return;
        }
        let (subject, text) = if account.log_action == LogAction::ByEmail {
            let text = format!("The password of {} is: {}", account.name, account.password);
            ("Login details for LabWiki", text)
        } else {
            let text = format!("{} has been registered with this address.", account.name);
            ("LabWiki e-mail address confirmation", text)
        };
        self.state.mails.push(Mail {
            to: account.email.clone(),
            subject: subject.to_owned(),
            text,
        });
    }

    /// Returns the error of the releases up to 1.26 if the mail of a new account failed.
    pub fn mail_failure(&self, name: &str) -> Option<Message> {
        let account = self.state.account(name)?;
        let failed = self.wiki.has(Setting::MailFails) && !account.email.is_empty();
        failed.then(|| Message::new("php-mail-error"))
    }

    /// Returns true if the mail of a new account throws an exception before the response.
    pub fn mailer_throws(&self, name: &str) -> bool {
        let Some(account) = self.state.account(name) else {
            return false;
        };
        let deferred = self.wiki.profile.auth_manager && account.log_action == LogAction::ByEmail;
        self.wiki.has(Setting::MailThrows) && !account.email.is_empty() && !deferred
    }

    /// Returns the reason why the caller may not create accounts, if any.
    pub fn forbidden(&self) -> Option<Message> {
        if !self.has_right("createaccount") {
            let profile = &self.wiki.profile;
            let groups: &[&str] = match self.wiki.has(Setting::AccountRequests) {
                true => &["Administrators", "Bureaucrats"],
                false => &["Administrators"],
            };
            let links = groups.iter().map(|group| match profile.groups_encoded {
                true => format!("&#91;&#91;LabWiki:{group}&#124;{group}&#93;&#93;"),
                false => format!("[[LabWiki:{group}|{group}]]"),
            });
            let links = links.collect::<Vec<_>>().join(", ");
            let group = match profile.groups_listed {
                true => Param::List(links),
                false => Param::Text(links),
            };
            let count = match profile.counts_are_numbers {
                true => Param::Number(groups.len() as i64),
                false => Param::Text(groups.len().to_string()),
            };
            return Some(Message::new("badaccess-groups").with(group).with(count));
        }
        self.block()
    }
}
