//! Special:CreateAccount, the form of 1.27 and later.

use super::{input, instead_of_form, page, row};
use crate::{
    api::{dies_of_captcha, new_captcha},
    auth::{
        flow::{ELSEWHERE, Said},
        token,
    },
    call::Call,
    http::{Request, Response},
    message::Message,
    name,
    node::escape,
    wiki::{Captcha, Setting},
};

/// The names of the form's fields, and those of AuthManager.
const NAMES: &[(&str, &str)] = &[("wpName", "username"), ("wpPassword", "password")];

pub(super) fn answer(call: &mut Call<'_>) -> Response {
    if let Some(dead) = dies_of_captcha(call) {
        return dead;
    }
    call.session_mut();
    if let Some(instead) = instead_of_form(call) {
        return instead;
    }
    if !call.request.posted() || call.request.parameter("authAction") != Some("create") {
        return form(call, None);
    }
    let token = call
        .request
        .parameter("wpCreateaccountToken")
        .unwrap_or_default()
        .to_owned();
    if !token::is_right(call, "createaccount", &token) {
        return form(
            call,
            Some(&Message::new("sessionfailure").html(call.wiki.release)),
        );
    }
    submit(call)
}

/// Checks what the form itself checks, and gives the rest to AuthManager.
fn submit(call: &mut Call<'_>) -> Response {
    let text = |name: &str| call.request.parameter(name).unwrap_or_default();
    let email = text("email");
    let bad_email = !email.is_empty() && !name::is_email(email);
    let needs_email = call.wiki.has(Setting::EmailRequired) && email.is_empty();
    if text("password") != text("retype") || bad_email || needs_email {
        return form(call, Some("There are problems with some of your input."));
    }
    match call.begin_creation(None) {
        Said::Pass(name) if call.user.is_none() => {
            call.log_in(&name, false);
            page(
                call,
                &format!("Welcome, {name}!"),
                "<p>Your account has been created.</p>",
            )
        }
        Said::Pass(name) => page(
            call,
            "Account created",
            &format!("<p>The account {name} has been created.</p>"),
        ),
        Said::Fail(message) => form(call, Some(&message.html(call.wiki.release))),
        Said::Redirect(_) => Response::html(302, "").with("Location", ELSEWHERE),
        Said::Ui(message, _) | Said::Restart { message, .. } | Said::Unknown { message, .. } => {
            page(call, "Create account", &escape(&message.key))
        }
        Said::Crash => Response::html(500, "<p>Caught exception of type DomainException</p>"),
    }
}

/// The form's request with the names of AuthManager.
pub(super) fn renamed(request: &Request) -> Request {
    let mut request = request.clone();
    for (name, _) in &mut request.form {
        if let Some((_, field)) = NAMES.iter().find(|(form, _)| form == name) {
            (*field).clone_into(name);
        }
    }
    request
}

fn form(call: &mut Call<'_>, error: Option<&str>) -> Response {
    let profile = call.wiki.profile.clone();
    let old = |name: &str| {
        call.request
            .form
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    };
    let mut fields = row("Username", &input("", "wpName", old("username")));
    if call.user.is_some() && call.wiki.mails() {
        fields += &row("By mail", &input("checkbox", "mailpassword", "1"));
    }
    fields += &row("Password", &input("password", "wpPassword", ""));
    fields += &row("Confirm password", &input("password", "retype", ""));
    if call.wiki.mails() {
        fields += &row("Email", &input("email", "email", old("email")));
    }
    if !call.wiki.has(Setting::Hidden) {
        fields += &row("Real name", &input("", "realname", old("realname")));
    }
    if call.user.is_some() {
        fields += &row("Reason", &input("", "reason", old("reason")));
    }
    if call.wants_captcha() {
        fields += &captcha(call);
    }
    let token = token::fetch(call, "createaccount");
    let hidden = [
        ("wpEditToken", "+\\"),
        ("title", "Special:CreateAccount"),
        ("authAction", "create"),
        ("wpCreateaccountToken", token.as_str()),
    ];
    let hidden: String = hidden
        .iter()
        .map(|(name, value)| input("hidden", name, value))
        .collect();
    let error = error.map_or_else(String::new, |text| {
        format!("<div class=\"{}\"><p>{text}\n</p></div>", profile.error_box)
    });
    let class = profile.form_class;
    let content = format!(
        "<form action=\"{}/index.php/Special:CreateAccount\" method=\"post\" id=\"userlogin2\" name=\"userlogin2\" class=\"{class}\">\n\
         {error}{fields}<button id=\"wpCreateaccount\" type=\"submit\" name=\"wpCreateaccount\" value=\"Create your account\">\
         Create your account</button>\n{hidden}<input name=\"force\" type=\"hidden\" />\n</form>",
        call.path,
    );
    page(call, "Create account", &content)
}

fn captcha(call: &mut Call<'_>) -> String {
    let kind = call.wiki.captcha.unwrap_or(Captcha::Simple);
    if kind.is_service() {
        return format!("<div class=\"{kind}\" data-sitekey=\"site\"></div>\n");
    }
    let (id, question) = new_captcha(call, kind);
    let shown = match kind {
        Captcha::Fancy => {
            let source = crate::node::escape_attribute(&crate::api::image_path(call, &id));
            format!("<img class=\"fancycaptcha-image\" src=\"{source}\" alt=\"\" />")
        }
        Captcha::Simple => format!("{question} ="),
        _ => question,
    };
    row(&shown, &input("", "captchaWord", "")) + &input("hidden", "captchaId", &id)
}
