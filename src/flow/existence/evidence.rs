//! Facts about a creation that are known before its existence check.

use super::window::Window;
use crate::{Credentials, Secret, TransportError, mediawiki::unreadable::Unreadable};

/// The facts that an existence check combines with the wiki's answers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Evidence {
    /// The windows of all requests of the attempt that may have created the account.
    pub windows: Vec<Window>,
    /// True if the wiki has answered the last request with a step: nobody else had the name then.
    pub is_at_step: bool,
    /// True if a page has shown that this creation succeeded.
    pub is_reported: bool,
    /// True if the wiki refused the only request because the name is taken. Nothing but a registration in
    /// the time of that request shows that the wiki may have received it twice.
    pub is_taken: bool,
    /// True if the wiki rejected the token of an earlier request. It may have received it twice, or have
    /// lost the session, so a registration in the time of that request proves nothing.
    pub token_rejected: bool,
    /// The legacy token sent with the request.
    pub token: Option<Secret>,
    /// True if the wiki has finished the request, because its response arrived.
    pub answered: bool,
    /// True if the wiki may still be processing the request, for an unknown time.
    pub timed_out: bool,
    /// The new user's credentials, if a login with them is to prove whose account it is.
    pub credentials: Option<Credentials>,
}

impl Evidence {
    /// Returns the evidence after a response that was lost.
    pub fn after_loss(self, error: &TransportError) -> Self {
        Self {
            timed_out: error.timed_out,
            ..self
        }
    }

    /// Returns the evidence after an unreadable response, whose request the wiki may still be working
    /// on.
    pub fn after_unreadable(self, unreadable: &Unreadable) -> Self {
        Self {
            answered: unreadable.is_finished,
            timed_out: unreadable.may_still_run,
            ..self
        }
    }
}
