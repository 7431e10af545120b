//! The driver: sends what a flow wants sent, and nothing more.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use crate::{
    Canceller, Credentials, Dialect, Error, Field, Misuse, NewAccount, Progress, Reason,
    Requirements, Secret, Session, Step,
    dialogue::{Creation, Dialogue, LoggingIn, Resumed},
    flow::{Conversation, Create, Flow, Input, Inquire, LogIn, Look, Pause, Poll, spoken::Spoken},
    place::web_address,
    suspend::Suspended,
    transport::{Exchange, Limits, Transport, UreqBuilder},
    wire::{Fault, Format, Kind, Purpose, Reply, Request},
};

/// Tries of a request that only reads.
const MOST_TRIES: u32 = 3;
/// The longest `Retry-After` that is waited for.
const LONGEST_WAIT: Duration = Duration::from_secs(10);

/// A wiki, and the way to it.
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
pub struct Wiki {
    pub(crate) session: Session,
    transport: Box<dyn Transport + Send>,
    limits: Limits,
    progress: Option<Listener>,
    exchanges: Option<ExchangeListener>,
    requests: u64,
    /// Counts creations and logins. A wiki's session has one of them: another one ends
    /// what waits, whose answers would go to the wrong account.
    turn: u64,
    /// When the last reply came, to tell the session how long it was idle.
    last_reply: Option<Instant>,
}

/// Whoever wants to know what a call is doing.
type Listener = Box<dyn FnMut(&Progress) + Send>;

/// Whoever wants to know what came of a call's requests.
type ExchangeListener = Box<dyn FnMut(&Exchange<'_>) + Send>;

impl Wiki {
    /// A wiki by any of its addresses, with everything else as it is usual. Nothing is
    /// sent.
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

    /// A wiki by any of its addresses, as with [`connect`](Self::connect), to be set up
    /// further.
    pub fn builder(address: &str) -> WikiBuilder {
        WikiBuilder::new(address)
    }

    /// Begins to create an account; nothing is sent before [`Creation::step`].
    pub fn create(&mut self, account: NewAccount) -> Creation<'_> {
        let flow = Create::new(account, &self.session);
        self.turn += 1;
        Dialogue::new(self, flow)
    }

    /// Begins to log in the creator of accounts; nothing is sent before
    /// [`LoggingIn::step`]. Whoever was logged in before is not any more.
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
    pub fn log_in(&mut self, credentials: Credentials) -> LoggingIn<'_> {
        let flow = LogIn::new(credentials, &mut self.session);
        self.turn += 1;
        Dialogue::new(self, flow)
    }

    /// Has nobody be logged in, with nothing left of whoever was; also after a login
    /// that did not come to its end.
    pub fn log_out(&mut self) {
        self.session.log_out();
    }

    /// Takes up a conversation that was put down with [`Creation::suspend`], with
    /// everything else as it is usual.
    ///
    /// # Errors
    /// As [`WikiBuilder::resume`].
    pub fn resume(text: &str) -> Result<Resumed, Error> {
        WikiBuilder::default().resume(text)
    }

    /// What the wiki asks of new accounts, and its word on `account` as far as it is
    /// given: its name, its password, its address. Nothing is created, no limit is
    /// counted against, and no captcha is spent.
    ///
    /// It costs 2 to 4 requests; a creation that follows does not repeat what was learnt.
    ///
    /// # Errors
    /// Whatever keeps the wiki from being looked at. What it does not tell is `None`.
    pub fn requirements(&mut self, account: &NewAccount) -> Result<Requirements, Error> {
        let look = Look::new(account.clone(), &self.session);
        self.finish(&mut Conversation::new(look))
    }

    /// All fields that the wiki offers for a new account, the optional and alternative
    /// ones included; none on wikis of 1.21 to 1.26, whose fields are fixed. It costs no
    /// request of its own: a creation that follows does not ask again.
    ///
    /// # Errors
    /// As [`Creation::step`].
    pub fn fields(&mut self) -> Result<Vec<Field>, Error> {
        self.finish(&mut Conversation::new(Inquire::default()))
    }

    /// The session, for what is known of the wiki.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// HTTP requests spent so far, redirects, repeated reads and images included.
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// What cancels the calls of this wiki and its creations from another thread. A
    /// cancelled call ends within milliseconds, whatever it waits for, unless a
    /// transport other than [`Ureq`](crate::transport::Ureq) takes longer; calls are
    /// possible again after [`Canceller::reset`].
    pub fn canceller(&self) -> Canceller {
        self.limits.canceller.clone()
    }

    /// The same turn as this wiki's, for a conversation that begins.
    pub(crate) fn take_turn<F: Flow>(&self, flow: F) -> Conversation<F> {
        let mut conversation = Conversation::new(flow);
        conversation.turn = Some(self.turn);
        conversation
    }

    /// Drives a conversation that its caller holds to its next step, as
    /// [`Dialogue::step`] does.
    ///
    /// # Errors
    /// As [`Dialogue::step`], and [`Reason::InvalidArgument`] while a request of it is with
    /// its host, [`Reason::SessionLost`] after another creation or login was begun with this
    /// wiki.
    pub fn step<F: Spoken>(&mut self, flow: &mut Conversation<F>) -> Result<Step, Error> {
        match self.drive(flow)? {
            Driven::Paused(pause) => Ok((*pause).into()),
            Driven::Done(done) => F::ended(done),
        }
    }

    /// Drives a conversation that asks its caller for nothing, as a
    /// [`Look`] or a [`FetchImage`](crate::flow::FetchImage), to its end.
    ///
    /// # Errors
    /// What the conversation ended with, and [`Reason::InvalidArgument`] if it asks all the
    /// same or while a request of it is with its host.
    pub fn finish<T, F>(&mut self, flow: &mut Conversation<F>) -> Result<T, Error>
    where
        F: Flow<Done = Result<T, Error>>,
    {
        match self.drive(flow)? {
            Driven::Done(done) => done,
            Driven::Paused(_) => Err(Misuse::new("the conversation waits for an answer").into()),
        }
    }

    /// Gives a conversation its caller's word; what comes of it is the next step.
    ///
    /// # Errors
    /// For what does not fit, and where [`step`](Self::step) would fail; the conversation
    /// then stands where it stood.
    pub fn tell<F: Flow>(&mut self, flow: &mut Conversation<F>, input: Input) -> Result<(), Error> {
        self.is_its_turn(flow, None)?;
        is_here(flow)?;
        Ok(flow.answer(&mut self.session, input)?)
    }

    /// Puts a conversation that its caller holds down, as [`Dialogue::suspend`] does.
    ///
    /// # Errors
    /// As [`Dialogue::suspend`], and where [`step`](Self::step) would fail.
    pub fn suspend<F: Spoken>(&self, flow: &Conversation<F>) -> Result<Secret, Error> {
        self.is_its_turn(flow, None)?;
        is_here(flow)?;
        flow.suspend(&self.session)
    }

    /// The request that a conversation wants sent, for hosts that send it with an HTTP
    /// client of their own. It is given once: the conversation then waits for
    /// [`feed`](Self::feed). `None` when it waits for its caller or has ended: then
    /// [`step`](Self::step) sends nothing.
    ///
    /// The host waits for [`Request::wait`] first, follows no redirect, keeps no cookie,
    /// and may repeat what is [`Kind::Read`] only. That holds for its HTTP client too: many
    /// send a request again by themselves when a connection that was kept turns out to be
    /// closed, so what is not [`Kind::Read`] should have a new one.
    ///
    /// # Errors
    /// As [`step`](Self::step). After a cancellation there is no request any more, and
    /// [`step`](Self::step) says so.
    pub fn next_request<F: Flow>(
        &mut self,
        flow: &mut Conversation<F>,
    ) -> Result<Option<Request>, Error> {
        is_here(flow)?;
        loop {
            let Poll::Send(request) = flow.next(&mut self.session) else {
                return Ok(None);
            };
            self.is_its_turn(flow, Some(request.purpose))?;
            if self.limits.canceller.is_cancelled() {
                flow.feed(&mut self.session, Reply::NotSent(Fault::cancelled()));
                continue;
            }
            self.goes_out();
            flow.outside = true;
            return Ok(Some(request));
        }
    }

    /// Takes what became of the request that [`next_request`](Self::next_request) gave.
    /// A reply to none is passed over.
    pub fn feed<F: Flow>(&mut self, flow: &mut Conversation<F>, reply: Reply) {
        if !std::mem::take(&mut flow.outside) {
            return;
        }
        self.requests += 1;
        self.last_reply = Some(Instant::now());
        flow.feed(&mut self.session, reply);
    }

    /// Whether nothing else was begun since. What came of a request that went out before may
    /// still be found out.
    fn is_its_turn<F>(
        &self,
        flow: &Conversation<F>,
        purpose: Option<Purpose>,
    ) -> Result<(), Error> {
        match flow.turn {
            Some(turn) if turn != self.turn && purpose != Some(Purpose::Settle) => Err(Error::new(
                Reason::SessionLost,
                "another creation or login was begun with this wiki, which has ended this one; use a wiki for each",
            )),
            _ => Ok(()),
        }
    }

    /// Drives a conversation until it pauses or ends; then it is where it was.
    fn drive<F: Flow>(&mut self, flow: &mut Conversation<F>) -> Result<Driven<F::Done>, Error> {
        is_here(flow)?;
        loop {
            match flow.next(&mut self.session) {
                Poll::Send(request) => {
                    self.is_its_turn(flow, Some(request.purpose))?;
                    let reply = self.send(&request);
                    flow.feed(&mut self.session, reply);
                }
                Poll::Pause(pause) => return Ok(Driven::Paused(Box::new(pause))),
                Poll::Done(done) => return Ok(Driven::Done(done)),
            }
        }
    }

    /// A request goes out: the session learns how long nothing was said. Only once for
    /// each reply, so that it never takes the wiki's time for later than it is.
    fn goes_out(&mut self) {
        if let Some(last) = self.last_reply.take() {
            self.session.idle(last.elapsed());
        }
    }

    /// Sends a request; one that only reads is repeated after a fault and when the
    /// server asks for a moment's patience. Cancelled, it is not sent, or not again.
    fn send(&mut self, request: &Request) -> Reply {
        let mut attempt = 1;
        let mut wait = request.wait;
        loop {
            if self.is_cancelled_before(request, attempt, wait) {
                return Reply::NotSent(Fault::cancelled());
            }
            self.requests += 1;
            self.goes_out();
            let start = Instant::now();
            let reply = self.transport.send(request, &self.limits);
            self.last_reply = Some(Instant::now());
            if let Some(listener) = &mut self.exchanges {
                let took = start.elapsed();
                listener(&Exchange {
                    request,
                    reply: &reply,
                    took,
                });
            }
            if request.kind != Kind::Read || attempt == MOST_TRIES {
                return reply;
            }
            match patience(request, &reply, attempt) {
                Some(patience) => wait = patience,
                None => return reply,
            }
            attempt += 1;
        }
    }

    /// Waits, and tells of it and of the request that follows. The listener may cancel
    /// as well as any other thread.
    fn is_cancelled_before(&mut self, request: &Request, attempt: u32, wait: Duration) -> bool {
        let canceller = &self.limits.canceller;
        let mut tell = |wait| {
            if let Some(listener) = &mut self.progress {
                listener(&Progress {
                    purpose: request.purpose,
                    attempt,
                    wait,
                });
            }
        };
        if !wait.is_zero() && !canceller.is_cancelled() {
            tell(Some(wait));
        }
        if canceller.wait(wait) {
            return true;
        }
        tell(None);
        canceller.is_cancelled()
    }
}

/// Where driving came to.
enum Driven<D> {
    Paused(Box<Pause>),
    Done(D),
}

/// Whether no request of the conversation is with its host, which would be sent twice.
fn is_here<F>(flow: &Conversation<F>) -> Result<(), Misuse> {
    match flow.outside {
        false => Ok(()),
        true => Err(Misuse::new(
            "a request of this conversation was given to its host; feed what became of it first",
        )),
    }
}

/// How long to wait before a read is repeated, if that can help. An address that may be
/// wrong is not knocked at again where nobody opens.
fn patience(request: &Request, reply: &Reply, tries: u32) -> Option<Duration> {
    match reply {
        Reply::NotSent(_) if request.purpose == Purpose::Discover => None,
        Reply::NotSent(fault) | Reply::Lost(fault) => {
            (fault.reason == Reason::Unreachable).then(|| Duration::from_millis(250) * tries)
        }
        Reply::Got(response) if matches!(response.status, 429 | 502 | 503 | 504) => {
            let wait = response.retry_after().unwrap_or(Duration::from_secs(1));
            (wait <= LONGEST_WAIT).then_some(wait)
        }
        Reply::Got(_) => None,
    }
}

/// Sets a [`Wiki`] up. The default is for [`resume`](Self::resume) only, where the
/// suspended conversation knows its wiki.
#[derive(Default)]
pub struct WikiBuilder {
    address: String,
    contact: Option<String>,
    user_agent: Option<String>,
    allow_http: bool,
    format: Format,
    dialect: Option<Dialect>,
    return_url: Option<String>,
    ureq: UreqBuilder,
    limits: Limits,
    access_token: Option<Secret>,
    http_login: Option<(String, Secret)>,
    progress: Option<Listener>,
    exchanges: Option<ExchangeListener>,
    transport: Option<Box<dyn Transport + Send>>,
}

impl WikiBuilder {
    fn new(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            ..Self::default()
        }
    }

    /// An address of the operator (a mail address, a page), put into the user agent
    /// as wikis ask of tools.
    pub fn contact(mut self, contact: impl Into<String>) -> Self {
        self.contact = Some(contact.into());
        self
    }

    /// The whole `User-Agent`; the default is `mwaccount/VERSION (CONTACT)`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Whether secrets may travel unencrypted to another machine. To this machine
    /// they always may.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.allow_http = allow;
        self
    }

    /// The format of the legacy API; AuthManager is always spoken in JSON.
    pub fn format(mut self, format: Format) -> Self {
        self.format = format;
        self
    }

    /// The dialect, which saves the detecting request of a legacy wiki; no other is tried
    /// then.
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.dialect = Some(dialect);
        self
    }

    /// Where a wiki that sends its users elsewhere shall send them back to; the
    /// default is the wiki itself. Absolute, with scheme.
    pub fn return_url(mut self, url: impl Into<String>) -> Self {
        self.return_url = Some(url.into());
        self
    }

    /// The login that the web server asks for before it lets anybody to the wiki: HTTP basic
    /// authentication (RFC 7617). It goes with every request to the wiki and to nowhere else,
    /// in clear to another machine only as [`allow_http`](Self::allow_http) says. With an
    /// OAuth access token it cannot be used: both would be the one `Authorization` header.
    pub fn http_login(mut self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.http_login = Some((user.into(), password.into()));
        self
    }

    /// The proxy, as `http://host:port`; the default is the environment's
    /// (`HTTPS_PROXY` and the like). This machine is always reached directly.
    pub fn proxy(mut self, proxy: impl Into<Secret>) -> Self {
        self.ureq = self.ureq.proxy(proxy.into().expose());
        self
    }

    /// Trusts a wiki whose certificate is by one of the authorities in this file, or is itself
    /// in it, and no other: the system's authorities do not count then. The file is in PEM.
    /// For a proxy that is reached over TLS the system's go on to count.
    ///
    /// The files are read by [`build`](Self::build), for the transport that ships. With
    /// another one, and for hosts with an HTTP client of their own, whom to trust and what to
    /// show is that one's business.
    pub fn ca_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.ureq = self.ureq.ca_file(path);
        self
    }

    /// Shows the certificate in this file to a wiki's server that wants to see one. The file is
    /// in PEM and holds the certificate, then those that vouch for it if there are any, and its
    /// private key, unless [`client_key`](Self::client_key) names the file that does.
    pub fn client_cert(mut self, path: impl Into<PathBuf>) -> Self {
        self.ureq = self.ureq.client_cert(path);
        self
    }

    /// Takes the private key of the client certificate from this file, in PEM and without a
    /// passphrase.
    pub fn client_key(mut self, path: impl Into<PathBuf>) -> Self {
        self.ureq = self.ureq.client_key(path);
        self
    }

    /// The longest a single request may take; 30 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// The most bytes of a body, after decoding; 1 MiB by default.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limits.max_body = bytes;
        self
    }

    /// The OAuth 2 access token that a resumed conversation goes on with, one of the same
    /// user's. For [`resume`](Self::resume) only: to begin with a token, log in with
    /// [`Credentials::OAuth`].
    pub fn access_token(mut self, token: impl Into<Secret>) -> Self {
        self.access_token = Some(token.into());
        self
    }

    /// Has `listener` told what a call does next: each request just before it goes out,
    /// and each wait, with its length. It is called on the thread that makes the call,
    /// which waits for it. It may cancel. A panic in it passes through the call.
    pub fn on_progress(mut self, listener: impl FnMut(&Progress) + Send + 'static) -> Self {
        self.progress = Some(Box::new(listener));
        self
    }

    /// Has `listener` told what came of each request, just after it; the rest is as with
    /// [`on_progress`](Self::on_progress). Logs want its `Display`.
    pub fn on_exchange(mut self, listener: impl FnMut(&Exchange<'_>) + Send + 'static) -> Self {
        self.exchanges = Some(Box::new(listener));
        self
    }

    /// Another transport than [`Ureq`](crate::transport::Ureq).
    pub fn transport(mut self, transport: impl Transport + Send + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// The session alone, for hosts that drive flows with an HTTP client of their own.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] for an address, return address, user agent or server's own
    /// login that cannot be used.
    pub fn session(&self) -> Result<Session, Error> {
        if self.access_token.is_some() {
            return Err(Error::new(
                Reason::InvalidArgument,
                "an access token is given to a login; as a setting it is for resuming only",
            ));
        }
        let mut session = Session::new(&self.address)?;
        if let Some(agent) = self.agent()? {
            session.user_agent = agent;
        }
        if let Some(url) = &self.return_url {
            session.return_url = Some(web_address(url, "the return address")?.into());
        }
        if let Some((user, password)) = &self.http_login {
            session.set_http_login(user, password.clone())?;
        }
        session.allow_http = self.allow_http;
        session.format = self.format;
        session.facts.dialect = self.dialect;
        session.dialect_is_chosen = self.dialect.is_some();
        Ok(session)
    }

    /// The wiki; nothing is sent.
    ///
    /// # Errors
    /// As [`session`](Self::session), and for a proxy, a CA file or a client certificate that
    /// cannot be used.
    pub fn build(mut self) -> Result<Wiki, Error> {
        let session = self.session()?;
        Ok(Wiki {
            session,
            transport: self.take_transport()?,
            limits: self.limits,
            progress: self.progress,
            exchanges: self.exchanges,
            requests: 0,
            turn: 0,
            last_reply: None,
        })
    }

    /// Takes up a conversation that was put down. What belongs to it (the wiki, its
    /// dialect, the return address, the user agent, whether http is allowed) is as it
    /// was; the proxy, the CA file, the client certificate, the limits and the transport are
    /// this builder's.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] for a text that is damaged, of a newer version or no
    /// such text at all, and where an access token or the server's own login is needed and not
    /// given, or given and not needed.
    pub fn resume(mut self, text: &str) -> Result<Resumed, Error> {
        let Suspended {
            mut session, flow, ..
        } = Suspended::read(text)?;
        if session.needs_bearer && self.access_token.is_none() {
            return Err(Error::new(
                Reason::InvalidArgument,
                "the conversation was begun with an access token, which is not kept; give it again",
            ));
        }
        if !session.needs_bearer && self.access_token.is_some() {
            return Err(Error::new(
                Reason::InvalidArgument,
                "the conversation was begun without an access token; leave it out",
            ));
        }
        match (&self.http_login, session.needs_http_login) {
            (Some((user, password)), true) => session.set_http_login(user, password.clone())?,
            (None, false) => {}
            (None, true) => {
                return Err(Error::new(
                    Reason::InvalidArgument,
                    "the conversation was begun with a login of the server's own, which is not kept; \
                     give it again (http_login, --http-user)",
                ));
            }
            (Some(_), false) => {
                return Err(Error::new(
                    Reason::InvalidArgument,
                    "the conversation was begun without a login of the server's own; leave it out",
                ));
            }
        }
        session.bear(self.access_token.take());
        let wiki = Wiki {
            session,
            transport: self.take_transport()?,
            limits: self.limits,
            progress: self.progress,
            exchanges: self.exchanges,
            requests: 0,
            turn: 0,
            last_reply: None,
        };
        Ok(Resumed::new(wiki, flow))
    }

    fn agent(&self) -> Result<Option<String>, Error> {
        let version = env!("CARGO_PKG_VERSION");
        let agent = match (&self.user_agent, &self.contact) {
            (Some(agent), _) => agent.clone(),
            (None, Some(contact)) => format!("mwaccount/{version} ({contact})"),
            (None, None) => return Ok(None),
        };
        let is_plain = agent.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if agent.is_empty() || !is_plain {
            return Err(Error::new(
                Reason::InvalidArgument,
                "the user agent must be plain ASCII text",
            ));
        }
        Ok(Some(agent))
    }

    fn take_transport(&mut self) -> Result<Box<dyn Transport + Send>, Error> {
        if let Some(transport) = self.transport.take() {
            return Ok(transport);
        }
        Ok(Box::new(std::mem::take(&mut self.ureq).build()?))
    }
}
