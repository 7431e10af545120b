//! The controls of a form, and their conversion to fields.

use std::collections::HashMap;

use super::tree::{Element, Tree};
use crate::{Field, FieldKind, mediawiki::auth_request::AuthField};

/// Elements whose controls are not part of the form: they are not shown, are only shown without
/// scripts, or belong to a nested form.
const EXCLUDED: [&str; 3] = ["template", "noscript", "form"];

/// The maximum number of controls, and of options of a control: far more than a sign-up form has.
const MAX_CONTROLS: usize = 512;

/// A control with a name.
#[derive(Debug)]
pub(super) struct Control<'t> {
    pub name: &'t str,
    pub element: Element<'t>,
    kind: ControlKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ControlKind {
    Hidden,
    Text,
    Password,
    TextArea,
    Select,
    Checkbox,
    Radio,
    /// A button that sends the form.
    Submit,
}

impl<'t> Control<'t> {
    /// Returns all controls of a form, in order, without those of nested forms.
    pub fn all_in(form: Element<'t>) -> Vec<Self> {
        let own = form.descendants_except(&EXCLUDED);
        own.filter_map(Self::from_element)
            .take(MAX_CONTROLS)
            .collect()
    }

    fn from_element(element: Element<'t>) -> Option<Self> {
        let name = element.attribute("name").filter(|name| !name.is_empty())?;
        let input_type = element.attribute("type").unwrap_or_default();
        let input_type = input_type.trim().to_ascii_lowercase();
        let kind = match (element.name(), input_type.as_str()) {
            ("input", "hidden") => ControlKind::Hidden,
            ("input", "password") => ControlKind::Password,
            ("input", "checkbox") => ControlKind::Checkbox,
            ("input", "radio") => ControlKind::Radio,
            ("input", "submit" | "image") => ControlKind::Submit,
            ("input", "button" | "reset" | "file") => return None,
            ("input", _) => ControlKind::Text,
            ("button", "" | "submit") => ControlKind::Submit,
            ("select", _) => ControlKind::Select,
            ("textarea", _) => ControlKind::TextArea,
            _ => return None,
        };
        Some(Self {
            name,
            element,
            kind,
        })
    }

    pub fn is(&self, kind: ControlKind) -> bool {
        self.kind == kind
    }

    /// Returns the attribute `value`.
    pub fn value(&self) -> &'t str {
        self.element.attribute("value").unwrap_or_default()
    }

    /// Converts the control to a field with the same name. Radio buttons and checkboxes that share a
    /// name give a field with one option each, which [`fields`] merges.
    fn field(&self, labels: &Labels<'_>) -> Field {
        let kind = match self.kind {
            ControlKind::Hidden => FieldKind::Hidden,
            ControlKind::Text | ControlKind::TextArea => FieldKind::String,
            ControlKind::Password => FieldKind::Password,
            ControlKind::Select if self.element.attribute("multiple").is_some() => {
                FieldKind::Multiselect
            }
            ControlKind::Select | ControlKind::Radio => FieldKind::Select,
            ControlKind::Checkbox if self.name.ends_with("[]") => FieldKind::Multiselect,
            ControlKind::Checkbox => FieldKind::Checkbox,
            ControlKind::Submit => FieldKind::Button,
        };
        let mut field = Field::new(self.name.trim_end_matches("[]"), kind, None);
        field.value = match self.kind {
            ControlKind::Hidden | ControlKind::Text => Some(self.value().to_owned()),
            ControlKind::TextArea => Some(self.element.raw_text()),
            ControlKind::Radio => self.is_checked().then(|| self.value().to_owned()),
            ControlKind::Select
            | ControlKind::Password
            | ControlKind::Checkbox
            | ControlKind::Submit => None,
        };
        field.label = match self.kind {
            ControlKind::Submit => Some(self.element.text()).filter(|text| !text.is_empty()),
            ControlKind::Hidden => None,
            // The label is that of the option.
            ControlKind::Radio => None,
            ControlKind::Checkbox if field.kind == FieldKind::Multiselect => None,
            _ => labels.text(self.element),
        };
        match self.kind {
            ControlKind::Select => {
                let options = self.element.descendants().filter(|e| e.name() == "option");
                for option in options.take(MAX_CONTROLS) {
                    let text = option.text();
                    let value = option.attribute("value").unwrap_or(&text).to_owned();
                    if option.attribute("selected").is_some() && field.kind == FieldKind::Select {
                        field.value = Some(value.clone());
                    }
                    field.options.push((value, text));
                }
                // Browsers preselect the first option.
                if field.kind == FieldKind::Select && field.value.is_none() {
                    field.value = field.options.first().map(|(value, _)| value.clone());
                }
            }
            ControlKind::Radio | ControlKind::Checkbox if field.kind != FieldKind::Checkbox => {
                let text = labels.text(self.element).unwrap_or_default();
                field.options.push((self.value().to_owned(), text));
            }
            _ => {}
        }
        field.optional = self.element.attribute("required").is_none();
        field
    }

    fn is_checked(&self) -> bool {
        self.element.attribute("checked").is_some()
    }
}

/// Converts controls to fields with the names under which they are sent. Separate options of one
/// field, such as radio buttons, are merged.
pub(super) fn fields<'t>(
    labels: &Labels<'_>,
    controls: impl Iterator<Item = &'t Control<'t>>,
) -> Vec<AuthField> {
    let mut fields: Vec<AuthField> = Vec::new();
    for control in controls {
        let field = control.field(labels);
        let earlier = fields
            .iter_mut()
            .find(|earlier| earlier.field.name == field.name && earlier.field.kind == field.kind);
        match earlier {
            Some(earlier) => {
                earlier.field.options.extend(field.options);
                earlier.field.value = earlier.field.value.take().or(field.value);
            }
            None => fields.push(AuthField {
                wire_name: field.name.clone(),
                field,
            }),
        }
    }
    fields
}

/// The labels of a page, by the ids of their controls.
pub(super) struct Labels<'t>(HashMap<&'t str, Element<'t>>);

impl<'t> Labels<'t> {
    pub fn in_page(page: &'t Tree) -> Self {
        let labels = page.elements().filter(|e| e.name() == "label");
        let mut by_id = HashMap::new();
        for label in labels {
            if let Some(id) = label.attribute("for") {
                by_id.entry(id).or_insert(label);
            }
        }
        Self(by_id)
    }

    /// Returns the label for a control.
    pub fn element(&self, control: Element<'_>) -> Option<Element<'t>> {
        self.0.get(control.attribute("id")?).copied()
    }

    /// Returns the text of the label for a control.
    pub fn text(&self, control: Element<'_>) -> Option<String> {
        let label = self.element(control)?;
        Some(label.text()).filter(|text| !text.is_empty())
    }
}
