//! Special:CreateAccount, the form of 1.27 and later.

use super::{
    exception,
    html_form::{HtmlForm, Notice, input, token_error},
    page, permission_error, read_only, redirect, redirect_to_other_site, success,
};
use crate::{
    api::{captcha_crash, new_captcha},
    api_value::escape_attribute,
    auth::{
        auth_request::{self, AuthRequest},
        creation::AuthResponse,
    },
    call::Call,
    captcha::Captcha,
    http::Response,
    message::Message,
    name,
    setting::Setting,
};

pub(super) fn answer(call: &mut Call<'_>) -> Response {
    if let Some(dead) = captcha_crash(call) {
        return dead;
    }
    let must_request = call.wiki.has(Setting::AccountRequests) && !call.has_right("createaccount");
    if must_request && call.wiki.profile.request_page_redirect {
        return redirect(call, 302, &call.article("Special:RequestAccount"));
    }
    call.session_mut();
    if let Some(instead) = instead_of_form(call) {
        return instead;
    }
    if !call.request.posted() {
        return form(call, Notice::default());
    }
    // A form without its action counts as a continuation (`AuthManagerSpecialPage::loadAuth`).
    let begins = call.request.parameter("authAction") == Some("create");
    if !begins && call.session_mut().pending_creation.is_none() {
        let message = Message::new("authpage-cannot-create-continue");
        let lost = Notice::error(message.html(call.wiki.release));
        return form(call, lost);
    }
    if let Some(wrong) = token_error(call, "createaccount", "wpCreateaccountToken") {
        return form(call, wrong);
    }
    if !begins {
        let response = call.continue_creation();
        return auth_response_page(call, response);
    }
    if call.signup_field_refusal().is_some() {
        let required = Message::new("htmlform-required");
        let wrong = Notice::at("wpTermsOfService", required.html(call.wiki.release));
        return form(call, wrong);
    }
    if let Some((field, message)) = field_error(call) {
        let wrong = Notice::at(field, message.html(call.wiki.release));
        return form(call, wrong);
    }
    let response = call.begin_creation(None);
    auth_response_page(call, response)
}

/// Returns the page that replaces the form, if the caller may not create accounts. Missing rights are reported
/// first (`SpecialCreateAccount::checkPermissions`).
fn instead_of_form(call: &Call<'_>) -> Option<Response> {
    if !call.has_right("createaccount") {
        let message = if call.wiki.profile.page_names_groups {
            call.forbidden()?
        } else {
            Message::new("badaccess-group0")
        };
        return Some(permission_error(call, &message));
    }
    let shows_form = call.wiki.profile.form_before_block && !call.request.posted();
    let message = match read_only(call) {
        Some(message) => message,
        None if shows_form => return None,
        None => call.block()?,
    };
    let text = format!("<p>{}</p>", message.html(call.wiki.release));
    Some(page(call, "Account creation error", &text))
}

/// Returns the first violation that the form itself finds, before AuthManager runs.
fn field_error(call: &Call<'_>) -> Option<(&'static str, Message)> {
    let text = |name: &str| call.request.parameter(name).unwrap_or_default();
    let required = || Message::new("htmlform-required");
    // The password may be empty where a password by mail is offered.
    let by_mail = call.user.is_some() && call.wiki.mails();
    let email = text("email");
    if text("username").is_empty() {
        Some(("wpName", required()))
    } else if text("password").is_empty() && !by_mail {
        Some(("wpPassword", required()))
    } else if text("password") != text("retype") {
        Some(("retype", Message::new("badretype")))
    } else if email.is_empty() && call.wiki.has(Setting::EmailRequired) {
        Some(("email", required()))
    } else if email.is_empty() && by_mail && call.request.parameter("mailpassword").is_some() {
        Some(("email", Message::new("noemailcreate")))
    } else if !email.is_empty() && !name::is_email(email) {
        Some(("email", Message::new("invalidemailaddress")))
    } else if text("captchaWord").is_empty()
        && call.wiki.profile.form_requires_captcha
        && call.requires_captcha()
        && !call.wiki.captcha.is_some_and(Captcha::is_service)
    {
        Some(("captchaWord", required()))
    } else {
        None
    }
}

fn auth_response_page(call: &mut Call<'_>, response: AuthResponse) -> Response {
    let release = call.wiki.release;
    match response {
        AuthResponse::Pass(name) if call.user.is_none() => {
            call.log_in(&name, false);
            let text = "<p>Your account has been created.</p>";
            page(call, &format!("Welcome, {name}!"), text)
        }
        AuthResponse::Pass(name) => success::account_created(call, &name),
        AuthResponse::Fail(message) => form(call, Notice::error(message.html(release))),
        AuthResponse::Redirect(_) | AuthResponse::RedirectTo(..) => redirect_to_other_site(),
        AuthResponse::Ui(message, offers)
        | AuthResponse::Restart {
            message, offers, ..
        } => next_step(call, &message, &offers),
        AuthResponse::FailPreserving { message, .. } => {
            form(call, Notice::error(message.html(release)))
        }
        AuthResponse::Crash(class) => exception(call, class),
    }
}

fn html_form(action: &'static str, notice: Notice) -> HtmlForm {
    let named = "id=\"userlogin2\" name=\"userlogin2\"";
    HtmlForm::new("Special:CreateAccount", "Create account", action, named).notice(notice)
}

/// Prints the form again, with the fields of the next step. The account may exist already.
fn next_step(call: &mut Call<'_>, message: &Message, offers: &[AuthRequest]) -> Response {
    let notice = Notice::warning(message.html(call.wiki.release));
    let mut form = html_form("create-continue", notice);
    for offer in offers {
        form.offer(call, offer);
    }
    let name = "wpCreateaccount";
    form.button(call, name, name, "Continue account creation");
    form.print(call)
}

/// Prints the form, with the error of the last attempt.
fn form(call: &mut Call<'_>, notice: Notice) -> Response {
    let mut form = html_form("create", notice);
    let creator = call.user.is_some();
    form.text(call, "wpName2", "wpName", "", "Username");
    if creator && call.wiki.mails() {
        let label = "Use a temporary random password and send it to the specified email address";
        form.check(call, "wpCreateaccountMail", "wpCreateaccountMail", label);
    }
    form.text(call, "wpPassword2", "wpPassword", "password", "Password");
    form.text(call, "wpRetype", "retype", "password", "Confirm password");
    if call.wiki.has(Setting::Domain) {
        form.field(call, &auth_request::domain());
    }
    if call.wiki.mails() {
        let label = if call.wiki.has(Setting::EmailRequired) {
            "Email address"
        } else {
            "Email address (optional)"
        };
        form.text(call, "wpEmail", "email", "email", label);
    }
    if !call.wiki.has(Setting::Hidden) {
        form.text(call, "wpRealName", "realname", "", "Real name (optional)");
    }
    if creator {
        form.text(
            call,
            "wpReason",
            "reason",
            "",
            call.wiki.profile.reason_label,
        );
    }
    if let Some(kind) = call.wiki.captcha.filter(|_| call.requires_captcha()) {
        captcha(call, &mut form, kind);
    }
    if call.wiki.has(Setting::SignupFields) {
        signup_fields(call, &mut form);
    }
    if call.wiki.has(Setting::NewSignupPage) {
        let control = input(
            "mw-input-wpTermsOfService",
            "wpTermsOfService",
            "checkbox",
            "1",
        );
        form.row(call, "HTMLCheckField", "", "", &control);
        form.hidden("", "from", "0");
        form.hidden("", "referral", "");
    }
    let submit = if creator {
        "Create account"
    } else {
        "Create your account"
    };
    form.button(call, "wpCreateaccount", "wpCreateaccount", submit);
    form.print(call)
}

/// Adds the fields of an extension, as HTMLForm prints them.
fn signup_fields(call: &Call<'_>, form: &mut HtmlForm) {
    let id = "mw-input-wpTermsOfService";
    let label = "I agree to the <a href=\"/tos\">Terms of Service</a>";
    let control = input(id, "wpTermsOfService", "checkbox", "yes");
    let control = format!("{control} <label for=\"{id}\">{label}</label>");
    form.row(call, "HTMLCheckField", "", "", &control);
    let id = "mw-input-wpInterests";
    let control = input(id, "wpInterests", "", "")
        + "</div><div class=\"cdx-field__help-text htmlform-tip\">What do you like?";
    form.row(call, "HTMLTextField", id, "Interests", &control);
    let control = format!(
        "<div style=\"display: none;\">{}</div>",
        input("", "wpNickname", "", "")
    );
    form.row(call, "HTMLTextField", "", "", &control);
}

/// Adds the captcha as ConfirmEdit does. A service's widget has no field until its script runs.
pub(super) fn captcha(call: &mut Call<'_>, form: &mut HtmlForm, kind: Captcha) {
    let id = "mw-input-captchaWord";
    let label = Message::new(auth_request::captcha_label(kind, call.wiki)).html(call.wiki.release);
    let widget = match kind {
        Captcha::ReCaptcha => Some(("g-recaptcha", "HTMLReCaptchaNoCaptchaField")),
        Captcha::HCaptcha => Some(("h-captcha", "HTMLHCaptchaField")),
        Captcha::Turnstile => Some(("cf-turnstile", "HTMLTurnstileField")),
        _ => None,
    };
    if let Some((class, field)) = widget {
        let mut control = format!("<div class=\"{class}\" data-sitekey=\"site\"></div>");
        if kind == Captcha::ReCaptcha {
            control += "<noscript><textarea name=\"g-recaptcha-response\"></textarea></noscript>";
        }
        form.row(call, field, id, &label, &control);
        return;
    }
    let (number, question) = new_captcha(call, kind);
    // Only a question's answer is printed again with the form.
    let given = call.request.parameter("captchaWord");
    let given = given.filter(|_| kind == Captcha::Questy);
    let word = input(id, "captchaWord", "", given.unwrap_or_default());
    if kind == Captcha::Fancy {
        let source = escape_attribute(&crate::api::image_path(call, &number));
        let image = format!("<img class=\"fancycaptcha-image\" src=\"{source}\" alt=\"\" />");
        let control = image + &word;
        form.row(
            call,
            "HTMLFancyCaptchaField captcha",
            id,
            "CAPTCHA Security check",
            &control,
        );
    } else {
        form.info(call, &label, &auth_request::captcha_info(kind, question));
        form.row(call, "HTMLTextField", "", "", &word);
    }
    form.hidden("mw-input-captchaId", "captchaId", &number);
}
