//! The one GET that finds out what a wiki speaks and brings all that a creation needs.

use super::refusal;
use crate::{
    Error, Reason, Secret, Session,
    offer::Offer,
    reason::{Dialect, Phase},
    wire::{Format, Purpose, Reply, Request, Response, answer::Answer, answer::text},
};

/// What the GET told.
pub(crate) enum Told {
    /// AuthManager is there; token and offer are in the session.
    AuthManager,
    /// An API without AuthManager.
    NoAuthManager,
}

/// `meta=authmanagerinfo|tokens` and nothing else: with siteinfo or `continue` a
/// private wiki would refuse it (1.27 and later). `errorformat` is known from 1.29
/// on, and its being unknown tells 1.27 and 1.28 apart.
pub(crate) fn request(session: &Session) -> Request {
    let mut query = vec![
        ("action", "query"),
        ("meta", "authmanagerinfo|tokens"),
        ("type", "createaccount"),
        ("amirequestsfor", "create"),
        ("errorformat", "bc"),
        ("format", "json"),
        ("formatversion", "2"),
    ];
    query.extend(session.assert_query());
    Request::get(&session.api, &query).purpose(Purpose::Detect)
}

/// Reads the reply into the session.
pub(crate) fn read(session: &mut Session, reply: Reply) -> Result<Told, Error> {
    let response = match reply {
        Reply::Got(response) => response,
        Reply::NotSent(fault) | Reply::Lost(fault) => return Err(fault.into()),
    };
    let answer = Answer::read(&response, Format::Json).map_err(|no| no.error)?;
    let query = answer.get("query");
    let info = &query["authmanagerinfo"];
    if !info.is_object() {
        return no_auth_manager(&answer, &response);
    }
    session.facts.codes_only_raw = answer.warnings().contains("errorformat");
    let Some(offer) = Offer::read(info, &session.api) else {
        return Err(Error::new(
            Reason::Protocol,
            "the wiki asks for more fields than any sign-up form has",
        ));
    };
    session.facts.takes_email = offer.shown().iter().any(|field| field.name == "email");
    session.offer = Some(offer);
    session.create_token = text(&query["tokens"], "createaccounttoken").map(Secret::new);
    match session.create_token {
        Some(_) => Ok(Told::AuthManager),
        None => Err(Error::new(
            Reason::Protocol,
            "the wiki gave no token for creating accounts; its cookies may be refused or its sessions broken",
        )),
    }
}

/// An error other than those of an API too old or too private to know
/// `authmanagerinfo` is a modern wiki's own trouble: a ConfirmEdit without images
/// makes the whole query fail, for one.
fn no_auth_manager(answer: &Answer, response: &Response) -> Result<Told, Error> {
    const OLD: [&str; 3] = ["unknown_meta", "unknown_action", "readapidenied"];
    match answer.error(response) {
        Some(error) if !OLD.contains(&error.code.as_str()) => {
            let reason = Reason::classify(Dialect::AuthManager, Phase::Query, &error.code);
            if reason == Reason::SessionLost {
                return Err(refusal::session_lost(Some(error.code)));
            }
            let message = format!("the wiki could not say what it asks: {}", error.info);
            let mut failed = Error::new(reason, message).with_code(error.code);
            failed.retry_after = error.retry_after;
            Err(failed)
        }
        _ => Ok(Told::NoAuthManager),
    }
}
