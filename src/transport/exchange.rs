//! A line about a request and what became of it, for logs.

use std::{fmt, time::Duration};

use crate::http::{Effect, Reply, Request};

/// A request that was sent, its reply, and how long that took. Its `Display` is a line
/// for a log: `POST https://wiki.example.org/w/api.php [create] 200, 35 ms`. Addresses
/// hold no secret, and nothing else of a request or a response is shown.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Exchange<'a> {
    /// What was sent.
    pub request: &'a Request,
    /// What became of it.
    pub reply: &'a Reply,
    /// From sending to the end of the reply.
    pub took: Duration,
}

impl<'a> Exchange<'a> {
    /// Creates the line for a request and its reply.
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
        let (method, url) = (self.request.method.as_str(), &self.request.url);
        write!(f, "{method} {url} [{effect}] ")?;
        match self.reply {
            Reply::Got(response) => write!(f, "{}", response.status)?,
            Reply::NotSent(error) => write!(f, "not sent: {}", error.message)?,
            Reply::Lost(error) => write!(f, "answer lost: {}", error.message)?,
        }
        write!(f, ", {} ms", self.took.as_millis())
    }
}
