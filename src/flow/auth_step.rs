//! A step that a wiki puts between the beginning and the end: UI, REDIRECT, RESTART.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    Input,
    fields::{check_names, fill_all},
};
use crate::{
    Answers, Ask, InvalidInput, Redirect, Step,
    http::Form,
    mediawiki::{auth_request::AuthRequests, auth_response::AuthResponse},
};

/// What a wiki wants before it goes on, and the requests behind it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct AuthStep {
    kind: StepKind,
    requests: AuthRequests,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum StepKind {
    Ui(Ask),
    Redirect(Redirect),
    /// To begin anew, perhaps with what the wiki has kept.
    Restart {
        ask: Ask,
        preserves: bool,
    },
}

impl AuthStep {
    /// The step in an answer, if it is one.
    pub fn from_response(response: AuthResponse) -> Option<Self> {
        let (kind, requests) = match response {
            AuthResponse::Ui { requests, message } => {
                (StepKind::Ui(requests.ask(message)), requests)
            }
            AuthResponse::Redirect {
                url,
                data,
                requests,
            } => {
                let fields = requests.visible_fields();
                (
                    StepKind::Redirect(Redirect::new(url, data, fields)),
                    requests,
                )
            }
            AuthResponse::Restart {
                requests,
                message,
                preserves,
            } => {
                let ask = requests.ask(message);
                (StepKind::Restart { ask, preserves }, requests)
            }
            AuthResponse::Pass(_) | AuthResponse::Fail(_) => return None,
        };
        Some(Self { kind, requests })
    }

    /// The step as the caller sees it; `exists` tells whether the account is there already.
    pub fn to_step(&self, exists: Option<bool>) -> Step {
        let with_existence = |ask: &Ask| Ask {
            account_exists: exists,
            ..ask.clone()
        };
        match &self.kind {
            StepKind::Ui(ask) => Step::Ask(with_existence(ask)),
            StepKind::Restart { ask, .. } => Step::Restart(with_existence(ask)),
            StepKind::Redirect(redirect) => Step::Redirect(Redirect {
                account_exists: exists,
                ..redirect.clone()
            }),
        }
    }

    /// Whether its answer begins anew, and with preserved state.
    pub fn restart_preserves(&self) -> Option<bool> {
        match self.kind {
            StepKind::Restart { preserves, .. } => Some(preserves),
            StepKind::Ui(_) | StepKind::Redirect(_) => None,
        }
    }

    /// The fields that the caller's word gives.
    pub fn fill(&self, input: Input) -> Result<Form, InvalidInput> {
        let answers = match input {
            Input::Answers(answers) => answers,
            Input::Returned(url) if matches!(self.kind, StepKind::Redirect(_)) => {
                self.answers_in_url(&url)
            }
            Input::Returned(_) | Input::Revise(_) => {
                return Err(InvalidInput::new(
                    "the wiki waits for answers to its fields",
                ));
            }
        };
        check_names(&self.requests.visible_fields(), answers.names())?;
        fill_all(&self.requests, &answers)
    }

    /// What the return address carries of what was asked for.
    fn answers_in_url(&self, url: &Url) -> Answers {
        let fields = self.requests.visible_fields();
        url.query_pairs()
            .filter(|(name, _)| fields.iter().any(|field| field.name == *name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect()
    }
}
