//! `mwaccount create`.

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
    suspend_file::SuspendFile,
    wiki_setup,
};

/// Creates the account, reports, and ends the process.
pub fn create(args: &args::Create) -> ! {
    let run = Run::new(Output {
        kind: ReportKind::Account,
        json: args.output.json,
    });
    run.set_wiki_address(&args.address);
    run.set_account_name(&args.name);
    interrupt::watch(&run);
    let report = attempt(args, &run).unwrap_or_else(|report| *report);
    run.finish(report)
}

fn attempt(args: &args::Create, run: &Arc<Run>) -> Result<Report, Box<Report>> {
    let mut builder =
        wiki_setup::builder(&args.address, &args.wiki, &args.network, &args.output, run)?;
    if let Some(url) = &args.return_url {
        builder = builder.return_url(url);
    }
    let mut wiki = builder
        .build()
        .map_err(|error| Report::misuse(error.message))?;
    let given = input::fields(&args.fields, &input::OWN_OPTION)?;
    let suspend_file = SuspendFile::new(args.suspend_to.as_deref());
    run.use_suspend_file(suspend_file.map_err(Report::misuse)?);
    let credentials = wiki_setup::credentials(&args.creator, run)?;
    let password = if args.mail_password {
        None
    } else {
        input::new_password(&args.password, run)?
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
    let mut session = SessionLoop {
        run: Arc::clone(run),
        answerer: Answerer::find(args.answer_command.as_deref(), args.output.json),
        requested: RequestedAccount {
            account,
            secret: given.secret,
        },
        token: matches!(credentials, Some(Credentials::OAuth(_))),
        preset: None,
    };
    if let Some(credentials) = credentials
        && let Some(report) = session.log_in(&mut wiki.log_in(credentials))?
    {
        return Ok(report);
    }
    session.create(&mut wiki)
}
