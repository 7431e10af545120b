//! Special:UserLogin: the login form of every release, which also works without the API.

use super::{
    create_account, exception,
    html_form::{HtmlForm, Notice, input, token_error},
    page, redirect, redirect_to_other_site, signup,
    signup::{error_box, row},
};
use crate::{
    api_value::escape_attribute,
    auth::{auth_request::AuthRequest, creation::AuthResponse},
    call::Call,
    http::Response,
    message::{Message, Param},
    name,
    setting::Setting,
};

pub(super) fn answer(call: &mut Call<'_>) -> Response {
    call.session_mut();
    if call.wiki.profile.auth_manager {
        return by_auth_manager(call);
    }
    if call.request.parameter("type") == Some("signup") {
        return signup::answer(call);
    }
    let submits = call.request.parameter("action") == Some("submitlogin")
        || call.request.parameter("wpLoginAttempt").is_some()
        || call.request.parameter("wpLoginattempt").is_some();
    if !call.request.posted() || !submits {
        return form(call, None);
    }
    match check(call) {
        Ok(name) => {
            call.session_mut().login_token = None;
            let kept = call.request.parameter("wpRemember").is_some();
            if call.wiki.profile.form_login_renews_session {
                call.renew_session();
            }
            call.log_in(&name, kept);
            returned(call)
        }
        Err(message) => form(call, Some(&message)),
    }
}

/// Redirects a logged-in user to the page they came from, or to the main page.
fn returned(call: &Call<'_>) -> Response {
    let to = call.request.parameter("returnto");
    let to = to.and_then(|to| name::title(to, call.wiki));
    let to = to.unwrap_or_else(|| "Main Page".to_owned());
    redirect(call, 302, &call.article(&to))
}

/// Checks name and password, in the order of `LoginForm::authenticateUserData`.
fn check(call: &mut Call<'_>) -> Result<String, Message> {
    let text = |name: &str| call.request.parameter(name).unwrap_or_default().to_owned();
    let (given, password, token) = (text("wpName"), text("wpPassword"), text("wpLoginToken"));
    if given.is_empty() {
        return Err(Message::new("noname"));
    }
    match call.session_mut().login_token.clone() {
        Some(_) if token.is_empty() => return Err(Message::new("nocookieslogin")),
        Some(own) if own == token => {}
        Some(_) => return Err(Message::new("sessionfailure")),
        None => return Err(Message::new("nocookieslogin")),
    }
    let name = name::title(&given, call.wiki).ok_or_else(|| Message::new("noname"))?;
    if call.state.account(&name).is_none() {
        return Err(Message::new("nosuchuser").with(Param::Text(name)));
    }
    if password.is_empty() {
        return Err(Message::new("wrongpasswordempty"));
    }
    if !call.passes_login_captcha(&name, ["wpCaptchaId", "wpCaptchaWord"])
        || !call.state.accepts_password(&name, &password)
    {
        call.count_bad_login(&name);
        return Err(Message::new("wrongpassword"));
    }
    call.forget_bad_logins(&name);
    Ok(name)
}

/// Prints the form up to 1.26.
fn form(call: &mut Call<'_>, error: Option<&Message>) -> Response {
    let profile = call.wiki.profile.clone();
    let token = match call.session_mut().login_token.clone() {
        Some(token) => token,
        None => call.state.random.hex(),
    };
    call.session_mut().login_token = Some(token.clone());
    let captcha = match call.login_captcha() {
        Some(_) => signup::captcha(call),
        None => String::new(),
    };
    let given = call.request.parameter("wpName");
    let name = given.or(call.user.as_deref()).unwrap_or_default();
    let fields = [
        row("Username", &input("wpName1", "wpName", "", name)),
        row(
            "Password",
            &input("wpPassword1", "wpPassword", "password", ""),
        ),
        captcha,
        row(
            "Keep me logged in",
            &input("wpRemember", "wpRemember", "checkbox", "1"),
        ),
        input("wpLoginAttempt", "wpLoginAttempt", "submit", "Log in"),
        input("", "wpLoginToken", "hidden", &token),
    ]
    .concat();
    let error = error.map_or_else(String::new, |error| {
        error_box("Login error", "", &error.html(call.wiki.release))
    });
    let (before, inside, class) = if profile.vform {
        ("", error.as_str(), " class=\"mw-ui-vform\"")
    } else {
        (error.as_str(), "", "")
    };
    let action = call.article_with("Special:UserLogin", "action=submitlogin&type=login");
    let content = format!(
        "{before}<div id=\"userloginForm\">\n<form name=\"userlogin\"{class} method=\"post\" action=\"{}\">\n{inside}{fields}\n</form>\n</div>",
        escape_attribute(&action),
    );
    let title = if profile.vform {
        "Log in"
    } else {
        "Log in / create account"
    };
    page(call, title, &content)
}

/// Answers for the form from 1.27 on.
fn by_auth_manager(call: &mut Call<'_>) -> Response {
    let here = call.user.clone();
    if call.wiki.has(Setting::RemoteUser) {
        let text = "<p>Logging in is not possible when using the server's own login.</p>";
        return page(call, "Cannot log in now", text);
    }
    if !call.request.posted() {
        if here.is_some()
            && call
                .request
                .parameter("returnto")
                .is_some_and(|to| !to.is_empty())
        {
            return returned(call);
        }
        let notice = here.map_or_else(Notice::default, |name| {
            let message = Message::new("userlogin-loggedin").with(Param::Text(name));
            Notice::warning(message.html(call.wiki.release))
        });
        return new_form(call, notice);
    }
    let release = call.wiki.release;
    if call.request.parameter("authAction") == Some("login-continue") {
        if let Some(wrong) = token_error(call, "login", "wpLoginToken") {
            return new_form(call, wrong);
        }
        let response = call.continue_login();
        return auth_response_page(call, response);
    }
    if call.request.parameter("authAction") != Some("login") {
        let message = Message::new("authpage-cannot-login-continue");
        let notice = Notice::error(message.html(release));
        return new_form(call, notice);
    }
    if let Some(wrong) = token_error(call, "login", "wpLoginToken") {
        return new_form(call, wrong);
    }
    let empty = [("wpName", "username"), ("wpPassword", "password")]
        .into_iter()
        .find(|(_, field)| call.request.parameter(field).is_none_or(str::is_empty));
    if let Some((field, _)) = empty {
        let message = Message::new("htmlform-required");
        return new_form(call, Notice::at(field, message.html(release)));
    }
    let response = call.begin_login();
    auth_response_page(call, response)
}

fn auth_response_page(call: &mut Call<'_>, response: AuthResponse) -> Response {
    let release = call.wiki.release;
    match response {
        AuthResponse::Pass(_) => returned(call),
        AuthResponse::Redirect(_) | AuthResponse::RedirectTo(..) => redirect_to_other_site(),
        AuthResponse::Ui(message, offers) => next_step(call, &message, &offers),
        AuthResponse::Fail(message)
        | AuthResponse::Restart { message, .. }
        | AuthResponse::FailPreserving { message, .. } => {
            new_form(call, Notice::error(message.html(release)))
        }
        AuthResponse::Crash(class) => exception(call, class),
    }
}

/// Prints the fields of the next step.
fn next_step(call: &mut Call<'_>, message: &Message, offers: &[AuthRequest]) -> Response {
    let notice = Notice::warning(message.html(call.wiki.release));
    let named = "name=\"userlogin\"";
    let mut form = HtmlForm::new("Special:UserLogin", "Log in", "login-continue", named);
    form = form.notice(notice);
    for offer in offers {
        form.offer(call, offer);
    }
    form.button(call, "wpLoginAttempt", "wploginattempt", "Continue login");
    form.print(call)
}

fn new_form(call: &mut Call<'_>, notice: Notice) -> Response {
    let named = "name=\"userlogin\"";
    let mut form = HtmlForm::new("Special:UserLogin", "Log in", "login", named).notice(notice);
    let name = call.request.parameter("username").or(call.user.as_deref());
    let name = input("wpName1", "wpName", "", name.unwrap_or_default());
    form.row(call, "HTMLTextField", "wpName1", "Username", &name);
    form.text(call, "wpPassword1", "wpPassword", "password", "Password");
    form.check(call, "wpRemember", "wpRemember", "Keep me logged in");
    if let Some(kind) = call.login_captcha() {
        create_account::captcha(call, &mut form, kind);
    }
    form.button(call, "wpLoginAttempt", "wploginattempt", "Log in");
    form.print(call)
}
