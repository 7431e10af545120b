//! Answers to what a wiki asks during a run: from the answer command, or the user at the terminal or the page.

use std::sync::PoisonError;

use mwaccount::{
    Ask, Captcha, NewAccount, Reason, Redirect, Wiki,
    bulk::{Bulk, Row},
};

use super::{control::Asking, stopped::Stopped, worker::Shared};
use crate::{
    answerer::{Answerer, Question},
    interaction::Stage,
    reply::Reply,
    report::{Report, filled_fields},
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
    /// The account of the row; one without a name at a login.
    pub account: NewAccount,
    /// The note about the last answer.
    pub note: Option<Note>,
}

/// A note about an answer that did not do.
#[derive(Debug, Clone)]
pub struct Note {
    message: String,
    /// The field that it is about.
    field: Option<String>,
}

impl Note {
    /// Creates a note about no field.
    pub fn new(message: &str) -> Self {
        Self {
            message: message.to_owned(),
            field: None,
        }
    }
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
        let mut note = self.note.clone();
        let mut error = None;
        loop {
            let facts = wiki.session().facts();
            let (api, dialect) = (wiki.session().api_url().clone(), facts.dialect);
            let mut question = Question {
                stage: self.stage,
                ask,
                image: &mut |captcha, index| bulk.image(wiki, captcha, index),
            };
            let console = &self.shared.control.console;
            let is_interactive = answerer.is_interactive();
            let answers = self.ask(is_interactive, || {
                if let Some(page) = &self.shared.page {
                    page.set_account(&self.account);
                    page.set_wiki(&api, dialect);
                }
                if let (Answerer::Page(page), Some(note)) = (&answerer, note.take()) {
                    page.tell(&note.message, note.field.as_deref());
                }
                answerer.answer(console, &mut question, error.as_deref())
            })?;
            let Some(Reply::Answers(answers)) = answers else {
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
                    note = Some(Note {
                        message: invalid.message.clone(),
                        field: invalid.field,
                    });
                    error = Some(invalid.message);
                }
                Err(failed) => return Err(failed.into()),
            }
        }
    }

    /// Follows a redirect, which only a user at the terminal or the page can.
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
            return Err(Stopped::new(Reason::Other, message));
        }
        loop {
            let url = match self.ask(true, || answerer.returned(redirect))? {
                None => return Err(Stopped::interrupted()),
                Some(None) => {
                    let message = format!("the wiki redirects the user to {}", redirect.url);
                    return Err(self.too_late(&message));
                }
                Some(Some(url)) => url,
            };
            match bulk.returned(wiki, &url) {
                Ok(()) => return Ok(()),
                Err(invalid) if invalid.reason == Reason::InvalidArgument => {
                    answerer.tell(&invalid.message, None);
                }
                Err(failed) => return Err(failed.into()),
            }
        }
    }

    /// Calls `ask`, one at a time on the terminal or the page. Returns `None` if the run was interrupted before it.
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

    /// Returns the stop for a page on which nobody has answered in time.
    fn too_late(&self, asked: &str) -> Stopped {
        let limit = self.shared.page.as_ref().map(|page| page.limit());
        let limit = limit.unwrap_or_default();
        let message = format!("{asked}; nobody answered on the page within {limit}");
        Stopped::new(Reason::Other, message)
    }

    /// Returns the stop for fields that nobody answers, with advice.
    fn unanswered(&self, answerer: &Answerer, ask: &Ask) -> Stopped {
        let names = filled_fields(ask);
        let asked = format!("the wiki asks for {}", names.join(", "));
        if self.shared.page.is_some() {
            return self.too_late(&asked);
        }
        if answerer.is_command() {
            let message = format!("{asked}; the answer command has run five times already");
            return Stopped::new(Reason::Other, message);
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
        Stopped::new(reason, message)
    }
}
