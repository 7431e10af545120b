//! Faults on demand: kinds of failure, and the exchange they happen at.

use std::{str::FromStr, time::Duration};

/// A failure to inject.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The connection is reset before the request is read. The action is unknown then, so this happens at the
    /// next connection.
    NoConnection,
    /// The request is read but not executed; the connection is reset.
    ResetBefore,
    /// The request is executed, and the connection is reset in the middle of the response.
    ResetDuring,
    /// The request is executed, and the connection is reset without a response.
    ResetAfter,
    /// The response is delayed.
    Delay(Duration),
    /// Half of the body is sent, and the connection is closed without an error.
    HalfBody,
    /// This status with `Retry-After` in seconds; the request is not executed.
    RetryLater(u16, u32),
    /// PHP crashes: HTTP 500 and HTML.
    ServerError,
    /// A gateway's HTTP 502 page; the request is not executed.
    BadGateway,
    /// A gateway's HTTP 504 page; the request is executed.
    GatewayTimeout,
    /// A gateway's answer that resembles an error of the API; the request is executed.
    GatewayJson(GatewayBody),
    /// HTTP 403 and a page that checks for a browser.
    Challenge,
    /// HTTP 406 and the page of a firewall; the request is not executed.
    Firewall,
    /// HTTP 403 and plain text about the user agents that are accepted; the request is not executed.
    RobotPolicy,
    /// The databases lag by this many seconds, and the request is refused for it, with or without `maxlag`.
    MaxLag(u32),
    /// The wiki is read-only.
    ReadOnly,
    /// The visitor has reached a limit of `$wgRateLimits`: the API refuses POSTs.
    RateLimited,
    /// The server loses the session.
    SessionLost,
    /// The server loses the secrets of its tokens.
    TokenExpired,
    /// The server loses its captchas.
    CaptchaExpired,
    /// A small body that unpacks to a gigabyte.
    GzipBomb,
    /// A body that never ends.
    EndlessBody,
}

/// A gateway's answer that resembles an error of the API. All are without the header `MediaWiki-API-Error`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatewayBody {
    /// HTTP 504 and JSON with `code` and `message`.
    Message,
    /// HTTP 504 and JSON with `code` and `info`, the fields of the API.
    Info,
    /// HTTP 504 and JSON with a number as `code`, and `info`.
    Number,
    /// HTTP 200 and JSON with `code` and `info`.
    Ok,
    /// HTTP 504 and a page, whose script has JSON with the API's code `readonly`.
    Script,
    /// HTTP 503 and JSON with the API's code `readonly`.
    ReadOnly,
}

const GATEWAY_BODIES: &[(&str, GatewayBody)] = &[
    ("message", GatewayBody::Message),
    ("info", GatewayBody::Info),
    ("number", GatewayBody::Number),
    ("ok", GatewayBody::Ok),
    ("script", GatewayBody::Script),
    ("readonly", GatewayBody::ReadOnly),
];

impl GatewayBody {
    /// Returns every answer.
    pub fn all() -> impl Iterator<Item = Self> {
        GATEWAY_BODIES.iter().map(|(_, body)| *body)
    }
}

impl FromStr for GatewayBody {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = GATEWAY_BODIES.iter().find(|(name, _)| *name == text);
        known.map(|(_, body)| *body).ok_or_else(|| {
            let names: Vec<_> = GATEWAY_BODIES.iter().map(|(name, _)| *name).collect();
            format!("{text} is not one of: {}", names.join(", "))
        })
    }
}

const NAMES: &[(&str, Fault)] = &[
    ("no-connection", Fault::NoConnection),
    ("reset-before", Fault::ResetBefore),
    ("reset-during", Fault::ResetDuring),
    ("reset-after", Fault::ResetAfter),
    ("half-body", Fault::HalfBody),
    ("server-error", Fault::ServerError),
    ("bad-gateway", Fault::BadGateway),
    ("gateway-timeout", Fault::GatewayTimeout),
    ("challenge", Fault::Challenge),
    ("firewall", Fault::Firewall),
    ("robot-policy", Fault::RobotPolicy),
    ("readonly", Fault::ReadOnly),
    ("ratelimited", Fault::RateLimited),
    ("session-lost", Fault::SessionLost),
    ("token-expired", Fault::TokenExpired),
    ("captcha-expired", Fault::CaptchaExpired),
    ("gzip-bomb", Fault::GzipBomb),
    ("endless-body", Fault::EndlessBody),
];

impl Fault {
    /// Returns the names for the command, with those that take a value.
    pub fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(|(name, _)| *name).chain([
            "delay=MILLISECONDS",
            "429=SECONDS",
            "503=SECONDS",
            "maxlag=SECONDS",
            "gateway-json=message|info|number|ok|script|readonly",
        ])
    }
}

/// The exchange at which a fault happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct When {
    action: Option<String>,
    /// The number of matching exchanges to let pass first.
    pass: u32,
    /// The number of times it happens then; `None` is without end.
    times: Option<u32>,
}

impl When {
    /// Matches the next exchange.
    pub fn next() -> Self {
        Self {
            action: None,
            pass: 0,
            times: Some(1),
        }
    }

    /// Matches the next exchange of an action of the API, or of a page by its title, as
    /// `Special:CreateAccount`.
    pub fn action(action: &str) -> Self {
        Self {
            action: Some(action.to_owned()),
            ..Self::next()
        }
    }

    /// Skips to the `nth` such exchange, counted from 1.
    pub fn nth(mut self, nth: u32) -> Self {
        self.pass = nth.saturating_sub(1);
        self
    }

    /// Repeats the fault this many times in a row.
    pub fn times(mut self, times: u32) -> Self {
        self.times = Some(times);
        self
    }

    /// Repeats the fault without end.
    pub fn always(mut self) -> Self {
        self.times = None;
        self
    }
}

/// Parses `KIND[=VALUE][@ACTION][:NTH]`, as `reset-after@createaccount:2`.
pub fn parse(text: &str) -> Result<(Fault, When), String> {
    let counted = text.rsplit_once(':');
    let (place, nth) = counted
        .and_then(|(place, nth)| Some((place, nth.parse().ok()?)))
        .unwrap_or((text, 1));
    let (kind, action) = place.split_once('@').unwrap_or((place, ""));
    let when = if action.is_empty() {
        When::next()
    } else {
        When::action(action)
    };
    let fault = kind.parse()?;
    if fault == Fault::NoConnection && !action.is_empty() {
        return Err(format!(
            "no connection means no action: {kind}:{nth} counts connections"
        ));
    }
    Ok((fault, when.nth(nth)))
}

impl FromStr for Fault {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let plain = NAMES.iter().find(|(name, _)| *name == text);
        if let Some((_, fault)) = plain {
            return Ok(fault.clone());
        }
        let number = |value: &str| {
            value
                .parse::<u32>()
                .map_err(|_| format!("{value} is not a number, in the fault {text}"))
        };
        match text.split_once('=') {
            Some(("delay", value)) => Ok(Self::Delay(Duration::from_millis(number(value)?.into()))),
            Some(("429", value)) => Ok(Self::RetryLater(429, number(value)?)),
            Some(("503", value)) => Ok(Self::RetryLater(503, number(value)?)),
            Some(("maxlag", value)) => Ok(Self::MaxLag(number(value)?)),
            Some(("gateway-json", value)) => Ok(Self::GatewayJson(value.parse()?)),
            _ => {
                let names: Vec<_> = Self::names().collect();
                Err(format!(
                    "no such fault: {text}; there are {}",
                    names.join(", ")
                ))
            }
        }
    }
}

/// The faults that have not happened yet.
#[derive(Debug, Default)]
pub(crate) struct Faults(Vec<(Fault, When)>);

impl Faults {
    pub fn add(&mut self, fault: Fault, when: When) {
        self.0.push((fault, when));
    }

    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// Returns true if the next connection is to be reset before the request is read.
    pub fn refuses_connection(&mut self) -> bool {
        self.take(|fault| *fault == Fault::NoConnection, "")
            .is_some()
    }

    /// Returns the fault of this exchange, if any.
    pub fn at(&mut self, action: &str) -> Option<Fault> {
        self.take(|fault| *fault != Fault::NoConnection, action)
    }

    fn take(&mut self, kind: impl Fn(&Fault) -> bool, action: &str) -> Option<Fault> {
        let mut due = None;
        for (index, (fault, when)) in self.0.iter_mut().enumerate() {
            let here = when.action.as_deref().is_none_or(|wanted| wanted == action);
            if !kind(fault) || !here {
                continue;
            }
            if when.pass > 0 {
                when.pass -= 1;
            } else if due.is_none() {
                due = Some(index);
            }
        }
        let index = due?;
        let (fault, when) = &mut self.0[index];
        let fault = fault.clone();
        match &mut when.times {
            Some(left) if *left <= 1 => {
                self.0.remove(index);
            }
            Some(left) => *left -= 1,
            None => {}
        }
        Some(fault)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Faults, GatewayBody, When, parse};

    #[test]
    fn a_fault_happens_where_it_should() {
        let mut faults = Faults::default();
        let (fault, when) = parse("reset-after@createaccount:2").unwrap();
        faults.add(fault, when);
        faults.add(Fault::ServerError, When::next().times(2));
        assert_eq!(faults.at("createaccount"), Some(Fault::ServerError));
        assert_eq!(faults.at("query"), Some(Fault::ServerError));
        assert_eq!(faults.at("query"), None);
        assert_eq!(faults.at("createaccount"), Some(Fault::ResetAfter));
        assert_eq!(faults.at("createaccount"), None);
    }

    #[test]
    fn an_invalid_fault_is_an_error() {
        assert!(parse("flood").unwrap_err().contains("reset-after"));
        assert!(parse("delay=soon").is_err());
        assert!(parse("no-connection@createaccount").is_err());
        assert!(parse("no-connection:2").is_ok() && parse("429=30:2").is_ok());
        let (fault, _) = parse("gateway-json=script@createaccount").unwrap();
        assert_eq!(fault, Fault::GatewayJson(GatewayBody::Script));
        assert!(parse("gateway-json=pink").unwrap_err().contains("script"));
        let (_, when) = parse("delay=5@Special:CreateAccount").unwrap();
        assert_eq!(when, When::action("Special:CreateAccount"));
    }
}
