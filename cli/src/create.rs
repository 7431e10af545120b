//! `mwaccount create`.

use std::sync::Arc;

use mwaccount::NewAccount;

use crate::{
    answerer::Answerer, args, caller, input, interaction::Stage, own_option, prompt,
    report::Report, requested_account::RequestedAccount, run::Run, session_loop::SessionLoop,
    suspend_file::SuspendFile, terminal, wiki_setup,
};

/// Creates the account.
pub fn create(args: &args::Create, run: &Arc<Run>) -> Result<Report, Box<Report>> {
    run.set_account_name(&args.name);
    run.set_images(&args.images)?;
    let mut account = NewAccount::new(&args.name);
    account.language.clone_from(&args.language);
    // Before a password is asked for on the terminal.
    account
        .check()
        .map_err(|invalid| Report::usage_error(invalid.message))?;
    let given = input::fields(&args.fields, &own_option::FIELDS_WITH_OPTION)?;
    let suspend_file = SuspendFile::new(args.suspend_to.as_deref());
    run.set_suspend_file(suspend_file.map_err(Report::usage_error)?);
    let mut builder =
        wiki_setup::builder_for(run, &args.address, &args.wiki, &args.network, &args.output)?;
    builder = builder.prove_by_login(args.prove_by_login);
    let page = run.open_page(&args.open, args.return_url.is_none())?;
    if let Some(url) = &args.return_url {
        builder = builder.return_url(url);
    } else if let Some(page) = &page {
        builder = builder.return_url(page.return_address());
    }
    let mut wiki = builder.build().map_err(wiki_setup::unusable)?;
    run.set_session(wiki.session());
    account.password = input::given_password(&args.password)?;
    let has_password = account.password.is_some() || args.mail_password;
    let asks_password = !has_password && page.is_none() && terminal::is_interactive();
    if asks_password || wiki_setup::asks_password(&args.creator) {
        let found = wiki_setup::find_wiki(&mut wiki);
        run.update_wiki_facts(wiki.session());
        found?;
    }
    let credentials = wiki_setup::credentials(&args.creator, run.console())?;
    account.email.clone_from(&args.email);
    account.real_name.clone_from(&args.real_name);
    account.reason.clone_from(&args.reason);
    account.domain.clone_from(&args.domain);
    account.mail_password = args.mail_password;
    account.fields = given.answers;
    run.set_account(&account);
    let requested = RequestedAccount {
        account,
        from_files: given.from_files,
    };
    let answerer = Answerer::or_page(args.answer_command.as_deref(), args.output.json, page);
    let mut session = SessionLoop::new(run, answerer, requested);
    session.accepts_warning = args.accept_warnings;
    session.proves_by_login = args.prove_by_login;
    if let Some(report) = session.log_in_with(credentials, &mut wiki)? {
        return Ok(report);
    }
    if asks_password {
        run.set_stage(Stage::Creation);
        let refused = caller::refusal(&mut wiki);
        run.update_wiki_facts(wiki.session());
        if let Some(refused) = refused.map_err(|error| Box::new(Report::error(&error)))? {
            return Ok(Report::refused(&refused));
        }
        session.requested.account.password = Some(prompt::new_password(run.console())?);
    }
    session.create(&mut wiki)
}
