//! Settings of a new client, and of one that resumes a conversation.

#[cfg(feature = "ureq")]
use std::path::PathBuf;
use std::{sync::Arc, time::Duration};

use super::Wiki;
#[cfg(feature = "ureq")]
use crate::transport::UreqBuilder;
use crate::{
    AccessToken, Dialect, Error, Format, InvalidInput, Progress, Secret, Session, SuspendKeys,
    clock::{Clock, SystemClock},
    flow::{self, Conversation, Interaction},
    http::{
        address::{self, Userinfo},
        basic_auth,
    },
    transport::{Exchange, Limits, Transport},
};

/// A listener for the next action of a call.
type OnProgress = Box<dyn FnMut(&Progress) + Send>;

/// A listener for the requests of a call and their replies.
type OnExchange = Box<dyn FnMut(&Exchange<'_>) + Send>;

/// The transport with its limits, and the listeners.
pub(super) struct Connection {
    pub transport: Box<dyn Transport + Send>,
    pub limits: Limits,
    pub on_progress: Option<OnProgress>,
    pub on_exchange: Option<OnExchange>,
    pub clock: Arc<dyn Clock>,
    /// True if a call runs code of its caller, a listener or a transport, which may fork.
    pub runs_callers_code: bool,
}

/// Settings of a client. `K` is the kind of client: [`NewWiki`] or [`SuspendedText`].
pub struct Builder<K> {
    kind: K,
    http_auth: Option<(String, Secret)>,
    suspend_keys: Vec<Secret>,
    #[cfg(feature = "ureq")]
    ureq: UreqBuilder,
    limits: Limits,
    on_progress: Option<OnProgress>,
    on_exchange: Option<OnExchange>,
    transport: Option<Box<dyn Transport + Send>>,
    clock: Arc<dyn Clock>,
}

/// Settings of a client for a wiki: see [`Wiki::builder`].
pub type WikiBuilder = Builder<NewWiki>;

/// Settings of a client that resumes a conversation: see [`Wiki::resume_builder`]. The settings of
/// the conversation itself (the wiki, its dialect, the return address, the user agent, whether http
/// is allowed) are restored from the text.
pub type ResumeBuilder = Builder<SuspendedText>;

/// The settings that only [`WikiBuilder`] has.
#[derive(Default)]
pub struct NewWiki {
    /// A secret because it may contain a password.
    address: Secret,
    contact: Option<String>,
    user_agent: Option<String>,
    allow_http: bool,
    prove_by_login: bool,
    format: Format,
    dialect: Option<Dialect>,
    return_url: Option<String>,
    maxlag: Option<u32>,
}

/// The settings that only [`ResumeBuilder`] has.
pub struct SuspendedText {
    text: Secret,
    address: Option<Secret>,
    access_token: Option<AccessToken>,
}

/// For a new client.
impl Builder<NewWiki> {
    pub(super) fn new(address: &str) -> Self {
        Self::with_kind(NewWiki {
            address: address.into(),
            ..NewWiki::default()
        })
    }

    /// Sets the operator's contact (an e-mail address or a page), which becomes part of the user
    /// agent, as wikis ask of tools.
    pub fn contact(mut self, contact: impl Into<String>) -> Self {
        self.kind.contact = Some(contact.into());
        self
    }

    /// Sets the whole `User-Agent`; the default is `mwaccount/VERSION (CONTACT)`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.kind.user_agent = Some(user_agent.into());
        self
    }

    /// Sets whether secrets may be sent unencrypted to other machines. To this machine it is always
    /// allowed.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.kind.allow_http = allow;
        self
    }

    /// Sets whether a login as the new user is to prove whose account it is, if the response to a
    /// creation was lost or unclear and there may be an account of that name; `false` by default.
    ///
    /// Without it the time of the registration decides. That tells an account of this creation from
    /// any other, except from one that somebody else registered in the same seconds while this
    /// creation's request was lost. With it such an account is [`Created`](crate::Step::Created) only
    /// if the login succeeds, [`Refused`](crate::Step::Refused) if it has another password, and
    /// [`Unknown`](crate::Step::Unknown) otherwise. No login is made if the wiki has shown before that
    /// there is no account, that it is somebody else's, or that the sign-up form has logged it in.
    ///
    /// The login costs two or three requests, only after a lost or unclear response, in a session of
    /// its own. It needs the password: it is left out if the wiki mails one, and after the creation
    /// was resumed without giving the password again.
    pub fn prove_by_login(mut self, prove: bool) -> Self {
        self.kind.prove_by_login = prove;
        self
    }

    /// Sets the format of the legacy API. AuthManager's is always JSON.
    pub fn format(mut self, format: Format) -> Self {
        self.kind.format = format;
        self
    }

    /// Sets the dialect, which saves the detecting request on a legacy wiki. No other dialect is
    /// tried then.
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.kind.dialect = Some(dialect);
        self
    }

    /// Sets the absolute address to which the wiki sends users back after a
    /// [`Step::Redirect`](crate::Step::Redirect) (MediaWiki's `createreturnurl`). The default is the
    /// address of api.php.
    pub fn return_url(mut self, url: impl Into<String>) -> Self {
        self.kind.return_url = Some(url.into());
        self
    }

    /// Sets the lag of the wiki's databases in seconds up to which it may create accounts (MediaWiki's
    /// `maxlag`, etiquette for programs that create many; 5 is usual). Without it none is sent.
    ///
    /// A wiki that lags more refuses a creation with the code `maxlag`, [`Reason::Busy`](crate::Reason::Busy)
    /// and [`retry_after`](crate::Refused::retry_after), and creates nothing. It is sent with the creations
    /// of the API only: the sign-up form has no such parameter.
    pub fn maxlag(mut self, seconds: u32) -> Self {
        self.kind.maxlag = Some(seconds);
        self
    }

    /// Returns the session alone, for drivers of flows other than [`Wiki`].
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) for an invalid address, return
    /// address, user agent or HTTP authentication, and for settings of a transport, which a session
    /// does not have.
    pub fn session(&self) -> Result<Session, Error> {
        if self.transport.is_some() || self.has_ureq_settings() {
            return Err(InvalidInput::new(
                "a session has no transport; set transport, proxy and certificates in its driver",
            )
            .into());
        }
        self.new_session()
    }

    /// Creates the client. Nothing is sent.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) for an invalid address, return
    /// address, user agent, HTTP authentication, suspend key, proxy, CA file or client certificate, for
    /// HTTP authentication that is given twice, and for a proxy or certificates together with another
    /// [`transport`](Self::transport).
    pub fn build(self) -> Result<Wiki, Error> {
        let session = self.new_session()?;
        let keys = SuspendKeys::new(self.suspend_keys.clone())?;
        Ok(Wiki::new(session, self.connection()?, keys))
    }

    fn new_session(&self) -> Result<Session, Error> {
        let settings = &self.kind;
        let mut session = Session::new(settings.address.expose())?;
        if let Some(agent) = settings.agent()? {
            session.user_agent = agent;
        }
        if let Some(url) = &settings.return_url {
            session.return_url = Some(address::parse(url, "the return address")?.into());
        }
        if let Some((user, password)) = &self.http_auth {
            if session.needs_http_auth {
                return Err(basic_auth::given_twice());
            }
            session.set_http_auth(user, password.clone())?;
        }
        session.allow_http = settings.allow_http;
        session.proves_by_login = settings.prove_by_login;
        session.maxlag = settings.maxlag;
        session.format = settings.format;
        session.facts.dialect = settings.dialect;
        session.dialect_is_chosen = settings.dialect.is_some();
        Ok(session)
    }
}

impl NewWiki {
    fn agent(&self) -> Result<Option<String>, Error> {
        let version = env!("CARGO_PKG_VERSION");
        let agent = match (&self.user_agent, &self.contact) {
            (Some(agent), _) => agent.clone(),
            (None, Some(contact)) => format!("mwaccount/{version} ({contact})"),
            (None, None) => return Ok(None),
        };
        let is_plain = agent.bytes().all(|byte| (b' '..=b'~').contains(&byte));
        if agent.is_empty() || !is_plain {
            return Err(InvalidInput::new("the user agent must be plain ASCII text").into());
        }
        Ok(Some(agent))
    }
}

/// For a client that resumes a conversation.
impl Builder<SuspendedText> {
    pub(super) fn new(text: &str) -> Self {
        Self::with_kind(SuspendedText {
            text: text.into(),
            address: None,
            access_token: None,
        })
    }

    /// Sets the access token, which the suspended text does not contain: an OAuth 2 access token, or
    /// an [`OAuth1Token`](crate::OAuth1Token). It must belong to the same user.
    pub fn access_token(mut self, token: impl Into<AccessToken>) -> Self {
        self.kind.access_token = Some(token.into());
        self
    }

    /// Sets the address of the wiki with which the conversation must be, for a text that somebody may
    /// have changed. Building fails if the conversation is with a wiki on another host. The best address
    /// is [`Session::api_url`](crate::Session::api_url) at the time of suspending.
    ///
    /// It is needed if an access token or HTTP authentication is set and there are no
    /// [`suspend_keys`](Self::suspend_keys): the text alone does not decide where these are sent. A user
    /// name and password in it are the [HTTP authentication](Self::http_auth).
    pub fn address(mut self, address: impl Into<String>) -> Self {
        self.kind.address = Some(Secret::new(address));
        self
    }

    /// Resumes the conversation. Nothing is sent; continue with [`Wiki::attach`] or [`Wiki::step`].
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) if the text is damaged, of a newer
    /// version or not a suspended conversation; if it is not authenticated by one of the keys, or
    /// authenticated and there is no key; if it is with another wiki than that at the address; if an access
    /// token or HTTP authentication is needed and missing, or set and not needed, or set without a key
    /// or an address; and for the errors of [`WikiBuilder::build`].
    pub fn build(self) -> Result<(Wiki, Conversation<Interaction>), Error> {
        let SuspendedText {
            text,
            address,
            access_token,
        } = &self.kind;
        let keys = SuspendKeys::new(self.suspend_keys.clone())?;
        let (mut session, interaction) = flow::resume(text.expose(), &keys, self.clock.now())?;
        let invalid = |what: &str| Err(InvalidInput::new(what).into());
        let userinfo = match address {
            Some(address) => session.ensure_wiki_at(address.expose())?,
            None => None,
        };
        let http_auth = match (&self.http_auth, userinfo) {
            (Some(_), Some(_)) => return Err(basic_auth::given_twice()),
            (None, Some(Userinfo { user, password })) => Some((user.expose().to_owned(), password)),
            (given, None) => given.clone(),
        };
        match (access_token, session.needs_access_token) {
            (Some(token), true) => session.set_access_token(token.clone())?,
            (None, false) => {}
            (None, true) => {
                return invalid(
                    "the conversation was begun with an access token, which is not saved; give it again",
                );
            }
            (Some(_), false) => {
                return invalid("the conversation was begun without an access token; leave it out");
            }
        }
        match (&http_auth, session.needs_http_auth) {
            (Some((user, password)), true) => session.set_http_auth(user, password.clone())?,
            (None, false) => {}
            (None, true) => {
                return invalid(
                    "the conversation was begun with HTTP authentication, which is not saved; \
                     give it again (http_auth, --http-user)",
                );
            }
            (Some(_), false) => {
                return invalid(
                    "the conversation was begun without HTTP authentication; leave it out (http_auth, --http-user)",
                );
            }
        }
        let has_secret = access_token.is_some() || http_auth.is_some();
        if has_secret && address.is_none() && keys.is_empty() {
            return invalid(
                "the suspended conversation is not authenticated, so it does not decide where an access token or HTTP \
                 authentication is sent; give the address of the wiki too (address, --wiki), or suspend with a key (suspend_keys)",
            );
        }
        let wiki = Wiki::new(session, self.connection()?, keys);
        let conversation = wiki.new_conversation(interaction);
        Ok((wiki, conversation))
    }
}

/// For both.
impl<K> Builder<K> {
    fn with_kind(kind: K) -> Self {
        Self {
            kind,
            http_auth: None,
            suspend_keys: Vec::new(),
            #[cfg(feature = "ureq")]
            ureq: UreqBuilder::default(),
            limits: Limits::default(),
            on_progress: None,
            on_exchange: None,
            transport: None,
            clock: Arc::new(SystemClock),
        }
    }

    /// Sets HTTP basic authentication (RFC 7617): the web server's own login, before the wiki's. It
    /// is sent with every request to the wiki's host and to no other; unencrypted to another machine
    /// only with [`allow_http`](WikiBuilder::allow_http). It cannot be combined with an OAuth access
    /// token, since a request has only one `Authorization` header, nor with a user name or password in
    /// the wiki's address, which mean the same. A resumed conversation needs it again.
    pub fn http_auth(mut self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.http_auth = Some((user.into(), password.into()));
        self
    }

    /// Sets the keys that authenticate suspended conversations: [`WikiInteraction::suspend`] uses the
    /// first, and a text of any of them can be resumed. A conversation that was suspended with a key can
    /// be resumed only with that key, and with keys no other text can be resumed. [`SuspendKeys`]
    /// describes the keys.
    ///
    /// [`WikiInteraction::suspend`]: crate::WikiInteraction::suspend
    pub fn suspend_keys<S: Into<Secret>>(mut self, keys: impl IntoIterator<Item = S>) -> Self {
        self.suspend_keys = keys.into_iter().map(Into::into).collect();
        self
    }

    /// Sets the time limit of a single request. The default is 30 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Sets the maximum size of a decoded body, in bytes. The default is 1 MiB.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limits.max_body = bytes;
        self
    }

    /// Sets a `listener` that is called just before each request is sent and before each wait. It
    /// runs on the thread that makes the call, which waits for it. It may cancel the call. A panic in
    /// it propagates through the call.
    pub fn on_progress(mut self, listener: impl FnMut(&Progress) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(listener));
        self
    }

    /// Sets a `listener` that is called after each request with its reply, on the same conditions as
    /// [`on_progress`](Self::on_progress). For a log, print the [`Exchange`] with its `Display`.
    pub fn on_exchange(mut self, listener: impl FnMut(&Exchange<'_>) + Send + 'static) -> Self {
        self.on_exchange = Some(Box::new(listener));
        self
    }

    /// Sets a transport to use instead of the default one. Proxy and certificates are then settings
    /// of that transport.
    pub fn transport(mut self, transport: impl Transport + Send + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// Sets the clock by which the client waits and measures, that of this machine by default.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Arc::new(clock);
        self
    }

    fn connection(self) -> Result<Connection, Error> {
        let has_listener = self.on_progress.is_some() || self.on_exchange.is_some();
        Ok(Connection {
            runs_callers_code: has_listener || self.transport.is_some(),
            limits: self.limits.clone(),
            transport: match self.transport {
                Some(_) if self.has_ureq_settings() => {
                    return Err(InvalidInput::new(
                        "proxy and certificates are settings of the default transport; set them in your own transport, or leave that out",
                    )
                    .into());
                }
                Some(transport) => transport,
                #[cfg(feature = "ureq")]
                None => Box::new(self.ureq.build()?),
                #[cfg(not(feature = "ureq"))]
                None => Box::new(NoTransport),
            },
            on_progress: self.on_progress,
            on_exchange: self.on_exchange,
            clock: self.clock,
        })
    }
}

/// Settings of the default transport, [`Ureq`](crate::transport::Ureq).
#[cfg(feature = "ureq")]
impl<K> Builder<K> {
    /// Sets the proxy, such as `http://host:port`. The default comes from the environment
    /// (`HTTPS_PROXY` and others); see [`UreqBuilder`]. This machine is always reached directly.
    pub fn proxy(mut self, proxy: impl Into<Secret>) -> Self {
        self.ureq = self.ureq.proxy(proxy.into().expose());
        self
    }

    /// Sets the file with the certificates to trust, in PEM. A wiki's certificate must be issued by
    /// an authority in this file, or be in it itself; the system's authorities are not trusted. For
    /// a proxy that is reached over TLS, the system's authorities still apply. The file is read when
    /// the client is built.
    pub fn ca_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.ureq = self.ureq.ca_file(path);
        self
    }

    /// Sets the file with the client certificate, for servers that require one. The file is in PEM
    /// and contains the certificate, followed by its intermediate certificates if there are any, and
    /// its private key, unless [`client_key`](Self::client_key) sets another file for the key.
    pub fn client_cert(mut self, path: impl Into<PathBuf>) -> Self {
        self.ureq = self.ureq.client_cert(path);
        self
    }

    /// Sets the file with the private key of the client certificate, in PEM and without a
    /// passphrase.
    pub fn client_key(mut self, path: impl Into<PathBuf>) -> Self {
        self.ureq = self.ureq.client_key(path);
        self
    }
}

impl<K> Builder<K> {
    /// Returns whether a setting of the default transport was changed.
    #[cfg(feature = "ureq")]
    fn has_ureq_settings(&self) -> bool {
        !self.ureq.is_default()
    }

    #[cfg(not(feature = "ureq"))]
    fn has_ureq_settings(&self) -> bool {
        false
    }
}

/// The transport of a build without ureq. Hosts that send requests themselves do not need one.
#[cfg(not(feature = "ureq"))]
struct NoTransport;

#[cfg(not(feature = "ureq"))]
impl Transport for NoTransport {
    fn send(&mut self, _: &crate::http::Request, _: &Limits) -> crate::http::Reply {
        crate::http::Reply::NotSent(crate::TransportError::new(
            crate::Reason::InvalidArgument,
            "this build has no transport (feature \"ureq\"); set one, or send the requests of next_request yourself",
        ))
    }
}
