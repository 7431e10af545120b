//! What stands before the wiki, as the options say.

use mwaccount::{
    Secret,
    transport::{Ureq, UreqBuilder},
};

use crate::{args, creator, input, prompt, report::Report, run::Run, terminal};

/// The transport that gets there.
pub fn transport(args: &args::Door) -> Result<Ureq, Box<Report>> {
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
    ureq.build().map_err(|fault| creator::misuse(fault.into()))
}

/// User and password of the server's own login, if it has one.
pub fn http_login(args: &args::Door, run: &Run) -> Result<Option<(String, Secret)>, Box<Report>> {
    let Some(user) = &args.http_user else {
        return Ok(None);
    };
    let password = match &args.http_password_file {
        Some(path) => input::secret_file("--http-password-file", path)?,
        None if terminal::is_there() => {
            prompt::unseen(run, &format!("Password of {user} for the web server"))?
        }
        None => {
            return Err(Box::new(Report::misuse(
                "--http-user takes a password; give --http-password-file, or run mwaccount on a terminal",
            )));
        }
    };
    Ok(Some((user.clone(), password)))
}
