//! Dry runs: creation requests that cannot create an account (1.27 and later). Their refusals show what
//! a wiki checks first: the caller's right to create accounts, blocks, read-only mode, then the name.

use crate::{
    Dialect, Purpose, Reason, Refused, Session,
    flow::{
        auth_post::{AuthModule, AuthPost},
        refusal,
    },
    http::{Effect, Form, Request},
    mediawiki::{
        api_response::ApiResponse,
        auth_response::{AuthResponse, Fail},
    },
    reason::is_folded,
};

/// An IP address, which no release accepts as a user name.
pub(crate) const INVALID_USERNAME: &str = "10.0.0.1";

/// Returns whether a dry run with a valid name cannot create its account: it needs the e-mail field,
/// whose value the wiki refuses. With [`INVALID_USERNAME`] any dry run can be sent. Either ends a
/// creation that waits for its caller and whose account does not exist yet.
pub(crate) fn takes_valid_name(session: &Session) -> bool {
    session.create_token.is_some() && session.facts.takes_email
}

/// Returns a creation request that cannot succeed, without credentials and with an invalid e-mail
/// address: the wiki refuses the name if it is taken, and the address if the name is free. It refuses
/// [`INVALID_USERNAME`] of every caller who may create accounts (`AuthManager::beginAccountCreation`).
pub(crate) fn request(session: &Session, name: &str) -> Request {
    let post = AuthPost::begin(AuthModule::CreateAccount, session, fields(name), false);
    reading(post, session)
}

/// Returns a dry run whose refusal has a text instead of a code, for 1.27 and 1.28, which give only one
/// of them. Unlike `meta=allmessages`, it needs no right to read.
pub(crate) fn text_request(session: &Session, name: &str) -> Request {
    let post = AuthPost::begin_with_texts(AuthModule::CreateAccount, session, fields(name));
    reading(post, session)
}

/// The answer to a dry run.
pub(crate) enum DryRun {
    /// The wiki accepts the caller, and the name has no account. Extensions test the name later
    /// (recorded of AntiSpoof on 1.31 and 1.39).
    NameFree,
    /// The wiki accepts the caller, but not the name.
    NameRefused(Fail),
    CallerRefused(Fail),
    /// The answer does not tell whom the wiki refused.
    Unclear,
}

impl DryRun {
    /// Reads the answer to a dry run with a name that may be valid, or with [`INVALID_USERNAME`].
    pub fn read(answer: &ApiResponse, session: &Session, has_valid_name: bool) -> Self {
        let Some(AuthResponse::Fail(fail)) =
            AuthResponse::read(answer.get("createaccount"), &session.api)
        else {
            return Self::Unclear;
        };
        match refusal::reason(Dialect::AuthManager, &fail.code) {
            Reason::EmailInvalid => Self::NameFree,
            Reason::NameInvalid | Reason::NameTaken => Self::NameRefused(fail),
            reason if refusal::concerns_caller(reason) => Self::CallerRefused(fail),
            // An extension may have refused the name or the caller.
            _ if has_valid_name => Self::Unclear,
            // The key of an unknown extension, or several blocks.
            Reason::Other | Reason::RefusedByExtension | Reason::FieldInvalid => {
                Self::CallerRefused(fail)
            }
            _ => Self::Unclear,
        }
    }

    /// Returns whether the wiki accepts the caller.
    pub fn accepts_caller(&self) -> bool {
        matches!(self, Self::NameFree | Self::NameRefused(_))
    }
}

/// Returns the refusal of a dry run.
pub(crate) fn refusal_of(fail: Fail) -> Refused {
    let message = fail.message.unwrap_or_default();
    let mut refused = refusal::refused(Dialect::AuthManager, &fail.code, message);
    if is_folded(&fail.code) {
        // Several blocks (1.43 and later).
        refused.reason = Reason::Blocked;
    } else if refused.reason == Reason::Other && fail.is_plain_text {
        refused.reason = Reason::RefusedByExtension;
    }
    refused.retry_after = fail.wait;
    refused
}

/// Returns the text of the refusal of a [`text_request`], if it has one.
pub(crate) fn text(session: &Session, answer: &ApiResponse) -> Option<String> {
    match AuthResponse::read(answer.get("createaccount"), &session.api)? {
        AuthResponse::Fail(fail) => fail.message,
        _ => None,
    }
}

fn fields(name: &str) -> Form {
    Form::new(&[("username", name), ("email", "@"), ("realname", "")])
}

/// Returns the request of a dry run, which creates nothing.
fn reading(post: AuthPost, session: &Session) -> Request {
    Request {
        effect: Effect::Read,
        ..post.request(session, session.create_token.as_ref())
    }
    .purpose(Purpose::default())
}
