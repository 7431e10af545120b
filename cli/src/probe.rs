//! `mwaccount probe`.

use std::sync::Arc;

use mwaccount::{Credentials, NewAccount};

use crate::{
    answerer::Answerer,
    args,
    conversation::Party,
    creator, input, interrupt,
    report::{Report, Shape},
    run::Run,
    suspended::Wish,
};

/// Looks at the wiki, reports, and ends the process.
pub fn probe(args: &args::Probe) -> ! {
    let run = Run::new(Shape::Probe, args.manner.json);
    run.visits(&args.wiki);
    interrupt::watch(&run);
    let report = attempt(args, &run).unwrap_or_else(|report| *report);
    run.finish(report)
}

fn attempt(args: &args::Probe, run: &Arc<Run>) -> Result<Report, Box<Report>> {
    let builder = creator::way(&args.wiki, &args.way, &args.door, &args.manner, run)?;
    let mut wiki = builder.build().map_err(creator::misuse)?;
    let credentials = creator::credentials(&args.creator, run)?;
    let password = args.password_file.as_deref();
    let password = password.map(|path| input::secret_file("--password-file", path));
    let account = NewAccount {
        name: args.name.clone().unwrap_or_default(),
        password: password.transpose()?,
        ..NewAccount::default()
    };
    let mut party = Party {
        run: Arc::clone(run),
        answerer: Answerer::find(args.answer_command.as_deref(), args.manner.json),
        token: matches!(credentials, Some(Credentials::OAuth(_))),
        wish: Wish::default(),
        preset: None,
    };
    if let Some(credentials) = credentials
        && let Some(report) = party.log_in(&mut wiki.log_in(credentials))?
    {
        return Ok(report);
    }
    let found = wiki.requirements(&account);
    run.learn(wiki.session());
    match found {
        Ok(found) => Ok(Report::probed(&found)),
        Err(error) => Err(Box::new(Report::error(&error))),
    }
}
