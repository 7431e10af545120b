//! The login form, which creators use on wikis whose API is not available, and on wikis up to 1.26
//! that ask for a captcha, which `action=login` cannot.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    Page, Viewer, captcha,
    controls::{Control, ControlKind, Labels, fields},
    logged_in_user::LoggedInUser,
    signup_form::{action, captcha_request, find_form, info_fields, request},
};
use crate::{
    Ask, Error, Field, FieldKind, Reason, Secret,
    http::{Form, Response, origin},
    mediawiki::{
        auth_request::{AuthField, AuthRequests, Required},
        budget::{Budget, TooLarge},
        unreadable::Unreadable,
    },
};

/// The name of the form on every release. Up to 1.26 it is its id too.
const FORM: &str = "userlogin";

/// The names of the fields that hold a captcha's id, which belong to the captcha.
const CAPTCHA_IDS: [&str; 2] = ["wpCaptchaId", "captchaId"];

/// The name of the field for the password.
const PASSWORD: &str = "wpPassword";

/// The name of the button that sends the form, in lower case.
const SUBMIT: &str = "wploginattempt";

/// The response to a request of the login page.
pub(crate) enum LoginPage {
    Form(ShownForm),
    /// The name of the user who was logged in, from the cookies.
    LoggedIn(String),
    Other(OtherPage),
}

/// Another page.
pub(crate) struct OtherPage {
    pub text: String,
    /// The name of the user to whom the page was shown.
    pub viewer: Option<String>,
}

/// A login form, with what the page shows besides it.
pub(crate) struct ShownForm {
    pub form: LoginForm,
    /// The errors that the page shows.
    pub errors: String,
    /// The errors or, without any, the notices of a step, such as the one about a second factor.
    pub notice: Option<String>,
    /// The name of the user to whom the page was shown.
    pub viewer: Option<String>,
}

/// A login form to fill in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct LoginForm {
    /// The address to which it is sent.
    pub action: Url,
    /// Its hidden fields, other than those of the captcha. Not serialised, since they contain the
    /// token, which is fetched again.
    #[serde(skip)]
    hidden: Option<Vec<(String, Secret)>>,
    /// `true` if it asks for more than name and password (1.27 and later).
    pub continues: bool,
    /// The requests besides name and password: a captcha, or all fields of a later step.
    pub requests: AuthRequests,
}

impl LoginPage {
    /// Reads a page that was fetched from `base`.
    ///
    /// # Errors
    /// If it is not a page of MediaWiki, or its form would send the password to another host.
    pub fn read(response: &Response, base: &Url) -> Result<Self, Error> {
        let page = Page::read(response);
        let viewer = match &page.viewer {
            Viewer::Named(name) => Some(name.clone()),
            Viewer::Anonymous | Viewer::Unknown => None,
        };
        if page.is_mediawiki() && page.tree.is_too_large() {
            return Err(TooLarge.into());
        }
        if let Some(form) = LoginForm::find_in(&page, base)? {
            if !origin::is_same_or_upgraded(base, &form.action) {
                return Err(Error::new(
                    Reason::Insecure,
                    "the login form of this wiki would send the password to another host; nothing was sent",
                ));
            }
            return Ok(Self::Form(ShownForm {
                form,
                errors: page.errors(),
                notice: page.notice(),
                viewer,
            }));
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
        let text = page.text();
        Ok(Self::Other(OtherPage { text, viewer }))
    }
}

impl LoginForm {
    fn find_in(page: &Page, base: &Url) -> Result<Option<Self>, TooLarge> {
        let Some(form) = find_form(&page.tree, FORM) else {
            return Ok(None);
        };
        let Some(action) = action(form, base) else {
            return Ok(None);
        };
        let controls = Control::all_in(form)?;
        let hidden = controls.iter().filter(|control| {
            control.is(ControlKind::Hidden) && !CAPTCHA_IDS.contains(&control.name)
        });
        let value = |name: &str| controls.iter().find(|c| c.name == name).map(Control::value);
        let continues = value("authAction").is_some_and(|action| action.ends_with("-continue"));
        let labels = Labels::in_page(&page.tree);
        let mut budget = Budget::of_form(page.tree.length());
        let mut requests = Vec::new();
        if continues {
            let is_shown = |control: &&Control<'_>| {
                !control.is(ControlKind::Hidden) && !control.name.eq_ignore_ascii_case(SUBMIT)
            };
            let mut shown = info_fields(form, &mut budget)?;
            let controls = controls.iter().filter(is_shown);
            shown.extend(fields(&labels, controls, &mut budget)?);
            requests.push(request(Required::Always, shown));
        } else if let Some(found) = captcha::find(&labels, form, &controls, base) {
            requests.push(captcha_request(found, &controls, &mut budget)?);
        }
        Ok(Some(Self {
            action,
            hidden: Some(
                hidden
                    .map(|control| (control.name.to_owned(), control.value().into()))
                    .collect(),
            ),
            continues,
            requests: AuthRequests::of(requests),
        }))
    }

    /// Returns whether it has a captcha.
    pub fn has_captcha(&self) -> bool {
        self.requests.has_captcha()
    }

    /// Returns the prompt for what it asks for besides name and password.
    pub fn ask(&self, message: Option<String>) -> Ask {
        self.requests.ask(message)
    }

    /// Adds the password to what it asks for, unless it asks for it already: a login may be suspended
    /// again before it is answered.
    pub fn ask_password(&mut self) {
        let mut fields = self.requests.requests.iter().flat_map(|it| &it.fields);
        if fields.any(|field| field.wire_name == PASSWORD) {
            return;
        }
        let field = Field::new("password", FieldKind::Password, Some("Password".to_owned()));
        let password = AuthField::new(PASSWORD, field);
        self.requests
            .requests
            .insert(0, request(Required::Always, vec![password]));
    }

    /// Returns whether it has its tokens, which are missing after it was deserialised.
    pub fn has_tokens(&self) -> bool {
        self.hidden.is_some()
    }

    /// Copies the tokens of a form that was fetched again. The other hidden fields of a later step
    /// differ from those of the first form, which is shown when the page is fetched.
    pub fn renew_tokens(&mut self, fetched: Self) {
        let mut hidden = fetched.hidden.unwrap_or_default();
        if self.continues {
            for (name, value) in &mut hidden {
                if name == "authAction" {
                    *value = Secret::from("login-continue");
                }
            }
        }
        self.hidden = Some(hidden);
    }

    /// Returns the form to send, with name, password and domain filled in. An empty password is
    /// left out, since it is among the answers then.
    pub fn filled(&self, name: &str, password: &Secret, domain: Option<&str>) -> Form {
        let mut form = self.step();
        form.push("wpName", name);
        if !password.is_empty() {
            form.push_secret(PASSWORD, password);
        }
        if let Some(domain) = domain {
            form.push("wpDomain", domain);
        }
        form
    }

    /// Returns the hidden fields alone, with which a later step is sent.
    pub fn step(&self) -> Form {
        let mut form = Form::default();
        for (name, value) in self.hidden.iter().flatten() {
            form.push_token(name, value);
        }
        form
    }
}
