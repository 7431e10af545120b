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

/// The names of a module and its parameters.
struct Names {
    action: &'static str,
    continuation: &'static str,
    message_format: &'static str,
    preserve_state: &'static str,
    return_url: &'static str,
    token: &'static str,
}

const CREATE_ACCOUNT: Names = Names {
    action: "createaccount",
    continuation: "createcontinue",
    message_format: "createmessageformat",
    preserve_state: "createpreservestate",
    return_url: "createreturnurl",
    token: "createtoken",
};

const CLIENT_LOGIN: Names = Names {
    action: "clientlogin",
    continuation: "logincontinue",
    message_format: "loginmessageformat",
    preserve_state: "loginpreservestate",
    return_url: "loginreturnurl",
    token: "logintoken",
};

impl AuthModule {
    fn names(self) -> &'static Names {
        match self {
            Self::CreateAccount => &CREATE_ACCOUNT,
            Self::ClientLogin => &CLIENT_LOGIN,
        }
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
    /// Creates the first request, with these fields. `preserves` sends `createpreservestate` or
    /// `loginpreservestate`, so that the wiki reuses what it kept from an earlier attempt.
    pub fn begin(module: AuthModule, session: &Session, fields: Form, preserves: bool) -> Self {
        let raw = session.facts.codes_only_raw;
        let mut post = Self::begin_in_format(module, session, fields, raw);
        if preserves {
            post.form.push(module.names().preserve_state, "1");
        }
        post
    }

    /// Creates a first request whose answer has texts, on every release.
    pub fn begin_with_texts(module: AuthModule, session: &Session, fields: Form) -> Self {
        Self::begin_in_format(module, session, fields, false)
    }

    fn begin_in_format(module: AuthModule, session: &Session, fields: Form, raw: bool) -> Self {
        let mut post = Self::new(module, session, fields, false, raw);
        // Required even if nothing redirects; any URL of the caller will do.
        let return_url = session.return_url();
        post.form.push(module.names().return_url, return_url);
        post
    }

    /// Creates a request that answers a step (`createcontinue`, `logincontinue`) with these fields.
    pub fn continuation(module: AuthModule, session: &Session, fields: Form) -> Self {
        let raw = session.facts.codes_only_raw;
        let mut post = Self::new(module, session, fields, true, raw);
        post.form.push(module.names().continuation, "1");
        post
    }

    /// `raw` asks for the keys of messages instead of their texts. The parameters follow the fields in one
    /// form: each form is memory that is overwritten when it is dropped.
    fn new(
        module: AuthModule,
        session: &Session,
        fields: Form,
        is_continuation: bool,
        raw: bool,
    ) -> Self {
        let mut post = Self {
            module,
            form: fields,
            is_continuation,
        };
        post.form.push("action", module.names().action);
        post.form.push("format", "json");
        post.form.push("formatversion", "2");
        if raw {
            post.form.push(module.names().message_format, "raw");
        }
        if module == AuthModule::CreateAccount {
            // For an existence check after this creation or the next one.
            post.form.push("curtimestamp", "1");
            session.assert(&mut post.form);
        }
        post
    }

    /// Returns the request with its token.
    pub fn request(&self, session: &Session, token: Option<&Secret>) -> Request {
        let mut form = self.form.clone();
        if let Some(token) = token {
            form.push_token(self.module.names().token, token);
        }
        let (effect, purpose) = match (self.module, self.is_continuation) {
            (AuthModule::CreateAccount, false) => (Effect::MayCreate, Purpose::Create),
            (AuthModule::CreateAccount, true) => (Effect::MayCreate, Purpose::Continue),
            (AuthModule::ClientLogin, _) => (Effect::Login, Purpose::LogIn),
        };
        Request::post(effect, &session.api, form).purpose(purpose)
    }
}
