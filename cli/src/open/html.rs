//! HTML in which every text is escaped.

/// The maximum length of a text of the wiki, in characters.
const MAX_TEXT: usize = 10_000;

/// HTML under construction. Only texts of this program can be added as HTML.
#[derive(Debug, Default)]
pub struct Html(String);

/// An attribute: its name and its value, which is escaped.
pub type Attribute<'a> = (&'static str, &'a str);

impl Html {
    /// Returns the HTML.
    pub fn into_string(self) -> String {
        self.0
    }

    /// Adds HTML of this program.
    pub fn html(&mut self, html: &'static str) -> &mut Self {
        self.0.push_str(html);
        self
    }

    /// Adds other HTML under construction.
    pub fn append(&mut self, other: &Self) -> &mut Self {
        self.0.push_str(&other.0);
        self
    }

    /// Opens an element.
    pub fn open(&mut self, name: &'static str, attributes: &[Attribute<'_>]) -> &mut Self {
        self.0.push('<');
        self.0.push_str(name);
        for (attribute, value) in attributes {
            self.0.push(' ');
            self.0.push_str(attribute);
            self.0.push_str("=\"");
            self.escape(value);
            self.0.push('"');
        }
        self.0.push('>');
        self
    }

    /// Closes an element.
    pub fn close(&mut self, name: &'static str) -> &mut Self {
        self.0.push_str("</");
        self.0.push_str(name);
        self.0.push_str(">\n");
        self
    }

    /// Adds a text of this program.
    pub fn text(&mut self, text: &str) -> &mut Self {
        self.escape(text);
        self
    }

    /// Adds an element with a text of this program.
    pub fn element(
        &mut self,
        name: &'static str,
        attributes: &[Attribute<'_>],
        text: &str,
    ) -> &mut Self {
        self.open(name, attributes).text(text).close(name)
    }

    /// Adds a text that is not of this program: of bounded length, in a language that is not known, and with a
    /// direction that does not reach what is around it.
    pub fn foreign(&mut self, text: &str) -> &mut Self {
        self.foreign_up_to(text, MAX_TEXT)
    }

    /// Adds such a text, of at most so many characters.
    pub fn foreign_up_to(&mut self, text: &str, limit: usize) -> &mut Self {
        self.html("<bdi lang=\"\">");
        self.escape(&shorten(text, limit));
        self.html("</bdi>")
    }

    /// Adds a text in which no markup is left. Control characters, which a page cannot contain, are replaced.
    fn escape(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                '\n' | '\t' => self.0.push(c),
                c if c.is_control() => self.0.push(char::REPLACEMENT_CHARACTER),
                c => self.0.push(c),
            }
        }
    }
}

/// Returns a text of at most so many characters; the end of a longer one is left out.
pub fn shorten(text: &str, limit: usize) -> String {
    match text.char_indices().nth(limit) {
        None => text.to_owned(),
        Some((at, _)) => format!("{}\u{2026}", &text[..at]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_markup_is_left_in_texts_and_attributes() {
        let hostile = "<script>alert('1')</script>\" onload=\"x&y\u{1b}[2J\0";
        let mut html = Html::default();
        html.element("p", &[("title", hostile)], hostile)
            .foreign(hostile);
        let text = html.into_string();
        let (opened, closed) = (text.matches('<').count(), text.matches('>').count());
        assert_eq!((opened, closed), (4, 4), "{text}");
        assert_eq!(text.matches('"').count(), 4, "{text}");
        assert!(text.contains("x&amp;y\u{fffd}[2J\u{fffd}"), "{text}");
        assert!(!text.contains('\''), "{text}");
    }

    #[test]
    fn foreign_texts_are_bounded() {
        let mut html = Html::default();
        html.foreign(&"é".repeat(1 << 20));
        assert!(html.into_string().chars().count() < MAX_TEXT + 40);
        assert_eq!(shorten("four", 4), "four");
        assert_eq!(shorten("fives", 4), "five\u{2026}");
    }
}
