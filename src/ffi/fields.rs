//! The fields that a wiki asks for.

use std::ffi::c_char;

use super::{
    pointer::{Handle, free_box, read, read_part, read_text},
    text::Text,
};
use crate::{Field, FieldKind};

/// The type of a field, as in MediaWiki's AuthenticationRequest.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_field_kind {
    /// A text to show, which takes no answer. Also returned for NULL.
    Null = 0,
    /// A line of text.
    String = 1,
    /// A line of text that is hidden while it is typed.
    Password = 2,
    /// One of the options.
    Select = 3,
    /// A checkbox.
    Checkbox = 4,
    /// Any number of the options.
    Multiselect = 5,
    /// A button.
    Button = 6,
    /// A value to send back unchanged; the library does so.
    Hidden = 7,
}

impl From<FieldKind> for mwa_field_kind {
    fn from(kind: FieldKind) -> Self {
        match kind {
            FieldKind::Null => Self::Null,
            FieldKind::String => Self::String,
            FieldKind::Password => Self::Password,
            FieldKind::Select => Self::Select,
            FieldKind::Checkbox => Self::Checkbox,
            FieldKind::Multiselect => Self::Multiselect,
            FieldKind::Button => Self::Button,
            FieldKind::Hidden => Self::Hidden,
        }
    }
}

/// A list of fields, in the wiki's order. Immutable.
///
/// A list from mwa_wiki_fields is freed with mwa_fields_free. A list from a step or from
/// requirements is a part of them.
pub struct mwa_fields(Vec<mwa_field>);

impl Handle for mwa_fields {}

/// A field, which is a part of its list. Immutable.
pub struct mwa_field {
    /// Without the texts that answers do not depend on: a value may be a secret, which [`Text`] overwrites.
    pub(super) field: Field,
    name: Text,
    kind: mwa_field_kind,
    label: Option<Text>,
    help: Option<Text>,
    value: Option<Text>,
    options: Vec<(Text, Text)>,
    optional: bool,
    sensitive: bool,
    alternative: usize,
}

impl From<&[Field]> for mwa_fields {
    fn from(fields: &[Field]) -> Self {
        Self(fields.iter().map(mwa_field::from).collect())
    }
}

impl From<&Field> for mwa_field {
    fn from(field: &Field) -> Self {
        let options = field.options.iter();
        let mut bare = Field::new(&field.name, field.kind, None);
        bare.options.clone_from(&field.options);
        Self {
            field: bare,
            name: Text::new(&field.name),
            kind: field.kind.into(),
            label: Text::opt(field.label.as_ref()),
            help: Text::opt(field.help.as_ref()),
            value: Text::opt(field.value.as_ref()),
            options: options
                .map(|(value, label)| (Text::new(value), Text::new(label)))
                .collect(),
            optional: field.optional,
            sensitive: field.sensitive,
            alternative: field.alternative.unwrap_or(0),
        }
    }
}

/// Returns the number of fields; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_fields_count(fields: *const mwa_fields) -> usize {
    read(fields, 0, |fields| fields.0.len())
}

/// Returns a field, or NULL if `index`, counted from 0, is too large. It is borrowed from the list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_fields_at(
    fields: *const mwa_fields,
    index: usize,
) -> *const mwa_field {
    read_part(fields, |fields| fields.0.get(index))
}

/// Frees a list from mwa_wiki_fields, and only such a list. NULL is ignored.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_fields_free(fields: *mut mwa_fields) {
    free_box(fields);
}

/// Returns the name of the field, by which it is answered. It is the wiki's own name, except
/// "captcha" for every captcha answer. The text is borrowed from the list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_name(field: *const mwa_field) -> *const c_char {
    read_text(field, |field| Some(&field.name))
}

/// Returns the type of the field; MWA_FIELD_KIND_NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_get_kind(field: *const mwa_field) -> mwa_field_kind {
    read(field, mwa_field_kind::Null, |field| field.kind)
}

/// Returns true if the field takes an answer from a person: neither a text to show nor a hidden value
/// does. Returns false for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_takes_answer(field: *const mwa_field) -> bool {
    read(field, false, |field| field.field.takes_answer())
}

/// Returns a short description for people, or NULL if there is none. The text is borrowed from the
/// list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_label(field: *const mwa_field) -> *const c_char {
    read_text(field, |field| field.label.as_ref())
}

/// Returns a longer description for people, or NULL if there is none. The text is borrowed from the
/// list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_help(field: *const mwa_field) -> *const c_char {
    read_text(field, |field| field.help.as_ref())
}

/// Returns the default value, or the text to show for MWA_FIELD_KIND_NULL; NULL if there is none.
/// The text is borrowed from the list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_value(field: *const mwa_field) -> *const c_char {
    read_text(field, |field| field.value.as_ref())
}

/// Returns the number of options of a select or multiselect field.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_option_count(field: *const mwa_field) -> usize {
    read(field, 0, |field| field.options.len())
}

/// Returns the value of an option, with which the field is answered, or NULL if `index`, counted
/// from 0, is too large. The text is borrowed from the list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_option_value(
    field: *const mwa_field,
    index: usize,
) -> *const c_char {
    read_text(field, |field| {
        field.options.get(index).map(|(value, _)| value)
    })
}

/// Returns the text of an option for people, or NULL if `index`, counted from 0, is too large. The
/// text is borrowed from the list.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_option_label(
    field: *const mwa_field,
    index: usize,
) -> *const c_char {
    read_text(field, |field| {
        field.options.get(index).map(|(_, label)| label)
    })
}

/// Returns true if the field may be left empty; also for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_is_optional(field: *const mwa_field) -> bool {
    read(field, true, |field| field.optional)
}

/// Returns true if the value must be hidden while it is typed. Passwords always are; MediaWiki 1.28
/// and later reports it for other fields.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_is_sensitive(field: *const mwa_field) -> bool {
    read(field, false, |field| field.sensitive)
}

/// Returns the number of the alternative that the field belongs to, from 1 on, if the wiki offers a
/// choice: filling in the fields of one alternative may be all that the wiki wants. Returns 0 if the field
/// belongs to none, and for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_alternative(field: *const mwa_field) -> usize {
    read(field, 0, |field| field.alternative)
}
