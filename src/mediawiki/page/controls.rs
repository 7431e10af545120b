//! The controls of a form, as the fields that they are.

use std::collections::HashMap;

use super::tree::{Element, Tree};
use crate::{Field, FieldKind, mediawiki::auth_request::AuthField};

/// Controls whose content is not the user's: what stands in them is not shown, or shown
/// only to browsers without scripts.
const ASIDE: [&str; 3] = ["template", "noscript", "form"];

/// More controls, or options of one, than this are no sign-up form any more.
const MOST: usize = 512;

/// A control with a name.
#[derive(Debug)]
pub(super) struct Control<'t> {
    pub name: &'t str,
    pub element: Element<'t>,
    sort: Sort,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    Hidden,
    Line,
    Password,
    Lines,
    Select,
    Checkbox,
    Radio,
    /// What sends the form.
    Submit,
}

impl<'t> Control<'t> {
    /// All controls of a form, in its order; those of forms within it are theirs.
    pub fn all(form: Element<'t>) -> Vec<Self> {
        let own = form.within_but(&ASIDE);
        own.filter_map(Self::of).take(MOST).collect()
    }

    fn of(element: Element<'t>) -> Option<Self> {
        let name = element.attribute("name").filter(|name| !name.is_empty())?;
        let kind = element.attribute("type").unwrap_or_default();
        let kind = kind.trim().to_ascii_lowercase();
        let sort = match (element.name(), kind.as_str()) {
            ("input", "hidden") => Sort::Hidden,
            ("input", "password") => Sort::Password,
            ("input", "checkbox") => Sort::Checkbox,
            ("input", "radio") => Sort::Radio,
            ("input", "submit" | "image") => Sort::Submit,
            ("input", "button" | "reset" | "file") => return None,
            ("input", _) => Sort::Line,
            ("button", "" | "submit") => Sort::Submit,
            ("select", _) => Sort::Select,
            ("textarea", _) => Sort::Lines,
            _ => return None,
        };
        Some(Self {
            name,
            element,
            sort,
        })
    }

    pub fn is(&self, sort: Sort) -> bool {
        self.sort == sort
    }

    /// Its value as it stands in the page.
    pub fn value(&self) -> &'t str {
        self.element.attribute("value").unwrap_or_default()
    }

    /// The field under its own name; options of one name are one field.
    fn field(&self, labels: &Labels<'_>) -> Field {
        let kind = match self.sort {
            Sort::Hidden => FieldKind::Hidden,
            Sort::Line | Sort::Lines => FieldKind::String,
            Sort::Password => FieldKind::Password,
            Sort::Select if self.element.attribute("multiple").is_some() => FieldKind::Multiselect,
            Sort::Select | Sort::Radio => FieldKind::Select,
            Sort::Checkbox if self.name.ends_with("[]") => FieldKind::Multiselect,
            Sort::Checkbox => FieldKind::Checkbox,
            Sort::Submit => FieldKind::Button,
        };
        let mut field = Field::new(self.name.trim_end_matches("[]"), kind, None);
        field.value = match self.sort {
            Sort::Hidden | Sort::Line => Some(self.value().to_owned()),
            Sort::Lines => Some(self.element.raw_text()),
            Sort::Radio => self.is_checked().then(|| self.value().to_owned()),
            Sort::Select | Sort::Password | Sort::Checkbox | Sort::Submit => None,
        };
        field.label = match self.sort {
            Sort::Submit => Some(self.element.text()).filter(|text| !text.is_empty()),
            Sort::Hidden => None,
            // Each option of several has a label of its own.
            Sort::Radio => None,
            Sort::Checkbox if field.kind == FieldKind::Multiselect => None,
            _ => labels.text(self.element),
        };
        match self.sort {
            Sort::Select => {
                let options = self.element.within().filter(|e| e.name() == "option");
                for option in options.take(MOST) {
                    let text = option.text();
                    let value = option.attribute("value").unwrap_or(&text).to_owned();
                    if option.attribute("selected").is_some() && field.kind == FieldKind::Select {
                        field.value = Some(value.clone());
                    }
                    field.options.push((value, text));
                }
                // A browser shows the first.
                if field.kind == FieldKind::Select && field.value.is_none() {
                    field.value = field.options.first().map(|(value, _)| value.clone());
                }
            }
            Sort::Radio | Sort::Checkbox if field.kind != FieldKind::Checkbox => {
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

/// The fields of controls, each with the name it is sent under: options that stand apart,
/// as radio buttons do, are put together.
pub(super) fn fields<'t>(
    labels: &Labels<'_>,
    controls: impl Iterator<Item = &'t Control<'t>>,
) -> Vec<AuthField> {
    let mut fields: Vec<AuthField> = Vec::new();
    for control in controls {
        let field = control.field(labels);
        let known = fields
            .iter_mut()
            .find(|known| known.field.name == field.name && known.field.kind == field.kind);
        match known {
            Some(known) => {
                known.field.options.extend(field.options);
                known.field.value = known.field.value.take().or(field.value);
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
    pub fn of(page: &'t Tree) -> Self {
        let labels = page.elements().filter(|e| e.name() == "label");
        let mut known = HashMap::new();
        for label in labels {
            if let Some(id) = label.attribute("for") {
                known.entry(id).or_insert(label);
            }
        }
        Self(known)
    }

    /// The text of the label for a control.
    pub fn text(&self, control: Element<'_>) -> Option<String> {
        let label = self.0.get(control.attribute("id")?)?;
        Some(label.text()).filter(|text| !text.is_empty())
    }
}
