//! The frame of every page, and the pages without content of a wiki.

use super::{html::Html, request::MAX_BODY};

/// The name of the field with the mark of a form.
pub const MARK: &str = "mark";

/// The name of the field that only the form with a captcha service's widget has.
pub const WIDGET: &str = "widget";

/// The style, which is part of each page: of the last one nothing else can be fetched any more.
const STYLE: &str = include_str!("style.css");

/// Returns a page with this title and content, and further content of its head.
pub fn page(title: &str, head: &Html, content: &Html) -> String {
    let mut html = Html::default();
    html.html(
        "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n<head>\n<meta charset=\"utf-8\">\n",
    )
    .html("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
    .html("<meta name=\"robots\" content=\"noindex\">\n")
    .html("<style>")
    .html(STYLE)
    .html("</style>\n")
    .element("title", &[], title)
    .append(head)
    .html("</head>\n<body>\n<main>\n")
    .append(content)
    .html("</main>\n</body>\n</html>\n");
    html.into_string()
}

/// Returns the page that leads to the real one: a browser sends the cookie there only if a page of this listener
/// leads to it.
pub fn passage(folder: &str) -> String {
    let mut content = Html::default();
    content
        .element("h1", &[], "mwaccount")
        .open("p", &[])
        .element("a", &[("href", folder)], "Continue")
        .close("p");
    page("mwaccount", &refresh(0, folder), &content)
}

/// Returns the page that is shown while the wiki takes long.
pub fn waiting(folder: &str) -> String {
    let mut content = Html::default();
    content.element("h1", &[], "Waiting for the wiki").element(
        "p",
        &[("role", "status")],
        "This page loads again by itself until the wiki has answered.",
    );
    page("Waiting for the wiki", &refresh(1, folder), &content)
}

/// Returns the page that is shown after a form that is too long to be read.
pub fn too_long() -> String {
    let mut content = Html::default();
    let text = format!(
        "What you sent is longer than {} MiB, so that nothing of it was read. Go back to the page before, and shorten it.",
        MAX_BODY >> 20
    );
    content
        .element("h1", &[], "The answer is too long")
        .element("p", &[("role", "alert")], &text);
    page("Error: the answer is too long", &Html::default(), &content)
}

fn refresh(seconds: u32, path: &str) -> Html {
    let mut head = Html::default();
    let content = format!("{seconds}; url={path}");
    head.open("meta", &[("http-equiv", "refresh"), ("content", &content)])
        .html("\n");
    head
}

#[cfg(test)]
mod tests {
    use base64::{Engine, prelude::BASE64_STANDARD};
    use sha2::{Digest, Sha256};

    use super::*;
    use crate::open::response::STYLE_SOURCE;

    /// The policy for content allows this style only.
    #[test]
    fn the_policy_names_the_style() {
        let hash = BASE64_STANDARD.encode(Sha256::digest(STYLE));
        assert_eq!(STYLE_SOURCE, format!("'sha256-{hash}'"));
    }
}
