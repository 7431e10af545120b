//! Extraction of text and tags from HTML, with a real tokenizer.

use std::{borrow::Cow, cell::Cell, convert::Infallible};

use html5gum::{
    Readable, Reader, Span, StringReader, Tokenizer,
    emitters::callback::{CallbackEmitter, CallbackEvent},
};

use super::budget::TooLarge;

/// The maximum number of attributes of a tag: pages of MediaWiki have 11. The tokenizer calls itself for
/// each quoted one, so that a tag with thousands of them would overflow the stack.
const MAX_ATTRIBUTES: usize = 100;

/// Elements that begin a new line of text.
const BLOCKS: [&str; 9] = ["br", "p", "div", "li", "ul", "ol", "tr", "h1", "h2"];

/// A part of a page, with character references resolved.
#[derive(Debug)]
pub(super) enum Event<'e> {
    /// The name of an element that begins, in lower case.
    Start(&'e str),
    /// The name of an attribute of it.
    Attribute(&'e str),
    /// The value of this attribute, unless it is empty.
    Value(&'e str),
    /// The end of the start tag.
    Started {
        self_closing: bool,
    },
    End(&'e str),
    Text(&'e str),
}

/// A text that can be read up to a moment.
struct Stoppable<'r> {
    text: StringReader<'r>,
    is_stopped: &'r Cell<bool>,
}

impl Stoppable<'_> {
    fn check(&self) -> Result<(), TooLarge> {
        if self.is_stopped.get() {
            Err(TooLarge)
        } else {
            Ok(())
        }
    }
}

impl Reader for Stoppable<'_> {
    type Error = TooLarge;

    fn read_byte(&mut self) -> Result<Option<u8>, TooLarge> {
        self.check()?;
        Ok(self.text.read_byte().unwrap_or_default())
    }

    fn try_read_string(&mut self, text: &[u8], case_sensitive: bool) -> Result<bool, TooLarge> {
        self.check()?;
        let read = self.text.try_read_string(text, case_sensitive);
        Ok(read.unwrap_or_default())
    }

    fn read_until<'b>(
        &'b mut self,
        needle: &[u8],
        buffer: &'b mut [u8; 4],
    ) -> Result<Option<&'b [u8]>, TooLarge> {
        self.check()?;
        Ok(self.text.read_until(needle, buffer).unwrap_or_default())
    }
}

/// Reads a page. The contents of scripts, styles and the like are texts.
///
/// # Errors
/// If a tag has too many attributes, or `on_event` fails. Nothing is read then.
pub(super) fn read(
    html: &str,
    mut on_event: impl FnMut(Event<'_>) -> Result<(), TooLarge>,
) -> Result<(), TooLarge> {
    tokenize(html, &mut on_event)
}

/// Does the same as [`read`]. It is not generic, because each copy of the tokenizer takes 80 KB of the program.
fn tokenize(
    html: &str,
    on_event: &mut dyn FnMut(Event<'_>) -> Result<(), TooLarge>,
) -> Result<(), TooLarge> {
    let is_stopped = Cell::new(false);
    // An end tag may have attributes too.
    let mut is_in_start_tag = false;
    let mut attributes = 0;
    let mut forward = |event: CallbackEvent<'_>| {
        match event {
            CallbackEvent::AttributeName { .. } => attributes += 1,
            CallbackEvent::AttributeValue { .. } | CallbackEvent::Error(_) => {}
            _ => attributes = 0,
        }
        if attributes > MAX_ATTRIBUTES {
            return Err(TooLarge);
        }
        let text = String::from_utf8_lossy;
        match event {
            CallbackEvent::OpenStartTag { name } => {
                is_in_start_tag = true;
                on_event(Event::Start(&text(name)))
            }
            CallbackEvent::AttributeName { name } if is_in_start_tag => {
                on_event(Event::Attribute(&text(name)))
            }
            CallbackEvent::AttributeValue { value } if is_in_start_tag => {
                on_event(Event::Value(&text(value)))
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                is_in_start_tag = false;
                on_event(Event::Started { self_closing })
            }
            CallbackEvent::EndTag { name } => on_event(Event::End(&text(name))),
            CallbackEvent::String { value } => on_event(Event::Text(&text(value))),
            _ => Ok(()),
        }
    };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
        if !is_stopped.get() {
            is_stopped.set(forward(event).is_err());
        }
        None::<Infallible>
    });
    emitter.naively_switch_states(true);
    let reader = Stoppable {
        text: html.to_reader(),
        is_stopped: &is_stopped,
    };
    // There are no tokens: the only item is the error of a reader that was stopped.
    Tokenizer::new_with_emitter(reader, emitter).next();
    if is_stopped.get() {
        Err(TooLarge)
    } else {
        Ok(())
    }
}

/// Returns the visible text of an HTML fragment: without tags, comments, scripts and styles, with
/// character references resolved and white space collapsed.
pub fn to_text(html: &str) -> String {
    let mut text = VisibleText::default();
    let mut hidden = false;
    let read = read(html, |event| {
        match event {
            Event::Start(name) => {
                hidden |= is_hidden(name);
                text.tag_boundary(name);
            }
            Event::End(name) => {
                hidden &= !is_hidden(name);
                text.tag_boundary(name);
            }
            Event::Text(part) if !hidden => text.push(part),
            _ => {}
        }
        Ok(())
    });
    match read {
        // Nothing of the rest was read.
        Ok(()) | Err(TooLarge) => text.folded(),
    }
}

/// A buffer for visible text. White space is collapsed as it arrives.
pub(super) struct VisibleText {
    text: String,
    /// The length that the text never exceeds, in bytes.
    limit: usize,
}

impl Default for VisibleText {
    fn default() -> Self {
        Self::with_limit(usize::MAX)
    }
}

impl VisibleText {
    /// Creates a buffer for a text of at most this length, in bytes.
    pub(super) fn with_limit(limit: usize) -> Self {
        Self {
            text: String::new(),
            limit,
        }
    }

    pub(super) fn push(&mut self, text: &str) {
        for character in text.chars() {
            let has_space = self.text.ends_with([' ', '\n']);
            match character {
                '\n' if self.text.ends_with(' ') => {
                    self.text.pop();
                    self.text.push('\n');
                }
                space if space.is_whitespace() && has_space => {}
                _ if self.text.len() + character.len_utf8() > self.limit => {
                    self.limit = self.text.len();
                    return;
                }
                '\n' => self.text.push('\n'),
                space if space.is_whitespace() => self.text.push(' '),
                other => self.text.push(other),
            }
        }
    }

    /// Returns whether no more text fits.
    pub(super) fn is_full(&self) -> bool {
        self.text.len() >= self.limit
    }

    pub(super) fn length(&self) -> usize {
        self.text.len()
    }

    /// Removes the text from this length on, and returns it.
    pub(super) fn split_off(&mut self, at: usize) -> String {
        self.text.split_off(at)
    }

    /// Marks the beginning or the end of an element with this name.
    pub(super) fn tag_boundary(&mut self, name: &str) {
        if BLOCKS.contains(&name) {
            self.push("\n");
        }
    }

    /// Returns the text without the space around its lines and without empty lines.
    pub(super) fn folded(&self) -> String {
        let lines = self.text.lines().map(str::trim);
        joined(lines.filter(|line| !line.is_empty()), '\n')
    }
}

/// Returns the beginning of a text, of at most this length in bytes.
pub(super) fn beginning(text: &str, length: usize) -> &str {
    let mut end = length.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Returns the words of a text with one space between them.
pub(super) fn with_single_spaces(text: &str) -> String {
    joined(text.split_whitespace(), ' ')
}

/// Returns parts of a text with a separator between them, without a list of them, which would take more
/// memory than the text if they are short.
pub(super) fn joined<'t>(mut parts: impl Iterator<Item = &'t str>, separator: char) -> String {
    let mut joined = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        joined.push(separator);
        joined.push_str(part);
    }
    joined
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

/// Decodes the beginning of a body, of at most this length in bytes.
pub(super) fn decode_beginning(body: &[u8], length: usize) -> Cow<'_, str> {
    String::from_utf8_lossy(&body[..body.len().min(length)])
}

/// Returns whether a browser shows nothing of elements with this name.
pub(super) fn is_hidden(name: &str) -> bool {
    matches!(name, "script" | "style" | "template" | "head")
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
}
