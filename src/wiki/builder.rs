//! Settings: of a new client, and of one that resumes a conversation.

#[cfg(feature = "ureq")]
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

use super::Wiki;
#[cfg(feature = "ureq")]
use crate::transport::UreqBuilder;
use crate::{
    Dialect, Error, Format, InvalidInput, Progress, Secret, Session,
    flow::{self, Conversation, Interaction},
    http::address,
    transport::{Exchange, Limits, Transport},
};

/// A listener that is told what a call does next.
type OnProgress = Box<dyn FnMut(&Progress) + Send>;

/// A listener that is told what came of a call's requests.
type OnExchange = Box<dyn FnMut(&Exchange<'_>) + Send>;

/// How requests reach the wiki, and who is told of it.
pub(super) struct Connection {
    pub transport: Box<dyn Transport + Send>,
    pub limits: Limits,
    pub on_progress: Option<OnProgress>,
    pub on_exchange: Option<OnExchange>,
}

/// Settings of a client: `K` is what it is for, [`NewWiki`] or [`SuspendedText`].
pub struct Builder<K> {
    kind: K,
    http_auth: Option<(String, Secret)>,
    #[cfg(feature = "ureq")]
    ureq: UreqBuilder,
    limits: Limits,
    on_progress: Option<OnProgress>,
    on_exchange: Option<OnExchange>,
    transport: Option<Box<dyn Transport + Send>>,
}

/// Settings of a client for a wiki: see [`Wiki::builder`].
pub type WikiBuilder = Builder<NewWiki>;

/// Settings of a client that resumes a conversation: see [`Wiki::resume_builder`]. What belongs
/// to the conversation (the wiki, its dialect, the return address, the user agent, whether http
/// is allowed) is as it was.
pub type ResumeBuilder = Builder<SuspendedText>;

/// What [`WikiBuilder`] knows of its wiki.
#[derive(Default)]
pub struct NewWiki {
    address: String,
    contact: Option<String>,
    user_agent: Option<String>,
    allow_http: bool,
    format: Format,
    dialect: Option<Dialect>,
    return_url: Option<String>,
}

/// What [`ResumeBuilder`] knows of its conversation.
pub struct SuspendedText {
    text: Secret,
    access_token: Option<Secret>,
}

/// For a new client.
impl Builder<NewWiki> {
    pub(super) fn new(address: &str) -> Self {
        Self::with_kind(NewWiki {
            address: address.to_owned(),
            ..NewWiki::default()
        })
    }

    /// Sets an address of the operator (a mail address, a page), which is put into the user
    /// agent as wikis ask of tools.
    pub fn contact(mut self, contact: impl Into<String>) -> Self {
        self.kind.contact = Some(contact.into());
        self
    }

    /// Sets the whole `User-Agent`; the default is `mwaccount/VERSION (CONTACT)`.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.kind.user_agent = Some(user_agent.into());
        self
    }

    /// Sets whether secrets may travel unencrypted to another machine. To this machine
    /// they always may.
    pub fn allow_http(mut self, allow: bool) -> Self {
        self.kind.allow_http = allow;
        self
    }

    /// Sets the format of the legacy API; AuthManager always answers in JSON.
    pub fn format(mut self, format: Format) -> Self {
        self.kind.format = format;
        self
    }

    /// Sets the dialect, which saves the detecting request of a legacy wiki; no other is tried
    /// then.
    pub fn dialect(mut self, dialect: Dialect) -> Self {
        self.kind.dialect = Some(dialect);
        self
    }

    /// Sets where a wiki that sends its users elsewhere shall send them back to; the
    /// default is the wiki itself. Absolute, with scheme.
    pub fn return_url(mut self, url: impl Into<String>) -> Self {
        self.kind.return_url = Some(url.into());
        self
    }

    /// Returns the session alone, for drivers of flows other than [`Wiki`].
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) for an address, return
    /// address, user agent or server's own login that cannot be used, and for settings of a
    /// transport, which a session has none of.
    pub fn session(&self) -> Result<Session, Error> {
        if self.transport.is_some() || self.has_ureq_settings() {
            return Err(InvalidInput::new(
                "a session sends nothing itself; leave transport, proxy and certificates to its driver",
            )
            .into());
        }
        self.new_session()
    }

    /// Creates the client; nothing is sent.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) for an address, return
    /// address, user agent or server's own login that cannot be used; for a proxy, CA file or
    /// client certificate that cannot be used, or that goes with another
    /// [`transport`](Self::transport).
    pub fn build(self) -> Result<Wiki, Error> {
        let session = self.new_session()?;
        Ok(Wiki::new(session, self.connection()?))
    }

    fn new_session(&self) -> Result<Session, Error> {
        let settings = &self.kind;
        let mut session = Session::new(&settings.address)?;
        if let Some(agent) = settings.agent()? {
            session.user_agent = agent;
        }
        if let Some(url) = &settings.return_url {
            session.return_url = Some(address::parse(url, "the return address")?.into());
        }
        if let Some((user, password)) = &self.http_auth {
            session.set_http_auth(user, password.clone())?;
        }
        session.allow_http = settings.allow_http;
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
            access_token: None,
        })
    }

    /// Sets the OAuth 2 access token that the conversation goes on with, one of the same
    /// user's; it is not written down.
    pub fn access_token(mut self, token: impl Into<Secret>) -> Self {
        self.kind.access_token = Some(token.into());
        self
    }

    /// Resumes the conversation; nothing is sent. [`Wiki::attach`] or [`Wiki::step`] goes on with it.
    ///
    /// # Errors
    /// [`Reason::InvalidArgument`](crate::Reason::InvalidArgument) for a text that is damaged,
    /// of a newer version or no such text at all; where an access token or the server's own
    /// login is needed and not given, or given and not needed; and as
    /// [`WikiBuilder::build`].
    pub fn build(self) -> Result<(Wiki, Conversation<Interaction>), Error> {
        let SuspendedText { text, access_token } = &self.kind;
        let (mut session, interaction) = flow::resume(text.expose(), SystemTime::now())?;
        let invalid = |what: &str| Err(InvalidInput::new(what).into());
        match (access_token, session.needs_bearer) {
            (Some(token), true) => session.set_access_token(token.clone()),
            (None, false) => {}
            (None, true) => {
                return invalid(
                    "the conversation was begun with an access token, which is not kept; give it again",
                );
            }
            (Some(_), false) => {
                return invalid("the conversation was begun without an access token; leave it out");
            }
        }
        match (&self.http_auth, session.needs_http_auth) {
            (Some((user, password)), true) => session.set_http_auth(user, password.clone())?,
            (None, false) => {}
            (None, true) => {
                return invalid(
                    "the conversation was begun with a login of the server's own, which is not kept; \
                     give it again (http_auth, --http-user)",
                );
            }
            (Some(_), false) => {
                return invalid(
                    "the conversation was begun without a login of the server's own; leave it out",
                );
            }
        }
        let wiki = Wiki::new(session, self.connection()?);
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
            #[cfg(feature = "ureq")]
            ureq: UreqBuilder::default(),
            limits: Limits::default(),
            on_progress: None,
            on_exchange: None,
            transport: None,
        }
    }

    /// Sets the login that the web server asks for before it lets anybody to the wiki: HTTP basic
    /// authentication (RFC 7617). It goes with every request to the wiki and to nowhere else,
    /// in clear to another machine only as [`allow_http`](WikiBuilder::allow_http) says. With an
    /// OAuth access token it cannot be used: both would be the one `Authorization` header. A
    /// resumed conversation needs it again.
    pub fn http_auth(mut self, user: impl Into<String>, password: impl Into<Secret>) -> Self {
        self.http_auth = Some((user.into(), password.into()));
        self
    }

    /// Sets the longest a single request may take; 30 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.limits.timeout = timeout;
        self
    }

    /// Sets the most bytes of a body, after decoding; 1 MiB by default.
    pub fn max_body(mut self, bytes: usize) -> Self {
        self.limits.max_body = bytes;
        self
    }

    /// Sets a `listener` that is told what a call does next: each request just before it goes
    /// out, and each wait, with its length. It is called on the thread that makes the call,
    /// which waits for it. It may cancel. A panic in it passes through the call.
    pub fn on_progress(mut self, listener: impl FnMut(&Progress) + Send + 'static) -> Self {
        self.on_progress = Some(Box::new(listener));
        self
    }

    /// Sets a `listener` that is told what came of each request, just after it; the rest is as
    /// with [`on_progress`](Self::on_progress). Logs want its `Display`.
    pub fn on_exchange(mut self, listener: impl FnMut(&Exchange<'_>) + Send + 'static) -> Self {
        self.on_exchange = Some(Box::new(listener));
        self
    }

    /// Sets another transport than the one that ships. Proxy and certificates are that one's
    /// business then.
    pub fn transport(mut self, transport: impl Transport + Send + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    fn connection(self) -> Result<Connection, Error> {
        Ok(Connection {
            limits: self.limits.clone(),
            transport: match self.transport {
                Some(_) if self.has_ureq_settings() => {
                    return Err(InvalidInput::new(
                        "proxy and certificates are settings of the transport that ships; set them in your own transport, or leave that out",
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
        })
    }
}

/// Settings of the transport that ships, [`Ureq`](crate::transport::Ureq).
#[cfg(feature = "ureq")]
impl<K> Builder<K> {
    /// Sets the proxy, as `http://host:port`; the default is the environment's
    /// (`HTTPS_PROXY` and the like). This machine is always reached directly.
    pub fn proxy(mut self, proxy: impl Into<Secret>) -> Self {
        self.ureq = self.ureq.proxy(proxy.into().expose());
        self
    }

    /// Trusts a wiki whose certificate is by one of the authorities in this file, or is itself
    /// in it, and no other: the system's authorities do not count then. The file is in PEM.
    /// For a proxy that is reached over TLS the system's go on to count. It is read when the
    /// client is built.
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
}

impl<K> Builder<K> {
    /// Whether a setting of the transport that ships was changed.
    #[cfg(feature = "ureq")]
    fn has_ureq_settings(&self) -> bool {
        !self.ureq.is_default()
    }

    #[cfg(not(feature = "ureq"))]
    fn has_ureq_settings(&self) -> bool {
        false
    }
}

/// In place of the transport that ships, where that was left out: hosts that send requests
/// themselves need none.
#[cfg(not(feature = "ureq"))]
struct NoTransport;

#[cfg(not(feature = "ureq"))]
impl Transport for NoTransport {
    fn send(&mut self, _: &crate::http::Request, _: &Limits) -> crate::http::Reply {
        crate::http::Reply::NotSent(crate::TransportError::new(
            crate::Reason::InvalidArgument,
            "this build has no transport (feature \"ureq\"); give one, or send what next_request gives",
        ))
    }
}
