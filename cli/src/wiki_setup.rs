//! Sets up the client of a wiki and the creator's credentials from the options.

use std::{sync::Arc, time::Duration};

use mwaccount::{Builder, Credentials, Dialect, Format, Reason, Wiki, WikiBuilder};

use crate::{
    access_token, args,
    console::Console,
    input,
    network::{self, HttpAuth},
    report::Report,
    run::Run,
    terminal,
    trace::{RequestGate, Traced},
};

/// Adds the transport, the HTTP authentication and the time limit.
pub fn add_network<K>(
    mut builder: Builder<K>,
    network: &args::NetworkArgs,
    http_auth: HttpAuth,
    output: &args::OutputArgs,
    gate: Arc<dyn RequestGate>,
) -> Result<Builder<K>, Box<Report>> {
    let transport = network::transport(network)?;
    if let Some((user, password)) = http_auth {
        builder = builder.http_auth(user, password);
    }
    Ok(builder
        .transport(Traced::new(transport, gate, output.verbose))
        .timeout(Duration::from_secs(network.timeout)))
}

/// Returns a builder for the client of a run on one wiki, at `address`. The user is asked for the password of the
/// HTTP authentication.
pub fn builder_for(
    run: &Arc<Run>,
    address: &str,
    wiki: &args::WikiArgs,
    network: &args::NetworkArgs,
    output: &args::OutputArgs,
) -> Result<WikiBuilder, Box<Report>> {
    let gate = || Arc::clone(run) as _;
    if network::asks_password(network) {
        // The server answers without the password too, if only that it wants one.
        let visitor = builder(address, wiki, network, None, output, gate())?;
        find_wiki(&mut visitor.build().map_err(unusable)?)?;
    }
    let http_auth = network::http_auth(network, run.console())?;
    builder(address, wiki, network, http_auth, output, gate())
}

/// Reports settings of a client that cannot be used.
pub fn unusable(error: mwaccount::Error) -> Box<Report> {
    Report::usage_error(error.message)
}

/// Returns a builder for the client of the wiki at `address`.
pub fn builder(
    address: &str,
    wiki: &args::WikiArgs,
    network: &args::NetworkArgs,
    http_auth: HttpAuth,
    output: &args::OutputArgs,
    gate: Arc<dyn RequestGate>,
) -> Result<WikiBuilder, Box<Report>> {
    let mut builder = add_network(Wiki::builder(address), network, http_auth, output, gate)?
        .allow_http(wiki.allow_http)
        .format(match wiki.format {
            args::Format::Json => Format::Json,
            args::Format::Xml => Format::Xml,
        });
    builder = match wiki.dialect {
        args::Dialect::Auto => builder,
        args::Dialect::AuthManager => builder.dialect(Dialect::AuthManager),
        args::Dialect::Legacy => builder.dialect(Dialect::LegacyApi),
        args::Dialect::WebForm => builder.dialect(Dialect::WebForm),
    };
    if let Some(contact) = &wiki.contact {
        builder = builder.contact(contact);
    }
    if let Some(user_agent) = &wiki.user_agent {
        builder = builder.user_agent(user_agent);
    }
    Ok(builder)
}

/// Finds the wiki before the user is asked for a password, so that a mistake in its address is told first. Costs
/// nothing: what follows does not repeat the request.
pub fn find_wiki(wiki: &mut Wiki) -> Result<(), Box<Report>> {
    match wiki.fields() {
        Err(error) if is_about_address(error.reason) => Err(Box::new(Report::error(&error))),
        // A private wiki may show a creator more than a visitor.
        _ => Ok(()),
    }
}

fn is_about_address(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::Unreachable | Reason::NotAWiki | Reason::Insecure | Reason::Cancelled
    )
}

/// Returns whether the user is asked for the creator's password.
pub fn asks_password(args: &args::CreatorArgs) -> bool {
    args.login.is_some() && args.login_password_file.is_none() && terminal::is_interactive()
}

/// Returns the creator's credentials, if given.
pub fn credentials(
    args: &args::CreatorArgs,
    console: &Console,
) -> Result<Option<Credentials>, Box<Report>> {
    let files = [&args.oauth_token_file, &args.oauth1_token_file];
    let [oauth2, oauth1] = files.map(|file| file.as_deref());
    if let Some(token) = access_token::read(oauth2, oauth1)? {
        return Ok(Some(Credentials::oauth(token)));
    }
    let Some(name) = &args.login else {
        return Ok(None);
    };
    let password = input::password(
        ["--login", "--login-password-file"],
        args.login_password_file.as_deref(),
        &format!("Password of {name}"),
        console,
    )?;
    Ok(Some(Credentials::Password {
        name: name.clone(),
        password,
        domain: args.login_domain.clone(),
    }))
}
