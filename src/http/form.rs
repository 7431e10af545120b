//! The form of a POST: `application/x-www-form-urlencoded`.

use std::{fmt, sync::Arc};

use url::form_urlencoded;
use zeroize::Zeroizing;

use crate::Secret;

/// The fields of a POST, in order. Clones share them until one of the clones is changed.
#[derive(Clone, Default)]
pub struct Form(Arc<Vec<Entry>>);

#[derive(Clone)]
struct Entry {
    name: String,
    value: Secret,
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
        self.push_entry(name, Secret::from(value), false);
    }

    /// Adds a secret field, such as a password: the form is then sent unencrypted only where that
    /// is allowed.
    pub fn push_secret(&mut self, name: &str, value: &Secret) {
        self.push_entry(name, value.clone(), true);
    }

    /// Adds a token that the wiki sent. It does not make the form secret: on an unencrypted
    /// connection an eavesdropper has already seen the token arrive.
    pub fn push_token(&mut self, name: &str, value: &Secret) {
        self.push_entry(name, value.clone(), false);
    }

    /// Adds all fields of another form.
    pub fn append(&mut self, other: Form) {
        Arc::make_mut(&mut self.0).append(&mut Arc::unwrap_or_clone(other.0));
    }

    fn push_entry(&mut self, name: &str, value: Secret, secret: bool) {
        Arc::make_mut(&mut self.0).push(Entry {
            name: name.to_owned(),
            value,
            secret,
        });
    }

    /// Returns whether the form has a secret field.
    pub fn has_secret(&self) -> bool {
        self.0.iter().any(|entry| entry.secret)
    }

    /// Returns the names and values, for drivers that check or replay requests.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|entry| (entry.name.as_str(), entry.value.expose()))
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
        let capacity: usize = self
            .fields()
            .map(|(name, value)| 3 * (name.len() + value.len()) + 2)
            .sum();
        let mut body = Zeroizing::new(Vec::with_capacity(capacity));
        for (name, value) in self.fields() {
            if !body.is_empty() {
                body.push(b'&');
            }
            for part in form_urlencoded::byte_serialize(name.as_bytes()) {
                body.extend_from_slice(part.as_bytes());
            }
            body.push(b'=');
            for part in form_urlencoded::byte_serialize(value.as_bytes()) {
                body.extend_from_slice(part.as_bytes());
            }
        }
        body
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|entry| &entry.name))
            .finish()
    }
}
