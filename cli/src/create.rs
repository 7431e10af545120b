//! `mwaccount create`.

use std::sync::Arc;

use mwaccount::NewAccount;

use crate::{
    answerer::Answerer, args, input, report::Report, requested_account::RequestedAccount, run::Run,
    session_loop::SessionLoop, suspend_file::SuspendFile, wiki_setup,
};

/// Creates the account.
pub fn create(args: &args::Create, run: &Arc<Run>) -> Result<Report, Box<Report>> {
    run.set_wiki_address(&args.address);
    run.set_account_name(&args.name);
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
    let requested = RequestedAccount {
        account,
        secret: given.secret,
    };
    let answerer = Answerer::find(args.answer_command.as_deref(), args.output.json);
    let mut session = SessionLoop::new(run, answerer, requested);
    match session.log_in_with(credentials, &mut wiki)? {
        Some(report) => Ok(report),
        None => session.create(&mut wiki),
    }
}
