//! `action=login`, as it is on 1.8 to 1.26 and for bot passwords ever since.

use std::time::Duration;

use serde_json::Value;

use super::refused;
use crate::{
    Credentials, Refused, Secret, Session,
    wire::{Form, Kind, Purpose, Request, answer::text, wikitext},
};

/// One login: first without the password, for the token; then with it.
#[derive(Debug, Clone, Default)]
pub(super) struct Action {
    /// What the first request brought. Releases before 1.15.3 have no token.
    token: Option<Secret>,
    with_password: bool,
}

/// What a request brought.
pub(super) enum Answered {
    Again(Action),
    LoggedIn(Option<String>),
    SessionLost,
    Refused(Refused),
}

impl Action {
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
        Request::post(Kind::Login, &session.api, form).purpose(Purpose::LogIn)
    }

    pub fn read(&self, said: &Value) -> Answered {
        let result = text(said, "result").unwrap_or_default();
        match (result.to_ascii_lowercase().as_str(), self.with_password) {
            ("success", _) => Answered::LoggedIn(text(said, "lgusername")),
            ("needtoken", false) => Answered::Again(Self {
                token: text(said, "token").map(Secret::from),
                with_password: true,
            }),
            // Before 1.15.3 the request without a password comes this far.
            ("emptypass", false) => Answered::Again(Self {
                token: None,
                with_password: true,
            }),
            ("needtoken" | "wrongtoken", true) => Answered::SessionLost,
            _ => Answered::Refused(refusal(&result, said)),
        }
    }
}

fn refusal(result: &str, said: &Value) -> Refused {
    let message = text(said, "reason").map(|reason| wikitext::to_text(&reason));
    let message = message.unwrap_or_else(|| match result {
        "Aborted" => "the wiki wants more than a name and a password for this login".to_owned(),
        result => format!("the wiki does not let this user log in ({result})"),
    });
    let wait = text(said, "wait").and_then(|seconds| seconds.parse().ok());
    let mut refused = refused(result, message);
    refused.retry_after = wait.map(Duration::from_secs);
    refused
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::Reason;

    fn first() -> Action {
        Action::default()
    }

    fn second() -> Action {
        Action {
            token: None,
            with_password: true,
        }
    }

    #[test]
    fn every_age_comes_to_its_password() {
        for first_answer in [
            json!({"result": "NeedToken", "token": "t"}),
            json!({"result": "EmptyPass"}),
        ] {
            let Answered::Again(action) = first().read(&first_answer) else {
                panic!("{first_answer}");
            };
            assert!(action.with_password);
        }
        let success = json!({"result": "Success", "lgusername": "Admin"});
        assert!(
            matches!(second().read(&success), Answered::LoggedIn(Some(name)) if name == "Admin")
        );
        let lost = json!({"result": "NeedToken", "token": "t"});
        assert!(matches!(second().read(&lost), Answered::SessionLost));
    }

    #[test]
    fn refusals_have_reasons() {
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
            let Answered::Refused(refused) = second().read(&answer) else {
                panic!("{answer}");
            };
            assert_eq!(refused.reason, reason, "{answer}");
            assert_eq!(refused.retry_after, wait.map(Duration::from_secs));
            assert!(!refused.message.is_empty());
        }
    }
}
