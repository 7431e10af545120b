//! `mwaccount probe`.

use std::sync::Arc;

use mwaccount::NewAccount;

use crate::{
    answerer::Answerer,
    args, input,
    report::{Asked, Report},
    requested_account::RequestedAccount,
    run::Run,
    session_loop::SessionLoop,
    wiki_setup,
};

/// Probes the wiki.
pub fn probe(args: &args::Probe, run: &Arc<Run>) -> Result<Report, Box<Report>> {
    run.set_images(&args.images)?;
    let builder =
        wiki_setup::builder_for(run, &args.address, &args.wiki, &args.network, &args.output)?;
    let mut wiki = builder.build().map_err(wiki_setup::unusable)?;
    run.set_session(wiki.session());
    if wiki_setup::asks_password(&args.creator) {
        let found = wiki_setup::find_wiki(&mut wiki);
        run.update_wiki_facts(wiki.session());
        found?;
    }
    let credentials = wiki_setup::credentials(&args.creator, run.console())?;
    let password = args.password_file.as_deref();
    let password = password.map(|path| input::read_secret("--password-file", path));
    let mut account = NewAccount::new(args.name.clone().unwrap_or_default());
    account.password = password.transpose()?;
    let answerer = Answerer::new(args.answer_command.as_deref(), args.output.json);
    let mut session = SessionLoop::new(run, answerer, RequestedAccount::default());
    if let Some(report) = session.log_in_with(credentials, &mut wiki)? {
        return Ok(report);
    }
    let asked = Asked {
        name: args.name.is_some(),
        password: account.password.is_some(),
    };
    let found = wiki.probe(&account);
    run.update_wiki_facts(wiki.session());
    match found {
        Ok(found) => Ok(Report::probed(found, asked)),
        Err(error) => Err(Box::new(Report::error(&error))),
    }
}
