//! Creations through AuthManager.

use super::auth_request::{self, AuthRequest, Submitted};
use crate::{
    call::Call,
    captcha,
    message::{Message, Param},
    name,
    new_account::{CLOSED, NewAccount},
    setting::Setting,
};

/// A creation that waits for input, kept in the session.
#[derive(Clone, Debug)]
pub(crate) enum PendingCreation {
    /// The terms must be agreed to; the account does not exist yet.
    Terms(NewAccount),
    /// The other site must redirect back. The account exists.
    Redirected(String),
    /// The second factor must be set up. The account exists.
    Otp(String),
}

/// An AuthenticationResponse.
#[derive(Debug)]
pub(crate) enum AuthResponse {
    Pass(String),
    Fail(Message),
    /// UI: asks for more input.
    Ui(Message, Vec<AuthRequest>),
    /// REDIRECT: sends the browser to another site.
    Redirect(Vec<AuthRequest>),
    /// REDIRECT to a page of the wiki itself.
    RedirectTo(String, Vec<AuthRequest>),
    /// RESTART: a login found no account and goes on. The name it found is preserved for a creation.
    Restart {
        message: Message,
        offers: Vec<AuthRequest>,
        preserved: String,
    },
    /// FAIL of a login that found no account. The name it found is preserved all the same.
    FailPreserving {
        message: Message,
        preserved: String,
    },
    /// A provider threw an exception.
    Crash(&'static str),
}

/// The test provider redirects to this URL.
pub(crate) const OTHER_SITE: &str = "http://openid.example/authorize?client_id=lab&state=st4te";

impl Call<'_> {
    /// Begins the creation of an account, with AuthManager's order of checks. A name preserved from a login
    /// replaces the password.
    pub fn begin_creation(&mut self, preserved: Option<String>) -> AuthResponse {
        let offers = auth_request::for_creation(self);
        let loaded = Submission::load(self, &offers);
        let Some(given) = loaded.username.clone().filter(|name| !name.is_empty()) else {
            return AuthResponse::Fail(Message::new("noname"));
        };
        if let Some(message) = self.forbidden() {
            return AuthResponse::Fail(message);
        }
        if let Err(message) = self.count_beginning() {
            return AuthResponse::Fail(message);
        }
        let profile = &self.wiki.profile;
        let name = name::canonical(&given, self.wiki);
        let is_temporary = |name: &str| {
            self.wiki.has(Setting::TemporaryAccounts) && name.starts_with("*Unregistered")
        };
        let name = name.filter(|name| name::is_creatable(name, profile) && !is_temporary(name));
        let Some(name) = name else {
            return AuthResponse::Fail(Message::new("noname"));
        };
        if self.state.account(&name).is_some() {
            return AuthResponse::Fail(Message::new("userexists"));
        }
        // A creation that waits is dropped from here on.
        self.session_mut().pending_creation = None;
        if loaded
            .get("email")
            .is_some_and(|email| !email.is_empty() && !name::is_email(email))
        {
            return AuthResponse::Fail(Message::new("invalidemailaddress"));
        }
        if let Some(message) = self.name_refusal(&name) {
            return AuthResponse::Fail(message);
        }
        let email = loaded.get("email").unwrap_or_default();
        if let Some(message) = self.email_refusal(email) {
            return AuthResponse::Fail(message);
        }
        if let Err(message) = self.count_creation() {
            return AuthResponse::Fail(message);
        }
        if let Some(message) = self.abuse_refusal(&name) {
            return AuthResponse::Fail(message);
        }
        if !self.answers_captcha() || self.needs_captcha_from_now_on() {
            return AuthResponse::Fail(self.captcha_refusal());
        }
        let language = self
            .request
            .parameter("uselang")
            .unwrap_or_default()
            .to_owned();
        let new_account = NewAccount {
            name,
            password: loaded.get("password").unwrap_or_default().to_owned(),
            retype: loaded.get("retype").map(str::to_owned),
            email: loaded.get("email").unwrap_or_default().to_owned(),
            real_name: loaded.get("realname").unwrap_or_default().to_owned(),
            reason: loaded.get("reason").unwrap_or_default().to_owned(),
            language,
            domain: loaded.get("domain").unwrap_or_default().to_owned(),
            by_mail: loaded.get("mailpassword").is_some(),
        };
        self.primary(new_account, preserved)
    }

    /// Runs the primary provider: a password by mail, the test provider with the name from a login, or a
    /// password.
    fn primary(&mut self, mut new_account: NewAccount, preserved: Option<String>) -> AuthResponse {
        if new_account.by_mail {
            if new_account.email.is_empty() {
                return AuthResponse::Fail(Message::new("noemailcreate"));
            }
        } else if !new_account.password.is_empty() {
            // A password that was sent is checked by every provider.
            if let Err(message) = self.check_password(&new_account) {
                return AuthResponse::Fail(message);
            }
            if self.wiki.has(Setting::Domain) && new_account.domain == CLOSED {
                let message = Message::new("lab-domain-closed");
                return AuthResponse::Fail(message.with(Param::Text(CLOSED.to_owned())));
            }
        } else if preserved.is_none() {
            return AuthResponse::Fail(Message::new("authmanager-create-no-primary"));
        }
        if let Some(known) = preserved.filter(|_| !new_account.by_mail) {
            if new_account.name != known {
                let message = Message::new("lab-sign-on-name");
                return AuthResponse::Fail(message.with(Param::Text(known)));
            }
            new_account.password.clear();
        }
        if self.wiki.has(Setting::Terms) {
            self.session_mut().pending_creation = Some(PendingCreation::Terms(new_account));
            return AuthResponse::Ui(
                Message::new("Agree to the terms of use"),
                vec![auth_request::terms()],
            );
        }
        self.write_and_continue(new_account)
    }

    /// Writes the account, and runs the secondary providers.
    fn write_and_continue(&mut self, new_account: NewAccount) -> AuthResponse {
        let name = new_account.name.clone();
        // The crash and the row are in one transaction, which is rolled back.
        if self.wiki.has(Setting::Crash) {
            return AuthResponse::Crash("DomainException");
        }
        self.write_account(new_account);
        // The exception and the row are in one transaction, but tables without transactions keep the row.
        if self.mailer_throws(&name) {
            return AuthResponse::Crash("MWException");
        }
        if self.wiki.has(Setting::OpenId) {
            self.session_mut().pending_creation = Some(PendingCreation::Redirected(name));
            return AuthResponse::Redirect(vec![auth_request::return_request()]);
        }
        if self.wiki.has(Setting::Otp) {
            return self.ask_for_otp(name, "Set up two-factor authentication");
        }
        AuthResponse::Pass(name)
    }

    fn ask_for_otp(&mut self, name: String, text: &str) -> AuthResponse {
        self.session_mut().pending_creation = Some(PendingCreation::Otp(name));
        AuthResponse::Ui(Message::new(text), vec![auth_request::otp()])
    }

    /// Continues the creation that waits.
    pub fn continue_creation(&mut self) -> AuthResponse {
        let pending = self.session_mut().pending_creation.take();
        match pending {
            None => AuthResponse::Fail(Message::new("authmanager-create-not-in-progress")),
            Some(PendingCreation::Terms(new_account)) => {
                if self.submission(&auth_request::terms()).is_none() {
                    self.session_mut().pending_creation = Some(PendingCreation::Terms(new_account));
                    return AuthResponse::Ui(
                        Message::new("Agree to the terms of use"),
                        vec![auth_request::terms()],
                    );
                }
                if self.state.account(&new_account.name).is_some() {
                    return AuthResponse::Fail(Message::new("userexists"));
                }
                self.write_and_continue(new_account)
            }
            Some(PendingCreation::Redirected(name)) => {
                if self.came_back() {
                    return self.ask_for_otp(name, "Set up two-factor authentication");
                }
                self.session_mut().pending_creation = Some(PendingCreation::Redirected(name));
                AuthResponse::Redirect(vec![auth_request::return_request()])
            }
            Some(PendingCreation::Otp(name)) => {
                let loaded = self.submission(&auth_request::otp());
                let passes = loaded.is_some_and(|otp| {
                    otp.contains_key("otpSkip")
                        || otp.get("otpToken").is_some_and(|code| code == "123456")
                });
                if passes {
                    return AuthResponse::Pass(name);
                }
                self.ask_for_otp(name, "Wrong code, try again")
            }
        }
    }

    /// Returns true if the request comes back from the other site.
    pub fn came_back(&mut self) -> bool {
        let home = self.submission(&auth_request::return_request());
        home.is_some_and(|home| home["code"] == "c0de" && home["state"] == "st4te")
    }

    /// Returns the values submitted for a request, and marks its fields as known parameters.
    pub(super) fn submission(&mut self, offer: &AuthRequest) -> Option<Submitted> {
        for field in &offer.fields {
            self.get(field.name);
        }
        offer.load(self.request)
    }

    /// Returns true if a creation without a captcha is refused, so that the next one shows a captcha.
    fn needs_captcha_from_now_on(&mut self) -> bool {
        let is_first = self.wiki.has(Setting::LateCaptcha)
            && !self.session_mut().creation_captcha_due
            && !self.has_right("skipcaptcha");
        self.session_mut().creation_captcha_due |= is_first;
        is_first
    }

    /// Returns the refusal of a missing or wrong answer to the captcha.
    fn captcha_refusal(&self) -> Message {
        let word = self.request.parameter("captchaWord");
        let kind = self.wiki.captcha;
        match kind.and_then(|kind| captcha::service_error(kind, word)) {
            Some(error) => Message::new("captcha-error").with(Param::Text(error.to_owned())),
            None => Message::new("captcha-createaccount-fail"),
        }
    }

    /// Returns true if the captcha was answered, under AuthManager's names.
    fn answers_captcha(&mut self) -> bool {
        let Some(kind) = self.wiki.captcha.filter(|_| self.requires_captcha()) else {
            return true;
        };
        let id = self
            .request
            .parameter("captchaId")
            .unwrap_or_default()
            .to_owned();
        let word = self.request.parameter("captchaWord").map(str::to_owned);
        captcha::passes(kind, self.session_mut(), &id, word.as_deref())
    }
}

/// The values submitted for all requests.
struct Submission {
    username: Option<String>,
    loaded: Vec<Submitted>,
}

impl Submission {
    fn load(call: &mut Call<'_>, offers: &[AuthRequest]) -> Self {
        let loaded: Vec<_> = offers
            .iter()
            .filter_map(|offer| call.submission(offer))
            .collect();
        let username = loaded
            .iter()
            .find_map(|loaded| loaded.get("username").cloned());
        Self { username, loaded }
    }

    fn get(&self, field: &str) -> Option<&str> {
        self.loaded
            .iter()
            .find_map(|loaded| loaded.get(field))
            .map(String::as_str)
    }
}
