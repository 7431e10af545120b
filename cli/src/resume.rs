//! `mwaccount resume`.

use std::sync::Arc;

use mwaccount::{Field, Resumed, Step, WikiBuilder};

use crate::{
    answerer::Answerer,
    args,
    conversation::{Party, Preset},
    create, creator,
    input::{self, Given},
    interrupt,
    report::{Report, Shape},
    run::Run,
    shelf::Shelf,
    suspended::{Suspended, Wish},
    talk::Talk,
};

/// Goes on, reports, and ends the process.
pub fn resume(args: &args::Resume) -> ! {
    let run = Run::new(Shape::Account, args.manner.json);
    interrupt::watch(&run);
    let report = attempt(args, &run).unwrap_or_else(|report| *report);
    run.finish(report)
}

fn attempt(args: &args::Resume, run: &Arc<Run>) -> Result<Report, Box<Report>> {
    let suspended = read(args, run)?;
    let mut given = input::fields(&args.fields, &[])?;
    let mut resumed = take_up(args, run, &suspended)?;
    let mut party = Party {
        run: Arc::clone(run),
        answerer: Answerer::find(args.answer_command.as_deref(), args.manner.json),
        wish: Wish {
            account: suspended.account.clone(),
            secret: Vec::new(),
        },
        token: suspended.token,
        preset: None,
    };
    if let Some(mut login) = resumed.logging_in() {
        let asked = asked(&mut login, run)?;
        owed(&suspended.owed, &asked, &mut given, &mut party.wish)?;
        if !party.wish.account.mail_password {
            party.wish.account.password = create::password(&args.password, run)?;
        }
        party.preset = preset(args, given)?;
        if let Some(report) = party.log_in(&mut login)? {
            return Ok(report);
        }
        return party.create(&mut resumed.into_wiki());
    }
    let Some(mut creation) = resumed.creation() else {
        return Err(misuse("the file holds nothing to go on with; begin anew"));
    };
    let asked = asked(&mut creation, run)?;
    if let Some(password) = create::given_password(&args.password)? {
        if !asked.iter().any(|field| field.name == "password") {
            return Err(misuse(
                "the wiki does not ask for the password any more; leave it out",
            ));
        }
        given.answers.set("password", password);
        given.secret.push("password".to_owned());
    }
    party.preset = preset(args, given)?;
    party.go_on(&mut creation)
}

/// Reads the file, and finds the place where the conversation goes if it does not end.
fn read(args: &args::Resume, run: &Run) -> Result<Suspended, Box<Report>> {
    let shown = args.file.display();
    if !args.file.exists() {
        return Err(misuse(format!(
            "there is no file {shown}; if there was, its conversation is over or was taken up already"
        )));
    }
    let text = input::whole_file(&args.file)?;
    let suspended =
        Suspended::read(&text).map_err(|what| misuse(format!("the file {shown} {what}")))?;
    run.names(&suspended.account.name);
    let shelf = Shelf::again(&args.file, text, args.suspend_to.as_deref());
    run.use_shelf(shelf.map_err(Report::misuse)?);
    Ok(suspended)
}

/// The library's conversation.
fn take_up(
    args: &args::Resume,
    run: &Arc<Run>,
    suspended: &Suspended,
) -> Result<Resumed, Box<Report>> {
    let mut builder = creator::equip(WikiBuilder::default(), &args.door, &args.manner, run)?;
    builder = match (&args.oauth_token_file, suspended.token) {
        (Some(path), true) => builder.access_token(input::secret_file("--oauth-token-file", path)?),
        (None, false) => builder,
        (None, true) => {
            return Err(misuse(
                "the conversation was begun with an access token, which is not written down; give it again with --oauth-token-file",
            ));
        }
        (Some(_), false) => {
            return Err(misuse(
                "the conversation was begun without an access token; leave --oauth-token-file out",
            ));
        }
    };
    builder
        .resume(suspended.conversation())
        .map_err(creator::misuse)
}

/// The fields of the step at which the conversation was put down. Nothing is sent.
fn asked(talk: &mut dyn Talk, run: &Run) -> Result<Vec<Field>, Box<Report>> {
    run.learn(talk.wiki().session());
    match talk.step() {
        Ok(Step::Ask(ask) | Step::Restart(ask)) => Ok(ask.fields),
        Ok(Step::Redirect(redirect)) => Ok(redirect.fields),
        Ok(_) => Ok(Vec::new()),
        Err(error) => Err(Box::new(Report::error(&error))),
    }
}

/// Takes the fields of the account that are still owed out of those given, unless the
/// login asks for a field of that name. They are not kept once more, so all are needed.
fn owed(
    owed: &[String],
    asked: &[Field],
    given: &mut Given,
    wish: &mut Wish,
) -> Result<(), Box<Report>> {
    for name in owed {
        if asked.iter().any(|field| field.name == *name) {
            continue;
        }
        let Some(answer) = given.take_secret(name) else {
            return Err(misuse(format!(
                "the field \"{name}\" came from a file and was not written down; give it again with --field-file {name}=FILE"
            )));
        };
        wish.account.fields.set(name, answer);
        wish.secret.push(name.clone());
    }
    Ok(())
}

/// The answer to the step that waits, if there is one.
fn preset(args: &args::Resume, given: Given) -> Result<Option<Preset>, Box<Report>> {
    match (&args.returned, given.answers.is_empty()) {
        (None, true) => Ok(None),
        (None, false) => Ok(Some(Preset::Fields(given))),
        (Some(url), true) => Ok(Some(Preset::Returned(url.clone()))),
        (Some(_), false) => Err(misuse(
            "--returned answers all that the wiki waits for; leave --field and the password out",
        )),
    }
}

fn misuse(message: impl Into<String>) -> Box<Report> {
    Box::new(Report::misuse(message))
}
