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
    /// Keeps the texts in a language in place of others, unless they are too long.
    pub fn keep(&mut self, language: Option<String>, texts: Vec<(String, String)>) {
        if texts.iter().all(|(_, text)| text.len() <= MAX_TEXT) {
            *self = Self { language, texts };
        }
    }

    /// Returns the texts in a language, if they are known.
    pub fn texts(&self, language: Option<&str>) -> Option<&[(String, String)]> {
        let are_known = !self.texts.is_empty() && self.language.as_deref() == language;
        are_known.then_some(&self.texts)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_kept_for_their_language_unless_they_are_too_long() {
        let texts = |length| vec![("mailerror".to_owned(), "x".repeat(length))];
        let mut kept = MailMessages::default();
        assert_eq!(kept.texts(None), None);
        kept.keep(None, texts(MAX_TEXT));
        assert_eq!(kept.texts(None), Some(&texts(MAX_TEXT)[..]));
        assert_eq!(kept.texts(Some("de")), None);
        kept.keep(Some("de".to_owned()), texts(MAX_TEXT + 1));
        assert_eq!(kept.texts(Some("de")), None);
        assert_eq!(kept.texts(None), Some(&texts(MAX_TEXT)[..]));
    }
}
