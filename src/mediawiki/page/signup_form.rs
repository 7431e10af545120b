//! Sign-up forms to fill in, read from a page of any release or built from AuthManager's requests in
//! the API.

use serde::{Deserialize, Serialize};
use url::Url;

use super::{
    captcha,
    controls::{Control, ControlKind, Labels, fields, shown},
    tree::{Element, Tree},
};
use crate::{
    Captcha, Field, FieldKind, Secret,
    account::is_secret,
    http::{Form, address},
    mediawiki::{
        auth_request::{AuthField, AuthRequest, AuthRequests, Required},
        budget::{Budget, TooLarge},
    },
};

/// The id and name of the form on every release (1.8 to 1.45).
const FORM: &str = "userlogin2";

/// The maximum length of the address to which a form is sent, in bytes.
const MAX_ADDRESS: usize = 1 << 12;

/// The name of the wiki's own token in the form.
const TOKEN: &str = "wpCreateaccountToken";

/// The name of the button that sends the form.
const SUBMIT: &str = "wpCreateaccount";

/// Boxes that nobody has to tick: MediaWiki's own, and those with which a creator passes over AntiSpoof
/// and TitleBlacklist.
const OPTIONAL_BOXES: [&str; 6] = [
    "wpRemember",
    "wpStickHTTPS",
    "wpIgnoreAntiSpoof",
    "wpIgnoreTitleBlacklist",
    "ignoreAntiSpoof",
    "ignoreTitleBlacklist",
];

/// Fields whose names in the form of 1.27 and later differ from AuthManager's.
const MODERN_NAMES: [(&str, &str); 3] = [
    ("wpName", "username"),
    ("wpPassword", "password"),
    ("wpCreateaccountMail", "mailpassword"),
];
/// More such fields, in the form of older releases.
const LEGACY_NAMES: [(&str, &str); 5] = [
    ("wpRetype", "retype"),
    ("wpEmail", "email"),
    ("wpRealName", "realname"),
    ("wpReason", "reason"),
    ("wpDomain", "domain"),
];

/// A sign-up form to fill in.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct SignupForm {
    /// The address to which it is sent.
    pub action: Url,
    /// Its fields, grouped into requests like those of AuthManager.
    pub requests: AuthRequests,
    /// Tokens against forgery, if the wiki has any (1.15.4 and later). Not serialised, since they
    /// are fetched again.
    #[serde(skip)]
    tokens: Option<Vec<(String, Secret)>>,
    /// `true` if it is the form of 1.27 and later.
    pub modern: bool,
    /// `true` if it was read from its page, `false` if it was built from the API's requests.
    #[serde(default)]
    pub is_of_page: bool,
    /// `true` if it continues a creation (1.27 and later).
    pub continues: bool,
    /// `true` if the account's language can be chosen.
    pub takes_language: bool,
}

impl SignupForm {
    /// Reads the form from a page that was fetched from `base`.
    ///
    /// # Errors
    /// If it has too many fields or options, or too much text.
    pub fn from_page(page: &Tree, base: &Url) -> Result<Option<Self>, TooLarge> {
        let Some(form) = find_form(page, FORM) else {
            return Ok(None);
        };
        let Some(action) = action(form, base) else {
            return Ok(None);
        };
        let controls = Control::all_in(form)?;
        let hidden = |name: &str| {
            controls
                .iter()
                .find(|c| c.is(ControlKind::Hidden) && c.name == name)
        };
        let auth_action = hidden("authAction").map(Control::value);
        let continues = auth_action.is_some_and(|action| action.ends_with("-continue"));
        let tokens = controls.iter().filter(|control| is_token(control));
        Ok(Some(Self {
            action,
            tokens: Some(
                tokens
                    .map(|token| (token.name.to_owned(), token.value().into()))
                    .collect(),
            ),
            modern: auth_action.is_some(),
            is_of_page: true,
            continues,
            // Up to 1.26 a language is kept only if the page offers languages
            // (`$wgLoginLanguageSelector`): with links beside or in the form, and with a field in it
            // once one of them was followed.
            takes_language: auth_action.is_some()
                || hidden("uselang").is_some()
                || page
                    .elements()
                    .any(|e| e.attribute("id") == Some("languagelinks")),
            requests: requests(page, form, &controls, base, continues)?,
        }))
    }

    /// Builds the form of 1.27 and later without fetching its page, from the API's requests and the
    /// API's token (observed to work on 1.28 to 1.45). `index` is the address of index.php.
    pub fn from_requests(requests: &AuthRequests, token: &Secret, index: &Url) -> Self {
        let mut action = index.clone();
        action
            .query_pairs_mut()
            .append_pair("title", "Special:CreateAccount");
        let mut requests = requests.clone();
        for request in &mut requests.requests {
            request.id.clear();
            let answer_name = request
                .captcha
                .as_ref()
                .map(|captcha| captcha::answer_name(captcha.kind));
            for field in &mut request.fields {
                let name = field.wire_name.as_str();
                let of_page = MODERN_NAMES.iter().find(|(_, known)| *known == name);
                let of_page = match (name, answer_name) {
                    ("captchaWord", Some(answer_name)) => answer_name,
                    _ => of_page.map_or(name, |(of_page, _)| of_page),
                };
                field.wire_name = of_page.to_owned();
            }
        }
        let fields = vec![
            hidden("authAction", "create"),
            hidden("title", "Special:CreateAccount"),
        ];
        requests.requests.push(request(Required::Always, fields));
        Self {
            action,
            requests,
            tokens: Some(vec![(TOKEN.to_owned(), token.clone())]),
            modern: true,
            is_of_page: false,
            continues: false,
            takes_language: true,
        }
    }

    /// Returns the fields that a new account has.
    pub fn offered_fields(&self) -> Vec<Field> {
        self.requests.offered_fields()
    }

    /// Returns whether it has its tokens, which are missing after it was deserialised.
    pub fn has_tokens(&self) -> bool {
        self.tokens.is_some()
    }

    /// Copies the tokens from the same form, which was fetched again.
    pub fn copy_tokens_from(&mut self, other: &Self) {
        self.tokens.clone_from(&other.tokens);
    }

    /// Returns whether the session of this form has been lost, given a `newer` form. Up to 1.26 all
    /// forms of a session have the same token.
    pub fn is_of_lost_session(&self, newer: &Self) -> bool {
        !newer.modern && self.token() != newer.token()
    }

    /// Returns its `wpCreateaccountToken`, which is bound to the session (1.16 and later).
    pub fn token(&self) -> Option<&Secret> {
        let mut tokens = self.tokens.iter().flatten();
        tokens
            .find(|(name, _)| name == TOKEN)
            .map(|(_, token)| token)
    }

    /// Returns whether an e-mail address is required (shown by 1.27 and later).
    pub fn wants_email(&self) -> bool {
        let mut requests = self.requests.requests.iter();
        requests.any(|request| request.field("email").is_some_and(|email| !email.optional))
    }

    /// Returns whether it has fields of extensions, for which the caller is asked.
    pub fn has_unknown_fields(&self) -> bool {
        let mut fields = self
            .requests
            .requests
            .iter()
            .flat_map(|request| &request.fields);
        fields.any(|field| field.is_asked)
    }

    /// Returns whether an extension's box must be ticked, as 1.27 and later show once it was not.
    pub fn lacks_answer(&self) -> bool {
        let fields = self
            .requests
            .requests
            .iter()
            .flat_map(|request| &request.fields);
        let mut boxes = fields.filter(|field| field.field.kind == FieldKind::Checkbox);
        boxes.any(|field| field.is_asked && !field.field.optional)
    }

    /// Returns the request with the captcha, if the form has one.
    pub fn captcha(&self) -> Option<&AuthRequest> {
        self.requests
            .requests
            .iter()
            .find(|request| request.captcha.is_some())
    }

    /// Replaces the captcha with that of another form, whose answer is still valid.
    pub fn copy_captcha_from(&mut self, other: &Self) {
        let captcha = other.captcha().cloned();
        let mut requests = self.requests.requests.iter_mut();
        if let (Some(captcha), Some(request)) = (captcha, requests.find(|r| r.captcha.is_some())) {
            *request = captcha;
        }
    }

    /// Returns the complete form to send: the fields of `filled`, the tokens, and the form's own
    /// button unless another is pressed, such as the one for mailing a password up to 1.20.
    pub fn complete(&self, filled: &Form) -> Form {
        let mut form = filled.clone();
        for (name, token) in self.tokens.iter().flatten() {
            form.push_token(name, token);
        }
        let mut fields = self
            .requests
            .requests
            .iter()
            .flat_map(|request| &request.fields);
        let is_pressed = |field: &AuthField| {
            field.field.kind == FieldKind::Button && filled.get(&field.wire_name).is_some()
        };
        if !fields.any(is_pressed) {
            form.push(SUBMIT, "1");
        }
        form
    }
}

/// Returns the address to which a form is sent, if it is valid. Servers accept no longer ones.
pub(super) fn action(form: Element<'_>, base: &Url) -> Option<Url> {
    match form.attribute("action").map(str::trim) {
        None | Some("") => Some(base.clone()),
        Some(action) if action.len() > MAX_ADDRESS => None,
        Some(action) => address::join(base, action),
    }
}

/// Finds a form by its id or name, outside templates.
pub(super) fn find_form<'t>(page: &'t Tree, name: &str) -> Option<Element<'t>> {
    let mut elements = page.elements().except(&["template", "noscript"]);
    elements.find(|element| {
        let is_named = |key| element.attribute(key) == Some(name);
        element.name() == "form" && (is_named("id") || is_named("name"))
    })
}

fn is_token(control: &Control<'_>) -> bool {
    control.is(ControlKind::Hidden) && control.name.to_ascii_lowercase().ends_with("token")
}

/// Groups controls into requests like those of AuthManager.
fn requests(
    page: &Tree,
    form: Element<'_>,
    controls: &[Control<'_>],
    base: &Url,
    continues: bool,
) -> Result<AuthRequests, TooLarge> {
    let labels = &Labels::in_page(page);
    let mut budget = Budget::of_form(page.length());
    let captcha = captcha::find(labels, form, controls, base);
    let answer_field = captcha.as_ref().map(|found| found.answer_field.clone());
    let is_ordinary = |control: &&Control<'_>| {
        let name = control.name;
        !is_token(control)
            && name != SUBMIT
            && Some(name) != answer_field.as_deref()
            && !matches!(name, "wpCaptchaId" | "captchaId")
    };
    let mut rest = fields(labels, controls.iter().filter(is_ordinary), &mut budget)?;
    if continues {
        let mut fields = info_fields(form, &mut budget)?;
        fields.extend(rest);
        return Ok(AuthRequests::of(vec![request(Required::Always, fields)]));
    }
    for field in &mut rest {
        let mut names = MODERN_NAMES.iter().chain(&LEGACY_NAMES);
        if let Some((_, name)) = names.find(|(own, _)| *own == field.wire_name) {
            field.field.name = (*name).to_owned();
            field.field.sensitive |= is_secret(name, field.field.kind);
        }
    }
    let mut take = |names: &[&str]| -> Vec<AuthField> {
        let (taken, left) = std::mem::take(&mut rest)
            .into_iter()
            .partition(|field| names.contains(&field.field.name.as_str()));
        rest = left;
        taken
    };
    let mut name = take(&["username"]);
    let mut password = take(&["password", "retype", "domain"]);
    let mut mail = take(&["mailpassword"]);
    let data = take(&["email", "realname"]);
    let reason = take(&["reason"]);
    for field in name.iter_mut().chain(&mut password).chain(&mut mail) {
        field.field.optional = field.field.kind == FieldKind::Select;
        // A browser preselects the first domain.
        let first = field.field.options.first().map(|(value, _)| value.clone());
        field.field.value = field.field.value.take().or(first);
        // The value in the page is the previous input or the creator's own name.
        if field.field.kind == FieldKind::String {
            field.field.value = None;
        }
    }
    let mut requests = Vec::new();
    if let Some(found) = captcha {
        requests.push(captcha_request(found, controls, &mut budget)?);
    }
    let with_username = |fields: Vec<AuthField>| name.iter().cloned().chain(fields).collect();
    if password.iter().any(|field| field.field.name == "password") {
        requests.push(request(Required::Primary, with_username(password)));
    }
    if !mail.is_empty() {
        requests.push(request(Required::Primary, with_username(mail)));
    }
    // The values in the page are those of the previous try.
    let emptied = data.into_iter().map(|mut field| {
        field.field.value = None;
        field
    });
    requests.push(request(Required::Always, emptied.collect()));
    requests.push(request(Required::Optional, reason));
    let (unknown, rest): (Vec<_>, Vec<_>) = rest.into_iter().partition(is_of_extension);
    requests.push(request(Required::Always, rest));
    let unknown = unknown.into_iter().map(|mut unknown| {
        unknown.is_asked = true;
        unknown
    });
    requests.push(request(Required::Always, unknown.collect()));
    requests.retain(|request| !request.fields.is_empty());
    Ok(AuthRequests::of(requests))
}

/// Returns whether a field is an extension's, whose form does not show whether the wiki requires it, and
/// which has no value yet. The browser of a reader would send a value that the form has.
fn is_of_extension(field: &AuthField) -> bool {
    let has_value = |field: &Field| {
        field
            .value
            .as_deref()
            .is_some_and(|value| !value.is_empty())
    };
    match field.field.kind {
        FieldKind::Checkbox => !OPTIONAL_BOXES.contains(&field.wire_name.as_str()),
        FieldKind::Multiselect | FieldKind::Password => true,
        FieldKind::String | FieldKind::Select => !has_value(&field.field),
        FieldKind::Hidden | FieldKind::Null | FieldKind::Button => false,
    }
}

pub(super) fn captcha_request(
    found: captcha::FormCaptcha,
    controls: &[Control<'_>],
    budget: &mut Budget,
) -> Result<AuthRequest, TooLarge> {
    let ids = controls
        .iter()
        .filter(|c| matches!(c.name, "wpCaptchaId" | "captchaId"));
    let mut fields: Vec<AuthField> = ids.map(|id| hidden(id.name, id.value())).collect();
    for field in &fields {
        budget.take(field.field.kept_length())?;
    }
    budget.take(found.captcha.kept_length())?;
    if let Some(challenge) = found.challenge {
        let field = Field::new(Captcha::CHALLENGE_FIELD, FieldKind::String, None);
        fields.push(auth_field(challenge, field));
    }
    let answer = Field::new(Captcha::FIELD, FieldKind::String, None);
    fields.push(auth_field(&found.answer_field, answer));
    Ok(AuthRequest {
        captcha: Some(found.captcha),
        ..request(Required::Always, fields)
    })
}

/// Returns the texts that a step of 1.27 and later shows, such as the key of a second factor, as
/// fields of kind [`FieldKind::Null`].
///
/// # Errors
/// If they exceed the budget.
pub(super) fn info_fields(
    form: Element<'_>,
    budget: &mut Budget,
) -> Result<Vec<AuthField>, TooLarge> {
    let infos = form
        .descendants()
        .outermost(|e| e.has_class("mw-htmlform-field-HTMLInfoField"));
    let mut fields = Vec::new();
    for (number, info) in infos.enumerate() {
        let within = |name: &str| {
            info.descendants()
                .find(|e| e.name() == name || e.has_class(name))
        };
        let Some(value) = within("mw-input").or_else(|| within("cdx-field__control")) else {
            continue;
        };
        let label = within("label").and_then(shown);
        let mut field = Field::new(&format!("info{}", number + 1), FieldKind::Null, label);
        field.optional = true;
        field.value = shown(value);
        if field.value.is_some() {
            budget.take(field.kept_length())?;
            fields.push(auth_field(&field.name.clone(), field));
        }
    }
    Ok(fields)
}

fn hidden(name: &str, value: &str) -> AuthField {
    let mut field = Field::new(name, FieldKind::Hidden, None);
    field.value = Some(value.to_owned());
    field.optional = true;
    auth_field(name, field)
}

fn auth_field(wire_name: &str, field: Field) -> AuthField {
    AuthField::new(wire_name, field)
}

pub(super) fn request(required: Required, fields: Vec<AuthField>) -> AuthRequest {
    AuthRequest {
        id: String::new(),
        required,
        captcha: None,
        fields,
    }
}
