//! AuthenticationRequests: their fields, and the values submitted for them.

use std::collections::BTreeMap;

use crate::{
    api::new_captcha,
    api_value::{ApiValue, Map},
    call::Call,
    captcha::Captcha,
    http::Request,
    message::Message,
    new_account::DOMAINS,
    profile::Profile,
    setting::Setting,
    wiki::Wiki,
};

/// A field of a request.
#[derive(Clone, Debug, Default)]
pub(crate) struct Field {
    pub name: &'static str,
    pub kind: &'static str,
    pub value: Option<String>,
    pub options: &'static [(&'static str, &'static str)],
    pub label: String,
    pub help: &'static str,
    pub optional: bool,
    pub sensitive: bool,
}

/// An AuthenticationRequest.
#[derive(Clone, Debug)]
pub(crate) struct AuthRequest {
    pub id: String,
    pub metadata: Vec<(&'static str, &'static str)>,
    pub required: &'static str,
    pub provider: String,
    pub account: String,
    pub fields: Vec<Field>,
}

/// The values submitted for one request, by field.
pub(crate) type Submitted = BTreeMap<&'static str, String>;

impl Field {
    pub(super) fn new(
        name: &'static str,
        kind: &'static str,
        label: &str,
        help: &'static str,
    ) -> Self {
        Self {
            name,
            kind,
            label: label.to_owned(),
            help,
            ..Self::default()
        }
    }

    pub(super) fn optional(mut self) -> Self {
        self.optional = true;
        self
    }

    fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    pub(super) fn value(mut self, value: impl Into<String>) -> Self {
        self.value = Some(value.into());
        self
    }

    pub(super) fn options(mut self, options: &'static [(&'static str, &'static str)]) -> Self {
        self.options = options;
        self
    }
}

impl AuthRequest {
    /// Returns a request whose id is its class.
    pub(super) fn new(id: &str, required: &'static str, fields: Vec<Field>) -> Self {
        Self {
            id: id.to_owned(),
            metadata: Vec::new(),
            required,
            provider: id.to_owned(),
            account: id.to_owned(),
            fields,
        }
    }

    pub fn provided_by(mut self, provider: &str) -> Self {
        provider.clone_into(&mut self.provider);
        self.account.clear();
        self
    }

    /// Returns the values that `request` submits for this, or `None` if one of the fields is missing.
    pub fn load(&self, request: &Request) -> Option<Submitted> {
        let mut loaded = Submitted::new();
        for field in &self.fields {
            let given = request.parameter(field.name);
            match field.kind {
                "null" => {}
                "checkbox" | "button" => match given {
                    Some(_) => {
                        loaded.insert(field.name, "1".to_owned());
                    }
                    None if field.optional => {}
                    None => return None,
                },
                "multiselect" => load_many(field, request, &mut loaded)?,
                _ => {
                    let value = given?;
                    let known = field.options.is_empty()
                        || field.options.iter().any(|(option, _)| *option == value);
                    if !known || (value.is_empty() && !field.optional) {
                        return None;
                    }
                    loaded.insert(field.name, value.to_owned());
                }
            }
        }
        Some(loaded)
    }
}

/// Reads the values, which are sent as `name[]`. No value means that none is chosen.
fn load_many(field: &Field, request: &Request, loaded: &mut Submitted) -> Option<()> {
    let array = format!("{}[]", field.name);
    let chosen: Vec<_> = request
        .parameters()
        .filter(|(name, _)| *name == array || name == field.name)
        .map(|(_, value)| value.as_str())
        .collect();
    let known = |value: &&str| field.options.iter().any(|(option, _)| option == value);
    if !chosen.iter().all(known) || (chosen.is_empty() && !field.optional) {
        return None;
    }
    loaded.insert(field.name, chosen.join("|"));
    Some(())
}

/// Returns the requests for creating an account, and issues a captcha for them.
pub(crate) fn for_creation(call: &mut Call<'_>) -> Vec<AuthRequest> {
    let mut offers = Vec::new();
    let logged_in = call.user.is_some();
    if logged_in {
        offers.extend(overrides(call.wiki));
    }
    if let Some(kind) = call.wiki.captcha.filter(|_| call.requires_captcha()) {
        offers.push(captcha(call, kind));
    }
    let mails = call.wiki.mails();
    if logged_in && mails {
        let field = Field::new(
            "mailpassword",
            "checkbox",
            "Use a temporary random password and send it to the specified email address",
            "Can be used to create account for another person without learning the password.",
        );
        offers.push(
            AuthRequest::new(
                "MediaWiki\\Auth\\TemporaryPasswordAuthenticationRequest",
                "primary-required",
                vec![field],
            )
            .provided_by("Temporary password"),
        );
    }
    if !call.wiki.has(Setting::Pluggable) {
        offers.push(new_password(call.wiki));
    }
    offers.push(AuthRequest::new(
        "MediaWiki\\Auth\\UsernameAuthenticationRequest",
        "required",
        vec![username()],
    ));
    let mut data = Vec::new();
    if mails {
        data.push(Field::new("email", "string", "Email", "Email address").optional());
    }
    if !call.wiki.has(Setting::Hidden) {
        data.push(
            Field::new("realname", "string", "Real name", "Real name of the user").optional(),
        );
    }
    offers.push(AuthRequest::new(
        "MediaWiki\\Auth\\UserDataAuthenticationRequest",
        "required",
        data,
    ));
    if logged_in {
        let reason = Field::new(
            "reason",
            "string",
            call.wiki.profile.reason_label,
            "Message shown in the account creation log",
        );
        offers.push(AuthRequest::new(
            "MediaWiki\\Auth\\CreationReasonAuthenticationRequest",
            "optional",
            vec![reason],
        ));
    }
    offers
}

/// Returns the requests with which a creator overrides the checks of names by extensions.
fn overrides(wiki: &Wiki) -> impl Iterator<Item = AuthRequest> {
    let all = [
        (
            Setting::AntiSpoof,
            "MediaWiki\\Extension\\AntiSpoof\\AntiSpoofAuthenticationRequest",
            "ignoreAntiSpoof",
            "Ignore spoofing checks",
            "Allows users with sufficient privileges to create an account even if its name is similar to that of an existing account.",
        ),
        (
            Setting::TitleBlacklist,
            "MediaWiki\\Extension\\TitleBlacklist\\TitleBlacklistAuthenticationRequest",
            "ignoreTitleBlacklist",
            "Override the disallowed titles list if it matches",
            "Users with sufficient privileges can set this to ignore the disallowed titles list checks.",
        ),
    ];
    let installed = all.into_iter().filter(|(setting, ..)| wiki.has(*setting));
    installed.map(|(_, class, name, label, help)| {
        let field = Field::new(name, "checkbox", label, help).optional();
        AuthRequest::new(class, "required", vec![field])
    })
}

/// Returns the requests for logging in, and issues a captcha for them if one is needed.
pub(crate) fn for_login(call: &mut Call<'_>) -> Vec<AuthRequest> {
    let wiki = call.wiki;
    let remember = Field::new(
        "rememberMe",
        "checkbox",
        "Keep me logged in",
        "Whether the password should be remembered for longer than the length of the session.",
    );
    let mut remember = AuthRequest::new(
        "MediaWiki\\Auth\\RememberMeAuthenticationRequest",
        "optional",
        vec![remember.optional()],
    );
    remember.account.clone_from(&remember.id);
    let mut offers = Vec::new();
    if let Some(kind) = call.login_captcha() {
        let mut offer = captcha(call, kind);
        for field in &mut offer.fields {
            let task = "automated password cracking";
            field.label = field.label.replace("automated account creation", task);
        }
        offers.push(offer);
    }
    offers.push(if wiki.has(Setting::Pluggable) {
        pluggable()
    } else {
        with_domain(wiki, password(false))
    });
    if wiki.signs_on() {
        offers.push(sign_on());
    }
    offers.push(remember);
    offers
}

/// Returns the test provider's button that logs in through another site.
pub(crate) fn sign_on() -> AuthRequest {
    let class = "MediaWiki\\Auth\\ButtonAuthenticationRequest";
    let button = Field::new(
        "labsignon",
        "button",
        "Log in with Lab",
        "No password is needed",
    );
    let id = format!("{class}:{}", button.name);
    let mut offer = AuthRequest::new(&id, "primary-required", vec![button]);
    class.clone_into(&mut offer.provider);
    offer
}

/// Returns PluggableAuth's button.
pub(crate) fn pluggable() -> AuthRequest {
    let class = "MediaWiki\\Extension\\PluggableAuth\\BeginAuthenticationRequest";
    let button = Field::new(
        "pluggableauthlogin0",
        "button",
        "Log in with the lab",
        "Authenticate with PluggableAuth",
    );
    let id = format!("{class}:{}", button.name);
    let mut offer = AuthRequest::new(&id, "primary-required", vec![button]);
    class.clone_into(&mut offer.provider);
    offer
}

/// Returns PluggableAuth's request for the return from the other site, which has no fields.
pub(crate) fn plugged_return() -> AuthRequest {
    let class = "MediaWiki\\Extension\\PluggableAuth\\ContinueAuthenticationRequest";
    AuthRequest::new(class, "required", Vec::new())
}

fn username() -> Field {
    Field::new(
        "username",
        "string",
        "Username",
        "Username for authentication.",
    )
}

fn password(twice: bool) -> AuthRequest {
    let mut fields = vec![
        username(),
        Field::new(
            "password",
            "password",
            "Password",
            "Password for authentication.",
        )
        .sensitive(),
    ];
    if twice {
        fields.push(
            Field::new(
                "retype",
                "password",
                "Retype password:",
                "Password again to confirm.",
            )
            .sensitive(),
        );
    }
    AuthRequest::new(
        "MediaWiki\\Auth\\PasswordAuthenticationRequest",
        "primary-required",
        fields,
    )
    .provided_by("Password-based authentication")
}

/// Returns the request for another password of an account.
pub(super) fn changed_password(required: &'static str) -> AuthRequest {
    let mut offer = password(true);
    offer.required = required;
    offer.fields.remove(0);
    for (field, label) in offer
        .fields
        .iter_mut()
        .zip(["New password:", "Retype new password:"])
    {
        label.clone_into(&mut field.label);
    }
    offer
}

/// Returns the request for the password of a new account.
fn new_password(wiki: &Wiki) -> AuthRequest {
    with_domain(wiki, password(true))
}

/// Returns the request for a password with the field for its domain, if the wiki has domains.
fn with_domain(wiki: &Wiki, plain: AuthRequest) -> AuthRequest {
    if !wiki.has(Setting::Domain) {
        return plain;
    }
    let mut fields = plain.fields;
    fields.push(domain());
    AuthRequest::new(
        "MediaWiki\\Auth\\PasswordDomainAuthenticationRequest",
        plain.required,
        fields,
    )
    .provided_by(&plain.provider)
}

/// Returns the field for the domain of an account.
pub(crate) fn domain() -> Field {
    let help = "Domain for external authentication.";
    Field::new("domain", "select", "Your domain:", help).options(DOMAINS)
}

/// Returns the captcha's request.
fn captcha(call: &mut Call<'_>, kind: Captcha) -> AuthRequest {
    let profile = &call.wiki.profile;
    let class = match kind {
        Captcha::ReCaptcha => profile.recaptcha_class,
        Captcha::HCaptcha => profile.hcaptcha_class,
        Captcha::Turnstile => {
            "MediaWiki\\Extension\\ConfirmEdit\\Turnstile\\TurnstileAuthenticationRequest"
        }
        _ => profile.captcha_class,
    };
    let id = match profile.captcha_id_fixed {
        true => "CaptchaAuthenticationRequest",
        false => class,
    };
    // The provider is still named by the class.
    let mut offer = AuthRequest::new(id, "required", Vec::new());
    class.clone_into(&mut offer.provider);
    if kind.is_service() {
        service(&mut offer, kind, call.wiki);
        return offer;
    }
    let (id, question) = new_captcha(call, kind);
    let label = captcha_label(kind, call.wiki);
    let (name, mime, info) = match kind {
        Captcha::Questy => ("question", "text/html", question),
        Captcha::Fancy => ("image", "image/png", crate::api::image_path(call, &id)),
        Captcha::Math => ("math", "text/html", captcha_info(kind, question)),
        _ => ("simple", "text/plain", captcha_info(kind, question)),
    };
    offer.metadata = vec![("type", name), ("mime", mime)];
    offer.fields = vec![
        Field::new(
            "captchaId",
            "hidden",
            "CAPTCHA ID",
            "This value should be sent back unchanged.",
        )
        .value(id),
        Field::new("captchaInfo", "null", &label, "Description of the CAPTCHA.").value(info),
        Field::new(
            "captchaWord",
            "string",
            "CAPTCHA",
            "Solution of the CAPTCHA.",
        ),
    ];
    offer
}

/// Returns the text of a captcha's question as HTML. A formula is an image with an alternative text.
pub(crate) fn captcha_info(kind: Captcha, question: String) -> String {
    match kind {
        Captcha::Simple => format!("{question} ="),
        Captcha::Math => format!(
            "<span class=\"mwe-math-element\"><img class=\"mwe-math-fallback-image-inline tex\" alt=\"{question}\" /></span>"
        ),
        _ => question,
    }
}

/// Returns the introduction to a captcha.
pub(crate) fn captcha_label(kind: Captcha, wiki: &Wiki) -> String {
    let task = match kind {
        Captcha::Fancy => {
            return "To edit this page, please enter the words that appear below in the box \
                    ([[Special:Captcha/help|more info]]):"
                .to_owned();
        }
        Captcha::Questy => {
            "answer the question that appears below ([[Special:Captcha/help|more info]]):"
                .to_owned()
        }
        Captcha::HCaptcha => wiki.profile.hcaptcha_introduction.to_owned(),
        Captcha::ReCaptcha => "solve the following CAPTCHA:".to_owned(),
        Captcha::Turnstile => {
            return "To protect the wiki against automated account creation, please solve the following captcha:"
                .to_owned();
        }
        Captcha::Simple | Captcha::Math => format!(
            "solve the {} below and enter the answer in the box ([[Special:Captcha/help|more info]]):",
            wiki.profile.sum_noun
        ),
    };
    format!("To protect the wiki against automated account creation, we kindly ask you to {task}")
}

/// Completes the request of a captcha that a service shows and checks: it has one field.
fn service(offer: &mut AuthRequest, kind: Captcha, wiki: &Wiki) {
    let (name, mime, help) = match kind {
        Captcha::HCaptcha => (
            "hcaptcha",
            "application/javascript",
            wiki.profile.hcaptcha_help,
        ),
        Captcha::Turnstile => (
            "turnstile",
            "application/javascript",
            "Please solve a Turnstile challenge and return the response value as captchaWord.",
        ),
        _ => (
            "recaptchanocaptcha",
            wiki.profile.recaptcha_mime,
            "Please solve a ReCaptcha NoCaptcha challenge and return the response value as captchaWord.",
        ),
    };
    offer.metadata = vec![("type", name), ("mime", mime), ("key", "site")];
    let label = captcha_label(kind, wiki);
    offer.fields = vec![Field::new("captchaWord", "string", &label, help)];
}

/// Returns the test provider's second factor.
pub(crate) fn otp() -> AuthRequest {
    let fields = vec![
        Field::new("otpSecret", "null", "Secret", "Put it in your app").value("JBSWY3DPEHPK3PXP"),
        Field::new("otpToken", "string", "Code", "Six digits")
            .optional()
            .sensitive(),
        Field::new("otpPlan", "select", "Plan", "Pick one")
            .value("a")
            .options(&[("a", "Plan A"), ("b", "Plan B")]),
        Field::new("otpTags", "multiselect", "Tags", "Pick some")
            .options(&[("x", "X"), ("y", "Y")])
            .optional(),
        Field::new("otpAgree", "checkbox", "Agree", "Agree to it").optional(),
        Field::new("otpSkip", "button", "Skip", "Skip it").optional(),
    ];
    AuthRequest::new("LabOtpRequest", "required", fields)
}

/// Returns the request for the values that the other site of the test provider redirects back with.
pub(crate) fn return_request() -> AuthRequest {
    let fields = vec![
        Field::new("code", "string", "code", "code"),
        Field::new("state", "string", "state", "state"),
    ];
    AuthRequest::new("LabReturnRequest", "required", fields)
}

/// Returns the terms to be agreed to before an account is created.
pub(crate) fn terms() -> AuthRequest {
    let fields = vec![Field::new(
        "termsAgree",
        "checkbox",
        "I agree",
        "Agree to the terms of use",
    )];
    AuthRequest::new("LabTermsRequest", "required", fields)
}

/// The formats of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MessageFormat {
    Html,
    Wikitext,
    Raw,
    None,
}

impl MessageFormat {
    pub fn of(name: Option<&str>) -> Self {
        match name {
            Some("html") => Self::Html,
            Some("raw") => Self::Raw,
            Some("none") => Self::None,
            _ => Self::Wikitext,
        }
    }

    /// Returns a message in this format.
    pub fn message(self, message: &Message, wiki: &Wiki) -> Option<ApiValue> {
        match self {
            Self::Html => Some(message.html(wiki.release).into()),
            Self::Wikitext => Some(message.text(wiki.release).into()),
            Self::Raw => Some(message.raw().into()),
            Self::None => None,
        }
    }

    /// Returns a text without a key in this format.
    fn text(self, text: &str) -> Option<ApiValue> {
        match self {
            Self::None => None,
            Self::Raw => Some(Message::new(text).raw().into()),
            _ => Some(text.into()),
        }
    }
}

/// Prints `requests`, and `fields` if they are merged.
pub(crate) fn print(
    offers: &[AuthRequest],
    texts: MessageFormat,
    merged: bool,
    profile: &Profile,
) -> Map {
    let requests = offers
        .iter()
        .map(|offer| {
            let mut metadata = Map::new();
            for (name, value) in &offer.metadata {
                metadata.set(*name, *value);
            }
            let mut map = Map::new()
                .with("id", offer.id.as_str())
                .with("metadata", metadata)
                .with("required", offer.required);
            for (name, text) in [("provider", &offer.provider), ("account", &offer.account)] {
                if let Some(text) = texts.text(text) {
                    map.set(name, text);
                }
            }
            if !merged {
                map.set("fields", fields(&offer.fields, texts, profile));
            }
            map.into()
        })
        .collect();
    let mut map = Map::new().with("requests", ApiValue::List("_v", false, requests));
    if merged {
        map.set("fields", fields(&merge(offers), texts, profile));
    }
    map
}

/// Returns all fields, once each. A field that not every primary request requires is optional.
fn merge(offers: &[AuthRequest]) -> Vec<Field> {
    let primaries: Vec<_> = offers
        .iter()
        .filter(|offer| offer.required == "primary-required")
        .collect();
    let mut all: Vec<Field> = Vec::new();
    for offer in offers {
        for field in &offer.fields {
            let mut field = field.clone();
            let everywhere = primaries
                .iter()
                .all(|primary| primary.fields.iter().any(|other| other.name == field.name));
            field.optional |= match offer.required {
                "optional" => true,
                "primary-required" => !everywhere,
                _ => false,
            };
            match all.iter_mut().find(|known| known.name == field.name) {
                Some(known) => known.optional &= field.optional,
                None => all.push(field),
            }
        }
    }
    all
}

fn fields(all: &[Field], texts: MessageFormat, profile: &Profile) -> Map {
    let mut map = Map::new();
    for field in all {
        let mut entry = Map::new().with("type", field.kind);
        if let Some(value) = &field.value {
            entry.set("value", value.as_str());
        }
        if !field.options.is_empty() {
            let mut options = Map::new();
            for (value, label) in field.options {
                options.set(*value, *label);
            }
            entry.set("options", options);
        }
        for (name, text) in [("label", field.label.as_str()), ("help", field.help)] {
            if let Some(text) = texts.text(text) {
                entry.set(name, text);
            }
        }
        entry.set("optional", ApiValue::Flag(field.optional));
        if profile.sensitive_fields {
            entry.set("sensitive", ApiValue::Flag(field.sensitive));
        }
        map.set(field.name, entry);
    }
    map
}
