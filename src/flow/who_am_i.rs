//! Asking the wiki who is logged in (`meta=userinfo`).

use serde_json::Value;

use crate::{
    Purpose, Session,
    http::Request,
    mediawiki::{api_response::text, username},
};

/// Returns the GET for `meta=userinfo`.
pub(super) fn request(session: &Session) -> Request {
    let query = [
        ("action", "query"),
        ("meta", "userinfo"),
        ("format", "json"),
    ];
    Request::get(&session.api, &query).purpose(Purpose::LogIn)
}

/// Returns the name in a `userinfo` member, or `None` if nobody is logged in.
pub(super) fn user(userinfo: &Value) -> Option<String> {
    text(userinfo, "name").filter(|name| !name.is_empty() && userinfo.get("anon").is_none())
}

/// Returns whether the session's creator is logged in. True if the session has no creator.
pub(super) fn is_creator(session: &Session, userinfo: &Value) -> bool {
    let Some(creator) = session.creator() else {
        return true;
    };
    user(userinfo).is_some_and(|user| username::possibly_same(&user, creator))
}
