//! A step that a wiki puts between the beginning and the end: UI, REDIRECT, RESTART.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{Input, Pause, fields::check_names, fields::fill, said::Said};
use crate::{
    Answers, Ask, Misuse, Redirect,
    offer::{Offer, Required},
    wire::Form,
};

/// What a wiki wants before it goes on, and the requests behind it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Step {
    wants: Wants,
    offer: Offer,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Wants {
    Answers(Ask),
    Visit(Redirect),
    /// To begin anew, perhaps with what the wiki has kept.
    Restart {
        ask: Ask,
        preserves: bool,
    },
}

impl Step {
    /// The step in an answer, if it is one.
    pub fn of(said: Said) -> Option<Self> {
        let (wants, offer) = match said {
            Said::Ui { offer, message } => (Wants::Answers(offer.ask(message)), offer),
            Said::Redirect { url, data, offer } => {
                let fields = offer.shown();
                (Wants::Visit(Redirect::new(url, data, fields)), offer)
            }
            Said::Restart {
                offer,
                message,
                preserves,
            } => {
                let ask = offer.ask(message);
                (Wants::Restart { ask, preserves }, offer)
            }
            Said::Pass(_) | Said::Fail(_) => return None,
        };
        Some(Self { wants, offer })
    }

    /// The step as the caller sees it; `exists` tells whether the account is there already.
    pub fn pause(&self, exists: Option<bool>) -> Pause {
        let with = |ask: &Ask| Ask {
            account_exists: exists,
            ..ask.clone()
        };
        match &self.wants {
            Wants::Answers(ask) => Pause::Ask(with(ask)),
            Wants::Restart { ask, .. } => Pause::Restart(with(ask)),
            Wants::Visit(redirect) => Pause::Redirect(Redirect {
                account_exists: exists,
                ..redirect.clone()
            }),
        }
    }

    /// Whether its answer begins anew, and with preserved state.
    pub fn restarts(&self) -> Option<bool> {
        match self.wants {
            Wants::Restart { preserves, .. } => Some(preserves),
            Wants::Answers(_) | Wants::Visit(_) => None,
        }
    }

    /// The fields that the caller's word gives.
    pub fn fill(&self, input: Input) -> Result<Form, Misuse> {
        let answers = match input {
            Input::Answers(answers) => answers,
            Input::Returned(url) if matches!(self.wants, Wants::Visit(_)) => self.returned(&url),
            Input::Returned(_) | Input::Revise(_) => {
                return Err(Misuse::new("the wiki waits for answers to its fields"));
            }
        };
        check_names(&self.offer.shown(), answers.names())?;
        fill_all(&self.offer, &answers)
    }

    /// What the return address carries of what was asked for.
    fn returned(&self, url: &Url) -> Answers {
        let fields = self.offer.shown();
        url.query_pairs()
            .filter(|(name, _)| fields.iter().any(|field| field.name == *name))
            .map(|(name, value)| (name.into_owned(), value.into_owned()))
            .collect()
    }
}

/// Fills all requests of a step. Those that are required must be complete, unless
/// a button was pressed; of several primary ones one will do; the optional ones
/// are sent as far as they are complete.
pub(super) fn fill_all(offer: &Offer, answers: &Answers) -> Result<Form, Misuse> {
    let filled = offer
        .requests
        .iter()
        .map(|request| Ok((request.required, fill(request, |name| answers.get(name))?)))
        .collect::<Result<Vec<_>, Misuse>>()?;
    let pressed = filled.iter().any(|(_, filled)| filled.pressed);
    let primary_done = filled.iter().any(|(required, filled)| {
        *required == Required::Primary && filled.touched && filled.missing.is_empty()
    });
    let mut form = Form::default();
    for (required, filled) in filled {
        let needed = match required {
            Required::Always => !pressed,
            Required::Primary => !pressed && !primary_done,
            Required::Optional => false,
        };
        match filled.missing.first() {
            None => filled.send(&mut form),
            Some(missing) if needed || filled.touched => {
                return Err(Misuse::of(
                    missing,
                    format!("the field \"{missing}\" must be filled"),
                ));
            }
            Some(_) => {}
        }
    }
    Ok(form)
}
