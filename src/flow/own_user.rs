//! Reading what a wiki shows of its caller: the account, the rights and the limits (`meta=userinfo`).

use std::time::Duration;

use serde_json::Value;

use super::{Flow, Poll, detect, who_am_i};
use crate::{
    CreatorLimits, Error, RateLimit, Reason, Session, SharedAccounts, User,
    flow::refusal,
    http::{Reply, Request},
    mediawiki::{api_response::text, unreadable},
};

/// A flow that reads the logged-in user, as [`Wiki::user`](crate::Wiki::user) does.
#[derive(Debug, Clone, Default)]
pub struct ReadUser(Option<Result<User, Error>>);

/// A flow that reads the limits of the caller, as
/// [`Wiki::creator_limits`](crate::Wiki::creator_limits) does.
#[derive(Debug, Clone, Default)]
pub struct ReadCreatorLimits(Option<Result<CreatorLimits, Error>>);

/// The provider of a directory of accounts that is the wiki's own.
const OWN_DIRECTORY: &str = "local";

/// Returns the result of a flow that has ended, or of one that needs no request.
fn ended<T: Clone>(
    done: &Option<Result<T, Error>>,
    session: &Session,
    without_api: impl FnOnce(&Session) -> Result<T, Error>,
) -> Option<Result<T, Error>> {
    if done.is_some() {
        return done.clone();
    }
    if let Err(error) = session.ensure_no_login_pending() {
        return Some(Err(error));
    }
    session.facts.api_off.then(|| without_api(session))
}

fn request(session: &Session, query: &[(&str, &str)]) -> Request {
    let mut parameters = vec![("action", "query"), ("format", "json")];
    parameters.extend(query);
    parameters.extend(session.assert_query());
    Request::get(&session.api, &parameters)
}

/// Returns the members of `query`; `None` if there is no API, or if it shows nothing to this caller.
fn query(session: &Session, reply: Reply) -> Result<Option<Value>, Error> {
    if let Reply::Got(response) = &reply
        && unreadable::lacks_api(response)
    {
        return Ok(None);
    }
    let answer = detect::api_response(reply)?;
    match answer.error() {
        Some(error) if error.code == "readapidenied" && session.creator.is_none() => Ok(None),
        Some(error) => Err(detect::query_error(error)),
        None => {
            let query = answer.get("query");
            match who_am_i::is_creator(session, &query["userinfo"]) {
                true => Ok(Some(query.clone())),
                false => Err(refusal::session_lost(None)),
            }
        }
    }
}

/// Returns the user as the login has shown it. Fails if nobody is logged in.
fn user_of_login(session: &Session) -> Result<User, Error> {
    let name = session.creator().map(str::to_owned);
    let name = name.or_else(|| session.server_user.clone());
    Ok(User {
        name: name.ok_or_else(nobody)?,
        id: None,
        email: None,
        email_confirmed: None,
        real_name: None,
    })
}

fn nobody() -> Error {
    Error::new(
        Reason::InvalidArgument,
        "nobody is logged in, so there is no user to show; log in first",
    )
}

/// Reads `userinfo` with the e-mail address and the real name. The address is there for callers with
/// the right `viewmyprivateinfo` only (1.22 and later).
fn user(userinfo: &Value) -> Result<User, Error> {
    let name = who_am_i::user(userinfo).ok_or_else(nobody)?;
    let email = text(userinfo, "email");
    let email_confirmed = email
        .as_ref()
        .map(|_| userinfo.get("emailauthenticated").is_some());
    Ok(User {
        name,
        id: userinfo["id"].as_u64(),
        email,
        email_confirmed,
        real_name: text(userinfo, "realname"),
    })
}

fn limits_of_login(session: &Session) -> CreatorLimits {
    CreatorLimits {
        user: session.creator().map(str::to_owned),
        ..CreatorLimits::default()
    }
}

fn limits(query: &Value) -> CreatorLimits {
    let userinfo = &query["userinfo"];
    let shown = userinfo.get("ratelimits");
    let mut limits = CreatorLimits {
        user: who_am_i::user(userinfo),
        groups: texts(&userinfo["groups"]),
        rights: texts(&userinfo["rights"]),
        rate_limits: shown.map(|limits| rate_limits(&limits["createaccount"])),
        is_throttled: None,
        shared_accounts: shared_accounts(query),
    };
    if limits.has_right("noratelimit") == Some(true) {
        limits.is_throttled = Some(false);
    }
    limits
}

fn texts(list: &Value) -> Option<Vec<String>> {
    let texts = list.as_array()?.iter();
    Some(texts.filter_map(Value::as_str).map(str::to_owned).collect())
}

/// Reads the limits of an action, by the caller's categories.
fn rate_limits(action: &Value) -> Vec<RateLimit> {
    let categories = action.as_object().into_iter().flatten();
    let limits = categories.filter_map(|(_, limit)| {
        Some(RateLimit {
            count: limit["hits"].as_u64()?,
            period: Duration::from_secs(limit["seconds"].as_u64()?),
        })
    });
    limits.collect()
}

fn shared_accounts(query: &Value) -> Option<SharedAccounts> {
    let provider = text(&query["general"], "centralidlookupprovider")?;
    let id = query["userinfo"]["centralids"][&provider].as_u64();
    (provider != OWN_DIRECTORY).then_some(SharedAccounts {
        provider,
        user_id: id.filter(|id| *id != 0),
    })
}

impl Flow for ReadUser {
    type Output = User;

    fn poll(&self, session: &Session) -> Poll<User> {
        match ended(&self.0, session, user_of_login) {
            Some(ended) => Poll::Step(ended),
            None => Poll::Send(request(
                session,
                &[("meta", "userinfo"), ("uiprop", "email|realname")],
            )),
        }
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        self.0 = Some(match query(session, reply) {
            Ok(Some(query)) => user(&query["userinfo"]),
            Ok(None) => user_of_login(session),
            Err(error) => Err(error),
        });
    }
}

impl Flow for ReadCreatorLimits {
    type Output = CreatorLimits;

    fn poll(&self, session: &Session) -> Poll<CreatorLimits> {
        match ended(&self.0, session, |session| Ok(limits_of_login(session))) {
            Some(ended) => Poll::Step(ended),
            None => Poll::Send(request(
                session,
                &[
                    ("meta", "siteinfo|userinfo"),
                    ("siprop", "general"),
                    ("uiprop", "groups|rights|ratelimits|centralids"),
                ],
            )),
        }
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        self.0 = Some(match query(session, reply) {
            Ok(Some(query)) => Ok(limits(&query)),
            Ok(None) => Ok(limits_of_login(session)),
            Err(error) => Err(error),
        });
    }
}
