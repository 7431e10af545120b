//! Requests to AuthManager's modules `action=createaccount` and `action=clientlogin` (1.27 and
//! later). They take the same parameters under different prefixes.

use crate::{
    Purpose, Secret, Session,
    http::{Effect, Form, Request},
};

/// A module of AuthManager.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AuthModule {
    CreateAccount,
    ClientLogin,
}

impl AuthModule {
    fn action(self) -> &'static str {
        match self {
            Self::CreateAccount => "createaccount",
            Self::ClientLogin => "clientlogin",
        }
    }

    /// Returns the prefixed name of a parameter, such as `createcontinue` or `logincontinue`.
    fn parameter(self, name: &str) -> String {
        let prefix = match self {
            Self::CreateAccount => "create",
            Self::ClientLogin => "login",
        };
        format!("{prefix}{name}")
    }
}

/// A request without its token.
#[derive(Debug, Clone)]
pub(super) struct AuthPost {
    module: AuthModule,
    pub form: Form,
    /// True if the request answers a step, false if it begins a creation or login.
    pub is_continuation: bool,
}

impl AuthPost {
    /// Creates the first request. `preserves` sends `createpreservestate` or `loginpreservestate`,
    /// so that the wiki reuses what it kept from an earlier attempt.
    pub fn begin(module: AuthModule, session: &Session, preserves: bool) -> Self {
        let raw = session.facts.codes_only_raw;
        let mut post = Self::begin_in_format(module, session, raw);
        if preserves {
            post.push("preservestate", "1");
        }
        post
    }

    /// Creates a first request whose answer has texts, on every release.
    pub fn begin_with_texts(module: AuthModule, session: &Session) -> Self {
        Self::begin_in_format(module, session, false)
    }

    fn begin_in_format(module: AuthModule, session: &Session, raw: bool) -> Self {
        let mut post = Self::new(module, session, false, raw);
        // Required even if nothing redirects; any URL of the caller will do.
        post.push("returnurl", session.return_url());
        post
    }

    /// Creates a request that answers a step (`createcontinue`, `logincontinue`).
    pub fn continuation(module: AuthModule, session: &Session) -> Self {
        let mut post = Self::new(module, session, true, session.facts.codes_only_raw);
        post.push("continue", "1");
        post
    }

    /// `raw` asks for the keys of messages instead of their texts.
    fn new(module: AuthModule, session: &Session, is_continuation: bool, raw: bool) -> Self {
        let mut post = Self {
            module,
            form: Form::new(&[
                ("action", module.action()),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
            is_continuation,
        };
        if raw {
            post.push("messageformat", "raw");
        }
        if module == AuthModule::CreateAccount {
            // For an existence check after this creation or the next one.
            post.form.push("curtimestamp", "1");
            session.assert(&mut post.form);
        }
        post
    }

    fn push(&mut self, name: &str, value: &str) {
        self.form.push(&self.module.parameter(name), value);
    }

    /// Returns the request with its token.
    pub fn request(&self, session: &Session, token: Option<&Secret>) -> Request {
        let mut form = self.form.clone();
        if let Some(token) = token {
            form.push_token(&self.module.parameter("token"), token);
        }
        let (effect, purpose) = match (self.module, self.is_continuation) {
            (AuthModule::CreateAccount, false) => (Effect::MayCreate, Purpose::Create),
            (AuthModule::CreateAccount, true) => (Effect::MayCreate, Purpose::Continue),
            (AuthModule::ClientLogin, _) => (Effect::Login, Purpose::LogIn),
        };
        Request::post(effect, &session.api, form).purpose(purpose)
    }
}
