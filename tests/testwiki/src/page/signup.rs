//! The signup form of the releases up to 1.26: Special:UserLogin with `type=signup`.

use super::{
    exception,
    html_form::{input, select},
    page, permission_error, read_only, success,
};
use crate::{
    api::{image_path, new_captcha},
    api_value::escape_attribute,
    call::Call,
    captcha::Captcha,
    http::Response,
    message::{Message, Param},
    new_account::{DOMAINS, NewAccount, Refusal},
    setting::Setting,
    state::LogAction,
};

/// The fields of an extension, as the templates of these releases print `extraInput`.
const SIGNUP_FIELDS: &str = "<div><input type=\"checkbox\" name=\"wpTermsOfService\" value=\"yes\" \
     id=\"wpTermsOfService\" /> <label for=\"wpTermsOfService\">I agree to the <a href=\"/tos\">Terms \
     of Service</a></label></div>\n<div><label for=\"wpInterests\">Interests</label> <input type=\"text\" \
     name=\"wpInterests\" value=\"\" id=\"wpInterests\" /><div class=\"prefsectiontip\">What do you like?\
     </div></div>\n<div style=\"display: none;\"><input name=\"wpNickname\" value=\"\" /></div>\n";

pub(super) fn answer(call: &mut Call<'_>) -> Response {
    if let Some(instead) = instead_of_form(call) {
        return instead;
    }
    let submits = call.request.parameter("wpCreateaccount").is_some()
        || call.request.parameter("wpCreateaccountMail").is_some();
    if !call.request.posted() || !submits {
        return form(call, None);
    }
    let new_account = submitted_account(call);
    if let Some(refusal) = call.domain_refusal(&new_account.domain) {
        return form(call, Some(&refusal));
    }
    if new_account.by_mail && new_account.email.is_empty() {
        return form(call, Some(&no_address(call, &new_account.name)));
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
            let profile = &call.wiki.profile;
            let key = match (
                profile.form_lost_session_failed,
                profile.form_reports_lost_session,
            ) {
                (true, _) => Some("sessionfailure"),
                (false, true) => Some("nocookiesfornew"),
                (false, false) => None,
            };
            return form(call, key.map(Message::new).as_ref());
        }
    }
    match call.add_account(new_account) {
        Ok(name) => created(call, &name),
        Err(Refusal::Message(message) | Refusal::Hook(message)) => form(call, Some(&message)),
        Err(Refusal::Captcha) => form(call, Some(&Message::new("captcha-createaccount-fail"))),
    }
}

fn submitted_account(call: &Call<'_>) -> NewAccount {
    let text = |name| call.request.parameter(name).unwrap_or_default().to_owned();
    let mut name = text("wpName");
    if call.wiki.profile.form_cuts_fragment {
        name.truncate(name.find('#').unwrap_or(name.len()));
    }
    NewAccount {
        name,
        password: text("wpPassword"),
        retype: Some(text("wpRetype")),
        email: text("wpEmail"),
        real_name: text("wpRealName"),
        reason: text("wpReason"),
        language: if call.wiki.has(Setting::Languages) {
            text("uselang")
        } else {
            String::new()
        },
        domain: text("wpDomain"),
        by_mail: call.request.parameter("wpCreateaccountMail").is_some() && call.wiki.mails(),
    }
}

/// Returns the page that replaces the form, if the caller may not create accounts.
fn instead_of_form(call: &Call<'_>) -> Option<Response> {
    if let Some(message) = read_only(call) {
        let text = format!("<p>{}</p>", message.html(call.wiki.release));
        return Some(page(call, "Database locked", &text));
    }
    let message = call.forbidden()?;
    if !call.has_right("createaccount") || call.block_by_hook().is_some() {
        return Some(permission_error(call, &message));
    }
    let text = format!("<p>{}</p>", message.html(call.wiki.release));
    Some(page(call, "Cannot create account", &text))
}

/// Returns the refusal of a password by mail without an email address.
fn no_address(call: &Call<'_>, name: &str) -> Message {
    if call.wiki.profile.mail_needs_address {
        Message::new("noemailcreate")
    } else {
        Message::new("noemail").with(Param::Text(name.to_owned()))
    }
}

/// Answers a creation. If the mail with the password could not be sent, the form is printed again with that
/// error, although the account exists (`LoginForm::addNewAccountMailPassword`).
fn created(call: &mut Call<'_>, name: &str) -> Response {
    call.session_mut().create_token = None;
    if call.mailer_throws(name) {
        return exception(call, "MWException");
    }
    let account = call.state.account(name);
    if account.is_some_and(|account| account.log_action == LogAction::ByEmail) {
        return match call.mail_failure(name) {
            Some(failure) => {
                let text = failure.text(call.wiki.release);
                let error = Message::new(call.wikitext("mailerror", &[&text]));
                form(call, Some(&error))
            }
            None => success::password_sent(call, name),
        };
    }
    if call.user.is_some() {
        return success::account_created(call, name);
    }
    call.log_in(name, false);
    success::logged_in(call, name)
}

/// Prints the form, with the error of the last attempt.
fn form(call: &mut Call<'_>, error: Option<&Message>) -> Response {
    let profile = call.wiki.profile.clone();
    let token = match call.session_mut().create_token.clone() {
        Some(token) => token,
        None => call.state.random.hex(),
    };
    call.session_mut().create_token = Some(token.clone());
    let captcha = if call.requires_captcha() {
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
    let mut fields = row("Username", &input("wpName2", "wpName", "", name));
    if creator.is_some() && profile.mail_box {
        fields += &row(
            "By mail",
            &input(
                "wpCreateaccountMail",
                "wpCreateaccountMail",
                "checkbox",
                "1",
            ),
        );
    }
    fields += &row(
        "Password",
        &input("wpPassword2", "wpPassword", "password", ""),
    );
    fields += &row(
        "Confirm password",
        &input("wpRetype", "wpRetype", "password", ""),
    );
    if call.wiki.has(Setting::Domain) {
        fields += &row("Domain", &select("", "wpDomain", DOMAINS, old("wpDomain")));
    }
    if call.wiki.mails() {
        let kind = if profile.email_input { "email" } else { "" };
        fields += &row("Email", &input("wpEmail", "wpEmail", kind, old("wpEmail")));
    }
    if !call.wiki.has(Setting::Hidden) {
        fields += &row(
            "Real name",
            &input("wpRealName", "wpRealName", "text", old("wpRealName")),
        );
    }
    if creator.is_some() && profile.form_reason {
        let kind = if profile.vform { "" } else { "text" };
        fields += &row(
            "Reason",
            &input("wpReason", "wpReason", kind, old("wpReason")),
        );
    }
    if profile.remember_box {
        fields += &row(
            "Remember my login",
            &input("wpRemember", "wpRemember", "checkbox", "1"),
        );
    }
    if call.wiki.has(Setting::SignupFields) {
        fields += SIGNUP_FIELDS;
    }
    let submit = match &creator {
        Some(_) if profile.vform => "Create another account",
        None if profile.vform => "Create your account",
        _ => "Create account",
    };
    fields += &input("wpCreateaccount", "wpCreateaccount", "submit", submit);
    if creator.is_some() && !profile.mail_box {
        fields += &input(
            "wpCreateaccountMail",
            "wpCreateaccountMail",
            "submit",
            "By e-mail",
        );
    }
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
    let error = error.map_or_else(String::new, |error| {
        error_box(heading, id, &error.html(call.wiki.release))
    });
    let links = language_links(call);
    let (before, inside) = if profile.vform {
        (links, error)
    } else {
        (error, links)
    };
    let class = if profile.vform {
        " class=\"mw-ui-vform\""
    } else {
        ""
    };
    let content = format!(
        "{before}<form name=\"userlogin2\" id=\"userlogin2\"{class} method=\"post\" \
         action=\"{}\">\n{captcha}{inside}{fields}\n{}{}\n</form>",
        escape_attribute(&call.article_with("Special:UserLogin", "action=submitlogin&type=signup")),
        input("", "wpCreateaccountToken", "hidden", &token),
        language_in_use(call),
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

/// Returns the links to the form in other languages, if the wiki offers them.
fn language_links(call: &Call<'_>) -> String {
    if !call.wiki.has(Setting::Languages) {
        return String::new();
    }
    let german = call.article_with("Special:UserLogin", "uselang=de&type=signup");
    format!(
        "<div id=\"languagelinks\"><p>Language: <a href=\"{}\">Deutsch</a> | English</p></div>\n",
        escape_attribute(&german)
    )
}

/// Returns the field with the language in use, if it was chosen with one of those links.
fn language_in_use(call: &Call<'_>) -> String {
    match call.request.parameter("uselang") {
        Some(language) if call.wiki.has(Setting::Languages) && !language.is_empty() => {
            input("", "uselang", "hidden", language)
        }
        _ => String::new(),
    }
}

/// Returns a box with an error, as the templates of these releases print it.
pub(super) fn error_box(heading: &str, id: &str, html: &str) -> String {
    format!("<div{id} class=\"errorbox\">\n<strong>{heading}</strong><br />\n{html}\n</div>\n")
}

/// Returns a field with its label, on a line.
pub(super) fn row(label: &str, field: &str) -> String {
    format!("<div><label>{label}</label> {field}</div>\n")
}

/// Returns the captcha as ConfirmEdit adds it to the form.
pub(super) fn captcha(call: &mut Call<'_>) -> String {
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
    let hidden = input("wpCaptchaId", "wpCaptchaId", "hidden", &id);
    let word = input("wpCaptchaWord", "wpCaptchaWord", "", "");
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
        Captcha::Math => format!(
            "<table><tr><td><img class=\"tex\" alt=\"{question}\" /></td><td>{word}</td></tr></table>{hidden}"
        ),
        _ if profile.sum_in_label => format!(
            "<p>{}{word}</p>\n{hidden}",
            label(&format!("{question} = "))
        ),
        _ => format!("<p>{} = {word}</p>\n{hidden}", label(&question)),
    };
    format!("<div class='captcha'>{inside}</div>\n")
}
