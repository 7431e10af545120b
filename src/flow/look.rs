//! Finding out what a wiki asks of new accounts, without creating one.
//!
//! ```text
//!  Inform ─► Read ─┬─ 1.27+ ──► DryBegin? ─► Password? ──► Done
//!    │             ├─ ≤1.26 ──► Parameters ─► Token ─────► Done
//!    │             │                │ an API that does not do it
//!    └─────────────┴────────────────┴─► Form ────────────► Done
//! ```

use serde_json::Value;

use super::{
    Flow, Input, Poll, inform, refusal,
    said::Said,
    settle::{NOBODY, can_dry_begin, dry_begin},
    web_form::{self, Shown},
};
use crate::{
    Dialect, Error, Field, FieldKind, Misuse, NewAccount, Reason, Refused, Requirements, Secret,
    Session, Verdict, name,
    wire::{
        Form, Kind, Purpose, Reply, Request,
        answer::{Answer, items, text},
        html, multiple,
    },
};

/// Looks at a wiki, and at an account as far as it is given: its name, its password, its
/// address.
#[derive(Debug, Clone)]
pub struct Look {
    account: NewAccount,
    stage: Stage,
    found: Requirements,
    /// Whether the real name is asked on a legacy wiki.
    real_name: bool,
    cookies_retried: bool,
}

#[derive(Debug, Clone)]
enum Stage {
    Inform,
    /// What reading tells: release, rights, users; without the name where a wiki refuses
    /// all of it for the name's sake.
    Read {
        with_name: bool,
    },
    DryBegin,
    Password(Secret),
    /// The parameters of the legacy module.
    Parameters,
    /// A legacy request for a token.
    Token,
    /// The page with the sign-up form.
    Form,
    Done(Result<(), Error>),
}

impl Look {
    /// To look at the session's wiki; of `account` what is given is looked at.
    pub fn new(account: NewAccount, session: &Session) -> Self {
        let dialect = session.facts.dialect;
        let mut this = Self {
            account,
            stage: Stage::Inform,
            found: Requirements {
                dialect: dialect.unwrap_or(Dialect::AuthManager),
                generator: None,
                may_create: None,
                refusal: None,
                fields: Vec::new(),
                captcha_asked: None,
                captcha: None,
                name: None,
                password: None,
                email_required: None,
                single_sign_on: false,
            },
            real_name: true,
            cookies_retried: false,
        };
        if let Err(error) = session.is_settled() {
            this.stage = Stage::Done(Err(error));
        } else if session.facts.api_off && dialect == Some(Dialect::WebForm) {
            this.stage = Stage::Form;
        } else if matches!(dialect, Some(Dialect::LegacyApi | Dialect::WebForm))
            || session.offer.is_some()
        {
            this.stage = this.informed(session);
        }
        this
    }

    fn named(&self) -> Option<&str> {
        Some(self.account.name.trim()).filter(|name| !name.is_empty())
    }

    /// What the offer says.
    fn informed(&mut self, session: &Session) -> Stage {
        self.found.generator = session.facts.generator.clone();
        if let Some(offer) = &session.offer {
            let ask = offer.ask(None);
            self.found.captcha_asked = Some(ask.captcha.is_some());
            self.found.captcha = ask.captcha;
            let email = ask.fields.iter().find(|field| field.name == "email");
            self.found.email_required = Some(email.is_some_and(|field| !field.optional));
            self.found.fields = ask.fields;
            if !offer.has_primary() {
                self.found.single_sign_on = true;
                self.refuse(refusal::no_local_accounts());
            }
        }
        Stage::Read {
            with_name: self.named().is_some(),
        }
    }

    fn refuse(&mut self, refused: Refused) {
        self.found.may_create = Some(false);
        self.found.refusal.get_or_insert(refused);
    }

    /// A refusal that says something of the caller or the wiki, and not of this moment.
    fn refuse_if_final(&mut self, refused: Refused) {
        if matches!(
            refused.reason,
            Reason::NotPermitted
                | Reason::Blocked
                | Reason::ReadOnly
                | Reason::Disabled
                | Reason::NoLocalAccounts
        ) {
            self.refuse(refused);
        }
    }

    fn read_request(&self, session: &Session, with_name: bool) -> Request {
        let mut query = vec![
            ("action", "query"),
            ("meta", "siteinfo|userinfo"),
            ("siprop", "general"),
            ("uiprop", "rights|blockinfo|realname"),
            ("format", "json"),
        ];
        let name = self
            .named()
            .filter(|_| with_name)
            .map(|name| multiple(&[name]));
        if let Some(name) = &name {
            query.extend([
                ("list", "users"),
                ("ususers", name),
                ("usprop", "cancreate"),
            ]);
        }
        query.extend(session.assert_query());
        Request::get(&session.api, &query)
    }

    /// A private wiki refuses this, and then there is less to know.
    fn read(&mut self, session: &mut Session, with_name: bool, reply: Reply) -> Stage {
        if let Ok((response, answer)) = inform::answer(reply) {
            match answer.error(&response) {
                Some(error) if with_name && error.code.starts_with("us") => {
                    let refused = refusal::refused(self.found.dialect, "invaliduser", error.info);
                    self.found.name = Some(Verdict::Refused(refused));
                    return Stage::Read { with_name: false };
                }
                Some(error)
                    if refusal::reason(self.found.dialect, &error.code) == Reason::SessionLost =>
                {
                    return Stage::Done(Err(refusal::session_lost(Some(error.code))));
                }
                Some(_) => {}
                None => {
                    let query = answer.get("query");
                    if is_another(session, &query["userinfo"]) {
                        return Stage::Done(Err(refusal::session_lost(None)));
                    }
                    self.take_in(session, query);
                }
            }
        }
        match self.found.dialect {
            Dialect::WebForm => Stage::Form,
            Dialect::LegacyApi => Stage::Parameters,
            // It would end a creation that waits before its account exists.
            Dialect::AuthManager
                if can_dry_begin(session) && !session.step_waits && self.wants_dry_begin() =>
            {
                Stage::DryBegin
            }
            Dialect::AuthManager => self.password(),
        }
    }

    fn take_in(&mut self, session: &mut Session, query: &Value) {
        let generator = text(&query["general"], "generator");
        session.facts.generator = generator.or(session.facts.generator.take());
        self.found.generator = session.facts.generator.clone();
        let user = &query["userinfo"];
        // A block need not forbid to create: where it does not say, the dry begin or the
        // token request does.
        let blocked = user.get("blockid").or(user.get("blockreason")).is_some();
        if let Some(rights) = user["rights"].as_array() {
            match rights.iter().any(|right| right == "createaccount") {
                true if blocked => {}
                true => {
                    self.found.may_create.get_or_insert(true);
                }
                false => self.refuse(refusal::ours(
                    Reason::NotPermitted,
                    "this caller lacks the right to create accounts there",
                )),
            }
        }
        if user
            .get("blocknocreate")
            .is_some_and(|forbids| forbids != false)
        {
            let reason = text(user, "blockreason").unwrap_or_default();
            let what = format!("this caller is blocked: {}", html::to_text(&reason));
            self.refuse(refusal::ours(Reason::Blocked, what));
        }
        // Core shows the real name of nobody as empty, and not at all where it is hidden.
        self.real_name = user.get("realname").is_some();
        let seen = &query["users"][0];
        if seen.get("invalid").is_some() {
            let what = "the wiki takes this for no user name".to_owned();
            let refused = refusal::refused(self.found.dialect, "invaliduser", what);
            self.found.name = Some(Verdict::Refused(refused));
        } else if seen.get("name").is_some() && seen.get("missing").is_none() {
            let what = "the name is taken".to_owned();
            let refused = refusal::refused(self.found.dialect, "userexists", what);
            self.found.name = Some(Verdict::Refused(refused));
        } else if let Some(error) = items(&seen["cancreateerror"]).first() {
            let code = text(error, "code").or_else(|| text(error, "message"));
            let refused =
                refusal::refused(self.found.dialect, &code.unwrap_or_default(), String::new());
            self.found.name = Some(Verdict::Refused(refused));
        } else if seen.get("cancreate").is_some_and(|can| can != false) {
            self.found.name = Some(Verdict::Good);
        }
    }

    /// It tells of the right, of blocks and of the name where reading did not.
    fn wants_dry_begin(&self) -> bool {
        !self.found.single_sign_on
            && (self.found.may_create.is_none()
                || (self.named().is_some() && self.found.name.is_none()))
    }

    fn dry_begun(&mut self, session: &Session, reply: Reply) -> Stage {
        let Ok((response, answer)) = inform::answer(reply) else {
            return self.password();
        };
        if let Some(error) = answer.error(&response) {
            if self.goes_to_form(session, &error.code) {
                return Stage::Form;
            }
            let refused = refusal::refused(Dialect::AuthManager, &error.code, error.info);
            self.refuse_if_final(refused);
        } else if let Some(Said::Fail(fail)) = Said::read(answer.get("createaccount"), &session.api)
        {
            let message = fail.message.unwrap_or_default();
            let refused = refusal::refused(Dialect::AuthManager, &fail.code, message);
            let named = self.named().is_some();
            match refused.reason {
                // Refused for the address, so nothing before it was in the way.
                Reason::EmailInvalid => {
                    self.found.may_create.get_or_insert(true);
                    if named {
                        self.found.name.get_or_insert(Verdict::Good);
                    }
                }
                Reason::NameInvalid | Reason::NameTaken => {
                    self.found.may_create.get_or_insert(true);
                    if named {
                        self.found.name.get_or_insert(Verdict::Refused(refused));
                    }
                }
                _ => self.refuse_if_final(refused),
            }
        }
        self.password()
    }

    fn password(&mut self) -> Stage {
        match self.account.password.take() {
            Some(password) if !self.found.single_sign_on => Stage::Password(password),
            _ => Stage::Done(Ok(())),
        }
    }

    fn password_request(&self, session: &Session, password: &Secret) -> Request {
        let mut form = Form::new(&[
            ("action", "validatepassword"),
            ("format", "json"),
            ("formatversion", "2"),
        ]);
        // With a name that nobody can have the module does not look at the password.
        let refused = matches!(self.found.name, Some(Verdict::Refused(_)));
        for (name, value) in [
            ("user", self.named().filter(|_| !refused)),
            ("email", self.account.email.as_deref()),
            ("realname", self.account.real_name.as_deref()),
        ] {
            if let Some(value) = value {
                form.push(name, value);
            }
        }
        session.assert(&mut form);
        form.push_secret("password", password);
        Request::post(Kind::Read, &session.api, form)
    }

    fn validated(&mut self, answer: &Answer) {
        let said = answer.get("validatepassword");
        self.found.password = match said["validity"].as_str() {
            Some("Good") => Some(Verdict::Good),
            Some(_) => {
                let messages = items(&said["validitymessages"]);
                let code = messages.first().and_then(|m| text(m, "code"));
                let texts: Vec<String> = messages
                    .iter()
                    .filter_map(|m| text(m, "text").or_else(|| text(m, "code")))
                    .collect();
                let mut refused = refusal::ours(
                    Reason::PasswordWeak,
                    format!(
                        "the wiki finds the password too weak ({})",
                        texts.join(", ")
                    ),
                );
                refused.code = code;
                Some(Verdict::Refused(refused))
            }
            None => None,
        };
    }

    /// ConfirmEdit adds its parameters to the module where it can show a captcha.
    fn parameters(&mut self, answer: &Answer) {
        let module = items(&answer.get("paraminfo")["modules"]).first();
        let parameters = module.map(|module| items(&module["parameters"]));
        let named = |parameter: &Value| text(parameter, "name").is_some_and(|n| n == "captchaid");
        if parameters.unwrap_or_default().iter().any(named) {
            self.found.captcha_asked = Some(true);
        }
    }

    fn token_request(&self, session: &Session) -> Request {
        let mut form = Form::new(&[
            ("action", "createaccount"),
            ("format", "json"),
            ("name", self.named().unwrap_or(NOBODY)),
        ]);
        if let Some(email) = &self.account.email {
            form.push("email", email);
        }
        session.assert(&mut form);
        Request::post(Kind::Read, &session.api, form)
    }

    /// Permission, blocks and read-only wikis show before the token; the name, but for
    /// what is no title at all, and the captcha only after it.
    fn token(&mut self, session: &mut Session, reply: Reply) -> Stage {
        let (response, answer) = match inform::answer(reply) {
            Ok(answered) => answered,
            Err(error) => return Stage::Done(Err(error)),
        };
        match answer.error(&response) {
            // See `LegacyApi`: an early 1.21 says so to the first request of a session.
            Some(error) if error.code == "nocookiesfornew" && !self.cookies_retried => {
                self.cookies_retried = true;
                return Stage::Token;
            }
            Some(error) if self.goes_to_form(session, &error.code) => return Stage::Form,
            Some(error) => {
                let refused = refusal::refused(Dialect::LegacyApi, &error.code, error.info);
                match refused.reason {
                    Reason::EmailRequired => {
                        self.found.email_required = Some(true);
                        self.found.may_create.get_or_insert(true);
                    }
                    Reason::NameInvalid => {
                        self.found.name = Some(Verdict::Refused(refused));
                    }
                    Reason::SessionLost => {
                        return Stage::Done(Err(refusal::session_lost(Some(error.code))));
                    }
                    _ => self.refuse_if_final(refused),
                }
            }
            None => {
                let said = answer.get("createaccount");
                let result = text(said, "result").unwrap_or_default();
                if let Some(token) = text(said, "token") {
                    // A wiki that does not heed `assert` may have given it to nobody.
                    if session.creator.is_none() || !answer.warnings().contains("'assert'") {
                        session.create_token = Some(token.into());
                    }
                    self.found.may_create = Some(true);
                    self.found.refusal = None;
                    // With an address the request does not show whether it had to be.
                    self.found.email_required = self.account.email.is_none().then_some(false);
                }
                // The word in this case came with the hooks that show captchas.
                if result == "NeedToken" {
                    self.found.captcha_asked.get_or_insert(false);
                }
            }
        }
        self.found.fields = self.legacy_fields();
        Stage::Done(Ok(()))
    }

    /// Whether the API does not create accounts, so that the form tells what is asked.
    fn goes_to_form(&self, session: &Session, code: &str) -> bool {
        refusal::is_about_api(code) && !session.dialect_is_chosen
    }

    /// What the sign-up page shows.
    fn form(&mut self, session: &mut Session, reply: Reply) -> Stage {
        let Reply::Got(response) = reply else {
            return Stage::Done(Ok(()));
        };
        self.found.dialect = Dialect::WebForm;
        match Shown::read(session, &response) {
            Ok(Shown::Form(offer)) => {
                let ask = offer.ask(None);
                self.found.may_create = Some(true);
                self.found.refusal = None;
                self.found.captcha_asked = Some(ask.captcha.is_some());
                self.found.captcha = ask.captcha;
                self.found.fields = ask.fields;
            }
            Ok(Shown::Denied(refused)) => self.refuse(refused),
            Err(error) => return Stage::Done(Err(error)),
        }
        self.found.generator = session.facts.generator.clone();
        Stage::Done(Ok(()))
    }

    /// The module's fixed parameters (`ApiCreateAccount`).
    fn legacy_fields(&self) -> Vec<Field> {
        let must = |name: &str, kind: FieldKind| Field::new(name, kind, None);
        let may = |name: &str, kind: FieldKind| Field {
            optional: true,
            ..Field::new(name, kind, None)
        };
        let mut fields = vec![
            must("username", FieldKind::String),
            must("password", FieldKind::Password),
            Field {
                optional: self.found.email_required != Some(true),
                ..may("email", FieldKind::String)
            },
        ];
        if self.real_name {
            fields.push(may("realname", FieldKind::String));
        }
        for name in ["reason", "language", "domain"] {
            fields.push(may(name, FieldKind::String));
        }
        fields.push(may("mailpassword", FieldKind::Checkbox));
        if self.found.captcha_asked == Some(true) {
            fields.push(must(crate::Captcha::FIELD, FieldKind::String));
        }
        fields
    }
}

impl Flow for Look {
    type Done = Result<Requirements, Error>;

    fn poll(&self, session: &Session) -> Poll<Self::Done> {
        Poll::Send(match &self.stage {
            Stage::Inform => inform::request(session),
            Stage::Read { with_name } => self.read_request(session, *with_name),
            Stage::DryBegin => dry_begin(session, self.named().unwrap_or(NOBODY)),
            Stage::Password(password) => self.password_request(session, password),
            Stage::Parameters => {
                let query = [
                    ("action", "paraminfo"),
                    ("modules", "createaccount"),
                    ("format", "json"),
                ];
                Request::get(&session.api, &query)
            }
            Stage::Token => self.token_request(session).purpose(Purpose::Token),
            Stage::Form => web_form::page_request(session),
            Stage::Done(Ok(())) => return Poll::Done(Ok(self.found.clone())),
            Stage::Done(Err(error)) => return Poll::Done(Err(error.clone())),
        })
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        if matches!(self.stage, Stage::Done(_)) {
            return;
        }
        // What cannot be asked is not the same as what the wiki does not tell.
        if let Reply::NotSent(fault) | Reply::Lost(fault) = reply {
            self.stage = Stage::Done(Err(fault.into()));
            return;
        }
        let stage = std::mem::replace(&mut self.stage, Stage::Inform);
        self.stage = match stage {
            Stage::Inform if session.shows_no_api(&reply) && !session.dialect_is_chosen => {
                session.facts.api_off = true;
                Stage::Form
            }
            Stage::Inform => match inform::read(session, reply) {
                Ok(told) => {
                    self.found.dialect = told.dialect();
                    session.facts.dialect = Some(self.found.dialect);
                    self.informed(session)
                }
                Err(error) => Stage::Done(Err(error)),
            },
            Stage::Read { with_name } => self.read(session, with_name, reply),
            Stage::DryBegin => self.dry_begun(session, reply),
            Stage::Password(_) => {
                if let Ok((_, answer)) = inform::answer(reply) {
                    self.validated(&answer);
                }
                Stage::Done(Ok(()))
            }
            Stage::Parameters => {
                if let Ok((_, answer)) = inform::answer(reply) {
                    self.parameters(&answer);
                }
                Stage::Token
            }
            Stage::Token => self.token(session, reply),
            Stage::Form => self.form(session, reply),
            done => done,
        };
    }

    fn answer(&mut self, _: &mut Session, _: Input) -> Result<(), Misuse> {
        Err(Misuse::new("nothing is asked while a wiki is looked at"))
    }
}

/// Whether the wiki takes this caller for somebody other than the creator.
fn is_another(session: &Session, user: &Value) -> bool {
    let name = text(user, "name").unwrap_or_default();
    let creator = session.creator();
    creator.is_some_and(|creator| name::normalise(creator) != name::normalise(&name))
}
