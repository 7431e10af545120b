//! Who creates the account, and the way to the wiki.

use std::{sync::Arc, time::Duration};

use mwaccount::{Credentials, Dialect, Error, Format, Wiki, WikiBuilder};

use crate::{args, door, input, prompt, report::Report, run::Run, terminal, trace::Traced};

/// The transport, the limits, and what stands before the wiki.
pub fn equip(
    mut builder: WikiBuilder,
    door: &args::Door,
    manner: &args::Manner,
    run: &Arc<Run>,
) -> Result<WikiBuilder, Box<Report>> {
    let transport = door::transport(door)?;
    if let Some((user, password)) = door::http_login(door, run)? {
        builder = builder.http_login(user, password);
    }
    Ok(builder
        .transport(Traced::new(transport, run, manner.verbose))
        .timeout(Duration::from_secs(manner.timeout)))
}

/// A way to the wiki as the options say.
pub fn way(
    api: &str,
    way: &args::Way,
    door: &args::Door,
    manner: &args::Manner,
    run: &Arc<Run>,
) -> Result<WikiBuilder, Box<Report>> {
    let mut builder = equip(Wiki::builder(api), door, manner, run)?
        .allow_http(way.allow_http)
        .format(match way.format {
            args::Format::Json => Format::Json,
            args::Format::Xml => Format::Xml,
        });
    builder = match way.dialect {
        args::Dialect::Auto => builder,
        args::Dialect::AuthManager => builder.dialect(Dialect::AuthManager),
        args::Dialect::Legacy => builder.dialect(Dialect::LegacyApi),
        args::Dialect::WebForm => builder.dialect(Dialect::WebForm),
    };
    if let Some(user_agent) = &way.user_agent {
        builder = builder.user_agent(user_agent);
    }
    Ok(builder)
}

/// What the creator logs in with, if there is one.
pub fn credentials(args: &args::Creator, run: &Run) -> Result<Option<Credentials>, Box<Report>> {
    if let Some(path) = &args.oauth_token_file {
        let token = input::secret_file("--oauth-token-file", path)?;
        return Ok(Some(Credentials::oauth(token)));
    }
    let Some(name) = &args.login else {
        return Ok(None);
    };
    let password = match &args.login_password_file {
        Some(path) => input::secret_file("--login-password-file", path)?,
        None if terminal::is_there() => prompt::unseen(run, &format!("Password of {name}"))?,
        None => {
            return Err(Box::new(Report::misuse(
                "--login takes a password; give --login-password-file, or run mwaccount on a terminal",
            )));
        }
    };
    Ok(Some(match &args.login_domain {
        Some(domain) => Credentials::in_domain(name, password, domain),
        None => Credentials::password(name, password),
    }))
}

/// An error of what the options say.
pub fn misuse(error: Error) -> Box<Report> {
    Box::new(Report::misuse(error.message))
}
