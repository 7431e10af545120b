//! `mwaccount probe`.

use std::sync::Arc;

use mwaccount::{Credentials, NewAccount};

use crate::{
    answerer::Answerer,
    args, input, interrupt,
    output::{Output, ReportKind},
    report::Report,
    requested_account::RequestedAccount,
    run::Run,
    session_loop::SessionLoop,
    wiki_setup,
};

/// Probes the wiki, reports, and ends the process.
pub fn probe(args: &args::Probe) -> ! {
    let run = Run::new(Output {
        kind: ReportKind::Probe,
        json: args.output.json,
    });
    run.set_wiki_address(&args.address);
    interrupt::watch(&run);
    let report = attempt(args, &run).unwrap_or_else(|report| *report);
    run.finish(report)
}

fn attempt(args: &args::Probe, run: &Arc<Run>) -> Result<Report, Box<Report>> {
    let builder = wiki_setup::builder(&args.address, &args.wiki, &args.network, &args.output, run)?;
    let mut wiki = builder
        .build()
        .map_err(|error| Report::misuse(error.message))?;
    let credentials = wiki_setup::credentials(&args.creator, run)?;
    let password = args.password_file.as_deref();
    let password = password.map(|path| input::secret_file("--password-file", path));
    let account = NewAccount {
        name: args.name.clone().unwrap_or_default(),
        password: password.transpose()?,
        ..NewAccount::default()
    };
    let mut session = SessionLoop {
        run: Arc::clone(run),
        answerer: Answerer::find(args.answer_command.as_deref(), args.output.json),
        token: matches!(credentials, Some(Credentials::OAuth(_))),
        requested: RequestedAccount::default(),
        preset: None,
    };
    if let Some(credentials) = credentials
        && let Some(report) = session.log_in(&mut wiki.log_in(credentials))?
    {
        return Ok(report);
    }
    let found = wiki.requirements(&account);
    run.learn(wiki.session());
    match found {
        Ok(found) => Ok(Report::probed(found)),
        Err(error) => Err(Box::new(Report::error(&error))),
    }
}
