//! The one GET that finds out what a wiki speaks and brings all that a creation needs.

use super::refusal;
use crate::{
    Error, Reason, Secret, Session,
    offer::Offer,
    reason::{Dialect, Phase},
    wire::{
        Format, Purpose, Reply, Request, Response,
        answer::{Answer, ApiError, text},
    },
};

/// What the GET told.
pub(crate) enum Told {
    /// AuthManager is there; token and offer are in the session.
    AuthManager,
    /// An API without AuthManager.
    NoAuthManager,
}

impl Told {
    /// The dialect to go on in. Whether the legacy module is there shows with the token
    /// request that a legacy creation needs anyway.
    pub fn dialect(self) -> Dialect {
        match self {
            Self::AuthManager => Dialect::AuthManager,
            Self::NoAuthManager => Dialect::LegacyApi,
        }
    }
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
    let (response, answer) = answer(reply)?;
    session.facts.api_off = false;
    let query = answer.get("query");
    let info = &query["authmanagerinfo"];
    if !info.is_object() {
        return no_auth_manager(&answer, &response);
    }
    session.facts.codes_only_raw = answer.warnings().contains("errorformat");
    let offer = Offer::read(info, &session.api).ok_or_else(too_many_fields)?;
    session.facts.takes_email = offer.shown().iter().any(|field| field.name == "email");
    session.facts.create_account_page = true;
    session.offer = Some(offer);
    session.create_token = text(&query["tokens"], "createaccounttoken").map(Secret::new);
    match session.create_token {
        Some(_) => Ok(Told::AuthManager),
        None => Err(no_token()),
    }
}

/// The token alone (1.27 and later): the offer would bring another captcha.
pub(crate) fn token_request(session: &Session) -> Request {
    let mut query = vec![
        ("action", "query"),
        ("meta", "tokens"),
        ("type", "createaccount"),
        ("format", "json"),
        ("formatversion", "2"),
    ];
    query.extend(session.assert_query());
    Request::get(&session.api, &query).purpose(Purpose::Token)
}

/// Reads the token into the session.
pub(crate) fn read_token(session: &mut Session, reply: Reply) -> Result<(), Error> {
    let (response, answer) = answer(reply)?;
    if let Some(error) = answer.error(&response) {
        return Err(failed(error));
    }
    let token = text(&answer.get("query")["tokens"], "createaccounttoken");
    session.create_token = Some(token.ok_or_else(no_token)?.into());
    Ok(())
}

/// Who the wiki takes this caller for.
pub(crate) fn who_am_i(session: &Session) -> Request {
    let query = [
        ("action", "query"),
        ("meta", "userinfo"),
        ("format", "json"),
    ];
    Request::get(&session.api, &query).purpose(Purpose::LogIn)
}

/// What a wiki asks of those who log in, and the token for it (1.27 and later).
pub(crate) fn login_request(session: &Session) -> Request {
    let query = [
        ("action", "query"),
        ("meta", "authmanagerinfo|tokens"),
        ("type", "login"),
        ("amirequestsfor", "login"),
        ("errorformat", "bc"),
        ("format", "json"),
        ("formatversion", "2"),
    ];
    Request::get(&session.api, &query).purpose(Purpose::LogIn)
}

/// The offer and the token; `None` where there is no AuthManager.
pub(crate) fn read_login(
    session: &mut Session,
    reply: Reply,
) -> Result<Option<(Offer, Secret)>, Error> {
    let (response, answer) = answer(reply)?;
    let query = answer.get("query");
    let info = &query["authmanagerinfo"];
    if !info.is_object() {
        no_auth_manager(&answer, &response)?;
        return Ok(None);
    }
    session.facts.codes_only_raw = answer.warnings().contains("errorformat");
    let offer = Offer::read(info, &session.api).ok_or_else(too_many_fields)?;
    let token = text(&query["tokens"], "logintoken").ok_or_else(no_token)?;
    Ok(Some((offer, token.into())))
}

pub(crate) fn answer(reply: Reply) -> Result<(Response, Answer), Error> {
    match reply {
        Reply::Got(response) => {
            let answer = Answer::read(&response, Format::Json).map_err(|no| no.error)?;
            Ok((response, answer))
        }
        Reply::NotSent(fault) | Reply::Lost(fault) => Err(fault.into()),
    }
}

fn too_many_fields() -> Error {
    Error::new(
        Reason::Protocol,
        "the wiki asks for more fields than any form has",
    )
}

fn no_token() -> Error {
    Error::new(
        Reason::Protocol,
        "the wiki gave no token; its cookies may be refused or its sessions broken",
    )
}

/// An error other than those of an API too old or too private to know
/// `authmanagerinfo` is a modern wiki's own trouble: a ConfirmEdit without images
/// makes the whole query fail, for one.
fn no_auth_manager(answer: &Answer, response: &Response) -> Result<Told, Error> {
    const OLD: [&str; 3] = ["unknown_meta", "unknown_action", "readapidenied"];
    match answer.error(response) {
        Some(error) if !OLD.contains(&error.code.as_str()) => Err(failed(error)),
        _ => Ok(Told::NoAuthManager),
    }
}

fn failed(error: ApiError) -> Error {
    let reason = Reason::classify(Dialect::AuthManager, Phase::Query, &error.code);
    if reason == Reason::SessionLost {
        return refusal::session_lost(Some(error.code));
    }
    let message = format!("the wiki could not say what it asks: {}", error.info);
    Error {
        retry_after: error.retry_after,
        ..Error::new(reason, message).with_code(error.code)
    }
}
