//! How faults are done.

use std::{
    io::{self, Write},
    thread,
    time::Duration,
};

use crate::{
    bomb,
    fault::Fault,
    http::{Request, Response},
    node::{Format, Map, print},
    state::{Session, State},
    wiki::Wiki,
};

/// What becomes of a connection after an exchange.
pub(crate) enum Then {
    /// It waits for the next request.
    Next,
    /// It is closed in peace.
    Close,
    Reset,
}

/// What a fault does before the request is acted upon: it changes the wiki's memory, or answers
/// in its place.
pub(crate) fn before(
    fault: &Fault,
    request: &Request,
    wiki: &Wiki,
    state: &mut State,
) -> Option<Response> {
    let each =
        |state: &mut State, change: fn(&mut Session)| state.sessions.values_mut().for_each(change);
    match fault {
        Fault::ResetBefore => Some(Response::html(200, "")),
        Fault::RetryLater(status, seconds) => {
            let page = "<!DOCTYPE html><title>Error</title><h1>Please try again later.</h1>";
            Some(Response::html(*status, page).with("Retry-After", seconds.to_string()))
        }
        Fault::ServerError => {
            let page = "<!DOCTYPE html>\n<html><head><title>Internal error - LabWiki</title></head>\
                        <body><h1>Internal error</h1><p>PHP Fatal error: Allowed memory size exhausted</p></body></html>";
            Some(Response::html(500, page))
        }
        Fault::BadGateway => Some(Response::html(
            502,
            "<html><head><title>502 Bad Gateway</title></head></html>",
        )),
        Fault::Challenge => {
            let page = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>\
                        <noscript>Enable JavaScript and cookies to continue</noscript></body></html>";
            Some(
                Response::html(403, page)
                    .with("Server", "cloudflare")
                    .with("cf-mitigated", "challenge"),
            )
        }
        Fault::MaxLag(seconds) => Some(lagged(request, wiki, *seconds)),
        Fault::ReadOnly => {
            state.read_only = Some("The databases are being looked after".to_owned());
            None
        }
        Fault::SessionLost => {
            state.sessions.clear();
            None
        }
        Fault::TokenExpired => {
            each(state, |session| {
                session.secrets.clear();
                session.create_token = None;
                session.login_token = None;
            });
            None
        }
        Fault::CaptchaExpired => {
            each(state, |session| session.captchas.clear());
            None
        }
        _ => None,
    }
}

/// The API's refusal while the databases lag.
fn lagged(request: &Request, wiki: &Wiki, seconds: u32) -> Response {
    let error = Map::new().with("code", "maxlag").with(
        "info",
        format!("Waiting for 10.0.0.1: {seconds} seconds lagged"),
    );
    let answer = Map::new().with("error", error);
    let (format, kind) = match request.parameter("format") {
        Some("xml") => (Format::Xml, "text/xml; charset=utf-8"),
        _ => (
            Format::Json { version: 1 },
            "application/json; charset=utf-8",
        ),
    };
    Response::new(200, kind, print(&answer, format, &wiki.profile))
        .with("MediaWiki-API-Error", "maxlag")
        .with("Retry-After", seconds.max(5).to_string())
        .with("X-Database-Lag", seconds.to_string())
}

/// What a fault does to the answer, and to the connection.
pub(crate) fn after(fault: &Fault, response: &Response, to: &mut impl Write) -> io::Result<Then> {
    match fault {
        Fault::ResetBefore | Fault::ResetAfter => return Ok(Then::Reset),
        Fault::ResetDuring => {
            half(response, to)?;
            // The half that was sent is to arrive before the reset.
            thread::sleep(Duration::from_millis(50));
            return Ok(Then::Reset);
        }
        Fault::HalfBody => {
            half(response, to)?;
            return Ok(Then::Close);
        }
        Fault::Delay(time) => {
            thread::sleep(*time);
            response.write(to, false)?;
        }
        Fault::GatewayTimeout => {
            let page = Response::html(
                504,
                "<html><head><title>504 Gateway Time-out</title></head></html>",
            );
            page.write(to, false)?;
        }
        Fault::GzipBomb => {
            let mut response = response.clone().with("Content-Encoding", "gzip");
            response.body = bomb::gzip();
            response.write(to, false)?;
        }
        Fault::EndlessBody => endless(response, to)?,
        _ => response.write(to, false)?,
    }
    Ok(Then::Next)
}

fn half(response: &Response, to: &mut impl Write) -> io::Result<()> {
    let body = &response.body;
    to.write_all(response.head(Some(body.len())).as_bytes())?;
    to.write_all(&body[..body.len() / 2])?;
    to.flush()
}

/// Writes until the client has had enough.
fn endless(response: &Response, to: &mut impl Write) -> io::Result<()> {
    to.write_all(response.head(None).as_bytes())?;
    let spaces = vec![b' '; 1 << 16];
    loop {
        to.write_all(&spaces)?;
        // Over TLS it is the flush that tells that nobody reads any more.
        to.flush()?;
    }
}
