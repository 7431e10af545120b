//! The fields that the sign-up page of a wiki of 1.21 to 1.26 shows.

use serde::{Deserialize, Serialize};

use crate::mediawiki::page::SignupForm;

/// The sign-up page of a wiki of 1.21 to 1.26, whose API accepts and ignores values that the wiki
/// has no field for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum SignupPage {
    #[default]
    Unread,
    /// The response was no page with the form, so it proves nothing.
    WithoutForm,
    WithForm(SignupOffers),
}

/// The values for which the sign-up form has a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SignupOffers {
    real_name: bool,
    domain: bool,
    language: bool,
}

impl SignupPage {
    /// Reads the form. `is_1_21` is true on 1.21, whose API ignores a language too, unless the form
    /// offers languages (`$wgLoginLanguageSelector`).
    pub fn with_form(form: &SignupForm, is_1_21: bool) -> Self {
        let has = |name: &str| {
            form.requests
                .requests
                .iter()
                .any(|r| r.field(name).is_some())
        };
        Self::WithForm(SignupOffers {
            real_name: has("realname"),
            domain: has("domain"),
            language: form.takes_language || !is_1_21,
        })
    }

    /// Returns whether the wiki has no field for a value, as far as the page proves it.
    pub fn lacks(self, field: &str) -> bool {
        let Self::WithForm(offers) = self else {
            return false;
        };
        match field {
            "realname" => !offers.real_name,
            "domain" => !offers.domain,
            "language" => !offers.language,
            _ => false,
        }
    }

    /// Forgets a page without the form: another user may see the form.
    pub fn forget_missing_form(&mut self) {
        if *self == Self::WithoutForm {
            *self = Self::Unread;
        }
    }
}
