//! `mwaccount create`: the conversation from the first request to the report.

use std::{sync::Arc, time::Duration};

use mwaccount::{
    Captcha, Creation, Dialect, Error, FieldKind, Format, NewAccount, Reason, Refused, Secret,
    Step, Wiki, transport::Ureq,
};

use crate::{
    answerer::Answerer,
    args, input, interrupt, prompt,
    report::{Report, tell},
    run::Run,
    terminal,
    trace::Traced,
};

/// Creates the account, reports, and ends the process.
pub fn create(args: &args::Create) -> ! {
    let run = Run::new(&args.wiki, &args.name, args.json);
    interrupt::watch(&run);
    let report = attempt(args, &run).unwrap_or_else(|report| *report);
    run.finish(report)
}

fn attempt(args: &args::Create, run: &Arc<Run>) -> Result<Report, Box<Report>> {
    let mut wiki = wiki(args, run)?;
    let (fields, open) = input::fields(&args.fields, &args.field_files)?;
    let account = NewAccount {
        name: args.name.clone(),
        password: password(args, run)?,
        email: args.email.clone(),
        real_name: args.real_name.clone(),
        reason: args.reason.clone(),
        language: args.language.clone(),
        domain: args.domain.clone(),
        fields,
        ..NewAccount::default()
    };
    let harmless = refuse_secrets(&mut wiki, &open);
    run.learn(wiki.session());
    harmless?;
    let mut conversation = Conversation {
        creation: wiki.create(account.clone()),
        run,
        account,
        answerer: Answerer::find(args),
        captcha_answered: false,
        creations: 0,
    };
    conversation.hold()
}

/// The wiki, set up as the options say.
fn wiki(args: &args::Create, run: &Arc<Run>) -> Result<Wiki, Box<Report>> {
    let misuse = |error: Error| Box::new(Report::misuse(error.message));
    let ureq = Ureq::builder().build().map_err(|f| misuse(f.into()))?;
    let mut builder = Wiki::builder(&args.wiki)
        .transport(Traced::new(ureq, run, args.verbose))
        .timeout(Duration::from_secs(args.timeout))
        .allow_http(args.allow_http)
        .format(match args.format {
            args::Format::Json => Format::Json,
            args::Format::Xml => Format::Xml,
        });
    builder = match args.dialect {
        args::Dialect::Auto => builder,
        args::Dialect::AuthManager => builder.dialect(Dialect::AuthManager),
        args::Dialect::Legacy => builder.dialect(Dialect::LegacyApi),
    };
    if let Some(url) = &args.return_url {
        builder = builder.return_url(url);
    }
    if let Some(user_agent) = &args.user_agent {
        builder = builder.user_agent(user_agent);
    }
    builder.build().map_err(misuse)
}

/// The password. Where nobody can be asked there is none, which suits wikis whose
/// users come from elsewhere; others ask for it.
fn password(args: &args::Create, run: &Run) -> Result<Option<Secret>, Box<Report>> {
    match &args.password_file {
        Some(path) => input::password_file(path).map(Some),
        None if args.password_stdin => input::password_stdin().map(Some),
        None if terminal::is_there() => prompt::new_password(run).map(Some),
        None => Ok(None),
    }
}

/// Refuses secrets that stood on the command line, before they are sent anywhere. It
/// costs no request: what the wiki says here, the creation need not ask.
fn refuse_secrets(wiki: &mut Wiki, open: &[String]) -> Result<(), Box<Report>> {
    if open.is_empty() {
        return Ok(());
    }
    let fields = wiki.fields().map_err(|e| Box::new(Report::error(&e)))?;
    let secret = fields.iter().find(|field| {
        let is_secret = field.kind == FieldKind::Password || field.sensitive;
        is_secret && open.contains(&field.name)
    });
    match secret {
        None => Ok(()),
        Some(field) => {
            let name = &field.name;
            let message = format!(
                "\"{name}\" is a secret and does not belong on a command line; use --field-file {name}=FILE"
            );
            Err(Box::new(Report::failed(Reason::InvalidArgument, message)))
        }
    }
}

/// A creation, and those who take part in it.
struct Conversation<'w, 'r> {
    creation: Creation<'w>,
    run: &'r Arc<Run>,
    account: NewAccount,
    answerer: Answerer,
    /// Whether an answer to a captcha went into this try.
    captcha_answered: bool,
    /// Requests that may have created the account, up to the last step.
    creations: u64,
}

impl Conversation<'_, '_> {
    /// Holds it until it ends.
    fn hold(&mut self) -> Result<Report, Box<Report>> {
        self.captcha_answered = self.account.fields.get(Captcha::FIELD).is_some();
        let mut step = self.creation.step();
        loop {
            self.run.learn(self.creation.wiki().session());
            let now = step.map_err(|error| Box::new(Report::error(&error)))?;
            if !matches!(now, Step::Created(_) | Step::Unknown(_)) {
                self.run.decide(self.is_under_way(&now));
            }
            step = match now {
                Step::Created(created) => return Ok(Report::created(&created)),
                Step::Unknown(unknown) => return Ok(Report::unknown(&unknown)),
                Step::Refused(refused) => {
                    if self.run.is_leaving() || !self.revise(&refused)? {
                        return Ok(Report::refused(&refused));
                    }
                    self.creation.revise(self.account.clone())
                }
                _ if self.run.is_leaving() => return Ok(Report::cancelled()),
                Step::Ask(ask) | Step::Restart(ask) => {
                    let answers = self.answerer.answer(self.run, &mut self.creation, &ask)?;
                    self.captcha_answered |= ask.captcha.is_some();
                    let next = self.creation.answer(answers);
                    self.correct(next)
                }
                Step::Redirect(redirect) if self.answerer.is_person() => {
                    tell(&format!("the wiki sends you to {}", redirect.url));
                    tell("open this address in a browser; at the end it comes back to the wiki");
                    let url = prompt::line("The whole address you came back to")?;
                    let next = self.creation.returned(url.trim());
                    self.correct(next)
                }
                Step::Redirect(redirect) => return Ok(Report::redirect(&redirect)),
                _ => return Ok(newer()),
            };
        }
    }

    /// Whether the account may exist already while the wiki asks for more: AuthManager's
    /// secondary providers ask after it has been written.
    fn is_under_way(&mut self, step: &Step) -> bool {
        let creations = self.run.creations();
        let sent = creations > std::mem::replace(&mut self.creations, creations);
        let dialect = self.creation.wiki().session().facts().dialect;
        let asks = matches!(step, Step::Ask(_) | Step::Redirect(_));
        // Asked again after an answer that did not fit, it is still so.
        asks && (sent || self.run.is_under_way()) && dialect == Some(Dialect::AuthManager)
    }

    /// Whether another try is worth it, with the account as it is then. A wrong captcha is
    /// answered anew; some wikis call a wrong answer unavailable.
    fn revise(&mut self, refused: &Refused) -> Result<bool, Box<Report>> {
        let about_captcha = matches!(
            refused.reason,
            Reason::CaptchaWrong | Reason::CaptchaUnavailable
        );
        if !about_captcha {
            let revised = self.answerer.revise(self.run, refused, &mut self.account)?;
            self.run.rename(&self.account.name);
            return Ok(revised);
        }
        let answered = std::mem::take(&mut self.captcha_answered);
        if !answered || !self.answerer.may_ask() {
            return Ok(false);
        }
        if self.answerer.is_person() {
            tell(&format!("{} ({})", refused.message, refused.reason));
        }
        for field in [Captcha::FIELD, Captcha::CHALLENGE_FIELD] {
            self.account.fields.take(field);
        }
        Ok(true)
    }

    /// An answer that does not fit leaves the creation where it stood: a person is told
    /// and asked again.
    fn correct(&mut self, next: Result<Step, Error>) -> Result<Step, Error> {
        match next {
            Err(error) if error.reason == Reason::InvalidArgument && self.answerer.is_person() => {
                // A creation that has failed says so again here.
                let again = self.creation.step()?;
                tell(&error.message);
                Ok(again)
            }
            next => next,
        }
    }
}

/// A step that this command does not know yet.
fn newer() -> Report {
    Report::failed(
        Reason::Protocol,
        "the wiki wants something this command does not know; use a newer mwaccount",
    )
}
