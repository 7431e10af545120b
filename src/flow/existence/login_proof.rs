//! Proving whose account it is by a login with its password, in a session of its own.

use crate::{
    Credentials, Error, Session, Step,
    flow::{Poll, login::Login},
    http::{Reply, Request},
};

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

/// The next action of a proof.
enum Next {
    Send(Request),
    Prove(Proof),
}

impl LoginProof {
    /// Begins a login, which usually needs a request. Returns the proof if it needs none.
    pub fn begin(credentials: Credentials, session: &Session) -> Result<Self, Proof> {
        let mut session = session.without_user();
        let login = Login::new(credentials, &mut session);
        let request = match login.poll(&session) {
            Poll::Send(request) => request,
            Poll::Step(ended) => return Err(Proof::read(&login, ended)),
        };
        Ok(Self {
            request: isolated(request, &session),
            login,
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
        self.login.feed(&mut self.session, reply);
        let request = match Next::of(&self.login, &self.session) {
            Next::Send(request) => request,
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
            Poll::Step(ended) => Self::Prove(Proof::read(login, ended)),
        }
    }
}

impl Proof {
    /// Reads the end of a login. After some failed logins from one address ConfirmEdit refuses any
    /// password without a captcha, so a refusal is proof only if the wiki asks for none.
    fn read(login: &Login, ended: Result<Step, Error>) -> Self {
        match ended {
            Ok(Step::LoggedIn(name)) => Self::RightPassword(name),
            Ok(Step::Refused(_)) if login.is_wrong_password() => Self::WrongPassword,
            Ok(Step::Refused(refused)) => Self::None(refused.message),
            Ok(_) => Self::None("the wiki asks for more than name and password".to_owned()),
            Err(error) => Self::None(error.message),
        }
    }
}
