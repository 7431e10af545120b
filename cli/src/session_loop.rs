//! Goes through the steps of a login and a creation, to the report.

use std::sync::Arc;

use mwaccount::{
    Answer, Answers, Ask, Captcha, Credentials, Error, Field, FieldKind, Reason, Redirect, Refused,
    Step, Wiki, WikiInteraction,
};

use crate::{
    answerer::{Answerer, return_hint},
    input::GivenFields,
    interaction::{Existence, Stage},
    prompt,
    report::Report,
    requested_account::{RequestedAccount, without},
    run::Run,
    suspended_run::SuspendedRun,
    terminal::print_message,
};

/// The loop over the steps of a login and a creation: who answers them, and with what.
pub struct SessionLoop {
    run: Arc<Run>,
    answerer: Answerer,
    /// The account.
    pub requested: RequestedAccount,
    /// Whether an access token is in force.
    pub uses_access_token: bool,
    /// The answer that was given for the step at which a conversation was suspended.
    pub preset: Option<Preset>,
}

/// An answer given beforehand.
pub enum Preset {
    /// To fields.
    Fields(GivenFields),
    /// The address at which the user came back.
    Returned(String),
}

/// The step after an answer.
type StepResult = Result<Step, Error>;

/// What came of an answer given beforehand.
enum PresetResult {
    /// There was none.
    NotGiven,
    /// It will do.
    Step(StepResult),
    /// It is part of one; the sentence says what is lacking.
    Incomplete(Answers, String),
}

impl SessionLoop {
    /// A loop for this account, without an access token and without an answer given
    /// beforehand.
    pub fn new(run: &Arc<Run>, answerer: Answerer, requested: RequestedAccount) -> Self {
        Self {
            run: Arc::clone(run),
            answerer,
            requested,
            uses_access_token: false,
            preset: None,
        }
    }

    /// Logs the creator in, if there are credentials; the report, if that is as far as it
    /// goes.
    pub fn log_in_with(
        &mut self,
        credentials: Option<Credentials>,
        wiki: &mut Wiki,
    ) -> Result<Option<Report>, Box<Report>> {
        let Some(credentials) = credentials else {
            return Ok(None);
        };
        self.uses_access_token = matches!(credentials, Credentials::OAuth(_));
        self.run_login(&mut wiki.log_in(credentials))
    }

    /// Goes on with a login; the report, if that is as far as it goes.
    pub fn run_login(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
    ) -> Result<Option<Report>, Box<Report>> {
        self.run_steps(interaction)
    }

    /// Creates the account on a wiki whose creator is let in.
    pub fn create(&mut self, wiki: &mut Wiki) -> Result<Report, Box<Report>> {
        self.run.set_stage(Stage::Creation);
        let checked = self.check_visible_fields(wiki);
        self.run.update_wiki_facts(wiki.session());
        checked?;
        let mut creation = wiki.create(self.requested.account.clone());
        self.run_creation(&mut creation)
    }

    /// Goes on with a creation.
    pub fn run_creation(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
    ) -> Result<Report, Box<Report>> {
        let report = self.run_steps(interaction)?;
        Ok(report.unwrap_or_else(unsupported_step))
    }

    /// Refuses secrets that stood on the command line, before they are sent anywhere. It
    /// costs no request: what the wiki says here, the creation need not ask.
    fn check_visible_fields(&self, wiki: &mut Wiki) -> Result<(), Box<Report>> {
        let RequestedAccount {
            account,
            from_files,
        } = &self.requested;
        let visible = without(account.fields.clone(), from_files);
        if visible.is_empty() {
            return Ok(());
        }
        let fields = wiki.fields().map_err(|e| Box::new(Report::error(&e)))?;
        match visible_secret(&fields, visible.names()) {
            None => Ok(()),
            Some(message) => Err(Box::new(Report::failed(Reason::InvalidArgument, message))),
        }
    }

    /// Holds a conversation until it ends; `None` if it ends with somebody logged in.
    fn run_steps(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
    ) -> Result<Option<Report>, Box<Report>> {
        self.run.set_stage(Stage::of(interaction));
        let mut captcha_answered = self.requested.account.fields.get(Captcha::FIELD).is_some();
        let mut step = interaction.step();
        loop {
            self.run.update_wiki_facts(interaction.wiki().session());
            let now = match step {
                Ok(now) => now,
                Err(error) => {
                    if error.reason != Reason::InvalidArgument {
                        // The library says so of nothing that it is not sure of.
                        self.run.set_existence(Existence::No);
                    }
                    return Err(Box::new(Report::error(&error)));
                }
            };
            if !matches!(now, Step::Created(_) | Step::Unknown(_)) {
                self.run
                    .set_existence(Existence::of(Stage::of(interaction), &now));
            }
            step = match now {
                Step::LoggedIn(_) => return Ok(None),
                Step::Created(created) => return Ok(Some(Report::created(&created))),
                Step::Unknown(unknown) => return Ok(Some(Report::unknown(&unknown))),
                Step::Refused(refused) => {
                    let tries_again = Stage::of(interaction) == Stage::Creation
                        && !self.run.is_interrupted()
                        && self.revise(&refused, &mut captcha_answered)?;
                    if !tries_again {
                        return Ok(Some(Report::refused(&refused)));
                    }
                    interaction.revise(self.requested.account.clone())
                }
                // A conversation that can be suspended is not lost.
                _ if self.run.is_interrupted() && self.run.suspend_path().is_none() => {
                    return Ok(Some(Report::cancelled()));
                }
                Step::Ask(ask) | Step::Restart(ask) => {
                    captcha_answered |= ask.captcha.is_some();
                    match self.answer(interaction, &ask)? {
                        Some(next) => next,
                        None => {
                            let hint = self.answerer.answer_hint(&self.run, &ask);
                            return self
                                .suspend(interaction, Report::ask(&ask, &hint))
                                .map(Some);
                        }
                    }
                }
                Step::Redirect(redirect) => {
                    match self.return_from_redirect(interaction, &redirect)? {
                        Some(next) => next,
                        None => {
                            let report =
                                Report::redirect(&redirect, &return_hint(&self.run, &redirect));
                            return self.suspend(interaction, report).map(Some);
                        }
                    }
                }
                _ => return Ok(Some(unsupported_step())),
            };
        }
    }

    /// What follows an answer to what the wiki asks; `None` if nobody gives one.
    fn answer(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
        ask: &Ask,
    ) -> Result<Option<StepResult>, Box<Report>> {
        if self.run.is_interrupted() {
            return Ok(None);
        }
        let (given, missing) = match self.try_preset(interaction, &ask.fields)? {
            PresetResult::Step(next) => return Ok(Some(next)),
            PresetResult::NotGiven => (Answers::new(), None),
            PresetResult::Incomplete(given, missing) => (given, Some(missing)),
        };
        let mut rest = ask.clone();
        rest.fields.retain(|field| given.get(&field.name).is_none());
        if given.get(Captcha::FIELD).is_some() {
            rest.captcha = None;
        }
        let answers = match (
            self.answerer.answer(&self.run, interaction, &rest)?,
            missing,
        ) {
            (Some(answers), _) => given.into_iter().chain(answers).collect(),
            (None, Some(missing)) => return Err(Report::usage_error(missing)),
            (None, None) => return Ok(None),
        };
        let next = self.send(interaction, answers)?;
        Ok(Some(self.reprompt(interaction, next)))
    }

    /// What follows when the user comes back from elsewhere; `None` if nobody does.
    fn return_from_redirect(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
        redirect: &Redirect,
    ) -> Result<Option<StepResult>, Box<Report>> {
        if self.run.is_interrupted() {
            return Ok(None);
        }
        match self.try_preset(interaction, &redirect.fields)? {
            PresetResult::Step(next) => return Ok(Some(next)),
            PresetResult::Incomplete(_, missing) => return Err(Report::usage_error(missing)),
            PresetResult::NotGiven if self.answerer.is_interactive() => {}
            PresetResult::NotGiven => return Ok(None),
        }
        print_message(&format!("the wiki redirects you to {}", redirect.url));
        print_message("open this address in a browser and complete the steps there");
        let url = prompt::read_line("Complete address that the browser was sent back to")?;
        self.claim_suspend_file()?;
        let next = interaction.returned(url.trim());
        Ok(Some(self.reprompt(interaction, next)))
    }

    /// Tries the answer that was given beforehand. The library says whether it will do,
    /// and nothing has changed if not.
    fn try_preset(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
        fields: &[Field],
    ) -> Result<PresetResult, Box<Report>> {
        let (next, given) = match self.preset.take() {
            None => return Ok(PresetResult::NotGiven),
            Some(Preset::Returned(url)) => {
                self.claim_suspend_file()?;
                (interaction.returned(&url), Answers::new())
            }
            Some(Preset::Fields(given)) => {
                if let Some(message) = visible_secret(fields, given.visible()) {
                    return Err(Report::usage_error(message));
                }
                (
                    self.send(interaction, given.answers.clone())?,
                    given.answers,
                )
            }
        };
        match next {
            Err(error) if error.reason == Reason::InvalidArgument && !self.run.has_written() => {
                let missing_field = error.field.filter(|field| given.get(field).is_none());
                match missing_field.filter(|_| !given.is_empty()) {
                    Some(missing_field) => {
                        let option = match (Stage::of(interaction), missing_field.as_str()) {
                            (Stage::Creation, "password") => "--password-file",
                            _ => "--field or --field-file",
                        };
                        let missing = format!("{}; add it with {option}", error.message);
                        Ok(PresetResult::Incomplete(given, missing))
                    }
                    None => Err(Report::usage_error(error.message)),
                }
            }
            next => Ok(PresetResult::Step(next)),
        }
    }

    fn send(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
        answers: Answers,
    ) -> Result<StepResult, Box<Report>> {
        // Another try after a refusal needs it again.
        if let (Stage::Creation, Some(Answer::Text(password))) =
            (Stage::of(interaction), answers.get("password"))
        {
            let known = &mut self.requested.account.password;
            known.get_or_insert_with(|| password.clone());
        }
        self.claim_suspend_file()?;
        Ok(interaction.answer(answers))
    }

    fn claim_suspend_file(&self) -> Result<(), Box<Report>> {
        self.run.claim_suspend_file().map_err(Report::usage_error)
    }

    /// Suspends the conversation if there is a file for it, and returns the report.
    fn suspend(
        &self,
        interaction: &WikiInteraction<'_>,
        report: Report,
    ) -> Result<Report, Box<Report>> {
        if self.run.suspend_path().is_none() {
            return Ok(report);
        }
        let text = interaction
            .suspend()
            .map_err(|e| Box::new(Report::error(&e)))?;
        let suspended = SuspendedRun::new(
            &self.requested,
            Stage::of(interaction),
            self.uses_access_token,
            &text,
        );
        match self.run.suspend(&suspended.write()) {
            Ok(()) => Ok(report),
            Err(message) => Err(Box::new(Report::failed(Reason::Other, message))),
        }
    }

    /// Whether another try is worth it, with the account as it is then. A wrong captcha is
    /// answered anew; some wikis call a wrong answer unavailable.
    fn revise(
        &mut self,
        refused: &Refused,
        captcha_answered: &mut bool,
    ) -> Result<bool, Box<Report>> {
        let account = &mut self.requested.account;
        let about_captcha = matches!(
            refused.reason,
            Reason::CaptchaWrong | Reason::CaptchaUnavailable
        );
        if !about_captcha {
            let revised = self.answerer.revise(&self.run, refused, account)?;
            self.run.set_account_name(&account.name);
            return Ok(revised);
        }
        let answered = std::mem::take(captcha_answered);
        if !answered || !self.answerer.can_answer_again() {
            return Ok(false);
        }
        if self.answerer.is_interactive() {
            print_message(&format!("{} ({})", refused.message, refused.reason));
        }
        for field in [Captcha::FIELD, Captcha::CHALLENGE_FIELD] {
            account.fields.take(field);
        }
        Ok(true)
    }

    /// An answer that does not fit leaves the conversation unchanged: a person is told
    /// and asked again.
    fn reprompt(&self, interaction: &mut WikiInteraction<'_>, next: StepResult) -> StepResult {
        match next {
            Err(error)
                if error.reason == Reason::InvalidArgument && self.answerer.is_interactive() =>
            {
                // One that has failed says so again here.
                let again = interaction.step()?;
                print_message(&error.message);
                Ok(again)
            }
            next => next,
        }
    }
}

/// The message for a secret among fields that everybody could see on the command line.
fn visible_secret<'n>(
    fields: &[Field],
    mut visible: impl Iterator<Item = &'n str>,
) -> Option<String> {
    let secret = |name: &&str| {
        let mut same = fields.iter().filter(|field| field.name == **name);
        same.any(|field| field.kind == FieldKind::Password || field.sensitive)
    };
    let name = visible.find(secret)?;
    Some(format!(
        "\"{name}\" is a secret and does not belong on a command line; use --field-file {name}=FILE"
    ))
}

/// A step that this command does not know yet.
fn unsupported_step() -> Report {
    Report::failed(
        Reason::Protocol,
        "the wiki asks for something that this mwaccount does not support; use a newer one",
    )
}
