//! Detecting a wiki's dialect with one GET, which also returns everything that a creation or login
//! needs next. Creation, login, probe and offered fields share it. Capabilities decide, never a
//! version number.

use super::refusal;
use crate::{
    Dialect, Error, Format, Purpose, Reason, Secret, Session,
    http::{Reply, Request},
    mediawiki::{
        api_response::{ApiError, ApiResponse, text},
        auth_request::AuthRequests,
        unreadable,
    },
    reason::Phase,
};

/// The result of the detecting GET.
#[derive(Debug)]
pub(super) enum DetectedApi {
    /// AuthManager (1.27 and later).
    AuthManager,
    /// An API without AuthManager. The token request of a legacy creation shows whether it has the
    /// legacy module.
    LegacyApi,
    /// No API that creates accounts: an old one, or one that cannot be used because of this error.
    /// The sign-up form remains.
    WebForm(Option<Error>),
}

impl DetectedApi {
    /// Returns the dialect to ask in, for flows that only read.
    pub fn dialect(&self) -> Dialect {
        match self {
            Self::AuthManager => Dialect::AuthManager,
            Self::LegacyApi => Dialect::LegacyApi,
            Self::WebForm(_) => Dialect::WebForm,
        }
    }
}

/// Returns the detecting GET of a creation.
///
/// It asks only for `meta=authmanagerinfo|tokens`: a private wiki would refuse siteinfo or
/// `continue` (1.27 and later). `curtimestamp`, the wiki's own time, exists from 1.24 on.
/// `errorformat` exists from 1.29 on, so a warning about it identifies 1.27 and 1.28.
pub(super) fn request(session: &Session) -> Request {
    let mut query = vec![
        ("type", "createaccount"),
        ("amirequestsfor", "create"),
        ("curtimestamp", "1"),
    ];
    query.extend(session.assert_query());
    detection_request(session, &query).purpose(Purpose::Detect)
}

/// Returns the detecting GET of a login.
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

/// Reads the reply to [`request`] and keeps token and requests in the session.
pub(super) fn read(session: &mut Session, reply: Reply) -> Result<DetectedApi, Error> {
    let may_fall_back = !session.dialect_is_chosen;
    let answer = match read_detection(session, reply, may_fall_back) {
        Err(error) if may_fall_back && is_of_failed_module(&error) => {
            session.facts.create_account_page = true;
            return Ok(DetectedApi::WebForm(Some(error)));
        }
        detected => detected?,
    };
    let answer = match answer {
        Ok(answer) => answer,
        Err(_) if !may_fall_back => return Ok(DetectedApi::LegacyApi),
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

/// Returns whether `authmanagerinfo` itself fails, at every request: 1.27 and later throw at a field
/// without a label, as an extension may have one. The form shows such a field.
fn is_of_failed_module(error: &Error) -> bool {
    let code = error.code.as_deref().unwrap_or_default();
    code.starts_with("internal_api_error") && error.reason == Reason::Busy
}

/// The requests and the token of a login to a wiki with AuthManager.
#[derive(Debug)]
pub(super) struct LoginOffer {
    pub requests: AuthRequests,
    pub token: Secret,
    /// `false` if the server itself determines the user (`canauthenticatenow`), so that nobody can
    /// log in.
    pub can_log_in: bool,
}

/// Reads the reply to [`login_request`]. Returns what the wiki asks of a login, or the API that it
/// has instead of AuthManager.
pub(super) fn read_login(
    session: &mut Session,
    reply: Reply,
) -> Result<Result<LoginOffer, DetectedApi>, Error> {
    let answer = match read_detection(session, reply, true)? {
        Ok(answer) => answer,
        Err(other) => return Ok(Err(other)),
    };
    let requests = requests(session, &answer)?;
    let query = answer.get("query");
    let token = text(&query["tokens"], "logintoken").ok_or_else(no_token)?;
    Ok(Ok(LoginOffer {
        requests,
        token: token.into(),
        can_log_in: query["authmanagerinfo"]["canauthenticatenow"] != false,
    }))
}

/// Returns the response of a wiki with AuthManager, or the API that it has instead.
fn read_detection(
    session: &mut Session,
    reply: Reply,
    may_fall_back: bool,
) -> Result<Result<ApiResponse, DetectedApi>, Error> {
    // A reply from a search that found no wiki identifies no dialect. A missing API is not recorded
    // as the dialect either, until the form is seen: a front end may block the API for a moment
    // only.
    if let Reply::Got(response) = &reply
        && session.is_api_found()
        && may_fall_back
        && session.facts.auth_manager != Some(true)
        && unreadable::lacks_api(response)
    {
        session.facts.api_off = true;
        return Ok(Err(DetectedApi::WebForm(api_response(reply).err())));
    }
    let answer = api_response(reply)?;
    session.record_time(&answer);
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

/// Determines the API of a wiki without `authmanagerinfo`. Only the errors of an API that is too
/// old or private mean that; any other error is a modern wiki's own, such as a ConfirmEdit without
/// images, which makes the whole query fail.
///
/// 1.21 is the first release whose API creates accounts. Older ones warn of unknown values, but not of
/// unknown parameters. If they are private, their error has no warnings, unlike that of 1.21 to 1.26
/// (ApiMain; recorded on 1.16 to 1.26).
fn without_auth_manager(answer: &ApiResponse) -> Result<DetectedApi, Error> {
    const OLD: [&str; 3] = ["unknown_meta", "unknown_action", "readapidenied"];
    match answer.error() {
        Some(error) if !OLD.contains(&error.code.as_str()) => Err(query_error(error)),
        Some(_) if !answer.warns_of("query") => Ok(DetectedApi::WebForm(None)),
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
            "the wiki asks for more fields than this library accepts",
        )
    })
}

/// Returns the GET for the token alone (1.27 and later). Asking for `authmanagerinfo` would replace
/// the captcha.
pub(super) fn token_request(session: &Session) -> Request {
    let mut query = vec![
        ("action", "query"),
        ("meta", "tokens"),
        ("type", "createaccount"),
        ("curtimestamp", "1"),
        ("format", "json"),
        ("formatversion", "2"),
    ];
    query.extend(session.assert_query());
    Request::get(&session.api, &query).purpose(Purpose::Token)
}

/// Reads the token into the session.
pub(super) fn read_token(session: &mut Session, reply: Reply) -> Result<(), Error> {
    let answer = api_response(reply)?;
    session.record_time(&answer);
    if let Some(error) = answer.error() {
        return Err(query_error(error));
    }
    let token = text(&answer.get("query")["tokens"], "createaccounttoken");
    session.create_token = Some(token.ok_or_else(no_token)?.into());
    Ok(())
}

/// Reads the response to a request for JSON.
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
        "the wiki returned no token; its cookies may be blocked or its sessions broken",
    )
}

/// Returns the error of a query that the wiki refused.
pub(super) fn query_error(error: ApiError) -> Error {
    let reason = Reason::classify(Dialect::AuthManager, Phase::Query, &error.code);
    if reason == Reason::SessionLost {
        return refusal::session_lost(Some(error.code));
    }
    let message = format!("the wiki could not report what it requires: {}", error.info);
    Error {
        retry_after: error.retry_after,
        ..Error::new(reason, message).with_code(error.code)
    }
}
