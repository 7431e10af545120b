//! The handles of a wiki and of its conversations, which share the wiki and its lock.

use std::sync::{Arc, Mutex, MutexGuard, TryLockError};

use super::{call_error::CallError, pointer::Handle, step::mwa_step};
use crate::{
    Canceller, Error, Secret, Wiki,
    flow::{Conversation, FetchImage, Input, Interaction, Probe},
    http::{Reply, Request},
};

/// A client for one wiki, with its session: cookies, tokens and the logged-in user.
///
/// One thread at a time may use a wiki and its conversations. A call from another thread meanwhile
/// returns MWA_STATUS_IN_USE. Free it with mwa_wiki_free.
pub struct mwa_wiki {
    wiki: SharedWiki,
    canceller: Canceller,
}

impl Handle for mwa_wiki {}

/// A conversation with a wiki: a creation, the login of a creator, a probe, or the fetch of a
/// captcha's image.
///
/// It keeps the wiki alive, even after mwa_wiki_free. One thread at a time may use a wiki and its
/// conversations. Free it with mwa_conversation_free.
pub struct mwa_conversation {
    wiki: SharedWiki,
    conversation: Mutex<AnyConversation>,
}

impl Handle for mwa_conversation {}

/// A wiki that its handle and the handles of its conversations keep alive, as they may be freed in
/// any order.
type SharedWiki = Arc<Mutex<Wiki>>;

/// Locks what only one call at a time may use. Fails if it is locked already; `name` is its name in
/// the message.
fn lock<'a, T>(shared: &'a Mutex<T>, name: &str) -> Result<MutexGuard<'a, T>, CallError> {
    shared.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => CallError::in_use(name),
        TryLockError::Poisoned(_) => CallError::panic(
            "an internal error of mwaccount has made this unusable; free it and begin again",
        ),
    })
}

impl mwa_wiki {
    /// Creates the handle of a wiki.
    pub fn new(wiki: Wiki) -> Self {
        Self {
            canceller: wiki.canceller(),
            wiki: Arc::new(Mutex::new(wiki)),
        }
    }

    /// Returns the wiki's canceller, which needs no lock.
    pub fn canceller(&self) -> Canceller {
        self.canceller.clone()
    }

    /// Locks the wiki.
    pub fn lock(&self) -> Result<MutexGuard<'_, Wiki>, CallError> {
        lock(&self.wiki, "wiki")
    }

    /// Creates the handle of a conversation with this wiki.
    pub fn new_conversation(&self, conversation: AnyConversation) -> mwa_conversation {
        mwa_conversation::new(&self.wiki, conversation)
    }
}

impl mwa_conversation {
    fn new(wiki: &SharedWiki, conversation: AnyConversation) -> Self {
        Self {
            wiki: Arc::clone(wiki),
            conversation: Mutex::new(conversation),
        }
    }

    /// Creates the handle of another conversation with the same wiki.
    pub fn new_sibling(&self, conversation: AnyConversation) -> Self {
        Self::new(&self.wiki, conversation)
    }

    /// Locks the conversation, then its wiki, and runs `work` with both.
    pub fn with_lock<R>(
        &self,
        work: impl FnOnce(&mut AnyConversation, &mut Wiki) -> R,
    ) -> Result<R, CallError> {
        let mut conversation = lock(&self.conversation, "conversation")?;
        let mut wiki = lock(&self.wiki, "wiki")?;
        Ok(work(&mut conversation, &mut wiki))
    }
}

/// A conversation of any flow.
#[expect(
    clippy::large_enum_variant,
    reason = "every value is in the box of its handle already"
)]
pub enum AnyConversation {
    Interaction(Conversation<Interaction>),
    Probe(Conversation<Probe>),
    Image(Conversation<FetchImage>),
}

impl AnyConversation {
    pub fn step(&mut self, wiki: &mut Wiki) -> Result<mwa_step, Error> {
        match self {
            Self::Interaction(conversation) => wiki.step(conversation).map(mwa_step::from),
            Self::Probe(conversation) => wiki.step(conversation).map(mwa_step::from),
            Self::Image(conversation) => wiki.step(conversation).map(mwa_step::from),
        }
    }

    pub fn respond(&mut self, wiki: &mut Wiki, input: Input) -> Result<(), CallError> {
        match self {
            Self::Interaction(conversation) => Ok(wiki.respond(conversation, input)?),
            Self::Probe(_) | Self::Image(_) => {
                Err(CallError::invalid("a probe or an image takes no answers"))
            }
        }
    }

    pub fn next_request(&mut self, wiki: &mut Wiki) -> Result<Option<Request>, Error> {
        Ok(match self {
            Self::Interaction(conversation) => wiki.next_request(conversation)?.cloned(),
            Self::Probe(conversation) => wiki.next_request(conversation)?.cloned(),
            Self::Image(conversation) => wiki.next_request(conversation)?.cloned(),
        })
    }

    pub fn feed(&mut self, wiki: &mut Wiki, reply: Reply) {
        match self {
            Self::Interaction(conversation) => wiki.feed(conversation, reply),
            Self::Probe(conversation) => wiki.feed(conversation, reply),
            Self::Image(conversation) => wiki.feed(conversation, reply),
        }
    }

    pub fn suspend(&self, wiki: &Wiki) -> Result<Secret, CallError> {
        match self {
            Self::Interaction(conversation) => Ok(wiki.suspend(conversation)?),
            Self::Probe(_) | Self::Image(_) => Err(CallError::invalid(
                "only a creation or a login can be suspended",
            )),
        }
    }
}
