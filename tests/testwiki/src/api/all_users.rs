//! `list=allusers`.

use super::{
    ModuleResult, continuation::Continuation, limit::limit, query::central_ids, unrecognised,
};
use crate::{
    api_value::{ApiValue, Map, texts},
    call::Call,
    profile::Profile,
    rights::{groups, implicit_groups, rights},
    state::Account,
    time::iso,
};

const MODULE: &str = "allusers";

/// Adds the accounts, in the order of their names, and returns where the list goes on.
pub(super) fn all_users(
    call: &mut Call<'_>,
    answer: &mut ModuleResult,
    body: &mut Map,
) -> Option<Continuation> {
    let limit = limit(call, answer, MODULE, "aulimit");
    let accounts = selected(call, answer);
    let props = props(call, answer);
    let shown = accounts.iter().take(limit);
    let list = shown.map(|account| describe(call, account, &props).into());
    body.set(MODULE, ApiValue::List("u", false, list.collect()));
    accounts.get(limit).map(|next| Continuation {
        module: MODULE,
        parameter: "aufrom",
        value: next.name.clone(),
    })
}

fn props(call: &mut Call<'_>, answer: &mut ModuleResult) -> Vec<String> {
    let profile = &call.wiki.profile;
    let known = [
        ("blockinfo", true),
        ("groups", true),
        ("editcount", true),
        ("registration", true),
        ("rights", profile.lists_have_rights),
        ("implicitgroups", profile.lists_have_implicit_groups),
        ("centralids", profile.central_ids),
    ];
    let is_known = |prop: &String| known.contains(&(prop.as_str(), true));
    let (good, bad): (Vec<_>, Vec<_>) = call.multi("auprop").into_iter().partition(is_known);
    if !bad.is_empty() {
        answer.warn(MODULE, unrecognised(call, "value", Some("auprop"), &bad));
    }
    good
}

/// Returns the accounts within the bounds and in the groups that the request names.
fn selected(call: &mut Call<'_>, answer: &mut ModuleResult) -> Vec<Account> {
    let as_given = call.wiki.profile.list_names_as_given;
    let key = |name: String| key(&name, as_given);
    let from = call.get("aufrom").map(key);
    let to = call.get("auto").map(key);
    let prefix = call.get("auprefix").map(key);
    let descending = call.get("audir").as_deref() == Some("descending");
    let wanted = known_groups(call, answer, "augroup");
    let excluded = known_groups(call, answer, "auexcludegroup");
    // Nobody edits these wikis.
    let edited = call.has("auwitheditsonly") || call.has("auactiveusers");
    let (low, high) = if descending {
        (&to, &from)
    } else {
        (&from, &to)
    };
    let is_in = |account: &Account, names: &[String]| {
        let groups = groups(call.wiki, Some(&account.name));
        names.iter().any(|name| groups.contains(&name.as_str()))
    };
    let mut accounts: Vec<_> = call
        .state
        .accounts
        .iter()
        .filter(|account| low.as_ref().is_none_or(|low| account.name >= *low))
        .filter(|account| high.as_ref().is_none_or(|high| account.name <= *high))
        .filter(|account| {
            prefix
                .as_ref()
                .is_none_or(|start| account.name.starts_with(start))
        })
        .filter(|account| wanted.is_empty() || is_in(account, &wanted))
        .filter(|account| !is_in(account, &excluded) && !edited)
        .cloned()
        .collect();
    accounts.sort_by(|one, other| one.name.cmp(&other.name));
    if descending {
        accounts.reverse();
    }
    accounts
}

/// Returns the groups that a parameter names, and warns of those that the wiki does not have.
fn known_groups(call: &mut Call<'_>, answer: &mut ModuleResult, name: &str) -> Vec<String> {
    let own = ["bot", "bureaucrat", "interface-admin", "suppress", "sysop"];
    let is_known = |group: &String| own.contains(&group.as_str());
    let (good, bad): (Vec<_>, Vec<_>) = call.multi(name).into_iter().partition(is_known);
    if !bad.is_empty() {
        answer.warn(MODULE, unrecognised(call, "value", Some(name), &bad));
    }
    good
}

/// Returns the id of a user as this list and `list=logevents` print it.
pub(super) fn list_id(profile: &Profile, id: i64) -> ApiValue {
    match profile.list_ids_are_texts {
        true => id.to_string().into(),
        false => id.into(),
    }
}

/// Returns the beginning of a name as the database has it, except for its first letter if that stays as given.
fn key(name: &str, as_given: bool) -> String {
    let name = name.replace('_', " ");
    if as_given {
        return name;
    }
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

fn describe(call: &Call<'_>, account: &Account, props: &[String]) -> Map {
    let profile = &call.wiki.profile;
    let shows = |prop: &str| props.iter().any(|known| known == prop);
    let mut map = Map::new();
    if profile.all_users_have_ids {
        map.set("userid", list_id(profile, account.id));
    }
    map.set("name", account.name.as_str());
    if shows("centralids") {
        map.extend(central_ids(call, Some(account)));
    }
    if shows("editcount") {
        map.set("editcount", 0);
    }
    if shows("registration") {
        map.set("registration", iso(account.registered));
    }
    let all = groups(call.wiki, Some(&account.name));
    let implicit = implicit_groups();
    let explicit = all.iter().filter(|group| !implicit.contains(group));
    if shows("groups") {
        let first = implicit.iter().filter(|_| profile.lists_have_rights);
        map.set("groups", texts("g", first.chain(explicit).copied()));
    }
    if shows("implicitgroups") {
        map.set("implicitgroups", texts("g", implicit.iter().copied()));
    }
    if shows("rights") {
        let rights = rights(call.wiki, call.state.private, Some(&account.name));
        map.set("rights", texts("r", rights));
    }
    map
}
