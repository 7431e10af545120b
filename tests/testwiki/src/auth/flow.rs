//! Creations through AuthManager.

use super::offer::{self, Loaded, Offer};
use crate::{
    call::Call,
    captcha,
    creation::Wish,
    message::{Message, Param},
    name,
    wiki::Setting,
};

/// A creation that waits for input, kept in the session.
#[derive(Clone, Debug)]
pub(crate) enum Flow {
    /// The terms must be agreed to; the account does not exist yet.
    Terms(Wish),
    /// The other site must redirect back. The account exists.
    Away(String),
    /// The second factor must be set up. The account exists.
    Otp(String),
}

/// An AuthenticationResponse.
#[derive(Debug)]
pub(crate) enum Said {
    Pass(String),
    Fail(Message),
    /// UI: asks for more input.
    Ui(Message, Vec<Offer>),
    /// REDIRECT: sends the browser to another site.
    Redirect(Vec<Offer>),
    /// RESTART: a login found no account and goes on. The name it found is preserved for a creation.
    Restart {
        message: Message,
        offers: Vec<Offer>,
        known: String,
    },
    /// FAIL of a login that found no account. The name it found is preserved all the same.
    Unknown {
        message: Message,
        known: String,
    },
    /// A provider threw an exception.
    Crash,
}

/// The test provider redirects to this URL.
pub(crate) const ELSEWHERE: &str = "http://openid.example/authorize?client_id=lab&state=st4te";

impl Call<'_> {
    /// Begins the creation of an account, with AuthManager's order of checks. A name preserved from a login
    /// replaces the password.
    pub fn begin_creation(&mut self, preserved: Option<String>) -> Said {
        let offers = offer::for_creation(self);
        let loaded = Submission::load(self, &offers);
        let Some(given) = loaded.username.clone().filter(|name| !name.is_empty()) else {
            return Said::Fail(Message::new("noname"));
        };
        if let Some(message) = self.forbidden() {
            return Said::Fail(message);
        }
        let profile = &self.wiki.profile;
        let name =
            name::canonical(&given, profile).filter(|name| name::is_creatable(name, profile));
        let Some(name) = name else {
            return Said::Fail(Message::new("noname"));
        };
        if self.state.account(&name).is_some() {
            return Said::Fail(Message::new("userexists"));
        }
        // A creation that waits is dropped from here on.
        self.session_mut().flow = None;
        if loaded
            .get("email")
            .is_some_and(|email| !email.is_empty() && !name::is_email(email))
        {
            return Said::Fail(Message::new("invalidemailaddress"));
        }
        if let Err(message) = self.count_creation() {
            return Said::Fail(message);
        }
        if !self.answers_captcha() {
            return Said::Fail(Message::new("captcha-createaccount-fail"));
        }
        let language = self
            .request
            .parameter("uselang")
            .unwrap_or_default()
            .to_owned();
        let wish = Wish {
            name,
            password: loaded.get("password").unwrap_or_default().to_owned(),
            retype: loaded.get("retype").map(str::to_owned),
            email: loaded.get("email").unwrap_or_default().to_owned(),
            real_name: loaded.get("realname").unwrap_or_default().to_owned(),
            reason: loaded.get("reason").unwrap_or_default().to_owned(),
            language,
            by_mail: loaded.get("mailpassword").is_some(),
        };
        self.primary(wish, preserved)
    }

    /// Runs the primary provider: a password by mail, the test provider with the name from a login, or a
    /// password.
    fn primary(&mut self, mut wish: Wish, preserved: Option<String>) -> Said {
        if wish.by_mail {
            if wish.email.is_empty() {
                return Said::Fail(Message::new("noemailcreate"));
            }
        } else if !wish.password.is_empty() {
            // A password that was sent is checked by every provider.
            if let Err(message) = self.check_password(&wish) {
                return Said::Fail(message);
            }
        } else if preserved.is_none() {
            return Said::Fail(Message::new("authmanager-create-no-primary"));
        }
        if let Some(known) = preserved.filter(|_| !wish.by_mail) {
            if wish.name != known {
                let message = Message::new("lab-sign-on-name");
                return Said::Fail(message.with(Param::Text(known)));
            }
            wish.password.clear();
        }
        if self.wiki.has(Setting::Terms) {
            self.session_mut().flow = Some(Flow::Terms(wish));
            return Said::Ui(
                Message::new("Agree to the terms of use"),
                vec![offer::terms()],
            );
        }
        self.write_and_go_on(wish)
    }

    /// Writes the account, and runs the secondary providers.
    fn write_and_go_on(&mut self, wish: Wish) -> Said {
        let name = wish.name.clone();
        // The crash and the row are in one transaction, which is rolled back.
        if self.wiki.has(Setting::Crash) {
            return Said::Crash;
        }
        self.write_account(wish);
        if self.wiki.has(Setting::OpenId) {
            self.session_mut().flow = Some(Flow::Away(name));
            return Said::Redirect(vec![offer::homecoming()]);
        }
        if self.wiki.has(Setting::Otp) {
            return self.ask_for_otp(name, "Set up two-factor authentication");
        }
        Said::Pass(name)
    }

    fn ask_for_otp(&mut self, name: String, text: &str) -> Said {
        self.session_mut().flow = Some(Flow::Otp(name));
        Said::Ui(Message::new(text), vec![offer::otp()])
    }

    /// Continues the creation that waits.
    pub fn continue_creation(&mut self) -> Said {
        let flow = self.session_mut().flow.take();
        match flow {
            None => Said::Fail(Message::new("authmanager-create-not-in-progress")),
            Some(Flow::Terms(wish)) => {
                if self.submission(&offer::terms()).is_none() {
                    self.session_mut().flow = Some(Flow::Terms(wish));
                    return Said::Ui(
                        Message::new("Agree to the terms of use"),
                        vec![offer::terms()],
                    );
                }
                if self.state.account(&wish.name).is_some() {
                    return Said::Fail(Message::new("userexists"));
                }
                self.write_and_go_on(wish)
            }
            Some(Flow::Away(name)) => {
                if self.comes_home() {
                    return self.ask_for_otp(name, "Set up two-factor authentication");
                }
                self.session_mut().flow = Some(Flow::Away(name));
                Said::Redirect(vec![offer::homecoming()])
            }
            Some(Flow::Otp(name)) => {
                let loaded = self.submission(&offer::otp());
                let passes = loaded.is_some_and(|otp| {
                    otp.contains_key("otpSkip")
                        || otp.get("otpToken").is_some_and(|code| code == "123456")
                });
                if passes {
                    return Said::Pass(name);
                }
                self.ask_for_otp(name, "Wrong code, try again")
            }
        }
    }

    /// Returns true if the request comes back from the other site.
    pub(super) fn comes_home(&mut self) -> bool {
        let home = self.submission(&offer::homecoming());
        home.is_some_and(|home| home["code"] == "c0de" && home["state"] == "st4te")
    }

    /// Returns the values submitted for a request, and marks its fields as known parameters.
    pub(super) fn submission(&mut self, offer: &Offer) -> Option<Loaded> {
        for field in &offer.fields {
            self.get(field.name);
        }
        offer.load(self.request)
    }

    /// Returns true if the captcha was answered, under AuthManager's names.
    fn answers_captcha(&mut self) -> bool {
        let Some(kind) = self.wiki.captcha.filter(|_| self.wants_captcha()) else {
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
    loaded: Vec<Loaded>,
}

impl Submission {
    fn load(call: &mut Call<'_>, offers: &[Offer]) -> Self {
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
