//! A creator's login and a creation, which the command handles in the same way.

use mwaccount::{
    Answers, Captcha, Creation, Error, Image, LoggingIn, NewAccount, Secret, Step, Wiki,
};
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

/// A login or a creation under way.
pub trait Interaction {
    fn stage(&self) -> Stage;
    fn wiki(&self) -> &Wiki;
    fn step(&mut self) -> Result<Step, Error>;
    fn answer(&mut self, answers: Answers) -> Result<Step, Error>;
    fn returned(&mut self, url: &str) -> Result<Step, Error>;
    fn revise(&mut self, account: NewAccount) -> Result<Step, Error>;
    fn image(&mut self, captcha: &Captcha) -> Result<Image, Error>;
    fn suspend(&self) -> Result<Secret, Error>;
}

/// Calls the methods of the same names that the library's types have.
macro_rules! delegated {
    () => {
        fn wiki(&self) -> &Wiki {
            Self::wiki(self)
        }

        fn step(&mut self) -> Result<Step, Error> {
            Self::step(self)
        }

        fn answer(&mut self, answers: Answers) -> Result<Step, Error> {
            Self::answer(self, answers)
        }

        fn returned(&mut self, url: &str) -> Result<Step, Error> {
            Self::returned(self, url)
        }

        fn image(&mut self, captcha: &Captcha) -> Result<Image, Error> {
            Self::image(self, captcha)
        }

        fn suspend(&self) -> Result<Secret, Error> {
            Self::suspend(self)
        }
    };
}

impl Interaction for LoggingIn<'_> {
    delegated!();

    fn stage(&self) -> Stage {
        Stage::Login
    }

    /// Nothing of the account is said at a login, so nothing of it can be revised.
    fn revise(&mut self, _: NewAccount) -> Result<Step, Error> {
        Self::step(self)
    }
}

impl Interaction for Creation<'_> {
    delegated!();

    fn stage(&self) -> Stage {
        Stage::Creation
    }

    fn revise(&mut self, account: NewAccount) -> Result<Step, Error> {
        Self::revise(self, account)
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
