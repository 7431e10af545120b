//! The fields that a wiki asks for.

use std::ffi::c_char;

use super::{
    pointer::{Handle, free_box, read, read_part, read_text},
    text::Text,
};
use crate::{Field, FieldKind};

/// What kind of value a field takes: the types of MediaWiki's AuthManager.
#[repr(C)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum mwa_field_kind {
    /// Something to show, never sent; also for NULL.
    Null = 0,
    /// A line of text.
    String = 1,
    /// A line of text not to be shown.
    Password = 2,
    /// One of the options.
    Select = 3,
    /// Yes or no.
    Checkbox = 4,
    /// Any of the options.
    Multiselect = 5,
    /// Something to press.
    Button = 6,
    /// A value to be sent back unchanged; the library does so.
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

/// Fields in the wiki's order. A list that a step or the requirements lend is theirs; it never
/// changes.
pub struct mwa_fields(Vec<mwa_field>);

impl Handle for mwa_fields {}

/// One field. It belongs to its list, and never changes.
pub struct mwa_field {
    name: Text,
    kind: mwa_field_kind,
    label: Option<Text>,
    help: Option<Text>,
    value: Option<Text>,
    options: Vec<(Text, Text)>,
    optional: bool,
    sensitive: bool,
}

impl From<&[Field]> for mwa_fields {
    fn from(fields: &[Field]) -> Self {
        Self(fields.iter().map(mwa_field::from).collect())
    }
}

impl From<&Field> for mwa_field {
    fn from(field: &Field) -> Self {
        let options = field.options.iter();
        Self {
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
        }
    }
}

/// How many fields there are; 0 for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_fields_count(fields: *const mwa_fields) -> usize {
    read(fields, 0, |fields| fields.0.len())
}

/// The field at an index from 0. Borrowed as long as the list; NULL beyond its end.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_fields_at(
    fields: *const mwa_fields,
    index: usize,
) -> *const mwa_field {
    read_part(fields, |fields| fields.0.get(index))
}

/// Frees a list that mwa_wiki_fields gave, and no other. NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_fields_free(fields: *mut mwa_fields) {
    free_box(fields);
}

/// The name by which the field is answered: the wiki's own, "captcha" for the answer to any
/// captcha. Borrowed as long as the field; NULL for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_name(field: *const mwa_field) -> *const c_char {
    read_text(field, |field| Some(&field.name))
}

/// What kind of value it takes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_get_kind(field: *const mwa_field) -> mwa_field_kind {
    read(field, mwa_field_kind::Null, |field| field.kind)
}

/// A short text for people. Borrowed as long as the field; NULL where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_label(field: *const mwa_field) -> *const c_char {
    read_text(field, |field| field.label.as_ref())
}

/// A longer text for people. Borrowed as long as the field; NULL where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_help(field: *const mwa_field) -> *const c_char {
    read_text(field, |field| field.help.as_ref())
}

/// The value it has if nothing is filled in; of MWA_FIELD_KIND_NULL what is to be shown. Borrowed
/// as long as the field; NULL where there is none.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_value(field: *const mwa_field) -> *const c_char {
    read_text(field, |field| field.value.as_ref())
}

/// How many options a select or multiselect has.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_option_count(field: *const mwa_field) -> usize {
    read(field, 0, |field| field.options.len())
}

/// The value of the option at an index from 0, which is what is answered. Borrowed as long as the
/// field; NULL beyond the last.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_option_value(
    field: *const mwa_field,
    index: usize,
) -> *const c_char {
    read_text(field, |field| {
        field.options.get(index).map(|(value, _)| value)
    })
}

/// The text for people of the option at an index from 0. Borrowed as long as the field; NULL
/// beyond the last.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_option_label(
    field: *const mwa_field,
    index: usize,
) -> *const c_char {
    read_text(field, |field| {
        field.options.get(index).map(|(_, label)| label)
    })
}

/// Whether it may stay empty.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_is_optional(field: *const mwa_field) -> bool {
    read(field, true, |field| field.optional)
}

/// Whether it must not be shown while it is typed.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn mwa_field_is_sensitive(field: *const mwa_field) -> bool {
    read(field, false, |field| field.sensitive)
}
