//! A sign-up form kept from a request for its fields.

use std::time::{Duration, SystemTime};

use crate::mediawiki::page::SignupForm;

/// The longest that a form is kept. A session of PHP ends after 24 minutes by default, and
/// ConfirmEdit's captchas may end before it; a form fetched anew costs one request only.
const MAX_AGE: Duration = Duration::from_secs(5 * 60);

/// A sign-up form that was fetched and not sent yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct KeptForm {
    form: Option<SignupForm>,
    /// The wiki's own time when it was fetched.
    at: Option<SystemTime>,
}

impl KeptForm {
    /// Keeps a form that was fetched at this time of the wiki's.
    pub fn new(form: SignupForm, at: Option<SystemTime>) -> Self {
        let form = Some(form);
        Self { form, at }
    }

    /// Returns the form.
    pub fn form(&self) -> Option<&SignupForm> {
        self.form.as_ref()
    }

    /// Returns the form if it can be sent at this time of the wiki's: it is recent, and, for a
    /// creator, has a token. A form without one (up to 1.15, or of another origin) would be
    /// accepted from an anonymous user too, if the creator's login ended meanwhile.
    pub fn into_fresh(self, now: Option<SystemTime>, has_creator: bool) -> Option<SignupForm> {
        let age = now?.duration_since(self.at?).ok()?;
        self.form
            .filter(|form| age <= MAX_AGE && (!has_creator || form.token().is_some()))
    }
}
