//! The form that people log in with: on wikis whose API is off, for creators of accounts.

use url::Url;

use super::{
    Page,
    controls::{Control, ControlKind},
    logged_in_user::LoggedInUser,
};
use crate::{
    Error, Reason, Secret,
    http::{Form, Response, origin},
    mediawiki::api_response,
};

/// The name of the form on every release; only up to 1.26 it is its id too.
const FORM: &str = "userlogin";

/// What a wiki says to a login on its page.
pub(crate) enum LoginPage {
    /// The form, and what was wrong the last time.
    Form(LoginForm, String),
    /// The user's name as the cookies say it.
    LoggedIn(String),
    /// Another page: what it says.
    Other(String),
}

/// A form as it is to be filled.
#[derive(Debug, Clone)]
pub(crate) struct LoginForm {
    /// Where it is sent to.
    pub action: Url,
    hidden: Vec<(String, Secret)>,
    /// Whether it asks for more than name and password (1.27 and later).
    pub continues: bool,
}

impl LoginPage {
    /// Reads a page that came from `base`.
    ///
    /// # Errors
    /// Where it is none of MediaWiki's, or its form would send the password elsewhere.
    pub fn read(response: &Response, base: &Url) -> Result<Self, Error> {
        let page = Page::read(response);
        if let Some(form) = LoginForm::find_in(&page, base) {
            if !origin::is_same_or_upgraded(base, &form.action) {
                return Err(Error::new(
                    Reason::Insecure,
                    "the log-in form of this wiki would send the password to another host, where it was not sent",
                ));
            }
            return Ok(Self::Form(form, page.errors()));
        }
        if let Some(user) = LoggedInUser::in_cookies(response) {
            return Ok(Self::LoggedIn(user.name));
        }
        match page.is_mediawiki() {
            true => Ok(Self::Other(page.text())),
            false => Err(api_response::unreadable_page(response).error),
        }
    }
}

impl LoginForm {
    fn find_in(page: &Page, base: &Url) -> Option<Self> {
        let mut forms = page.tree.elements_except(&["template", "noscript"]);
        let form = forms.find(|form| {
            let named = |key| form.attribute(key) == Some(FORM);
            form.name() == "form" && (named("name") || named("id"))
        })?;
        let controls = Control::all_in(form);
        let action = form.attribute("action").unwrap_or_default().trim();
        let hidden = controls
            .iter()
            .filter(|control| control.is(ControlKind::Hidden));
        let value = |name: &str| controls.iter().find(|c| c.name == name).map(Control::value);
        Some(Self {
            action: base.join(action).ok()?,
            hidden: hidden
                .map(|control| (control.name.to_owned(), control.value().into()))
                .collect(),
            continues: value("authAction").is_some_and(|action| action.ends_with("-continue")),
        })
    }

    /// Returns the form filled in.
    pub fn filled(&self, name: &str, password: &Secret, domain: Option<&str>) -> Form {
        let mut form = Form::default();
        for (name, value) in &self.hidden {
            form.push_token(name, value);
        }
        form.push("wpName", name);
        form.push_secret("wpPassword", password);
        if let Some(domain) = domain {
            form.push("wpDomain", domain);
        }
        form
    }
}
