//! Sets up the client of a wiki and the creator's credentials from the options.

use std::{sync::Arc, time::Duration};

use mwaccount::{Builder, Credentials, Dialect, Format, Wiki, WikiBuilder};

use crate::{
    access_token, args,
    console::Console,
    input,
    network::{self, HttpAuth},
    report::Report,
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
    if let Some(user_agent) = &wiki.user_agent {
        builder = builder.user_agent(user_agent);
    }
    Ok(builder)
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
    Ok(Some(match &args.login_domain {
        Some(domain) => Credentials::in_domain(name, password, domain),
        None => Credentials::password(name, password),
    }))
}
