//! Who answers what the wiki asks: the answer command, the person at the terminal, or
//! nobody.

use std::path::PathBuf;

use mwaccount::{Answers, Ask, Creation, NewAccount, Reason, Refused};

use crate::{
    args,
    challenge::Challenge,
    command::AnswerCommand,
    prompt,
    report::{Report, tell},
    run::Run,
    terminal,
};

/// Somebody who answers, or nobody.
#[derive(Debug)]
pub enum Answerer {
    /// The answer command.
    Command(AnswerCommand),
    /// The person at the terminal.
    Person {
        /// Whether the result is for a program: a refusal that is not about a captcha is
        /// then a result, and nothing to talk about.
        for_program: bool,
    },
    /// Nobody.
    Nobody,
}

impl Answerer {
    /// Who is there. A command that was given goes before a terminal.
    pub fn find(args: &args::Create) -> Self {
        match &args.answer_command {
            Some(line) => Self::Command(AnswerCommand::new(line)),
            None if terminal::is_there() => Self::Person {
                for_program: args.json,
            },
            None => Self::Nobody,
        }
    }

    /// Whether it is a person, who can be told what is wrong and asked again.
    pub fn is_person(&self) -> bool {
        matches!(self, Self::Person { .. })
    }

    /// Whether another captcha can be answered after a wrong one.
    pub fn may_ask(&self) -> bool {
        match self {
            Self::Command(command) => command.may_ask(),
            Self::Person { .. } => true,
            Self::Nobody => false,
        }
    }

    /// The answers to what the wiki asks; the end, if there are none.
    pub fn answer(
        &mut self,
        run: &Run,
        creation: &mut Creation<'_>,
        ask: &Ask,
    ) -> Result<Answers, Box<Report>> {
        match self {
            Self::Nobody => Err(Box::new(Report::ask(ask, ways(run, ask)))),
            Self::Command(command) if !command.may_ask() => Err(Box::new(Report::ask(
                ask,
                "the answer command was asked five times already",
            ))),
            Self::Command(command) => {
                let image = image(run, creation, ask)?;
                command.ask(&Challenge::new(ask, image.as_deref()))
            }
            Self::Person { .. } => {
                let image = image(run, creation, ask)?;
                prompt::answers(run, ask, image.as_deref())
            }
        }
    }

    /// Whether the account was changed so that another try is worth it.
    pub fn revise(
        &self,
        run: &Run,
        refused: &Refused,
        account: &mut NewAccount,
    ) -> Result<bool, Box<Report>> {
        if !matches!(self, Self::Person { for_program: false }) {
            return Ok(false);
        }
        let explain = || tell(&format!("{} ({})", refused.message, refused.reason));
        match refused.reason {
            Reason::NameTaken | Reason::NameInvalid => {
                explain();
                let name = prompt::line("Another name (empty to give up)")?;
                account.name = name.trim().to_owned();
                Ok(!account.name.is_empty())
            }
            Reason::PasswordWeak => {
                explain();
                account.password = Some(prompt::new_password(run)?);
                Ok(true)
            }
            Reason::EmailInvalid | Reason::EmailRequired => {
                explain();
                let email = prompt::line("E-mail address (empty to give up)")?;
                account.email = Some(email.trim().to_owned()).filter(|email| !email.is_empty());
                Ok(account.email.is_some())
            }
            _ => Ok(false),
        }
    }
}

/// How the fields could be answered. Those that the wiki asks for only in the middle of
/// a creation cannot be given beforehand.
fn ways(run: &Run, ask: &Ask) -> &'static str {
    if run.is_under_way() {
        "answer with --answer-command, or run mwaccount on a terminal"
    } else if ask.field("password").is_some() {
        "give the password with --password-file or --password-stdin, or run mwaccount on a terminal"
    } else if ask.fields.iter().any(|field| field.sensitive) {
        "answer with --field-file or --answer-command, or run mwaccount on a terminal"
    } else {
        "answer with --field or --answer-command, or run mwaccount on a terminal"
    }
}

/// Fetches the image of a captcha that has one.
fn image(
    run: &Run,
    creation: &mut Creation<'_>,
    ask: &Ask,
) -> Result<Option<PathBuf>, Box<Report>> {
    let Some(captcha) = ask.captcha.as_ref().filter(|c| c.image.is_some()) else {
        return Ok(None);
    };
    let image = creation
        .image(captcha)
        .map_err(|error| Box::new(Report::error(&error)))?;
    let path = run.keep_image(&image).map_err(|e| {
        let message = format!(
            "the captcha's image cannot be written to the folder for temporary files ({e}); make room there"
        );
        Box::new(Report::failed(Reason::Other, message))
    })?;
    Ok(Some(path))
}
