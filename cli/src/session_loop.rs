//! Goes through the steps of a login and a creation, to the report.

use std::sync::Arc;

use mwaccount::{
    Answer, Answers, Ask, Captcha, Credentials, Error, Field, FieldKind, Reason, Redirect, Refused,
    Step, Wiki, WikiInteraction,
};

use crate::{
    answerer::{Answerer, ways_to_return},
    input::Given,
    interaction::{Existence, Stage},
    prompt,
    report::Report,
    requested_account::{RequestedAccount, without},
    run::Run,
    suspended::Suspended,
    terminal::tell,
};

/// The loop over the steps of a login and a creation: who answers them, and with what.
pub struct SessionLoop {
    run: Arc<Run>,
    answerer: Answerer,
    /// The account.
    pub requested: RequestedAccount,
    /// Whether an access token is in force.
    pub token: bool,
    /// The answer that was given for the step at which a conversation was suspended.
    pub preset: Option<Preset>,
}

/// An answer given beforehand.
pub enum Preset {
    /// To fields.
    Fields(Given),
    /// The address at which the user came back.
    Returned(String),
}

/// The step after an answer.
type Next = Result<Step, Error>;

/// What came of an answer given beforehand.
enum Tried {
    /// There was none.
    Nothing,
    /// It will do.
    Next(Next),
    /// It is part of one; the sentence says what is lacking.
    Partly(Answers, String),
}

impl SessionLoop {
    /// A loop for this account, without an access token and without an answer given
    /// beforehand.
    pub fn new(run: &Arc<Run>, answerer: Answerer, requested: RequestedAccount) -> Self {
        Self {
            run: Arc::clone(run),
            answerer,
            requested,
            token: false,
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
        self.token = matches!(credentials, Credentials::OAuth(_));
        self.log_in(&mut wiki.log_in(credentials))
    }

    /// Goes on with a login; the report, if that is as far as it goes.
    pub fn log_in(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
    ) -> Result<Option<Report>, Box<Report>> {
        self.hold(interaction)
    }

    /// Creates the account on a wiki whose creator is let in.
    pub fn create(&mut self, wiki: &mut Wiki) -> Result<Report, Box<Report>> {
        self.run.enter(Stage::Creation);
        let harmless = self.refuse_secrets(wiki);
        self.run.learn(wiki.session());
        harmless?;
        let mut creation = wiki.create(self.requested.account.clone());
        self.go_on(&mut creation)
    }

    /// Goes on with a creation.
    pub fn go_on(&mut self, interaction: &mut WikiInteraction<'_>) -> Result<Report, Box<Report>> {
        let report = self.hold(interaction)?;
        Ok(report.unwrap_or_else(newer))
    }

    /// Refuses secrets that stood on the command line, before they are sent anywhere. It
    /// costs no request: what the wiki says here, the creation need not ask.
    fn refuse_secrets(&self, wiki: &mut Wiki) -> Result<(), Box<Report>> {
        let RequestedAccount { account, secret } = &self.requested;
        let open = without(account.fields.clone(), secret);
        if open.is_empty() {
            return Ok(());
        }
        let fields = wiki.fields().map_err(|e| Box::new(Report::error(&e)))?;
        match exposed(&fields, open.names()) {
            None => Ok(()),
            Some(message) => Err(Box::new(Report::failed(Reason::InvalidArgument, message))),
        }
    }

    /// Holds a conversation until it ends; `None` if it ends with somebody logged in.
    fn hold(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
    ) -> Result<Option<Report>, Box<Report>> {
        self.run.enter(Stage::of(interaction));
        let mut captcha_answered = self.requested.account.fields.get(Captcha::FIELD).is_some();
        let mut step = interaction.step();
        loop {
            self.run.learn(interaction.wiki().session());
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
                    let goes_on = Stage::of(interaction) == Stage::Creation
                        && !self.run.is_leaving()
                        && self.revise(&refused, &mut captcha_answered)?;
                    if !goes_on {
                        return Ok(Some(Report::refused(&refused)));
                    }
                    interaction.revise(self.requested.account.clone())
                }
                // A conversation that can be suspended is not lost.
                _ if self.run.is_leaving() && self.run.suspend_path().is_none() => {
                    return Ok(Some(Report::cancelled()));
                }
                Step::Ask(ask) | Step::Restart(ask) => {
                    captcha_answered |= ask.captcha.is_some();
                    match self.answer(interaction, &ask)? {
                        Some(next) => next,
                        None => {
                            let ways = self.answerer.ways_to_answer(&self.run, &ask);
                            return self
                                .suspend(interaction, Report::ask(&ask, &ways))
                                .map(Some);
                        }
                    }
                }
                Step::Redirect(redirect) => match self.come_back(interaction, &redirect)? {
                    Some(next) => next,
                    None => {
                        let report =
                            Report::redirect(&redirect, &ways_to_return(&self.run, &redirect));
                        return self.suspend(interaction, report).map(Some);
                    }
                },
                _ => return Ok(Some(newer())),
            };
        }
    }

    /// What follows an answer to what the wiki asks; `None` if nobody gives one.
    fn answer(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
        ask: &Ask,
    ) -> Result<Option<Next>, Box<Report>> {
        if self.run.is_leaving() {
            return Ok(None);
        }
        let (given, lack) = match self.try_preset(interaction, &ask.fields)? {
            Tried::Next(next) => return Ok(Some(next)),
            Tried::Nothing => (Answers::new(), None),
            Tried::Partly(given, lack) => (given, Some(lack)),
        };
        let mut rest = ask.clone();
        rest.fields.retain(|field| given.get(&field.name).is_none());
        if given.get(Captcha::FIELD).is_some() {
            rest.captcha = None;
        }
        let answers = match (self.answerer.answer(&self.run, interaction, &rest)?, lack) {
            (Some(answers), _) => given.into_iter().chain(answers).collect(),
            (None, Some(lack)) => return Err(Report::misuse(lack)),
            (None, None) => return Ok(None),
        };
        let next = self.send(interaction, answers)?;
        Ok(Some(self.correct(interaction, next)))
    }

    /// What follows when the user comes back from elsewhere; `None` if nobody does.
    fn come_back(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
        redirect: &Redirect,
    ) -> Result<Option<Next>, Box<Report>> {
        if self.run.is_leaving() {
            return Ok(None);
        }
        match self.try_preset(interaction, &redirect.fields)? {
            Tried::Next(next) => return Ok(Some(next)),
            Tried::Partly(_, lack) => return Err(Report::misuse(lack)),
            Tried::Nothing if self.answerer.is_person() => {}
            Tried::Nothing => return Ok(None),
        }
        tell(&format!("the wiki sends you to {}", redirect.url));
        tell("open this address in a browser; at the end it comes back to the wiki");
        let url = prompt::line("The whole address you came back to")?;
        self.claim_suspend_file()?;
        let next = interaction.returned(url.trim());
        Ok(Some(self.correct(interaction, next)))
    }

    /// Tries the answer that was given beforehand. The library says whether it will do,
    /// and nothing has changed if not.
    fn try_preset(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
        fields: &[Field],
    ) -> Result<Tried, Box<Report>> {
        let (next, given) = match self.preset.take() {
            None => return Ok(Tried::Nothing),
            Some(Preset::Returned(url)) => {
                self.claim_suspend_file()?;
                (interaction.returned(&url), Answers::new())
            }
            Some(Preset::Fields(given)) => {
                if let Some(message) = exposed(fields, given.open()) {
                    return Err(Report::misuse(message));
                }
                (
                    self.send(interaction, given.answers.clone())?,
                    given.answers,
                )
            }
        };
        match next {
            Err(error) if error.reason == Reason::InvalidArgument && !self.run.has_moved() => {
                let lacking = error.field.filter(|field| given.get(field).is_none());
                match lacking.filter(|_| !given.is_empty()) {
                    Some(lacking) => {
                        let option = match (Stage::of(interaction), lacking.as_str()) {
                            (Stage::Creation, "password") => "--password-file",
                            _ => "--field or --field-file",
                        };
                        let lack = format!("{}, with {option} beside the others", error.message);
                        Ok(Tried::Partly(given, lack))
                    }
                    None => Err(Report::misuse(error.message)),
                }
            }
            next => Ok(Tried::Next(next)),
        }
    }

    fn send(
        &mut self,
        interaction: &mut WikiInteraction<'_>,
        answers: Answers,
    ) -> Result<Next, Box<Report>> {
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
        self.run.claim_suspend_file().map_err(Report::misuse)
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
        let suspended = Suspended::new(&self.requested, Stage::of(interaction), self.token, &text);
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
        if !answered || !self.answerer.may_ask() {
            return Ok(false);
        }
        if self.answerer.is_person() {
            tell(&format!("{} ({})", refused.message, refused.reason));
        }
        for field in [Captcha::FIELD, Captcha::CHALLENGE_FIELD] {
            account.fields.take(field);
        }
        Ok(true)
    }

    /// An answer that does not fit leaves the conversation unchanged: a person is told
    /// and asked again.
    fn correct(&self, interaction: &mut WikiInteraction<'_>, next: Next) -> Next {
        match next {
            Err(error) if error.reason == Reason::InvalidArgument && self.answerer.is_person() => {
                // One that has failed says so again here.
                let again = interaction.step()?;
                tell(&error.message);
                Ok(again)
            }
            next => next,
        }
    }
}

/// The message for a secret among fields that everybody could see on the command line.
fn exposed<'n>(fields: &[Field], mut open: impl Iterator<Item = &'n str>) -> Option<String> {
    let secret = |name: &&str| {
        let mut same = fields.iter().filter(|field| field.name == **name);
        same.any(|field| field.kind == FieldKind::Password || field.sensitive)
    };
    let name = open.find(secret)?;
    Some(format!(
        "\"{name}\" is a secret and does not belong on a command line; use --field-file {name}=FILE"
    ))
}

/// A step that this command does not know yet.
fn newer() -> Report {
    Report::failed(
        Reason::Protocol,
        "the wiki wants something this command does not know; use a newer mwaccount",
    )
}
