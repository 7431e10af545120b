//! The content of elements: its parts, as text and as HTML.

use std::borrow::Cow;

use super::{Element, builder::VOID};
use crate::mediawiki::html::VisibleText;

/// The maximum length of the text of an element. Without a limit, many elements that are never closed
/// would each have the text of all that follow.
const MAX_TEXT: usize = 1 << 14;

/// A part of an element's content.
#[derive(Debug, Clone, Copy)]
pub enum Part<'t> {
    Text(&'t str),
    Start(Element<'t>),
    End(Element<'t>),
}

/// The way on after a part of an element's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Visit {
    Continue,
    /// Leaves out the content and the end of the element that starts.
    Skip,
    Stop,
}

impl<'t> Element<'t> {
    /// Returns the visible text, truncated if it is very long; see
    /// [`to_text`](crate::mediawiki::html::to_text).
    pub fn text(self) -> String {
        self.text_without(|_| false)
    }

    /// Returns the visible text without the elements for which `is_left_out` returns `true`.
    pub fn text_without(self, is_left_out: impl Fn(Element<'t>) -> bool) -> String {
        let mut text = VisibleText::with_limit(MAX_TEXT);
        self.visit(|part| {
            match part {
                Part::Start(element) if element.is_hidden() || is_left_out(element) => {
                    return Visit::Skip;
                }
                Part::Text(part) => text.push(part),
                Part::Start(element) | Part::End(element) => text.tag_boundary(element.name()),
            }
            if text.is_full() {
                Visit::Stop
            } else {
                Visit::Continue
            }
        });
        text.folded()
    }

    /// Calls `visit` for each part of the content, in document order.
    pub fn visit(self, mut visit: impl FnMut(Part<'t>) -> Visit) {
        let end = self.end();
        let mut open: Vec<Element<'t>> = Vec::new();
        let mut at = self.at + 1;
        while at < end || !open.is_empty() {
            let ended = open.pop_if(|element| element.end() <= at || at >= end);
            let part = match ended {
                Some(element) => Part::End(element),
                None => match self.tree.element(at) {
                    Some(element) => Part::Start(element),
                    None => Part::Text(self.tree.part(self.tree.nodes[at].text)),
                },
            };
            match (visit(part), part) {
                (Visit::Stop, _) => return,
                (_, Part::End(_)) => {}
                (Visit::Skip, Part::Start(element)) => at = element.end(),
                (_, Part::Start(element)) => {
                    open.push(element);
                    at += 1;
                }
                (_, Part::Text(_)) => at += 1,
            }
        }
    }

    /// Returns the content as HTML, if it is not longer than this, in bytes.
    pub fn inner_html(self, limit: usize) -> Option<String> {
        let mut html = String::new();
        self.visit(|part| {
            match part {
                Part::Text(text) => push_escaped(&mut html, text, &[]),
                Part::Start(element) => {
                    html.push('<');
                    html.push_str(element.name());
                    for (name, value) in element.attributes() {
                        html.push(' ');
                        html.push_str(name);
                        html.push_str("=\"");
                        push_escaped(&mut html, value, &['"']);
                        html.push('"');
                    }
                    html.push('>');
                }
                Part::End(element) if VOID.contains(&element.name()) => {}
                Part::End(element) => {
                    html.push_str("</");
                    html.push_str(element.name());
                    html.push('>');
                }
            }
            if html.len() > limit {
                Visit::Stop
            } else {
                Visit::Continue
            }
        });
        Some(html).filter(|html| html.len() <= limit)
    }

    /// Returns the text as it is in the page, for example of a script.
    pub fn raw_text(self) -> Cow<'t, str> {
        let inside = &self.tree.nodes[self.at + 1..self.end()];
        let texts = inside.iter().filter(|node| node.attributes.is_none());
        let mut texts = texts.map(|node| self.tree.part(node.text));
        match (texts.next(), texts.next()) {
            (None, _) => Cow::Borrowed(""),
            (Some(only), None) => Cow::Borrowed(only),
            (Some(first), Some(second)) => {
                let rest: String = texts.collect();
                Cow::Owned([first, second, &rest].concat())
            }
        }
    }
}

fn push_escaped(html: &mut String, text: &str, quotes: &[char]) {
    for character in text.chars() {
        match character {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            quote if quotes.contains(&quote) => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::mediawiki::tree::{Tree, find};

    #[test]
    fn scripts_and_styles_are_not_text() {
        let tree =
            Tree::parse("<div>a<script>var x='<form>';</script><style>s</style>&amp;<br>b</div>");
        assert_eq!(find(&tree, "div").text(), "a&\nb");
        assert_eq!(find(&tree, "script").raw_text(), "var x='<form>';");
        assert!(tree.elements().all(|e| e.name() != "form"));
    }

    #[test]
    fn content_as_html() {
        let tree = Tree::parse(
            "<div>1 &lt; 2 <IMG src='a?b&amp;c' alt='\"'><p class=x>one<br/>two<p>three</div>",
        );
        assert_eq!(
            find(&tree, "div").inner_html(1000).unwrap(),
            "1 &lt; 2 <img src=\"a?b&amp;c\" alt=\"&quot;\"><p class=\"x\">one<br>two</p><p>three</p>"
        );
    }
}
