//! Which protocol a wiki speaks: found out by one GET, which brings all that a creation or a
//! login needs, and which creation, login, probe and the offered fields share. Capabilities
//! decide, never a version number.

use super::refusal;
use crate::{
    Dialect, Error, Format, Purpose, Reason, Secret, Session,
    http::{Reply, Request},
    mediawiki::{
        api_response::{self, ApiError, ApiResponse, text},
        auth_request::AuthRequests,
    },
    reason::Phase,
};

/// What the detecting GET found.
#[derive(Debug)]
pub(super) enum DetectedApi {
    /// AuthManager (1.27 and later).
    AuthManager,
    /// An API without AuthManager. Whether it has the legacy module shows with the token
    /// request that a legacy creation needs anyway.
    LegacyApi,
    /// No API that creates accounts, so that the sign-up form is left: an old API, or one that
    /// cannot be reached, and why.
    WebForm(Option<Error>),
}

/// Returns the GET for a creation.
///
/// It asks for `meta=authmanagerinfo|tokens` and nothing else: with siteinfo or `continue` a
/// private wiki would refuse it (1.27 and later). `errorformat` is known from 1.29
/// on, and its being unknown tells 1.27 and 1.28 apart.
pub(super) fn request(session: &Session) -> Request {
    let mut query = vec![("type", "createaccount"), ("amirequestsfor", "create")];
    query.extend(session.assert_query());
    detection_request(session, &query).purpose(Purpose::Detect)
}

/// Returns the GET for a login.
pub(super) fn login_request(session: &Session) -> Request {
    detection_request(session, &[("type", "login"), ("amirequestsfor", "login")])
        .purpose(Purpose::LogIn)
}

fn detection_request(session: &Session, about: &[(&str, &str)]) -> Request {
    let mut query = vec![("action", "query"), ("meta", "authmanagerinfo|tokens")];
    query.extend(about);
    query.extend([
        ("errorformat", "bc"),
        ("format", "json"),
        ("formatversion", "2"),
    ]);
    Request::get(&session.api, &query)
}

/// Reads the reply to [`request`]; token and requests go into the session.
pub(super) fn read(session: &mut Session, reply: Reply) -> Result<DetectedApi, Error> {
    let answer = match read_detection(session, reply)? {
        Ok(answer) => answer,
        Err(other) => return Ok(other),
    };
    let query = answer.get("query");
    let requests = requests(session, &answer)?;
    let mut fields = requests.visible_fields().into_iter();
    session.facts.takes_email = fields.any(|field| field.name == "email");
    session.facts.create_account_page = true;
    session.auth_requests = Some(requests);
    session.create_token = text(&query["tokens"], "createaccounttoken").map(Secret::new);
    if session.create_token.is_none() {
        return Err(no_token());
    }
    session.facts.dialect.get_or_insert(Dialect::AuthManager);
    Ok(DetectedApi::AuthManager)
}

/// Reads the reply to [`login_request`]: what the wiki asks of those who log in and the token
/// for it, or what there is instead of AuthManager.
pub(super) fn read_login(
    session: &mut Session,
    reply: Reply,
) -> Result<Result<(AuthRequests, Secret), DetectedApi>, Error> {
    let answer = match read_detection(session, reply)? {
        Ok(answer) => answer,
        Err(other) => return Ok(Err(other)),
    };
    let requests = requests(session, &answer)?;
    let token = text(&answer.get("query")["tokens"], "logintoken").ok_or_else(no_token)?;
    Ok(Ok((requests, token.into())))
}

/// The answer of a wiki with AuthManager, or what there is instead.
fn read_detection(
    session: &mut Session,
    reply: Reply,
) -> Result<Result<ApiResponse, DetectedApi>, Error> {
    // A reply that came from nowhere, since no wiki is found, tells nothing of a wiki. The
    // dialect is known only when the form is seen: a front end may be in the way of the API for
    // a moment.
    if let Reply::Got(response) = &reply
        && session.is_found()
        && !session.dialect_is_chosen
        && api_response::lacks_api(response)
    {
        session.facts.api_off = true;
        return Ok(Err(DetectedApi::WebForm(api_response(reply).err())));
    }
    let answer = api_response(reply)?;
    session.facts.api_off = false;
    let has_auth_manager = answer.get("query")["authmanagerinfo"].is_object();
    if has_auth_manager {
        session.facts.auth_manager = Some(true);
        session.facts.codes_only_raw = answer.warnings().contains("errorformat");
        return Ok(Ok(answer));
    }
    let other = without_auth_manager(&answer)?;
    session.facts.auth_manager = Some(false);
    session.facts.dialect.get_or_insert(match other {
        DetectedApi::WebForm(_) => Dialect::WebForm,
        DetectedApi::LegacyApi | DetectedApi::AuthManager => Dialect::LegacyApi,
    });
    Ok(Err(other))
}

/// An error other than those of an API too old or too private to know
/// `authmanagerinfo` is a modern wiki's own trouble: a ConfirmEdit without images
/// makes the whole query fail, for one.
///
/// From 1.21 on the API warns of parameters that it does not know (ApiMain), and 1.21 is the
/// first release that creates accounts: one that warns of values alone is older.
fn without_auth_manager(answer: &ApiResponse) -> Result<DetectedApi, Error> {
    const OLD: [&str; 3] = ["unknown_meta", "unknown_action", "readapidenied"];
    match answer.error() {
        Some(error) if !OLD.contains(&error.code.as_str()) => Err(query_error(error)),
        None if answer.warns_of("query") && !answer.warns_of("main") => {
            Ok(DetectedApi::WebForm(None))
        }
        _ => Ok(DetectedApi::LegacyApi),
    }
}

fn requests(session: &Session, answer: &ApiResponse) -> Result<AuthRequests, Error> {
    let info = &answer.get("query")["authmanagerinfo"];
    AuthRequests::read(info, &session.api).ok_or_else(|| {
        Error::new(
            Reason::Protocol,
            "the wiki asks for more fields than any form has",
        )
    })
}

/// Returns the GET for the token alone (1.27 and later): what the wiki asks would bring
/// another captcha.
pub(super) fn token_request(session: &Session) -> Request {
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
pub(super) fn read_token(session: &mut Session, reply: Reply) -> Result<(), Error> {
    let answer = api_response(reply)?;
    if let Some(error) = answer.error() {
        return Err(query_error(error));
    }
    let token = text(&answer.get("query")["tokens"], "createaccounttoken");
    session.create_token = Some(token.ok_or_else(no_token)?.into());
    Ok(())
}

/// Reads the answer of an API asked for JSON.
pub(super) fn api_response(reply: Reply) -> Result<ApiResponse, Error> {
    match reply {
        Reply::Got(response) => {
            ApiResponse::read(&response, Format::Json).map_err(|unreadable| unreadable.error)
        }
        Reply::NotSent(error) | Reply::Lost(error) => Err(error.into()),
    }
}

fn no_token() -> Error {
    Error::new(
        Reason::Protocol,
        "the wiki gave no token; its cookies may be refused or its sessions broken",
    )
}

fn query_error(error: ApiError) -> Error {
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
