//! The page for an account or a login that the wiki refused, and that can be sent again.

use super::{
    control::{Control, Kind},
    form::{self, GIVE_UP},
    html::Html,
    note::Note,
    secret::Token,
};

/// The name of the control.
pub const VALUE: &str = "value";

/// The name of the control for a password that is typed twice.
pub const AGAIN: &str = "again";

/// The value that a refused account is sent again with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// The same account, after a warning.
    Nothing,
    /// Another name.
    Name,
    /// Another password.
    NewPassword,
    /// Another e-mail address.
    Email,
    /// The password of a login.
    Password,
}

/// Returns the content of the page.
pub fn content(
    folder: &str,
    mark: &Token,
    wanted: Wanted,
    value: &str,
    refusal: &str,
    note: Option<&Note>,
) -> Html {
    let mut html = Html::default();
    html.element(
        "h1",
        &[],
        match wanted {
            Wanted::Password => "The wiki refused the login",
            Wanted::Nothing => "The wiki warns",
            _ => "The wiki refused the account",
        },
    );
    html.html("<div class=\"alert\" role=\"alert\"><p id=\"refusal\">")
        .foreign(refusal)
        .html("</p></div>\n");
    form::open(&mut html, folder, mark);
    let (label, kind) = match wanted {
        Wanted::Nothing => {
            html.element("p", &[], "The wiki may accept it now.");
            ("", None)
        }
        Wanted::Name => ("Another name", Some(Kind::Text("off"))),
        Wanted::NewPassword => ("Another password", Some(Kind::Hidden("new-password"))),
        Wanted::Email => ("E-mail address", Some(Kind::Text("email"))),
        Wanted::Password => ("Password", Some(Kind::Hidden("off"))),
    };
    let values = [value.to_owned()];
    if let Some(kind) = kind {
        let control = Control {
            name: VALUE,
            kind,
            label,
            is_own_label: true,
            help: None,
            hint: None,
            described_by: Some("refusal"),
            is_optional: false,
            values: &values,
            error: note.map(|note| &*note.message),
            has_focus: true,
        };
        control.add_to(&mut html);
        if wanted == Wanted::NewPassword {
            let label = "The same password again";
            let control = Control {
                name: AGAIN,
                label,
                described_by: None,
                error: None,
                has_focus: false,
                ..control
            };
            control.add_to(&mut html);
        }
    }
    html.html("<div class=\"actions\">\n");
    form::add_first_button(
        &mut html,
        if wanted == Wanted::Nothing {
            "Send it again"
        } else {
            "Continue"
        },
    );
    form::add_action(&mut html, GIVE_UP);
    html.html("</div>\n").close("form");
    html
}
