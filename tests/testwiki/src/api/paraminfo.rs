//! `action=paraminfo` of the module that creates accounts, from which tools detect the protocol.

use super::{ModuleResult, Outcome, legacy::result, module_info, unrecognised};
use crate::{
    api_value::{ApiValue, Map, texts},
    call::Call,
    message::{Message, Param},
    setting::Setting,
};

const NAME: &str = "createaccount";
const EXAMPLES: [&str; 2] = [
    "api.php?action=createaccount&name=testuser&password=test123",
    "api.php?action=createaccount&name=testmailuser&mailpassword=true&reason=MyReason",
];

/// Name, type and description of the legacy parameters.
const LEGACY: &[(&str, &str, &str)] = &[
    ("name", "user", "Username"),
    (
        "password",
        "string",
        "Password (ignored if mailpassword is set)",
    ),
    (
        "domain",
        "string",
        "Domain for external authentication (optional)",
    ),
    (
        "token",
        "string",
        "Account creation token obtained in first request",
    ),
    ("email", "string", "Email address of user (optional)"),
    ("realname", "string", "Real name of user (optional)"),
    (
        "mailpassword",
        "boolean",
        "If set to any value, a random password will be emailed to the user",
    ),
    (
        "reason",
        "string",
        "Optional reason for creating the account to be put in the logs",
    ),
    (
        "language",
        "string",
        "Language code to set as default for the user (optional, defaults to content language)",
    ),
];

/// The errors that the old module lists: those of the API with their texts, those of the form with their keys.
const ERRORS: &[(&str, Option<&str>)] = &[
    ("noname", Some("The name parameter must be set")),
    (
        "mustbeposted",
        Some("The createaccount module requires a POST request"),
    ),
    (
        "writeapidenied",
        Some("You're not allowed to edit this wiki through the API"),
    ),
    (
        "noapiwrite",
        Some(
            "Editing of this wiki through the API is disabled. Make sure the $wgEnableWriteAPI=true; \
             statement is included in the wiki's LocalSettings.php file",
        ),
    ),
    ("wrongpassword", None),
    ("sorbs_create_account_reason", None),
    ("noname", None),
    ("userexists", None),
    ("password-name-match", None),
    ("password-login-forbidden", None),
    ("noemailtitle", None),
    ("invalidemailaddress", None),
    ("externaldberror", None),
    ("acct_creation_throttle_hit", None),
    (
        "permdenied-createaccount",
        Some("You do not have the right to create a new account"),
    ),
    (
        "blocked",
        Some("You cannot create a new account because you are blocked"),
    ),
    (
        "aborted",
        Some("Account creation aborted by hook (info may vary)"),
    ),
    ("langinvalid", Some("Invalid language parameter")),
    ("passwordtooshort", None),
];

pub(super) fn paraminfo(call: &mut Call<'_>) -> Outcome {
    call.get("helpformat");
    for known in [
        "querymodules",
        "mainmodule",
        "pagesetmodule",
        "formatmodules",
    ] {
        call.get(known);
    }
    let modules = call.multi("modules");
    let profile = &call.wiki.profile;
    let there = profile.legacy_api || profile.auth_manager || call.wiki.has(Setting::Disabled);
    let mut list: Vec<ApiValue> = Vec::new();
    let mut bad = Vec::new();
    for name in modules {
        let other = || module_info::describe(call, &name).filter(|_| profile.paraminfo_source);
        let described = match name == NAME && there {
            true => Some(describe(call)),
            false => other(),
        };
        match described {
            Some(map) => list.push(map.into()),
            None => bad.push(name),
        }
    }
    let mut warning = None;
    if !bad.is_empty() {
        if profile.paraminfo_missing {
            let missing = |name: &String| {
                Map::new()
                    .with("name", name.as_str())
                    .with("missing", ApiValue::Flag(true))
                    .into()
            };
            list.extend(bad.iter().map(missing));
        } else {
            warning = Some(unrecognised(call, "value", Some("modules"), &bad));
        }
    }
    let mut body = Map::new();
    if profile.paraminfo_source {
        body.set("helpformat", "none");
    }
    body.set("modules", ApiValue::List("module", false, list));
    let mut answer = ModuleResult::of("paraminfo", body);
    if let Some(warning) = warning {
        answer.warn("paraminfo", warning);
    }
    Ok(answer)
}

fn describe(call: &Call<'_>) -> Map {
    let profile = &call.wiki.profile;
    let disabled = call.wiki.has(Setting::Disabled);
    let class = if disabled {
        "ApiDisabled"
    } else if profile.auth_manager {
        "ApiAMCreateAccount"
    } else {
        "ApiCreateAccount"
    };
    let prefix = if profile.auth_manager && !disabled {
        "create"
    } else {
        ""
    };
    let mut map = Map::new();
    if profile.paraminfo_source {
        map.set("name", NAME);
        map.set("classname", format!("{}{class}", profile.api_namespace));
        map.set("path", NAME);
        map.set("group", "action");
        map.set("prefix", prefix);
        map.extend(source(call));
    } else {
        map.set("classname", class);
        map.set("description", description(call, disabled));
        if profile.paraminfo_examples {
            let examples = EXAMPLES.iter().copied().filter(|_| !disabled);
            map.set("examples", examples.collect::<Vec<_>>().join(" "));
        }
        map.set("version", profile.paraminfo_version.replace("$1", class));
        map.set("prefix", prefix);
    }
    if !disabled {
        map.set("writerights", ApiValue::Flag(true));
        map.set("mustbeposted", ApiValue::Flag(true));
    }
    if profile.paraminfo_help {
        let page = if profile.help_my_language {
            "Special:MyLanguage/"
        } else {
            ""
        };
        let page = format!("https://www.mediawiki.org/wiki/{page}API:Account_creation");
        map.set("helpurls", texts("helpurl", (!disabled).then_some(page)));
    }
    if profile.paraminfo_help && !profile.paraminfo_source {
        let examples = EXAMPLES.iter().filter(|_| !disabled);
        let examples = examples
            .map(|text| Map::content("example", *text).into())
            .collect();
        map.set("allexamples", ApiValue::List("example", false, examples));
    }
    let parameters = if disabled {
        Vec::new()
    } else if profile.auth_manager {
        modern_parameters(call)
    } else {
        legacy_parameters(call)
    };
    map.set("parameters", ApiValue::List("param", false, parameters));
    if profile.paraminfo_index {
        map.set(
            "templatedparameters",
            ApiValue::List("param", false, Vec::new()),
        );
    }
    if profile.paraminfo_props && !disabled {
        map.set(
            "props",
            ApiValue::List("prop", false, vec![results(call).into()]),
        );
    }
    if profile.paraminfo_errors {
        let errors = if disabled { Vec::new() } else { errors(call) };
        map.set("errors", ApiValue::List("error", false, errors));
    }
    if profile.auth_manager && !disabled {
        map.set("dynamicparameters", ApiValue::Flag(true));
    }
    if !profile.paraminfo_source {
        map.set("name", NAME);
    }
    map
}

/// Returns the members that tell where a module comes from: MediaWiki itself.
pub(super) fn source(call: &Call<'_>) -> Map {
    let licence = match call.wiki.profile.param_validator {
        true => "GPL-2.0-or-later",
        false => "GPL-2.0+",
    };
    let page = call.article("Special:Version/License/MediaWiki");
    Map::new()
        .with("source", "MediaWiki")
        .with("sourcename", "MediaWiki")
        .with("licensetag", licence)
        .with("licenselink", call.absolute(&page))
}

fn description(call: &Call<'_>, disabled: bool) -> &'static str {
    match disabled {
        true => call.wiki.profile.disabled_description,
        false => "Create a new user account.",
    }
}

fn legacy_parameters(call: &Call<'_>) -> Vec<ApiValue> {
    let profile = &call.wiki.profile;
    let mut list = Vec::new();
    for (name, kind, description) in LEGACY {
        let mut map = Map::new().with("name", *name);
        if profile.paraminfo_descriptions {
            map.set("description", *description);
            if *kind == "boolean" {
                map.set("default", "false");
            }
        }
        if *name == "name" {
            map.set("required", ApiValue::Flag(true));
        }
        let secret = *name == "password" && profile.password_type;
        map.set("type", if secret { "password" } else { kind });
        list.push(map.into());
    }
    if profile.captcha_in_legacy_api && call.wiki.captcha.is_some() {
        for name in ["captchaid", "captchaword"] {
            list.push(Map::new().with("name", name).with("type", "string").into());
        }
    }
    list
}

fn modern_parameters(call: &Call<'_>) -> Vec<ApiValue> {
    let profile = &call.wiki.profile;
    let parameter = |name: &str, kind: &str| Map::new().with("name", name).with("type", kind);
    let flag = || ApiValue::Flag(true);
    let requests = parameter("requests", "string")
        .with("multi", flag())
        .with("limit", 50)
        .with("lowlimit", 50)
        .with("highlimit", 500);
    let formats = if profile.param_validator {
        ["html", "none", "raw", "wikitext"]
    } else {
        ["html", "wikitext", "raw", "none"]
    };
    let format = Map::new()
        .with("name", "messageformat")
        .with("default", "wikitext")
        .with("type", texts("t", formats));
    let token = parameter("token", "string")
        .with("required", flag())
        .with("tokentype", NAME)
        .with("sensitive", ApiValue::Flag(profile.paraminfo_sensitive));
    let all = [
        requests,
        format,
        parameter("mergerequestfields", "boolean"),
        parameter("preservestate", "boolean"),
        parameter("returnurl", "string"),
        parameter("continue", "boolean"),
        token,
    ];
    let mut number = 0;
    all.into_iter()
        .map(|mut map| {
            number += 1;
            if profile.paraminfo_index {
                map.set("index", number);
            }
            map.into()
        })
        .collect()
}

fn results(call: &Call<'_>) -> Map {
    let property = |name: &str, kind: &str| {
        let map = Map::new().with("name", name).with("type", kind);
        map.with("nullable", ApiValue::Flag(true)).into()
    };
    let result = Map::new().with("name", "result").with(
        "type",
        texts(
            "t",
            ["Success", "Warning", "NeedToken"].map(|name| result(call, name)),
        ),
    );
    let properties = vec![
        result.into(),
        property("username", "string"),
        property("userid", "int"),
        property("token", "string"),
    ];
    Map::new()
        .with("name", NAME)
        .with("properties", ApiValue::List("property", false, properties))
}

fn errors(call: &Call<'_>) -> Vec<ApiValue> {
    let profile = &call.wiki.profile;
    ERRORS
        .iter()
        .filter(|(code, _)| *code != "langinvalid" || profile.language_checked)
        .map(|(code, info)| {
            let mut message = Message::new(*code);
            if *code == "passwordtooshort" {
                message = message.with(Param::Number(profile.password_length as i64));
            }
            let info = info.map_or_else(|| message.text(call.wiki.release), str::to_owned);
            Map::new().with("code", *code).with("info", info).into()
        })
        .collect()
}
