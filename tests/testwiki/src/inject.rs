//! Injects faults.

use std::{
    io::{self, Write},
    thread,
    time::Duration,
};

use crate::{bomb, fault::Fault, gateway, http::Response, state::State};

/// The action on the connection after an exchange.
pub(crate) enum ConnectionAction {
    /// It stays open for the next request.
    KeepOpen,
    /// It is closed without an error.
    Close,
    Reset,
}

/// Applies a fault before the request is executed: changes the wiki's state, or returns a response instead of
/// the wiki's. `in_json` lets a gateway answer in JSON of its own.
pub(crate) fn before(fault: &Fault, state: &mut State, in_json: bool) -> Option<Response> {
    let answer = |status, page| gateway::answer(status, page, in_json);
    match fault {
        Fault::ResetBefore => Some(Response::html(200, "")),
        Fault::RetryLater(status, seconds) => {
            let page = "<!DOCTYPE html><title>Error</title><h1>Please try again later.</h1>";
            Some(answer(*status, page).with("Retry-After", seconds.to_string()))
        }
        Fault::ServerError => {
            let page = "<!DOCTYPE html>\n<html><head><title>Internal error - LabWiki</title></head>\
                        <body><h1>Internal error</h1><p>PHP Fatal error: Allowed memory size exhausted</p></body></html>";
            Some(answer(500, page))
        }
        Fault::BadGateway => Some(answer(
            502,
            "<html><head><title>502 Bad Gateway</title></head></html>",
        )),
        Fault::Challenge => {
            let page = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>\
                        <noscript>Enable JavaScript and cookies to continue</noscript></body></html>";
            Some(
                answer(403, page)
                    .with("Server", "cloudflare")
                    .with("cf-mitigated", "challenge"),
            )
        }
        Fault::MaxLag(seconds) => {
            state.databases.lag = i64::from(*seconds);
            state.databases.lag_refuses_all = true;
            None
        }
        Fault::ReadOnly => {
            state.databases.read_only = Some("The databases are being looked after".to_owned());
            None
        }
        Fault::SessionLost => {
            state.sessions.clear();
            None
        }
        Fault::TokenExpired => {
            state.forget_tokens();
            None
        }
        Fault::CaptchaExpired => {
            let sessions = state.sessions.values_mut();
            sessions.for_each(|session| session.captchas.clear());
            None
        }
        _ => None,
    }
}

/// Returns a gateway's answer instead of the wiki's to a request that was executed.
pub(crate) fn instead(fault: &Fault, in_json: bool) -> Option<Response> {
    match fault {
        Fault::GatewayTimeout => {
            let page = "<html><head><title>504 Gateway Time-out</title></head></html>";
            Some(gateway::answer(504, page, in_json))
        }
        Fault::GatewayJson(body) => Some(gateway::misleading(*body)),
        _ => None,
    }
}

/// Applies a fault to the response and the connection.
pub(crate) fn after(
    fault: &Fault,
    response: &Response,
    to: &mut impl Write,
) -> io::Result<ConnectionAction> {
    match fault {
        Fault::ResetBefore | Fault::ResetAfter => return Ok(ConnectionAction::Reset),
        Fault::ResetDuring => {
            half(response, to)?;
            // Gives the half that was sent time to arrive before the reset.
            thread::sleep(Duration::from_millis(50));
            return Ok(ConnectionAction::Reset);
        }
        Fault::HalfBody => {
            half(response, to)?;
            return Ok(ConnectionAction::Close);
        }
        Fault::Delay(time) => {
            thread::sleep(*time);
            response.write(to, false)?;
        }
        Fault::GzipBomb => {
            let mut response = response.clone().with("Content-Encoding", "gzip");
            response.body = bomb::gzip();
            response.write(to, false)?;
        }
        Fault::EndlessBody => endless(response, to)?,
        _ => response.write(to, false)?,
    }
    Ok(ConnectionAction::KeepOpen)
}

fn half(response: &Response, to: &mut impl Write) -> io::Result<()> {
    let body = &response.body;
    to.write_all(response.head(Some(body.len())).as_bytes())?;
    to.write_all(&body[..body.len() / 2])?;
    to.flush()
}

/// Writes until the client closes the connection.
fn endless(response: &Response, to: &mut impl Write) -> io::Result<()> {
    to.write_all(response.head(None).as_bytes())?;
    let spaces = vec![b' '; 1 << 16];
    loop {
        to.write_all(&spaces)?;
        // Over TLS only the flush fails when nobody reads any more.
        to.flush()?;
    }
}
