//! Logins through AuthManager.

use super::{flow::Said, offer};
use crate::{call::Call, message::Message, name, wiki::Setting};

/// The user that the other site of the test provider reports. No account has this name at first.
const KNOWN: &str = "Known elsewhere";

/// The message of a login that found no account.
const NOBODY: &str = "authmanager-authn-no-local-user";

/// A login that waits for input, kept in the session.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Login {
    /// The other site must redirect back.
    Away,
    /// It reported a user without an account here; another login may be tried.
    Restarted,
}

impl Call<'_> {
    /// Begins a login, and drops one that waits.
    pub fn begin_login(&mut self) -> Said {
        self.session_mut().login = None;
        if self.wiki.signs_on() && self.submission(&offer::sign_on()).is_some() {
            self.session_mut().login = Some(Login::Away);
            return Said::Redirect(vec![offer::homecoming()]);
        }
        self.log_in_by_password()
    }

    /// Continues the login that waits.
    pub fn continue_login(&mut self) -> Said {
        match self.session_mut().login.take() {
            None => Said::Fail(Message::new("authmanager-authn-not-in-progress")),
            Some(Login::Restarted) => self.begin_login(),
            Some(Login::Away) if !self.comes_home() => {
                Said::Fail(Message::new("lab-openid-denied"))
            }
            Some(Login::Away) if self.wiki.has(Setting::SignOnFail) => Said::Unknown {
                message: Message::new(NOBODY),
                known: KNOWN.to_owned(),
            },
            Some(Login::Away) => {
                self.session_mut().login = Some(Login::Restarted);
                Said::Restart {
                    message: Message::new(NOBODY),
                    offers: offer::for_login(self.wiki),
                    known: KNOWN.to_owned(),
                }
            }
        }
    }

    fn log_in_by_password(&mut self) -> Said {
        let given = self.get("username").unwrap_or_default();
        let password = self.get("password").unwrap_or_default();
        let kept = self.has("rememberMe");
        let name = name::canonical(&given, &self.wiki.profile);
        let Some(name) = name.filter(|_| !password.is_empty()) else {
            return Said::Fail(Message::new("authmanager-authn-no-primary"));
        };
        if !self.state.opens(&name, &password) {
            return Said::Fail(Message::new("wrongpassword"));
        }
        self.log_in(&name, kept);
        Said::Pass(name)
    }
}
