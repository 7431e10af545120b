//! The form of a POST: `application/x-www-form-urlencoded`.

use std::fmt;

use url::form_urlencoded;
use zeroize::Zeroizing;

use crate::Secret;

/// The least memory of a form that has fields, in bytes, which is enough for most creations.
const MIN_CAPACITY: usize = 512;

/// The fields of a POST, in order.
#[derive(Clone, Default)]
pub struct Form {
    /// The names and values, one after another: a form is copied for each request.
    text: Zeroizing<String>,
    entries: Vec<Entry>,
}

/// The lengths of a name and a value.
#[derive(Clone, Copy)]
struct Entry {
    name: usize,
    value: usize,
    secret: bool,
}

impl Form {
    /// Creates a form with these fields, none of them secret.
    pub fn new(fields: &[(&str, &str)]) -> Self {
        let mut form = Self::default();
        for (name, value) in fields {
            form.push(name, value);
        }
        form
    }

    /// Adds a field that is not secret.
    pub fn push(&mut self, name: &str, value: &str) {
        self.push_entry(name, value, false);
    }

    /// Adds a secret field, such as a password: the form is then sent unencrypted only where that
    /// is allowed.
    pub fn push_secret(&mut self, name: &str, value: &Secret) {
        self.push_entry(name, value.expose(), true);
    }

    /// Adds a token that the wiki sent. It does not make the form secret: on an unencrypted
    /// connection an eavesdropper has already seen the token arrive.
    pub fn push_token(&mut self, name: &str, value: &Secret) {
        self.push_entry(name, value.expose(), false);
    }

    /// Adds all fields of another form.
    pub fn append(&mut self, other: &Form) {
        self.reserve(other.text.len());
        self.text.push_str(&other.text);
        self.entries.extend(&other.entries);
    }

    fn push_entry(&mut self, name: &str, value: &str, secret: bool) {
        self.reserve(name.len() + value.len());
        self.text.push_str(name);
        self.text.push_str(value);
        self.entries.push(Entry {
            name: name.len(),
            value: value.len(),
            secret,
        });
    }

    /// Makes room for more text. The old copy is overwritten, which `String` does not do when it grows.
    fn reserve(&mut self, more: usize) {
        let needed = self.text.len() + more;
        if needed > self.text.capacity() {
            let capacity = needed.next_power_of_two().max(MIN_CAPACITY);
            let mut larger = Zeroizing::new(String::with_capacity(capacity));
            larger.push_str(&self.text);
            self.text = larger;
        }
    }

    /// Returns whether the form has a secret field.
    pub fn has_secret(&self) -> bool {
        self.entries.iter().any(|entry| entry.secret)
    }

    /// Returns the names and values, for drivers that check or replay requests.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        let mut rest = self.text.as_str();
        self.entries.iter().map(move |entry| {
            let (name, after) = rest.split_at(entry.name);
            let (value, after) = after.split_at(entry.value);
            rest = after;
            (name, value)
        })
    }

    /// Returns the value of the first field with this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields()
            .find(|(field, _)| *field == name)
            .map(|(_, value)| value)
    }

    /// Encodes the form as `application/x-www-form-urlencoded`. The buffer is allocated large
    /// enough, so that it never moves and leaves no copy of a secret in memory.
    pub(super) fn encode(&self) -> Zeroizing<Vec<u8>> {
        let bytes = self.text.as_bytes().iter();
        let changed = bytes.filter(|byte| !IS_UNCHANGED[usize::from(**byte)]);
        let capacity = self.text.len() + 2 * changed.count() + 2 * self.entries.len();
        let mut body = Zeroizing::new(Vec::with_capacity(capacity));
        for (name, value) in self.fields() {
            if !body.is_empty() {
                body.push(b'&');
            }
            append_encoded(&mut body, name);
            body.push(b'=');
            append_encoded(&mut body, value);
        }
        body
    }
}

/// The bytes that stay as they are in a form.
const IS_UNCHANGED: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        let character = byte as u8;
        table[byte] =
            character.is_ascii_alphanumeric() || matches!(character, b'*' | b'-' | b'.' | b'_');
        byte += 1;
    }
    table
};

/// Appends a text, encoded. What stays as it is, which is most, is copied at once.
fn append_encoded(body: &mut Vec<u8>, text: &str) {
    let mut rest = text.as_bytes();
    while !rest.is_empty() {
        let is_changed = |byte: &u8| !IS_UNCHANGED[usize::from(*byte)];
        let unchanged = rest.iter().position(is_changed).unwrap_or(rest.len());
        body.extend_from_slice(&rest[..unchanged]);
        let (changed, after) = rest[unchanged..].split_at(usize::from(unchanged < rest.len()));
        for part in form_urlencoded::byte_serialize(changed) {
            body.extend_from_slice(part.as_bytes());
        }
        rest = after;
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.fields().map(|(name, _)| name))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_grow_and_share_nothing() {
        let mut form = Form::new(&[("a", "1"), ("", ""), ("ä b", "*-._~&=+\n")]);
        form.push_secret("password", &Secret::from("x".repeat(MIN_CAPACITY).as_str()));
        let copy = form.clone();
        form.append(&Form::new(&[("a", "2"), ("c", "")]));
        assert_eq!(copy.fields().count(), 4);
        assert_eq!((form.get("a"), form.get("c")), (Some("1"), Some("")));
        assert!(form.has_secret() && !Form::default().has_secret());
        let encoded = form.encode();
        assert!(encoded.capacity() >= encoded.len());
        let expected = format!(
            "a=1&=&%C3%A4+b=*-._%7E%26%3D%2B%0A&password={}&a=2&c=",
            "x".repeat(MIN_CAPACITY)
        );
        assert_eq!(String::from_utf8_lossy(&encoded), expected);
    }
}
