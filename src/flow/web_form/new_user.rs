//! The user whom a sign-up form has logged in, as the cookies say.

use url::form_urlencoded;

use crate::{
    Session,
    wire::{Response, origin},
};

/// A new user.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct NewUser {
    pub name: String,
    pub id: Option<u64>,
}

impl NewUser {
    /// The user in the cookies of a response: `<prefix>UserName` and `<prefix>UserID` on every
    /// release (1.8 to 1.45), values encoded as in a form.
    pub fn in_cookies(response: &Response) -> Option<Self> {
        Some(Self {
            name: cookie(response, "UserName")?,
            id: cookie(response, "UserID").and_then(|id| id.parse().ok()),
        })
    }
}

/// The value of the cookie whose name ends so, unless it is being deleted.
fn cookie(response: &Response, ending: &str) -> Option<String> {
    let values = response.headers_named("set-cookie").filter_map(|line| {
        let (name, value) = line.split(';').next()?.split_once('=')?;
        let value = value.trim();
        (name.trim().ends_with(ending) && !value.is_empty() && value != "deleted").then_some(value)
    });
    let value = values.last()?;
    let pair = format!("v={value}");
    let decoded = form_urlencoded::parse(pair.as_bytes()).next();
    decoded.map(|(_, value)| value.into_owned())
}

/// Whether the wiki sends a new user on to itself, to see whether the cookies were kept.
pub(super) fn is_cookie_check(session: &Session, response: &Response) -> bool {
    let from = session.answered_from();
    let target = response.header("location").map(|target| from.join(target));
    target.is_some_and(|target| {
        target.is_ok_and(|target| {
            origin::is_same_party(from, &target)
                && target
                    .query_pairs()
                    .any(|(name, value)| name == "wpCookieCheck" && value == "new")
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_was_logged_in() {
        let found = |lines: &[&str]| {
            let headers = lines.iter();
            NewUser::in_cookies(&Response {
                status: 200,
                headers: headers
                    .map(|line| ("Set-Cookie".to_owned(), (*line).to_owned()))
                    .collect(),
                body: Vec::new(),
            })
        };
        let zoe = found(&[
            "wiki_session=x; path=/",
            "wikiUserID=12; path=/; httponly",
            "wikiUserName=Zo%C3%AB+Example%26Co; path=/",
        ]);
        let name = "Zoë Example&Co".to_owned();
        assert_eq!(zoe, Some(NewUser { name, id: Some(12) }));
        assert_eq!(
            found(&["wikiUserName=deleted; Max-Age=0", "nonsense", "=x"]),
            None
        );
        assert_eq!(found(&["wikiUserID=3"]), None);
    }
}
