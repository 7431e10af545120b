//! The note above a form: why the last answer did not do.

use super::html::Html;

/// A note about the last answer.
#[derive(Debug, Clone, Default)]
pub struct Note {
    /// The message.
    pub message: String,
    /// The name of the field that it is about.
    pub field: Option<String>,
}

impl Note {
    /// Creates a note about a field.
    pub fn about(field: &str, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            field: Some(field.to_owned()),
        }
    }

    /// Returns the message if the note is about this field.
    pub fn message_for(&self, field: &str) -> Option<&str> {
        (self.field.as_deref() == Some(field)).then_some(&*self.message)
    }

    /// Adds the note to a page.
    pub fn add_to(&self, html: &mut Html) {
        html.open("div", &[("class", "alert"), ("role", "alert")])
            .html("<p>")
            .foreign(&self.message)
            .html("</p>")
            .close("div");
    }
}
