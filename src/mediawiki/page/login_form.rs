//! The login form, which creators use on wikis whose API is not available.

use url::Url;

use super::{
    Page, captcha,
    controls::{Control, ControlKind},
    logged_in_user::LoggedInUser,
};
use crate::{
    Error, Reason, Secret,
    http::{Form, Response, origin},
    mediawiki::unreadable::Unreadable,
};

/// The name of the form on every release. Up to 1.26 it is its id too.
const FORM: &str = "userlogin";

/// The response to a request of the login page.
pub(crate) enum LoginPage {
    /// The form, with the errors that it shows.
    Form(LoginForm, String),
    /// The name of the user who was logged in, from the cookies.
    LoggedIn(String),
    /// The text of another page.
    Other(String),
}

/// A login form to fill in.
#[derive(Debug, Clone)]
pub(crate) struct LoginForm {
    /// The address to which it is sent.
    pub action: Url,
    hidden: Vec<(String, Secret)>,
    /// `true` if it asks for more than name and password (1.27 and later).
    pub continues: bool,
    /// `true` if it has a captcha.
    pub has_captcha: bool,
}

impl LoginPage {
    /// Reads a page that was fetched from `base`.
    ///
    /// # Errors
    /// If it is not a page of MediaWiki, or its form would send the password to another host.
    pub fn read(response: &Response, base: &Url) -> Result<Self, Error> {
        let page = Page::read(response);
        if let Some(form) = LoginForm::find_in(&page, base) {
            if !origin::is_same_or_upgraded(base, &form.action) {
                return Err(Error::new(
                    Reason::Insecure,
                    "the login form of this wiki would send the password to another host; nothing was sent",
                ));
            }
            return Ok(Self::Form(form, page.errors()));
        }
        if let Some(user) = LoggedInUser::in_cookies(response) {
            return Ok(Self::LoggedIn(user.name));
        }
        if !page.is_mediawiki() {
            return Err(Unreadable::of_page(response).error);
        }
        if let Some(failure) = page.failure() {
            return Err(failure);
        }
        Ok(Self::Other(page.text()))
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
            has_captcha: captcha::is_in(form, &controls),
            continues: value("authAction").is_some_and(|action| action.ends_with("-continue")),
        })
    }

    /// Returns the form to send, with name, password and domain filled in.
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
