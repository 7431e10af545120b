//! Proving whose account it is by a login with its password, in a session of its own.

use crate::{
    Credentials, Error, Session, Step,
    flow::{
        Poll,
        login::{self, Login},
    },
    http::{Reply, Request},
    mediawiki::page::LoginPage,
};

/// The code of a wrong password of AuthManager (1.27 and later), whose fields include a captcha that
/// the login needs.
const WRONG_PASSWORD: &str = "wrongpassword";

/// The code of a wrong password of `action=login` (up to 1.26). After some failed logins from one
/// address, ConfirmEdit gives it for any password without a captcha, which only the login form shows
/// (`SimpleCaptcha::confirmUserLogin`).
const WRONG_PASSWORD_OR_CAPTCHA: &str = "WrongPass";

/// A login as the new user. Neither its cookies nor its result reach the creation's session.
#[derive(Debug, Clone)]
pub(super) struct LoginProof {
    /// The login; `None` while the login form is asked whether it has a captcha.
    login: Option<Login>,
    session: Session,
    /// The request to send.
    request: Request,
}

/// The proof of a login, or that there is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Proof {
    /// The account with this name, as the wiki spells it, has the password.
    RightPassword(String),
    /// The account has another password.
    WrongPassword,
    /// The wiki neither accepted nor refused the password, for this reason.
    None(String),
}

/// The next action of a proof.
enum Next {
    Send(Request),
    /// The password is wrong, or a captcha is missing.
    AskForm,
    Prove(Proof),
}

impl LoginProof {
    /// Begins a login, which usually needs a request. Returns the proof if it needs none.
    pub fn begin(credentials: Credentials, session: &Session) -> Result<Self, Proof> {
        let mut session = session.without_user();
        let login = Login::new(credentials, &mut session);
        let request = match login.poll(&session) {
            Poll::Send(request) => request,
            Poll::Step(ended) => return Err(Proof::read(ended)),
        };
        Ok(Self {
            request: isolated(request, &session),
            login: Some(login),
            session,
        })
    }

    /// Returns the request to send.
    pub fn request(&self) -> Request {
        self.request.clone()
    }

    /// Processes the reply. Returns the proof if the login has ended.
    pub fn feed(&mut self, reply: Reply) -> Option<Proof> {
        if let Reply::Got(response) = &reply {
            self.session.absorb(&self.request.url, response);
        }
        let Some(login) = &mut self.login else {
            return Some(Proof::of_login_form(&self.session, &reply));
        };
        login.feed(&mut self.session, reply);
        let request = match Next::of(login, &self.session) {
            Next::Send(request) => request,
            Next::AskForm => {
                self.login = None;
                login::page_request(&self.session)
            }
            Next::Prove(proof) => return Some(proof),
        };
        self.request = isolated(request, &self.session);
        None
    }
}

/// Returns a request with the headers of a session of its own.
fn isolated(request: Request, session: &Session) -> Request {
    Request {
        headers: session.headers(&request.url),
        is_isolated: true,
        ..request
    }
}

impl Next {
    fn of(login: &Login, session: &Session) -> Self {
        match login.poll(session) {
            Poll::Send(request) => Self::Send(request),
            Poll::Step(Ok(Step::Refused(refused)))
                if refused.code.as_deref() == Some(WRONG_PASSWORD_OR_CAPTCHA) =>
            {
                Self::AskForm
            }
            Poll::Step(ended) => Self::Prove(Proof::read(ended)),
        }
    }
}

impl Proof {
    /// Reads the login form after a login with [`WRONG_PASSWORD_OR_CAPTCHA`].
    fn of_login_form(session: &Session, reply: &Reply) -> Self {
        let page = match reply {
            Reply::Got(response) => LoginPage::read(response, session.response_url()).ok(),
            Reply::NotSent(_) | Reply::Lost(_) => None,
        };
        match page {
            Some(LoginPage::Form(form, _)) if !form.has_captcha => Self::WrongPassword,
            _ => Self::None(
                "the wiki refused the login, which may be for want of a captcha".to_owned(),
            ),
        }
    }

    fn read(ended: Result<Step, Error>) -> Self {
        match ended {
            Ok(Step::LoggedIn(name)) => Self::RightPassword(name),
            Ok(Step::Refused(refused)) => match refused.code.as_deref() {
                Some(WRONG_PASSWORD) => Self::WrongPassword,
                _ => Self::None(refused.message),
            },
            Ok(_) => Self::None("the wiki asks for more than name and password".to_owned()),
            Err(error) => Self::None(error.message),
        }
    }
}
