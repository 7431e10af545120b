//! The stage of an interaction, and whether the account exists already.

use mwaccount::{Step, WikiInteraction};
use serde::Serialize;

/// The kind of an interaction.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// The login of the creator.
    Login,
    /// The creation of the account.
    #[default]
    Creation,
}

impl Stage {
    /// Returns the stage of an interaction.
    pub fn of(interaction: &WikiInteraction<'_>) -> Self {
        if interaction.is_login() {
            Self::Login
        } else {
            Self::Creation
        }
    }
}

/// The existence of the account while the wiki waits for an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Existence {
    /// It does not exist.
    #[default]
    No,
    /// It may exist.
    Perhaps,
    /// It exists; the wiki asks for its setup.
    Yes,
}

impl Existence {
    /// Returns the existence of the account at a step.
    pub fn of(stage: Stage, step: &Step) -> Self {
        let exists = match step {
            Step::Ask(ask) | Step::Restart(ask) => ask.account_exists,
            Step::Redirect(redirect) => redirect.account_exists,
            _ => Some(false),
        };
        match (stage, exists) {
            (Stage::Login, _) | (_, Some(false)) => Self::No,
            (_, None) => Self::Perhaps,
            (_, Some(true)) => Self::Yes,
        }
    }
}
