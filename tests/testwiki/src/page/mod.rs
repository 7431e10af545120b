//! `index.php`: the pages for browsers.

mod create_account;
mod html_form;
mod log_in;
mod messages;
mod pluggable_login;
mod signup;
mod skin;
mod success;
mod title;
mod users;

use crate::{
    api_value::escape,
    auth::creation::OTHER_SITE,
    call::Call,
    captcha::{self, Captcha},
    http::{Request, Response},
    message::{Message, Param},
    name,
    setting::Setting,
    time::iso,
    wiki::Wiki,
};
use html_form::NAMES;
use skin::{page, page_with};
use title::{Special, Title};

/// The form with which an account is requested (ConfirmAccount).
const REQUEST_FORM: &str = "<form name=\"accountrequest\" action=\"\" method=\"post\" \
     enctype=\"multipart/form-data\"><input name=\"wpUsername\" /><input name=\"wpEmail\" />\
     <textarea name=\"wpBio\"></textarea><input type=\"checkbox\" name=\"wpToS\" value=\"1\" />\
     <input type=\"submit\" value=\"Request account\" /></form>";

/// Answers a request that goes to `index.php`.
pub(crate) fn answer(call: &mut Call<'_>) -> Response {
    let asked = call.title();
    let Some(title) = Title::of(asked.as_deref().unwrap_or("Main_Page"), call.wiki) else {
        let status = call.wiki.profile.bad_title;
        let text = "<p>The requested page title contains invalid characters.</p>";
        return page_with(call, status, "Bad title", text);
    };
    if matches!(title.special, Some(Special::CaptchaImage)) {
        return image(call);
    }
    if matches!(title.special, Some(Special::QuestionImage)) {
        return Response::new(200, "image/png", captcha::picture());
    }
    if !call.has_right("read") && !title.is_readable() {
        return login_required(call, &title);
    }
    let redirected = canonical_redirect(call, asked.as_deref(), &title)
        .map(|path| redirect(call, 301, &path))
        .or_else(|| {
            title
                .redirect_target(call)
                .map(|path| redirect(call, 302, &path))
        });
    if let Some(redirect) = redirected.filter(|_| !call.request.posted()) {
        return redirect;
    }
    let has_form = matches!(
        title.special,
        Some(Special::UserLogin | Special::CreateAccount)
    );
    if has_form && call.wiki.has(Setting::BrokenForms) {
        call.session_mut();
        return exception(call, "TypeError");
    }
    match title.special {
        None => article(call, &title),
        Some(Special::UserLogin) => log_in::answer(call),
        Some(Special::CreateAccount) => create_account::answer(call),
        Some(Special::ListUsers) => users::list(call),
        Some(Special::AllMessages) => messages::list(call),
        Some(Special::RequestAccount) => page(call, "Request account", REQUEST_FORM),
        Some(Special::PluggableLogin) if call.wiki.has(Setting::Pluggable) => {
            pluggable_login::answer(call)
        }
        Some(Special::Version) => {
            let text = format!("<p>MediaWiki {}</p>", call.wiki.release);
            page(call, "Version", &text)
        }
        Some(_) => {
            let text = "<p>You have requested an invalid special page.</p>";
            page_with(call, 404, "No such special page", text)
        }
    }
}

/// Returns the request as the release's pages read it: from 1.27 on with AuthManager's names.
pub(crate) fn read(request: &Request, wiki: &Wiki) -> Request {
    let mut request = request.clone();
    if wiki.profile.auth_manager {
        // A form ignores AuthManager's name of a field that has another name in forms. The captcha's answer has
        // the same name in both, unless a service's script sends it.
        let serviced = wiki.captcha.is_some_and(Captcha::is_service);
        request.form.retain(|(name, _)| {
            let renamed = NAMES.iter().any(|(_, field)| field == name);
            !renamed || (name == "captchaWord" && !serviced)
        });
        for (name, _) in &mut request.form {
            if let Some((_, field)) = NAMES.iter().find(|(form, _)| form == name) {
                (*field).clone_into(name);
            }
        }
    }
    request
}

/// Returns the canonical URL of a page that was requested by another, if nothing else was requested
/// (`MediaWiki::tryNormaliseRedirect`).
fn canonical_redirect(call: &Call<'_>, asked: Option<&str>, title: &Title) -> Option<String> {
    let alone = call.request.query.iter().all(|(name, _)| name == "title");
    let proper = call.article(&title.key());
    let is_proper = if call.wiki.profile.page_redirects {
        call.request.path == proper
    } else {
        asked.is_some_and(|asked| title.special.is_some() || asked == title.key())
    };
    (alone && !is_proper).then_some(proper)
}

/// Returns the main page.
pub(crate) fn main(call: &Call<'_>) -> Response {
    page(call, "Main Page", "<p>An emulated wiki.</p>")
}

fn article(call: &Call<'_>, title: &Title) -> Response {
    let articles = &call.wiki.articles;
    let mut known = articles
        .iter()
        .filter_map(|known| name::title(known, call.wiki));
    if known.any(|known| known == title.text) {
        return page(call, &title.text, "<p>An emulated wiki.</p>");
    }
    let text =
        "<div class=\"noarticletext\">\n<p>There is currently no text in this page.\n</p>\n</div>";
    page_with(call, 404, &title.text, text)
}

fn redirect(call: &Call<'_>, status: u16, path: &str) -> Response {
    Response::new(status, call.wiki.profile.redirect_type, "").with("Location", call.absolute(path))
}

/// Redirects the browser to the other site of the test provider.
fn redirect_to_other_site() -> Response {
    Response::html(302, "").with("Location", OTHER_SITE)
}

fn image(call: &Call<'_>) -> Response {
    let id = call.request.parameter("wpCaptchaId").unwrap_or_default();
    let known = call
        .session()
        .is_some_and(|session| session.captchas.contains_key(id));
    if known {
        Response::new(200, "image/png", captcha::picture())
    } else {
        Response::html(400, "Requested bogus captcha image")
    }
}

fn login_required(call: &Call<'_>, title: &Title) -> Response {
    let link = call.article_with("Special:UserLogin", &format!("returnto={}", title.key()));
    let link = escape(&link);
    let text = format!(
        "Please <a href=\"{link}\" title=\"Special:UserLogin\">log in</a> to view other pages."
    );
    page(call, "Login required", &text)
}

/// Returns the message of a read-only wiki, if it is one.
fn read_only(call: &Call<'_>) -> Option<Message> {
    let reason = call.state.read_only()?.to_owned();
    Some(Message::new("readonlytext").with(Param::Text(reason)))
}

/// Returns the page of an exception (`MWException::reportHTML`).
fn exception(call: &Call<'_>, class: &str) -> Response {
    let profile = &call.wiki.profile;
    let text = if profile.exception_has_id {
        let time = iso(call.state.clock.now());
        format!("<div class=\"errorbox\">[W0rld] {time}: Fatal exception of type {class}</div>")
    } else {
        "<p>Set <b><tt>$wgShowExceptionDetails = true;</tt></b> at the bottom of LocalSettings.php to show detailed debugging information.</p>"
            .to_owned()
    };
    page_with(call, profile.exception_status, "Internal error", &text)
}

/// Returns the page for a user without the right to do this.
fn permission_error(call: &Call<'_>, message: &Message) -> Response {
    let text = message.html(call.wiki.release);
    if call.wiki.profile.permission_box {
        let content = format!("<div class=\"permissions-errors\">\n<p>{text}\n</p>\n</div>");
        page(call, "Permission error", &content)
    } else {
        let content = format!("<ul><li>{text}</li></ul>");
        page(call, "Permissions errors", &content)
    }
}
