//! The source of answers to what the wiki asks: the answer command, the user at the terminal,
//! or none.

use std::sync::Arc;

use mwaccount::{
    Ask, Captcha, Credentials, Error, Image, NewAccount, Reason, Redirect, Refused, Secret,
};

use crate::{
    answer_command::AnswerCommand,
    console::Console,
    images::SavedImage,
    interaction::Stage,
    json_ask::JsonAsk,
    open::{OpenPage, Wanted},
    prompt,
    reply::Reply,
    report::Report,
    run::Run,
    terminal::{self, print_message},
};

/// The maximum number of logins with the same password that nobody watches: each may count as a
/// failed login.
const MAX_LOGINS: u32 = 3;

/// The codes of a wrong password.
const WRONG_PASSWORD: [&str; 3] = ["wrongpassword", "WrongPass", "WrongPluginPass"];

/// A question of the wiki, with the way to fetch the images of its captcha.
pub struct Question<'q> {
    /// The stage at which the wiki asks.
    pub stage: Stage,
    /// The fields, the message and the captcha.
    pub ask: &'q Ask,
    /// Fetches the image at a place in [`Captcha::image_urls`].
    pub image: &'q mut dyn FnMut(&Captcha, usize) -> Result<Image, Error>,
}

impl Question<'_> {
    /// Fetches the images of the captcha, and returns their files: `None` for an image of a question that
    /// cannot be fetched, because the question may be answered without it or with its address, and for
    /// all with `--images none`.
    pub fn fetch_images(
        &mut self,
        console: &Console,
    ) -> Result<Vec<Option<SavedImage>>, Box<Report>> {
        let Some(captcha) = &self.ask.captcha else {
            return Ok(Vec::new());
        };
        let mut files = Vec::new();
        for index in 0..captcha.image_urls.len() {
            if !console.fetches_images() {
                files.push(None);
                continue;
            }
            let image = match (self.image)(captcha, index) {
                Ok(image) => image,
                Err(error) if captcha.question.is_some() && error.reason != Reason::Cancelled => {
                    files.push(None);
                    continue;
                }
                Err(error) => return Err(Box::new(Report::error(&error))),
            };
            files.push(Some(save(console, image, index)?));
        }
        Ok(files)
    }
}

impl Question<'_> {
    /// Fetches the images of the captcha, and returns each or why there is none. They are written to the file of
    /// `--image-to`, if it is given.
    fn images(&mut self, console: &Console) -> Result<Vec<Result<Image, String>>, Box<Report>> {
        let captcha = self.ask.captcha.as_ref();
        let count = captcha.map_or(0, |captcha| captcha.image_urls.len());
        if !console.fetches_images() {
            let reason = Err("--images none was given".to_owned());
            return Ok(vec![reason; count]);
        }
        let mut images = Vec::new();
        for (captcha, index) in captcha.into_iter().cycle().zip(0..count) {
            images.push(match (self.image)(captcha, index) {
                Err(error) if error.reason == Reason::Cancelled => {
                    return Err(Box::new(Report::error(&error)));
                }
                Ok(image) if console.keeps_images() => Ok(save(console, image, index)?.image),
                image => image.map_err(|error| error.message),
            });
        }
        Ok(images)
    }
}

/// Writes an image to a file.
fn save(console: &Console, image: Image, index: usize) -> Result<SavedImage, Box<Report>> {
    console.save_image(image, index).map_err(|error| {
        let place = match console.keeps_images() {
            true => "to the file of --image-to",
            false => "to the folder for temporary files",
        };
        let message = format!(
            "the captcha's image cannot be written {place} ({error}); free some space there"
        );
        Box::new(Report::failed(Reason::Other, message))
    })
}

/// The source of answers.
#[derive(Debug)]
pub enum Answerer {
    /// The answer command.
    Command(AnswerCommand),
    /// The user at the terminal.
    Terminal {
        /// Set with `--json`. Only a wrong captcha is then prompted for again; any other
        /// refusal is the result of the run.
        json: bool,
    },
    /// A person at a page in the browser.
    Page(Arc<OpenPage>),
    /// No source.
    Nobody,
}

impl Answerer {
    /// Chooses the answer command if one is given, else the terminal if there is one.
    pub fn new(command: Option<&str>, json: bool) -> Self {
        match command {
            Some(line) => Self::Command(AnswerCommand::new(line)),
            None if terminal::is_interactive() => Self::Terminal { json },
            None => Self::Nobody,
        }
    }

    /// Returns the page if there is one, else what [`new`](Self::new) returns.
    pub fn or_page(command: Option<&str>, json: bool, page: Option<Arc<OpenPage>>) -> Self {
        page.map_or_else(|| Self::new(command, json), Self::Page)
    }

    /// Returns whether the user can be shown an error and prompted again.
    pub fn is_interactive(&self) -> bool {
        matches!(self, Self::Terminal { .. } | Self::Page(_))
    }

    /// Tells the user about an answer that did not do, `field` if it is about one.
    pub fn tell(&self, message: &str, field: Option<&str>) {
        match self {
            Self::Page(page) => page.tell(message, field),
            _ => print_message(message),
        }
    }

    /// Returns whether answers come from a command.
    pub fn is_command(&self) -> bool {
        matches!(self, Self::Command(_))
    }

    /// Returns whether answers come from a command that can be told that one was invalid.
    pub fn can_run_again(&self) -> bool {
        matches!(self, Self::Command(command) if command.can_run_again())
    }

    /// Returns whether another captcha can be answered after a wrong one.
    pub fn can_answer_again(&self) -> bool {
        match self {
            Self::Command(command) => command.can_run_again(),
            Self::Terminal { .. } | Self::Page(_) => true,
            Self::Nobody => false,
        }
    }

    /// Returns the reply to what the wiki asks: nothing if there is no source of answers or the
    /// command has run too often. `error` says why the command's last answer was invalid.
    pub fn answer(
        &mut self,
        console: &Console,
        question: &mut Question<'_>,
        error: Option<&str>,
    ) -> Result<Reply, Box<Report>> {
        match self {
            Self::Nobody => Ok(Reply::Nothing),
            Self::Command(command) if !command.can_run_again() => Ok(Reply::Nothing),
            Self::Command(command) => {
                let images = question.fetch_images(console)?;
                let ask = JsonAsk::new(question.stage, question.ask, &images, error);
                command.answer(&ask).map(Reply::Answers)
            }
            Self::Terminal { .. } => {
                let images = question.fetch_images(console)?;
                prompt::answers(console, question.stage, question.ask, &images).map(Reply::Answers)
            }
            Self::Page(page) => {
                let images = question.images(console)?;
                page.answer(question.stage, question.ask, images)
            }
        }
    }

    /// Follows a redirect, and returns the address at which the browser came back; `None` if it does not come back in
    /// time.
    pub fn returned(&self, redirect: &Redirect) -> Result<Option<String>, Box<Report>> {
        match self {
            Self::Page(page) => page.returned(redirect),
            _ => prompt::returned(redirect).map(Some),
        }
    }

    /// Returns what the user can do to answer the fields in another run.
    pub fn answer_hint(&self, run: &Run, ask: &Ask) -> String {
        if let Some(file) = run.suspend_path() {
            let file = file.display();
            return match answer_option(ask) {
                AnswerOption::Password => format!(
                    "continue with mwaccount resume {file}, and give the password again with --password-file"
                ),
                AnswerOption::FieldFile => format!(
                    "continue with mwaccount resume {file} and --field, or --field-file for secrets"
                ),
                AnswerOption::Field => format!("continue with mwaccount resume {file} and --field"),
            };
        }
        if matches!(self, Self::Command(_)) {
            return "the answer command has run five times already".to_owned();
        }
        if let Self::Page(page) = self {
            return format!("nobody answered on the page within {}", page.limit());
        }
        let hint = match answer_option(ask) {
            _ if run.is_probe() => "answer with --answer-command",
            _ if !run.could_be_preset() => {
                "answer with --answer-command, or give --suspend-to and continue with mwaccount resume"
            }
            AnswerOption::Password => "give the password with --password-file or --password-stdin",
            AnswerOption::FieldFile => "answer with --field-file or --answer-command",
            AnswerOption::Field => "answer with --field or --answer-command",
        };
        format!("{hint}, or run mwaccount on a terminal")
    }

    /// Prompts for what a refusal complains about, and returns whether to try again.
    pub fn revise(
        &self,
        console: &Console,
        refused: &Refused,
        account: &mut NewAccount,
    ) -> Result<bool, Box<Report>> {
        if let Self::Page(page) = self {
            return revise_on_page(page, refused, account);
        }
        if !matches!(self, Self::Terminal { json: false }) {
            return Ok(false);
        }
        let explain = || print_message(&format!("{} ({})", refused.message, refused.reason));
        if refused.may_resubmit {
            explain();
            return prompt::confirm("The wiki may accept it now. Send it again?");
        }
        match refused.reason {
            Reason::NameTaken | Reason::NameInvalid => {
                explain();
                let name = prompt::read_line("Another name (empty to give up)")?;
                account.name = name.trim().to_owned();
                Ok(!account.name.is_empty())
            }
            Reason::PasswordWeak => {
                explain();
                account.password = Some(prompt::new_password(console)?);
                Ok(true)
            }
            Reason::EmailInvalid | Reason::EmailRequired => {
                explain();
                let email = prompt::read_line("E-mail address (empty to give up)")?;
                account.email = Some(email.trim().to_owned()).filter(|email| !email.is_empty());
                Ok(account.email.is_some())
            }
            _ => Ok(false),
        }
    }
}

impl Answerer {
    /// Returns the credentials for another login after a refusal, if there is to be one. Without a
    /// user only the captcha is answered again, for a limited number of logins.
    pub fn revise_login(
        &self,
        console: &Console,
        refused: &Refused,
        credentials: &Credentials,
        captcha_answered: bool,
        logins: u32,
    ) -> Result<Option<Credentials>, Box<Report>> {
        let is_about_captcha = matches!(
            refused.reason,
            Reason::LoginFailed | Reason::CaptchaWrong | Reason::CaptchaUnavailable
        ) && captcha_answered;
        let code = refused.code.as_deref().unwrap_or_default();
        let is_about_password = is_about_captcha || WRONG_PASSWORD.contains(&code);
        match (self, credentials) {
            (Self::Page(page), Credentials::Password { .. }) if is_about_password => {
                let typed = page.revise(Wanted::Password, "", &explanation(refused))?;
                Ok(typed.map(|typed| with_password(credentials, typed)))
            }
            (Self::Terminal { json: false }, Credentials::Password { name, .. })
                if is_about_password =>
            {
                print_message(&format!("{} ({})", refused.message, refused.reason));
                let otherwise = if is_about_captcha {
                    "keep it"
                } else {
                    "give up"
                };
                let prompt = format!("Password of {name} (empty to {otherwise})");
                let typed = prompt::read_hidden_line(console, &prompt)?;
                if typed.is_empty() {
                    return Ok(is_about_captcha.then(|| credentials.clone()));
                }
                Ok(Some(with_password(credentials, typed)))
            }
            (Self::Terminal { json: true }, _) if is_about_captcha => {
                print_message(&format!("{} ({})", refused.message, refused.reason));
                Ok(Some(credentials.clone()))
            }
            (Self::Command(_), _)
                if is_about_captcha && self.can_answer_again() && logins < MAX_LOGINS =>
            {
                Ok(Some(credentials.clone()))
            }
            _ => Ok(None),
        }
    }
}

/// Shows a refusal on the page, and returns whether to try again with what the person changed.
fn revise_on_page(
    page: &OpenPage,
    refused: &Refused,
    account: &mut NewAccount,
) -> Result<bool, Box<Report>> {
    let (wanted, value) = match refused.reason {
        _ if refused.may_resubmit => (Wanted::Nothing, ""),
        Reason::NameTaken | Reason::NameInvalid => (Wanted::Name, &*account.name),
        Reason::PasswordWeak => (Wanted::NewPassword, ""),
        Reason::EmailInvalid | Reason::EmailRequired => {
            (Wanted::Email, account.email.as_deref().unwrap_or_default())
        }
        _ => return Ok(false),
    };
    let Some(given) = page.revise(wanted, value, &explanation(refused))? else {
        return Ok(false);
    };
    let text = given.expose().trim().to_owned();
    match wanted {
        Wanted::Name => account.name = text,
        Wanted::NewPassword => account.password = Some(given),
        Wanted::Email => account.email = Some(text),
        Wanted::Nothing | Wanted::Password => {}
    }
    Ok(true)
}

fn explanation(refused: &Refused) -> String {
    format!("{} ({})", refused.message, refused.reason)
}

/// Returns the same credentials with another password.
fn with_password(credentials: &Credentials, typed: Secret) -> Credentials {
    let mut revised = credentials.clone();
    if let Credentials::Password { password, .. } = &mut revised {
        *password = typed;
    }
    revised
}

/// Returns what the user can do to come back from a redirect in another run.
pub fn return_hint(run: &Run, redirect: &Redirect) -> String {
    let Some(file) = run.suspend_path() else {
        let hint = if run.is_probe() {
            ""
        } else {
            "give --suspend-to and continue with mwaccount resume, or "
        };
        return format!("{hint}run mwaccount on a terminal");
    };
    let names: Vec<&str> = redirect.fields.iter().map(|f| f.name.as_str()).collect();
    let or_field = if names.is_empty() {
        String::new()
    } else {
        format!(", or with --field for {}", names.join(", "))
    };
    format!(
        "open it in a browser, then continue with mwaccount resume {}, with --returned and the address that the browser is sent back to{or_field}",
        file.display()
    )
}

/// The option that answers an [`Ask`].
enum AnswerOption {
    Password,
    FieldFile,
    Field,
}

fn answer_option(ask: &Ask) -> AnswerOption {
    if ask.account_exists == Some(false) && ask.field("password").is_some() {
        AnswerOption::Password
    } else if ask.fields.iter().any(|field| field.sensitive) {
        AnswerOption::FieldFile
    } else {
        AnswerOption::Field
    }
}
