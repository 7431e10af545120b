//! The controls of a form, and their conversion to fields.

use std::{cell::RefCell, collections::HashMap};

use super::tree::{Element, Tree};
use crate::{
    Field, FieldKind,
    mediawiki::{
        auth_request::AuthField,
        budget::{Budget, OPTION, TooLarge},
        message,
    },
};

/// Elements whose controls are not part of the form: they are not shown, are only shown without
/// scripts, or belong to a nested form.
const EXCLUDED: [&str; 3] = ["template", "noscript", "form"];

/// The class of the row of a control that the form's own check refuses (HTMLForm, 1.27 and later).
const INVALID_ROW: &str = "mw-htmlform-invalid-input";

/// The classes of texts that explain a control: up to 1.26, and later.
const TIPS: [&str; 2] = ["prefsectiontip", "htmlform-tip"];

/// The maximum number of controls: far more than a sign-up form has.
const MAX_CONTROLS: usize = 512;

/// A control with a name.
#[derive(Debug)]
pub(super) struct Control<'t> {
    pub name: &'t str,
    pub element: Element<'t>,
    kind: ControlKind,
    /// The text below the control that explains it.
    help: Option<String>,
    /// True if the form came back because of this control (1.27 and later).
    is_invalid: bool,
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
    ///
    /// # Errors
    /// If there are too many.
    pub fn all_in(form: Element<'t>) -> Result<Vec<Self>, TooLarge> {
        let own = || form.descendants().unless(is_excluded);
        let controls = own().filter_map(Self::from_element);
        let mut controls: Vec<Self> = controls.take(MAX_CONTROLS + 1).collect();
        if controls.len() > MAX_CONTROLS {
            return Err(TooLarge);
        }
        let unseen: Vec<_> = own().filter(is_unseen).take(MAX_CONTROLS).collect();
        if !unseen.is_empty() {
            controls.retain_mut(|control| {
                let is_within = |unseen: &Element<'_>| {
                    !control.element.precedes(*unseen) && !unseen.ends_before(control.element)
                };
                !unseen.iter().any(is_within) || control.hide()
            });
        }
        // The text of a tip in another one is in the other's.
        let tips = form
            .descendants()
            .outermost(|element| is_excluded(element) || element.has_one_of_classes(&TIPS))
            .filter(|element| !is_excluded(*element));
        let mut tips = tips.take(MAX_CONTROLS).peekable();
        let rows = own().filter(|element| element.has_class(INVALID_ROW));
        let invalid: Vec<_> = rows.take(MAX_CONTROLS).collect();
        for at in 0..controls.len() {
            let control = &controls[at];
            let next = controls[at + 1..].iter().find(|next| next.is_seen());
            while tips.peek().is_some_and(|tip| tip.precedes(control.element)) {
                tips.next();
            }
            let is_own = |tip: &Element<'_>| next.is_none_or(|next| tip.precedes(next.element));
            let help = match control.is_seen() {
                true => tips.next_if(is_own).map(Element::text),
                false => None,
            };
            let is_invalid = invalid.iter().any(|row| control.element.is_within(*row));
            controls[at].help = help.filter(|help| !help.is_empty());
            controls[at].is_invalid = is_invalid;
        }
        Ok(controls)
    }

    /// Returns whether a reader sees it.
    fn is_seen(&self) -> bool {
        self.kind != ControlKind::Hidden
    }

    /// Makes a control hidden that readers do not see, such as one that catches robots. Returns false if
    /// it sends no value.
    fn hide(&mut self) -> bool {
        let sends_value = match self.kind {
            ControlKind::Hidden | ControlKind::Text | ControlKind::TextArea => true,
            ControlKind::Checkbox | ControlKind::Radio => self.is_checked(),
            ControlKind::Password | ControlKind::Select | ControlKind::Submit => false,
        };
        self.kind = ControlKind::Hidden;
        sends_value
    }

    /// Returns the value of a ticked box, if it is another than `1`.
    fn ticked_value(&self) -> Option<&'t str> {
        let value = self.element.attribute("value").unwrap_or("on");
        (self.is(ControlKind::Checkbox) && value != "1").then_some(value)
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
            help: None,
            is_invalid: false,
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
    fn field(&self, labels: &Labels<'_>, budget: &mut Budget) -> Result<Field, TooLarge> {
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
            ControlKind::TextArea => Some(self.element.raw_text().into_owned()),
            ControlKind::Radio => self.is_checked().then(|| self.value().to_owned()),
            ControlKind::Checkbox if field.kind == FieldKind::Checkbox => {
                self.is_checked().then(|| "1".to_owned())
            }
            ControlKind::Select
            | ControlKind::Password
            | ControlKind::Checkbox
            | ControlKind::Submit => None,
        };
        field.label = match self.kind {
            ControlKind::Submit => shown(self.element),
            ControlKind::Hidden => None,
            // The label is that of the option.
            ControlKind::Radio => None,
            ControlKind::Checkbox if field.kind == FieldKind::Multiselect => None,
            _ => labels.text(self.element),
        };
        match self.kind {
            ControlKind::Select => {
                let options = self.element.descendants().filter(|e| e.name() == "option");
                for option in options {
                    let text = option.text();
                    budget.take(OPTION)?;
                    let value = option.attribute("value").unwrap_or(&text).to_owned();
                    if option.attribute("selected").is_some() && field.kind == FieldKind::Select {
                        field.value = Some(value.clone());
                    }
                    field.options.push((value, message::without_marks(&text)));
                }
            }
            ControlKind::Radio | ControlKind::Checkbox if field.kind != FieldKind::Checkbox => {
                let text = labels.text(self.element).unwrap_or_default();
                field.options.push((self.value().to_owned(), text));
            }
            _ => {}
        }
        field.help.clone_from(&self.help);
        // A browser preselects the first option, which is no choice of its reader.
        let is_chosen = field.kind != FieldKind::Select || field.value.is_some();
        let is_required = self.element.attribute("required").is_some();
        let is_missing = self.is_invalid && field.kind == FieldKind::Checkbox;
        field.optional = is_chosen && !is_required && !is_missing;
        Ok(field)
    }

    fn is_checked(&self) -> bool {
        self.element.attribute("checked").is_some()
    }
}

/// Converts controls to fields with the names under which they are sent. Separate options of one
/// field, such as radio buttons, are merged.
///
/// # Errors
/// If they exceed the budget.
pub(super) fn fields<'t>(
    labels: &Labels<'_>,
    controls: impl Iterator<Item = &'t Control<'t>>,
    budget: &mut Budget,
) -> Result<Vec<AuthField>, TooLarge> {
    let mut fields: Vec<AuthField> = Vec::new();
    for control in controls {
        let field = control.field(labels, budget)?;
        budget.take(field.kept_length())?;
        let earlier = fields
            .iter_mut()
            .find(|earlier| earlier.field.name == field.name && earlier.field.kind == field.kind);
        match earlier {
            Some(earlier) => {
                earlier.field.options.extend(field.options);
                earlier.field.value = earlier.field.value.take().or(field.value);
            }
            None => {
                let name = field.name.clone();
                let ticked = control.ticked_value().map(str::to_owned);
                fields.push(AuthField {
                    ticked,
                    ..AuthField::new(&name, field)
                });
            }
        }
    }
    // A browser sends nothing for a list without options, and nobody could answer it.
    fields.retain(|AuthField { field, .. }| {
        let is_list = matches!(field.kind, FieldKind::Select | FieldKind::Multiselect);
        !is_list || !field.options.is_empty()
    });
    Ok(fields)
}

/// Returns the text of an element for people, if it has one.
pub(super) fn shown(element: Element<'_>) -> Option<String> {
    Some(message::without_marks(&element.text())).filter(|text| !text.is_empty())
}

/// Returns whether an element is not shown, with everything in it.
fn is_unseen(element: &Element<'_>) -> bool {
    let style: String = element.style().split_whitespace().collect();
    element.attribute("hidden").is_some() || style.to_ascii_lowercase().contains("display:none")
}

/// Returns whether the controls of an element are not part of the form around it.
fn is_excluded(element: Element<'_>) -> bool {
    EXCLUDED.contains(&element.name())
}

/// The labels of a page: those that name the id of their control, and those around it.
pub(super) struct Labels<'t> {
    by_id: HashMap<&'t str, Element<'t>>,
    around: Vec<Element<'t>>,
    /// The texts of the labels that were read, by the number of their element.
    texts: RefCell<HashMap<usize, Option<String>>>,
}

impl<'t> Labels<'t> {
    pub fn in_page(page: &'t Tree) -> Self {
        let labels = page.elements().filter(|e| e.name() == "label");
        let (mut by_id, mut around) = (HashMap::new(), Vec::new());
        for label in labels {
            match label.attribute("for") {
                Some(id) => {
                    by_id.entry(id).or_insert(label);
                }
                None if around.len() < MAX_CONTROLS => around.push(label),
                None => {}
            }
        }
        Self {
            by_id,
            around,
            texts: RefCell::default(),
        }
    }

    /// Returns the label for a control.
    pub fn element(&self, control: Element<'_>) -> Option<Element<'t>> {
        let by_id = control.attribute("id").and_then(|id| self.by_id.get(id));
        let mut around = self.around.iter();
        by_id
            .or_else(|| around.find(|label| control.is_within(**label)))
            .copied()
    }

    /// Returns the text of the label for a control.
    pub fn text(&self, control: Element<'_>) -> Option<String> {
        let label = self.element(control)?;
        let mut texts = self.texts.borrow_mut();
        let text = texts.entry(label.number()).or_insert_with(|| shown(label));
        text.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields_of(page: &Tree) -> Vec<AuthField> {
        let form = page.elements().next().unwrap();
        let controls = Control::all_in(form).unwrap();
        let mut budget = Budget::of_form(page.length());
        fields(&Labels::in_page(page), controls.iter(), &mut budget).unwrap()
    }

    #[test]
    fn labels_are_for_people() {
        let page = Tree::parse(
            "<form><label for=a>I accept [https://wiki.example/terms the terms]</label><input type=checkbox id=a name=a>\
             <label for=b>⧼lab-b⧽</label><input id=b name=b>\
             <select name=c><option value=1>'''One'''</select><button name=d>[[Help|Go]]</button></form>",
        );
        let fields = fields_of(&page);
        let labels: Vec<_> = fields.iter().map(|it| it.field.label.as_deref()).collect();
        let terms = "I accept the terms (https://wiki.example/terms)";
        assert_eq!(labels, [Some(terms), None, None, Some("Go")]);
        assert_eq!(fields[2].field.options[0].1, "One");
    }

    #[test]
    fn a_list_without_options_is_no_field() {
        let page = Tree::parse(
            "<form><select name=a></select><select name=b multiple required></select><input name=c></form>",
        );
        let fields = fields_of(&page);
        let names: Vec<_> = fields.iter().map(|it| it.field.name.as_str()).collect();
        assert_eq!(names, ["c"]);
    }
}
