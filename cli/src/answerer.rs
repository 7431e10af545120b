//! Who answers what the wiki asks: the answer command, the person at the terminal, or
//! nobody.

use std::path::PathBuf;

use mwaccount::{Answers, Ask, NewAccount, Reason, Redirect, Refused, WikiInteraction};

use crate::{
    answer_command::AnswerCommand,
    challenge::Challenge,
    interaction::Stage,
    prompt,
    report::Report,
    run::Run,
    terminal::{self, tell},
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
    pub fn find(command: Option<&str>, for_program: bool) -> Self {
        match command {
            Some(line) => Self::Command(AnswerCommand::new(line)),
            None if terminal::is_there() => Self::Person { for_program },
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

    /// The answers to what the wiki asks; `None` if nobody gives any.
    pub fn answer(
        &mut self,
        run: &Run,
        interaction: &mut WikiInteraction<'_>,
        ask: &Ask,
    ) -> Result<Option<Answers>, Box<Report>> {
        match self {
            Self::Nobody => Ok(None),
            Self::Command(command) if !command.may_ask() => Ok(None),
            Self::Command(command) => {
                let image = image(run, interaction, ask)?;
                let challenge = Challenge::new(Stage::of(interaction), ask, image.as_deref());
                command.ask(&challenge).map(Some)
            }
            Self::Person { .. } => {
                let image = image(run, interaction, ask)?;
                prompt::answers(run, ask, image.as_deref()).map(Some)
            }
        }
    }

    /// How the fields could be answered after all.
    pub fn ways_to_answer(&self, run: &Run, ask: &Ask) -> String {
        if let Some(file) = run.suspend_path() {
            let file = file.display();
            return match hint(ask) {
                Hint::Password => format!(
                    "go on with mwaccount resume {file}, and give the password again with --password-file"
                ),
                Hint::Secret => format!(
                    "go on with mwaccount resume {file} and --field, or --field-file for secrets"
                ),
                Hint::Open => format!("go on with mwaccount resume {file} and --field"),
            };
        }
        if matches!(self, Self::Command(_)) {
            return "the answer command was asked five times already".to_owned();
        }
        let way = match hint(ask) {
            _ if run.is_probe() => "answer with --answer-command",
            _ if !run.could_have_known() => {
                "answer with --answer-command, or give --suspend-to and go on with mwaccount resume"
            }
            Hint::Password => "give the password with --password-file or --password-stdin",
            Hint::Secret => "answer with --field-file or --answer-command",
            Hint::Open => "answer with --field or --answer-command",
        };
        format!("{way}, or run mwaccount on a terminal")
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

/// How a user who was sent elsewhere can come back.
pub fn ways_to_return(run: &Run, redirect: &Redirect) -> String {
    let Some(file) = run.suspend_path() else {
        let way = match run.is_probe() {
            true => "",
            false => "give --suspend-to and come back with mwaccount resume, or ",
        };
        return format!("{way}run mwaccount on a terminal");
    };
    let names: Vec<&str> = redirect.fields.iter().map(|f| f.name.as_str()).collect();
    format!(
        "come back with mwaccount resume {} and --returned with the address where that ends, or --field with {}",
        file.display(),
        names.join(", ")
    )
}

/// Which kind of option answers an ask.
enum Hint {
    Password,
    Secret,
    Open,
}

fn hint(ask: &Ask) -> Hint {
    if ask.account_exists == Some(false) && ask.field("password").is_some() {
        Hint::Password
    } else if ask.fields.iter().any(|field| field.sensitive) {
        Hint::Secret
    } else {
        Hint::Open
    }
}

/// Fetches the image of a captcha that has one.
fn image(
    run: &Run,
    interaction: &mut WikiInteraction<'_>,
    ask: &Ask,
) -> Result<Option<PathBuf>, Box<Report>> {
    let Some(captcha) = ask.captcha.as_ref().filter(|c| c.image_url.is_some()) else {
        return Ok(None);
    };
    let image = interaction
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
