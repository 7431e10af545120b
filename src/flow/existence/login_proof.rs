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
        let request = next_request(&login, &session)?;
        Ok(Self {
            login,
            session,
            request,
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
        self.login.feed(&mut self.session, reply);
        match next_request(&self.login, &self.session) {
            Ok(request) => {
                self.request = request;
                None
            }
            Err(proof) => Some(proof),
        }
    }
}

/// Returns the login's next request, with the headers of its own session, or its proof.
fn next_request(login: &Login, session: &Session) -> Result<Request, Proof> {
    match login.poll(session) {
        Poll::Send(request) => Ok(Request {
            headers: session.headers(&request.url),
            is_isolated: true,
            ..request
        }),
        Poll::Step(ended) => Err(Proof::read(ended)),
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
