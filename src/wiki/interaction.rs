//! Creations and logins for callers: a conversation together with its wiki.

use super::Wiki;
use crate::{
    Answers, Captcha, Credentials, Error, NewAccount, Secret, Step,
    flow::{Conversation, FetchImage, Image, Input, Interaction},
};

/// A creation or a creator's login, together with its wiki. It can be dropped at any step; the
/// wiki's session remains valid for the next one.
pub struct WikiInteraction<'w> {
    wiki: &'w mut Wiki,
    conversation: Conversation<Interaction>,
}

/// The creation of an account, returned by [`Wiki::create`].
pub type Creation<'w> = WikiInteraction<'w>;

/// The login of a creator, returned by [`Wiki::log_in`].
pub type Login<'w> = WikiInteraction<'w>;

impl<'w> WikiInteraction<'w> {
    pub(super) fn new(wiki: &'w mut Wiki, conversation: Conversation<Interaction>) -> Self {
        Self { wiki, conversation }
    }

    /// Returns whether it is a login rather than a creation.
    pub fn is_login(&self) -> bool {
        self.conversation.flow().is_login()
    }

    /// Continues until the interaction needs its caller or ends. Calling it again without new input
    /// returns the same step.
    ///
    /// # Errors
    /// Any failure that is not a refusal by the wiki. The call has created no account then. Errors
    /// include [`Reason::Cancelled`](crate::Reason::Cancelled); see
    /// [`Canceller`](crate::Canceller).
    pub fn step(&mut self) -> Result<Step, Error> {
        self.wiki.step(&mut self.conversation)
    }

    /// Answers a [`Step::Ask`], [`Step::Restart`] or [`Step::Redirect`], and continues.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) for an invalid answer;
    /// [`Error::field`] is the name of its field, and the conversation is unchanged. Otherwise the
    /// errors of [`step`](Self::step).
    pub fn answer(&mut self, answers: Answers) -> Result<Step, Error> {
        self.respond(Input::Answers(answers))
    }

    /// Answers a [`Step::Redirect`] with the complete address at which the user came back, and
    /// continues.
    ///
    /// # Errors
    /// The errors of [`answer`](Self::answer).
    pub fn returned(&mut self, url: &str) -> Result<Step, Error> {
        self.respond(Input::returned(url)?)
    }

    /// Fetches an image of a captcha, with one request: the one at this place, from 0, in
    /// [`Captcha::image_urls`].
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) if the captcha has no such image;
    /// [`Reason::CaptchaUnavailable`](crate::Reason::CaptchaUnavailable) if the wiki sends none, or the
    /// image is on another host.
    pub fn image(&mut self, captcha: &Captcha, index: usize) -> Result<Image, Error> {
        let fetch = FetchImage::of(captcha, index)?;
        self.wiki.step(&mut Conversation::new(fetch))
    }

    /// Turns a waiting interaction into text, which [`Wiki::resume`] continues in another process.
    /// The text is a secret, since it contains the session's cookies, which whoever has it can read: keep
    /// it on the server, and use it only once. It contains no password and no token; a password that is
    /// needed again is asked for.
    ///
    /// It is authenticated only if the wiki has [`suspend_keys`](crate::Builder::suspend_keys). Without a
    /// key, whoever can change it chooses what the resumed conversation does.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) if the interaction does not wait
    /// for its caller or has ended.
    pub fn suspend(&self) -> Result<Secret, Error> {
        self.wiki.suspend(&self.conversation)
    }

    /// Returns the wiki.
    pub fn wiki(&self) -> &Wiki {
        self.wiki
    }

    /// Returns the conversation without its wiki, for storing it where a borrowed wiki cannot be
    /// stored. Continue it with [`Wiki::step`] or [`Wiki::attach`].
    pub fn into_conversation(self) -> Conversation<Interaction> {
        self.conversation
    }

    /// Tries again with a changed account after a [`Step::Refused`]. An answer to a captcha that is
    /// still valid is reused; if the account is unchanged, a new captcha is asked for. On 1.27 and
    /// later that also holds at the [`Step::Ask`] with the captcha, for a person who cannot read it. For a login
    /// see [`revise_login`](Self::revise_login).
    ///
    /// # Errors
    /// The errors of [`answer`](Self::answer).
    pub fn revise(&mut self, account: NewAccount) -> Result<Step, Error> {
        self.respond(Input::Revise(account))
    }

    /// Tries to log in again after a [`Step::Refused`], with other credentials or the same ones, in
    /// the same session: a captcha that the wiki asks for after failed logins belongs to it.
    /// [`Wiki::log_in`](crate::Wiki::log_in) begins a new session.
    ///
    /// # Errors
    /// The errors of [`answer`](Self::answer).
    pub fn revise_login(&mut self, credentials: Credentials) -> Result<Step, Error> {
        self.respond(Input::ReviseLogin(credentials))
    }

    fn respond(&mut self, input: Input) -> Result<Step, Error> {
        self.wiki.respond(&mut self.conversation, input)?;
        self.step()
    }
}
