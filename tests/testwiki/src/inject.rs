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

/// Returns the answer of a server or gateway that a fault has instead of the wiki's. `in_json` lets it be JSON of
/// a gateway's own.
pub(crate) fn gateway_answer(fault: &Fault, in_json: bool) -> Option<Response> {
    let answer = |status, page| gateway::answer(status, page, in_json);
    Some(match fault {
        Fault::RetryLater(status, seconds) => {
            let page = "<!DOCTYPE html><title>Error</title><h1>Please try again later.</h1>";
            answer(*status, page).with("Retry-After", seconds.to_string())
        }
        Fault::ServerError => {
            let page = "<!DOCTYPE html>\n<html><head><title>Internal error - LabWiki</title></head>\
                        <body><h1>Internal error</h1><p>PHP Fatal error: Allowed memory size exhausted</p></body></html>";
            answer(500, page)
        }
        Fault::BadGateway => {
            let page = "<html><head><title>502 Bad Gateway</title></head></html>";
            answer(502, page)
        }
        Fault::Challenge => {
            let page = "<!DOCTYPE html><html><head><title>Just a moment...</title></head><body>\
                        <noscript>Enable JavaScript and cookies to continue</noscript></body></html>";
            answer(403, page)
                .with("Server", "cloudflare")
                .with("cf-mitigated", "challenge")
        }
        Fault::Firewall => {
            let page = "<head><title>Not Acceptable!</title></head><body><h1>Not Acceptable!</h1>\
                        <p>The firewall of this server did not accept the request.</p></body></html>";
            answer(406, page)
        }
        Fault::RobotPolicy => {
            let text = "Automated clients need a user agent with a contact address.\n";
            Response::new(403, "text/plain; charset=utf-8", text)
        }
        Fault::GatewayTimeout => {
            let page = "<html><head><title>504 Gateway Time-out</title></head></html>";
            answer(504, page)
        }
        Fault::GatewayJson(body) => gateway::misleading(*body),
        _ => return None,
    })
}

/// Returns true if the request is executed although a gateway answers it.
pub(crate) fn is_executed(fault: &Fault) -> bool {
    matches!(fault, Fault::GatewayTimeout | Fault::GatewayJson(_))
}

/// Applies a fault before the request is executed: changes the wiki's state, or returns a response instead of
/// the wiki's.
pub(crate) fn before(fault: &Fault, state: &mut State, in_json: bool) -> Option<Response> {
    match fault {
        Fault::ResetBefore => return Some(Response::html(200, "")),
        Fault::MaxLag(seconds) => {
            state.databases.lag = i64::from(*seconds);
            state.databases.lag_refuses_all = true;
        }
        Fault::ReadOnly => {
            let reason = "The databases are being looked after".to_owned();
            state.databases.lock = Some((reason, u64::MAX));
        }
        Fault::RateLimited => state.databases.refuses_posts = true,
        Fault::SessionLost => state.sessions.clear(),
        Fault::TokenExpired => state.forget_tokens(),
        Fault::CaptchaExpired => {
            let sessions = state.sessions.values_mut();
            sessions.for_each(|session| session.captchas.clear());
        }
        _ if is_executed(fault) => {}
        _ => return gateway_answer(fault, in_json),
    }
    None
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
