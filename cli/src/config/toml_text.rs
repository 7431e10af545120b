//! TOML as entries with the lines in which they are.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

/// A key and its value.
#[derive(Debug)]
pub struct Entry {
    /// The key.
    pub key: String,
    /// Its line, counted from 1.
    pub line: usize,
    /// The value.
    pub value: Value,
}

/// A value.
#[derive(Debug)]
pub enum Value {
    /// A text, or a number as it is written.
    Text(String),
    /// A table, in the order of the lines.
    Table(Vec<Entry>),
    /// Anything else.
    Other,
}

/// A mistake in the text.
#[derive(Debug)]
pub struct Problem {
    /// Its line, counted from 1.
    pub line: usize,
    /// A sentence.
    pub message: String,
}

/// A text in TOML.
pub struct TomlText<'t> {
    text: &'t str,
}

impl<'t> TomlText<'t> {
    /// Returns the entries of a text, in the order of the lines.
    pub fn parse(text: &'t str) -> Result<Vec<Entry>, Problem> {
        let text = Self { text };
        match DeTable::parse(text.text) {
            Ok(table) => Ok(text.entries(table.get_ref())),
            Err(error) => Err(Problem {
                line: text.line(error.span().map_or(0, |span| span.start)),
                message: error.message().to_owned(),
            }),
        }
    }

    fn entries(&self, table: &DeTable<'_>) -> Vec<Entry> {
        let entries = table.iter().map(|(key, value)| Entry {
            key: key.get_ref().clone().into_owned(),
            line: self.line(key.span().start),
            value: self.value(value),
        });
        let mut entries: Vec<_> = entries.collect();
        entries.sort_by_key(|entry| entry.line);
        entries
    }

    fn value(&self, value: &Spanned<DeValue<'_>>) -> Value {
        match value.get_ref() {
            DeValue::String(text) => Value::Text(text.clone().into_owned()),
            DeValue::Integer(number) => Value::Text(number.to_string()),
            DeValue::Table(table) => Value::Table(self.entries(table)),
            _ => Value::Other,
        }
    }

    fn line(&self, at: usize) -> usize {
        let before = self.text.as_bytes().iter().take(at);
        before.filter(|byte| **byte == b'\n').count() + 1
    }
}
