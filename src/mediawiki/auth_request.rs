//! AuthenticationRequests: the fields that an AuthManager wiki (1.27 and later) asks for.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use crate::{
    account::{Ask, Captcha, CaptchaKind, Field, FieldKind, is_secret},
    http::address,
    mediawiki::{
        api_response::text,
        budget::{Budget, OPTION},
        message,
        question::Question,
        username,
    },
};

/// The AuthenticationRequests of `authmanagerinfo`, or of a UI, REDIRECT or RESTART answer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AuthRequests {
    pub requests: Vec<AuthRequest>,
    /// `true` if the wiki has preserved state of an earlier try (`haspreservedstate`).
    pub state_preserved: bool,
    /// `true` if the preserved state replaces the primary request (`hasprimarypreservedstate`).
    pub primary_preserved: bool,
    /// The user name of the preserved state (`preservedusername`).
    pub preserved_username: Option<String>,
}

/// The length of a request without its id and fields, as it is suspended.
const REQUEST: usize = 100;

/// One AuthenticationRequest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AuthRequest {
    pub id: String,
    pub required: Required,
    pub captcha: Option<Captcha>,
    pub fields: Vec<AuthField>,
}

/// MediaWiki's `AuthenticationRequest::$required`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Required {
    Optional,
    Always,
    /// One of the primary requests must be satisfied.
    Primary,
}

/// A field as the caller sees it, and the name under which it is sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AuthField {
    pub wire_name: String,
    pub field: Field,
    /// True if the caller is asked for it once although it may be left out, because a form does not
    /// show whether the wiki requires it.
    #[serde(default)]
    pub is_asked: bool,
    /// The value of a ticked box, if it is another than `1`.
    #[serde(default)]
    pub ticked: Option<String>,
}

impl AuthRequests {
    /// Reads the `requests` of an answer, or its merged `fields`. Image addresses are resolved
    /// relative to `api`. `None` if there are too many, or too long ones.
    pub fn read(answer: &Value, api: &Url) -> Option<Self> {
        let mut budget = Budget::of_requests();
        let merged = json!([{"required": "required", "fields": answer["fields"]}]);
        let requests = if answer["fields"].is_object() {
            &merged
        } else {
            &answer["requests"]
        };
        let requests = requests.as_array().into_iter().flatten();
        let requests = requests.map(|request| AuthRequest::read(request, api, &mut budget));
        Some(Self {
            requests: requests.collect::<Option<_>>()?,
            state_preserved: answer["haspreservedstate"] == true,
            primary_preserved: answer["hasprimarypreservedstate"] == true,
            preserved_username: text(answer, "preservedusername").filter(|name| !name.is_empty()),
        })
    }

    /// Creates a set of these requests, without preserved state.
    pub fn of(requests: Vec<AuthRequest>) -> Self {
        Self {
            requests,
            ..Self::default()
        }
    }

    /// Creates a set of copies of these requests, without preserved state.
    pub fn from_requests(requests: &[&AuthRequest]) -> Self {
        Self::of(requests.iter().map(|request| (*request).clone()).collect())
    }

    /// Returns whether a creation of this name must use the preserved state
    /// (`createpreservestate`). The wiki keeps the state after that creation too, so other names
    /// must not use it.
    pub fn preserves_for(&self, name: &str) -> bool {
        let preserved = self.preserved_username.as_deref();
        self.state_preserved
            && preserved.is_some_and(|preserved| username::possibly_same(preserved, name))
    }

    /// Returns the prompt for the caller.
    pub fn ask(&self, message: Option<String>) -> Ask {
        Ask {
            message,
            fields: self.shown_fields(),
            captcha: self.requests.iter().find_map(|r| r.captcha.clone()),
            account_exists: None,
        }
    }

    /// Returns the prompt for a step, of whose requests one may be enough.
    pub fn ask_at_step(&self, message: Option<String>) -> Ask {
        let mut ask = self.ask(message);
        let requests: Vec<&AuthRequest> = self.requests.iter().collect();
        mark_alternatives(&mut ask.fields, &requests);
        ask
    }

    /// Returns whether any request can create an account.
    pub fn has_primary(&self) -> bool {
        let mut requests = self.requests.iter();
        self.primary_preserved || requests.any(|r| r.required == Required::Primary)
    }

    /// Returns whether any request is a captcha.
    pub fn has_captcha(&self) -> bool {
        self.requests.iter().any(|r| r.captcha.is_some())
    }

    /// Returns the fields that a new account has: those of [`visible_fields`](Self::visible_fields)
    /// without the hidden ones that have a value, which are sent back unchanged.
    pub fn offered_fields(&self) -> Vec<Field> {
        let mut fields = self.shown_fields();
        fields.retain(|field| !field.is_sent_back());
        fields
    }

    /// Returns copies of [`visible_fields`](Self::visible_fields), for the caller.
    pub fn shown_fields(&self) -> Vec<Field> {
        self.visible_fields().into_iter().cloned().collect()
    }

    /// Returns the fields to show of all requests.
    pub fn visible_fields(&self) -> Vec<&Field> {
        visible_fields(&self.requests)
    }
}

/// Returns the fields to show of these requests. A field that several requests share, such as
/// `username`, is included once.
pub(crate) fn visible_fields<'r>(
    requests: impl IntoIterator<Item = &'r AuthRequest>,
) -> Vec<&'r Field> {
    let mut fields: Vec<&Field> = Vec::new();
    for field in requests.into_iter().flat_map(AuthRequest::visible_fields) {
        if !fields.iter().any(|earlier| earlier.name == field.name) {
            fields.push(field);
        }
    }
    fields
}

impl AuthRequest {
    fn read(request: &Value, api: &Url, budget: &mut Budget) -> Option<Self> {
        budget.take(REQUEST).ok()?;
        let fields = request["fields"].as_object().into_iter().flatten();
        let fields = fields.map(|(name, field)| {
            let options = match &field["options"] {
                Value::Object(options) => options.len(),
                Value::Array(options) => options.len(),
                _ => 0,
            };
            budget.take(OPTION * options).ok()?;
            Some(AuthField::read(name, field))
        });
        let fields = fields.collect::<Option<_>>()?;
        let mut this = Self {
            id: text(request, "id").unwrap_or_default(),
            required: match request["required"].as_str() {
                Some("primary-required") => Required::Primary,
                Some("optional") => Required::Optional,
                _ => Required::Always,
            },
            captcha: None,
            fields,
        };
        this.recognise_captcha(&request["metadata"], api);
        let lengths = this.fields.iter().map(|it| it.field.kept_length());
        budget.take(this.id.len() + lengths.sum::<usize>()).ok()?;
        if this.captcha.is_none() {
            // The captcha's is its question.
            for field in this.fields.iter_mut().map(|it| &mut it.field) {
                if field.kind == FieldKind::Null {
                    field.value = field.value.as_deref().map(message::to_text);
                }
            }
        }
        Some(this)
    }

    /// Sets the captcha, if this request is one. A captcha is recognised by the field for its answer,
    /// its kind by the metadata (ConfirmEdit REL1_27 and later). The id of the request is not used,
    /// since it changed between branches.
    fn recognise_captcha(&mut self, metadata: &Value, api: &Url) {
        let kind = match metadata["type"].as_str() {
            Some(kind) => CaptchaKind::from_type(kind),
            None => CaptchaKind::Other,
        };
        if self.wire_field("captchaWord").is_none() {
            return;
        }
        let info = self.wire_field("captchaInfo").and_then(|f| f.value.clone());
        let label = self.wire_field("captchaInfo").and_then(|f| f.label.clone());
        let mut captcha = Captcha {
            site_key: text(metadata, "key"),
            ..Captcha::new(kind)
        };
        match (kind, &info) {
            (CaptchaKind::Image, Some(address)) => {
                captcha.image_urls.extend(address::resolve(api, address));
            }
            (_, Some(question)) => captcha = captcha.with_question(Question::read(question, api)),
            (_, None) => {}
        }
        self.captcha = Some(captcha);
        for AuthField {
            wire_name, field, ..
        } in &mut self.fields
        {
            match (wire_name.as_str(), field.kind) {
                ("captchaWord", _) => {
                    *field = Field::new(Captcha::FIELD, FieldKind::String, label.clone());
                }
                // Its question is in the captcha.
                ("captchaInfo", FieldKind::Null) => field.value = None,
                // The id of reCAPTCHA 1 is the challenge.
                ("captchaId", FieldKind::String) => {
                    field.name = Captcha::CHALLENGE_FIELD.to_owned();
                }
                _ => {}
            }
        }
    }

    fn wire_field(&self, wire_name: &str) -> Option<&Field> {
        let found = self.fields.iter().find(|f| f.wire_name == wire_name)?;
        Some(&found.field)
    }

    /// Returns the field with this name, as the caller sees it.
    pub fn field(&self, name: &str) -> Option<&Field> {
        let fields = self.fields.iter().map(|f| &f.field);
        fields.into_iter().find(|field| field.name == name)
    }

    /// Returns the fields to show. For a captcha these are only the fields to fill in, since the rest
    /// is in [`Captcha`].
    pub fn visible_fields(&self) -> impl Iterator<Item = &Field> {
        let is_captcha = self.captcha.is_some();
        let fields = self.fields.iter().map(|f| &f.field);
        fields.filter(move |field| {
            !is_captcha || !matches!(field.kind, FieldKind::Hidden | FieldKind::Null)
        })
    }
}

/// Numbers the fields of a prompt by the request to which they belong, if at least two of these requests
/// have a field to fill in. A field that they share belongs to none.
pub(crate) fn mark_alternatives(fields: &mut [Field], requests: &[&AuthRequest]) {
    let is_shown = |field: &Field| !matches!(field.kind, FieldKind::Hidden | FieldKind::Null);
    let owners = |field: &Field| -> Vec<usize> {
        let has = |request: &&AuthRequest| {
            request.captcha.is_none() && request.field(&field.name).is_some()
        };
        (0..requests.len())
            .filter(|at| has(&requests[*at]))
            .collect()
    };
    let mut alternatives: Vec<usize> = Vec::new();
    for field in fields.iter().filter(|field| is_shown(field)) {
        if let [owner] = owners(field)[..]
            && !alternatives.contains(&owner)
        {
            alternatives.push(owner);
        }
    }
    if alternatives.len() < 2 {
        return;
    }
    for field in fields.iter_mut().filter(|field| is_shown(field)) {
        let [owner] = owners(field)[..] else {
            continue;
        };
        let number = alternatives.iter().position(|known| *known == owner);
        field.alternative = number.map(|number| number + 1);
        field.optional = true;
    }
}

impl AuthField {
    /// Creates a field that is sent under this name.
    pub fn new(wire_name: &str, field: Field) -> Self {
        Self {
            wire_name: wire_name.to_owned(),
            field,
            is_asked: false,
            ticked: None,
        }
    }

    fn read(name: &str, field: &Value) -> Self {
        let kind = match field["type"].as_str() {
            Some("password") => FieldKind::Password,
            Some("select") => FieldKind::Select,
            Some("checkbox") => FieldKind::Checkbox,
            Some("multiselect") => FieldKind::Multiselect,
            Some("button") => FieldKind::Button,
            Some("hidden") => FieldKind::Hidden,
            Some("null") => FieldKind::Null,
            _ => FieldKind::String,
        };
        let field = Field {
            name: name.to_owned(),
            kind,
            label: human(field, "label"),
            help: human(field, "help"),
            value: text(field, "value"),
            options: options(&field["options"]),
            // A select without a value must be answered: otherwise MediaWiki drops its request.
            optional: field["optional"].as_bool().unwrap_or(false)
                && (kind != FieldKind::Select || field["value"].is_string()),
            sensitive: is_secret(name, kind) || field["sensitive"].as_bool().unwrap_or(false),
            alternative: None,
        };
        Self::new(name, field)
    }
}

/// Returns a text for people. With `messageformat=raw` (1.27 and 1.28) it is an object, which may carry
/// the text. `None` if it has only the key of a message.
fn human(field: &Value, key: &str) -> Option<String> {
    let Some(text) = text(field, key) else {
        return message::of_raw(&field[key]);
    };
    let text = message::to_text(&text);
    (!text.is_empty()).then_some(text)
}

/// Returns the options with their values. PHP prints options numbered from 0 as a list.
fn options(options: &Value) -> Vec<(String, String)> {
    let label = |value: &Value| match value {
        Value::String(label) => message::to_text(label),
        other => other.to_string(),
    };
    match options {
        Value::Object(options) => {
            let options = options.iter();
            options
                .map(|(value, l)| (value.clone(), label(l)))
                .collect()
        }
        Value::Array(options) => {
            let options = options.iter().enumerate();
            options.map(|(i, l)| (i.to_string(), label(l))).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(requests: Value) -> AuthRequests {
        let api = Url::parse("https://wiki.example/w/api.php").unwrap();
        AuthRequests::read(&json!({"requests": requests}), &api)
            .expect("no more fields than there may be")
    }

    fn captcha(id: &str, metadata: Value, fields: Value) -> (Captcha, Vec<String>) {
        let requests = read(json!([{
            "id": id, "metadata": metadata, "required": "required", "fields": fields,
        }]));
        let request = &requests.requests[0];
        let names = request.visible_fields().map(|f| f.name.clone()).collect();
        (request.captcha.clone().expect("a captcha"), names)
    }

    #[test]
    fn every_captcha_is_recognised() {
        let three = |value: &str| {
            json!({
                "captchaId": {"type": "hidden", "value": "374450374"},
                "captchaInfo": {"type": "null", "value": value, "label": "Solve it"},
                "captchaWord": {"type": "string"},
            })
        };
        let word = json!({"captchaWord": {"type": "string"}});

        let (simple, names) = captcha("x", json!({"type": "simple"}), three("83+2 ="));
        assert_eq!(simple.question.as_deref(), Some("83+2"));
        assert_eq!(names, ["captcha"]);

        let (questy, _) = captcha(
            "x",
            json!({"type": "question"}),
            three("<b>What</b> is it?"),
        );
        assert_eq!(questy.question.as_deref(), Some("What is it?"));

        let (image, _) = captcha("x", json!({"type": "image"}), three("/w/x?id=1"));
        assert_eq!(image.question, None);
        assert_eq!(
            image.image_urls[0].as_str(),
            "https://wiki.example/w/x?id=1"
        );

        let v1 = json!({
            "captchaId": {"type": "string"},
            "captchaInfo": {"type": "null"},
            "captchaWord": {"type": "string"},
        });
        let (recaptcha, names) = captcha("x", json!({"type": "recaptcha", "key": "k"}), v1);
        assert_eq!(recaptcha.site_key.as_deref(), Some("k"));
        assert_eq!(names, ["captcha-challenge", "captcha"]);

        for (kind, expected) in [
            ("recaptchanocaptcha", CaptchaKind::RecaptchaNoCaptcha),
            ("hcaptcha", CaptchaKind::Hcaptcha),
            ("turnstile", CaptchaKind::Turnstile),
            ("of-the-future", CaptchaKind::Other),
        ] {
            let (found, _) = captcha("x", json!({"type": kind, "key": "k"}), word.clone());
            assert_eq!(
                (found.kind, found.site_key.as_deref()),
                (expected, Some("k"))
            );
        }
        let (unnamed, _) = captcha("x", json!({}), word);
        assert_eq!(unnamed.kind, CaptchaKind::Other);
    }

    #[test]
    fn too_many_fields_are_refused() {
        let api = Url::parse("https://wiki.example/w/api.php").unwrap();
        let fields = |count: usize, label: &str| {
            let fields = (0..count).map(|i| (i.to_string(), json!({"label": label})));
            let fields: serde_json::Map<_, _> = fields.collect();
            AuthRequests::read(&json!({"requests": [{"fields": fields}]}), &api)
        };
        assert!(fields(100, "a label").is_some());
        assert!(fields(400, "").is_none());
        assert!(fields(10, &"long ".repeat(2000)).is_none());
        let options = |count: usize| {
            let options: Vec<usize> = (0..count).collect();
            let select = json!({"n": {"type": "select", "options": options}});
            AuthRequests::read(&json!({"fields": select}), &api)
        };
        assert!(options(1000).is_some());
        assert!(options(5000).is_none());
    }

    #[test]
    fn merged_fields_are_one_request() {
        let api = Url::parse("https://wiki.example/w/api.php").unwrap();
        let merged = json!({"fields": {"captchaWord": {"type": "string"}}, "haspreservedstate": true, "preservedusername": "Zoe"});
        let requests = AuthRequests::read(&merged, &api).unwrap();
        assert!(requests.has_captcha() && requests.preserves_for("zoe"));
        assert_eq!(requests.visible_fields()[0].name, "captcha");
    }

    /// 1.27 and 1.28 give codes only with `createmessageformat=raw`, in which labels are raw too.
    #[test]
    fn raw_labels_keep_their_text() {
        let raw = |text: &str| json!({"key": "rawmessage", "params": [text]});
        let requests = read(json!([{"fields": {
            "code": {"type": "string", "label": raw("The code"), "help": raw("Six digits")},
            "name": {"type": "string", "label": {"key": "userlogin-yourname", "params": []}},
        }}]));
        let code = requests.requests[0].field("code").unwrap();
        assert_eq!(code.label.as_deref(), Some("The code"));
        assert_eq!(code.help.as_deref(), Some("Six digits"));
        assert_eq!(requests.requests[0].field("name").unwrap().label, None);
    }

    #[test]
    fn unexpected_shapes_are_ignored() {
        for requests in [
            json!(null),
            json!({"a": 1}),
            json!([null, 1, "x", [], {"fields": [], "metadata": []}]),
            json!([{"fields": {"a": null, "b": [], "c": {"type": 7, "options": "x"}}}]),
        ] {
            assert!(!read(requests).has_captcha());
        }
        let requests = read(json!([{"fields": {"n": {"type": "select", "options": ["A", "B"]}}}]));
        let options = &requests.requests[0].field("n").unwrap().options;
        assert_eq!(options[1], ("1".to_owned(), "B".to_owned()));
    }
}
