//! `action=paraminfo` of the modules that clients look up before they use them, as far as they are emulated.

use super::{MODULES, query};
use crate::{
    api_value::{ApiValue, Map, texts},
    call::Call,
};

/// The values of a parameter.
enum Kind {
    Text,
    Integer,
    Flag,
    /// A number of entries: `aulimit` and the like.
    Limit,
    /// One or several of these values.
    OneOf(&'static [&'static str]),
    SomeOf(&'static [&'static str]),
    /// Several values of any form.
    Several,
    /// The modules of the API, or those of `query` in this group.
    Actions,
    Submodules(&'static str),
    Formats,
}

use Kind::*;

/// A module: its path, class, group and prefix, and its parameters.
type Module = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static [(&'static str, Kind)],
);

const ALL: &[Module] = &[
    (
        "main",
        "ApiMain",
        "",
        "",
        &[
            ("action", Actions),
            ("format", Formats),
            ("maxlag", Integer),
            ("smaxage", Integer),
            ("maxage", Integer),
            ("assert", OneOf(&["anon", "bot", "user"])),
            ("assertuser", Text),
            ("requestid", Text),
            ("servedby", Flag),
            ("curtimestamp", Flag),
            ("origin", Text),
            ("uselang", Text),
        ],
    ),
    (
        "query",
        "ApiQuery",
        "action",
        "",
        &[
            ("prop", Submodules("prop")),
            ("list", Submodules("list")),
            ("meta", Submodules("meta")),
            ("indexpageids", Flag),
            ("continue", Text),
            ("rawcontinue", Flag),
            ("titles", Several),
            ("generator", OneOf(&[])),
        ],
    ),
    (
        "paraminfo",
        "ApiParamInfo",
        "action",
        "",
        &[
            ("modules", Several),
            ("helpformat", OneOf(&["html", "none", "raw", "wikitext"])),
        ],
    ),
    (
        "query+allusers",
        "ApiQueryAllUsers",
        "list",
        "au",
        &[
            ("from", Text),
            ("to", Text),
            ("prefix", Text),
            ("dir", OneOf(&["ascending", "descending"])),
            ("group", Several),
            ("excludegroup", Several),
            (
                "prop",
                SomeOf(&[
                    "blockinfo",
                    "centralids",
                    "editcount",
                    "groups",
                    "implicitgroups",
                    "registration",
                    "rights",
                ]),
            ),
            ("limit", Limit),
            ("witheditsonly", Flag),
            ("activeusers", Flag),
        ],
    ),
    (
        "query+logevents",
        "ApiQueryLogEvents",
        "list",
        "le",
        &[
            (
                "prop",
                SomeOf(&[
                    "comment",
                    "details",
                    "ids",
                    "parsedcomment",
                    "tags",
                    "timestamp",
                    "title",
                    "type",
                    "user",
                    "userid",
                ]),
            ),
            ("type", OneOf(super::log_events::TYPES)),
            ("action", Text),
            ("start", Text),
            ("end", Text),
            ("dir", OneOf(&["newer", "older"])),
            ("user", Text),
            ("title", Text),
            ("limit", Limit),
            ("continue", Text),
        ],
    ),
    (
        "query+users",
        "ApiQueryUsers",
        "list",
        "us",
        &[("prop", SomeOf(super::users::PROPS)), ("users", Several)],
    ),
    (
        "query+tokens",
        "ApiQueryTokens",
        "meta",
        "",
        &[(
            "type",
            SomeOf(&[
                "createaccount",
                "csrf",
                "login",
                "patrol",
                "rollback",
                "userrights",
                "watch",
            ]),
        )],
    ),
    (
        "query+siteinfo",
        "ApiQuerySiteinfo",
        "meta",
        "si",
        &[(
            "prop",
            SomeOf(&["general", "namespacealiases", "namespaces"]),
        )],
    ),
    (
        "query+userinfo",
        "ApiQueryUserInfo",
        "meta",
        "ui",
        &[(
            "prop",
            SomeOf(&[
                "blockinfo",
                "centralids",
                "email",
                "groups",
                "hasmsg",
                "ratelimits",
                "realname",
                "rights",
            ]),
        )],
    ),
    (
        "query+authmanagerinfo",
        "ApiQueryAuthManagerInfo",
        "meta",
        "ami",
        &[
            ("securitysensitiveoperation", Text),
            ("requestsfor", Text),
            ("mergerequestfields", Flag),
            ("messageformat", OneOf(&["html", "none", "raw", "wikitext"])),
        ],
    ),
    (
        "login",
        "ApiLogin",
        "action",
        "lg",
        &[
            ("name", Text),
            ("password", Text),
            ("domain", Text),
            ("token", Text),
        ],
    ),
    (
        "clientlogin",
        "ApiClientLogin",
        "action",
        "login",
        &[
            ("requests", Several),
            ("messageformat", OneOf(&["html", "none", "raw", "wikitext"])),
            ("mergerequestfields", Flag),
            ("preservestate", Flag),
            ("returnurl", Text),
            ("continue", Flag),
            ("token", Text),
        ],
    ),
];

/// Describes the module with this path, if it is one of them.
pub(super) fn describe(call: &Call<'_>, path: &str) -> Option<Map> {
    let (_, class, group, prefix, parameters) = ALL.iter().find(|(known, ..)| *known == path)?;
    let name = path.rsplit('+').next().unwrap_or_default();
    let mut map = Map::new()
        .with("name", name)
        .with(
            "classname",
            format!("{}{class}", call.wiki.profile.api_namespace),
        )
        .with("path", path);
    if !group.is_empty() {
        map.set("group", *group);
    }
    map.set("prefix", *prefix);
    map.extend(super::paraminfo::source(call));
    map.set("helpurls", texts("helpurl", [""; 0]));
    let list = parameters.iter().enumerate();
    let list = list.map(|(index, (name, kind))| parameter(call, index, name, kind).into());
    map.set("parameters", ApiValue::List("param", false, list.collect()));
    Some(map)
}

fn parameter(call: &Call<'_>, index: usize, name: &str, kind: &Kind) -> Map {
    let mut map = Map::new();
    if call.wiki.profile.paraminfo_index {
        map.set("index", index as i64 + 1);
    }
    map.set("name", name);
    let values = |all: &[&'static str]| texts("t", all.iter().copied());
    match kind {
        Text | Several => map.set("type", "string"),
        Integer => map.set("type", "integer"),
        Flag => map.set("type", "boolean"),
        Limit => {
            map.set("type", "limit");
            map.set("default", 10);
            map.set("min", 1);
            map.set("max", 500);
            map.set("highmax", 5000);
        }
        OneOf(all) | SomeOf(all) => map.set("type", values(all)),
        Formats => {
            map.set("type", values(&["json", "xml"]));
            map.set("submodules", submodules(&["json", "xml"], ""));
        }
        Actions => {
            let all = actions(call);
            map.set("type", values(&all));
            map.set("submodules", submodules(&all, ""));
        }
        Submodules(group) => {
            let all = query::modules(call, group);
            map.set("type", values(&all));
            map.set("submodules", submodules(&all, "query+"));
        }
    }
    if matches!(kind, SomeOf(_) | Several | Submodules(_)) {
        map.set("multi", ApiValue::Flag(true));
        map.set("lowlimit", 50);
        map.set("highlimit", 500);
        map.set("limit", 50);
    }
    map
}

fn submodules(names: &[&'static str], before: &str) -> Map {
    let pair = |map: Map, name: &&str| map.with(*name, format!("{before}{name}"));
    names.iter().fold(Map::new(), pair)
}

/// Returns the modules of the API.
fn actions(call: &Call<'_>) -> Vec<&'static str> {
    let profile = &call.wiki.profile;
    let mut all = MODULES.to_vec();
    if profile.legacy_api || profile.auth_manager {
        all.push("createaccount");
    }
    if profile.rsd {
        all.push("rsd");
    }
    if profile.auth_manager {
        all.push("clientlogin");
    }
    if profile.validate_password {
        all.push("validatepassword");
    }
    all.sort_unstable();
    all
}
