//! `action=validatepassword`.

use super::{ApiError, ModuleResult, Outcome, check_lag, must_be_posted};
use crate::{
    api_value::{ApiValue, Map},
    call::Call,
    message::Message,
    name,
};

pub(super) fn validate_password(call: &mut Call<'_>) -> Outcome {
    let password = call.get("password").ok_or_else(|| {
        let code = call.wiki.profile.param_missing;
        ApiError::new(code, "The \"password\" parameter must be set.")
    })?;
    check_lag(call)?;
    if !call.request.posted() {
        return Err(must_be_posted(call, "validatepassword"));
    }
    let name = call.get("user").unwrap_or_default();
    call.get("email");
    call.get("realname");
    let name = name::title(&name, call.wiki).unwrap_or_default();
    let wrong = call.password_violations(&name, &password);
    // Only an unusable password is invalid; other violations ask for a change at a login.
    let validity = match (wrong.is_empty(), password.is_empty()) {
        (true, _) => "Good",
        (false, true) => "Invalid",
        (false, false) => "Change",
    };
    let mut body = Map::new().with("validity", validity);
    if !wrong.is_empty() {
        let messages = wrong.iter().map(|message| describe(call, message).into());
        body.set(
            "validitymessages",
            ApiValue::List("m", false, messages.collect()),
        );
    }
    Ok(ModuleResult::of("validatepassword", body))
}

fn describe(call: &Call<'_>, message: &Message) -> Map {
    Map::new()
        .with("message", message.key.as_str())
        .with("params", message.raw_params())
        .with("code", message.code(&call.wiki.profile))
        .with("type", "error")
}
