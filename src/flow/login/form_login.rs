//! Logging in with the login form of the web site, on wikis whose API is disabled, and on wikis up
//! to 1.26 that ask for a captcha.
//!
//! ```text
//!  Page ─► Ask ─► Send ─► login cookie          LoggedIn
//!    └─────────────▲ ├──► form with a captcha,  Ask ─► Send
//!                  │ │    further form (1.27+)
//!                  │ └──► form                  Refused ─► Page
//!                  └─ Page (resumed: new tokens)
//! ```

use serde::{Deserialize, Serialize};

use super::{About, LoginReply, Refusal, captcha_wanted, refused, server_login};
use crate::{
    Ask, Credentials, Dialect, Error, InvalidInput, Purpose, Refused, Secret, Session, Step,
    flow::{
        Input, Poll,
        fields::{check_names, fill_all},
        input::ExpectedInput,
        refusal, unencrypted,
    },
    http::{Effect, Form, Reply, Request},
    mediawiki::page::{LoginForm, LoginPage, OtherPage, ShownForm},
};

/// Returns the GET for the page with the login form.
fn page_request(session: &Session) -> Request {
    let query = [("title", "Special:UserLogin"), ("type", "login")];
    Request::get(&session.index(), &query)
}

/// A login that fetches the form and sends it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct FormLogin {
    state: State,
    /// The refusal by `action=login` (up to 1.26) after which the page is fetched, to find out
    /// whether it has a captcha.
    #[serde(skip)]
    api_refusal: Option<Refused>,
    /// True if an answer to a captcha is or was sent.
    captcha_answered: bool,
}

/// Only states that wait for the caller can be serialised.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
enum State {
    /// Fetching the page with the form.
    #[default]
    #[serde(skip)]
    Page,
    /// The form asks for a captcha, or for the fields of a later step.
    Ask { form: LoginForm, ask: Ask },
    /// Answers to the form that wait for new tokens.
    #[serde(skip)]
    Renew { form: LoginForm, answers: Form },
    #[serde(skip)]
    Send { form: LoginForm, answers: Form },
}

impl FormLogin {
    /// Creates a login that only looks for a captcha, after `action=login` refused with `refused`.
    pub fn after_api(refused: Refused) -> Self {
        Self {
            api_refusal: Some(refused),
            ..Self::default()
        }
    }

    /// Returns whether the login waits for its caller.
    pub fn is_waiting(&self) -> bool {
        matches!(self.state, State::Ask { .. })
    }

    pub fn poll(&self, session: &Session, credentials: Option<&Credentials>) -> Poll<Step> {
        let request = match &self.state {
            State::Page | State::Renew { .. } => page_request(session),
            State::Ask { ask, .. } => return Poll::Step(Ok(Step::Ask(ask.clone()))),
            State::Send { form, answers } => {
                let mut filled = match credentials {
                    _ if form.continues => form.step(),
                    Some(Credentials::Password {
                        name,
                        password,
                        domain,
                    }) => form.filled(name, password, domain.as_deref()),
                    _ => form.filled("", &Secret::default(), None),
                };
                filled.append(answers);
                Request::post(Effect::Login, &form.action, filled)
            }
        };
        Poll::Send(request.purpose(Purpose::LogIn))
    }

    pub fn feed(&mut self, session: &mut Session, reply: Reply) -> LoginReply {
        let response = match reply {
            Reply::Got(response) => Ok(response),
            Reply::NotSent(error) | Reply::Lost(error) => Err(error.into()),
        };
        let page = response.and_then(|response| LoginPage::read(&response, session.response_url()));
        let page = page.and_then(|page| match &page {
            LoginPage::Form(shown) => {
                unencrypted::check_action(session, &shown.form.action, "the login form")
                    .map(|()| page)
            }
            _ => Ok(page),
        });
        match (std::mem::take(&mut self.state), page) {
            (State::Page, page) => self.read_page(session, page),
            (State::Renew { mut form, answers }, Ok(LoginPage::Form(shown))) => {
                form.renew_tokens(shown.form);
                self.state = State::Send { form, answers };
                LoginReply::Continue
            }
            (State::Renew { .. }, Ok(_)) => LoginReply::Failed(refusal::session_lost(None)),
            (State::Send { .. }, Ok(page)) => self.read_answer(page),
            (State::Renew { .. } | State::Send { .. }, Err(error)) => LoginReply::Failed(error),
            (waiting @ State::Ask { .. }, _) => {
                self.state = waiting;
                LoginReply::Continue
            }
        }
    }

    /// Reads the page before anything is sent.
    fn read_page(&mut self, session: &mut Session, page: Result<LoginPage, Error>) -> LoginReply {
        if let Some(refused) = self.api_refusal.take() {
            return self.look_for_captcha(refused, page);
        }
        match page {
            Ok(
                LoginPage::Form(ShownForm {
                    viewer: Some(user), ..
                })
                | LoginPage::Other(OtherPage {
                    viewer: Some(user), ..
                })
                | LoginPage::LoggedIn(user),
            ) => LoginReply::Refused(server_login(Some(&user)).into()),
            Ok(LoginPage::Form(shown)) => {
                // The API is disabled, so accounts can be created with the sign-up form only.
                session.facts.dialect.get_or_insert(Dialect::WebForm);
                self.ask_or_send(shown.form, None);
                LoginReply::Continue
            }
            Ok(LoginPage::Other(page)) => LoginReply::Refused(refused("", page.text).into()),
            Err(error) => LoginReply::Failed(error),
        }
    }

    /// Asks for the captcha of the page, after `action=login` refused. Without one the refusal is
    /// about the password.
    fn look_for_captcha(&mut self, refused: Refused, page: Result<LoginPage, Error>) -> LoginReply {
        match page {
            Ok(LoginPage::Form(shown)) if shown.form.has_captcha() => {
                let message = captcha_wanted(&refused.message);
                self.ask_or_send(shown.form, Some(message));
                LoginReply::Continue
            }
            page => LoginReply::Refused(Refusal {
                refused,
                about: match page {
                    Ok(LoginPage::Form(_)) => About::Password,
                    _ => About::Unclear,
                },
            }),
        }
    }

    /// Reads the answer to a form that was sent.
    fn read_answer(&mut self, page: LoginPage) -> LoginReply {
        match page {
            LoginPage::LoggedIn(name) => LoginReply::LoggedIn(Some(name)),
            LoginPage::Form(shown) if shown.form.continues => {
                let ask = shown.form.ask(shown.notice);
                self.state = State::Ask {
                    form: shown.form,
                    ask,
                };
                LoginReply::Continue
            }
            LoginPage::Form(shown) if shown.form.has_captcha() && !self.captcha_answered => {
                self.ask_or_send(shown.form, Some(captcha_wanted(&shown.errors)));
                LoginReply::Continue
            }
            LoginPage::Form(shown) => LoginReply::Refused(Refusal {
                about: match (self.captcha_answered, shown.form.has_captcha()) {
                    (true, _) => About::PasswordOrCaptcha,
                    (false, true) => About::Unclear,
                    (false, false) => About::Password,
                },
                refused: refused("", shown.errors),
            }),
            LoginPage::Other(page) => LoginReply::Refused(refused("", page.text).into()),
        }
    }

    /// Asks for what the form needs besides name and password, or sends it.
    fn ask_or_send(&mut self, form: LoginForm, message: Option<String>) {
        self.state = if form.requests.visible_fields().is_empty() {
            State::Send {
                form,
                answers: Form::default(),
            }
        } else {
            let ask = form.ask(message);
            State::Ask { form, ask }
        };
    }

    /// Continues from a serialised copy. The password is asked for again.
    pub fn resume(&mut self) {
        if let State::Ask { form, ask } = &mut self.state
            && !form.continues
        {
            form.ask_password();
            ask.fields = form.requests.shown_fields();
        }
    }

    pub fn answer(&mut self, input: Input) -> Result<(), InvalidInput> {
        let (State::Ask { form, ask }, Input::Answers(answers)) = (&self.state, input) else {
            return Err(ExpectedInput::Answers.error());
        };
        check_names(&ask.fields, answers.names())?;
        let answers = fill_all(&form.requests, &answers)?;
        self.captcha_answered |= form.has_captcha();
        let form = form.clone();
        self.state = if form.has_tokens() {
            State::Send { form, answers }
        } else {
            State::Renew { form, answers }
        };
        Ok(())
    }
}
