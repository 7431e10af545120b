//! Answers to what a wiki asks during a run: from the answer command or the user at the terminal.

use std::sync::PoisonError;

use mwaccount::{
    Ask, Captcha, Field, FieldKind, Reason, Redirect, Wiki,
    bulk::{Bulk, Row},
};

use super::{control::Asking, stopped::Stopped, worker::Shared};
use crate::{
    answerer::{Answerer, Question},
    interaction::Stage,
    prompt,
    report::Report,
    terminal::{print_message, without_bars},
};

/// The answers to the steps of one wiki.
pub struct Asker<'s> {
    /// The state of the run.
    pub shared: &'s Shared,
    /// The worker that asks.
    pub worker: usize,
    /// The row that it asks for.
    pub asking: Asking,
    /// The stage at which the wiki asks.
    pub stage: Stage,
    /// True if the wiki asks after the account was sent, so that no column can answer.
    pub was_sent: bool,
}

impl Asker<'_> {
    /// Answers the fields that the wiki asks for.
    ///
    /// # Errors
    /// If nobody answers them, with advice.
    pub fn answer_fields<I: Iterator<Item = Row>>(
        &self,
        answerer: &mut Answerer,
        bulk: &mut Bulk<I>,
        wiki: &mut Wiki,
        ask: &Ask,
    ) -> Result<(), Stopped> {
        let mut error = None;
        loop {
            let mut question = Question {
                stage: self.stage,
                ask,
                image: &mut |captcha, index| bulk.image(wiki, captcha, index),
            };
            let console = &self.shared.control.console;
            let is_interactive = answerer.is_interactive();
            let answers = self.ask(is_interactive, || {
                answerer.answer(console, &mut question, error.as_deref())
            })?;
            let Some(answers) = answers.flatten() else {
                return Err(match self.shared.control.is_interrupted() {
                    true => Stopped::interrupted(),
                    false => self.unanswered(answerer, ask),
                });
            };
            match bulk.answer(wiki, answers) {
                Ok(()) => return Ok(()),
                Err(invalid)
                    if invalid.reason == Reason::InvalidArgument
                        && (is_interactive || answerer.can_run_again()) =>
                {
                    print_message(&invalid.message);
                    error = Some(invalid.message);
                }
                Err(failed) => return Err(failed.into()),
            }
        }
    }

    /// Follows a redirect, which only a user at the terminal can.
    ///
    /// # Errors
    /// If there is none.
    pub fn return_from<I: Iterator<Item = Row>>(
        &self,
        answerer: &Answerer,
        bulk: &mut Bulk<I>,
        wiki: &mut Wiki,
        redirect: &Redirect,
    ) -> Result<(), Stopped> {
        if !answerer.is_interactive() {
            let message = format!(
                "the wiki redirects the user to {}; run mwaccount on a terminal to go there",
                redirect.url
            );
            return Err(Stopped::unanswered(Reason::Other, message));
        }
        loop {
            let url = self.ask(true, || {
                print_message(&format!("the wiki redirects you to {}", redirect.url));
                print_message("open this address in a browser and complete the steps there");
                prompt::read_line("Complete address that the browser was sent back to")
            })?;
            let Some(url) = url else {
                return Err(Stopped::interrupted());
            };
            match bulk.returned(wiki, url.trim()) {
                Ok(()) => return Ok(()),
                Err(invalid) if invalid.reason == Reason::InvalidArgument => {
                    print_message(&invalid.message);
                }
                Err(failed) => return Err(failed.into()),
            }
        }
    }

    /// Calls `ask`, one at a time on the terminal. Returns `None` if the run was interrupted before it.
    fn ask<T>(
        &self,
        is_interactive: bool,
        ask: impl FnOnce() -> Result<T, Box<Report>>,
    ) -> Result<Option<T>, Box<Report>> {
        let control = &self.shared.control;
        control.ask(self.worker, self.asking, || {
            if !is_interactive {
                return ask().map(Some);
            }
            let prompting = &self.shared.prompting;
            let _alone = prompting.lock().unwrap_or_else(PoisonError::into_inner);
            if control.is_interrupted() {
                return Ok(None);
            }
            without_bars(ask).map(Some)
        })
    }

    /// Returns the stop for fields that nobody answers, with advice.
    fn unanswered(&self, answerer: &Answerer, ask: &Ask) -> Stopped {
        let is_shown = |field: &&Field| !matches!(field.kind, FieldKind::Hidden | FieldKind::Null);
        let fields = ask.fields.iter().filter(is_shown);
        let names: Vec<&str> = fields.map(|field| field.name.as_str()).collect();
        let asked = format!("the wiki asks for {}", names.join(", "));
        if answerer.is_command() {
            let message = format!("{asked}; the answer command has run five times already");
            return Stopped::unanswered(Reason::Other, message);
        }
        let answer = "answer with --answer-command or on a terminal";
        let has_captcha = ask.captcha.is_some() || names.contains(&Captcha::FIELD);
        let (reason, message) = match self.stage {
            Stage::Login => (
                Reason::LoginFailed,
                format!(
                    "{asked} at the login; {answer}, or use a bot password or an access token, for which no wiki asks more"
                ),
            ),
            Stage::Creation if has_captcha => {
                let question = ask
                    .captcha
                    .as_ref()
                    .and_then(|captcha| captcha.question.as_deref());
                let question = question.map(|question| format!(" (\"{question}\")"));
                let login = match &self.shared.credentials {
                    None => {
                        "log in with --login as a user who is asked none: one with the right skipcaptcha"
                    }
                    Some(_) => {
                        "ask the wiki's administrators for the right skipcaptcha for the creator"
                    }
                };
                (
                    Reason::CaptchaWrong,
                    format!(
                        "the wiki asks for the answer to a captcha{}; {answer}, or {login}",
                        question.unwrap_or_default()
                    ),
                )
            }
            Stage::Creation if names.contains(&"password") => (
                Reason::PasswordWeak,
                format!(
                    "{asked}; give one in the column password, or use --generate-passwords or --mail-password"
                ),
            ),
            Stage::Creation if self.was_sent => (
                Reason::FieldInvalid,
                format!("{asked} after an account was sent; {answer}"),
            ),
            Stage::Creation => {
                let columns: Vec<String> =
                    names.iter().map(|name| format!("field:{name}")).collect();
                (
                    Reason::FieldInvalid,
                    format!(
                        "{asked}; give the columns {}, or {answer}",
                        columns.join(", ")
                    ),
                )
            }
        };
        Stopped::unanswered(reason, message)
    }
}
