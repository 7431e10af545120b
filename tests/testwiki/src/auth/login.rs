//! Logins through AuthManager.

use super::{auth_request, creation::AuthResponse};
use crate::{
    call::Call,
    message::{Message, Param},
    name,
    new_account::{CLOSED, DOMAINS},
    setting::Setting,
};

/// The user that the other site of the test provider reports. No account has this name at first.
const OTHER_SITE_USER: &str = "Known elsewhere";

/// The user of logins with PluggableAuth.
const PLUGGED_USER: &str = "Admin";

/// PluggableAuth's own page.
pub(crate) const PLUGGED_PAGE: &str = "Special:PluggableAuthLogin";

/// The message of a login that found no account.
const NO_LOCAL_USER: &str = "authmanager-authn-no-local-user";

/// A login that waits for input, kept in the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PendingLogin {
    /// The other site must redirect back.
    Redirected,
    /// It reported a user without an account here; another login may be tried.
    Restarted,
    /// PluggableAuth: the other site must redirect back to the wiki's own page. True once it did.
    Plugged(bool),
}

impl Call<'_> {
    /// Begins a login, and drops one that waits.
    pub fn begin_login(&mut self) -> AuthResponse {
        let pending = self.session_mut().pending_login.take();
        let is_again = pending == Some(PendingLogin::Restarted) && self.has("loginpreservestate");
        self.session_mut().login_step = None;
        if self.wiki.has(Setting::RemoteUser) {
            return AuthResponse::Fail(Message::new("userlogin-cannot-login"));
        }
        if self.wiki.has(Setting::Pluggable) {
            return self.begin_plugged_login();
        }
        if self.wiki.signs_on() && self.submission(&auth_request::sign_on()).is_some() {
            self.session_mut().pending_login = Some(PendingLogin::Redirected);
            return AuthResponse::Redirect(vec![auth_request::return_request()]);
        }
        self.log_in_by_password(is_again)
    }

    /// Continues the login that waits.
    pub fn continue_login(&mut self) -> AuthResponse {
        if let Some(pending) = self.session_mut().login_step.take() {
            return self.continue_step(pending);
        }
        match self.session_mut().pending_login.take() {
            None => AuthResponse::Fail(Message::new("authmanager-authn-not-in-progress")),
            Some(PendingLogin::Restarted) => self.begin_login(),
            Some(PendingLogin::Plugged(false)) => {
                AuthResponse::Fail(Message::new("pluggableauth-authentication-failure"))
            }
            Some(PendingLogin::Plugged(true)) => {
                self.log_in(PLUGGED_USER, true);
                AuthResponse::Pass(PLUGGED_USER.to_owned())
            }
            Some(PendingLogin::Redirected) if !self.came_back() => {
                AuthResponse::Fail(Message::new("lab-openid-denied"))
            }
            Some(PendingLogin::Redirected) if self.wiki.has(Setting::SignOnFail) => {
                AuthResponse::FailPreserving {
                    message: Message::new(NO_LOCAL_USER),
                    preserved: OTHER_SITE_USER.to_owned(),
                }
            }
            Some(PendingLogin::Redirected) => {
                self.session_mut().pending_login = Some(PendingLogin::Restarted);
                AuthResponse::Restart {
                    message: Message::new(NO_LOCAL_USER),
                    offers: auth_request::for_login(self),
                    preserved: OTHER_SITE_USER.to_owned(),
                }
            }
        }
    }

    /// Checks name and password. `is_again` is true after RESTART, with the state from before it.
    fn log_in_by_password(&mut self, is_again: bool) -> AuthResponse {
        let given = self.get("username").unwrap_or_default();
        let password = self.get("password").unwrap_or_default();
        let kept = self.has("rememberMe");
        let name = name::canonical(&given, self.wiki);
        let Some(name) = name.filter(|_| !password.is_empty()) else {
            return AuthResponse::Fail(Message::new("authmanager-authn-no-primary"));
        };
        if self.wiki.has(Setting::Domain) {
            match self.get("domain").as_deref() {
                Some(CLOSED) => {
                    let message = Message::new("lab-domain-closed");
                    return AuthResponse::Fail(message.with(Param::Text(CLOSED.to_owned())));
                }
                Some(domain) if DOMAINS.iter().any(|(known, _)| *known == domain) => {}
                // The provider gets no request of its own.
                _ => return AuthResponse::Fail(Message::new("authmanager-authn-no-primary")),
            }
        }
        if self.is_login_throttled(&name) {
            let message = Message::new("login-throttled");
            return AuthResponse::Fail(message.with(Param::Duration(60)));
        }
        if !self.passes_login_captcha(&name, ["captchaId", "captchaWord"])
            || !self.state.accepts_password(&name, &password)
        {
            self.count_bad_login(&name);
            return AuthResponse::Fail(Message::new("wrongpassword"));
        }
        if self.wiki.has(Setting::Locked) {
            return AuthResponse::Fail(Message::new("centralauth-login-error-locked"));
        }
        self.forget_bad_logins(&name);
        if self.wiki.has(Setting::LinkedLogin) && !is_again {
            self.session_mut().pending_login = Some(PendingLogin::Restarted);
            return AuthResponse::Restart {
                message: Message::new(NO_LOCAL_USER),
                offers: auth_request::for_login(self),
                preserved: OTHER_SITE_USER.to_owned(),
            };
        }
        self.after_password(name, kept)
    }

    fn begin_plugged_login(&mut self) -> AuthResponse {
        let offer = auth_request::pluggable();
        if self.submission(&offer).is_none() {
            return AuthResponse::Fail(Message::new("authmanager-authn-no-primary"));
        }
        self.session_mut().pending_login = Some(PendingLogin::Plugged(false));
        self.session_mut().plugged_return = self.get("loginreturnurl");
        AuthResponse::RedirectTo(
            self.absolute(&self.article(PLUGGED_PAGE)),
            vec![auth_request::plugged_return()],
        )
    }
}
