//! ConfirmEdit's captcha after failed logins.

use crate::{
    call::Call,
    captcha::{self, Captcha},
    setting::Setting,
};

impl Call<'_> {
    /// Returns the captcha that a login shows, if it needs one.
    pub fn login_captcha(&self) -> Option<Captcha> {
        let session = self.session();
        let is_due = self.is_bad_address() || session.is_some_and(|it| it.login_captcha_due);
        self.wiki.captcha.filter(|_| is_due)
    }

    fn is_bad_address(&self) -> bool {
        self.wiki.has(Setting::BadLogin) && !self.state.bad_logins.is_empty()
    }

    /// Returns true if a login with this name needs no captcha, or its answer is right. Otherwise the password
    /// counts as wrong (`SimpleCaptcha::passCaptcha`, `CaptchaPreAuthenticationProvider`).
    pub fn passes_login_captcha(&mut self, name: &str, fields: [&str; 2]) -> bool {
        let is_bad_user = self.wiki.has(Setting::BadLoginPerUser)
            && self.state.bad_logins.iter().any(|bad| bad == name);
        if is_bad_user {
            self.session_mut().login_captcha_due = true;
        }
        let Some(kind) = self
            .wiki
            .captcha
            .filter(|_| is_bad_user || self.is_bad_address())
        else {
            return true;
        };
        let [id, word] = fields.map(|field| self.get(field));
        captcha::passes(
            kind,
            self.session_mut(),
            &id.unwrap_or_default(),
            word.as_deref(),
        )
    }

    /// Counts a failed login.
    pub fn count_bad_login(&mut self, name: &str) {
        self.state.bad_logins.push(name.to_owned());
        if self.wiki.has(Setting::BadLoginPerUser) {
            self.session_mut().login_captcha_due = true;
        }
    }

    /// Forgets the failed logins of a name that has logged in.
    pub fn forget_bad_logins(&mut self, name: &str) {
        self.state.bad_logins.retain(|bad| bad != name);
    }
}
