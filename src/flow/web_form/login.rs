//! The form that people log in with: on wikis whose API is off, for creators of accounts.

use url::Url;

use super::{
    controls::{Control, Sort},
    new_user::NewUser,
    page::Page,
};
use crate::{
    Error, Reason, Secret, Session,
    wire::{Form, Kind, Purpose, Request, Response, answer, origin},
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
    action: Url,
    hidden: Vec<(String, Secret)>,
    /// Whether it asks for more than name and password (1.27 and later).
    pub continues: bool,
}

/// The page with the form.
pub(crate) fn login_page(session: &Session) -> Request {
    let query = [("title", "Special:UserLogin"), ("type", "login")];
    Request::get(&session.index(), &query).purpose(Purpose::LogIn)
}

impl LoginPage {
    /// Reads a page.
    ///
    /// # Errors
    /// Where it is none of MediaWiki's, or its form would send the password elsewhere.
    pub fn read(session: &mut Session, response: &Response) -> Result<Self, Error> {
        let page = Page::read(response);
        let base = session.answered_from();
        if let Some(form) = LoginForm::of_page(&page, base) {
            if !origin::is_same_party(base, &form.action) {
                return Err(Error::new(
                    Reason::Insecure,
                    "the log-in form of this wiki would send the password to another host, where it was not sent",
                ));
            }
            return Ok(Self::Form(form, page.errors()));
        }
        if let Some(user) = NewUser::in_cookies(response) {
            return Ok(Self::LoggedIn(user.name));
        }
        match page.is_mediawiki() {
            true => Ok(Self::Other(page.text())),
            false => Err(answer::no_page(response).error),
        }
    }
}

impl LoginForm {
    fn of_page(page: &Page, base: &Url) -> Option<Self> {
        let mut forms = page.tree.elements_but(&["template", "noscript"]);
        let form = forms.find(|form| {
            let named = |key| form.attribute(key) == Some(FORM);
            form.name() == "form" && (named("name") || named("id"))
        })?;
        let controls = Control::all(form);
        let action = form.attribute("action").unwrap_or_default().trim();
        let hidden = controls.iter().filter(|control| control.is(Sort::Hidden));
        let value = |name: &str| controls.iter().find(|c| c.name == name).map(Control::value);
        Some(Self {
            action: base.join(action).ok()?,
            hidden: hidden
                .map(|control| (control.name.to_owned(), control.value().into()))
                .collect(),
            continues: value("authAction").is_some_and(|action| action.ends_with("-continue")),
        })
    }

    /// The form filled.
    pub fn filled(&self, name: &str, password: &Secret, domain: Option<&str>) -> Request {
        let mut form = Form::default();
        for (name, value) in &self.hidden {
            form.push_token(name, value);
        }
        form.push("wpName", name);
        form.push_secret("wpPassword", password);
        if let Some(domain) = domain {
            form.push("wpDomain", domain);
        }
        Request::post(Kind::Login, &self.action, form).purpose(Purpose::LogIn)
    }
}
