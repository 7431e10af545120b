//! `action=clientlogin` of 1.27 and later, with all its steps.

use serde::{Deserialize, Serialize};

use super::{LoginReply, refused};
use crate::{
    Answers, Ask, Credentials, Error, InvalidInput, Reason, Refused, Secret, Session, Step,
    flow::{
        Input, Poll,
        auth_post::{AuthModule, AuthPost},
        auth_step::AuthStep,
        detect::{self, DetectedApi},
        fields::{check_names, fill_all},
        input::ExpectedInput,
        refusal,
    },
    http::Reply,
    mediawiki::{
        auth_request::AuthRequests,
        auth_response::{AuthResponse, Fail},
    },
};

/// A login through AuthManager, beginning with the detecting GET.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct ClientLogin {
    state: State,
    /// Answers to the wiki's first form, other than name and password.
    #[serde(skip)]
    given: Answers,
    #[serde(skip)]
    token: Option<Secret>,
    /// True if a `badtoken` error was already answered with a new token.
    token_renewed: bool,
}

/// Only states that wait for the caller can be serialised.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
enum State {
    /// Asking for the fields of the login and the token.
    #[default]
    #[serde(skip)]
    Detect,
    /// The wiki requires more than name and password.
    Ask {
        requests: AuthRequests,
        ask: Ask,
    },
    #[serde(skip)]
    Send(AuthPost),
    /// A request that waits for a new token.
    #[serde(skip)]
    Renew(AuthPost),
    Step(AuthStep),
}

impl ClientLogin {
    /// Returns whether the login waits for its caller.
    pub fn is_waiting(&self) -> bool {
        matches!(self.state, State::Ask { .. } | State::Step(_))
    }

    pub fn poll(&self, session: &Session) -> Poll<Step> {
        match &self.state {
            State::Detect | State::Renew(_) => Poll::Send(detect::login_request(session)),
            State::Send(post) => Poll::Send(post.request(session, self.token.as_ref())),
            State::Ask { ask, .. } => Poll::Step(Ok(Step::Ask(ask.clone()))),
            State::Step(step) => Poll::Step(Ok(step.to_step(None))),
        }
    }

    pub fn feed(
        &mut self,
        session: &mut Session,
        credentials: Option<&Credentials>,
        reply: Reply,
    ) -> LoginReply {
        match std::mem::take(&mut self.state) {
            State::Detect => match detect::read_login(session, reply) {
                Ok(Ok((requests, token))) => {
                    self.token = Some(token);
                    self.state = self.send_or_ask(session, credentials, requests);
                    LoginReply::Continue
                }
                Ok(Err(DetectedApi::WebForm(Some(_)))) => LoginReply::NoApi,
                Ok(Err(_)) => LoginReply::NoAuthManager,
                Err(error) => LoginReply::Failed(error),
            },
            State::Renew(post) => match detect::read_login(session, reply) {
                Ok(Ok((_, token))) => {
                    self.token = Some(token);
                    self.state = State::Send(post);
                    LoginReply::Continue
                }
                Ok(Err(_)) => LoginReply::Failed(refusal::session_lost(None)),
                Err(error) => LoginReply::Failed(error),
            },
            State::Send(post) => self.read(session, &post, reply),
            unchanged => {
                self.state = unchanged;
                LoginReply::Continue
            }
        }
    }

    /// Returns the request if the known values fill it; otherwise asks for the missing fields.
    fn send_or_ask(
        &self,
        session: &Session,
        credentials: Option<&Credentials>,
        requests: AuthRequests,
    ) -> State {
        let values = self.values(credentials, &requests);
        match fill_all(&requests, &values) {
            Ok(fields) => {
                let mut post = AuthPost::begin(AuthModule::ClientLogin, session, false);
                post.form.append(fields);
                self.with_token(post)
            }
            Err(_) => {
                let mut ask = requests.ask(None);
                ask.fields.retain(|field| values.get(&field.name).is_none());
                State::Ask { requests, ask }
            }
        }
    }

    /// Returns name, password and domain if the wiki has fields for them, and the further answers.
    fn values(&self, credentials: Option<&Credentials>, requests: &AuthRequests) -> Answers {
        let mut values = self.given.clone();
        let fields = requests.visible_fields();
        let mut set = |name: &str, value: Secret| {
            if fields.iter().any(|field| field.name == name) {
                values.set(name, value);
            }
        };
        if let Some(Credentials::Password {
            name,
            password,
            domain,
        }) = credentials
        {
            set("username", Secret::from(name.as_str()));
            if !password.is_empty() {
                set("password", password.clone());
            }
            if let Some(domain) = domain {
                set("domain", Secret::from(domain.as_str()));
            }
        }
        values
    }

    /// Returns the state for sending, or for fetching a token first. A resumed session has none.
    fn with_token(&self, post: AuthPost) -> State {
        match self.token {
            Some(_) => State::Send(post),
            None => State::Renew(post),
        }
    }

    /// Reads the response to a clientlogin request.
    fn read(&mut self, session: &Session, post: &AuthPost, reply: Reply) -> LoginReply {
        let answer = match detect::api_response(reply) {
            Ok(answer) => answer,
            Err(error) => return LoginReply::Failed(error),
        };
        if let Some(error) = answer.error() {
            if error.code == "badtoken" && !self.token_renewed && !post.is_continuation {
                self.token_renewed = true;
                return LoginReply::Continue;
            }
            let mut refused = refused(&error.code, error.info);
            refused.retry_after = error.retry_after;
            return LoginReply::Refused(refused);
        }
        match AuthResponse::read(answer.get("clientlogin"), &session.api) {
            Some(AuthResponse::Pass(name)) => LoginReply::LoggedIn(name),
            Some(AuthResponse::Fail(fail)) => LoginReply::Refused(failed(fail)),
            None => LoginReply::Failed(Error::new(
                Reason::Protocol,
                "the wiki's response to the login has an unknown status, which is none of PASS, FAIL, UI, REDIRECT and RESTART",
            )),
            Some(response) => {
                self.state = AuthStep::from_response(response).map_or(State::Detect, State::Step);
                LoginReply::Continue
            }
        }
    }

    /// Continues from a serialised copy. The password is asked for again.
    pub fn resume(&mut self, session: &Session, credentials: Option<&Credentials>) {
        if let State::Ask { requests, .. } = &self.state {
            self.state = self.send_or_ask(session, credentials, requests.clone());
        }
    }

    pub fn answer(
        &mut self,
        session: &Session,
        credentials: Option<&Credentials>,
        input: Input,
    ) -> Result<(), InvalidInput> {
        match (&self.state, input) {
            (State::Ask { requests, ask }, Input::Answers(answers)) => {
                check_names(&ask.fields, answers.names())?;
                let mut values = self.values(credentials, requests);
                let mut given = self.given.clone();
                for (name, answer) in answers {
                    values.set(name.as_str(), answer.clone());
                    given.set(name, answer);
                }
                fill_all(requests, &values)?;
                let requests = requests.clone();
                self.given = given;
                self.state = self.send_or_ask(session, credentials, requests);
                Ok(())
            }
            (State::Step(step), input) => {
                let fields = step.fill(input)?;
                let module = AuthModule::ClientLogin;
                let mut post = match step.restart_preserves() {
                    Some(preserves) => AuthPost::begin(module, session, preserves),
                    None => AuthPost::continuation(module, session),
                };
                post.form.append(fields);
                self.state = self.with_token(post);
                Ok(())
            }
            _ => Err(ExpectedInput::Answers.error()),
        }
    }
}

fn failed(fail: Fail) -> Refused {
    let message = fail
        .message
        .unwrap_or_else(|| format!("the wiki does not let this user log in ({})", fail.code));
    let mut refused = refused(&fail.code, message);
    refused.retry_after = fail.wait;
    refused
}
