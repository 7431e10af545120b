//! `mwaccount create`.

use std::sync::Arc;

use mwaccount::{Credentials, NewAccount, Secret};

use crate::{
    answerer::Answerer,
    args,
    conversation::Party,
    creator, input, interrupt, prompt,
    report::{Report, Shape},
    run::Run,
    shelf::Shelf,
    suspended::Wish,
    terminal,
};

/// Creates the account, reports, and ends the process.
pub fn create(args: &args::Create) -> ! {
    let run = Run::new(Shape::Account, args.manner.json);
    run.visits(&args.wiki);
    run.names(&args.name);
    interrupt::watch(&run);
    let report = attempt(args, &run).unwrap_or_else(|report| *report);
    run.finish(report)
}

fn attempt(args: &args::Create, run: &Arc<Run>) -> Result<Report, Box<Report>> {
    let mut builder = creator::way(&args.wiki, &args.way, &args.door, &args.manner, run)?;
    if let Some(url) = &args.return_url {
        builder = builder.return_url(url);
    }
    let mut wiki = builder.build().map_err(creator::misuse)?;
    let given = input::fields(&args.fields, &input::OWN_OPTION)?;
    let shelf = Shelf::new(args.suspend_to.as_deref());
    run.use_shelf(shelf.map_err(Report::misuse)?);
    let credentials = creator::credentials(&args.creator, run)?;
    let password = match args.mail_password {
        true => None,
        false => password(&args.password, run)?,
    };
    let account = NewAccount {
        name: args.name.clone(),
        password,
        email: args.email.clone(),
        real_name: args.real_name.clone(),
        reason: args.reason.clone(),
        language: args.language.clone(),
        domain: args.domain.clone(),
        mail_password: args.mail_password,
        fields: given.answers,
        ..NewAccount::default()
    };
    let mut party = Party {
        run: Arc::clone(run),
        answerer: Answerer::find(args.answer_command.as_deref(), args.manner.json),
        wish: Wish {
            account,
            secret: given.secret,
        },
        token: matches!(credentials, Some(Credentials::OAuth(_))),
        preset: None,
    };
    if let Some(credentials) = credentials
        && let Some(report) = party.log_in(&mut wiki.log_in(credentials))?
    {
        return Ok(report);
    }
    party.create(&mut wiki)
}

/// The password. Where nobody can be asked there is none, which suits wikis whose
/// users come from elsewhere; others ask for it.
pub fn password(args: &args::NewPassword, run: &Run) -> Result<Option<Secret>, Box<Report>> {
    match given_password(args)? {
        None if terminal::is_there() => prompt::new_password(run).map(Some),
        given => Ok(given),
    }
}

/// The password as far as an option gives it.
pub fn given_password(args: &args::NewPassword) -> Result<Option<Secret>, Box<Report>> {
    match &args.password_file {
        Some(path) => input::secret_file("--password-file", path).map(Some),
        None if args.password_stdin => input::password_stdin().map(Some),
        None => Ok(None),
    }
}
