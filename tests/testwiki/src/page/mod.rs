//! `index.php`: the pages a browser sees.

mod create_account;
mod signup;

use crate::{
    call::Call,
    captcha,
    http::{Request, Response},
    node::{escape, escape_attribute},
    wiki::{Setting, Wiki},
};

/// Answers a request to `index.php`, or to the folder of the wiki.
pub(crate) fn answer(call: &mut Call<'_>) -> Response {
    let at_script = call
        .request
        .path
        .starts_with(&format!("{}/index.php", call.path));
    let title = call.title();
    let name = title.replace('_', " ");
    match name.to_lowercase().trim_start_matches("special:") {
        "captcha/image" => return image(call),
        "userlogin" | "user login" => return signup::answer(call),
        "createaccount" | "create account" if call.wiki.profile.auth_manager => {
            return create_account::answer(call);
        }
        "createaccount" | "create account" => {
            let signup = format!(
                "{}/index.php?title=Special:UserLogin&type=signup",
                call.path
            );
            return redirect(call, &signup);
        }
        _ => {}
    }
    if !call.may("read") {
        let link = format!("{}/index.php/Special:UserLogin", call.path);
        let text = format!(
            "Please <a href=\"{link}\" title=\"Special:UserLogin\">log in</a> to view other pages."
        );
        return page(call, "Login required", &text);
    }
    let proper = format!("{}/index.php/{}", call.path, name.replace(' ', "_"));
    // The address without a script always goes to the main page's own.
    let elsewhere = !at_script || (call.wiki.profile.page_redirects && call.request.path != proper);
    if elsewhere && !call.request.posted() {
        return redirect(call, &proper);
    }
    page(call, &name, "<p>An emulated wiki.</p>")
}

/// The request as the pages of the release read it.
pub(crate) fn read(request: &Request, wiki: &Wiki) -> Request {
    if wiki.profile.auth_manager {
        create_account::renamed(request)
    } else {
        request.clone()
    }
}

fn redirect(call: &Call<'_>, path: &str) -> Response {
    Response::new(301, "text/html; charset=utf-8", "")
        .with("Location", format!("{}{path}", call.origin))
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

/// A page of the wiki, with what tools look for in its head.
pub(super) fn page(call: &Call<'_>, title: &str, content: &str) -> Response {
    let release = call.wiki.release;
    let end = if call.wiki.profile.uselang {
        "/>"
    } else {
        " />"
    };
    let edit_uri = if call.wiki.has(Setting::NoApi) {
        String::new()
    } else {
        let rsd = call.script("api.php?action=rsd");
        format!("<link rel=\"EditURI\" type=\"application/rsd+xml\" href=\"{rsd}\"{end}\n")
    };
    let user = call.user.as_ref().map_or_else(
        || "null".to_owned(),
        |name| serde_json::Value::from(name.as_str()).to_string(),
    );
    let shown = escape(title);
    let body = format!(
        "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"UTF-8\"{end}\n\
         <title>{shown} - LabWiki</title>\n<meta name=\"generator\" content=\"MediaWiki {release}\"{end}\n\
         {edit_uri}<script>mw.config.set({{\"wgPageName\":{},\"wgUserName\":{user}}});</script>\n</head>\n\
         <body class=\"mediawiki\">\n<div id=\"content\">\n<h1 id=\"firstHeading\" class=\"firstHeading\">{shown}</h1>\n\
         <div id=\"bodyContent\">\n{content}\n</div>\n</div>\n</body>\n</html>\n",
        serde_json::Value::from(title),
    );
    Response::html(200, body)
}

/// An element `input`. What is empty is left out, but a hidden field's value.
pub(super) fn input(kind: &str, name: &str, value: &str) -> String {
    let kind = if kind.is_empty() {
        String::new()
    } else {
        format!(" type=\"{kind}\"")
    };
    let value = if value.is_empty() && !kind.contains("hidden") {
        String::new()
    } else {
        format!(" value=\"{}\"", escape_attribute(value))
    };
    format!("<input id=\"{name}\" name=\"{name}\"{kind}{value} />")
}

/// A field with its label, on a line.
pub(super) fn row(label: &str, field: &str) -> String {
    format!("<div><label>{label}</label> {field}</div>\n")
}

/// The page for somebody who may not do this.
fn permission_error(call: &Call<'_>, text: &str) -> Response {
    if call.wiki.profile.permission_box {
        let content = format!("<div class=\"permissions-errors\">\n<p>{text}\n</p>\n</div>");
        page(call, "Permission error", &content)
    } else {
        page(
            call,
            "Permissions errors",
            &format!("<ul><li>{text}</li></ul>"),
        )
    }
}

/// The page that takes the form's place, where nobody or not this user may create accounts.
fn instead_of_form(call: &Call<'_>) -> Option<Response> {
    if let Some(reason) = &call.state.databases.read_only {
        let content = format!("<p>{reason}</p>");
        return Some(page(call, "Database locked", &content));
    }
    let message = call.forbidden()?;
    Some(permission_error(call, &message.html(call.wiki.release)))
}
