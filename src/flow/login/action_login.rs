//! `action=login` on 1.8 to 1.26, and for bot passwords on later releases.

use std::time::Duration;

use serde_json::Value;

use super::{LoginReply, refused};
use crate::{
    Credentials, Purpose, Refused, Secret, Session,
    flow::{detect, refusal},
    http::{Effect, Form, Reply, Request},
    mediawiki::{api_response::text, message},
};

/// A login of two requests: the first, without the password, returns the token, and the second
/// sends both.
#[derive(Debug, Clone, Default)]
pub(super) struct ActionLogin {
    /// The token of the first response. Releases before 1.15.3 have none.
    token: Option<Secret>,
    with_password: bool,
}

impl ActionLogin {
    pub fn request(&self, session: &Session, credentials: Option<&Credentials>) -> Request {
        let mut form = Form::new(&[("action", "login"), ("format", "json")]);
        if let Some(Credentials::Password {
            name,
            password,
            domain,
        }) = credentials
        {
            form.push("lgname", name);
            if let Some(domain) = domain {
                form.push("lgdomain", domain);
            }
            if self.with_password {
                form.push_secret("lgpassword", password);
            }
        }
        if let Some(token) = &self.token {
            form.push_token("lgtoken", token);
        }
        Request::post(Effect::Login, &session.api, form).purpose(Purpose::LogIn)
    }

    pub fn feed(&mut self, credentials: Option<&Credentials>, reply: Reply) -> LoginReply {
        let answer = match detect::api_response(reply) {
            Ok(answer) => answer,
            Err(error) => return LoginReply::Failed(error),
        };
        if let Some(error) = answer.error() {
            let mut refused = refused(&error.code, error.info);
            refused.retry_after = error.retry_after;
            return LoginReply::Refused(refused.into());
        }
        let may_be_account = matches!(
            credentials,
            Some(Credentials::Password { name, .. }) if name.contains('@')
        );
        self.read(answer.get("login"), may_be_account)
    }

    /// Reads the member `login`. `may_be_account` tells that the name of a bot password may be an
    /// account's.
    fn read(&mut self, login: &Value, may_be_account: bool) -> LoginReply {
        let result = text(login, "result").unwrap_or_default();
        match (result.to_ascii_lowercase().as_str(), self.with_password) {
            ("success", _) => LoginReply::LoggedIn(text(login, "lgusername")),
            // Before 1.15.3 there is no token, and the wiki answers "EmptyPass" to a request
            // without a password.
            ("needtoken" | "emptypass", false) => {
                self.token = text(login, "token").map(Secret::from);
                self.with_password = true;
                LoginReply::Continue
            }
            ("needtoken" | "wrongtoken", true) => LoginReply::Failed(refusal::session_lost(None)),
            // Up to 1.26: for want of a captcha, too.
            ("wrongpass" | "wrongpluginpass", _) => {
                LoginReply::LookForCaptcha(refusal_of(&result, login))
            }
            // 1.27 and later: the account's login needs more than `action=login` can ask for.
            ("aborted" | "failed", true) if may_be_account => {
                LoginReply::TryClientLogin(refusal_of(&result, login))
            }
            _ => LoginReply::Refused(refusal_of(&result, login).into()),
        }
    }
}

fn refusal_of(result: &str, login: &Value) -> Refused {
    let reason = text(login, "reason").map(|reason| message::to_text(&reason));
    let message = reason.filter(|reason| !reason.is_empty());
    let message = message.unwrap_or_else(|| match result {
        "Aborted" => "this login requires more than a name and a password".to_owned(),
        result => format!("the wiki does not let this user log in ({result})"),
    });
    let wait = text(login, "wait").and_then(|seconds| seconds.parse().ok());
    let mut refused = refused(result, message);
    refused.retry_after = wait.map(Duration::from_secs);
    refused
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Reason;

    fn password_request() -> ActionLogin {
        ActionLogin {
            token: None,
            with_password: true,
        }
    }

    #[test]
    fn every_release_leads_to_the_password() {
        for first_answer in [
            json!({"result": "NeedToken", "token": "t"}),
            json!({"result": "EmptyPass"}),
        ] {
            let mut login = ActionLogin::default();
            assert!(matches!(
                login.read(&first_answer, false),
                LoginReply::Continue
            ));
            assert!(login.with_password);
        }
        let success = json!({"result": "Success", "lgusername": "Admin"});
        assert!(
            matches!(password_request().read(&success, false), LoginReply::LoggedIn(Some(name)) if name == "Admin")
        );
        let lost = json!({"result": "NeedToken", "token": "t"});
        let LoginReply::Failed(error) = password_request().read(&lost, false) else {
            panic!("the session is lost");
        };
        assert_eq!(error.reason, Reason::SessionLost);
    }

    #[test]
    fn refusals_are_classified() {
        for (answer, reason, wait) in [
            (json!({"result": "WrongPass"}), Reason::LoginFailed, None),
            (json!({"result": "NotExists"}), Reason::LoginFailed, None),
            (
                json!({"result": "Throttled", "wait": 300}),
                Reason::Throttled,
                Some(300),
            ),
            (
                json!({"result": "NeedToWait", "wait": "5"}),
                Reason::Throttled,
                Some(5),
            ),
            (
                json!({"result": "Failed", "reason": "No"}),
                Reason::LoginFailed,
                None,
            ),
            (json!({}), Reason::LoginFailed, None),
        ] {
            let refused = match password_request().read(&answer, false) {
                LoginReply::Refused(refusal) => refusal.refused,
                LoginReply::LookForCaptcha(refused) => refused,
                _ => panic!("{answer}"),
            };
            assert_eq!(refused.reason, reason, "{answer}");
            assert_eq!(refused.retry_after, wait.map(Duration::from_secs));
            assert!(!refused.message.is_empty());
        }
    }
}
