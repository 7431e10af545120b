//! `action=query`: its modules, and the rights they require.

use super::{
    ApiError, ModuleResult, Outcome, all_users::all_users, check_asserts, check_lag, continuation,
    log_events::log_events, messages, read_denied, siteinfo, unrecognised, users,
};
use crate::{
    api_value::{ApiValue, Map},
    auth::{
        auth_request::{self, MessageFormat},
        token,
    },
    call::Call,
    rights,
    setting::Setting,
    time::iso,
};

/// Parameters of `query` itself.
const OWN: &[&str] = &[
    "prop",
    "indexpageids",
    "export",
    "exportnowrap",
    "iwurl",
    "continue",
    "rawcontinue",
    "titles",
    "pageids",
    "revids",
    "redirects",
    "converttitles",
    "generator",
];

pub(super) fn query(call: &mut Call<'_>, early: &mut Map) -> Outcome {
    for name in OWN {
        call.get(name);
    }
    let metas = known(call, early, "meta", &modules(call, "meta"));
    let lists = known(call, early, "list", &modules(call, "list"));
    if !call.has_right("read") && !served_on_private_wikis(call, &metas, &lists) {
        return Err(read_denied(call));
    }
    check_lag(call)?;
    check_asserts(call)?;
    let mut answer = ModuleResult::default();
    let mut body = Map::new();
    let modules: Vec<String> = lists.iter().chain(&metas).cloned().collect();
    let finished = continuation::finished(call);
    let goes_on = |module: &&String| !finished.contains(module);
    for meta in metas.iter().filter(goes_on) {
        match meta.as_str() {
            "siteinfo" => siteinfo::siteinfo(call, &mut answer, &mut body),
            "userinfo" => userinfo(call, &mut answer, &mut body),
            "tokens" => tokens(call, &mut answer, &mut body),
            "authmanagerinfo" => auth_manager_info(call, &mut body)?,
            _ => messages::allmessages(call, &mut body),
        }
    }
    let mut continued = Vec::new();
    for list in lists.iter().filter(goes_on) {
        match list.as_str() {
            "users" => users::users(call, &mut answer, &mut body)?,
            "allusers" => continued.extend(all_users(call, &mut answer, &mut body)),
            _ => continued.extend(log_events(call, &mut answer, &mut body)?),
        }
    }
    if call.wiki.profile.batch_complete && continuation::is_standard(call) {
        answer.body.set("batchcomplete", ApiValue::Flag(true));
    }
    if !answer.limits.is_empty() {
        let limits = std::mem::take(&mut answer.limits);
        answer.body.set("limits", limits);
    }
    continuation::add(call, continued, &modules, &mut answer.body);
    if !body.is_empty() {
        answer.body.set("query", body);
    }
    Ok(answer)
}

/// Returns the submodules in a group, which is the parameter for them.
pub(super) fn modules(call: &Call<'_>, group: &str) -> Vec<&'static str> {
    let profile = &call.wiki.profile;
    [
        ("meta", "allmessages", true),
        ("meta", "authmanagerinfo", profile.auth_manager),
        ("meta", "siteinfo", true),
        ("meta", "tokens", profile.meta_tokens),
        ("meta", "userinfo", true),
        ("list", "allusers", true),
        ("list", "logevents", true),
        ("list", "users", true),
    ]
    .into_iter()
    .filter(|(of, _, there)| *of == group && *there)
    .map(|(_, name, _)| name)
    .collect()
}

/// Returns the known values of a parameter, and warns of the others.
fn known(call: &mut Call<'_>, warnings: &mut Map, name: &str, all: &[&str]) -> Vec<String> {
    let (good, bad): (Vec<_>, Vec<_>) = call
        .multi(name)
        .into_iter()
        .partition(|value| all.contains(&value.as_str()));
    if !bad.is_empty() {
        let text = unrecognised(call, "value", Some(name), &bad);
        warnings.set("query", Map::content("warnings", text));
    }
    good
}

/// Returns true for what a private wiki serves to visitors from 1.27 on: the modules needed to create an
/// account.
fn served_on_private_wikis(call: &Call<'_>, metas: &[String], lists: &[String]) -> bool {
    let profile = &call.wiki.profile;
    let public = |meta: &String| matches!(meta.as_str(), "tokens" | "authmanagerinfo");
    let alone = metas.iter().all(public) && !metas.is_empty() && lists.is_empty();
    let allowed = ["rawcontinue", "indexpageids"];
    let further = call
        .request
        .parameters()
        .any(|(name, _)| OWN.contains(&name.as_str()) && !allowed.contains(&name.as_str()));
    profile.private_auth_info && alone && !(further && profile.private_auth_info_strict)
}

fn tokens(call: &mut Call<'_>, answer: &mut ModuleResult, body: &mut Map) {
    let mut types = call.multi("type");
    if types.is_empty() {
        types.push("csrf".to_owned());
    }
    let mut map = Map::new();
    let mut bad = Vec::new();
    for kind in types {
        match kind.as_str() {
            "createaccount" | "login" if call.wiki.profile.tokens_for_login => {
                let token = token::fetch(call, &kind);
                map.set(format!("{kind}token"), token);
            }
            "csrf" | "patrol" | "rollback" | "userrights" | "watch" => {
                let token = if call.user.is_some() {
                    token::fetch(call, &kind)
                } else {
                    "+\\".to_owned()
                };
                map.set(format!("{kind}token"), token);
            }
            _ => bad.push(kind),
        }
    }
    if !bad.is_empty() {
        answer.warn("tokens", unrecognised(call, "value", Some("type"), &bad));
    }
    body.set("tokens", map);
}

fn auth_manager_info(call: &mut Call<'_>, body: &mut Map) -> Result<(), ApiError> {
    let wanted = call.get("amirequestsfor");
    if call.wiki.has(Setting::NewSignupPage) && wanted.as_deref() == Some("create") {
        let info = "[W0rld] Exception caught: ApiAuthManagerHelper::formatMessage(): Argument #3 ($message) must be of type Message, null given";
        return Err(ApiError::new("internal_api_error_TypeError", info));
    }
    let merged = call.has("amimergerequestfields");
    let texts = MessageFormat::of(call.get("amimessageformat").as_deref());
    let operation = call.has("amisecuritysensitiveoperation");
    let can_log_in = !call.by_token && !call.wiki.has(Setting::RemoteUser);
    let mut map = Map::new()
        .with("canauthenticatenow", ApiValue::Flag(can_log_in))
        .with("cancreateaccounts", ApiValue::Flag(true))
        .with("canlinkaccounts", ApiValue::Flag(false));
    if operation {
        map.set("securitysensitiveoperationstatus", "ok");
    }
    if let Some(action) = wanted {
        let offers = match action.as_str() {
            "create" => auth_request::for_creation(call),
            "login" => auth_request::for_login(call),
            "create-continue" | "login-continue" | "link" | "link-continue" | "change"
            | "remove" | "unlink" => Vec::new(),
            _ => {
                let info = format!("Unrecognized value for parameter 'amirequestsfor': {action}");
                return Err(ApiError::new("unknown_amirequestsfor", info));
            }
        };
        let preserved = call.session().and_then(|session| session.preserved.clone());
        // The name that the test provider preserved is used by a creation only.
        let useful = preserved.is_some() && action == "create";
        map.set("haspreservedstate", ApiValue::Flag(useful));
        map.set("hasprimarypreservedstate", ApiValue::Flag(useful));
        map.set("preservedusername", preserved.unwrap_or_default());
        map.extend(auth_request::print(
            &offers,
            texts,
            merged,
            &call.wiki.profile,
        ));
    }
    body.set("authmanagerinfo", map);
    Ok(())
}

fn userinfo(call: &mut Call<'_>, answer: &mut ModuleResult, body: &mut Map) {
    let props = call.multi("uiprop");
    let realname = call.wiki.profile.userinfo_realname;
    let untold = call.wiki.has(Setting::Hidden);
    let mut bad = Vec::new();
    let account = call
        .user
        .as_ref()
        .and_then(|name| call.state.account(name))
        .cloned();
    let blocked = [Setting::Blocked, Setting::TwoBlocks, Setting::PartialBlock];
    let blocked = blocked.into_iter().any(|setting| call.wiki.has(setting));
    let blocked = blocked || (call.wiki.has(Setting::AnonymousBlock) && account.is_none());
    let sees_private = !call.wiki.profile.private_info_right || call.has_right("viewmyprivateinfo");
    let mut map = Map::new();
    match &account {
        Some(account) => {
            map.set("id", account.id);
            map.set("name", account.name.as_str());
        }
        None => {
            map.set("id", 0);
            map.set("name", "127.0.0.1");
            map.set("anon", ApiValue::Flag(true));
        }
    }
    let user = account.as_ref().map(|account| account.name.as_str());
    let of = |field: fn(&crate::Account) -> &String| {
        account
            .as_ref()
            .map_or(String::new(), |account| field(account).clone())
    };
    for prop in &props {
        match prop.as_str() {
            "groups" => map.set(
                "groups",
                crate::api_value::texts("g", rights::groups(call.wiki, user).iter().copied()),
            ),
            "rights" => map.set(
                "rights",
                crate::api_value::texts("r", rights::rights(call.wiki, call.state.private, user)),
            ),
            "realname" if realname && untold => {}
            "realname" if realname => map.set("realname", of(|account| &account.real_name)),
            "email" if !sees_private => {}
            "email" => {
                map.set("email", of(|account| &account.email));
                let confirmed = account.as_ref().and_then(|account| account.email_confirmed);
                if let Some(confirmed) = confirmed {
                    map.set("emailauthenticated", iso(confirmed));
                }
            }
            "ratelimits" => map.set("ratelimits", rate_limits(call)),
            "centralids" if call.wiki.profile.central_ids => {
                map.extend(central_ids(call, account.as_ref()));
            }
            "blockinfo" if blocked && call.wiki.profile.block_codes => {
                let two = call.wiki.has(Setting::TwoBlocks) && call.wiki.profile.blocks_merged;
                let partial = call.wiki.has(Setting::PartialBlock);
                map.extend(block_info(two, partial));
            }
            "blockinfo" | "hasmsg" | "options" | "editcount" | "acceptlang" => {}
            _ => bad.push(prop.clone()),
        }
    }
    if !bad.is_empty() {
        answer.warn(
            "userinfo",
            unrecognised(call, "value", Some("uiprop"), &bad),
        );
    }
    body.set("userinfo", map);
}

/// Returns the limits of the caller: that of edits, which core has for visitors and new users, and that of
/// creations.
fn rate_limits(call: &Call<'_>) -> Map {
    let mut map = Map::new();
    if call.has_right("noratelimit") {
        return map;
    }
    let limit = |count: i64, seconds: i64| Map::new().with("hits", count).with("seconds", seconds);
    let category = match call.user {
        Some(_) => "user",
        None => "ip",
    };
    if !call.has_right("autoconfirmed") {
        map.set("edit", Map::new().with("ip", limit(8, 60)));
    }
    if let Some(rate) = call.wiki.creation_rate {
        let limit = limit(rate.count.into(), rate.seconds as i64);
        map.set("createaccount", Map::new().with(category, limit));
    }
    map
}

/// Returns the ids of an account in each directory of accounts, or those of nobody.
pub(super) fn central_ids(call: &Call<'_>, account: Option<&crate::Account>) -> Map {
    let id = account.map_or(0, |account| account.id);
    let mut ids = Map::new();
    let mut attached = Map::new();
    if call.wiki.has(Setting::CentralAuth) {
        let central = if id == 0 { 0 } else { id + 1000 };
        ids.set("CentralAuth", central);
        attached.set("CentralAuth", ApiValue::Flag(id != 0));
    }
    ids.set("local", id);
    attached.set("local", ApiValue::Flag(id != 0));
    Map::new()
        .with("centralids", ids)
        .with("attachedlocal", attached)
}

/// Returns the members of `userinfo` that describe the caller's block, or two as one.
fn block_info(two: bool, partial: bool) -> Map {
    let (id, by, by_id, reason) = if two {
        let reason = "There are multiple blocks against your account and/or IP address";
        (ApiValue::Null, "", 0, reason)
    } else {
        (ApiValue::Number(1), "Admin", 1, "Blocked in the lab")
    };
    Map::new()
        .with("blockid", id)
        .with("blockedby", by)
        .with("blockedbyid", by_id)
        .with("blockreason", reason)
        .with("blockedtimestamp", iso(0))
        .with("blockexpiry", "infinite")
        .with("blockpartial", ApiValue::Flag(partial))
        .with("blocknocreate", ApiValue::Flag(true))
        .with("blockanononly", ApiValue::Flag(false))
}
