//! `action=login` and `action=logout`.

use super::{
    ApiError, ModuleResult, Outcome, announcement, check_lag, check_writing, must_be_posted,
};
use crate::{
    api_value::Map,
    auth::token,
    call::{Call, PREFIX},
    message::Message,
    name,
    setting::Setting,
};

pub(super) fn login(call: &mut Call<'_>) -> Outcome {
    for parameter in ["lgname", "lgpassword", "lgtoken", "lgdomain"] {
        call.get(parameter);
    }
    if !call.request.posted() {
        return Err(must_be_posted(call, "login"));
    }
    if call.wiki.profile.auth_manager {
        return login_by_auth_manager(call);
    }
    let given = call.get("lgtoken").unwrap_or_default();
    let token = match call.session_mut().login_token.clone() {
        Some(token) => token,
        None => call.state.random.hex(),
    };
    call.session_mut().login_token = Some(token.clone());
    if given.is_empty() {
        return Ok(need_token(call, &token));
    }
    if given != token {
        return Ok(result("WrongToken"));
    }
    let name = name::title(&call.get("lgname").unwrap_or_default(), call.wiki);
    let password = call.get("lgpassword").unwrap_or_default();
    let Some(name) = name else {
        return Ok(result("NoName"));
    };
    if call.state.account(&name).is_none() {
        return Ok(result("NotExists"));
    }
    if password.is_empty() {
        return Ok(result("EmptyPass"));
    }
    if !call.passes_login_captcha(&name, ["wpCaptchaId", "wpCaptchaWord"])
        || !call.state.accepts_password(&name, &password)
    {
        call.count_bad_login(&name);
        return Ok(result("WrongPass"));
    }
    if call.wiki.has(Setting::Locked) {
        return Ok(result("Blocked"));
    }
    call.session_mut().login_token = None;
    call.forget_bad_logins(&name);
    call.log_in(&name, !call.wiki.profile.login_not_remembered);
    Ok(success(call, &name))
}

fn result(name: &str) -> ModuleResult {
    ModuleResult::of("login", Map::new().with("result", name))
}

fn need_token(call: &Call<'_>, token: &str) -> ModuleResult {
    let mut body = Map::new().with("result", "NeedToken").with("token", token);
    if call.wiki.profile.login_returns_session {
        body.set("cookieprefix", PREFIX);
        body.set("sessionid", call.session_id());
    }
    ModuleResult::of("login", body)
}

fn success(call: &Call<'_>, name: &str) -> ModuleResult {
    let account = call.state.account(name).cloned();
    let (id, token) = account.map_or((0, String::new()), |account| (account.id, account.token));
    let mut body = Map::new()
        .with("result", "Success")
        .with("lguserid", id)
        .with("lgusername", name);
    if call.wiki.profile.login_returns_session {
        body.set("lgtoken", token);
        body.set("cookieprefix", PREFIX);
        body.set("sessionid", call.session_id());
    }
    ModuleResult::of("login", body)
}

fn failed(call: &Call<'_>, reason: String) -> ModuleResult {
    let reason = if call.wiki.profile.login_reason_one_line {
        reason.replace('\n', " ")
    } else {
        reason
    };
    let body = Map::new().with("result", "Failed").with("reason", reason);
    ModuleResult::of("login", body)
}

fn login_by_auth_manager(call: &mut Call<'_>) -> Outcome {
    let given = call.get("lgtoken").unwrap_or_default();
    if given.is_empty() {
        let token = token::fetch(call, "login");
        let mut answer = need_token(call, &token);
        let quote = if call.wiki.profile.error_formats {
            "\""
        } else {
            ""
        };
        answer.warn(
            "login",
            format!(
                "Fetching a token via {quote}action=login{quote} is deprecated. Use \
                 {quote}action=query&meta=tokens&type=login{quote} instead."
            ),
        );
        if let Some(news) = announcement(call) {
            answer.warn("main", news);
        }
        return Ok(answer);
    }
    if !token::is_right(call, "login", &given) {
        if call.session_mut().secrets.contains_key("login") {
            return Ok(result("WrongToken"));
        }
        if call.wiki.profile.lost_login_token_is_failed {
            let reason = "Unable to continue login. Your session most likely timed out.";
            return Ok(failed(call, reason.to_owned()));
        }
        let token = token::fetch(call, "login");
        return Ok(need_token(call, &token));
    }
    let name = call.get("lgname").unwrap_or_default();
    let password = call.get("lgpassword").unwrap_or_default();
    let bot = call
        .wiki
        .bots
        .iter()
        .find(|(bot, secret)| *bot == name && *secret == password)
        .and_then(|(bot, _)| bot.split_once('@'))
        .map(|(account, _)| account.to_owned());
    if let Some(account) = bot {
        call.log_in_bot(&account);
        return Ok(success(call, &account));
    }
    let known = name::canonical(&name, call.wiki)
        .filter(|name| call.state.accepts_password(name, &password));
    let Some(name) = known else {
        return Ok(failed(
            call,
            Message::new("wrongpassword").text(call.wiki.release),
        ));
    };
    call.log_in(&name, true);
    let mut answer = success(call, &name);
    if call.wiki.profile.login_deprecated {
        let (login, client) = if call.wiki.profile.error_formats {
            ("\"action=login\"", "\"action=clientlogin\"")
        } else {
            ("action=login", "action=clientlogin")
        };
        answer.warn(
            "login",
            format!(
                "Main-account login via {login} is deprecated and may stop working without warning. To continue \
                 login with {login}, see [[Special:BotPasswords]]. To safely continue using main-account login, see \
                 {client}."
            ),
        );
        if let Some(news) = announcement(call) {
            answer.warn("main", news);
        }
    }
    Ok(answer)
}

pub(super) fn logout(call: &mut Call<'_>) -> Outcome {
    call.get("token");
    if call.wiki.profile.login_is_write {
        check_writing(call)?;
    }
    check_lag(call)?;
    if call.wiki.profile.message_codes
        && call.wiki.profile.param_validator
        && !call.request.posted()
    {
        return Err(must_be_posted(call, "logout"));
    }
    if call.user.take().is_some() {
        call.renew_session();
        call.session_mut().user = None;
        for name in ["UserID", "Token"] {
            call.drop_cookie(name);
        }
    }
    Ok(ModuleResult::default())
}

/// Returns the error for a wrong token, as the release words it.
pub(super) fn bad_token(call: &Call<'_>) -> ApiError {
    ApiError::new(
        "badtoken",
        Message::new("badtoken").plain(call.wiki.release),
    )
}
