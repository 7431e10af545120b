//! The building of a tree from the parts of a page.

use super::{Attribute, Attributes, Node, Span, Tree};
use crate::mediawiki::{
    budget::{Budget, TooLarge},
    html::Event,
};

/// Void elements, which have no content and no end tag.
pub(super) const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that cannot contain another of their name, which ends them. So their texts do not overlap.
const NEVER_NESTED: [&str; 4] = ["a", "button", "option", "select"];

/// The maximum nesting depth: pages of MediaWiki have 20. Deeper elements are treated as siblings.
const MAX_DEPTH: usize = 100;

/// A tree of which a part was read.
pub(super) struct Builder {
    pub tree: Tree,
    /// The elements that have not ended.
    open: Vec<Open>,
    is_in_start_tag: bool,
    nodes: Budget,
    attributes: Budget,
}

/// An element that has not ended.
struct Open {
    /// Its index.
    at: usize,
    /// A hash of its name: pages of end tags without their elements are compared with all.
    hash: u32,
}

impl Builder {
    pub fn new(html: &str) -> Self {
        let nodes = Budget::of_nodes(html.len());
        // Each tag may be followed by a text.
        let tags = html.bytes().filter(|byte| *byte == b'<').count();
        let tree = Tree {
            // A few character references are shorter than their text.
            text: String::with_capacity(html.len() + html.len() / 4 + 64),
            nodes: Vec::with_capacity((2 * tags + 1).min(nodes.left())),
            attributes: Vec::new(),
            length: html.len(),
            is_too_large: false,
        };
        Self {
            tree,
            open: Vec::new(),
            is_in_start_tag: false,
            nodes,
            attributes: Budget::of_nodes(html.len()),
        }
    }

    pub fn add(&mut self, event: Event<'_>) -> Result<(), TooLarge> {
        match event {
            Event::Start(name) => self.start(name),
            Event::Attribute(name) => self.attribute(name),
            Event::Value(value) => self.value(value),
            Event::Started { self_closing } => {
                self.is_in_start_tag = false;
                let at = self.tree.nodes.len() - 1;
                let is_void = VOID.contains(&self.name(at));
                if !self_closing && !is_void && self.open.len() < MAX_DEPTH {
                    let hash = crc32fast::hash(self.name(at).as_bytes());
                    self.open.push(Open { at, hash });
                }
                Ok(())
            }
            Event::End(name) => {
                if let Some(place) = self.last_open(name) {
                    self.end_from(place);
                }
                Ok(())
            }
            Event::Text(text) => self.push(text, None),
        }
    }

    fn start(&mut self, name: &str) -> Result<(), TooLarge> {
        let goes_on = |open: &Open| !has_optional_end(self.name(open.at), name);
        let still_open = self.open.iter().rposition(goes_on);
        self.end_from(still_open.map_or(0, |last| last + 1));
        if NEVER_NESTED.contains(&name)
            && let Some(place) = self.last_open(name)
        {
            // The elements in it go on: a form must not end with a link around it.
            let open = self.open.remove(place);
            self.tree.nodes[open.at].end = index(self.tree.nodes.len())?;
        }
        let first = index(self.tree.attributes.len())?;
        self.push(name, Some(Attributes { first, count: 0 }))?;
        self.is_in_start_tag = true;
        Ok(())
    }

    /// Adds an attribute to the last element.
    fn attribute(&mut self, name: &str) -> Result<(), TooLarge> {
        self.attributes.take(1)?;
        let name = self.store(name)?;
        let value = Span::default();
        self.tree.attributes.push(Attribute { name, value });
        let node = self.tree.nodes.last_mut();
        if let Some(attributes) = node.and_then(|it| it.attributes.as_mut()) {
            attributes.count += 1;
        }
        Ok(())
    }

    /// Sets the value of the last attribute.
    fn value(&mut self, value: &str) -> Result<(), TooLarge> {
        let value = self.store(value)?;
        if let Some(last) = self.tree.attributes.last_mut() {
            last.value = value;
        }
        Ok(())
    }

    fn push(&mut self, text: &str, attributes: Option<Attributes>) -> Result<(), TooLarge> {
        self.nodes.take(1)?;
        let text = self.store(text)?;
        let end = index(self.tree.nodes.len() + 1)?;
        self.tree.nodes.push(Node {
            text,
            attributes,
            end,
        });
        Ok(())
    }

    /// Copies a text into the buffer, which never moves: it may contain tokens.
    fn store(&mut self, text: &str) -> Result<Span, TooLarge> {
        let buffer = &mut self.tree.text;
        if buffer.len() + text.len() > buffer.capacity() {
            return Err(TooLarge);
        }
        let start = index(buffer.len())?;
        buffer.push_str(text);
        let end = index(buffer.len())?;
        Ok(Span { start, end })
    }

    fn name(&self, at: usize) -> &str {
        self.tree.part(self.tree.nodes[at].text)
    }

    /// Returns the place of the innermost open element with this name.
    fn last_open(&self, name: &str) -> Option<usize> {
        let hash = crc32fast::hash(name.as_bytes());
        let has_name = |open: &Open| open.hash == hash && self.name(open.at) == name;
        self.open.iter().rposition(has_name)
    }

    /// Ends the open elements from this place on.
    fn end_from(&mut self, place: usize) {
        let end = self.tree.nodes.len();
        for Open { at, .. } in self.open.drain(place..) {
            // As many nodes are counted in 32 bits.
            self.tree.nodes[at].end = u32::try_from(end).unwrap_or(u32::MAX);
        }
    }

    pub fn finish(mut self) -> Tree {
        if self.is_in_start_tag {
            // The page ends in this tag.
            self.tree.nodes.pop();
        }
        self.end_from(0);
        self.tree
    }
}

fn index(number: usize) -> Result<u32, TooLarge> {
    u32::try_from(number).map_err(|_| TooLarge)
}

/// Returns whether the innermost open element ends where another begins, because its end tag is
/// optional.
fn has_optional_end(open: &str, new: &str) -> bool {
    match open {
        "p" | "li" | "optgroup" => new == open,
        "option" => matches!(new, "option" | "optgroup"),
        "dt" | "dd" => matches!(new, "dt" | "dd"),
        "td" | "th" => matches!(new, "td" | "th" | "tr"),
        "tr" => new == "tr",
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mediawiki::{
        html,
        tree::{Element, find},
    };

    #[test]
    fn options_that_are_not_closed() {
        let tree = Tree::parse("<select><option>one<option>two</select>three");
        let options = tree.elements().filter(|e| e.name() == "option");
        let texts: Vec<String> = options.map(Element::text).collect();
        assert_eq!(texts, ["one", "two"]);
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
        let deep = |count: usize| Tree::parse(&("<div>".repeat(count) + "x"));
        assert_eq!(deep(4000).elements().count(), 4000);
        assert_eq!(find(&deep(4000), "div").text(), "x");
        assert!(!deep(4000).is_too_large());
        assert!(deep(100_000).is_too_large());
    }

    /// The tokenizer (html5gum 0.9.0) calls itself for each of them.
    #[test]
    fn thousands_of_quoted_attributes_overflow_no_stack() {
        for tag in ["<b", "</b"] {
            let page = format!("<i>{tag}{}>", " a=\"\"".repeat(200_000));
            let tree = Tree::parse(&page);
            assert!(tree.is_too_large() && find(&tree, "i").name() == "i");
            assert_eq!(html::to_text(&format!("text{page}")), "text");
        }
    }

    #[test]
    fn elements_that_cannot_contain_each_other_end() {
        let tree = Tree::parse(
            "<a>one<form><a>two<select><option>three<b>four<option>five<select><option>six<input></form>",
        );
        let texts = |name| {
            let found = tree.elements().filter(move |e| e.name() == name);
            found.map(Element::text).collect::<Vec<_>>()
        };
        assert_eq!(texts("a"), ["one", "twothreefourfivesix"]);
        assert_eq!(texts("option"), ["threefour", "five", "six"]);
        assert_eq!(texts("select"), ["threefourfive", "six"]);
        assert!(find(&tree, "input").is_within(find(&tree, "form")));
    }
}
