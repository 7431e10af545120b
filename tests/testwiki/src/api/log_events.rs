//! `list=logevents`: the log of new users, the only one of these wikis.

use super::{
    ApiError, ModuleResult, all_users::list_id, continuation::Continuation, limit::limit,
    unrecognised,
};
use crate::{
    api_value::{ApiValue, Map},
    blocks::ADDRESS,
    call::Call,
    name,
    state::{Account, LogAction},
    time::{compact, iso},
};

const MODULE: &str = "logevents";
/// The log of new users, and others that every release has.
const NEW_USERS: &str = "newusers";
pub(super) const TYPES: &[&str] = &[
    NEW_USERS, "block", "protect", "rights", "delete", "upload", "move", "import", "patrol",
    "merge", "suppress",
];
const PROPS: &[&str] = &[
    "ids",
    "title",
    "type",
    "user",
    "timestamp",
    "comment",
    "details",
];
/// The same from 1.17 on.
const NEWER_PROPS: &[&str] = &["userid", "parsedcomment", "tags"];

/// An entry of the log.
struct Entry {
    id: i64,
    action: &'static str,
    /// The user who created the account, or `None` for a visitor who had the password mailed.
    user: Option<String>,
    account: Account,
}

/// Adds the entries, the latest first, and returns where the list goes on.
pub(super) fn log_events(
    call: &mut Call<'_>,
    answer: &mut ModuleResult,
    body: &mut Map,
) -> Result<Option<Continuation>, ApiError> {
    let limit = limit(call, answer, MODULE, "lelimit");
    let props = props(call, answer);
    let entries = selected(call)?;
    let shown = entries.iter().take(limit);
    let list = shown.map(|entry| describe(call, entry, &props).into());
    body.set(MODULE, ApiValue::List("item", false, list.collect()));
    let by_id = call.wiki.profile.log_continues_by_id;
    Ok(entries.get(limit).map(|next| match by_id {
        true => Continuation {
            module: MODULE,
            parameter: "lecontinue",
            value: format!("{}|{}", compact(next.account.registered), next.id),
        },
        false => Continuation {
            module: MODULE,
            parameter: "lestart",
            value: iso(next.account.registered),
        },
    }))
}

fn props(call: &mut Call<'_>, answer: &mut ModuleResult) -> Vec<String> {
    if !call.has("leprop") {
        return PROPS.iter().map(|prop| (*prop).to_owned()).collect();
    }
    let newer = call.wiki.profile.lists_have_rights;
    let is_known = |prop: &String| {
        PROPS.contains(&prop.as_str()) || (newer && NEWER_PROPS.contains(&prop.as_str()))
    };
    let (good, bad): (Vec<_>, Vec<_>) = call.multi("leprop").into_iter().partition(is_known);
    if !bad.is_empty() {
        answer.warn(MODULE, unrecognised(call, "value", Some("leprop"), &bad));
    }
    good
}

/// Returns all entries, in their order.
fn all(call: &Call<'_>) -> Vec<Entry> {
    // The creation of the main page is the first entry, in a log that is not emulated.
    let mut id = i64::from(call.wiki.profile.page_creations_logged);
    let mut entries = Vec::new();
    for account in &call.state.accounts {
        let by_mail_is_own = call.wiki.profile.by_mail_logged;
        let action = match account.log_action {
            LogAction::Installed => continue,
            LogAction::Create => "create",
            LogAction::ByEmail if by_mail_is_own => "byemail",
            LogAction::ByEmail | LogAction::Create2 => "create2",
        };
        id += 1;
        let user = match account.log_action {
            LogAction::Create => Some(account.name.clone()),
            _ => account.creator.clone(),
        };
        entries.push(Entry {
            id,
            action,
            user,
            account: account.clone(),
        });
    }
    entries
}

/// Returns the entries that the request asks for, in its order.
fn selected(call: &mut Call<'_>) -> Result<Vec<Entry>, ApiError> {
    let action = action(call)?;
    let kind = call.get("letype").filter(|_| action.is_none());
    if let Some(kind) = kind.as_ref().filter(|kind| !TYPES.contains(&kind.as_str())) {
        return Err(unknown(call, "letype", kind));
    }
    let user = call.get("leuser");
    if let Some(user) = &user
        && call.state.account(user).is_none()
        && call.wiki.profile.log_needs_user
    {
        let info = format!("User name {user} not found");
        return Err(ApiError::new("param_user", info));
    }
    let title = match call.get("letitle") {
        Some(title) => Some(title_of(call, &title)?),
        None => None,
    };
    let newer_first = call.get("ledir").as_deref() != Some("newer");
    let digits = |text: String| {
        text.chars()
            .filter(char::is_ascii_digit)
            .collect::<String>()
    };
    let (start, end) = (
        call.get("lestart").map(digits),
        call.get("leend").map(digits),
    );
    let (low, high) = if newer_first {
        (end, start)
    } else {
        (start, end)
    };
    let from = call.get("lecontinue");
    let from = from.and_then(|from| from.split_once('|')?.1.parse::<i64>().ok());
    let mut entries = all(call);
    entries.retain(|entry| {
        let time = compact(entry.account.registered);
        let by = entry.user.as_deref().unwrap_or(ADDRESS);
        let is_page = |title: &String| *title == format!("User:{}", entry.account.name);
        low.as_ref().is_none_or(|low| time >= *low)
            && high.as_ref().is_none_or(|high| time <= *high)
            && kind.as_ref().is_none_or(|kind| kind == NEW_USERS)
            && action.as_ref().is_none_or(|action| action == entry.action)
            && user.as_ref().is_none_or(|user| user == by)
            && title.as_ref().is_none_or(is_page)
            && from.is_none_or(|from| {
                if newer_first {
                    entry.id <= from
                } else {
                    entry.id >= from
                }
            })
    });
    if newer_first {
        entries.reverse();
    }
    Ok(entries)
}

/// Returns the action that `leaction` asks for, `newusers/create` and the like. Those of other logs have no entries.
fn action(call: &mut Call<'_>) -> Result<Option<String>, ApiError> {
    if !call.wiki.profile.lists_have_rights {
        return Ok(None);
    }
    let Some(given) = call.get("leaction") else {
        return Ok(None);
    };
    let known = ["newusers", "create", "create2", "byemail", "autocreate"];
    match given.split_once('/') {
        Some((NEW_USERS, action)) if known.contains(&action) => Ok(Some(action.to_owned())),
        Some((kind, _)) if kind != NEW_USERS && TYPES.contains(&kind) => Ok(Some(String::new())),
        _ => Err(unknown(call, "leaction", &given)),
    }
}

/// Returns a title as the wiki spells it.
fn title_of(call: &Call<'_>, title: &str) -> Result<String, ApiError> {
    let bare = title.strip_prefix("User:").unwrap_or(title);
    let spelt = name::title(bare, call.wiki);
    let prefix = if bare.len() < title.len() {
        "User:"
    } else {
        ""
    };
    spelt
        .map(|spelt| format!("{prefix}{spelt}"))
        .ok_or_else(|| {
            let text = match call.wiki.profile.error_formats {
                true => format!("Bad title \"{title}\"."),
                false => format!("Bad title value '{title}'"),
            };
            let code = match call.wiki.profile.error_formats {
                true => "invalidtitle",
                false => "param_title",
            };
            ApiError::new(code, text)
        })
}

fn unknown(call: &Call<'_>, name: &str, value: &str) -> ApiError {
    let info = match call.wiki.profile.error_formats {
        true => format!("Unrecognized value for parameter \"{name}\": {value}."),
        false => format!("Unrecognized value for parameter '{name}': {value}"),
    };
    // leaction is checked by the module, and not with the others.
    let code = match call.wiki.profile.param_validator && name != "leaction" {
        true => "badvalue".to_owned(),
        false => format!("unknown_{name}"),
    };
    ApiError::new(code, info)
}

fn describe(call: &Call<'_>, entry: &Entry, props: &[String]) -> Map {
    let profile = &call.wiki.profile;
    let shows = |prop: &str| props.iter().any(|known| known == prop);
    let mut map = Map::new();
    if shows("ids") {
        map.set("logid", entry.id);
    }
    if shows("title") {
        map.set("ns", 2);
        map.set("title", format!("User:{}", entry.account.name));
    }
    if shows("ids") {
        map.set("pageid", 0);
        if profile.log_has_page {
            map.set("logpage", 0);
        }
    }
    if shows("details") {
        let id = entry.account.id;
        match (profile.log_params_apart, profile.log_params_named) {
            (true, _) => map.set("params", Map::new().with("userid", id)),
            (false, true) => map.set("userid", id),
            (false, false) => map.set("0", ApiValue::Item("param", id.to_string())),
        }
    }
    if shows("type") {
        map.set("type", NEW_USERS);
        map.set("action", entry.action);
    }
    let (name, id) = match &entry.user {
        Some(user) => (
            user.as_str(),
            call.state.account(user).map_or(0, |it| it.id),
        ),
        None => (ADDRESS, 0),
    };
    if shows("user") {
        map.set("user", name);
    }
    if shows("userid") {
        map.set("userid", list_id(profile, id));
    }
    if (shows("user") || shows("userid")) && entry.user.is_none() {
        map.set("anon", ApiValue::Flag(true));
    }
    if shows("timestamp") {
        map.set("timestamp", iso(entry.account.registered));
    }
    for prop in ["comment", "parsedcomment"] {
        if shows(prop) {
            map.set(prop, entry.account.reason.as_str());
        }
    }
    if shows("tags") {
        map.set("tags", ApiValue::List("tag", false, Vec::new()));
    }
    map
}
