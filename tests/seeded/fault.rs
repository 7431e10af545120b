//! Faults of requests, and the requests they happen at.

use std::time::Duration;

use support::random::Random;
use testwiki::GatewayBody;

/// A request, counted from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A request of any kind.
    Request(usize),
    /// A request that may create an account.
    Creating(usize),
}

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
    /// The request is executed; half of the answer arrives.
    HalfBody,
    /// A server or gateway answers in the wiki's place.
    Gateway(testwiki::Fault, Execution),
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

impl Fault {
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
}

/// Returns true for an answer that does not say that the wiki may still be working on the request.
fn is_prompt(body: GatewayBody) -> bool {
    matches!(body, GatewayBody::Ok | GatewayBody::ReadOnly)
}

impl Place {
    /// Returns an early request more often than a late one, as most creations are short.
    pub fn random(random: &mut Random) -> Self {
        match random.below(8) {
            0..=3 => Self::Creating(0),
            4 => Self::Creating(1 + random.below(3)),
            5 | 6 => Self::Request(random.below(4)),
            _ => Self::Request(4 + random.below(5)),
        }
    }
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
    pub fn random(random: &mut Random) -> Self {
        match random.below(13) {
            0 => Self::NotSent,
            1 => Self::Lost(Execution::Never),
            2 => Self::Lost(Execution::InTime),
            3 => Self::TimedOut(Execution::random(random)),
            4 => Self::HalfBody,
            5 => Self::Gateway(testwiki::Fault::GatewayTimeout, Execution::random(random)),
            6 => Self::page(random),
            7 => Self::json(random),
            8 => Self::SessionsLost,
            9 => Self::TokensLost,
            10 => Self::ReadOnly,
            11 => Self::Private,
            _ if random.below(2) == 0 => Self::CancelledBefore,
            _ => Self::Cancelled(Execution::random(random)),
        }
    }

    /// Returns a page of a server or gateway. A gateway that limits requests or checks for a browser passes
    /// nothing on.
    fn page(random: &mut Random) -> Self {
        use testwiki::Fault as Page;
        match random.below(5) {
            0 | 1 => Self::Gateway(Page::BadGateway, Execution::random(random)),
            2 => Self::Gateway(Page::RetryLater(503, 3), Execution::prompt(random)),
            3 => Self::Gateway(Page::ServerError, Execution::prompt(random)),
            _ if random.below(2) == 0 => Self::Gateway(Page::RetryLater(429, 4), Execution::Never),
            _ => Self::Gateway(Page::Challenge, Execution::Never),
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
