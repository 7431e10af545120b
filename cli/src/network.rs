//! The transport and the HTTP authentication that the options ask for.

use mwaccount::{
    Secret,
    transport::{Ureq, UreqBuilder},
};

use crate::{args, console::Console, input, report::Report, terminal};

/// The user and the password of the HTTP authentication, if there is one.
pub type HttpAuth = Option<(String, Secret)>;

/// Builds the transport, with its certificates and proxy.
pub fn transport(args: &args::NetworkArgs) -> Result<Ureq, Box<Report>> {
    let mut ureq = Ureq::builder();
    for (file, set) in [
        (&args.ca_file, UreqBuilder::ca_file as fn(_, _) -> _),
        (&args.client_cert, UreqBuilder::client_cert),
        (&args.client_key, UreqBuilder::client_key),
    ] {
        if let Some(file) = file {
            ureq = set(ureq, file);
        }
    }
    if let Some(proxy) = &args.proxy {
        ureq = ureq.proxy(proxy);
    }
    ureq.build()
        .map_err(|error| Report::usage_error(mwaccount::Error::from(error).message))
}

/// Returns whether the user is asked for the password of the HTTP authentication.
pub fn asks_password(args: &args::NetworkArgs) -> bool {
    args.http_user.is_some() && args.http_password_file.is_none() && terminal::is_interactive()
}

/// Returns the user and password of the HTTP authentication, if there is one.
pub fn http_auth(args: &args::NetworkArgs, console: &Console) -> Result<HttpAuth, Box<Report>> {
    let Some(user) = &args.http_user else {
        return Ok(None);
    };
    let password = input::password(
        ["--http-user", "--http-password-file"],
        args.http_password_file.as_deref(),
        &format!("Password of {user} for HTTP authentication"),
        console,
    )?;
    Ok(Some((user.clone(), password)))
}
