//! Extraction of text and tags from HTML, with a real tokenizer.

use html5gum::{DefaultEmitter, StartTag, Token, Tokenizer};

pub(super) type Tag = StartTag<()>;

/// Elements that begin a new line of text.
const BLOCKS: [&str; 9] = ["br", "p", "div", "li", "ul", "ol", "tr", "h1", "h2"];

/// Returns the visible text of an HTML fragment: without tags, comments, scripts and styles, with
/// character references resolved and white space collapsed.
pub fn to_text(html: &str) -> String {
    let mut text = VisibleText::default();
    let mut hidden = false;
    for token in tokens(html) {
        match token {
            Token::StartTag(tag) => {
                hidden |= is_hidden(&tag.name);
                text.tag_boundary(&String::from_utf8_lossy(&tag.name));
            }
            Token::EndTag(tag) => {
                hidden &= !is_hidden(&tag.name);
                text.tag_boundary(&String::from_utf8_lossy(&tag.name));
            }
            Token::String(part) if !hidden => text.push(&String::from_utf8_lossy(&part)),
            _ => {}
        }
    }
    text.folded()
}

/// A buffer for visible text.
#[derive(Default)]
pub(super) struct VisibleText(String);

impl VisibleText {
    pub(super) fn push(&mut self, text: &str) {
        self.0.push_str(text);
    }

    pub(super) fn length(&self) -> usize {
        self.0.len()
    }

    /// Removes the text from this length on, and returns it.
    pub(super) fn split_off(&mut self, at: usize) -> String {
        self.0.split_off(at)
    }

    /// Marks the beginning or the end of an element with this name.
    pub(super) fn tag_boundary(&mut self, name: &str) {
        if BLOCKS.contains(&name) && !self.0.ends_with('\n') {
            self.0.push('\n');
        }
    }

    pub(super) fn folded(&self) -> String {
        let lines = self
            .0
            .lines()
            .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines
            .filter(|line| !line.is_empty())
            .collect::<Vec<_>>()
            .join("\n")
    }
}

/// Returns whether a page was cut off: its body begins and does not end.
pub(crate) fn is_cut_off(page: &str) -> bool {
    let has_tag = |names: &[&[u8]]| {
        let mut tags = page.as_bytes().rsplit(|byte| *byte == b'<');
        tags.any(|tag| {
            let is_tag = |name: &&[u8]| {
                tag.get(..name.len())
                    .is_some_and(|start| start.eq_ignore_ascii_case(name))
            };
            names.iter().any(is_tag)
        })
    };
    has_tag(&[b"body"]) && !has_tag(&[b"/body", b"/html"])
}

/// Returns the content of `<meta name="generator">`, such as `MediaWiki 1.39.17`.
pub fn generator(html: &str) -> Option<String> {
    tokens(html).find_map(|token| match token {
        Token::StartTag(tag) => generator_in(&tag),
        _ => None,
    })
}

/// Returns the content if this tag is `<meta name="generator">`.
pub(super) fn generator_in(tag: &Tag) -> Option<String> {
    let is_generator = *tag.name == *b"meta" && attribute(tag, b"name")? == "generator";
    is_generator.then(|| attribute(tag, b"content")).flatten()
}

pub(super) fn attribute(tag: &Tag, name: &[u8]) -> Option<String> {
    let value = tag.attributes.get(name)?;
    Some(String::from_utf8_lossy(value).into_owned())
}

/// Returns the tokens of a page. The contents of scripts, styles and the like are text tokens.
pub(super) fn tokens(html: &str) -> impl Iterator<Item = Token> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(html, emitter).map_while(Result::ok)
}

pub(super) fn is_hidden(name: &[u8]) -> bool {
    matches!(name, b"script" | b"style" | b"template" | b"head")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_of_fragments() {
        for (html, text) in [
            ("93+6", "93+6"),
            ("What is <b>2&nbsp;+&#x20;2</b>?", "What is 2 + 2?"),
            (
                "<p>One  two</p><p>Three<br>four</p>",
                "One two\nThree\nfour",
            ),
            ("a<script>var x = '<b>';</script><!-- c -->b", "ab"),
            ("1 &lt; 2 &amp; 3", "1 < 2 & 3"),
            ("a < b", "a < b"),
            ("", ""),
        ] {
            assert_eq!(to_text(html), text, "{html}");
        }
    }

    #[test]
    fn generator_of_pages() {
        let page = "<html><head><!-- <meta name=generator content=no> --><script>'<meta name=\"generator\" content=\"no\">'</script><META content=\"MediaWiki 1.39.17\" name=\"generator\"/></head>";
        assert_eq!(generator(page).as_deref(), Some("MediaWiki 1.39.17"));
        assert_eq!(generator("<meta name=generator>"), None);
        assert_eq!(generator(&"<p>".repeat(100_000)), None);
    }
}
