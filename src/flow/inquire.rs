//! Asking what a wiki asks of new accounts, without creating one.

use super::{Flow, Input, Poll, inform};
use crate::{Dialect, Error, Field, Misuse, Session, offer::Offer, wire::Reply};

/// Finds the fields out; what comes with them is kept in the session, so that a
/// creation need not ask again.
#[derive(Debug, Clone, Default)]
pub(crate) struct Inquire(Option<Result<(), Error>>);

impl Flow for Inquire {
    type Done = Result<Vec<Field>, Error>;

    fn poll(&self, session: &Session) -> Poll<Self::Done> {
        let known = session.offer.is_some()
            || matches!(
                session.facts.dialect,
                Some(Dialect::LegacyApi | Dialect::WebForm)
            );
        match &self.0 {
            Some(Err(error)) => Poll::Done(Err(error.clone())),
            None if !known => Poll::Send(inform::request(session)),
            _ => Poll::Done(Ok(session
                .offer
                .as_ref()
                .map(Offer::shown)
                .unwrap_or_default())),
        }
    }

    fn feed(&mut self, session: &mut Session, reply: Reply) {
        self.0 = Some(inform::read(session, reply).map(|told| {
            session.facts.dialect.get_or_insert(told.dialect());
        }));
    }

    fn answer(&mut self, _: &mut Session, _: Input) -> Result<(), Misuse> {
        Err(Misuse::new("nothing is asked while a wiki is looked at"))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use url::Url;

    use super::*;

    #[test]
    fn what_is_known_is_not_asked() {
        let api = Url::parse("https://wiki.example/w/api.php").unwrap();
        let mut session = Session::new(api.as_str()).unwrap();
        let names = |session: &Session| match Inquire::default().poll(session) {
            Poll::Done(fields) => Some(fields.unwrap().into_iter().map(|f| f.name).collect()),
            _ => None,
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
        session.offer = Offer::read(&json!({"requests": requests}), &api);
        let expected = ["username", "password"].map(str::to_owned).to_vec();
        assert_eq!(names(&session), Some(expected));
    }
}
