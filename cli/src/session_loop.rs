//! The loop over the steps of a login and a creation.

use std::sync::Arc;

use mwaccount::{
    Answer, Answers, Ask, Captcha, Credentials, Error, Field, FieldKind, Reason, Redirect, Refused,
    Secret, Step, Wiki, WikiInteraction,
};

use crate::{
    answerer::{Answerer, Question, return_hint},
    images::SavedImage,
    input::GivenFields,
    interaction::{Existence, Stage},
    own_signup,
    reply::Reply,
    report::{Outcome, Report},
    requested_account::{RequestedAccount, without},
    run::{Run, Waiting},
    suspended_run::SuspendedRun,
    terminal::print_message,
};

/// The loop over the steps of a login and a creation, with the source of answers.
pub struct SessionLoop {
    run: Arc<Run>,
    answerer: Answerer,
    /// The requested account.
    pub requested: RequestedAccount,
    /// Set if an access token authenticates the creator.
    pub uses_access_token: bool,
    /// The creator's credentials, for another try to log in.
    credentials: Option<Credentials>,
    /// The answer that the options give to the step at which the conversation was suspended.
    pub preset: Option<Preset>,
    /// Set if the person says that the account was created on the wiki's own page.
    signed_up: bool,
    /// Set with `--prove-by-login`: a login as the new user may prove whose account it is.
    pub proves_by_login: bool,
    /// Set with `--accept-warnings`, until an account was sent again after a warning.
    pub accepts_warning: bool,
}

/// An answer given beforehand.
pub enum Preset {
    /// The answers to fields.
    Fields(GivenFields),
    /// The address that the browser was sent back to.
    Returned(String),
}

/// The step after an answer.
type StepResult = Result<Step, Error>;

/// The result of an answer given beforehand.
enum PresetResult {
    /// No answer was given.
    NotGiven,
    /// The answer was accepted; this is the step after it.
    Step(StepResult),
    /// Fields are missing; the message says which.
    Incomplete(Answers, String),
}

impl SessionLoop {
    /// Creates a loop for this account, without an access token and without a preset answer.
    pub fn new(run: &Arc<Run>, answerer: Answerer, requested: RequestedAccount) -> Self {
        Self {
            run: Arc::clone(run),
            answerer,
            requested,
            uses_access_token: false,
            credentials: None,
            preset: None,
            signed_up: false,
            proves_by_login: false,
            accepts_warning: false,
        }
    }

    /// Logs the creator in, if there are credentials. Returns a report if the run ends there.
    pub fn log_in_with(
        &mut self,
        credentials: Option<Credentials>,
        wiki: &mut Wiki,
    ) -> Result<Option<Report>, Box<Report>> {
        let Some(credentials) = credentials else {
            return Ok(None);
        };
        self.uses_access_token = matches!(credentials, Credentials::OAuth(_));
        self.credentials = Some(credentials.clone());
        self.run_login(&mut wiki.log_in(credentials))
    }

    /// Continues a login. Returns a report if the run ends there.
    pub fn run_login(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
    ) -> Result<Option<Report>, Box<Report>> {
        self.run_steps(interaction)
    }

    /// Creates the account after the login, if there was one.
    pub fn create(&mut self, wiki: &mut Wiki) -> Result<Report, Box<Report>> {
        self.run.set_stage(Stage::Creation);
        let checked = self.check_visible_fields(wiki);
        self.run.update_wiki_facts(wiki.session());
        checked?;
        let mut creation = wiki.create(self.requested.account.clone());
        let report = self.run_creation(&mut creation)?;
        self.settle_own_signup(wiki, report)
    }

    /// Returns the report, or if the person says that the account was created on the wiki's own page, a report of
    /// whether the wiki shows it.
    pub fn settle_own_signup(
        &self,
        wiki: &mut Wiki,
        report: Report,
    ) -> Result<Report, Box<Report>> {
        if !self.signed_up {
            return Ok(report);
        }
        let account = &self.requested.account;
        self.run.set_existence(Existence::Perhaps);
        let checked = wiki.check_names(&[&account.name]);
        let checked = checked.map_err(|error| Box::new(Report::error(&error)))?;
        self.run.set_existence(Existence::No);
        let report = own_signup::report(&account.name, checked.first());
        if !self.proves_by_login || report.outcome != Outcome::Unknown {
            return Ok(report);
        }
        Ok(own_signup::proof(wiki, account).unwrap_or(report))
    }

    /// Continues a creation.
    pub fn run_creation(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
    ) -> Result<Report, Box<Report>> {
        let report = self.run_steps(interaction)?;
        Ok(report.unwrap_or_else(unsupported_step))
    }

    /// Refuses secret fields from the command line before they are sent. This costs no
    /// additional request: the creation reuses the fields that are read here.
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

    /// Runs an interaction to its end. Returns `None` after a successful login.
    fn run_steps(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
    ) -> Result<Option<Report>, Box<Report>> {
        self.run.set_stage(Stage::of(interaction));
        let mut captcha_answered = Stage::of(interaction) == Stage::Creation
            && self.requested.account.fields.get(Captcha::FIELD).is_some();
        let mut logins = 1;
        let mut step = interaction.step();
        loop {
            self.run.update_wiki_facts(interaction.wiki().session());
            let now = match step {
                Ok(now) => now,
                Err(error) => {
                    if error.reason != Reason::InvalidArgument {
                        // An invalid answer changes nothing. Every other error means that nothing was
                        // created.
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
                Step::Refused(refused) if Stage::of(interaction) == Stage::Login => {
                    let answered = std::mem::take(&mut captcha_answered);
                    match self.revise_login(&refused, answered, logins)? {
                        Some(credentials) => {
                            logins += 1;
                            interaction.revise_login(credentials)
                        }
                        None => return Ok(Some(Report::refused(&refused))),
                    }
                }
                Step::Refused(refused) => {
                    let tries_again = !self.run.is_interrupted()
                        && self.revise(&refused, &mut captcha_answered)?;
                    if !tries_again {
                        return Ok(Some(Report::refused(&refused)));
                    }
                    interaction.revise(self.requested.account.clone())
                }
                // With a file to suspend to, the run continues to the suspension.
                _ if self.run.is_interrupted() && self.run.suspend_path().is_none() => {
                    return Ok(Some(Report::cancelled()));
                }
                Step::Ask(ask) | Step::Restart(ask) => {
                    captcha_answered |= ask.captcha.is_some();
                    match self.answer(interaction, &ask)? {
                        Some(next) => next,
                        None if self.signed_up => return Ok(None),
                        None => {
                            let images = self.kept_images(interaction, &ask);
                            let report = self.ask_report(&ask, &images);
                            return self.suspend(interaction, report).map(Some);
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

    /// Answers what the wiki asks. Returns `None` if there is no source of answers.
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
        let mut invalid = None;
        let waiting = self.ask_report(ask, &[]);
        self.set_waiting(interaction, waiting);
        loop {
            let error = invalid.as_deref();
            let stage = Stage::of(interaction);
            let mut question = Question {
                stage,
                ask: &rest,
                image: &mut |captcha, index| interaction.image(captcha, index),
            };
            let console = self.run.console();
            let reply = self.answerer.answer(console, &mut question, error)?;
            let answers = match (reply, missing.as_ref()) {
                (Reply::Answers(answers), _) => given.clone().into_iter().chain(answers).collect(),
                (Reply::AnotherCaptcha, _) => {
                    let next = interaction.revise(self.requested.account.clone());
                    if matches!(&next, Ok(Step::Ask(next)) if next.captcha == ask.captcha) {
                        self.answerer
                            .tell("the wiki shows no other captcha here", None);
                    }
                    return Ok(Some(self.reprompt(interaction, next)));
                }
                (Reply::SignedUp, _) => {
                    self.signed_up = true;
                    return Ok(None);
                }
                (Reply::Nothing, Some(missing)) => return Err(Report::usage_error(missing)),
                (Reply::Nothing, None) => return Ok(None),
            };
            match self.send(interaction, answers)? {
                // The step still waits, unless the conversation has failed.
                Err(error)
                    if error.reason == Reason::InvalidArgument
                        && (self.answerer.can_run_again() || self.saves_step_of_command())
                        && interaction.step().is_ok() =>
                {
                    print_message(&error.message);
                    invalid = Some(error.message);
                }
                next => return Ok(Some(self.reprompt(interaction, next))),
            }
        }
    }

    /// Returns whether a step that the answer command does not answer is saved for another run.
    fn saves_step_of_command(&self) -> bool {
        self.answerer.is_command() && self.run.suspend_path().is_some()
    }

    /// Follows a redirect. Returns `None` if there is no user who can.
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
        let waiting = Report::redirect(redirect, &return_hint(&self.run, redirect));
        self.set_waiting(interaction, waiting);
        let Some(url) = self.answerer.returned(redirect)? else {
            return Ok(None);
        };
        self.claim_suspend_file()?;
        let next = interaction.returned(&url);
        Ok(Some(self.reprompt(interaction, next)))
    }

    /// Tries the answer given beforehand. The library checks it; an invalid answer changes
    /// nothing.
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
        // Another try after a refusal needs the password again.
        if let (Stage::Creation, Some(Answer::Text(password))) =
            (Stage::of(interaction), answers.get("password"))
        {
            let requested = &mut self.requested.account.password;
            requested.get_or_insert_with(|| password.clone());
        }
        self.claim_suspend_file()?;
        Ok(interaction.answer(answers))
    }

    /// Ends the wait for an answer, which is sent next.
    fn claim_suspend_file(&self) -> Result<(), Box<Report>> {
        self.run.set_waiting(None);
        self.run.claim_suspend_file().map_err(Report::usage_error)
    }

    /// Reports what the wiki asks, with what the user can do to answer it in another run.
    fn ask_report(&self, ask: &Ask, images: &[Option<SavedImage>]) -> Report {
        let hint = self.answerer.answer_hint(&self.run, ask);
        Report::ask(ask, images, &hint)
    }

    /// Writes the images of a captcha that nobody answers to the file of `--image-to`, if it is given. The run ends
    /// as without them if they cannot be fetched.
    fn kept_images(
        &self,
        interaction: &mut WikiInteraction<'_>,
        ask: &Ask,
    ) -> Vec<Option<SavedImage>> {
        if !self.run.console().keeps_images() || self.run.is_interrupted() {
            return Vec::new();
        }
        let mut question = Question {
            stage: Stage::of(interaction),
            ask,
            image: &mut |captcha, index| interaction.image(captcha, index),
        };
        question
            .fetch_images(self.run.console())
            .unwrap_or_else(|report| {
                print_message(report.message.as_deref().unwrap_or_default());
                Vec::new()
            })
    }

    /// Sets that the run ends with this report if it is interrupted before the answer, and that the conversation is
    /// suspended then, if there is a file for it.
    fn set_waiting(&self, interaction: &WikiInteraction<'_>, report: Report) {
        if self.run.suspend_path().is_none() {
            return;
        }
        let text = interaction.suspend().ok();
        let waiting = text.map(|text| Waiting {
            report,
            text: self.suspended(interaction, &text),
        });
        self.run.set_waiting(waiting);
    }

    /// Returns the text of the file of a suspended conversation.
    fn suspended(&self, interaction: &WikiInteraction<'_>, text: &Secret) -> Secret {
        let stage = Stage::of(interaction);
        SuspendedRun::new(&self.requested, stage, self.uses_access_token, text).write()
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
        match self.run.suspend(&self.suspended(interaction, &text)) {
            Ok(()) => Ok(report),
            Err(message) => Err(Box::new(Report::failed(Reason::Other, message))),
        }
    }

    /// Revises the account after a refusal, and returns whether to try again. After a warning the
    /// account is sent again as it is. Some wikis report a wrong captcha answer as an unavailable
    /// captcha.
    fn revise(
        &mut self,
        refused: &Refused,
        captcha_answered: &mut bool,
    ) -> Result<bool, Box<Report>> {
        if refused.may_resubmit && std::mem::take(&mut self.accepts_warning) {
            print_message(&format!(
                "warning: {}; the account is sent again",
                refused.message.trim_end_matches('.')
            ));
            return Ok(true);
        }
        let account = &mut self.requested.account;
        let about_captcha = matches!(
            refused.reason,
            Reason::CaptchaWrong | Reason::CaptchaUnavailable
        );
        if !about_captcha {
            let revised = self.answerer.revise(self.run.console(), refused, account)?;
            self.run.set_account(account);
            return Ok(revised);
        }
        let answered = std::mem::take(captcha_answered);
        if !answered || !self.answerer.can_answer_again() {
            return Ok(false);
        }
        if self.answerer.is_interactive() {
            let message = format!("{} ({})", refused.message, refused.reason);
            self.answerer.tell(&message, Some(Captcha::FIELD));
        }
        for field in [Captcha::FIELD, Captcha::CHALLENGE_FIELD] {
            account.fields.take(field);
        }
        Ok(true)
    }

    /// Returns the credentials for another try to log in after a refusal, if there is to be one. A
    /// wrong answer to a captcha is refused as a wrong password.
    fn revise_login(
        &self,
        refused: &Refused,
        captcha_answered: bool,
        logins: u32,
    ) -> Result<Option<Credentials>, Box<Report>> {
        if self.run.is_interrupted() {
            return Ok(None);
        }
        match &self.credentials {
            Some(credentials) => self.answerer.revise_login(
                self.run.console(),
                refused,
                credentials,
                captcha_answered,
                logins,
            ),
            None => Ok(None),
        }
    }

    /// Prints the message of an invalid answer and returns the same step again, if there is a
    /// user who can correct it.
    fn reprompt(&self, interaction: &mut WikiInteraction<'_>, next: StepResult) -> StepResult {
        match next {
            Err(error)
                if error.reason == Reason::InvalidArgument && self.answerer.is_interactive() =>
            {
                // A conversation that has failed returns its error again.
                let again = interaction.step()?;
                self.answerer.tell(&error.message, error.field.as_deref());
                Ok(again)
            }
            next => next,
        }
    }
}

/// Returns an error message if a secret field is among those visible on the command line.
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

/// Reports a step that this version does not support.
fn unsupported_step() -> Report {
    Report::failed(
        Reason::Protocol,
        "the wiki asks for something that this mwaccount does not support; use a newer one",
    )
}
