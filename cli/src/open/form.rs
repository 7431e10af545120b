//! The form for what a wiki asks, and the answers in it.

use mwaccount::{Answer, Answers, Ask, Captcha, Field, FieldKind, Secret};

use super::{
    captcha::{DESCRIPTION, ShownCaptcha},
    control::{Control, Kind, MAX_LABEL, MAX_OPTIONS},
    entered::Entered,
    frame::{MARK, WIDGET},
    html::Html,
    note::Note,
    secret::Token,
};
use crate::{interaction::Stage, terminal::label_or_name};

/// The maximum length in bytes of a default value in a control. A browser sends it back with every form.
const MAX_DEFAULT: usize = 8 << 10;

/// The name of the value that says which of the page's own buttons was pressed.
pub const ACTION: &str = "action";

/// A button of the page itself: the value of [`ACTION`], and its label.
pub type Action = (&'static str, &'static str);

/// Ends the run.
pub const GIVE_UP: Action = ("give-up", "Give up");

/// Asks for another captcha.
pub const ANOTHER_CAPTCHA: Action = ("another", "Another captcha");

/// Says that the person signed up on the wiki's own page.
pub const SIGNED_UP: Action = (
    "signed-up",
    "I have signed up on the wiki\u{2019}s own page",
);

/// A submitted form.
pub type Submitted = Vec<(String, Secret)>;

/// The form for what a wiki asks.
#[derive(Debug)]
pub struct Form<'a> {
    /// The stage at which the wiki asks.
    pub stage: Stage,
    /// The fields.
    pub ask: &'a Ask,
    /// The captcha.
    pub captcha: Option<ShownCaptcha<'a>>,
    /// The values entered before.
    pub entered: &'a Entered,
    /// The note about the last answer.
    pub note: Option<&'a Note>,
}

/// Returns whether one of the page's own buttons was pressed.
pub fn has_action(form: &Submitted, action: Action) -> bool {
    form.iter()
        .any(|(name, value)| name == ACTION && value.expose() == action.0)
}

/// Returns the first value of a name.
pub fn value<'f>(form: &'f Submitted, name: &str) -> Option<&'f Secret> {
    form.iter()
        .find(|(known, _)| known == name)
        .map(|(_, value)| value)
}

/// Opens a form of this page.
pub fn open(html: &mut Html, folder: &str, mark: &Token) {
    let target = format!("{folder}answer");
    // The wiki checks the fields; a browser's own messages would differ from page to page.
    html.open(
        "form",
        &[
            ("id", "form"),
            ("method", "post"),
            ("action", &target),
            ("novalidate", ""),
            ("autocomplete", "off"),
        ],
    )
    .html("\n")
    .open(
        "input",
        &[("type", "hidden"), ("name", MARK), ("value", mark.as_str())],
    )
    .html("\n");
}

/// Adds the button that the Enter key presses: it must be the first one of a form.
pub fn add_first_button(html: &mut Html, label: &str) {
    html.element(
        "button",
        &[("type", "submit"), ("class", "first"), ("id", "submit")],
        label,
    );
}

/// Adds a button of the page itself.
pub fn add_action(html: &mut Html, action: Action) {
    html.element(
        "button",
        &[("type", "submit"), ("name", ACTION), ("value", action.0)],
        action.1,
    );
}

impl Form<'_> {
    /// Adds the form to a page.
    pub fn add_to(&self, html: &mut Html, folder: &str, mark: &Token, actions: &[Action]) {
        if let Some(message) = &self.ask.message {
            html.html("<div class=\"message\"><p>The wiki\u{2019}s message: ")
                .foreign(message)
                .html("</p></div>\n");
        }
        open(html, folder, mark);
        if self
            .captcha
            .as_ref()
            .is_some_and(|captcha| captcha.with_widget)
        {
            html.open(
                "input",
                &[("type", "hidden"), ("name", WIDGET), ("value", "1")],
            )
            .html("\n");
        }
        let is_choice = self.add_choice(html);
        let focus = self.focus();
        let mut group = None;
        for (place, field) in self.ask.fields.iter().enumerate() {
            if !is_shown(field) || field.kind == FieldKind::Button {
                continue;
            }
            let alternative = field.alternative.filter(|_| is_choice);
            if alternative != group {
                if group.is_some() {
                    html.close("fieldset");
                }
                if let Some(number) = alternative {
                    html.open("fieldset", &[])
                        .html("\n<legend>")
                        .text(&format!("Choice {number}"))
                        .html("</legend>\n");
                }
                group = alternative;
            }
            self.add_field(html, place, field, focus == Some(place));
        }
        if group.is_some() {
            html.close("fieldset");
        }
        self.add_buttons(html, actions);
        html.close("form");
    }

    /// Adds the list of alternatives if the wiki offers a choice, and returns whether it does.
    fn add_choice(&self, html: &mut Html) -> bool {
        let alternatives = self.ask.fields.iter().filter_map(|field| field.alternative);
        let count = alternatives.max().unwrap_or_default();
        if count < 2 {
            return false;
        }
        html.element(
            "p",
            &[],
            "The wiki offers a choice; one of these may be enough:",
        );
        html.html("<ol>\n");
        for number in 1..=count {
            let fields = self.ask.fields.iter();
            let fields =
                fields.filter(|field| field.alternative == Some(number) && is_shown(field));
            let labels: Vec<String> = fields.map(|field| label(field, None)).collect();
            html.html("<li>")
                .foreign_up_to(&labels.join(", "), MAX_LABEL)
                .html("</li>\n");
        }
        html.html("</ol>\n");
        true
    }

    fn add_field(&self, html: &mut Html, place: usize, field: &Field, has_focus: bool) {
        let is_captcha = field.name == Captcha::FIELD;
        if let Some(captcha) = self.captcha.as_ref().filter(|_| is_captcha) {
            captcha.add_to(html);
        }
        if field.kind == FieldKind::Null {
            html.html("<p>");
            if let Some(label) = &field.label {
                html.html("<strong>")
                    .foreign_up_to(label, MAX_LABEL)
                    .html("</strong> ");
            }
            html.foreign(field.value.as_deref().unwrap_or_default())
                .close("p");
            return;
        }
        let name = control_name(place);
        let values = self.values(field);
        let label = label(field, self.captcha.as_ref());
        let hint = hint(field);
        let has_description = is_captcha && self.captcha.is_some();
        let control = Control {
            name: &name,
            kind: kind(self.stage, self.ask, field),
            label: &label,
            is_own_label: is_captcha,
            help: field.help.as_deref().filter(|_| !is_captcha),
            hint: hint.as_deref(),
            described_by: has_description.then_some(DESCRIPTION),
            is_optional: field.optional && field.alternative.is_none(),
            values: &values,
            error: self.note.and_then(|note| note.message_for(&field.name)),
            has_focus,
        };
        control.add_to(html);
        if is_new_password(self.stage, self.ask, field) {
            let control = Control {
                name: &repeated_name(place),
                label: "The same password again",
                is_own_label: true,
                help: None,
                hint: None,
                error: None,
                has_focus: false,
                ..control
            };
            control.add_to(html);
        }
    }

    fn add_buttons(&self, html: &mut Html, actions: &[Action]) {
        let buttons = self.ask.fields.iter().enumerate();
        let buttons: Vec<_> = buttons
            .filter(|(_, field)| field.kind == FieldKind::Button)
            .collect();
        html.open("div", &[("class", "actions")]).html("\n");
        add_first_button(html, "Continue");
        if let Some(captcha) = self.captcha.as_ref().filter(|captcha| captcha.with_widget)
            && let Some((service, key)) = captcha.service()
            && service.has_button()
        {
            service.add_button(html, key);
        }
        for (place, field) in buttons {
            let (name, help_name) = (control_name(place), format!("help-{}", control_name(place)));
            let mut attributes = vec![("type", "submit"), ("name", &*name), ("value", "1")];
            if field.help.is_some() {
                attributes.push(("aria-describedby", &help_name));
            }
            html.open("button", &attributes)
                .foreign_up_to(&label(field, None), MAX_LABEL)
                .close("button");
            if let Some(help) = &field.help {
                html.open("span", &[("class", "help"), ("id", &help_name)])
                    .foreign_up_to(help, MAX_LABEL)
                    .close("span");
            }
        }
        for action in actions {
            add_action(html, *action);
        }
        html.close("div");
    }

    /// Returns the place of the field that the keyboard begins at: that of the note, else the first empty one.
    fn focus(&self) -> Option<usize> {
        let fields = || {
            let fields = self.ask.fields.iter().enumerate();
            fields.filter(|(_, field)| {
                is_shown(field) && !matches!(field.kind, FieldKind::Button | FieldKind::Null)
            })
        };
        let of_note = fields().find(|(_, field)| {
            self.note
                .is_some_and(|note| note.message_for(&field.name).is_some())
        });
        let first_empty = || fields().find(|(_, field)| self.values(field).is_empty());
        let found = of_note.or_else(first_empty).or_else(|| fields().next());
        found.map(|(place, _)| place)
    }

    /// Returns the values that a field's control begins with.
    fn values(&self, field: &Field) -> Vec<String> {
        let values = match self.entered.get(field) {
            Some(values) => values.to_vec(),
            None => shown_default(field)
                .map(str::to_owned)
                .into_iter()
                .collect(),
        };
        if !matches!(field.kind, FieldKind::Select | FieldKind::Multiselect) {
            return values;
        }
        let places = values.iter().filter_map(|value| {
            let mut options = field.options.iter();
            options.position(|(known, _)| known == value)
        });
        places.map(|place| place.to_string()).collect()
    }
}

/// Returns the answers in a submitted form, and keeps what may be shown again.
///
/// # Errors
/// A note if the two passwords differ.
pub fn answers(
    stage: Stage,
    ask: &Ask,
    form: &Submitted,
    token_name: Option<&str>,
    entered: &mut Entered,
) -> Result<Answers, Note> {
    let mut answers = Answers::new();
    let mut differing = None;
    for (place, field) in ask
        .fields
        .iter()
        .enumerate()
        .filter(|(_, field)| is_shown(field))
    {
        let name = control_name(place);
        let given = form.iter().filter(|(known, _)| *known == name);
        let given: Vec<&Secret> = given.map(|(_, value)| value).collect();
        let option = |place: &&Secret| {
            let place: usize = place.expose().parse().ok()?;
            field.options.get(place).map(|(value, _)| value.clone())
        };
        let answer = match field.kind {
            FieldKind::Null => None,
            FieldKind::Checkbox => {
                let is_ticked = !given.is_empty();
                entered.keep(
                    field,
                    is_ticked.then(|| "1".to_owned()).into_iter().collect(),
                );
                is_ticked.then(|| Answer::from(true))
            }
            FieldKind::Button => (!given.is_empty()).then(|| Answer::from(true)),
            FieldKind::Select => {
                let value = given.iter().find_map(option);
                entered.keep(field, value.iter().cloned().collect());
                value.map(Answer::from)
            }
            FieldKind::Multiselect => {
                let values: Vec<String> = given.iter().filter_map(option).collect();
                entered.keep(field, values.clone());
                (!values.is_empty()).then(|| Answer::from(values))
            }
            _ => {
                let text = given.first().filter(|text| !text.is_empty());
                if !field.sensitive {
                    entered.keep(
                        field,
                        text.map(|text| text.expose().to_owned())
                            .into_iter()
                            .collect(),
                    );
                }
                if is_new_password(stage, ask, field)
                    && value(form, &repeated_name(place)) != given.first().copied()
                {
                    differing = Some(Note::about(&field.name, "The two passwords differ."));
                }
                let token = token_name.filter(|_| field.name == Captcha::FIELD);
                let token = token.and_then(|name| value(form, name));
                let is_emptied = shown_default(field).is_some();
                match text.copied().or(token.filter(|token| !token.is_empty())) {
                    Some(text) => Some(Answer::from(text.clone())),
                    None => is_emptied.then(|| Answer::from("")),
                }
            }
        };
        if let Some(answer) = answer {
            answers.set(&field.name, answer);
        }
    }
    differing.map_or(Ok(answers), Err)
}

/// Returns the default value that a field's control begins with.
fn shown_default(field: &Field) -> Option<&str> {
    let is_box = field.kind == FieldKind::Checkbox;
    let value = field
        .value
        .as_deref()
        .filter(|_| !field.sensitive && !is_box);
    value.filter(|value| (1..=MAX_DEFAULT).contains(&value.len()))
}

/// Returns what the control of a field lacks.
fn hint(field: &Field) -> Option<String> {
    let (options, value) = (field.options.len(), field.value.as_deref());
    match field.kind {
        FieldKind::Select | FieldKind::Multiselect if options > MAX_OPTIONS => Some(format!(
            "The wiki offers {options} options; this page shows the first {MAX_OPTIONS}. Run the command without --open \
             to choose another one."
        )),
        FieldKind::String if !field.sensitive && value.is_some_and(|v| v.len() > MAX_DEFAULT) => {
            let length = value.unwrap_or_default().chars().count();
            Some(format!(
                "The wiki\u{2019}s own value is too long for this page: {length} characters. It is used if you leave \
                 this empty."
            ))
        }
        _ => None,
    }
}

/// Returns whether people see a field. Hidden fields are for programs.
fn is_shown(field: &Field) -> bool {
    field.kind != FieldKind::Hidden
}

fn control_name(place: usize) -> String {
    format!("field-{place}")
}

fn repeated_name(place: usize) -> String {
    format!("again-{place}")
}

fn kind<'a>(stage: Stage, ask: &Ask, field: &'a Field) -> Kind<'a> {
    match field.kind {
        FieldKind::Checkbox => Kind::Box,
        FieldKind::Select => Kind::One(&field.options),
        FieldKind::Multiselect => Kind::Many(&field.options),
        _ if is_new_password(stage, ask, field) || field.name == "retype" => {
            Kind::Hidden("new-password")
        }
        _ if field.sensitive => Kind::Hidden("off"),
        _ => Kind::Text(match field.name.as_str() {
            "email" => "email",
            "realname" => "name",
            _ => "off",
        }),
    }
}

/// Returns whether this is the account's password, which is typed twice: a typing mistake would lock the person out.
fn is_new_password(stage: Stage, ask: &Ask, field: &Field) -> bool {
    stage == Stage::Creation && field.name == "password" && ask.field("retype").is_none()
}

fn label(field: &Field, captcha: Option<&ShownCaptcha<'_>>) -> String {
    match field.name.as_str() {
        Captcha::FIELD => match captcha.and_then(ShownCaptcha::service) {
            Some((service, _)) => format!("Token of {}", service.name),
            None => "Answer to the captcha".to_owned(),
        },
        name => label_or_name(field.label.as_deref(), name).to_owned(),
    }
}
