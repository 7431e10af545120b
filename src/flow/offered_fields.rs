//! Finding the fields that a wiki offers for a new account, without creating one.

use super::{
    Flow, Poll,
    detect::{self, DetectedApi},
    web_form::{FormPage, page_request},
};
use crate::{
    Dialect, Error, Field, Session,
    http::Reply,
    mediawiki::{auth_request::AuthRequests, page::SignupForm},
};

/// A flow that finds the fields that a wiki offers for a new account, as
/// [`Wiki::fields`](crate::Wiki::fields) does. Requests and form are kept in the session, so that a
/// later creation does not fetch them again.
#[derive(Debug, Clone, Default)]
pub struct OfferedFields(State);

#[derive(Debug, Clone, Default)]
enum State {
    #[default]
    Detect,
    /// The API does not create accounts, so the sign-up form is read. Holds the API's error, if
    /// there was one.
    Form(Option<Error>),
    /// The session holds all fields that can be found.
    Complete,
    Failed(Error),
}

impl OfferedFields {
    fn read(&mut self, session: &mut Session, reply: Reply) -> State {
        match std::mem::take(&mut self.0) {
            State::Form(cause) => read_form(session, reply, cause),
            State::Detect if uses_web_form(session) => read_form(session, reply, None),
            State::Detect => match detect::read(session, reply) {
                Ok(DetectedApi::AuthManager | DetectedApi::LegacyApi) => State::Complete,
                Ok(DetectedApi::WebForm(cause)) => State::Form(cause),
                Err(error) => State::Failed(error),
            },
            unchanged => unchanged,
        }
    }
}

/// Keeps a page's sign-up form in the session. A page that refuses offers no fields.
fn read_form(session: &mut Session, reply: Reply, cause: Option<Error>) -> State {
    let page = match reply {
        Reply::Got(response) => FormPage::read(session, &response),
        Reply::NotSent(error) | Reply::Lost(error) => Err(error.into()),
    };
    match page {
        Ok(FormPage::Form(form)) => {
            session.keep_form(form);
            State::Complete
        }
        // A creation reports the same refusal with its reason.
        Ok(FormPage::Refused(refusal)) => match cause {
            Some(error) if refusal.text.is_empty() => State::Failed(error),
            _ => State::Complete,
        },
        Ok(FormPage::NotMediaWiki(error)) => State::Failed(cause.unwrap_or(error)),
        Err(error) => State::Failed(error),
    }
}

fn uses_web_form(session: &Session) -> bool {
    session.facts.dialect == Some(Dialect::WebForm)
}

/// Returns the fields that the session holds already.
fn known_fields(session: &Session) -> Option<Vec<Field>> {
    let form = session.signup_form.form().map(SignupForm::offered_fields);
    let requests = session.auth_requests.as_ref();
    form.or_else(|| requests.map(AuthRequests::offered_fields))
        .or_else(|| (session.facts.dialect == Some(Dialect::LegacyApi)).then(Vec::new))
}

impl Flow for OfferedFields {
    type Output = Vec<Field>;

    fn poll(&self, session: &Session) -> Poll<Vec<Field>> {
        match (&self.0, known_fields(session)) {
            (State::Failed(error), _) => Poll::Step(Err(error.clone())),
            (State::Form(_), _) => Poll::Send(page_request(session)),
            (State::Complete, fields) => Poll::Step(Ok(fields.unwrap_or_default())),
            (State::Detect, Some(fields)) => Poll::Step(Ok(fields)),
            (State::Detect, None) if uses_web_form(session) => Poll::Send(page_request(session)),
            (State::Detect, None) => Poll::Send(detect::request(session)),
        }
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        self.0 = self.read(session, reply);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use url::Url;

    use super::*;

    #[test]
    fn known_fields_need_no_request() {
        let api = Url::parse("https://wiki.example/w/api.php").unwrap();
        let mut session = Session::new(api.as_str()).unwrap();
        let names = |session: &Session| match OfferedFields::default().poll(session) {
            Poll::Step(fields) => Some(fields.unwrap().into_iter().map(|f| f.name).collect()),
            Poll::Send(_) => None,
        };
        assert_eq!(names(&session), None::<Vec<_>>);
        session.facts.dialect = Some(Dialect::LegacyApi);
        assert_eq!(names(&session), Some(Vec::new()));
        session.facts.dialect = Some(Dialect::AuthManager);
        assert_eq!(names(&session), None);
        let string = json!({"type": "string"});
        let requests = json!([
            {"fields": {"username": string, "password": {"type": "password"}}},
            {"fields": {"username": string}},
        ]);
        session.auth_requests = AuthRequests::read(&json!({"requests": requests}), &api);
        let expected = ["username", "password"].map(str::to_owned).to_vec();
        assert_eq!(names(&session), Some(expected));
    }
}
