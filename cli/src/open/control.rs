//! One control of a form, with its label, help and error.

use super::html::{Attribute, Html};

/// The maximum length of a label or an option, in characters.
pub const MAX_LABEL: usize = 300;

/// The maximum length of a help, in characters.
const MAX_HELP: usize = 2_000;

/// The maximum number of options that are shown.
pub const MAX_OPTIONS: usize = 1_000;

/// The kind of a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'a> {
    /// A line of text, with the browser's word for its purpose (`autocomplete`).
    Text(&'static str),
    /// The same, which is not shown while it is typed.
    Hidden(&'static str),
    /// A box to tick.
    Box,
    /// One of these options.
    One(&'a [(String, String)]),
    /// Any number of these options.
    Many(&'a [(String, String)]),
}

/// A control.
#[derive(Debug)]
pub struct Control<'a> {
    /// The name, which is part of the identifiers too.
    pub name: &'a str,
    /// The kind.
    pub kind: Kind<'a>,
    /// The label.
    pub label: &'a str,
    /// Set if the label is of this program and not of the wiki.
    pub is_own_label: bool,
    /// A longer text of the wiki.
    pub help: Option<&'a str>,
    /// A text of this program about what the control lacks.
    pub hint: Option<&'a str>,
    /// The identifier of another element that describes the control.
    pub described_by: Option<&'a str>,
    /// Set if it may be left empty.
    pub is_optional: bool,
    /// The values to begin with: of an option its place.
    pub values: &'a [String],
    /// The error.
    pub error: Option<&'a str>,
    /// Set for the control that the keyboard begins at.
    pub has_focus: bool,
}

impl Control<'_> {
    /// Adds the control to a form.
    pub fn add_to(&self, html: &mut Html) {
        match self.kind {
            Kind::Many(options) => self.add_group(html, options),
            _ => self.add_single(html),
        }
    }

    fn add_single(&self, html: &mut Html) {
        html.open("div", &[("class", "field")]).html("\n");
        let described_by = self.description_names();
        let mut attributes: Vec<Attribute<'_>> = vec![("id", self.name), ("name", self.name)];
        attributes.extend(self.state(&described_by));
        if !self.is_optional {
            attributes.push(("required", ""));
        }
        if self.kind == Kind::Box {
            attributes.extend([("type", "checkbox"), ("value", "1")]);
            if !self.values.is_empty() {
                attributes.push(("checked", ""));
            }
            html.open("input", &attributes)
                .open("label", &[("for", self.name)]);
            self.add_label(html);
            html.close("label");
            self.add_descriptions(html);
            html.close("div");
            return;
        }
        html.open("label", &[("for", self.name)]);
        self.add_label(html);
        html.close("label");
        self.add_descriptions(html);
        match self.kind {
            Kind::One(options) => {
                html.open("select", &attributes).html("\n");
                html.html("<option value=\"\">Choose\u{2026}</option>\n");
                for (place, (_, label)) in options.iter().enumerate().take(MAX_OPTIONS) {
                    let place = place.to_string();
                    let mut option: Vec<Attribute<'_>> = vec![("value", &place), ("lang", "")];
                    if self.values.contains(&place) {
                        option.push(("selected", ""));
                    }
                    // An option contains no other elements; its own direction is that of its text.
                    option.push(("dir", "auto"));
                    let label = super::html::shorten(label, MAX_LABEL);
                    html.element("option", &option, &label);
                }
                html.close("select");
            }
            Kind::Text(purpose) | Kind::Hidden(purpose) => {
                attributes.extend([
                    ("autocomplete", purpose),
                    ("dir", "auto"),
                    ("spellcheck", "false"),
                    ("autocapitalize", "off"),
                ]);
                match self.kind {
                    Kind::Hidden(_) => attributes.push(("type", "password")),
                    _ => {
                        attributes.push(("type", "text"));
                        let value = self.values.first().map_or("", String::as_str);
                        attributes.push(("value", value));
                    }
                }
                html.open("input", &attributes).html("\n");
            }
            Kind::Box | Kind::Many(_) => {}
        }
        html.close("div");
    }

    fn add_group(&self, html: &mut Html, options: &[(String, String)]) {
        let described_by = self.description_names();
        let mut attributes: Vec<Attribute<'_>> = vec![("class", "choice")];
        if !described_by.is_empty() {
            attributes.push(("aria-describedby", &described_by));
        }
        html.open("fieldset", &attributes).html("\n<legend>");
        self.add_label(html);
        html.html("</legend>\n");
        self.add_descriptions(html);
        for (place, (_, label)) in options.iter().enumerate().take(MAX_OPTIONS) {
            let (id, place) = (format!("{}-{place}", self.name), place.to_string());
            let mut option: Vec<Attribute<'_>> = vec![
                ("type", "checkbox"),
                ("id", &id),
                ("name", self.name),
                ("value", &place),
            ];
            if self.values.contains(&place) {
                option.push(("checked", ""));
            }
            if self.error.is_some() {
                option.push(("aria-invalid", "true"));
            }
            if self.has_focus && place == "0" {
                option.push(("autofocus", ""));
            }
            html.html("<div>")
                .open("input", &option)
                .open("label", &[("for", &id)])
                .foreign_up_to(label, MAX_LABEL)
                .html("</label></div>\n");
        }
        html.close("fieldset");
    }

    fn add_label(&self, html: &mut Html) {
        if self.is_own_label {
            html.text(self.label);
        } else {
            html.foreign_up_to(self.label, MAX_LABEL);
        }
        if self.is_optional && self.kind != Kind::Box {
            html.html(" <span class=\"optional\">(optional)</span>");
        }
    }

    fn add_descriptions(&self, html: &mut Html) {
        if let Some(help) = self.help {
            html.open(
                "p",
                &[("class", "help"), ("id", &format!("help-{}", self.name))],
            )
            .foreign_up_to(help, MAX_HELP)
            .close("p");
        }
        if let Some(hint) = self.hint {
            let id = format!("hint-{}", self.name);
            html.element("p", &[("class", "help"), ("id", &id)], hint);
        }
        if let Some(error) = self.error {
            html.open(
                "p",
                &[("class", "error"), ("id", &format!("error-{}", self.name))],
            )
            .foreign_up_to(error, MAX_HELP)
            .close("p");
        }
    }

    /// Returns the identifiers of what describes the control.
    fn description_names(&self) -> String {
        let mut names = Vec::new();
        names.extend(self.described_by.map(str::to_owned));
        names.extend(self.error.map(|_| format!("error-{}", self.name)));
        names.extend(self.help.map(|_| format!("help-{}", self.name)));
        names.extend(self.hint.map(|_| format!("hint-{}", self.name)));
        names.join(" ")
    }

    fn state<'s>(&self, described_by: &'s str) -> Vec<Attribute<'s>> {
        let mut attributes = Vec::new();
        if !described_by.is_empty() {
            attributes.push(("aria-describedby", described_by));
        }
        if self.error.is_some() {
            attributes.push(("aria-invalid", "true"));
        }
        if self.has_focus {
            attributes.push(("autofocus", ""));
        }
        attributes
    }
}
