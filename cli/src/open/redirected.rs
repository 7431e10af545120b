//! The page for a redirect to another site.

use mwaccount::Redirect;

use super::{
    form::{self, GIVE_UP},
    html::Html,
    note::Note,
    secret::Token,
};

/// The name of the value with the address that the person copied.
pub const RETURNED: &str = "returned";

/// Returns the content of the page. `comes_back` is set if the other site sends the browser back to this listener.
pub fn content(
    folder: &str,
    mark: &Token,
    redirect: &Redirect,
    note: Option<&Note>,
    comes_back: bool,
) -> Html {
    let mut html = Html::default();
    let host = redirect.url.host_str().unwrap_or_default();
    html.html("<h1>Continue on ")
        .foreign_up_to(host, 300)
        .html("</h1>\n");
    if let Some(note) = note {
        note.add_to(&mut html);
    }
    html.element(
        "p",
        &[],
        if comes_back {
            "The wiki sends you to this site. Complete the steps there; it sends your browser back to this page."
        } else {
            "The wiki sends you to this site. Complete the steps there. Then copy the address that your browser was sent \
             back to, even if it shows an error, and paste it below."
        },
    );
    let link = [
        ("class", "button first"),
        ("id", "redirect"),
        ("href", redirect.url.as_str()),
        ("rel", "noreferrer"),
        ("autofocus", ""),
    ];
    html.html("<p>")
        .open("a", &link)
        .html("Continue on ")
        .foreign_up_to(host, 300)
        .html("</a></p>\n");
    html.open("p", &[("class", "small")])
        .html("Its address: ")
        .foreign_up_to(redirect.url.as_str(), 2_000)
        .close("p");
    form::open(&mut html, folder, mark);
    if comes_back {
        html.html("<details><summary>If the browser does not come back here</summary>\n");
    }
    let error = note.map(|_| "error");
    html.html("<div class=\"field\">\n").element(
        "label",
        &[("for", RETURNED)],
        "Complete address that the browser was sent back to",
    );
    let mut input = vec![
        ("type", "text"),
        ("id", RETURNED),
        ("name", RETURNED),
        ("autocomplete", "off"),
    ];
    input.extend(error.map(|_| ("aria-invalid", "true")));
    html.open("input", &input)
        .html("\n</div>\n<div class=\"actions\">\n");
    html.element(
        "button",
        &[("type", "submit"), ("id", "submit")],
        "Use this address",
    );
    html.html("</div>\n");
    if comes_back {
        html.html("</details>\n");
    }
    html.html("<div class=\"actions\">\n");
    form::add_action(&mut html, GIVE_UP);
    html.html("</div>\n").close("form");
    html
}
