//! `api.php`: chooses the module of a request, and prints its result or error.

mod all_users;
mod auth_manager;
mod continuation;
mod lag;
mod legacy;
mod limit;
mod log_events;
mod login;
mod messages;
mod module_info;
mod namespaces;
mod paraminfo;
mod query;
mod rsd;
mod siteinfo;
mod users;
mod validate;

pub(crate) use auth_manager::captcha_crash;
pub(crate) use legacy::{image_path, new_captcha};

use lag::{check_lag, check_rate};

use crate::{
    api_value::{ApiValue, Format, Map, escape, print},
    call::Call,
    http::Response,
    page,
    setting::Setting,
    time::iso,
};

/// The modules of every release; the others depend on the profile.
const MODULES: &[&str] = &["query", "login", "logout", "paraminfo", "help"];

/// The beginning of the code of an exception's error; the class follows.
const EXCEPTION: &str = "internal_api_error_";

/// An error of the API.
#[derive(Debug, Default)]
pub(crate) struct ApiError {
    pub code: String,
    pub info: String,
    /// The fields beside code and info.
    pub extra: Vec<(&'static str, ApiValue)>,
    /// True if the error comes from the API's entry and not from a module, where errors report that.
    pub of_main: bool,
    /// The headers of the response.
    pub headers: Vec<(&'static str, String)>,
}

impl ApiError {
    pub fn new(code: impl Into<String>, info: impl Into<String>) -> Self {
        Self {
            code: code.into(),
            info: info.into(),
            ..Self::default()
        }
    }

    /// Returns an error of the API's entry, which checks requests before their modules do.
    pub fn of_main(code: impl Into<String>, info: impl Into<String>) -> Self {
        Self {
            of_main: true,
            ..Self::new(code, info)
        }
    }
}

/// The result of a module: its part of the response, and warnings by module.
#[derive(Debug, Default)]
pub(crate) struct ModuleResult {
    pub body: Map,
    pub warnings: Map,
    /// The limits of lists whose client asked for the largest, by module.
    pub limits: Map,
}

impl ModuleResult {
    fn of(name: &str, body: Map) -> Self {
        Self {
            body: Map::new().with(name, body),
            ..Self::default()
        }
    }

    /// Adds a warning of a module, which keeps those before.
    pub fn warn(&mut self, module: &str, text: impl Into<String>) {
        self.warnings.append_content(module, "warnings", text);
    }
}

type Outcome = Result<ModuleResult, ApiError>;

/// Answers a request to `api.php`.
pub(crate) fn answer(call: &mut Call<'_>) -> Response {
    if call.wiki.has(Setting::ApiMissing) {
        return Response::html(404, "<h1>Not Found</h1>");
    }
    if call.wiki.has(Setting::NoApi) && !call.wiki.profile.api_setting {
        return Response::html(403, "<h1>Forbidden</h1>");
    }
    if call.wiki.has(Setting::NoApi) {
        let status = if call.wiki.profile.api_off_is_500 {
            500
        } else {
            200
        };
        return Response::html(
            status,
            "MediaWiki API is not enabled for this site. Add the following line to your \
             LocalSettings.php<pre><b>$wgEnableAPI=true;</b></pre>",
        );
    }
    if call.wiki.has(Setting::PagesForPosts) && call.request.posted() {
        return page::main(call);
    }
    let action = call.get("action").unwrap_or_else(|| "help".to_owned());
    let name = call.get("format");
    let format = match name.as_deref() {
        Some("json") => Some(Format::Json {
            version: version(call),
        }),
        Some("xml") => Some(Format::Xml),
        _ => None,
    };
    if action == "rsd" && call.wiki.profile.rsd {
        return rsd::answer(call);
    }
    if matches!(action.as_str(), "createaccount" | "query")
        && let Some(dead) = captcha_crash(call)
    {
        return dead;
    }
    // These are parameters of every module, even of one that does not read them.
    for known in [
        "maxlag",
        "requestid",
        "servedby",
        "smaxage",
        "maxage",
        "origin",
    ] {
        call.get(known);
    }
    let mut warnings = Map::new();
    let outcome = run(call, &action, &mut warnings);
    finish(call, outcome, warnings, format)
}

fn version(call: &mut Call<'_>) -> u8 {
    if !call.wiki.profile.format_version {
        return 1;
    }
    match call.get("formatversion").as_deref() {
        Some("2" | "latest") => 2,
        _ => 1,
    }
}

fn finish(call: &mut Call<'_>, outcome: Outcome, early: Map, format: Option<Format>) -> Response {
    let profile = &call.wiki.profile;
    let mut answer = Map::new();
    if (outcome.is_ok() || profile.timestamp_in_errors) && shows_timestamp(call) {
        answer.set("curtimestamp", iso(call.state.clock.now()));
    }
    let profile = &call.wiki.profile;
    let mut headers = Vec::new();
    match outcome {
        Ok(mut result) => {
            let unknown = call.unknown_parameters();
            if profile.warns_of_parameters && !unknown.is_empty() {
                result.warn("main", unrecognised(call, "parameter", None, &unknown));
            }
            let mut warnings = early;
            warnings.extend(result.warnings);
            if !warnings.is_empty() {
                answer.set("warnings", warnings);
            }
            answer.extend(result.body);
        }
        Err(mut error) => {
            if profile.servedby_in_errors {
                answer.set("servedby", host(call));
            }
            if profile.warnings_beside_error && !early.is_empty() {
                answer.set("warnings", early);
            }
            // PHP sends no header with a line break in it.
            if !error.code.contains('\n') {
                headers.push(("MediaWiki-API-Error", error.code.clone()));
            }
            headers.append(&mut error.headers);
            print_error(call, &mut answer, error);
        }
    }
    let profile = &call.wiki.profile;
    let mut response = match format {
        Some(Format::Xml) => Response::new(
            200,
            "text/xml; charset=utf-8",
            print(&answer, Format::Xml, profile),
        ),
        Some(json) => Response::new(
            200,
            "application/json; charset=utf-8",
            print(&answer, json, profile),
        ),
        None => pretty(call, &answer),
    };
    response.headers.extend(
        headers
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value)),
    );
    response
}

/// Returns true if the client asked for the wiki's time.
fn shows_timestamp(call: &mut Call<'_>) -> bool {
    call.wiki.profile.current_timestamp && call.has("curtimestamp")
}

/// Prints the format for people, which is the default.
fn pretty(call: &Call<'_>, answer: &Map) -> Response {
    let text = print(answer, Format::Xml, &call.wiki.profile);
    let page = format!(
        "<!DOCTYPE HTML>\n<html>\n<head>\n<title>MediaWiki API</title>\n</head>\n<body>\n<pre>\n{}\n</pre>\n</body>\n</html>\n",
        escape(&text)
    );
    Response::new(200, "text/html; charset=utf-8", page)
}

fn host(call: &Call<'_>) -> String {
    call.request
        .header("host")
        .unwrap_or("localhost")
        .to_owned()
}

fn print_error(call: &mut Call<'_>, answer: &mut Map, error: ApiError) {
    let profile = &call.wiki.profile;
    let help = match announcement(call) {
        // As HTML, in which the angle brackets of the address are encoded.
        Some(news) => format!(
            "See {} for API usage. {}",
            call.absolute(&call.script("api")),
            escape(&news)
        ),
        None => format!("See {} for API usage", call.absolute(&call.script("api"))),
    };
    let format = profile
        .error_formats
        .then(|| call.get("errorformat"))
        .flatten()
        .filter(|format| format != "bc");
    let Some(format) = format else {
        let class = error.code.strip_prefix(EXCEPTION).map(str::to_owned);
        let is_exception = class.is_some();
        let mut body = Map::new().with("code", error.code).with("info", error.info);
        for (name, value) in error.extra {
            body.set(name, value);
        }
        if let Some(class) = class.filter(|_| profile.exceptions_described) {
            body.set("errorclass", class);
        }
        let is_exception = is_exception && profile.exceptions_described;
        if profile.help_in_errors && !is_exception {
            body.set_content("docref", help);
        }
        answer.set("error", body);
        return;
    };
    let mut body = Map::new().with("code", error.code.as_str());
    match format.as_str() {
        "raw" => {
            body.set("key", format!("apierror-{}", error.code));
            body.set("params", ApiValue::List("param", false, Vec::new()));
        }
        "none" => {}
        "html" => body.set("html", error.info),
        _ => body.set_content("text", error.info),
    }
    if !error.extra.is_empty() {
        let mut data = Map::new();
        for (name, value) in error.extra {
            data.set(name, value);
        }
        body.set("data", data);
    }
    let module = call.request.parameter("action");
    body.set(
        "module",
        module.filter(|_| !error.of_main).unwrap_or("main"),
    );
    answer.set("errors", ApiValue::List("error", false, vec![body.into()]));
    answer.set_content("docref", help);
}

/// Returns the hint on where changes of the API are announced.
fn announcement(call: &Call<'_>) -> Option<String> {
    let address = call.wiki.profile.announced_at?;
    Some(format!(
        "Subscribe to the mediawiki-api-announce mailing list at <{address}> for notice of API \
         deprecations and breaking changes."
    ))
}

/// Returns the warning for unknown parameters or values.
fn unrecognised(call: &Call<'_>, what: &str, of: Option<&str>, all: &[String]) -> String {
    let plural = if all.len() > 1 { "s" } else { "" };
    let profile = &call.wiki.profile;
    let new = profile.error_formats;
    let stop = if profile.param_validator { "" } else { "." };
    match of {
        Some(name) if new => format!(
            "Unrecognized {what}{plural} for parameter \"{name}\": {}{stop}",
            all.join(", ")
        ),
        Some(name) => format!(
            "Unrecognized {what}{plural} for parameter '{name}': {}",
            all.join(", ")
        ),
        None if new => format!("Unrecognized {what}{plural}: {}.", all.join(", ")),
        None => {
            let quoted: Vec<_> = all.iter().map(|name| format!("'{name}'")).collect();
            format!("Unrecognized {what}{plural}: {}", quoted.join(", "))
        }
    }
}

/// Makes the checks of every module, and runs it.
fn run(call: &mut Call<'_>, action: &str, warnings: &mut Map) -> Outcome {
    let profile = &call.wiki.profile;
    if let Some(problem) = &call.invalid_token {
        return Err(ApiError::new(
            "mwoauth-invalid-authorization",
            format!("The authorization headers in your request are not valid: {problem}"),
        ));
    }
    check_rate(call)?;
    let creates = profile.legacy_api || profile.auth_manager;
    if action == "createaccount" && call.wiki.has(Setting::Disabled) {
        let info = profile.module_disabled.replace("$1", action);
        return Err(ApiError::new("moduledisabled", info));
    }
    let known = MODULES.contains(&action)
        || (action == "createaccount" && creates)
        || (action == "clientlogin" && profile.auth_manager)
        || (action == "validatepassword" && profile.validate_password);
    if !known {
        return Err(unknown_action(call, action));
    }
    main_parameters(call);
    if call.wiki.profile.assert_first {
        check_asserts(call)?;
    }
    match action {
        "createaccount" if profile.legacy_api => legacy::create_account(call),
        "createaccount" => auth_manager::create_account(call),
        "clientlogin" => auth_manager::client_login(call),
        "query" => query::query(call, warnings),
        "login" => {
            check_lag(call)?;
            check_asserts(call)?;
            login::login(call)
        }
        "logout" => login::logout(call),
        "paraminfo" => {
            check_lag(call)?;
            check_asserts(call)?;
            paraminfo::paraminfo(call)
        }
        "validatepassword" => validate::validate_password(call),
        _ => Ok(ModuleResult::of(
            "help",
            Map::new().with("help", "Emulated by testwiki."),
        )),
    }
}

fn unknown_action(call: &Call<'_>, action: &str) -> ApiError {
    let quote = if call.wiki.profile.error_formats {
        '"'
    } else {
        '\''
    };
    let stop = if call.wiki.profile.error_formats {
        "."
    } else {
        ""
    };
    ApiError::of_main(
        call.wiki.profile.unknown_action,
        format!("Unrecognized value for parameter {quote}action{quote}: {action}{stop}"),
    )
}

/// Marks the parameters as known that the release's API has for all modules.
fn main_parameters(call: &mut Call<'_>) {
    let profile = &call.wiki.profile;
    let known = [
        ("assert", profile.asserts),
        ("assertuser", profile.assert_user),
        ("curtimestamp", profile.current_timestamp),
        ("uselang", profile.uselang),
        ("utf8", profile.utf8),
        ("ascii", profile.format_version),
        ("formatversion", profile.format_version),
        ("errorformat", profile.error_formats),
        ("errorlang", profile.error_formats),
        ("errorsuselocal", profile.error_formats),
    ];
    for (name, _) in known.into_iter().filter(|(_, there)| *there) {
        call.get(name);
    }
}

/// Checks `assert` and `assertuser`.
fn check_asserts(call: &mut Call<'_>) -> Result<(), ApiError> {
    let profile = &call.wiki.profile;
    let new = profile.error_formats;
    if profile.asserts {
        let failed = |who: &str, info: &str, newer: &str| {
            ApiError::of_main(format!("assert{who}failed"), if new { newer } else { info })
        };
        let logged_in = call.user.is_some();
        match call.get("assert").as_deref() {
            Some("user") if !logged_in => {
                let newer = match profile.assertion_named {
                    true => "Assertion that the user is logged in failed.",
                    false => "You are no longer logged in, so the action could not be completed.",
                };
                let older = "Assertion that the user is logged in failed";
                return Err(failed("user", older, newer));
            }
            Some("bot") if !call.has_right("bot") => {
                return Err(failed(
                    "bot",
                    "Assertion that the user has the bot right failed",
                    "You do not have the \"bot\" right, so the action could not be completed.",
                ));
            }
            Some("anon") if profile.assert_anon && logged_in => {
                return Err(failed(
                    "anon",
                    "",
                    "You are no longer logged out, so the action could not be completed.",
                ));
            }
            _ => {}
        }
    }
    if profile.assert_user
        && let Some(wanted) = call.get("assertuser")
        && call.user.as_ref() != Some(&wanted)
    {
        return Err(ApiError::of_main(
            "assertnameduserfailed",
            format!(
                "You are no longer logged in as \"{wanted}\", so the action could not be completed."
            ),
        ));
    }
    Ok(())
}

/// Refuses a module that writes, if the settings forbid it or the wiki is read-only.
fn check_writing(call: &Call<'_>) -> Result<(), ApiError> {
    let profile = &call.wiki.profile;
    if call.wiki.has(Setting::NoWrite) && profile.write_api_setting {
        return Err(ApiError::of_main(
            "noapiwrite",
            "Editing of this wiki through the API is disabled. Make sure the $wgEnableWriteAPI=true; \
             statement is included in the wiki's LocalSettings.php file",
        ));
    }
    if profile.writeapi_right && !call.has_right("writeapi") {
        return Err(ApiError::of_main(
            "writeapidenied",
            "You're not allowed to edit this wiki through the API",
        ));
    }
    if let Some(reason) = call.state.read_only() {
        let info = "The wiki is currently in read-only mode";
        let mut error = ApiError::of_main(
            "readonly",
            if profile.error_formats {
                format!("{info}.")
            } else {
                info.to_owned()
            },
        );
        error.extra.push(("readonlyreason", reason.into()));
        return Err(error);
    }
    Ok(())
}

/// Returns the error for a caller without the right to read.
fn read_denied(call: &Call<'_>) -> ApiError {
    let info = "You need read permission to use this module";
    let stop = if call.wiki.profile.error_formats {
        "."
    } else {
        ""
    };
    ApiError::of_main("readapidenied", format!("{info}{stop}"))
}

/// Returns the error for a request that must use POST.
fn must_be_posted(call: &Call<'_>, action: &str) -> ApiError {
    let stop = if call.wiki.profile.error_formats {
        "."
    } else {
        ""
    };
    let name = if call.wiki.profile.error_formats {
        format!("\"{action}\"")
    } else {
        action.to_owned()
    };
    ApiError::of_main(
        "mustbeposted",
        format!("The {name} module requires a POST request{stop}"),
    )
}
