//! `action=createaccount` of 1.21 to 1.26.

use super::{
    ApiError, ModuleResult, Outcome, check_asserts, check_lag, check_writing, must_be_posted,
};
use crate::{
    api_value::{ApiValue, Map, texts},
    call::Call,
    captcha::{self, Captcha},
    message::Message,
    name,
    new_account::{NewAccount, Refusal},
    setting::Setting,
    time::iso,
};

pub(super) fn create_account(call: &mut Call<'_>) -> Outcome {
    let (name, new_account) = parameters(call)?;
    check_writing(call)?;
    check_lag(call)?;
    if !call.request.posted() {
        return Err(must_be_posted(call, "createaccount"));
    }
    check_asserts(call)?;
    if call.forbidden().is_some() {
        return Err(forbidden(call));
    }
    // From here on there is a session, whatever the response is.
    call.session_mut();
    if new_account.by_mail && new_account.email.is_empty() {
        return Err(ApiError::new(
            "noemail",
            "The user has not specified a valid email address, or has chosen not to receive email from other users",
        ));
    }
    if call.wiki.profile.language_checked
        && !new_account.language.is_empty()
        && !is_language(&new_account.language)
    {
        return Err(ApiError::new("langinvalid", "Invalid language parameter"));
    }
    if let Some(refusal) = call.domain_refusal(&new_account.domain) {
        return Err(status(call, &refusal));
    }
    let given = call.get("token").unwrap_or_default();
    let token = match call.session_mut().create_token.clone() {
        Some(token) => token,
        None => call.state.random.hex(),
    };
    if given != token {
        call.session_mut().create_token = Some(token.clone());
        let body = Map::new()
            .with("token", token)
            .with("result", result(call, "NeedToken"));
        return Ok(ModuleResult::of("createaccount", body));
    }
    match call.add_account(NewAccount {
        name,
        ..new_account
    }) {
        Ok(name) => created(call, &name),
        Err(Refusal::Message(message)) => Err(status(call, &message)),
        Err(Refusal::Hook(message)) => Err(hook_refused(call, &message)),
        Err(Refusal::Captcha) => captcha_refused(call),
    }
}

/// Reads the module's parameters, and refuses invalid ones.
fn parameters(call: &mut Call<'_>) -> Result<(String, NewAccount), ApiError> {
    let name = call
        .get("name")
        .ok_or_else(|| ApiError::new("noname", "The name parameter must be set"))?;
    let title = name::of_parameter(&name, call.wiki).ok_or_else(|| {
        let info = format!("Invalid value '{name}' for user parameter name");
        ApiError::new("baduser_name", info)
    })?;
    let email = call.get("email").unwrap_or_default();
    if call.wiki.has(Setting::EmailRequired) && email.is_empty() {
        return Err(ApiError::new("noemail", "The email parameter must be set"));
    }
    if call.wiki.profile.captcha_in_legacy_api && call.wiki.captcha.is_some() {
        call.get("captchaid");
        call.get("captchaword");
    }
    let mut text = |name| call.get(name).unwrap_or_default();
    let mut new_account = NewAccount {
        name: String::new(),
        password: text("password"),
        retype: None,
        email,
        real_name: text("realname"),
        reason: text("reason"),
        language: text("language"),
        domain: text("domain"),
        by_mail: call.has("mailpassword"),
    };
    if !call.wiki.profile.language_checked && !call.wiki.has(Setting::Languages) {
        new_account.language.clear();
    }
    Ok((title, new_account))
}

fn is_language(code: &str) -> bool {
    !code.is_empty()
        && code
            .chars()
            .all(|letter| letter.is_ascii_lowercase() || letter == '-')
}

fn forbidden(call: &Call<'_>) -> ApiError {
    // A refusal by an extension's hook is reported as a missing right, too.
    if !call.has_right("createaccount") || call.block_by_hook().is_some() {
        return ApiError::new(
            "permdenied-createaccount",
            "You do not have the right to create a new account",
        );
    }
    let info = "You cannot create a new account because you are blocked";
    let mut error = ApiError::new("blocked", info);
    if call.wiki.profile.block_info {
        let block = Map::new()
            .with("blockid", 1)
            .with("blockedby", "Admin")
            .with("blockedbyid", 1)
            .with("blockreason", "Blocked in the lab")
            .with("blockedtimestamp", iso(0))
            .with("blockexpiry", "infinite");
        error.extra.push(("blockinfo", block.into()));
    }
    error
}

/// Returns a result's name in the release's case.
pub(super) fn result(call: &Call<'_>, name: &str) -> String {
    if call.wiki.profile.results_capitalised {
        name.to_owned()
    } else {
        name.to_ascii_lowercase()
    }
}

/// Returns the error for a message of the form.
fn status(call: &Call<'_>, message: &Message) -> ApiError {
    let old = call.wiki.profile.refusal_is_aborted;
    let code = if old {
        message.key.clone()
    } else {
        message.code(&call.wiki.profile)
    };
    let info = if old {
        message.html(call.wiki.release)
    } else {
        message.plain(call.wiki.release)
    };
    ApiError::new(code, info)
}

fn created(call: &mut Call<'_>, name: &str) -> Outcome {
    call.session_mut().create_token = None;
    if call.mailer_throws(name) {
        let info = "Exception Caught: PEAR mail package is not installed";
        return Err(ApiError::new("internal_api_error_MWException", info));
    }
    if let Some(failure) = call.mail_failure(name) {
        return Err(status(call, &failure));
    }
    let account = call.state.account(name).cloned();
    let (id, token) = account.map_or((0, String::new()), |account| (account.id, account.token));
    let body = Map::new()
        .with("username", name)
        .with("userid", id)
        .with("token", token)
        .with("result", result(call, "Success"));
    Ok(ModuleResult::of("createaccount", body))
}

/// Answers a missing or wrong captcha answer: from 1.23 on with a result and a new captcha, before that with an
/// error.
fn captcha_refused(call: &mut Call<'_>) -> Outcome {
    let message = Message::new("captcha-createaccount-fail");
    if !call.wiki.profile.captcha_in_legacy_api {
        return Err(hook_refused(call, &message));
    }
    let warning = Map::new()
        .with("type", "warning")
        .with("message", message.key)
        .with("params", texts("param", [] as [&str; 0]));
    let body = Map::new()
        .with("result", "NeedCaptcha")
        .with(
            "warnings",
            ApiValue::List("warning", false, vec![warning.into()]),
        )
        .with("captcha", captcha_value(call));
    Ok(ModuleResult::of("createaccount", body))
}

/// Returns the error for the refusal of an extension, which gives a text.
fn hook_refused(call: &Call<'_>, message: &Message) -> ApiError {
    let text = message.plain(call.wiki.release);
    if call.wiki.profile.refusal_is_aborted {
        ApiError::new("aborted", text)
    } else if call.wiki.profile.refusal_text_is_code {
        ApiError::new(text.clone(), format!("<{text}>"))
    } else {
        ApiError::new("createaccount-hook-aborted", text)
    }
}

fn captcha_value(call: &mut Call<'_>) -> Map {
    let kind = call.wiki.captcha.unwrap_or(Captcha::Simple);
    if kind.is_service() {
        let error = call.session_mut().captcha_error;
        return Map::new()
            .with("type", "recaptcha")
            .with("mime", "image/png")
            .with("key", "pub")
            .with("error", error.map_or(ApiValue::Null, ApiValue::from));
    }
    let (id, question) = new_captcha(call, kind);
    let node = |kind: &str, mime: &str| {
        Map::new()
            .with("type", kind)
            .with("mime", mime)
            .with("id", id.as_str())
    };
    match kind {
        Captcha::Fancy => node("image", "image/png").with("url", image_path(call, &id)),
        Captcha::Questy => node("question", "text/plain").with("question", question),
        Captcha::Math => node("math", "text/tex").with("question", question),
        _ => node("simple", "text/plain").with("question", question),
    }
}

/// Issues a captcha, and returns its id and question.
pub(crate) fn new_captcha(call: &mut Call<'_>, kind: Captcha) -> (String, String) {
    call.session_mut();
    let id = call.session_id().to_owned();
    let session = call.state.sessions.entry(id).or_default();
    let id = captcha::issue(kind, session, &mut call.state.random);
    let question = session
        .captchas
        .get(&id)
        .map(|puzzle| puzzle.question.clone());
    if kind == Captcha::Questy && call.wiki.has(Setting::RichQuestion) {
        let image = call.article("Special:FilePath/Capital.png");
        return (id, captcha::rich_question(&image));
    }
    (id, question.unwrap_or_default())
}

/// Returns the path of a captcha's image on the host.
pub(crate) fn image_path(call: &Call<'_>, id: &str) -> String {
    call.article_with("Special:Captcha/image", &format!("wpCaptchaId={id}"))
}
