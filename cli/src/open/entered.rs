//! The values that the person entered before, so that nobody types them twice.

use std::collections::BTreeMap;

use mwaccount::{Captcha, Field, FieldKind};

/// Values by the names of fields: texts, and of options their values. Secrets and answers to captchas are not among
/// them.
#[derive(Debug, Default)]
pub struct Entered(BTreeMap<String, Vec<String>>);

impl Entered {
    /// Keeps the values of a field, unless it is a secret.
    pub fn keep(&mut self, field: &Field, values: Vec<String>) {
        if is_kept(field) {
            self.0.insert(field.name.clone(), values);
        }
    }

    /// Returns the values of a field.
    pub fn get(&self, field: &Field) -> Option<&[String]> {
        self.0.get(&field.name).map(Vec::as_slice)
    }
}

fn is_kept(field: &Field) -> bool {
    !field.sensitive
        && field.name != Captcha::FIELD
        && !matches!(
            field.kind,
            FieldKind::Password | FieldKind::Hidden | FieldKind::Null | FieldKind::Button
        )
}
