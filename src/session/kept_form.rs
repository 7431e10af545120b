//! A sign-up form kept from a request for its fields.

use std::time::Duration;

use super::clock::Moment;
use crate::mediawiki::page::SignupForm;

/// The longest that a form is kept. A session of PHP ends after 24 minutes by default, and
/// ConfirmEdit's captchas may end before it; a form fetched anew costs one request only.
const MAX_AGE: Duration = Duration::from_secs(5 * 60);

/// A sign-up form that was fetched and not sent yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeptForm {
    form: Option<SignupForm>,
    /// The moment at which it was fetched.
    at: Moment,
}

impl KeptForm {
    /// Keeps a form that was fetched at this moment.
    pub fn new(form: SignupForm, at: Moment) -> Self {
        let form = Some(form);
        Self { form, at }
    }

    /// Returns the form.
    pub fn form(&self) -> Option<&SignupForm> {
        self.form.as_ref()
    }

    /// Returns the form if it can be sent at this moment: it is recent and, for a creator, has a
    /// token. A form without one (up to 1.15, or of another origin) would be
    /// accepted from an anonymous user too, if the creator's login ended meanwhile.
    pub fn into_fresh(self, now: Moment, has_creator: bool) -> Option<SignupForm> {
        let age = now.since(self.at);
        self.form
            .filter(|form| age <= MAX_AGE && (!has_creator || form.token().is_some()))
    }
}
