//! The client for a wiki, which begins creations and logins and drives conversations.

mod builder;
mod driver;
mod interaction;
mod retry;

pub use builder::{Builder, NewWiki, ResumeBuilder, SuspendedText, WikiBuilder};
pub use interaction::{Creation, Login, WikiInteraction};

use std::{sync::Arc, time::Instant};

use self::{builder::Connection, driver::ensure_idle};
use crate::{
    Canceller, Clock, CreatorLimits, Credentials, Error, Field, NameCheck, NewAccount, Purpose,
    Reason, Requirements, Secret, Session, SuspendKeys, TransportError, User,
    flow::{
        CheckNames, Conversation, Flow, Input, Interaction, OfferedFields, Poll, Probe,
        ReadCreatorLimits, ReadUser,
    },
    http::{Reply, Request},
    process::Process,
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
/// It serves three kinds of callers, each with its own `impl` block: those that create accounts,
/// those that store a [`Conversation`] where a borrowed wiki cannot be stored, and those that send
/// requests with their own HTTP client. The crate's front page describes them.
///
/// It belongs to the process that created it. In a child process, after a `fork`, the calls of the
/// parent's wikis fail with [`Reason::InvalidArgument`] and send nothing, even if the parent has not
/// used them yet, since the two processes would read each other's responses and continue the same
/// creations. Dropping them there is safe. The child creates wikis of its own, or
/// [resumes](Self::resume) suspended conversations.
pub struct Wiki {
    pub(crate) session: Session,
    connection: Connection,
    suspend_keys: SuspendKeys,
    process: Process,
    requests: u64,
    /// The number of creations and logins so far. Beginning one ends an earlier one that still
    /// waits, since they share a session and its answers would go to the wrong account.
    generation: u64,
    /// The time up to which the session's time is advanced.
    clock_read_at: Instant,
}

/// For callers that create accounts.
impl Wiki {
    /// Creates a client for the wiki at `address`, with default settings. Nothing is sent.
    ///
    /// The address is that of api.php, of index.php or of any page, or only a host, with or without
    /// a scheme. The address of an api.php with a scheme is used unchecked. From any other, the
    /// first call finds api.php in at most 4 requests: from links in the page, or at the usual
    /// paths. It follows redirects, even to another host, which is reported with the warning
    /// [`moved`](crate::Warning::MOVED). No secret is sent before api.php is found. Without a
    /// scheme https is tried first, then http if the server does not support https.
    ///
    /// A user name and password in the address, `https://user:password@wiki.example.org/`, are used as
    /// [HTTP authentication](WikiBuilder::http_auth), and are shown nowhere. Characters such as `@`,
    /// `/`, `?` and `#` in them must be percent-encoded.
    ///
    /// The result is in the [`session`](Self::session). To save these requests next time, use
    /// [`Session::api_url`](crate::Session::api_url) as the address and pass
    /// [`Facts::dialect`](crate::Facts::dialect) to [`WikiBuilder::dialect`].
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] if it is no http or https address. The message does not repeat it.
    pub fn connect(address: &str) -> Result<Self, Error> {
        Self::builder(address).build()
    }

    /// Returns the settings of a new client for the wiki at `address`; see
    /// [`connect`](Self::connect).
    pub fn builder(address: &str) -> WikiBuilder {
        WikiBuilder::new(address)
    }

    /// Resumes a conversation that was suspended with [`WikiInteraction::suspend`], with default
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

    /// Returns the settings for resuming a suspended conversation: proxy, certificates and limits,
    /// and the secrets that the text does not contain.
    pub fn resume_builder(text: &str) -> ResumeBuilder {
        ResumeBuilder::new(text)
    }

    /// Begins the creation of an account. Nothing is sent before [`WikiInteraction::step`].
    pub fn create(&mut self, account: NewAccount) -> Creation<'_> {
        // What is kept of the wiki may be too old by now.
        self.advance_clock();
        let interaction = Interaction::create(account, &mut self.session);
        self.begin(interaction)
    }

    /// Begins the login of a creator. Nothing is sent before [`WikiInteraction::step`]. A user who
    /// is logged in is logged out first.
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

    /// Logs out and discards the user, cookies and tokens, including those of a login that was not
    /// completed. Nothing is sent.
    pub fn log_out(&mut self) {
        self.session.log_out();
    }

    /// Probes the wiki: finds out what it requires for new accounts, and whether it accepts the
    /// name, password and e-mail address of `account`, as far as they are set. It creates nothing,
    /// uses up no captcha, and counts towards no limit of the wiki, unless a wiki of 1.41 or later
    /// limits `createaccount` in `$wgRateLimits`.
    ///
    /// A probe takes 2 to 6 requests, and one more if visitors may not create accounts, for the page on
    /// which they can request one; a creation that follows does not repeat them.
    ///
    /// # Errors
    /// Any error that prevents the probe. Requirements that the wiki does not reveal are `None`.
    pub fn probe(&mut self, account: &NewAccount) -> Result<Requirements, Error> {
        let probe = Probe::new(account.clone(), &self.session);
        self.step(&mut Conversation::new(probe))
    }

    /// Checks many names for new accounts, and creates nothing: returns for each name, in their order,
    /// whether it is free, taken, not allowed or too similar to another one. 50 names take one request
    /// (`list=users`), and the first call one more if nothing is known of the wiki. A wiki that lets
    /// nobody read is asked for each name with a dry run (1.27 and later), which counts towards the limit
    /// of `createaccount` in `$wgRateLimits` (1.41 and later). Without an API each name takes a request,
    /// for Special:ListUsers.
    ///
    /// # Errors
    /// Any error that prevents the check. A name of which the wiki does not tell is
    /// [`NameStatus::Unknown`](crate::NameStatus::Unknown).
    pub fn check_names<S: AsRef<str>>(&mut self, names: &[S]) -> Result<Vec<NameCheck>, Error> {
        let check = CheckNames::new(names, &self.session);
        self.step(&mut Conversation::new(check))
    }

    /// Returns what limits this caller's creations: rights, groups, the wiki's limits of rates, and
    /// whether the wiki shares its accounts with others. Takes one request, or none if the API is off.
    ///
    /// # Errors
    /// Any error that prevents the request. What the wiki does not show is `None`.
    pub fn creator_limits(&mut self) -> Result<CreatorLimits, Error> {
        self.step(&mut Conversation::new(ReadCreatorLimits::default()))
    }

    /// Returns the logged-in user, with e-mail address and real name as the wiki shows them. Takes one
    /// request, or none if the API is off: then only the name is known.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] if nobody is logged in, and any error that prevents the request.
    pub fn user(&mut self) -> Result<User, Error> {
        self.step(&mut Conversation::new(ReadUser::default()))
    }

    /// Returns all fields that the wiki offers for a new account, including optional and
    /// alternative ones. The result is empty for wikis of 1.21 to 1.26, whose fields are fixed, and
    /// if the wiki refuses the sign-up form to this caller. It adds no requests in total, because a
    /// creation that follows within 5 minutes does not repeat its requests.
    ///
    /// # Errors
    /// As [`WikiInteraction::step`].
    pub fn fields(&mut self) -> Result<Vec<Field>, Error> {
        self.step(&mut Conversation::new(OfferedFields::default()))
    }

    /// Returns the session, with the facts about the wiki.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Returns the number of HTTP requests so far, including redirects, repeated reads and images.
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// Returns the canceller, with which another thread can cancel the calls of this wiki and its
    /// conversations. With the default transport a cancelled call ends within milliseconds; other
    /// transports may take longer. Calls are possible again after [`Canceller::reset`].
    pub fn canceller(&self) -> Canceller {
        self.connection.limits.canceller.clone()
    }

    /// Returns the clock.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.connection.clock)
    }

    fn new(session: Session, connection: Connection, suspend_keys: SuspendKeys) -> Self {
        Self {
            clock_read_at: connection.clock.instant(),
            session,
            connection,
            suspend_keys,
            process: Process::current(),
            requests: 0,
            generation: 0,
        }
    }

    fn begin(&mut self, interaction: Interaction) -> WikiInteraction<'_> {
        self.generation += 1;
        let conversation = self.new_conversation(interaction);
        self.attach(conversation)
    }

    /// Creates a conversation of the current generation.
    fn new_conversation(&self, interaction: Interaction) -> Conversation<Interaction> {
        let mut conversation = Conversation::new(interaction);
        conversation.generation = Some(self.generation);
        conversation
    }
}

/// For callers that store conversations where a borrowed wiki cannot be stored: in a struct, across
/// an FFI, in a web server's session.
impl Wiki {
    /// Drives a conversation to its next step, or to its end.
    ///
    /// # Errors
    /// The error with which the conversation ended; [`Reason::InvalidArgument`] if
    /// [`next_request`](Self::next_request) returned a request whose reply was not fed yet;
    /// [`Reason::SessionLost`] if another creation or login was begun with this wiki;
    /// [`Reason::InvalidArgument`] if this wiki was created in another process.
    pub fn step<F: Flow>(
        &mut self,
        conversation: &mut Conversation<F>,
    ) -> Result<F::Output, Error> {
        self.drive(conversation, &mut |_| Ok(()))
    }

    /// Attaches a conversation to this wiki, after it was resumed or
    /// [detached](WikiInteraction::into_conversation).
    pub fn attach(&mut self, conversation: Conversation<Interaction>) -> WikiInteraction<'_> {
        WikiInteraction::new(self, conversation)
    }

    /// Supplies the caller's input for the current step. Call [`step`](Self::step) to continue.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] if the input does not fit the step, and the errors of
    /// [`step`](Self::step). The conversation is then unchanged.
    pub fn respond(
        &mut self,
        conversation: &mut Conversation<Interaction>,
        input: Input,
    ) -> Result<(), Error> {
        self.process.ensure_current()?;
        self.ensure_current(conversation, None)?;
        ensure_idle(conversation)?;
        Ok(conversation.answer(&mut self.session, input)?)
    }

    /// Turns a waiting conversation into text; see [`WikiInteraction::suspend`].
    ///
    /// # Errors
    /// The errors of [`WikiInteraction::suspend`] and of [`step`](Self::step).
    pub fn suspend(&self, conversation: &Conversation<Interaction>) -> Result<Secret, Error> {
        self.process.ensure_current()?;
        self.ensure_current(conversation, None)?;
        ensure_idle(conversation)?;
        let mut session = self.session.clone();
        let clock = self.clock();
        session.advance_clock(
            clock
                .instant()
                .saturating_duration_since(self.clock_read_at),
        );
        conversation.suspend(&session, &self.suspend_keys, clock.now())
    }
}

/// For hosts that send requests with their own HTTP client.
impl Wiki {
    /// Returns the next request of a conversation, or `None` if the conversation waits for its
    /// caller or has ended; [`step`](Self::step) then returns the step without sending anything.
    /// Each request is returned once; pass its reply to [`feed`](Self::feed).
    ///
    /// The host must wait for [`Request::wait`] first, follow no redirects and store no cookies. It
    /// may repeat only requests with [`Effect::Read`](crate::http::Effect::Read). This includes
    /// repetitions by its HTTP client: many clients send a request again if the server has closed a
    /// persistent connection, so use a new connection for all other requests. A request that is signed
    /// with an [`OAuth1Token`](crate::OAuth1Token) is never repeated: a wiki accepts each signature once,
    /// and for 300 seconds.
    ///
    /// A request whose host is not that of the caller's address goes where a redirect has led. Its host is
    /// on this machine or in its network only if the redirecting host is, as far as addresses are written
    /// out. The default transport also refuses a name that resolves to such an address; a host
    /// that needs this must check the addresses to which its client connects.
    ///
    /// # Errors
    /// The errors of [`step`](Self::step). After a cancellation there is no request, and
    /// [`step`](Self::step) returns the result.
    pub fn next_request<'c, F: Flow>(
        &mut self,
        conversation: &'c mut Conversation<F>,
    ) -> Result<Option<&'c Request>, Error> {
        self.process.ensure_current()?;
        ensure_idle(conversation)?;
        loop {
            let Poll::Send(request) = self.poll(conversation) else {
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
            self.session.mark_sent();
            conversation.handed_out = true;
            return Ok(conversation.request());
        }
    }

    /// Supplies the reply to the request that [`next_request`](Self::next_request) returned. A reply
    /// without such a request is ignored.
    pub fn feed<F: Flow>(&mut self, conversation: &mut Conversation<F>, reply: Reply) {
        if !std::mem::take(&mut conversation.handed_out) {
            return;
        }
        self.requests += 1;
        self.advance_clock();
        conversation.feed(&mut self.session, reply);
    }

    /// Fails if another creation or login was begun since. Existence checks are still allowed, since
    /// they are about a request that was sent before.
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
                    "another creation or login was begun with this wiki, which ended this one; use one client for each",
                ))
            }
            _ => Ok(()),
        }
    }
}
