//! The signup form of the releases up to 1.26: Special:UserLogin with `type=signup`.

use super::{input, instead_of_form, page, row};
use crate::{
    api::{image_path, new_captcha},
    call::Call,
    creation::{Refusal, Wish},
    http::Response,
    message::Message,
    node::escape_attribute,
    wiki::{Captcha, Setting},
};

pub(super) fn answer(call: &mut Call<'_>) -> Response {
    if call.wiki.profile.auth_manager {
        return page(call, "Log in", "<p>Log in with the API.</p>");
    }
    call.session_mut();
    if call.request.parameter("type") != Some("signup") {
        return page(call, "Log in", "<p>Log in with the API.</p>");
    }
    if let Some(instead) = instead_of_form(call) {
        return instead;
    }
    let submits = call.request.parameter("wpCreateaccount").is_some()
        || call.request.parameter("wpCreateaccountMail").is_some();
    if !call.request.posted() || !submits {
        return form(call, None);
    }
    let given = call
        .request
        .parameter("wpCreateaccountToken")
        .unwrap_or_default()
        .to_owned();
    let token = call.session_mut().create_token.clone();
    match token {
        Some(token) if token == given => {}
        Some(_) => return form(call, Some(&Message::new("sessionfailure"))),
        None => {
            let told = call.wiki.profile.form_tells_loss;
            return form(call, told.then(|| Message::new("nocookiesfornew")).as_ref());
        }
    }
    let wish = wish(call);
    match call.add_account(wish) {
        Ok(name) => created(call, &name),
        Err(Refusal::Message(message)) => form(call, Some(&message)),
        Err(Refusal::Captcha) => form(call, Some(&Message::new("captcha-createaccount-fail"))),
    }
}

fn wish(call: &Call<'_>) -> Wish {
    let text = |name| call.request.parameter(name).unwrap_or_default().to_owned();
    let mut name = text("wpName");
    if call.wiki.profile.form_cuts_fragment {
        name.truncate(name.find('#').unwrap_or(name.len()));
    }
    Wish {
        name,
        password: text("wpPassword"),
        retype: Some(text("wpRetype")),
        email: text("wpEmail"),
        real_name: text("wpRealName"),
        reason: text("wpReason"),
        language: text("uselang"),
        by_mail: call.request.parameter("wpCreateaccountMail").is_some(),
    }
}

fn created(call: &mut Call<'_>, name: &str) -> Response {
    call.session_mut().create_token = None;
    if call.user.is_some() {
        return page(
            call,
            "Account created",
            &format!("<p>The user account for {name} has been created.</p>"),
        );
    }
    call.log_in(name, false);
    if call.wiki.profile.vform {
        page(
            call,
            &format!("Welcome, {name}!"),
            "<p>Your account has been created.</p>",
        )
    } else {
        page(
            call,
            "Login successful",
            &format!("<p>You are now logged in to LabWiki as \"{name}\".</p>"),
        )
    }
}

/// The form, with what was wrong the last time.
fn form(call: &mut Call<'_>, error: Option<&Message>) -> Response {
    let profile = call.wiki.profile.clone();
    let token = match call.session_mut().create_token.clone() {
        Some(token) => token,
        None => call.state.random.hex(),
    };
    call.session_mut().create_token = Some(token.clone());
    let captcha = if call.wants_captcha() {
        captcha(call)
    } else {
        String::new()
    };
    let old = |name: &str| {
        call.request
            .form
            .iter()
            .find(|(key, _)| key == name)
            .map_or("", |(_, value)| value)
    };
    let creator = call.user.clone();
    let name = match &creator {
        Some(name) if profile.form_prefilled && old("wpName").is_empty() => name.as_str(),
        _ => old("wpName"),
    };
    let mut fields = row("Username", &input("", "wpName", name));
    if creator.is_some() && profile.mail_box {
        fields += &row("By mail", &input("checkbox", "wpCreateaccountMail", "1"));
    }
    fields += &row("Password", &input("password", "wpPassword", ""));
    fields += &row("Confirm password", &input("password", "wpRetype", ""));
    if call.wiki.mails() {
        let kind = if profile.email_input { "email" } else { "" };
        fields += &row("Email", &input(kind, "wpEmail", old("wpEmail")));
    }
    if !call.wiki.has(Setting::Hidden) {
        fields += &row("Real name", &input("text", "wpRealName", old("wpRealName")));
    }
    if creator.is_some() {
        let kind = if profile.vform { "" } else { "text" };
        fields += &row("Reason", &input(kind, "wpReason", old("wpReason")));
    }
    if profile.remember_box {
        fields += &row("Remember my login", &input("checkbox", "wpRemember", "1"));
    }
    let submit = match &creator {
        Some(_) if profile.vform => "Create another account",
        None if profile.vform => "Create your account",
        _ => "Create account",
    };
    fields += &input("submit", "wpCreateaccount", submit);
    if creator.is_some() && !profile.mail_box {
        fields += &input("submit", "wpCreateaccountMail", "By e-mail");
    }
    let error = error.map_or_else(String::new, |error| error_box(call, error));
    let (before, inside) = if profile.vform {
        ("", error.as_str())
    } else {
        (error.as_str(), "")
    };
    let class = if profile.vform {
        " class=\"mw-ui-vform\""
    } else {
        ""
    };
    let content = format!(
        "{before}<form name=\"userlogin2\" id=\"userlogin2\"{class} method=\"post\" \
         action=\"{}/index.php?title=Special:UserLogin&amp;action=submitlogin&amp;type=signup\">\n{captcha}{inside}{fields}\n{}\n</form>",
        call.path,
        input("hidden", "wpCreateaccountToken", &token),
    );
    page(
        call,
        if profile.vform {
            "Create account"
        } else {
            "Log in / create account"
        },
        &content,
    )
}

fn error_box(call: &Call<'_>, error: &Message) -> String {
    let profile = &call.wiki.profile;
    let heading = if profile.vform {
        "Account creation error"
    } else {
        "Login error"
    };
    let id = if profile.error_box_id {
        " id=\"mw-createacct-status-area\""
    } else {
        ""
    };
    let text = error.html(call.wiki.release);
    format!("<div{id} class=\"errorbox\">\n<strong>{heading}</strong><br />\n{text}\n</div>\n")
}

/// The captcha as ConfirmEdit puts it into the form.
fn captcha(call: &mut Call<'_>) -> String {
    let profile = call.wiki.profile.clone();
    let kind = call.wiki.captcha.unwrap_or(Captcha::Simple);
    if kind.is_service() {
        return "<div class='captcha'><script src=\"//www.google.com/recaptcha/api/challenge?k=pub\"></script>\
                <noscript><iframe src=\"//www.google.com/recaptcha/api/noscript?k=pub\"></iframe><br />\
                <textarea name=\"recaptcha_challenge_field\" rows=\"3\" cols=\"40\"></textarea>\
                <input type=\"hidden\" name=\"recaptcha_response_field\" value=\"manual_challenge\" /></noscript></div>\n"
            .to_owned();
    }
    let (id, question) = new_captcha(call, kind);
    let hidden = input("hidden", "wpCaptchaId", &id);
    let word = input("", "wpCaptchaWord", "");
    let label = |text: &str| format!("<label for=\"wpCaptchaWord\">{text}</label>");
    let inside = match kind {
        Captcha::Fancy => {
            let source = escape_attribute(&image_path(call, &id));
            let (class, label) = if profile.captcha_image_class {
                ("class=\"fancycaptcha-image\" ", label("CAPTCHA: "))
            } else {
                ("", String::new())
            };
            format!("<p><img {class}src=\"{source}\" alt=\"\" /></p>\n<p>{label}{word}{hidden}</p>")
        }
        Captcha::Questy => format!("<p>{} {word}</p>\n{hidden}", label(&question)),
        _ if profile.sum_in_label => format!(
            "<p>{}{word}</p>\n{hidden}",
            label(&format!("{question} = "))
        ),
        _ => format!("<p>{} = {word}</p>\n{hidden}", label(&question)),
    };
    format!("<div class='captcha'>{inside}</div>\n")
}
