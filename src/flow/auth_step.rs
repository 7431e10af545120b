//! Steps between the first request and the end: `UI`, `REDIRECT`, `RESTART`.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    Input,
    fields::{check_names, fill_all, fill_step},
    input::ExpectedInput,
    own_redirect::{self, AnsweredAlone, Destination},
};
use crate::{
    Answers, Ask, InvalidInput, Purpose, Redirect, Session, Step,
    http::{Form, Reply, Request},
    mediawiki::{auth_request::AuthRequests, auth_response::AuthResponse},
};

/// A step of the wiki, with its AuthenticationRequests.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct AuthStep {
    kind: StepKind,
    requests: AuthRequests,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum StepKind {
    Ui(Ask),
    Redirect(Redirect),
    /// `RESTART`: begin again. `preserves` tells that the wiki keeps its state for it
    /// (`createpreservestate`).
    Restart {
        ask: Ask,
        preserves: bool,
    },
}

impl AuthStep {
    /// Returns the step of a response, if it has one.
    pub fn from_response(response: AuthResponse) -> Option<Self> {
        let (kind, requests) = match response {
            AuthResponse::Ui { requests, message } => {
                (StepKind::Ui(requests.ask_at_step(message)), requests)
            }
            AuthResponse::Redirect {
                url,
                data,
                requests,
            } => {
                let fields = requests.shown_fields();
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

    /// Returns the step for the caller. `exists` tells whether the account exists already.
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

    /// Returns the request for the page of the wiki itself to which the step redirects, if it does and
    /// the redirects before it were not too many.
    pub fn leaving_request(
        &self,
        session: &Session,
        purpose: Purpose,
        answered_alone: AnsweredAlone,
    ) -> Option<Request> {
        match &self.kind {
            StepKind::Redirect(redirect)
                if answered_alone.may_go_on()
                    && own_redirect::is_own_page(session, &redirect.url) =>
            {
                Some(own_redirect::leaving_request(&redirect.url, purpose))
            }
            _ => None,
        }
    }

    /// Replaces the redirect's address by that of the other site to which the wiki's own page leads.
    /// Returns the address at which the user came back, if that page leads back already.
    pub fn left(&mut self, session: &Session, reply: &Reply) -> Option<Url> {
        match (own_redirect::destination(session, reply), &mut self.kind) {
            (Destination::ReturnAddress(url), _) => Some(url),
            (Destination::OtherSite(url), StepKind::Redirect(redirect)) => {
                redirect.url = url;
                None
            }
            _ => None,
        }
    }

    /// Returns whether the address at which the user came back is a page of the wiki itself, which
    /// must be requested before the step is answered. Not if the address contains what the step asks
    /// for.
    pub fn returns_to_own_page(&self, session: &Session, input: &Input) -> Option<Url> {
        let (StepKind::Redirect(_), Input::Returned(url)) = (&self.kind, input) else {
            return None;
        };
        let answers = self.answers_in_url(url);
        let has_all = !answers.is_empty() && fill_all(&self.requests, &answers).is_ok();
        (!has_all && own_redirect::is_own_page(session, url)).then(|| url.clone())
    }

    /// Returns the input that answers the step after the page `at`, at which the user came back, was
    /// requested.
    pub fn returned(&self, session: &Session, at: Url, reply: &Reply) -> Input {
        Input::Returned(match own_redirect::destination(session, reply) {
            Destination::ReturnAddress(url) => url,
            Destination::OtherSite(_) | Destination::Unclear => at,
        })
    }

    /// Returns, for `RESTART`, whether the wiki keeps its state for the next attempt. Returns
    /// `None` for other steps, whose answer continues.
    pub fn restart_preserves(&self) -> Option<bool> {
        match self.kind {
            StepKind::Restart { preserves, .. } => Some(preserves),
            StepKind::Ui(_) | StepKind::Redirect(_) => None,
        }
    }

    /// Fills the step's fields from the caller's input.
    pub fn fill(&self, input: Input) -> Result<Form, InvalidInput> {
        let answers = match input {
            Input::Answers(answers) => answers,
            Input::Returned(url) if matches!(self.kind, StepKind::Redirect(_)) => {
                self.answers_in_url(&url)
            }
            Input::Returned(_) | Input::Revise(_) | Input::ReviseLogin(_) => {
                return Err(ExpectedInput::Answers.error());
            }
        };
        let fields = self.requests.visible_fields();
        check_names(fields.iter().copied(), answers.names())?;
        match self.kind {
            StepKind::Restart { .. } => fill_all(&self.requests, &answers),
            StepKind::Ui(_) | StepKind::Redirect(_) => fill_step(&self.requests, &answers),
        }
    }

    /// Returns the requested fields among the parameters of the return URL.
    fn answers_in_url(&self, url: &Url) -> Answers {
        let fields = self.requests.visible_fields();
        url.query_pairs()
            .filter(|(name, _)| fields.iter().any(|field| field.name == *name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect()
    }
}
