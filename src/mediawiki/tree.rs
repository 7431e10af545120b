//! The tree of a page's elements.
//!
//! It differs from a browser's tree: no element is added or moved, and one that is never closed ends
//! with its parent. This is enough to find a form, its controls and their labels.

use html5gum::Token;
use zeroize::Zeroize;

use crate::mediawiki::html::{Tag, VisibleText, is_hidden, tokens};

/// Void elements, which have no content and no end tag.
const VOID: [&[u8]; 14] = [
    b"area", b"base", b"br", b"col", b"embed", b"hr", b"img", b"input", b"link", b"meta", b"param",
    b"source", b"track", b"wbr",
];

/// The maximum nesting depth. Deeper elements are treated as siblings.
const MAX_DEPTH: usize = 256;

/// The maximum length of the text of an element. Without a limit, many elements that are never closed
/// would each have the text of all that follow.
const MAX_TEXT: usize = 1 << 14;

/// A page.
#[derive(Debug)]
pub struct Tree(Vec<Node>);

#[derive(Debug)]
struct Node {
    content: Content,
    /// The index after its last descendant.
    end: usize,
}

#[derive(Debug)]
enum Content {
    Element {
        name: String,
        attributes: Vec<(String, String)>,
    },
    Text(String),
}

/// An element of a page.
#[derive(Debug, Clone, Copy)]
pub struct Element<'t> {
    nodes: &'t [Node],
    at: usize,
    name: &'t str,
    attributes: &'t [(String, String)],
}

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

impl Tree {
    /// Parses a page. It never fails.
    pub fn parse(html: &str) -> Self {
        let mut nodes: Vec<Node> = Vec::new();
        let mut open: Vec<usize> = Vec::new();
        for token in tokens(html) {
            match token {
                Token::StartTag(tag) => {
                    // The end tag of an option is optional.
                    if *tag.name == *b"option" {
                        open.pop_if(|at| nodes[*at].name() == "option")
                            .inspect(|at| nodes[*at].end = nodes.len());
                    }
                    let holds = !tag.self_closing && !VOID.contains(&tag.name.as_slice());
                    nodes.push(element(tag, nodes.len() + 1));
                    if holds && open.len() < MAX_DEPTH {
                        open.push(nodes.len() - 1);
                    }
                }
                Token::EndTag(tag) => {
                    let name = tag.name.as_slice();
                    let has_name = |at: &usize| nodes[*at].name().as_bytes() == name;
                    if let Some(place) = open.iter().rposition(has_name) {
                        for at in open.drain(place..) {
                            nodes[at].end = nodes.len();
                        }
                    }
                }
                Token::String(text) => nodes.push(Node {
                    content: Content::Text(String::from_utf8_lossy(&text).into_owned()),
                    end: nodes.len() + 1,
                }),
                _ => {}
            }
        }
        for at in open {
            nodes[at].end = nodes.len();
        }
        Self(nodes)
    }

    /// Returns all elements, in document order.
    pub fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        elements(&self.0, 0, self.0.len())
    }

    /// Returns all elements except those with these names and their descendants.
    pub fn elements_except(&self, names: &[&str]) -> impl Iterator<Item = Element<'_>> {
        let is_left_out = |element: Element<'_>| names.contains(&element.name);
        elements_unless(&self.0, 0, self.0.len(), is_left_out)
    }
}

/// Overwrites the texts and attributes, which may contain tokens.
impl Drop for Tree {
    fn drop(&mut self) {
        for node in &mut self.0 {
            match &mut node.content {
                Content::Text(text) => text.zeroize(),
                Content::Element { attributes, .. } => {
                    attributes.iter_mut().for_each(|(_, value)| value.zeroize());
                }
            }
        }
    }
}

fn element(tag: Tag, end: usize) -> Node {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let attributes = tag.attributes.iter();
    Node {
        content: Content::Element {
            name: text(&tag.name),
            attributes: attributes
                .map(|(key, value)| (text(key), text(value)))
                .collect(),
        },
        end,
    }
}

impl Node {
    fn name(&self) -> &str {
        match &self.content {
            Content::Element { name, .. } => name,
            Content::Text(_) => "",
        }
    }

    fn text(&self) -> &str {
        match &self.content {
            Content::Text(text) => text,
            Content::Element { .. } => "",
        }
    }
}

/// Returns whether a style hides its element.
fn hides(style: &str) -> bool {
    let mut declarations = style.split(';').filter_map(|it| it.split_once(':'));
    declarations.any(|(property, value)| {
        let value = value.trim().to_ascii_lowercase();
        let value = value.trim_end_matches("!important").trim_end();
        let is_zero = || {
            let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
            digits.parse::<f32>().is_ok_and(|number| number == 0.0)
        };
        match property.trim().to_ascii_lowercase().as_str() {
            "display" => value == "none",
            "visibility" => matches!(value, "hidden" | "collapse"),
            "opacity" | "font-size" => is_zero(),
            _ => false,
        }
    })
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

fn elements(nodes: &[Node], from: usize, to: usize) -> impl Iterator<Item = Element<'_>> {
    (from..to).filter_map(move |at| match &nodes[at].content {
        Content::Element { name, attributes } => Some(Element {
            nodes,
            at,
            name,
            attributes,
        }),
        Content::Text(_) => None,
    })
}

/// Returns the elements except those for which `is_left_out` returns `true` and their descendants.
fn elements_unless<'t>(
    nodes: &'t [Node],
    from: usize,
    to: usize,
    is_left_out: impl Fn(Element<'t>) -> bool,
) -> impl Iterator<Item = Element<'t>> {
    let mut next = from;
    std::iter::from_fn(move || {
        while next < to {
            let at = next;
            let element = elements(nodes, at, at + 1).next();
            let is_left_out = element.is_some_and(&is_left_out);
            next = if is_left_out { nodes[at].end } else { at + 1 };
            if let Some(element) = element.filter(|_| !is_left_out) {
                return Some(element);
            }
        }
        None
    })
}

impl<'t> Element<'t> {
    /// Returns the name of the tag, in lower case.
    pub fn name(self) -> &'t str {
        self.name
    }

    /// Returns an attribute, with character references resolved.
    pub fn attribute(self, name: &str) -> Option<&'t str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str())
    }

    /// Returns whether the element has this class.
    pub fn has_class(self, class: &str) -> bool {
        let classes = self.attribute("class").unwrap_or_default();
        classes.split_ascii_whitespace().any(|word| word == class)
    }

    /// Returns all descendants, in document order.
    pub fn descendants(self) -> impl Iterator<Item = Element<'t>> {
        elements(self.nodes, self.at + 1, self.nodes[self.at].end)
    }

    /// Returns all descendants except elements with these names and their descendants.
    pub fn descendants_except(self, names: &[&str]) -> impl Iterator<Item = Element<'t>> {
        self.descendants_unless(|element| names.contains(&element.name))
    }

    /// Returns all descendants except elements for which `is_left_out` returns `true` and their
    /// descendants.
    pub fn descendants_unless(
        self,
        is_left_out: impl Fn(Element<'t>) -> bool,
    ) -> impl Iterator<Item = Element<'t>> {
        elements_unless(
            self.nodes,
            self.at + 1,
            self.nodes[self.at].end,
            is_left_out,
        )
    }

    /// Returns whether it is a descendant of `other`.
    pub fn is_within(self, other: Element<'_>) -> bool {
        other.at < self.at && self.at < other.nodes[other.at].end
    }

    /// Returns whether it ends before `other` begins.
    pub fn ends_before(self, other: Element<'_>) -> bool {
        self.nodes[self.at].end <= other.at
    }

    /// Returns whether it begins before `other`.
    pub fn precedes(self, other: Element<'_>) -> bool {
        self.at < other.at
    }

    /// Returns the visible text, truncated if it is very long; see
    /// [`to_text`](super::html::to_text).
    pub fn text(self) -> String {
        self.text_without(|_| false)
    }

    /// Returns the visible text without the elements for which `is_left_out` returns `true`.
    pub fn text_without(self, is_left_out: impl Fn(Element<'t>) -> bool) -> String {
        let mut text = VisibleText::default();
        self.visit(|part| {
            match part {
                Part::Start(element) if element.is_hidden() || is_left_out(element) => {
                    return Visit::Skip;
                }
                Part::Text(part) => text.push(part),
                Part::Start(element) | Part::End(element) => text.tag_boundary(element.name),
            }
            if text.length() < MAX_TEXT {
                Visit::Continue
            } else {
                Visit::Stop
            }
        });
        text.folded()
    }

    /// Calls `visit` for each part of the content, in document order.
    pub fn visit(self, mut visit: impl FnMut(Part<'t>) -> Visit) {
        let end = self.nodes[self.at].end;
        let mut open: Vec<Element<'t>> = Vec::new();
        let mut at = self.at + 1;
        while at < end || !open.is_empty() {
            let ended = open.pop_if(|element| self.nodes[element.at].end <= at || at >= end);
            let part = match ended {
                Some(element) => Part::End(element),
                None => match elements(self.nodes, at, at + 1).next() {
                    Some(element) => Part::Start(element),
                    None => Part::Text(self.nodes[at].text()),
                },
            };
            match (visit(part), part) {
                (Visit::Stop, _) => return,
                (_, Part::End(_)) => {}
                (Visit::Skip, Part::Start(element)) => at = self.nodes[element.at].end,
                (_, Part::Start(element)) => {
                    open.push(element);
                    at += 1;
                }
                (_, Part::Text(_)) => at += 1,
            }
        }
    }

    /// Returns whether a browser hides the element: it is a script or the like, or an attribute of its own
    /// hides it.
    pub fn is_hidden(self) -> bool {
        is_hidden(self.name.as_bytes())
            || self.attribute("hidden").is_some()
            || self.attribute("style").is_some_and(hides)
    }

    /// Returns the content as HTML.
    pub fn inner_html(self) -> String {
        let mut html = String::new();
        self.visit(|part| {
            match part {
                Part::Text(text) => push_escaped(&mut html, text, &[]),
                Part::Start(element) => {
                    html.push('<');
                    html.push_str(element.name);
                    for (name, value) in element.attributes {
                        html.push_str(&format!(" {name}=\""));
                        push_escaped(&mut html, value, &['"']);
                        html.push('"');
                    }
                    html.push('>');
                }
                Part::End(element) if VOID.contains(&element.name.as_bytes()) => {}
                Part::End(element) => html.push_str(&format!("</{}>", element.name)),
            }
            Visit::Continue
        });
        html
    }

    /// Returns the text as it is in the page, for example of a script.
    pub fn raw_text(self) -> String {
        let inside = &self.nodes[self.at + 1..self.nodes[self.at].end];
        let texts = inside.iter().filter_map(|node| match &node.content {
            Content::Text(text) => Some(text.as_str()),
            Content::Element { .. } => None,
        });
        texts.collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find<'t>(tree: &'t Tree, name: &str) -> Element<'t> {
        tree.elements().find(|e| e.name() == name).unwrap()
    }

    #[test]
    fn elements_and_their_descendants() {
        let tree = Tree::parse(
            "<div class='a b'><p>one<p>two <b>three</b></div><input name=x><!-- <form> --><form>f</form>",
        );
        let div = find(&tree, "div");
        assert!(div.has_class("b") && !div.has_class("ab"));
        assert_eq!(div.text(), "one\ntwo three");
        assert!(find(&tree, "b").is_within(div));
        assert!(!find(&tree, "input").is_within(div));
        assert_eq!(tree.elements().filter(|e| e.name() == "form").count(), 1);
        assert_eq!(find(&tree, "input").attribute("name"), Some("x"));
    }

    #[test]
    fn options_that_are_not_closed() {
        let tree = Tree::parse("<select><option>one<option>two</select>three");
        let options = tree.elements().filter(|e| e.name() == "option");
        let texts: Vec<String> = options.map(Element::text).collect();
        assert_eq!(texts, ["one", "two"]);
    }

    #[test]
    fn scripts_and_styles_are_not_text() {
        let tree =
            Tree::parse("<div>a<script>var x='<form>';</script><style>s</style>&amp;<br>b</div>");
        assert_eq!(find(&tree, "div").text(), "a&\nb");
        assert_eq!(find(&tree, "script").raw_text(), "var x='<form>';");
        assert!(tree.elements().all(|e| e.name() != "form"));
    }

    #[test]
    fn hidden_elements_are_not_text() {
        let tree = Tree::parse(
            "<div>a<i style='display:none'>1</i><i STYLE=' Display : NONE !important'>2</i><i hidden>3<b>4</b></i>\
             <i style='color: red; visibility:hidden'>5</i><i style='font-size:0px'>6</i><i style='opacity: 0'>7</i>\
             <i style='display:inline; font-size: 0.5em'>b</i><i style='none'>c</i></div>",
        );
        assert_eq!(find(&tree, "div").text(), "abc");
    }

    #[test]
    fn content_as_html() {
        let tree = Tree::parse(
            "<div>1 &lt; 2 <IMG src='a?b&amp;c' alt='\"'><p class=x>one<br/>two<p>three</div>",
        );
        assert_eq!(
            find(&tree, "div").inner_html(),
            "1 &lt; 2 <img alt=\"&quot;\" src=\"a?b&amp;c\"><p class=\"x\">one<br>two<p>three</p></p>"
        );
    }

    #[test]
    fn broken_pages_are_parsed() {
        for page in [
            "</div></p>",
            "<div",
            "<form><form><form>",
            "<a b=c",
            "<select><option>x",
            "<!--",
            "\u{0}<x\u{0}>",
        ] {
            let tree = Tree::parse(page);
            let _ = tree.elements().map(Element::text).collect::<Vec<_>>();
        }
        let deep = "<div>".repeat(100_000) + "x";
        assert_eq!(Tree::parse(&deep).elements().count(), 100_000);
        assert_eq!(find(&Tree::parse(&deep), "div").text(), "x");
    }
}
