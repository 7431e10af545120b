//! The tree of a page's elements.
//!
//! It differs from a browser's tree: no element is added or moved, and one that is never closed ends
//! with its parent. This is enough to find a form, its controls and their labels.

use std::borrow::Cow;

use zeroize::Zeroize;

use super::{
    budget::{Budget, TooLarge},
    html::{self, Event, VisibleText, beginning, is_hidden},
};

/// Void elements, which have no content and no end tag.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that cannot contain another of their name, which ends them. So their texts do not overlap.
const NEVER_NESTED: [&str; 4] = ["a", "button", "option", "select"];

/// The maximum nesting depth: pages of MediaWiki have 20. Deeper elements are treated as siblings.
const MAX_DEPTH: usize = 100;

/// The maximum length of the text of an element. Without a limit, many elements that are never closed
/// would each have the text of all that follow.
const MAX_TEXT: usize = 1 << 14;

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
    /// Parses a page. It never fails; a page with too many parts is read up to its
    /// [limit](Self::is_too_large).
    pub fn parse(html: &str) -> Self {
        let mut builder = Builder::new(html);
        let read = html::read(html, |event| builder.add(event));
        builder.tree.is_too_large = read.is_err();
        builder.finish()
    }

    /// Returns the outermost elements of which `is_wanted` is true: without those inside of another.
    pub fn outermost(
        &self,
        is_wanted: impl Fn(Element<'_>) -> bool,
    ) -> impl Iterator<Item = Element<'_>> {
        outermost(self, 0, self.nodes.len(), is_wanted)
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
    pub fn elements(&self) -> impl Iterator<Item = Element<'_>> {
        elements(self, 0, self.nodes.len())
    }

    /// Returns all elements except those with these names and their descendants.
    pub fn elements_except(&self, names: &[&str]) -> impl Iterator<Item = Element<'_>> {
        let is_left_out = |element: Element<'_>| names.contains(&element.name());
        elements_unless(self, 0, self.nodes.len(), is_left_out)
    }

    fn part(&self, span: Span) -> &str {
        &self.text[span.start as usize..span.end as usize]
    }

    fn end(&self, at: usize) -> usize {
        self.nodes[at].end as usize
    }
}

/// Overwrites the texts and attributes, which may contain tokens.
impl Drop for Tree {
    fn drop(&mut self) {
        self.text.zeroize();
    }
}

/// A tree of which a part was read.
struct Builder {
    tree: Tree,
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
    fn new(html: &str) -> Self {
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

    fn add(&mut self, event: Event<'_>) -> Result<(), TooLarge> {
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

    fn finish(mut self) -> Tree {
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

/// Returns whether a style hides its element.
fn hides(style: &str) -> bool {
    let style = style.to_ascii_lowercase();
    let mut declarations = style.split(';').filter_map(|it| it.split_once(':'));
    declarations.any(|(property, value)| {
        let value = value.trim().trim_end_matches("!important").trim_end();
        let is_zero = || {
            let digits = value.trim_end_matches(|c: char| c.is_ascii_alphabetic() || c == '%');
            digits.parse::<f32>().is_ok_and(|number| number == 0.0)
        };
        match property.trim() {
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

fn elements(tree: &Tree, from: usize, to: usize) -> impl Iterator<Item = Element<'_>> {
    (from..to).filter_map(move |at| element(tree, at))
}

fn element(tree: &Tree, at: usize) -> Option<Element<'_>> {
    tree.nodes[at].attributes.map(|_| Element { tree, at })
}

fn outermost<'t>(
    tree: &'t Tree,
    from: usize,
    to: usize,
    is_wanted: impl Fn(Element<'t>) -> bool,
) -> impl Iterator<Item = Element<'t>> {
    let mut next = from;
    std::iter::from_fn(move || {
        while next < to {
            let found = element(tree, next).filter(|element| is_wanted(*element));
            next = found.map_or(next + 1, Element::end);
            if found.is_some() {
                return found;
            }
        }
        None
    })
}

/// Returns the elements except those for which `is_left_out` returns `true` and their descendants.
fn elements_unless<'t>(
    tree: &'t Tree,
    from: usize,
    to: usize,
    is_left_out: impl Fn(Element<'t>) -> bool,
) -> impl Iterator<Item = Element<'t>> {
    let mut next = from;
    std::iter::from_fn(move || {
        while next < to {
            let at = next;
            let element = element(tree, at);
            let is_left_out = element.is_some_and(&is_left_out);
            next = if is_left_out { tree.end(at) } else { at + 1 };
            if let Some(element) = element.filter(|_| !is_left_out) {
                return Some(element);
            }
        }
        None
    })
}

impl<'t> Element<'t> {
    fn node(self) -> &'t Node {
        &self.tree.nodes[self.at]
    }

    fn end(self) -> usize {
        self.tree.end(self.at)
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

    /// Returns the outermost descendants of which `is_wanted` is true: without those inside of another.
    pub fn outermost_descendants(
        self,
        is_wanted: impl Fn(Element<'t>) -> bool,
    ) -> impl Iterator<Item = Element<'t>> {
        outermost(self.tree, self.at + 1, self.end(), is_wanted)
    }

    /// Returns all descendants, in document order.
    pub fn descendants(self) -> impl Iterator<Item = Element<'t>> {
        elements(self.tree, self.at + 1, self.end())
    }

    /// Returns all descendants except elements with these names and their descendants.
    pub fn descendants_except(self, names: &[&str]) -> impl Iterator<Item = Element<'t>> {
        self.descendants_unless(|element| names.contains(&element.name()))
    }

    /// Returns all descendants except elements for which `is_left_out` returns `true` and their
    /// descendants.
    pub fn descendants_unless(
        self,
        is_left_out: impl Fn(Element<'t>) -> bool,
    ) -> impl Iterator<Item = Element<'t>> {
        elements_unless(self.tree, self.at + 1, self.end(), is_left_out)
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

    /// Returns the visible text, truncated if it is very long; see
    /// [`to_text`](super::html::to_text).
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
                None => match element(self.tree, at) {
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

    /// Returns whether a browser hides the element: it is a script or the like, or an attribute of its own
    /// hides it.
    pub fn is_hidden(self) -> bool {
        is_hidden(self.name()) || self.attribute("hidden").is_some() || hides(self.style())
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
            find(&tree, "div").inner_html(1000).unwrap(),
            "1 &lt; 2 <img src=\"a?b&amp;c\" alt=\"&quot;\"><p class=\"x\">one<br>two</p><p>three</p>"
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
