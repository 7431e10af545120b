//! HTMLForm, which prints the forms of 1.27 and later: a row for each field, in the markup of the release.

use super::page;
use crate::{
    api_value::escape_attribute,
    auth::{
        auth_request::{AuthRequest, Field},
        token,
    },
    call::Call,
    http::Response,
    message::Message,
    setting::Setting,
};

/// The names of fields in forms, and those of AuthManager.
pub(super) const NAMES: &[(&str, &str)] = &[
    ("wpName", "username"),
    ("wpPassword", "password"),
    ("wpRemember", "rememberMe"),
    ("wpCreateaccountMail", "mailpassword"),
    // The scripts of captcha services write their token to these.
    ("g-recaptcha-response", "captchaWord"),
    ("h-captcha-response", "captchaWord"),
    ("cf-turnstile-response", "captchaWord"),
];

/// A form under construction.
pub(super) struct HtmlForm {
    /// Its special page.
    pub title: &'static str,
    pub heading: &'static str,
    /// `login`, `create`, or one of them with `-continue`.
    pub action: &'static str,
    /// The type of its token, and the token's field.
    pub token: (&'static str, &'static str),
    /// The attributes between `<form` and its class.
    pub named: &'static str,
    pub notice: Notice,
    rows: String,
    hidden: String,
}

/// A message above the form's fields, or beside one.
#[derive(Clone, Debug, Default)]
pub(super) struct Notice {
    /// HTML, and true for an error.
    pub above: Option<(String, bool)>,
    /// The wrong field, and its error.
    pub beside: Option<(&'static str, String)>,
}

impl Notice {
    pub fn error(html: impl Into<String>) -> Self {
        Self {
            above: Some((html.into(), true)),
            beside: None,
        }
    }

    pub fn warning(html: impl Into<String>) -> Self {
        Self {
            above: Some((html.into(), false)),
            beside: None,
        }
    }

    /// Returns an error that the form itself found in a field.
    pub fn at(field: &'static str, html: impl Into<String>) -> Self {
        Self {
            beside: Some((field, html.into())),
            ..Self::error("There are problems with some of your input.")
        }
    }
}

impl HtmlForm {
    pub fn new(
        title: &'static str,
        heading: &'static str,
        action: &'static str,
        named: &'static str,
    ) -> Self {
        let token = if title.ends_with("UserLogin") {
            ("login", "wpLoginToken")
        } else {
            ("createaccount", "wpCreateaccountToken")
        };
        Self {
            title,
            heading,
            action,
            token,
            named,
            notice: Notice::default(),
            rows: String::new(),
            hidden: String::new(),
        }
    }

    pub fn notice(mut self, notice: Notice) -> Self {
        self.notice = notice;
        self
    }

    /// Adds a row with a label, unless that is empty, and a control.
    pub fn row(&mut self, call: &Call<'_>, class: &str, id: &str, label: &str, control: &str) {
        let profile = &call.wiki.profile;
        let beside = self.notice.beside.as_ref();
        let wrong = beside
            .filter(|(field, _)| control.contains(&format!("name=\"{field}\"")))
            .map_or_else(String::new, |(_, text)| {
                if profile.field_error_boxed {
                    message_box(call, text, true)
                } else {
                    format!("<span class=\"error\">{text}</span>")
                }
            });
        let reference = if id.is_empty() {
            String::new()
        } else {
            format!(" for=\"{id}\"")
        };
        let invalid = if wrong.is_empty() {
            ""
        } else {
            " mw-htmlform-invalid-input"
        };
        self.rows += &if profile.codex {
            let label = if label.is_empty() {
                String::new()
            } else {
                format!(
                    "<div class=\"cdx-label\"><label class=\"cdx-label__label\"{reference}>\
                     <span class=\"cdx-label__label__text\">{label}</span></label></div>"
                )
            };
            format!(
                "<div class=\"mw-htmlform-field-{class}{invalid} cdx-field\">{label}\
                 <div class=\"cdx-field__control\">{control}</div>{wrong}</div>"
            )
        } else {
            let (label, bare) = if label.is_empty() {
                (String::new(), " mw-htmlform-nolabel")
            } else {
                (format!("<label{reference}>{label}</label>"), "")
            };
            format!(
                "<div class=\"mw-htmlform-field-{class} mw-ui-vform-field{invalid}\">{label}\
                 <div class=\"mw-input{bare}\">{control}\n{wrong}</div></div>"
            )
        };
    }

    /// Adds a row with a text field.
    pub fn text(&mut self, call: &Call<'_>, id: &str, name: &str, kind: &str, label: &str) {
        let old = match kind {
            "password" => "",
            _ => submitted(call, name),
        };
        let mut control = input(id, name, kind, old);
        if name == "email" && call.wiki.has(Setting::EmailRequired) {
            control = control.replace(" />", " required=\"\" />");
        }
        self.row(call, "HTMLTextField", id, label, &control);
    }

    /// Adds a row with a check box.
    pub fn check(&mut self, call: &Call<'_>, id: &str, name: &str, label: &str) {
        let control =
            input(id, name, "checkbox", "1") + &format!(" <label for=\"{id}\">{label}</label>");
        self.row(call, "HTMLCheckField", "", "", &control);
    }

    /// Adds a row with a button.
    pub fn button(&mut self, call: &Call<'_>, id: &str, name: &str, label: &str) {
        let control = format!(
            "<button id=\"{id}\" type=\"submit\" name=\"{name}\" value=\"{label}\">{label}</button>"
        );
        self.row(call, "HTMLSubmitField", "", "", &control);
    }

    /// Adds a row with a text.
    pub fn info(&mut self, call: &Call<'_>, label: &str, html: &str) {
        self.row(call, "HTMLInfoField", "", label, html);
    }

    pub fn hidden(&mut self, id: &str, name: &str, value: &str) {
        self.hidden += &input(id, name, "hidden", value);
        self.hidden.push('\n');
    }

    /// Adds the fields of a request that no form treats specially.
    pub fn offer(&mut self, call: &Call<'_>, offer: &AuthRequest) {
        for field in &offer.fields {
            self.field(call, field);
        }
    }

    /// Adds a field of a request.
    pub fn field(&mut self, call: &Call<'_>, field: &Field) {
        let id = &format!("mw-input-{}", field.name);
        let value = field.value.as_deref().unwrap_or_default();
        let label = &field.label;
        match field.kind {
            "null" => self.info(call, label, value),
            "hidden" => self.hidden(id, field.name, value),
            "button" => self.button(call, id, field.name, label),
            "checkbox" => self.check(call, id, field.name, label),
            "select" => {
                let control = select(id, field.name, field.options, value);
                self.row(call, "HTMLSelectField", id, label, &control);
            }
            "multiselect" => {
                let boxes = field.options.iter().map(|(option, label)| {
                    let id = format!("{id}-{option}");
                    let control = input(&id, &format!("{}[]", field.name), "checkbox", option);
                    format!("{control} <label for=\"{id}\">{label}</label>")
                });
                let boxes: String = boxes.collect();
                self.row(call, "HTMLMultiSelectField", "", label, &boxes);
            }
            kind => {
                let kind = if kind == "string" { "" } else { kind };
                self.text(call, id, field.name, kind, label);
            }
        }
    }

    /// Prints the page with the form, and issues its token.
    pub fn print(mut self, call: &mut Call<'_>) -> Response {
        let edit_token = match call.user {
            Some(_) => token::fetch(call, "csrf"),
            None => "+\\".to_owned(),
        };
        let (kind, field) = self.token;
        let token = token::fetch(call, kind);
        self.hidden("wpEditToken", "wpEditToken", &edit_token);
        for (name, value) in [
            ("title", self.title),
            ("authAction", self.action),
            ("force", ""),
            (field, token.as_str()),
        ] {
            self.hidden("", name, value);
        }
        let above = self.notice.above.as_ref();
        let above = above.map_or_else(String::new, |(text, bad)| message_box(call, text, *bad));
        let content = format!(
            "<div id=\"userloginForm\"><form class=\"{}\" action=\"{}\" method=\"post\" {}>{above}{}{}</form></div>",
            call.wiki.profile.form_class,
            call.article(self.title),
            self.named,
            self.rows,
            self.hidden,
        );
        page(call, self.heading, &content)
    }
}

/// Returns the error of the token that a form sent, if any (`AuthManagerSpecialPage::trySubmit`).
pub(super) fn token_error(call: &mut Call<'_>, kind: &str, field: &str) -> Option<Notice> {
    let given = call.request.parameter(field).unwrap_or_default().to_owned();
    let message = Message::new("sessionfailure");
    (!token::is_right(call, kind, &given)).then(|| Notice::error(message.html(call.wiki.release)))
}

/// Returns the value submitted under the form's name for a field.
fn submitted<'a>(call: &'a Call<'_>, name: &str) -> &'a str {
    let field = NAMES.iter().find(|(form, _)| *form == name);
    let name = field.map_or(name, |(_, field)| field);
    let given = call.request.form.iter().find(|(key, _)| key == name);
    given.map_or("", |(_, value)| value)
}

/// Returns a box with an error or a warning.
fn message_box(call: &Call<'_>, html: &str, bad: bool) -> String {
    let profile = &call.wiki.profile;
    let class = if bad {
        profile.error_box.to_owned()
    } else {
        profile.error_box.replace("error", "warning")
    };
    if profile.codex {
        return format!(
            "<div class=\"{class}\"><span class=\"cdx-message__icon\"></span><div class=\"cdx-message__content\">{html}</div></div>"
        );
    }
    format!("<div class=\"{class}\">{html}</div>")
}

/// Returns an element `select` with these values and labels. An empty id is left out.
pub(super) fn select(id: &str, name: &str, options: &[(&str, &str)], value: &str) -> String {
    let options = options.iter().map(|(option, label)| {
        let selected = if *option == value {
            " selected=\"\""
        } else {
            ""
        };
        format!("<option value=\"{option}\"{selected}>{label}</option>")
    });
    let options: String = options.collect();
    let id = if id.is_empty() {
        String::new()
    } else {
        format!(" id=\"{id}\"")
    };
    format!("<select name=\"{name}\"{id}>{options}</select>")
}

/// Returns an element `input`. Empty attributes are left out, except the value of a hidden field.
pub(super) fn input(id: &str, name: &str, kind: &str, value: &str) -> String {
    let mut element = "<input".to_owned();
    for (attribute, value) in [("id", id), ("name", name), ("type", kind), ("value", value)] {
        let is_needed = attribute == "value" && kind == "hidden";
        if !value.is_empty() || is_needed {
            element += &format!(" {attribute}=\"{}\"", escape_attribute(value));
        }
    }
    element + " />"
}
