//! The pages after an account was created.

use super::page;
use crate::{
    api_value::{escape, escape_attribute},
    call::Call,
    http::Response,
};

/// Tells a creator that the account exists (`accountcreatedtext`).
pub(super) fn account_created(call: &Call<'_>, name: &str) -> Response {
    let text = confirmation(call, name) + &paragraph(call, "accountcreatedtext", &[name]);
    page(call, &call.wikitext("accountcreated", &[]), &text)
}

/// Tells a creator that the password was mailed (`accmailtext`, up to 1.26).
pub(super) fn password_sent(call: &Call<'_>, name: &str) -> Response {
    let address = call.state.account(name).map(|account| &*account.email);
    let parameters = [name, address.unwrap_or_default()];
    let text = paragraph(call, "accmailtext", &parameters);
    page(call, &call.wikitext("accmailtitle", &[]), &text)
}

/// Welcomes a visitor, who is logged in as the new user.
pub(super) fn logged_in(call: &Call<'_>, name: &str) -> Response {
    let mail = confirmation(call, name);
    if call.wiki.profile.vform {
        let text = format!("{mail}<p>Your account has been created.</p>");
        page(call, &format!("Welcome, {name}!"), &text)
    } else {
        let text = format!("{mail}<p>You are now logged in to LabWiki as \"{name}\".</p>");
        page(call, "Login successful", &text)
    }
}

/// Tells what became of the mail that asks for a confirmation of the address. AuthManager does not.
fn confirmation(call: &Call<'_>, name: &str) -> String {
    let account = call.state.account(name);
    let has_address = account.is_some_and(|account| !account.email.is_empty());
    if !has_address || call.wiki.profile.auth_manager {
        return String::new();
    }
    match call.mail_failure(name) {
        Some(failure) => {
            let failure = failure.text(call.wiki.release);
            paragraph(call, "confirmemail_sendfailed", &[&failure])
        }
        None => paragraph(call, "confirmemail_oncreate", &[]),
    }
}

/// Returns a message as HTML: its paragraphs, and its links to pages of users, which do not exist.
fn paragraph(call: &Call<'_>, key: &str, parameters: &[&str]) -> String {
    let text = call.wikitext(key, parameters);
    let text = text
        .replace("{{ns:User}}", "User")
        .replace("{{ns:User talk}}", "User talk");
    let mut html = String::new();
    let mut rest = text.as_str();
    while let Some((before, link)) = rest.split_once("[[") {
        let Some((link, after)) = link.split_once("]]") else {
            break;
        };
        let (target, label) = link.split_once('|').unwrap_or((link, link));
        let title = target.replace(' ', "_");
        let address = call.article_with(&title, "action=edit&redlink=1");
        html += &escape(before);
        html += &format!(
            "<a href=\"{}\" class=\"new\" title=\"{} (page does not exist)\">{}</a>",
            escape_attribute(&address),
            escape_attribute(target),
            escape(label)
        );
        rest = after;
    }
    html += &escape(rest);
    let paragraphs = html.split("\n\n").map(|text| format!("<p>{text}\n</p>"));
    paragraphs.collect()
}
