//! The user whom a sign-up or login form has logged in, read from the cookies.

use url::{Url, form_urlencoded};

use crate::http::{Response, cookies::SetCookie, origin};

/// A user who is logged in.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct LoggedInUser {
    pub name: String,
    pub id: Option<u64>,
}

impl LoggedInUser {
    /// Reads the user from the cookies of a response: `<prefix>UserName` and `<prefix>UserID` on
    /// every release (1.8 to 1.45). The values are form-encoded.
    pub fn in_cookies(response: &Response) -> Option<Self> {
        Some(Self {
            name: cookie(response, "UserName")?,
            id: cookie(response, "UserID").and_then(|id| id.parse().ok()),
        })
    }
}

/// Returns the value of the cookie whose name has this suffix, unless it is being deleted.
fn cookie(response: &Response, suffix: &str) -> Option<String> {
    let sets_value = |set: &SetCookie<'_>| {
        set.name.ends_with(suffix)
            && !set.deletes
            && !set.value.is_empty()
            && set.value != "deleted"
    };
    let set = SetCookie::all(response).rfind(sets_value)?;
    let pair = format!("v={}", set.value);
    let decoded = form_urlencoded::parse(pair.as_bytes()).next();
    decoded.map(|(_, value)| value.into_owned())
}

/// Returns whether the wiki, which responded at `from`, redirects a new user to itself to check
/// whether cookies are enabled (`wpCookieCheck`).
pub(crate) fn is_cookie_check(from: &Url, response: &Response) -> bool {
    let target = response.header("location").map(|target| from.join(target));
    target.is_some_and(|target| {
        target.is_ok_and(|target| {
            origin::is_same_or_upgraded(from, &target)
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
    fn the_user_is_read_from_cookies() {
        let found = |lines: &[&str]| {
            let headers = lines.iter();
            let headers = headers.map(|line| ("Set-Cookie".to_owned(), (*line).to_owned()));
            LoggedInUser::in_cookies(&Response::new(200, headers.collect(), Vec::new()))
        };
        let zoe = found(&[
            "wiki_session=x; path=/",
            "wikiUserID=12; path=/; httponly",
            "wikiUserName=Zo%C3%AB+Example%26Co; path=/",
        ]);
        let name = "Zoë Example&Co".to_owned();
        assert_eq!(zoe, Some(LoggedInUser { name, id: Some(12) }));
        assert_eq!(
            found(&["wikiUserName=deleted; Max-Age=0", "nonsense", "=x"]),
            None
        );
        assert_eq!(found(&["wikiUserID=3"]), None);
    }
}
