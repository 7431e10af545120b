//! Creations and logins as their callers hold them: a conversation with its wiki.

use url::Url;

use super::Wiki;
use crate::{
    Answers, Captcha, Error, InvalidInput, NewAccount, Secret, Step,
    flow::{Conversation, FetchImage, Image, Input, Interaction},
};

/// A creation or a creator's login with its wiki. It can be left at any step; the wiki's session
/// stays good for the next one.
pub struct WikiInteraction<'w> {
    wiki: &'w mut Wiki,
    conversation: Conversation<Interaction>,
}

/// An account that is being created: what [`Wiki::create`] returns.
pub type Creation<'w> = WikiInteraction<'w>;

/// A creator who is being logged in: what [`Wiki::log_in`] returns.
pub type Login<'w> = WikiInteraction<'w>;

impl<'w> WikiInteraction<'w> {
    pub(super) fn new(wiki: &'w mut Wiki, conversation: Conversation<Interaction>) -> Self {
        Self { wiki, conversation }
    }

    /// Returns whether it is a login rather than a creation.
    pub fn is_login(&self) -> bool {
        self.conversation.flow().is_login()
    }

    /// Goes on until something is wanted of the caller or it has ended; then the same step
    /// comes again.
    ///
    /// # Errors
    /// Whatever kept the account from being created, or the creator from logging in,
    /// that was not the wiki's own no: surely nothing was created.
    /// [`Reason::Cancelled`](crate::Reason::Cancelled) is one, see
    /// [`Canceller`](crate::Canceller).
    pub fn step(&mut self) -> Result<Step, Error> {
        self.wiki.step(&mut self.conversation)
    }

    /// Answers a [`Step::Ask`], [`Step::Restart`] or [`Step::Redirect`], and goes on.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) for an answer that does not
    /// fit; [`Error::field`] names the field, and the conversation stands where it stood. Else as
    /// [`step`](Self::step).
    pub fn answer(&mut self, answers: Answers) -> Result<Step, Error> {
        self.respond(Input::Answers(answers))
    }

    /// Hands over the address at which the user came back from a [`Step::Redirect`].
    ///
    /// # Errors
    /// As [`answer`](Self::answer).
    pub fn returned(&mut self, url: &str) -> Result<Step, Error> {
        let url = Url::parse(url).map_err(|error| {
            InvalidInput::new(format!("the return address cannot be read: {error}"))
        })?;
        self.respond(Input::Returned(url))
    }

    /// Fetches the image of a captcha: one request, made when it is asked for.
    ///
    /// # Errors
    /// [`Reason::CaptchaUnavailable`](crate::Reason::CaptchaUnavailable) where the wiki gives
    /// none.
    pub fn image(&mut self, captcha: &Captcha) -> Result<Image, Error> {
        let Some(url) = captcha.image_url.clone() else {
            return Err(InvalidInput::new("this captcha has no image").into());
        };
        self.wiki.step(&mut Conversation::new(FetchImage::new(url)))
    }

    /// Writes it down where it waits for its caller, as text that [`Wiki::resume`] continues in
    /// another process. The text is a secret: it holds the session's cookies, so keep it on the
    /// server, and use it once. It holds no password and no token; a password that is needed
    /// again is asked for then.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) where it does not wait, or
    /// has ended.
    pub fn suspend(&self) -> Result<Secret, Error> {
        self.wiki.suspend(&self.conversation)
    }

    /// Returns the wiki that it is with.
    pub fn wiki(&self) -> &Wiki {
        self.wiki
    }

    /// Returns the conversation without its wiki, to be held where a borrowed wiki cannot be:
    /// [`Wiki::step`] and [`Wiki::attach`] go on with it.
    pub fn into_conversation(self) -> Conversation<Interaction> {
        self.conversation
    }

    /// Tries again after a [`Step::Refused`], keeping the answer to a captcha that
    /// is still good. With the account as it was, it asks for a captcha anew. A login cannot be
    /// revised.
    ///
    /// # Errors
    /// As [`answer`](Self::answer).
    pub fn revise(&mut self, account: NewAccount) -> Result<Step, Error> {
        self.respond(Input::Revise(account))
    }

    fn respond(&mut self, input: Input) -> Result<Step, Error> {
        self.wiki.respond(&mut self.conversation, input)?;
        self.step()
    }
}
