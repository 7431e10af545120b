//! What an interaction is about, and whether the account exists by now.

use mwaccount::{Step, WikiInteraction};
use serde::Serialize;

/// What an interaction is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// Letting the creator in.
    Login,
    /// Creating the account.
    #[default]
    Creation,
}

impl Stage {
    /// Returns what an interaction is about.
    pub fn of(interaction: &WikiInteraction<'_>) -> Self {
        if interaction.is_login() {
            Self::Login
        } else {
            Self::Creation
        }
    }
}

/// Whether the account exists while the wiki waits for an answer.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Existence {
    /// It surely does not.
    #[default]
    No,
    /// It may.
    Perhaps,
    /// It does; what is asked comes after it.
    Yes,
}

impl Existence {
    /// Whether the account exists at a step.
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
