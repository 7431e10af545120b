//! The handles of a wiki, of its conversations and of its runs of many accounts, which share the wiki and its
//! lock.

use std::{
    mem,
    sync::{Arc, Mutex, MutexGuard, TryLockError},
};

use super::{call_error::CallError, pointer::Handle, run::Run, step::mwa_step};
use crate::{
    Canceller, Captcha, Error, Secret, Wiki,
    flow::{Conversation, FetchImage, Input, Interaction, Probe},
    http::{Reply, Request},
    process::Process,
};

/// A client for one wiki, with its session: cookies, tokens and the logged-in user.
///
/// One thread at a time may use a wiki and its conversations. A call from another thread meanwhile
/// returns MWA_STATUS_IN_USE. Only the process that created it may use it. Free it with
/// mwa_wiki_free.
pub struct mwa_wiki {
    wiki: Shared<Wiki>,
    canceller: Canceller,
    /// The name by which a journal knows it.
    name: Arc<str>,
}

impl Handle for mwa_wiki {}

/// A conversation with a wiki: a creation, the login of a creator, a probe, or the fetch of a
/// captcha's image.
///
/// It keeps the wiki alive, even after mwa_wiki_free. One thread at a time may use a wiki and its
/// conversations, and only the process that created the wiki. Free it with mwa_conversation_free.
pub struct mwa_conversation {
    wiki: Shared<Wiki>,
    conversation: Shared<AnyConversation>,
}

impl Handle for mwa_conversation {}

/// A run that creates many accounts on a wiki, none twice.
///
/// It keeps the wiki alive, even after mwa_wiki_free. One thread at a time may use a wiki, its conversations
/// and its runs, and only the process that created the wiki. Free it with mwa_bulk_free.
pub struct mwa_bulk {
    wiki: Shared<Wiki>,
    run: Shared<Run>,
    /// The name by which a journal knows the wiki.
    name: Arc<str>,
}

impl Handle for mwa_bulk {}

/// A value that several handles may keep alive, and that only one call at a time may use: a wiki and
/// its conversations may be freed in any order.
struct Shared<T>(Arc<Owned<T>>);

struct Owned<T> {
    /// Shared with nobody; in an `Arc`, so that it can be leaked.
    value: Arc<Mutex<T>>,
    /// Checked before the lock: a thread that held it during a fork does not exist in the child.
    process: Process,
}

impl<T> Shared<T> {
    fn new(value: T, process: Process) -> Self {
        Self(Arc::new(Owned {
            value: Arc::new(Mutex::new(value)),
            process,
        }))
    }

    /// Locks the value. Fails if it is locked already, or belongs to another process; `name` is its
    /// name in the message.
    fn lock(&self, name: &str) -> Result<MutexGuard<'_, T>, CallError> {
        self.0.process.ensure_current()?;
        self.lock_in_its_process(name)
    }

    /// Does what [`lock`](Self::lock) does, in the process that created the value.
    fn lock_in_its_process(&self, name: &str) -> Result<MutexGuard<'_, T>, CallError> {
        self.0.value.try_lock().map_err(|error| match error {
            TryLockError::WouldBlock => CallError::in_use(name),
            TryLockError::Poisoned(_) => CallError::panic(
                "an internal error of mwaccount has made this unusable; free it and begin again",
            ),
        })
    }
}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Drop for Owned<T> {
    /// Leaks the value in a child process if a thread of the parent was changing it during the fork. The lock
    /// is tried only now that the last handle is freed, since a call with another would find it in use.
    fn drop(&mut self) {
        // Asked first, since the number of the process is a system call.
        let is_locked = matches!(self.value.try_lock(), Err(TryLockError::WouldBlock));
        if is_locked && !self.process.is_current() {
            mem::forget(Arc::clone(&self.value));
        }
    }
}

impl mwa_wiki {
    /// Creates the handle of a wiki; `name` is that by which a journal knows it.
    pub fn new(wiki: Wiki, name: String) -> Self {
        Self {
            canceller: wiki.canceller(),
            name: name.into(),
            wiki: Shared::new(wiki, Process::current()),
        }
    }

    /// Returns the wiki's canceller, which needs no lock.
    pub fn canceller(&self) -> Canceller {
        self.canceller.clone()
    }

    /// Locks the wiki.
    pub fn lock(&self) -> Result<MutexGuard<'_, Wiki>, CallError> {
        self.wiki.lock("wiki")
    }

    /// Creates the handle of a conversation with this wiki.
    pub fn new_conversation(&self, conversation: AnyConversation) -> mwa_conversation {
        mwa_conversation::new(&self.wiki, conversation)
    }

    /// Creates the handle of a run on this wiki. Fails in another process than the wiki's.
    pub fn new_bulk(&self, run: Run) -> Result<mwa_bulk, CallError> {
        self.wiki.0.process.ensure_current()?;
        Ok(mwa_bulk {
            wiki: self.wiki.clone(),
            run: Shared::new(run, self.wiki.0.process),
            name: Arc::clone(&self.name),
        })
    }
}

impl mwa_conversation {
    fn new(wiki: &Shared<Wiki>, conversation: AnyConversation) -> Self {
        Self {
            wiki: wiki.clone(),
            conversation: Shared::new(conversation, wiki.0.process),
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
        let mut conversation = self.conversation.lock("conversation")?;
        let mut wiki = self.wiki.lock_in_its_process("wiki")?;
        Ok(work(&mut conversation, &mut wiki))
    }
}

impl mwa_bulk {
    /// Returns the name by which a journal knows the wiki.
    pub fn wiki_name(&self) -> &str {
        &self.name
    }

    /// Creates the handle of a conversation with the wiki.
    pub fn new_conversation(&self, conversation: AnyConversation) -> mwa_conversation {
        mwa_conversation::new(&self.wiki, conversation)
    }

    /// Locks the run.
    pub fn lock(&self) -> Result<MutexGuard<'_, Run>, CallError> {
        self.run.lock("run")
    }

    /// Locks the run, then its wiki, and runs `work` with both.
    pub fn with_lock<R>(
        &self,
        work: impl FnOnce(&mut Run, &mut Wiki) -> R,
    ) -> Result<R, CallError> {
        let mut run = self.run.lock("run")?;
        let mut wiki = self.wiki.lock_in_its_process("wiki")?;
        Ok(work(&mut run, &mut wiki))
    }
}

/// A conversation of any flow.
#[expect(
    clippy::large_enum_variant,
    reason = "every value is in an allocation of its own already"
)]
pub enum AnyConversation {
    Interaction(Conversation<Interaction>),
    Probe(Conversation<Probe>),
    Image(Conversation<FetchImage>),
}

impl AnyConversation {
    /// Creates the conversation that fetches an image of a captcha. Fails if there is none at `index`.
    pub fn image(captcha: &Captcha, index: usize) -> Result<Self, CallError> {
        let fetch = FetchImage::of(captcha, index).map_err(Error::from)?;
        Ok(Self::Image(Conversation::new(fetch)))
    }

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

#[cfg(test)]
mod tests {
    use std::thread;

    use super::*;

    #[test]
    fn freeing_a_handle_disturbs_no_call_with_another() {
        let shared = Shared::new((), Process::current());
        let others: Vec<_> = (0..200_000).map(|_| shared.clone()).collect();
        let freeing = thread::spawn(move || drop(others));
        while !freeing.is_finished() {
            assert!(shared.lock("wiki").is_ok());
        }
    }
}
