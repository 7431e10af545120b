//! A request and its reply, for logs.

use std::{fmt, time::Duration};

use crate::http::{Effect, Reply, Request};

/// A request, its reply and the time between them. Its `Display` is a line for a log:
/// `POST https://wiki.example.org/w/api.php [create] 200, 35 ms`. Addresses contain no secrets, and
/// nothing else of the request or the response is shown.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Exchange<'a> {
    /// The request.
    pub request: &'a Request,
    /// The reply.
    pub reply: &'a Reply,
    /// The time from sending the request to the end of the reply.
    pub took: Duration,
}

impl<'a> Exchange<'a> {
    /// Creates an exchange from a request and its reply.
    pub fn new(request: &'a Request, reply: &'a Reply, took: Duration) -> Self {
        Self {
            request,
            reply,
            took,
        }
    }
}

impl fmt::Display for Exchange<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let effect = match self.request.effect {
            Effect::Read => "read",
            Effect::Login => "login",
            Effect::MayCreate => "create",
        };
        let (method, url) = (self.request.method.as_str(), self.request.shown_url());
        write!(f, "{method} {url} [{effect}] ")?;
        match self.reply {
            Reply::Got(response) => write!(f, "{}", response.status)?,
            Reply::NotSent(error) => write!(f, "not sent: {}", error.message)?,
            Reply::Lost(error) => write!(f, "answer lost: {}", error.message)?,
        }
        write!(f, ", {} ms", self.took.as_millis())
    }
}
