//! The wiki's own messages about mails, kept from one account to the next.

/// The maximum length of a text that is kept, in bytes.
const MAX_TEXT: usize = 1 << 12;

/// The texts of the messages with which a wiki says that a mail was not sent. Unlike other messages they are
/// kept when the session's user changes, since each new user of a form is another one.
#[derive(Debug, Clone, Default)]
pub(crate) struct MailMessages {
    /// The language that was requested.
    language: Option<String>,
    texts: Vec<(String, String)>,
}

impl MailMessages {
    /// Keeps the texts in a language, unless they are too long.
    pub fn keep(&mut self, language: Option<&str>, texts: &[(String, String)]) {
        if texts.iter().all(|(_, text)| text.len() <= MAX_TEXT) {
            self.language = language.map(str::to_owned);
            self.texts = texts.to_vec();
        }
    }

    /// Returns the texts in a language, if they are known.
    pub fn texts(&self, language: Option<&str>) -> Option<&[(String, String)]> {
        let are_known = !self.texts.is_empty() && self.language.as_deref() == language;
        are_known.then_some(&self.texts)
    }
}
