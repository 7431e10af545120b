//! Finding out what an extension's refusal means, which 1.21 to 1.26 give as a text only.
//!
//! The text is compared with the wiki's own messages (`meta=allmessages`), first with those of known
//! keys, then with the warnings of AbuseFilter that the wiki has in its namespace `MediaWiki` only
//! (`amincludelocal`). A text that matches none may be about a captcha that the API does not show.

use super::{LegacyApi, State};
use crate::{
    Dialect, Format, Reason, Refused, Session,
    flow::{
        extension_keys::EXTENSION_KEYS,
        messages::{has_warning, longest_match, messages, messages_request, warnings_request},
        refusal,
    },
    http::{Reply, Request},
    mediawiki::api_response::ApiResponse,
};

/// A question about the text of a refusal.
#[derive(Debug, Clone, Copy)]
pub(super) enum Explain {
    /// Asks for the messages of known keys.
    Known,
    /// Asks for the wiki's own warnings.
    Warnings,
}

impl Explain {
    pub fn request(self, session: &Session) -> Request {
        match self {
            Self::Known => {
                let core = ["acct_creation_throttle_hit", "captcha-createaccount-fail"];
                let keys: Vec<&str> = EXTENSION_KEYS.into_iter().chain(core).collect();
                messages_request(session, &keys, None)
            }
            Self::Warnings => warnings_request(session, None),
        }
    }
}

impl LegacyApi {
    /// Returns the state for a refusal by an extension, whose text is not understood yet.
    pub(super) fn explain(refused: Refused, captcha_answered: bool) -> State {
        State::Explain {
            explain: Explain::Known,
            refused,
            captcha_answered,
        }
    }

    /// Reads the messages. If one of them is the text, the refusal gets its key as code.
    pub(super) fn read_explanation(
        &mut self,
        reply: Reply,
        explain: Explain,
        refused: Refused,
        captcha_answered: bool,
    ) -> State {
        let answer = match reply {
            Reply::Got(response) => ApiResponse::read(&response, Format::Json).ok(),
            Reply::NotSent(_) | Reply::Lost(_) => None,
        };
        let messages: Vec<_> = answer.iter().flat_map(messages).collect();
        let found = longest_match(&messages, &refused.message)
            .map(|(_, key)| refusal::refused(Dialect::LegacyApi, key, refused.message.clone()));
        match found {
            // The next try needs the captcha, if there is one: a filter that runs before ConfirmEdit
            // would let a request without the answer pass, and warn of the one with it.
            Some(found) if found.may_resubmit => State::Form {
                refused: found,
                captcha_answered,
            },
            Some(found) if found.reason != Reason::CaptchaWrong => {
                self.attempt.note_nothing_created();
                found.into()
            }
            None if has_warning(&messages) && matches!(explain, Explain::Known) => State::Explain {
                explain: Explain::Warnings,
                refused,
                captcha_answered,
            },
            _ => State::Form {
                refused,
                captcha_answered,
            },
        }
    }
}
