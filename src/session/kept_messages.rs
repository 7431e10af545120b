//! The wiki's own messages, kept from one refusal to the next.

use url::Url;

/// The maximum length of a text that is kept, in bytes.
const MAX_TEXT: usize = 1 << 12;

/// Messages that Special:AllMessages showed, and the keys that it was asked for.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeptMessages {
    /// The address of the page that shows them, in the wiki's own spelling. Any other is redirected to it.
    pub page: Option<Url>,
    /// The language that was requested.
    requested: Option<String>,
    /// The language of the messages, if it is known.
    pub language: Option<String>,
    /// The reader's language, if it was not requested and differs from the wiki's.
    pub reader_language: Option<String>,
    /// The keys whose texts are known, or of which the wiki has no message.
    covered: Vec<&'static str>,
    texts: Vec<(String, String)>,
    /// True if the wiki does not show its messages.
    pub are_hidden: bool,
}

impl KeptMessages {
    /// Discards the messages if they are in another language than this one.
    pub fn use_language(&mut self, requested: Option<&str>) {
        if self.requested.as_deref() != requested {
            *self = Self {
                requested: requested.map(str::to_owned),
                ..Self::default()
            };
        }
    }

    /// Returns the keys and texts.
    pub fn texts(&self) -> &[(String, String)] {
        &self.texts
    }

    /// Returns whether the wiki has shown a text for this key.
    pub fn shows(&self, key: &str) -> bool {
        self.texts.iter().any(|(known, _)| known == key)
    }

    /// Returns whether the text of this key is known, or the wiki has no message of it.
    pub fn covers(&self, key: &str) -> bool {
        self.covered.contains(&key)
    }

    /// Keeps the text of a key that was asked for, or that there is none.
    pub fn keep(&mut self, key: &'static str, text: Option<&str>) {
        if self.covers(key) {
            return;
        }
        self.covered.push(key);
        // The wiki shows a message that it does not find as its key, `⧼noname⧽`.
        let text = text.filter(|text| text.len() <= MAX_TEXT && !text.starts_with('⧼'));
        self.texts
            .extend(text.map(|text| (key.to_owned(), text.to_owned())));
    }
}
