//! `action=createaccount` and `action=clientlogin` of 1.27 and later.

use super::{
    ApiError, ModuleResult, Outcome, check_asserts, check_lag, check_writing, login::bad_token,
    must_be_posted,
};
use crate::{
    api_value::{ApiValue, Map},
    auth::{
        auth_request::{self, MessageFormat},
        creation::{AuthResponse, OTHER_SITE},
        token,
    },
    call::Call,
    http::Response,
    message::Message,
    setting::Setting,
};

/// Returns PHP's crash if ConfirmEdit for this release does not have the captcha's class.
pub(crate) fn captcha_crash(call: &Call<'_>) -> Option<Response> {
    call.wiki
        .captcha?
        .crashes_php(&call.wiki.profile)
        .then(|| Response::html(500, String::new()))
}

pub(super) fn create_account(call: &mut Call<'_>) -> Outcome {
    let prefix = "create";
    check_token(call, prefix, "createaccount")?;
    check_writing(call)?;
    check_lag(call)?;
    check_asserts(call)?;
    let merged = call.has("createmergerequestfields");
    let texts = MessageFormat::of(call.get("createmessageformat").as_deref());
    call.get("createrequests");
    let preserves = call.has("createpreservestate");
    let returns = call.get("createreturnurl");
    let continues = call.has("createcontinue");
    check_return(call, prefix, returns.as_deref(), continues)?;
    check_sensitive(call)?;
    if call.wiki.has(Setting::NoWrite) && call.wiki.profile.write_api_setting {
        return Err(ApiError::new("noapiwrite", ""));
    }
    let response = if continues {
        call.continue_creation()
    } else {
        let preserved = call.session().and_then(|session| session.preserved.clone());
        call.begin_creation(preserved.filter(|_| preserves))
    };
    respond(call, "createaccount", response, texts, merged)
}

/// Checks the token's presence, place and value.
fn check_token(call: &mut Call<'_>, prefix: &str, kind: &str) -> Result<(), ApiError> {
    let name = format!("{prefix}token");
    let profile = &call.wiki.profile;
    let Some(given) = call.get(&name) else {
        let code = prefixed(call, prefix, profile.token_missing);
        let shown = if profile.token_named_bare {
            "token"
        } else {
            &name
        };
        let info = if profile.error_formats {
            format!("The \"{shown}\" parameter must be set.")
        } else {
            "The token parameter must be set".to_owned()
        };
        return Err(ApiError::new(code, info));
    };
    if call.request.query.iter().any(|(key, _)| *key == name) {
        return Err(must_post(call, prefix, &[name]));
    }
    if !token::is_right(call, kind, &given) {
        return Err(bad_token(call));
    }
    if !call.request.posted() {
        return Err(must_be_posted(call, kind));
    }
    Ok(())
}

/// Returns a code as 1.27 and 1.28 print it, after the module's prefix.
fn prefixed(call: &Call<'_>, prefix: &str, code: &str) -> String {
    if call.wiki.profile.codes_prefixed {
        format!("{prefix}{code}")
    } else {
        code.to_owned()
    }
}

fn must_post(call: &Call<'_>, prefix: &str, names: &[String]) -> ApiError {
    let profile = &call.wiki.profile;
    if profile.must_post_token {
        let info = format!(
            "The '{}' parameter was found in the query string, but must be in the POST body",
            names.join("', '")
        );
        return ApiError::new("mustposttoken", info);
    }
    let (what, stop) = match (profile.error_formats, names.len()) {
        (true, 1) => ("parameter was", "."),
        (true, _) => ("parameters were", "."),
        (false, _) => ("parameters were", ""),
    };
    let info = format!(
        "The following {what} found in the query string, but must be in the POST body: {}{stop}",
        names.join(", ")
    );
    ApiError::new(prefixed(call, prefix, "mustpostparams"), info)
}

/// Requires either a return address or a continuation, and a valid address.
fn check_return(
    call: &Call<'_>,
    prefix: &str,
    url: Option<&str>,
    continues: bool,
) -> Result<(), ApiError> {
    let profile = &call.wiki.profile;
    let (missing, bad) = if profile.codes_prefixed {
        // The prefix comes before the code, and within it as part of the parameter's name.
        (
            format!("{prefix}{prefix}missingparam"),
            format!("{prefix}badurl_{prefix}returnurl"),
        )
    } else {
        (
            "missingparam".to_owned(),
            format!("badurl_{prefix}returnurl"),
        )
    };
    let Some(url) = url else {
        let info = if profile.error_formats {
            format!(
                "At least one of the parameters \"{prefix}continue\" and \"{prefix}returnurl\" is required."
            )
        } else {
            format!(
                "At least one of the parameters {prefix}continue, {prefix}returnurl is required"
            )
        };
        return if continues {
            Ok(())
        } else {
            Err(ApiError::new(missing, info))
        };
    };
    if url::Url::parse(url).is_err() {
        let info = if profile.error_formats {
            format!("Invalid value \"{url}\" for URL parameter \"{prefix}returnurl\".")
        } else {
            format!("Invalid value '{url}' for url parameter {prefix}returnurl")
        };
        return Err(ApiError::new(bad, info));
    }
    Ok(())
}

/// Refuses secrets in the query string.
fn check_sensitive(call: &Call<'_>) -> Result<(), ApiError> {
    let found: Vec<_> = call
        .request
        .query
        .iter()
        .map(|(name, _)| name.clone())
        .filter(|name| matches!(name.as_str(), "password" | "retype" | "otpToken"))
        .collect();
    if found.is_empty() || !call.wiki.profile.must_post_secrets {
        return Ok(());
    }
    Err(must_post(call, "create", &found))
}

/// Preserves in the session the name a login found without an account. Returns true if it found one.
///
/// `ApiAuthManagerHelper` means to drop the preserved name after every status except FAIL and RESTART, but does
/// not: PHP removes it from a copy of the session's object, and MediaWiki writes the original back, as it takes
/// the removal for a change (`PHPSessionHandler::write`).
fn preserve(call: &mut Call<'_>, response: &AuthResponse) -> bool {
    let preserved = match response {
        AuthResponse::Fail(_) => None,
        AuthResponse::FailPreserving { preserved, .. }
        | AuthResponse::Restart { preserved, .. } => Some(preserved.clone()),
        _ => return false,
    };
    let preserves = preserved.is_some();
    call.session_mut().preserved = preserved;
    preserves
}

fn respond(
    call: &mut Call<'_>,
    module: &str,
    response: AuthResponse,
    texts: MessageFormat,
    merged: bool,
) -> Outcome {
    let preserves = preserve(call, &response);
    let profile = &call.wiki.profile;
    let mut body = Map::new();
    let mut told: Option<Message> = None;
    let mut asked = None;
    let mut target = OTHER_SITE.to_owned();
    let status = match response {
        AuthResponse::Pass(name) => {
            body.set("status", "PASS");
            body.set("username", name);
            return Ok(ModuleResult::of(module, body));
        }
        AuthResponse::Crash(class) => {
            let info = format!("[W0rld] Caught exception of type {class}");
            return Err(ApiError::new(format!("internal_api_error_{class}"), info));
        }
        AuthResponse::Fail(message) | AuthResponse::FailPreserving { message, .. } => {
            told = Some(message);
            "FAIL"
        }
        AuthResponse::Ui(message, offers) => {
            told = Some(message);
            asked = Some(offers);
            "UI"
        }
        AuthResponse::Redirect(offers) => {
            asked = Some(offers);
            "REDIRECT"
        }
        AuthResponse::RedirectTo(url, offers) => {
            target = url;
            asked = Some(offers);
            "REDIRECT"
        }
        AuthResponse::Restart {
            message, offers, ..
        } => {
            told = Some(message);
            asked = Some(offers);
            "RESTART"
        }
    };
    body.set("status", status);
    if status == "REDIRECT" {
        body.set("redirecttarget", target);
        let data = Map::new().with("provider", "lab").with("hint", 1);
        body.set("redirectdata", data);
    }
    if let Some(offers) = asked {
        body.extend(auth_request::print(&offers, texts, merged, profile));
    }
    if let Some(message) = told {
        if let Some(text) = texts.message(&message, call.wiki) {
            body.set("message", text);
        }
        if profile.message_codes {
            body.set("messagecode", message.code(profile));
        }
    }
    if matches!(status, "FAIL" | "RESTART") {
        body.set("canpreservestate", ApiValue::Flag(preserves));
    }
    Ok(ModuleResult::of(module, body))
}

pub(super) fn client_login(call: &mut Call<'_>) -> Outcome {
    let prefix = "login";
    check_token(call, prefix, "login")?;
    if call.wiki.profile.login_is_write {
        check_writing(call)?;
    }
    check_lag(call)?;
    check_asserts(call)?;
    let merged = call.has("loginmergerequestfields");
    let texts = MessageFormat::of(call.get("loginmessageformat").as_deref());
    call.get("loginrequests");
    call.get("loginpreservestate");
    let returns = call.get("loginreturnurl");
    let continues = call.has("logincontinue");
    check_return(call, prefix, returns.as_deref(), continues)?;
    check_sensitive(call)?;
    let response = if continues {
        call.continue_login()
    } else {
        call.begin_login()
    };
    respond(call, "clientlogin", response, texts, merged)
}
