//! Conversations with a wiki as their callers hold them.

use url::Url;

use crate::{
    Answers, Captcha, Error, NewAccount, Reason, Secret, Step, Wiki,
    flow::{Conversation, Create, FetchImage, Image, Input, LogIn, spoken::Spoken},
    suspend::TakenUp,
};

/// A conversation under way. It can be left at any step; the wiki's session stays
/// good for the next one.
pub struct Dialogue<'w, F> {
    wiki: &'w mut Wiki,
    flow: Conversation<F>,
}

/// An account on its way: [`Wiki::create`].
pub type Creation<'w> = Dialogue<'w, Create>;

/// A creator on the way in: [`Wiki::log_in`].
pub type LoggingIn<'w> = Dialogue<'w, LogIn>;

impl<'w, F: Spoken> Dialogue<'w, F> {
    pub(crate) fn new(wiki: &'w mut Wiki, flow: F) -> Self {
        let flow = wiki.take_turn(flow);
        Self { wiki, flow }
    }

    /// Goes on until something is wanted of the caller or the conversation has ended;
    /// then the same step comes again.
    ///
    /// # Errors
    /// Whatever kept the account from being created, or the creator from logging in,
    /// that was not the wiki's own no: surely nothing was created. [`Reason::Cancelled`]
    /// is one, see [`Canceller`](crate::Canceller).
    pub fn step(&mut self) -> Result<Step, Error> {
        self.wiki.step(&mut self.flow)
    }

    /// Answers a [`Step::Ask`], [`Step::Restart`] or [`Step::Redirect`], and goes on.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] for an answer that does not fit; [`Error::field`] names
    /// the field, and the conversation stands where it stood. Else as [`step`](Self::step).
    pub fn answer(&mut self, answers: Answers) -> Result<Step, Error> {
        self.input(Input::Answers(answers))
    }

    /// Hands over the address at which the user came back from a [`Step::Redirect`].
    ///
    /// # Errors
    /// As [`answer`](Self::answer).
    pub fn returned(&mut self, url: &str) -> Result<Step, Error> {
        let url = Url::parse(url).map_err(|error| {
            Error::new(
                Reason::InvalidArgument,
                format!("the return address cannot be read: {error}"),
            )
        })?;
        self.input(Input::Returned(url))
    }

    /// Fetches the image of a captcha: one request, made when it is asked for.
    ///
    /// # Errors
    /// [`Reason::CaptchaUnavailable`] where the wiki gives none.
    pub fn image(&mut self, captcha: &Captcha) -> Result<Image, Error> {
        let Some(url) = captcha.image.clone() else {
            return Err(Error::new(
                Reason::InvalidArgument,
                "this captcha has no image",
            ));
        };
        self.wiki
            .finish(&mut Conversation::new(FetchImage::new(url)))
    }

    /// Puts the conversation down where it waits for its caller, as text that
    /// [`Wiki::resume`] takes up in another process. The text is a secret: it holds the
    /// session's cookies, so keep it on the server, and use it once. It holds no password
    /// and no token; a password that is needed again is asked for then.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] where the conversation does not wait, or has ended.
    pub fn suspend(&self) -> Result<Secret, Error> {
        self.wiki.suspend(&self.flow)
    }

    /// The wiki that this conversation is with.
    pub fn wiki(&self) -> &Wiki {
        self.wiki
    }

    /// The conversation without its wiki, to be held where a borrowed wiki cannot be;
    /// [`Wiki::step`] goes on with it.
    pub fn into_conversation(self) -> Conversation<F> {
        self.flow
    }

    fn input(&mut self, input: Input) -> Result<Step, Error> {
        self.wiki.tell(&mut self.flow, input)?;
        self.step()
    }
}

impl Creation<'_> {
    /// Tries again after a [`Step::Refused`], keeping the answer to a captcha that
    /// is still good. With the account as it was, it asks for a captcha anew.
    ///
    /// # Errors
    /// As [`answer`](Self::answer).
    pub fn revise(&mut self, account: NewAccount) -> Result<Step, Error> {
        self.input(Input::Revise(account))
    }
}

/// A conversation that was taken up again, with its wiki.
pub struct Resumed {
    wiki: Wiki,
    flow: Option<TakenUp>,
}

impl Resumed {
    pub(crate) fn new(wiki: Wiki, flow: TakenUp) -> Self {
        Self {
            wiki,
            flow: Some(flow),
        }
    }

    /// Whether it is a creator's login rather than a creation.
    pub fn is_log_in(&self) -> bool {
        matches!(self.flow, Some(TakenUp::LogIn(_)))
    }

    /// The creation, once; `None` if it was a login that was put down.
    pub fn creation(&mut self) -> Option<Creation<'_>> {
        match self.flow.take() {
            Some(TakenUp::Create(flow)) => Some(Dialogue::new(&mut self.wiki, *flow)),
            other => {
                self.flow = other;
                None
            }
        }
    }

    /// The login, once; `None` if it was a creation that was put down.
    pub fn logging_in(&mut self) -> Option<LoggingIn<'_>> {
        match self.flow.take() {
            Some(TakenUp::LogIn(flow)) => Some(Dialogue::new(&mut self.wiki, *flow)),
            other => {
                self.flow = other;
                None
            }
        }
    }

    /// The wiki, for further conversations in its session.
    pub fn into_wiki(self) -> Wiki {
        self.wiki
    }
}
