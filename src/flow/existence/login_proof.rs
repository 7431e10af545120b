//! Proving whose account it is by a login with its password, in a session of its own.

use crate::{
    Credentials, Error, Session, Step,
    flow::{Poll, login::Login},
    http::{Reply, Request},
};

/// The codes of a wrong password: `WrongPass` of `action=login` (up to 1.26), `wrongpassword` of
/// AuthManager (1.27 and later) and of the messages on the login page.
const WRONG_PASSWORD: [&str; 2] = ["WrongPass", "wrongpassword"];

/// A login as the new user. Neither its cookies nor its result reach the creation's session.
#[derive(Debug, Clone)]
pub(super) struct LoginProof {
    login: Login,
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

impl LoginProof {
    /// Begins a login, which usually needs a request. Returns the proof if it needs none.
    pub fn begin(credentials: Credentials, session: &Session) -> Result<Self, Proof> {
        let mut session = session.without_user();
        let login = Login::new(credentials, &mut session);
        Self::advance(login, session)
    }

    /// Returns the request to send.
    pub fn request(&self) -> Request {
        self.request.clone()
    }

    /// Processes the reply. Returns the proof if the login has ended.
    pub fn feed(mut self, reply: Reply) -> Result<Self, Proof> {
        if let Reply::Got(response) = &reply {
            self.session.absorb(&self.request.url, response);
        }
        self.login.feed(&mut self.session, reply);
        Self::advance(self.login, self.session)
    }

    fn advance(login: Login, session: Session) -> Result<Self, Proof> {
        match login.poll(&session) {
            Poll::Send(request) => {
                let headers = session.headers(&request.url);
                let request = Request {
                    headers,
                    is_isolated: true,
                    ..request
                };
                Ok(Self {
                    login,
                    session,
                    request,
                })
            }
            Poll::Step(ended) => Err(Proof::read(ended)),
        }
    }
}

impl Proof {
    fn read(ended: Result<Step, Error>) -> Self {
        match ended {
            Ok(Step::LoggedIn(name)) => Self::RightPassword(name),
            Ok(Step::Refused(refused)) => match refused.code {
                Some(code) if WRONG_PASSWORD.contains(&code.as_str()) => Self::WrongPassword,
                _ => Self::None(refused.message),
            },
            Ok(_) => Self::None("the wiki asks for more than name and password".to_owned()),
            Err(error) => Self::None(error.message),
        }
    }
}
