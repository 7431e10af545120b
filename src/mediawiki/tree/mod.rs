//! The tree of a page's elements.
//!
//! It differs from a browser's tree: no element is added or moved, and one that is never closed ends
//! with its parent. This is enough to find a form, its controls and their labels.

mod builder;
mod content;
mod elements;
mod visibility;

use zeroize::Zeroize;

use self::builder::Builder;
pub use self::{
    content::{Part, Visit},
    elements::Elements,
};
use super::html::{self, beginning};

/// The length of a list of classes or a style, in bytes. The rest is ignored.
const MAX_LIST: usize = 1 << 10;

/// A page. All its texts are in one buffer, so that a page of many small elements takes little memory.
#[derive(Debug)]
pub struct Tree {
    /// The names, attributes and texts of all nodes.
    text: String,
    nodes: Vec<Node>,
    attributes: Vec<Attribute>,
    /// The length of the page in bytes.
    length: usize,
    /// True if the page has more elements, texts or attributes than were read.
    is_too_large: bool,
}

/// A part of [`Tree::text`].
#[derive(Debug, Clone, Copy, Default)]
struct Span {
    start: u32,
    end: u32,
}

#[derive(Debug)]
struct Node {
    /// The name of an element, or a text.
    text: Span,
    /// The attributes of an element, in [`Tree::attributes`]; `None` for a text.
    attributes: Option<Attributes>,
    /// The index after its last descendant.
    end: u32,
}

#[derive(Debug, Clone, Copy)]
struct Attributes {
    first: u32,
    count: u32,
}

#[derive(Debug)]
struct Attribute {
    name: Span,
    value: Span,
}

/// An element of a page.
#[derive(Debug, Clone, Copy)]
pub struct Element<'t> {
    tree: &'t Tree,
    at: usize,
}

impl Tree {
    /// Parses a page. It never fails; a page with too many parts is read up to its
    /// [limit](Self::is_too_large).
    pub fn parse(html: &str) -> Self {
        let mut builder = Builder::new(html);
        let read = html::read(html, |event| builder.add(event));
        builder.tree.is_too_large = read.is_err();
        builder.finish()
    }

    /// Returns whether the page has more elements, texts or attributes than were read.
    pub fn is_too_large(&self) -> bool {
        self.is_too_large
    }

    /// Returns the length of the page in bytes.
    pub fn length(&self) -> usize {
        self.length
    }

    /// Returns all elements, in document order.
    pub fn elements(&self) -> Elements<'_> {
        Elements {
            tree: self,
            next: 0,
            end: self.nodes.len(),
        }
    }

    /// Returns the element at this index, unless it is a text.
    fn element(&self, at: usize) -> Option<Element<'_>> {
        let is_element = self.nodes[at].attributes.is_some();
        is_element.then_some(Element { tree: self, at })
    }

    /// Returns the content of `<meta name="generator">`, such as `MediaWiki 1.39.17`.
    pub fn generator(&self) -> Option<&str> {
        let is_generator = |element: &Element<'_>| {
            element.name() == "meta" && element.attribute("name") == Some("generator")
        };
        let content = self.elements().find(is_generator)?.attribute("content");
        content.filter(|content| !content.is_empty())
    }

    fn part(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }
}

/// Overwrites the texts and attributes, which may contain tokens.
impl Drop for Tree {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

impl<'t> Element<'t> {
    fn node(self) -> &'t Node {
        &self.tree.nodes[self.at]
    }

    fn end(self) -> usize {
        self.node().end as usize
    }

    /// Returns the name of the tag, in lower case.
    pub fn name(self) -> &'t str {
        self.tree.part(self.node().text)
    }

    /// Returns the names and values of the attributes, with character references resolved.
    fn attributes(self) -> impl Iterator<Item = (&'t str, &'t str)> {
        let (first, count) = match self.node().attributes {
            Some(Attributes { first, count }) => (first as usize, count as usize),
            None => (0, 0),
        };
        let attributes = &self.tree.attributes[first..first + count];
        let tree = self.tree;
        let attributes = attributes.iter();
        attributes.map(move |it| (tree.part(it.name), tree.part(it.value)))
    }

    /// Returns an attribute, with character references resolved.
    pub fn attribute(self, name: &str) -> Option<&'t str> {
        let found = self.attributes().find(|(key, _)| *key == name);
        found.map(|(_, value)| value)
    }

    /// Returns whether the element has this class.
    pub fn has_class(self, class: &str) -> bool {
        self.has_one_of_classes(&[class])
    }

    /// Returns whether the element has one of these classes.
    pub fn has_one_of_classes(self, classes: &[&str]) -> bool {
        let own = self.attribute("class").unwrap_or_default();
        let mut own = beginning(own, MAX_LIST).split_ascii_whitespace();
        own.any(|own| classes.contains(&own))
    }

    /// Returns the attribute `style`, truncated if it is very long.
    pub fn style(self) -> &'t str {
        beginning(self.attribute("style").unwrap_or_default(), MAX_LIST)
    }

    /// Returns all descendants, in document order.
    pub fn descendants(self) -> Elements<'t> {
        Elements {
            tree: self.tree,
            next: self.at + 1,
            end: self.end(),
        }
    }

    /// Returns a number that no other element of the page has.
    pub fn number(self) -> usize {
        self.at
    }

    /// Returns whether it is a descendant of `other`.
    pub fn is_within(self, other: Element<'_>) -> bool {
        other.at < self.at && self.at < other.end()
    }

    /// Returns whether it ends before `other` begins.
    pub fn ends_before(self, other: Element<'_>) -> bool {
        self.end() <= other.at
    }

    /// Returns whether it begins before `other`.
    pub fn precedes(self, other: Element<'_>) -> bool {
        self.at < other.at
    }
}

#[cfg(test)]
fn find<'t>(tree: &'t Tree, name: &str) -> Element<'t> {
    tree.elements().find(|e| e.name() == name).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn generator_of_pages() {
        let generator = |page: &str| Tree::parse(page).generator().map(str::to_owned);
        let page = "<html><head><!-- <meta name=generator content=no> --><script>'<meta name=\"generator\" content=\"no\">'</script><META content=\"MediaWiki 1.39.17\" name=\"generator\"/></head>";
        assert_eq!(generator(page).as_deref(), Some("MediaWiki 1.39.17"));
        assert_eq!(generator("<meta name=generator>"), None);
        assert_eq!(generator(&"<p>".repeat(100_000)), None);
    }
}
