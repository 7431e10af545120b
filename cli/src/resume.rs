//! `mwaccount resume`.

use std::sync::Arc;

use mwaccount::{
    Field, Step, Wiki, WikiInteraction,
    flow::{Conversation, Interaction},
};

use crate::{
    access_token,
    answerer::Answerer,
    args,
    input::{self, GivenFields},
    network,
    report::Report,
    requested_account::RequestedAccount,
    run::Run,
    session_loop::{Preset, SessionLoop},
    suspend_file::SuspendFile,
    suspended_run::SuspendedRun,
    wiki_setup,
};

/// Resumes the conversation.
pub fn resume(args: &args::Resume, run: &Arc<Run>) -> Result<Report, Box<Report>> {
    run.set_images(&args.images)?;
    let suspended = read_file(args, run)?;
    let mut given = input::fields(&args.fields, &[])?;
    let (mut wiki, conversation) = resume_conversation(args, run, &suspended)?;
    let page = run.open_page(&args.open, false)?;
    run.set_account(&suspended.account);
    run.set_session(wiki.session());
    let requested = RequestedAccount {
        account: suspended.account.clone(),
        from_files: Vec::new(),
    };
    let answerer = Answerer::or_page(args.answer_command.as_deref(), args.output.json, page);
    let mut session = SessionLoop::new(run, answerer, requested);
    session.accepts_warning = args.accept_warnings;
    session.uses_access_token = suspended.uses_access_token;
    let mut interaction = wiki.attach(conversation);
    let asked = asked_fields(&mut interaction, run)?;
    if interaction.is_login() {
        take_omitted_fields(
            &suspended.omitted_fields,
            &asked,
            &mut given,
            &mut session.requested,
        )?;
        if !session.requested.account.mail_password {
            session.requested.account.password = if args.open.open {
                input::given_password(&args.password)?
            } else {
                input::new_password(&args.password, run.console())?
            };
        }
        session.preset = preset(args, given)?;
        if let Some(report) = session.run_login(&mut interaction)? {
            return Ok(report);
        }
        return session.create(&mut wiki);
    }
    if let Some(password) = input::given_password(&args.password)? {
        if !asked.iter().any(|field| field.name == "password") {
            return Err(Report::usage_error(
                "the wiki no longer asks for the password; omit it",
            ));
        }
        given.answers.set("password", password);
        given.from_files.push("password".to_owned());
    }
    session.preset = preset(args, given)?;
    let report = session.run_creation(&mut interaction)?;
    session.settle_own_signup(&mut wiki, report)
}

/// Reads the file, and prepares the file to which the conversation is suspended again.
fn read_file(args: &args::Resume, run: &Run) -> Result<SuspendedRun, Box<Report>> {
    let shown = args.file.display();
    if !args.file.exists() {
        return Err(Report::usage_error(format!(
            "there is no file {shown}; if it existed, its conversation has ended or was resumed already"
        )));
    }
    let text = input::read_conversation(&args.file)?;
    let suspended = SuspendedRun::read(&text)
        .map_err(|what| Report::usage_error(format!("the file {shown} {what}")))?;
    run.set_account_name(&suspended.account.name);
    let suspend_file = SuspendFile::resumed(&args.file, text, args.suspend_to.as_deref());
    run.set_suspend_file(suspend_file.map_err(Report::usage_error)?);
    Ok(suspended)
}

/// Resumes the library's conversation, without sending anything.
fn resume_conversation(
    args: &args::Resume,
    run: &Arc<Run>,
    suspended: &SuspendedRun,
) -> Result<(Wiki, Conversation<Interaction>), Box<Report>> {
    let mut builder = Wiki::resume_builder(suspended.conversation());
    if let Some(wiki) = &args.wiki {
        builder = builder.address(wiki);
    }
    let http_auth = network::http_auth(&args.network, run.console())?;
    builder = wiki_setup::add_network(
        builder,
        &args.network,
        http_auth,
        &args.output,
        Arc::clone(run) as _,
    )?;
    let files = [&args.oauth_token_file, &args.oauth1_token_file];
    let [oauth2, oauth1] = files.map(|file| file.as_deref());
    let options = access_token::OPTIONS.join(" or ");
    builder = match (
        access_token::read(oauth2, oauth1)?,
        suspended.uses_access_token,
    ) {
        (Some(token), true) => builder.access_token(token),
        (None, false) => builder,
        (None, true) => {
            return Err(Report::usage_error(format!(
                "the conversation was started with an access token, which is not saved; give it again with {options}"
            )));
        }
        (Some(_), false) => {
            return Err(Report::usage_error(format!(
                "the conversation was started without an access token; omit {options}"
            )));
        }
    };
    builder
        .build()
        .map_err(|error| Report::usage_error(error.message))
}

/// Returns the fields of the step at which the conversation was suspended, without sending
/// anything.
fn asked_fields(
    interaction: &mut WikiInteraction<'_>,
    run: &Run,
) -> Result<Vec<Field>, Box<Report>> {
    run.update_wiki_facts(interaction.wiki().session());
    match interaction.step() {
        Ok(Step::Ask(ask) | Step::Restart(ask)) => Ok(ask.fields),
        Ok(Step::Redirect(redirect)) => Ok(redirect.fields),
        Ok(_) => Ok(Vec::new()),
        Err(error) => Err(Box::new(Report::error(&error))),
    }
}

/// Moves the omitted fields from the given ones to the account, except those that the login
/// itself asks for. All must be given: a conversation that is suspended again does not contain
/// them either.
fn take_omitted_fields(
    omitted_fields: &[String],
    asked: &[Field],
    given: &mut GivenFields,
    requested: &mut RequestedAccount,
) -> Result<(), Box<Report>> {
    for name in omitted_fields {
        if asked.iter().any(|field| field.name == *name) {
            continue;
        }
        let Some(answer) = given.take_from_file(name) else {
            return Err(Report::usage_error(format!(
                "the field \"{name}\" came from a file and was not saved; give it again with --field-file {name}=FILE"
            )));
        };
        requested.account.fields.set(name, answer);
        requested.from_files.push(name.clone());
    }
    Ok(())
}

/// Returns the answer that the options give to the suspended step.
fn preset(args: &args::Resume, given: GivenFields) -> Result<Option<Preset>, Box<Report>> {
    match (&args.returned, given.answers.is_empty()) {
        (None, true) => Ok(None),
        (None, false) => Ok(Some(Preset::Fields(given))),
        (Some(url), true) => Ok(Some(Preset::Returned(url.clone()))),
        (Some(_), false) => Err(Report::usage_error(
            "--returned answers everything that the wiki asks; omit --field and the password",
        )),
    }
}
