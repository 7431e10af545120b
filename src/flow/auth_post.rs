//! Requests to AuthManager's two modules, `action=createaccount` and `action=clientlogin` of 1.27
//! and later, which take the same parameters under prefixes of their own.

use crate::{
    Purpose, Secret, Session,
    http::{Effect, Form, Request},
};

/// A module.
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

    /// A parameter of the module's own: `createcontinue`, `logincontinue`.
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
    /// Whether it goes on with what has begun, at a step.
    pub is_continuation: bool,
}

impl AuthPost {
    /// Returns the request that begins, perhaps with what the wiki has kept of a former try.
    pub fn begin(module: AuthModule, session: &Session, preserves: bool) -> Self {
        let mut post = Self::new(module, session, false);
        // Needed even where nothing redirects; any address of the caller's does.
        post.push("returnurl", session.return_url());
        if preserves {
            post.push("preservestate", "1");
        }
        post
    }

    /// Returns the request that goes on at a step.
    pub fn continuation(module: AuthModule, session: &Session) -> Self {
        let mut post = Self::new(module, session, true);
        post.push("continue", "1");
        post
    }

    fn new(module: AuthModule, session: &Session, is_continuation: bool) -> Self {
        let mut post = Self {
            module,
            form: Form::new(&[
                ("action", module.action()),
                ("format", "json"),
                ("formatversion", "2"),
            ]),
            is_continuation,
        };
        if session.facts.codes_only_raw {
            post.push("messageformat", "raw");
        }
        if module == AuthModule::CreateAccount {
            session.assert(&mut post.form);
        }
        post
    }

    fn push(&mut self, name: &str, value: &str) {
        self.form.push(&self.module.parameter(name), value);
    }

    /// Returns it with its token.
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
