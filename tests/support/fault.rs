//! Faults of requests, in the words that all tables of faults and random creations share.

use std::{fmt, time::Duration};

use testwiki::{GatewayBody, RunningWiki};

use super::random::Random;

/// When the wiki executes a request whose answer the client does not get.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Execution {
    Never,
    InTime,
    /// So long after the client gave up.
    Late(Duration),
}

/// A failure to inject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The request cannot be sent, and is reported so.
    NotSent,
    /// The connection breaks.
    Lost(Execution),
    /// The client waits until its time limit.
    TimedOut(Execution),
    /// The answer arrives shortly before the time limit.
    Slow,
    /// The request is executed; half of the answer arrives.
    HalfBody,
    /// The request is executed; the answer has no body.
    EmptyBody,
    /// The request is executed; the bytes of the answer make no sense.
    Garbled,
    /// The request is executed; the answer has another content type.
    WrongType,
    /// A server or gateway answers in the wiki's place.
    Gateway(testwiki::Fault, Execution),
    /// A proxy's page with status 200 takes the place of the answer.
    ProxyPage(Execution),
    /// A proxy redirects to a page at which one logs in, on its own host or on the wiki's.
    LoginPage(LoginHost),
    /// A cache answers a GET as it answered the same GET before, of whomever that was.
    Stale,
    /// A proxy delivers the request twice, and passes the second answer on.
    Twice,
    /// A proxy drops the cookies of the request.
    CookiesDropped,
    /// The wiki itself answers otherwise this once.
    Wiki(testwiki::Fault),
    /// The wiki loses its sessions before the request.
    SessionsLost,
    /// The wiki loses the secrets of its tokens before the request.
    TokensLost,
    /// The wiki is read-only from this request on.
    ReadOnly,
    /// The wiki requires a login for reading from this request on.
    Private,
    /// The caller cancels before the request is sent.
    CancelledBefore,
    /// The caller cancels while waiting for the answer.
    Cancelled(Execution),
}

/// The host of a proxy's login page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginHost {
    Own,
    Wikis,
}

const NEVER: Execution = Execution::Never;
const IN_TIME: Execution = Execution::InTime;
/// While the library still asks whether the account is there.
const SOON: Execution = Execution::Late(Duration::from_millis(1_500));
/// After the library has asked.
const LATE: Execution = Execution::Late(Duration::from_secs(12));

/// Every kind of fault, by its name in tables.
pub const KINDS: &[(&str, Fault)] = {
    use testwiki::Fault as W;
    &[
        ("not-sent", Fault::NotSent),
        ("lost-before", Fault::Lost(NEVER)),
        ("lost-after", Fault::Lost(IN_TIME)),
        ("lost-soon", Fault::Lost(SOON)),
        ("timed-out", Fault::TimedOut(NEVER)),
        ("timed-out-after", Fault::TimedOut(IN_TIME)),
        ("timed-out-late", Fault::TimedOut(LATE)),
        ("slow", Fault::Slow),
        ("cut-off", Fault::HalfBody),
        ("empty", Fault::EmptyBody),
        ("garbled", Fault::Garbled),
        ("wrong-type", Fault::WrongType),
        ("page-500-before", Fault::Gateway(W::ServerError, NEVER)),
        ("page-500", Fault::Gateway(W::ServerError, IN_TIME)),
        ("page-502-before", Fault::Gateway(W::BadGateway, NEVER)),
        ("page-502", Fault::Gateway(W::BadGateway, IN_TIME)),
        ("page-502-late", Fault::Gateway(W::BadGateway, LATE)),
        (
            "page-503-before",
            Fault::Gateway(W::RetryLater(503, 3), NEVER),
        ),
        ("page-503", Fault::Gateway(W::RetryLater(503, 3), IN_TIME)),
        (
            "page-503-hour",
            Fault::Gateway(W::RetryLater(503, 3_600), NEVER),
        ),
        ("page-504-before", Fault::Gateway(W::GatewayTimeout, NEVER)),
        ("page-504", Fault::Gateway(W::GatewayTimeout, IN_TIME)),
        ("page-504-late", Fault::Gateway(W::GatewayTimeout, LATE)),
        ("page-429", Fault::Gateway(W::RetryLater(429, 4), NEVER)),
        ("challenge", Fault::Gateway(W::Challenge, NEVER)),
        ("firewall", Fault::Gateway(W::Firewall, NEVER)),
        ("robot-policy", Fault::Gateway(W::RobotPolicy, NEVER)),
        (
            "json-504",
            Fault::Gateway(W::GatewayJson(GatewayBody::Info), IN_TIME),
        ),
        (
            "json-200-before",
            Fault::Gateway(W::GatewayJson(GatewayBody::Ok), NEVER),
        ),
        (
            "json-200",
            Fault::Gateway(W::GatewayJson(GatewayBody::Ok), IN_TIME),
        ),
        (
            "json-script",
            Fault::Gateway(W::GatewayJson(GatewayBody::Script), NEVER),
        ),
        ("proxy-page-before", Fault::ProxyPage(NEVER)),
        ("proxy-page", Fault::ProxyPage(IN_TIME)),
        ("login-page", Fault::LoginPage(LoginHost::Own)),
        ("login-page-here", Fault::LoginPage(LoginHost::Wikis)),
        ("stale", Fault::Stale),
        ("twice", Fault::Twice),
        ("cookies-dropped", Fault::CookiesDropped),
        ("maxlag", Fault::Wiki(W::MaxLag(5))),
        ("readonly-once", Fault::Wiki(W::ReadOnly)),
        ("ratelimited", Fault::Wiki(W::RateLimited)),
        ("captchas-lost", Fault::Wiki(W::CaptchaExpired)),
        ("sessions-lost", Fault::SessionsLost),
        ("tokens-lost", Fault::TokensLost),
        ("readonly", Fault::ReadOnly),
        ("private", Fault::Private),
        ("cancelled-before", Fault::CancelledBefore),
        ("cancelled", Fault::Cancelled(NEVER)),
        ("cancelled-after", Fault::Cancelled(IN_TIME)),
        ("cancelled-late", Fault::Cancelled(LATE)),
    ]
};

impl Fault {
    /// Returns the fault with a name of [`KINDS`].
    pub fn named(name: &str) -> Option<Self> {
        let kind = KINDS.iter().find(|(known, _)| *known == name);
        kind.map(|(_, fault)| fault.clone())
    }

    /// Returns the name, or `None` of a fault that is not one of [`KINDS`], as a random time can be.
    pub fn name(&self) -> Option<&'static str> {
        let kind = KINDS.iter().find(|(_, fault)| fault == self);
        kind.map(|(name, _)| *name)
    }

    /// Changes the wiki, if the fault lasts.
    pub fn change(&self, wiki: &RunningWiki) {
        match self {
            Self::SessionsLost => wiki.forget_sessions(),
            Self::TokensLost => wiki.forget_tokens(),
            Self::ReadOnly => wiki.make_read_only("Maintenance"),
            Self::Private => wiki.require_login_to_read(),
            other => panic!("{other} does not last"),
        }
    }

    /// Returns true if the wiki may still be working on a request for an unknown time.
    pub fn leaves_open(&self) -> bool {
        use testwiki::Fault as Page;
        match self {
            Self::TimedOut(_) | Self::Cancelled(_) => true,
            Self::Gateway(Page::GatewayTimeout | Page::BadGateway, _) => true,
            Self::Gateway(Page::GatewayJson(body), _) => !is_prompt(*body),
            _ => false,
        }
    }

    /// Returns true if the fault changes the wiki for all later requests too.
    pub fn lasts(&self) -> bool {
        matches!(
            self,
            Self::SessionsLost | Self::TokensLost | Self::ReadOnly | Self::Private
        )
    }

    /// Returns the time at which the wiki executes the request.
    pub fn execution(&self) -> Execution {
        match self {
            Self::Lost(execution)
            | Self::TimedOut(execution)
            | Self::Gateway(_, execution)
            | Self::ProxyPage(execution)
            | Self::Cancelled(execution) => *execution,
            Self::NotSent | Self::LoginPage(_) | Self::CancelledBefore => NEVER,
            _ => IN_TIME,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.name() {
            Some(name) => f.write_str(name),
            None => write!(f, "{self:?}"),
        }
    }
}

/// Returns true for an answer that does not say that the wiki may still be working on the request.
fn is_prompt(body: GatewayBody) -> bool {
    matches!(body, GatewayBody::Ok | GatewayBody::ReadOnly)
}

impl Execution {
    /// Returns one that ends before the answer is given up.
    fn prompt(random: &mut Random) -> Self {
        *random.of(&[Self::Never, Self::InTime])
    }

    fn random(random: &mut Random) -> Self {
        match random.below(3) {
            0 => Self::Never,
            1 => Self::InTime,
            _ => Self::Late(Duration::from_millis(200 + random.below(20_000) as u64)),
        }
    }
}

impl Fault {
    /// Returns a fault of the table, or one with a time or an answer that the table does not have.
    pub fn random(random: &mut Random) -> Self {
        match random.below(12) {
            0 => Self::TimedOut(Execution::random(random)),
            1 => Self::Gateway(testwiki::Fault::GatewayTimeout, Execution::random(random)),
            2 => Self::json(random),
            _ => random.of(KINDS).1.clone(),
        }
    }

    /// Returns a gateway's answer that resembles the API's.
    fn json(random: &mut Random) -> Self {
        let bodies: Vec<_> = GatewayBody::all().collect();
        let body = *random.of(&bodies);
        let execution = if is_prompt(body) {
            Execution::prompt(random)
        } else {
            Execution::random(random)
        };
        Self::Gateway(testwiki::Fault::GatewayJson(body), execution)
    }
}
