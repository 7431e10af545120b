//! `mwaccount create`.

use std::sync::Arc;

use mwaccount::NewAccount;

use crate::{
    answerer::Answerer, args, input, network, report::Report, requested_account::RequestedAccount,
    run::Run, session_loop::SessionLoop, suspend_file::SuspendFile, wiki_setup,
};

/// Creates the account.
pub fn create(args: &args::Create, run: &Arc<Run>) -> Result<Report, Box<Report>> {
    run.set_account_name(&args.name);
    let http_auth = network::http_auth(&args.network, run.console())?;
    let mut builder = wiki_setup::builder(
        &args.address,
        &args.wiki,
        &args.network,
        http_auth,
        &args.output,
        Arc::clone(run) as _,
    )?;
    builder = builder.prove_by_login(args.prove_by_login);
    if let Some(url) = &args.return_url {
        builder = builder.return_url(url);
    }
    let mut wiki = builder
        .build()
        .map_err(|error| Report::usage_error(error.message))?;
    run.set_session(wiki.session());
    let mut account = NewAccount::new(&args.name);
    account.language.clone_from(&args.language);
    // Before a password is asked for on the terminal.
    account
        .check()
        .map_err(|invalid| Report::usage_error(invalid.message))?;
    let given = input::fields(&args.fields, &args::FIELDS_WITH_OPTION)?;
    let suspend_file = SuspendFile::new(args.suspend_to.as_deref());
    run.set_suspend_file(suspend_file.map_err(Report::usage_error)?);
    let credentials = wiki_setup::credentials(&args.creator, run.console())?;
    let password = if args.mail_password {
        None
    } else {
        input::new_password(&args.password, run.console())?
    };
    account.password = password;
    account.email.clone_from(&args.email);
    account.real_name.clone_from(&args.real_name);
    account.reason.clone_from(&args.reason);
    account.domain.clone_from(&args.domain);
    account.mail_password = args.mail_password;
    account.fields = given.answers;
    let requested = RequestedAccount {
        account,
        from_files: given.from_files,
    };
    let answerer = Answerer::new(args.answer_command.as_deref(), args.output.json);
    let mut session = SessionLoop::new(run, answerer, requested);
    session.accepts_warning = args.accept_warnings;
    match session.log_in_with(credentials, &mut wiki)? {
        Some(report) => Ok(report),
        None => session.create(&mut wiki),
    }
}
