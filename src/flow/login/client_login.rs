//! `action=clientlogin` of 1.27 and later, with all its steps.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{About, LoginReply, Refusal, captcha_wanted, refused, server_login};
use crate::{
    Answers, Ask, Captcha, Credentials, Error, InvalidInput, Purpose, Reason, Refused, Secret,
    Session, Step,
    flow::{
        Input, Poll,
        auth_post::{AuthModule, AuthPost},
        auth_step::AuthStep,
        detect::{self, DetectedApi, LoginOffer},
        fields::{check_names, fill_all},
        input::ExpectedInput,
        own_redirect::{self, AnsweredAlone},
        refusal, who_am_i,
    },
    http::{Reply, Request},
    mediawiki::{
        auth_request::AuthRequests,
        auth_response::{AuthResponse, Fail},
    },
};

/// The field for a longer session than the browser's, which makes no difference here.
const REMEMBER_ME: &str = "rememberMe";

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
    /// True if the requests that were sent last had a captcha.
    captcha_answered: bool,
    #[serde(skip)]
    answered_alone: AnsweredAlone,
}

/// Only states that wait for the caller can be serialised.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
enum State {
    /// Asking for the fields of the login and the token.
    #[default]
    #[serde(skip)]
    Detect,
    /// Asking who is logged in, on a wiki whose server determines that.
    #[serde(skip)]
    WhoAmI,
    /// Asking whether the wiki wants a captcha now, after it refused a login without one.
    #[serde(skip)]
    LookForCaptcha(Refused),
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
    /// Requesting the wiki's own page to which it redirects.
    #[serde(skip)]
    Leave {
        step: AuthStep,
        request: Box<Request>,
    },
    /// Requesting the wiki's own page at which the user came back.
    #[serde(skip)]
    Return {
        step: AuthStep,
        url: Url,
    },
}

impl ClientLogin {
    /// Returns whether the login waits for its caller.
    pub fn is_waiting(&self) -> bool {
        matches!(self.state, State::Ask { .. } | State::Step(_))
    }

    pub fn poll(&self, session: &Session) -> Poll<Step> {
        match &self.state {
            State::Detect | State::Renew(_) | State::LookForCaptcha(_) => {
                Poll::Send(detect::login_request(session))
            }
            State::WhoAmI => Poll::Send(who_am_i::request(session)),
            State::Leave { request, .. } => Poll::Send((**request).clone()),
            State::Return { url, .. } => {
                Poll::Send(own_redirect::returning_request(url, Purpose::LogIn))
            }
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
                Ok(Ok(LoginOffer { can_log_in, .. })) if !can_log_in => {
                    self.state = State::WhoAmI;
                    LoginReply::Continue
                }
                Ok(Ok(offer)) => {
                    self.token = Some(offer.token);
                    self.state = self.send_or_ask(session, credentials, offer.requests, None);
                    LoginReply::Continue
                }
                Ok(Err(DetectedApi::WebForm(Some(_)))) => LoginReply::NoApi,
                Ok(Err(_)) => LoginReply::NoAuthManager,
                Err(error) => LoginReply::Failed(error),
            },
            State::WhoAmI => match detect::api_response(reply) {
                Ok(answer) => {
                    let user = who_am_i::user(&answer.get("query")["userinfo"]);
                    LoginReply::Refused(server_login(user.as_deref()).into())
                }
                Err(error) => LoginReply::Failed(error),
            },
            State::LookForCaptcha(refused) => {
                let offer = detect::read_login(session, reply);
                self.look_for_captcha(session, credentials, refused, offer.ok())
            }
            State::Renew(post) => match detect::read_login(session, reply) {
                Ok(Ok(offer)) => {
                    self.token = Some(offer.token);
                    self.state = State::Send(post);
                    LoginReply::Continue
                }
                Ok(Err(_)) => LoginReply::Failed(refusal::session_lost(None)),
                Err(error) => LoginReply::Failed(error),
            },
            State::Send(post) => self.read(session, credentials, &post, reply),
            State::Leave { mut step, .. } => match step.left(session, &reply) {
                Some(url) => self.continue_after(session, &step, Input::Returned(url)),
                None => {
                    self.state = State::Step(step);
                    LoginReply::Continue
                }
            },
            State::Return { step, url } => match reply {
                Reply::NotSent(error) | Reply::Lost(error) => LoginReply::Failed(error.into()),
                reply => {
                    let input = step.returned(session, url, &reply);
                    self.continue_after(session, &step, input)
                }
            },
            unchanged => {
                self.state = unchanged;
                LoginReply::Continue
            }
        }
    }

    /// Asks for the captcha that the wiki offers since it refused, or ends with the refusal.
    fn look_for_captcha(
        &mut self,
        session: &Session,
        credentials: Option<&Credentials>,
        refused: Refused,
        offer: Option<Result<LoginOffer, DetectedApi>>,
    ) -> LoginReply {
        match offer {
            Some(Ok(offer)) if offer.requests.has_captcha() => {
                self.token = Some(offer.token);
                let message = captcha_wanted(&refused.message);
                self.state = self.send_or_ask(session, credentials, offer.requests, Some(message));
                LoginReply::Continue
            }
            offer => LoginReply::Refused(Refusal {
                refused,
                about: match offer {
                    Some(Ok(_)) => About::Password,
                    _ => About::Unclear,
                },
            }),
        }
    }

    /// Returns the request if the known values fill it; otherwise asks for the missing fields, with
    /// this message.
    fn send_or_ask(
        &mut self,
        session: &Session,
        credentials: Option<&Credentials>,
        requests: AuthRequests,
        message: Option<String>,
    ) -> State {
        let values = self.values(credentials, &requests);
        match fill_all(&requests, &values) {
            Ok(fields) => {
                self.captcha_answered = requests.has_captcha();
                let post = AuthPost::begin(AuthModule::ClientLogin, session, fields, false);
                self.with_token(post)
            }
            Err(_) => {
                let mut ask = requests.ask(message);
                ask.fields
                    .retain(|field| field.name != REMEMBER_ME && values.get(&field.name).is_none());
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
    fn read(
        &mut self,
        session: &Session,
        credentials: Option<&Credentials>,
        post: &AuthPost,
        reply: Reply,
    ) -> LoginReply {
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
            return LoginReply::Refused(refused.into());
        }
        match AuthResponse::read(answer.get("clientlogin"), &session.api) {
            Some(AuthResponse::Pass(name)) => LoginReply::LoggedIn(name),
            Some(AuthResponse::Fail(fail)) => self.fail(session, credentials, fail),
            None => LoginReply::Failed(Error::new(
                Reason::Protocol,
                "the wiki's response to the login cannot be understood: its status is none of PASS, FAIL, UI, REDIRECT and RESTART, or what belongs to the status is missing, invalid or too much",
            )),
            Some(response) => {
                self.state = match AuthStep::from_response(response) {
                    None => State::Detect,
                    Some(step) => {
                        match step.leaving_request(session, Purpose::LogIn, self.answered_alone) {
                            None => State::Step(step),
                            Some(request) => State::Leave {
                                step,
                                request: Box::new(request),
                            },
                        }
                    }
                };
                LoginReply::Continue
            }
        }
    }

    /// Answers a redirect after the wiki's own pages were requested.
    fn continue_after(&mut self, session: &Session, step: &AuthStep, input: Input) -> LoginReply {
        self.answered_alone.count();
        self.state = match answer_step(session, step, input) {
            Ok(post) => self.with_token(post),
            // The address lacks what the wiki asks for.
            Err(_) => State::Step(step.clone()),
        };
        LoginReply::Continue
    }

    /// Handles a `FAIL`. If no captcha was answered, it may be for want of one.
    fn fail(
        &mut self,
        session: &Session,
        credentials: Option<&Credentials>,
        fail: Fail,
    ) -> LoginReply {
        let offered = fail.requests.clone();
        let refused = failed(fail);
        for field in Captcha::FIELDS {
            self.given.take(field);
        }
        let may_be_about_captcha = matches!(
            refused.reason,
            Reason::LoginFailed | Reason::CaptchaWrong | Reason::CaptchaUnavailable
        );
        if self.captcha_answered || !may_be_about_captcha {
            return LoginReply::Refused(Refusal {
                refused,
                about: if self.captcha_answered {
                    About::PasswordOrCaptcha
                } else {
                    About::Unclear
                },
            });
        }
        if offered.as_ref().is_some_and(AuthRequests::has_captcha)
            && let Some(requests) = offered
        {
            let message = captcha_wanted(&refused.message);
            self.state = self.send_or_ask(session, credentials, requests, Some(message));
        } else {
            self.state = State::LookForCaptcha(refused);
        }
        LoginReply::Continue
    }

    /// Continues from a serialised copy. The password is asked for again.
    pub fn resume(&mut self, session: &Session, credentials: Option<&Credentials>) {
        if let State::Ask { requests, ask } = &self.state {
            let (requests, message) = (requests.clone(), ask.message.clone());
            self.state = self.send_or_ask(session, credentials, requests, message);
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
                self.state = self.send_or_ask(session, credentials, requests, None);
                Ok(())
            }
            (State::Step(step), input) => {
                if let Some(url) = step.returns_to_own_page(session, &input) {
                    let step = step.clone();
                    self.state = State::Return { step, url };
                    self.answered_alone = AnsweredAlone::default();
                    return Ok(());
                }
                let post = answer_step(session, step, input)?;
                self.answered_alone = AnsweredAlone::default();
                self.state = self.with_token(post);
                Ok(())
            }
            _ => Err(ExpectedInput::Answers.error()),
        }
    }
}

/// Returns the request that answers a step.
fn answer_step(session: &Session, step: &AuthStep, input: Input) -> Result<AuthPost, InvalidInput> {
    let fields = step.fill(input)?;
    let module = AuthModule::ClientLogin;
    Ok(match step.restart_preserves() {
        Some(preserves) => AuthPost::begin(module, session, fields, preserves),
        None => AuthPost::continuation(module, session, fields),
    })
}

fn failed(fail: Fail) -> Refused {
    let message = fail
        .message
        .unwrap_or_else(|| format!("the wiki does not let this user log in ({})", fail.code));
    let mut refused = refused(&fail.code, message);
    refused.retry_after = fail.wait;
    refused
}
