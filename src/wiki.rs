//! The driver: sends what a flow wants sent, and nothing more.

use std::{thread, time::Duration};

use url::Url;

use crate::{
    Answers, Dialect, Error, Field, NewAccount, Reason, Session, Step,
    flow::{Conversation, Create, FetchImage, Flow, Image, Input, Inquire, Outcome, Pause, Poll},
    session::web_address,
    transport::{Limits, Transport, Ureq},
    wire::{Format, Kind, Reply, Request},
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
    session: Session,
    transport: Box<dyn Transport + Send>,
    limits: Limits,
    requests: u64,
}

impl Wiki {
    /// A wiki by the address of its api.php, with everything else as it is usual.
    /// Nothing is sent.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] if this is no http or https address.
    pub fn connect(api: &str) -> Result<Self, Error> {
        Self::builder(api).build()
    }

    /// A wiki by the address of its api.php, to be set up further.
    pub fn builder(api: &str) -> WikiBuilder {
        WikiBuilder::new(api)
    }

    /// Begins to create an account; nothing is sent before [`Creation::step`].
    pub fn create(&mut self, account: NewAccount) -> Creation<'_> {
        let flow = Conversation::new(Create::new(account, &self.session));
        Creation { wiki: self, flow }
    }

    /// All fields that the wiki offers for a new account, the optional and alternative
    /// ones included; none on wikis of 1.21 to 1.26, whose fields are fixed. It costs no
    /// request of its own: a creation that follows does not ask again.
    ///
    /// # Errors
    /// As [`Creation::step`].
    pub fn fields(&mut self) -> Result<Vec<Field>, Error> {
        match self.drive(&mut Conversation::new(Inquire::default())) {
            Driven::Done(fields) => fields,
            Driven::Paused(_) => Err(Error::new(Reason::Protocol, "a look asks for nothing")),
        }
    }

    /// The session, for what is known of the wiki.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// HTTP requests spent so far, redirects, repeated reads and images included.
    pub fn requests(&self) -> u64 {
        self.requests
    }

    /// Drives a conversation until it pauses or ends.
    fn drive<F: Flow>(&mut self, flow: &mut Conversation<F>) -> Driven<F::Done> {
        loop {
            match flow.next(&mut self.session) {
                Poll::Send(request) => {
                    let reply = self.send(&request);
                    flow.feed(&mut self.session, reply);
                }
                Poll::Pause(pause) => return Driven::Paused(Box::new(pause)),
                Poll::Done(done) => return Driven::Done(done),
            }
        }
    }

    /// Sends a request; one that only reads is repeated after a fault and when the
    /// server asks for a moment's patience.
    fn send(&mut self, request: &Request) -> Reply {
        let mut tries = 0;
        thread::sleep(request.wait);
        loop {
            self.requests += 1;
            tries += 1;
            let reply = self.transport.send(request, &self.limits);
            if request.kind != Kind::Read || tries == MOST_TRIES {
                return reply;
            }
            match patience(&reply, tries) {
                Some(wait) => thread::sleep(wait),
                None => return reply,
            }
        }
    }
}

enum Driven<D> {
    Paused(Box<Pause>),
    Done(D),
}

/// How long to wait before a read is repeated, if that can help.
fn patience(reply: &Reply, tries: u32) -> Option<Duration> {
    match reply {
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

/// An account on its way. It can be left at any step; the wiki's session stays
/// good for the next one.
pub struct Creation<'w> {
    wiki: &'w mut Wiki,
    flow: Conversation<Create>,
}

impl Creation<'_> {
    /// Goes on until something is wanted of the caller or the creation has ended;
    /// then the same step comes again.
    ///
    /// # Errors
    /// Whatever kept the account from being created that was not the wiki's own no:
    /// surely nothing was created.
    pub fn step(&mut self) -> Result<Step, Error> {
        match self.wiki.drive(&mut self.flow) {
            Driven::Paused(pause) => Ok(match *pause {
                Pause::Ask(ask) => Step::Ask(ask),
                Pause::Redirect(redirect) => Step::Redirect(redirect),
                Pause::Restart(ask) => Step::Restart(ask),
                Pause::Refused(refused) => Step::Refused(refused),
            }),
            Driven::Done(Outcome::Created(created)) => Ok(Step::Created(created)),
            Driven::Done(Outcome::Unknown(unknown)) => Ok(Step::Unknown(unknown)),
            Driven::Done(Outcome::Failed(error)) => Err(error),
        }
    }

    /// Answers a [`Step::Ask`], [`Step::Restart`] or [`Step::Redirect`], and goes on.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] for an answer that does not fit, which names the
    /// field; the creation stands where it stood. Else as [`step`](Self::step).
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

    /// Tries again after a [`Step::Refused`], keeping the answer to a captcha that
    /// is still good. With the account as it was, it asks for a captcha anew.
    ///
    /// # Errors
    /// As [`answer`](Self::answer).
    pub fn revise(&mut self, account: NewAccount) -> Result<Step, Error> {
        self.input(Input::Revise(account))
    }

    /// Fetches the image of a captcha: one request, made when it is asked for.
    ///
    /// # Errors
    /// [`Reason::CaptchaUnavailable`] where the wiki gives none.
    pub fn image(&mut self, captcha: &crate::Captcha) -> Result<Image, Error> {
        let Some(url) = captcha.image.clone() else {
            return Err(Error::new(
                Reason::InvalidArgument,
                "this captcha has no image",
            ));
        };
        match self
            .wiki
            .drive(&mut Conversation::new(FetchImage::new(url)))
        {
            Driven::Done(image) => image,
            Driven::Paused(_) => Err(Error::new(Reason::Protocol, "an image asks for nothing")),
        }
    }

    /// The wiki that this creation is on.
    pub fn wiki(&self) -> &Wiki {
        self.wiki
    }

    fn input(&mut self, input: Input) -> Result<Step, Error> {
        self.flow.answer(&mut self.wiki.session, input)?;
        self.step()
    }
}

/// Sets a [`Wiki`] up.
pub struct WikiBuilder {
    api: String,
    contact: Option<String>,
    user_agent: Option<String>,
    allow_http: bool,
    format: Format,
    dialect: Option<Dialect>,
    return_url: Option<String>,
    proxy: Option<String>,
    limits: Limits,
    transport: Option<Box<dyn Transport + Send>>,
}

impl WikiBuilder {
    fn new(api: &str) -> Self {
        Self {
            api: api.to_owned(),
            contact: None,
            user_agent: None,
            allow_http: false,
            format: Format::default(),
            dialect: None,
            return_url: None,
            proxy: None,
            limits: Limits::default(),
            transport: None,
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

    /// The dialect, which saves the detecting request of a legacy wiki.
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

    /// The proxy, as `http://host:port`; the default is the environment's
    /// (`HTTPS_PROXY` and the like). This machine is always reached directly.
    pub fn proxy(mut self, proxy: impl Into<String>) -> Self {
        self.proxy = Some(proxy.into());
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

    /// Another transport than [`Ureq`].
    pub fn transport(mut self, transport: impl Transport + Send + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// The wiki; nothing is sent.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`] for an address, return address, user agent or
    /// proxy that cannot be used.
    pub fn build(self) -> Result<Wiki, Error> {
        let invalid = |message: String| Error::new(Reason::InvalidArgument, message);
        let return_url = self.return_url.as_deref();
        let return_url = return_url.map(|url| web_address(url, "the return address"));
        let agent = self.user_agent.unwrap_or_else(|| {
            let version = env!("CARGO_PKG_VERSION");
            match self.contact {
                Some(contact) => format!("mwaccount/{version} ({contact})"),
                None => format!("mwaccount/{version}"),
            }
        });
        if agent.is_empty() || !agent.bytes().all(|byte| (b' '..=b'~').contains(&byte)) {
            return Err(invalid(
                "the user agent must be plain ASCII text".to_owned(),
            ));
        }
        let transport = match self.transport {
            Some(transport) => transport,
            None => {
                let mut ureq = Ureq::builder();
                if let Some(proxy) = &self.proxy {
                    ureq = ureq.proxy(proxy);
                }
                Box::new(ureq.build()?)
            }
        };
        let mut session = Session::new(&self.api)?;
        session.user_agent = agent;
        session.allow_http = self.allow_http;
        session.format = self.format;
        session.return_url = return_url.transpose()?.map(String::from);
        session.facts.dialect = self.dialect;
        Ok(Wiki {
            session,
            transport,
            limits: self.limits,
            requests: 0,
        })
    }
}
