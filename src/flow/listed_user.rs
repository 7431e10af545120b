//! A user in an answer of `list=users`, with `usprop=cancreate` (1.28 and later).

use serde_json::Value;

use crate::{
    Dialect, Reason, Refused,
    flow::refusal,
    mediawiki::{
        api_response::{items, text},
        message,
    },
};

/// The meaning of a user for whoever wants to create an account of this name.
#[derive(Debug)]
pub(super) enum ListedUser {
    /// There is an account.
    Exists,
    /// The name is no user name.
    Invalid(Refused),
    /// There is no account.
    Missing {
        /// `true` if the wiki would accept the name.
        can_create: bool,
        /// The refusal of the name.
        refusal: Option<Refused>,
        /// The refusal of the caller.
        caller_refusal: Option<Refused>,
    },
}

impl ListedUser {
    /// Reads an item of `users`; `None` if it is none.
    pub fn read(dialect: Dialect, user: &Value) -> Option<Self> {
        if user.get("invalid").is_some() {
            return Some(Self::Invalid(invalid_name(dialect)));
        }
        if user.get("missing").is_none() {
            return user.get("name").map(|_| Self::Exists);
        }
        let errors = items(&user["cancreateerror"]);
        let errors = errors.iter().map(|error| refusal_of(dialect, error));
        let (of_caller, of_name): (Vec<_>, Vec<_>) =
            errors.partition(|refused| refusal::concerns_caller(refused.reason));
        Some(Self::Missing {
            can_create: is_set(user, "cancreate"),
            refusal: of_name.into_iter().next(),
            caller_refusal: of_caller.into_iter().next(),
        })
    }
}

/// Returns the refusal of a name that is no user name.
pub(super) fn invalid_name(dialect: Dialect) -> Refused {
    let message = "the wiki does not accept this user name";
    refusal::refused(dialect, "invaliduser", message.to_owned())
}

/// Returns the refusal of a name that has an account.
pub(super) fn name_taken(dialect: Dialect) -> Refused {
    refusal::refused(dialect, "userexists", "the name is taken".to_owned())
}

/// Returns whether a Boolean member is true: it is present without `formatversion`.
pub(super) fn is_set(value: &Value, key: &str) -> bool {
    value.get(key).is_some_and(|value| value != false)
}

/// Returns the refusal for a `cancreateerror`, an error in the format of before 1.29: its message's
/// key and parameters. AntiSpoof's conflict has no key of its own, and its text is in the
/// parameters.
fn refusal_of(dialect: Dialect, error: &Value) -> Refused {
    let key = text(error, "message").unwrap_or_default();
    let params: Vec<String> = items(&error["params"])
        .iter()
        .map(message::param_to_text)
        .collect();
    let message = message::from_key(&key, &params);
    let has_text = message.is_some();
    let code = text(error, "code").unwrap_or(key);
    let message = message.unwrap_or_else(|| match params.join(", ") {
        known if known.is_empty() => String::new(),
        known => format!("the wiki refused with the code \"{code}\" ({known})"),
    });
    let mut refused = refusal::refused(dialect, &code, message);
    if has_text && refused.reason == Reason::RefusedByExtension {
        // A provider's test of the name (`testUserForCreation`) gave the text.
        refused.reason = Reason::NameInvalid;
    }
    refused
}
