//! `list=users`.

use super::{ApiError, ModuleResult, query::central_ids, unrecognised};
use crate::{
    api_value::{ApiValue, Map},
    call::Call,
    message::Message,
    name,
    time::iso,
};

pub(super) const PROPS: &[&str] = &[
    "blockinfo",
    "groups",
    "implicitgroups",
    "rights",
    "editcount",
    "registration",
    "emailable",
    "gender",
    "centralids",
];

/// The number of values that a parameter takes, and from callers with `apihighlimits`.
const MOST: usize = 50;
const HIGH_MOST: usize = 500;

/// Returns the values of a parameter, or those that are not too many.
fn few(
    call: &mut Call<'_>,
    answer: &mut ModuleResult,
    name: &str,
) -> Result<Vec<String>, ApiError> {
    let mut values = call.multi(name);
    let most = match call.has_right("apihighlimits") {
        true => HIGH_MOST,
        false => MOST,
    };
    if values.len() <= most {
        return Ok(values);
    }
    let text = format!("Too many values supplied for parameter '{name}': the limit is {most}");
    let profile = &call.wiki.profile;
    if profile.param_validator {
        let text =
            format!("Too many values supplied for parameter \"{name}\". The limit is {most}.");
        return Err(ApiError::new("toomanyvalues", text));
    }
    if profile.too_many_values_refused {
        return Err(ApiError::new(
            format!("too-many-{name}"),
            format!("{text}."),
        ));
    }
    answer.warn("users", text);
    values.truncate(most);
    Ok(values)
}

pub(super) fn users(
    call: &mut Call<'_>,
    answer: &mut ModuleResult,
    body: &mut Map,
) -> Result<(), ApiError> {
    let profile = &call.wiki.profile;
    let names = few(call, answer, "ususers")?;
    let (props, bad): (Vec<_>, Vec<_>) = call.multi("usprop").into_iter().partition(|prop| {
        PROPS.contains(&prop.as_str()) || (prop == "cancreate" && profile.users_cancreate)
    });
    if !bad.is_empty() {
        answer.warn("users", unrecognised(call, "value", Some("usprop"), &bad));
    }
    let shows = |prop: &str| props.iter().any(|known| known == prop);
    // Invalid names come first, as MediaWiki sorts them out before it queries the database.
    let mut list = Vec::new();
    let mut asked = Vec::new();
    for name in names {
        let title = name::canonical(&name, call.wiki).filter(|title| name::is_valid(title));
        match title {
            Some(title) if !asked.contains(&title) => asked.push(title),
            Some(_) => {}
            None if profile.users_reject_bad_names => {
                let info = format!("Invalid value '{name}' for user parameter ususers");
                return Err(ApiError::new("usbaduser_ususers", info));
            }
            None => list.push(
                Map::new()
                    .with("name", name)
                    .with("invalid", ApiValue::Flag(true))
                    .into(),
            ),
        }
    }
    for name in asked {
        let mut map = Map::new();
        if let Some(account) = call.state.account(&name) {
            if profile.users_have_ids {
                map.set("userid", account.id);
            }
            map.set("name", name);
            if shows("registration") {
                map.set("registration", iso(account.registered));
            }
            if shows("centralids") && profile.central_ids {
                map.extend(central_ids(call, Some(account)));
            }
        } else {
            let refusal = if name::is_creatable(&name, profile) {
                call.name_refusal(&name)
            } else {
                Some(Message::new("noname"))
            };
            map.set("name", name);
            map.set("missing", ApiValue::Flag(true));
            if shows("cancreate") {
                map.set("cancreate", ApiValue::Flag(refusal.is_none()));
                if let Some(refusal) = refusal {
                    let error = Map::new()
                        .with("message", refusal.key.as_str())
                        .with("params", refusal.raw_params())
                        .with("code", refusal.code(profile))
                        .with("type", "error");
                    map.set(
                        "cancreateerror",
                        ApiValue::List("error", false, vec![error.into()]),
                    );
                }
            }
        }
        list.push(map.into());
    }
    body.set("users", ApiValue::List("user", false, list));
    Ok(())
}
