//! Pages of a wiki and their forms, of any language and release.

mod account_request;
mod captcha;
mod controls;
mod failure;
mod logged_in_user;
mod login_form;
mod message_boxes;
mod message_list;
mod shown_name;
mod signup_form;
pub(crate) mod site;
mod user_list;

use serde_json::Value;

pub(crate) use self::{
    account_request::TITLE as ACCOUNT_REQUEST_TITLE,
    logged_in_user::{LoggedInUser, is_cookie_check},
    login_form::{LoginForm, LoginPage, OtherPage, ShownForm},
    signup_form::SignupForm,
};
use super::{
    html, json, message,
    tree::{self, Element, Tree},
    username,
};
use crate::{Error, http::Response};

/// The ids of the elements around the text of a page, up to 1.17.
const FRAME_IDS: [&str; 7] = [
    "siteSub",
    "contentSub",
    "contentSub2",
    "jump-to-nav",
    "mw-js-message",
    "catlinks",
    "mw-returnto",
];

/// The names of the special pages with the sign-up form.
const SIGNUP_PAGES: [&str; 2] = ["Userlogin", "CreateAccount"];

/// The maximum length of a page's text that is shown to users.
pub(crate) const MAX_TEXT: usize = 1000;

/// A page.
pub(crate) struct Page {
    pub tree: Tree,
    /// The generator, such as `MediaWiki 1.39.17`, if the page contains it.
    pub generator: Option<String>,
    pub viewer: Viewer,
    /// The variable `wgCanonicalSpecialPageName`: the name of the special page, or `false`.
    special: Option<Value>,
    status: u16,
    is_cut_off: bool,
}

/// The user to whom the wiki showed a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Viewer {
    Named(String),
    Anonymous,
    /// The page does not contain it.
    Unknown,
}

impl Page {
    pub fn read(response: &Response) -> Self {
        let body = String::from_utf8_lossy(&response.body);
        let tree = Tree::parse(&body);
        Self {
            generator: tree.generator().map(str::to_owned),
            viewer: viewer(&tree),
            special: variable(&tree, "wgCanonicalSpecialPageName"),
            status: response.status,
            is_cut_off: html::is_cut_off(&body),
            tree,
        }
    }

    /// Returns whether it is a page of MediaWiki.
    pub fn is_mediawiki(&self) -> bool {
        let generator = self.generator.as_deref().unwrap_or_default();
        generator.starts_with("MediaWiki") || self.viewer != Viewer::Unknown
    }

    /// Returns whether the end of the page is missing, or was not read because the page has too many
    /// elements, and with it perhaps a part of a form.
    pub fn is_cut_off(&self) -> bool {
        self.is_mediawiki() && (self.is_cut_off || self.tree.is_too_large())
    }

    /// Returns whether the page was shown to the user with this name.
    pub fn is_viewed_by(&self, who: &str) -> bool {
        self.viewer_named(who).is_some()
    }

    /// Returns the name of the user to whom the page was shown, as the wiki spells it, if it is
    /// this one.
    pub fn viewer_named(&self, who: &str) -> Option<&str> {
        match &self.viewer {
            Viewer::Named(name) => {
                Some(name.as_str()).filter(|name| username::possibly_same(name, who))
            }
            Viewer::Anonymous | Viewer::Unknown => None,
        }
    }

    /// Returns the errors that the page shows.
    pub fn errors(&self) -> String {
        message_boxes::errors(&self.tree)
    }

    /// Returns the errors that a step shows, or otherwise its notices.
    pub fn notice(&self) -> Option<String> {
        let texts = [self.errors(), message_boxes::notices(&self.tree)];
        texts.into_iter().find(|text| !text.is_empty())
    }

    /// Returns the text of the page, without its forms and without the backtrace of an exception.
    pub fn text(&self) -> String {
        let text = self.content().map(|content| content.text_without(is_frame));
        let text = text.unwrap_or_default();
        let text = message::without_marks(without_backtrace(&text));
        text.chars().take(MAX_TEXT).collect()
    }

    /// Returns the error if it is the page of an exception, on which MediaWiki says only that it failed.
    pub fn failure(&self) -> Option<Error> {
        if !self.is_mediawiki() {
            return None;
        }
        let text = [self.errors(), self.text()]
            .into_iter()
            .find(|text| !text.is_empty());
        failure::of_page(self.status, &text.unwrap_or_default())
    }

    /// Returns the heading of the page, unless it is the page's own name.
    pub fn heading(&self) -> Option<String> {
        let mut elements = self.tree.elements();
        let heading = elements.find(|e| e.attribute("id") == Some("firstHeading"))?;
        let text = heading.text();
        let own = variable(&self.tree, "wgPageName");
        let own = own.as_ref().and_then(Value::as_str).unwrap_or_default();
        (!text.is_empty() && username::spaced(&text) != username::spaced(own)).then_some(text)
    }

    /// Returns whether the wiki certainly denied the sign-up page: this page says that a right is
    /// missing, or is another special page, as on a private wiki.
    pub fn denies(&self) -> bool {
        self.is_other_than(&SIGNUP_PAGES) || message_boxes::denies(&self.tree)
    }

    /// Returns the name by which the page's content, without its forms, mentions an account. It may
    /// differ from `account` as in [`username::possibly_same`].
    pub fn shown_name(&self, account: &str) -> Option<String> {
        shown_name::find(self.content()?, is_frame, account)
    }

    /// Returns whether it is a special page, such as the sign-up page or the one that asks for a login.
    pub fn is_special_page(&self) -> bool {
        self.special.as_ref().is_some_and(Value::is_string)
    }

    /// Returns whether it is the page of the sign-up form, with or without the form.
    pub fn is_signup_page(&self) -> bool {
        self.special.is_some() && !self.is_other_than(&SIGNUP_PAGES)
    }

    /// Returns whether it is certainly none of these special pages.
    fn is_other_than(&self, names: &[&str]) -> bool {
        self.special.as_ref().is_some_and(|special| {
            let special = special.as_str().unwrap_or_default();
            !names.iter().any(|name| name.eq_ignore_ascii_case(special))
        })
    }

    /// Returns the element with the page's content: `mw-content-text` since 1.18, before that
    /// `bodyContent` or `content`.
    fn content(&self) -> Option<Element<'_>> {
        let by_id = |id| self.tree.elements().find(|e| e.attribute("id") == Some(id));
        by_id("mw-content-text")
            .or_else(|| by_id("bodyContent"))
            .or_else(|| by_id("content"))
    }
}

/// Returns a text without PHP's backtrace, which MediaWiki prints below an exception's message with
/// `$wgShowExceptionDetails` (`MWException::getHTML`). Its heading is not translated.
fn without_backtrace(text: &str) -> &str {
    let end = text.find("\n#0 ").unwrap_or(text.len());
    text[..end].trim_end_matches("\nBacktrace:")
}

/// Returns whether an element is not part of the page's own text: a form, or in the frame around it.
fn is_frame(element: Element<'_>) -> bool {
    let id = element.attribute("id").unwrap_or_default();
    FRAME_IDS.contains(&id)
        || element.has_class("printfooter")
        || element.has_class("mw-jump-link")
        || matches!(element.name(), "form" | "h1")
}

/// Reads the user from the variable `wgUserName`, which every release sets.
fn viewer(tree: &Tree) -> Viewer {
    match variable(tree, "wgUserName") {
        Some(Value::String(name)) => Viewer::Named(name),
        Some(Value::Null) => Viewer::Anonymous,
        _ => Viewer::Unknown,
    }
}

/// Reads a variable from the page's scripts: an assignment up to 1.16, later a member of an object.
fn variable(tree: &Tree, name: &str) -> Option<Value> {
    let scripts = tree.elements().filter(|e| e.name() == "script");
    let mut values = scripts.filter_map(|script| {
        let text = script.raw_text();
        let (_, rest) = text.split_once(name)?;
        let rest = rest.trim_start_matches(['"', '\'']).trim_start();
        json::scalar(rest.strip_prefix([':', '='])?)
    });
    values.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(html: &str) -> Page {
        Page::read(&Response::new(200, Vec::new(), html))
    }

    #[test]
    fn the_viewer_is_read_from_scripts() {
        for (script, viewer) in [
            (
                "var skin=\"x\",\nwgUserName = null,\nx=1;",
                Viewer::Anonymous,
            ),
            (
                "mw.config.set({\"a\":1,\"wgUserName\":null});",
                Viewer::Anonymous,
            ),
            (
                "RLCONF={\"wgUserName\":\"Zo\\u00eb\",\"b\":2};",
                Viewer::Named("Zoë".into()),
            ),
            ("wgUserName=\"Admin\";", Viewer::Named("Admin".into())),
            ("var wgUserNames = 1;", Viewer::Unknown),
            ("wgUserName:\"unfinished", Viewer::Unknown),
        ] {
            assert_eq!(page(&format!("<script>{script}</script>")).viewer, viewer);
        }
        assert_eq!(page("<p>wgUserName=\"Admin\"</p>").viewer, Viewer::Unknown);
    }

    #[test]
    fn errors_are_read_from_boxes() {
        for (html, errors) in [
            (
                "<div class=errorbox><strong>Login error</strong><br />\nNo.</div>",
                "No.",
            ),
            ("<div class=error><p>Taken.\n</p></div>", "Taken."),
            (
                "<div class='cdx-message cdx-message--error'>A</div><div><div class=cdx-message--error><div class=error>B</div></div>",
                "A\nB",
            ),
            ("<div class=errorbox style='display: none;'>x</div>", ""),
            (
                "<div class=errorbox>Same</div><div class=errorbox>Same</div>",
                "Same",
            ),
            (
                "<div class=errorbox>'''No:''' see [https://wiki.example/terms the terms] in [[Help:A|help]].</div>",
                "No: see the terms (https://wiki.example/terms) in help.",
            ),
            ("<div class=errorbox>⧼lab-name⧽</div>", ""),
            ("<div class=errorbox>&lt;lab-name&gt;</div>", ""),
        ] {
            assert_eq!(page(html).errors(), errors, "{html}");
        }
    }

    #[test]
    fn backtraces_are_left_out() {
        let thrown = "<p>[W0rld] /index.php MWException: no mailer</p>";
        let trace = "<p>Backtrace:</p><p>#0 /srv/UserMailer.php(1): send()<br />#1 {main}</p>";
        for (content, text) in [
            (
                format!("{thrown}{trace}"),
                "[W0rld] /index.php MWException: no mailer",
            ),
            (
                format!("{thrown}<p>#1 is not the first</p>"),
                "[W0rld] /index.php MWException: no mailer\n#1 is not the first",
            ),
        ] {
            let page = page(&format!("<div id=bodyContent>{content}</div>"));
            assert_eq!(page.text(), text);
        }
    }
}
