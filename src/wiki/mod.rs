//! A wiki's client: what callers begin with it, and how conversations are driven.

mod builder;
mod driver;
mod interaction;
mod retry;

pub use builder::{Builder, NewWiki, ResumeBuilder, SuspendedText, WikiBuilder};
pub use interaction::{Creation, Login, WikiInteraction};

use std::time::{Instant, SystemTime};

use self::{builder::Connection, driver::ensure_idle};
use crate::{
    Canceller, Credentials, Error, Field, NewAccount, Purpose, Reason, Requirements, Secret,
    Session, TransportError,
    flow::{Conversation, Flow, Input, Interaction, OfferedFields, Poll, Probe},
    http::{Reply, Request},
};

/// A client for one wiki.
///
/// ```no_run
/// use mwaccount::{NewAccount, Step, Wiki};
///
/// let mut wiki = Wiki::connect("https://wiki.example.org/w/api.php")?;
/// let account = NewAccount::new("Zoe Example").password("Correct-horse-7-battery");
/// let mut creation = wiki.create(account);
/// match creation.step()? {
///     Step::Created(created) => println!("{} exists", created.name),
///     Step::Ask(ask) => println!("the wiki asks: {:?}", ask.captcha),
///     other => println!("{other:?}"),
/// }
/// # Ok::<(), mwaccount::Error>(())
/// ```
///
/// Three kinds of callers use it, each with an `impl` block of its own: those who create
/// accounts, those who hold a [`Conversation`] where a borrowed wiki cannot be held, and those
/// who send requests with an HTTP client of their own. The crate's front page says which one
/// you are.
pub struct Wiki {
    pub(crate) session: Session,
    connection: Connection,
    requests: u64,
    /// Counts creations and logins. A wiki's session has one of them: another one ends
    /// what waits, whose answers would go to the wrong account.
    generation: u64,
    /// When the last reply came, to tell the session how long it was idle.
    last_reply: Option<Instant>,
}

/// For callers who create accounts.
impl Wiki {
    /// Creates a client for the wiki at `address`, with the usual settings. Nothing is sent.
    ///
    /// The address is that of its api.php, which is taken at its word, or of any page, of
    /// index.php, or a host alone, with or without a scheme. From those the first call
    /// finds api.php, in at most 4 requests: by what the page tells, else in the usual
    /// places. It follows redirects, also to another host, which the warning
    /// [`moved`](crate::Warning::MOVED) then says; no secret goes out before api.php is
    /// found. Without a scheme https is tried, and http where nobody speaks https.
    ///
    /// What was found is in the [`session`](Self::session). Keep
    /// [`Session::api`](crate::Session::api) as the address for the next time, and
    /// [`Facts::dialect`](crate::Facts::dialect) for [`WikiBuilder::dialect`], and neither
    /// costs a request again.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] if this is no http or https address.
    pub fn connect(address: &str) -> Result<Self, Error> {
        Self::builder(address).build()
    }

    /// Returns the settings of a client for the wiki at `address`, which
    /// [`connect`](Self::connect) describes.
    pub fn builder(address: &str) -> WikiBuilder {
        WikiBuilder::new(address)
    }

    /// Resumes a conversation that was suspended with [`WikiInteraction::suspend`], with the usual
    /// settings. Nothing is sent.
    ///
    /// # Errors
    /// As [`ResumeBuilder::build`].
    ///
    /// ```no_run
    /// use mwaccount::{Answers, Wiki};
    ///
    /// # let text = "";
    /// let (mut wiki, conversation) = Wiki::resume(text)?;
    /// let step = wiki.attach(conversation).answer(Answers::new().with("captcha", "Paris"))?;
    /// # Ok::<(), mwaccount::Error>(())
    /// ```
    pub fn resume(text: &str) -> Result<(Self, Conversation<Interaction>), Error> {
        Self::resume_builder(text).build()
    }

    /// Returns the settings with which a suspended conversation is resumed: its proxy,
    /// certificates and limits, and the secrets that are not written down.
    pub fn resume_builder(text: &str) -> ResumeBuilder {
        ResumeBuilder::new(text)
    }

    /// Begins to create an account; nothing is sent before [`WikiInteraction::step`].
    pub fn create(&mut self, account: NewAccount) -> Creation<'_> {
        // What is kept of the wiki may be too old by now.
        self.advance_clock();
        let interaction = Interaction::create(account, &mut self.session);
        self.begin(interaction)
    }

    /// Begins to log in the creator of accounts; nothing is sent before
    /// [`WikiInteraction::step`]. Whoever was logged in before is logged out.
    ///
    /// ```no_run
    /// use mwaccount::{Credentials, NewAccount, Step, Wiki};
    ///
    /// let mut wiki = Wiki::connect("https://wiki.example.org/w/api.php")?;
    /// if let Step::LoggedIn(name) =
    ///     wiki.log_in(Credentials::password("Teacher", "secret")).step()?
    /// {
    ///     println!("{name} creates accounts now");
    ///     let pupil = NewAccount::new("Pupil").email("pupil@example.org");
    ///     wiki.create(pupil.mail_password()).step()?;
    /// }
    /// # Ok::<(), mwaccount::Error>(())
    /// ```
    pub fn log_in(&mut self, credentials: Credentials) -> Login<'_> {
        let interaction = Interaction::login(credentials, &mut self.session);
        self.begin(interaction)
    }

    /// Logs out and discards the user, cookies and tokens, also those of a login that did not
    /// come to its end. Nothing is sent.
    pub fn log_out(&mut self) {
        self.session.log_out();
    }

    /// Finds out what the wiki asks of new accounts, and what it says to `account` as far as
    /// it is given: its name, its password, its address. Nothing is created, no limit is
    /// counted against, and no captcha is spent.
    ///
    /// It costs 2 to 4 requests; a creation that follows does not repeat what was learnt.
    ///
    /// # Errors
    /// Whatever keeps the wiki from being asked. What it does not tell is `None`.
    pub fn probe(&mut self, account: &NewAccount) -> Result<Requirements, Error> {
        let probe = Probe::new(account.clone(), &self.session);
        self.step(&mut Conversation::new(probe))
    }

    /// Returns all fields that the wiki offers for a new account, the optional and alternative
    /// ones included; none on wikis of 1.21 to 1.26, whose fields are fixed, and none where the
    /// sign-up form is refused to this caller. It costs no request of its own: a creation that
    /// follows does not ask again.
    ///
    /// # Errors
    /// As [`WikiInteraction::step`].
    pub fn fields(&mut self) -> Result<Vec<Field>, Error> {
        self.step(&mut Conversation::new(OfferedFields::default()))
    }

    /// Returns the session: what is known of the wiki.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Returns how many HTTP requests were spent so far, redirects, repeated reads and images
    /// included.
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// Returns what cancels the calls of this wiki and its creations from another thread. A
    /// cancelled call ends within milliseconds, whatever it waits for, unless a
    /// transport other than the one that ships takes longer; calls are
    /// possible again after [`Canceller::reset`].
    pub fn canceller(&self) -> Canceller {
        self.connection.limits.canceller.clone()
    }

    fn new(session: Session, connection: Connection) -> Self {
        Self {
            session,
            connection,
            requests: 0,
            generation: 0,
            last_reply: None,
        }
    }

    fn begin(&mut self, interaction: Interaction) -> WikiInteraction<'_> {
        self.generation += 1;
        let conversation = self.new_conversation(interaction);
        self.attach(conversation)
    }

    /// A conversation that belongs to what was begun last.
    fn new_conversation(&self, interaction: Interaction) -> Conversation<Interaction> {
        let mut conversation = Conversation::new(interaction);
        conversation.generation = Some(self.generation);
        conversation
    }
}

/// For callers who hold conversations: in a struct, across an FFI, in a web server's session,
/// where a creation that borrows its wiki cannot be.
impl Wiki {
    /// Drives a conversation to its next step, or to its end.
    ///
    /// # Errors
    /// What the conversation ended with; [`Reason::InvalidArgument`] while a request of it is
    /// with its host; [`Reason::SessionLost`] after another creation or login was begun with
    /// this wiki.
    pub fn step<F: Flow>(
        &mut self,
        conversation: &mut Conversation<F>,
    ) -> Result<F::Output, Error> {
        self.drive(conversation)
    }

    /// Goes on with a conversation as those who create accounts do, after it was resumed or
    /// [held elsewhere](WikiInteraction::into_conversation).
    pub fn attach(&mut self, conversation: Conversation<Interaction>) -> WikiInteraction<'_> {
        WikiInteraction::new(self, conversation)
    }

    /// Supplies the caller's answer to a step; [`step`](Self::step) goes on.
    ///
    /// # Errors
    /// For what does not fit, and where [`step`](Self::step) would fail; the conversation
    /// then stands where it stood.
    pub fn respond(
        &mut self,
        conversation: &mut Conversation<Interaction>,
        input: Input,
    ) -> Result<(), Error> {
        self.ensure_current(conversation, None)?;
        ensure_idle(conversation)?;
        Ok(conversation.answer(&mut self.session, input)?)
    }

    /// Writes a conversation down, as [`WikiInteraction::suspend`] does.
    ///
    /// # Errors
    /// As [`WikiInteraction::suspend`], and where [`step`](Self::step) would fail.
    pub fn suspend(&self, conversation: &Conversation<Interaction>) -> Result<Secret, Error> {
        self.ensure_current(conversation, None)?;
        ensure_idle(conversation)?;
        conversation.suspend(&self.session, SystemTime::now())
    }
}

/// For hosts that send requests with an HTTP client of their own.
impl Wiki {
    /// Returns the request that a conversation wants sent. It is given once: the conversation
    /// then waits for [`feed`](Self::feed). `None` when it waits for its caller or has ended:
    /// then [`step`](Self::step) sends nothing.
    ///
    /// The host waits for [`Request::wait`] first, follows no redirect, keeps no cookie,
    /// and may repeat what is [`Effect::Read`](crate::http::Effect::Read) only. That holds for
    /// its HTTP client too: many send a request again by themselves when a connection that was
    /// kept turns out to be closed, so what is no read should have a new one.
    ///
    /// # Errors
    /// As [`step`](Self::step). After a cancellation there is no request any more, and
    /// [`step`](Self::step) says so.
    pub fn next_request<'c, F: Flow>(
        &mut self,
        conversation: &'c mut Conversation<F>,
    ) -> Result<Option<&'c Request>, Error> {
        ensure_idle(conversation)?;
        loop {
            let Poll::Send(request) = conversation.next(&mut self.session) else {
                return Ok(None);
            };
            let purpose = request.purpose;
            self.ensure_current(conversation, Some(purpose))?;
            if self.canceller().is_cancelled() {
                let cancelled = TransportError::cancelled();
                conversation.feed(&mut self.session, Reply::NotSent(cancelled));
                continue;
            }
            self.advance_clock();
            conversation.handed_out = true;
            return Ok(conversation.request());
        }
    }

    /// Takes what became of the request that [`next_request`](Self::next_request) gave.
    /// A reply to none is passed over.
    pub fn feed<F: Flow>(&mut self, conversation: &mut Conversation<F>, reply: Reply) {
        if !std::mem::take(&mut conversation.handed_out) {
            return;
        }
        self.requests += 1;
        self.last_reply = Some(Instant::now());
        conversation.feed(&mut self.session, reply);
    }

    /// Fails if another creation or login was begun since. What came of a request that went out
    /// before may still be found out.
    fn ensure_current<F>(
        &self,
        conversation: &Conversation<F>,
        purpose: Option<Purpose>,
    ) -> Result<(), Error> {
        match conversation.generation {
            Some(generation)
                if generation != self.generation && purpose != Some(Purpose::ExistenceCheck) =>
            {
                Err(Error::new(
                    Reason::SessionLost,
                    "another creation or login was begun with this wiki, which has ended this one; use a wiki for each",
                ))
            }
            _ => Ok(()),
        }
    }
}
