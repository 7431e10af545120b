//! Special:ListUsers, where tools look for an account if the API is off.

use super::page;
use crate::{
    api_value::{escape, escape_attribute},
    call::Call,
    http::Response,
    name,
    rights::groups,
    state::Account,
    time::english,
};

/// The number of accounts listed by default.
const USUAL: usize = 50;

/// Lists the accounts from a name on, sorted by name (`UsersPager`).
pub(super) fn list(call: &Call<'_>) -> Response {
    let parameter = |name| call.request.parameter(name).unwrap_or_default();
    let from = name::title(parameter("username"), call.wiki).unwrap_or_default();
    let limit = parameter("limit").parse().unwrap_or(USUAL);
    let mut found: Vec<_> = call
        .state
        .accounts
        .iter()
        .filter(|account| account.name >= from)
        .collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found.truncate(limit);
    let items: String = found.iter().map(|account| item(call, account)).collect();
    let list = if items.is_empty() {
        "<p>No user found.\n</p>".to_owned()
    } else {
        format!("<ul>{items}</ul>")
    };
    let form = format!(
        "<form id=\"mw-listusers-form\" action=\"{}\" method=\"get\"><input name=\"username\" value=\"{}\" /></form>",
        call.article("Special:ListUsers"),
        escape_attribute(&from),
    );
    page(call, "User list", &format!("{form}\n{list}"))
}

fn item(call: &Call<'_>, account: &Account) -> String {
    let profile = &call.wiki.profile;
    let name = escape(&account.name);
    let query = format!("User:{}", account.name.replace(' ', "_"));
    let link = escape_attribute(&call.article_with(&query, "action=edit&redlink=1"));
    let shown = if profile.names_in_bdi {
        format!("<bdi>{name}</bdi>")
    } else {
        name.clone()
    };
    let groups: Vec<_> = groups(call.wiki, Some(&account.name))
        .iter()
        .filter(|group| !["*", "user", "autoconfirmed"].contains(group))
        .copied()
        .collect();
    let groups = if groups.is_empty() {
        String::new()
    } else {
        format!(" ({})", groups.join(", "))
    };
    format!(
        "<li><a href=\"{link}\" class=\"{}\" title=\"User:{} (page does not exist)\">{shown}</a>{groups} (Created on {})</li>",
        profile.user_link_class,
        escape_attribute(&account.name),
        english(account.registered),
    )
}
