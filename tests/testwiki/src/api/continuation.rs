//! How `query` tells that a list goes on, and where a client continues it.

use crate::{api_value::Map, call::Call};

/// A list that goes on: its module, the parameter that continues it, and that parameter's value.
pub(super) struct Continuation {
    pub module: &'static str,
    pub parameter: &'static str,
    pub value: String,
}

/// Returns true if the client gets continuations as `continue`, and not as `query-continue`: by its parameter
/// `continue` from 1.21 on, and from 1.26 on unless it sends `rawcontinue`.
pub(super) fn is_standard(call: &mut Call<'_>) -> bool {
    let (asked, raw) = (call.has("continue"), call.has("rawcontinue"));
    let profile = &call.wiki.profile;
    match profile.continues_by_default {
        true => !raw,
        false => asked && profile.continue_parameter,
    }
}

/// Returns the modules that have given all to a client that continues a request, as its `continue` lists them.
pub(super) fn finished(call: &mut Call<'_>) -> Vec<String> {
    if !is_standard(call) {
        return Vec::new();
    }
    let value = call.get("continue").unwrap_or_default();
    let listed = value.split_once("||").map_or("", |(_, listed)| listed);
    let names = listed.split('|').filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// Adds the continuations of a request for `modules` to its answer.
pub(super) fn add(
    call: &mut Call<'_>,
    all: Vec<Continuation>,
    modules: &[String],
    answer: &mut Map,
) {
    if all.is_empty() {
        return;
    }
    let mut map = Map::new();
    if !is_standard(call) {
        for it in all {
            map.set(it.module, Map::new().with(it.parameter, it.value));
        }
        answer.set("query-continue", map);
        return;
    }
    let goes_on = |module: &str| all.iter().any(|it| it.module == module);
    let done: Vec<&str> = modules
        .iter()
        .map(String::as_str)
        .filter(|it| !goes_on(it))
        .collect();
    let done = format!("-||{}", done.join("|"));
    for it in all {
        map.set(it.parameter, it.value);
    }
    answer.set("continue", map.with("continue", done));
}
