//! Pages of a wiki, and their forms, whatever their language and age.

mod captcha;
mod controls;
mod logged_in_user;
mod login_form;
mod message_boxes;
mod signup_form;
pub(crate) mod site;
mod tree;

use serde_json::Value;

pub(crate) use self::{
    logged_in_user::{LoggedInUser, is_cookie_check},
    login_form::{LoginForm, LoginPage},
    signup_form::SignupForm,
    tree::{Element, Tree},
};
use super::{html, username};
use crate::http::Response;

/// What stands around the text of a page up to 1.17, by its id.
const FRAME_IDS: [&str; 7] = [
    "siteSub",
    "contentSub",
    "contentSub2",
    "jump-to-nav",
    "mw-js-message",
    "catlinks",
    "mw-returnto",
];

/// More of a page's text is not shown to anybody.
const MAX_TEXT: usize = 1000;

/// A page.
pub(crate) struct Page {
    pub tree: Tree,
    /// `MediaWiki 1.39.17`, if it says so.
    pub generator: Option<String>,
    pub viewer: Viewer,
    /// The special page that it is, false if it is none; if it says so.
    special: Option<Value>,
}

/// Whom the wiki takes the reader of a page for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Viewer {
    Named(String),
    Anonymous,
    /// The page does not say.
    Unknown,
}

impl Page {
    pub fn read(response: &Response) -> Self {
        let body = String::from_utf8_lossy(&response.body);
        let tree = Tree::parse(&body);
        Self {
            generator: html::generator(&body),
            viewer: viewer(&tree),
            special: variable(&tree, "wgCanonicalSpecialPageName"),
            tree,
        }
    }

    /// Whether it is a page of MediaWiki.
    pub fn is_mediawiki(&self) -> bool {
        let generator = self.generator.as_deref().unwrap_or_default();
        generator.starts_with("MediaWiki") || self.viewer != Viewer::Unknown
    }

    /// Whether the reader is logged in under this name.
    pub fn is_viewed_by(&self, who: &str) -> bool {
        match &self.viewer {
            Viewer::Named(name) => username::normalise(name) == username::normalise(who),
            Viewer::Anonymous | Viewer::Unknown => false,
        }
    }

    /// The errors that it shows.
    pub fn errors(&self) -> String {
        message_boxes::errors(&self.tree)
    }

    /// What a step says of itself: what was wrong, or what it is about.
    pub fn notice(&self) -> Option<String> {
        let texts = [self.errors(), message_boxes::notices(&self.tree)];
        texts.into_iter().find(|text| !text.is_empty())
    }

    /// The text of a page that has nothing but text.
    pub fn text(&self) -> String {
        let is_frame = |e: Element<'_>| {
            let id = e.attribute("id").unwrap_or_default();
            FRAME_IDS.contains(&id)
                || e.has_class("printfooter")
                || e.has_class("mw-jump-link")
                || matches!(e.name(), "form" | "h1")
        };
        let text = self.content().map(|content| content.text_without(is_frame));
        text.unwrap_or_default().chars().take(MAX_TEXT).collect()
    }

    /// Whether it surely comes in place of the sign-up page: it says that a right is lacking,
    /// or is another page, as on a private wiki.
    pub fn denies(&self) -> bool {
        self.is_other_than(&["Userlogin", "CreateAccount"]) || message_boxes::denies(&self.tree)
    }

    /// Whether the text names a user, and not somebody whose name only holds it.
    pub fn mentions(&self, user: &str) -> bool {
        let text = self.content().map(Element::text).unwrap_or_default();
        let name = username::normalise(user);
        let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
        let mut places = text.match_indices(&name);
        places.any(|(at, _)| {
            let (before, after) = (&text[..at], &text[at + name.len()..]);
            !is_letter(before.chars().next_back()) && !is_letter(after.chars().next())
        })
    }

    /// Whether it says that it is none of these special pages.
    fn is_other_than(&self, names: &[&str]) -> bool {
        self.special.as_ref().is_some_and(|special| {
            let special = special.as_str().unwrap_or_default();
            !names.iter().any(|name| name.eq_ignore_ascii_case(special))
        })
    }

    /// Whether it is the list of users (Special:ListUsers), which asks from which one on.
    pub fn is_user_list(&self) -> bool {
        let mut inputs = self.tree.elements().filter(|e| e.name() == "input");
        inputs.any(|input| input.attribute("name") == Some("username"))
            && !self.is_other_than(&["Listusers"])
    }

    /// Whether a list of users has this one.
    pub fn lists(&self, user: &str) -> bool {
        let user = username::normalise(user);
        let content = self.content();
        let mut items = content
            .into_iter()
            .flat_map(Element::descendants)
            .filter(|e| e.name() == "li");
        items.any(|item| {
            let mut links = item.descendants().filter(|e| e.name() == "a");
            links
                .next()
                .is_some_and(|link| username::normalise(&link.text()) == user)
        })
    }

    /// What is the wiki's own in a page: up to 1.17, then 1.18 and later.
    fn content(&self) -> Option<Element<'_>> {
        let by_id = |id| self.tree.elements().find(|e| e.attribute("id") == Some(id));
        by_id("mw-content-text")
            .or_else(|| by_id("bodyContent"))
            .or_else(|| by_id("content"))
    }
}

/// Whom the variable `wgUserName` names, which every release sets.
fn viewer(tree: &Tree) -> Viewer {
    match variable(tree, "wgUserName") {
        Some(Value::String(name)) => Viewer::Named(name),
        Some(Value::Null) => Viewer::Anonymous,
        _ => Viewer::Unknown,
    }
}

/// A variable of the page's scripts: assigned up to 1.16, later a member of an object.
fn variable(tree: &Tree, name: &str) -> Option<Value> {
    let scripts = tree.elements().filter(|e| e.name() == "script");
    let mut values = scripts.filter_map(|script| {
        let text = script.raw_text();
        let (_, rest) = text.split_once(name)?;
        let rest = rest.trim_start_matches(['"', '\'']).trim_start();
        let value = rest.strip_prefix([':', '='])?;
        let mut values = serde_json::Deserializer::from_str(value).into_iter::<Value>();
        values.next()?.ok()
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
    fn who_reads() {
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
    fn what_was_wrong() {
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
        ] {
            assert_eq!(page(html).errors(), errors, "{html}");
        }
    }

    #[test]
    fn who_is_named() {
        let page =
            page("<div id=bodyContent><p>The account Ann (talk) was made by Annabel.</p></div>");
        assert!(page.mentions("Ann") && page.mentions("ann") && page.mentions("Annabel"));
        assert!(!page.mentions("Annabe") && !page.mentions("Zoe"));
    }

    #[test]
    fn who_is_listed() {
        let list = page(
            "<div id=bodyContent><ul><li><a href=x>Zoe Example</a> (<a>Admin</a>)</li></ul></div>",
        );
        assert!(list.lists("zoe_Example") && !list.lists("Admin") && !list.lists("Zoe"));
    }
}
